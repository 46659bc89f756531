package store

import (
	"slices"
	"strings"
	"testing"

	"kwic/scan/extract"

	"pgregory.net/rapid"
)

// Anchors come back, in Go and in the views, whether or not the title gives them.
func TestAnchorsComeBack(t *testing.T) {
	s := openTest(t)
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.StringOf(rapid.RuneFrom([]rune("AbZ 0-_().:,/`'\"\x00\x01\x7fÄİß"))).Draw(t, "title")
		anchor := rapid.SampledFrom([]string{"", "a", "Ä"}).Draw(t, "anchor")
		if plain, is := plainAnchor(title); is && rapid.Bool().Draw(t, "plain") {
			anchor = plain
		}
		d := &Document{Lines: 1, Sections: []Section{{Parent: -1, Title: title, Anchor: anchor, Line: 1, EndLine: 1}}}
		apply(t, s, true, map[string]*Document{"a.md": d})
		u, err := s.Begin(false)
		if err != nil {
			t.Fatal(err)
		}
		defer u.Rollback()
		if d, err = u.Document("a.md"); err != nil || d.Sections[0].Anchor != anchor {
			t.Errorf("%q of %q comes back as %q: %v", anchor, title, d.Sections[0].Anchor, err)
		}
		if r, _, err := s.write.first(`SELECT anchor FROM sections`); err != nil || r.text(0) != anchor {
			t.Errorf("%q of %q is %q in the view: %v", anchor, title, r.text(0), err)
		}
	})
}

// Links are kept as they were written, the usual ways without their text.
func TestLinksComeBack(t *testing.T) {
	ways := []struct {
		destination string
		short       bool
	}{
		{"d.md", true}, {"./d.md", true}, {"d.md#x", true}, {"#x", true}, {"../b/d.md#x", true}, {"../../a/b/d.md", true}, {"/a/b/d.md#x", true},
		{"/e.md", true}, {"../../e.md", true}, {"https://example.org/a#x", true}, {"./#x", false}, {"../b/../b/d.md", false}, {"d%2emd", false},
		{"../../../e.md", true}, {".//d.md", false}, {"//example.org/x", false}, {"", false}}
	for _, one := range ways {
		_, _, written := packLink("a/b/c.md", &extract.Link{Destination: one.destination})
		if _, long := written.(string); long == one.short {
			t.Errorf("%q is written as %#v", one.destination, written)
		}
	}
	s := openTest(t)
	rapid.Check(t, func(t *rapid.T) {
		d := &Document{Lines: 1, Sections: []Section{{Parent: -1, Line: 1, EndLine: 1}}}
		for range rapid.IntRange(0, 5).Draw(t, "links") {
			d.Links = append(d.Links, extract.Link{Line: 1, Destination: rapid.SampledFrom(ways).Draw(t, "way").destination})
		}
		file := rapid.SampledFrom([]string{"c.md", "a/c.md", "a/b/c.md", "x/y/z/c.md"}).Draw(t, "file")
		apply(t, s, true, map[string]*Document{file: d})
		if links, err := s.write.links(1, file); err != nil || !slices.Equal(links, d.Links) {
			t.Errorf("%v come back as %v: %v", d.Links, links, err)
		}
	})
}

// Pages are found by their unit, whether or not their rows name it.
func TestUnitsComeBack(t *testing.T) {
	s := openTest(t)
	pages := []Page{
		{Path: "files/a.md_kw.md", Kind: "file", Unit: "file a.md"}, {Path: "files/a.md_kw--m.md", Kind: "file", Unit: "file a.md", Prefix: "m"},
		{Path: "files/b--1234_kw.md", Kind: "file", Unit: "file b.md"}, {Path: "files/a/index.md", Kind: "folder", Unit: "folder a"},
		{Path: "files/c_kw.md", Kind: "subtree", Unit: "subtree x"}, {Path: "index.md", Kind: "landing", Unit: "landing"},
	}
	rendered := func(do func(*Page) error) error {
		for i := range pages {
			if err := do(&pages[i]); err != nil {
				return err
			}
		}
		return nil
	}
	if err := s.FinishPages(&PagesDone{Rendered: rendered}); err != nil {
		t.Fatal(err)
	}
	for _, unit := range []string{"file a.md", "file b.md", "file b--1234", "file c", "folder a", "subtree x", "landing"} {
		got, err := s.PagesOf(unit)
		want := slices.DeleteFunc(slices.Clone(pages), func(p Page) bool { return p.Unit != unit })
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s has %v, not %v: %v", unit, got, want, err)
		}
	}
	all, err := s.PagesOf("")
	slices.SortFunc(all, func(a, b Page) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(pages, func(a, b Page) int { return strings.Compare(a.Path, b.Path) })
	if err != nil || !slices.Equal(all, pages) {
		t.Errorf("all pages are %v: %v", all, err)
	}
}

// A target is there as long as a link leads to it.
func TestTargets(t *testing.T) {
	s := openTest(t)
	rapid.Check(t, func(t *rapid.T) {
		documents := make(map[string]*Document)
		for _, path := range []string{"a.md", "b.md", "c/d.md"} {
			if !rapid.Bool().Draw(t, "changes") {
				continue
			}
			documents[path] = nil
			if rapid.Bool().Draw(t, "stays") {
				d := &Document{Lines: 1, Sections: []Section{{Parent: -1, Line: 1, EndLine: 1}}}
				for _, to := range rapid.SliceOf(rapid.SampledFrom([]string{"x.md", "/x.md", "/y.md", "https://example.org/"})).Draw(t, "links") {
					d.Links = append(d.Links, extract.Link{Line: 1, Destination: to})
				}
				documents[path] = d
			}
		}
		apply(t, s, false, documents)
		kept, err := s.write.strings(`SELECT target FROM target ORDER BY target`)
		if err != nil {
			t.Fatal(err)
		}
		linked, err := s.write.strings(`SELECT DISTINCT target FROM links ORDER BY target`)
		if err != nil || !slices.Equal(kept, linked) {
			t.Errorf("%q are kept, %q are linked: %v", kept, linked, err)
		}
	})
}
