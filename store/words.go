package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"kwic/scan/extract"
	"kwic/store/sorter"
)

// The table word leads from the parts of keywords to the keywords: from
// "dispatch" and from "set" to DispatchKeySet. It is derived from the forms of
// all variants and kept with them, in the same transaction. A row holds ids of a
// part's keywords in ascending order, each as the difference to the one before it
// in the row, as uvarints: 300,000 pairs take 0.5 MB. What a row cannot hold
// without a page of its own (rowOfIDs) stands in further ones, by ordinal.

// SettingWords is wordsVersion, as of the last time that the table was made.
const SettingWords = "words"

// wordsVersion identifies the rules by which the table was made.
var wordsVersion = strconv.Itoa(extract.PartsVersion)

// rowOfIDs is how many bytes of ids a row has at most: a longer one, with its
// word, would be written to a page of its own, of which half is empty on average.
const rowOfIDs = 900

// idPacker encodes the ids of one word, which come ascending, into rows.
type idPacker struct {
	rows [][]byte
	last int64 // of the last row, 0 in an empty one
}

// add appends an id.
func (p *idPacker) add(id int64) {
	if n := len(p.rows); n == 0 || len(p.rows[n-1])+binary.MaxVarintLen64 > rowOfIDs {
		p.rows, p.last = append(p.rows, nil), 0
	}
	row := &p.rows[len(p.rows)-1]
	*row = binary.AppendUvarint(*row, uint64(id-p.last))
	p.last = id
}

// unpackIDs appends the ids of a row.
func unpackIDs(into []int64, b []byte) ([]int64, error) {
	last := int64(0)
	for len(b) > 0 {
		step, n := binary.Uvarint(b)
		if n <= 0 || step == 0 || int64(step) < 0 || last+int64(step) < last {
			return nil, fmt.Errorf("%w: the keywords of a word do not decode", ErrDamaged)
		}
		last += int64(step)
		into = append(into, last)
		b = b[n:]
	}
	return into, nil
}

// wordIndex collects what an update changes in the table word.
type wordIndex struct {
	conn    *conn
	changes map[string]*wordChange
	parts   []string // of the last form, for its memory
}

type wordChange struct{ come, gone []int64 }

// newWordIndex starts the changes of one update.
func newWordIndex(c *conn) *wordIndex {
	return &wordIndex{conn: c, changes: make(map[string]*wordChange)}
}

// replace notes that a keyword has other forms than before, none for a new one.
func (w *wordIndex) replace(id int64, before, now iter.Seq[string]) {
	old := slices.Clone(w.partsOf(before))
	parts := w.partsOf(now)
	for _, part := range parts {
		if _, stays := slices.BinarySearch(old, part); !stays {
			w.change(part).come = append(w.change(part).come, id)
		}
	}
	for _, part := range old {
		if _, stays := slices.BinarySearch(parts, part); !stays {
			w.change(part).gone = append(w.change(part).gone, id)
		}
	}
}

func (w *wordIndex) change(part string) *wordChange {
	c := w.changes[part]
	if c == nil {
		c = &wordChange{}
		w.changes[part] = c
	}
	return c
}

// partsOf returns the parts of some forms, sorted, each once. They are valid
// until the next call.
func (w *wordIndex) partsOf(forms iter.Seq[string]) []string {
	w.parts = partsOf(w.parts[:0], forms)
	return w.parts
}

// partsOf appends the parts of some forms, sorted, each once.
func partsOf(parts []string, forms iter.Seq[string]) []string {
	from := len(parts)
	for form := range forms {
		parts = extract.AppendParts(parts, form)
	}
	slices.Sort(parts[from:])
	return parts[:from+len(slices.Compact(parts[from:]))]
}

// flush writes the rows that changed, in the order of the words, because SQLite
// appends faster than it inserts.
func (w *wordIndex) flush() error {
	for _, word := range sortedKeys(w.changes) {
		if err := w.apply(word, w.changes[word]); err != nil {
			return err
		}
	}
	clear(w.changes)
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// apply brings the rows of one word up to date. Those that stay as they are, are
// not written.
func (w *wordIndex) apply(word string, change *wordChange) error {
	var ids []int64
	var before [][]byte
	err := w.conn.each(`SELECT keywords FROM word WHERE word = ? ORDER BY ordinal`, func(r row) (err error) {
		before = append(before, r.blob(0))
		ids, err = unpackIDs(ids, before[len(before)-1])
		return err
	}, word)
	if err != nil {
		return err
	}
	slices.Sort(change.gone)
	ids = slices.DeleteFunc(ids, func(id int64) bool {
		_, gone := slices.BinarySearch(change.gone, id)
		return gone
	})
	ids = append(ids, change.come...)
	slices.Sort(ids)
	var now idPacker
	for _, id := range slices.Compact(ids) {
		now.add(id)
	}
	for i, row := range now.rows {
		if i < len(before) && bytes.Equal(row, before[i]) {
			continue
		}
		if err := w.conn.exec(`INSERT OR REPLACE INTO word VALUES (?, ?, ?)`, word, int64(i), row); err != nil {
			return err
		}
	}
	if len(now.rows) < len(before) {
		return w.conn.exec(`DELETE FROM word WHERE word = ? AND ordinal >= ?`, word, int64(len(now.rows)))
	}
	return nil
}

// fillWords makes the table word of an index whose schema had none, or whose
// parts were made by other rules.
func (s *Store) fillWords() error {
	r, _, err := s.write.first(`SELECT value FROM setting WHERE name = ?`, SettingWords)
	if err != nil || r.text(0) == wordsVersion {
		return err
	}
	words := newWordSorter(s.path)
	err = s.inTransaction(func(c *conn) error {
		if err := c.exec(`DELETE FROM word`); err != nil {
			return err
		}
		var forms []string
		last := int64(0)
		err := c.each(`SELECT keyword, form FROM variant ORDER BY keyword`, func(r row) (err error) {
			if r.int(0) != last {
				err = words.add(last, forms)
				last, forms = r.int(0), forms[:0]
			}
			forms = append(forms, r.text(1))
			return err
		})
		if err == nil {
			err = words.add(last, forms)
		}
		if err == nil {
			err = words.insert(c)
		}
		if err != nil {
			return err
		}
		return c.keepSettings(Settings{SettingWords: wordsVersion})
	})
	return errors.Join(err, words.close())
}

// wordSorter makes all rows of the table, of keywords whose ids come ascending.
type wordSorter struct {
	pairs *sorter.Sorter // a part, and an id
	parts []string       // of the last keyword, for its memory
	id    []byte
	part  []byte
}

// wordRoom is how much of the pairs is held in memory, in bytes.
const wordRoom = 4 << 20

func newWordSorter(path string) *wordSorter {
	return &wordSorter{pairs: sorter.New(path+wordsSuffix, wordRoom)}
}

// add notes a keyword and its forms.
func (w *wordSorter) add(id int64, forms []string) error {
	w.parts = partsOf(w.parts[:0], slices.Values(forms))
	w.id = appendOrdered(w.id[:0], id)
	for _, part := range w.parts {
		w.part = append(w.part[:0], part...)
		if err := w.pairs.Add(w.part, w.id); err != nil {
			return err
		}
	}
	return nil
}

// insert adds the rows to the table, which is empty.
func (w *wordSorter) insert(c *conn) error {
	rows := newInserter(c, `INSERT INTO word VALUES`, 3)
	var word []byte
	var ids idPacker
	end := func() error {
		for i, row := range ids.rows {
			if err := rows.add(string(word), int64(i), row); err != nil {
				return err
			}
		}
		ids = idPacker{rows: ids.rows[:0]}
		return nil
	}
	err := w.pairs.Each(func(part, ordered []byte) error {
		if !bytes.Equal(part, word) {
			if err := end(); err != nil {
				return err
			}
			word = append(word[:0], part...)
		}
		id, _ := cutOrdered(ordered)
		ids.add(id)
		return nil
	})
	if err == nil {
		err = end()
	}
	if err == nil {
		err = rows.flush()
	}
	return err
}

func (w *wordSorter) close() error { return w.pairs.Close() }
