package source

// What JavaScript and its relatives define is rarely told by a statement's
// first word alone: functions and classes are values, which a name, a property
// or a member may have. So headers are read from where the last expression
// starts, which is the statement's start, or that of the last argument in open
// parentheses.

// maxScriptHeader is how many tokens before a block are read for what it is:
// each block of a statement without commas costs a look at all of them.
const maxScriptHeader = 1000

// openScriptBlock opens the block behind a header.
func (s *Scanner) openScriptBlock() {
	h := s.st[s.start:]
	h = h[max(0, len(h)-maxScriptHeader):]
	outer := &s.scopes[s.top]
	b := block{symbol: -1, body: Code, keep: true}
	switch {
	case outer.body == Data:
		b.body = Data
	case outer.body == Constants:
		b.body = Data
	default:
		b = s.scriptHeader(h)
	}
	outer.fresh = false
	s.push(scope{symbol: b.symbol, body: b.body, keep: b.keep})
}

// defines reports whether a statement starts with a word for classes and the
// like, so that commas in it separate types.
func (s *Scanner) defines(h []token) bool {
	i := s.prefix(h)
	if i >= len(h) || h[i].word == 0 || h[i].kind != tokenWord {
		return false
	}
	w := &s.g.words[h[i].word-1].word
	return w.role == Define && w.kind != Constant
}

// longestExpression is how many tokens before a block are looked at for what
// the block is: every block of a statement costs so much at most.
const longestExpression = 500

// expressionStart returns where the expression starts that ends with h.
func expressionStart(h []token) int {
	depth := 0
	for i := len(h) - 1; i >= 0; i-- {
		if i < len(h)-longestExpression {
			return i
		}
		if h[i].kind != tokenPunct {
			continue
		}
		switch h[i].op {
		case ')', ']', '}':
			depth++
		case '(', '[', '{':
			if depth--; depth < 0 {
				return i + 1
			}
		case ',', ';':
			if depth == 0 && !inAngles(h, i) {
				return i + 1
			}
		}
	}
	return 0
}

// inAngles reports whether the comma at i separates type parameters: some
// angle bracket before it is closed behind it.
func inAngles(h []token, i int) bool {
	for n := i - 1; n >= 0 && n > i-maxAngles; n-- {
		switch {
		case h[n].is('<'):
			if end := closingAngle(h, n); end > i {
				return true
			}
		case h[n].is('('), h[n].is(';'), h[n].is('='):
			return false
		case h[n].is(')'), h[n].is(']'):
			n = opening(h, n)
		}
	}
	return false
}

// opening returns the index of the parenthesis or bracket that the one at i
// closes, 0 if none does.
func opening(h []token, i int) int {
	depth := 0
	for ; i > 0; i-- {
		if h[i].kind != tokenPunct {
			continue
		}
		switch h[i].op {
		case ')', ']':
			depth++
		case '(', '[':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return i
}

// scriptHeader says what the block behind a header is.
func (s *Scanner) scriptHeader(h []token) block {
	b := block{symbol: -1, body: Code}
	start := 0
	if s.depth > 0 || len(h) > longestExpression || !s.defines(h) {
		start = expressionStart(h)
	}
	whole := start == 0
	e := h[start:]
	body := s.scopes[s.top].body
	i := 0
	if whole {
		i = s.prefix(e)
	}
	if i == len(e) {
		// Nothing but modifiers: a pattern behind const, an exported object or
		// list, a block.
		if len(e) > 0 {
			b.body, b.keep = Data, true
			if last := string(s.text(&e[len(e)-1])); last == "default" {
				b.body = Object
			} else if last == "static" && body == Members {
				b.body, b.keep = Code, false
			}
		} else if !whole || body == Object {
			b.body, b.keep = Object, true
		}
		return b
	}
	if whole && body == Members && s.typeFollows(e) {
		return block{symbol: -1, body: Members, keep: true}
	}
	if whole && (body == Members || body == Object) {
		if symbol, ok := s.scriptMember(e, i); ok {
			return block{symbol: symbol, body: Code}
		}
	}
	if t := &e[i]; whole && t.kind == tokenWord && t.word != 0 && body != Object {
		w := &s.g.words[t.word-1].word
		typed := w.form&Typed == 0 || i+1 < len(e) && (e[i+1].kind == tokenWord || e[i+1].kind == tokenString) || string(s.text(t)) == "global"
		if w.form&Valued != 0 && i+2 < len(e) && s.has(&e[i+1], Define) && e[i+2].kind == tokenWord {
			i++ // const enum
			w = &s.g.words[e[i].word-1].word
			typed = true
		}
		switch {
		case w.role == Importer:
			return block{symbol: -1, body: Data, keep: true}
		case w.role == Define && w.kind == Constant && w.form&Valued != 0:
			if i+1 == len(e) || i+2 == len(e) && e[i+1].is('[') { // a pattern
				return block{symbol: -1, body: Data, keep: true}
			}
			if i+2 < len(e) && s.typeFollows(e) {
				return block{symbol: -1, body: Members, keep: true}
			}
			return s.scriptValue(e[i+1:], w, false)
		case w.role == Define && typed && body != Members:
			return s.scriptDefine(e, i, w)
		case w.role == Modifier && !s.namesMember(e, i), w.role == Plain && w.form&Valued != 0:
			// let and var
			if i+2 < len(e) && s.typeFollows(e) {
				return block{symbol: -1, body: Members, keep: true}
			}
			return s.scriptValue(e[i+1:], nil, false)
		}
	}
	return s.scriptValue(e, nil, !whole)
}

// typeFollows reports whether a header ends where a type is expected, so
// that the block behind it is one: f(): {, x | {.
func (s *Scanner) typeFollows(e []token) bool {
	if s.g.Declares&TypeMembers == 0 || len(e) == 0 {
		return false
	}
	last := &e[len(e)-1]
	return last.is(':') || last.is('|') || last.is('&') || last.is('<') || openAngle(e)
}

// openAngle reports whether an angle bracket is open at the end of a header,
// up to the equals sign of a default: class X<T extends {.
func openAngle(e []token) bool {
	open := 0
	for i := 0; i < len(e); i++ {
		switch {
		case e[i].is('<'):
			open++
		case e[i].is('>'):
			open--
		case e[i].is('('), e[i].is('['):
			i = closing(e, i)
		}
	}
	return open > 0
}

// scriptDefine reads a definition that a keyword starts: function, class,
// interface, enum, namespace.
func (s *Scanner) scriptDefine(e []token, i int, w *word) block {
	b := block{symbol: -1, body: w.body}
	if w.form&Assigned != 0 {
		b.keep = true
		if openAngle(e) {
			b.symbol = -1
			return b
		}
		if topBlock(e) {
			return b
		}
	} else if s.typeFollows(e) {
		return block{symbol: -1, body: Members, keep: true}
	}
	j := i + 1
	for j < len(e) && (e[j].is('*') || e[j].kind == tokenWord && s.has(&e[j], Define) && j+1 < len(e) && e[j+1].kind == tokenWord) {
		j++ // function*, const enum
	}
	if j >= len(e) {
		return b
	}
	switch t := &e[j]; {
	case t.kind == tokenString && w.form&Quoted != 0:
		b.symbol = s.defineName(w.kind, t, t)
	case t.kind == tokenWord && (s.name(t) || w.kind == Function):
		if string(s.text(t)) == "extends" || string(s.text(t)) == "implements" {
			break
		}
		last := s.nameEnd(e, j)
		b.symbol = s.defineName(w.kind, &e[j], &e[last])
	}
	return b
}

// topBlock reports whether a block was read outside of parentheses.
func topBlock(h []token) bool {
	for i := 0; i < len(h); i++ {
		switch {
		case h[i].kind == tokenBlock:
			return true
		case h[i].is('('), h[i].is('['):
			i = closing(h, i)
		}
	}
	return false
}

// scriptMember defines the method whose header is e, in the body of a class,
// an interface or an object. It is false for what is none: a field, a key.
func (s *Scanner) scriptMember(e []token, i int) (int32, bool) {
	j := i
	for j < len(e) && (e[j].is('*') || e[j].is('#')) {
		j++
	}
	if j+1 < len(e) && e[j].kind == tokenWord && (e[j+1].kind == tokenWord || e[j+1].kind == tokenString || e[j+1].is('#') || e[j+1].is('*') || e[j+1].is('[')) {
		switch string(s.text(&e[j])) {
		case "get", "set", "async", "static", "accessor":
			for j++; j < len(e) && (e[j].is('#') || e[j].is('*')); j++ {
			}
		}
	}
	if j >= len(e) {
		return -1, false
	}
	open := j + 1
	computed := e[j].is('[')
	if computed {
		open = closing(e, j) + 1
	}
	if open < len(e) && (e[open].is('?') || e[open].is('!')) {
		open++
	}
	if open < len(e) && e[open].is('<') {
		open = closingAngle(e, open) + 1
	}
	if j == i && s.isControl(&e[j]) {
		return -1, false
	}
	if string(s.text(&e[j])) == "new" && s.scopes[s.top].body == Members && s.g.Declares&TypeMembers != 0 {
		return -1, false
	}
	if open >= len(e) || !e[open].is('(') || e[j].kind != tokenWord && e[j].kind != tokenString && !computed {
		return -1, false
	}
	end := closing(e, open)
	if end+1 < len(e) && !e[end+1].is(':') {
		return -1, false
	}
	if computed || e[j].kind == tokenString && !s.isWord(&e[j]) {
		return -1, true
	}
	if j > 0 && e[j-1].is('#') && int(e[j-1].end) == int(e[j].at) {
		return s.defineName(Function, &e[j-1], &e[j]), true
	}
	return s.defineName(Function, &e[j], &e[j]), true
}

// isWord reports whether a string holds a word as names are.
func (s *Scanner) isWord(t *token) bool {
	for i := t.at; i < t.end; i++ {
		if class := s.g.class[s.src[i]]; class != classWord && (class != classDigit || i == t.at) {
			return false
		}
	}
	return true
}

// namesMember reports whether the modifier h[i] is none but the name of a member:
// async() {}, static = 1.
func (s *Scanner) namesMember(h []token, i int) bool {
	body := s.scopes[s.top].body
	if s.g.Declares&Script == 0 || body != Members && body != Object || i+1 == len(h) || h[i+1].kind != tokenPunct {
		return false
	}
	switch h[i+1].op {
	case '(', '=', '<', '?', '!':
		return true
	}
	return false
}

// isControl reports whether a word is one that parentheses and a block follow
// in a function: no name of a method, then.
func (s *Scanner) isControl(t *token) bool {
	if t.kind != tokenWord || t.word == 0 {
		return false
	}
	switch string(s.text(t)) {
	case "if", "for", "while", "switch", "catch", "with", "return", "await":
		return true
	}
	return false
}
