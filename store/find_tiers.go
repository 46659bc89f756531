package store

import (
	"cmp"
	"slices"
	"strings"

	"kwic/scan/extract"
)

// tier is some keywords that answer equally well. each hands them out in the
// order of their levels, then of their keys, and can be called again.
type tier struct {
	each func(do func(answer) error) error
	few  bool // one or two keywords, whose places are never too many
}

// tiers returns the tiers of the search, the best first. A keyword may be in
// several.
func (f *finder) tiers() []tier {
	if f.Regexp != nil {
		return []tier{{each: f.matching}}
	}
	return []tier{{each: f.folded, few: true}, {each: f.prefix}, {each: f.subWord}}
}

// folded finds the keywords that are what is looked for.
func (f *finder) folded(do func(answer) error) error {
	spaced := strings.Join(strings.Fields(f.Text), " ")
	for _, key := range extract.Keys(f.Text) {
		r, found, err := f.conn.first(`SELECT `+f.columns()+` FROM keyword k WHERE k.key = ?`, key)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		one, err := f.answerOf(r, Folded)
		if err != nil {
			return err
		}
		_, exact, err := f.conn.first(`SELECT 1 FROM variant WHERE keyword = ? AND form = ?`, one.id, spaced)
		if err != nil {
			return err
		}
		if exact {
			one.level = Exact
		}
		if err := do(one); err != nil {
			return err
		}
	}
	return nil
}

// prefix finds the keywords that begin with what is looked for.
func (f *finder) prefix(do func(answer) error) error {
	from, to := Range(extract.Keys(f.Text)[0])
	if from == "" {
		return nil
	}
	return f.conn.each(`SELECT `+f.columns()+` FROM keyword k WHERE k.key >= ? AND k.key < ? ORDER BY k.key`, func(r row) error {
		one, err := f.answerOf(r, Prefix)
		if err != nil {
			return err
		}
		return do(one)
	}, from, to)
}

// parts returns what the words of the text are cut into, each part once.
func (f *finder) parts() []string {
	parts := extract.AppendParts(nil, extract.WithoutPossessives(f.Text))
	slices.Sort(parts)
	return slices.Compact(parts)
}

// subWord finds the keywords that have all parts of what is looked for, then
// those that have parts which begin so.
func (f *finder) subWord(do func(answer) error) error {
	if f.known != nil {
		return eachOf(f.known, do)
	}
	if f.left != nil {
		if answers := f.left(); answers != nil {
			return f.inOrder(slices.Clone(answers), do)
		}
	}
	whole, begun, err := f.withWords()
	if err != nil {
		return err
	}
	answers, err := f.answers(whole, SubWord, nil)
	if err == nil {
		answers, err = f.answers(begun, SubPrefix, answers)
	}
	if err != nil {
		return err
	}
	return f.inOrder(answers, do)
}

// inOrder hands out keywords in the order of their levels and keys, and keeps them for the
// next time.
func (f *finder) inOrder(answers []answer, do func(answer) error) error {
	slices.SortFunc(answers, func(a, b answer) int { return cmp.Or(cmp.Compare(a.level, b.level), strings.Compare(a.key, b.key)) })
	f.known = answers
	return eachOf(answers, do)
}

// answers appends the keywords of ids that have not answered yet.
func (f *finder) answers(ids []int64, level Level, into []answer) ([]answer, error) {
	taken := make(map[int64]bool, len(into))
	for i := range into {
		taken[into[i].id] = true
	}
	var asked []int64
	for _, id := range ids {
		if !f.seen[id] && !taken[id] {
			asked = append(asked, id)
		}
	}
	return f.signed(asked, level, into)
}

// signed appends the keywords of ids. Signs of the text have no parts, so that it
// takes the key to tell whether the keyword has them.
func (f *finder) signed(ids []int64, level Level, into []answer) ([]answer, error) {
	if len(ids) == 0 {
		return into, nil
	}
	signed := extract.SignedWords(f.Text)
	err := f.conn.each(`SELECT `+f.columns()+` FROM `+ofIDs, func(r row) error {
		one, err := f.answerOf(r, level)
		if err != nil {
			return err
		}
		if one.key = r.text(4); !slices.ContainsFunc(signed, func(word string) bool { return !extract.HoldsWord(one.key, word) }) {
			into = append(into, one)
		}
		return f.ctx.Err()
	}, jsonOf(ids))
	return into, err
}

// withParts returns the keywords, by id, that have for every part one in the
// range that within gives for it, or are among those that also has for it, which
// are sorted. Keywords of no parts are none.
func (c *conn) withParts(parts []string, also map[string][]int64, within func(part string) (from, to string)) (ids []int64, err error) {
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
		if more := also[part]; len(more) > 0 {
			one, rows = append(one, more...), rows+2
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
func (f *finder) matching(do func(answer) error) error {
	if f.known != nil {
		return eachOf(f.known, do)
	}
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
	answers, err := f.answers(ids, Exact, nil)
	if err != nil {
		return err
	}
	return f.inOrder(answers, do)
}

// answer is a keyword that answers to what is looked for.
type answer struct {
	id             int64
	key            string // where it was needed
	files, treated int64
	level          Level
	places         int64 // of a choosy search: those it lets through whatever their paths,
	told           bool  // if the row tells
	ruledOut       bool  // there are none
}

// columns are what answerOf reads of a keyword k, and its key.
func (f *finder) columns() string {
	if f.choosy() {
		return `k.id, k.files, k.treated, k.kinds, k.key, k.places, k.cells`
	}
	return `k.id, k.files, k.treated, k.kinds, k.key`
}

// answerOf reads a row of columns, but for the key.
func (f *finder) answerOf(r row, level Level) (one answer, err error) {
	one = answer{id: r.int(0), files: r.int(1), treated: r.int(2), level: level}
	switch kinds := uint16(r.int(3)); {
	case f.Kinds != 0 && kinds&f.Kinds == 0: // nothing else need be read
		one.told, one.ruledOut = true, true
	case f.choosy():
		err = f.tally.unpack(r.int(5), r.value(6), kinds)
		one.places, one.told = f.tally.matching(f.Search)
		one.ruledOut = one.places == 0
	}
	return one, err
}

func eachOf(answers []answer, do func(answer) error) error {
	for _, one := range answers {
		if err := do(one); err != nil {
			return err
		}
	}
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
