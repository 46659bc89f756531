package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"kwic/scan/extract"
)

// Near is a keyword that may have been meant.
type Near struct {
	Key   string
	Form  string // commonest form
	Files int64
	slips int
}

// maxNear is how many keywords Near returns at most.
const maxNear = 5

// longestNear is the length of a text, in bytes, beyond which nothing is near:
// comparing takes the product of lengths.
const longestNear = 100

// slipsFor returns how many slips a text of n letters may have: one up to seven
// letters, two up to eleven, then three.
func slipsFor(n int) int { return max(1, min(3, n/4)) }

// Near returns keywords that are spelled nearly as text, nearest first, then by
// the number of their files; before them those to which the configuration refers
// from it. It compares with the keywords that begin with the
// same character, and tries for each word of the text the words of the index
// that are near it.
func (q *Query) Near(ctx context.Context, text string) ([]Near, error) {
	key := extract.Keys(text)[0]
	if key == "" || len(key) > longestNear {
		return nil, nil
	}
	n := &nearFinder{conn: q.conn, ctx: ctx, key: key, most: slipsFor(utf8.RuneCountInString(key)), found: make(map[string]Near)}
	err := n.synonyms()
	if err == nil {
		err = n.sameStart()
	}
	if err == nil {
		err = n.byWords(extract.AppendParts(nil, text))
	}
	if err != nil {
		return nil, asDamage(err)
	}
	all := make([]Near, 0, len(n.found))
	for _, one := range n.found {
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b Near) int {
		return cmp.Or(cmp.Compare(a.slips, b.slips), cmp.Compare(b.Files, a.Files), strings.Compare(a.Key, b.Key))
	})
	return all[:min(len(all), maxNear)], nil
}

type nearFinder struct {
	conn  *conn
	ctx   context.Context
	key   string
	most  int // slips
	found map[string]Near
}

// synonyms takes the keywords to which the configuration refers from this one.
func (n *nearFinder) synonyms() error {
	return n.conn.each(`SELECT k.key, v.form, k.files FROM synonym s JOIN keyword k ON k.key = s.see_key JOIN variant v ON v.keyword = k.id AND v.ordinal = k.form
		WHERE s.key = ?`, func(r row) error {
		n.found[r.text(0)] = Near{Key: r.text(0), Form: r.text(1), Files: r.int(2)}
		return nil
	}, n.key)
}

// sameStart compares with the keywords of the same first character.
func (n *nearFinder) sameStart() error {
	from, to := Range(firstRune(n.key))
	return n.conn.each(`SELECT key, id, files FROM keyword WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ?`, func(r row) error {
		if err := n.consider(r.text(0), r.int(1), r.int(2)); err != nil {
			return err
		}
		return n.ctx.Err()
	}, from, to, int64(utf8.RuneCountInString(n.key)-n.most), int64(utf8.RuneCountInString(n.key)+n.most))
}

// consider takes a keyword that is near enough.
func (n *nearFinder) consider(key string, id, files int64) error {
	d := Slips(n.key, key, n.most)
	if d > n.most {
		return nil
	}
	r, _, err := n.conn.first(`SELECT v.form FROM keyword k JOIN variant v ON v.keyword = k.id AND v.ordinal = k.form WHERE k.id = ?`, id)
	n.found[key] = Near{Key: key, Form: r.text(0), Files: files, slips: d}
	return err
}

// maxWords bounds the words of the index that are tried for one of the text.
const maxWords = 8

// byWords replaces the words of the text by near ones of the index, and
// considers the keywords that have them all; for a text of one word, those that
// are one of them.
func (n *nearFinder) byWords(words []string) error {
	var ids []int64
	for i, word := range words {
		near, err := n.nearWords(word)
		if err != nil {
			return err
		}
		if len(words) == 1 {
			return n.considerKeys(near)
		}
		var one []int64
		for _, w := range near {
			err := n.conn.each(`SELECT keywords FROM word WHERE word = ?`, func(r row) (err error) {
				one, err = unpackIDs(one, r.memory(0))
				return err
			}, w)
			if err != nil {
				return err
			}
		}
		slices.Sort(one)
		one = slices.Compact(one)
		ids = narrowed(ids, one, i == 0)
	}
	for _, id := range ids {
		r, found, err := n.conn.first(`SELECT key, files FROM keyword WHERE id = ?`, id)
		if err != nil {
			return err
		}
		if found {
			if err := n.consider(r.text(0), id, r.int(1)); err != nil {
				return err
			}
		}
	}
	return n.ctx.Err()
}

func (n *nearFinder) considerKeys(keys []string) error {
	for _, key := range keys {
		r, found, err := n.conn.first(`SELECT id, files FROM keyword WHERE key = ?`, key)
		if err == nil && found {
			err = n.consider(key, r.int(0), r.int(1))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// nearWords returns the words of the index that are nearest to one, itself
// among them.
func (n *nearFinder) nearWords(word string) ([]string, error) {
	length := utf8.RuneCountInString(word)
	most := min(n.most, slipsFor(length))
	type scored struct {
		word  string
		slips int
	}
	var near []scored
	err := n.conn.each(`SELECT word FROM word WHERE ordinal = 0 AND length(word) BETWEEN ? AND ?`, func(r row) error {
		one := r.text(0)
		if d := Slips(word, one, most); d <= most {
			near = append(near, scored{one, d})
		}
		return n.ctx.Err()
	}, int64(length-most), int64(length+most))
	slices.SortFunc(near, func(a, b scored) int { return cmp.Or(cmp.Compare(a.slips, b.slips), strings.Compare(a.word, b.word)) })
	var words []string
	for _, one := range near[:min(len(near), maxWords)] {
		words = append(words, one.word)
	}
	return words, err
}

// Slips counts the letters to insert, delete, replace or swap with their
// neighbour to turn a into b (optimal string alignment distance), or returns
// most+1 where there are more than most.
func Slips(a, b string, most int) int {
	if isASCII(a) && isASCII(b) {
		return slips([]byte(a), []byte(b), most)
	}
	return slips([]rune(a), []rune(b), most)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// slips fills the rows of the usual table, of each only the cells that a way of
// at most most slips can pass.
func slips[T byte | rune](a, b []T, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var memory [3][longestNear + 8]int
	rows := memory[:]
	if len(b) >= len(memory[0]) {
		return most + 1
	}
	before, last, row := rows[0][:len(b)+1], rows[1][:len(b)+1], rows[2][:len(b)+1]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		from, to := max(1, i-most), min(len(b), i+most)
		row[from-1] = most + 1
		if from == 1 {
			row[0] = i
		}
		least := row[from-1]
		for j := from; j <= to; j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			above := most + 1 // outside the band
			if j < i+most {
				above = last[j]
			}
			row[j] = min(above+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}
