package extract

import (
	"bytes"
	"strconv"
)

// adocTable is a table that is being read.
type adocTable struct {
	a         *adoc
	separator byte
	columns   int // 0: as many as the first line has cells
	header    bool
	row, cell int  // of the cell that is open
	open      bool // a cell has started
	next      int  // columns that the open cell takes
}

// table reads the table that delimiter d starts on line n, and returns its
// last line.
func (a *adoc) table(n int, d string) int {
	block := a.block
	a.block = adocBlock{}
	end := a.find(n+1, d)
	t := adocTable{a: a, separator: d[0], columns: block.columns, header: block.header}
	t.header = t.header || t.impliesHeader(n, end)
	for at := n + 1; at < end && at <= len(a.r.starts); at++ {
		line := bytes.TrimRight(a.r.lineText(at), " \t")
		switch {
		case len(line) == 0:
			t.flush()
			continue
		case bytes.HasPrefix(line, []byte("//")) && !bytes.HasPrefix(line, []byte("///")), a.directive(at, line), delimiterOf(line) != "":
			a.lines = a.lines[:0]
			continue
		}
		if t.separator == ',' || t.separator == ':' {
			t.record(at, line)
		} else {
			t.line(at, line)
		}
	}
	t.flush()
	return end
}

// impliesHeader reports whether the table that starts on line n has a header row
// without saying so: its first line is that row, whole, and a blank line follows.
func (t *adocTable) impliesHeader(n, end int) bool {
	r := t.a.r
	if t.separator == ',' || t.separator == ':' || n+2 >= end || n+2 > len(r.starts) || len(bytes.TrimSpace(r.lineText(n+2))) > 0 {
		return false
	}
	line := r.lineText(n + 1)
	cells := 0
	for from, at := 0, 0; at < len(line); at++ {
		if line[at] == t.separator && (at == 0 || line[at-1] != '\\') {
			_, repeat, span := cutCellSpec(line[from:at])
			cells += min(repeat*span, 1000)
			from = at + 1
		}
	}
	return cells > 0 && (t.columns == 0 || cells == t.columns)
}

// line reads a line of a table whose cells start with a separator.
func (t *adocTable) line(n int, line []byte) {
	offset := int(t.a.r.starts[n-1])
	from, cells := 0, 0
	for at := 0; at < len(line); {
		i := bytes.IndexByte(line[at:], t.separator)
		if i < 0 {
			break
		}
		at += i
		if at > 0 && line[at-1] == '\\' {
			at++
			continue
		}
		text, repeat, span := cutCellSpec(line[from:at])
		t.add(offset+from, offset+from+len(text))
		t.flush()
		t.advance()
		t.open, t.next = true, min(repeat*span, 1000)
		cells += t.next
		at++
		from = at
	}
	if t.columns == 0 {
		t.columns = cells
	}
	t.add(offset+from, offset+len(line))
}

// record reads a line of a table of values between separators.
func (t *adocTable) record(n int, line []byte) {
	offset := int(t.a.r.starts[n-1])
	for cell := 0; len(line) > 0; cell++ {
		value, rest := cutAttributeValue(line)
		if t.separator == ':' {
			value, rest, _ = bytes.Cut(line, []byte(":"))
		}
		t.cell = cell
		trimmed := bytes.TrimLeft(value, " \t\"")
		from := offset + len(value) - len(trimmed)
		t.open = true
		t.add(from, from+len(bytes.TrimRight(trimmed, " \t\"")))
		t.flush()
		offset += len(line) - len(rest)
		line = rest
	}
	t.row++
}

// advance goes on from the open cell to the next one.
func (t *adocTable) advance() {
	if !t.open {
		return
	}
	t.cell += t.next
	if t.columns > 0 && t.cell >= t.columns {
		t.cell = 0
		t.row++
	}
}

// add adds text to the open cell.
func (t *adocTable) add(from, to int) {
	if !t.open || from >= to {
		return
	}
	if len(t.a.text) > 0 {
		t.a.text = append(t.a.text, '\n')
	}
	t.a.add(from, to)
	if len(t.a.text) > 1<<16 {
		t.flush()
	}
}

// flush reads the words of the open cell so far.
func (t *adocTable) flush() {
	a := t.a
	if len(a.text) == 0 {
		return
	}
	m := mark(0)
	if t.cell == 0 && !(t.header && t.row == 0) && len(a.text) <= maxHTMLCell {
		m = markCell
	}
	at := a.r.startText()
	a.inline(m)
	a.r.prose(at, m)
}

// cutCellSpec cuts what is said of the next cell off the end of the text
// before its separator: "2+", "3*", ".2+^.>s", "a". It says how often the cell
// is repeated and how many columns it spans.
func cutCellSpec(text []byte) (rest []byte, repeat, span int) {
	start := len(text)
	for start > 0 && !isSpace(text[start-1]) {
		start--
	}
	spec := text[start:]
	if len(spec) == 0 || len(spec) > 16 {
		return text, 1, 1
	}
	for i, c := range spec {
		last := i == len(spec)-1
		if !isDigit(c) && bytes.IndexByte([]byte(".+*<^>"), c) < 0 && !(last && bytes.IndexByte([]byte("adehlmsv"), c) >= 0) {
			return text, 1, 1
		}
		if last && isDigit(c) {
			return text, 1, 1
		}
	}
	repeat, span = 1, 1
	digits := 0
	for digits < len(spec) && isDigit(spec[digits]) {
		digits++
	}
	if n, err := strconv.Atoi(string(spec[:digits])); err == nil && n > 0 && digits < len(spec) {
		if spec[digits] == '*' {
			repeat = min(n, 1000)
		} else if spec[digits] == '+' || spec[digits] == '.' {
			span = min(n, 1000)
		}
	}
	return text[:start], repeat, span
}
