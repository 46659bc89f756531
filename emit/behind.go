package emit

import (
	"slices"
	"strings"

	"kwic/store"
)

// Behind says which stale entries a page may have to follow.
type Behind struct {
	letters map[string][]store.Stale // keywords by letter
	folders map[string][]store.Stale // keywords of subtree indexes by folder
	entries map[string][]store.Stale // the same by folder and key
	names   map[string][]store.Stale // what is in folders, by folder
	files   map[string][]store.Stale // files by path
}

// NewBehind sorts stale entries by the pages that show them. Those that stand for
// all pages are left out.
func NewBehind(stale []store.Stale) *Behind {
	b := &Behind{
		letters: make(map[string][]store.Stale), folders: make(map[string][]store.Stale), entries: make(map[string][]store.Stale),
		names: make(map[string][]store.Stale), files: make(map[string][]store.Stale),
	}
	for _, s := range stale {
		switch s.Kind {
		case store.StaleKeyword:
			b.letters[letterOf(s.Name)] = append(b.letters[letterOf(s.Name)], s)
		case store.StaleSubtree:
			b.folders[s.Folder] = append(b.folders[s.Folder], s)
			entry := s.Folder + "\x00" + s.Name
			b.entries[entry] = append(b.entries[entry], s)
		case store.StaleFolder:
			b.names[s.Folder] = append(b.names[s.Folder], s)
		case store.StaleFile:
			b.files[s.Name] = append(b.files[s.Name], s)
		}
	}
	for _, groups := range []map[string][]store.Stale{b.letters, b.folders} {
		for _, group := range groups {
			slices.SortFunc(group, func(x, y store.Stale) int { return strings.Compare(x.Name, y.Name) })
		}
	}
	return b
}

// Page returns the entries that belong to a page's part of its list. The slice is
// not the caller's to change.
func (b *Behind) Page(page *store.Page) []store.Stale {
	kind, name, _ := strings.Cut(page.Unit, " ")
	switch kind {
	case "keywords", "rare":
		return withPrefix(b.letters[name], page.Prefix)
	case "subtree":
		return withPrefix(b.folders[name], page.Prefix)
	case "entry":
		return b.entries[name]
	case "folder":
		var all []store.Stale
		for _, s := range b.names[name] {
			if strings.HasPrefix(strings.ToLower(s.Name), page.Prefix) {
				all = append(all, s)
			}
		}
		return all
	case "file":
		return b.files[name]
	}
	return nil
}

// withPrefix returns the part of a group, sorted by name, whose names begin so.
func withPrefix(group []store.Stale, prefix string) []store.Stale {
	from, _ := slices.BinarySearchFunc(group, prefix, func(s store.Stale, prefix string) int { return strings.Compare(s.Name, prefix) })
	to := from
	for to < len(group) && strings.HasPrefix(group[to].Name, prefix) {
		to++
	}
	return group[from:to:to]
}

// DocumentOf returns the document whose own page a page is, or a part of it.
func DocumentOf(page *store.Page) (document string, own bool) {
	return strings.CutPrefix(page.Unit, fileUnit(""))
}

// DocumentAt returns the document whose own page on a site stands at a path below
// the output folder, as far as its name tells.
func DocumentAt(siteName, page string) (document string, own bool) {
	stem, file := strings.CutPrefix(page, filesFolder+"/")
	document, own = strings.CutSuffix(stem, "_kw.md")
	return document, file && own && siteOf(siteName).place(filePage(document, 0)) == page
}
