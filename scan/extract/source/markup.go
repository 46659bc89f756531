package source

import "bytes"

// Markup is JSX: elements as values. They are read as a string is, with code
// in braces inside of it.

// longestTag is within how many bytes a closing tag ends, or what is between
// angle brackets in a tag: looking further would cost more than the text's size.
const longestTag = 256

// startsMarkup reports whether an element starts at i, where no value stands
// before it. <T,>(…) and <T extends U>(…) are type parameters.
func (s *Scanner) startsMarkup(i int) bool {
	src := s.src
	if i+1 >= len(src) {
		return false
	}
	if src[i+1] == '>' {
		return true
	}
	n := i + 1
	for n < len(src) && (isAlphanumeric(src[n]) || src[n] == '_' || src[n] == '$' || src[n] == '.' || src[n] == '-' || src[n] == ':') {
		n++
	}
	if n == i+1 || n == len(src) || src[i+1] >= '0' && src[i+1] <= '9' {
		return false
	}
	return src[n] != ',' && !bytes.HasPrefix(src[n:], []byte(" extends "))
}

// goThroughMarkup reads on in elements: up to the end of the outermost, or to
// code in braces. elements is how many are open, tag whether a tag is.
func (s *Scanner) goThroughMarkup(elements int32, tag bool) token {
	src := s.src
	t := token{kind: tokenString, line: s.line, at: int32(s.pos), end: int32(s.pos), first: s.first}
	s.first = false
	i := s.pos
	for i < len(src) {
		c := src[i]
		switch {
		case c == '\n':
			s.line++
			s.lineStart = i + 1
			if !tag && startsStatement(src[i+1:]) {
				elements = 0 // never closed
			}
		case c == '{':
			s.inserts = append(s.inserts, insert{close: '}', markup: true, elements: elements, tag: tag})
			s.pos, s.value = i+1, false
			return token{kind: tokenPunct, op: '(', line: s.line, at: int32(i), end: int32(i + 1)}
		case tag && (c == '"' || c == '\''):
			n := bytes.IndexByte(src[i+1:], c)
			if n < 0 {
				i = len(src)
				continue
			}
			if lines := bytes.Count(src[i:i+1+n], []byte("\n")); lines > 0 {
				s.line += int32(lines)
				s.lineStart = i + bytes.LastIndexByte(src[i:i+1+n], '\n') + 1
			}
			i += n + 1
		case tag && c == '/' && i+1 < len(src) && src[i+1] == '>':
			elements, tag = elements-1, false
			i++
		case tag && c == '<': // type arguments
			if n := bytes.IndexAny(src[i:min(len(src), i+longestTag)], ">\n"); n > 0 && src[i+n] == '>' {
				i += n
			}
		case tag && c == '>' && src[i-1] != '=':
			tag = false
		case !tag && c == '<':
			switch {
			case i+1 < len(src) && src[i+1] == '/':
				elements--
				if n := bytes.IndexByte(src[i:min(len(src), i+longestTag)], '>'); n >= 0 && bytes.IndexByte(src[i:i+n], '\n') < 0 {
					i += n
				}
			case i+1 < len(src) && src[i+1] == '>':
				elements++
				i++
			default:
				elements, tag = elements+1, true
			}
		}
		i++
		if elements <= 0 && !tag {
			break
		}
	}
	s.pos, s.value = min(i, len(src)), true
	t.end = int32(s.pos)
	t.at = t.end
	return t
}

// startsStatement reports whether a line starts as no line of an element's
// text does, but the next definition of a program.
func startsStatement(line []byte) bool {
	for _, word := range []string{"export ", "import ", "function ", "class ", "const ", "interface "} {
		if len(line) > len(word) && string(line[:len(word)]) == word {
			return true
		}
	}
	return false
}
