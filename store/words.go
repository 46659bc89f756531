package store

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"

	"kwic/scan/extract"
)

// The table word leads from the parts of keywords to the keywords: from
// "dispatch" and from "set" to DispatchKeySet. It is derived from the forms of
// all variants and kept with them, in the same transaction. A row holds the ids
// of a part's keywords in ascending order, each as the difference to the one
// before it, as uvarints: 300,000 pairs take 0.5 MB.

// SettingWords is wordsVersion, as of the last time that the table was made.
const SettingWords = "words"

// wordsVersion identifies the rules by which the table was made.
var wordsVersion = strconv.Itoa(extract.PartsVersion)

// packIDs encodes ids, which are ascending.
func packIDs(ids []int64) []byte {
	b := make([]byte, 0, 2*len(ids))
	last := int64(0)
	for _, id := range ids {
		b = binary.AppendUvarint(b, uint64(id-last))
		last = id
	}
	return b
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
	lists   map[string]*wordList // of an empty table: the rows to be
	changes map[string]*wordChange
	parts   []string // of the last form, for its memory
}

// wordList is a row in the making.
type wordList struct {
	packed []byte
	last   int64 // id
}

type wordChange struct{ come, gone []int64 }

// newWordIndex starts the changes of one update; empty says that the table is.
func newWordIndex(c *conn, empty bool) *wordIndex {
	w := &wordIndex{conn: c, changes: make(map[string]*wordChange)}
	if empty {
		w.lists = make(map[string]*wordList)
	}
	return w
}

// add notes a new keyword with its forms. In an empty table ids come ascending.
func (w *wordIndex) add(id int64, forms func(yield func(string) bool)) {
	for _, part := range w.partsOf(forms) {
		if w.lists == nil {
			w.change(part).come = append(w.change(part).come, id)
			continue
		}
		list := w.lists[part]
		if list == nil {
			list = &wordList{}
			w.lists[part] = list
		}
		list.packed = binary.AppendUvarint(list.packed, uint64(id-list.last))
		list.last = id
	}
}

// replace notes that a keyword has other forms than before.
func (w *wordIndex) replace(id int64, before, now func(yield func(string) bool)) {
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
func (w *wordIndex) partsOf(forms func(yield func(string) bool)) []string {
	w.parts = w.parts[:0]
	for form := range forms {
		w.parts = extract.AppendParts(w.parts, form)
	}
	slices.Sort(w.parts)
	return slices.Compact(w.parts)
}

// flush writes the rows that changed, in the order of the words, because SQLite
// appends faster than it inserts.
func (w *wordIndex) flush() error {
	rows := newInserter(w.conn, `INSERT INTO word VALUES`, 2)
	for _, word := range sortedKeys(w.lists) {
		if err := rows.add(word, w.lists[word].packed); err != nil {
			return err
		}
	}
	if err := rows.flush(); err != nil {
		return err
	}
	for _, word := range sortedKeys(w.changes) {
		if err := w.apply(word, w.changes[word]); err != nil {
			return err
		}
	}
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

// apply brings one row up to date.
func (w *wordIndex) apply(word string, change *wordChange) error {
	r, found, err := w.conn.first(`SELECT keywords FROM word WHERE word = ?`, word)
	if err != nil {
		return err
	}
	ids, err := unpackIDs(nil, r.blob(0))
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
	switch {
	case len(ids) == 0 && found:
		return w.conn.exec(`DELETE FROM word WHERE word = ?`, word)
	case len(ids) == 0:
		return nil
	}
	return w.conn.exec(`INSERT OR REPLACE INTO word VALUES (?, ?)`, word, packIDs(slices.Compact(ids)))
}

// fillWords makes the table word of an index whose schema had none, or whose
// parts were made by other rules.
func (s *Store) fillWords() error {
	r, _, err := s.write.first(`SELECT value FROM setting WHERE name = ?`, SettingWords)
	if err != nil || r.text(0) == wordsVersion {
		return err
	}
	return s.inTransaction(func(c *conn) error {
		if err := c.exec(`DELETE FROM word`); err != nil {
			return err
		}
		w := newWordIndex(c, true)
		var forms []string
		last := int64(0)
		end := func() {
			if len(forms) > 0 {
				w.add(last, slices.Values(forms))
			}
			forms = forms[:0]
		}
		err := c.each(`SELECT keyword, form FROM variant ORDER BY keyword`, func(r row) error {
			if r.int(0) != last {
				end()
				last = r.int(0)
			}
			forms = append(forms, r.text(1))
			return nil
		})
		if err != nil {
			return err
		}
		end()
		if err := w.flush(); err != nil {
			return err
		}
		return c.keepSettings(Settings{SettingWords: wordsVersion})
	})
}
