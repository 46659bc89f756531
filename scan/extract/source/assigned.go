package source

import "slices"

// assigned defines what an assignment outside of functions makes: constants, a
// function, a class. Several may get one value, or one each: A = B = 1, and
// A, B = 1, 2.
func (s *Scanner) assigned(h []token, i int) {
	body := s.scopes[s.top].body
	if body != Space && body != Members && body != Enumerated || i+1 >= len(h) || h[i].kind != tokenWord {
		return
	}
	if s.g.Blocks == Indent && h[i+1].is(',') {
		s.assignedTogether(h[i:])
		return
	}
	equals := s.equalsBehind(h, i)
	if equals == 0 {
		return
	}
	s.assignedName(&h[i], h[equals+1:])
	if s.g.Blocks != Indent {
		return
	}
	for k := equals + 1; k+1 < len(h) && h[k].kind == tokenWord && h[k+1].is('='); k += 2 {
		s.assignedName(&h[k], h[k+2:])
	}
}

// equalsBehind returns where the operator stands that gives the name h[i] a
// value, 0 for none.
func (s *Scanner) equalsBehind(h []token, i int) int {
	d := s.g.Declares
	equals := i + 1
	if h[equals].is(':') { // name: type = value
		for equals < len(h) && !h[equals].is('=') {
			equals++
		}
	}
	if equals+3 < len(h) && h[equals].is('<') && h[equals+2].is('>') && s.g.Blocks == Ends {
		equals += 3 // Lua's NAME <const> = value
	}
	if d&CapitalConstants != 0 && equals+1 < len(h) && h[equals].is(opOther) && string(s.text(&h[equals])) == "||" {
		equals++ // Ruby's NAME ||= value
	}
	if equals < len(h) && (h[equals].is('=') || h[equals].is(opLeft) && d&FunctionValues != 0 || d&Variables != 0 && s.setsVariable(h, equals)) {
		return equals
	}
	return 0
}

// assignedTogether reads names, separated by commas, up to their equals sign.
func (s *Scanner) assignedTogether(h []token) {
	for i := 0; i+1 < len(h) && h[i].kind == tokenWord; i += 2 {
		if h[i+1].is('=') {
			for k := 0; k <= i; k += 2 {
				s.assignedName(&h[k], nil)
			}
			return
		}
		if !h[i+1].is(',') {
			return
		}
	}
}

// assignedName defines the name t, which gets a value, if it is one of those
// that are for others.
func (s *Scanner) assignedName(t *token, value []token) {
	d, name := s.g.Declares, s.text(t)
	switch {
	case s.g.Blocks == Indent && len(value) > 0 && string(s.text(&value[0])) == "lambda":
		s.defineName(Function, t, t)
	case len(s.g.makers) > 0 && s.makesClass(name, value):
		s.defineName(Class, t, t)
	case d&Variables != 0, d&CapitalConstants != 0 && name[0] >= 'A' && name[0] <= 'Z', d&ScreamingConstants != 0 && screams(name),
		s.scopes[s.top].body == Enumerated && name[0] != '_':
		s.defineName(Constant, t, t)
	}
}

// makesClass reports whether a value is the call of a function that makes a
// class, whose name is its first argument: namedtuple("Point", "x y"). The name
// that an enum is made under must be the one that it gets: anything may be
// called Flag.
func (s *Scanner) makesClass(name []byte, value []token) bool {
	i := 0
	for i+2 < len(value) && value[i].kind == tokenWord && value[i+1].is('.') {
		i += 2
	}
	if i+2 >= len(value) || value[i].kind != tokenWord || !value[i+1].is('(') || value[i+2].kind != tokenString {
		return false
	}
	maker := string(s.text(&value[i]))
	return slices.Contains(s.g.makers, maker) || slices.Contains(s.g.enums, maker) && string(s.text(&value[i+2])) == string(name)
}

// isEnum reports whether the parentheses behind a class's name hold a class of
// enums, by its last part: (enum.Enum).
func (s *Scanner) isEnum(h []token) bool {
	if len(h) == 0 || !h[0].is('(') {
		return false
	}
	end := min(closing(h, 0), len(h))
	for i := 1; i < end; i++ {
		if h[i].is('(') || h[i].is('[') {
			i = closing(h, i)
			continue
		}
		last := i+1 == end || h[i+1].is(',')
		if last && h[i].kind == tokenWord && !h[i-1].is('=') && slices.Contains(s.g.enums, string(s.text(&h[i]))) {
			return true
		}
	}
	return false
}
