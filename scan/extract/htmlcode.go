package extract

import (
	"bytes"
)

// startCode starts a block of code, whose element is not on the stack yet.
func (h *htmlDocument) startCode(e *htmlElement) {
	if h.pre >= 0 || len(h.stack) >= maxHTMLDepth {
		return
	}
	h.flush()
	h.pre, h.code, h.lines = len(h.stack), h.code[:0], h.lines[:0]
	e.mark = 0
	h.anchor = ""
}

// codeText adds text to the block of code.
func (h *htmlDocument) codeText(from, to int) {
	src := h.r.src
	for from < to {
		end := to
		if i := bytes.IndexByte(src[from:to], '\n'); i >= 0 {
			end = from + i + 1
		}
		h.codeLine(from)
		h.code = appendEntities(h.code, src[from:end])
		from = end
	}
}

// codeSpace adds a space, or ends the line, where an element says so.
func (h *htmlDocument) codeSpace(c byte, at int) {
	if len(h.code) > 0 && h.code[len(h.code)-1] != '\n' || c == ' ' {
		h.codeLine(at)
		h.code = append(h.code, c)
	}
}

// codeLine notes the line of what is added to the code, if it starts one.
func (h *htmlDocument) codeLine(at int) {
	if n := len(h.code); n == 0 || h.code[n-1] == '\n' {
		h.lines = append(h.lines, int32(h.r.lineAt(at)))
	}
}

// endCode reads the block of code that ends.
func (h *htmlDocument) endCode(info []byte) {
	r := h.r
	h.pre = -1
	if len(bytes.TrimSpace(h.code)) > 0 {
		if len(info) == 0 {
			info = nil
		}
		r.codeAt(h.code, h.lines, info)
		r.fresh = false
	}
	h.from = r.startText()
}

// codeAt reads the text of a code block whose lines stand on the given lines
// of the file, for formats in which they are not one below the other.
func (r *reader) codeAt(text []byte, lines []int32, info []byte) {
	seen := len(r.bag.seen)
	r.code(text, 1, info)
	for i := seen; i < len(r.bag.seen); i++ {
		s := &r.bag.seen[i]
		s.line = lines[min(max(int(s.line), 1), len(lines))-1]
	}
}

// htmlObject is what a definition list of Sphinx describes: its signature is
// being read.
type htmlObject struct {
	open bool
	kind Kind
	id   string
	line int
	name []byte // the name, and what qualifies it
	all  []byte // the whole signature
	at   int    // stack index of the element that holds the name
}

// startObject notes a signature, whose text comes.
func (h *htmlDocument) startObject(list *htmlElement, a *htmlAttributes, at int) {
	o := &h.object
	*o = htmlObject{open: true, kind: list.kind, id: string(a.id), line: h.r.lineAt(at), name: o.name[:0], all: o.all[:0], at: -1}
	if o.id == "" {
		o.id = h.anchor
	}
	h.anchor = ""
	if list.section != h.r.current {
		h.r.closeTo(list.section, max(o.line-1, 1))
	}
}

// signature notes that an element of a signature holds the name.
func (h *htmlDocument) signature(a *htmlAttributes) {
	if !h.object.open || h.object.at >= 0 {
		return
	}
	for class := range bytes.FieldsSeq(a.class) {
		switch string(class) {
		case "descclassname", "sig-prename":
			if h.object.kind == Command {
				continue // the option's argument
			}
		case "descname", "sig-name":
		default:
			continue
		}
		h.object.at = len(h.stack)
	}
}

// objectText reads text of a signature.
func (h *htmlDocument) objectText(from, to int) {
	o := &h.object
	if to-from > maxName {
		return
	}
	if len(o.all) < maxName {
		o.all = appendEntities(o.all, h.r.src[from:to])
	}
	if o.at >= 0 && len(o.name) < maxName {
		o.name = appendEntities(o.name, h.r.src[from:to])
	}
}

// space adds white space of a signature.
func (o *htmlObject) space() {
	if len(o.all) < maxName {
		o.all = append(o.all, ' ')
	}
	if o.at >= 0 && len(o.name) < maxName {
		o.name = append(o.name, ' ')
	}
}

// endObject starts the section of what a signature describes.
func (h *htmlDocument) endObject() {
	r, o := h.r, &h.object
	o.open = false
	name := string(bytes.TrimSpace(o.name))
	title := name
	if title == "" {
		title = oneLine(string(o.all))
	}
	h.from = r.startText()
	if title == "" || r.sectionsFull() {
		return
	}
	level := r.doc.Sections[r.stack[len(r.stack)-1]].Level + 1
	r.openSection(level, o.line, title, o.id)
	if name != "" && len(name) <= maxName {
		r.ctx.first, r.ctx.kinds, r.ctx.parens = false, false, 0
		r.sightName([]byte(name), int32(o.line), markHeading|markCode, o.kind, true)
	}
}
