package scan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/bits"
	"slices"
	"strings"
)

// splitIndex is the extension "link" of an index that keeps only what differs
// from a shared one: the shared one's hash, then two bitmaps over its entries.
// An entry that is to be replaced is taken, with an empty path, from the front
// of this index's entries; those with a path are added.
type splitIndex struct {
	base    []byte
	deleted []int // positions in the shared index, ascending
	replace []int
}

// parseSplit reads the extension. Without a shared index (a hash of zeros) it
// returns nil.
func parseSplit(body []byte, hashSize int) (*splitIndex, error) {
	damaged := errors.New("is damaged: extension \"link\" cannot be read")
	if len(body) < hashSize {
		return nil, damaged
	}
	s := &splitIndex{base: body[:hashSize]}
	if bytes.Equal(s.base, make([]byte, hashSize)) {
		return nil, nil
	}
	body = body[hashSize:]
	if len(body) == 0 {
		return s, nil
	}
	var ok bool
	if s.deleted, body, ok = parseEWAH(body); !ok {
		return nil, damaged
	}
	if s.replace, _, ok = parseEWAH(body); !ok {
		return nil, damaged
	}
	return s, nil
}

// parseEWAH reads a compressed bitmap and returns the positions that are set,
// and what follows it. The format: number of bits, number n of words (4 bytes
// each), n words of 8 bytes, 4 bytes of no use here. A run word holds a bit,
// how many words of that bit it stands for (32 bits), and how many plain
// words follow (31 bits).
func parseEWAH(raw []byte) (set []int, rest []byte, ok bool) {
	if len(raw) < 8 {
		return nil, nil, false
	}
	size, words := int64(binary.BigEndian.Uint32(raw)), int64(binary.BigEndian.Uint32(raw[4:]))
	raw = raw[8:]
	if words*8+4 > int64(len(raw)) {
		return nil, nil, false
	}
	rest = raw[words*8+4:]
	raw = raw[:words*8]
	at := int64(0)
	for len(raw) > 0 {
		run := binary.BigEndian.Uint64(raw)
		raw = raw[8:]
		length := int64(run>>1&0xffffffff) * 64
		if run&1 != 0 {
			// No index has this many entries: a run past what the bitmap says
			// it holds is damage.
			if at+length > size+63 || size > maxEntries {
				return nil, nil, false
			}
			for i := range length {
				set = append(set, int(at+i))
			}
		}
		at += length
		plain := int64(run >> 33)
		if plain*8 > int64(len(raw)) {
			return nil, nil, false
		}
		for range plain {
			for w := binary.BigEndian.Uint64(raw); w != 0; w &= w - 1 {
				set = append(set, int(at)+bits.TrailingZeros64(w))
			}
			raw = raw[8:]
			at += 64
		}
	}
	return set, rest, true
}

// maxEntries bounds the work on a damaged bitmap.
const maxEntries = 1 << 24

// join returns the entries of the whole index, in order.
func (s *splitIndex) join(shared, own []indexEntry) ([]indexEntry, error) {
	damaged := errors.New("is damaged: it does not fit its shared part")
	for _, at := range s.replace {
		if at >= len(shared) || len(own) == 0 || own[0].path != "" {
			return nil, damaged
		}
		shared[at].mode, shared[at].skip = own[0].mode, own[0].skip
		own = own[1:]
	}
	for _, at := range s.deleted {
		if at >= len(shared) {
			return nil, damaged
		}
		shared[at].path = ""
	}
	all := append(shared, own...)
	all = slices.DeleteFunc(all, func(e indexEntry) bool { return e.path == "" })
	slices.SortStableFunc(all, func(a, b indexEntry) int { return strings.Compare(a.path, b.path) })
	return all, nil
}
