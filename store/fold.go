package store

import (
	"path"
	"slices"
)

// folders is the tree of folders that hold indexed files, in memory for the
// length of an update.
type folders struct {
	conn   *conn
	byPath map[string]*folder
	byID   map[int64]*folder
	next   int64
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

func loadFolders(c *conn) (*folders, error) {
	f := &folders{conn: c, byPath: make(map[string]*folder), byID: make(map[int64]*folder), next: 1}
	err := c.each(`SELECT id, path, parent, depth, files, keywords FROM folder ORDER BY depth`, func(r row) error {
		one := &folder{id: r.int(0), path: r.text(1), parent: f.byID[r.int(2)], depth: r.int(3), files: r.int(4), keywords: r.int(5), stored: true}
		f.byPath[one.path], f.byID[one.id] = one, one
		f.next = max(f.next, one.id+1)
		return nil
	})
	return f, err
}

// enter returns the folder at a path, "." being the root, adding it and the
// folders above it where they are not known.
func (f *folders) enter(at string) (*folder, error) {
	if one, ok := f.byPath[at]; ok {
		return one, nil
	}
	one := &folder{id: f.next, path: at, dirty: true}
	if at != "." {
		parent, err := f.enter(path.Dir(at))
		if err != nil {
			return nil, err
		}
		one.id, one.parent, one.depth = f.next, parent, parent.depth+1
	}
	f.next++
	f.byPath[at], f.byID[one.id] = one, one
	return one, nil
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

// foldAll makes the fold rows and the folders' keyword counts of a new index.
func (u *Update) foldAll() error {
	rows := newInserter(u.conn, `INSERT INTO fold VALUES`, 4)
	var t subtree
	for _, e := range u.vocabulary.byID() {
		t.reset()
		for _, one := range e.touches {
			t.climb(u.folders.byID[one.folder], one.delta)
		}
		for id, n := range t.total {
			u.folders.byID[id].keywords++
			if e.files > FoldOver {
				if err := rows.add(id, e.id, n, t.top(id)); err != nil {
					return err
				}
			}
		}
	}
	return rows.flush()
}

// foldTouched brings fold rows and keyword counts up to date for the keywords
// that the update touched, and marks the entries that show the difference.
func (u *Update) foldTouched() error {
	var now, delta subtree
	for _, e := range u.vocabulary.entries {
		if len(e.touches) == 0 {
			continue
		}
		u.markStale(StaleKeyword, "", e.key)
		if err := u.foldEntry(e, &now, &delta); err != nil {
			return err
		}
	}
	return nil
}

func (u *Update) foldEntry(e *entry, now, delta *subtree) error {
	delta.reset()
	moved := false
	for _, t := range e.touches {
		delta.climb(u.folders.byID[t.folder], t.delta)
		moved = moved || t.delta != 0
	}
	folded, wasFolded := e.files > FoldOver, e.before > FoldOver
	if !moved && !e.reformed {
		if folded {
			u.markSubtrees(e.key, delta)
		}
		return nil
	}
	now.reset()
	err := u.conn.each(`SELECT folder, count(DISTINCT file) FROM posting WHERE keyword = ? GROUP BY folder`, func(r row) error {
		f := u.folders.byID[r.int(0)]
		if err := checkFolder(f); err != nil {
			return err
		}
		now.climb(f, r.int(1))
		return nil
	}, e.id)
	if err != nil {
		return err
	}
	for id, change := range delta.total {
		before, after := now.total[id]-change, now.total[id]
		switch f := u.folders.byID[id]; {
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
	u.markSubtrees(e.key, delta)
	return u.keepFolds(e, folded, now, delta)
}

func (u *Update) markSubtrees(key string, t *subtree) {
	for id := range t.total {
		u.markStale(StaleSubtree, u.folders.byID[id].path, key)
	}
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
