package source

import "bytes"

// imported reads the import that the keyword h[i] starts; i is -1 for an item
// of a group.
func (s *Scanner) imported(h []token, i int, w *word) {
	if w.form&Anywhere != 0 {
		return // importsWithin has read it
	}
	if w.form&Staged != 0 {
		s.stage(h, i)
		return
	}
	if w.form&Line != 0 {
		s.importLine(&h[i])
		return
	}
	rest := h[i+1:]
	if len(rest) > 1 && s.g.Declares&DotImports != 0 && rest[0].word != 0 && (rest[1].is('.') || rest[1].kind == tokenString) {
		s.importLine(&rest[0]) // using module .\Shop.psm1
		return
	}
	if w.form&List != 0 {
		s.importStrings(rest)
		return
	}
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
	if w.form&Tree != 0 {
		s.importTree(rest)
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

// inImportTree reports whether the statement is an import that braces may part.
func (s *Scanner) inImportTree() bool {
	h := s.st[s.start:]
	for i := 0; i < len(h) && i < longestPrefix; i++ {
		if role, keyword := s.role(&h[i]); keyword && role == Importer && s.g.words[h[i].word-1].word.form&Tree != 0 {
			return true
		}
	}
	return false
}

// longestPrefix is how many tokens may stand before the keyword of an import
// with braces, as pub(in a::b) use does.
const longestPrefix = 16

// importTreeOpens reports whether a brace parts the paths of an import: a path
// that goes on stands before it, or another such brace.
func (s *Scanner) importTreeOpens() bool {
	if len(s.st) == s.start {
		return false
	}
	last := &s.st[len(s.st)-1]
	goesOn := last.is(opScope) || s.depth > 0 || s.has(last, Importer) || last.kind == tokenWord && s.src[last.end-1] == '\\'
	return goesOn && s.inImportTree()
}

const (
	maxTreeDepth = 32   // how deeply the braces of an import nest to be read
	maxTreePath  = 1000 // bytes of the path before a brace
)

// importTree reads paths that braces part: a::{b, c::{self, d}}.
func (s *Scanner) importTree(rest []token) {
	var outer []int // lengths of the paths before the braces that are open
	path := s.scratch[:0]
	first, last := -1, -1 // of the item being read, or its piece behind the brace
	item := false
	put := func() {
		if item && len(path) > 0 {
			piece := Range{rest[last].at, rest[last].end}
			if first >= 0 {
				piece.At = rest[first].at
			}
			before := len(s.file.Symbols)
			s.importName(piece.At, piece.End, rest[last].line)
			if len(s.file.Symbols) > before && string(path) != string(s.src[piece.At:piece.End]) {
				s.file.Symbols[before].Path = string(path)
			}
		}
		first, last, item = -1, -1, false
	}
	for k := 0; k < len(rest); k++ {
		t := &rest[k]
		switch {
		case t.is('{'):
			if len(outer) == maxTreeDepth || len(path) > maxTreePath {
				s.file.Limited = true
				s.scratch = path
				return
			}
			outer = append(outer, len(path))
			first, last, item = -1, -1, false
		case t.is('}') && len(outer) > 0:
			put()
			path = path[:outer[len(outer)-1]]
			outer = outer[:len(outer)-1]
		case t.is(','):
			put()
			path = path[:0]
			if len(outer) > 0 {
				path = path[:outer[len(outer)-1]]
			}
		case t.is('*') && last < 0:
			last, item = k, true
		case t.kind != tokenWord:
		case string(s.text(t)) == "as":
			k++
		case string(s.text(t)) == "self" && len(path) > 0:
			last, item = k, true
		case !s.name(t) && (k+1 < len(rest) && (rest[k+1].kind == tokenWord || len(path) == 0 && rest[k+1].is(opScope))):
			// use function a, use crate::a
		default:
			if n := len(path); n > 0 && path[n-1] != '\\' {
				path = append(path, "::"...)
			}
			path = append(path, s.text(t)...)
			if last = k; first < 0 {
				first = k
			}
			item = true
		}
	}
	put()
	s.scratch = path
}

// importsWithin reads the imports that stand inside of a statement: they are
// calls with a string, or whose first argument is a name.
func (s *Scanner) importsWithin(h []token) {
	for i := 0; i+1 < len(h); i++ {
		if role, keyword := s.role(&h[i]); !keyword || role != Importer || h[i].at < s.importedTo {
			continue
		}
		w := &s.g.words[h[i].word-1].word
		if w.form&Anywhere == 0 || i > 0 && (h[i-1].is('.') || h[i-1].is('$')) {
			continue
		}
		s.importedTo = h[i].end
		switch arg := h[i+1:]; {
		case arg[0].kind == tokenString:
			s.importName(arg[0].at, arg[0].end, arg[0].line)
		case !arg[0].is('(') || len(arg) < 2:
		case arg[1].kind == tokenString, w.form&Argument != 0 && arg[1].kind == tokenWord && (len(arg) == 2 || arg[2].is(')') || arg[2].is(',')):
			s.importName(arg[1].at, arg[1].end, arg[1].line)
		}
	}
}

// importStrings imports each word of the strings in a list.
func (s *Scanner) importStrings(h []token) {
	for i := range h {
		if h[i].kind != tokenString {
			continue
		}
		line, text := h[i].line, s.text(&h[i])
		for at := 0; at < len(text); {
			end := at
			for end < len(text) && text[end] > ' ' {
				end++
			}
			if end > at && text[at] != '-' {
				s.importName(h[i].at+int32(at), h[i].at+int32(end), line)
			}
			if end < len(text) && text[end] == '\n' {
				line++
			}
			at = end + 1
		}
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

// maxImportLine is how many bytes behind an import's word are looked at for the
// path, so that the cost stays linear.
const maxImportLine = 4000

// importLine adds the path behind a keyword as the line has it, punctuation and
// all, but for its quotes and the variable that it starts with: "$DIR/x.sh" is
// x.sh. A path with more variables in it tells nothing.
func (s *Scanner) importLine(t *token) {
	src := s.src[:min(len(s.src), int(t.end)+maxImportLine)]
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
