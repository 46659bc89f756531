package extract

import (
	"bytes"
)

// comment skips a comment at i, keeping the names in it, and returns its end,
// or i if there is none.
func (r *reader) comment(i int) int {
	s := &r.lex
	text := s.text
	for _, start := range s.lang.line {
		if len(start) <= len(text)-i && string(text[i:i+len(start)]) == start {
			end := bytes.IndexByte(text[i:], '\n')
			if end < 0 {
				end = len(text) - i
			}
			r.commentText(text[i : i+end])
			return i + end
		}
	}
	start := s.lang.block[0]
	if start == "" || text[i] != start[0] || !bytes.HasPrefix(text[i:], []byte(start)) {
		return i
	}
	end := bytes.Index(text[i+2:], []byte(s.lang.block[1]))
	if end < 0 {
		end = len(text) - i - 2
	} else {
		end += len(s.lang.block[1])
	}
	r.commentText(text[i : i+2+end])
	return i + 2 + end
}

// codeNames keeps the shaped names of a comment, or of code in a language
// that is not known. It counts lines as it goes.
func (r *reader) codeNames(text []byte) {
	s := &r.lex
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\n':
			s.line++
		case c == '/' || c == '\\' || c == '<':
			if i+1 < len(text) && isWordByte(text[i+1]) && (i == 0 || isSpace(text[i-1])) {
				i = skipRun(text, i)
				continue
			}
		case isWordByte(c):
			end, shown, what := scanWord(text, i)
			if word := text[i:shown]; what == wordText || what == wordCall {
				if sh := shapeOf(word); sh == shapeCamel || sh == shapeSnake || sh == shapeScream || sh == shapeQualified {
					kind := Identifier
					if what == wordCall {
						kind = Function
					}
					r.sightName(word, s.line, markFence, kind, false)
				}
			}
			i = end
			continue
		}
		i++
	}
}

// codeString skips a string at i, and takes it where it is what an import
// names.
func (r *reader) codeString(i int) int {
	s := &r.lex
	text := s.text
	quote := text[i]
	s.after = afterMark
	if s.lang.triple && i+2 < len(text) && text[i+1] == quote && text[i+2] == quote {
		end := bytes.Index(text[i+3:], text[i:i+3])
		if end < 0 {
			end = len(text) - i - 3
		} else {
			end += 3
		}
		s.line += int32(bytes.Count(text[i:i+3+end], []byte("\n")))
		return i + 3 + end
	}
	end := i + 1
	for end < len(text) && text[end] != quote {
		if text[end] == '\n' {
			if quote != s.lang.raw {
				return end
			}
			s.line++
		}
		if text[end] == '\\' && quote != s.lang.raw {
			end++
			if end < len(text) && text[end] == '\n' {
				s.line++
			}
		}
		end++
	}
	if end = min(end, len(text)); s.imports {
		if name := text[i+1 : end]; len(name) > 0 && len(name) <= maxWord && !bytes.ContainsAny(name, " \n") {
			r.sightName(name, s.line, markFence, Import, false)
		}
	}
	return min(end+1, len(text))
}

// directive reads a preprocessor line at i.
func (r *reader) directive(i int) int {
	s := &r.lex
	text := s.text
	end := i + 1
	for end < len(text) && (text[end] == ' ' || text[end] == '\t') {
		end++
	}
	start := end
	for end < len(text) && isWordByte(text[end]) {
		end++
	}
	word := string(text[start:end])
	switch word {
	case "include", "import", "define", "error", "warning", "region", "endregion", "using", "line":
	default:
		return max(end, i+1)
	}
	eol := bytes.IndexByte(text[end:], '\n')
	if eol < 0 {
		eol = len(text) - end
	}
	rest := bytes.TrimSpace(text[end : end+eol])
	switch word {
	case "include", "import":
		if name := includeName(rest); name != nil {
			r.sightName(name, s.line, markFence, Import, false)
		}
		return end + eol
	case "define":
		name := rest
		for n, c := range rest {
			if !isWordByte(c) {
				name = rest[:n]
				break
			}
		}
		if len(name) > 1 {
			r.sightName(name, s.line, markFence, Macro, true)
		}
		for end < len(text) && isSpace(text[end]) && text[end] != '\n' {
			end++
		}
		s.statement()
		s.after, s.directive = afterMark, true
		return end + len(name)
	}
	return end + eol
}

// maxReceiver is the longest receiver of a Go method, in bytes.
const maxReceiver = 200

// skipParens returns where the parenthesis at i closes, on the same line.
func skipParens(text []byte, i int) int {
	depth := 0
	for at := i; at < min(len(text), i+maxReceiver) && text[at] != '\n'; at++ {
		switch text[at] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
	return i + 1
}
