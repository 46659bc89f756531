package store

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"path"
	"strconv"
	"time"

	"kwic/scan/extract"
)

// Update applies one build to the index. Everything it does is in one
// transaction: Commit makes all of it visible, Rollback none.
type Update struct {
	store      *Store
	conn       *conn
	vocabulary *vocabulary
	folders    *folders
	targets    *targets
	bulk       *bulk                 // where the index was empty; else nil
	expected   map[string]*fileState // of Expect, by path
	nextFile   int64
	buffer     []byte
	stopped    func() error // the error of the context of Commit

	causes map[string][]string // key -> files that changed its entry; nil where nobody asked

	files, fileFlags, postings, sections, links, anchors *inserter
	stale                                                map[staleEntry]struct{}
}

// Kinds of stale entries.
const (
	StaleAll     = "all"     // every page
	StaleKeyword = "keyword" // the entry of a keyword in the keyword index
	StaleSubtree = "subtree" // the entry of a keyword in a folder's subtree index
	StaleFolder  = "folder"  // the entry of a file or subfolder on a folder's page
	StaleFile    = "file"    // a file's own page
)

// The lists of the keyword index that a stale entry of the kind StaleKeyword is
// of, as its Folder; "" where it can be of either.
const (
	InList     = "list" // of keywords that a file treats or several use
	InRareList = "rare" // of those that one file merely mentions
)

type staleEntry struct{ kind, folder, name string }

// Begin starts an update. With clear, the index is emptied first, run history
// and page records excepted.
func (s *Store) Begin(clear bool) (*Update, error) {
	u := &Update{store: s, conn: s.write, stale: make(map[staleEntry]struct{})}
	if err := s.write.exec("BEGIN IMMEDIATE"); err != nil {
		return nil, asDamage(err)
	}
	if err := u.begin(clear); err != nil {
		u.Rollback()
		return nil, asDamage(err)
	}
	return u, nil
}

func (u *Update) begin(clear bool) error {
	c := u.conn
	if clear {
		for _, table := range []string{"posting", "section", "link", "target", "file", "anchor", "file_flag", "variant", "keyword", "word", "fold", "folder", "skip"} {
			if err := c.exec("DELETE FROM " + table); err != nil {
				return err
			}
		}
	}
	r, _, err := c.first(`SELECT max(id) FROM file`)
	if err != nil {
		return err
	}
	u.nextFile = r.int(0) + 1
	if u.vocabulary, err = newVocabulary(c); err != nil {
		return err
	}
	if u.folders, err = newFolders(c); err != nil {
		return err
	}
	u.targets = newTargets(c)
	if r.isNull(0) {
		u.markStale(StaleAll, "", "")
		if u.bulk, err = u.newBulk(); err != nil {
			return err
		}
	}
	u.files = newInserter(c, `INSERT INTO file VALUES`, 13)
	u.fileFlags = newInserter(c, `INSERT INTO file_flag VALUES`, 3)
	u.postings = newInserter(c, `INSERT INTO posting VALUES`, 9)
	u.sections = newInserter(c, `INSERT INTO section VALUES`, 8)
	u.links = newInserter(c, `INSERT INTO link VALUES`, 7)
	u.anchors = newInserter(c, `INSERT INTO anchor VALUES`, 2)
	return nil
}

// Rollback gives the update up. It is harmless after Commit.
func (u *Update) Rollback() {
	if u.conn != nil {
		// Where SQLite has rolled back by itself, there is nothing left to do.
		_ = u.conn.exec("ROLLBACK")
		u.conn = nil
		if u.bulk != nil {
			_ = u.bulk.close() // what failed before is the cause
		}
	}
}

// Put adds a file or replaces what the index held of it. The document is not
// kept.
func (u *Update) Put(f *File, d *Document) error { return asDamage(u.put(f, d)) }

func (u *Update) put(f *File, d *Document) error {
	if u.bulk != nil {
		return u.putFirst(f, d)
	}
	old, err := u.known(f.Path)
	if err != nil {
		return err
	}
	folder, err := u.folders.enter(path.Dir(f.Path))
	if err != nil {
		return err
	}
	id := old.id
	if !old.found {
		id = u.nextFile
		u.nextFile++
		u.folders.addFile(folder, 1)
	}
	now := stateOf(d)
	now.found = true
	if err := u.change(f.Path, folder, old, now); err != nil {
		return err
	}
	if old.found {
		if err := u.deleteRows(id); err != nil {
			return err
		}
	}
	u.markFile(f.Path, folder, old, now)
	if err := u.insert(id, folder, f, d, len(now.keywords)); err != nil {
		return err
	}
	for i := range d.Keywords {
		k := &d.Keywords[i]
		e := u.vocabulary.entries[k.Key]
		places, buffer := packPlaces(k, u.buffer)
		u.buffer = buffer
		if err := u.postings.add(e.id, folder.id, id, packFlags(k), int64(i+1), e.variant(k.Form).ordinal, int64(k.Line), int64(k.Count), places); err != nil {
			return err
		}
	}
	if err := u.flushRows(); err != nil { // later steps of this update may look at them
		return err
	}
	return u.boundKeywords()
}

// boundKeywords writes the keywords met so far where they are many. The rows of
// all files that were put or removed are written: what is counted from them is
// as complete as the counters are.
func (u *Update) boundKeywords() error {
	if len(u.vocabulary.entries) <= u.vocabulary.most {
		return nil
	}
	return u.flushKeywords()
}

// flushKeywords writes the keywords met so far, and forgets them.
func (u *Update) flushKeywords() error {
	err := u.vocabulary.flush()
	if err == nil {
		err = u.foldTouched()
	}
	clear(u.vocabulary.entries)
	return err
}

// insert adds the rows of a file that are its alone, all but the postings.
func (u *Update) insert(id int64, folder *folder, f *File, d *Document, keys int) error {
	simple := int64(0)
	if d.Reading == extract.Simple {
		simple = 1
	}
	err := u.files.add(id, folder.id, f.Path, f.Language, f.Class, d.Title, f.Size, int64(d.Lines), bytes.Clone(f.SHA256[:]), simple, int64(keys), int64(f.Kinds), packBest(bestOf(d)))
	for i := 0; i < len(d.Sections) && err == nil; i++ {
		s := &d.Sections[i]
		var parent any
		if s.Parent >= 0 {
			parent = int64(s.Parent)
		}
		err = u.sections.add(id, int64(i), parent, int64(s.Level), s.Title, packAnchor(s), int64(s.Line), int64(s.EndLine))
	}
	var postings [256]int64 // by flags
	for i := range d.Keywords {
		postings[packFlags(&d.Keywords[i])]++
	}
	for flags := 0; flags < len(postings) && err == nil; flags++ {
		if postings[flags] > 0 {
			err = u.fileFlags.add(int64(flags), id, postings[flags])
		}
	}
	for i := 0; i < len(d.Links) && err == nil; i++ {
		l := &d.Links[i]
		target, anchor, written := packLink(f.Path, l)
		var to int64
		if to, err = u.targets.id(target); err == nil {
			err = u.links.add(id, int64(i), int64(l.Line), to, anchor, l.Text, written)
		}
	}
	for i := 0; i < len(d.Anchors) && err == nil; i++ {
		err = u.anchors.add(id, d.Anchors[i])
	}
	return err
}

func (u *Update) flushRows() error {
	for _, in := range []*inserter{u.files, u.fileFlags, u.sections, u.postings, u.links, u.anchors} {
		if err := in.flush(); err != nil {
			return err
		}
	}
	return nil
}

// deleteRows removes the rows of a file.
func (u *Update) deleteRows(id int64) error {
	if err := u.targets.loosen(id); err != nil {
		return err
	}
	for _, query := range []string{
		`DELETE FROM file_flag WHERE file = ?1 AND flags IN (SELECT flags FROM posting WHERE file = ?1)`,
		`DELETE FROM posting WHERE file = ?`, `DELETE FROM section WHERE file = ?`,
		`DELETE FROM link WHERE file = ?`, `DELETE FROM anchor WHERE file = ?`, `DELETE FROM file WHERE id = ?`,
	} {
		if err := u.conn.exec(query, id); err != nil {
			return err
		}
	}
	return nil
}

// Remove takes a file out of the index. A file that is not in it is ignored.
func (u *Update) Remove(path string) error { return asDamage(u.remove(path)) }

func (u *Update) remove(file string) error {
	if u.bulk != nil {
		return nil // none is in it
	}
	old, err := u.known(file)
	if err != nil || !old.found {
		return err
	}
	folder, err := u.folders.enter(path.Dir(file))
	if err != nil {
		return err
	}
	if err := u.change(file, folder, old, &fileState{}); err != nil {
		return err
	}
	u.folders.addFile(folder, -1)
	u.markFile(file, folder, old, &fileState{})
	if err := u.deleteRows(old.id); err != nil {
		return err
	}
	return u.boundKeywords()
}

// Document loads what the index holds of a file, as extraction gave it, or nil
// where the file is not in the index.
func (u *Update) Document(path string) (*Document, error) {
	r, found, err := u.conn.first(`SELECT id FROM file WHERE path = ?`, path)
	if err != nil || !found {
		return nil, asDamage(err)
	}
	d, err := u.conn.document(r.int(0), path)
	return d, asDamage(err)
}

// Content is what decides whether a file must be parsed.
type Content struct {
	SHA256   [32]byte
	Language string
	Kinds    extract.KindSet // kinds of keywords that are kept
}

// WithContent returns the path of an indexed file of this content, or "".
func (s *Store) WithContent(c Content) (string, error) {
	r, found, err := s.write.first(`SELECT path FROM file WHERE substr(sha256, 1, 4) = substr(?1, 1, 4) AND sha256 = ?1 AND language = ?2 AND kinds = ?3 ORDER BY path LIMIT 1`, bytes.Clone(c.SHA256[:]), c.Language, int64(c.Kinds))
	if err != nil || !found {
		return "", asDamage(err)
	}
	return r.text(0), nil
}

// PathsOf returns the paths of all indexed files with the bytes of this sum, in no
// order.
func (s *Store) PathsOf(sha256 [32]byte) (paths []string, err error) {
	err = s.write.each(`SELECT path FROM file WHERE substr(sha256, 1, 4) = substr(?1, 1, 4) AND sha256 = ?1`, func(r row) error {
		paths = append(paths, r.text(0))
		return nil
	}, sha256[:])
	return paths, asDamage(err)
}

// ContentOf returns the content of the file at path, or false.
func (s *Store) ContentOf(path string) (c Content, found bool, err error) {
	r, found, err := s.write.first(`SELECT sha256, language, kinds FROM file WHERE path = ?`, path)
	if found {
		copy(c.SHA256[:], r.blob(0))
		c.Language, c.Kinds = r.text(1), extract.KindSet(r.int(2))
	}
	return c, found, asDamage(err)
}

// Restricted returns the indexed files of which not all kinds of keywords are
// kept, and which are.
func (s *Store) Restricted() (map[string]extract.KindSet, error) {
	kinds := make(map[string]extract.KindSet)
	err := s.write.each(`SELECT path, kinds FROM file WHERE kinds <> 0`, func(r row) error {
		kinds[r.text(0)] = extract.KindSet(r.int(1))
		return nil
	})
	return kinds, asDamage(err)
}

// Skip is a file or folder that was left out.
type Skip struct{ Path, Reason string }

// Outcome is what Commit records besides the files.
type Outcome struct {
	Settings Settings
	Tree     iter.Seq[Record] // files that were read, by path
	Only     []string         // paths that Tree speaks of, as a scope; nil for the whole tree
	Skipped  []Skip           // by path; no path twice
	AllStale bool             // every page has to be looked at again
	Scope    []string         // Skipped is of this scope alone; nil for the whole tree
}

// Commit ends the update and makes it durable together with the list of what
// the pages must follow. Where ctx ends before it is, nothing of it stays.
func (u *Update) Commit(ctx context.Context, o *Outcome) error {
	release := u.conn.watch(ctx)
	u.stopped = ctx.Err
	err := u.finish(o)
	if err == nil {
		err = u.conn.exec("COMMIT")
	}
	release()
	if err != nil && ctx.Err() != nil {
		err = ctx.Err() // what SQLite then says, depends on where it was
	}
	if err != nil {
		u.Rollback()
		return asDamage(err)
	}
	u.conn = nil
	u.store.write.giveBackPages()
	return asDamage(u.store.settle())
}

func (u *Update) finish(o *Outcome) error {
	if err := u.flushRows(); err != nil {
		return err
	}
	if u.bulk != nil {
		if err := u.finishBulk(); err != nil {
			return err
		}
	} else if err := u.flushKeywords(); err != nil {
		return err
	}
	if err := u.folders.flush(); err != nil {
		return err
	}
	if err := u.targets.flush(); err != nil {
		return err
	}
	if o.AllStale {
		u.markStale(StaleAll, "", "")
	}
	if err := u.followSynonyms(); err != nil {
		return err
	}
	if err := u.flushStale(); err != nil {
		return err
	}
	if err := u.conn.keepTree(o.Tree, o.Only); err != nil {
		return err
	}
	if o.Scope != nil {
		if err := u.conn.patchSkipped(o.Scope, o.Skipped); err != nil {
			return err
		}
	} else if err := u.keepSkipped(o.Skipped); err != nil {
		return err
	}
	keywords, err := u.countKeywords()
	if err != nil {
		return err
	}
	settings := maps.Clone(o.Settings)
	settings[SettingKeywords] = strconv.FormatInt(keywords, 10)
	settings[SettingWords] = wordsVersion
	r, _, err := u.conn.first(`SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?`, SettingGeneration)
	if err != nil {
		return err
	}
	settings[SettingGeneration] = strconv.FormatInt(r.int(0)+1, 10)
	return u.conn.keepSettings(settings)
}

// countKeywords returns how many distinct keys the index has: what was on record,
// and what the update added and took away.
func (u *Update) countKeywords() (int64, error) {
	r, found, err := u.conn.first(`SELECT value FROM setting WHERE name = ?`, SettingKeywords)
	if u.bulk != nil {
		return u.bulk.keywords, err
	}
	if err != nil || !found {
		return u.vocabulary.born, err
	}
	before, err := strconv.ParseInt(r.text(0), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: the number of keywords is %q", ErrDamaged, r.text(0))
	}
	return before + u.vocabulary.born - u.vocabulary.died, nil
}

func (c *conn) keepSettings(settings Settings) error {
	for name, value := range settings {
		if err := c.exec(`INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`, name, value); err != nil {
			return err
		}
	}
	return nil
}

// keepSkipped makes the skipped rows equal to the given ones.
func (u *Update) keepSkipped(skipped []Skip) error {
	now := make(map[string]string, len(skipped))
	for _, s := range skipped {
		now[s.Path] = s.Reason
	}
	var gone []string
	err := u.conn.each(`SELECT path, reason FROM skip`, func(r row) error {
		if reason, ok := now[r.text(0)]; ok && reason == r.text(1) {
			delete(now, r.text(0))
		} else if !ok {
			gone = append(gone, r.text(0))
		}
		return nil
	})
	for i := 0; i < len(gone) && err == nil; i++ {
		err = u.conn.exec(`DELETE FROM skip WHERE path = ?`, gone[i])
	}
	for _, s := range skipped { // in order, so that rows are appended
		if _, ok := now[s.Path]; ok && err == nil {
			err = u.conn.exec(`INSERT OR REPLACE INTO skip VALUES (?, ?)`, s.Path, s.Reason)
		}
	}
	return err
}

// TrackCauses has the update note which files changed the entry of which
// keyword. In an index that is made anew none is noted: everything changes.
func (u *Update) TrackCauses() { u.causes = make(map[string][]string) }

// Causes returns the files that changed the entry of a keyword, in the order in
// which they came, each once.
func (u *Update) Causes(key string) []string { return u.causes[key] }

func (u *Update) because(key, file string) {
	if u.causes != nil {
		u.causes[key] = append(u.causes[key], file)
	}
}

// MarkFile notes that the page of the file at path shows something that
// changed beside the file.
func (u *Update) MarkFile(path string) { u.markStale(StaleFile, "", path) }

func (u *Update) markStale(kind, folder, name string) {
	u.stale[staleEntry{kind, folder, name}] = struct{}{}
}

func (u *Update) flushStale() error {
	if _, all := u.stale[staleEntry{kind: StaleAll}]; all {
		u.stale = map[staleEntry]struct{}{{kind: StaleAll}: {}}
	}
	rows := newInserter(u.conn, `INSERT OR IGNORE INTO stale VALUES`, 3)
	for e := range u.stale {
		if err := rows.add(e.kind, e.folder, e.name); err != nil {
			return err
		}
	}
	return rows.flush()
}

// Run is one line of the run history.
type Run struct {
	Started                                              time.Time
	Seconds                                              float64
	Mode                                                 string
	Scanned, Parsed, Removed, PagesWritten, PagesRemoved int
	Version                                              string
}
