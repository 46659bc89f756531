package store

import (
	"bytes"
	"iter"
	"math"
	"slices"
	"strconv"

	"kwic/scan/extract"

	sqlite3 "modernc.org/sqlite/lib"
)

// keywordSet is some rows k of the table keyword.
type keywordSet struct {
	from, where string // SQL
	args        []any  // of both
}

// ofIDs joins keywords to a list of their ids: SQLite looks each up as it comes.
// With "id IN" it would sort the list first, which takes as long again.
const ofIDs = `json_each(?) j CROSS JOIN keyword k ON k.id = j.value`

// countAll counts the places and the keywords of all tiers. Only where In asks for
// paths, or where a section holds a keyword as several kinds, are postings read.
func (f *finder) countAll() (places, keywords int, err error) {
	sets, err := f.keywordSets()
	if err != nil {
		return 0, 0, err
	}
	c := placeCounter{finder: f}
	if f.leave != nil {
		last := len(sets) - 1
		if keywords, err = c.countLastTier(sets[last]); err != nil {
			return 0, 0, err
		}
		sets = sets[:last]
	}
	for _, set := range sets {
		if err := f.ctx.Err(); err != nil {
			return 0, 0, err
		}
		n, err := c.countSet(set)
		if err != nil {
			return 0, 0, err
		}
		keywords += n
	}
	return c.sum, keywords, nil
}

// keywordSets returns the keywords that answer, each in one set.
func (f *finder) keywordSets() ([]keywordSet, error) {
	if f.Regexp != nil {
		var ids []int64
		err := f.matching(func(one answer) error {
			ids = append(ids, one.id)
			return nil
		})
		return []keywordSet{{ofIDs, `true`, []any{jsonOf(ids)}}}, err
	}
	keys := extract.Keys(f.Text)
	from, to := Range(keys[0])
	first, last := keys[0], keys[len(keys)-1]
	if from == "" { // begins everything, and is no keyword
		from, to = "\xff", "\xff"
	}
	ids, err := f.partIDs()
	if err != nil {
		return nil, err
	}
	return []keywordSet{
		{`keyword k`, `k.key >= ? AND k.key < ?`, []any{from, to}},
		{`keyword k`, `k.key IN (?, ?) AND NOT (k.key >= ? AND k.key < ?)`, []any{first, last, from, to}},
		{ofIDs, `NOT (k.key >= ? AND k.key < ?) AND k.key NOT IN (?, ?)`, []any{jsonOf(ids), from, to, first, last}},
	}, nil
}

// partIDs returns the keywords of the last tier, and maybe of others.
func (f *finder) partIDs() ([]int64, error) {
	_, ids, err := f.withWords()
	if err != nil || len(extract.SignedWords(f.Text)) == 0 {
		return ids, err
	}
	answers, err := f.signed(ids, SubPrefix, nil)
	ids = make([]int64, 0, len(answers))
	for _, one := range answers {
		ids = append(ids, one.id)
	}
	return ids, err
}

// jsonOf writes numbers for json_each.
func jsonOf(ids []int64) string {
	b := append(make([]byte, 0, 8*len(ids)+2), '[')
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, id, 10)
	}
	return string(append(b, ']'))
}

// placeCounter counts places. Those that postings tell are counted posting by
// posting: those of one keyword in one file follow each other, and share sections.
type placeCounter struct {
	*finder
	sum      int
	keyword  int64  // the one at hand
	file     int64  // the one at hand
	postings int    // of it
	number   int64  // places of its first posting: the ordinal of the only one,
	packed   []byte // or all of them, as they are packed
	flags    int64  // of its first posting
	sections map[int]bool
	k        Keyword // for its memory
}

// countSet adds the places of a set, and returns how many keywords it has.
func (c *placeCounter) countSet(set keywordSet) (keywords int, err error) {
	if c.In != nil {
		return c.countWithin(set)
	}
	return c.countSums(set)
}

// countSums is countSet without In.
func (c *placeCounter) countSums(set keywordSet) (keywords int, err error) {
	if !c.choosy() {
		r, _, err := c.conn.first(`SELECT count(*), sum(k.places) FROM `+set.from+` WHERE `+set.where, set.args...)
		c.sum += int(r.int(1))
		return int(r.int(0)), err
	}
	plain, single := c.letThrough()
	r, _, err := c.conn.first(`SELECT count(*), sum(CASE WHEN k.cells IS NULL THEN iif(k.kinds & ?, k.places, 0) WHEN k.cells IN (SELECT value FROM json_each(?)) THEN k.places END)
		FROM `+set.from+` WHERE `+set.where, append([]any{plain, jsonOf(single)}, set.args...)...)
	if err != nil {
		return 0, err
	}
	c.sum += int(r.int(1))
	return int(r.int(0)), c.countSeveral(set)
}

// letThrough returns the kinds of places that mention and define nothing, and the
// flags of places, that a search lets through.
func (f *finder) letThrough() (plain int64, single []int64) {
	for flags := range int64(256) {
		if kind, role := flagKind(flags), flagRole(flags); int(kind) >= Kinds || int(role) >= extract.Roles || !f.lets(kind, flagDefinition(flags)) || !f.letsRole(role) {
			continue
		}
		if single = append(single, flags); isPlain(flags) {
			plain |= 1 << flagKind(flags)
		}
	}
	return plain, single
}

// countSeveral adds the places of the keywords that have some of several flags.
func (c *placeCounter) countSeveral(set keywordSet) error {
	var t tally
	var unsure []int64
	err := c.conn.each(`SELECT k.id, k.places, k.cells FROM `+set.from+` WHERE typeof(k.cells) = 'blob' AND `+set.where, func(r row) error {
		if err := t.unpack(r.int(1), r.value(2), 0); err != nil {
			return err
		}
		n, told := t.matching(c.Search)
		if !told {
			unsure, n = append(unsure, r.int(0)), 0
		}
		c.sum += int(n)
		return c.ctx.Err()
	}, set.args...)
	if err != nil || len(unsure) == 0 {
		return err
	}
	return c.countPostings(keywordSet{ofIDs, `true`, []any{jsonOf(unsure)}})
}

// countLastTier is countSet of the keywords of the last tier, whose rows it leaves.
func (c *placeCounter) countLastTier(set keywordSet) (keywords int, err error) {
	whole, _, err := c.withWords()
	if err != nil {
		return 0, err
	}
	answers := []answer{}
	var unsure []int64
	err = c.conn.each(`SELECT `+c.columns()+` FROM `+set.from+` WHERE `+set.where, func(r row) error {
		one, err := c.answerOf(r, SubPrefix)
		if err != nil {
			return err
		}
		if _, is := slices.BinarySearch(whole, one.id); is {
			one.level = SubWord
		}
		if one.key = r.text(4); one.told {
			c.sum += int(one.places)
		} else {
			unsure = append(unsure, one.id)
		}
		answers = append(answers, one)
		return c.ctx.Err()
	}, set.args...)
	if err != nil {
		return 0, err
	}
	c.leave(answers)
	if len(unsure) == 0 {
		return len(answers), nil
	}
	return len(answers), c.countPostings(keywordSet{ofIDs, `true`, []any{jsonOf(unsure)}})
}

// countWithin is countSet of the documents that In lets through.
func (c *placeCounter) countWithin(set keywordSet) (keywords int, err error) {
	if c.allInside {
		return c.countSums(set)
	}
	r, _, err := c.conn.first(`SELECT count(*), sum(k.files), sum(k.places) FROM `+set.from+` WHERE `+set.where, set.args...)
	if err == nil {
		err = c.askAll(int(r.int(1)))
	}
	switch {
	case err != nil:
		return 0, err
	case c.allInside && !c.choosy():
		c.sum += int(r.int(2))
		return int(r.int(0)), nil
	case c.allInside:
		return c.countSums(set)
	}
	return int(r.int(0)), c.countPostings(set)
}

// countPostings adds the places of a set by its postings.
func (c *placeCounter) countPostings(set keywordSet) error {
	kinds := int64(c.Kinds)
	if kinds == 0 {
		kinds = 1<<Kinds - 1
	}
	args := append(slices.Clip(set.args), kinds)
	r, _, err := c.conn.first(`SELECT count(*), min(k.id), max(k.id) FROM `+set.from+` WHERE `+set.where+` AND k.kinds & ?`, args...)
	if err != nil || r.int(0) == 0 {
		return err
	}
	c.keyword, c.file = -1, -1
	if r.int(0) == r.int(2)-r.int(1)+1 {
		err := c.countRun(r.int(1), r.int(2))
		c.end()
		return err
	}
	var ids []int64
	err = c.conn.each(`SELECT k.id FROM `+set.from+` WHERE `+set.where+` AND k.kinds & ?`, func(r row) error {
		ids = append(ids, r.int(0))
		return nil
	}, args...)
	if err != nil {
		return err
	}
	slices.Sort(ids)
	if n := countRuns(ids); n > len(ids)/4 { // looking up each takes less than a query for each
		err = c.conn.each(`SELECT file, flags, places, keyword FROM json_each(?) k CROSS JOIN posting ON keyword = k.value`, c.add, jsonOf(ids))
	} else {
		for from, to := range runs(ids) {
			if err = c.countRun(from, to); err != nil {
				break
			}
		}
	}
	c.end()
	return err
}

// countRuns returns how many runs there are.
func countRuns(ids []int64) (n int) {
	for range runs(ids) {
		n++
	}
	return n
}

// countRun adds the places of keywords by their postings, from one id to another.
func (c *placeCounter) countRun(from, to int64) error {
	first, last := int64(0), int64(math.MaxInt64)
	if c.within != nil {
		first, last = c.firstInside, c.lastInside
	}
	return c.conn.each(`SELECT file, flags, places, keyword FROM posting WHERE keyword BETWEEN ? AND ? AND file BETWEEN ? AND ?`, c.add, from, to, first, last)
}

// runs returns the first and the last of ids, which are sorted, that follow each
// other without a gap. A cold build numbers keywords in the order of their keys,
// so that those of one beginning are few runs, and their postings lie side by
// side: reading on takes a fraction of looking each keyword up.
func runs(ids []int64) iter.Seq2[int64, int64] {
	return func(yield func(from, to int64) bool) {
		for start := 0; start < len(ids); {
			end := start + 1
			for end < len(ids) && ids[end] <= ids[end-1]+1 {
				end++
			}
			if !yield(ids[start], ids[end-1]) {
				return
			}
			start = end
		}
	}
}

// add adds a posting. What it holds is looked into only where it is not the
// file's only one.
func (c *placeCounter) add(r row) error {
	if file, keyword := r.int(0), r.int(3); file != c.file || keyword != c.keyword {
		c.end()
		if c.file, c.keyword = file, keyword; c.ctx.Err() != nil {
			return c.ctx.Err()
		}
	}
	flags := r.int(1)
	if !c.lets(flagKind(flags), flagDefinition(flags)) {
		return nil
	}
	if inside, err := c.isInside(c.file); err != nil || !inside {
		return err
	}
	c.postings++
	if c.postings == 1 && c.Roles == 0 {
		c.flags, c.number, c.packed = flags, r.int(2), append(c.packed[:0], r.packed(2)...)
		return nil
	}
	if c.postings == 2 && c.Roles == 0 {
		var first any = c.number
		if len(c.packed) > 0 {
			first = string(c.packed)
		}
		if err := c.unpack(c.flags, first); err != nil {
			return err
		}
	}
	return c.unpack(flags, r.value(2))
}

// unpack notes the sections of a posting.
func (c *placeCounter) unpack(flags int64, packed any) error {
	c.k.Role, c.k.Places = flagRole(flags), c.k.Places[:0]
	if err := unpackPlaces(packed, &c.k); err != nil {
		return err
	}
	if c.sections == nil {
		c.sections = make(map[int]bool)
	}
	for _, p := range c.k.Places {
		if c.letsRole(p.Role) {
			c.sections[p.Section] = true
		}
	}
	return nil
}

// end adds the places of the file at hand.
func (c *placeCounter) end() {
	switch {
	case c.postings == 1 && c.Roles == 0 && len(c.packed) == 0:
		c.sum++
	case c.postings == 1 && c.Roles == 0:
		c.sum += bytes.Count(c.packed, []byte(";")) + 1
	default:
		c.sum += len(c.sections)
		clear(c.sections)
	}
	c.postings = 0
}

// packed returns a column's text, which is valid until the statement moves on;
// nothing where it is a number.
func (r row) packed(i int) []byte {
	if sqlite3.Xsqlite3_column_type(r.stmt.conn.tls, r.stmt.p, int32(i)) != sqlite3.SQLITE_TEXT {
		return nil
	}
	p := sqlite3.Xsqlite3_column_text(r.stmt.conn.tls, r.stmt.p, int32(i))
	return bytesAt(p, sqlite3.Xsqlite3_column_bytes(r.stmt.conn.tls, r.stmt.p, int32(i)))
}

// withWords returns the keywords that have all parts of what is looked for, be
// they in pieces side by side, and those that have parts which begin so, which are more. A single letter of the
// alphabet would find everything, and counts as a whole word only.
// They are looked up once, and must stay as they are.
func (f *finder) withWords() (whole, begun []int64, err error) {
	if !f.worded {
		f.whole, f.begun, err = f.lookUpWords()
		f.worded = err == nil
	}
	return f.whole, f.begun, err
}

func (f *finder) lookUpWords() (whole, begun []int64, err error) {
	parts := f.parts()
	also, err := f.withJoined(parts)
	if err != nil {
		return nil, nil, err
	}
	whole, err = f.conn.withParts(parts, also, func(part string) (from, to string) { return part, part + "\x00" })
	if err != nil {
		return nil, nil, err
	}
	if !slices.ContainsFunc(parts, func(part string) bool { return len(part) > 1 }) {
		return whole, whole, nil
	}
	begun, err = f.conn.withParts(parts, also, func(part string) (from, to string) {
		if len(part) == 1 {
			return part, part + "\x00"
		}
		return Range(part)
	})
	return whole, begun, err
}
