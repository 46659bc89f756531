package extract

import (
	"bytes"
	"unicode/utf8"
)

// Limits of tables. A table with more columns is read as text; a row with more
// lines as several rows.
const (
	maxRSTColumns  = 100
	maxRSTRowLines = 1000
)

// rstCell is a part of a cell on one line.
type rstCell struct {
	column int
	rstRange
}

// rstSimpleTable reads a table between lines of equals signs.
func (r *reader) rstSimpleTable(indent int32) bool {
	s := &r.rst
	if !r.rstColumns(s.n, '=') {
		return false
	}
	end, head := r.rstTableEnd(indent)
	if end == 0 {
		return false
	}
	s.plain = true
	bounds := s.bounds // the table's own: a cell holds no table of its own
	s.cells = s.cells[:0]
	lines := 0
	for n := s.n + 1; n <= end; n++ {
		text := r.blockText(n)
		border := len(text) > 0 && (rstBorder(text, '=') || rstBorder(text, '-'))
		if s.cols[n] >= 0 && !border {
			at := len(s.cells)
			r.rstCut(n, bounds)
			if lines > 0 && len(s.cells) > at && s.cells[at].column == 0 || lines >= maxRSTRowLines {
				// A new row: what was cut before is a row of its own.
				r.rstRow(s.cells[:at], n <= head)
				s.cells = append(s.cells[:0], s.cells[at:]...)
				lines = 0
			}
			lines++
			continue
		}
		r.rstRow(s.cells, n <= head)
		s.cells, lines = s.cells[:0], 0
	}
	s.n = end + 1
	return true
}

// rstColumns finds the columns of a table in its first line, and reports
// whether there are two at least.
func (r *reader) rstColumns(n int, mark byte) bool {
	s := &r.rst
	text := r.blockText(n)
	s.bounds = s.bounds[:0]
	if !rstBorder(text, mark) {
		return false
	}
	for i := range text {
		if text[i] == mark && (i == 0 || text[i-1] != mark) {
			s.bounds = append(s.bounds, s.cols[n]+int32(i))
		}
	}
	return len(s.bounds) >= 2 && len(s.bounds) <= maxRSTColumns
}

// rstBorder reports whether a line is made of a mark and spaces.
func rstBorder(text []byte, mark byte) bool {
	if len(text) == 0 || text[0] != mark {
		return false
	}
	for _, c := range text {
		if c != mark && c != ' ' {
			return false
		}
	}
	return true
}

// rstTableEnd returns the last border of the simple table at the line that is
// next, and the line up to which its header reaches; 0 if there is no table.
// All tables of a document together may look ahead for a few times its length.
func (r *reader) rstTableEnd(indent int32) (end, head int) {
	s := &r.rst
	for n := s.n + 1; n < len(s.cols) && (s.cols[n] < 0 || s.cols[n] >= indent); n++ {
		if s.looked++; s.looked > 8*len(s.cols) {
			r.doc.Reading = Simple
			return 0, 0
		}
		if s.cols[n] != indent || !rstBorder(r.blockText(n), '=') {
			continue
		}
		if below := r.blockCol(n + 1); below < indent {
			return n, head
		}
		if head > 0 {
			return n, head // text follows at once: the table ends all the same
		}
		head = n
	}
	return 0, 0
}

// rstCut cuts line n into cells at the given columns, and appends those that
// are not blank to rstState.cells.
func (r *reader) rstCut(n int, bounds []int32) {
	s := &r.rst
	at, end := int(r.starts[n]), r.blockEnd(n)
	if at < int(s.offs[n]) {
		at = int(s.offs[n])
	}
	col := s.cols[n]
	for k := range bounds {
		for at < end && col < bounds[k] {
			at, col = r.rstStep(at, col)
		}
		from := at
		if k+1 < len(bounds) {
			for at < end && col < bounds[k+1] {
				at, col = r.rstStep(at, col)
			}
		} else {
			at = end
		}
		r.rstAddCell(k, from, at)
	}
}

// rstStep returns the place and the column behind the character at a place.
func (r *reader) rstStep(at int, col int32) (int, int32) {
	c := r.src[at]
	switch {
	case c == '\t':
		return at + 1, col + 8 - col%8
	case c < utf8.RuneSelf:
		return at + 1, col + 1
	}
	ch, size := utf8.DecodeRune(r.src[at:])
	return at + size, col + int32(runeWidth(ch))
}

// rstAddCell appends a part of a cell, unless it is blank.
func (r *reader) rstAddCell(column, from, to int) {
	for from < to && isSpace(r.src[from]) {
		from++
	}
	for to > from && isSpace(r.src[to-1]) {
		to--
	}
	if to > from {
		r.rst.cells = append(r.rst.cells, rstCell{column, rstRange{from, to}})
	}
}

// rstRow reads the cells of a row, each as a text of its own. The first one
// names what the row tells.
func (r *reader) rstRow(cells []rstCell, header bool) {
	last := -1
	for _, c := range cells {
		last = max(last, c.column)
	}
	for column := 0; column <= last; column++ {
		r.blockStart()
		for _, c := range cells {
			if c.column == column {
				r.blockAdd(c.from, c.to)
			}
		}
		m := mark(0)
		if column == 0 && !header {
			m = markCell
		}
		r.rstProse(m)
	}
}

// rstGridTable reads a table that is drawn with + - and |.
func (r *reader) rstGridTable(indent int32) bool {
	s := &r.rst
	top := r.blockText(s.n)
	if len(top) < 3 || top[1] != '-' && top[1] != '=' || top[len(top)-1] != '+' || bytes.Trim(top, "+-=") != nil && len(bytes.Trim(top, "+-=")) > 0 {
		return false
	}
	first, head := s.n, 0
	for ; r.blockCol(s.n) == indent; s.n++ {
		text := r.blockText(s.n)
		if text[0] != '+' && text[0] != '|' {
			break
		}
		if text[0] == '+' && len(text) > 1 && text[1] == '=' && head == 0 && s.n > first {
			head = s.n
		}
	}
	s.plain = true
	s.cells = s.cells[:0]
	lines := 0
	for n := first; n < s.n; n++ {
		if text := r.blockText(n); text[0] == '+' || lines >= maxRSTRowLines {
			r.rstRow(s.cells, n <= head)
			s.cells, lines = s.cells[:0], 0
			if text[0] == '+' {
				r.rstGridBounds(n)
				continue
			}
		}
		lines++
		r.rstGridCut(n)
	}
	r.rstRow(s.cells, false)
	return true
}

// rstGridBounds notes the columns at which a border has a cross.
func (r *reader) rstGridBounds(n int) {
	s := &r.rst
	s.bounds = s.bounds[:0]
	for i, c := range r.blockText(n) {
		if c == '+' && len(s.bounds) <= maxRSTColumns {
			s.bounds = append(s.bounds, s.cols[n]+int32(i))
		}
	}
}

// rstGridCut cuts a line of a grid table into cells: at bars that stand where
// the border above has crosses. A border inside a cell that spans rows is none
// of its text.
func (r *reader) rstGridCut(n int) {
	s := &r.rst
	at, col, end := int(s.offs[n]), s.cols[n], r.blockEnd(n)
	column, from := 0, at+1
	for k := 1; k < len(s.bounds); k++ {
		for at < end && col < s.bounds[k] {
			at, col = r.rstStep(at, col)
		}
		if at >= end {
			break
		}
		if r.src[at] != '|' && r.src[at] != '+' {
			continue
		}
		if text := r.src[from:at]; len(bytes.Trim(text, "+-=")) > 0 {
			r.rstAddCell(column, from, at)
		}
		column, from = k, at+1
	}
}
