package extract

import (
	"bytes"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlAttributes are those attributes of a start tag that are looked at. They
// hold until the next tag is read.
type htmlAttributes struct {
	id, name, class, href, src, alt, role, content, property, scope []byte
	hidden                                                          bool
}

// read takes the attributes of the tag that the tokenizer has just read. The
// first of several of one name counts.
func (a *htmlAttributes) read(z *html.Tokenizer) {
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		var field *[]byte
		switch string(key) {
		case "id", "xml:id":
			field = &a.id
		case "name":
			field = &a.name
		case "class":
			field = &a.class
		case "href":
			field = &a.href
		case "src":
			field = &a.src
		case "alt":
			field = &a.alt
		case "role":
			field = &a.role
		case "content":
			field = &a.content
		case "property":
			field = &a.property
		case "scope":
			field = &a.scope
		case "hidden":
			a.hidden = a.hidden || string(value) != "until-found"
		case "aria-hidden":
			a.hidden = a.hidden || string(value) == "true"
		case "style":
			a.hidden = a.hidden || bytes.Contains(value, []byte("display:none")) || bytes.Contains(value, []byte("display: none"))
		}
		if field != nil && *field == nil {
			*field = bytes.TrimSpace(value)
		}
	}
}

// htmlElement is an element that is open.
type htmlElement struct {
	tag  atom.Atom
	part htmlPart
	mark mark   // of text in it, what encloses it included
	info []byte // language of code in it, nil for none

	main    bool // the page's main part
	object  bool // dl: describes objects of code
	kind    Kind // their kind
	labels  bool // dl: says what parts of a description there are
	section int  // dl: the section that it stands in
	rows    int  // table: rows so far
	head    bool // thead
	cells   int  // tr: cells so far
	seen    int  // ul, ol: sightings when it started
	own     int  // ul, ol: links into the document
	other   bool // ul, ol: holds more than such links
}

// maxHTMLDepth bounds the elements that are remembered; browsers stop at 512.
// Deeper ones are read as if they were not there, and the reading is simple.
const maxHTMLDepth = 256

// open puts an element on the stack.
func (h *htmlDocument) open(e htmlElement) {
	if len(h.stack) >= maxHTMLDepth {
		h.deeper++
		h.r.doc.Reading = Simple
		return
	}
	h.stack = append(h.stack, e)
	h.counts[e.tag]++
}

// close ends the innermost open element of a tag and all that it holds. An
// end tag that fits none is left out.
func (h *htmlDocument) close(tag atom.Atom) {
	if h.deeper > 0 {
		h.deeper--
		return
	}
	if h.counts[tag] == 0 {
		return
	}
	_, inline := inlineMarks[tag]
	inline = inline && !blockElements[tag] || tag == atom.Span || tag == atom.P
	for i := len(h.stack) - 1; i >= 0; i-- {
		switch at := h.stack[i].tag; {
		case at == tag:
			h.closeFrom(i)
			return
		case inline && (at == atom.Td || at == atom.Th || at == atom.Li || at == atom.Dd || at == atom.Div):
			return // a stray tag of text ends no block
		case at == atom.Table && tag != atom.Table && !sectioning[tag]:
			return
		}
	}
}

// sectioning elements hold parts of the page: their end tags end tables that
// were left open.
var sectioning = map[atom.Atom]bool{
	atom.Body: true, atom.Html: true, atom.Main: true, atom.Article: true, atom.Section: true, atom.Nav: true, atom.Header: true, atom.Footer: true, atom.Aside: true,
}

// closeFrom ends the elements of the stack from index i on.
func (h *htmlDocument) closeFrom(i int) {
	for len(h.stack) > i {
		e := h.stack[len(h.stack)-1]
		h.ended(&e)
		h.stack = h.stack[:len(h.stack)-1]
		h.counts[e.tag]--
	}
}

// implied ends the elements whose end the start tag implies.
func (h *htmlDocument) implied(tag atom.Atom) {
	if blockElements[tag] && h.counts[atom.P] > 0 {
		for i := len(h.stack) - 1; i >= 0; i-- {
			if h.stack[i].tag == atom.P {
				h.closeFrom(i)
				break
			} else if blockElements[h.stack[i].tag] {
				break
			}
		}
	}
	if h.counts[atom.Head] > 0 && !hiddenElements[tag] && !voidElements[tag] && tag != atom.Title && tag != 0 {
		for i := range h.stack {
			if h.stack[i].tag == atom.Head {
				h.closeFrom(i)
				break
			}
		}
	}
	rule, ok := closedBy[tag]
	if !ok {
		return
	}
	for i := len(h.stack) - 1; i >= 0; i-- {
		at := h.stack[i].tag
		for _, c := range rule.closes {
			if at == c {
				h.closeFrom(i)
				return
			}
		}
		for _, w := range rule.within {
			if at == w {
				return
			}
		}
	}
}

// top returns the innermost open element.
func (h *htmlDocument) top() *htmlElement { return &h.stack[len(h.stack)-1] }

// inner returns the innermost open element of a tag, nil for none.
func (h *htmlDocument) inner(tags ...atom.Atom) *htmlElement {
	for i := len(h.stack) - 1; i >= 0; i-- {
		for _, tag := range tags {
			if h.stack[i].tag == tag {
				return &h.stack[i]
			}
		}
	}
	return nil
}
