package extract

import "bytes"

// Headings of plain text have a style, as those of reStructuredText have: the
// mark of the underline, or one of these. A number counts its parts.
const (
	textTitle    = 'T'
	textCapitals = 'C'
	textNumbered = '0'
)

// textHeading reads a heading at line n of a block, and returns how many lines
// it has, 0 for none. A line of marks that is no underline is passed over.
func (r *reader) textHeading(n, first, end int) int {
	s := &r.rst
	text := r.blockText(n)
	if bytes.HasPrefix(text, []byte("SPDX-License-Identifier:")) {
		return 1
	}
	if marks := rstAdorned(text); marks > 2 {
		if n+2 < end && rstAdorned(r.blockText(n+2)) >= marks && marks >= rstWidth(r.blockText(n+1)) && r.blockText(n + 2)[0] == text[0] && headingLike(r.blockText(n+1)) {
			r.textSection(n+1, rstAdornment{text[0], true}, 0)
			return 3
		}
		return 1
	}
	if n+1 < end {
		under := r.blockText(n + 1)
		if marks := rstAdorned(under); marks > 2 && headingLike(text) && underlines(under[0]) && marks*2 >= rstWidth(text) && marks <= rstWidth(text)*2+4 {
			r.textSection(n, rstAdornment{under[0], false}, 0)
			return 2
		}
	}
	if n+2 < end && n == first && text[0] == '[' && text[len(text)-1] == ']' && rstAdorned(r.blockText(n+2)) > 2 {
		return 1 // an anchor of AsciiDoc above a title
	}
	if n != first || s.sparse {
		return 0
	}
	alone := n+1 == end
	switch number := headingNumber(text); {
	case !s.plain && alone && len(r.doc.Sections) == 1 && r.textIsTitle(text):
		r.textSection(n, rstAdornment{textTitle, false}, 0)
	case alone && number > 0 && r.textNumbered(n, number):
		parts := bytes.Count(bytes.TrimRight(text[:number], ". )"), []byte("."))
		r.textSection(n, rstAdornment{textNumbered + byte(min(parts, 9)), false}, 0)
	case (alone || s.cols[n+1] > s.cols[n]) && s.cols[n] < 8 && capitals(text):
		r.textSection(n, rstAdornment{textCapitals, false}, 0)
	default:
		return 0
	}
	return 1
}

// underlines reports whether a mark is one that people underline with.
func underlines(c byte) bool { return bytes.IndexByte([]byte("=-~*#^+_\"'`"), c) >= 0 }

// headingLike reports whether a line could be a heading: short, and of words.
func headingLike(text []byte) bool {
	const longest = 100
	letters := 0
	for _, c := range text {
		if isLetter(c) || c >= 0x80 {
			letters++
		}
	}
	first := text[0]
	return len(text) <= longest && letters*2 >= len(text) && rstAdorned(text) == 0 &&
		(isLetter(first) || isDigit(first) || first >= 0x80 || bytes.IndexByte([]byte("\"'`(._"), first) >= 0)
}

// textIsTitle reports whether the first line, alone, is a title: no sentence,
// no address, no item of a list.
func (r *reader) textIsTitle(text []byte) bool {
	const longest = 72
	if !headingLike(text) || len(text) > longest || len(textMarker(text)) > 0 || bytes.IndexByte(text, '@') >= 0 || bytes.Contains(text, []byte("://")) {
		return false
	}
	switch text[len(text)-1] {
	case '.', ',', ':', ';', '?', '{', '\\':
		return false
	}
	return !bytes.ContainsAny(text, "=<>{}|$") && text[0] != '#' && text[0] != '['
}

// headingNumber returns the size of the number before a heading: "2.1 " or
// "3. ", 0 for none.
func headingNumber(text []byte) int {
	i, digits := 0, 0
	for i < len(text) && (isDigit(text[i]) || text[i] == '.' && i > 0 && isDigit(text[i-1])) {
		if isDigit(text[i]) {
			digits++
		}
		i++
	}
	if digits == 0 || digits > 6 || i+2 >= len(text) || text[i] == ')' && bytes.IndexByte(text[:i], '.') >= 0 {
		return 0
	}
	if text[i] == ')' {
		i++
	}
	if bytes.IndexByte(text[:i], '.') < 0 && text[i-1] != ')' || !isSpace(text[i]) {
		return 0
	}
	for i < len(text) && isSpace(text[i]) {
		i++
	}
	return i
}

// textNumbered reports whether a numbered line, alone between blank lines, is
// a heading and no item of a list: a few words, the first with a capital, no
// sentence, and text that is no further item below it.
func (r *reader) textNumbered(n, number int) bool {
	const longest, most = 70, 9
	text := r.blockText(n)
	words := bytes.TrimSpace(text[number:])
	if len(text) > longest || len(words) == 0 || !isUpper(words[0]) && words[0] < 0x80 || !headingLike(words) || r.rst.cols[n] > 3 {
		return false
	}
	switch words[len(words)-1] {
	case '.', ',', ';', '?', '!':
		return false
	}
	if bytes.Count(words, []byte(" ")) >= most {
		return false
	}
	below := n + 2
	for limit := below + 3; below < limit && r.blockCol(below) < 0; below++ {
	}
	next := r.blockText(below)
	parts := bytes.Count(bytes.TrimRight(text[:number], ". )"), []byte("."))
	return len(next) > 0 && (parts > 0 || headingNumber(next) == 0 || bytes.Count(bytes.TrimRight(next[:headingNumber(next)], ". )"), []byte(".")) > parts)
}

// capitals reports whether a line is a heading in capitals: NAME, SEE ALSO.
func capitals(text []byte) bool {
	const longest, most = 60, 7
	letters := 0
	for _, c := range text {
		switch {
		case c >= 'a' && c <= 'z' || bytes.IndexByte([]byte("_=(){}[]<>;|\\@$\"*"), c) >= 0:
			return false
		case isUpper(c):
			letters++
		}
	}
	last := text[len(text)-1]
	return letters > 2 && letters*3 >= len(text)*2 && len(text) <= longest && last != '.' && last != ',' && bytes.Count(text, []byte(" ")) <= most
}

// textSection starts the section whose heading is line n. A text has no
// anchors anywhere.
func (r *reader) textSection(n int, style rstAdornment, cut int) {
	s := &r.rst
	r.blockStart()
	r.blockAdd(int(s.offs[n])+cut, r.blockEnd(n))
	from := r.startText()
	r.textInline(markHeading)
	if r.sectionsFull() {
		r.prose(from, markStrong)
		return
	}
	s.titled = s.titled || !s.plain // a heading below text is no title of it all
	level := s.capitals
	if style.char != textCapitals {
		level = r.rstLevel(style)
	} else if level == 0 {
		// Capitals head the parts of a text, whatever else came before.
		if level = min(len(s.styles), 1) + 1; level > len(s.styles) {
			s.styles = append(s.styles, style)
		}
		s.capitals = level
	}
	_, title := r.headingText(from)
	r.headingWords(r.openSection(level, n+1, title, ""), from)
}
