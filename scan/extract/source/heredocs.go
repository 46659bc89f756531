package source

import "bytes"

// heredoc is a heredoc whose body has not come yet.
type heredoc struct {
	tag      string
	indented bool // its last line may be indented
}

// maxLost is how many heredocs that never end are looked for in one text.
// Behind them an open heredoc ends with the text, so that the cost of looking
// stays linear.
const maxLost = 16

// heredoc reads the mark of a heredoc at s.pos, and goes on behind it.
func (s *Scanner) heredoc() bool {
	src, i := s.src, s.pos
	open := []byte("<<")
	if s.g.Heredocs == PHPHeredoc {
		open = []byte("<<<")
	}
	if !bytes.HasPrefix(src[i:], open) || i > 0 && src[i-1] == '<' {
		return false
	}
	i += len(open)
	h := heredoc{indented: s.g.Heredocs == PHPHeredoc}
	if s.g.Heredocs != PHPHeredoc && i < len(src) && (src[i] == '-' || src[i] == '~') {
		h.indented = true
		i++
	}
	space := i
	for i < len(src) && (src[i] == ' ' || src[i] == '\t') && i < space+8 {
		i++
	}
	if i == len(src) || s.g.Percents && i > space {
		return false // the end, Ruby's list << "item"
	}
	quote := src[i]
	if quote == '\\' && s.g.Heredocs == ShellHeredoc {
		i++
		quote = 0
	} else if quote == '"' || quote == '\'' || quote == '`' {
		i++
	} else {
		quote = 0
	}
	if s.g.Heredocs == PerlHeredoc && quote == 0 && (i > space || s.value && !h.indented && !(src[i] >= 'A' && src[i] <= 'Z')) {
		return false // a shift
	}
	if before := s.pos - 1; s.g.Heredocs == ShellHeredoc && before >= 0 && (src[before] == ')' || src[before] >= '0' && src[before] <= '9') {
		return false // the same, in arithmetic
	}
	end := i
	for end < len(src) && end < i+80 && (quote != 0 && src[end] != quote && src[end] != '\n' || quote == 0 && (isAlphanumeric(src[end]) || src[end] == '_' || s.g.Heredocs == ShellHeredoc && bytes.IndexByte([]byte("!.%+-"), src[end]) >= 0)) {
		end++
	}
	if end == i || quote != 0 && (end == len(src) || src[end] != quote) || quote == 0 && src[i] >= '0' && src[i] <= '9' {
		return false
	}
	h.tag = string(src[i:end])
	if quote != 0 {
		end++
	}
	s.heredocs = append(s.heredocs, h)
	s.pos = end
	return true
}

// passHeredocs passes the bodies of the heredocs that the line just passed
// has opened.
func (s *Scanner) passHeredocs() {
	for _, h := range s.heredocs {
		end := s.heredocEnd(h)
		if end < 0 {
			if s.lost++; s.lost <= maxLost {
				continue // never closed: most likely no heredoc
			}
			end = len(s.src)
			s.file.Limited = true
		}
		s.passLines(s.pos, end)
	}
	s.heredocs = s.heredocs[:0]
	s.lineStart = s.pos
}

// heredocEnd returns where the line behind a heredoc's last line starts, -1
// if it has none.
func (s *Scanner) heredocEnd(h heredoc) int {
	src := s.src
	for at := s.pos; at < len(src); {
		end := bytes.IndexByte(src[at:], '\n')
		next := at + end + 1
		if end < 0 {
			end, next = len(src)-at, len(src)
		}
		line := bytes.TrimRight(src[at:at+end], "\r")
		if h.indented {
			line = bytes.TrimLeft(line, " \t")
		}
		if string(line) == h.tag {
			return next
		}
		if s.g.Heredocs == PHPHeredoc && bytes.HasPrefix(line, []byte(h.tag)) && !isAlphanumeric(line[len(h.tag)]) && line[len(h.tag)] != '_' {
			return at + end - len(line) + len(h.tag)
		}
		at = next
	}
	return -1
}
