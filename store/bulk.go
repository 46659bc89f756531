package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"path"
	"runtime/trace"
	"strings"

	"kwic/store/sorter"
)

// The first update of an index meets every keyword there is. It keeps none of
// them: postings are sorted by their keys, on disk where they are many, and when
// all are there they are read in that order, so that a keyword's counters are
// complete before the next one begins. Its rows are appended, never inserted, and
// ids ascend with the keys.

// Suffixes of the temporary files beside a database.
const (
	postingsSuffix = "-kwic-postings"
	wordsSuffix    = "-kwic-words"
)

// clearSorted removes what a build that was killed may have left of them.
func clearSorted(path string) error {
	return errors.Join(remove(path+postingsSuffix), remove(path+wordsSuffix))
}

// postingRoom is how much of the postings is held in memory, in bytes.
const postingRoom = 12 << 20

// bulk is the part of a first update that deals with keywords.
type bulk struct {
	postings *sorter.Sorter
	words    *wordSorter
	keywords int64 // distinct keys, when all is done

	keys       map[string]struct{} // of the document at hand
	key, value []byte
}

func (u *Update) newBulk() (*bulk, error) {
	if err := u.conn.dropIndexes(); err != nil {
		return nil, err
	}
	for _, table := range denseTables {
		if err := u.conn.makeTwin(table); err != nil {
			return nil, err
		}
	}
	return &bulk{
		postings: sorter.New(u.store.path+postingsSuffix, postingRoom), words: newWordSorter(u.store.path),
		keys: make(map[string]struct{}),
	}, nil
}

func (b *bulk) close() error {
	err := b.postings.Close()
	if closing := b.words.close(); err == nil {
		err = closing
	}
	return err
}

// putFirst adds a file to a new index, in which there is none of its path.
func (u *Update) putFirst(f *File, d *Document) error {
	folder, err := u.folders.enter(path.Dir(f.Path))
	if err != nil {
		return err
	}
	id := u.nextFile
	u.nextFile++
	u.folders.addFile(folder, 1)
	b := u.bulk
	clear(b.keys)
	for i := range d.Keywords {
		k := &d.Keywords[i]
		b.keys[k.Key] = struct{}{}
		b.encode(folder.id, id, i+1, k)
		if err := b.postings.Add(b.key, b.value); err != nil {
			return err
		}
	}
	return u.insert(id, folder, f, d, len(b.keys))
}

// A posting is sorted by its key, folder, file and flags. Its record has the key,
// and as value
//
//	folder, file, flags, rank, line, count, length of the form, the form, places
//
// with folder and file as ordered numbers, flags as a byte, other numbers as
// uvarints, the length 0 where the form is the key, else one more than it is.
// places is 0 and the ordinal of the section, or the text of several places.
func (b *bulk) encode(folder, file int64, rank int, k *Keyword) {
	b.key = append(b.key[:0], k.Key...)
	v := appendOrdered(b.value[:0], folder)
	v = appendOrdered(v, file)
	v = append(v, byte(packFlags(k)))
	v = binary.AppendUvarint(v, uint64(rank))
	v = binary.AppendUvarint(v, uint64(k.Line))
	v = binary.AppendUvarint(v, uint64(k.Count))
	if k.Form == k.Key {
		v = append(v, 0)
	} else {
		v = append(binary.AppendUvarint(v, uint64(len(k.Form))+1), k.Form...)
	}
	if len(k.Places) == 1 {
		v = binary.AppendUvarint(append(v, 0), uint64(k.Places[0].Section))
	} else {
		v = appendPlaces(v, k.Places)
	}
	b.value = v
}

// sorted is a posting as it comes back.
type sorted struct {
	folder, file, flags, rank, line, count int64
	form                                   []byte
	places                                 any
}

func (p *sorted) decode(key, v []byte) {
	p.folder, v = cutOrdered(v)
	p.file, v = cutOrdered(v)
	p.flags, v = int64(v[0]), v[1:]
	p.rank, v = cutUvarint(v)
	p.line, v = cutUvarint(v)
	p.count, v = cutUvarint(v)
	size, v := cutUvarint(v)
	p.form = key
	if size > 0 {
		p.form, v = v[:size-1], v[size-1:]
	}
	if v[0] == 0 {
		section, _ := cutUvarint(v[1:])
		p.places = section
	} else {
		p.places = string(v)
	}
}

// appendOrdered writes a number that is not negative so that the bytes compare as
// the numbers do: how many bytes it has, and these.
func appendOrdered(b []byte, n int64) []byte {
	var wide [8]byte
	binary.BigEndian.PutUint64(wide[:], uint64(n))
	digits := bytes.TrimLeft(wide[:], "\x00")
	return append(append(b, byte(len(digits))), digits...)
}

// cutOrdered reads what appendOrdered wrote, and returns what follows.
func cutOrdered(b []byte) (n int64, rest []byte) {
	end := 1 + int(b[0])
	for _, c := range b[1:end] {
		n = n<<8 | int64(c)
	}
	return n, b[end:]
}

func cutUvarint(b []byte) (int64, []byte) {
	n, size := binary.Uvarint(b)
	return int64(n), b[size:]
}

// merger turns sorted postings into rows.
type merger struct {
	update *Update
	next   sorted

	// The keyword at hand.
	id          int64
	key         []byte
	files       int64
	treated     int64
	occurrences int64
	kinds       int64
	tally       tally
	forms       []string
	formFiles   []int64 // of each form
	ends        []placed
	tree        subtree

	// The file at hand.
	file        int64
	fileTreated bool
	fileForms   []int // ordinals
	fileTally   fileTally
	places      [2][]Place // of the first posting, and of another

	keywords, variants, folds *inserter
}

// placed says how many files of a folder hold the keyword at hand.
type placed struct{ folder, files int64 }

// finishBulk makes the rows of all postings, keywords, variants and words.
func (u *Update) finishBulk() error {
	err := u.region("rows of keywords", u.mergePostings)
	if err == nil {
		err = u.region("packing tables", u.takeTwins)
	}
	if err == nil {
		err = u.region("making indexes", u.conn.makeIndexes)
	}
	if closing := u.bulk.close(); err == nil {
		err = closing
	}
	return err
}

// region does a part of the work, and shows it in an execution trace.
func (u *Update) region(name string, do func() error) error {
	defer trace.StartRegion(context.Background(), name).End()
	return do()
}

// mergePostings reads the sorted postings and makes rows of them.
func (u *Update) mergePostings() error {
	c := u.conn
	m := merger{
		update: u, keywords: newInserter(c, `INSERT INTO keyword VALUES`, 9), variants: newInserter(c, `INSERT INTO variant VALUES`, 4),
		folds: newInserter(c, `INSERT INTO fold VALUES`, 4),
	}
	rows := []*inserter{u.postings, m.keywords, m.variants, m.folds}
	feeder := newFeeder(rows...)
	err := u.bulk.postings.Each(m.take)
	if err == nil {
		err = m.endKeyword()
	}
	for _, one := range rows {
		if err == nil {
			err = one.flush()
		}
	}
	if failure := feeder.close(rows...); err == nil {
		err = failure
	}
	u.bulk.keywords = m.id
	if err == nil {
		err = u.bulk.words.insert(c)
	}
	return err
}

// takeTwins moves the rows of all twins to their tables.
func (u *Update) takeTwins() error {
	for _, table := range denseTables {
		if err := u.conn.takeTwin(table); err != nil {
			return err
		}
	}
	return nil
}

// take adds the next posting.
func (m *merger) take(key, value []byte) error {
	if m.id == 0 || !bytes.Equal(key, m.key) {
		if err := m.endKeyword(); err != nil {
			return err
		}
		m.id++
		m.key = append(m.key[:0], key...)
		m.files, m.treated, m.occurrences, m.kinds, m.file = 0, 0, 0, 0, 0
		m.tally.reset()
		m.forms, m.formFiles, m.ends = m.forms[:0], m.formFiles[:0], m.ends[:0]
	}
	p := &m.next
	p.decode(key, value)
	if p.file != m.file {
		m.endFile()
		m.file = p.file
		if n := len(m.ends); n > 0 && m.ends[n-1].folder == p.folder {
			m.ends[n-1].files++
		} else {
			m.ends = append(m.ends, placed{p.folder, 1})
		}
	}
	form := m.ordinalOf(p.form)
	m.fileTreated = m.fileTreated || Treats(flagRole(p.flags))
	m.occurrences += p.count
	m.kinds |= 1 << flagKind(p.flags)
	if err := m.countPlaces(p); err != nil {
		return err
	}
	return m.update.postings.add(m.id, p.folder, p.file, p.flags, p.rank, int64(form), p.line, p.count, p.places)
}

// countPlaces counts the places of a posting.
func (m *merger) countPlaces(p *sorted) error {
	room := &m.places[min(m.fileTally.postings, 1)]
	k := Keyword{Kind: flagKind(p.flags), Role: flagRole(p.flags), Definition: flagDefinition(p.flags), Places: (*room)[:0]}
	if err := unpackPlaces(p.places, &k); err != nil {
		return err
	}
	*room = k.Places
	m.fileTally.add(&m.tally, &k)
	return nil
}

// ordinalOf returns the ordinal of a form, and notes that the file has it.
func (m *merger) ordinalOf(form []byte) int {
	at := 0
	for at < len(m.forms) && m.forms[at] != string(form) {
		at++
	}
	if at == len(m.forms) {
		m.forms, m.formFiles = append(m.forms, string(form)), append(m.formFiles, 0)
	}
	for _, known := range m.fileForms {
		if known == at {
			return at
		}
	}
	m.fileForms = append(m.fileForms, at)
	return at
}

// endFile counts the file at hand.
func (m *merger) endFile() {
	if m.file == 0 {
		return
	}
	m.files++
	if m.fileTreated {
		m.treated++
	}
	for _, at := range m.fileForms {
		m.formFiles[at]++
	}
	m.fileTreated, m.fileForms = false, m.fileForms[:0]
	m.fileTally.reset()
}

// endKeyword adds the rows of the keyword at hand, all but the postings.
func (m *merger) endKeyword() error {
	if m.id == 0 {
		return nil
	}
	if err := m.update.stopped(); err != nil {
		return err
	}
	m.endFile()
	best := 0
	for i := range m.forms {
		if m.formFiles[i] > m.formFiles[best] || m.formFiles[i] == m.formFiles[best] && m.forms[i] < m.forms[best] {
			best = i
		}
	}
	if err := m.keywords.add(m.id, string(m.key), int64(best), m.files, m.treated, m.occurrences, m.kinds, m.tally.places, m.tally.packed()); err != nil {
		return err
	}
	for i, form := range m.forms {
		if err := m.variants.add(m.id, int64(i), form, m.formFiles[i]); err != nil {
			return err
		}
	}
	if err := m.update.bulk.words.add(m.id, m.forms); err != nil {
		return err
	}
	return m.fold()
}

// fold counts the keyword in the folders that hold it.
func (m *merger) fold() error {
	folders := m.update.folders.byID
	if len(m.ends) == 1 && m.files <= FoldOver {
		for f := folders[m.ends[0].folder]; f != nil; f = f.parent {
			f.keywords++
		}
		return nil
	}
	m.tree.reset()
	for _, one := range m.ends {
		m.tree.climb(folders[one.folder], one.files)
	}
	for id, n := range m.tree.total {
		folders[id].keywords++
		if m.files > FoldOver {
			if err := m.folds.add(id, m.id, n, m.tree.top(id)); err != nil {
				return err
			}
		}
	}
	return nil
}

// denseTables are those WITHOUT ROWID that hold most of an index. Rows that are
// appended to such a table leave an eighth of its pages empty: SQLite expects that
// others come in between. What it copies whole from a table of the same shape, it
// packs. So their rows go to temporary twins first.
var denseTables = [...]string{"posting", "variant", "section", "link", "fold", "file_flag", "word", "target"}

// makeTwin makes a temporary table that goes by the name of a table until
// takeTwin.
func (c *conn) makeTwin(table string) error {
	r, _, err := c.first(`SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?`, table)
	if err != nil {
		return err
	}
	_, columns, _ := strings.Cut(r.text(0), "(")
	return c.execOnce(`CREATE TEMP TABLE ` + table + ` (` + columns)
}

// takeTwin moves the rows of a twin to its table, which is empty.
func (c *conn) takeTwin(table string) error {
	return c.execAll(`INSERT INTO main.`+table+` SELECT * FROM temp.`+table, `DROP TABLE temp.`+table)
}
