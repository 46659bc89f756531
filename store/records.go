package store

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"iter"
	"strings"
)

// Stat is what the file system said of a file, kept to tell whether it changed.
// Times are nanoseconds since 1970; ChangeTime and Inode are 0 where the system
// has none.
type Stat struct {
	Size, ModTime, ChangeTime int64
	Inode                     uint64
}

// Record is a file as a build left it: a file of the tree, or a page.
type Record struct {
	Path   string
	Stat   Stat
	Racy   bool   // its times were too young to be trusted
	Reason string // why the file was left out after it had been read; "" for an indexed one
}

// Areas of stat records.
const (
	treeArea  = "tree"
	pagesArea = "pages"
)

// Records are packed, many to a blob, because a build with nothing to do must
// read all of them: 10,000 take 1 ms packed and 7 ms as rows. A blob is a byte 0,
// and its records in the order of their paths, each
//
//	bytes of the path shared with the one before, length of the rest, the rest,
//	size, modification time less that before, change time less modification
//	time, inode less that before, 1 if racy, reason length, reason
//
// with numbers as varints (signed for differences). Where one blob ends and the
// next begins, the paths themselves say (endsBlob), so that a file that comes or
// goes changes one blob only.
//
// Blobs that an older kwic wrote have no byte 0, paths in full, times and inodes
// that are no differences to those before. They are read, and written anew when
// one of their records changes.

const packedBlob = 0 // the first byte; no path is that short

// longestPaths bounds the paths of one blob, in bytes: since they share their
// beginnings, a damaged one of 100 KB could speak of 400 MB. The files of a folder
// that lies as deep as it can (300 folders of 255 bytes) come to a tenth of it.
const longestPaths = 256 << 20

// appendRecord appends a record to a blob; before is the one before it there, nil
// for the first.
func appendRecord(b []byte, r, before *Record) []byte {
	if before == nil {
		b, before = append(b, packedBlob), &Record{}
	}
	shared := 0
	for shared < len(r.Path) && shared < len(before.Path) && r.Path[shared] == before.Path[shared] {
		shared++
	}
	b = binary.AppendUvarint(b, uint64(shared))
	b = binary.AppendUvarint(b, uint64(len(r.Path)-shared))
	b = append(b, r.Path[shared:]...)
	b = binary.AppendUvarint(b, uint64(r.Stat.Size))
	b = binary.AppendVarint(b, r.Stat.ModTime-before.Stat.ModTime)
	b = binary.AppendVarint(b, r.Stat.ChangeTime-r.Stat.ModTime)
	b = binary.AppendVarint(b, int64(r.Stat.Inode-before.Stat.Inode))
	racy := byte(0)
	if r.Racy {
		racy = 1
	}
	b = append(b, racy)
	b = binary.AppendUvarint(b, uint64(len(r.Reason)))
	return append(b, r.Reason...)
}

var errRecord = fmt.Errorf("%w: stat records do not decode", ErrDamaged)

// recordReader decodes blobs of records, one record after another.
type recordReader struct {
	blob    []byte
	at      int
	bad     bool
	earlier bool // an older kwic wrote the blob
	some    bool // a record has been read
	stat    Stat // of the record before
	path    []byte

	paths []byte // of one blob, for their memory, as are ends
	ends  []int
}

// begin turns to a blob.
func (d *recordReader) begin(blob []byte) {
	d.blob, d.at, d.bad, d.some, d.stat, d.path = blob, 0, false, false, Stat{}, d.path[:0]
	if d.earlier = len(blob) == 0 || blob[0] != packedBlob; !d.earlier {
		d.at = 1
	}
}

// beginAt turns to a mark in a blob. What the path there shares with the one before
// is a beginning of itself.
func (d *recordReader) beginAt(blob []byte, m *mark) {
	d.begin(blob)
	if d.at < m.at {
		d.at, d.some, d.stat, d.path = m.at, true, m.stat, append(d.path, m.first...)
	}
}

// next reads a record, whose path it leaves in d.path, and reports whether there
// was one. At the end of a sound blob d.bad is not set.
func (d *recordReader) next(r *Record) bool {
	if d.bad || d.at >= len(d.blob) && (d.some || d.earlier) {
		return false
	}
	d.some = true
	shared := uint64(0)
	if !d.earlier {
		shared = d.uvarint()
	}
	rest := d.bytes()
	if shared > uint64(len(d.path)) {
		d.bad = true
		return false
	}
	d.path = append(d.path[:shared], rest...)
	r.Stat.Size = int64(d.uvarint())
	r.Stat.ModTime = d.stat.ModTime + d.varint()
	r.Stat.ChangeTime = r.Stat.ModTime + d.varint()
	if d.earlier {
		r.Stat.Inode = d.uvarint()
	} else {
		r.Stat.Inode = d.stat.Inode + uint64(d.varint())
		d.stat = r.Stat
	}
	r.Racy = d.uvarint() != 0
	if reason := d.bytes(); string(reason) != r.Reason { // mostly that of the one before
		r.Reason = string(reason)
	}
	return !d.bad
}

func decodeRecords(blob []byte, into []Record) ([]Record, error) {
	var d recordReader
	return d.decode(blob, into, longestPaths)
}

// decode appends the records of a blob, whose paths have room bytes at most. They
// share one piece of memory.
func (d *recordReader) decode(blob []byte, into []Record, room int) ([]Record, error) {
	first, paths, ends := len(into), d.paths[:0], d.ends[:0]
	d.begin(blob)
	for r := (Record{}); d.next(&r); into = append(into, r) {
		if len(paths)+len(d.path) > room {
			return nil, errRecord
		}
		paths = append(paths, d.path...)
		ends = append(ends, len(paths))
	}
	if d.bad {
		return nil, errRecord
	}
	d.paths, d.ends = paths, ends
	text, begin := string(paths), 0
	for i, end := range ends {
		into[first+i].Path = text[begin:end]
		begin = end
	}
	return into, nil
}

func (d *recordReader) uvarint() uint64 {
	v, n := binary.Uvarint(d.blob[d.at:])
	if n <= 0 {
		d.bad = true
		return 0
	}
	d.at += n
	return v
}

func (d *recordReader) varint() int64 {
	v, n := binary.Varint(d.blob[d.at:])
	if n <= 0 {
		d.bad = true
		return 0
	}
	d.at += n
	return v
}

// bytes returns a text where it lies.
func (d *recordReader) bytes() []byte {
	n := d.uvarint()
	if d.bad || n > uint64(len(d.blob)-d.at) {
		d.bad = true
		return nil
	}
	d.at += int(n)
	return d.blob[d.at-int(n) : d.at]
}

func byPath(a, b Record) int { return strings.Compare(a.Path, b.Path) }

// blobRecords is how many records a blob has on average: 16 KB, so that little of
// the last page that each takes is empty. Blobs of an older kwic have 128 and end at
// the same paths or others in between; a build that changes one joins what belongs
// together.
const blobRecords = 512

// endsBlob reports whether a path is the last of its blob: one in blobRecords is.
func endsBlob(path string) bool {
	h := fnv.New32a()
	io.WriteString(h, path)
	return (h.Sum32()>>8)%blobRecords == 0
}

// beforeIn returns the record before the one at i in a blob that begins at first.
func beforeIn(all []Record, first, i int) *Record {
	if i == first {
		return nil
	}
	return &all[i-1]
}

// allRecords returns the records of both areas. They are read together: where a
// query has to tell the end of an area, SQLite reads every blob twice, once for the
// comparison.
func (c *conn) allRecords() (tree, pages Records, err error) {
	var d recordReader
	err = c.each(`SELECT area, records FROM stat ORDER BY area, first`, func(r row) error {
		switch area := r.text(0); area {
		case pagesArea:
			return pages.add(r.blob(1), &d)
		case treeArea:
			return tree.add(r.blob(1), &d)
		default:
			return fmt.Errorf("%w: stat records of an area %q", ErrDamaged, area)
		}
	})
	return tree, pages, err
}

// keepRecords replaces an area's records, which are in the order of their
// paths, writing only the blobs that differ.
func (c *conn) keepRecords(area string, all iter.Seq[Record]) error {
	packed := make(map[string][]byte)
	pack := func(blob []Record) {
		var b []byte
		for i := range blob {
			b = appendRecord(b, &blob[i], beforeIn(blob, 0, i))
		}
		packed[blob[0].Path] = b
	}
	var blob []Record
	for r := range all {
		if blob = append(blob, r); endsBlob(r.Path) {
			pack(blob)
			blob = blob[:0]
		}
	}
	if len(blob) > 0 {
		pack(blob)
	}
	var gone []string
	err := c.each(`SELECT first, records FROM stat WHERE area = ?`, func(r row) error {
		switch now, kept := packed[r.text(0)]; {
		case !kept:
			gone = append(gone, r.text(0))
		case string(now) == string(r.blob(1)):
			delete(packed, r.text(0))
		}
		return nil
	}, area)
	for i := 0; i < len(gone) && err == nil; i++ {
		err = c.exec(`DELETE FROM stat WHERE area = ? AND first = ?`, area, gone[i])
	}
	for at, records := range packed {
		if err == nil {
			err = c.exec(`INSERT OR REPLACE INTO stat VALUES (?, ?, ?)`, area, at, records)
		}
	}
	return err
}
