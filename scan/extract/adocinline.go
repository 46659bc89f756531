package extract

import (
	"bytes"
	"strings"
)

// adocSpot says where in the file the text of a block from a place on stands.
type adocSpot struct{ at, src int }

// maxAdocPieces bounds the stretches of text set alike that are kept of one
// block.
const maxAdocPieces = 1 << 12

// adocQuotes are the marks that set text, by the character that stands once
// (constrained: between words) or twice (anywhere) on both sides.
var adocQuotes = [256]mark{'*': markStrong, '_': markEmph, '#': markEmph, '`': markCode, '+': markSkip, '^': markSkip, '~': markSkip, '\'': markEmph}

// adocInline reads the markup inside the text of one block.
type adocInline struct {
	a      *adoc
	text   []byte
	set    mark // of the text at hand
	plain  int  // where the text that is not yet put starts
	spot   int  // index of the last spot used
	quotes []adocQuote
	last   [256][2]int // place behind the last closing mark, once and twice; 0: not looked for yet
	work   int         // bytes that were looked at in vain
	id     string      // the first anchor
}

// adocQuote is an open quotation, or the text of a link.
type adocQuote struct {
	end, size int // where its closing mark stands
	before    mark
	link, at  int // the link's index, and where its text starts in the arena; -1 for none
}

// inline appends the block's text to the arena, set as its markup says, and
// returns the first anchor in it. The block's text is empty afterwards. Of a
// block that is longer than any paragraph, the words are read meanwhile.
func (a *adoc) inline(m mark) (id string) {
	p := &a.in
	from := len(a.r.arena)
	*p = adocInline{a: a, text: a.text, set: m, quotes: p.quotes[:0]}
	for i := 0; i < len(p.text); {
		if n := len(p.quotes); n > 0 && i >= p.quotes[n-1].end {
			q := p.quotes[n-1]
			p.put(q.end)
			p.quotes, p.set = p.quotes[:n-1], q.before
			if q.link >= 0 && q.at <= len(a.r.arena) {
				a.r.nameLink(q.link, oneLine(string(a.r.arena[q.at:])))
			}
			i = max(i, q.end+q.size)
			p.plain = max(p.plain, i)
			continue
		}
		if i = p.step(i); len(a.r.pieces) > maxAdocPieces && m&markHeading == 0 {
			a.words(from, m)
			from = a.r.startText()
		}
	}
	p.put(len(p.text))
	a.text, a.spots = a.text[:0], a.spots[:0]
	return p.id
}

// limit returns where the text ends that markup starting here may reach.
func (p *adocInline) limit() int {
	if n := len(p.quotes); n > 0 {
		return p.quotes[n-1].end
	}
	return len(p.text)
}

// step reads what stands at i and returns where reading goes on.
func (p *adocInline) step(i int) int {
	c := p.text[i]
	switch {
	case c == '\\':
		return p.escape(i)
	case adocQuotes[c] != 0:
		return p.quote(i)
	case c == '[':
		return p.bracket(i)
	case c == '<':
		return p.angle(i)
	case c == '(' && bytes.HasPrefix(p.text[i:], []byte("((")):
		return p.indexTerm(i)
	case c == '{':
		if _, size := attributeReference(p.text[i:]); size > 0 { // one that nothing defines
			p.skip(i, i+size)
			return i + size
		}
	case c == ':':
		return p.macro(i)
	case c == '$' && bytes.HasPrefix(p.text[i:], []byte("$$")):
		if n := bytes.Index(p.text[i+2:p.limit()], []byte("$$")); n >= 0 {
			p.skip(i, i+n+4)
			return i + n + 4
		}
		return i + 2
	}
	return i + 1
}

// put appends the text up to end, line by line.
func (p *adocInline) put(end int) { p.putAs(p.plain, end, p.set) }

func (p *adocInline) putAs(from, end int, m mark) {
	r := p.a.r
	for from < end {
		src, to := p.source(from, end)
		r.pieces = append(r.pieces, piece{at: len(r.arena), src: src, mark: m})
		r.arena = appendEntities(r.arena, p.text[from:to])
		from = to
	}
	p.plain = max(p.plain, end)
}

// source returns where in the file the text at a place stands, and up to
// where it stands on one line.
func (p *adocInline) source(at, end int) (src, to int) {
	spots := p.a.spots
	if p.spot >= len(spots) || spots[p.spot].at > at {
		p.spot = 0
	}
	for p.spot+1 < len(spots) && spots[p.spot+1].at <= at {
		p.spot++
	}
	if p.spot+1 < len(spots) {
		end = min(end, spots[p.spot+1].at)
	}
	if len(spots) == 0 {
		return 0, end
	}
	return spots[p.spot].src, end
}

// offset returns where in the file the text at a place stands.
func (p *adocInline) offset(at int) int {
	src, _ := p.source(at, at)
	return src
}

// skip puts the text before from and leaves out what stands up to end.
func (p *adocInline) skip(from, end int) {
	r := p.a.r
	p.put(from)
	r.pieces = append(r.pieces, piece{at: len(r.arena), src: p.offset(from), mark: p.set | markSkip})
	r.arena = append(r.arena, ' ')
	p.plain = end
}

// escape leaves out a backslash that takes the meaning from what follows.
func (p *adocInline) escape(i int) int {
	n := i + 1
	if n >= len(p.text) || adocQuotes[p.text[n]] == 0 && !bytes.ContainsAny(p.text[n:n+1], "[<({\\") && !isLetter(p.text[n]) {
		return n
	}
	if isLetter(p.text[n]) { // a macro, if anything
		end := n
		for end < len(p.text) && isWordByte(p.text[end]) {
			end++
		}
		if end == len(p.text) || p.text[end] != ':' {
			return n
		}
		p.put(i)
		p.plain = n
		return end + 1
	}
	p.put(i)
	p.plain = n
	for n < len(p.text) && p.text[n] == p.text[i+1] {
		n++
	}
	return n
}

// quote reads a mark that may start a quotation.
func (p *adocInline) quote(i int) int {
	c := p.text[i]
	run := 1
	for i+run < len(p.text) && p.text[i+run] == c && run < 3 {
		run++
	}
	limit := p.limit()
	if c == '+' && run == 3 {
		if n := bytes.Index(p.text[i+3:limit], []byte("+++")); n >= 0 {
			p.skip(i, i+n+6) // raw output
			return i + n + 6
		}
		return i + 3
	}
	if run >= 2 && c != '\'' {
		if end := p.closing(i+2, limit, c, 2); end > 0 {
			return p.open(i, end, 2)
		}
	}
	if run == 1 && p.opens(i) {
		if end := p.closing(i+1, limit, c, 1); end > 0 {
			return p.open(i, end, 1)
		}
	}
	return i + run
}

// opens reports whether a single mark at i can start a quotation.
func (p *adocInline) opens(i int) bool {
	c := p.text[i]
	if i+1 >= len(p.text) || isSpace(p.text[i+1]) {
		return false
	}
	if c == '\'' && !p.a.compat {
		return false
	}
	if i > 0 {
		before := p.text[i-1]
		if c == '`' && (before == '"' || before == '\'') {
			return false // curved quotation marks
		}
		if c != '^' && c != '~' && (isWordByte(before) || before >= 0x80 || before == ':' || before == ';' || before == '}') {
			return false
		}
	}
	return true
}

// closing returns where the mark closes that was opened before from, or 0.
// It looks no farther than to the last place where one closes at all, so that
// marks without a partner cost nothing.
func (p *adocInline) closing(from, limit int, c byte, size int) int {
	last := &p.last[c][size-1]
	if *last == 0 {
		*last = 1
		for i := len(p.text) - size; i > 0; i-- {
			if p.closes(i, c, size) {
				*last = i + 1
				break
			}
		}
	}
	if from >= *last || p.tired() {
		return 0
	}
	for i := from + 1; i < min(limit, *last); i++ {
		if p.text[i] == c && p.closes(i, c, size) && i+size <= limit {
			return i
		}
	}
	p.work += max(limit-from, 0)
	return 0
}

// tired reports whether so much was looked at in vain that the rest of the
// block is read as plain text.
func (p *adocInline) tired() bool {
	if p.work > 1<<16+8*len(p.text) {
		p.a.r.doc.Reading = Simple
		return true
	}
	return false
}

// closes reports whether a mark at i can end a quotation.
func (p *adocInline) closes(i int, c byte, size int) bool {
	if p.text[i] != c || size == 2 && (i+1 >= len(p.text) || p.text[i+1] != c) {
		return false
	}
	if size == 2 {
		return true
	}
	if isSpace(p.text[i-1]) {
		return false
	}
	if i+1 == len(p.text) || c == '^' || c == '~' {
		return true
	}
	after := p.text[i+1]
	return !isWordByte(after) && after < 0x80 && (after != '"' && after != '\'' && after != '`' || c != '`')
}

// open starts the quotation between the marks at i and end.
func (p *adocInline) open(i, end, size int) int {
	c := p.text[i]
	p.put(i)
	p.plain = i + size
	literal := c == '`' || c == '+'
	if !literal {
		m := adocQuotes[c]
		if c == '^' || c == '~' {
			m = 0
		}
		p.quotes = append(p.quotes, adocQuote{end, size, p.set, -1, 0})
		p.set |= m
		return i + size
	}
	from, to := i+size, end
	m := p.set
	if c == '`' || p.a.compat {
		m |= markCode
		if to-from > 2 && p.text[from] == '+' && p.text[to-1] == '+' { // `+literal+`
			from, to = from+1, to-1
		}
	}
	p.putAs(from, to, m)
	p.plain = end + size
	return end + size
}

// bracket reads [[anchor]] and the attributes of the quotation that follows.
func (p *adocInline) bracket(i int) int {
	if bytes.HasPrefix(p.text[i:], []byte("[[")) {
		if n := bytes.Index(p.text[i:min(len(p.text), i+200)], []byte("]]")); n > 2 && !bytes.ContainsAny(p.text[i+2:i+n], "[\n") {
			id, _, _ := bytes.Cut(p.text[i+2:i+n], []byte(","))
			p.anchor(id)
			p.drop(i, i+n+2)
			return i + n + 2
		}
		return i + 2
	}
	n := bytes.IndexAny(p.text[i+1:min(len(p.text), i+200)], "[]\n")
	if n < 0 || p.text[i+1+n] != ']' {
		return i + 1
	}
	end := i + n + 2
	if end < len(p.text) && adocQuotes[p.text[end]] != 0 && n > 0 && !isSpace(p.text[i+1]) && (p.text[i+1] == '.' || p.text[i+1] == '#' || isLetter(p.text[i+1])) {
		if p.text[i+1] == '#' {
			id, _, _ := bytes.Cut(p.text[i+2:end-1], []byte("."))
			p.anchor(id)
		}
		p.drop(i, end)
		return end
	}
	return i + 1
}

// drop puts the text before from and leaves out what stands up to end, as if
// it were not there.
func (p *adocInline) drop(from, end int) {
	p.put(from)
	p.plain = end
}

func (p *adocInline) anchor(id []byte) {
	valid := validID(bytes.TrimSpace(id))
	if p.id == "" {
		p.id = valid
	}
	p.a.r.noteAnchor(valid)
}

// indexTerm reads ((term)), which is shown, and (((a, b, c))), which is not.
func (p *adocInline) indexTerm(i int) int {
	open := 2
	if bytes.HasPrefix(p.text[i:], []byte("(((")) {
		open = 3
	}
	limit := min(p.limit(), i+400)
	n := bytes.Index(p.text[i+open:limit], []byte(")))"[:open]))
	if n <= 0 {
		return i + open
	}
	from, end := i+open, i+open+n
	line := p.a.r.lineAt(p.offset(i))
	if open == 3 {
		p.a.indexTerms(p.text[from:end], line)
		p.drop(i, end+3)
		return end + 3
	}
	p.a.indexTerms(bytes.ReplaceAll(p.text[from:end], []byte(","), []byte(" ")), line)
	p.put(i)
	p.putAs(from, end, p.set|markEmph)
	p.plain = end + 2
	return end + 2
}

// indexTerms notes the terms of a list as tags.
func (a *adoc) indexTerms(list []byte, line int) {
	for len(list) > 0 {
		var term []byte
		term, list = cutAttributeValue(list)
		term = bytes.Trim(bytes.TrimSpace(term), "\"")
		if bytes.HasPrefix(term, []byte("see=")) || bytes.HasPrefix(term, []byte("see-also=")) {
			continue
		}
		a.r.bag.indexTag(oneLine(string(bytes.Trim(term, "`*_+"))), line, a.r.current)
	}
}

// angle reads <<reference,text>> and <https://address>.
func (p *adocInline) angle(i int) int {
	if bytes.HasPrefix(p.text[i:], []byte("<<")) {
		n := bytes.Index(p.text[i:min(p.limit(), i+500)], []byte(">>"))
		if n <= 2 {
			return i + 2
		}
		target, label, _ := bytes.Cut(p.text[i+2:i+n], []byte(","))
		end := i + n
		return p.link(i, adocReference(bytes.TrimSpace(target)), end-len(label), end, end+2)
	}
	if !startsURL(p.text[i+1:]) {
		return i + 1
	}
	if p.tired() {
		return i + 1
	}
	reach := min(p.limit(), i+maxMacro)
	n := bytes.IndexAny(p.text[i:reach], "> \n")
	if n < 0 || p.text[i+n] != '>' {
		p.work += reach - i
		return i + 1
	}
	return p.link(i, string(p.text[i+1:i+n]), i+n, i+n, i+n+1)
}

// adocReference returns where a reference leads: to an id of the document, or
// to another one.
func adocReference(target []byte) string {
	if len(target) == 0 || target[0] == '#' || bytes.ContainsAny(target, "#/") || bytes.HasSuffix(target, []byte(".adoc")) {
		return string(target)
	}
	return "#" + string(target)
}

// link notes a link that starts at i and ends at after, and whose text stands
// between from and end. It returns where reading goes on.
func (p *adocInline) link(i int, destination string, from, end, after int) int {
	r := p.a.r
	p.put(i)
	slot := r.addDestination(p.offset(i), destination)
	if from < end {
		p.quotes = append(p.quotes, adocQuote{end, after - end, p.set, slot, len(r.arena)})
		p.set |= markLink
		p.plain = from
		return from
	}
	shown := strings.TrimPrefix(destination, "#")
	r.pieces = append(r.pieces, piece{at: len(r.arena), src: p.offset(i), mark: p.set | markSkip})
	r.arena = append(append(r.arena, shown...), ' ')
	if startsURL([]byte(destination)) {
		r.nameLink(slot, destination)
	}
	p.plain = after
	return after
}

func startsURL(text []byte) bool {
	for _, scheme := range []string{"https://", "http://", "ftp://", "irc://", "file://"} {
		if bytes.HasPrefix(text, []byte(scheme)) {
			return true
		}
	}
	return false
}
