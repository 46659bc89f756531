package extract

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// inlineKind says what an inline is.
type inlineKind uint8

const (
	inlineText    inlineKind = iota // text with escapes and entities
	inlineRaw                       // text without: a line of a code span
	inlineCode                      // a code span; its children are its lines
	inlineEmph                      // emphasis
	inlineStrong                    // strong emphasis
	inlineLink                      // a link; its children are its text
	inlineImage                     // an image; its children describe it
	inlineAddress                   // <https://example.org>, its label
	inlineMail                      // <a@example.org>, its label
	inlineTag                       // a tag of HTML
	inlineOther                     // what changes no text: ~~struck~~, the mark of a footnote, a check box
	inlineMark                      // a bracket or a delimiter that may yet become a part of another inline
)

// inline is a node of the text inside a block. Its siblings and children are
// indexes into inlineTree.nodes, 0 for none.
type inline struct {
	kind              inlineKind
	soft, hard        bool  // text that ends with a line end, one of either kind
	escapes           bool  // text that may have escapes or entities
	from, to          int32 // offsets in the text that goldmark parses; of a link where it starts
	prev, next, child int32
	value             int32 // index in inlineTree.values: where a link leads, a tag; 0 for none
}

// inlineTree holds the inlines of a document's blocks. One list of small nodes
// without pointers, used again for the next document, takes a tenth of the time
// that goldmark's nodes take to make and to walk.
type inlineTree struct {
	nodes  []inline // the first stands for none
	values [][]byte // the same
	own    inlineReader
}

// reset forgets all inlines.
func (t *inlineTree) reset() {
	clear(t.values)
	t.nodes, t.values = append(t.nodes[:0], inline{}), append(t.values[:0], nil)
}

// small reports whether the tree may be kept for other documents.
func (t *inlineTree) small() bool {
	return cap(t.nodes) <= keepNodes*2 && cap(t.values) <= keepNodes && cap(t.own.delimiters)+cap(t.own.brackets) <= keepNodes
}

// add adds a node to the tree, in no list yet.
func (t *inlineTree) add(n inline) int32 {
	t.nodes = append(t.nodes, n)
	return int32(len(t.nodes) - 1)
}

// keep notes a value and returns its index.
func (t *inlineTree) keep(value []byte) int32 {
	t.values = append(t.values, value)
	return int32(len(t.values) - 1)
}

// parse has goldmark parse src.
func (t *inlineTree) parse(p parser.Parser, src []byte) ast.Node {
	t.reset()
	t.own.reset(t, src)
	pc := parser.NewContext()
	pc.Set(inlineReaderKey, &t.own)
	return p.Parse(text.NewReader(src), parser.WithContext(pc))
}

// of returns the first inline inside a node of goldmark's, 0 for none.
func (t *inlineTree) of(parent ast.Node, src []byte) int32 {
	first, last := int32(0), int32(0)
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		n := int32(0)
		if read, is := c.(*readInlines); is {
			n = read.first
		} else {
			n = t.convert(c, src)
		}
		if n == 0 {
			continue
		}
		if last == 0 {
			first = n
		} else {
			t.nodes[last].next, t.nodes[n].prev = n, last
		}
		for last = n; t.nodes[last].next > 0; {
			last = t.nodes[last].next
		}
	}
	return first
}

// convert makes an inline of one of goldmark's.
func (t *inlineTree) convert(c ast.Node, src []byte) int32 {
	at := int32(max(c.Pos(), 0))
	switch c := c.(type) {
	case *ast.Text:
		n := inline{kind: inlineText, from: int32(c.Segment.Start), to: int32(c.Segment.Stop), escapes: true, soft: c.SoftLineBreak(), hard: c.HardLineBreak()}
		if c.IsRaw() {
			n.kind = inlineRaw
		}
		return t.add(n)
	case *ast.AutoLink:
		// The label is a part of src, so that its place tells where it stands.
		label := c.Label(src)
		from := at + 1
		n := inline{kind: inlineAddress, from: from, to: from + int32(len(label))}
		if c.AutoLinkType == ast.AutoLinkEmail {
			n.kind = inlineMail
		}
		return t.add(n)
	case *ast.RawHTML:
		return t.add(inline{kind: inlineTag, from: at, value: t.keep(c.Segments.Value(src))})
	}
	n := inline{kind: inlineOther, from: at}
	switch c := c.(type) {
	case *ast.CodeSpan:
		n.kind = inlineCode
	case *ast.Emphasis:
		if n.kind = inlineStrong; c.Level == 1 {
			n.kind = inlineEmph
		}
	case *ast.Link:
		n.kind, n.value = inlineLink, t.keep(c.Destination)
	case *ast.Image:
		n.kind, n.value = inlineImage, t.keep(c.Destination)
	}
	i := t.add(n)
	child := t.of(c, src)
	t.nodes[i].child = child
	return i
}
