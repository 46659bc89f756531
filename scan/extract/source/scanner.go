package source

import "bytes"

// Range is a stretch of the text, as byte offsets.
type Range struct{ At, End int32 }

func (r Range) empty() bool { return r.At == r.End }

// Symbol is something that the text defines, imports or uses.
type Symbol struct {
	Kind       Kind
	Definition bool  // false for a use
	Reach      Reach // whom the words before a defined name let see it
	Name       Range // as it is written, with what qualifies it
	Line       int32 // of the name, counted from the line given to Scan
	LastLine   int32 // of the block that belongs to it, else Line
	Parent     int32 // index of the symbol whose block it stands in, or of the class that it is a member of; -1 for none
	Owner      Range // what names that class where the block does not: T of func (t *T) M(); empty for nothing
	Doc        Range // the comments, markers included, or the string that documents it; empty for none
	Scope      bool  // a block of this name, but no definition: Rust's impl
	// Path is the whole name where the text has it in pieces, of which Name is
	// the last: a::b in use a::{b}. Else it is empty.
	Path string
}

// In returns the symbol's name, qualified as the text has it.
func (k *Symbol) In(src []byte) []byte {
	if k.Path != "" {
		return []byte(k.Path)
	}
	return src[k.Name.At:k.Name.End]
}

// File is what a text holds.
type File struct {
	Symbols []Symbol // in the order of the text
	Doc     Range    // what documents the file as a whole; empty for nothing
	// Limited: something was read more simply than the language says, because
	// reading it right could cost more than its size: more than maxConditions
	// nested #if, maxTokens tokens of open statements, maxLost heredocs without
	// an end, maxBlocks blocks within one statement, maxScopes blocks
	// within each other. Or there are more than
	// maxSymbols symbols, of which the first are here.
	Limited bool
}

// Scanner reads texts, one after the other. Its buffers are used again, so
// that it allocates nothing once it has read a large one. The zero value is
// ready; a Scanner is not safe for concurrent use.
type Scanner struct {
	g    *Grammar
	src  []byte
	uses bool
	file File

	// The lexer.
	pos       int
	line      int32
	lineStart int
	// indentStart is where the line starts whose first token was read last.
	indentStart int
	firstToken  int  // where that token starts
	first       bool // nothing has been read on this line
	value       bool // what was read last is a value: a slash behind it divides
	queued      bool
	queue       token
	inserts     []insert
	heredocs    []heredoc
	delimiter   []byte // what ends statements besides a semicolon; empty for nothing
	importedTo  int32  // importsWithin has read what starts before this offset
	lost        int    // heredocs without an end
	noRegexps   int    // no regular expression starts before this offset
	scratch     []byte

	// Preprocessor conditions.
	conditions []condition
	deeper     int // conditions beyond maxConditions
	zeros      int // #if 0 that are open
	mute       bool

	// Statements.
	classes map[string]int32 // by name, for adopt
	offered []Range          // names of functions that macros let others use
	forward []int32          // definitions of the form Forward without a block
	local   []bool           // what stands in a function, for adopt
	st      []token          // tokens of all open statements, those of the innermost scope from start on
	start   int
	depth   int32 // parentheses open in the innermost scope
	scopes  []scope
	top     int32
	buried  int     // blocks open beyond maxScopes
	doc     comment // the last comment that stood alone
	docOf   comment // the one directly above the statement
	indent  int32   // BlockForm Indent: the column in which the statement starts
	last    int32   // line on which the token read last ends
	ended   bool    // the text has been read
	opening bool    // nothing but comments and imports so far
}

// scope is a block that is open.
type scope struct {
	parent int32
	symbol int32 // the symbol whose block it is, or the enclosing one
	own    bool  // symbol is this block's own
	body   Body
	keep   bool  // the statement goes on behind the block
	group  *word // the block is the parentheses of a group: its items define this
	fresh  bool  // nothing has been read in it
	start  int32 // what to go back to
	depth  int32
	column int32   // BlockForm Indent: of the statement that opened it
	blocks int32   // how many blocks the statement being collected has had inside
	doc    comment // what stands above the statement that the block belongs to
}

// Scan reads a text whose first line has the given number. With uses, calls
// and other names are symbols too, and comments. The File is valid until the
// next call.
func (s *Scanner) Scan(g *Grammar, src []byte, line int, uses bool) *File {
	s.g, s.src, s.uses = g, src, uses
	s.file = File{Symbols: s.file.Symbols[:0]}
	s.pos, s.line, s.lineStart, s.first, s.value, s.queued = 0, int32(line), 0, true, false, false
	s.inserts, s.heredocs, s.lost, s.noRegexps, s.importedTo = s.inserts[:0], s.heredocs[:0], 0, 0, 0
	s.delimiter, s.forward, s.offered = nil, s.forward[:0], s.offered[:0]
	s.conditions, s.deeper, s.zeros, s.mute = s.conditions[:0], 0, 0, false
	s.st, s.start, s.depth, s.top, s.buried = s.st[:0], 0, 0, 0, 0
	s.scopes = append(s.scopes[:0], scope{parent: -1, symbol: -1, body: Space, column: -1, fresh: true})
	s.doc, s.docOf, s.opening, s.last, s.ended = comment{}, comment{}, true, s.line, false
	if bytes.HasPrefix(src, []byte("#!")) {
		if s.pos = bytes.IndexByte(src, '\n'); s.pos < 0 {
			s.pos = len(src)
		}
	}
	if g.Islands {
		s.passIsland(s.pos)
	}
	for {
		var t token
		if s.queued {
			t, s.queued = s.queue, false
		} else {
			t = s.next()
		}
		if t.kind == tokenEnd {
			break
		}
		if !s.mute {
			s.take(t)
			s.last = s.line
		}
	}
	s.finish()
	return &s.file
}

// Held returns how many bytes of memory the scanner keeps for further texts.
func (s *Scanner) Held() int {
	const symbol, token, scope, condition, span = 56, 20, 48, 48, 8
	return cap(s.file.Symbols)*symbol + cap(s.st)*token + cap(s.scopes)*scope + cap(s.conditions)*condition + cap(s.local) + cap(s.offered)*span
}

// finish ends what is open at the end of the text.
func (s *Scanner) finish() {
	s.mute, s.ended, s.delimiter = false, true, nil
	s.keepFileDoc()
	s.endStatement(0)
	for s.top > 0 {
		s.pop()
	}
	s.settleForward()
	s.settleExported()
	if s.uses {
		s.mergeUses()
	} else {
		s.adopt()
	}
	s.src = nil
}

// maxTokens is how many tokens of open statements are kept. What is longer is
// data, or lacks a bracket; its header has been seen by then.
const maxTokens = 1 << 18

// keep adds a token to the statement. Of more than maxTokens, words and marks
// are left out, but never the first one of a statement.
func (s *Scanner) keep(t token) {
	if len(s.st) >= maxTokens && len(s.st) > s.start {
		s.file.Limited = true
		return
	}
	s.st = append(s.st, t)
}

// take adds a token to the statement, or ends it.
func (s *Scanner) take(t token) {
	if t.first && s.depth == 0 {
		s.lineStarts(&t)
	} else if t.first {
		s.recover(&t)
	}
	if s.g.Delimiters && s.depth == 0 && s.memberStarts(&t) {
		s.endStatement(';')
	}
	if t.first && s.depth == 0 && s.g.Preprocessor && s.behindMacro(&t) {
		s.endStatement(';')
	}
	if len(s.st) == s.start {
		s.begin(&t)
	}
	if s.uses && t.kind == tokenWord {
		s.use(&t)
	}
	if t.kind != tokenPunct {
		if t.kind == tokenWord && t.word != 0 && s.g.Blocks == Ends {
			s.openerOrCloser(&t)
			return
		}
		s.keep(t)
		return
	}
	switch t.op {
	case '{':
		if s.g.Blocks == Braces && !s.importTreeOpens() {
			s.openBrace(&t)
			return
		}
		if s.g.Declares&Rules == 0 {
			s.depth++
		}
	case '}':
		if s.g.Blocks == Braces && (s.depth == 0 || !s.inImportTree()) {
			s.closeBrace(&t)
			return
		}
		s.depth = max(s.depth-1, 0)
	case '(', '[':
		if t.op == '(' && s.depth == 0 && s.openGroup(&t) {
			return
		}
		if s.g.Declares&Rules == 0 { // Make's own are strings, others mean nothing
			s.depth++
		}
	case ')', ']':
		if s.depth == 0 && t.op == ')' && s.scopes[s.top].group != nil {
			s.endStatement(')')
			s.pop()
			return
		}
		if t.op == ')' && s.depth == 0 && s.g.Declares&(BareFunctions|DotImports) == BareFunctions|DotImports {
			s.st = s.st[:s.start] // what stood before is a pattern: case $x in a) …
			return
		}
		s.depth = max(s.depth-1, 0)
	case ';':
		if s.depth == 0 {
			s.endStatement(';')
			return
		}
	case ',':
		if body := s.scopes[s.top].body; s.depth == 0 && (body == Constants || body == Enumerated || body == Object) {
			s.endStatement(',')
			return
		}
	case ':':
		if s.depth == 0 && s.g.Declares&CFunctions != 0 && s.label() {
			s.st = s.st[:s.start]
			return
		}
	}
	s.keep(t)
}

// begin notes what stands above a statement that starts with t.
func (s *Scanner) begin(t *token) {
	if s.g.Blocks == Indent && int(t.at) == s.firstToken {
		s.indent = s.column(t)
	}
	s.docOf = comment{}
	if s.doc.end > 0 && s.g.Docs.Above && (s.doc.last == t.line-1 || s.doc.last == t.line) {
		s.docOf = s.doc
	} else if s.opening {
		s.keepFileDoc()
	}
	s.doc = comment{}
}

// docAbove returns the comment directly above a line, if it documents what
// stands there.
func (s *Scanner) docAbove(line int32) Range {
	c := s.doc
	s.keepFileDocUnless(c.last == line-1)
	s.doc = comment{}
	if c.end > 0 && s.g.Docs.Above && c.last == line-1 && s.documents(c) {
		return Range{c.at, c.end}
	}
	return Range{}
}

func (s *Scanner) keepFileDocUnless(attached bool) {
	if s.opening && !attached {
		s.keepFileDoc()
	}
}

// statementDoc returns the comment above the statement, if it is documentation.
func (s *Scanner) statementDoc() Range {
	if s.docOf.end > 0 && s.documents(s.docOf) {
		return Range{s.docOf.at, s.docOf.end}
	}
	return Range{}
}

// maxSymbols is how many symbols of one text are kept.
const maxSymbols = 1 << 18

// add adds a symbol and returns its index, -1 where there are too many.
func (s *Scanner) add(symbol Symbol) int32 {
	if len(s.file.Symbols) >= maxSymbols {
		s.file.Limited = true
		return -1
	}
	symbol.Parent = s.scopes[s.top].symbol
	if symbol.Kind != Import && symbol.Kind != Namespace {
		s.opening = false
	}
	s.file.Symbols = append(s.file.Symbols, symbol)
	return int32(len(s.file.Symbols) - 1)
}

// defineName adds the definition of the name that tokens from t to last hold,
// and returns its index. With uses, names too common for one are left out: -1.
func (s *Scanner) defineName(kind Kind, t, last *token) int32 {
	if s.uses && last.word != 0 || t.at == last.end {
		return -1 // an example's main, an empty string
	}
	if s.g.Blank != "" && t == last && string(s.text(t)) == s.g.Blank {
		return -1
	}
	return s.add(Symbol{Kind: kind, Definition: true, Reach: s.reach(t), Name: Range{t.at, last.end}, Line: t.line, LastLine: t.line, Doc: s.statementDoc()})
}

// definePieces is defineName for a name that the tokens from first to last hold
// in pieces, among other things: its words and strings, joined by joint, are the
// whole name.
func (s *Scanner) definePieces(kind Kind, h []token, first, last int, joint string) int32 {
	symbol := s.defineName(kind, &h[last], &h[last])
	if symbol < 0 || first == last {
		return symbol
	}
	path := s.scratch[:0]
	for i := first; i <= last && len(path) <= maxTreePath; i++ {
		if h[i].is('<') {
			i = closingAngle(h, i)
		} else if h[i].kind == tokenString || h[i].kind == tokenWord && (i == last || h[i+1].kind != tokenWord) { // not inline, of a::inline b
			if len(path) > 0 {
				path = append(path, joint...)
			}
			path = append(path, s.text(&h[i])...)
		}
	}
	s.scratch, s.file.Symbols[symbol].Path = path, string(path)
	return symbol
}

// maxModifiers is how many words before a name are asked whom they let see it.
const maxModifiers = 8

// reach returns what the first words of the statement that defines a name say
// of who may use it.
func (s *Scanner) reach(name *token) Reach {
	for i := s.start; i < len(s.st) && i < s.start+maxModifiers && s.st[i].at < name.at; i++ {
		if w := s.st[i].word; w != 0 && s.g.words[w-1].word.reach != Unsaid {
			return s.g.words[w-1].word.reach
		}
	}
	return Unsaid
}

// maxScopes is how many open blocks are told apart. What stands deeper counts as
// part of the innermost one.
const maxScopes = 1 << 16

// push opens a scope; its statements start behind the tokens collected so far.
func (s *Scanner) push(sc scope) {
	if len(s.scopes) >= maxScopes {
		s.file.Limited = true
		s.buried++
		s.st = s.st[:s.start]
		return
	}
	sc.parent, sc.start, sc.depth, sc.fresh, sc.doc = s.top, int32(s.start), s.depth, true, s.docOf
	if sc.own = sc.symbol >= 0; !sc.own {
		sc.symbol = s.scopes[s.top].symbol
	}
	s.scopes = append(s.scopes, sc)
	s.top = int32(len(s.scopes) - 1)
	s.start, s.depth = len(s.st), 0
}

// pop closes the innermost scope. Its statement goes on, with a token that
// stands for the block, or has ended.
func (s *Scanner) pop() {
	if s.buried > 0 {
		s.buried--
		s.st = s.st[:s.start]
		return
	}
	sc := s.scopes[s.top]
	if sc.own {
		last := s.line
		if s.g.Blocks == Indent || s.ended {
			last = s.last
		}
		s.file.Symbols[sc.symbol].LastLine = max(last, s.file.Symbols[sc.symbol].Line)
	}
	s.st = s.st[:s.start]
	s.top, s.start, s.depth = sc.parent, int(sc.start), sc.depth
	if len(s.conditions) == 0 {
		s.scopes = s.scopes[:s.top+1]
	}
	if sc.keep {
		s.scopes[s.top].blocks++
		s.docOf = sc.doc
		s.st = append(s.st, token{kind: tokenBlock, line: s.line, at: int32(s.pos), end: int32(s.pos)})
	} else {
		s.st = s.st[:s.start]
	}
}

// endStatement reads the header collected for what it defines. end is what
// ended it: ';', ',', ')', '}', 0 for a line's or the text's end.
func (s *Scanner) endStatement(end byte) {
	if h, outer := s.st[s.start:], s.top; len(h) > 0 {
		s.readStatement(h, end)
		if int(outer) < len(s.scopes) {
			s.scopes[outer].fresh = false
		}
	} else if sc := &s.scopes[s.top]; sc.body == Enumerated && end == ';' {
		sc.body = Members // A, B,; or B and a line's end
	}
	s.scopes[s.top].blocks = 0
	s.st = s.st[:s.start]
}
