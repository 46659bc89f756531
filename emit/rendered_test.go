package emit

import (
	"crypto/sha256"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kwic/store"
	"kwic/store/sorter"
)

// What was rendered comes back by path, each page as it was rendered last, however
// little of it is held in memory; and nothing is left on the disk.
func TestRendered(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		r := newRendered(folder)
		r.pages = sorter.New(filepath.Join(folder, "pages"), rapid.IntRange(0, 2000).Draw(t, "room"))
		want := make(map[string]RenderedPage)
		text := rapid.StringN(0, 5, -1)
		for range rapid.IntRange(0, 60).Draw(t, "pages") {
			p := RenderedPage{
				Page: store.Page{
					Path: rapid.StringOfN(rapid.RuneFrom([]rune("ab/")), 0, 4, -1).Draw(t, "path"), Kind: text.Draw(t, "kind"), Unit: text.Draw(t, "unit"), Prefix: text.Draw(t, "prefix"),
					Split: rapid.Bool().Draw(t, "split"), Bytes: rapid.Int64Range(0, 1<<40).Draw(t, "bytes"), Size: rapid.Int64Range(0, 1<<40).Draw(t, "size"),
					SHA256: sha256.Sum256([]byte(text.Draw(t, "content"))),
				},
				Written: rapid.Bool().Draw(t, "written"), Mended: rapid.Bool().Draw(t, "mended"),
			}
			if err := r.add(&p); err != nil {
				t.Fatal(err)
			}
			p.Written = p.Written || want[p.Path].Written
			want[p.Path] = p
		}
		for range 2 { // it may be asked again
			paths := slices.Sorted(maps.Keys(want))
			err := r.each(func(p *RenderedPage) error {
				if len(paths) == 0 || p.Path != paths[0] || *p != want[p.Path] {
					t.Fatalf("%+v, want %v, %+v", *p, paths, want[p.Path])
				}
				paths = paths[1:]
				return nil
			})
			if err != nil || len(paths) > 0 {
				t.Fatalf("%v, not given: %q", err, paths)
			}
		}
		if err := r.close(); err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Fatalf("%v, left: %v", err, left)
		}
	})
}

// A page of a list that is rendered twice in a row is taken once; one that was
// another page in between is not.
func TestRenderedAgain(t *testing.T) {
	r := newRendered(t.TempDir())
	a, b := store.Page{Path: "p", Kind: Subtree, SHA256: [32]byte{1}}, store.Page{Path: "p", Kind: Subtree, SHA256: [32]byte{2}}
	other := store.Page{Path: "q", Kind: Subtree, SHA256: [32]byte{1}}
	for i, step := range []struct {
		page store.Page
		want bool
	}{{a, false}, {a, true}, {other, false}, {b, false}, {a, false}, {a, true}} {
		if got := r.again(&step.page); got != step.want {
			t.Errorf("step %d: %v, want %v", i, got, step.want)
		}
	}
}
