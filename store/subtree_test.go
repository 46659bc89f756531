package store

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kwic/scan/extract"
)

// What lies below a folder is the same whether keywords are looked up as a range or
// each by itself, in a new index and in one that has grown.
func TestEachBelow(t *testing.T) {
	t.Parallel()
	s := openTest(t)
	rapid.Check(t, func(t *rapid.T) {
		draw := func(n int, first string) map[string]*Document {
			documents := make(map[string]*Document)
			for i := range n {
				path := fmt.Sprintf("%s%s%d.md", first, rapid.SampledFrom([]string{"", "a/", "a/b/", "a/b/c/", "d/"}).Draw(t, "folder"), i)
				d := &Document{Sections: []Section{{Title: "T", Line: 1, EndLine: 9}}}
				for _, key := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"x", "y", "z", "zz"}), 0, 4, rapid.ID[string]).Draw(t, "keys") {
					d.Keywords = append(d.Keywords, Keyword{Key: key, Form: key, Kind: extract.Term, Role: extract.IsMention, Line: 1, Count: 1, Places: []Place{{Role: extract.IsMention, Line: 1, Count: 1}}})
				}
				documents[path] = d
			}
			return documents
		}
		apply(t, s, true, draw(rapid.IntRange(20, 60).Draw(t, "documents"), ""))
		apply(t, s, false, draw(rapid.IntRange(0, 30).Draw(t, "more documents"), "e/"))
		r, err := s.NewReader(NewHeads())
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		folders, err := r.Folders()
		if err != nil {
			t.Fatal(err)
		}
		show := func(branches []Branch) string {
			names := make(map[string]bool)
			for _, b := range branches {
				name := fmt.Sprint(b.Folder, " ", b.Files)
				if b.File != nil {
					name = b.File.Path
				}
				names[name] = true
			}
			return strings.Join(slices.Sorted(maps.Keys(names)), ", ")
		}
		for _, folder := range folders {
			keys, err := r.FoldedIn(folder.ID)
			if err != nil {
				t.Fatal(err)
			}
			at := 0
			err = r.EachBelow(folder.ID, keys, func(k *FoldedKey, got []Branch) error {
				want, err := r.Below(folder.ID, k.ID)
				if err != nil {
					return err
				}
				own, err := r.Own(folder.ID, k.ID)
				if err != nil {
					return err
				}
				for _, f := range own {
					want = append(want, Branch{File: f, Files: 1})
				}
				if *k != keys[at] || show(got) != show(want) || len(got) != len(want) {
					return fmt.Errorf("%s below %s: %s, want %s", k.Key, folder.Path, show(got), show(want))
				}
				at++
				return nil
			})
			if err != nil || at != len(keys) {
				t.Fatal(at, len(keys), err)
			}
		}
	})
}
