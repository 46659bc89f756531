package extract

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// notebook is a Jupyter notebook that is being read. The text of its cells is
// put below each other and read in place of the file; which line of the file
// each line of it comes from is noted, and looked up when all has been read.
type notebook struct {
	r        *reader
	cells    []notebookCell
	language string // of the kernel
	front    front

	text   []byte  // of all cells
	starts []int32 // where its lines start
	lines  []int32 // the lines of the file that they stand on
}

// notebookCell is a cell: what it is, and where in the file the literals of
// its source stand.
type notebookCell struct {
	kind     string // markdown, code, raw, heading
	language string // of code; format 3 has it in each cell, notebooks of several languages too
	format   string // media type of raw text
	level    int    // of a heading in format 3
	source   [][2]int

	from, to    int // in notebook.text
	first, last int // lines of it, counted from 0
}

// readNotebook reads a Jupyter notebook of format 3 or 4. Outputs are passed
// over. One that is not valid JSON is read line by line, which is how editors
// write notebooks: it may hold the marks of a merge, or be cut off.
func (r *reader) readNotebook() {
	nb := &notebook{r: r}
	total, src, starts := r.doc.Lines, r.src, r.starts
	if json.Valid(r.src) {
		nb.root(&jsonCursor{src: r.src})
	} else {
		r.doc.Reading = Simple
		if nb.lineByLine(); len(nb.cells) == 0 {
			nb.root(&jsonCursor{src: r.src})
		}
	}
	nb.gather()
	nb.frontLines()
	nb.read()
	r.closeSections()
	if r.mainHeading() > 0 {
		nb.front.title, r.titleRow = "", 0
	} else {
		r.doc.Title = nb.front.title
	}
	r.chooseTitle()
	r.frontWords(nb.front)
	r.src, r.starts, r.body, r.line = src, starts, 0, 0
	r.fileLines, r.linesOfFile = nb.lines, total
}

// root reads the notebook's outermost object.
func (nb *notebook) root(c *jsonCursor) {
	c.object(func(key string) {
		switch key {
		case "cells":
			c.array(func() { nb.cell(c) })
		case "worksheets": // format 3
			c.array(func() {
				c.object(func(key string) {
					if key == "cells" {
						c.array(func() { nb.cell(c) })
					} else {
						c.skip()
					}
				})
			})
		case "metadata":
			nb.metadata(c)
		default:
			c.skip()
		}
	})
}

// cell reads a cell, but for its outputs.
func (nb *notebook) cell(c *jsonCursor) {
	var cell notebookCell
	c.object(func(key string) {
		switch key {
		case "cell_type":
			cell.kind = c.text()
		case "language":
			cell.language = c.text()
		case "level":
			if from, to := c.skip(); to-from == 1 && isDigit(c.src[from]) {
				cell.level = int(c.src[from] - '0')
			}
		case "source", "input":
			cell.literals(c)
		case "metadata":
			c.object(func(key string) {
				switch key {
				case "format", "raw_mimetype":
					cell.format = c.text()
				case "vscode", "dotnet_interactive", "polyglot_notebook":
					c.object(func(key string) {
						if key == "languageId" || key == "language" || key == "kernelName" {
							cell.language = c.text()
						} else {
							c.skip()
						}
					})
				default:
					c.skip()
				}
			})
		default:
			c.skip()
		}
	})
	switch {
	case len(cell.source) == 0:
	case len(nb.cells) >= maxCells:
		nb.r.doc.Reading = Simple
	default:
		nb.cells = append(nb.cells, cell)
	}
}

// maxCells bounds the cells of one notebook that are read. The largest have
// some thousands.
const maxCells = 1 << 16

// literals notes the literals of the cell's source: a string or a list of them.
func (cell *notebookCell) literals(c *jsonCursor) {
	if c.next() == '[' {
		c.array(func() { cell.literal(c.skip()) })
	} else {
		cell.literal(c.skip())
	}
}

// literal notes a literal of the cell's source, its quotes included.
func (cell *notebookCell) literal(from, to int) {
	if to-from > len(`""`) {
		cell.source = append(cell.source, [2]int{from, to})
	}
}

// metadata reads what the notebook says of itself: the kernel's language, and
// the fields that front matter has.
func (nb *notebook) metadata(c *jsonCursor) {
	r := nb.r
	c.object(func(key string) {
		switch {
		case key == "kernelspec" || key == "language_info":
			c.object(func(inner string) {
				value := ""
				if c.next() == '"' {
					value = c.text()
				} else {
					c.skip()
				}
				switch {
				case inner == "language", inner == "name" && (key == "language_info" || nb.language == ""):
					nb.language = value
				}
			})
		case r.wanted(key):
			nb.field(c, key)
		default:
			c.skip()
		}
	})
}

// field reads a field as front matter has it: a string or a list of them.
func (nb *notebook) field(c *jsonCursor, name string) {
	field := frontField{name: name}
	add := func() {
		from, to := c.skip()
		if s := jsonString(c.src[from:to]); s != "" {
			// Fields count from the line behind a fence.
			field.values = append(field.values, frontValue{s, nb.r.lineAt(from) - 1})
		}
	}
	if field.list = c.next() == '['; field.list {
		c.array(add)
	} else {
		add()
	}
	nb.r.frontField(&nb.front, field)
}

// lineByLine finds the cells of a notebook that is not valid JSON by the lines
// that editors write.
func (nb *notebook) lineByLine() {
	r := nb.r
	kind, open := "", false
	for n := 1; n <= len(r.starts); n++ {
		line := r.lineText(n)
		text := bytes.TrimLeft(line, " \t")
		from := int(r.starts[n-1]) + len(line) - len(text)
		text = bytes.TrimRight(text, " \t,")
		if !open && bytes.HasPrefix(text, []byte("{")) { // more than one to a line
			cut := bytes.TrimLeft(text, "{ ")
			from, text = from+len(text)-len(cut), cut
		}
		key, value, named := bytes.Cut(text, []byte(": "))
		switch {
		case open && len(text) > 1 && text[0] == '"' && json.Valid(text):
			nb.cells[len(nb.cells)-1].literal(from, from+len(text))
		case named && string(key) == `"cell_type"`:
			kind, open = jsonString(value), false
		case len(nb.cells) >= maxCells:
			open = false
		case named && (string(key) == `"source"` || string(key) == `"input"`):
			nb.cells = append(nb.cells, notebookCell{kind: kind})
			open = string(value) == "["
			if end := from + len(text); !open {
				nb.cells[len(nb.cells)-1].literals(&jsonCursor{src: r.src[:end], at: end - len(value)})
			}
		case named && string(key) == `"language"`:
			nb.language = jsonString(value)
		case len(text) > 0 && text[0] == ']':
			open = false
		}
	}
}

// gather puts the text of the cells below each other, a blank line between
// them.
func (nb *notebook) gather() {
	for i := range nb.cells {
		cell := &nb.cells[i]
		cell.from, cell.first = len(nb.text), len(nb.starts)
		for k, at := range cell.source {
			s := jsonString(nb.r.src[at[0]:at[1]])
			if cell.kind == "heading" {
				s = oneLine(s) + " "
				if k == 0 {
					s = strings.Repeat("#", min(max(cell.level, 1), 6)) + " " + s
				}
			}
			nb.add(s, nb.r.lineAt(at[0]))
		}
		nb.end()
		cell.to, cell.last = len(nb.text), len(nb.starts)
		if cell.to > cell.from {
			nb.add("\n", int(nb.lines[len(nb.lines)-1]))
		}
	}
}

// add appends text that stands on a line of the file.
func (nb *notebook) add(s string, line int) {
	s = lineEnds.Replace(strings.ToValidUTF8(s, "\ufffd"))
	for len(s) > 0 {
		if n := len(nb.text); n == 0 || nb.text[n-1] == '\n' {
			nb.starts = append(nb.starts, int32(n))
			nb.lines = append(nb.lines, int32(line))
		}
		end := strings.IndexByte(s, '\n') + 1
		if end == 0 {
			end = len(s)
		}
		nb.text = append(nb.text, s[:end]...)
		s = s[end:]
	}
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// end ends the line that is open.
func (nb *notebook) end() {
	if n := len(nb.text); n > 0 && nb.text[n-1] != '\n' {
		nb.text = append(nb.text, '\n')
	}
}

// read reads the cells in place of the file.
func (nb *notebook) read() {
	r := nb.r
	simply := r.simply || nb.tooMuchWork()
	if simply {
		r.doc.Reading = Simple
	}
	r.inNotebook = true
	remarks := bytes.Contains(nb.text, []byte("kwic:"))
	for i := range nb.cells {
		cell := &nb.cells[i]
		// The reader sees the text up to the cell's end, and nothing before it.
		r.src, r.starts, r.body, r.line = nb.text[:cell.to], nb.starts[:cell.last], cell.from, 0
		if remarks && cell.isMarkdown() {
			r.ignoreInText("", cell.first+1, cell.last)
		}
		switch {
		case cell.from == cell.to:
		case i == 0 && cell.kind == "raw" && cell.format == "":
			nb.frontMatter()
		case !cell.isMarkdown():
			nb.code(cell)
		case simply:
			r.readSimple()
		default:
			r.blocks(r.tree.parse(r.x.parser, r.src[r.body:]), 0)
		}
	}
	r.inNotebook = false
	r.ignoring.end(len(nb.starts))
	r.src, r.starts, r.body, r.line = nb.text, nb.starts, 0, 0
	r.doc.Lines = len(nb.starts)
}

// frontMatter reads the first cell, which is raw, as the tools do that make
// pages of notebooks.
func (nb *notebook) frontMatter() {
	f := nb.r.frontMatter()
	if f.title != "" {
		nb.front.title = f.title
	}
	nb.front.tags = append(nb.front.tags, f.tags...)
	nb.front.prose = append(nb.front.prose, f.prose...)
}

// frontLines gives what the metadata says lines behind those of the text, so
// that all that is seen has lines of one kind.
func (nb *notebook) frontLines() {
	for _, values := range [][]frontValue{nb.front.tags, nb.front.prose} {
		for i := range values {
			v := &values[i]
			title := v.line == nb.r.titleRow && oneLine(v.text) == nb.front.title
			nb.lines = append(nb.lines, int32(v.line))
			if v.line = len(nb.lines); title {
				nb.r.titleRow = v.line
			}
		}
	}
}

// tooMuchWork reports whether goldmark would spend too much on all the cells
// of Markdown together.
func (nb *notebook) tooMuchWork() bool {
	var g guard
	for i := range nb.cells {
		cell := &nb.cells[i]
		if !cell.isMarkdown() {
			continue
		}
		for line := range bytes.Lines(nb.text[cell.from:cell.to]) {
			if g.line(bytes.TrimSuffix(line, []byte("\n"))) {
				return true
			}
		}
		g.endBlock()
	}
	return g.over()
}

// isMarkdown reports whether a cell is read by Markdown's rules.
func (cell *notebookCell) isMarkdown() bool {
	return cell.kind == "markdown" || cell.kind == "heading" || cell.kind == "raw" && cell.format == "text/markdown"
}

// mapLines turns the lines of a text that was read in place of the file into
// those of the file.
func (r *reader) mapLines() {
	if r.linesOfFile == 0 {
		return
	}
	doc, last, total := r.doc, r.doc.Lines, r.linesOfFile
	in := func(line int) int {
		if len(r.fileLines) == 0 {
			return 1
		}
		return int(r.fileLines[min(max(line, 1), len(r.fileLines))-1])
	}
	doc.Lines = total
	for i := range doc.Sections {
		s := &doc.Sections[i]
		ends := s.EndLine >= last
		if i > 0 {
			s.Line = in(s.Line)
		}
		if s.EndLine = max(in(s.EndLine), s.Line); ends {
			s.EndLine = max(total, 1)
		}
	}
	for i := range doc.Links {
		doc.Links[i].Line = in(doc.Links[i].Line)
	}
	for _, seen := range [][]sighting{r.bag.seen, r.dropped} {
		for i := range seen {
			seen[i].line = int32(in(int(seen[i].line)))
		}
	}
	for i := range r.bag.tags {
		r.bag.tags[i].line = in(r.bag.tags[i].line)
	}
	g := &r.ignoring
	for i := range g.lines {
		g.lines[i] = Lines{in(g.lines[i].From), in(g.lines[i].To)}
		if g.open && i == len(g.lines)-1 {
			g.lines[i].To = total
		}
	}
	g.lines = slices.Compact(g.lines) // several on one line of the file
	for i := range g.odd {
		g.odd[i].Line = in(g.odd[i].Line)
	}
}
