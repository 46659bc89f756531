package store

import (
	"context"
	"encoding/binary"
	"math"
	"regexp"
	"slices"
	"strings"

	"kwic/scan/extract"
	"kwic/store/sorter"
)

// Level says how a keyword answers to what is looked for, the best first.
type Level uint8

const (
	Exact     Level = iota // a form of it is what is looked for
	Folded                 // as above, but for case or a plural s
	Prefix                 // it begins so
	SubWord                // its words are the words looked for, and others
	SubPrefix              // its words begin as the words looked for
)

var levelNames = [...]string{"exact", "folded", "prefix", "sub-word", "sub-word"}

// String returns the level's name: "exact", "folded", "prefix" or "sub-word".
func (l Level) String() string { return levelNames[l] }

// Search says what is looked for, and where.
type Search struct {
	Text       string
	Regexp     *regexp.Regexp         // instead of Text: keywords of which it matches a form
	Kinds      uint16                 // 1 << kind for every kind that counts; 0 for all
	Roles      uint8                  // 1 << role for every role that counts; 0 for all
	Definition bool                   // only documents that define the keyword
	In         func(path string) bool // only documents for which it is true; nil for all. It may be called by two goroutines at once
	Offset     int                    // places to pass over
	Limit      int                    // places to return; 0 for all
	Count      bool                   // count all places
	Brief      bool                   // places need no Key and Form (see Complete), their files only a Path (see Fill), and no order where all are asked for
	Documents  bool                   // a place of each document alone, one that stands before all others of it, as brief; Total and More are not told
}

// Found is what a search finds. Places stand in tiers: those of the keywords
// that are written so, of those that differ in case or a plural s, that begin
// so, and that have the words among theirs. Within a tier, places that treat
// their keyword come before those that mention it, whole words before
// beginnings of words, the documents about it first. The keywords of a tier of
// more than widest uses come in the order of their keys instead, the best place
// of each first: bringing all of them into the order of their places would take
// as long as there are uses.
type Found struct {
	Places   []FoundPlace
	Total    int  // of all places, whatever Limit; only with Count, after Wait
	More     bool // there are places behind the last one returned
	Keywords int  // keywords that answer, wherever they stand; of all levels only with Count, after Wait

	counting *counting
}

// Wait completes Total and Keywords of a search with Count. It must come before
// the next search and the end of the Query.
func (f *Found) Wait() (err error) {
	if f.counting == nil {
		return nil
	}
	f.Total, f.Keywords, err = f.counting.wait()
	f.counting = nil
	return asDamage(err)
}

// FoundPlace is a section that holds a keyword.
type FoundPlace struct {
	Level      Level
	Key        string
	Form       string // the one that the document uses most
	Kind       Kind
	Role       Role
	Definition bool
	Path       string
	Line       int    // first line on which the keyword stands there
	Title      string // the document's
	Section    string // by Describe: the section's title with its parents' before it; "" for the document itself
	Anchor     string // by Describe
	EndLine    int    // by Describe: last line of the section, Line where that stands apart, as a method may from its class
	File       *FoundFile
	Ordinal    int // of the section

	keyword int64 // with flags, what finds its posting in the file
	flags   int64
}

// FoundFile is what is known of the content in which places were found.
type FoundFile struct {
	Content
	Path  string
	Title string
	Size  int64 // bytes

	id       int64
	filled   bool // all but Path is known
	sections []Section
	top      int
}

// Heading returns the section that stands for the whole file beside section 0:
// a document's TopHeading. What a source file defines does not: its title is its
// name.
func (f *FoundFile) Heading(sections []Section) int {
	if extract.Language(f.Language).Class() == extract.ClassSource {
		return 0
	}
	return TopHeading(sections)
}

// candidate is a place before it is known whether it will be shown.
type candidate struct {
	keyword, file int64
	rank          int32
	flags         int16
	section       int32
	line          int32 // 0 where the row of the posting has it
	order         int32 // of the keyword in a wide tier, else 0
	later         bool  // in a wide tier: not the best place of its keyword
	level         Level
	role          Role
	kind          Kind
	definition    bool
}

// finder is one search.
type finder struct {
	*Search
	ctx               context.Context
	conn              *conn
	seen              map[int64]bool  // keywords that have answered
	all               []candidate     // of the tiers that are done, in their order
	tier              []candidate     // of the one at hand
	order             int32           // of the keyword at hand, in a wide tier
	tally             tally           // for its memory
	worded            bool            // the last tier's keywords are looked up:
	whole, begun      []int64         // by their words, and by beginnings of these
	known             []answer        // of the last tier, once they were found
	leave             func([]answer)  // of a count beside: takes the keywords of the last tier
	left              func() []answer // gives what a count beside left, if anything
	files             map[int64]*FoundFile
	paths             map[int64]string // of files
	every             []ordered        // the paths of all files, by id; nil until they are read
	lookups, patience int              // of paths, and at how many it is asked whether to read all
	inside            map[int64]bool   // what In said of files
	insides                            // of all files

	// Of FindEach:
	sorted          *sorter.Sorter // places
	folder          string         // that holds their temporary file
	total, keywords int
	record          []byte // of a place, for its memory
	rest            [4 * binary.MaxVarintLen64]byte
}

// insides is what In said of all files, once it was asked about all.
type insides struct {
	within      []bool // by id
	allInside   bool   // it is true for all
	firstInside int64  // with lastInside, the first and last id for which it is
	lastInside  int64
}

// ordered is a path, and how many paths stand before it.
type ordered struct {
	path  string
	order int
}

// Find looks for a keyword. A search that finds nothing is no error. With Count, it
// may go on counting until Wait or Close.
func (q *Query) Find(ctx context.Context, s *Search) (*Found, error) {
	f := newFinder(ctx, q.conn, s)
	var c *counting
	if s.Count {
		var err error
		if c, err = q.startCount(f); err != nil {
			return nil, asDamage(err)
		}
	}
	found, err := f.find()
	if err != nil {
		return nil, asDamage(err)
	}
	found.counting = c
	return found, nil
}

func newFinder(ctx context.Context, c *conn, s *Search) *finder {
	return &finder{Search: s, ctx: ctx, conn: c, seen: make(map[int64]bool), files: make(map[int64]*FoundFile), paths: make(map[int64]string), inside: make(map[int64]bool)}
}

func (f *finder) find() (*Found, error) {
	found := &Found{}
	for _, t := range f.tiers() {
		if err := f.collect(t); err != nil {
			return nil, err
		}
		f.endTier()
		if f.enough(len(f.all)) {
			break
		}
	}
	found.Keywords = len(f.seen)
	from, to := min(f.Offset, len(f.all)), min(f.end(), len(f.all))
	found.More = to < len(f.all)
	if f.Documents {
		f.all = onePerFile(f.all)
		to = len(f.all)
	}
	if f.Documents || f.Brief {
		if err := f.readPaths(to - from); err != nil {
			return nil, err
		}
	}
	if !f.unordered() {
		if err := f.settle(from, to); err != nil {
			return nil, err
		}
	}
	found.Places = make([]FoundPlace, 0, to-from)
	for i := from; i < to; i++ {
		p, err := f.place(&f.all[i])
		if err != nil {
			return nil, err
		}
		found.Places = append(found.Places, p)
	}
	return found, nil
}

// onePerFile leaves the first place of each file.
func onePerFile(places []candidate) []candidate {
	seen := make(map[int64]bool)
	return slices.DeleteFunc(places, func(c candidate) bool {
		before := seen[c.file]
		seen[c.file] = true
		return before
	})
}

// enough reports whether n places hold all that will be shown, and one more,
// which tells that there is more.
func (f *finder) enough(n int) bool { return n > f.end() }

// end returns how many places there are at most up to the last one to return.
func (s *Search) end() int {
	const all = math.MaxInt - 1 // to which one can still be added
	if s.Limit <= 0 || s.Limit > all-s.Offset {
		return all
	}
	return s.Offset + s.Limit
}

// manyPaths is from how many on the paths of all files may be read, and
// oneOfPaths the part of them that is looked up in the time that reading all takes.
const (
	manyPaths  = 500
	oneOfPaths = 5
)

// readPaths reads the paths of all files where looking up n would take longer.
func (f *finder) readPaths(n int) error {
	if n < manyPaths || f.every != nil {
		return nil
	}
	r, _, err := f.conn.first(`SELECT max(id) FROM file`)
	if err != nil || r.int(0) > int64(oneOfPaths*n) {
		return err
	}
	f.every = make([]ordered, r.int(0)+1)
	n = 0
	return f.conn.each(`SELECT id, path FROM file ORDER BY path`, func(r row) error {
		f.every[r.int(0)] = ordered{r.text(1), n}
		n++
		return nil
	})
}

// orderOf returns how many paths stand before a file's, once all are read.
func (f *finder) orderOf(id int64) int {
	if id < 0 || id >= int64(len(f.every)) {
		return len(f.every) // of a damaged index
	}
	return f.every[id].order
}

// path returns a file's path. Very many are asked for, for the order of places
// that are never shown.
func (f *finder) path(id int64) (path string, err error) {
	if id > 0 && id < int64(len(f.every)) {
		return f.every[id].path, nil
	}
	path, known := f.paths[id]
	if known {
		return path, nil
	}
	if f.lookups++; f.lookups == max(f.patience, manyPaths) {
		f.patience = 2 * f.lookups
		if err := f.readPaths(f.lookups); err != nil {
			return "", err
		}
	}
	err = f.conn.each(`SELECT path FROM file WHERE id = ?`, func(r row) error {
		path = r.text(0)
		return nil
	}, id)
	f.paths[id] = path
	return path, err
}

// file returns what is known of a file.
func (f *finder) file(id int64) (*FoundFile, error) {
	if one := f.files[id]; one != nil {
		return one, nil
	}
	one := &FoundFile{id: id}
	f.files[id] = one
	if !f.Brief && !f.Documents {
		return one, f.conn.fill(one)
	}
	path, err := f.path(id)
	one.Path = path
	return one, err
}

// titleOrName is the title of a row of file as SQL: the last part of its path
// where the document names none. What is taken from the path's end are the
// characters of it that are no slash.
const titleOrName = `CASE title WHEN '' THEN substr(path, length(rtrim(path, replace(path, '/', ''))) + 1) ELSE title END`

// File returns a file of the index by its path alone: see Fill.
func (q *Query) File(path string) *FoundFile { return &FoundFile{Path: path} }

// Fill adds all that is known of a file to one of a brief search.
func (q *Query) Fill(file *FoundFile) error { return asDamage(q.conn.fill(file)) }

func (c *conn) fill(file *FoundFile) error {
	if file.filled {
		return nil
	}
	query, by := `SELECT path, `+titleOrName+`, language, sha256, size, id FROM file WHERE id = ?`, any(file.id)
	if file.id == 0 {
		query, by = strings.Replace(query, `id = ?`, `path = ?`, 1), file.Path
	}
	r, _, err := c.first(query, by)
	if err != nil {
		return err
	}
	file.Path, file.Title, file.Size, file.Language, file.id, file.filled = r.text(0), r.text(1), r.int(4), r.text(2), r.int(5), true
	copy(file.SHA256[:], r.blob(3))
	return nil
}

// place loads a place.
func (f *finder) place(c *candidate) (FoundPlace, error) {
	file, err := f.file(c.file)
	if err != nil {
		return FoundPlace{}, err
	}
	p := FoundPlace{
		Level: c.level, Kind: c.kind, Role: c.role, Definition: c.definition, Path: file.Path, Title: file.Title,
		Line: int(c.line), File: file, Ordinal: int(c.section), keyword: c.keyword, flags: int64(c.flags),
	}
	if f.Brief || f.Documents {
		return p, nil
	}
	return p, f.conn.complete(&p)
}

// Complete adds Key and Form to a place of a brief search.
func (q *Query) Complete(p *FoundPlace) error { return asDamage(q.conn.complete(p)) }

func (c *conn) complete(p *FoundPlace) error {
	r, _, err := c.first(`SELECT k.key, v.form, p.line FROM posting p JOIN keyword k ON k.id = p.keyword JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form
		WHERE p.file = ? AND p.flags = ? AND p.keyword = ?`, p.File.id, p.flags, p.keyword)
	p.Key, p.Form = r.text(0), r.text(1)
	if p.Line == 0 {
		p.Line = int(r.int(2))
	}
	return err
}

// Describe adds to a place what is told of its section.
func (q *Query) Describe(p *FoundPlace) error {
	if err := q.conn.outline(p.File); err != nil {
		return asDamage(err)
	}
	return describe(p)
}

// outline loads the sections of a file.
func (c *conn) outline(file *FoundFile) error {
	if file.sections != nil {
		return nil
	}
	sections, err := c.sections(file.id)
	if err == nil {
		file.sections, file.top = sections, file.Heading(sections)
	}
	return err
}

// describe is Describe of a place whose file's sections are there.
func describe(p *FoundPlace) error {
	file := p.File
	if err := checkKeyword(&Keyword{Kind: p.Kind, Role: p.Role, Places: []Place{{Section: p.Ordinal, Role: p.Role}}}, len(file.sections)); err != nil {
		return err
	}
	s := &file.sections[p.Ordinal]
	p.Section, p.Anchor, p.EndLine = SectionPath(file.sections, file.top, p.Ordinal), s.Anchor, max(s.EndLine, p.Line)
	return nil
}

// Beside returns all places of a place's file that the keyword has there as the
// same kind, itself among them, in the order of their sections and as Describe
// leaves them.
func (q *Query) Beside(p *FoundPlace) ([]FoundPlace, error) {
	if err := q.conn.outline(p.File); err != nil {
		return nil, asDamage(err)
	}
	r, found, err := q.conn.first(`SELECT places, line FROM posting WHERE file = ? AND flags = ? AND keyword = ?`, p.File.id, p.flags, p.keyword)
	if err != nil || !found {
		return nil, asDamage(err)
	}
	k := Keyword{Role: flagRole(p.flags), Line: int(r.int(1))}
	if err := unpackPlaces(r.value(0), &k); err != nil {
		return nil, err
	}
	all := make([]FoundPlace, len(k.Places))
	for i, one := range k.Places {
		all[i] = *p
		all[i].Ordinal, all[i].Role, all[i].Line = one.Section, one.Role, one.Line
		if err := describe(&all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}
