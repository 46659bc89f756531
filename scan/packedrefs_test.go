package scan

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every ref of a long list is found, and no other; in a list that is not sorted,
// too.
func TestPackedRef(t *testing.T) {
	var names []string
	for i := range 9000 {
		names = append(names, fmt.Sprintf("refs/remotes/origin/%x/branch-%d", i*7919%65536, i))
	}
	slices.Sort(names)
	hashOf := func(i int) string { return fmt.Sprintf("%040x", i+1) }
	var lines []string
	for i, name := range names {
		lines = append(lines, hashOf(i)+" "+name)
		if i%3 == 0 {
			lines = append(lines, "^"+strings.Repeat("f", 40))
		}
	}
	reversed := slices.Clone(lines)
	slices.Reverse(reversed)
	path := filepath.Join(t.TempDir(), "packed-refs")
	const sorted = "# pack-refs with: peeled fully-peeled sorted \n"
	for what, text := range map[string]string{
		"sorted":             sorted + strings.Join(lines, "\n") + "\n",
		"without a line end": sorted + strings.Join(lines, "\n"),
		"not sorted":         "# pack-refs with: peeled \n" + strings.Join(reversed, "\n") + "\n",
		"without a header":   strings.Join(reversed, "\n") + "\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		step := 5
		if !strings.HasPrefix(text, sorted) {
			step = 500 // all is read
		}
		for i := 0; i < len(names); i += step {
			if got, err := packedRef(path, names[i]); err != nil || got != hashOf(i) {
				t.Fatalf("%s: %s is %q, %v", what, names[i], got, err)
			}
		}
		for _, name := range []string{"refs/a", "refs/z", names[0] + "x", names[len(names)-1] + "x", strings.TrimSuffix(names[4000], "0") + "~", "with:", ""} {
			if got, err := packedRef(path, name); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: %q is %q, %v", what, name, got, err)
			}
		}
	}
	for _, text := range []string{"", "\n", sorted, sorted + strings.Repeat("x", 200_000), sorted + strings.Repeat("\n", 200_000), sorted + strings.Repeat("^\n", 100_000), sorted + strings.Repeat("a b", 100_000)} {
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if got, err := packedRef(path, "refs/heads/main"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("of %.80q: %q, %v", text, got, err)
		}
	}
}
