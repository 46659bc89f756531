package source

import "bytes"

// lexQuoting reads Perl's quoting operators: q qq qw qx m qr with one part
// between delimiters of any kind, s tr y with two. t is the operator's word,
// which has been read.
func (s *Scanner) lexQuoting(t *token) (token, bool) {
	parts := 0
	switch string(s.text(t)) {
	case "q", "qq", "qw", "qx", "m", "qr":
		parts = 1
	case "s", "tr", "y":
		parts = 2
	default:
		return token{}, false
	}
	src := s.src
	if t.at > 0 && bytes.IndexByte([]byte("$@%&>{:-"), src[t.at-1]) >= 0 && (src[t.at-1] != '{' || int(t.end) < len(src) && src[t.end] == '}') {
		return token{}, false // $s, ->s, {s}, -s
	}
	i := int(t.end)
	for i < len(src) && (src[i] == ' ' || src[i] == '\t') && i < int(t.end)+8 {
		i++
	}
	if i == len(src) || i > int(t.end) && (src[i] == '#' || src[i] == '=') || bytes.IndexByte([]byte(";)\n\r"), src[i]) >= 0 ||
		bytes.HasPrefix(src[i:], []byte("=>")) || src[i] == '=' && parts == 2 || s.g.class[src[i]] == classWord || s.g.class[src[i]] == classDigit {
		return token{}, false
	}
	from := i + 1
	end := s.quotedPart(i)
	if end < 0 {
		return token{}, false
	}
	contents := end - 1
	if parts == 2 {
		second := end - 1 // s/a/b/ shares a delimiter
		if closer(src[i]) != src[i] {
			for second = end; second < len(src) && (s.g.class[src[second]] == classSpace || src[second] == '\n'); second++ {
			}
		}
		if second < len(src) {
			if next := s.quotedPart(second); next > 0 {
				end = next
			}
		}
	}
	if src[t.at] != 'q' || src[t.at+1] == 'r' { // m/a/gs
		for end < len(src) && isAlphanumeric(src[end]) {
			end++
		}
	}
	line := s.line
	s.passLines(s.pos, end)
	s.value = true
	return token{kind: tokenString, line: line, at: int32(from), end: int32(contents), first: t.first}, true
}

// format reports whether the word t, which has been read, starts one of Perl's
// formats: format NAME =. It goes on at the line's end, behind which the
// format is a heredoc up to a line with a dot.
func (s *Scanner) format(t *token) bool {
	if string(s.text(t)) != "format" {
		return false
	}
	end := int(t.end)
	for end < len(s.src) && (s.g.class[s.src[end]] == classWord || s.g.class[s.src[end]] == classDigit || s.g.class[s.src[end]] == classSpace || s.src[end] == ':') {
		end++
	}
	if end >= len(s.src) || s.src[end] != '=' || lineEnd(s.src, end+1) == 0 {
		return false
	}
	s.heredocs = append(s.heredocs, heredoc{tag: "."})
	s.pos = end + 1
	return true
}

// closer returns the delimiter that closes what c opens.
func closer(c byte) byte {
	switch c {
	case '(':
		return ')'
	case '[':
		return ']'
	case '{':
		return '}'
	case '<':
		return '>'
	}
	return c
}

// quotedPart returns the place behind the delimiter that closes the one at i,
// -1 if none does. A text with more than maxLost that are open has no others.
func (s *Scanner) quotedPart(i int) int {
	if s.lost > maxLost {
		s.file.Limited = true
		return -1
	}
	src := s.src
	open, close := src[i], closer(src[i])
	depth := 0
	for n := i + 1; n < len(src); n++ {
		switch c := src[n]; {
		case c == '\\':
			n++
		case c == close:
			if depth == 0 {
				return n + 1
			}
			depth--
		case c == open:
			depth++
		}
	}
	s.lost++
	return -1
}

// argument reports whether what stands at i looks like the first argument of
// a call without parentheses, as Ruby takes it: a space before it, none behind.
func (s *Scanner) argument(i int) bool {
	return i > 0 && (s.src[i-1] == ' ' || s.src[i-1] == '\t') && i+1 < len(s.src) && s.src[i+1] != ' ' && s.src[i+1] != '=' && s.src[i+1] != '\n'
}

// lexPercent reads Ruby's %q(…), %w[…], %(…), at i.
func (s *Scanner) lexPercent(i int) (token, bool) {
	if s.value && !s.argument(i) {
		return token{}, false
	}
	src, open := s.src, i+1
	if open < len(src) && bytes.IndexByte([]byte("qQwWiIrsx"), src[open]) >= 0 {
		open++
	}
	if open >= len(src) || isAlphanumeric(src[open]) || src[open] <= ' ' || src[open] >= 0x80 || open == i+1 && bytes.IndexByte([]byte("([{<|!/"), src[open]) < 0 {
		return token{}, false
	}
	end := s.quotedPart(open)
	if end < 0 {
		return token{}, false
	}
	t := token{kind: tokenString, line: s.line, at: int32(open + 1), end: int32(end - 1), first: s.first}
	s.first = false
	s.passLines(s.pos, end)
	s.value = true
	return t, true
}

// passIsland goes on behind the next mark that opens code, from offset at on.
func (s *Scanner) passIsland(at int) {
	end := len(s.src)
	if n := bytes.Index(s.src[at:], []byte("<?")); n >= 0 {
		end = at + n + 2
		for _, word := range []string{"php", "="} {
			if rest := s.src[end:]; len(rest) >= len(word) && bytes.EqualFold(rest[:len(word)], []byte(word)) {
				end += len(word)
				break
			}
		}
	}
	s.passLines(s.pos, end)
	s.value = false
}
