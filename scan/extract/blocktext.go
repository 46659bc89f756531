package extract

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// What follows is for formats whose blocks are lines of one indentation:
// reStructuredText and plain text. They share rstState's account of lines, and
// the text of a block, without indentation, that remembers where it stands.

// blockLines notes where each line's text starts. Tabs stop at every eighth
// column.
func (r *reader) blockLines() {
	s := &r.rst
	s.cols, s.offs = slices.Grow(s.cols[:0], len(r.starts)), slices.Grow(s.offs[:0], len(r.starts))
	for n := range r.starts {
		at, col := r.starts[n], int32(0)
		for ; int(at) < len(r.src); at++ {
			switch r.src[at] {
			case ' ':
				col++
				continue
			case '\t':
				col += 8 - col%8
				continue
			case '\f', '\v':
				continue
			}
			break
		}
		if int(at) == len(r.src) || r.src[at] == '\n' || int(at) < r.body {
			col = -1
		}
		s.cols, s.offs = append(s.cols, col), append(s.offs, at)
	}
}

// blockEnd returns where line n ends, trailing white space not included.
func (r *reader) blockEnd(n int) int {
	to := len(r.src)
	if n+1 < len(r.starts) {
		to = int(r.starts[n+1]) - 1
	}
	from := int(r.rst.offs[n])
	for to > from && (isSpace(r.src[to-1])) {
		to--
	}
	return max(to, from)
}

// blockText returns the text of line n without its indentation.
func (r *reader) blockText(n int) []byte {
	if n >= len(r.rst.cols) || r.rst.cols[n] < 0 {
		return nil
	}
	return r.src[r.rst.offs[n]:r.blockEnd(n)]
}

// blockCol returns the column of line n, -1 for a blank one and behind the end.
func (r *reader) blockCol(n int) int32 {
	if n >= len(r.rst.cols) {
		return -1
	}
	return r.rst.cols[n]
}

// blockStart begins the text of a block.
func (r *reader) blockStart() {
	s := &r.rst
	s.text, s.rows, s.row = s.text[:0], s.rows[:0], 0
}

// blockAddLine appends line n to the block's text.
func (r *reader) blockAddLine(n int) { r.blockAdd(int(r.rst.offs[n]), r.blockEnd(n)) }

// blockAdd appends a stretch of one line of r.src to the block's text, as a
// line of its own.
func (r *reader) blockAdd(from, to int) {
	s := &r.rst
	if len(s.rows) > 0 {
		s.text = append(s.text, '\n')
	}
	s.rows = append(s.rows, blockRow{len(s.text), from})
	s.text = append(s.text, r.src[from:max(from, to)]...)
}

// blockPut appends a stretch of the block's text to the arena, a piece a line,
// with its escapes resolved unless it is code.
func (r *reader) blockPut(from, to int, m mark) {
	s := &r.rst
	if s.row >= len(s.rows) || s.rows[s.row].at > from {
		s.row = 0
	}
	for from < to {
		for s.row+1 < len(s.rows) && s.rows[s.row+1].at <= from {
			s.row++
		}
		end := to
		if s.row+1 < len(s.rows) {
			end = min(end, s.rows[s.row+1].at)
		}
		row := s.rows[s.row]
		r.pieces = append(r.pieces, piece{at: len(r.arena), src: row.src + from - row.at, mark: m})
		if text := s.text[from:end]; m&markCode != 0 || bytes.IndexByte(text, '\\') < 0 {
			r.arena = append(r.arena, text...)
		} else {
			r.arena = rstUnescape(r.arena, text)
		}
		from = end
	}
}

// blockSrc returns where a place of the block's text stands in r.src.
func (r *reader) blockSrc(at int) int {
	rows := r.rst.rows
	low, high := 0, len(rows)
	for low+1 < high {
		if mid := (low + high) / 2; rows[mid].at <= at {
			low = mid
		} else {
			high = mid
		}
	}
	if len(rows) == 0 {
		return r.body
	}
	return rows[low].src + at - rows[low].at
}

// blockFirst returns the marks of a paragraph that is the first of its
// section, none for another one. What is ignored is no paragraph.
func (r *reader) blockFirst() mark {
	s := &r.rst
	if !r.fresh || len(s.rows) > 0 && r.ignored(r.lineAt(s.rows[0].src)) {
		return 0
	}
	r.fresh = false
	if r.current <= 1 {
		return markFirst | markIntro | markLead
	}
	return markFirst | markIntro
}

// maxBlock is how many bytes of a block are read at a time. No paragraph has
// more; a line of megabytes must not cost memory for each of its words.
const maxBlock = 1 << 16

// blockWindows calls read for the block's text, or for one part of it after
// another where it is longer than any paragraph.
func (r *reader) blockWindows(read func()) {
	s := &r.rst
	text, rows := s.text, s.rows
	if len(text) <= maxBlock {
		read()
		return
	}
	var part []blockRow
	row := 0
	for at := 0; at < len(text); {
		end := min(at+maxBlock, len(text))
		if end < len(text) {
			if i := bytes.LastIndexAny(text[at:end], " \n"); i > 0 {
				end = at + i
			}
			for end > at+1 && !utf8.RuneStart(text[end]) {
				end--
			}
		}
		for row+1 < len(rows) && rows[row+1].at <= at {
			row++
		}
		part = append(part[:0], blockRow{0, rows[row].src + at - rows[row].at})
		for k := row + 1; k < len(rows) && rows[k].at < end; k++ {
			part = append(part, blockRow{rows[k].at - at, rows[k].src})
		}
		s.text, s.rows, s.row = text[at:end], part, 0
		read()
		at = end
	}
	s.text, s.rows, s.row = text, rows, 0
}
