package store

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// appendEarlier is appendRecord as it was before paths were shared.
func appendEarlier(b []byte, r *Record) []byte {
	b = append(binary.AppendUvarint(b, uint64(len(r.Path))), r.Path...)
	b = binary.AppendUvarint(b, uint64(r.Stat.Size))
	b = binary.AppendVarint(b, r.Stat.ModTime)
	b = binary.AppendVarint(b, r.Stat.ChangeTime-r.Stat.ModTime)
	b = binary.AppendUvarint(b, r.Stat.Inode)
	racy := byte(0)
	if r.Racy {
		racy = 1
	}
	b = binary.AppendUvarint(append(b, racy), uint64(len(r.Reason)))
	return append(b, r.Reason...)
}

func drawRecord(t *rapid.T) Record {
	return Record{
		Path: rapid.StringN(1, 12, -1).Draw(t, "path"),
		Stat: Stat{
			Size: rapid.Int64Range(0, math.MaxInt64).Draw(t, "size"), ModTime: rapid.Int64().Draw(t, "modification time"),
			ChangeTime: rapid.Int64().Draw(t, "change time"), Inode: rapid.Uint64().Draw(t, "inode"),
		},
		Racy:   rapid.Bool().Draw(t, "racy"),
		Reason: rapid.SampledFrom([]string{"", "binary", "too large"}).Draw(t, "reason"),
	}
}

func TestRecordsComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var blob []byte
		var in []Record
		ends := map[int]bool{0: true}
		earlier := rapid.Bool().Draw(t, "as an older kwic did")
		for range rapid.IntRange(0, 5).Draw(t, "records") {
			in = append(in, drawRecord(t))
			if earlier {
				blob = appendEarlier(blob, &in[len(in)-1])
			} else {
				blob = appendRecord(blob, &in[len(in)-1], beforeIn(in, 0, len(in)-1))
			}
			ends[len(blob)] = true
		}
		out, err := decodeRecords(blob, nil)
		if err != nil || !slices.Equal(in, out) {
			t.Fatalf("%v comes back as %v: %v", in, out, err)
		}
		for n := range len(blob) {
			if _, err := decodeRecords(blob[:n], nil); (err == nil) != ends[n] || err != nil && !errors.Is(err, ErrDamaged) {
				t.Fatalf("cut to %d of %d bytes: %v", n, len(blob), err)
			}
		}
		if len(blob) > 0 {
			bad := slices.Clone(blob)
			bad[rapid.IntRange(0, len(bad)-1).Draw(t, "damaged byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
			if _, err := decodeRecords(bad, nil); err != nil && !errors.Is(err, ErrDamaged) {
				t.Fatalf("damage is reported as %v", err)
			}
		}
	})
}

// listed returns all records of a list.
func listed(r *Records) []Record {
	var all []Record
	for number, record := range r.All() {
		if number != len(all) {
			panic("a record has a wrong number")
		}
		all = append(all, record)
	}
	return all
}

// Packed records are those that were given, each found by its path, whoever packed
// the blobs.
func TestRecordList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var in []Record
		for range rapid.IntRange(0, 400).Draw(t, "records") {
			in = append(in, drawRecord(t))
		}
		slices.SortFunc(in, byPath)
		in = slices.CompactFunc(in, func(a, b Record) bool { return a.Path == b.Path })
		packed, err := PackRecords(in)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "from an older kwic") && len(in) > 0 {
			var blob []byte
			for i := range in {
				blob = appendEarlier(blob, &in[i])
			}
			packed = Records{}
			if err := packed.add(blob, new(recordReader)); err != nil {
				t.Fatal(err)
			}
		}
		racy := 0
		for number := range in {
			if in[number].Racy {
				racy++
			}
			if at, record, found := packed.Find(in[number].Path); !found || at != number || record != in[number] {
				t.Fatalf("%v is found as %d, %v, %v", in[number], at, record, found)
			}
		}
		if packed.Len() != len(in) || packed.Racy() != racy || !slices.Equal(listed(&packed), in) {
			t.Fatalf("%d records, %d racy, come back as %d, %d racy: %v", len(in), racy, packed.Len(), packed.Racy(), listed(&packed))
		}
		other := rapid.StringN(0, 3, -1).Draw(t, "another path")
		from, _ := slices.BinarySearchFunc(in, other, func(r Record, path string) int { return strings.Compare(r.Path, path) })
		var behind []Record
		for c := packed.CursorFor(other); c.Next(); {
			if *c.Record != in[c.Number] {
				t.Fatalf("from %q on, record %d is %v, not %v", other, c.Number, *c.Record, in[c.Number])
			}
			if c.Record.Path >= other {
				behind = append(behind, *c.Record)
			}
		}
		if !slices.Equal(behind, in[from:]) {
			t.Fatalf("from %q on come %v, not %v", other, behind, in[from:])
		}
		if _, _, found := packed.Find(other); found != slices.ContainsFunc(in, func(r Record) bool { return r.Path == other }) {
			t.Fatalf("%q is found: %v", other, found)
		}
	})
}

// Blobs that are not in order are damage.
func TestRecordListInOrder(t *testing.T) {
	b, a := Record{Path: "b"}, Record{Path: "a"}
	var all Records
	var d recordReader
	if err := all.add(appendRecord(nil, &b, nil), &d); err != nil {
		t.Fatal(err)
	}
	if err := all.add(appendRecord(nil, &a, nil), &d); !errors.Is(err, ErrDamaged) {
		t.Errorf("a after b: %v", err)
	}
	if _, err := PackRecords([]Record{b, a}); !errors.Is(err, ErrDamaged) {
		t.Errorf("a after b in a blob: %v", err)
	}
}

func TestRangeOfPrefix(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.StringOfN(rapid.RuneFrom([]rune{0, 'a', 'b', 0x7f, 'é', 0x7ff, 0x800, 0xffff, 0x10ffff}), 0, 3, -1)
		prefix, key := piece.Draw(t, "prefix"), piece.Draw(t, "key")
		from, to := Range(prefix)
		if in := key >= from && key < to; in != strings.HasPrefix(key, prefix) {
			t.Errorf("%q is in the range of %q: %v", key, prefix, in)
		}
	})
}
