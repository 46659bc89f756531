package source

import "bytes"

// condition is an #if that is open.
type condition struct {
	before state
	after  state // of the first branch that was read
	branch branch
	mute   bool // what stands in the branch being read has no effect
	outer  bool // mute was so outside
}

// state is how deeply nested the text is at a place.
type state struct {
	top    int32
	depth  int32
	start  int32 // where the statement starts in the tokens collected
	length int32 // how many those are
}

// branch says what has been read of an #if.
type branch uint8

const (
	branchSkipped branch = iota // none yet: #if 0
	branchFirst                 // the first one is being read
	branchFurther               // another one is
)

func (s *Scanner) state() state { return state{s.top, s.depth, int32(s.start), int32(len(s.st))} }

// maxConditions is how deeply #if nest with an effect; deeper ones are read
// as if they were not there.
const maxConditions = 1000

// directive reads the preprocessor line at s.pos.
func (s *Scanner) directive() {
	src := s.src
	line := s.line
	i := s.pos + 1
	for i < len(src) && (src[i] == ' ' || src[i] == '\t') {
		i++
	}
	from := i
	for i < len(src) && isAlphanumeric(src[i]) {
		i++
	}
	word := src[from:i]
	s.pos = i
	s.passDirective()
	rest := src[i:s.pos]
	switch string(word) {
	case "define":
		if s.zeros == 0 {
			s.defineMacro(rest, i, line)
		}
	case "include", "import", "include_next":
		if at, end := includeName(rest); end > 0 && !s.mute {
			s.add(Symbol{Kind: Import, Definition: true, Name: Range{int32(i + at), int32(i + end)}, Line: line, LastLine: line})
		}
	case "if":
		s.asText(i, line)
		s.ifBranch(string(bytes.TrimSpace(rest)) == "0")
	case "ifdef", "ifndef":
		s.asText(i, line)
		s.ifBranch(false)
	case "elif", "else", "elifdef", "elifndef":
		s.asText(i, line)
		s.elseBranch()
	case "endif":
		s.endBranches()
	}
	s.first = false
}

// passDirective goes on at the end of a preprocessor line, over lines that a
// backslash joins to it and comments that go on.
func (s *Scanner) passDirective() {
	src := s.src
	for i := s.pos; ; {
		n := bytes.IndexAny(src[i:], "\n\"'/")
		if n < 0 {
			s.pos = len(src)
			return
		}
		i += n
		switch c := src[i]; {
		case c == '\n':
			if i > s.pos && src[i-1] == '\\' || i > s.pos+1 && src[i-1] == '\r' && src[i-2] == '\\' {
				s.line++
				i++
				s.lineStart = i
				continue
			}
			s.pos = i
			return
		case c == '/' && i+1 < len(src) && src[i+1] == '*':
			end := bytes.Index(src[i+2:], []byte("*/"))
			if end < 0 {
				s.passLines(i, len(src))
				return
			}
			at := s.pos
			s.passLines(i, i+2+end+2)
			i, s.pos = s.pos, at
			continue
		case c == '/' && i+1 < len(src) && src[i+1] == '/':
			// Up to the line's end, which a backslash may join to the next.
			end := bytes.IndexByte(src[i:], '\n')
			if end < 0 {
				end = len(src) - i
			}
			i += end
			continue
		case c == '"' || c == '\'':
			i = quotedEnd(src, i)
			continue
		}
		i++
	}
}

// quotedEnd returns where the string or character at i ends: behind its
// quote, or with the line, so that the cost stays linear.
func quotedEnd(src []byte, i int) int {
	n := i + 1
	for ; n < len(src) && src[n] != '\n'; n++ {
		switch src[n] {
		case '\\':
			if n++; n < len(src) && src[n] == '\n' {
				return n
			}
		case src[i]:
			return n + 1
		}
	}
	return min(n, len(src))
}

// defineMacro yields the macro of a #define, whose text behind the word stands at
// offset at.
func (s *Scanner) defineMacro(rest []byte, at int, line int32) {
	i := 0
	for i < len(rest) && (rest[i] == ' ' || rest[i] == '\t') {
		i++
	}
	end := i
	for end < len(rest) && (s.g.class[rest[end]] == classWord || end > i && s.g.class[rest[end]] == classDigit) {
		end++
	}
	if end > i {
		doc := s.docAbove(line)
		s.add(Symbol{Kind: Macro, Definition: true, Name: Range{int32(at + i), int32(at + end)}, Line: line, LastLine: s.line, Doc: doc})
		s.asText(at+end, line)
	}
}

// asText yields the rest of a preprocessor line, from offset at on, as text in
// which names are used.
func (s *Scanner) asText(at int, line int32) {
	if s.uses && at < s.pos {
		s.file.Symbols = append(s.file.Symbols, Symbol{Kind: Comment, Name: Range{int32(at), int32(s.pos)}, Line: line, LastLine: s.line, Parent: -1})
	}
}

// includeName returns where the name stands that an #include has in angle
// brackets or quotes.
func includeName(rest []byte) (at, end int) {
	at = bytes.IndexAny(rest, "<\"")
	if at < 0 {
		return 0, 0
	}
	close := byte('"')
	if rest[at] == '<' {
		close = '>'
	}
	n := bytes.IndexByte(rest[at+1:], close)
	if n <= 0 || bytes.IndexByte(rest[at:at+n], '\n') >= 0 {
		return 0, 0
	}
	return at + 1, at + 1 + n
}

// The branches of an #if are alternatives: a brace that opens in one of them
// opens in each, and is closed once behind all. So nesting is what the first
// branch makes it. If that branch changes it, or ends in another place of a
// statement, the others have no effect but for their macros; if not, they are
// read too, and what they leave behind is undone.

func (s *Scanner) ifBranch(zero bool) {
	if len(s.conditions) >= maxConditions {
		s.deeper++
		s.file.Limited = true
		return
	}
	c := condition{before: s.state(), outer: s.mute, branch: branchFirst}
	if zero {
		c.branch, s.mute = branchSkipped, true
		s.zeros++
	}
	c.mute = s.mute
	s.conditions = append(s.conditions, c)
}

func (s *Scanner) elseBranch() {
	if len(s.conditions) == 0 || s.deeper > 0 {
		return
	}
	c := &s.conditions[len(s.conditions)-1]
	switch c.branch {
	case branchSkipped:
		c.branch, s.mute = branchFirst, c.outer
		s.zeros--
	case branchFirst:
		c.after, c.branch = s.state(), branchFurther
		if c.after != c.before {
			s.mute = true
		}
	case branchFurther:
		s.restore(c.after)
	}
	c.mute = s.mute
}

func (s *Scanner) endBranches() {
	if s.deeper > 0 {
		s.deeper--
		return
	}
	if len(s.conditions) == 0 {
		return
	}
	c := s.conditions[len(s.conditions)-1]
	s.conditions = s.conditions[:len(s.conditions)-1]
	switch {
	case c.branch == branchSkipped:
		s.zeros--
	case c.branch == branchFurther && !c.mute:
		s.restore(c.after)
	}
	s.mute = c.outer
}

// restore undoes what a further branch did to the nesting. Scopes are never
// overwritten while an #if is open, so that the old ones are still there;
// tokens may be, which can cost the name of that one statement.
func (s *Scanner) restore(to state) {
	s.top, s.depth, s.start, s.st = to.top, to.depth, int(to.start), s.st[:to.length]
}
