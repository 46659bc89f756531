package source

// scriptValue reads an expression in front of a block: name = function,
// key: (…) =>, name = {, or no name at all. w is the keyword that the name is
// defined by, nil for none.
func (s *Scanner) scriptValue(e []token, w *word, argument bool) block {
	b := block{symbol: -1, body: Code, keep: true}
	name, last, value := s.scriptName(e, w != nil)
	v := e[value:]
	k := 0
	for k < len(v) && (v[k].kind == tokenWord && string(s.text(&v[k])) == "async" || v[k].is('!') || v[k].is('~') || v[k].is('+')) {
		k++
	}
	if k == len(v) && k > 0 && string(s.text(&v[k-1])) == "async" {
		k--
	}
	switch {
	case k == len(v):
		b.body = Object
		if name >= 0 && w != nil && s.nestedDefinitions() {
			b.symbol = s.defineName(w.kind, &e[name], &e[last])
		}
		if name < 0 && value == 0 {
			b.body, b.keep = Code, false
		}
	case s.isClass(&v[k]):
		b.body = Members
		if name < 0 && k+1 < len(v) && s.name(&v[k+1]) {
			b.symbol = s.defineName(Class, &v[k+1], &v[k+1])
		} else if name >= 0 {
			b.symbol = s.defineName(Class, &e[name], &e[last])
		}
	case s.isFunction(&v[k]):
		if name >= 0 {
			b.symbol = s.defineName(Function, &e[name], &e[last])
			break
		}
		for k++; k < len(v) && v[k].is('*'); k++ {
		}
		if k < len(v) && v[k].kind == tokenWord {
			b.symbol = s.defineName(Function, &v[k], &v[k])
		}
	case s.arrow(v[k:]):
		if name >= 0 && v[len(v)-1].is(opFat) {
			b.symbol = s.defineName(Function, &e[name], &e[last])
		}
		if !v[len(v)-1].is(opFat) {
			b.body = Object // x => ({
		}
	default:
		b.body, b.keep = s.scriptBody(e)
	}
	return b
}

// scriptBody says how a block is read that no definition opens.
func (s *Scanner) scriptBody(e []token) (Body, bool) {
	last := &e[len(e)-1]
	switch last.kind {
	case tokenPunct:
		switch last.op {
		case ')':
			o := opening(e, len(e)-1)
			if o > 0 && e[o-1].kind == tokenWord {
				switch string(s.text(&e[o-1])) {
				case "if", "for", "while", "switch", "catch", "with":
					return Code, false
				}
			}
			return Code, true
		case opFat:
			return Code, true
		case ':':
			if text := string(s.text(&e[0])); text == "case" || text == "default" || len(e) == 2 && s.scopes[s.top].body != Object {
				return Code, false
			}
		}
		return Object, true
	case tokenWord:
		switch string(s.text(last)) {
		case "return", "yield", "await", "throw", "typeof", "default", "in", "of", "extends", "case", "new", "delete", "void":
			return Object, true
		}
		return Code, last.word == 0
	}
	return Code, true
}

func (s *Scanner) isClass(t *token) bool {
	return t.kind == tokenWord && t.word != 0 && s.g.words[t.word-1].word.role == Define && s.g.words[t.word-1].word.kind == Class && string(s.text(t)) == "class"
}

func (s *Scanner) isFunction(t *token) bool {
	return t.kind == tokenWord && string(s.text(t)) == "function"
}

// arrow reports whether a value is an arrow function: its parameters, maybe
// types, and an arrow.
func (s *Scanner) arrow(v []token) bool {
	i := 0
	if v[0].is('<') {
		if i = closingAngle(v, 0) + 1; i == 1 || i >= len(v) {
			return false
		}
	}
	switch {
	case v[i].is('('):
		if i = closing(v, i) + 1; i < len(v) && v[i].is(':') {
			for i < len(v) && !v[i].is(opFat) {
				if v[i].is('(') || v[i].is('[') {
					i = closing(v, i)
				}
				i++
			}
		}
	case v[i].kind == tokenWord:
		i++
	default:
		return false
	}
	return i < len(v) && v[i].is(opFat)
}

// scriptName finds the name that an expression gives its value, first to
// last, -1 for none, and where the value starts.
func (s *Scanner) scriptName(e []token, bound bool) (name, last, value int) {
	equals := -1
	body := s.scopes[s.top].body
	i := 0
	if s.g.Declares&TypeMembers != 0 && (bound || body == Members) && len(e) > 1 && e[0].kind == tokenWord &&
		(e[1].is(':') || len(e) > 2 && (e[1].is('?') || e[1].is('!')) && e[2].is(':')) {
		if value := typeEnd(e); value > 0 {
			return 0, 0, value + 1
		}
		return -1, -1, 0
	}
	for ; i < len(e); i++ {
		t := &e[i]
		if t.kind != tokenPunct {
			continue
		}
		switch t.op {
		case '(', '[':
			i = closing(e, i)
		case '<':
			if end := closingAngle(e, i); end > i {
				i = end
			}
		case '=':
			equals = i
		case opFat:
			i = len(e)
		case ':':
			if equals < 0 && i == 1 && body == Object && !bound {
				equals = i
			}
		}
	}
	if equals <= 0 {
		return -1, -1, 0
	}
	value = equals + 1
	last = equals - 1
	if e[equals].is('=') {
		if from := s.annotated(e, equals); from > 0 {
			last = from - 1
		}
	}
	if last < 0 || e[last].kind != tokenWord {
		return -1, -1, value
	}
	name = last
	for name >= 2 && e[name-1].is('.') && e[name-2].kind == tokenWord {
		name -= 2
	}
	if name != last && !bound { // of this.x = and exports.x = the last part is the name
		switch string(s.text(&e[name])) {
		case "this", "self", "exports", "module", "window", "global", "globalThis", "root", "_", "that", "proto":
			if last-name > 2 && string(s.text(&e[name+2])) == "exports" || last-name == 2 {
				name = last
			}
		}
		if string(s.text(&e[last])) == "exports" {
			return -1, -1, value
		}
	}
	if last > 0 && e[last-1].is('#') && name == last {
		name--
	}
	if name == last && !s.name(&e[name]) && !(name > 0 && e[name-1].is('.')) && body != Object && body != Members {
		return -1, -1, value
	}
	return name, last, value
}

// typeEnd returns where the equals sign stands behind the type of a name, 0
// if there is none.
func typeEnd(e []token) int {
	for i := 1; i < len(e); i++ {
		switch {
		case e[i].is('='):
			return i
		case e[i].is('('), e[i].is('['):
			i = closing(e, i)
		case e[i].is('<'):
			i = closingAngle(e, i)
		}
	}
	return 0
}

// annotated returns where the colon of a type stands that belongs to the name
// before the equals sign, 0 for none.
func (s *Scanner) annotated(e []token, equals int) int {
	for i := 0; i < equals; i++ {
		switch {
		case e[i].is(':'):
			if i > 0 && (e[i-1].kind == tokenWord || e[i-1].is('!') || e[i-1].is('?')) {
				if !e[i-1].is('!') && !e[i-1].is('?') {
					return i
				}
				return i - 1
			}
			return 0
		case e[i].is('('), e[i].is('['):
			i = closing(e, i)
		}
	}
	return 0
}
