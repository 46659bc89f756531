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
	for i := range all {
		if k := &all[i]; k.Kind == Class && k.Definition {
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
