package store

import (
	"cmp"
	"path"
	"slices"
)

// folders is the tree of folders that hold indexed files, as far as an update
// has met it: a folder is loaded when it is first asked for.
type folders struct {
	conn   *conn
	byPath map[string]*folder
	byID   map[int64]*folder
	next   int64
	empty  bool // the index holds no folder yet: nothing to look up
}

type folder struct {
	id       int64
	path     string
	parent   *folder // nil for the root
	depth    int64
	files    int64 // of the whole subtree
	keywords int64 // distinct, of the whole subtree
	stored   bool
	dirty    bool
}

func newFolders(c *conn) (*folders, error) {
	r, _, err := c.first(`SELECT max(id) FROM folder`)
	if err != nil {
		return nil, err
	}
	return &folders{conn: c, byPath: make(map[string]*folder), byID: make(map[int64]*folder), next: r.int(0) + 1, empty: r.isNull(0)}, nil
}

// enter returns the folder at a path, "." being the root, adding it and the
// folders above it where they are not known.
func (f *folders) enter(at string) (*folder, error) {
	if one, ok := f.byPath[at]; ok {
		return one, nil
	}
	one := &folder{path: at, dirty: true}
	if at != "." {
		parent, err := f.enter(path.Dir(at))
		if err != nil {
			return nil, err
		}
		one.parent, one.depth = parent, parent.depth+1
	}
	if !f.empty {
		r, found, err := f.conn.first(`SELECT id, files, keywords FROM folder WHERE path = ?`, at)
		if err != nil {
			return nil, err
		}
		if found {
			one.id, one.files, one.keywords, one.stored, one.dirty = r.int(0), r.int(1), r.int(2), true, false
		}
	}
	if !one.stored {
		one.id = f.next
		f.next++
	}
	f.byPath[at], f.byID[one.id] = one, one
	return one, nil
}

// get returns the folder with an id.
func (f *folders) get(id int64) (*folder, error) {
	if one, ok := f.byID[id]; ok {
		return one, nil
	}
	r, found, err := f.conn.first(`SELECT path FROM folder WHERE id = ?`, id)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, checkFolder(nil)
	}
	return f.enter(r.text(0))
}

func (f *folders) addFile(at *folder, n int64) {
	for ; at != nil; at = at.parent {
		at.files += n
		at.dirty = true
	}
}

// flush writes the folders that changed and forgets those without files.
func (f *folders) flush() error {
	for _, one := range f.byID {
		var err error
		switch {
		case !one.dirty:
		case one.files == 0 && one.stored:
			err = f.conn.exec(`DELETE FROM folder WHERE id = ?`, one.id)
		case one.files == 0:
		default:
			var parent any
			if one.parent != nil {
				parent = one.parent.id
			}
			err = f.conn.exec(`INSERT OR REPLACE INTO folder VALUES (?, ?, ?, ?, ?, ?)`, one.id, one.path, parent, one.depth, one.files, one.keywords)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// subtree counts the files of one keyword in every folder above them.
type subtree struct {
	direct map[int64]int64 // in the folder itself
	total  map[int64]int64 // in its subtree
	only   map[int64]int64 // the one child that holds all of the subtree's, or 0
}

func (t *subtree) reset() {
	if t.direct == nil {
		t.direct, t.total, t.only = make(map[int64]int64), make(map[int64]int64), make(map[int64]int64)
	}
	clear(t.direct)
	clear(t.total)
	clear(t.only)
}

// climb adds n files of a folder to it and to all folders above.
func (t *subtree) climb(f *folder, n int64) {
	t.direct[f.id] += n
	below := int64(0)
	for ; f != nil; f = f.parent {
		if _, seen := t.total[f.id]; !seen {
			t.only[f.id] = below
		} else if t.only[f.id] != below {
			t.only[f.id] = 0
		}
		t.total[f.id] += n
		below = f.id
	}
}

// top returns the deepest folder that holds all of a folder's files.
func (t *subtree) top(id int64) int64 {
	for t.direct[id] == 0 && t.only[id] != 0 {
		id = t.only[id]
	}
	return id
}

// foldTouched brings fold rows and keyword counts up to date for the keywords
// that the update touched, and marks the entries that show the difference.
func (u *Update) foldTouched() error {
	// References can put an entry into a list that its files alone would not.
	_, refer, err := u.conn.first(`SELECT 1 FROM synonym LIMIT 1`)
	if err != nil {
		return err
	}
	var now, delta subtree
	for _, e := range u.vocabulary.entries {
		if len(e.touches) == 0 {
			continue
		}
		if refer {
			u.markStale(StaleKeyword, "", e.key)
		} else {
			u.markListed(e)
		}
		if err := u.foldEntry(e, &now, &delta); err != nil {
			return err
		}
	}
	return nil
}

// markListed marks an entry in the lists of the keyword index in which it was or
// is.
func (u *Update) markListed(e *entry) {
	rare := e.mentions()
	if rare || e.mentioned {
		u.markStale(StaleKeyword, InRareList, e.key)
	}
	if e.files > 0 && !rare || e.before > 0 && !e.mentioned {
		u.markStale(StaleKeyword, InList, e.key)
	}
}

func (u *Update) foldEntry(e *entry, now, delta *subtree) error {
	delta.reset()
	moved := false
	for _, t := range e.touches {
		f, err := u.folders.get(t.folder)
		if err != nil {
			return err
		}
		delta.climb(f, t.delta)
		moved = moved || t.delta != 0
	}
	folded, wasFolded := e.files > FoldOver, e.before > FoldOver
	if !moved && !e.reformed {
		if folded {
			return u.markSubtrees(e.key, delta)
		}
		return nil
	}
	now.reset()
	count := u.countPostings
	if folded && wasFolded && !e.reformed {
		count = u.countFolds
	}
	if err := count(e, now, delta); err != nil {
		return err
	}
	for id, change := range delta.total {
		f, err := u.folders.get(id)
		if err != nil {
			return err
		}
		switch before, after := now.total[id]-change, now.total[id]; {
		case before == 0 && after > 0:
			f.keywords++
			f.dirty = true
		case before > 0 && after == 0:
			f.keywords--
			f.dirty = true
		}
	}
	if !folded && !wasFolded {
		return nil
	}
	if folded != wasFolded || e.reformed { // all of its rows appear, go, or show another form
		for id := range now.total {
			delta.total[id] += 0
		}
	}
	if err := u.markSubtrees(e.key, delta); err != nil {
		return err
	}
	return u.keepFolds(e, folded, now, delta)
}

// countPostings counts a keyword's files in all folders. It costs as much as
// there are files.
func (u *Update) countPostings(e *entry, now, _ *subtree) error {
	return u.conn.each(`SELECT folder, count(DISTINCT file) FROM posting WHERE keyword = ? GROUP BY folder`, func(r row) error {
		f, err := u.folders.get(r.int(0))
		if err == nil {
			now.climb(f, r.int(1))
		}
		return err
	}, e.id)
}

// countFolds counts a folded keyword's files in the folders that an update
// changed, from the fold rows as they were: it costs as much as there are
// changes, however many files have the keyword.
func (u *Update) countFolds(e *entry, now, delta *subtree) error {
	changed := make([]*folder, 0, len(delta.total))
	for id := range delta.total {
		f, err := u.folders.get(id)
		if err != nil {
			return err
		}
		changed = append(changed, f)
	}
	slices.SortFunc(changed, func(a, b *folder) int { return cmp.Compare(b.depth, a.depth) })
	for _, f := range changed {
		r, _, err := u.conn.first(`SELECT files, top FROM fold WHERE folder = ? AND keyword = ?`, f.id, e.id)
		if err != nil {
			return err
		}
		n := r.int(0) + delta.total[f.id]
		now.total[f.id] = n
		if n == 0 {
			continue
		}
		if now.only[f.id], err = u.holderOfAll(f, e.id, n, delta.total[f.id], r.int(1), now); err != nil {
			return err
		}
	}
	return nil
}

// holderOfAll returns a folder below f that holds all n files which a keyword has
// in f, or 0 where there is none: a direct subfolder that changed, or the top of
// one that did not. change is by how many files f's own count changed, oldTop its
// top before. Subfolders that changed are in now already.
func (u *Update) holderOfAll(f *folder, keyword, n, change, oldTop int64, now *subtree) (int64, error) {
	for id, total := range now.total {
		if total != n || id == f.id {
			continue
		}
		one, err := u.folders.get(id)
		if err != nil {
			return 0, err
		}
		if one.parent == f {
			return id, nil
		}
	}
	switch {
	case change > 0 || change == 0 && oldTop == f.id:
		return 0, nil // a subfolder that did not change held less than all
	case change == 0:
		below, err := u.folders.get(oldTop)
		if err != nil {
			return 0, err
		}
		for below.parent != nil && below.parent != f {
			below = below.parent
		}
		if _, changed := now.total[below.id]; changed {
			return 0, nil
		}
		return oldTop, nil
	}
	// Files beside a subfolder are gone: it may hold all that are left.
	holder := int64(0)
	err := u.conn.each(`SELECT d.id, o.top FROM folder d CROSS JOIN fold o ON o.folder = d.id AND o.keyword = ?2 WHERE d.parent = ?1 AND o.files = ?3`, func(r row) error {
		if _, changed := now.total[r.int(0)]; !changed {
			holder = r.int(1)
		}
		return nil
	}, f.id, keyword, n)
	return holder, err
}

func (u *Update) markSubtrees(key string, t *subtree) error {
	for id := range t.total {
		f, err := u.folders.get(id)
		if err != nil {
			return err
		}
		u.markStale(StaleSubtree, f.path, key)
	}
	return nil
}

// keepFolds rewrites the fold rows of one keyword in the affected folders.
func (u *Update) keepFolds(e *entry, folded bool, now, affected *subtree) error {
	ids := make([]int64, 0, len(affected.total))
	for id := range affected.total {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		var err error
		if n := now.total[id]; folded && n > 0 {
			err = u.conn.exec(`INSERT OR REPLACE INTO fold VALUES (?, ?, ?, ?)`, id, e.id, n, now.top(id))
		} else {
			err = u.conn.exec(`DELETE FROM fold WHERE folder = ? AND keyword = ?`, id, e.id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
