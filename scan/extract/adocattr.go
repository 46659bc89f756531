package extract

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of attributes: what a document may define, and how much text its
// references may add. Beyond, references stay unresolved and the reading is
// simple.
const (
	maxAdocAttributes = 2000
	maxAdocValue      = 1000    // bytes of a value
	maxAdocExpansion  = 1 << 20 // bytes that references add to a document
	maxAdocNesting    = 8       // references inside values
)

// adocCharacters are the attributes that every document has.
var adocCharacters = map[string]string{
	"empty": "", "blank": "", "sp": " ", "nbsp": " ", "zwsp": "", "wj": "", "apos": "'", "quot": "\"", "lsquo": "‘", "rsquo": "’", "ldquo": "“",
	"rdquo": "”", "deg": "°", "plus": "+", "brvbar": "¦", "vbar": "|", "amp": "&", "lt": "<", "gt": ">", "startsb": "[", "endsb": "]",
	"caret": "^", "asterisk": "*", "tilde": "~", "backslash": "\\", "backtick": "`", "two-colons": "::", "two-semicolons": ";;", "cpp": "C++", "cxx": "C++", "pp": "++",
}

// attributeEntry reads ":name: value" on line n, and returns the last line of
// its value, or 0 if the line is none.
func (a *adoc) attributeEntry(n int, line []byte) int {
	if len(line) < 3 || line[0] != ':' {
		return 0
	}
	end := bytes.IndexByte(line[1:], ':') + 1
	if end < 2 || end+1 < len(line) && !isSpace(line[end+1]) {
		return 0
	}
	name := line[1:end]
	unset := name[0] == '!' || name[len(name)-1] == '!'
	name = bytes.Trim(name, "!")
	for i, c := range name {
		if !isWordByte(c) && (c != '-' || i == 0) {
			return 0
		}
	}
	if len(name) == 0 {
		return 0
	}
	value := bytes.TrimSpace(line[end+1:])
	for n < len(a.r.starts) && (bytes.HasSuffix(value, []byte(" \\")) || bytes.HasSuffix(value, []byte(" + \\"))) && len(value) < maxAdocValue {
		n++
		value = bytes.TrimSuffix(bytes.TrimSuffix(value, []byte("\\")), []byte("+ "))
		value = append(bytes.Clone(value), bytes.TrimSpace(a.r.lineText(n))...)
	}
	a.define(strings.ToLower(string(name)), string(value), n, unset)
	return n
}

// define sets or unsets an attribute. Some describe the document.
func (a *adoc) define(name, value string, line int, unset bool) {
	if unset {
		delete(a.attributes, name)
		if name == "sectids" {
			a.noIDs = true
		}
		return
	}
	switch {
	case name == "sectids":
		a.noIDs = false
	case name == "compat-mode":
		a.compat = true
	case name == "page-tags", name == "page-keywords", name == "tags":
		a.r.frontField(&a.front, frontField{name: "keywords", values: []frontValue{{value, line - 1}}})
	case a.r.wanted(name) && name != "title":
		a.r.frontField(&a.front, frontField{name: name, values: []frontValue{{value, line - 1}}})
	}
	if len(value) > maxAdocValue || len(a.attributes) >= maxAdocAttributes {
		a.r.doc.Reading = Simple
		return
	}
	a.attributes[name] = value
}

// add appends a stretch of one line of the file to the text of the block, its
// references to attributes resolved.
func (a *adoc) add(from, to int) {
	src := a.r.src
	a.spots = append(a.spots, adocSpot{len(a.text), from})
	for from < to {
		open := bytes.IndexByte(src[from:to], '{')
		if open < 0 {
			a.text = append(a.text, src[from:to]...)
			return
		}
		a.text = append(a.text, src[from:from+open]...)
		from += open
		name, size := attributeReference(src[from:to])
		if size == 0 || from > 0 && src[from-1] == '\\' {
			a.text = append(a.text, '{')
			from++
			continue
		}
		if a.resolve(name, 0) {
			a.spots = append(a.spots, adocSpot{len(a.text), from + size})
		} else {
			a.text = append(a.text, src[from:from+size]...)
		}
		from += size
	}
}

// attributeReference reads {name} at the start of text.
func attributeReference(text []byte) (name []byte, size int) {
	end := bytes.IndexByte(text[:min(len(text), 80)], '}')
	if end < 2 {
		return nil, 0
	}
	name = text[1:end]
	for _, c := range name {
		if !isWordByte(c) && c != '-' {
			return nil, 0
		}
	}
	return name, end + 1
}

// resolve appends the value of an attribute to the block's text.
func (a *adoc) resolve(name []byte, depth int) bool {
	value, ok := a.attributes[string(bytes.ToLower(name))]
	if !ok {
		if value, ok = adocCharacters[string(name)]; !ok {
			return false
		}
	}
	if a.expanded+len(value) > maxAdocExpansion || depth > maxAdocNesting {
		a.r.doc.Reading = Simple
		return false
	}
	a.expanded += len(value)
	for {
		open := strings.IndexByte(value, '{')
		if open < 0 {
			break
		}
		a.text = append(a.text, value[:open]...)
		value = value[open:]
		inner, size := attributeReference([]byte(value))
		if size == 0 || !a.resolve(inner, depth+1) {
			a.text = append(a.text, '{')
			size = 1
		}
		value = value[size:]
	}
	a.text = append(a.text, value...)
	return true
}

// adocBlock is what the lines before a block say of it.
type adocBlock struct {
	id, style, language string
	header, discrete    bool
	columns             int
}

// blockAttributes reads a line of block attributes, [[id]] or [style,…], and
// reports whether the line is one.
func (a *adoc) blockAttributes(line []byte) bool {
	if len(line) < 2 || line[0] != '[' || line[len(line)-1] != ']' {
		return false
	}
	inside := line[1 : len(line)-1]
	if len(inside) > 2 && inside[0] == '[' && inside[len(inside)-1] == ']' {
		id, _, _ := bytes.Cut(inside[1:len(inside)-1], []byte(","))
		if len(id) == 0 || bytes.ContainsAny(id, "[] ") {
			return false
		}
		a.setID(id)
		return true
	}
	if len(inside) > 0 && inside[0] < 0x80 && !isLetter(inside[0]) && !bytes.ContainsAny(inside[:1], "_.#%{,\"'") {
		return false
	}
	for i := 0; len(inside) > 0; i++ {
		var value []byte
		value, inside = cutAttributeValue(inside)
		name, rest, named := bytes.Cut(value, []byte("="))
		if named && len(bytes.TrimSpace(name)) > 0 && bytes.IndexByte(name, '"') < 0 {
			a.namedAttribute(string(bytes.TrimSpace(name)), string(bytes.Trim(bytes.TrimSpace(rest), "\"'")))
			continue
		}
		value = bytes.Trim(bytes.TrimSpace(value), "\"")
		switch {
		case i == 0:
			a.shorthand(value)
		case i == 1 && (a.block.style == "source" || a.block.style == "") && len(value) > 0:
			a.block.language = string(value)
			a.block.style = "source"
		}
	}
	return true
}

// cutAttributeValue cuts the first value off a list, commas in quotes aside.
func cutAttributeValue(list []byte) (value, rest []byte) {
	quoted := false
	for i, c := range list {
		switch {
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			return list[:i], list[i+1:]
		}
	}
	return list, nil
}

// shorthand reads style#id.role%option.
func (a *adoc) shorthand(value []byte) {
	for len(value) > 0 {
		end := 1
		for end < len(value) && value[end] != '#' && value[end] != '.' && value[end] != '%' {
			end++
		}
		part := value[:end]
		value = value[end:]
		switch part[0] {
		case '#':
			a.setID(part[1:])
		case '%':
			a.block.header = a.block.header || string(part[1:]) == "header"
		case '.':
		default:
			a.block.style = string(part)
			a.block.discrete = a.block.style == "discrete" || a.block.style == "float"
		}
	}
}

func (a *adoc) namedAttribute(name, value string) {
	switch name {
	case "id":
		a.setID([]byte(value))
	case "options", "opts":
		a.block.header = a.block.header || strings.Contains(value, "header")
	case "language":
		a.block.language, a.block.style = value, "source"
	case "cols":
		a.block.columns = countColumns(value)
	}
}

// setID names the block that follows.
func (a *adoc) setID(id []byte) {
	a.block.id = validID(id)
	a.r.noteAnchor(a.block.id)
}

// validID returns an id that can be the anchor of a section, else "".
func validID(id []byte) string {
	if !utf8.Valid(id) {
		return ""
	}
	return string(id)
}

// countColumns returns the number of columns that a cols attribute gives a
// table: "1,2", "3*", "2*,1".
func countColumns(cols string) int {
	separator := ","
	if !strings.Contains(cols, ",") {
		separator = ";"
	}
	n := 0
	for spec := range strings.SplitSeq(cols, separator) {
		times := 1
		if factor, _, ok := strings.Cut(spec, "*"); ok {
			if k, err := strconv.Atoi(strings.TrimSpace(factor)); err == nil && k > 0 && k < 1000 {
				times = k
			}
		}
		n += times
	}
	return n
}

// sectionID makes the id that Asciidoctor gives a section by its title: lower
// case, with word characters alone, the rest one separator, and a number from
// 2 on where an id is taken.
func (a *adoc) sectionID(title, prefix, separator string) string {
	id := make([]byte, 0, len(prefix)+len(title))
	id = append(id, prefix...)
	for _, c := range strings.ToLower(typeset(title, true)) {
		switch {
		case c == ' ' || separator != "" && (c == '-' || c == '.' || string(c) == separator):
			if separator != "" && !bytes.HasSuffix(id, []byte(separator)) {
				id = append(id, separator...)
			}
		case c == '-' || c == '.' || c != utf8.RuneError && unicode.In(c, unicode.L, unicode.M, unicode.Nd, unicode.Pc):
			id = utf8.AppendRune(id, c)
		}
	}
	if separator != "" {
		id = bytes.TrimSuffix(id, []byte(separator))
		if prefix == "" {
			id = bytes.TrimPrefix(id, []byte(separator))
		}
	}
	return a.unique(string(id), separator)
}

// unique numbers an id that is taken. The counter starts where it stopped
// last, so that n equal titles cost n steps.
func (a *adoc) unique(id, separator string) string {
	result := id
	for {
		if _, taken := a.ids[result]; !taken {
			break
		}
		a.ids[id] = max(a.ids[id]+1, 2)
		result = id + separator + strconv.Itoa(a.ids[id])
	}
	a.ids[result] = 1
	return result
}
