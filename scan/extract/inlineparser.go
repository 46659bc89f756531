package extract

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// inlineParser reads the text inside of blocks in place of goldmark's own
// inline parsers: it comes before all of them, and where one of them would be
// asked for the first time in a block, mostly at its first letter, it reads the
// block at one go. What it reads becomes what goldmark would have made of it, but
// for where text is split and for white space at line ends: TestInlines and
// FuzzInlines compare the two. Blocks with a construct that is rare or that
// goldmark has a way of its own with are left to goldmark.
//
// It takes a fifth of the time: goldmark makes a node of 170 bytes for each
// stretch of text and looks at its reader again for each mark.
type inlineParser struct{}

// inlineReaderKey is where a parse has its inlineReader. A parse without one
// is left to goldmark.
var inlineReaderKey = parser.NewContextKey()

// readInlines stands for all that inlineParser made of a block.
type readInlines struct {
	ast.BaseInline
	first int32 // in the inlineTree
}

var kindReadInlines = ast.NewNodeKind("ReadInlines")

// Kind implements ast.Node.
func (n *readInlines) Kind() ast.NodeKind { return kindReadInlines }

// Dump implements ast.Node.
func (n *readInlines) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// Trigger implements parser.InlineParser: these are the triggers of all others,
// and the one that goldmark has for spaces and for letters that begin a block.
func (inlineParser) Trigger() []byte { return []byte(" `![]<*_~") }

// Parse implements parser.InlineParser.
func (inlineParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p, _ := pc.Get(inlineReaderKey).(*inlineReader)
	if p == nil || p.refused == parent {
		return nil
	}
	first, ok := p.read(parent, block, pc)
	if !ok {
		p.refused = parent
		return nil
	}
	// What goldmark made of the text before the first mark is in the tree too.
	parent.RemoveChildren(parent)
	block.SetPosition(parent.Lines().Len(), text.NewSegment(0, 0))
	return p.made(first)
}

// inlineReader reads the inlines of one block after the other.
type inlineReader struct {
	tree    *inlineTree
	src     []byte
	refused ast.Node      // the block that is left to goldmark
	spare   []readInlines // what made hands out

	block       text.Reader
	pc          parser.Context
	references  references
	lines       *text.Segments
	line        int  // that is being read
	base        int  // behind the last inline of the line that is no text
	start       int  // behind the last inline of the line
	stop        int  // where the line ends
	escapes     bool // the text since start may have escapes or entities
	first, last int32
	task        bool // the block may start with a check box

	brackets   []openBracket
	lastLink   int // where the last link of the block starts, -1 for none
	delimiters []delimiter
	firstOpen  int32 // in delimiters, 0 for none
	lastOpen   int32
}

// references says whether the document defines where references lead.
type references uint8

const (
	referencesUnknown references = iota
	referencesNone
	referencesSome
)

func (p *inlineReader) reset(t *inlineTree, src []byte) {
	p.tree, p.src = t, src
	p.refused, p.block, p.pc, p.lines = nil, nil, nil, nil
	p.references, p.spare = referencesUnknown, nil
}

// made returns a node for what was read of a block. Nodes are made some at a
// time, for each document its own: goldmark's tree holds them.
func (p *inlineReader) made(first int32) *readInlines {
	if len(p.spare) == 0 {
		p.spare = make([]readInlines, 16)
	}
	n := &p.spare[0]
	n.first, p.spare = first, p.spare[1:]
	return n
}

// read reads the lines of a block. It is false where goldmark has to.
func (p *inlineReader) read(parent ast.Node, block text.Reader, pc parser.Context) (first int32, ok bool) {
	p.block, p.pc, p.lines = block, pc, parent.Lines()
	p.first, p.last = 0, 0
	p.brackets, p.lastLink = p.brackets[:0], -1
	p.delimiters, p.firstOpen, p.lastOpen = append(p.delimiters[:0], delimiter{}), 0, 0
	item := parent.Parent()
	p.task = item != nil && item.Kind() == ast.KindListItem && item.FirstChild() == parent
	if parent.Kind() == extast.KindTableCell && p.hasPipes() {
		return 0, false
	}
	nodes, values := len(p.tree.nodes), len(p.tree.values)
	for p.line = 0; p.line < p.lines.Len(); p.line++ {
		if !p.startLine() || !p.readLine() {
			p.tree.nodes, p.tree.values = p.tree.nodes[:nodes], p.tree.values[:values]
			return 0, false
		}
	}
	p.pair(0)
	for _, b := range p.brackets {
		p.tree.nodes[b.node].kind = inlineText
	}
	return p.first, true
}

// hasPipes reports whether a cell holds an escaped |, which is none in a code
// span: goldmark sees to that when it has read all blocks.
func (p *inlineReader) hasPipes() bool {
	return p.lines.Len() > 0 && bytes.Contains(p.src[p.lines.At(0).Start:p.lines.At(0).Stop], []byte(`\|`))
}

// startLine begins p.line.
func (p *inlineReader) startLine() bool {
	s := p.lines.At(p.line)
	p.base, p.start, p.stop, p.escapes = s.Start, s.Start, s.Stop, false
	return p.isStretch(p.line)
}

// isStretch reports whether a line is a stretch of the file and nothing else,
// with a line end, which the last one may lack.
func (p *inlineReader) isStretch(line int) bool {
	s := p.lines.At(line)
	return s.Padding == 0 && !s.ForceNewline && s.Start < s.Stop && (line+1 == p.lines.Len() || p.src[s.Stop-1] == '\n')
}

// inlineBytes are the bytes that are not just text.
var inlineBytes = func() (table [256]bool) {
	for _, c := range []byte("`![]<*_~\\&\n\r") {
		table[c] = true
	}
	return table
}()

// readLine reads from p.base to the end of the line, or of the line on which
// something ends that starts here.
func (p *inlineReader) readLine() bool {
	for i := p.base; ; {
		for line := p.src[:p.stop]; i < len(line) && !inlineBytes[line[i]]; {
			i++
		}
		if i >= p.stop { // the block's end
			if p.base < p.stop {
				p.endText(p.stop, inline{})
			}
			return true
		}
		switch c := p.src[i]; c {
		case '\r':
			return false
		case '\n':
			if i-p.base >= 2 && p.src[i-1] == ' ' && p.src[i-2] == ' ' {
				p.endText(i-2, inline{hard: true})
			} else {
				p.endText(i, inline{soft: true})
			}
			return i+1 == p.stop
		case '\\':
			if i+1 < p.stop && p.src[i+1] == '\n' {
				// Two escapes in a row before it make it a character to goldmark,
				// which escapes the first of the next line.
				if i > p.base && p.src[i-1] == '\\' {
					return false
				}
				p.append(inline{kind: inlineText, from: int32(p.start), to: int32(i), hard: true, escapes: p.escapes})
				return i+2 == p.stop
			}
			if i+3 < p.stop && string(p.src[i+1:i+4]) == "  \n" {
				return false
			}
			p.escapes = true
			i += 2
			continue
		case '&':
			p.escapes = true
			i++
			continue
		default:
			if i > p.base {
				p.appendText(p.start, i)
				p.start = i
			}
			next, ok := p.mark(i, c)
			if !ok {
				return false
			}
			if next == i {
				i++
				continue
			}
			p.base, p.start, i = next, next, next
		}
	}
}

// mark reads what a mark at i starts or ends, and returns where that ends: at i
// where the mark is text. It is false where goldmark has to read the block.
func (p *inlineReader) mark(i int, c byte) (next int, ok bool) {
	line := p.src[i:p.stop]
	after := func(n int) byte {
		if n < len(line) {
			return line[n]
		}
		return 0
	}
	switch c {
	case '`':
		return p.codeSpan(i)
	case '<':
		return p.angle(i)
	case '!':
		if after(2) == '^' {
			return 0, false // it may be a footnote's mark, whatever stands between
		}
		if after(1) == '[' {
			return p.openBracket(i, i+2), true
		}
		return i, true
	case '[':
		if after(1) == '^' || p.task && p.line == 0 && i == p.lines.At(0).Start && after(2) == ']' {
			return 0, false
		}
		return p.openBracket(i, i+1), true
	case ']':
		return p.closeBracket(i)
	}
	return p.delimiter(i), true
}

// append adds an inline behind the others.
func (p *inlineReader) append(n inline) int32 {
	n.prev = p.last
	i := p.tree.add(n)
	if p.last > 0 {
		p.tree.nodes[p.last].next = i
	} else {
		p.first = i
	}
	p.last = i
	return i
}

// appendText adds text, as a part of the text before it if that ends there.
func (p *inlineReader) appendText(from, to int) {
	escapes := p.escapes
	p.escapes = false
	if last := &p.tree.nodes[p.last]; p.last > 0 && last.kind == inlineText && last.to == int32(from) && !last.soft {
		last.to, last.escapes = int32(to), last.escapes || escapes
		return
	}
	p.append(inline{kind: inlineText, from: int32(from), to: int32(to), escapes: escapes})
}

// endText adds the text at the end of a line, without the white space there.
func (p *inlineReader) endText(to int, n inline) {
	for to > p.start && isSpace(p.src[to-1]) {
		to--
	}
	n.kind, n.from, n.to, n.escapes = inlineText, int32(p.start), int32(max(to, p.start)), p.escapes
	p.append(n)
}

// codeSpan reads the code span that backticks at i open, if as many close it.
func (p *inlineReader) codeSpan(i int) (next int, ok bool) {
	from := i
	for from < p.stop && p.src[from] == '`' {
		from++
	}
	ticks := from - i
	line, stop, at := p.line, p.stop, from
	for {
		end := closingTicks(p.src[at:stop], ticks)
		if end >= 0 {
			end += at
			p.addCode(i, from, line, end)
			if line == p.line {
				return end + ticks, true
			}
			p.line, p.stop = line, stop
			return end + ticks, true
		}
		if line++; line == p.lines.Len() {
			p.append(inline{kind: inlineText, from: int32(i), to: int32(from)})
			return from, true
		}
		if !p.isStretch(line) {
			return 0, false
		}
		at, stop = p.lines.At(line).Start, p.lines.At(line).Stop
	}
}

// closingTicks returns where the first run of exactly n backticks starts, -1
// for none.
func closingTicks(line []byte, n int) int {
	for i := 0; ; {
		k := bytes.IndexByte(line[i:], '`')
		if k < 0 {
			return -1
		}
		start := i + k
		for i = start; i < len(line) && line[i] == '`'; i++ {
		}
		if i-start == n {
			return start
		}
	}
}

// addCode adds the code span between the backticks at i and those at end, which
// is on the given line; its text starts at from.
func (p *inlineReader) addCode(i, from, line, end int) {
	code := p.append(inline{kind: inlineCode, from: int32(i)})
	nodes := &p.tree.nodes
	last := int32(0)
	add := func(from, to int) {
		n := p.tree.add(inline{kind: inlineRaw, from: int32(from), to: int32(to), prev: last})
		if last > 0 {
			(*nodes)[last].next = n
		} else {
			(*nodes)[code].child = n
		}
		last = n
	}
	blank := true
	for l := p.line; l <= line; l++ {
		to := end
		if l < line {
			to = p.lines.At(l).Stop
		}
		if l > p.line {
			from = p.lines.At(l).Start
		}
		blank = blank && util.IsBlank(p.src[from:to])
		if l < line || from < to {
			add(from, to)
		}
	}
	if blank {
		return
	}
	// One space at either end is for backticks that the code starts or ends with.
	head, tail := &(*nodes)[(*nodes)[code].child], &(*nodes)[last]
	if opens, closes := p.src[head.from], p.src[tail.to-1]; head.from < head.to && (opens == ' ' || opens == '\n') && (closes == ' ' || closes == '\n') {
		head.from++
		tail.to--
	}
}

// angle reads the tag or the address that starts at i.
func (p *inlineReader) angle(i int) (next int, ok bool) {
	line := p.src[i:p.stop]
	end, whole := rawTag(line)
	switch {
	case whole && end > 0:
		if !utf8.Valid(line[:end]) {
			return 0, false
		}
		p.append(inline{kind: inlineTag, from: int32(i), value: p.tree.keep(line[:end:end])})
		return i + end, true
	case !whole && len(line) > 1 && (isLetter(line[1]) || line[1] == '/' || line[1] == '!' || line[1] == '?'):
		return 0, false // a comment, or a tag that goes on in the next line
	}
	n := inline{kind: inlineMail}
	size := util.FindEmailIndex(line[1:])
	if size < 0 {
		n.kind, size = inlineAddress, util.FindURLIndex(line[1:])
	}
	if size < 0 || size+1 >= len(line) || line[size+1] != '>' {
		return i, true
	}
	n.from, n.to = int32(i+1), int32(i+1+size)
	p.append(n)
	return i + size + 2, true
}
