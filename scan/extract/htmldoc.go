package extract

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlDocument is a page that is being read. Tags come from the tokenizer of
// golang.org/x/net/html, which is linear; its parser is not, and refuses pages
// that nest deeply, so that the elements that are open are kept here.
type htmlDocument struct {
	r      *reader
	z      *html.Tokenizer
	at     int            // where in r.src the token ends
	tag    atom.Atom      // of the last token but for text, 0 where it is no start tag
	behind html.TokenType // what the last token was, which may have been cut where the next one says so
	stack  []htmlElement
	counts map[atom.Atom]int // open elements by tag
	deeper int               // open elements that the stack has no room for

	mainOnly bool // text outside of the main part is left out
	sawMain  bool
	main     int  // main parts that are open
	xml      bool // XHTML: an empty element may be a tag that ends in />

	from    int // where the block's text starts in the arena
	heading htmlHeading
	anchor  string // the id that stands directly before what comes next
	section string // the id of the <section> that starts directly before it
	link    int    // the open link, -1 for none
	linkAt  int    // where its text starts in the arena
	ownLink bool   // it leads into the page itself

	pre   int     // stack index of the block of code that is open, -1 for none
	code  []byte  // its text
	lines []int32 // the line in the file of each of its lines

	group  string // the heading above members of Doxygen's, which is of their level
	object htmlObject
	title  []byte // of the page
	row    int    // its line
	named  bool   // a heading of level 1 was read
	front  front
}

// htmlHeading is the heading that is open.
type htmlHeading struct {
	level  int // 0 for none
	line   int
	depth  int // stack index of its element
	id     string
	titles bool // it is the page's title, whatever its level
	member bool // it is a member's, of Doxygen
}

// readHTML reads a page of HTML or XHTML. Where it marks its main content, the
// rest is left out.
func (r *reader) readHTML() {
	h := newHTMLDocument(r)
	h.mainOnly = marksMain(r.src)
	h.read()
	if h.mainOnly && !h.sawMain { // it stood in a comment or a script
		r.doc.Reading = Full
		h = newHTMLDocument(r)
		h.read()
	}
	r.closeSections()
	if title := oneLine(string(h.title)); title != "" && !h.named {
		r.doc.Title = title
	}
	r.chooseTitle()
	title := plainWords(oneLine(string(h.title)))
	h.front.tags = slices.DeleteFunc(h.front.tags, func(tag frontValue) bool { return plainWords(tag.text) == title }) // Texinfo's
	r.frontWords(h.front)
	if r.doc.Title != "" && !h.named { // the page's head names it
		r.titleRow = max(h.row, 1)
		from := r.startText()
		r.arena = append(r.arena, r.doc.Title...)
		r.pieces = append(r.pieces, piece{at: from, line: r.titleRow, mark: markTitle})
		r.prose(from, markTitle)
	}
}

func newHTMLDocument(r *reader) *htmlDocument {
	h := &htmlDocument{r: r, counts: map[atom.Atom]int{}, link: -1, pre: -1}
	h.tokenize()
	h.stack = append(h.stack, htmlElement{})
	h.from = r.startText()
	return h
}

// maxHTMLToken is where a tag, a comment or a text is cut, in bytes: the tokenizer
// holds of a tag several times its size.
const maxHTMLToken = 1 << 20

// tokenize begins to read tokens at h.at.
func (h *htmlDocument) tokenize() {
	h.z = html.NewTokenizer(bytes.NewReader(h.r.src[h.at:]))
	h.z.SetMaxBuf(maxHTMLToken)
}

// restart goes on behind a token that was cut: a tag, of which nothing was told,
// or what h.behind says, whose beginning was. Of text nothing is lost, and of a
// script or a style sheet nothing that is looked at.
func (h *htmlDocument) restart(inTag bool) {
	rest := h.r.src[h.at:]
	skip := func(end string) {
		if i := bytes.Index(rest, []byte(end)); i >= 0 {
			h.at += i + len(end)
		} else {
			h.at = len(h.r.src)
		}
	}
	switch {
	case inTag:
		h.r.doc.Reading = Simple
		skip(">")
	case h.behind == html.TextToken && rawText[h.tag]:
		h.at += endOfRawText(rest, h.tag.String())
	case h.behind == html.CommentToken:
		skip("-->")
	case h.behind != html.TextToken:
		skip(">")
	}
	h.tokenize()
}

// rawText are the elements that hold no tags. The tokenizer knows them by their
// start tags, which it has forgotten after a restart.
var rawText = map[atom.Atom]bool{
	atom.Iframe: true, atom.Noembed: true, atom.Noframes: true, atom.Noscript: true, atom.Plaintext: true, atom.Script: true, atom.Style: true,
	atom.Textarea: true, atom.Title: true, atom.Xmp: true,
}

// endOfRawText returns where the end tag of an element starts, the text's length
// where there is none.
func endOfRawText(text []byte, tag string) int {
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte("</"))
		if i < 0 {
			return len(text)
		}
		at += i
		if name := text[at+2:]; len(name) >= len(tag) && bytes.EqualFold(name[:len(tag)], []byte(tag)) {
			return at
		}
		at += 2
	}
}

// marksMain reports whether a page says which part of it is the main one.
func marksMain(src []byte) bool {
	for at := 0; ; {
		i := bytes.IndexByte(src[at:], '<')
		if i < 0 {
			return bytes.Contains(src, []byte(`role="main"`))
		}
		at += i + 1
		if rest := src[at:min(at+5, len(src))]; len(rest) == 5 && bytes.EqualFold(rest[:4], []byte("main")) && (rest[4] == '>' || isSpace(rest[4])) {
			return true
		}
	}
}

// read reads the whole page.
func (h *htmlDocument) read() {
	for {
		token := h.z.Next()
		from := h.at
		h.at += len(h.z.Raw())
		if token != html.ErrorToken {
			h.behind = token
		}
		if token != html.TextToken && token != html.ErrorToken {
			h.tag = 0
		}
		switch token {
		case html.ErrorToken:
			if h.z.Err() == html.ErrBufferExceeded {
				h.restart(h.at > from)
				continue
			}
			h.flush()
			h.closeFrom(1)
			return
		case html.TextToken:
			h.text(from, h.at)
		case html.DoctypeToken:
			h.xml = h.xml || bytes.Contains(h.z.Raw(), []byte("XHTML"))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := h.z.TagName()
			tag := atom.Lookup(name)
			var a htmlAttributes
			if more {
				a.read(h.z)
			}
			h.tag = tag
			h.startTag(tag, &a, from, token == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := h.z.TagName()
			h.endTag(atom.Lookup(name))
		}
	}
}

// startTag reads a start tag at an offset of the file. empty says that it ends
// in a slash.
func (h *htmlDocument) startTag(tag atom.Atom, a *htmlAttributes, at int, empty bool) {
	if empty && h.xml {
		h.z.NextIsNotRawText()
	}
	h.implied(tag)
	if h.r.noteAnchor(string(a.id)); tag == atom.A {
		h.r.noteAnchor(string(a.name))
	}
	outer := h.top()
	e := htmlElement{tag: tag, part: max(outer.part, partOf(tag, a)), mark: outer.mark | inlineMarks[tag], info: outer.info}
	if e.main = (tag == atom.Main || string(a.role) == "main") && e.part != partHidden && !empty; e.main {
		h.flush()
		h.sawMain = true
		h.main++
	}
	if tag == atom.Title && h.counts[atom.Svg] == 0 && h.title == nil {
		h.title, h.row = []byte{}, h.r.lineAt(at)
	}
	if tag == atom.Meta {
		h.meta(a, h.r.lineAt(at))
	}
	if h.counts[atom.Header] > 0 || tag == atom.Header {
		e.part = h.inHeader(tag, e.part)
	}
	if blockElements[tag] {
		h.flush()
	}
	if e.part != partHidden && h.reads() {
		h.shown(&e, a, at)
	} else if e.part == partHidden && tag == atom.A && (h.heading.level > 0 || h.object.open) {
		h.selfLink(a)
	}
	if !voidElements[tag] && !empty && tag != 0 {
		h.open(e)
	}
}

// reads reports whether what stands here is part of what is read at all.
func (h *htmlDocument) reads() bool { return !h.mainOnly || h.main > 0 }

// inHeader says what an element inside a <header> is: of a page's own header
// only headings are read, of a header within the text everything.
func (h *htmlDocument) inHeader(tag atom.Atom, part htmlPart) htmlPart {
	if h.counts[atom.Main]+h.counts[atom.Article]+h.counts[atom.Section] > 0 {
		return part
	}
	switch {
	case tag == atom.Header:
		return max(part, partHidden)
	case headingLevel(tag) > 0 && h.counts[atom.Nav] == 0:
		return partText
	}
	return part
}

// headingLevel returns the level of a heading's tag, 0 for other tags.
func headingLevel(tag atom.Atom) int {
	return slices.Index([]atom.Atom{0, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}, tag) * min(int(tag), 1)
}

// shown reads the start of an element whose text is shown.
func (h *htmlDocument) shown(e *htmlElement, a *htmlAttributes, at int) {
	r := h.r
	if id := a.id; len(id) > 0 {
		h.anchor = string(id)
		if e.tag == atom.Section || string(a.class) == "section" {
			h.section = h.anchor
		}
	} else if e.tag == atom.A && len(a.name) > 0 {
		h.anchor = string(a.name)
	}
	if info := htmlInfo(e.tag, a.class); info != nil {
		if e.info = bytes.Clone(info); h.pre >= 0 {
			h.stack[h.pre].info = e.info // <pre><code class="language-x">
		}
	}
	switch e.tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		h.startHeading(headingLevel(e.tag), a, at)
		e.mark = markHeading
	case atom.Div:
		h.division(e, a, at)
	case atom.A:
		h.startLink(e, a, at)
	case atom.Img:
		h.image(e, a, at)
	case atom.Br, atom.Hr:
		h.space('\n', at)
	case atom.Pre, atom.Listing, atom.Xmp:
		h.startCode(e)
	case atom.Code, atom.Kbd, atom.Samp, atom.Tt:
		h.partCode(e.mark, at)
	case atom.Ul, atom.Ol:
		e.seen, e.own, e.other = len(r.bag.seen), 0, false
	case atom.Dl:
		e.section = r.current
		e.kind, e.object = objectOf(a.class)
		e.labels = !e.object && labelsOf(a.class)
	case atom.Dt:
		list := h.inner(atom.Dl)
		if list != nil && list.labels {
			e.part = partContents // names of what follows, not of what is defined
		} else if list != nil && (list.object || bytes.Contains(a.class, []byte("sig-object"))) {
			if !list.object {
				list.object, list.kind = true, Identifier // of a type that is not known
			}
			h.startObject(list, a, at)
		}
	case atom.Span:
		h.signature(a)
	case atom.Table:
		e.mark &^= markCell
	case atom.Thead:
		e.head = true
	case atom.Tr:
		if table := h.inner(atom.Table); table != nil {
			table.rows++
		}
	case atom.Td, atom.Th:
		h.cell(e, a)
	}
}

// cell marks the cell that names its table's row: the first one, unless it
// stands in the row that heads the table.
func (h *htmlDocument) cell(e *htmlElement, a *htmlAttributes) {
	row := h.inner(atom.Tr, atom.Table)
	if row == nil || row.tag != atom.Tr {
		return
	}
	row.cells++
	table := h.inner(atom.Table)
	head := h.inner(atom.Thead, atom.Table)
	first := row.cells == 1 && table != nil && !head.head && !bytes.Contains(a.class, []byte("memItem"))
	if first && e.tag == atom.Th {
		first = table.rows > 1 || string(a.scope) == "row"
	}
	if first {
		e.mark |= markCell
	}
}

// endTag reads an end tag.
func (h *htmlDocument) endTag(tag atom.Atom) {
	if tag == 0 {
		return
	}
	if blockElements[tag] {
		h.flush()
	}
	h.close(tag)
}

// ended finishes an element that is taken off the stack.
func (h *htmlDocument) ended(e *htmlElement) {
	r := h.r
	if blockElements[e.tag] {
		h.flush()
	}
	if h.heading.level > 0 && h.heading.depth == len(h.stack)-1 { // it had no text
		h.anchor = h.heading.id
		h.heading = htmlHeading{}
	}
	if h.object.at == len(h.stack)-1 {
		h.object.at = -1
	}
	if e.main {
		h.flush()
		h.main--
	}
	switch e.tag {
	case atom.A:
		h.endLink()
	case atom.Pre, atom.Listing, atom.Xmp, atom.Div:
		if h.pre == len(h.stack)-1 {
			h.endCode(e.info)
		}
	case atom.Ul, atom.Ol:
		// A list of nothing but links into the page is its table of contents.
		if e.own > 1 && !e.other && e.part == partText && len(h.stack) > 1 {
			r.bag.seen = r.bag.seen[:e.seen]
		}
		if outer := h.outerList(); outer != nil && e.part == partText {
			outer.own += e.own
			outer.other = outer.other || e.other
		}
	case atom.Dt:
		if h.object.open {
			h.endObject()
		}
	case atom.Dl:
		if e.object {
			r.closeTo(e.section, r.lineAt(h.at-1))
		}
	}
}

// outerList returns the list around the list that ends.
func (h *htmlDocument) outerList() *htmlElement {
	for i := len(h.stack) - 2; i >= 0; i-- {
		if t := h.stack[i].tag; t == atom.Ul || t == atom.Ol {
			return &h.stack[i]
		}
	}
	return nil
}

// meta reads what a page says of itself in its head.
func (h *htmlDocument) meta(a *htmlAttributes, line int) {
	name := a.name
	if len(name) == 0 {
		name = a.property
	}
	line-- // fields count from the line behind a fence
	field := frontField{name: strings.ToLower(string(name)), values: []frontValue{{string(a.content), line}}}
	switch field.name {
	case "article:tag", "dc.subject", "dcterms.subject":
		field.name, field.list = "tags", true
	case "keywords":
		field.list, field.values = true, nil
		for keyword := range strings.SplitSeq(string(a.content), ",") {
			field.values = append(field.values, frontValue{keyword, line})
		}
	case "description":
	default:
		if !h.r.wanted(field.name) || field.name == "title" {
			return
		}
	}
	if len(a.content) > 0 {
		h.r.frontField(&h.front, field)
	}
}
