package extract

import "bytes"

// commentText reads a comment of a code block: its names, and its words as
// text. It counts lines as it goes.
func (r *reader) commentText(text []byte) {
	s := &r.lex
	if len(text) < 12 {
		r.codeNames(text)
		return
	}
	// Lines of comment markers at both sides of the text are one block, so
	// that phrases reach over its line ends.
	from := r.startText()
	for line := range bytes.Lines(text) {
		words := bytes.Trim(line, " \t\r\n/*#;-=!+<>")
		if len(words) > 0 && !isStatement(words) {
			r.pieces = append(r.pieces, piece{at: len(r.arena), line: int(s.line), mark: markFence})
			r.arena = append(append(r.arena, words...), '\n')
		} else if len(words) > 0 {
			r.commentProse(from)
			from = r.startText()
			line := s.line
			r.codeNames(words)
			s.line = line
		}
		if line[len(line)-1] == '\n' {
			s.line++
		}
	}
	r.commentProse(from)
}

// commentProse reads the text of a comment that is in the arena since from.
func (r *reader) commentProse(from int) {
	r.prose(from, markFence)
	r.ctx.first, r.ctx.kinds = false, false
}

// isStatement reports whether the line of a comment is code that was put out
// of use.
func isStatement(line []byte) bool {
	switch line[len(line)-1] {
	case ';', '{', '}', '(', ',', '\\':
		return true
	}
	return bytes.Contains(line, []byte(" = ")) || bytes.Contains(line, []byte("->"))
}
