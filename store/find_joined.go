package store

import (
	"slices"
	"unicode/utf8"

	"kwic/scan/extract"
)

const (
	// longestJoined is how many bytes a word may have that is cut where words of
	// the index may join: all pieces of it are looked up.
	longestJoined = 40
	// shortestPiece is how many characters a piece has at least: single letters
	// stand in any word.
	shortestPiece = 2
	// mostPieces is into how many pieces a word is cut at most.
	mostPieces = 3
)

// joined finds the keywords that have the pieces of a word as neighbours:
// DispatchKeySet for "keyset".
type joined struct {
	*finder
	word  string
	known map[string][]int64 // keywords by piece; none for what is no part of any
	ids   []int64
}

// withJoined returns, by part, the keywords that have its pieces side by side.
func (f *finder) withJoined(parts []string) (map[string][]int64, error) {
	all := make(map[string][]int64)
	for _, part := range parts {
		if len(part) < 2*shortestPiece || len(part) > longestJoined {
			continue
		}
		j := joined{finder: f, word: part, known: make(map[string][]int64)}
		if err := j.cut(0, nil, nil); err != nil {
			return nil, err
		}
		if len(j.ids) > 0 {
			slices.Sort(j.ids)
			all[part] = slices.Compact(j.ids)
		}
	}
	return all, nil
}

// cut tries all pieces that begin at a byte of the word, behind some pieces
// whose common keywords are ids.
func (j *joined) cut(at int, pieces []string, ids []int64) error {
	for end := at + shortestPiece; end <= len(j.word); end++ {
		rest := len(j.word) - end
		switch {
		case rest > 0 && !utf8.RuneStart(j.word[end]),
			utf8.RuneCountInString(j.word[at:end]) < shortestPiece,
			rest > 0 && (rest < shortestPiece || len(pieces)+1 == mostPieces),
			rest == 0 && len(pieces) == 0:
			continue
		}
		piece, one, err := j.keywords(j.word[at:end])
		if err != nil {
			return err
		}
		both := narrowed(slices.Clone(ids), one, len(pieces) == 0)
		if len(both) == 0 {
			continue
		}
		with := append(slices.Clip(pieces), piece)
		if rest > 0 {
			err = j.cut(end, with, both)
		} else {
			err = j.takeNeighbours(with, both)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// keywords returns the part that a piece is, and its keywords; none where it is
// not exactly one part.
func (j *joined) keywords(text string) (part string, ids []int64, err error) {
	var few [2]string
	parts := extract.AppendParts(few[:0], text)
	if len(parts) != 1 {
		return "", nil, nil
	}
	part = parts[0]
	ids, known := j.known[part]
	if known {
		return part, ids, nil
	}
	err = j.conn.each(`SELECT keywords FROM word WHERE word = ?`, func(r row) (err error) {
		ids, err = unpackIDs(ids, r.memory(0))
		return err
	}, part)
	j.known[part] = ids
	return part, ids, err
}

// takeNeighbours takes the keywords a form of which has the pieces one behind the
// other.
func (j *joined) takeNeighbours(pieces []string, ids []int64) error {
	var parts []string
	return j.conn.each(`SELECT v.keyword, v.form FROM json_each(?) k CROSS JOIN variant v ON v.keyword = k.value`, func(r row) error {
		parts = extract.AppendParts(parts[:0], r.text(1))
		for i := range len(parts) - len(pieces) + 1 {
			if slices.Equal(parts[i:i+len(pieces)], pieces) {
				j.ids = append(j.ids, r.int(0))
				break
			}
		}
		return j.ctx.Err()
	}, jsonOf(ids))
}
