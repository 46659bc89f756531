package emit

import (
	"slices"
	"strings"

	"kwic/store"
)

// plan makes tasks of the stale entries and of the pages that are missing or
// altered on disk.
func (r *Writer) plan(stale []store.Stale) error {
	p := &plan{letters: make(map[string]*letterKeys), subtrees: make(map[string][]string), folders: make(map[string][]string), files: make(map[string]bool), whole: make(map[string]bool)}
	for _, s := range stale {
		switch s.Kind {
		case store.StaleKeyword:
			keys := p.letter(letterOf(s.Name))
			if s.Folder != store.InRareList {
				keys.main = append(keys.main, s.Name)
			}
			if s.Folder != store.InList {
				keys.rare = append(keys.rare, s.Name)
			}
		case store.StaleSubtree:
			p.subtrees[s.Folder] = append(p.subtrees[s.Folder], s.Name)
		case store.StaleFolder:
			p.folders[s.Folder] = append(p.folders[s.Folder], strings.ToLower(s.Name))
		case store.StaleFile:
			p.files[s.Name] = true
		}
	}
	for page := range r.sink.output.dirty {
		on, found, err := r.store.PageAt(page)
		if err != nil {
			return err
		}
		if found {
			p.addUnit(on.Unit)
		}
	}
	r.addTasks(p)
	return nil
}

// plan is what is stale, by unit.
type plan struct {
	letters  map[string]*letterKeys
	subtrees map[string][]string // folder -> keys
	folders  map[string][]string // folder -> lower-case names
	files    map[string]bool
	whole    map[string]bool // units of which every page is rendered
}

// letterKeys are the stale keys of a letter's two lists.
type letterKeys struct{ main, rare []string }

func (k *letterKeys) of(rare bool) []string {
	if rare {
		return k.rare
	}
	return k.main
}

func (p *plan) letter(letter string) *letterKeys {
	if p.letters[letter] == nil {
		p.letters[letter] = &letterKeys{}
	}
	return p.letters[letter]
}

// addUnit marks a whole unit, by its name on record.
func (p *plan) addUnit(unit string) {
	kind, name, _ := strings.Cut(unit, " ")
	switch kind {
	case "keywords":
		keys := p.letter(name)
		keys.main = append(keys.main, "")
		p.whole[unit] = true
	case "rare":
		keys := p.letter(name)
		keys.rare = append(keys.rare, "")
		p.whole[unit] = true
	case "entry":
		name, _, _ = strings.Cut(name, "\x00")
		fallthrough
	case "subtree":
		p.subtrees[name] = append(p.subtrees[name], "")
		p.whole[subtreeUnit(name)] = true
	case "folder":
		p.folders[name] = append(p.folders[name], "")
		p.whole[folderUnit(name)] = true
	case "file":
		p.files[name] = true
	}
}

func (r *Writer) addTasks(p *plan) {
	kinds := r.options
	has := func(kind string) bool { return slices.Contains(kinds.Kinds, kind) }
	for letter, keys := range p.letters {
		if !has(Keywords) {
			break
		}
		lists := [][]bool{{false, true}}
		if len(keys.main) > 0 && len(keys.rare) > 0 {
			lists = [][]bool{{false}, {true}} // side by side
		}
		for _, some := range lists {
			r.tasks = append(r.tasks, func(re *renderer) error { return r.updateLetter(re, letter, keys, some, p.whole) })
		}
	}
	for folder, keys := range p.subtrees {
		if has(Subtree) {
			r.tasks = append(r.tasks, func(re *renderer) error { return r.updateSubtree(re, folder, keys, p.whole[subtreeUnit(folder)]) })
		}
	}
	for folder, names := range p.folders {
		if has(Folder) {
			r.after = append(r.after, func(re *renderer) error { return r.updateFolder(re, folder, names, p.whole[folderUnit(folder)]) })
		}
	}
	for document := range p.files {
		if has(FilePage) {
			r.tasks = append(r.tasks, func(re *renderer) error { return r.updateFile(re, document) })
		}
	}
	if has(Landing) && (len(r.tasks) > 0 || len(r.after) > 0 || len(r.sink.output.dirty) > 0 || len(r.sink.output.owned) > 0) {
		r.after = append(r.after, r.landing)
	}
}

// pagesOf returns the pages of a unit on record.
func (r *Writer) pagesOf(unit string) ([]store.Page, error) {
	r.sink.mu.Lock() // the store is for one goroutine at a time
	defer r.sink.mu.Unlock()
	return r.store.PagesOf(unit)
}

// updateList renders the pages of a list that hold the stale keys.
func (r *Writer) updateList(l *list, keys []string, whole bool) error {
	pages, err := r.pagesOf(l.unit)
	if err != nil {
		return err
	}
	var gone []string
	if whole {
		gone, err = l.renderWhole(pages)
	} else {
		gone, err = l.update(keys, pages)
	}
	r.lost(gone...)
	return err
}

// updateLetter renders the pages of a letter that hold the stale keys, of some of
// its two lists (rare or not). All pages of its one list link the other, and follow
// when that comes or goes.
func (r *Writer) updateLetter(re *renderer, letter string, keys *letterKeys, lists []bool, whole map[string]bool) error {
	now, err := re.letterOn(letter)
	if err != nil {
		return err
	}
	before := now
	for rare, there := range map[bool]*bool{false: &before.main, true: &before.rare} {
		pages, err := r.pagesOf(letterUnit(letter, rare))
		if err != nil {
			return err
		}
		*there = len(pages) > 0
	}
	for _, rare := range lists {
		if len(keys.of(rare)) == 0 && now == before {
			continue
		}
		l, err := re.letterList(letter, rare, r.sink.put)
		if err != nil {
			return err
		}
		if err := r.updateList(l, keys.of(rare), whole[l.unit] || now != before); err != nil {
			return err
		}
	}
	return nil
}

// updateSubtree also removes the pages of single entries that are not long any
// more, and has the folder's page follow when the index comes or goes.
func (r *Writer) updateSubtree(re *renderer, folder string, keys []string, whole bool) error {
	for _, key := range keys {
		parts, err := r.pagesOf(entryUnit(folder, key))
		if err != nil {
			return err
		}
		for i := range parts {
			r.lost(parts[i].Path) // unless it is written again
		}
	}
	unit := subtreeUnit(folder)
	before, err := r.pagesOf(unit)
	if err != nil {
		return err
	}
	f, found, err := re.reader.Folder(folder)
	if err != nil {
		return err
	}
	if slices.Contains(r.options.Kinds, Folder) && (found && f.Branches) != (len(before) > 0) {
		r.mu.Lock()
		r.after = append(r.after, func(re *renderer) error { return r.updateFolder(re, folder, nil, true) })
		r.mu.Unlock()
	}
	if !found || !f.Branches {
		for i := range before {
			r.lost(before[i].Path)
		}
		return nil
	}
	l, err := re.subtreeList(f, r.sink.put)
	if err != nil {
		return err
	}
	return r.updateList(l, keys, whole)
}

func (r *Writer) updateFolder(re *renderer, folder string, names []string, whole bool) error {
	f, found, err := re.reader.Folder(folder)
	if err != nil {
		return err
	}
	if !found {
		return r.loseUnit(folderUnit(folder))
	}
	l, err := re.folderList(f, r.sink.put)
	if err != nil {
		return err
	}
	return r.updateList(l, names, whole)
}

func (r *Writer) updateFile(re *renderer, document string) error {
	if err := r.loseUnit(fileUnit(document)); err != nil { // but for what is written again
		return err
	}
	return r.file(re, document)
}

func (r *Writer) loseUnit(unit string) error {
	pages, err := r.pagesOf(unit)
	for i := range pages {
		r.lost(pages[i].Path)
	}
	return err
}
