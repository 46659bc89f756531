package source

import "bytes"

// readValue reads a statement that starts with a name: an assignment, or a
// function without a keyword.
func (s *Scanner) readValue(h []token, i int, end byte) block {
	b := block{symbol: -1, body: Code}
	d := s.g.Declares
	if end == '{' {
		if d&FunctionValues != 0 {
			b.keep = true
		}
		if symbol := s.bracedFunction(h, i); symbol >= 0 {
			return block{symbol: symbol, body: Code}
		}
		if d&FunctionValues != 0 {
			if symbol := s.assignedFunction(h); symbol >= 0 {
				b.symbol, b.body = symbol, Code
			}
		}
		return b
	}
	if d&BareFunctions != 0 && i+2 < len(h) && h[i+1].is('(') && h[i+2].is(')') && h[i].kind == tokenWord && (i+3 == len(h) || h[i+3].is('(')) {
		s.defineName(Function, &h[i], &h[i])
		return b
	}
	if d&FunctionValues != 0 && !hasBlock(h) && !h[len(h)-1].is('=') && s.nestedDefinitions() {
		if s.assignedFunction(h) >= 0 {
			return b
		}
	}
	if class := s.classCall(h[i:]); class > 0 {
		return s.define(h, class+i, &s.g.words[h[class+i].word-1].word, end)
	}
	if d&Rules != 0 {
		if colon := ruleColon(h[i:]); colon > 0 {
			s.rules(h[i:], colon)
			return b
		}
	}
	if d&NamedTargets != 0 && s.scopes[s.top].body == Space {
		s.target(h)
	}
	if d&(ScreamingConstants|CapitalConstants|Variables|Rules) != 0 {
		s.assigned(h, i)
	}
	return b
}

// bracedFunction defines a function that a name, parentheses and a block
// make; -1 if the header is none.
func (s *Scanner) bracedFunction(h []token, i int) int32 {
	d, body := s.g.Declares, s.scopes[s.top].body
	if d&BareFunctions == 0 && (d&MemberFunctions == 0 || body != Members && body != Object) {
		return -1
	}
	for i < len(h) && (h[i].is('*') || h[i].is('#')) {
		i++
	}
	if i+1 >= len(h) || h[i].kind != tokenWord {
		return -1
	}
	open := i + 1
	if d&MemberFunctions != 0 {
		if !s.name(&h[i]) && h[i+1].kind == tokenWord {
			i++ // get name() {
			if open++; open >= len(h) {
				return -1
			}
		}
		if h[open].is('?') {
			open++
		}
		if open < len(h) && h[open].is('<') {
			open = closingAngle(h, open) + 1
		}
	}
	if open >= len(h) || !h[open].is('(') {
		return -1
	}
	end := closing(h, open)
	if d&BareFunctions != 0 && end != len(h)-1 || end == len(h) {
		return -1
	}
	if d&BareFunctions == 0 && end+1 < len(h) && !h[end+1].is(':') {
		return -1
	}
	return s.defineName(Function, &h[i], &h[i])
}

// assignedFunction defines a function that is the value of a name: the header
// says name = function or the like, as far as it goes. It returns -1 if it
// does not.
func (s *Scanner) assignedFunction(h []token) int32 {
	for i := range h {
		t := &h[i]
		if !(t.is('=') || t.is(':') || t.is(opLeft)) || i == 0 || h[i-1].kind != tokenWord && !h[i-1].is('>') && !(i == 1 && h[0].kind == tokenString) {
			if t.is('(') || t.is('[') || t.kind == tokenBlock {
				return -1
			}
			continue
		}
		if !s.functionFollows(h[i+1:]) {
			if t.is(':') {
				continue // a type
			}
			return -1
		}
		name := i - 1
		for k := i - 1; k >= 0 && t.is('='); k-- {
			if h[k].is(':') {
				name = k - 1 // name: type = function
			}
		}
		if name < 0 || !s.name(&h[name]) && h[name].kind != tokenString && !(name > 0 && h[name-1].is('.')) {
			return -1
		}
		if name > 0 && h[name-1].is('.') && s.g.joints['.'] {
			first := name
			for first > 1 && h[first-1].is('.') && h[first-2].kind == tokenWord {
				first -= 2
			}
			return s.defineName(Function, &h[first], &h[name])
		}
		return s.defineName(Function, &h[name], &h[name])
	}
	return -1
}

// functionFollows reports whether a value is a function: it starts with a
// word for functions, or has an arrow behind its parameters.
func (s *Scanner) functionFollows(v []token) bool {
	i := 0
	for i < len(v) && s.has(&v[i], Modifier) {
		i++
	}
	if i == len(v) {
		return len(v) == 0 && s.g.Blocks == Ends
	}
	if v[i].kind == tokenWord && v[i].word != 0 {
		w := &s.g.words[v[i].word-1].word
		return w.role == Define && w.kind == Function
	}
	if v[i].is('\\') && i+1 < len(v) && v[i+1].is('(') {
		return true // R's \(x)
	}
	if v[i].is('<') {
		if i = closingAngle(v, i) + 1; i >= len(v) {
			return false
		}
	}
	if v[i].is('(') {
		if i = closing(v, i); i+1 < len(v) && v[i+1].is(':') {
			for i++; i+1 < len(v) && !v[i+1].is(opFat); i++ {
			}
		}
	} else if v[i].kind != tokenWord {
		return false
	}
	return i+1 < len(v) && v[i+1].is(opFat)
}

// setsVariable reports whether the operator h[i] gives the variable before it
// a value, as Make has it. += counts for names in capitals: what build systems
// collect so (obj-y) is theirs.
func (s *Scanner) setsVariable(h []token, i int) bool {
	switch t := &h[i]; {
	case t.is(opDefine):
		return true
	case t.is(opScope):
		return i+1 < len(h) && h[i+1].at == t.end && (h[i+1].is('=') || h[i+1].is(opDefine))
	case t.is(opOther) && t.end == t.at+2:
		c := s.src[t.at]
		return s.src[t.at+1] == '=' && (c == '?' || c == '!' || c == '+' && screams(s.text(&h[i-1])))
	}
	return false
}

// screams reports whether a name is in capitals.
func screams(name []byte) bool {
	return len(name) > 1 && bytes.IndexFunc(name, func(r rune) bool { return r >= 'A' && r <= 'Z' }) >= 0 &&
		bytes.IndexFunc(name, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 0x80 }) < 0
}
