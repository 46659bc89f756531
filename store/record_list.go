package store

import (
	"bytes"
	"iter"
	"slices"
	"strings"
)

// Records are stat records in the order of their paths, packed as the index has
// them: forty bytes each, where a Record takes a hundred and more. A build with
// nothing to do holds those of all files and pages. The zero value has none.
type Records struct {
	blobs []recordBlob
	count int
	racy  int
	last  []byte // the last path
}

// recordBlob is a blob of records that can be decoded.
type recordBlob struct {
	first  string // its first path
	before int    // records before it
	packed []byte
}

// PackRecords packs records that are in the order of their paths.
func PackRecords(list []Record) (Records, error) {
	var all Records
	var d recordReader
	for blob := range slices.Chunk(list, blobRecords) {
		var packed []byte
		for i := range blob {
			packed = appendRecord(packed, &blob[i], beforeIn(blob, 0, i))
		}
		if err := all.add(packed, &d); err != nil {
			return Records{}, err
		}
	}
	return all, nil
}

// add appends a blob, which it keeps, after it has decoded it once, so that it can
// be decoded again.
func (r *Records) add(packed []byte, d *recordReader) error {
	blob := recordBlob{before: r.count, packed: packed}
	paths := 0
	d.begin(packed)
	for record := (Record{}); d.next(&record); r.count++ {
		if paths += len(d.path); paths > longestPaths || r.count > 0 && bytes.Compare(d.path, r.last) < 0 {
			return errRecord
		}
		if r.count == blob.before {
			blob.first = string(d.path)
		}
		if record.Racy {
			r.racy++
		}
		r.last = append(r.last[:0], d.path...)
	}
	if d.bad {
		return errRecord
	}
	if r.count > blob.before {
		r.blobs = append(r.blobs, blob)
	}
	return nil
}

// Len returns how many there are.
func (r *Records) Len() int { return r.count }

// Racy returns how many were too young to be trusted.
func (r *Records) Racy() int { return r.racy }

// All yields the records, each with its number, from 0.
func (r *Records) All() iter.Seq2[int, Record] {
	return func(yield func(int, Record) bool) {
		for c := r.Cursor(); c.Next() && yield(c.Number, *c.Record); {
		}
	}
}

// Cursor is a place among records. It stands before the first one, until Next.
type Cursor struct {
	Number int
	Record *Record // valid until Next; nil at the end

	blobs  []recordBlob // that follow
	some   []Record     // of the blob at hand
	at     int
	reader recordReader
}

// Cursor returns one.
func (r *Records) Cursor() *Cursor { return &Cursor{Number: -1, blobs: r.blobs} }

// CursorFor returns one that stands some records before that of a path, or where it
// would be.
func (r *Records) CursorFor(path string) *Cursor {
	at := max(r.blobOf(path), 0)
	c := &Cursor{Number: -1, blobs: r.blobs[at:]}
	if at < len(r.blobs) {
		c.Number = r.blobs[at].before - 1
	}
	return c
}

// blobOf returns which blob a path's record is in, if there is one; -1 where it
// would be before all.
func (r *Records) blobOf(path string) int {
	at, exact := slices.BinarySearchFunc(r.blobs, path, func(b recordBlob, path string) int { return strings.Compare(b.first, path) })
	if !exact {
		at--
	}
	return at
}

// Next goes to the next record, and reports whether there is one.
func (c *Cursor) Next() bool {
	if c.at == len(c.some) {
		if c.Record = nil; len(c.blobs) == 0 {
			return false
		}
		c.some, c.at = c.blobs[0].decode(&c.reader, c.some[:0]), 0
		c.blobs = c.blobs[1:]
	}
	c.Record = &c.some[c.at]
	c.at++
	c.Number++
	return true
}

// Find returns the record of a path and its number, or false. It may be called from
// several goroutines.
func (r *Records) Find(path string) (int, Record, bool) {
	at := r.blobOf(path)
	if at < 0 {
		return 0, Record{}, false
	}
	blob := &r.blobs[at]
	var d recordReader
	var record Record
	d.begin(blob.packed)
	for number := blob.before; d.next(&record); number++ {
		if string(d.path) == path {
			record.Path = path
			return number, record, true
		}
	}
	return 0, Record{}, false
}

// decode appends the blob's records.
func (b *recordBlob) decode(d *recordReader, into []Record) []Record {
	all, err := d.decode(b.packed, into, longestPaths)
	if err != nil {
		panic(err) // add has decoded it
	}
	return all
}
