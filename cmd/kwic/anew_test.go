package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestMuchChangedIsMadeAnew makes the index anew where changing it would cost more:
// when the folder of all documents is renamed, say; not for a few of them.
func TestMuchChangedIsMadeAnew(t *testing.T) {
	root := t.TempDir()
	files := make(map[string]string)
	for i := range 12 {
		files[fmt.Sprintf("docs/%d.md", i)] = fmt.Sprintf("# Mooring %d\n\nThe `berth_%d` is free.\n", i, i)
	}
	writeTree(t, root, files)
	o := buildOptions{Root: root, Named: true, many: 2}
	mustBuild(t, o)
	for _, c := range []struct {
		what   string
		change func() error
		parsed int
		copied int
	}{
		{"two documents", func() error {
			writeTree(t, root, map[string]string{"docs/1.md": "# Buoy\n", "docs/2.md": "# Fender\n"})
			return nil
		}, 2, 0},
		{"a document's name", func() error {
			return os.Rename(filepath.Join(root, "docs", "3.md"), filepath.Join(root, "docs", "33.md"))
		}, 0, 1},
		{"six documents", func() error {
			for i := range 6 {
				writeTree(t, root, map[string]string{fmt.Sprintf("docs/%d.md", i+5): fmt.Sprintf("# Anchor %d\n", i)})
			}
			return nil
		}, 12, 0},
		{"the name of the folder", func() error { return os.Rename(filepath.Join(root, "docs"), filepath.Join(root, "pages")) }, 12, 0},
	} {
		if err := c.change(); err != nil {
			t.Fatal(err)
		}
		if r, _ := mustBuild(t, o); r.Parsed != c.parsed || r.copied != c.copied || r.Hashed > 12 {
			t.Errorf("%s changed: %d parsed, %d copied, %d read; want %d and %d", c.what, r.Parsed, r.copied, r.Hashed, c.parsed, c.copied)
		}
	}
}
