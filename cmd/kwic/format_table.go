package main

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// A table's columns are measured on its first rows, up to measuredRows or
// measuredBytes of text, whichever comes first, so that memory stays bounded.
// Later rows are written as they come: where a width is set, columns grow for
// them into the room that there is; where none is, they may stand out of line.
const (
	measuredRows  = 1000
	measuredBytes = 1 << 20
)

// narrowest is the width to which columns are shortened at most.
const narrowest = 4

// column is how one column of a table is laid out.
type column struct {
	width int  // columns of the screen
	right bool // its values are numbers
}

// writeTable writes aligned columns. With a width of more than 0 the widest
// columns are shortened until the table fits, their cells with "…".
func writeTable(w *bufio.Writer, names []string, next nextRow, width int) error {
	header := make([]string, len(names))
	layout := make([]column, len(names))
	for i, name := range names {
		header[i] = printable(name)
		layout[i].width = displayWidth(header[i])
	}
	rows, more, failure := measure(next, layout)
	fit(layout, width)

	rule := make([]string, len(names))
	for i := range layout {
		rule[i] = strings.Repeat("-", layout[i].width)
	}
	var line []byte
	write := func(cells []string) error {
		line = appendCells(line[:0], cells, layout, width > 0)
		_, err := w.Write(line)
		return err
	}
	for _, cells := range slices.Concat([][]string{header, rule}, rows) {
		if err := write(cells); err != nil {
			return err
		}
	}
	if failure != nil || !more {
		return failure
	}
	cells := make([]string, len(names))
	return eachRow(next, func(row []any) error {
		for i, value := range row {
			cells[i] = cellText(value)
		}
		if width > 0 {
			grow(layout, cells, width)
		}
		return write(cells)
	})
}

// measure reads the first rows into layout. more tells whether rows may be
// left; with an error the rows before it are returned.
func measure(next nextRow, layout []column) (rows [][]string, more bool, err error) {
	texts := make([]bool, len(layout)) // the column holds something else than numbers
	size := 0
	for len(rows) < measuredRows && size < measuredBytes {
		row, err := next()
		if errors.Is(err, io.EOF) {
			return rows, false, nil
		}
		if err != nil {
			return rows, false, err
		}
		cells := make([]string, len(row))
		for i, value := range row {
			cells[i] = cellText(value)
			size += len(cells[i])
			layout[i].width = max(layout[i].width, displayWidth(cells[i]))
			switch value.(type) {
			case int64, float64:
				layout[i].right = !texts[i]
			case nil:
			default:
				layout[i].right, texts[i] = false, true
			}
		}
		rows = append(rows, cells)
	}
	return rows, true, nil
}

// fit shortens the widest columns, all to the same width, until the table is
// no wider than width; 0 leaves it as it is.
func fit(layout []column, width int) {
	if width <= 0 {
		return
	}
	limit := 0
	for i := range layout {
		limit = max(limit, layout[i].width)
	}
	total := func() int {
		sum := 2 * (len(layout) - 1)
		for i := range layout {
			sum += min(layout[i].width, limit)
		}
		return sum
	}
	low, high := min(narrowest, limit), limit
	for low < high { // the greatest limit that fits
		limit = (low + high + 1) / 2
		if total() <= width {
			low = limit
		} else {
			high = limit - 1
		}
	}
	for i := range layout {
		layout[i].width = min(layout[i].width, low)
	}
}

// grow widens columns for cells that are longer than those before, as far as the
// table still fits.
func grow(layout []column, cells []string, width int) {
	longer := false
	for i, cell := range cells {
		if len(cell) > layout[i].width { // a character has no more columns than bytes
			if w := displayWidth(cell); w > layout[i].width {
				layout[i].width, longer = w, true
			}
		}
	}
	if longer {
		fit(layout, width)
	}
}

// appendCells appends one line of a table, without spaces at its end.
func appendCells(line []byte, cells []string, layout []column, shorten bool) []byte {
	for i, cell := range cells {
		width := displayWidth(cell)
		if shorten && width > layout[i].width {
			cell = shortened(cell, layout[i].width)
			width = displayWidth(cell)
		}
		if i > 0 {
			line = append(line, "  "...)
		}
		pad := max(0, layout[i].width-width)
		if layout[i].right {
			line = appendSpaces(line, pad)
		}
		line = append(line, cell...)
		if !layout[i].right && i+1 < len(cells) {
			line = appendSpaces(line, pad)
		}
	}
	return append(line, '\n')
}

func appendSpaces(line []byte, count int) []byte {
	for ; count > 0; count-- {
		line = append(line, ' ')
	}
	return line
}

// cellText shows a value on one line.
func cellText(value any) string {
	if value == nil {
		return "NULL"
	}
	text := printable(string(appendText(nil, value)))
	if strings.Trim(text, "'") == "NULL" {
		return "'" + text + "'" // told apart, and from a text with fewer quotes
	}
	return text
}

// displayWidth returns the columns of the screen that a text without control
// characters takes: two for wide East Asian characters and most emoji.
func displayWidth(text string) int {
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return uniseg.StringWidth(text)
		}
	}
	return len(text)
}

// shortened cuts a text between grapheme clusters to at most width columns, of
// which "…" takes the last.
func shortened(text string, width int) string {
	used, end, state := 0, 0, -1
	for end < len(text) {
		cluster, _, columns, newState := uniseg.FirstGraphemeClusterInString(text[end:], state)
		if used+columns > width-1 {
			break
		}
		used, end, state = used+columns, end+len(cluster), newState
	}
	return text[:end] + "…"
}

// markdownSpecial are the characters that mean something in a cell of a GFM
// table and lose it behind a backslash.
const markdownSpecial = "\\`*_[]<>&|~$"

// writeMarkdown writes a GFM table.
func writeMarkdown(w *bufio.Writer, columns []string, next nextRow) error {
	var line []byte
	write := func(row []any) error {
		line = append(line[:0], '|')
		for _, value := range row {
			line = append(line, ' ')
			line = appendMarkdown(line, value)
			line = append(line, " |"...)
		}
		_, err := w.Write(append(line, '\n'))
		return err
	}
	header := make([]any, len(columns))
	for i, name := range columns {
		header[i] = name
	}
	if err := write(header); err != nil {
		return err
	}
	if _, err := w.WriteString("|" + strings.Repeat(" --- |", len(columns)) + "\n"); err != nil {
		return err
	}
	return eachRow(next, write)
}

// appendMarkdown appends a cell that shows the value's text.
func appendMarkdown(line []byte, value any) []byte {
	if value == nil {
		return append(line, "*NULL*"...) // of a text the asterisks would be escaped
	}
	text := strings.ReplaceAll(string(appendText(nil, value)), "\r\n", "\n")
	for i, part := range strings.Split(text, "\n") {
		if i > 0 {
			line = append(line, "<br>"...)
		}
		part = markdownEscaper.Replace(part)
		line = append(line, printable(part)...)
	}
	return line
}

var markdownEscaper = func() *strings.Replacer {
	var pairs []string
	for _, c := range markdownSpecial {
		pairs = append(pairs, string(c), `\`+string(c))
	}
	return strings.NewReplacer(pairs...)
}()
