package extract

import (
	"bytes"
	"html"
	"sort"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// A piece is a stretch of the arena that is one stretch of the file, set in
// one way. It ends where the next one starts.
type piece struct {
	at   int // where it starts in the arena
	src  int // where it starts in r.src
	line int // its line, if that is known without src; 0 if not
	mark mark
}

// startText begins the text of a new block and returns where it starts.
func (r *reader) startText() int {
	r.pieces = r.pieces[:0]
	r.blockLink, r.bare = len(r.doc.Links), false
	return len(r.arena)
}

// add appends a stretch of r.src, as it stands.
func (r *reader) add(from, to int, m mark) {
	r.pieces = append(r.pieces, piece{at: len(r.arena), src: from, mark: m})
	r.arena = append(r.arena, r.src[from:to]...)
}

// addText appends a stretch of r.src with its escapes and entities resolved.
func (r *reader) addText(from, to int, m mark) {
	r.pieces = append(r.pieces, piece{at: len(r.arena), src: from, mark: m})
	r.arena = appendPlain(r.arena, r.src[from:to])
}

// appendPlain appends Markdown text to dst, with backslash escapes and
// entities turned into the characters that they stand for.
func appendPlain(dst, text []byte) []byte {
	for {
		i := 0
		for i < len(text) && text[i] != '\\' && text[i] != '&' {
			i++
		}
		dst = append(dst, text[:i]...)
		if i == len(text) {
			return dst
		}
		text = text[i:]
		if text[0] == '\\' {
			if len(text) > 1 && isPunct(text[1]) {
				text = text[1:]
			}
			dst, text = append(dst, text[0]), text[1:]
			continue
		}
		end := bytes.IndexByte(text[:min(len(text), 40)], ';')
		if end < 2 {
			dst, text = append(dst, '&'), text[1:]
			continue
		}
		dst = append(dst, html.UnescapeString(string(text[:end+1]))...)
		text = text[end+1:]
	}
}

func isPunct(c byte) bool {
	return c > ' ' && c < utf8.RuneSelf-1 && !(c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z')
}

// inlineOf appends the text of the inlines inside a node to the arena.
func (r *reader) inlineOf(parent ast.Node, m mark) {
	r.inline(r.tree.of(parent, r.src[r.body:]), m)
}

// inline appends the text of an inline and those after it to the arena.
func (r *reader) inline(first int32, m mark) {
	for i := first; i > 0; {
		n := &r.tree.nodes[i]
		from, to := r.body+int(n.from), r.body+int(n.to)
		switch n.kind {
		case inlineText, inlineRaw:
			if n.escapes {
				r.addText(from, to, m)
			} else {
				r.add(from, to, m)
			}
			if n.hard || n.soft && !r.joinsLines(to) {
				r.arena = append(r.arena, '\n')
			}
		case inlineCode:
			r.codeSpan(n.child, m|markCode)
		case inlineEmph:
			r.inline(n.child, m|markEmph)
		case inlineStrong:
			r.inline(n.child, m|markStrong)
		case inlineLink:
			if r.isDirective() || r.onlyImages(n.child) {
				r.link(n, m|markSkip)
			} else {
				r.link(n, m|markLink)
			}
		case inlineImage:
			if isBadge(r.tree.values[n.value]) {
				r.link(n, m|markImage|markSkip)
			} else {
				r.link(n, m|markImage)
			}
		case inlineAddress, inlineMail:
			r.autoLink(from, to, n.kind == inlineMail, m)
		case inlineTag:
			r.tagAnchor(r.tree.values[n.value])
			r.pieces = append(r.pieces, piece{at: len(r.arena), src: r.lastSrc(), mark: m})
			if isBreak(r.tree.values[n.value]) {
				r.arena = append(r.arena, '\n')
			}
		default:
			r.inline(n.child, m)
		}
		i = n.next
	}
}

// joinsLines reports whether the line end at a place of the file stands amid
// text that has no spaces between words, and so parts none.
func (r *reader) joinsLines(at int) bool {
	last, _ := utf8.DecodeLastRune(r.arena)
	if !spaceless(last) {
		return false
	}
	for at < len(r.src) && isSpace(r.src[at]) {
		at++
	}
	next, _ := utf8.DecodeRune(r.src[at:])
	return spaceless(next)
}

// lastSrc returns a place in the file near the end of the text added last.
func (r *reader) lastSrc() int {
	if len(r.pieces) == 0 {
		return r.body
	}
	last := r.pieces[len(r.pieces)-1]
	return last.src
}

// isBreak reports whether a tag is <br>, which parts words.
func isBreak(tag []byte) bool {
	return len(tag) > 3 && tag[1]|0x20 == 'b' && tag[2]|0x20 == 'r' && !(tag[3]|0x20 >= 'a' && tag[3]|0x20 <= 'z')
}

// codeSpan appends the lines of a code span; a line end in it reads as a space.
func (r *reader) codeSpan(first int32, m mark) {
	for i := first; i > 0; i = r.tree.nodes[i].next {
		n := &r.tree.nodes[i]
		if n.kind != inlineRaw && n.kind != inlineText {
			continue
		}
		at := len(r.arena)
		r.add(r.body+int(n.from), r.body+int(n.to), m)
		for i := at; i < len(r.arena); i++ {
			if r.arena[i] == '\n' {
				r.arena[i] = ' '
			}
		}
	}
}

// link appends the text of a link or an image and notes where it leads.
func (r *reader) link(n *inline, m mark) {
	at := len(r.arena)
	// An image inside the link is listed after it, because it starts later.
	slot := r.addLink(r.body+int(n.from), r.tree.values[n.value])
	r.inline(n.child, m)
	r.nameLink(slot, oneLine(string(r.arena[at:])))
}

// isDirective reports whether the text added last opens a docfx directive,
// so that the link after it names a file to include: [!code-cpp[id](path)].
func (r *reader) isDirective() bool {
	text := r.arena[max(len(r.arena)-40, 0):]
	i := bytes.LastIndexByte(text, '[')
	return i >= 0 && i+1 < len(text) && text[i+1] == '!' && !bytes.ContainsAny(text[i:], " \n")
}

// addLink notes a link that starts at an offset of the file, and whose text
// is not known yet. It returns the link's index, -1 where there are too many.
func (r *reader) addLink(src int, destination []byte) int {
	r.labels = appendPlain(r.labels[:0], destination)
	return r.addDestination(src, string(r.labels))
}

// addDestination is addLink for a destination without escapes.
func (r *reader) addDestination(src int, destination string) int {
	if r.tooManyLinks() {
		return -1
	}
	r.doc.Links = append(r.doc.Links, Link{Line: r.lineAt(src), Destination: destination})
	r.linkAt = append(r.linkAt, src)
	return len(r.doc.Links) - 1
}

// maxLinks bounds the links of one document, and so its memory. A site's map
// has tens of thousands.
const maxLinks = 1 << 18

// tooManyLinks reports whether no further link is noted, which makes the
// reading a simple one.
func (r *reader) tooManyLinks() bool {
	if len(r.doc.Links) < maxLinks {
		return false
	}
	r.bag.full = true
	return true
}

// nameLink gives a link its text; slot is what addDestination returned.
func (r *reader) nameLink(slot int, text string) {
	if slot >= 0 {
		r.doc.Links[slot].Text = text
	}
}

// sortLinks puts the links of a block in order: URLs without markup are found
// last, while its words are read.
func (r *reader) sortLinks() {
	if r.bare {
		sort.Stable(linksByPlace{r.doc.Links[r.blockLink:], r.linkAt[r.blockLink:]})
		r.bare = false
	}
}

// linksByPlace sorts links by where they start.
type linksByPlace struct {
	links []Link
	at    []int
}

func (l linksByPlace) Len() int           { return len(l.at) }
func (l linksByPlace) Less(i, j int) bool { return l.at[i] < l.at[j] }
func (l linksByPlace) Swap(i, j int) {
	l.links[i], l.links[j] = l.links[j], l.links[i]
	l.at[i], l.at[j] = l.at[j], l.at[i]
}

// autoLink appends the label of an address between < and >, and notes where it
// leads.
func (r *reader) autoLink(from, to int, mail bool, m mark) {
	label, src := r.src[from:to], from-1
	r.pieces = append(r.pieces, piece{at: len(r.arena), src: src, mark: m | markSkip})
	r.arena = append(r.arena, label...)
	url := label
	if mail && !bytes.HasPrefix(label, []byte("mailto:")) {
		url = append([]byte("mailto:"), label...)
	}
	slot := r.addLink(src, url)
	r.nameLink(slot, string(label))
}
