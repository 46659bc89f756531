package extract

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// rstState is what the reader of reStructuredText keeps of a document. Lines
// count from 0 here.
type rstState struct {
	cols []int32 // the column of each line's first character, -1 for a blank line
	offs []int32 // where that character stands in r.src
	n    int     // the line that is read next

	depth    int
	mark     mark // what the blocks being read are in
	styles   []rstAdornment
	plain    bool // a title or text came before: a field list is no docinfo
	ids      docutilsIDs
	labels   []rstLabel
	fresh    int // index of the first label that no text follows so far
	names    rstNames
	titles   map[string]string // folded title → anchor
	lang     []byte            // of literal blocks, as highlight says
	module   string            // that module or currentmodule names
	domain   string            // of that module; "" for Python's
	class    string            // the class whose members are being read
	front    front
	text     []byte // the block being read, without indentation
	rows     []blockRow
	row      int // the row of the piece added last
	missing  [rstMarks]bool
	args     []rstRange
	options  []rstOptionLine
	bounds   []int32
	cells    []rstCell
	swapped  []rstSwap
	looked   int    // lines at which ends of tables were looked for
	replaced int    // bytes put in for substitutions
	buf      []byte // code without its indentation

	left     int  // plain text: bytes that are read as text yet
	sparse   bool // plain text: only its start is
	capitals int  // plain text: the level of headings in capitals, 0 before the first
	titled   bool // plain text: it starts with a heading
}

// rstAdornment is the style of a title: the character, and whether it has an
// overline.
type rstAdornment struct {
	char byte
	over bool
}

// blockRow says where a line of rstState.text stands in r.src.
type blockRow struct{ at, src int }

// rstRange is a stretch of r.src on one line.
type rstRange struct{ from, to int }

// rstLabel is a target, by its name, and the anchor of the place it marks.
type rstLabel struct{ name, anchor string }

// maxRSTDepth bounds how deep blocks nest. Below it text is read as
// paragraphs, and the reading counts as simple.
const maxRSTDepth = 60

func (s *rstState) reset() {
	s.n, s.depth, s.mark, s.plain = 0, 0, 0, false
	s.looked, s.replaced, s.capitals, s.sparse, s.titled = 0, 0, 0, false, false
	s.styles, s.labels, s.fresh = s.styles[:0], s.labels[:0], 0
	s.lang, s.module, s.domain, s.class = nil, "", "", ""
	s.ids.reset()
	s.titles = map[string]string{}
}

// readRST reads a reStructuredText document: docutils' syntax with the
// directives and roles of Sphinx. Malformed markup is text.
func (r *reader) readRST() {
	s := &r.rst
	s.reset()
	s.front = r.frontMatter()
	r.doc.Title = s.front.title
	r.blockLines()
	r.rstNames()
	r.rstBody(-1, true)
	r.rstResolve()
	r.closeSections()
	r.chooseTitle()
	r.frontWords(s.front)
}

// rstBody reads the lines from here on that are indented more than outer.
func (r *reader) rstBody(outer int32, titles bool) {
	s := &r.rst
	if s.depth >= maxRSTDepth {
		r.rstFlat(outer)
		return
	}
	s.depth++
	for s.n < len(s.cols) {
		col := s.cols[s.n]
		if col < 0 {
			s.n++
			continue
		}
		if col <= outer {
			break
		}
		r.rstBlocks(col, titles)
	}
	s.depth--
}

// rstBlocks reads blocks that start at one column, and quotes between them.
func (r *reader) rstBlocks(indent int32, titles bool) {
	s := &r.rst
	for s.n < len(s.cols) {
		switch col := s.cols[s.n]; {
		case col < 0:
			s.n++
		case col < indent:
			return
		case col > indent:
			r.rstBody(indent, false)
		default:
			r.rstBlock(indent, titles)
		}
	}
}

// rstFlat reads what is nested too deep as paragraphs.
func (r *reader) rstFlat(outer int32) {
	s := &r.rst
	r.doc.Reading = Simple
	for s.n < len(s.cols) {
		if s.cols[s.n] < 0 {
			s.n++
			continue
		}
		if s.cols[s.n] <= outer {
			return
		}
		first := s.n
		for s.n < len(s.cols) && s.cols[s.n] > outer && s.n-first < maxRSTLines {
			s.n++
		}
		r.rstLinesProse(first, s.n, 0)
	}
}

// maxRSTLines cuts a paragraph that is longer than any real one.
const maxRSTLines = 1 << 12

// rstBlock reads the block at the line that is next, which starts at indent.
func (r *reader) rstBlock(indent int32, titles bool) {
	s := &r.rst
	text := r.blockText(s.n)
	if text[0] == '.' && r.rstExplicit(text, indent, titles) {
		return
	}
	if titles && r.rstTitle() {
		return
	}
	s.fresh = len(s.labels)
	if line := rstAdorned(text); line > 3 && r.blockCol(s.n+1) < 0 {
		s.n++ // a transition
		return
	}
	switch c := text[0]; {
	case (c == '-' || c == '+' || c == '*') && (len(text) == 1 || isSpace(text[1])):
		r.rstItem(indent, 1)
	case bytes.HasPrefix(text, []byte("•")), bytes.HasPrefix(text, []byte("‣")), bytes.HasPrefix(text, []byte("⁃")):
		r.rstItem(indent, len("•"))
	case c == ':' && r.rstField(text, indent):
	case (c == '-' || c == '/' || c == '+') && len(text) > 1 && r.rstOptionItem(text, indent):
	case bytes.HasPrefix(text, []byte(">>> ")) || string(text) == ">>>":
		r.rstDoctest()
	case c == '|' && (len(text) == 1 || text[1] == ' '):
		r.rstLineBlock(indent)
	case c == '+' && r.rstGridTable(indent):
	case c == '=' && r.rstSimpleTable(indent):
	case c == '_' && bytes.HasPrefix(text, []byte("__ ")):
		s.ids.number()
		s.n++
		r.rstSkip(indent)
	default:
		if n := r.rstEnumerator(text, indent); n > 0 {
			r.rstItem(indent, n)
			return
		}
		r.rstParagraph(indent)
	}
}

// rstSkip passes over lines that are indented more than outer.
func (r *reader) rstSkip(outer int32) {
	s := &r.rst
	for s.n < len(s.cols) && (s.cols[s.n] < 0 || s.cols[s.n] > outer) {
		s.n++
	}
}

// rstAdorned returns the length of a line that is one mark of punctuation
// repeated, 0 for another line.
func rstAdorned(text []byte) int {
	if len(text) == 0 || !isPunct(text[0]) {
		return 0
	}
	for _, c := range text {
		if c != text[0] {
			return 0
		}
	}
	return len(text)
}

// rstTitle reads a section's title at the line that is next, if one is there.
func (r *reader) rstTitle() bool {
	s := &r.rst
	text, below := r.blockText(s.n), r.blockText(s.n+1)
	if len(below) == 0 {
		return false
	}
	if n := rstAdorned(text); n > 0 {
		// An overline: title and an underline like it follow.
		under := r.blockText(s.n + 2)
		if rstAdorned(under) != n || under[0] != text[0] || r.blockCol(s.n+2) != s.cols[s.n] || rstAdorned(below) > 3 {
			return false
		}
		if n < 4 && n < rstWidth(below) {
			return false
		}
		s.n += 3
		r.rstHeading(s.n-2, rstAdornment{text[0], true})
		return true
	}
	n := rstAdorned(below)
	if n == 0 || r.blockCol(s.n+1) != s.cols[s.n] || n < 4 && n < rstWidth(text) {
		return false
	}
	if c := text[0]; (c == '-' || c == '+' || c == '*') && len(text) > 1 && isSpace(text[1]) {
		return false // an item
	}
	s.n += 2
	r.rstHeading(s.n-2, rstAdornment{below[0], false})
	return true
}

// rstWidth returns the columns that text fills, near enough to compare it
// with an underline.
func rstWidth(text []byte) int {
	n := 0
	for i := 0; i < len(text); {
		ch, size := utf8.DecodeRune(text[i:])
		n += runeWidth(ch)
		i += size
	}
	return n
}

// runeWidth returns how many columns a character fills.
func runeWidth(ch rune) int {
	switch {
	case ch < 0x300:
		return 1
	case unicode.Is(unicode.Mn, ch):
		return 0
	case unicode.In(ch, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || ch >= 0x3000 && ch < 0x3040 || ch >= 0xff00 && ch < 0xff61:
		return 2
	}
	return 1
}

// rstHeading starts the section whose title is line n. Levels are numbered as
// their styles come up.
func (r *reader) rstHeading(n int, style rstAdornment) {
	s := &r.rst
	r.blockStart()
	r.blockAddLine(n)
	from := r.startText()
	s.swapped = s.swapped[:0]
	r.rstInline(markHeading)
	if r.sectionsFull() {
		r.prose(from, markStrong)
		return
	}
	level := r.rstLevel(style)
	text, title := r.headingText(from)
	id := s.ids.id(r.rstIDText(from, text))
	anchor := r.rstAnchor(id)
	for i := range s.labels[s.fresh:] {
		s.labels[s.fresh+i].anchor = anchor
	}
	s.fresh = len(s.labels)
	if key := rstName([]byte(title)); s.titles[key] == "" {
		s.titles[key] = anchor
	}
	r.headingWords(r.openSection(level, n+1, title, anchor), from)
}

// rstSwap is a substitution in a title: where its text stands in the arena.
type rstSwap struct {
	at, end int
	name    string
}

// rstIDText returns the text that docutils makes a title's id of: it does so
// before it puts substitutions in, and takes their names.
func (r *reader) rstIDText(from int, text string) string {
	if len(r.rst.swapped) == 0 {
		return text
	}
	var named []byte
	for _, s := range r.rst.swapped {
		named = append(append(named, r.arena[from:s.at]...), s.name...)
		from = s.end
	}
	return string(append(named, r.arena[from:]...))
}

// rstLevel returns the level of a title's style.
func (r *reader) rstLevel(style rstAdornment) int {
	s := &r.rst
	for i, known := range s.styles {
		if known == style {
			return i + 1
		}
	}
	s.styles = append(s.styles, style)
	return len(s.styles)
}

// rstAnchor returns the anchor of a section whose own id is given. GitHub
// shows the ids of sections, but none of targets; a host that makes no anchors
// of its own keeps the explicit ones, of which the nearest counts.
func (r *reader) rstAnchor(id string) string {
	if r.x.host.slug != nil {
		return id
	}
	if s := &r.rst; s.fresh < len(s.labels) {
		return s.labels[len(s.labels)-1].anchor
	}
	return ""
}
