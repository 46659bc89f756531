package source

import "bytes"

// next returns the next token. Comments, preprocessor lines and the bodies of
// heredocs are dealt with on the way.
func (s *Scanner) next() token {
	src := s.src
	for s.pos < len(src) {
		i := s.pos
		if len(s.delimiter) > 0 && bytes.HasPrefix(src[i:], s.delimiter) {
			return s.endMark(i + len(s.delimiter))
		}
		switch s.g.class[src[i]] {
		case classSpace:
			s.pos++
		case classLine:
			s.endOfLine()
		case classWord:
			return s.lexWord()
		case classDigit:
			return s.lexNumber()
		case classPunct:
			return s.lexPunct()
		default:
			if t, ok := s.lexMark(); ok {
				return t
			}
		}
	}
	return token{kind: tokenEnd, line: s.line, at: int32(len(src)), end: int32(len(src)), first: true}
}

// endOfLine passes the line end at s.pos, and the heredocs that start there.
func (s *Scanner) endOfLine() {
	s.pos++
	s.line++
	s.lineStart, s.first = s.pos, true
	if len(s.heredocs) > 0 {
		s.passHeredocs()
	}
}

// token makes a token of src[at:end], and goes on behind it.
func (s *Scanner) token(kind tokenKind, at, end int) token {
	t := token{kind: kind, line: s.line, at: int32(at), end: int32(end), first: s.first}
	if s.first {
		s.first, s.indentStart, s.firstToken = false, s.lineStart, at
	}
	s.pos = end
	return t
}

func (s *Scanner) lexWord() token {
	g, src := s.g, s.src
	i := s.pos
	end := i + 1
	for end < len(src) {
		c := g.class[src[end]]
		if c == classWord || c == classDigit {
			end++
			continue
		}
		if n := g.insideWord(src, end); n > 0 {
			end += n
			continue
		}
		break
	}
	if end < len(src) && g.tail[src[end]] && (end+1 == len(src) || src[end+1] != '=') {
		end++
	}
	if end < len(src) && g.prefixed[src[end]] {
		if t, ok := s.lexPrefixed(i, end); ok {
			return t
		}
	}
	if g.Delimiters && s.first {
		if t, ok := s.clientCommand(end); ok {
			return t
		}
	}
	if raw := g.Raw; raw != "" && end == i+len(raw)-1 && end+1 < len(src) && bytes.HasPrefix(src[i:], []byte(raw)) && g.class[src[end+1]] == classWord {
		return s.lexRaw(end + 1)
	}
	t := s.token(tokenWord, i, end)
	t.word = g.lookup(src[i:end])
	if g.Quoting && t.first && s.format(&t) {
		return s.endMark(s.pos)
	}
	if g.Quoting && t.word == 0 {
		if quoted, ok := s.lexQuoting(&t); ok {
			return quoted
		}
	}
	for _, stop := range g.stop {
		if stop == string(src[i:end]) && t.first {
			s.pos = len(src)
		}
	}
	s.value = t.word == 0 || g.words[t.word-1].word.role == Common
	return t
}

// lexRaw reads the name at i, which is one even if it is a keyword elsewhere.
func (s *Scanner) lexRaw(i int) token {
	end := i + 1
	for end < len(s.src) && (s.g.class[s.src[end]] == classWord || s.g.class[s.src[end]] == classDigit) {
		end++
	}
	s.value = true
	return s.token(tokenWord, i, end)
}

// insideWord returns the length of what stands at i inside of a word that goes
// on behind it: up to two bytes of Inside. It is 0 for nothing.
func (g *Grammar) insideWord(src []byte, i int) int {
	for n := range 2 {
		if !g.dashed || i+n+1 >= len(src) || !g.inside[src[i+n]] {
			return 0
		}
		if c := g.class[src[i+n+1]]; c == classWord || c == classDigit {
			return n + 1
		}
	}
	return 0
}

func (s *Scanner) lexNumber() token {
	src := s.src
	end := s.pos + 1
	for end < len(src) {
		c := src[end]
		switch class := s.g.class[c]; {
		case class == classWord || class == classDigit:
		case c == '.' && end+1 < len(src) && s.g.class[src[end+1]] == classDigit:
		case c == '\'' && s.g.Preprocessor && end+1 < len(src) && isAlphanumeric(src[end+1]) && isAlphanumeric(src[end-1]):
		default:
			s.value = true
			return s.token(tokenNumber, s.pos, end)
		}
		end++
	}
	s.value = true
	return s.token(tokenNumber, s.pos, end)
}

func isAlphanumeric(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }

// lexMark reads what starts at a byte that may start a comment or a string.
// It is false where no token came of it.
func (s *Scanner) lexMark() (token, bool) {
	src, i := s.src, s.pos
	c := src[i]
	if s.lexComment() {
		return token{}, false
	}
	if c == '#' && s.g.Preprocessor && s.first {
		s.directive()
		return token{}, false
	}
	if c == '\\' {
		if n := lineEnd(src, i+1); n > 0 {
			// A line that goes on: not a new one for what follows.
			first := s.first
			s.pos = i + n
			s.endOfLine()
			s.first = first
			return token{}, false
		}
		if s.g.Escapes && i+1 < len(src) {
			return s.token(tokenNumber, i, i+2), true
		}
	}
	if s.g.sigil[c] && i+1 < len(src) && bytes.IndexByte([]byte("#'\"`/\\"), src[i+1]) >= 0 {
		s.value = true
		return s.token(tokenNumber, i, i+2), true
	}
	if forms := s.g.strings[c]; forms != nil {
		if t, ok := s.lexString(forms, i, i); ok {
			return t, true
		}
	}
	if c == '#' && s.g.prefixed['#'] {
		if t, ok := s.lexPrefixed(i, i); ok {
			return t, true
		}
	}
	if c == '<' && s.g.Heredocs != NoHeredocs && s.heredoc() {
		s.value = true
		return s.token(tokenString, s.pos, s.pos), true
	}
	if c == '%' && s.g.Percents {
		if t, ok := s.lexPercent(i); ok {
			return t, true
		}
	}
	if c == '/' && s.g.Regexps && (!s.value || s.g.Percents && s.argument(i)) {
		if end := s.regexpEnd(i); end > 0 {
			t := s.token(tokenString, i+1, end-1)
			s.passLines(i+1, end)
			s.value = true
			return t, true
		}
	}
	if len(s.g.Raw) == 1 && c == s.g.Raw[0] && i+1 < len(src) && s.g.class[src[i+1]] == classWord {
		return s.lexRaw(i + 1), true
	}
	if c == '/' && s.g.Delimiters && s.first && lineEnd(src, i+1) > 0 {
		return s.endMark(i + 1), true
	}
	if c == '\t' {
		s.pos++ // Make, where one that starts a line starts a command
		return token{}, false
	}
	return s.lexPunct(), true
}

// lineEnd returns how many bytes from i on end the line, the line end not
// included but one added; 0 if more stands there than a few blanks.
func lineEnd(src []byte, i int) int {
	const blanks = 16
	for n := i; n < len(src) && n < i+blanks; n++ {
		if src[n] == '\n' {
			return n - i + 1
		} else if src[n] != ' ' && src[n] != '\t' && src[n] != '\r' {
			return 0
		}
	}
	return 0
}

// lexPunct reads punctuation, pairs as one where that matters.
func (s *Scanner) lexPunct() token {
	src, i := s.src, s.pos
	c := src[i]
	var d byte
	if i+1 < len(src) {
		d = src[i+1]
	}
	if c == '<' && s.g.Markup && !s.value && s.startsMarkup(i) {
		return s.goThroughMarkup(0, false)
	}
	op, size := c, 1
	if c == '?' && d == '>' && s.g.Islands {
		s.passIsland(i + 2)
		return token{kind: tokenPunct, op: ';', line: s.line, at: int32(i), end: int32(i + 2)}
	}
	switch {
	case c == ':' && d == ':':
		op, size = opScope, 2
	case c == ':' && d == '=':
		op, size = opDefine, 2
	case c == '-' && d == '>':
		op, size = opArrow, 2
	case c == '=' && d == '>':
		op, size = opFat, 2
	case c == '<' && d == '<' && s.g.Declares&FunctionValues != 0 && i+2 < len(src) && src[i+2] == '-':
		op, size = opLeft, 3 // R
	case c == '<' && d == '-':
		op, size = opLeft, 2
	case d == '=' && bytes.IndexByte([]byte("=!<>+-*/%&|^~?."), c) >= 0,
		d == c && (c == '&' || c == '|'):
		op, size = opOther, 2
	case c >= opCount || c < ' ':
		op = opOther
	}
	s.value = c == ')' || c == ']' || c == '}'
	t := s.token(tokenPunct, i, i+size)
	t.op = op
	if n := len(s.inserts); n > 0 {
		in := &s.inserts[n-1]
		switch {
		case c == in.close:
			if in.depth--; in.depth < 0 {
				return s.resumeString()
			}
		case c == '{' && in.close == '}' || c == '(' && in.close == ')':
			in.depth++
		}
	}
	return t
}
