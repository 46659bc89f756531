package source

import "bytes"

// insert is a string that has been left for the code inside of it.
type insert struct {
	form  *stringForm
	depth int32 // braces, or parentheses, open in the code
	close byte  // what ends it: '}' or ')'

	markup   bool // no string but elements: see goThroughMarkup
	elements int32
	tag      bool
}

// maxHashes is how many '#' a raw string may have on each side, as in Rust.
const maxHashes = 255

// lexPrefixed reads a string whose prefix is src[i:end], as far as a form
// with that prefix starts at end.
func (s *Scanner) lexPrefixed(i, end int) (token, bool) {
	open := end
	for open < len(s.src) && open < end+maxHashes && s.src[open] == '#' {
		open++
	}
	if open == len(s.src) {
		return token{}, false
	}
	forms := s.g.strings[s.src[open]]
	for k := range forms {
		f := &forms[k]
		if f.Prefixes == "" && !(f.Hashes && end == i) || open > end && !f.Hashes || !bytes.HasPrefix(s.src[open:], []byte(f.Open)) {
			continue
		}
		if end > i && !f.prefixedBy(s.src[i:end]) {
			continue
		}
		return s.readString(f, i, open, open-end)
	}
	return token{}, false
}

func (f *stringForm) prefixedBy(word []byte) bool {
	for _, p := range f.prefixes {
		if p == string(word) {
			return true
		}
	}
	return false
}

// lexString reads the string at i by the first of forms that fits, prefixes
// aside.
func (s *Scanner) lexString(forms []stringForm, start, i int) (token, bool) {
	for k := range forms {
		f := &forms[k]
		if f.Prefixes != "" || !bytes.HasPrefix(s.src[i:], []byte(f.Open)) {
			continue
		}
		if t, ok := s.readString(f, start, i, 0); ok {
			return t, true
		}
	}
	return token{}, false
}

// readString reads a string whose Open stands at i. Its token is of the
// contents.
func (s *Scanner) readString(f *stringForm, start, i, hashes int) (token, bool) {
	from := i + len(f.Open)
	if f.Character {
		end := characterEnd(s.src, from, f.close[0])
		if end < 0 {
			return token{}, false
		}
		t := s.token(tokenString, from, end)
		s.pos, s.value = end+1, true
		return t, true
	}
	if f.Name {
		n := bytes.IndexAny(s.src[from:], f.close+"\n")
		if n <= 0 || s.src[from+n] == '\n' {
			return token{}, false
		}
		t := s.token(tokenWord, from, from+n)
		s.pos, s.value = from+n+len(f.close), true
		return t, true
	}
	t := s.token(tokenString, from, from)
	if f.Delimited || hashes > 0 {
		t.end = int32(s.passDelimited(f, from, hashes))
		s.value = true
		return t, true
	}
	return s.goThrough(f, from, t), true
}

// characterEnd returns where the quote is that closes a character, -1 if the
// text is no character.
func characterEnd(src []byte, from int, quote byte) int {
	if from >= len(src) || src[from] == quote || src[from] == '\n' {
		return -1
	}
	if src[from] == '\\' {
		for n := from + 2; n < min(len(src), from+16); n++ {
			if src[n] == quote {
				return n
			}
		}
		return -1
	}
	for n := from + 1; n <= from+4 && n < len(src); n++ {
		if src[n] == quote {
			return n
		}
		if src[n] < 0x80 {
			return -1
		}
	}
	return -1
}

// passDelimited passes a raw string that ends with the delimiter, or the
// hashes, that it started with, and returns where its contents end.
func (s *Scanner) passDelimited(f *stringForm, from, hashes int) int {
	close := append(s.scratch[:0], f.close...)
	if f.Delimited {
		close = append(close[:0], ')')
		n := from
		for n < len(s.src) && n < from+17 && s.src[n] != '(' {
			n++
		}
		if n == len(s.src) || s.src[n] != '(' {
			return from // no raw string after all
		}
		close = append(append(close, s.src[from:n]...), f.close...)
		from = n
	}
	for range hashes {
		close = append(close, '#')
	}
	s.scratch = close
	end, next := len(s.src), len(s.src)
	if n := bytes.Index(s.src[from:], close); n >= 0 {
		end, next = from+n, from+n+len(close)
	}
	s.passLines(s.pos, next)
	return end
}

// passLines goes on at offset to, counting the lines before it.
func (s *Scanner) passLines(from, to int) {
	if n := bytes.Count(s.src[from:to], []byte("\n")); n > 0 {
		s.line += int32(n)
		s.lineStart = from + bytes.LastIndexByte(s.src[from:to], '\n') + 1
	}
	s.pos = to
}

// goThrough reads a string from s.pos = from on up to its end, or up to code
// that it inserts, which then comes as if it stood in parentheses.
func (s *Scanner) goThrough(f *stringForm, from int, t token) token {
	src := s.src
	depth := 0
	i := from
	for i < len(src) {
		c := src[i]
		switch {
		case c == '\n' && !(f.close[0] == '\n' && bytes.HasPrefix(src[i:], []byte(f.close))):
			if !f.Lines {
				t.end = int32(i)
				s.pos, s.value = i, true
				return t
			}
			s.line++
			s.lineStart = i + 1
		case c == f.Escape && c != 0:
			i++
			if i < len(src) && src[i] == '\n' {
				s.line++
				s.lineStart = i + 1
			}
			if f.Insert == "" || f.Insert[0] != '\\' || i >= len(src) || src[i] != f.Insert[1] {
				break
			}
			i--
			fallthrough
		case len(f.Insert) == 1 && c == f.Insert[0] && i+1 < len(src) && src[i+1] == c:
			i++ // {{ stands for itself
		case f.Insert != "" && c == f.Insert[0] && bytes.HasPrefix(src[i:], []byte(f.Insert)):
			s.pos = i + len(f.Insert)
			return s.insertCode(f, i)
		case c == f.close[0] && bytes.HasPrefix(src[i:], []byte(f.close)):
			end := i + len(f.close)
			if f.Doubled && bytes.HasPrefix(src[end:], []byte(f.close)) {
				i = end
				break
			}
			if depth > 0 {
				depth--
				break
			}
			if c == '\n' { // PowerShell's "@ stands on a line of its own
				s.line++
				s.lineStart = i + 1
			}
			t.end = int32(i)
			s.pos, s.value = end, true
			return t
		case f.Quotes && (c == '"' || c == '\''):
			i = hidden(src, i)
		case f.Nested && bytes.HasPrefix(src[i:], []byte(f.Open)):
			depth++
		}
		i++
	}
	t.end = int32(len(src))
	s.pos, s.value = len(src), true
	return t
}

// hidden returns where the quote is that closes the one at i, i if none does on
// the line. A quote that none closes is the last of its sort on the line, so that
// the cost of looking stays linear.
func hidden(src []byte, i int) int {
	for n := i + 1; n < len(src) && src[n] != '\n'; n++ {
		switch {
		case src[n] == src[i]:
			return n
		case src[n] == '\\' && src[i] == '"' && n+1 < len(src) && src[n+1] != '\n':
			n++
		}
	}
	return i
}

// insertCode turns to the code that a string inserts. Code in braces is read
// as code, as if it stood in parentheses; code in parentheses by itself.
func (s *Scanner) insertCode(f *stringForm, at int) token {
	t := token{kind: tokenPunct, op: '(', line: s.line, at: int32(at), end: int32(s.pos)}
	s.value = false
	close := byte('}')
	if f.Insert[len(f.Insert)-1] == '(' {
		close = ')'
	}
	s.inserts = append(s.inserts, insert{form: f, close: close})
	return t
}

// resumeString goes on with the string that the code just read stands in: a
// parenthesis closes, and the rest of the string comes behind it.
func (s *Scanner) resumeString() token {
	n := len(s.inserts) - 1
	f, in := s.inserts[n].form, s.inserts[n]
	s.inserts = s.inserts[:n]
	closing := token{kind: tokenPunct, op: ')', line: s.line, at: int32(s.pos - 1), end: int32(s.pos)}
	var rest token
	if in.markup {
		rest = s.goThroughMarkup(in.elements, in.tag)
	} else {
		rest = s.goThrough(f, s.pos, token{kind: tokenString, line: s.line, at: int32(s.pos), end: int32(s.pos)})
	}
	if rest.is('(') {
		s.queued, s.queue = true, rest
	}
	return closing
}

// regexpEnd returns where the regular expression at i ends, flags included, 0
// if none stands there. It is on one line, in Ruby on several if nothing else
// stands on the first; a text in which one does not end has no more of them on
// the lines that were looked through, so that the cost stays linear.
func (s *Scanner) regexpEnd(i int) int {
	src := s.src
	if i < s.noRegexps {
		return 0
	}
	class, lines := false, lineEnd(src, i+1) > 0
	inserts := 0 // braces open in what Ruby inserts: #{a / b}
	n := i + 1
	for ; n < len(src); n++ {
		switch src[n] {
		case '\n':
			if lines && s.g.Percents {
				continue
			}
			s.noRegexps = n
			return 0
		case '\\':
			n++
		case '[':
			class = !s.g.Percents // in Ruby the first slash ends it wherever it stands
		case '#':
			if s.g.Percents && n+1 < len(src) && src[n+1] == '{' {
				inserts = 1
				n++
			}
		case '{', '}':
			if inserts > 0 && src[n] == '{' {
				inserts++
			} else if inserts > 0 {
				inserts--
			}
		case ']':
			class = false
		case '/':
			if !class && inserts == 0 {
				n++
				for n < len(src) && isAlphanumeric(src[n]) {
					n++
				}
				return n
			}
		}
	}
	s.noRegexps = n
	return 0
}
