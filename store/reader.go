package store

import (
	"fmt"
	"slices"
	"strings"
)

// Reader answers the questions that pages ask, over a connection of its own.
// It is for one goroutine at a time.
type Reader struct {
	conn     *conn
	heads    *Heads
	unpacked []Place     // of the last use, for its memory
	shown    []UsePlace  // of the entry at hand, for their memory
	refers   []reference // by key; nil until they are loaded
}

// NewReader opens a Reader, which keeps in heads what it learns of files. Close it
// before the Store.
func (s *Store) NewReader(heads *Heads) (*Reader, error) {
	if c := s.spare.take(); c != nil {
		return &Reader{conn: c, heads: heads}, nil
	}
	c, err := s.openReader()
	if err != nil {
		return nil, err
	}
	return &Reader{conn: c, heads: heads}, nil
}

func (s *Store) openReader() (*conn, error) {
	c, err := openConn(dsn(s.file(), nil), fmt.Sprintf("cache_size = -%d", cacheSize))
	if err != nil {
		return nil, asDamage(err)
	}
	if err := c.exec("PRAGMA query_only = 1"); err != nil {
		c.close()
		return nil, asDamage(err)
	}
	return c, nil
}

// Close releases the connection.
func (r *Reader) Close() error { return r.conn.close() }

// Folder is a folder that holds indexed files somewhere below it.
type Folder struct {
	ID    int64
	Path  string // "." is the root
	Files int64  // of the whole subtree
	// Branches reports whether the folder has a subtree index: some folded
	// keyword's files are not all below one of its subfolders.
	Branches bool
}

const folderColumns = `SELECT d.id, d.path, d.files, EXISTS (SELECT 1 FROM fold f WHERE f.folder = d.id AND f.top = d.id AND f.files > 1) FROM folder d`

func folderOf(r row) Folder { return Folder{r.int(0), r.text(1), r.int(2), r.int(3) != 0} }

// Folders returns all folders in the order of their paths.
func (r *Reader) Folders() ([]Folder, error) {
	var all []Folder
	err := r.conn.each(folderColumns+` ORDER BY d.path`, func(row row) error {
		all = append(all, folderOf(row))
		return nil
	})
	return all, asDamage(err)
}

// Folder returns the folder at a path, or false.
func (r *Reader) Folder(path string) (Folder, bool, error) {
	row, found, err := r.conn.first(folderColumns+` WHERE d.path = ?`, path)
	if err != nil || !found {
		return Folder{}, false, asDamage(err)
	}
	return folderOf(row), true, nil
}

// FolderByID returns a folder's path.
func (r *Reader) FolderByID(id int64) (string, error) {
	row, _, err := r.conn.first(`SELECT path FROM folder WHERE id = ?`, id)
	return row.text(0), asDamage(err)
}

// Paths returns the paths of all indexed files, in their order.
func (r *Reader) Paths() ([]string, error) {
	var all []string
	err := r.conn.each(`SELECT path FROM file ORDER BY path`, func(row row) error {
		all = append(all, row.text(0))
		return nil
	})
	return all, asDamage(err)
}

// Document loads what the index holds of a file, or nil where it holds none.
func (r *Reader) Document(path string) (*Document, error) {
	row, found, err := r.conn.first(`SELECT id FROM file WHERE path = ?`, path)
	if err != nil || !found {
		return nil, asDamage(err)
	}
	d, err := r.conn.document(row.int(0), path)
	return d, asDamage(err)
}

// FolderFile is a file as its folder's page lists it.
type FolderFile struct {
	Path, Title string
	Best        []string // forms of its most telling keywords, best first
}

// FilesIn returns a folder's own files in the order of their paths.
func (r *Reader) FilesIn(folder int64) ([]FolderFile, error) {
	var files []FolderFile
	var ids []int64
	var slow []int
	err := r.conn.each(`SELECT id, path, `+titleOrName+`, best FROM file WHERE folder = ? ORDER BY path`, func(row row) error {
		f := FolderFile{Path: row.text(1), Title: row.text(2)}
		if row.isNull(3) {
			slow, ids = append(slow, len(files)), append(ids, row.int(0))
		}
		f.Best = unpackBest(row.text(3))
		files = append(files, f)
		return nil
	}, folder)
	for i := 0; i < len(slow) && err == nil; i++ {
		files[slow[i]].Best, err = r.conn.best(ids[i])
	}
	return files, asDamage(err)
}

// best finds the most telling keywords of a file that an older kwic has indexed.
func (c *conn) best(file int64) ([]string, error) {
	forms := make([]string, 0, ranksForFolder)
	err := c.each(`SELECT v.form FROM posting p JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form
		WHERE p.file = ? AND p.rank <= ? ORDER BY p.rank`, func(row row) error {
		forms = append(forms, row.text(0))
		return nil
	}, file, int64(ranksForFolder))
	return telling(forms, BestOnFolder), err
}

// Subfolder is a folder as its parent's page lists it.
type Subfolder struct {
	Path  string
	Title string // of its only document, "" where it has none or several
}

// SubfoldersOf returns the folders directly below a folder, by path.
func (r *Reader) SubfoldersOf(folder int64) ([]Subfolder, error) {
	var all []Subfolder
	// The files of a folder with many are none of its business.
	err := r.conn.each(`SELECT d.path, CASE WHEN d.files = 1 THEN (SELECT `+titleOrName+` FROM file f WHERE f.folder = d.id) END
		FROM folder d WHERE d.parent = ? ORDER BY d.path`, func(row row) error {
		all = append(all, Subfolder{Path: row.text(0), Title: row.text(1)})
		return nil
	}, folder)
	return all, asDamage(err)
}

// Use is how one file uses a keyword of one kind.
type Use struct {
	File   *FileHead
	Kind   Kind
	Role   Role
	Rank   int64      // among the file's keywords; 1 is the most telling
	Places []UsePlace // where it is treated; else the one that mentions it most
}

// UsePlace is a section that uses a keyword.
type UsePlace struct {
	Role    Role
	Anchor  string
	Section string // the section's title with its parents' before it; "" for the document itself
}

// Entry is a keyword as the keyword index lists it.
type Entry struct {
	ID    int64
	Key   string
	Form  string // commonest form, ties by bytes
	Files int64
	Kinds uint16 // bit 1<<kind for every kind
	Uses  []Use  // of all files, or of those that treat it where Files > FoldOver
	See   []See  // what it refers to; all that there is of an entry without files
}

// Folded reports whether the entry is folded by folders.
func (e *Entry) Folded() bool { return e.Files > FoldOver }

// Entries calls do for every keyword whose key is in [from, to), in the order
// of the keys: those that one file merely mentions (rare), or the others, which
// references to keywords without files of their own are among. The entry is
// valid during the call only.
func (r *Reader) Entries(from, to string, rare bool, do func(*Entry) error) error {
	query := entriesQuery + ` AND NOT (k.files = 1 AND k.treated = 0) ORDER BY k.key`
	if rare {
		query = entriesQuery + ` AND k.files = 1 AND k.treated = 0 ORDER BY k.key`
	}
	list, err := r.references(from, to)
	if err != nil {
		return asDamage(err)
	}
	with := withReferences{list, rare, do}
	e := Entry{ID: -1}
	end := func() error {
		if e.ID < 0 {
			return nil
		}
		return with.entry(&e)
	}
	err = r.conn.each(query, func(row row) error {
		if row.int(0) != e.ID {
			if err := end(); err != nil {
				return err
			}
			r.shown = r.shown[:0]
			e = Entry{ID: row.int(0), Key: row.text(1), Form: row.text(2), Files: row.int(3), Kinds: uint16(row.int(7)), Uses: e.Uses[:0]}
		}
		if row.isNull(4) {
			return nil // a folded keyword that no file treats
		}
		use, err := r.use(row)
		if err != nil {
			return err
		}
		e.Uses = append(e.Uses, use)
		return nil
	}, from, to, int64(FoldOver))
	if err == nil {
		err = end()
	}
	if err == nil {
		err = with.upTo(to)
	}
	return asDamage(err)
}

// One statement for a whole range: one for each keyword would take as long
// again. Of the keywords that are folded only the uses that treat them matter.
const entriesQuery = `SELECT k.id, k.key, v.form, k.files, p.file, p.flags, p.places, k.kinds, p.rank
	FROM keyword k JOIN variant v ON v.keyword = k.id AND v.ordinal = k.form
	LEFT JOIN posting p ON p.keyword = k.id AND (k.files <= ?3 OR p.flags >> 4 & 7 < 4)
	WHERE k.key >= ?1 AND k.key < ?2`

func (r *Reader) use(row row) (Use, error) {
	// Lines and counts of a single place are not shown, and not read.
	k := Keyword{Kind: flagKind(row.int(5)), Role: flagRole(row.int(5)), Places: r.unpacked[:0]}
	if err := unpackPlaces(row.value(6), &k); err != nil {
		return Use{}, err
	}
	r.unpacked = k.Places
	head, err := r.file(row.int(4))
	if err != nil {
		return Use{}, err
	}
	u := Use{File: head, Kind: k.Kind, Role: k.Role, Rank: row.int(8)}
	u.Places, err = r.places(head.ID, k.Places)
	return u, err
}

// places turns the places worth showing into anchors and titles.
func (r *Reader) places(file int64, places []Place) ([]UsePlace, error) {
	outline, err := r.outline(file)
	if err != nil {
		return nil, err
	}
	if err := checkKeyword(&Keyword{Places: places}, outline.len()); err != nil {
		return nil, err
	}
	best, from := BestPlace(places), len(r.shown)
	for i, p := range places {
		if i != best && !Treats(p.Role) {
			continue
		}
		anchor, path := outline.heading(p.Section)
		r.shown = append(r.shown, UsePlace{Role: p.Role, Anchor: anchor, Section: path})
	}
	return r.shown[from:len(r.shown):len(r.shown)], nil
}

// TopHeading returns the section that stands for the whole document beside
// section 0: its only heading of the highest level, if that is level 1; else 0.
func TopHeading(outline []Section) int {
	top := 0
	for i := range outline {
		if outline[i].Level == 1 && outline[i].Parent == 0 {
			if top != 0 {
				return 0
			}
			top = i
		}
	}
	return top
}

// longestPath is how many titles SectionPath returns; those of the outermost
// sections give way to "…". Nobody reads more, and each of a file's keywords
// has a path in the pages.
const longestPath = 8

// SectionPath returns a section's title with those of the sections around it
// before it, the document's own left out: "wait_for › Parameters". Of more than
// longestPath titles the innermost are told. top is the document's TopHeading.
func SectionPath(outline []Section, top, section int) string {
	var few [4]string
	titles := few[:0]
	for s := section; s > 0 && s != top; s = outline[s].Parent {
		if outline[s].Parent == 0 && strings.EqualFold(outline[s].Title, outline[0].Title) {
			break // one of several top headings repeats the document's title
		}
		if len(titles) == longestPath {
			titles = append(titles, "…")
			break
		}
		titles = append(titles, outline[s].Title)
	}
	slices.Reverse(titles)
	return strings.Join(titles, " › ")
}

// FirstRunes returns the distinct first characters of all keys, in their order.
func (r *Reader) FirstRunes() ([]string, error) { return r.runesListed("", "") }

// NextRunes returns the distinct characters that follow prefix in the keys of
// the keywords that one file merely mentions (rare), or of the others, in their
// order.
func (r *Reader) NextRunes(prefix string, rare bool) ([]string, error) {
	if rare {
		return r.runes(prefix, ` AND files = 1 AND treated = 0`)
	}
	return r.runesListed(prefix, ` AND NOT (files = 1 AND treated = 0)`)
}

// runesListed is runes with those of lone references, too.
func (r *Reader) runesListed(prefix, condition string) ([]string, error) {
	next, err := r.runes(prefix, condition)
	if err != nil {
		return nil, err
	}
	lone, err := r.lone(prefix)
	if err != nil || len(lone) == 0 {
		return next, asDamage(err)
	}
	for _, one := range lone {
		if len(one.key) > len(prefix) {
			next = append(next, firstRune(one.key[len(prefix):]))
		}
	}
	slices.Sort(next)
	return slices.Compact(next), nil
}

func (r *Reader) runes(prefix, condition string) (next []string, err error) {
	_, end := Range(prefix)
	at := prefix + "\x00" // no key ends with it: prefix itself is passed over
	for {
		row, found, err := r.conn.first(`SELECT key FROM keyword WHERE key >= ? AND key < ?`+condition+` ORDER BY key LIMIT 1`, at, end)
		if err != nil || !found {
			return next, asDamage(err)
		}
		one := firstRune(row.text(0)[len(prefix):])
		next = append(next, one)
		at = prefix + successor(one)
	}
}

// Lists reports whether any key with a prefix is listed among the entries of
// the keyword index, and among the rare ones.
func (r *Reader) Lists(prefix string) (main, rare bool, err error) {
	from, to := Range(prefix)
	_, main, err = r.conn.first(`SELECT 1 FROM keyword WHERE key >= ? AND key < ? AND NOT (files = 1 AND treated = 0) LIMIT 1`, from, to)
	if err == nil {
		_, rare, err = r.conn.first(`SELECT 1 FROM keyword WHERE key >= ? AND key < ? AND files = 1 AND treated = 0 LIMIT 1`, from, to)
	}
	if err == nil && !main {
		var lone []reference
		lone, err = r.lone(prefix)
		main = len(lone) > 0
	}
	return main, rare, asDamage(err)
}
