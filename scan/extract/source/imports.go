package source

import "bytes"

// imported reads the import that the keyword h[i] starts; i is -1 for an item
// of a group.
func (s *Scanner) imported(h []token, i int, w *word) {
	if w.form&Staged != 0 {
		s.stage(h, i)
		return
	}
	if w.form&Line != 0 {
		s.importLine(&h[i])
		return
	}
	rest := h[i+1:]
	if len(rest) == 0 || rest[0].is('=') || rest[0].is('.') && w.form&From != 0 && s.g.Blocks != Indent {
		return
	}
	if len(rest) > 2 && rest[0].kind == tokenWord && rest[1].is('=') {
		rest = rest[2:] // using name = path
	}
	if w.form&From != 0 {
		for k := range rest {
			if rest[k].kind == tokenWord && string(s.text(&rest[k])) == "from" && k+1 < len(rest) {
				rest = rest[k+1:]
				break
			}
		}
	}
	if w.form&Quoted != 0 && !(w.form&Path != 0 && s.name(&rest[0])) {
		for k := range rest {
			if rest[k].kind == tokenString {
				s.importName(rest[k].at, rest[k].end, rest[k].line)
				return
			}
		}
		if w.form&Path == 0 {
			return
		}
	}
	if w.form&Argument != 0 {
		if !rest[0].is('(') {
			return
		}
		if rest = rest[1:]; len(rest) > 0 && rest[0].kind == tokenString {
			s.importName(rest[0].at, rest[0].end, rest[0].line)
			return
		}
	} else if rest[0].is('(') {
		return
	}
	s.importPaths(rest, w)
}

// importPaths reads names that dots or the like join, after words of the
// language; several ones, if the language allows it.
func (s *Scanner) importPaths(rest []token, w *word) {
	for k := 0; k < len(rest); {
		for k < len(rest) && (rest[k].is('.') || rest[k].is(opScope) || rest[k].kind == tokenWord && !s.name(&rest[k]) && k+1 < len(rest) && rest[k+1].kind == tokenWord) {
			if rest[k].kind == tokenWord && string(s.text(&rest[k])) == "import" {
				break // from . import name
			}
			k++
		}
		if k < len(rest) && rest[k].kind == tokenWord && !s.name(&rest[k]) {
			k++
		}
		if k >= len(rest) || rest[k].kind != tokenWord {
			return
		}
		last := s.pathEnd(rest, k)
		s.importName(rest[k].at, rest[last].end, rest[k].line)
		if w.form&Many == 0 {
			return
		}
		for k = last + 1; k < len(rest) && !rest[k].is(','); k++ {
		}
		k++
	}
}

// pathEnd returns the last token of the path that starts at k.
func (s *Scanner) pathEnd(h []token, k int) int {
	for k+2 < len(h) && (h[k+1].is('.') || h[k+1].is(opScope) || h[k+1].is('\\') || h[k+1].is('-')) && h[k+2].kind == tokenWord {
		k += 2
	}
	return k
}

// importName adds an import.
func (s *Scanner) importName(at, end, line int32) {
	if at < end {
		if s.opening && s.file.Doc.empty() && len(s.file.Symbols) == 0 {
			s.file.Doc = s.statementDoc() // nothing documents an import
		}
		s.add(Symbol{Kind: Import, Definition: true, Name: Range{at, end}, Line: line, LastLine: line})
	}
}

// importLine adds the word behind a keyword as the line has it, punctuation
// and all.
func (s *Scanner) importLine(t *token) {
	src := s.src
	i := int(t.end)
	for i < len(src) && (src[i] == ' ' || src[i] == '\t') {
		i++
	}
	end := i
	for end < len(src) && bytes.IndexByte([]byte(" \t\r\n;"), src[end]) < 0 {
		end++
	}
	if i < end && (src[i] == '"' || src[i] == '\'') && src[end-1] == src[i] && end-i > 2 {
		i, end = i+1, end-1
	}
	s.importName(int32(i), int32(end), t.line)
}
