package emit

import (
	"bytes"
	"cmp"
	"errors"
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"kwic/store"
)

// Sizes of pages, in bytes of their entries. No page may be over 256 KB, with
// what stands around the entries.
const (
	splitOver  = 192 << 10 // more entries than that are split by a longer prefix
	smallUnder = 16 << 10  // fewer than that are no page of their own, if the page above has room
)

// list is a unit of pages whose entries are ordered by a key: a letter of the
// keyword index, a folder's files, a folder's subtree index. It stands on one
// page as long as it fits; a longer one is split by prefixes. How it is split
// depends on its entries alone, never on how it was split before:
//
//   - the entries of a prefix stand on one page if they are at most splitOver;
//   - else those that share one more character than all of them do form a part
//     each. The small parts stay on the prefix's page, as long as all of them
//     fit; every other part is treated in the same way, and the prefix's page
//     links it;
//   - an entry whose key is what all keys share stands on the prefix's page.
type list struct {
	unit string // names the list among the pages on record
	kind string
	page func(prefix string) string
	// entries calls do for all entries whose key starts with prefix, in order
	// of the keys. The body is valid during the call only.
	entries func(prefix string, do func(entry) error) error
	// next returns what follows a prefix in the keys of entries, one character
	// each, in order.
	next func(prefix string) ([]string, error)
	// head writes what stands before the entries, marker line included.
	head func(b []byte, prefix string) []byte
	// group is the heading under which a part is linked; nil for none.
	group func(prefix string) group
	emit  emitFunc
	site  site
}

// entry is one entry of a list.
type entry struct {
	key   string
	group group
	body  []byte // whole lines
}

// group is a heading over entries of a page, in the order of rank; one without
// a title has no heading.
type group struct{ rank, title string }

// emitFunc takes a rendered page. The content is the callee's.
type emitFunc func(page store.Page, content []byte) error

var errFull = errors.New("enough entries")

// render writes all pages of the list.
func (l *list) render() error { return l.renderPart("") }

// renderPart writes the pages of a prefix.
func (l *list) renderPart(prefix string) error {
	s := splitter{list: l, name: prefix}
	if err := l.entries(prefix, s.add); err != nil {
		return err
	}
	return s.finish()
}

// gather returns the entries of a prefix, or errFull where they take a page of their
// own.
func (l *list) gather(prefix string) ([]entry, error) {
	var entries []entry
	held := 0
	err := l.entries(prefix, func(e entry) error {
		e.body = slices.Clone(l.site.dress(e.body))
		if held += len(e.body); held >= smallUnder {
			return errFull
		}
		entries = append(entries, e)
		return nil
	})
	return entries, err
}

func length(entries []entry) int {
	n := 0
	for i := range entries {
		n += len(entries[i].body)
	}
	return n
}

// shared returns what all keys with a prefix share, what follows it, and the
// entries whose key it is.
func (l *list) shared(prefix string) (string, []string, []entry, error) {
	for {
		next, err := l.next(prefix)
		if err != nil {
			return "", nil, nil, err
		}
		own, err := l.exactly(prefix)
		if err != nil || len(next) != 1 || len(own) > 0 {
			return prefix, next, own, err
		}
		prefix += next[0]
	}
}

// exactly returns the entries whose key is the prefix itself.
func (l *list) exactly(prefix string) ([]entry, error) {
	var own []entry
	err := l.entries(prefix, func(e entry) error {
		if e.key != prefix {
			return errFull
		}
		e.body = slices.Clone(l.site.dress(e.body))
		own = append(own, e)
		return nil
	})
	if errors.Is(err, errFull) {
		err = nil
	}
	return own, err
}

// emitPage writes one page: entries and links to parts, under their headings.
func (l *list) emitPage(prefix string, entries []entry, links []string, split bool) error {
	own := l.page(prefix)
	page := store.Page{Path: own, Kind: l.kind, Unit: l.unit, Prefix: prefix, Split: split, Bytes: int64(length(entries))}
	items := make([]entry, 0, len(entries)+len(links))
	for _, at := range links {
		b := appendText([]byte("- ["), at)
		b = l.site.appendPageLink(append(b, "…]("...), own, l.page(at))
		link := entry{key: at, body: l.site.dress(append(b, ")\n"...))}
		if l.group != nil {
			link.group = l.group(at)
		}
		items = append(items, link)
	}
	items = append(items, entries...)
	sortItems(items)
	content := append(make([]byte, 0, length(items)+2<<10), l.head(nil, prefix)...)
	title := ""
	for i := range items {
		if t := items[i].group.title; t != title {
			title = t
			content = append(append(append(content, "\n## "...), t...), "\n\n"...)
		}
		content = append(content, items[i].body...)
	}
	return l.emit(page, content)
}

// sortItems orders what stands on a page by groups, and in each as readers
// expect it.
func sortItems(items []entry) {
	o := newOrder()
	keys := make([][]byte, len(items))
	places := make([]int, len(items))
	for i := range items {
		keys[i], places[i] = o.sortKey(items[i].key), i
	}
	slices.SortFunc(places, func(i, j int) int {
		a, b := &items[i], &items[j]
		return cmp.Or(strings.Compare(a.group.rank, b.group.rank), bytes.Compare(keys[i], keys[j]), strings.Compare(a.key, b.key), cmp.Compare(i, j))
	})
	sorted := make([]entry, len(items))
	for to, from := range places {
		sorted[to] = items[from]
	}
	copy(items, sorted)
}

// update writes the pages of the list again that show any of the stale keys,
// given its pages on record. It returns the pages that are no more.
func (l *list) update(stale []string, pages []store.Page) (gone []string, err error) {
	tree := make(map[string]*store.Page, len(pages))
	for i := range pages {
		tree[pages[i].Prefix] = &pages[i]
	}
	parts := make(map[string]bool)
	for _, key := range stale {
		at := key
		for at != "" && tree[at] == nil {
			_, n := utf8.DecodeLastRuneInString(at)
			at = at[:len(at)-n]
		}
		parts[at] = true
	}
	done, err := l.updateParts(parts, tree)
	if err != nil || done {
		return nil, err
	}
	// Pages come, go, split or join: the whole list is rendered. What comes out
	// the same is not written again.
	return l.renderWhole(pages)
}

// renderWhole writes all pages of the list and returns those of the given ones
// that are no more.
func (l *list) renderWhole(pages []store.Page) (gone []string, err error) {
	written := make(map[string]bool)
	whole := *l
	whole.emit = func(p store.Page, content []byte) error {
		written[l.site.place(p.Path)] = true
		return l.emit(p, content)
	}
	if err := whole.render(); err != nil {
		return nil, err
	}
	for i := range pages {
		if !written[pages[i].Path] {
			gone = append(gone, pages[i].Path)
		}
	}
	return gone, nil
}

// updateParts renders single pages. It reports false, having written nothing,
// where the list may have to be split in another way.
func (l *list) updateParts(parts map[string]bool, tree map[string]*store.Page) (bool, error) {
	type result struct {
		page    store.Page
		content []byte
	}
	var results []result
	probe := *l
	probe.emit = func(p store.Page, content []byte) error {
		if !parts[p.Prefix] {
			return errFull // what stood on one page does not any more
		}
		results = append(results, result{p, content})
		return nil
	}
	for prefix := range parts {
		page := tree[prefix]
		before := len(results)
		fits, err := true, error(nil)
		switch {
		case page == nil:
			err := l.entries(prefix, func(entry) error { return errFull })
			if err != nil {
				return false, ignoreFull(err)
			}
			continue // neither was there a page, nor is there one
		case page.Split:
			fits, err = probe.updateSplit(prefix, tree)
		default:
			err = probe.renderPart(prefix)
		}
		if err != nil {
			return false, ignoreFull(err)
		}
		if !fits || len(results) != before+1 || results[before].page.Split != page.Split {
			return false, nil
		}
		page.Bytes = results[before].page.Bytes
	}
	if !l.sound(tree) {
		return false, nil
	}
	for _, r := range results {
		if err := l.emit(r.page, r.content); err != nil {
			return false, err
		}
	}
	return true, nil
}

func ignoreFull(err error) error {
	if errors.Is(err, errFull) {
		return nil
	}
	return err
}

// updateSplit renders the page of a split prefix with the parts that stand on
// it. It reports false where one of them must become a page.
func (l *list) updateSplit(prefix string, tree map[string]*store.Page) (bool, error) {
	shared, next, own, err := l.shared(prefix)
	if err != nil {
		return false, err
	}
	var links []string
	for _, more := range next {
		at := shared + more
		if tree[at] != nil {
			links = append(links, at)
			continue
		}
		entries, err := l.gather(at)
		if err != nil {
			return false, err
		}
		own = append(own, entries...)
	}
	if len(links) == 0 || length(own) > splitOver || !slices.Equal(links, partsBelow(prefix, tree)) {
		return false, nil
	}
	return true, l.emitPage(prefix, own, links, true)
}

// partsBelow returns the prefixes of the pages on record that the page of a
// prefix links, sorted.
func partsBelow(prefix string, tree map[string]*store.Page) []string {
	var parts []string
	for at := range tree {
		if len(at) <= len(prefix) || !strings.HasPrefix(at, prefix) {
			continue
		}
		above := at
		for above == at || tree[above] == nil && len(above) > len(prefix) {
			_, size := utf8.DecodeLastRuneInString(above)
			above = above[:len(above)-size]
		}
		if above == prefix {
			parts = append(parts, at)
		}
	}
	slices.Sort(parts)
	return parts
}

// sound reports whether the list is split as it should be, by the lengths of
// its pages, where every page is either as before or rendered by updateParts.
func (l *list) sound(tree map[string]*store.Page) bool {
	prefixes := slices.Sorted(maps.Keys(tree))
	before := make([]int64, 1, len(prefixes)+1) // lengths of all pages before each
	for i, prefix := range prefixes {
		before = append(before, before[i]+tree[prefix].Bytes)
	}
	for i, prefix := range prefixes {
		// Those that begin with it follow one another.
		n := sort.Search(len(prefixes)-i, func(n int) bool { return !strings.HasPrefix(prefixes[i+n], prefix) })
		total := before[i+n] - before[i]
		if tree[prefix].Split && total <= splitOver {
			return false
		}
		// A small page is right only where the page above had no room for it;
		// that is rare, and left to a full rendering.
		if prefix != "" && total < smallUnder {
			return false
		}
	}
	return true
}

// nextRunes returns what can follow a prefix in names, one character each, in
// order.
func nextRunes(names []string, prefix string) []string {
	var next []string
	for _, name := range names {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok || rest == "" {
			continue
		}
		_, n := utf8.DecodeRuneInString(rest)
		next = append(next, rest[:n])
	}
	slices.Sort(next)
	return slices.Compact(next)
}
