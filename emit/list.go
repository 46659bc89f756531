package emit

import (
	"errors"
	"strings"
	"unicode/utf8"

	"kwic/store"
)

// splitOver is the length, in bytes, beyond which the entries of a page are
// split by a longer prefix. No page may be over 256 KB; a shorter one loads at
// once and costs less to write again when one of its entries changes.
const splitOver = 96 << 10

// list is a unit of pages whose entries are ordered by a key: a letter of the
// keyword index, a folder's files, a folder's subtree index. It stands on one
// page as long as it fits; a longer one becomes a page that lists the next
// longer prefixes, each of which is again a page or a list. How it is split
// depends on its entries alone, never on how it was split before:
//
//	a page holds the entries of a prefix  <=>  they are at most splitOver bytes,
//	                                           and those of every shorter prefix are more
//
// An entry whose key is the whole prefix of a split page stands on that page.
type list struct {
	unit string // names the list among the pages on record
	kind string
	root string // the prefix that all keys share
	page func(prefix string) string
	// entries calls do for all entries whose key starts with prefix, in order.
	// The body is valid during the call only.
	entries func(prefix string, do func(key string, body []byte) error) error
	// next returns what can follow a prefix, one character each, in order.
	next func(prefix string) ([]string, error)
	// head writes what stands before the entries, marker line included.
	head func(b []byte, prefix string) []byte
	// label names a prefix in the list of prefixes.
	label func(prefix string) string
	// group names the heading over a prefix in that list; nil for no headings.
	group func(prefix string) string
	emit  emitFunc
}

// emitFunc takes a rendered page. The content is the callee's.
type emitFunc func(page store.Page, content []byte) error

var errLong = errors.New("entries do not fit a page")

// render writes the pages of a prefix and below. It returns how many bytes
// their entries take; with 0 there is no page.
func (l *list) render(prefix string) (int64, error) {
	var body []byte
	exact, longer := 0, false // entries whose key is the prefix itself come first
	err := l.entries(prefix, func(key string, entry []byte) error {
		body = append(body, entry...)
		if key != prefix {
			longer = true
		} else if !longer {
			exact = len(body)
		}
		if len(body) > splitOver && longer {
			return errLong
		}
		return nil
	})
	switch {
	case errors.Is(err, errLong):
		return l.renderSplit(prefix, body[:exact])
	case err != nil || len(body) == 0:
		return 0, err
	}
	content := append(l.head(nil, prefix), body...)
	return int64(len(body)), l.emit(store.Page{Path: l.page(prefix), Kind: l.kind, Unit: l.unit, Prefix: prefix, Bytes: int64(len(body))}, content)
}

func (l *list) renderSplit(prefix string, exact []byte) (int64, error) {
	next, err := l.next(prefix)
	if err != nil {
		return 0, err
	}
	total := int64(len(exact))
	kept := next[:0]
	for _, more := range next {
		n, err := l.render(prefix + more)
		if err != nil {
			return 0, err
		}
		if n > 0 {
			kept = append(kept, more)
		}
		total += n
	}
	return total, l.emitSplit(prefix, kept, exact)
}

func (l *list) emitSplit(prefix string, next []string, exact []byte) error {
	own := l.page(prefix)
	content := l.head(nil, prefix)
	content = append(content, exact...)
	if len(exact) > 0 {
		content = append(content, '\n')
	}
	group := ""
	for _, more := range next {
		if l.group != nil && prefix == l.root && l.group(prefix+more) != group {
			group = l.group(prefix + more)
			content = appendLetterHeading(content, group)
		}
		content = append(content, "- ["...)
		content = appendText(content, l.label(prefix+more))
		content = append(content, "…]("...)
		content = appendPageLink(content, own, l.page(prefix+more))
		content = append(content, ")\n"...)
	}
	return l.emit(store.Page{Path: own, Kind: l.kind, Unit: l.unit, Prefix: prefix, Split: true, Bytes: int64(len(exact))}, content)
}

// update writes the pages of the list again that show any of the stale keys,
// given its pages on record. It returns the pages that are no more.
func (l *list) update(stale []string, pages []store.Page) (gone []string, err error) {
	tree := make(map[string]*store.Page, len(pages))
	for i := range pages {
		tree[pages[i].Prefix] = &pages[i]
	}
	if parts, ok := l.stalePages(stale, tree); ok {
		done, err := l.updateParts(parts, tree)
		if err != nil || done {
			return nil, err
		}
	}
	// Pages come, go, split or join: the whole list is written anew. What comes
	// out the same is not written again.
	return l.renderWhole(pages)
}

// renderWhole writes all pages of the list and returns those of the given ones
// that are no more.
func (l *list) renderWhole(pages []store.Page) (gone []string, err error) {
	written := make(map[string]bool)
	whole := *l
	whole.emit = func(p store.Page, content []byte) error {
		written[p.Path] = true
		return l.emit(p, content)
	}
	if _, err := whole.render(l.root); err != nil {
		return nil, err
	}
	for i := range pages {
		if !written[pages[i].Path] {
			gone = append(gone, pages[i].Path)
		}
	}
	return gone, nil
}

// stalePages returns the prefixes of the pages that hold the given keys, or
// would hold them, or false where one of the keys stands above a list of
// prefixes.
func (l *list) stalePages(stale []string, tree map[string]*store.Page) (map[string]bool, bool) {
	parts := make(map[string]bool)
	for _, key := range stale {
		at := l.root
		for tree[at] != nil && tree[at].Split {
			if key == at {
				return nil, false
			}
			_, n := utf8.DecodeRuneInString(key[len(at):])
			at = key[:len(at)+n]
		}
		parts[at] = true
	}
	return parts, true
}

// updateParts renders single pages. It reports false, having written nothing
// wrong, where the list must be split in another way.
func (l *list) updateParts(parts map[string]bool, tree map[string]*store.Page) (bool, error) {
	type result struct {
		page    store.Page
		content []byte
	}
	var results []result
	probe := *l
	probe.emit = func(p store.Page, content []byte) error {
		results = append(results, result{p, content})
		return nil
	}
	for prefix := range parts {
		before := len(results)
		n, err := probe.render(prefix)
		if err != nil {
			return false, err
		}
		if tree[prefix] == nil && n == 0 {
			continue // neither was there an entry, nor is there one
		}
		if tree[prefix] == nil || n == 0 || len(results) != before+1 || results[before].page.Split {
			return false, nil
		}
		tree[prefix].Bytes = n
	}
	for prefix, p := range tree {
		if p.Split && l.total(prefix, tree) <= splitOver {
			return false, nil
		}
	}
	for _, r := range results {
		if err := l.emit(r.page, r.content); err != nil {
			return false, err
		}
	}
	return true, nil
}

// total returns the length of all entries of a prefix.
func (l *list) total(prefix string, tree map[string]*store.Page) int64 {
	var n int64
	for at, p := range tree {
		if strings.HasPrefix(at, prefix) {
			n += p.Bytes
		}
	}
	return n
}

// nextRunes returns what can follow a prefix in names, one character each;
// names that start alike stand together.
func nextRunes(names []string, prefix string) []string {
	var next []string
	for _, name := range names {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok || rest == "" {
			continue
		}
		_, n := utf8.DecodeRuneInString(rest)
		if len(next) == 0 || next[len(next)-1] != rest[:n] {
			next = append(next, rest[:n])
		}
	}
	return next
}
