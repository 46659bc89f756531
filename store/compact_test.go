package store

import (
	"slices"
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
