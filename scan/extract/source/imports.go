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

// fileImports reads the commands of a statement that import a file: . path,
// source path. It reports whether the statement starts with one.
func (s *Scanner) fileImports(h []token) bool {
	starts := false
	for i := range h {
		t := &h[i]
		w := word{role: Importer, form: Line}
		if t.kind == tokenWord && t.word != 0 {
			w = s.g.words[t.word-1].word
		} else if !t.is('.') {
			continue
		}
		if w.role != Importer || w.form&Line == 0 || !s.blankBehind(t) || !s.commandStarts(h, i) {
			continue
		}
		s.importLine(t)
		starts = starts || i == 0
	}
	return starts
}

// importsFile reports whether a dot at a line's start is the command that
// imports a file, rather than what joins a member to the line above.
func (s *Scanner) importsFile(t *token) bool {
	return s.g.Declares&DotImports != 0 && s.blankBehind(t)
}

func (s *Scanner) blankBehind(t *token) bool {
	return int(t.end) < len(s.src) && (s.src[t.end] == ' ' || s.src[t.end] == '\t')
}

// commandStarts reports whether a command may start at h[i]: nothing, a word
// like then, or what joins commands stands before it.
func (s *Scanner) commandStarts(h []token, i int) bool {
	if i == 0 {
		return true
	}
	before := &h[i-1]
	if before.kind != tokenPunct {
		return s.has(before, Modifier)
	}
	switch string(s.text(before)) {
	case "&&", "||", "!", "(":
		return true
	}
	return false
}

// importLine adds the path behind a keyword as the line has it, punctuation and
// all, but for its quotes and the variable that it starts with: "$DIR/x.sh" is
// x.sh. A path with more variables in it tells nothing.
func (s *Scanner) importLine(t *token) {
	src := s.src
	at := int(t.end)
	end := at
	for {
		for at = end; at < len(src) && (src[at] == ' ' || src[at] == '\t'); at++ {
		}
		if end = pathWordEnd(src, at); end == at || src[at] != '-' {
			break // no option
		}
	}
	for end > at && bytes.IndexByte([]byte("\"',"), src[end-1]) >= 0 {
		end--
	}
	for at < end {
		for at < end && (src[at] == '"' || src[at] == '\'') {
			at++
		}
		if at == end || src[at] != '$' {
			break
		}
		at = expansionEnd(src[:end], at)
		for at < end && (src[at] == '"' || src[at] == '\'') {
			at++
		}
		if at < end && src[at] != '/' && src[at] != '\\' {
			return
		}
		for at < end && (src[at] == '/' || src[at] == '\\') {
			at++
		}
	}
	if path := src[at:end]; len(path) > 0 && bytes.IndexByte(path, '$') < 0 && bytes.IndexByte([]byte("(-{<>&|)#"), path[0]) < 0 {
		s.importName(int32(at), int32(end), t.line)
	}
}

// pathWordEnd returns where the word at i ends, on its line: blanks in quotes
// and in $(…) belong to it.
func pathWordEnd(src []byte, i int) int {
	quote := byte(0)
	for i < len(src) && src[i] != '\n' && src[i] != '\r' {
		switch c := src[i]; {
		case c == '$':
			i = expansionEnd(src, i)
			continue
		case c == quote:
			quote = 0
		case quote != 0:
		case c == '"' || c == '\'':
			quote = c
		case bytes.IndexByte([]byte(" \t;&|"), c) >= 0:
			return i
		}
		i++
	}
	return i
}

// expansionEnd returns where the variable, or the $(…) or ${…}, at i ends, on
// its line.
func expansionEnd(src []byte, i int) int {
	i++
	if i < len(src) && (src[i] == '(' || src[i] == '{') {
		depth := 0
		for ; i < len(src) && src[i] != '\n'; i++ {
			switch src[i] {
			case '(', '{':
				depth++
			case ')', '}':
				if depth--; depth == 0 {
					return i + 1
				}
			}
		}
		return i
	}
	for i < len(src) && (isAlphanumeric(src[i]) || src[i] == '_') {
		i++
	}
	return i
}
