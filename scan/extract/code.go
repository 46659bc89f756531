package extract

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// codeState is what the tokenizer of code keeps between tokens.
type codeState struct {
	lang *fenceLanguage
	text []byte
	line int32
	buf  []byte // the text of a block that is not in one piece

	scopes    []scope
	parens    int
	pending   Kind // what the next name is, if waiting
	waiting   bool
	after     lastToken
	assigns   bool // the statement has an =
	fixed     bool // the statement says const
	imports   bool // the statement imports
	directive bool // a preprocessor line, which ends with the line
	block     int  // Go: 1 + parens at which const ( or import ( opened
	keyword   string
}

// scope is what a brace opened.
type scope uint8

const (
	scopeOther scope = iota
	scopeNamespace
	scopeClass
	scopeEnum
)

type lastToken uint8

const (
	afterNothing lastToken = iota
	afterName              // a name or a type, or the * or & behind one
	afterVerb              // return, new and the like
	afterMark
)

// maxScopes bounds the braces that are remembered; deeper ones are counted as
// their parent.
const maxScopes = 200

// fence reads a code block by the rules of its language.
func (r *reader) fence(n ast.Node, info []byte) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	from, to := lines.At(0).Start, lines.At(0).Stop
	whole := true
	for i := 1; i < lines.Len(); i++ {
		whole = whole && lines.At(i).Start == to
		to = lines.At(i).Stop
	}
	line := r.lineAt(r.body + from)
	if whole {
		r.code(r.src[r.body+from:r.body+to], line, info)
		return
	}
	buf := r.lex.buf[:0]
	for i := range lines.Len() {
		seg := lines.At(i)
		buf = append(buf, r.src[r.body+seg.Start:r.body+seg.Stop]...)
	}
	r.lex.buf = buf
	r.code(buf, line, info)
}

// code reads the text of a code block that starts on the given line.
func (r *reader) code(text []byte, line int, info []byte) {
	s := &r.lex
	s.lang = languageOfFence(info)
	s.text, s.line = text, int32(line)
	r.ctx.first, r.ctx.kinds = false, false
	if s.lang == nil {
		r.codeNames(text)
		return
	}
	if s.lang.shell {
		r.shell(text)
		return
	}
	s.scopes, s.parens, s.block = s.scopes[:0], 0, 0
	s.statement()
	for i := 0; i < len(text); {
		i = r.codeToken(i)
	}
}

// endLine ends a statement where the line ends it: everywhere but in C, and
// there for directives and imports.
func (s *codeState) endLine() {
	switch {
	case s.block > 0:
		s.after, s.assigns = afterNothing, false // the next item of import ( or const (
	case s.lang.declares && !s.imports && !s.directive:
	case s.directive || s.parens == 0:
		s.statement()
	}
}

// statement forgets what belonged to the statement that ended.
func (s *codeState) statement() {
	s.waiting, s.assigns, s.fixed, s.imports, s.directive, s.after, s.keyword = false, false, false, false, false, afterNothing, ""
}

// codeToken reads the token at i and returns where it ends.
func (r *reader) codeToken(i int) int {
	s := &r.lex
	text := s.text
	c := text[i]
	if isWordByte(c) && !isDigit(c) || c >= 0x80 || c == '~' && i+1 < len(text) && isLetter(text[i+1]) {
		return r.codeWord(i)
	}
	if end := r.comment(i); end > i {
		return end
	}
	switch {
	case c == '\n':
		s.line++
		s.endLine()
	case isDigit(c):
		for i++; i < len(text) && (isWordByte(text[i]) || text[i] == '.' || text[i] == '\''); i++ {
		}
		s.after = afterMark
		return i
	case c == '#' && s.lang.hash:
		return r.directive(i)
	case bytes.IndexByte([]byte(s.lang.quotes), c) >= 0 || c == s.lang.raw && c != 0:
		return r.codeString(i)
	case c == '{':
		s.openBrace()
	case c == '}':
		if len(s.scopes) > 0 {
			s.scopes = s.scopes[:len(s.scopes)-1]
		}
		s.statement()
	case c == ';':
		s.statement()
	case c == '(':
		if s.lang.goBlocks && s.block == 0 && (s.waiting && s.pending == Constant || s.imports) {
			s.block = s.parens + 1
		} else if s.waiting && s.keyword == "func" {
			return skipParens(text, i) // a receiver
		}
		s.parens++
		s.after = afterMark
	case c == ')':
		s.parens = max(s.parens-1, 0)
		if s.block > s.parens {
			s.block = 0
			s.statement()
		}
		s.after = afterMark
	case c == '*' || c == '&' || c == '>':
		if s.after != afterName {
			s.after = afterMark
		}
	case c == '=':
		s.assigns, s.waiting = true, false
		s.after = afterMark
	case !isSpace(c):
		s.after = afterMark
	}
	return i + 1
}

// openBrace pushes the scope that the statement so far announces.
func (s *codeState) openBrace() {
	kind := scopeOther
	switch s.keyword {
	case "namespace", "extern", "module":
		kind = scopeNamespace
	case "class", "struct", "union", "interface", "__interface":
		kind = scopeClass
	case "enum":
		kind = scopeEnum
	}
	if len(s.scopes) < maxScopes {
		s.scopes = append(s.scopes, kind)
	}
	s.statement()
}

// declarative reports whether functions can be declared here.
func (s *codeState) declarative() bool {
	return s.parens == 0 && (len(s.scopes) == 0 || s.scopes[len(s.scopes)-1] == scopeNamespace || s.scopes[len(s.scopes)-1] == scopeClass)
}
