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
	blobs [][]byte // that can be decoded
	marks []mark
	count int
	racy  int
	last  []byte // the last path
}

// mark is where decoding can begin: at one in markEvery records of a blob, and at
// its first.
type mark struct {
	first  string // path of the record there
	number int    // of that record
	blob   int
	at     int  // byte in the blob
	stat   Stat // what the numbers of that record are differences to
}

// markEvery is how many records are decoded to find one, at most. Marks take three
// bytes a record.
const markEvery = 32

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
	before, paths := r.count, 0
	next := mark{number: before, blob: len(r.blobs)}
	d.begin(packed)
	next.at = d.at
	for record := (Record{}); d.next(&record); r.count++ {
		if paths += len(d.path); paths > longestPaths || r.count > 0 && bytes.Compare(d.path, r.last) < 0 {
			return errRecord
		}
		if (r.count-before)%markEvery == 0 {
			next.first = string(d.path)
			r.marks = append(r.marks, next)
		}
		next.number, next.at, next.stat = r.count+1, d.at, d.stat
		if record.Racy {
			r.racy++
		}
		r.last = append(r.last[:0], d.path...)
	}
	if d.bad {
		return errRecord
	}
	if r.count > before {
		r.blobs = append(r.blobs, packed)
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

	blobs  [][]byte // that follow
	some   []Record // of the blob at hand
	at     int
	reader recordReader
}

// Cursor returns one.
func (r *Records) Cursor() *Cursor { return &Cursor{Number: -1, blobs: r.blobs} }

// CursorFor returns one that stands some records before that of a path, or where it
// would be.
func (r *Records) CursorFor(path string) *Cursor {
	at := max(r.markBefore(path), 0)
	for at > 0 && r.marks[at-1].blob == r.marks[at].blob {
		at--
	}
	if at == len(r.marks) {
		return r.Cursor()
	}
	return &Cursor{Number: r.marks[at].number - 1, blobs: r.blobs[r.marks[at].blob:]}
}

// markBefore returns the last mark at which decoding leads to a path's record, if
// there is one; -1 where it would be before all.
func (r *Records) markBefore(path string) int {
	at, exact := slices.BinarySearchFunc(r.marks, path, func(m mark, path string) int { return strings.Compare(m.first, path) })
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
		all, err := c.reader.decode(c.blobs[0], c.some[:0], longestPaths)
		if err != nil {
			panic(err) // add has decoded it
		}
		c.some, c.at, c.blobs = all, 0, c.blobs[1:]
	}
	c.Record = &c.some[c.at]
	c.at++
	c.Number++
	return true
}

// Find returns the record of a path and its number, or false. It may be called from
// several goroutines.
func (r *Records) Find(path string) (int, Record, bool) {
	at := r.markBefore(path)
	if at < 0 {
		return 0, Record{}, false
	}
	var d recordReader
	var record Record
	number := r.marks[at].number
	for d.beginAt(r.blobs[r.marks[at].blob], &r.marks[at]); d.next(&record); number++ {
		switch bytes.Compare(d.path, []byte(path)) {
		case 0:
			record.Path = path
			return number, record, true
		case 1:
			return 0, Record{}, false
		}
	}
	return 0, Record{}, false
}
