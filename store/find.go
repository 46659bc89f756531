package store

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"kwic/scan/extract"
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
	In         func(path string) bool // only documents for which it is true; nil for all
	Offset     int                    // places to pass over
	Limit      int                    // places to return; 0 for all
	Count      bool                   // count all places
	Brief      bool                   // of the places Level, Kind, Role, Definition and Path are enough
}

// Found is what a search finds. Places stand in the order of their level, then
// those that treat their keyword before those that mention it, the documents
// about it first.
type Found struct {
	Places   []FoundPlace
	Total    int  // of all places, whatever Limit; only with Count
	More     bool // there are places behind the last one returned
	Keywords int  // keywords that answer, wherever they stand; of all levels only with Count
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
	EndLine    int    // by Describe: last line of the section
	File       *FoundFile

	ordinal int // of the section
}

// FoundFile is what is known of the content in which places were found.
type FoundFile struct {
	Content
	Path  string
	Title string

	id       int64
	sections []Section
	top      int
}

// candidate is a place before it is known whether it will be shown.
type candidate struct {
	keyword, file int64
	rank          int32
	flags         int16
	section       int32
	line          int32 // 0 where the row of the posting has it
	level         Level
	role          Role
	kind          Kind
	definition    bool
}

// finder is one search.
type finder struct {
	*Search
	ctx    context.Context
	conn   *conn
	seen   map[int64]bool // keywords that have answered
	all    []candidate
	files  map[int64]*FoundFile
	inside map[int64]bool // what In said of files
}

// Find looks for a keyword. A search that finds nothing is no error.
func (q *Query) Find(ctx context.Context, s *Search) (*Found, error) {
	f := &finder{Search: s, ctx: ctx, conn: q.conn, seen: make(map[int64]bool), files: make(map[int64]*FoundFile), inside: make(map[int64]bool)}
	found, err := f.find()
	return found, asDamage(err)
}

func (f *finder) find() (*Found, error) {
	steps := []func() error{f.folded, f.prefix, f.subWord, f.subPrefix}
	if f.Regexp != nil {
		steps = []func() error{f.matching}
	}
	sorted := 0
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
		slices.SortFunc(f.all[sorted:], compareCandidates)
		sorted = len(f.all)
		if !f.Count && f.Limit > 0 && sorted > f.Offset+f.Limit {
			break
		}
	}
	found := &Found{Keywords: len(f.seen)}
	if f.Count {
		found.Total = len(f.all)
	}
	from, to := min(f.Offset, len(f.all)), len(f.all)
	if f.Limit > 0 {
		to = min(to, from+f.Limit)
	}
	found.More = to < len(f.all)
	if err := f.settle(from, to); err != nil {
		return nil, err
	}
	for i := from; i < to; i++ {
		p, err := f.place(&f.all[i])
		if err != nil {
			return nil, err
		}
		found.Places = append(found.Places, p)
	}
	return found, nil
}

// compareCandidates orders places as far as it costs nothing.
func compareCandidates(a, b candidate) int {
	return cmp.Or(cmp.Compare(a.level, b.level), cmp.Compare(a.role, b.role), cmp.Compare(a.rank, b.rank))
}

// settle orders the candidates from one to another for good: by path and
// section where all else is equal. Paths are looked up for these alone.
func (f *finder) settle(from, to int) error {
	for from < to {
		first := &f.all[from]
		start, end := from, from+1
		for start > 0 && compareCandidates(f.all[start-1], *first) == 0 {
			start--
		}
		for end < len(f.all) && compareCandidates(f.all[end], *first) == 0 {
			end++
		}
		group := f.all[start:end]
		for i := range group {
			if _, err := f.file(group[i].file); err != nil {
				return err
			}
		}
		slices.SortFunc(group, func(a, b candidate) int {
			return cmp.Or(strings.Compare(f.files[a.file].Path, f.files[b.file].Path), cmp.Compare(a.section, b.section))
		})
		from = end
	}
	return nil
}

// folded finds the keywords that are what is looked for.
func (f *finder) folded() error {
	spaced := strings.Join(strings.Fields(f.Text), " ")
	for _, key := range extract.Keys(f.Text) {
		r, found, err := f.conn.first(`SELECT id FROM keyword WHERE key = ?`, key)
		if err != nil || !found {
			if err != nil {
				return err
			}
			continue
		}
		level := Folded
		_, exact, err := f.conn.first(`SELECT 1 FROM variant WHERE keyword = ? AND form = ?`, r.int(0), spaced)
		if err != nil {
			return err
		}
		if exact {
			level = Exact
		}
		if err := f.take(r.int(0), level); err != nil {
			return err
		}
	}
	return nil
}

// prefix finds the keywords that begin with what is looked for.
func (f *finder) prefix() error {
	from, to := Range(extract.Keys(f.Text)[0])
	if from == "" {
		return nil
	}
	var ids []int64
	err := f.conn.each(`SELECT id FROM keyword WHERE key >= ? AND key < ?`, func(r row) error {
		ids = append(ids, r.int(0))
		return nil
	}, from, to)
	if err != nil {
		return err
	}
	return f.takeAll(ids, Prefix)
}

func (f *finder) parts() []string {
	parts := extract.AppendParts(nil, f.Text)
	slices.Sort(parts)
	return slices.Compact(parts)
}

// subWord finds the keywords that have all parts of what is looked for.
func (f *finder) subWord() error {
	ids, err := f.conn.withParts(f.parts(), func(part string) (from, to string) { return part, part + "\x00" })
	if err != nil {
		return err
	}
	return f.takeAll(ids, SubWord)
}

// subPrefix finds those that have parts which begin so. A single letter of the
// alphabet would find everything, and counts as a whole word only.
func (f *finder) subPrefix() error {
	ids, err := f.conn.withParts(f.parts(), func(part string) (from, to string) {
		if len(part) == 1 {
			return part, part + "\x00"
		}
		return Range(part)
	})
	if err != nil {
		return err
	}
	return f.takeAll(ids, SubPrefix)
}

// withParts returns the keywords, by id, that have for every part one in the
// range that within gives for it. Keywords of no parts are none.
func (c *conn) withParts(parts []string, within func(part string) (from, to string)) (ids []int64, err error) {
	for i, part := range parts {
		from, to := within(part)
		var one []int64
		rows := 0
		err := c.each(`SELECT keywords FROM word WHERE word >= ? AND word < ?`, func(r row) (err error) {
			rows++
			one, err = unpackIDs(one, r.blob(0))
			return err
		}, from, to)
		if err != nil {
			return nil, err
		}
		if rows > 1 {
			slices.Sort(one)
			one = slices.Compact(one)
		}
		ids = narrowed(ids, one, i == 0)
	}
	return ids, nil
}

// matching finds the keywords of which the regular expression matches a form.
func (f *finder) matching() error {
	var ids []int64
	last := int64(-1)
	err := f.conn.each(`SELECT keyword, form FROM variant`, func(r row) error {
		if id := r.int(0); id != last && f.Regexp.MatchString(r.text(1)) {
			ids = append(ids, id)
			last = id
		}
		return f.ctx.Err()
	})
	if err != nil {
		return err
	}
	return f.takeAll(ids, Exact)
}

func (f *finder) takeAll(ids []int64, level Level) error {
	for _, id := range ids {
		if err := f.take(id, level); err != nil {
			return err
		}
	}
	return nil
}

// take adds the places of a keyword, unless it has answered before.
func (f *finder) take(id int64, level Level) error {
	if f.seen[id] {
		return nil
	}
	if err := f.ctx.Err(); err != nil {
		return err
	}
	f.seen[id] = true
	k := Keyword{}
	start, postings := len(f.all), 0 // of the file at hand
	file := int64(-1)
	end := func() {
		if postings > 1 {
			f.all = append(f.all[:start], onePerSection(f.all[start:])...)
		}
	}
	err := f.conn.each(`SELECT file, rank, flags, places FROM posting WHERE keyword = ?`, func(r row) error {
		if one := r.int(0); one != file {
			end()
			file, start, postings = one, len(f.all), 0
		}
		flags := r.int(2)
		kind := flagKind(flags)
		if f.Kinds != 0 && f.Kinds&(1<<kind) == 0 || f.Definition && !flagDefinition(flags) {
			return nil
		}
		if inside, err := f.isInside(file); err != nil || !inside {
			return err
		}
		k.Kind, k.Role, k.Places = kind, flagRole(flags), k.Places[:0]
		if err := unpackPlaces(r.value(3), &k); err != nil {
			return err
		}
		postings++
		for _, p := range k.Places {
			if f.Roles != 0 && f.Roles&(1<<p.Role) == 0 {
				continue
			}
			f.all = append(f.all, candidate{
				keyword: id, file: file, rank: int32(r.int(1)), flags: int16(flags), section: int32(p.Section), line: int32(p.Line),
				level: level, role: p.Role, kind: kind, definition: flagDefinition(flags),
			})
		}
		return nil
	}, id)
	end()
	return err
}

// onePerSection leaves the best place of every section: a keyword of several
// kinds is one keyword to a reader.
func onePerSection(places []candidate) []candidate {
	slices.SortFunc(places, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.section, b.section), cmp.Compare(a.role, b.role), cmp.Compare(a.rank, b.rank))
	})
	return slices.CompactFunc(places, func(a, b candidate) bool { return a.section == b.section })
}

// isInside asks In, once a file.
func (f *finder) isInside(file int64) (bool, error) {
	if f.In == nil {
		return true, nil
	}
	inside, asked := f.inside[file]
	if !asked {
		one, err := f.file(file)
		if err != nil {
			return false, err
		}
		inside = f.In(one.Path)
		f.inside[file] = inside
	}
	return inside, nil
}

// file returns what is known of a file.
func (f *finder) file(id int64) (*FoundFile, error) {
	if one := f.files[id]; one != nil {
		return one, nil
	}
	r, _, err := f.conn.first(`SELECT path, CASE title WHEN '' THEN name ELSE title END, language, sha256 FROM file WHERE id = ?`, id)
	if err != nil {
		return nil, err
	}
	one := &FoundFile{id: id, Path: r.text(0), Title: r.text(1), Content: Content{Language: r.text(2)}}
	copy(one.SHA256[:], r.blob(3))
	f.files[id] = one
	return one, nil
}

// place loads a place.
func (f *finder) place(c *candidate) (FoundPlace, error) {
	file, err := f.file(c.file)
	if err != nil {
		return FoundPlace{}, err
	}
	p := FoundPlace{
		Level: c.level, Kind: c.kind, Role: c.role, Definition: c.definition, Path: file.Path, Title: file.Title,
		Line: int(c.line), File: file, ordinal: int(c.section),
	}
	if f.Brief {
		return p, nil
	}
	r, _, err := f.conn.first(`SELECT k.key, v.form, p.line FROM posting p JOIN keyword k ON k.id = p.keyword JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form
		WHERE p.file = ? AND p.flags = ? AND p.keyword = ?`, c.file, int64(c.flags), c.keyword)
	p.Key, p.Form = r.text(0), r.text(1)
	if c.line == 0 {
		p.Line = int(r.int(2))
	}
	return p, err
}

// Describe adds to a place what is told of its section.
func (q *Query) Describe(p *FoundPlace) error {
	file := p.File
	if file.sections == nil {
		sections, err := q.conn.sections(file.id)
		if err != nil {
			return asDamage(err)
		}
		file.sections, file.top = sections, TopHeading(sections)
	}
	if err := checkKeyword(&Keyword{Kind: p.Kind, Role: p.Role, Places: []Place{{Section: p.ordinal, Role: p.Role}}}, len(file.sections)); err != nil {
		return err
	}
	s := &file.sections[p.ordinal]
	p.Section, p.Anchor, p.EndLine = SectionPath(file.sections, file.top, p.ordinal), s.Anchor, s.EndLine
	return nil
}

// narrowed returns the keywords of ids, sorted, that are in one too, which is
// sorted; all of one where it is the first condition.
func narrowed(ids, one []int64, first bool) []int64 {
	if first {
		return one
	}
	return slices.DeleteFunc(ids, func(id int64) bool {
		_, both := slices.BinarySearch(one, id)
		return !both
	})
}
