package extract

import (
	"bytes"
	"cmp"
	"html"
	"strings"

	"golang.org/x/net/html/atom"
)

// Blocks are cut at these sizes, which no paragraph has: what a page leaves
// open must not cost memory to its end.
const (
	maxHTMLBlock  = 1 << 16 // bytes of text
	maxHTMLPieces = 1 << 12 // stretches set alike
	maxHTMLCell   = 200     // bytes of a first cell that names its row
)

// text reads the text between two offsets of the file.
func (h *htmlDocument) text(from, to int) {
	r, e := h.r, h.top()
	if e.tag == atom.Title && h.title != nil && len(h.title) == 0 {
		h.title = appendEntities(h.title, r.src[from:to])
		return
	}
	if e.part == partHidden || !h.reads() {
		return
	}
	if h.pre >= 0 {
		h.codeText(from, to)
		return
	}
	blank := len(bytes.TrimSpace(r.src[from:to])) == 0
	if blank {
		h.space(' ', from)
		return
	}
	h.anchorPassed()
	if h.object.open {
		h.objectText(from, to)
	}
	if !h.ownLink && h.counts[atom.Ul]+h.counts[atom.Ol] > 0 { // text beside links into the page
		h.inner(atom.Ul, atom.Ol).other = true
	}
	for from < to {
		end := to
		if i := bytes.IndexByte(r.src[from:to], '\n'); i >= 0 {
			end = from + i + 1
		}
		h.line(from, end)
		from = end
		if len(r.arena)-h.from > maxHTMLBlock || len(r.pieces) > maxHTMLPieces {
			h.cut()
		}
	}
}

// line adds a stretch of one line of the file, its entities resolved and what
// a template engine would replace left out.
func (h *htmlDocument) line(from, to int) {
	r := h.r
	m := h.top().mark
	for from < to {
		open, end := templateTag(r.src[from:to])
		if open > 0 {
			r.pieces = append(r.pieces, piece{at: len(r.arena), src: from, mark: m})
			r.arena = appendEntities(r.arena, r.src[from:from+open])
		}
		if end > open {
			r.pieces = append(r.pieces, piece{at: len(r.arena), src: from + open, mark: m | markSkip})
			r.arena = append(r.arena, ' ')
		}
		from += end
	}
}

// templateTag returns where the first {{ … }}, {% … %} or <% … %> of a line
// starts and ends; both are the line's end if it has none.
func templateTag(line []byte) (open, end int) {
	for at := 0; at < len(line); {
		i := bytes.IndexAny(line[at:], "{<")
		if i < 0 || at+i+1 >= len(line) {
			break
		}
		at += i
		closing := ""
		switch string(line[at : at+2]) {
		case "{{":
			closing = "}}"
		case "{%":
			closing = "%}"
		case "<%":
			closing = "%>"
		default:
			at++
			continue
		}
		n := bytes.Index(line[at:], []byte(closing))
		if n < 0 {
			return len(line), len(line) // nor does another one of its kind close
		}
		return at, at + n + len(closing)
	}
	return len(line), len(line)
}

// appendEntities appends text with its entities resolved. Soft hyphens and
// spaces without width, which are no part of a word, are left out, hard spaces
// are spaces.
func appendEntities(dst, text []byte) []byte {
	if bytes.IndexByte(text, '&') < 0 && !bytes.Contains(text, []byte("\u200b")) {
		return append(dst, text...)
	}
	return append(dst, entitySpaces.Replace(html.UnescapeString(string(text)))...)
}

var entitySpaces = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u2060", "", "\u00a0", " ")

// space adds white space that stands between elements.
func (h *htmlDocument) space(c byte, at int) {
	r := h.r
	if h.pre >= 0 {
		h.codeSpace(c, at)
		return
	}
	if h.object.open {
		h.object.space()
	}
	if len(r.pieces) == 0 || h.top().part == partHidden {
		return
	}
	r.pieces = append(r.pieces, piece{at: len(r.arena), src: at, mark: h.top().mark &^ markCode})
	r.arena = append(r.arena, c)
}

// partCode parts a code span from one directly before it.
func (h *htmlDocument) partCode(m mark, at int) {
	r := h.r
	if n := len(r.pieces); n > 0 && r.pieces[n-1].mark == m && h.pre < 0 {
		r.pieces = append(r.pieces, piece{at: len(r.arena), src: at, mark: m &^ markCode})
		r.arena = append(r.arena, ' ')
	}
}

// anchorPassed forgets the anchor that stands before text: it is no anchor of
// what comes later. Inside a heading it is the heading's.
func (h *htmlDocument) anchorPassed() {
	if h.heading.level > 0 && h.heading.id == "" {
		h.heading.id = h.anchor
	}
	h.anchor, h.section = "", ""
}

// cut reads the words of a block that goes on.
func (h *htmlDocument) cut() {
	heading, link := h.heading, h.link
	h.flush()
	if heading.level == 0 {
		h.link, h.linkAt = link, len(h.r.arena)
	}
}

// flush ends the block: a heading, or text.
func (h *htmlDocument) flush() {
	r := h.r
	if h.pre >= 0 {
		return
	}
	if h.link >= 0 {
		h.linkText()
	}
	e := h.top()
	switch {
	case len(bytes.TrimSpace(r.arena[h.from:])) == 0, h.object.open, e.part == partContents:
	case h.heading.level > 0:
		h.endHeading()
	default:
		h.prose(e)
	}
	h.from = r.startText()
	if h.link >= 0 {
		h.linkAt = h.from
	}
}

// prose reads the words of a block of text that stands in an element.
func (h *htmlDocument) prose(e *htmlElement) {
	r := h.r
	m := mark(0)
	switch text := r.arena[h.from:]; {
	case e.mark&markDefined != 0 && e.tag == atom.Dt && h.label(text):
		return
	case e.mark&markCell != 0 && len(text) > maxHTMLCell:
		for i := range r.pieces { // a table that lays out the page
			r.pieces[i].mark &^= markCell
		}
	case e.mark&(markCell|markDefined) == 0 && r.fresh:
		r.fresh = false
		m = markFirst
	}
	r.prose(h.from, m)
}

// label reports whether a term of a definition list is none, but says what
// part of a description follows: "Parameters:", "Returns".
func (h *htmlDocument) label(text []byte) bool {
	title := oneLine(string(text))
	return len(title) < 40 && (h.r.x.words.heading(title) != headingOwn || htmlLabels[plainHeading(title)])
}

// startHeading notes a heading, whose text comes.
func (h *htmlDocument) startHeading(level int, a *htmlAttributes, at int) {
	h.heading = htmlHeading{
		level: level, line: h.r.lineAt(at), depth: len(h.stack), id: string(a.id), titles: string(a.class) == "title",
		member: bytes.Contains(a.class, []byte("memtitle")),
	}
	if h.heading.id == "" {
		h.heading.id = cmp.Or(h.section, h.anchor)
	}
	h.anchor, h.section = "", ""
}

// endHeading starts the section of the heading that has been read.
func (h *htmlDocument) endHeading() {
	r, head := h.r, h.heading
	h.heading = htmlHeading{}
	_, title := r.headingText(h.from)
	if r.sectionsFull() {
		r.prose(h.from, markStrong)
		return
	}
	h.named = h.named || head.level == 1 || head.titles
	section := r.openSection(head.level, head.line, title, head.id)
	parent := r.doc.Sections[section].Parent
	above := r.doc.Sections[parent].Title
	if head.member {
		above = h.group
	} else {
		h.group = title
	}
	switch o := &r.outline[section]; {
	case inheritedHeading(title):
		o.home, o.reference = r.outline[parent].home, true
	case o.home == section:
		if name, kind, is := memberOf(above, title); is {
			r.ctx.first, r.ctx.kinds, r.ctx.parens = false, false, 0
			r.sightName(name, int32(head.line), markHeading|markCode, kind, true)
			return
		}
		r.prose(h.from, markHeading)
		if name := typeNamed(title); head.titles && name != "" {
			r.sightName([]byte(name), int32(head.line), markHeading|markCode, Class, true)
		}
	}
}

// typeNamed returns the type that a title of Javadoc's or Doxygen's names:
// "Class Gear<T>", "Gear Class Reference"; "" for none.
func typeNamed(title string) string {
	words := strings.Fields(title)
	if len(words) < 2 || len(words) > 4 || len(title) > maxName {
		return ""
	}
	name := words[len(words)-1]
	first := words[0]
	if words[len(words)-1] == "Reference" && len(words) > 2 {
		name, first = words[0], words[1]
	}
	if kind, is := kindWord([]byte(strings.ToLower(first))); !is || kind != Class {
		return ""
	}
	name, _, _ = strings.Cut(name, "<")
	return name
}

// inheritedHeading reports whether a heading of Javadoc's says that names of
// other pages follow.
func inheritedHeading(title string) bool {
	return strings.Contains(title[:min(len(title), 40)], " inherited from ")
}

// selfLink takes the anchor of a heading, or of an object, from the sign that
// links to itself.
func (h *htmlDocument) selfLink(a *htmlAttributes) {
	id := string(bytes.TrimPrefix(a.href, []byte("#")))
	switch {
	case len(a.href) < 2 || a.href[0] != '#':
	case h.heading.level > 0 && h.heading.id == "":
		h.heading.id = id
	case h.object.open && h.object.id == "":
		h.object.id = id
	}
}

// startLink notes a link, unless it leads nowhere.
func (h *htmlDocument) startLink(e *htmlElement, a *htmlAttributes, at int) {
	if len(a.href) == 0 || bytes.HasPrefix(a.href, []byte("javascript:")) || bytes.HasPrefix(a.href, []byte("data:")) {
		e.mark = h.top().mark
		return
	}
	h.endLink()
	h.link = h.r.addDestination(at, string(a.href))
	h.linkAt = len(h.r.arena)
	if h.ownLink = a.href[0] == '#'; h.ownLink {
		if list := h.inner(atom.Ul, atom.Ol); list != nil {
			list.own++
		}
	}
}

func (h *htmlDocument) endLink() {
	if h.link >= 0 {
		h.linkText()
		h.link, h.ownLink = -1, false
	}
}

// linkText notes the text of the open link as far as it has been read.
func (h *htmlDocument) linkText() {
	link := &h.r.doc.Links[h.link]
	if text := oneLine(string(h.r.arena[h.linkAt:])); link.Text == "" {
		link.Text = text
	}
}

// image notes an image, whose description is text.
func (h *htmlDocument) image(e *htmlElement, a *htmlAttributes, at int) {
	r := h.r
	if len(a.src) > 0 && !bytes.HasPrefix(a.src, []byte("data:")) {
		slot := r.addDestination(at, string(a.src))
		r.nameLink(slot, oneLine(string(a.alt)))
	}
	if len(bytes.TrimSpace(a.alt)) > 0 && h.pre < 0 && !isBadge(a.src) {
		r.pieces = append(r.pieces, piece{at: len(r.arena), src: at, mark: e.mark | markImage})
		r.arena = append(append(r.arena, a.alt...), ' ')
	}
}

// division reads the start of a <div>: those of Doxygen hold its title and
// its code.
func (h *htmlDocument) division(e *htmlElement, a *htmlAttributes, at int) {
	switch string(a.class) {
	case "title":
		if outer := h.counts[atom.H1]; outer == 0 && !h.named {
			h.startHeading(1, a, at)
			e.mark = markHeading
		}
	case "fragment":
		h.startCode(e)
	case "line":
		if h.pre >= 0 {
			h.codeSpace('\n', at)
		}
	}
}
