package store

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"

	"kwic/scan/extract"
	"kwic/store/sorter"
)

const (
	// eachPlaces is how many places FindEach hands out at a time.
	eachPlaces = 500
	// eachFiles is how many files FindEach knows at most.
	eachFiles = 4 * eachPlaces
	// eachRoom is how much of the places FindEach holds to sort them, in bytes.
	eachRoom = 4 << 20
	// allPaths is a number of lookups for which it is always worth reading all paths.
	allPaths = 1 << 40
)

// FindEach is Find of all places behind s.Offset, whatever s.Limit: it hands them
// out some at a time, in the same order, and at least once, without any where
// there are none. The Found and its Places are valid during the call. What it
// holds in memory are the paths of all files, the keywords that answer and the
// places of one of them; the places of all are sorted in a temporary file.
func (q *Query) FindEach(ctx context.Context, s *Search, do func(*Found) error) error {
	all := *s
	all.Limit, all.Brief, all.Documents = 0, false, false
	f := newFinder(ctx, q.conn, &all)
	err := f.sortAll()
	if err == nil {
		err = f.handOut(do)
	}
	return asDamage(errors.Join(err, f.closeSorted()))
}

// sortAll brings the places of all tiers into order.
func (f *finder) sortAll() error {
	folder, err := os.MkdirTemp("", "kwic-find-*")
	room := eachRoom
	if f.folder = folder; err != nil {
		room = math.MaxInt // where nothing can be written, memory has to do
		folder = filepath.Join(os.TempDir(), "kwic-find")
	}
	f.sorted = sorter.New(filepath.Join(folder, "places"), room)
	if f.Count {
		if f.total, f.keywords, err = f.countAll(); err != nil {
			return err
		}
	}
	if err := f.readPaths(allPaths); err != nil {
		return err
	}
	for _, t := range f.tiers() {
		if err := f.collect(t); err != nil {
			return err
		}
		if err := f.drain(); err != nil {
			return err
		}
	}
	if !f.Count {
		f.keywords = len(f.seen)
	}
	f.seen, f.known = nil, nil
	return nil
}

func (f *finder) closeSorted() error {
	if f.sorted == nil {
		return nil
	}
	err := f.sorted.Close()
	if f.folder != "" {
		err = errors.Join(err, os.RemoveAll(f.folder))
	}
	return err
}

// drain moves the places at hand to those that are sorted on disk, if that is how
// they are sorted.
func (f *finder) drain() error {
	if f.sorted == nil {
		return nil
	}
	for i := range f.tier {
		f.record = f.tier[i].appendOrdered(f.record[:0], f.orderOf(f.tier[i].file))
		if err := f.sorted.Add(f.record, f.tier[i].appendRest(f.rest[:0])); err != nil {
			return err
		}
	}
	f.tier = f.tier[:0]
	return nil
}

// appendOrdered appends bytes that compare as compareCandidates does, and then as
// path and section do.
func (c *candidate) appendOrdered(b []byte, path int) []byte {
	later := byte(0)
	if c.later {
		later = 1
	}
	b = append(b, byte(tierOf(c.level)), byte(c.role/extract.IsMention), byte(c.level), later)
	b = binary.BigEndian.AppendUint32(b, uint32(c.order))
	b = append(b, byte(c.role))
	for _, n := range [...]uint32{uint32(c.rank), uint32(path), uint32(c.section)} {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return b
}

// appendRest appends what appendOrdered leaves out.
func (c *candidate) appendRest(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(c.keyword))
	b = binary.AppendUvarint(b, uint64(c.file))
	b = binary.AppendUvarint(b, uint64(c.flags))
	return binary.AppendUvarint(b, uint64(c.line))
}

// candidateOf reads what appendOrdered and appendRest have written, as far as
// place needs it.
func candidateOf(ordered, rest []byte) candidate {
	var numbers [4]uint64
	for i := range numbers {
		n, size := binary.Uvarint(rest)
		numbers[i], rest = n, rest[max(size, 0):]
	}
	flags := int64(numbers[2])
	return candidate{
		keyword: int64(numbers[0]), file: int64(numbers[1]), flags: int16(flags), line: int32(numbers[3]),
		level: Level(ordered[2]), role: Role(ordered[8]), section: int32(binary.BigEndian.Uint32(ordered[17:])),
		kind: flagKind(flags), definition: flagDefinition(flags),
	}
}

// handOut calls do for all places, in their order.
func (f *finder) handOut(do func(*Found) error) error {
	found := &Found{Total: f.total, Keywords: f.keywords, Places: make([]FoundPlace, 0, eachPlaces)}
	passed, told := 0, false
	tell := func() error {
		told = true
		err := do(found)
		if found.Places = found.Places[:0]; len(f.files) > eachFiles {
			clear(f.files)
		}
		return err
	}
	err := f.sorted.Each(func(ordered, rest []byte) error {
		if passed < f.Offset {
			passed++
			return nil
		}
		c := candidateOf(ordered, rest)
		p, err := f.place(&c)
		if err != nil {
			return err
		}
		if found.Places = append(found.Places, p); len(found.Places) < eachPlaces {
			return f.ctx.Err()
		}
		return tell()
	})
	if err == nil && (len(found.Places) > 0 || !told) {
		err = tell()
	}
	return err
}
