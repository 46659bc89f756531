package source

import "bytes"

// prefix returns where the first token stands that is no modifier, annotation
// or attribute.
func (s *Scanner) prefix(h []token) int {
	i := 0
	for i < len(h) {
		t := &h[i]
		switch {
		case t.is('@') && i+1 < len(h) && h[i+1].kind == tokenWord && s.has(&h[i+1], Define):
			return i + 1 // @interface
		case t.is('@') && i+1 < len(h) && h[i+1].kind == tokenWord:
			i += 2
			for i+1 < len(h) && (h[i].is('.') || h[i].is(':') && s.g.Newlines) && h[i+1].kind == tokenWord {
				i += 2 // @file:JvmName
			}
			if i < len(h) && h[i].is('<') {
				i = closingAngle(h, i) + 1
			}
			if i < len(h) && h[i].is('(') {
				i = closing(h, i) + 1
			}
			continue
		case t.is('#') && i+1 < len(h) && h[i+1].is('['):
			i = closing(h, i+1) + 1
			continue
		case t.is('#') && i+2 < len(h) && h[i+1].is('!') && h[i+2].is('['):
			i = closing(h, i+2) + 1
			continue
		case t.is('['):
			i = closing(h, i) + 1
			continue
		}
		role, keyword := s.role(t)
		switch {
		case keyword && role == Modifier && s.namesMember(h, i):
		case keyword && (role == Modifier || role == Typedef):
			i++
			if s.g.Delimiters && i < len(h) && h[i].is('=') {
				if i += 2; i+1 < len(h) && h[i].is('@') {
					i += 2 // DEFINER=`name`@`host`
				}
				continue
			}
			if i < len(h) && h[i].is('(') && s.g.Declares&CFunctions == 0 {
				i = closing(h, i) + 1 // pub(crate)
			} else if i < len(h) && h[i].kind == tokenString {
				i++ // extern "C"
			}
			continue
		case keyword && role == Template:
			if i+1 < len(h) && h[i+1].is('<') {
				i = closingAngle(h, i+1)
			}
			i++
			continue
		case keyword && role == Attribute:
			if i++; i < len(h) && h[i].is('(') {
				i = closing(h, i) + 1
			}
			continue
		}
		break
	}
	return min(i, len(h))
}

// readKeywords reads a statement, or the header of a block, of a language
// whose definitions start with keywords.
func (s *Scanner) readKeywords(h []token, end byte) block {
	b := block{symbol: -1, body: Code}
	if s.g.anywhere {
		s.importsWithin(h)
	}
	if s.g.Declares&DotImports != 0 && end != '{' && s.fileImports(h) {
		return b
	}
	i := s.prefix(h)
	switch {
	case i < len(h):
	case i == 0:
		return b
	case end == '{' && h[i-1].kind == tokenString:
		b.body = s.scopes[s.top].body // extern "C" {
		return b
	default:
		i-- // a modifier that is a name here
	}
	t := &h[i]
	if t.kind != tokenWord || t.word == 0 {
		return s.readValue(h, i, end)
	}
	w := &s.g.words[t.word-1].word
	if w.role == Importer && i+1 < len(h) && (s.has(&h[i+1], Define) || s.has(&h[i+1], Importer)) && s.inStatement(h, i+1) {
		i++ // use constant, use base
		w = &s.g.words[h[i].word-1].word
	}
	i, w = s.innerDefinition(h, i, w)
	if len(w.after) > 0 && !s.startsWith(h, w.after) || w.form&Start != 0 && i > 0 && w.role != Define {
		return s.readValue(h, i, end)
	}
	switch w.role {
	case Define:
		return s.define(h, i, w, end)
	case Extend:
		b.body = w.body
		if end == '{' || s.g.Blocks != Braces {
			b.symbol = s.extend(h, i)
		}
	case Importer:
		if end == '{' && w.form&Tree != 0 {
			s.imported(h, i, w) // PHP: use Trait { … }
			b.body = Data
		} else if end == '{' {
			b.body, b.keep = Data, true
		} else {
			s.imported(h, i, w)
		}
	case Common:
		return s.readValue(h, i, end)
	default:
		if s.g.Blocks == Indent {
			if rest := suite(h[i+1:]); len(rest) > 0 && !s.has(&rest[0], Plain) {
				return s.readKeywords(rest, end)
			}
			return b
		}
		if end != '{' && (end != 0 || s.g.Declares&(MemberFunctions|BareFunctions) != 0) {
			return s.readValue(h, i, end)
		}
	}
	return b
}

// inStatement reports whether the keyword h[i] counts only behind others, and
// stands behind one.
func (s *Scanner) inStatement(h []token, i int) bool {
	after := s.g.words[h[i].word-1].word.after
	return len(after) > 0 && s.startsWith(h, after)
}

// innerDefinition returns the keyword that defines the name, if the one at i
// comes before another that defines something else: const fn, const enum.
func (s *Scanner) innerDefinition(h []token, i int, w *word) (int, *word) {
	if w.role != Define {
		return i, w
	}
	for k := i + 1; k+1 < len(h) && h[k].kind == tokenWord && h[k].word != 0; k++ {
		next := &s.g.words[h[k].word-1].word
		if next.role == Define && next.kind != w.kind && len(next.after) == 0 && h[k+1].kind == tokenWord {
			return k, next
		}
		if next.role != Modifier && h[k+1].kind != tokenString {
			break
		}
	}
	return i, w
}

// startsWith reports whether a statement starts with one of words.
func (s *Scanner) startsWith(h []token, words []string) bool {
	if h[0].word == 0 {
		return false
	}
	for _, w := range words {
		if s.g.words[h[0].word-1].text == w {
			return true
		}
	}
	return false
}

// nestedDefinitions reports whether what stands here is no local of a
// function, or locals count.
func (s *Scanner) nestedDefinitions() bool {
	return s.g.Locals || s.scopes[s.top].body != Code
}

// define reads the definition that the keyword h[i] starts.
func (s *Scanner) define(h []token, i int, w *word, end byte) block {
	b := block{symbol: -1, body: w.body}
	if local := s.scopes[s.top].body == Code; local && (!s.g.Locals || w.kind == Constant && s.g.Declares&FunctionValues == 0 && w.form&Argument == 0) {
		b.body = Code // what a call defines is no local: PHP's define()
		return b
	}
	if w.form&Symbols != 0 {
		s.defineSymbols(h, i+1, w)
		return b
	}
	j := s.nameIndex(h, i, w)
	switch {
	case j >= len(h) || h[j].kind != tokenWord && !(w.form&Quoted != 0 && h[j].kind == tokenString && h[j].at < h[j].end):
	case w.form&Bodied != 0 && end != '{':
	case w.form&Assigned != 0 && !hasEquals(h[j:]):
	case w.form&InEnum != 0 && !s.inClass():
	case w.form&Static != 0 && s.inClass() && !s.isStatic(h[:i]):
	case topBlock(h[i:]) && s.g.Blocks == Braces:
		// Known since its block opened.
	case w.form&Pairs != 0 && (w.form&Valued == 0 || j+1 < len(h) && h[j+1].is('=')):
		s.definePairs(h, j, w)
	case w.form&Many != 0:
		if end == '{' && s.g.Declares&FunctionValues != 0 {
			return s.readValue(h, j, end)
		}
		s.defineNames(h, j, w)
		b.keep = end == '{'
	default:
		if quoted := quotedPart(h, j); w.form&Quoted != 0 && quoted > j {
			b.symbol = s.definePieces(w.kind, h, j, quoted, ".")
			break
		}
		j, last := s.nameSpan(h, j)
		if w.form&Valued != 0 && (last+1 >= len(h) || !h[last+1].is('=')) {
			break
		}
		b.symbol = s.defineName(w.kind, &h[j], &h[last])
		if w.form&Forward != 0 && end != '{' && b.symbol >= 0 {
			s.forward = append(s.forward, b.symbol)
		}
		if w.kind == Function && w.form&Receiver != 0 && h[i+1].is('(') {
			if owner := s.receiver(h, i+1); owner >= 0 && b.symbol >= 0 {
				s.ownedBy(b.symbol, &h[owner])
			}
		}
		if w.kind == Class && s.g.Declares&HeaderMembers != 0 {
			s.headerMembers(h[last+1:], b.symbol)
		}
		if w.kind == Class && w.form&Argument != 0 && s.g.Declares&FunctionValues != 0 {
			s.shortMethods(h, i)
		}
		s.enter(h, last, w, b.symbol)
		if w.kind == Class && len(s.g.enums) > 0 && s.isEnum(h[last+1:]) {
			s.scopes[s.top].body = Enumerated
		}
	}
	if end == '{' && w.kind == Function && s.inlineType(h) {
		b.body, b.keep = Data, true // the type of a result: interface{}
	}
	return b
}

// defineSymbols defines the symbols and strings that are arguments from h[j] on.
func (s *Scanner) defineSymbols(h []token, j int, w *word) {
	if j < len(h) && h[j].is('(') {
		j++
	}
	for ; j < len(h); j += 2 {
		if h[j].is(':') {
			j++
			if j == len(h) || h[j].kind != tokenWord && h[j].kind != tokenString {
				return
			}
		} else if h[j].kind != tokenString {
			return
		}
		s.defineName(w.kind, &h[j], &h[j])
		if j+1 < len(h) && !h[j+1].is(',') {
			return
		}
	}
}

// hasEquals reports whether an equals sign stands outside of parentheses.
func hasEquals(h []token) bool {
	for i := 0; i < len(h); i++ {
		if h[i].is('=') {
			return true
		} else if h[i].is('(') || h[i].is('[') {
			i = closing(h, i)
		}
	}
	return false
}

// suite returns what stands on the line of a compound statement behind its
// colon: import a of try: import a.
func suite(h []token) []token {
	depth := 0
	for i := range h {
		if h[i].kind != tokenPunct {
			continue
		}
		switch h[i].op {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case ':':
			if depth == 0 {
				return h[i+1:]
			}
		}
	}
	return nil
}

// quotedPart returns the last part of a name that dots join, if one of the parts
// is quoted, else j: [schema].[table], public."My Table".
func quotedPart(h []token, j int) int {
	last, quoted := j, h[j].kind == tokenString
	for last+2 < len(h) && h[last+1].is('.') && (h[last+2].kind == tokenString || h[last+2].kind == tokenWord) {
		last += 2
		quoted = quoted || h[last].kind == tokenString
	}
	if quoted {
		return last
	}
	return j
}

// isStatic reports whether a definition's modifiers say that it belongs to the
// type itself.
func (s *Scanner) isStatic(h []token) bool {
	for i := range h {
		if h[i].kind == tokenWord && string(s.text(&h[i])) == "static" {
			return true
		}
	}
	return false
}

// definePairs defines the name at j and, where = follows it, those behind
// blanks that = follows too: A=1 B=2.
func (s *Scanner) definePairs(h []token, j int, w *word) {
	s.defineName(w.kind, &h[j], &h[j])
	if j+1 == len(h) || !h[j+1].is('=') {
		return
	}
	for k := j + 2; k+1 < len(h); k++ {
		if h[k].kind == tokenWord && h[k+1].is('=') && h[k].end == h[k+1].at && bytes.IndexByte([]byte(" \t\n"), s.src[h[k].at-1]) >= 0 {
			s.defineName(w.kind, &h[k], &h[k])
		}
	}
}

// endless reports whether a method's body is an expression: def name(x) = y.
func (s *Scanner) endless(h []token, last int) bool {
	i := last + 1
	if i < len(h) && h[i].is('(') && h[i].at == h[last].end {
		i = closing(h, i) + 1
	} else if i < len(h) && h[i].at == h[last].end {
		return false // def name=(x)
	}
	return i < len(h) && h[i].is('=') && s.g.joints[opScope]
}

// headerMembers defines the constants among the parameters of a class as its
// members. What documents the class does not document them.
func (s *Scanner) headerMembers(h []token, class int32) {
	for i := 0; i+1 < len(h) && !h[i].is('{'); i++ {
		if !s.has(&h[i], Define) || s.g.words[h[i].word-1].word.kind != Constant || !s.name(&h[i+1]) {
			continue
		}
		if member := s.defineName(Constant, &h[i+1], &h[i+1]); member >= 0 && class >= 0 {
			s.file.Symbols[member].Parent, s.file.Symbols[member].Doc = class, Range{}
		}
	}
}

// enter makes a scope of the definition where no brace does.
func (s *Scanner) enter(h []token, last int, w *word, symbol int32) {
	switch s.g.Blocks {
	case Indent:
		s.st = s.st[:s.start]
		s.push(scope{symbol: symbol, body: w.body, column: s.indent})
	case Lines:
		if s.g.Declares&Rules != 0 && w.kind == Macro {
			s.st = s.st[:s.start]
			s.push(scope{symbol: symbol, body: Data})
		}
	case Ends:
		sc := &s.scopes[s.top]
		if w.form&Opens == 0 || !sc.fresh || s.top == 0 || sc.own {
			return
		}
		if sc.body = w.body; symbol >= 0 {
			sc.symbol, sc.own = symbol, true
		}
		if w.kind == Function && s.endless(h, last) {
			s.st = s.st[:s.start]
			s.pop()
		}
	}
}

// inClass reports whether the scope is one of members or constants.
func (s *Scanner) inClass() bool {
	body := s.scopes[s.top].body
	return body == Members || body == Constants || body == Enumerated
}

// inlineType reports whether a header ends with a word for a type without a
// name, so that the block is the type's.
func (s *Scanner) inlineType(h []token) bool {
	last := &h[len(h)-1]
	return last.kind == tokenWord && last.word != 0 && s.g.words[last.word-1].word.form&Inline != 0
}

// nameIndex returns where the name stands that the keyword h[i] defines.
func (s *Scanner) nameIndex(h []token, i int, w *word) int {
	j := i + 1
	if w.form&Bang != 0 {
		if j >= len(h) || !h[j].is('!') {
			return len(h)
		}
		j++
	}
	if j < len(h) && h[j].is('(') && w.form&(Receiver|Argument) != 0 {
		if w.form&Argument != 0 {
			return j + 1
		}
		j = closing(h, j) + 1
	} else if w.form&Argument != 0 {
		return len(h)
	}
	if j < len(h) && h[j].is('<') {
		j = closingAngle(h, j) + 1
	}
	for j < len(h) && (h[j].is('*') || h[j].is('&')) {
		j++
	}
	if s.g.Blocks == Ends && j+2 < len(h) {
		if h[j].is(':') {
			j++ // alias :name :other
		} else if h[j].kind == tokenWord && h[j+1].is('.') && string(s.text(&h[j])) == "self" {
			j += 2
		}
	}
	if w.form&AfterType != 0 {
		for k := j; k+1 < len(h) && !h[k].is(','); k++ {
			if h[k+1].is('=') {
				return k
			}
		}
	}
	for j+1 < len(h) && h[j].kind == tokenWord && !s.name(&h[j]) && (h[j+1].kind == tokenWord || w.form&Quoted != 0 && h[j+1].kind == tokenString) {
		j++
	}
	return j
}

// nameEnd returns the last token of the name that starts at j, qualifiers
// included.
func (s *Scanner) nameEnd(h []token, j int) int {
	for j+2 < len(h) && h[j+1].kind == tokenPunct && s.g.joints[h[j+1].op] && h[j+2].kind == tokenWord && (h[j+1].op != ':' || h[j+1].end == h[j+2].at) {
		j += 2
	}
	return j
}

// nameSpan is nameEnd for names that the type they extend stands before, with
// parameters or a question mark: then the last part alone is the name.
func (s *Scanner) nameSpan(h []token, j int) (first, last int) {
	last = s.nameEnd(h, j)
	for i := j; i <= last && last > j; i++ {
		if int(h[i].end) < len(s.src) && s.src[h[i].end] == '`' {
			return last, last // quoted in parts
		}
	}
	if !s.g.joints['.'] {
		return j, last
	}
	for last+2 < len(h) && (h[last+1].is('<') || h[last+1].is('?')) {
		next := last + 1
		if h[next].is('<') {
			next = closingAngle(h, next)
		}
		if next+1 < len(h) && h[next+1].is('?') {
			next++
		}
		if next+2 >= len(h) || !h[next+1].is('.') || h[next+2].kind != tokenWord {
			break
		}
		last = s.nameEnd(h, next+2)
		j = last
	}
	return j, last
}

// defineNames defines the names, separated by commas, that start at j and
// returns the symbol of the first, -1 for none.
func (s *Scanner) defineNames(h []token, j int, w *word) int32 {
	first := int32(-1)
	for j < len(h) {
		if !s.name(&h[j]) && (w.form&Valued == 0 || h[j].kind != tokenWord) {
			break
		}
		if w.form&Valued == 0 || j+1 < len(h) && h[j+1].is('=') {
			symbol := s.defineName(w.kind, &h[j], &h[j])
			if first < 0 {
				first = symbol
			}
		}
		if w.form&Many == 0 {
			break
		}
		for j++; j < len(h) && !h[j].is(','); j++ {
			if s.g.Newlines && s.scopes[s.top].group != nil && h[j].is('=') {
				return first // Go: all names come before the values
			}
			if h[j].is('(') || h[j].is('[') {
				j = closing(h, j)
			}
		}
		j++
	}
	return first
}

// extend opens a scope under the name of a type that is defined elsewhere:
// the last one named before the block, or before what conditions it.
func (s *Scanner) extend(h []token, i int) int32 {
	j := i + 1
	if j < len(h) && h[j].is('<') {
		j = closingAngle(h, j) + 1
	}
	found := -1
	for j < len(h) {
		switch t := &h[j]; {
		case s.name(t):
			if found < 0 || h[j-1].is(opScope) || h[j-1].is('.') {
				found = j
			}
		case t.kind == tokenWord && string(s.text(t)) == "for":
			found = -1 // what came before is a trait
		case t.is('\''):
			j++ // a lifetime
		case t.is('<'):
			j = closingAngle(h, j)
		case t.is('('):
			j = closing(h, j)
		case t.is(':'), t.kind == tokenWord && string(s.text(t)) == "where":
			j = len(h)
		}
		j++
	}
	if found < 0 {
		return -1
	}
	t := &h[found]
	return s.add(Symbol{Kind: Class, Scope: true, Name: Range{t.at, t.end}, Line: t.line, LastLine: t.line, Doc: s.statementDoc()})
}
