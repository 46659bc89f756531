package store

import (
	"encoding/binary"
	"fmt"
	"slices"

	"kwic/scan/extract"
)

// tally counts a keyword's places, in one file or in all.
type tally struct {
	places int64  // sections that hold it, each once
	cells  []cell // by flags, ascending, none of no places
}

// cell counts the places of one kind and role, and of definitions or not.
type cell struct{ flags, places int64 }

// cellFlags are the flags of a place of a keyword that has these as a whole.
func cellFlags(k *Keyword, role Role) int64 {
	return packFlags(&Keyword{Kind: k.Kind, Role: role, Definition: k.Definition})
}

// count adds places of one cell, or takes them away.
func (t *tally) count(flags, places int64) {
	at := 0
	for at < len(t.cells) && t.cells[at].flags < flags {
		at++
	}
	if at == len(t.cells) || t.cells[at].flags != flags {
		t.cells = slices.Insert(t.cells, at, cell{flags: flags})
	}
	if t.cells[at].places += places; t.cells[at].places == 0 {
		t.cells = slices.Delete(t.cells, at, at+1)
	}
}

// add adds another tally so many times, which may be -1.
func (t *tally) add(other *tally, times int64) {
	t.places += times * other.places
	for _, c := range other.cells {
		t.count(c.flags, times*c.places)
	}
}

func (t *tally) equal(other *tally) bool {
	return t.places == other.places && slices.Equal(t.cells, other.cells)
}

// reset makes it a tally of nothing, for its memory.
func (t *tally) reset() { t.places, t.cells = 0, t.cells[:0] }

// isPlain reports whether flags are those of a place that mentions and defines
// nothing.
func isPlain(flags int64) bool { return flags>>4 == int64(extract.IsMention) }

// packed returns cells as the schema says.
func (t *tally) packed() any {
	if len(t.cells) == 0 || len(t.cells) == 1 && isPlain(t.cells[0].flags) {
		return nil
	}
	if len(t.cells) == 1 {
		return t.cells[0].flags
	}
	b := make([]byte, 0, 4*len(t.cells))
	for _, c := range t.cells {
		b = binary.AppendUvarint(append(b, byte(c.flags)), uint64(c.places))
	}
	return b
}

// unpack reads what packed returned, of a keyword of these kinds.
func (t *tally) unpack(places int64, packed any, kinds uint16) error {
	t.places, t.cells = places, t.cells[:0]
	switch v := packed.(type) {
	case nil:
		for kind := range Kinds {
			if kinds == 1<<kind && places > 0 {
				t.cells = append(t.cells, cell{packFlags(&Keyword{Kind: Kind(kind), Role: extract.IsMention}), places})
				return nil
			}
		}
	case int64:
		if v >= 0 && v < 256 {
			t.cells = append(t.cells, cell{v, places})
			return nil
		}
	case []byte:
		for rest := v; len(rest) > 0; {
			flags := int64(rest[0])
			n, length := binary.Uvarint(rest[1:])
			if length <= 0 || int64(n) < 1 || len(t.cells) > 0 && t.cells[len(t.cells)-1].flags >= flags {
				return fmt.Errorf("%w: the numbers of a keyword's places: %x", ErrDamaged, v)
			}
			t.cells = append(t.cells, cell{flags, int64(n)})
			rest = rest[1+length:]
		}
		return nil
	}
	return fmt.Errorf("%w: the numbers of a keyword's places: %v", ErrDamaged, packed)
}

// matching returns how many of the places a search lets through whatever their
// paths, and false where the numbers do not tell: sections that hold the keyword
// as several kinds are then among them.
func (t *tally) matching(s *Search) (places int64, told bool) {
	if !s.choosy() {
		return t.places, true
	}
	all := int64(0)
	for _, c := range t.cells {
		all += c.places
		if s.lets(flagKind(c.flags), flagDefinition(c.flags)) && s.letsRole(flagRole(c.flags)) {
			places += c.places
		}
	}
	return places, places == 0 || all == t.places
}

// choosy reports whether a search lets not all places through, whatever their
// paths.
func (s *Search) choosy() bool { return s.Kinds != 0 || s.Roles != 0 || s.Definition }

// lets reports whether a search lets a keyword's posting through, by its kind and
// whether it is a definition.
func (s *Search) lets(kind Kind, definition bool) bool {
	return (s.Kinds == 0 || s.Kinds&(1<<kind) != 0) && (!s.Definition || definition)
}

// letsRole reports whether a search lets a place of this role through.
func (s *Search) letsRole(role Role) bool { return s.Roles == 0 || s.Roles&(1<<role) != 0 }

// fileTally counts the places that postings of one keyword have in one file.
type fileTally struct {
	postings int
	first    []Place      // of the first posting
	sections map[int]bool // of all, once there are two
}

// add counts a posting. Its places must stay until all postings are counted.
func (f *fileTally) add(t *tally, k *Keyword) {
	for i := range k.Places {
		t.count(cellFlags(k, k.Places[i].Role), 1)
	}
	if f.postings++; f.postings == 1 {
		t.places += int64(len(k.Places))
		f.first = k.Places
		return
	}
	if f.sections == nil {
		f.sections = make(map[int]bool)
	}
	if f.postings == 2 {
		for i := range f.first {
			f.sections[f.first[i].Section] = true
		}
	}
	for i := range k.Places {
		if section := k.Places[i].Section; !f.sections[section] {
			f.sections[section] = true
			t.places++
		}
	}
}

// reset starts another file.
func (f *fileTally) reset() {
	f.postings, f.first = 0, nil
	clear(f.sections)
}
