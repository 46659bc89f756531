package source

import (
	"bytes"
	"cmp"
	"slices"
)

// use notes a word as used. A name that turns out to be a definition is told
// once the statement has been read. Words too common for a use are none by
// themselves, but qualify others: std::vector is one use, std::string none.
func (s *Scanner) use(t *token) {
	at := t.at
	if n := len(s.file.Symbols); n > 0 && len(s.st) > s.start {
		joint, last := &s.st[len(s.st)-1], &s.file.Symbols[n-1]
		if joint.is(opScope) && joint.end == t.at && !last.Definition && last.Kind != Comment && last.Name.End == joint.at {
			at = last.Name.At
			s.file.Symbols = s.file.Symbols[:n-1]
		}
	}
	next := s.pos
	for next < len(s.src) && (s.src[next] == ' ' || s.src[next] == '\t') && next < s.pos+8 {
		next++
	}
	if t.word != 0 && !(s.name(t) && bytes.HasPrefix(s.src[s.pos:], []byte("::"))) {
		return
	}
	kind := Identifier
	if next < len(s.src) && s.src[next] == '(' {
		kind = Function
	}
	s.file.Symbols = append(s.file.Symbols, Symbol{Kind: kind, Name: Range{at, t.end}, Line: t.line, LastLine: t.line, Parent: -1})
}

// mergeUses puts the symbols in the order of the text, and takes away uses
// that are definitions. Parents are lost: uses have none.
func (s *Scanner) mergeUses() {
	all := s.file.Symbols
	slices.SortStableFunc(all, func(a, b Symbol) int {
		switch {
		case a.Name.End != b.Name.End:
			return cmp.Compare(a.Name.End, b.Name.End)
		case a.Definition == b.Definition:
			return 0
		case a.Definition:
			return -1
		}
		return 1
	})
	kept := all[:0]
	end := int32(0)
	for i := range all {
		k := all[i]
		k.Parent = -1
		if !k.Definition && k.Kind != Comment && k.Name.At < end {
			continue
		}
		kept = append(kept, k)
		if k.Definition {
			end = max(end, k.Name.End)
		}
	}
	s.file.Symbols = kept
}
