package store

import (
	"bytes"

	sqlite3 "modernc.org/sqlite/lib"
)

// countAll counts the places and the keywords of all tiers. Nothing of a place
// is kept, so that it takes a fraction of the time of finding them.
func (f *finder) countAll() (places, keywords int, err error) {
	c := placeCounter{finder: f}
	counted := make(map[int64]bool)
	for _, tier := range f.tiers() {
		err := tier.each(func(one answer) error {
			if counted[one.id] {
				return nil
			}
			counted[one.id] = true
			if f.Kinds != 0 && one.kinds&f.Kinds == 0 {
				return nil
			}
			return c.count(one.id)
		})
		if err != nil {
			return 0, 0, err
		}
	}
	return c.sum, len(counted), nil
}

// placeCounter counts places, posting by posting. Those of one keyword in one
// file follow each other, and share sections.
type placeCounter struct {
	*finder
	sum      int
	file     int64  // the one at hand
	postings int    // of it
	number   int64  // places of its first posting: the ordinal of the only one,
	packed   []byte // or all of them, as they are packed
	flags    int64  // of its first posting
	sections map[int]bool
	k        Keyword // for its memory
}

// count adds the places of a keyword.
func (c *placeCounter) count(id int64) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	c.file = -1
	err := c.conn.each(`SELECT file, flags, places FROM posting WHERE keyword = ? ORDER BY folder, file`, c.add, id)
	c.end()
	return err
}

// add adds a posting. What it holds is looked into only where it is not the
// file's only one.
func (c *placeCounter) add(r row) error {
	if file := r.int(0); file != c.file {
		c.end()
		c.file = file
	}
	flags := r.int(1)
	if c.Kinds != 0 && c.Kinds&(1<<flagKind(flags)) == 0 || c.Definition && !flagDefinition(flags) {
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
		if c.Roles == 0 || c.Roles&(1<<p.Role) != 0 {
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
