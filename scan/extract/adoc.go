package extract

import (
	"bytes"
)

// adoc is an AsciiDoc document that is being read, line by line: blocks are
// told by their first line, and their text has inline markup. The model is
// Asciidoctor's; what it would look up elsewhere (included files, attributes
// from outside) is left out.
type adoc struct {
	r          *reader
	attributes map[string]string
	ids        map[string]int // ids that are taken, with the last number tried
	front      front
	expanded   int  // bytes that attributes added
	noIDs      bool // sectids is unset
	compat     bool // the older markup: 'emphasis', +code+
	headed     bool // the header has been read

	block adocBlock      // what is said of the block to come
	open  []string       // delimiters of the blocks that are open
	ends  map[string]int // the last line of each delimiter

	lines  []int // lines of the paragraph so far
	skip   int   // bytes of its first line that are no text: a list's marker
	mark   mark  // of the paragraph
	listed bool  // the paragraph is a list's item
	item   bool  // the line before was a list's term alone
	asks   bool  // the list's terms are questions

	text  []byte // of the block, attributes resolved
	spots []adocSpot
	code  []byte
	in    adocInline
}

// maxAdocOpen bounds the blocks that are open inside each other.
const maxAdocOpen = 64

// readAsciiDoc reads an AsciiDoc document. Both branches of a condition are
// read.
func (r *reader) readAsciiDoc() {
	a := &adoc{r: r, attributes: map[string]string{}, ids: map[string]int{}, ends: map[string]int{}}
	a.front = r.frontMatter()
	first := 1
	if r.body > 0 {
		first = r.lineAt(r.body-1) + 1
	}
	for n := first; n <= len(r.starts); n++ {
		if d := delimiterOf(bytes.TrimRight(r.lineText(n), " \t")); d != "" {
			a.ends[d] = n
		}
	}
	for n := first; n <= len(r.starts); n++ {
		n = a.line(n, bytes.TrimRight(r.lineText(n), " \t"))
	}
	a.flush()
	r.closeSections()
	r.doc.Title = a.front.title
	r.chooseTitle()
	r.frontWords(a.front)
}

// line reads line n and returns the last line that was read.
func (a *adoc) line(n int, line []byte) int {
	switch {
	case len(line) == 0:
		item := a.item // the text of a term may follow a blank line
		a.flush()
		a.item = item
		return n
	case bytes.HasPrefix(line, []byte("//")) && !bytes.HasPrefix(line, []byte("///")), a.directive(n, line):
		return n
	case len(a.lines) == 1 && a.underlined(line):
		return a.twoLineTitle(n, line)
	}
	if d := delimiterOf(line); d != "" {
		a.flush()
		return a.delimited(n, line, d)
	}
	if line[0] == '[' {
		before := a.block
		if len(a.lines) > 0 {
			a.block = adocBlock{}
		}
		if a.blockAttributes(line) {
			block := a.block
			a.flush()
			a.block = block
			return n
		}
		a.block = before
	}
	switch {
	case string(line) == "+": // what follows belongs to the list's item
		a.flush()
	case len(a.lines) == 0:
		return a.start(n, line)
	case !a.listed || !a.listItem(n, line) && !a.definition(n, line):
		a.lines = append(a.lines, n)
	}
	return n
}

// start reads line n, which starts a block.
func (a *adoc) start(n int, line []byte) int {
	if last := a.attributeEntry(n, line); last > 0 && !a.item {
		return last
	}
	if level := adocLevel(line); level > 0 && (len(a.open) == 0 || a.block.discrete) && !a.item {
		return a.title(n, level, line)
	}
	if line[0] == '.' && len(line) > 1 && line[1] != '.' && line[1] != ' ' && line[1] != '\t' && !a.item {
		block := a.block
		a.begin(n, 1, markEmph) // a block's title
		a.flush()
		a.block = block
		return n
	}
	switch {
	case a.listItem(n, line), a.definition(n, line):
		return n
	case isRule(line):
		a.block = adocBlock{}
		return n
	case a.styled():
		return a.styledParagraph(n)
	case (line[0] == ' ' || line[0] == '\t') && !a.item && a.block.style == "":
		return a.literal(n)
	case a.blockMacro(n, line):
		return n
	}
	skip := 0
	if label, rest, ok := bytes.Cut(line, []byte(": ")); ok && admonitions[string(label)] {
		skip = len(line) - len(rest)
	}
	listed := a.item
	a.begin(n, skip, 0)
	a.listed = listed
	return n
}

var admonitions = words("NOTE TIP IMPORTANT WARNING CAUTION TODO")

// begin starts a paragraph on line n, whose text starts after skip bytes.
func (a *adoc) begin(n, skip int, m mark) {
	a.flush()
	a.lines, a.skip, a.mark, a.listed = append(a.lines[:0], n), skip, m, false
}

// flush reads the words of the paragraph so far.
func (a *adoc) flush() {
	a.item = false
	if len(a.lines) == 0 {
		return
	}
	r := a.r
	m := a.mark
	a.paragraph()
	from := r.startText()
	a.inline(m)
	a.words(from, m)
	a.lines, a.mark, a.skip = a.lines[:0], 0, 0
	a.block = adocBlock{}
}

// words reads the words of the block whose text is in the arena since from.
func (a *adoc) words(from int, m mark) {
	r := a.r
	switch {
	case m&markDefined != 0 && a.label(r.arena[from:]):
		r.sortLinks()
		return
	case m&(markDefined|markCell) == 0 && r.fresh:
		r.fresh = false
		m |= markFirst
	}
	r.prose(from, m)
}

// label reports whether the term of a list says what part of a description
// follows, rather than what is described.
func (a *adoc) label(text []byte) bool {
	title := oneLine(string(text))
	return len(title) < 40 && a.r.x.words.heading(title) != headingOwn
}

// paragraph gathers the text of the paragraph's lines.
func (a *adoc) paragraph() {
	for i, n := range a.lines {
		from := int(a.r.starts[n-1])
		line := bytes.TrimRight(a.r.lineText(n), " \t")
		if i == 0 {
			from, line = from+a.skip, line[min(a.skip, len(line)):]
		} else {
			trimmed := bytes.TrimLeft(line, " \t>")
			from, line = from+len(line)-len(trimmed), trimmed
			a.text = append(a.text, '\n')
		}
		if bytes.HasPrefix(line, []byte("ifdef::")) || bytes.HasPrefix(line, []byte("ifndef::")) {
			if open := bytes.IndexByte(line, '['); open >= 0 && line[len(line)-1] == ']' {
				from, line = from+open+1, line[open+1:len(line)-1]
			}
		}
		line = bytes.TrimSuffix(line, []byte(" +"))
		a.add(from, from+len(line))
		// A block is cut at a size that a paragraph never has.
		if len(a.text) > 1<<16 && i+1 < len(a.lines) {
			from := a.r.startText()
			a.inline(a.mark)
			a.words(from, a.mark)
		}
	}
}

// directive reads a condition, whose both branches are read, or an include.
func (a *adoc) directive(n int, line []byte) bool {
	name, rest, ok := bytes.Cut(line, []byte("::"))
	if !ok || line[len(line)-1] != ']' {
		return false
	}
	switch string(name) {
	case "ifdef", "ifndef", "ifeval", "endif":
		if open := bytes.IndexByte(rest, '['); open >= 0 && open+2 < len(rest) && string(name) != "ifeval" {
			a.lines = append(a.lines, n) // ifdef::name[text]
		}
		return true
	case "include":
		target, _, _ := bytes.Cut(rest, []byte("["))
		a.add(int(a.r.starts[n-1])+9, int(a.r.starts[n-1])+9+len(target))
		a.r.addDestination(int(a.r.starts[n-1]), string(a.text))
		a.text, a.spots = a.text[:0], a.spots[:0]
		return true
	}
	return false
}

// blockMacro reads name::target[attributes] on a line of its own.
func (a *adoc) blockMacro(n int, line []byte) bool {
	name, rest, ok := bytes.Cut(line, []byte("::"))
	open := bytes.IndexByte(rest, '[')
	if !ok || open < 0 || line[len(line)-1] != ']' || len(name) == 0 || len(name) > maxMacroName {
		return false
	}
	for _, c := range name {
		if !isWordByte(c) && c != '-' {
			return false
		}
	}
	from := int(a.r.starts[n-1])
	switch string(name) {
	case "image", "video", "audio":
		a.add(from+len(name)+2, from+len(line)-1)
		at := a.r.startText()
		a.in = adocInline{a: a, text: a.text, quotes: a.in.quotes[:0]}
		if open := bytes.IndexByte(a.text, '['); open >= 0 {
			a.in.plain = len(a.text)
			a.in.image(0, string(a.text[:open]), open+1, len(a.text))
		}
		a.r.prose(at, 0)
		a.text, a.spots = a.text[:0], a.spots[:0]
	}
	a.block = adocBlock{}
	return true
}

// styled reports whether the block to come is a paragraph that is no text.
func (a *adoc) styled() bool {
	switch a.block.style {
	case "source", "listing", "literal", "comment", "stem", "latexmath", "asciimath", "pass":
		return true
	}
	return false
}

// styledParagraph reads the paragraph that starts on line n as its style
// says.
func (a *adoc) styledParagraph(n int) int {
	last := a.lastLine(n)
	switch a.block.style {
	case "source", "listing", "literal":
		a.listing(n, last)
	}
	a.block = adocBlock{}
	return last
}

// literal reads an indented block.
func (a *adoc) literal(n int) int {
	last := a.lastLine(n)
	a.block = adocBlock{}
	a.listing(n, last)
	return last
}

// lastLine returns the last line of the paragraph that starts on line n.
func (a *adoc) lastLine(n int) int {
	for n < len(a.r.starts) {
		line := bytes.TrimRight(a.r.lineText(n+1), " \t")
		if len(line) == 0 || string(line) == "+" || delimiterOf(line) != "" {
			break
		}
		n++
	}
	return n
}

// listing reads lines as code of the block's language.
func (a *adoc) listing(from, last int) {
	r := a.r
	if from > last || last > len(r.starts) {
		return
	}
	to := len(r.src)
	if last < len(r.starts) {
		to = int(r.starts[last])
	}
	var info []byte
	if a.block.language != "" {
		info = []byte(a.block.language)
	} else if language := a.attributes["source-language"]; language != "" && a.block.style == "source" {
		info = []byte(language)
	}
	text := r.src[r.starts[from-1]:to]
	if bytes.Contains(text, []byte(">\n")) || bytes.HasSuffix(text, []byte(">")) {
		a.code = dropCallouts(a.code[:0], text)
		text = a.code
	}
	r.code(text, from, info)
	r.fresh = false
}

// dropCallouts appends code to dst without the numbers of remarks at the ends
// of its lines: <1>, <.> and those in a comment.
func dropCallouts(dst, text []byte) []byte {
	for line := range bytes.Lines(text) {
		code := bytes.TrimRight(line, "\n")
		end := line[len(code):]
		for len(code) > 2 && code[len(code)-1] == '>' {
			open := bytes.LastIndexByte(code[max(len(code)-5, 0):], '<')
			if open < 0 {
				break
			}
			open += max(len(code)-5, 0)
			number := code[open+1 : len(code)-1]
			if len(number) == 0 || len(bytes.Trim(number, "0123456789")) > 0 && string(number) != "." {
				break
			}
			code = bytes.TrimRight(code[:open], " \t")
		}
		dst = append(append(dst, code...), end...)
	}
	return dst
}
