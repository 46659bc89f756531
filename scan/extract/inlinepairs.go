package extract

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// openBracket is a [ or ![ that a ] may yet close.
type openBracket struct {
	node       int32
	start, end int   // of the mark
	bottom     int32 // the last delimiter before it
}

// openBracket adds a bracket between two places and returns where it ends.
func (p *inlineReader) openBracket(start, end int) int {
	n := p.append(inline{kind: inlineMark, from: int32(start), to: int32(end)})
	p.brackets = append(p.brackets, openBracket{n, start, end, p.lastOpen})
	return end
}

// The CommonMark specification bounds labels at this many characters, which
// goldmark takes for bytes.
const maxLinkLabel = 999

// closeBracket makes a link or an image of what stands between the last open
// bracket and the one at i, if that leads somewhere.
func (p *inlineReader) closeBracket(i int) (next int, ok bool) {
	if len(p.brackets) == 0 {
		return i, true
	}
	b := p.brackets[len(p.brackets)-1]
	p.brackets = p.brackets[:len(p.brackets)-1]
	image := b.end-b.start == 2
	if n := len(p.brackets); n > 0 && p.brackets[n-1].end-p.brackets[0].start > maxLinkLabel-1 || !image && p.lastLink > b.start {
		p.unmark(b.node) // a link holds no other one
		return i, true
	}
	var destination []byte
	next, found := i+1, false
	switch {
	case next < p.stop && p.src[next] == '(':
		if destination, next, found, ok = p.inlineDestination(next + 1); !ok {
			return 0, false
		}
	case next < p.stop && p.src[next] == '[' && p.hasReferences():
		return 0, false
	}
	if !found && p.hasReferences() {
		if label := p.block.Value(text.NewSegment(b.end, i)); len(label) <= maxLinkLabel {
			if ref, defined := p.pc.Reference(util.ToLinkReference(label)); defined {
				destination, next, found = ref.Destination(), i+1, true
			}
		}
	}
	if !found {
		p.unmark(b.node)
		return i, true
	}
	p.pair(b.bottom)
	n := &p.tree.nodes[b.node]
	n.child = n.next
	if n.next > 0 {
		p.tree.nodes[n.next].prev = 0
	}
	n.next, n.value = 0, p.tree.keep(destination)
	if p.last, n.kind = b.node, inlineImage; !image {
		n.kind, p.lastLink = inlineLink, max(p.lastLink, b.start)
	}
	return next, true
}

func (p *inlineReader) hasReferences() bool {
	if p.references == referencesUnknown {
		// Where references lead is known before the first inline is read.
		if p.references = referencesNone; len(p.pc.References()) > 0 {
			p.references = referencesSome
		}
	}
	return p.references == referencesSome
}

// inlineDestination reads where a link leads behind the parenthesis before i,
// and the closing one. It is not ok where a line end is in between.
func (p *inlineReader) inlineDestination(i int) (destination []byte, next int, found, ok bool) {
	line := p.src[:p.stop]
	if i, ok = p.skipSpaces(i); !ok || i == len(line) {
		return nil, 0, false, ok
	}
	if line[i] == ')' {
		return nil, i + 1, true, true
	}
	if destination, i = linkDestination(line, i); i < 0 {
		return nil, 0, false, true
	}
	if i, ok = p.skipSpaces(i); !ok || i == len(line) {
		return nil, 0, false, ok
	}
	if line[i] != ')' {
		if i, ok = p.linkTitle(i); !ok || i < 0 {
			return nil, 0, false, ok
		}
		if i, ok = p.skipSpaces(i); !ok || i == len(line) || line[i] != ')' {
			return nil, 0, false, ok
		}
	}
	return destination, i + 1, true, true
}

// skipSpaces returns where the white space at i ends; it is false if that goes
// on in the next line.
func (p *inlineReader) skipSpaces(i int) (end int, ok bool) {
	for i < p.stop && isSpace(p.src[i]) {
		if p.src[i] == '\n' {
			return 0, false
		}
		i++
	}
	return i, true
}

// linkDestination reads a destination that starts at i, and returns where it
// ends, -1 for none.
func linkDestination(line []byte, i int) (destination []byte, end int) {
	from := i
	escaped := func() bool { return line[i] == '\\' && i+1 < len(line) && util.IsPunct(line[i+1]) }
	if line[i] == '<' {
		for i++; i < len(line); i++ {
			switch {
			case escaped():
				i++
			case line[i] == '>':
				return line[from+1 : i : i], i + 1
			}
		}
		return nil, -1
	}
	open := 0
scan:
	for ; i < len(line); i++ {
		switch c := line[i]; {
		case escaped():
			i++
		case c == '(':
			open++
		case c == ')':
			if open--; open < 0 {
				break scan
			}
		case isSpace(c):
			break scan
		}
	}
	i = min(i, len(line))
	if i == from {
		return nil, -1
	}
	return line[from:i:i], i
}

// linkTitle returns where the title that starts at i ends, -1 for none. It is
// not ok where that may be on another line.
func (p *inlineReader) linkTitle(i int) (end int, ok bool) {
	opener := p.src[i]
	closer := opener
	switch opener {
	case '"', '\'':
	case '(':
		closer = ')'
	default:
		return -1, true
	}
	for i++; i < p.stop; i++ {
		switch c := p.src[i]; {
		case c == '\\' && i+1 < p.stop && util.IsPunct(p.src[i+1]):
			i++
		case c == closer:
			return i + 1, true
		case c == opener:
			return -1, true
		}
	}
	return -1, p.line+1 == p.lines.Len()
}

// unmark makes a mark the text that it is: a part of the text before it, if
// that ends there.
func (p *inlineReader) unmark(i int32) {
	nodes := p.tree.nodes
	n := &nodes[i]
	if before := &nodes[n.prev]; n.prev > 0 && before.kind == inlineText && before.to == n.from && !before.soft {
		before.to = n.to
		p.unlink(i)
		return
	}
	n.kind = inlineText
}

// unlink takes a node out of the list that it is in.
func (p *inlineReader) unlink(i int32) {
	nodes := p.tree.nodes
	n := &nodes[i]
	if n.prev > 0 {
		nodes[n.prev].next = n.next
	} else if p.first == i {
		p.first = n.next
	}
	if n.next > 0 {
		nodes[n.next].prev = n.prev
	} else if p.last == i {
		p.last = n.prev
	}
}

// delimiter is a run of * _ or ~ that may open or close emphasis. They are in
// a list of those that are not settled yet.
type delimiter struct {
	node          int32
	prev, next    int32 // in inlineReader.delimiters, 0 for none
	sign          byte
	opens, closes bool
	left, size    int // characters that are left, and that there were
}

// delimiter adds the run of delimiters at i and returns where it ends: at i
// where it is text.
func (p *inlineReader) delimiter(i int) int {
	sign, end := p.src[i], i
	for end < p.stop && p.src[end] == sign {
		end++
	}
	before, after := '\n', ' '
	if p.line > 0 || i > p.lines.At(0).Start {
		before = characterAt(p.src, i-1)
	}
	if end < p.stop {
		after = characterAt(p.src, end)
	}
	if sign == '~' && (end-i > 2 || before == '~') {
		return i
	}
	left, right := flanks(before, after)
	opens, closes := left, right
	if sign == '_' {
		opens = left && (!right || punctuation(before))
		closes = right && (!left || punctuation(after))
	}
	n := p.append(inline{kind: inlineMark, from: int32(i), to: int32(end)})
	d := int32(len(p.delimiters))
	p.delimiters = append(p.delimiters, delimiter{node: n, prev: p.lastOpen, sign: sign, opens: opens, closes: closes, left: end - i, size: end - i})
	if p.lastOpen > 0 {
		p.delimiters[p.lastOpen].next = d
	} else {
		p.firstOpen = d
	}
	p.lastOpen = d
	return end
}

// characterAt returns the character that the byte at i is a part of, as
// goldmark finds it: a line end where the text starts amid one.
func characterAt(src []byte, i int) rune {
	for ; i >= 0; i-- {
		if utf8.RuneStart(src[i]) {
			c, _ := utf8.DecodeRune(src[i:])
			return c
		}
	}
	return '\n'
}

// flanks reports whether what stands on either side of a run of delimiters
// makes it a left-flanking and a right-flanking one, as CommonMark has it.
func flanks(before, after rune) (left, right bool) {
	spaceBefore, spaceAfter := util.IsSpaceRune(before), util.IsSpaceRune(after)
	left = !spaceAfter && (!punctuation(after) || spaceBefore || punctuation(before))
	right = !spaceBefore && (!punctuation(before) || spaceAfter || punctuation(after))
	return left, right
}

func punctuation(c rune) bool {
	if c < utf8.RuneSelf {
		return util.IsPunct(byte(c))
	}
	return unicode.IsSymbol(c) || unicode.IsPunct(c)
}

// pair makes emphasis of the delimiters behind bottom, and text of those that
// find no partner: the algorithm of the CommonMark specification.
func (p *inlineReader) pair(bottom int32) {
	closer := p.firstOpen
	if bottom > 0 {
		closer = p.delimiters[bottom].next
	}
	for closer > 0 {
		c := &p.delimiters[closer]
		if !c.closes {
			closer = c.next
			continue
		}
		opener, used, partner := p.openerOf(closer, bottom)
		if used == 0 {
			next := c.next
			if !partner && !c.opens {
				p.settle(closer)
			}
			closer = next
			continue
		}
		p.emphasise(opener, closer, used)
		for between := p.delimiters[opener].next; between != closer; {
			next := p.delimiters[between].next
			p.settle(between)
			between = next
		}
		if p.delimiters[opener].left == 0 {
			p.settle(opener)
		}
		if c.left == 0 {
			next := c.next
			p.settle(closer)
			closer = next
		}
	}
	for p.lastOpen != bottom {
		p.settle(p.lastOpen)
	}
}

// openerOf returns the delimiter that a closing one belongs to, and how many
// characters of either make the emphasis, 0 for none. partner says that one had
// the right sign.
func (p *inlineReader) openerOf(closer, bottom int32) (opener int32, used int, partner bool) {
	c := &p.delimiters[closer]
	for opener = c.prev; opener > 0 && opener != bottom; opener = p.delimiters[opener].prev {
		o := &p.delimiters[opener]
		if !o.opens || o.sign != c.sign {
			continue
		}
		partner = true
		switch {
		case (o.closes || c.opens) && (o.size+c.size)%3 == 0 && c.size%3 != 0:
			continue
		case o.left >= 2 && c.left >= 2:
			return opener, 2, true
		}
		return opener, 1, true
	}
	return 0, 0, partner
}

// emphasise puts what stands between two delimiters into a node of its own.
func (p *inlineReader) emphasise(opener, closer int32, used int) {
	o, c := &p.delimiters[opener], &p.delimiters[closer]
	for _, d := range [...]*delimiter{o, c} {
		d.left -= used
		n := &p.tree.nodes[d.node]
		n.to = n.from + int32(d.left)
	}
	n := inline{kind: inlineOther, from: p.tree.nodes[o.node].from, prev: o.node, next: c.node}
	switch {
	case o.sign == '~':
	case used == 1:
		n.kind = inlineEmph
	default:
		n.kind = inlineStrong
	}
	nodes := p.tree.nodes
	if first := nodes[o.node].next; first != c.node {
		n.child = first
		nodes[first].prev, nodes[nodes[c.node].prev].next = 0, 0
	}
	i := p.tree.add(n)
	p.tree.nodes[o.node].next, p.tree.nodes[c.node].prev = i, i
}

// settle takes a delimiter off the list: what is left of it is text.
func (p *inlineReader) settle(i int32) {
	d := p.delimiters[i]
	if d.prev > 0 {
		p.delimiters[d.prev].next = d.next
	} else {
		p.firstOpen = d.next
	}
	if d.next > 0 {
		p.delimiters[d.next].prev = d.prev
	} else {
		p.lastOpen = d.prev
	}
	if d.left > 0 {
		p.unmark(d.node)
	} else {
		p.unlink(d.node)
	}
}
