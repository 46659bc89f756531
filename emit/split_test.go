package emit

import (
	"fmt"
	"strings"
	"testing"

	"kwic/store"

	"pgregory.net/rapid"
)

// renderAsDefined writes the pages of entries that are all at hand: it is what type
// list says of them, word for word.
func renderAsDefined(l *list, prefix string, entries []entry) error {
	if len(entries) == 0 {
		return nil
	}
	shared := sharedPrefix(entries[0].key, entries[len(entries)-1].key)
	var parts []part
	small := 0
	for from := 0; from < len(entries); {
		p := part{prefix: longer(shared, entries[from].key)}
		for ; from < len(entries) && longer(shared, entries[from].key) == p.prefix; from++ {
			p.entries = append(p.entries, entries[from])
		}
		parts = append(parts, p)
		if n := length(p.entries); p.prefix == shared || n < smallUnder {
			small += n
		}
	}
	if length(entries) <= splitOver || len(parts) == 1 {
		return l.emitPage(prefix, entries, nil, false)
	}
	var own []entry
	var links []string
	for _, p := range parts {
		if p.prefix == shared || length(p.entries) < smallUnder && small <= splitOver {
			own = append(own, p.entries...)
			continue
		}
		links = append(links, p.prefix)
		if err := renderAsDefined(l, p.prefix, p.entries); err != nil {
			return err
		}
	}
	return l.emitPage(prefix, own, links, true)
}

// What is cut from left to right is what the definition says.
func TestSplit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawShelf(t, rapid.SampledFrom([]string{"", "a"}).Draw(t, "root"))
		if rapid.Bool().Draw(t, "crowded") { // more small parts than have room on one page
			at := rapid.SampledFrom([]string{"", "a", "common"}).Draw(t, "at")
			for i := range rapid.IntRange(1, 60).Draw(t, "small") {
				key := at + string(rune('k'+i))
				s[key] = fmt.Sprintf("- %s %s\n", key, strings.Repeat("x", rapid.IntRange(100, smallUnder).Draw(t, "size")))
			}
		}
		// Keys that stand several times are one part.
		var all []entry
		want, got := make(map[string]madePage), make(map[string]madePage)
		repeat := rapid.IntRange(1, 3).Draw(t, "repeat")
		repeated := func(into map[string]madePage) *list {
			l := s.list(into)
			once := l.entries
			l.entries = func(prefix string, do func(entry) error) error {
				return once(prefix, func(e entry) error {
					for i := range repeat {
						if err := do(entry{key: e.key, body: fmt.Appendf(nil, "%d%s", i, e.body)}); err != nil {
							return err
						}
					}
					return nil
				})
			}
			return l
		}
		if err := repeated(nil).entries("", func(e entry) error { all = append(all, e); return nil }); err != nil {
			t.Fatal(err)
		}
		if err := renderAsDefined(repeated(want), "", all); err != nil {
			t.Fatal(err)
		}
		if err := repeated(got).render(); err != nil {
			t.Fatal(err)
		}
		comparePages(t, "split", got, want)
	})
}

// Of a long list little is held at a time: what may still share a page.
func TestSplitHoldsLittle(t *testing.T) {
	t.Parallel()
	l := shelf{}.list(make(map[string]madePage))
	pages := 0
	body := []byte("- " + strings.Repeat("x", 997) + "\n")
	s := splitter{list: l}
	most := 0
	l.emit = func(store.Page, []byte) error { pages++; return nil }
	for i := range 200_000 { // 200 MB
		if err := s.add(entry{key: fmt.Sprintf("%06d", i), body: body}); err != nil {
			t.Fatal(err)
		}
		held := 0
		for _, n := range s.open {
			held += length(n.entries())
		}
		most = max(most, held)
	}
	if err := s.finish(); err != nil {
		t.Fatal(err)
	}
	if pages < 1000 || most > 3*splitOver {
		t.Errorf("%d pages; at most %d bytes were held", pages, most)
	}
}
