package source

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
			s.scriptBindings(h[i+1:], w, i > 0 && s.declared(h[:i]) || s.g.Declares&TypeMembers != 0)
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
