package extract

import (
	"bytes"
	"strings"
)

// rstDirective reads the directive at the line that is next.
func (r *reader) rstDirective(name string, args rstRange, indent int32, titles bool) {
	s := &r.rst
	row := rstDirectiveRowOf(name)
	if row.act != dirIndex && row.act != dirSkip && row.act != dirLanguage && row.act != dirMeta {
		s.fresh = len(s.labels)
	}
	if name == "class" && r.rstIsStyle(indent) {
		row.act = dirSkip // docutils' class of style sheets, not Python's
	}
	kept := s.mark
	switch row.act {
	case dirNote, dirAlso, dirVersion:
		r.rstNoteDirective(name, row, args, indent)
	case dirSkip, dirLanguage:
		if row.act == dirLanguage {
			s.lang = rstFirstWord(r.src[args.from:args.to])
		}
		s.n++
		r.rstSkip(indent)
	case dirCode, dirPython, dirOutput:
		r.rstCodeDirective(row, args, indent)
	case dirIndex:
		r.rstIndex(args, indent)
	case dirMeta:
		r.rstMeta(indent)
	case dirCurrent:
		s.module, s.domain = strings.TrimSpace(string(r.src[args.from:args.to])), row.domain
		if s.module == "None" {
			s.module = ""
		}
		s.n++
		r.rstSkip(indent)
	default:
		s.plain = s.plain || row.act != dirTags
		r.rstContent(row, args, indent, titles)
	}
	s.mark = kept
}

// rstNoteDirective reads a directive whose text starts on its own line.
func (r *reader) rstNoteDirective(name string, row rstDirectiveRow, args rstRange, indent int32) {
	s := &r.rst
	s.plain = true
	if row.act == dirAlso {
		s.mark |= markRef
	}
	if row.act == dirVersion {
		args.from += len(rstFirstWord(r.src[args.from:args.to]))
		if name == "deprecated-removed" {
			args.from += len(rstFirstWord(r.src[args.from:args.to]))
		}
	}
	r.rstHang(s.n, indent, args.from)
	r.rstBody(indent, false)
}

// rstCodeDirective reads a directive whose content is code.
func (r *reader) rstCodeDirective(row rstDirectiveRow, args rstRange, indent int32) {
	s := &r.rst
	r.rstHeader(args, indent)
	lang := s.lang
	switch named := len(s.args) > 0 && s.args[0] == args; {
	case row.act == dirPython:
		lang = []byte("pycon")
	case row.act == dirOutput:
		lang = nil
	case named:
		lang = bytes.TrimSpace(rstFirstWord(r.src[args.from:args.to]))
	}
	if row.act != dirCode && len(s.args) > 0 {
		// What stands on the lines below is code already.
		s.n = r.rstLineOf(s.args[0].from)
		if s.args[0] == args {
			s.n++
		}
	}
	r.rstCode(s.n, indent, lang)
}

// rstContent reads directives that have arguments and content.
func (r *reader) rstContent(row rstDirectiveRow, args rstRange, indent int32, titles bool) {
	s := &r.rst
	r.rstHeader(args, indent)
	switch row.act {
	case dirObject, dirModule:
		r.rstObjects(row, indent)
		return
	case dirHead:
		r.rstArguments(markStrong)
	case dirFile:
		r.rstFile()
	case dirKernel:
		r.rstKernelDoc()
	case dirTree:
		r.rstTree(indent)
		return
	case dirNames:
		r.rstNameList(indent)
		return
	case dirGlossary:
		r.rstGlossary(indent)
		return
	case dirList, dirCSV:
		r.rstArguments(markStrong)
		if row.act == dirList {
			r.rstListTable(indent)
		} else {
			r.rstCSV(indent)
		}
		return
	case dirTags:
		if len(s.args) > 0 {
			r.frontField(&s.front, frontField{name: "tags", values: []frontValue{{string(r.src[s.args[0].from:s.args[0].to]), r.rstLineOf(s.args[0].from)}}})
		}
	case dirUnknown:
		if r.rstUnknown(indent) {
			return
		}
	}
	r.rstBody(indent, titles && row.act == dirWhole)
}

// rstUnknown reads the arguments of a directive that the table does not know.
// One word over indented text is what the text describes: projects name their
// settings and signals so.
func (r *reader) rstUnknown(indent int32) (done bool) {
	s := &r.rst
	if len(s.args) == 1 && r.rstContentBelow(indent) {
		arg := r.src[s.args[0].from:s.args[0].to]
		if name := rstSignatureName(arg, sigDotted); len(name) > 1 && (len(name) == len(arg) || arg[len(name)] == '(') {
			r.rstObjects(rstDirectiveRow{act: dirObject, kind: Identifier, sig: sigDotted}, indent)
			return true
		}
	}
	r.rstArguments(0)
	return false
}

// rstContentBelow reports whether an indented block follows.
func (r *reader) rstContentBelow(indent int32) bool {
	n := r.rst.n
	for limit := n + 4; n < limit && n < len(r.rst.cols) && r.rst.cols[n] < 0; n++ {
	}
	return r.blockCol(n) > indent
}

// rstIsStyle reports whether a class directive sets a class for style sheets:
// a single lower-case word, with nothing that describes it.
func (r *reader) rstIsStyle(indent int32) bool {
	text := r.blockText(r.rst.n)
	_, arg, _ := bytes.Cut(text, []byte("::"))
	arg = bytes.TrimSpace(arg)
	for _, c := range arg {
		if isUpper(c) || c == '(' || c == '.' {
			return false
		}
	}
	return r.rst.module == "" && !bytes.HasPrefix(text, []byte(".. py:"))
}

// rstArguments reads the directive's arguments as text.
func (r *reader) rstArguments(m mark) {
	s := &r.rst
	if len(s.args) == 0 {
		return
	}
	r.blockStart()
	for _, a := range s.args {
		r.blockAdd(a.from, a.to)
	}
	r.rstProse(m)
}

// rstFirstWord returns the first word of text and the space behind it.
func rstFirstWord(text []byte) []byte {
	i := 0
	for i < len(text) && !isSpace(text[i]) {
		i++
	}
	for i < len(text) && isSpace(text[i]) {
		i++
	}
	return text[:i]
}

// rstLineOf returns the line of an offset, counted from 0.
func (r *reader) rstLineOf(at int) int { return r.lineAt(at) - 1 }

// rstFile notes the file that a directive puts in, and reads its description.
func (r *reader) rstFile() {
	s := &r.rst
	if len(s.args) == 0 {
		return
	}
	a := s.args[0]
	path := bytes.TrimSpace(r.src[a.from:a.to])
	alt := r.rstOptionValue("alt")
	r.rstLink(a.from, strings.Trim(string(path), "<>"), string(alt))
	if target := r.rstOptionValue("target"); len(target) > 0 && bytes.IndexByte(target, ' ') < 0 && target[len(target)-1] != '_' {
		r.rstLink(a.from, string(target), string(alt))
	}
	if len(alt) > 0 && !isBadge(path) {
		from := r.startText()
		r.pieces = append(r.pieces, piece{at: from, src: a.from, mark: markImage})
		r.arena = append(r.arena, alt...)
		r.prose(from, markImage)
	}
}

// rstKernelDoc notes the source file whose comments are put in, and the names
// that are taken from it.
func (r *reader) rstKernelDoc() {
	s := &r.rst
	if len(s.args) == 0 {
		return
	}
	a := s.args[0]
	r.rstLink(a.from, "/"+string(bytes.TrimSpace(r.src[a.from:a.to])), "")
	for _, o := range s.options {
		if o.name != "functions" && o.name != "identifiers" {
			continue
		}
		for name := range bytes.FieldsSeq(r.src[o.value.from:o.value.to]) {
			kind := Identifier
			if o.name == "functions" {
				kind = Function
			}
			if len(name) > 1 && len(name) <= maxName && isWordByte(name[0]) {
				r.rstSight(name, o.line, kind, false)
			}
		}
	}
}

// rstNameList reads a list of names, one a line, described elsewhere.
func (r *reader) rstNameList(indent int32) {
	s := &r.rst
	for ; s.n < len(s.cols) && (s.cols[s.n] < 0 || s.cols[s.n] > indent); s.n++ {
		name := bytes.TrimLeft(r.blockText(s.n), "~!")
		if len(name) == 0 || len(name) > maxName || bytes.IndexByte(name, ' ') >= 0 {
			continue
		}
		r.rstSight(name, s.n, Identifier, false)
		if dot := bytes.LastIndexByte(name, '.'); dot >= 0 && dot+1 < len(name) {
			r.rstSight(name[dot+1:], s.n, Identifier, false)
		}
	}
}

// rstTree notes the documents of a toctree.
func (r *reader) rstTree(indent int32) {
	s := &r.rst
	for _, a := range s.args {
		r.rstTreeEntry(a) // entries need no blank line before them
	}
	for ; s.n < len(s.cols) && (s.cols[s.n] < 0 || s.cols[s.n] > indent); s.n++ {
		if s.cols[s.n] >= 0 {
			r.rstTreeEntry(rstRange{int(s.offs[s.n]), r.blockEnd(s.n)})
		}
	}
}

func (r *reader) rstTreeEntry(a rstRange) {
	text := bytes.TrimSpace(r.src[a.from:a.to])
	title, target, split := rstSplitTitle(text)
	if len(target) == 0 || string(target) == "self" || bytes.ContainsAny(target, "*?[ ") {
		return
	}
	destination := string(target)
	if !isURL(destination) {
		destination = rstDocument(destination)
	}
	if !split {
		r.rstLink(a.from, destination, "")
		return
	}
	r.blockStart()
	r.blockAdd(a.from, a.from+len(title))
	from := r.startText()
	m := r.rst.mark | markLink | markRef
	r.blockPut(0, len(r.rst.text), m)
	r.rstLink(a.from, destination, string(r.arena[from:]))
	r.prose(from, m)
}

// rstMeta reads the fields of a meta directive as front matter.
func (r *reader) rstMeta(indent int32) {
	s := &r.rst
	for s.n++; s.n < len(s.cols) && (s.cols[s.n] < 0 || s.cols[s.n] > indent); {
		text := r.blockText(s.n)
		end := rstFieldName(text)
		if end == 0 {
			s.n++
			continue
		}
		name, _, _ := strings.Cut(strings.ToLower(string(text[1:end])), " ")
		if name == "title" || !r.rstDocField(name, s.n, int(s.offs[s.n])+end+1, s.cols[s.n]) {
			s.n++
		}
	}
}
