package scan

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A listing says the same whether or not its entries are packed.
func TestListPacked(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{"a.md", "b/c.md", "b/c/d.md", "b/\xff.md", "b.md", "empty/e/f/g.md", "é/ü.md", "z/1", "z/2", "z/3"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(path)), 0o777); err != nil {
			t.Fatal(err)
		}
		err := os.WriteFile(filepath.Join(dir, path), make([]byte, len(path)), 0o666)
		if err != nil && path != "b/\xff.md" { // which not all file systems take
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "none"), 0o777); err != nil {
		t.Fatal(err)
	}
	_ = os.Symlink("b", filepath.Join(dir, "link")) // nor this
	entries := func(unpacked int64) []Entry {
		l, err := list(context.Background(), dir, unpacked)
		if err != nil {
			t.Fatal(err)
		}
		return slices.Collect(l.All())
	}
	want := entries(listedNodes)
	if len(want) < 17 {
		t.Fatalf("%d entries: %v", len(want), want)
	}
	for _, unpacked := range []int64{0, 4, 8} {
		if got := entries(unpacked); !slices.Equal(got, want) {
			t.Errorf("with %d entries as they were found:\n%v\nwant\n%v", unpacked, got, want)
		}
	}
}
