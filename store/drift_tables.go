package store

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"slices"
)

// driftQueries tell the content of tables that no public view shows as it is, by
// paths and keys instead of ids, which differ from index to index. What the views
// and the documents show of a table is not asked for again: of some, the number of
// rows is left, for rows of a file or keyword that is not there show nowhere.
var driftQueries = []struct{ table, query string }{
	{"anchor", `SELECT count(*) FROM anchor`},
	{"file_flag", `SELECT f.path, x.flags, x.postings FROM file_flag x LEFT JOIN file f ON f.id = x.file`},
	{"flag", `SELECT flags, kind, role, definition FROM flag`},
	{"fold", `SELECT d.path, k.key, o.files, t.path FROM fold o LEFT JOIN folder d ON d.id = o.folder
		LEFT JOIN keyword k ON k.id = o.keyword LEFT JOIN folder t ON t.id = o.top`},
	{"keyword", `SELECT key, kinds, places, cells FROM keyword NOT INDEXED`},
	{"kind", `SELECT id, name FROM kind`},
	{"link", `SELECT count(*) FROM link NOT INDEXED`},
	{"place_flag", `SELECT flags, place, kind, role FROM place_flag`},
	{"posting", `SELECT count(*), sum(p.folder = f.folder) FROM posting p NOT INDEXED LEFT JOIN file f ON f.id = p.file`},
	{"role", `SELECT id, name FROM role`},
	{"section", `SELECT count(*) FROM section`},
	{"setting", `SELECT value FROM setting WHERE name = '` + SettingKeywords + `'`},
	{"synonym", `SELECT key, ordinal FROM synonym`},
	{"target", `SELECT count(*) FROM target NOT INDEXED`},
	{"variant", `SELECT count(*) FROM variant`},
}

// compareTables returns the tables without a view whose content differs.
func (s *Store) compareTables(clean *Store) ([]string, error) {
	var differ []string
	seed := maphash.MakeSeed()
	for _, one := range driftQueries {
		ours, err := s.write.digest(seed, one.query)
		if err != nil {
			return nil, err
		}
		theirs, err := clean.write.digest(seed, one.query)
		if err != nil {
			return nil, err
		}
		if ours != theirs {
			differ = append(differ, one.table)
		}
	}
	return differ, nil
}

// digest is a hash of many rows in whatever order they come, so that they need
// neither be sorted nor held: their number, and the sum of their hashes.
type digest struct {
	rows int
	sum  uint64
}

// add adds a row, by the hash of it.
func (d *digest) add(hash uint64) {
	d.rows++
	d.sum += hash
}

// digest returns the digest of a query's rows.
func (c *conn) digest(seed maphash.Seed, query string) (digest, error) {
	var d digest
	var line []byte
	err := c.each(query, func(r row) error {
		line = line[:0]
		for i := range r.columns() {
			line = appendValue(line, r.value(i))
		}
		d.add(maphash.Bytes(seed, line))
		return nil
	})
	return d, err
}

// appendValue appends a value of a row such that no other values of rows of the
// same query come to the same bytes.
func appendValue(b []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return append(b, 'n')
	case int64:
		return binary.AppendVarint(append(b, 'i'), v)
	case string:
		return append(binary.AppendUvarint(append(b, 't'), uint64(len(v))), v...)
	case []byte:
		return append(binary.AppendUvarint(append(b, 'b'), uint64(len(v))), v...)
	}
	return fmt.Appendf(b, "f%v;", value)
}

// wordsDiffer reports whether the table word leads elsewhere than the forms of the
// keywords say.
func (s *Store) wordsDiffer() (bool, error) {
	seed := maphash.MakeSeed()
	var want, have digest
	var pair []byte
	add := func(d *digest, word string, id int64) {
		pair = append(binary.AppendVarint(pair[:0], id), word...)
		d.add(maphash.Bytes(seed, pair))
	}
	var parts, forms []string
	last := int64(0)
	end := func() {
		parts = partsOf(parts[:0], slices.Values(forms))
		for _, part := range parts {
			add(&want, part, last)
		}
	}
	err := s.write.each(`SELECT keyword, form FROM variant ORDER BY keyword`, func(r row) error {
		if r.int(0) != last {
			end()
			last, forms = r.int(0), forms[:0]
		}
		forms = append(forms, r.text(1))
		return nil
	})
	if err != nil {
		return false, err
	}
	end()
	var ids []int64
	word, ordered := "", true
	last = 0
	err = s.write.each(`SELECT word, keywords FROM word ORDER BY word, ordinal`, func(r row) (err error) {
		if r.text(0) != word {
			word, last = r.text(0), 0
		}
		if ids, err = unpackIDs(ids[:0], r.memory(1)); err != nil {
			return err
		}
		for _, id := range ids {
			ordered = ordered && id > last
			last = id
			add(&have, word, id)
		}
		return nil
	})
	return !ordered || want != have, err
}

// samePrivately reports whether two indexes agree about a file where no view shows
// it. What an older kwic has left out of a row is not missed.
func (s *Store) samePrivately(clean *Store, a, b int64) (bool, error) {
	const query = `SELECT kinds, best FROM file WHERE id = ?`
	ours, _, err := s.write.first(query, a)
	if err != nil {
		return false, err
	}
	theirs, _, err := clean.write.first(query, b)
	return ours.int(0) == theirs.int(0) && (ours.isNull(1) || ours.text(1) == theirs.text(1)), err
}
