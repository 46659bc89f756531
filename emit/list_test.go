package emit

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"kwic/store"

	"pgregory.net/rapid"
)

// shelf is a list in memory: bodies by key.
type shelf map[string]string

// madePage is a page that a list emitted.
type madePage struct {
	page    store.Page
	content string
}

// list returns the list over the entries that the shelf holds now.
func (s shelf) list(into map[string]madePage) *list {
	keys := slices.Sorted(maps.Keys(s))
	return &list{
		unit: "shelf", kind: Folder,
		page: func(prefix string) string { return "p/" + spell(prefix) + ".md" },
		entries: func(prefix string, do func(entry) error) error {
			for _, key := range keys {
				if strings.HasPrefix(key, prefix) {
					if err := do(entry{key: key, body: []byte(s[key])}); err != nil {
						return err
					}
				}
			}
			return nil
		},
		next: func(prefix string) ([]string, error) { return nextRunes(keys, prefix), nil },
		head: func(b []byte, prefix string) []byte { return append(b, "# "+prefix+"\n\n"...) },
		emit: func(p store.Page, content []byte) error {
			into[p.Path] = madePage{p, string(content)}
			return nil
		},
	}
}

func drawShelf(t *rapid.T, root string) shelf {
	s := make(shelf)
	s.draw(t, root, rapid.IntRange(0, 30).Draw(t, "entries"))
	return s
}

// draw puts entries in: many keys share long starts, and sizes lie around the
// bounds at which lists split.
func (s shelf) draw(t *rapid.T, root string, n int) (touched []string) {
	for i := range n {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "é", "common", "-"}), 0, 4).Draw(t, fmt.Sprint("key ", i))
		key := root + strings.Join(parts, "")
		size := rapid.SampledFrom([]int{10, 1000, smallUnder - 200, smallUnder + 200, 60 << 10, 100 << 10, 180 << 10}).Draw(t, fmt.Sprint("size ", i))
		s[key] = fmt.Sprintf("- %s %s\n", key, strings.Repeat(string(rune('a'+i%26)), size))
		touched = append(touched, key)
	}
	return touched
}

func (s shelf) rendered(t *rapid.T) map[string]madePage {
	pages := make(map[string]madePage)
	if err := s.list(pages).render(); err != nil {
		t.Fatal(err)
	}
	return pages
}

func comparePages(t *rapid.T, what string, got, want map[string]madePage) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if g, there := got[name]; !there {
			t.Errorf("%s: page %q is missing", what, name)
		} else if g != want[name] {
			t.Errorf("%s: page %q is %+v with %d bytes, not %+v with %d", what, name, g.page, len(g.content), want[name].page, len(want[name].content))
		}
	}
	for name := range got {
		if _, there := want[name]; !there {
			t.Errorf("%s: page %q should not be there", what, name)
		}
	}
}

// Every entry stands on one page, every page but the first is linked once, and
// none is too large.
func TestListIsWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		root := rapid.SampledFrom([]string{"", "a"}).Draw(t, "root")
		s := drawShelf(t, root)
		pages := s.rendered(t)
		shown, linked := make(map[string]int), make(map[string]int)
		for name, p := range pages {
			if len(p.content) > 256<<10 {
				t.Errorf("page %q has %d bytes", name, len(p.content))
			}
			for _, line := range strings.SplitAfter(p.content, "\n") {
				if _, to, isLink := strings.Cut(line, "…]("); isLink {
					linked["p/"+strings.TrimSuffix(to, ")\n")]++
				} else if strings.HasPrefix(line, "- ") {
					shown[line]++
				}
			}
		}
		for key, body := range s {
			if shown[body] != 1 {
				t.Errorf("entry %q stands %d times", key, shown[body])
			}
		}
		for name, p := range pages {
			if want := min(1, len(p.page.Prefix)); linked[name] != want {
				t.Errorf("page %q is linked %d times", name, linked[name])
			}
		}
		for name := range linked {
			if _, there := pages[name]; !there {
				t.Errorf("a link leads to %q, which is no page", name)
			}
		}
	})
}

// Bringing the pages of a list up to date gives what rendering it anew gives.
func TestListUpdate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		root := rapid.SampledFrom([]string{"", "a"}).Draw(t, "root")
		s := drawShelf(t, root)
		pages := s.rendered(t)
		for step := range rapid.IntRange(1, 3).Draw(t, "steps") {
			stale := s.draw(t, root, rapid.IntRange(0, 4).Draw(t, "added"))
			if keys := slices.Sorted(maps.Keys(s)); len(keys) > 0 {
				for _, key := range rapid.SliceOfN(rapid.SampledFrom(keys), 0, 6).Draw(t, "removed") {
					delete(s, key)
					stale = append(stale, key)
				}
			}
			var record []store.Page
			for _, p := range pages {
				record = append(record, p.page)
			}
			gone, err := s.list(pages).update(stale, record)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range gone {
				delete(pages, name)
			}
			comparePages(t, fmt.Sprint("step ", step), pages, s.rendered(t))
		}
	})
}

// Whether a list is split as it should be, is told by the sums of what lies below
// each of its pages.
func TestSound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		tree := make(map[string]*store.Page)
		for range rapid.IntRange(0, 12).Draw(t, "pages") {
			prefix := rapid.StringOfN(rapid.RuneFrom([]rune("abé")), 0, 3, -1).Draw(t, "prefix")
			tree[prefix] = &store.Page{Split: rapid.Bool().Draw(t, "split"), Bytes: rapid.SampledFrom([]int64{0, smallUnder / 2, smallUnder, splitOver / 2, splitOver, 2 * splitOver}).Draw(t, "bytes")}
		}
		want := true
		for prefix, p := range tree {
			total := int64(0)
			for at, below := range tree {
				if strings.HasPrefix(at, prefix) {
					total += below.Bytes
				}
			}
			if p.Split && total <= splitOver || prefix != "" && total < smallUnder {
				want = false
			}
		}
		if got := (&list{}).sound(tree); got != want {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// An edit within a part of a long list renders that part alone.
func TestListUpdateIsLocal(t *testing.T) {
	t.Parallel()
	s := make(shelf)
	for i := range 4000 {
		key := fmt.Sprintf("note-%04d", i)
		s[key] = fmt.Sprintf("- %s %s\n", key, strings.Repeat("x", 200))
	}
	pages := make(map[string]madePage)
	if err := s.list(pages).render(); err != nil {
		t.Fatal(err)
	}
	var record []store.Page
	for _, p := range pages {
		record = append(record, p.page)
	}
	s["note-1234"] = "- note-1234 changed\n"
	written := make(map[string]madePage)
	gone, err := s.list(written).update([]string{"note-1234"}, record)
	if err != nil || len(gone) > 0 || len(written) != 1 {
		t.Errorf("%d of %d pages were written, %v are gone: %v", len(written), len(pages), gone, err)
	}
	if len(pages) < 4 || len(pages) > 60 {
		t.Errorf("the list has %d pages", len(pages))
	}
}
