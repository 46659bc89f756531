package source

// adopt makes members that stand outside of their class, as in Go and often in
// C++, symbols of it, if the text defines one class of that name.
func (s *Scanner) adopt() {
	all := s.file.Symbols
	owned := false
	for i := range all {
		owned = owned || !all[i].Owner.empty()
	}
	if !owned {
		return
	}
	if s.classes == nil {
		s.classes = map[string]int32{}
	}
	s.local = s.local[:0]
	for i := range all {
		k := &all[i]
		// What a function holds has no members outside of it.
		s.local = append(s.local, k.Parent >= 0 && (all[k.Parent].Kind == Function || s.local[k.Parent]))
		if k.Kind == Class && k.Definition && !s.local[i] {
			name := string(s.src[k.Name.At:k.Name.End])
			if _, taken := s.classes[name]; taken {
				s.classes[name] = -1
			} else {
				s.classes[name] = int32(i)
			}
		}
	}
	for i := range all {
		k := &all[i]
		if k.Owner.empty() || k.Parent >= 0 && all[k.Parent].Kind != Namespace {
			continue
		}
		if class, ok := s.classes[string(s.src[k.Owner.At:k.Owner.End])]; ok && class >= 0 && !s.within(class, int32(i)) {
			k.Parent = class
		}
	}
	clear(s.classes)
}

// mostAround bounds how many symbols around another one are looked at.
const mostAround = 1000

// within reports whether a symbol is another one, or stands in it, or so deep
// that it may.
func (s *Scanner) within(symbol, other int32) bool {
	for steps := 0; symbol >= 0; symbol = s.file.Symbols[symbol].Parent {
		if steps++; symbol == other || steps > mostAround {
			return true
		}
	}
	return false
}

// settleForward makes the forward declarations of what the text defines mere
// uses of it: a reader looks for the definition.
func (s *Scanner) settleForward() {
	if len(s.forward) == 0 {
		return
	}
	all := s.file.Symbols
	declared := make(map[string][]int32, len(s.forward))
	for _, i := range s.forward {
		name := string(all[i].In(s.src))
		declared[name] = append(declared[name], i)
	}
	next := 0
	for i := range all {
		if next < len(s.forward) && s.forward[next] == int32(i) {
			next++
			continue
		}
		if all[i].Kind != Function || !all[i].Definition {
			continue
		}
		for _, k := range declared[string(all[i].In(s.src))] {
			all[k].Definition = false
		}
		delete(declared, string(all[i].In(s.src)))
	}
}

// exports reports whether a statement is the call of a macro that lets others use
// a function of the text, and notes its name.
func (s *Scanner) exports(h []token) bool {
	if s.top > 0 || len(h) < 4 || h[0].kind != tokenWord || !h[1].is('(') || !s.name(&h[2]) || !s.g.exporter[string(s.text(&h[0]))] {
		return false
	}
	s.offered = append(s.offered, Range{h[2].at, h[2].end})
	return true
}

// settleExported makes the functions that macros export known as such.
func (s *Scanner) settleExported() {
	if len(s.offered) == 0 {
		return
	}
	names := make(map[string]bool, len(s.offered))
	for _, at := range s.offered {
		names[string(s.src[at.At:at.End])] = true
	}
	for i := range s.file.Symbols {
		if k := &s.file.Symbols[i]; k.Kind == Function && k.Definition && k.Parent < 0 && names[string(k.In(s.src))] {
			k.Reach = Shown
		}
	}
}

// ownedBy notes that a function is a member of the class that t names.
func (s *Scanner) ownedBy(symbol int32, t *token) {
	if symbol >= 0 {
		s.file.Symbols[symbol].Owner = Range{t.at, t.end}
	}
}

// receiver returns the name of the type in the parentheses h[i] before a
// method's name, -1 for none: the last one that no brackets hold.
func (s *Scanner) receiver(h []token, i int) int {
	name := -1
	for end := closing(h, i); i < end; i++ {
		if i+1 < end && h[i+1].is('[') {
			return i
		}
		if s.name(&h[i]) {
			name = i
		}
	}
	return name
}
