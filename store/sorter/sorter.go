// Package sorter sorts more records than memory holds.
//
// Records go into a buffer. A full buffer is sorted and written to a temporary
// file as a run; in the end the runs are merged, together with what is still in
// the buffer. Few records never touch the disk. Each record is written and read
// once at most, however many there are, as long as all runs can be merged at a
// time: a buffer of 16 MB and read buffers of 64 KB are good for 100 GB.
//
// In a run, a record is
//
//	bytes shared with the key before, further bytes of the key, length of the
//	value, those bytes of the key, the value
//
// with numbers as uvarints. Records of the same key come in the order of their
// values.
package sorter

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
)

// Sorter takes records and gives them back in order. It is for one goroutine.
type Sorter struct {
	path    string
	room    int
	file    *os.File // of runs; nil until there is one
	end     int64    // of the last run in the file
	runs    []section
	buffer  []byte
	records []record
}

// section is where a run lies in the file.
type section struct{ from, to int64 }

// record is one record in the buffer: key and value lie there one after another.
type record struct {
	head       uint64 // the key's first bytes, big-endian, which decide most comparisons
	at         uint32
	key, value uint32 // lengths
}

const recordSize = 24 // bytes of a record beside its key and value

// most bounds the buffer, so that a record's place fits into 32 bits.
const most = 1 << 30

// New returns a Sorter that holds about room bytes in memory and writes what is
// more to a file at path, which it makes anew. Close it.
func New(path string, room int) *Sorter {
	return &Sorter{path: path, room: min(room, most)}
}

// Add takes a record, whose bytes it copies.
func (s *Sorter) Add(key, value []byte) error {
	size := len(key) + len(value)
	if size > most {
		return fmt.Errorf("cannot sort a record of %d bytes", size)
	}
	if len(s.records) > 0 && len(s.buffer)+size+(len(s.records)+1)*recordSize > s.room {
		if err := s.spill(); err != nil {
			return err
		}
	}
	s.records = append(s.records, record{head: headOf(key), at: uint32(len(s.buffer)), key: uint32(len(key)), value: uint32(len(value))})
	s.buffer = append(append(s.buffer, key...), value...)
	return nil
}

// headOf returns the first eight bytes of a key as a number that compares as
// they do.
func headOf(key []byte) uint64 {
	if len(key) >= 8 {
		return binary.BigEndian.Uint64(key)
	}
	var head [8]byte
	copy(head[:], key)
	return binary.BigEndian.Uint64(head[:])
}

func (s *Sorter) keyOf(r *record) []byte { return s.buffer[r.at : r.at+r.key] }

func (s *Sorter) valueOf(r *record) []byte { return s.buffer[r.at+r.key : r.at+r.key+r.value] }

func (s *Sorter) sort() {
	slices.SortFunc(s.records, func(a, b record) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		if c := bytes.Compare(s.keyOf(&a), s.keyOf(&b)); c != 0 {
			return c
		}
		return bytes.Compare(s.valueOf(&a), s.valueOf(&b))
	})
}

// spill writes the buffer's records to the file, and empties it.
func (s *Sorter) spill() error {
	if s.file == nil {
		f, err := os.OpenFile(s.path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return err
		}
		s.file = f
		// Where the system lets an open file go by its name, nothing is left of it
		// whatever happens. Elsewhere Close removes it.
		_ = os.Remove(s.path)
	}
	s.sort()
	w := bufio.NewWriterSize(io.NewOffsetWriter(s.file, s.end), 64<<10)
	var head, last []byte
	size := int64(0)
	for i := range s.records {
		r := &s.records[i]
		key, value := s.keyOf(r), s.valueOf(r)
		shared := sharedPrefix(last, key)
		head = binary.AppendUvarint(head[:0], uint64(shared))
		head = binary.AppendUvarint(head, uint64(len(key)-shared))
		head = binary.AppendUvarint(head, uint64(len(value)))
		for _, part := range [...][]byte{head, key[shared:], value} {
			n, err := w.Write(part)
			size += int64(n)
			if err != nil {
				return err
			}
		}
		last = key
	}
	if err := w.Flush(); err != nil {
		return err
	}
	s.runs = append(s.runs, section{s.end, s.end + size})
	s.end += size
	s.buffer, s.records = s.buffer[:0], s.records[:0]
	return nil
}

func sharedPrefix(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// Each calls do for every record in order. Key and value are valid during the
// call only. No record can be added afterwards.
func (s *Sorter) Each(do func(key, value []byte) error) error {
	s.sort()
	if len(s.runs) == 0 {
		for i := range s.records {
			if err := do(s.keyOf(&s.records[i]), s.valueOf(&s.records[i])); err != nil {
				return err
			}
		}
		return nil
	}
	if len(s.records) > 0 { // rather than keep the buffer beside those of the runs
		if err := s.spill(); err != nil {
			return err
		}
	}
	s.buffer, s.records = nil, nil
	return s.merge(do)
}

// readBuffer is how much of a run is read at a time, in bytes.
const readBuffer = 64 << 10

// merge calls do for the records of all runs, by a heap of their first ones.
func (s *Sorter) merge(do func(key, value []byte) error) error {
	heap := make([]*reader, 0, len(s.runs))
	for _, run := range s.runs {
		r := &reader{from: bufio.NewReaderSize(io.NewSectionReader(s.file, run.from, run.to-run.from), readBuffer)}
		more, err := r.next()
		if err != nil {
			return err
		}
		if more {
			heap = append(heap, r)
		}
	}
	for i := len(heap)/2 - 1; i >= 0; i-- {
		sink(heap, i)
	}
	for len(heap) > 0 {
		first := heap[0]
		if err := do(first.key, first.value); err != nil {
			return err
		}
		more, err := first.next()
		if err != nil {
			return err
		}
		if !more {
			heap[0] = heap[len(heap)-1]
			heap = heap[:len(heap)-1]
		}
		sink(heap, 0)
	}
	return nil
}

// sink moves a reader down a heap to its place.
func sink(heap []*reader, at int) {
	for {
		least := at
		for child := 2*at + 1; child <= 2*at+2 && child < len(heap); child++ {
			if heap[child].before(heap[least]) {
				least = child
			}
		}
		if least == at {
			return
		}
		heap[at], heap[least] = heap[least], heap[at]
		at = least
	}
}

// reader reads a run.
type reader struct {
	from       *bufio.Reader
	head       uint64
	key, value []byte
}

func (r *reader) before(other *reader) bool {
	if r.head != other.head {
		return r.head < other.head
	}
	c := bytes.Compare(r.key, other.key)
	return c < 0 || c == 0 && bytes.Compare(r.value, other.value) < 0
}

// errRun means that the temporary file does not hold what was written.
var errRun = errors.New("the temporary file of a sort changed while it was used")

// next reads the next record; it returns false at the end of the run.
func (r *reader) next() (bool, error) {
	shared, err := binary.ReadUvarint(r.from)
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	var more, size uint64
	if err == nil {
		more, err = binary.ReadUvarint(r.from)
	}
	if err == nil {
		size, err = binary.ReadUvarint(r.from)
	}
	switch {
	case err != nil:
		return false, fmt.Errorf("%w: %w", errRun, err)
	case shared > uint64(len(r.key)) || more > most || size > most:
		return false, errRun
	}
	r.key = slices.Grow(r.key[:shared], int(more))[:shared+more]
	r.value = slices.Grow(r.value[:0], int(size))[:size]
	if _, err = io.ReadFull(r.from, r.key[shared:]); err == nil {
		_, err = io.ReadFull(r.from, r.value)
	}
	if err != nil {
		return false, fmt.Errorf("%w: %w", errRun, err)
	}
	r.head = headOf(r.key)
	return true, nil
}

// Close removes what is on disk, and frees the memory. It may be called twice.
func (s *Sorter) Close() error {
	s.buffer, s.records, s.runs = nil, nil, nil
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	if removed := os.Remove(s.path); err == nil && removed != nil && !errors.Is(removed, fs.ErrNotExist) {
		err = removed
	}
	return err
}
