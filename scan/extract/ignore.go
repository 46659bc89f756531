package extract

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strings"

	"kwic/scan/extract/source"
)

// Lines is a stretch of whole lines of a file, the first and the last included.
type Lines struct{ From, To int }

// ignoring is what a document's comments say of lines that give no keywords:
//
//	<!-- kwic: ignore -->
//	<!-- kwic: end -->
//
// each alone on its line, or in the form of comment that the language has. What
// is ignored keeps its sections, their anchors, and its links.
type ignoring struct {
	lines []Lines // in order; the lines of the comments included
	open  bool    // the last stretch has no end, and runs to that of the file
	odd   []Oddity
}

// Oddity is a comment of kwic's that does nothing.
type Oddity struct {
	Line    int
	Problem string // lower case, no full stop
}

// findIgnored reads the comments of kwic's in the file. A file without them costs
// one search.
func (r *reader) findIgnored(language Language) {
	r.ignoring = ignoring{}
	if language == Notebook || !bytes.Contains(r.src, []byte("kwic:")) {
		return // a notebook has them in its cells
	}
	if row := rowOf[language]; row.class == ClassSource {
		r.ignoreInCode(source.ByName(string(language)), 1, len(r.starts))
	} else {
		r.ignoreInText(row.remark, 1, len(r.starts))
	}
	r.ignoring.end(r.doc.Lines)
}

// ignoreInText reads the comments on some lines of a document, in which remark
// starts comments besides <!-- -->.
func (r *reader) ignoreInText(remark string, first, last int) {
	block := blockOfCode{remark: remark}
	for n := first; n <= last; n++ {
		line := r.lineText(n)
		if block.holds(line) {
			continue
		}
		if command, is := commandOf(line, false, remark); is {
			r.ignoring.obey(command, n)
		}
	}
}

// ignoreInCode reads the comments on some lines of program text: in a string, a
// heredoc or a template, what looks like a comment is none.
func (r *reader) ignoreInCode(g *source.Grammar, first, last int) {
	if g == nil || first > last {
		return
	}
	from := int(r.starts[first-1])
	to := len(r.src)
	if last < len(r.starts) {
		to = int(r.starts[last])
	}
	var comments []Lines
	file := r.scanner.Scan(g, r.src[from:to], first, true)
	for i := range file.Symbols {
		if k := &file.Symbols[i]; k.Kind == source.Comment {
			comments = append(comments, Lines{int(k.Line), int(max(k.Line, k.LastLine))})
		}
	}
	slices.SortFunc(comments, func(a, b Lines) int { return cmp.Compare(a.To, b.To) })
	for n := first; n <= last; n++ {
		if command, is := commandOf(r.lineText(n), true, ""); is && holdsLine(comments, n) {
			r.ignoring.obey(command, n)
		}
	}
}

// obey does what a comment on a line says. The lines come in order.
func (g *ignoring) obey(command string, line int) {
	switch {
	case command == "ignore" && g.open:
		g.odd = append(g.odd, Oddity{line, "\"ignore\" inside of what is ignored already"})
	case command == "ignore":
		g.open = true
		g.lines = append(g.lines, Lines{line, math.MaxInt})
	case command == "end" && g.open:
		g.open = false
		g.lines[len(g.lines)-1].To = line
	case command == "end":
		g.odd = append(g.odd, Oddity{line, "\"end\" without \"ignore\""})
	default:
		g.odd = append(g.odd, Oddity{line, "unknown command: write \"kwic: ignore\" or \"kwic: end\""})
	}
}

// end ends a stretch that is open at the last line of the text.
func (g *ignoring) end(last int) {
	if g.open {
		stretch := &g.lines[len(g.lines)-1]
		stretch.To = max(last, stretch.From)
	}
}

// holdsLine reports whether one of several stretches, ordered by their ends,
// holds a line.
func holdsLine(stretches []Lines, line int) bool {
	at, _ := slices.BinarySearchFunc(stretches, line, func(l Lines, line int) int { return cmp.Compare(l.To, line) })
	return at < len(stretches) && stretches[at].From <= line
}

// ignored reports whether a line gives no keywords. Readers need not ask: what
// they see on ignored lines is dropped in the end.
func (r *reader) ignored(line int) bool { return holdsLine(r.ignoring.lines, line) }

// dropIgnored forgets what was seen on ignored lines.
func (r *reader) dropIgnored() {
	if len(r.ignoring.lines) == 0 {
		return
	}
	kept := r.bag.seen[:0]
	for _, s := range r.bag.seen {
		switch {
		case !r.ignored(int(s.line)):
			kept = append(kept, s)
		case r.keepDropped:
			r.dropped = append(r.dropped, s)
		}
	}
	r.bag.seen = kept
	tags := r.bag.tags[:0]
	for _, t := range r.bag.tags {
		if !r.ignored(t.line) {
			tags = append(tags, t)
		}
	}
	r.bag.tags = tags
}

// blockOfCode follows the blocks of a document in which a comment is text: code
// between fences, listings of AsciiDoc, literal blocks of reStructuredText, and
// indented code, which a list's own indentation is not.
type blockOfCode struct {
	remark  string // of the format
	fence   byte   // the sign of the open fence, 0 for none
	length  int
	list    bool // the lines belong to a list
	literal int  // 1 + indentation of what a literal block belongs to, 0 for none
}

// holds moves on to the next line and reports whether it is code.
func (c *blockOfCode) holds(line []byte) bool {
	text := bytes.TrimLeft(line, " \t>")
	if c.fence != 0 {
		if len(text) >= c.length && text[0] == c.fence && len(bytes.TrimRight(text, string(c.fence)+" \t")) == 0 {
			c.fence = 0
		}
		return true
	}
	if n := c.opens(text); n > 0 {
		c.fence, c.length = text[0], n
		return true
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return false
	}
	indent := len(line) - len(bytes.TrimLeft(line, " \t"))
	if c.remark == rstRemark {
		return c.holdsLiteral(indent, text)
	}
	switch {
	case startsItem(text):
		c.list = true
	case indent == 0:
		c.list = false
	}
	return (line[0] == '\t' || indent > 3) && !c.list
}

// opens returns the length of the fence that a line opens, 0 for none.
func (c *blockOfCode) opens(text []byte) int {
	switch {
	case c.remark == "":
		return fenceOf(text)
	case c.remark == asciiDocRemark && len(text) > 3 && (text[0] == '-' || text[0] == '.') && len(bytes.Trim(text, string(text[0])+" ")) == 0:
		return len(bytes.TrimRight(text, " "))
	}
	return 0
}

// holdsLiteral is holds for a line of reStructuredText that is not empty.
func (c *blockOfCode) holdsLiteral(indent int, text []byte) bool {
	if c.literal > 0 && indent >= c.literal {
		return true
	}
	c.literal = 0
	if bytes.HasSuffix(bytes.TrimRight(text, " \t"), []byte("::")) || bytes.HasPrefix(text, []byte(".. code")) || bytes.HasPrefix(text, []byte(".. sourcecode::")) {
		c.literal = indent + 1
	}
	return false
}

// What starts the comments of formats that have some of their own.
const (
	rstRemark      = ".."
	asciiDocRemark = "//"
)

// startsItem reports whether text begins as an item of a list does.
func startsItem(text []byte) bool {
	digits := 0
	for digits < len(text) && digits < 10 && isDigit(text[digits]) {
		digits++
	}
	if digits > 0 {
		return len(text) > digits+1 && (text[digits] == '.' || text[digits] == ')') && text[digits+1] == ' '
	}
	return len(text) > 1 && (text[0] == '-' || text[0] == '*' || text[0] == '+') && (text[1] == ' ' || text[1] == '\t')
}

// Starts of comments in source files, and what may end one on its line.
var (
	remarkStarts = []string{"//", "#", "--", "/*", "*", ";", "%", "(*", "{-", "'", "<!--", "{/*"}
	remarkEnds   = []string{"*/}", "*/", "*)", "-}", "-->"}
)

// commandOf returns what a comment tells kwic that stands alone on its line.
// remark starts the comments of a document's format, besides <!-- -->.
func commandOf(line []byte, source bool, remark string) (command string, is bool) {
	text := strings.TrimSpace(string(line[:min(len(line), maxCommandLine)]))
	if !strings.Contains(text, "kwic:") {
		return "", false
	}
	starts := []string{"<!--", "{/*"}
	if source {
		starts = remarkStarts
	} else if remark != "" {
		starts = append(starts, remark)
	}
	for _, start := range starts {
		rest, is := strings.CutPrefix(text, start)
		if !is {
			continue
		}
		closed := false
		for _, end := range remarkEnds {
			if before, ends := strings.CutSuffix(rest, end); ends {
				rest, closed = before, true
				break
			}
		}
		if !closed && (start == "<!--" || start == "{/*") {
			return "", false // goes on below
		}
		if rest, is = strings.CutPrefix(strings.TrimSpace(rest), "kwic:"); is {
			command, _, _ = strings.Cut(strings.TrimSpace(rest), " ")
			return command, true
		}
	}
	return "", false
}

// maxCommandLine is the longest line that is looked at for a command, in bytes.
const maxCommandLine = 200
