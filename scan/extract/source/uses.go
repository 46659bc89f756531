package source

import "sort"

// use notes a word as used. A name that turns out to be a definition is told
// once the statement has been read.
func (s *Scanner) use(t *token) {
	if t.word != 0 {
		return
	}
	next := s.pos
	for next < len(s.src) && (s.src[next] == ' ' || s.src[next] == '\t') && next < s.pos+8 {
		next++
	}
	kind := Identifier
	if next < len(s.src) && s.src[next] == '(' {
		kind = Function
	}
	at := t.at
	if n := len(s.file.Symbols); n > 0 && len(s.st) >= 2+s.start {
		// ns::name is one use.
		joint, last := &s.st[len(s.st)-1], &s.file.Symbols[n-1]
		if joint.is(opScope) && joint.end == t.at && !last.Definition && last.Kind != Comment && last.Name.End == joint.at {
			at = last.Name.At
			s.file.Symbols = s.file.Symbols[:n-1]
		}
	}
	s.file.Symbols = append(s.file.Symbols, Symbol{Kind: kind, Name: Range{at, t.end}, Line: t.line, LastLine: t.line, Parent: -1})
}

// mergeUses puts the symbols in the order of the text, and takes away uses
// that are definitions. Parents are lost: uses have none.
func (s *Scanner) mergeUses() {
	all := s.file.Symbols
	sort.SliceStable(all, func(i, j int) bool {
		a, b := &all[i], &all[j]
		if a.Name.End != b.Name.End {
			return a.Name.End < b.Name.End
		}
		return a.Definition && !b.Definition
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
