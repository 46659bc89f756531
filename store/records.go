package store

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"iter"
	"slices"
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

// recordReader decodes packed records. Strings share the memory of the blob's
// one copy.
type recordReader struct {
	blob []byte
	text string
	at   int
	bad  bool

	paths []byte // of one blob, for their memory, as are ends
	ends  []int
}

func decodeRecords(blob []byte, into []Record) ([]Record, error) {
	var d recordReader
	return d.decode(blob, into)
}

// decode appends the records of a blob.
func (d *recordReader) decode(blob []byte, into []Record) ([]Record, error) {
	d.blob, d.at, d.bad = blob, 0, false
	if len(blob) > 0 && blob[0] == packedBlob {
		return d.packed(into, longestPaths)
	}
	d.text = string(blob)
	for d.at < len(blob) && !d.bad {
		var r Record
		r.Path = d.string()
		r.Stat.Size = int64(d.uvarint())
		r.Stat.ModTime = d.varint()
		r.Stat.ChangeTime = r.Stat.ModTime + d.varint()
		r.Stat.Inode = d.uvarint()
		r.Racy = d.uvarint() != 0
		r.Reason = d.string()
		into = append(into, r)
	}
	if d.bad {
		return nil, errRecord
	}
	return into, nil
}

// packed decodes a blob of appendRecord's, whose paths have room bytes at most. They
// share one piece of memory.
func (d *recordReader) packed(into []Record, room int) ([]Record, error) {
	d.at = 1
	first := len(into)
	paths, ends := d.paths[:0], d.ends[:0]
	last := 0 // where the path before begins
	for before := (Stat{}); !d.bad && (d.at < len(d.blob) || len(into) == first); {
		shared, rest := d.uvarint(), d.bytes()
		if shared > uint64(len(paths)-last) || len(paths)+int(shared)+len(rest) > room {
			return nil, errRecord
		}
		begin := len(paths)
		paths = append(append(paths, paths[last:last+int(shared)]...), rest...)
		last, ends = begin, append(ends, len(paths))
		var r Record
		r.Stat.Size = int64(d.uvarint())
		r.Stat.ModTime = before.ModTime + d.varint()
		r.Stat.ChangeTime = r.Stat.ModTime + d.varint()
		r.Stat.Inode = before.Inode + uint64(d.varint())
		r.Racy = d.uvarint() != 0
		if reason := d.bytes(); len(reason) > 0 {
			r.Reason = string(reason)
		}
		before, into = r.Stat, append(into, r)
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

// string returns a text of an older blob.
func (d *recordReader) string() string {
	n := len(d.bytes())
	return d.text[d.at-n : d.at]
}

func byPath(a, b Record) int { return strings.Compare(a.Path, b.Path) }

// blobRecords is how many records a blob has on average.
const blobRecords = 128

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

// records returns an area's records in the order of their paths.
func (c *conn) records(area string) ([]Record, error) {
	tree, pages, err := c.allRecords()
	if area == pagesArea {
		return pages, err
	}
	return tree, err
}

// allRecords returns the records of both areas, in the order of their paths. They
// are read together: where a query has to tell the end of an area, SQLite reads
// every blob twice, once for the comparison.
func (c *conn) allRecords() (tree, pages []Record, err error) {
	if err = c.each(`SELECT area, count(*) FROM stat GROUP BY area`, func(r row) error {
		room := make([]Record, 0, (r.int(1)+1)*blobRecords*9/8) // a tenth more than there are, mostly
		if r.text(0) == pagesArea {
			pages = room
		} else {
			tree = room
		}
		return nil
	}); err != nil {
		return nil, nil, err
	}
	var d recordReader
	err = c.each(`SELECT area, records FROM stat ORDER BY area, first`, func(r row) (err error) {
		all := &tree
		switch area := r.text(0); area {
		case pagesArea:
			all = &pages
		case treeArea:
		default:
			return fmt.Errorf("%w: stat records of an area %q", ErrDamaged, area)
		}
		*all, err = d.decode(r.memory(1), *all)
		return err
	})
	if err == nil && !(slices.IsSortedFunc(tree, byPath) && slices.IsSortedFunc(pages, byPath)) {
		err = errRecord
	}
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
