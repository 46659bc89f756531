package source

import "bytes"

// endMark passes what ends a statement, up to offset end, as if it were a
// semicolon.
func (s *Scanner) endMark(end int) token {
	t := s.token(tokenPunct, s.pos, end)
	t.op = ';'
	s.value = false
	return t
}

// clientCommand reads the word at s.pos, which ends at offset end, if it is one
// by which a client of a database is told where statements end: DELIMITER // of
// MySQL's, GO alone on a line of SQL Server's.
func (s *Scanner) clientCommand(end int) (token, bool) {
	switch word := s.src[s.pos:end]; {
	case bytes.EqualFold(word, []byte("delimiter")):
		line := len(s.src)
		if n := bytes.IndexByte(s.src[end:], '\n'); n >= 0 {
			line = end + n
		}
		mark := bytes.TrimSpace(s.src[end:line])
		if len(mark) == 0 || len(mark) > maxDelimiter || s.g.class[mark[0]] == classWord || s.g.class[mark[0]] == classDigit {
			return token{}, false
		}
		s.delimiter = mark
		return s.endMark(line), true
	case bytes.EqualFold(word, []byte("go")) && (end == len(s.src) || lineEnd(s.src, end) > 0):
		return s.endMark(end), true
	}
	return token{}, false
}

// maxDelimiter is how many bytes a delimiter may have.
const maxDelimiter = 16

// statementStarts reports whether a line starts a statement whatever stands
// before it: CREATE, or a member of a package behind the package's AS.
func (s *Scanner) statementStarts(t *token) bool {
	if t.kind != tokenWord || t.word == 0 || len(s.st) == s.start {
		return false
	}
	switch s.g.words[t.word-1].text {
	case "create":
		return true
	case "function", "procedure":
		return s.memberStarts(t)
	}
	return false
}

// memberStarts reports whether t starts the first member of a package: it stands
// behind the package's AS.
func (s *Scanner) memberStarts(t *token) bool {
	if t.kind != tokenWord || !s.has(t, Define) || len(s.st) == s.start {
		return false
	}
	last := &s.st[len(s.st)-1]
	return s.has(&s.st[s.start], Modifier) && last.kind == tokenWord && (bytes.EqualFold(s.text(last), []byte("as")) || bytes.EqualFold(s.text(last), []byte("is"))) &&
		s.g.words[t.word-1].word.kind == Function
}
