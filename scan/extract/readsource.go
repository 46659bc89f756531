package extract

import (
	"bytes"

	"kwic/scan/extract/source"
)

// readSource reads program text: what it defines and imports, and the terms of
// the comments that document it. Names that are merely used are left out: they
// would drown the rest.
func (r *reader) readSource(language Language) {
	r.defined = true
	g := source.ByName(string(language))
	file := r.scanner.Scan(g, r.src, 1, false)
	if file.Limited {
		r.doc.Reading = Simple
	}
	d := docReader{reader: r, grammar: g}
	d.comment(file.Doc, nil, true)
	r.openSections(file.Symbols)
	for i := range file.Symbols {
		k := &file.Symbols[i]
		r.current = int(r.sectionOf[i])
		if k.Definition {
			r.ctx.first, r.ctx.kinds, r.ctx.parens = false, false, 0
			r.define(g, file.Symbols, i)
		}
		d.comment(k.Doc, k.In(r.src), k.Kind == source.Namespace && k.Parent < 0)
	}
	r.current = 0
	r.doc.Links, r.linkAt = nil, r.linkAt[:0] // references are not kept
}

// maxSectionDepth is how deeply sections nest. What stands deeper stands in the
// innermost section that there is: the way to a section is stored with it, and
// paths of unlimited length would cost the square of the file's size.
const maxSectionDepth = 60

// openSections makes a section of each symbol that others stand in: a class
// with its methods, a module, an enum.
func (r *reader) openSections(symbols []source.Symbol) {
	r.sectionOf = r.sectionOf[:0]
	for range symbols {
		r.sectionOf = append(r.sectionOf, -1)
	}
	for i := range symbols {
		if p := symbols[i].Parent; p >= 0 && symbols[p].Kind != source.Function {
			r.sectionOf[p] = 0
		}
	}
	for i := range symbols {
		k := &symbols[i]
		if len(r.doc.Sections) > maxSections && r.sectionOf[i] >= 0 {
			r.bag.full = true
			r.sectionOf[i] = -1
		}
		if int(k.Parent) > i {
			continue // a member before its class
		}
		parent := max(r.sectionAround(k.Parent), 0)
		if r.sectionOf[i] >= 0 && r.doc.Sections[parent].Level >= maxSectionDepth {
			r.doc.Reading = Simple
			r.sectionOf[i] = -1
		}
		if r.sectionOf[i] < 0 {
			r.sectionOf[i] = parent
			continue
		}
		section := Section{Parent: int(parent), Level: r.doc.Sections[parent].Level + 1, Line: int(k.Line), EndLine: int(max(k.LastLine, k.Line))}
		section.Title = oneLine(string(r.src[k.Name.At:k.Name.End]))
		section.EndLine = min(section.EndLine, r.doc.Sections[parent].EndLine)
		section.Line = min(max(section.Line, r.doc.Sections[len(r.doc.Sections)-1].Line), section.EndLine)
		r.sectionOf[i] = int32(len(r.doc.Sections))
		r.outline = append(r.outline, outline{home: len(r.doc.Sections)})
		r.doc.Sections = append(r.doc.Sections, section)
	}
	for i := range symbols {
		if int(symbols[i].Parent) > i {
			r.sectionOf[i] = r.sectionAround(symbols[i].Parent)
		}
	}
}

// sectionAround returns the section of a symbol, section 0 for none.
func (r *reader) sectionAround(symbol int32) int32 {
	if symbol < 0 {
		return 0
	}
	return r.sectionOf[symbol]
}

// docReader reads the comments that document definitions.
type docReader struct {
	*reader
	grammar *source.Grammar
	from    int    // where the paragraph's text starts in the arena
	open    bool   // a paragraph is being read
	code    bool   // between fences
	mark    mark   // of the next paragraph
	name    []byte // of what the comment documents, until its first line was read
}

// comment reads the doc comment of what has a name. opening: it is about the file as a whole, so
// that its first sentence counts as a document's first one does.
func (d *docReader) comment(at source.Range, name []byte, opening bool) {
	if at.At == at.End {
		return
	}
	d.open, d.code, d.mark, d.name = false, false, 0, name
	if opening {
		d.mark = markFirst
	}
	d.grammar.DocLines(d.src, at, d.line)
	d.close()
}

// line reads the text of one line of a doc comment, its marks taken off.
func (d *docReader) line(from, to int) {
	text := bytes.TrimSpace(d.src[from:to])
	from += bytes.Index(d.src[from:to], text)
	to = from + len(text)
	switch {
	case fenceOf(text) > 0:
		d.code = !d.code
		d.close()
		return
	case d.code:
		return
	case len(text) == 0:
		d.close()
		return
	case isRuler(text):
		d.close()
		return
	case text[0] == '@' || text[0] == '\\' || text[0] == ':':
		d.close()
		from = d.passTag(from, to)
	case isListItem(text):
		d.close()
	}
	if d.name != nil {
		from += passOpening(d.src[from:to], d.name)
		d.name = nil
	}
	if !d.open {
		d.from, d.open = d.startText(), true
	}
	d.simpleInline(from, to, 0)
	d.arena = append(d.arena, '\n')
	if len(d.pieces) > maxDocPieces {
		d.close()
	}
}

// maxDocPieces is where the paragraph of a doc comment is cut: pieces cost more than the shortest
// lines, and no paragraph has as many.
const maxDocPieces = 1 << 16

// passOpening returns the length of a conventional opening, which says no more
// than the definition does: "Package gee does", "Turn starts".
func passOpening(text, name []byte) int {
	word := func(from int) []byte {
		end := from
		for end < len(text) && !isSpace(text[end]) {
			end++
		}
		return text[from:end]
	}
	end := 0
	switch first := word(0); string(first) {
	case "Package", "Module", "Command", "Program", "Class", "Function", "Method":
		end = len(first) + 1
	}
	if end > len(text) || !bytes.Equal(word(end), name) {
		return 0
	}
	if end = min(end+len(name)+1, len(text)); end < len(text) {
		if verb := bytes.TrimRight(word(end), ".,;:"); len(verb) > 1 && verb[len(verb)-1] == 's' {
			end += len(verb)
		}
	}
	return end
}

// close ends the paragraph and reads its words.
func (d *docReader) close() {
	if d.open {
		d.prose(d.from, d.mark)
		d.open, d.mark = false, 0
	}
}

// passTag passes a tag such as @param name, \brief or :param name: and what
// belongs to it, and returns where words start.
func (d *docReader) passTag(from, to int) int {
	text := d.src[from:to]
	if text[0] == ':' {
		if end := bytes.IndexByte(text[1:], ':'); end > 0 {
			return from + 1 + end + 1
		}
		return from
	}
	end := 1
	for end < len(text) && isWordByte(text[end]) {
		end++
	}
	tag := string(text[1:end])
	if end < len(text) && text[end] == ':' {
		return from + end + 1 // kernel-doc's @name: what it is
	}
	for end < len(text) && (text[end] == ' ' || text[end] == '\t') {
		end++
	}
	switch tag {
	case "brief", "details", "note", "return", "returns", "deprecated", "remark", "remarks", "summary", "since", "todo", "description", "fileoverview", "warning":
		return from + end
	case "author", "copyright", "license", "licence", "date", "version", "see", "file", "ingroup", "defgroup", "code", "endcode", "type", "typedef", "module", "package":
		return to
	}
	if end < len(text) && text[end] == '{' {
		if n := bytes.IndexByte(text[end:], '}'); n > 0 {
			end += n + 1
		}
	}
	for end < len(text) && (text[end] == ' ' || text[end] == '\t') {
		end++
	}
	for end < len(text) && !isSpace(text[end]) {
		end++
	}
	return from + end
}

// isRuler reports whether a line is a row of marks.
func isRuler(text []byte) bool {
	for _, c := range text {
		if isWordByte(c) || c >= 0x80 {
			return false
		}
	}
	return true
}

// isListItem reports whether a line starts an item of a list.
func isListItem(text []byte) bool {
	return len(text) > 1 && (text[0] == '-' || text[0] == '*' || text[0] == '+') && isSpace(text[1])
}
