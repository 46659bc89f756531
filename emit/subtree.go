package emit

import (
	"slices"
	"sort"
	"strings"

	"kwic/store"
)

// subtreeUnit names the list of a folder's subtree index.
func subtreeUnit(folder string) string { return "subtree " + folder }

// entryUnit names the list of an entry that is too long for a page.
func entryUnit(folder, key string) string { return "entry " + folder + "\x00" + key }

// subtreeList is the subtree index of a folder: for the keywords that the
// keyword index folds, the folder's own files and its subfolders.
func (re *renderer) subtreeList(folder store.Folder, emit emitFunc) (*list, error) {
	keys, err := re.reader.FoldedIn(folder.ID)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(keys))
	for i := range keys {
		names[i] = keys[i].Key
	}
	l := &list{unit: subtreeUnit(folder.Path), kind: Subtree, emit: emit, site: re.site}
	l.page = func(prefix string) string { return subtreePage(folder.Path, prefix) }
	l.entries = func(prefix string, do func(entry) error) error {
		var body []byte
		return re.reader.EachBelow(folder.ID, foldedWith(keys, prefix), func(k *store.FoldedKey, branches []store.Branch) (err error) {
			if body, err = re.subtreeEntry(body[:0], folder, k, branches, l.page(prefix), l); err != nil {
				return err
			}
			return do(entry{k.Key, letterGroup(k.Key), body})
		})
	}
	l.next = func(prefix string) ([]string, error) { return nextRunes(names, prefix), nil }
	l.group = letterGroup
	l.head = func(b []byte, prefix string) []byte {
		title := append([]byte("Keywords below "), appendCode(nil, folderLabel(folder.Path))...)
		if prefix != "" {
			title = append(appendCode(append(title, ", "...), prefix), "…"...)
		}
		b = re.begin(b, string(title))
		own := l.page(prefix)
		sep := ""
		if re.has(Folder) {
			b = re.appendLink(b, "Folder", own, folderPage(folder.Path, ""))
			sep = " · "
		}
		if prefix != "" {
			b = re.appendLink(append(b, sep...), "all keywords below it", own, l.page(""))
			sep = " · "
		}
		if re.has(Landing) {
			b = re.appendLink(append(b, sep...), "all letters", own, landingPage)
			sep = " · "
		}
		if sep != "" {
			b = append(b, "\n\n"...)
		}
		b = append(b, "Keywords of many files: the folder's own files, and its subfolders with the number of files that use the keyword.\n"...)
		return re.dressHead(b, re.Marker)
	}
	return l, nil
}

// foldedWith returns those of sorted keys that begin with a prefix.
func foldedWith(keys []store.FoldedKey, prefix string) []store.FoldedKey {
	from := sort.Search(len(keys), func(i int) bool { return keys[i].Key >= prefix })
	n := sort.Search(len(keys)-from, func(i int) bool { return !strings.HasPrefix(keys[from+i].Key, prefix) })
	return keys[from : from+n]
}

// letterGroup puts a key under its letter, symbols first. Links lead to the
// heading.
func letterGroup(key string) group {
	letter := letterOf(key)
	if letter == symbols {
		return group{"", "Symbols"}
	}
	if letter < "\x80" {
		return group{letterRank(letter), strings.ToUpper(letter)}
	}
	return group{letterRank(letter), letter} // upper case could be two letters, and another anchor
}

// appendLetterAnchor leads to the letter of a key on a subtree index, where the
// host is known to give its heading an anchor.
func (re *renderer) appendLetterAnchor(b []byte, key string) []byte {
	anchor := re.Anchor(letterGroup(key).title)
	if anchor == "" {
		return b
	}
	return appendURL(append(b, '#'), anchor)
}

// subtreeEntry lists what lies directly below a folder for one keyword. A list
// too long for a page gets pages of its own.
func (re *renderer) subtreeEntry(b []byte, folder store.Folder, k *store.FoldedKey, branches []store.Branch, page string, l *list) (_ []byte, err error) {
	sortBranches(branches)
	b = append(appendForm(append(b, "- **"...), k.Form), "**: "...)
	start := len(b)
	for i, branch := range branches {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = re.appendBranch(b, page, k.Key, branch)
		if len(b)-start > splitOver/2 {
			b, err = re.longEntry(b[:start], folder, k, branches, page, l)
			break
		}
	}
	return append(b, '\n'), err
}

// longEntry splits one entry by the names of what it lists, and leaves a link.
func (re *renderer) longEntry(b []byte, folder store.Folder, k *store.FoldedKey, branches []store.Branch, page string, l *list) ([]byte, error) {
	name := func(branch store.Branch) string {
		return strings.ToLower(strings.TrimPrefix(branchPath(branch), folder.Path+"/"))
	}
	slices.SortStableFunc(branches, func(a, b store.Branch) int { return strings.Compare(name(a), name(b)) })
	names := make([]string, len(branches))
	for i, branch := range branches {
		names[i] = name(branch)
	}
	part := &list{unit: entryUnit(folder.Path, k.Key), kind: Subtree, emit: l.emit, site: re.site}
	part.page = func(prefix string) string { return entryPage(folder.Path, k.Key, prefix) }
	part.head = func(b []byte, prefix string) []byte {
		title := appendForm(nil, k.Form)
		title = appendCode(append(title, " below "...), folderLabel(folder.Path))
		if prefix != "" {
			title = append(appendCode(append(title, ", "...), prefix), "…"...)
		}
		b = re.begin(b, string(title))
		own := part.page(prefix)
		if prefix != "" {
			b = append(re.appendLink(b, "All names", own, part.page("")), " · "...)
		}
		b = append(re.appendLink(b, "keywords below the folder", own, subtreePage(folder.Path, "")), "\n\n"...)
		return re.dressHead(b, re.Marker)
	}
	part.entries = func(prefix string, do func(entry) error) error {
		var body []byte
		for i, branch := range branches {
			if at := names[i]; strings.HasPrefix(at, prefix) {
				body = re.appendBranch(append(body[:0], "- "...), part.page(prefix), k.Key, branch)
				if err := do(entry{key: at, body: append(body, '\n')}); err != nil {
					return err
				}
			}
		}
		return nil
	}
	part.next = func(prefix string) ([]string, error) { return nextRunes(names, prefix), nil }
	if err := part.render(); err != nil {
		return b, err
	}
	return re.appendLink(b, "by name", page, part.page("")), nil
}
