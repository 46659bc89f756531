package extract

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// htmlState follows the tags of a block of HTML.
type htmlState struct {
	from      int    // where the text since the last heading starts in the arena
	level     int    // of the heading that is open, 0 for none
	line      int    // its line
	id        string // its id attribute
	inTag     bool
	inComment bool
}

// htmlBlock reads the text between the tags of a block of HTML, and its
// headings. Comments, scripts, style sheets and preformatted text are left
// out.
func (r *reader) htmlBlock(n *ast.HTMLBlock) {
	switch n.HTMLBlockType {
	case ast.HTMLBlockType6, ast.HTMLBlockType7:
	default:
		return
	}
	h := htmlState{from: r.startText()}
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		r.htmlLine(&h, r.body+seg.Start, r.body+seg.Stop)
	}
	r.htmlText(&h)
}

// htmlLine reads the line of HTML between two offsets of r.src.
func (r *reader) htmlLine(h *htmlState, from, to int) {
	line := r.src[from:to]
	start := 0
	put := func(end int) {
		if end > start {
			m := mark(0)
			if h.level > 0 {
				m = markHeading
			}
			r.addText(from+start, from+end, m)
		}
	}
	for at := 0; at < len(line); at++ {
		switch {
		case h.inComment:
			if line[at] == '-' && bytes.HasPrefix(line[at:], []byte("-->")) {
				h.inComment, start = false, at+3
				at += 2
			}
		case h.inTag:
			if line[at] == '>' {
				h.inTag, start = false, at+1
			}
		case line[at] == '<':
			put(at)
			r.arena = append(r.arena, '\n')
			if bytes.HasPrefix(line[at:], []byte("<!--")) {
				h.inComment = true
				continue
			}
			h.inTag = true
			r.tagAnchor(line[at:])
			r.htmlHeading(h, line[at:], from)
		}
	}
	if !h.inTag && !h.inComment {
		put(len(line))
	}
}

// htmlHeading opens or closes a heading, if that is what the tag does.
func (r *reader) htmlHeading(h *htmlState, tag []byte, offset int) {
	closes := len(tag) > 1 && tag[1] == '/'
	name := tag[1:]
	if closes {
		name = tag[2:]
	}
	if len(name) < 3 || name[0]|0x20 != 'h' || name[1] < '1' || name[1] > '6' || name[2] != '>' && !isSpace(name[2]) {
		return
	}
	r.htmlText(h)
	if closes {
		return
	}
	h.level, h.line, h.id = int(name[1]-'0'), r.lineAt(offset), ""
	if end := bytes.IndexByte(name, '>'); end > 0 {
		h.id = attribute(name[2:end], "id")
	}
}

// htmlText reads the text so far, as a heading if one is open.
func (r *reader) htmlText(h *htmlState) {
	switch {
	case len(r.pieces) == 0 || len(bytes.TrimSpace(r.arena[h.from:])) == 0:
	case h.level > 0:
		r.inHTML = true
		r.addHeading(h.level, h.line, h.from, h.id)
		r.inHTML = false
	default:
		r.prose(h.from, 0)
	}
	h.level, h.from = 0, r.startText()
}
