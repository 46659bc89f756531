package extract

import (
	"bytes"
	"unicode/utf8"
)

// delimiterOf returns the delimiter of a block that a line is, "" for none.
func delimiterOf(line []byte) string {
	if len(line) < 2 {
		return ""
	}
	c := line[0]
	switch c {
	case '-', '.', '=', '*', '_', '+', '/':
		if string(line) == "--" {
			return "--"
		}
		if len(line) >= 4 && len(bytes.TrimLeft(line, string(line[:1]))) == 0 {
			return string(line)
		}
	case '`':
		if bytes.HasPrefix(line, []byte("```")) && bytes.IndexByte(line[3:], '`') < 0 {
			return "```"
		}
	case '|', ',', ':', '!':
		if len(line) >= 4 && bytes.HasPrefix(line[1:], []byte("===")) && len(bytes.TrimLeft(line[1:], "=")) == 0 {
			return string(line)
		}
	}
	return ""
}

// delimited reads the delimiter d on line n: that of a block whose lines are
// no text, or one of those that start and end a block of further blocks. It
// returns the last line read.
func (a *adoc) delimited(n int, line []byte, d string) int {
	block := a.block
	switch c := d[0]; {
	case c == '|' || c == ',' || c == ':' || c == '!':
		return a.table(n, d)
	case c == '-' && d != "--", c == '.', c == '`', c == '+', c == '/', a.styled():
		end := a.find(n+1, d)
		if c == '`' && len(line) > 3 {
			a.block.language = string(bytes.TrimSpace(line[3:]))
		}
		switch {
		case c == '+' || c == '/', block.style == "comment", block.style == "pass", block.style == "stem", block.style == "latexmath", block.style == "asciimath":
		default:
			a.listing(n+1, end-1)
		}
		a.block = adocBlock{}
		return end
	}
	a.block = adocBlock{}
	for i := len(a.open) - 1; i >= 0; i-- {
		if a.open[i] == d {
			a.open = a.open[:i]
			return n
		}
	}
	// One that nothing closes would take the rest of the document.
	if a.ends[d] > n && len(a.open) < maxAdocOpen {
		a.open = append(a.open, d)
	}
	return n
}

// find returns the first line from n on that is the delimiter d, or the line
// behind the last one.
func (a *adoc) find(n int, d string) int {
	if a.ends[d] < n {
		return len(a.r.starts) + 1
	}
	for ; n <= len(a.r.starts); n++ {
		if line := a.r.lineText(n); len(line) > 0 && line[0] == d[0] && delimiterOf(bytes.TrimRight(line, " \t")) == d {
			if d != "```" || len(bytes.TrimRight(line, " \t")) == 3 {
				return n
			}
		}
	}
	return n
}

// maxAdocTitle is the longest line that is a heading, in bytes.
const maxAdocTitle = 1 << 12

// adocLevel returns the level of a heading that starts with = or #, 0 for
// none.
func adocLevel(line []byte) int {
	n := 0
	for n < len(line) && line[n] == line[0] {
		n++
	}
	if line[0] != '=' && line[0] != '#' || len(line) > maxAdocTitle || n > 6 || n+1 >= len(line) || !isSpace(line[n]) {
		return 0
	}
	return n
}

// adocUnderlines are the characters that make a heading of the line above, by
// level from 1.
const adocUnderlines = "=-~^+"

// underlined reports whether a line makes a heading of the paragraph, which is
// one line: it is of the same length, give or take a character.
func (a *adoc) underlined(line []byte) bool {
	if len(a.open) > 0 || a.listed || a.skip > 0 || len(line) < 2 || len(line) > maxAdocTitle || bytes.IndexByte([]byte(adocUnderlines), line[0]) < 0 ||
		len(bytes.TrimLeft(line, string(line[:1]))) > 0 {
		return false
	}
	title := bytes.TrimRight(a.r.lineText(a.lines[0]), " \t")
	difference := utf8.RuneCount(title) - len(line)
	if difference < -1 || difference > 1 || isSpace(title[0]) {
		return false
	}
	for _, c := range title {
		if isWordByte(c) || c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// twoLineTitle starts the section of a heading that line n underlines.
func (a *adoc) twoLineTitle(n int, line []byte) int {
	r := a.r
	level := bytes.IndexByte([]byte(adocUnderlines), line[0]) + 1
	title := a.lines[0]
	from := int(r.starts[title-1])
	to := from + len(bytes.TrimRight(r.lineText(title), " \t"))
	a.lines = a.lines[:0]
	a.section(level, title, from, to)
	if level == 1 && !a.headed {
		a.compat = true
		n = a.header(n)
	}
	a.headed = true
	return n
}

// listItem reads the first line of a list's item.
func (a *adoc) listItem(n int, line []byte) bool {
	text := bytes.TrimLeft(line, " \t")
	marker := listMarker(text)
	if marker == 0 {
		return false
	}
	rest := bytes.TrimLeft(text[marker:], " \t")
	for _, box := range []string{"[ ] ", "[x] ", "[*] "} {
		rest = bytes.TrimPrefix(rest, []byte(box))
	}
	a.begin(n, len(line)-len(rest), 0)
	a.listed = true
	return true
}

// listMarker returns the length of the marker of a list's item, 0 for none.
func listMarker(text []byte) int {
	n := 0
	switch c := text[0]; {
	case c == '-':
		n = 1
	case c == '*' || c == '.':
		for n < len(text) && text[n] == c && n < 6 {
			n++
		}
	case isDigit(c):
		for n < len(text) && isDigit(text[n]) && n < 9 {
			n++
		}
		if n == len(text) || text[n] != '.' {
			return 0
		}
		n++
	case isLetter(c) && len(text) > 1 && (text[1] == '.' || text[1] == ')'):
		n = 2
	case c == '<':
		n = bytes.IndexByte(text[:min(len(text), 5)], '>') + 1
		if n < 3 || text[1] != '.' && !isDigit(text[1]) {
			return 0
		}
	}
	if n == 0 || n >= len(text) || !isSpace(text[n]) {
		return 0
	}
	return n
}

// definition reads the line of a term that a list defines: term:: text.
func (a *adoc) definition(n int, line []byte) bool {
	end, size := termEnd(line)
	if size == 0 {
		return false
	}
	style, first := a.block.style, !a.listed && !a.item
	a.flush()
	if first || style != "" {
		a.asks = style == "qanda"
	}
	m := markDefined
	if a.asks {
		m = markEmph
	}
	indent := len(line) - len(bytes.TrimLeft(line, " \t"))
	from := int(a.r.starts[n-1])
	a.add(from+indent, from+end)
	at := a.r.startText()
	a.inline(m)
	a.words(at, m)
	rest := bytes.TrimLeft(line[end+size:], " \t")
	if len(rest) > 0 {
		a.begin(n, len(line)-len(rest), 0)
	}
	a.listed, a.item = true, len(rest) == 0
	a.block = adocBlock{}
	return true
}

// termEnd returns where the term of a definition ends and how long the mark
// behind it is, 0 for none.
func termEnd(line []byte) (end, size int) {
	for at := 1; at < len(line); {
		i := bytes.IndexAny(line[at:], ":;")
		if i < 0 {
			return 0, 0
		}
		at += i
		c, run := line[at], 1
		for at+run < len(line) && line[at+run] == c {
			run++
		}
		if (c == ':' && run >= 2 && run <= 4 || c == ';' && run == 2) && (at+run == len(line) || isSpace(line[at+run])) && !isSpace(line[at-1]) {
			return at, run
		}
		at += run
	}
	return 0, 0
}

// isRule reports whether a line is a thematic break or a page break.
func isRule(line []byte) bool {
	switch string(line) {
	case "'''", "---", "***", "- - -", "* * *", "<<<":
		return true
	}
	return len(line) > 3 && (line[0] == '\'' || line[0] == '<') && len(bytes.TrimLeft(line, string(line[:1]))) == 0
}
