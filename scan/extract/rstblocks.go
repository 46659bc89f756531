package extract

import (
	"bytes"
	"strings"
)

// rstItem reads the item of a list whose marker, of the given size, starts
// the line that is next.
func (r *reader) rstItem(indent int32, size int) {
	s := &r.rst
	s.plain = true
	r.rstDedent(s.n, size)
	r.rstBody(indent, false)
}

// rstDedent takes a marker off the start of a line.
func (r *reader) rstDedent(n, size int) {
	s := &r.rst
	at, end := int(s.offs[n])+size, r.blockEnd(n)
	col := s.cols[n] + int32(rstWidth(r.src[s.offs[n]:at]))
	for at < end && isSpace(r.src[at]) {
		at++
		col++
	}
	if at >= end {
		col = -1
	}
	s.cols[n], s.offs[n] = col, int32(at)
}

// rstHang makes the text at an offset of line n the start of the indented
// block below it: what follows a marker hangs in the column of the next line.
func (r *reader) rstHang(n int, outer int32, at int) {
	s := &r.rst
	end := r.blockEnd(n)
	for at < end && isSpace(r.src[at]) {
		at++
	}
	s.offs[n] = int32(at)
	switch below := r.blockCol(n + 1); {
	case at >= end:
		s.cols[n] = -1
	case below > outer:
		s.cols[n] = below
	default:
		s.cols[n] = outer + 1
	}
}

// rstEnumerator returns the size of the number that starts an item of a list,
// 0 for none: "1.", "(a)", "iv)", "#.". As docutils has it, the line below
// must not make it plain text.
func (r *reader) rstEnumerator(text []byte, indent int32) int {
	n := rstNumber(text)
	if n == 0 {
		return 0
	}
	if below := r.blockText(r.rst.n + 1); len(below) > 0 && r.rst.cols[r.rst.n+1] <= indent && rstNumber(below) == 0 {
		return 0
	}
	return n
}

func rstNumber(text []byte) int {
	i, open := 0, len(text) > 0 && text[0] == '('
	if open {
		i++
	}
	start := i
	switch {
	case i == len(text):
		return 0
	case text[i] == '#':
		i++
	case isDigit(text[i]):
		for i < len(text) && isDigit(text[i]) && i < start+9 {
			i++
		}
	case isLetter(text[i]):
		i++
		for i < len(text) && i < start+9 && strings.IndexByte("ivxlcdmIVXLCDM", text[i]) >= 0 && strings.IndexByte("ivxlcdmIVXLCDM", text[start]) >= 0 {
			i++
		}
	}
	if i == start || i == len(text) || text[i] != ')' && (open || text[i] != '.') || i+1 < len(text) && text[i+1] != ' ' {
		return 0
	}
	return i + 1
}

// rstParagraph reads a paragraph, the term of a definition list or the line
// before a literal block.
func (r *reader) rstParagraph(indent int32) {
	s := &r.rst
	first := s.n
	s.n++
	if r.blockCol(s.n) > indent && !bytes.HasSuffix(r.blockText(first), []byte("::")) {
		r.rstDefinition(first, indent)
		return
	}
	for s.n < len(s.cols) && s.cols[s.n] == indent && s.n-first < maxRSTLines {
		s.n++
	}
	literal := bytes.HasSuffix(r.blockText(s.n-1), []byte("::"))
	r.rstLinesProse(first, s.n, 0)
	if literal {
		r.rstLiteralBlock(indent, s.lang)
	}
}

// rstDefinition reads a term and its definition. Sentences that merely have
// something indented below them are no terms.
func (r *reader) rstDefinition(n int, indent int32) {
	const longest = 80
	text := r.blockText(n)
	end := r.blockEnd(n)
	if i := bytes.Index(text, []byte(" : ")); i > 0 {
		end = int(r.rst.offs[n]) + i // what follows says what sort of thing it is
	}
	m := markDefined
	if last := text[len(text)-1]; len(text) > longest || bytes.Contains(text[:end-int(r.rst.offs[n])], []byte(": ")) || last == '.' || last == ',' || last == ':' || last == ';' || last == '?' {
		m, end = 0, r.blockEnd(n)
	}
	r.blockStart()
	r.blockAdd(int(r.rst.offs[n]), end)
	r.rst.plain = true
	r.rstProse(m)
	r.rstBody(indent, false)
}

// rstLiteralBlock reads the literal block that a paragraph has announced: an
// indented one, or lines that all start with the same mark.
func (r *reader) rstLiteralBlock(indent int32, lang []byte) {
	s := &r.rst
	for r.blockCol(s.n) < 0 && s.n < len(s.cols) {
		s.n++
	}
	switch col := r.blockCol(s.n); {
	case col > indent:
		r.rstCode(s.n, indent, lang)
	case col == indent && isPunct(r.blockText(s.n)[0]):
		mark := r.blockText(s.n)[0]
		first := s.n
		for s.n < len(s.cols) && s.cols[s.n] == indent && r.blockText(s.n)[0] == mark {
			s.n++
		}
		r.rstCodeLines(first, s.n, lang)
	}
}

// rstCode reads code from line first on, as far as it is indented more than
// outer.
func (r *reader) rstCode(first int, outer int32, lang []byte) {
	s := &r.rst
	last := first
	for s.n = first; s.n < len(s.cols) && (s.cols[s.n] < 0 || s.cols[s.n] > outer); s.n++ {
		if s.cols[s.n] >= 0 {
			last = s.n
		} else if last == first && s.cols[first] < 0 {
			first, last = s.n+1, s.n+1 // blank lines before the code
		}
	}
	if first < s.n {
		r.rstCodeLines(first, last+1, lang)
	}
}

// rstCodeLines reads lines as code, without the indentation they share.
func (r *reader) rstCodeLines(first, end int, lang []byte) {
	s := &r.rst
	s.plain = true
	shared := int32(-1)
	for n := first; n < end; n++ {
		if c := s.cols[n]; c >= 0 && (shared < 0 || c < shared) {
			shared = c
		}
	}
	s.buf = s.buf[:0]
	for n := first; n < end; n++ {
		at, stop := int(r.starts[n]), r.blockEnd(n)
		for col := int32(0); at < stop && col < shared && isSpace(r.src[at]); at++ {
			if col++; r.src[at] == '\t' {
				col += (8 - col%8) % 8
			}
		}
		s.buf = append(append(s.buf, r.src[at:max(at, stop)]...), '\n')
	}
	if len(lang) == 0 && bytes.HasPrefix(s.buf, []byte("$ ")) {
		lang = []byte("console")
	}
	r.code(s.buf, first+1, lang)
}

// rstDoctest reads an interactive Python session, up to a blank line.
func (r *reader) rstDoctest() {
	s := &r.rst
	first := s.n
	for s.n < len(s.cols) && s.cols[s.n] >= 0 {
		s.n++
	}
	r.rstCodeLines(first, s.n, []byte("pycon"))
}

// rstLineBlock reads lines that start with a bar.
func (r *reader) rstLineBlock(indent int32) {
	s := &r.rst
	first := s.n
	r.blockStart()
	for ; s.n < len(s.cols) && s.cols[s.n] >= indent && s.n-first < maxRSTLines; s.n++ {
		from, end := int(s.offs[s.n]), r.blockEnd(s.n)
		if text := r.src[from:end]; s.cols[s.n] == indent {
			if text[0] != '|' || len(text) > 1 && text[1] != ' ' {
				break
			}
			from++
		}
		for from < end && isSpace(r.src[from]) {
			from++
		}
		r.blockAdd(from, end)
	}
	s.plain = true
	r.rstProse(0)
}

// rstFieldName returns where the name of a field ends with which text starts,
// at a colon; 0 if it does not.
func rstFieldName(text []byte) int {
	if len(text) < 3 || text[0] != ':' || isSpace(text[1]) || text[1] == ':' {
		return 0
	}
	for i := 2; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case ':':
			if i+1 == len(text) || text[i+1] == ' ' {
				return i
			}
			if text[i+1] == '`' {
				return 0
			}
		}
	}
	return 0
}

// rstField reads a field: of the document, where nothing but its title comes
// before, of an object's description, or any other.
func (r *reader) rstField(text []byte, indent int32) bool {
	s := &r.rst
	end := rstFieldName(text)
	if end == 0 {
		return false
	}
	n, at := s.n, int(s.offs[s.n])
	name := text[1:end]
	word, rest, _ := bytes.Cut(name, []byte(" "))
	if !s.plain && r.rstDocField(strings.ToLower(string(name)), n, at+end+1, indent) {
		return true
	}
	s.plain = true
	switch string(word) {
	case "param", "parameter", "arg", "argument", "key", "kwarg", "keyword", "var", "ivar", "cvar", "type", "vartype", "raises", "raise", "except", "exception", "throws":
		kind := Identifier
		if c := word[0]; c == 'r' || c == 'e' || word[0] == 't' && word[1] == 'h' {
			kind = Class
		}
		if rest = lastName(rest); len(rest) > 1 && string(word) != "type" && string(word) != "vartype" {
			r.rstSight(rest, n, kind, false)
		}
	case "return", "returns", "rtype", "yield", "yields", "meta", "retval":
	default:
		r.blockStart()
		r.blockAdd(at+1, at+end)
		r.rstProse(0)
	}
	r.rstHang(n, indent, at+end+1)
	r.rstBody(indent, false)
	return true
}

// rstDocField reads a field about the document itself, as front matter.
func (r *reader) rstDocField(name string, n, at int, indent int32) bool {
	s := &r.rst
	switch name {
	case "abstract", "dedication":
		return false
	case "author", "authors", "organization", "contact", "address", "version", "revision", "status", "date", "copyright",
		"orphan", "nosearch", "tocdepth", "nocomments", "maintainer", "license", "last-modified", "content-type", "post-history":
		s.n++
		r.rstSkip(indent)
		return true
	}
	if name == "title" || !r.wanted(name) {
		return false
	}
	field := frontField{name: name}
	value := bytes.TrimSpace(r.src[at:r.blockEnd(n)])
	for s.n++; s.n < len(s.cols) && (s.cols[s.n] < 0 || s.cols[s.n] > indent); s.n++ {
		text := r.blockText(s.n)
		if len(text) > 2 && (text[0] == '-' || text[0] == '*') && text[1] == ' ' {
			field.list = true
			field.values = append(field.values, frontValue{string(bytes.TrimSpace(text[2:])), s.n})
		} else if len(text) > 0 && len(value) < maxFront {
			value = append(append(bytes.Clone(value), ' '), text...)
		}
	}
	if len(value) > 0 && !field.list {
		field.values = append(field.values, frontValue{string(value), n})
	}
	r.frontField(&s.front, field)
	return true
}

// rstOptionItem reads an item of an option list: -a, --all=X, /V, and what it
// does behind two spaces or below.
func (r *reader) rstOptionItem(text []byte, indent int32) bool {
	s := &r.rst
	head := text
	gap := bytes.Index(text, []byte("  "))
	if gap > 0 {
		head = text[:gap]
	} else if r.blockCol(s.n+1) <= indent {
		return false
	}
	if len(head) > 100 {
		return false
	}
	for option := range bytes.SplitSeq(head, []byte(", ")) {
		if len(rstOption(option)) == 0 {
			return false
		}
	}
	for option := range bytes.SplitSeq(head, []byte(", ")) {
		r.rstSight(rstOption(option), s.n, Command, true)
	}
	s.plain = true
	r.rstHang(s.n, indent, int(s.offs[s.n])+len(head))
	r.rstBody(indent, false)
	return true
}

// rstOption cuts an option and its argument down to the option, nil if there
// is none: --all=X is --all.
func rstOption(text []byte) []byte {
	text = bytes.TrimSpace(text)
	i := 0
	for i < len(text) && (text[i] == '-' || text[i] == '/' || text[i] == '+') {
		i++
	}
	if i == 0 || i > 2 || i == len(text) || !isWordByte(text[i]) && text[i] != '?' {
		return nil
	}
	for i++; i < len(text) && (isWordByte(text[i]) || text[i] == '-'); i++ {
	}
	if rest := text[i:]; len(rest) > 0 && (bytes.IndexByte([]byte("=[ <:"), rest[0]) < 0 || bytes.Count(rest, []byte(" ")) > 2) || i > maxWord {
		return nil
	}
	return text[:i]
}

// rstSight records a name that stands in line n outside of running text.
func (r *reader) rstSight(name []byte, n int, kind Kind, defines bool) {
	p := &r.ctx
	p.first, p.kinds, p.parens = false, false, 0
	m := r.rst.mark | markWhole
	if kind == Term {
		m |= markDefined
	}
	r.sight(name, int32(n+1), m, kind, defines)
}
