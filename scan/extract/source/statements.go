package source

import "bytes"

// lineStarts ends the statement that the line before t ended, if it did.
func (s *Scanner) lineStarts(t *token) {
	g := s.g
	if g.Blocks == Indent {
		s.endStatement(0)
		column := s.column(t)
		for s.top > 0 && s.scopes[s.top].column >= column {
			s.pop()
		}
		return
	}
	if g.Delimiters && s.statementStarts(t) {
		s.endStatement(';')
	}
	if !g.Newlines || len(s.st) == s.start {
		return
	}
	if last := &s.st[len(s.st)-1]; g.Blocks == Ends && last.kind == tokenPunct && bytes.IndexByte([]byte("=,+*/.&|"), last.op) >= 0 {
		return
	}
	if g.Blocks == Braces && (t.is('{') || s.goesOn(t)) {
		return
	}
	s.endStatement(0)
}

// column returns the column of a token that is first on its line. A tab goes
// to the next multiple of eight.
func (s *Scanner) column(t *token) int32 {
	column := int32(0)
	for i := s.indentStart; i < int(t.at); i++ {
		if s.src[i] == '\t' {
			column |= 7
		}
		column++
	}
	return column
}

// goesOn reports whether the statement goes on with the line that t starts.
func (s *Scanner) goesOn(t *token) bool {
	h := s.st[s.start:]
	last := &h[len(h)-1]
	switch {
	case s.g.Declares&Script != 0:
		return s.scriptGoesOn(last, t)
	case s.g.Declares&BareFunctions != 0:
		return false
	case (h[0].is('@') || h[0].is('#')) && len(h) < longestExpression && s.prefix(h) == len(h):
		return true
	case s.scopes[s.top].group == nil && (t.is(':') || t.is('.') && !s.importsFile(t)):
		return true
	case last.is('*') && s.has(&h[0], Importer):
		return false
	case last.kind == tokenPunct:
		return bytes.IndexByte([]byte(")]}!?>"), last.op) < 0
	}
	role, keyword := s.role(last)
	if len(h) > 1 && h[len(h)-2].is('.') {
		return false
	}
	return keyword && (role == Modifier || role == Define)
}

// behindMacro reports whether a definition starts on the line behind the calls of
// macros that no semicolon ends: DEFINE_GAUGE(a, b), struct x {.
func (s *Scanner) behindMacro(t *token) bool {
	h := s.st[s.start:]
	if len(h) < 3 || len(h) > longestMacros || t.kind != tokenWord || t.word == 0 || !h[len(h)-1].is(')') {
		return false
	}
	switch s.g.words[t.word-1].word.role {
	case Define, Template, Typedef:
	default:
		return false
	}
	i := 0
	for i+2 < len(h) && h[i].kind == tokenWord && h[i].word == 0 && h[i+1].is('(') && screams(s.text(&h[i])) {
		i = closing(h, i+1) + 1
	}
	return i == len(h)
}

// longestMacros is how many tokens the calls of macros before a definition may
// have: each line that starts as one does costs a look at all of them.
const longestMacros = 1024

// recover gives up parentheses that were never closed where a line shows that
// they should have been: a definition starts it, further left than anything
// inside of them could.
func (s *Scanner) recover(t *token) {
	if s.g.Preprocessor || !s.has(t, Define) || len(s.st) == s.start {
		return
	}
	kind := s.g.words[t.word-1].word.kind
	if s.g.words[t.word-1].word.form&Assigned != 0 {
		return // type=x may well be an argument
	}
	if kind != Function && kind != Class || s.g.Blocks == Braces && int(t.at) != s.lineStart {
		return
	}
	s.depth = 0
	s.endStatement(0)
	s.lineStarts(t)
}

// label reports whether a colon ends a label, or a word like public.
func (s *Scanner) label() bool {
	h := s.st[s.start:]
	if len(h) == 0 || len(h) > 2 || h[0].kind != tokenWord || s.scopes[s.top].body == Data {
		return false
	}
	role, keyword := s.role(&h[0])
	if len(h) == 2 {
		return keyword && (role == Modifier || role == Plain) && h[1].kind != tokenPunct
	}
	return !keyword || role != Define
}

// openGroup opens the parentheses of several definitions: const ( … ).
func (s *Scanner) openGroup(t *token) bool {
	h := s.st[s.start:]
	if len(h) != 1 || h[0].word == 0 {
		return false
	}
	w := &s.g.words[h[0].word-1].word
	if w.form&Group == 0 {
		return false
	}
	s.push(scope{symbol: -1, body: s.scopes[s.top].body, group: w, column: t.at})
	return true
}

// block is what a header says of the block behind it.
type block struct {
	symbol int32 // -1 for none
	body   Body
	keep   bool
}

// maxBlocks is how many blocks inside a statement are read for what they are;
// further ones hold data. Each costs a look at the whole statement so far.
const maxBlocks = 64

func (s *Scanner) openBrace(t *token) {
	if s.g.Declares&Script != 0 {
		s.openScriptBlock()
		return
	}
	h := s.st[s.start:]
	outer := &s.scopes[s.top]
	b := block{symbol: -1, body: Code}
	switch {
	case outer.body == Data:
		b.body, b.keep = Data, true
	case s.depth > 0:
		b.keep = true
		if s.anonymousClass(h) {
			b.body = Members
		} else if class := s.classCall(h); class >= 0 {
			b.symbol = s.assignedFunction(h[expressionStart(h):])
			s.ownedByClass(b.symbol, h, class)
		}
	case outer.body == Constants && len(h) > 0, outer.body == Enumerated && len(h) > 0:
		b.body, b.keep = Data, true
		if outer.body == Enumerated {
			b.body = Members
		}
	case s.g.Declares&AnonymousClasses != 0 && s.anonymousClass(h):
		if i := s.prefix(h); i < len(h) && s.has(&h[i], Define) {
			b = s.readHeader(h) // fun f() = object : T {
			if b.symbol >= 0 && s.file.Symbols[b.symbol].Kind == Constant {
				b.symbol = -1
			}
		}
		b.body, b.keep = Members, true
	case outer.blocks > maxBlocks:
		b.body, b.keep = Data, true
		s.file.Limited = true
	default:
		b = s.readHeader(h)
	}
	outer.fresh = false
	s.push(scope{symbol: b.symbol, body: b.body, keep: b.keep})
}

func (s *Scanner) closeBrace(t *token) {
	s.endStatement('}')
	for s.top > 0 && s.scopes[s.top].group != nil {
		s.pop()
		s.endStatement('}')
	}
	if s.top > 0 {
		s.pop()
	}
}

// readStatement reads a whole statement that ended without a block.
func (s *Scanner) readStatement(h []token, end byte) {
	sc := &s.scopes[s.top]
	switch {
	case s.g.Declares&Script != 0:
		s.scriptStatement(h, end)
	case sc.body == Data && s.g.Declares&Rules != 0:
		s.recipeLine(h)
	case sc.body == Data || sc.body == Object:
	case sc.body == Constants || sc.body == Enumerated && s.g.Blocks != Indent:
		s.enumerator(h, end)
	case sc.group != nil:
		s.groupItem(h, sc.group)
	case s.g.Docs.Strings && sc.fresh && len(h) == 1 && h[0].kind == tokenString:
		s.docString(&h[0])
	case s.g.Declares&CFunctions != 0:
		s.declare(h, end)
	default:
		s.readKeywords(h, end)
	}
}

// readHeader reads the header of a block in braces.
func (s *Scanner) readHeader(h []token) block {
	if group := s.scopes[s.top].group; group != nil {
		return block{symbol: s.groupItem(h, group), body: Data, keep: true}
	}
	if s.g.Declares&CFunctions != 0 {
		return s.declare(h, '{')
	}
	return s.readKeywords(h, '{')
}

// docString makes a string the doc of the scope that it stands in.
func (s *Scanner) docString(t *token) {
	doc := Range{t.at, t.end}
	if sc := &s.scopes[s.top]; sc.symbol >= 0 && sc.own {
		s.file.Symbols[sc.symbol].Doc = doc
	} else if s.top == 0 {
		s.file.Doc = doc
	}
}

// enumerator reads an item of an enum.
func (s *Scanner) enumerator(h []token, end byte) {
	i := s.prefix(h)
	sc := &s.scopes[s.top]
	if i < len(h) && s.name(&h[i]) {
		plain := i+1 == len(h) || h[i+1].is('=') || h[i+1].is(opFat) || h[i+1].kind == tokenBlock ||
			h[i+1].is('(') && !s.g.Preprocessor || h[i+1].kind == tokenWord
		if plain {
			s.defineName(Constant, &h[i], &h[i])
		}
	} else if i < len(h) {
		s.readKeywords(h, end)
	}
	if sc.body == Enumerated && end == ';' {
		sc.body = Members
	}
}

// groupItem reads an item of a group: one or more names, or an import.
func (s *Scanner) groupItem(h []token, w *word) int32 {
	if len(h) == 0 {
		return -1
	}
	if w.role == Importer {
		s.imported(h, -1, w)
		return -1
	}
	if w.role != Define || hasBlock(h) {
		return -1
	}
	return s.defineNames(h, 0, w)
}

// hasBlock reports whether a block was read in a header.
func hasBlock(h []token) bool {
	for i := range h {
		if h[i].kind == tokenBlock {
			return true
		}
	}
	return false
}

// openerOrCloser takes a keyword where blocks go from words to words.
func (s *Scanner) openerOrCloser(t *token) {
	w := &s.g.words[t.word-1].word
	h := s.st[s.start:]
	if s.isKey(t) {
		s.st = append(s.st, *t)
		return
	}
	if n := len(h); n > 0 && (h[n-1].is('.') || h[n-1].is(':')) && int(h[n-1].end) == int(t.at) {
		s.st = append(s.st, *t) // x.end
		return
	}
	opens := w.role == Opener || w.role == Loop || w.form&Opens != 0
	switch {
	case w.role == Closer:
		s.endStatement(0)
		if s.top > 0 {
			s.pop()
		}
		return
	case w.role == Joiner:
		opens = !s.joined(h)
	case opens && w.form&Start != 0 && len(h) > 0:
		last := &h[len(h)-1]
		opens = last.kind == tokenPunct && last.op != ')' && last.op != ']' && last.op != '}' || s.has(last, Joiner) || s.has(last, Opener) ||
			last.kind == tokenWord && startsClause(s.text(last))
	}
	if !opens {
		s.st = append(s.st, *t)
		return
	}
	if w.role == Loop {
		s.st = append(s.st, *t) // a joiner of the outer statement belongs to it
	}
	symbol := int32(-1)
	if w.role == Define && s.g.Declares&FunctionValues != 0 {
		symbol = s.assignedFunction(h[expressionStart(h):])
	}
	body := w.body // of class << self too, which names none
	if outer := s.scopes[s.top].body; w.role == Opener && outer != Code {
		body = outer // begin, if: what stands in them is no function's
	}
	s.push(scope{symbol: symbol, body: body, keep: true})
	if w.role != Loop {
		s.st = append(s.st, *t)
	}
}

// startsClause reports whether a statement starts behind a word, on its line.
func startsClause(word []byte) bool {
	switch string(word) {
	case "then", "else", "and", "or", "not", "ensure":
		return true
	}
	return false
}

// isKey reports whether a keyword is the key of a hash, or a part of a name
// behind a mark: if: 1, :end, @end.
func (s *Scanner) isKey(t *token) bool {
	src := s.src
	if t.at > 0 && (src[t.at-1] == '@' || src[t.at-1] == '$') {
		return true
	}
	if t.at > 0 && src[t.at-1] == ':' && (t.at == 1 || src[t.at-2] != ':') && s.g.joints[opScope] {
		return true
	}
	return s.g.joints[opScope] && int(t.end)+1 < len(src) && src[t.end] == ':' && src[t.end+1] != ':'
}

// joined reports whether the do that follows belongs to a loop's header.
func (s *Scanner) joined(h []token) bool {
	if sc := &s.scopes[s.top]; sc.fresh && sc.start < int32(s.start) {
		if s.has(&s.st[s.start-1], Loop) {
			return true
		}
	}
	return false
}
