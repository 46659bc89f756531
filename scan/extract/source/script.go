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
		case w.role == Modifier, w.role == Plain && w.form&Valued != 0:
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
	if computed || e[j].kind == tokenString {
		return -1, true
	}
	if s.scopes[s.top].body == Object && !s.objectCounts() {
		return -1, true
	}
	if j > 0 && e[j-1].is('#') && int(e[j-1].end) == int(e[j].at) {
		return s.defineName(Function, &e[j-1], &e[j]), true
	}
	return s.defineName(Function, &e[j], &e[j]), true
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

// objectCounts reports whether the methods of the object being read are
// definitions: they are, unless it is an argument inside of a function.
func (s *Scanner) objectCounts() bool {
	return true
}

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
		case opOther:
			if n := t.end - t.at; n == 3 || n == 2 && s.src[t.at] == s.src[t.at+1] && equals < 0 {
				continue
			}
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

// scriptStatement reads a statement that ended without a block: what had one
// is known since then.
func (s *Scanner) scriptStatement(h []token, end byte) {
	if i := s.prefix(h); i == len(h) || !s.has(&h[i], Importer) {
		s.required(h)
	}
	sc := &s.scopes[s.top]
	switch sc.body {
	case Data:
		return
	case Constants:
		s.enumerator(h, end)
		return
	}
	i := s.prefix(h)
	if i == len(h) {
		return
	}
	t := &h[i]
	if sc.body == Members || sc.body == Object {
		if hasBlock(h[:min(len(h), i+8)]) && sc.body == Object {
			return
		}
		if symbol, _ := s.scriptMember(h, i); symbol >= 0 {
			return
		}
		s.scriptBinding(h[i:], nil, sc.body == Members && s.fixed(h[:i]))
		return
	}
	if t.kind == tokenWord && t.word != 0 {
		w := &s.g.words[t.word-1].word
		switch {
		case w.role == Importer:
			s.imported(h, i, w)
			return
		case w.role == Define && w.kind == Constant && w.form&Valued != 0:
			if i+1 < len(h) && s.has(&h[i+1], Define) {
				return // const enum
			}
			s.scriptBindings(h[i+1:], w, i > 0 && s.declared(h[:i]))
			return
		case w.role == Define && hasBlock(h[i:]) && w.form&Typed == 0:
			return
		case w.role == Define && w.form&Typed != 0 && (i+1 >= len(h) || h[i+1].kind != tokenWord || h[i+1].first && s.g.Newlines):
		case w.role == Define && (w.kind == Function || w.form&Typed != 0):
			if w.form&Assigned != 0 && !topBlock(h[i:]) || w.form&Assigned == 0 {
				s.scriptDefine(h, i, w)
			}
			return
		case w.role == Plain && w.form&Valued != 0:
			s.scriptBindings(h[i+1:], nil, false)
			return
		}
	}
	s.exported(h)
	s.scriptBinding(h[i:], nil, false)
}

// declared reports whether "declare" stands among the modifiers.
func (s *Scanner) declared(h []token) bool {
	for i := range h {
		if string(s.text(&h[i])) == "declare" || string(s.text(&h[i])) == "export" {
			return true
		}
	}
	return false
}

// scriptBindings reads name = value, name = value.
func (s *Scanner) scriptBindings(h []token, w *word, declared bool) {
	start := 0
	for i := 0; i <= len(h); i++ {
		if i < len(h) && !h[i].is(',') {
			switch {
			case h[i].is('('), h[i].is('['):
				i = closing(h, i)
			case h[i].is('<'):
				if i > 0 && (h[i-1].kind == tokenWord || s.g.Declares&TypeMembers != 0) {
					i = closingAngle(h, i)
				}
			}
			continue
		}
		if start < i && start < len(h) {
			s.scriptBinding(h[start:min(i, len(h))], w, declared)
		}
		start = i + 1
	}
}

// scriptBinding reads name = value: a function, a class, or with a keyword
// for constants, one of these.
func (s *Scanner) scriptBinding(e []token, w *word, constant bool) {
	if len(e) == 0 || e[0].kind == tokenBlock {
		return
	}
	name, last, value := s.scriptName(e, w != nil)
	if name < 0 {
		if w != nil && constant && e[0].kind == tokenWord && (len(e) == 1 || e[1].is(':')) {
			s.defineName(w.kind, &e[0], &e[0]) // declare const x: type
		}
		return
	}
	v := e[value:]
	if len(v) > 0 && string(s.text(&v[0])) == "async" && len(v) > 1 {
		v = v[1:]
	}
	switch {
	case len(v) == 0 || v[0].kind == tokenBlock || s.isClass(&v[0]) || s.isFunction(&v[0]):
		// Known since its block opened.
	case s.arrow(v):
		if !hasBlockAfterArrow(v) {
			s.defineName(Function, &e[name], &e[last])
		}
	case w != nil && s.nestedDefinitions() && !s.requires(v):
		s.defineName(w.kind, &e[name], &e[last])
	case w == nil && constant:
		s.defineName(Constant, &e[name], &e[last])
	}
}

// hasBlockAfterArrow reports whether the body of an arrow function is a block.
func hasBlockAfterArrow(v []token) bool {
	for i := range v {
		if v[i].is(opFat) {
			return i+1 < len(v) && v[i+1].kind == tokenBlock
		}
		if v[i].is('(') {
			for n := closing(v, i); i < n-1 && i < len(v)-1; i++ {
			}
		}
	}
	return false
}

// requires reports whether a value is what a module exports: require("x").
func (s *Scanner) requires(v []token) bool {
	return len(v) >= 3 && string(s.text(&v[0])) == "require" && v[1].is('(') && v[2].kind == tokenString
}

// required yields the modules that a statement requires.
func (s *Scanner) required(h []token) {
	for i := 0; i+2 < len(h); i++ {
		if h[i].kind == tokenWord && h[i+1].is('(') && h[i+2].kind == tokenString && string(s.text(&h[i])) == "require" &&
			(i == 0 || !h[i-1].is('.')) {
			s.importName(h[i+2].at, h[i+2].end, h[i+2].line)
		}
	}
}

// exported yields the module of export … from "x".
func (s *Scanner) exported(h []token) {
	if len(h) < 3 || string(s.text(&h[0])) != "export" {
		return
	}
	for i := 1; i+1 < len(h); i++ {
		if h[i].kind == tokenWord && string(s.text(&h[i])) == "from" && h[i+1].kind == tokenString {
			s.importName(h[i+1].at, h[i+1].end, h[i+1].line)
			return
		}
	}
}

// scriptGoesOn reports whether the line that t starts goes on with the
// statement before it. last is that one's last token.
func (s *Scanner) scriptGoesOn(last, t *token) bool {
	body := s.scopes[s.top].body
	if body == Object {
		return true // only commas end properties
	}
	if t.kind == tokenPunct {
		switch t.op {
		case '@', '#', '~', '!':
			return last.kind == tokenPunct && last.op != ')' && last.op != ']'
		case '(', '[', '*', '<':
			if body == Members {
				return last.kind == tokenPunct && last.op != ')' && last.op != ']' && last.op != '>'
			}
			return true
		case '+', '-':
			if t.end < int32(len(s.src)) && s.src[t.end] == s.src[t.at] { // ++x
				return false
			}
		}
		return true
	}
	if t.kind == tokenWord {
		switch string(s.text(t)) {
		case "extends", "implements", "instanceof", "in", "of", "as", "satisfies", "is":
			return true
		}
	}
	switch last.kind {
	case tokenPunct:
		switch last.op {
		case ')', ']':
			return false
		case '>':
			return body != Members && s.g.Declares&TypeMembers == 0
		}
		return true
	case tokenWord:
		role, keyword := s.role(last)
		if keyword && role == Define {
			return true
		}
		switch string(s.text(last)) {
		case "extends", "implements", "instanceof", "in", "of", "as", "new", "typeof", "default", "export", "import", "from", "let", "var", "async", "case",
			"declare", "abstract", "static", "public", "private", "protected", "readonly", "keyof", "infer", "satisfies", "else":
			return keyword
		}
	}
	return false
}
