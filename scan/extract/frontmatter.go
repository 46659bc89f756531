package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A frontValue is one string of front matter and the line it stands on.
type frontValue struct {
	text string
	line int
}

// frontField is a top-level field: its values, one for a scalar.
type frontField struct {
	name   string
	values []frontValue
	list   bool
}

// front is what front matter says that the index keeps.
type front struct {
	title string
	tags  []frontValue
	prose []frontValue // title and description, read as text
}

// Front matter above this size is left out rather than parsed: the parsers
// are made for configuration, not for megabytes.
const maxFront = 64 << 10

// frontMatter splits the front matter off r.src and reads its fields. Broken
// front matter has no fields, but is not part of the text either.
func (r *reader) frontMatter() front {
	r.body = 0
	var f front
	if len(r.starts) < 2 {
		return f
	}
	fence := string(trimEnd(r.lineText(1), " \t"))
	if fence != "---" && fence != "+++" {
		return f
	}
	last := 0
	for n := 2; n <= len(r.starts); n++ {
		if c := r.src[r.starts[n-1]]; c != '-' && c != '+' && c != '.' {
			continue
		}
		text := string(trimEnd(r.lineText(n), " \t"))
		if text == fence || fence == "---" && text == "..." {
			last = n
			break
		}
	}
	if last == 0 {
		return f
	}
	r.body = len(r.src)
	if last < len(r.starts) {
		r.body = int(r.starts[last])
	}
	text := r.src[r.starts[1]:r.starts[last-1]]
	var fields []frontField
	if fence == "+++" {
		fields = tomlFields(text, r.wanted)
	} else if !looksLikeMapping(text) {
		// A thematic break, prose, and another one: a document's beginning.
		r.body = 0
		return f
	} else {
		fields = yamlFields(text, r.wanted)
	}
	for _, field := range fields {
		r.frontField(&f, field)
	}
	return f
}

// looksLikeMapping reports whether the first line of text that says something
// starts a mapping, or text says nothing.
func looksLikeMapping(text []byte) bool {
	for len(text) > 0 {
		line := text
		if i := bytes.IndexByte(text, '\n'); i >= 0 {
			line, text = text[:i], text[i+1:]
		} else {
			text = nil
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' || line[0] == '%' {
			continue
		}
		return bytes.IndexByte(line, ':') > 0 || line[0] == '{'
	}
	return true
}

// wanted reports whether a field of the front matter is read at all.
func (r *reader) wanted(name string) bool {
	switch name {
	case "title", "description", "tags", "keywords", "categories":
		return true
	}
	for i := range r.x.fields {
		if r.x.fields[i].Name == name {
			return true
		}
	}
	return false
}

// frontField sorts one field into f. Lines are of the whole file: the fields
// count from the line after the opening fence.
func (r *reader) frontField(f *front, field frontField) {
	for i := range field.values {
		field.values[i].line = min(field.values[i].line+1, r.doc.Lines)
	}
	switch field.name {
	case "title":
		if len(field.values) == 1 && !field.list {
			f.title = oneLine(field.values[0].text)
			r.titleRow = field.values[0].line
		}
		f.prose = append(f.prose, field.values...)
	case "description":
		f.prose = append(f.prose, field.values...)
	case "tags", "keywords", "categories":
		for _, v := range field.values {
			if field.list {
				f.tags = append(f.tags, v)
				continue
			}
			split := strings.Fields
			if strings.Contains(v.text, ",") {
				split = func(s string) []string { return strings.Split(s, ",") }
			}
			for _, part := range split(v.text) {
				f.tags = append(f.tags, frontValue{part, v.line})
			}
		}
	}
	for _, tags := range r.x.fields {
		if tags.Name != field.name || tags.Pattern == nil && isTagField(field.name) {
			continue
		}
		for _, v := range field.values {
			if tags.Pattern != nil {
				match := tags.Pattern.FindStringSubmatch(v.text)
				if match == nil {
					continue
				}
				v.text = match[min(1, len(match)-1)]
			}
			f.tags = append(f.tags, v)
		}
	}
}

func isTagField(name string) bool {
	return name == "tags" || name == "keywords" || name == "categories"
}

// oneLine returns text with its white space collapsed.
func oneLine(text string) string {
	space := true // a space here would be too many
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= utf8.RuneSelf || c < ' ' || c == ' ' && space {
			return strings.Join(strings.Fields(text), " ")
		}
		space = c == ' '
	}
	return strings.TrimSuffix(text, " ")
}

// frontWords adds what front matter says to the keywords: its tags, and its
// title as far as no heading repeats it.
func (r *reader) frontWords(f front) {
	for _, tag := range f.tags {
		if text := oneLine(tag.text); !r.x.words.isOpaqueTag(text) {
			r.bag.tag(text, tag.line)
		}
	}
	repeated := false
	if f.title != "" {
		for _, s := range r.doc.Sections[1:] {
			if s.Level == 1 && sameWords(s.Title, f.title) {
				repeated = true
				break
			}
		}
	}
	r.current = 0
	for _, v := range f.prose {
		m := markFront
		if v.line == r.titleRow && r.titleRow > 0 {
			if repeated {
				continue
			}
			m = markTitle
		}
		from := len(r.arena)
		r.arena = append(r.arena, v.text...)
		r.pieces = append(r.pieces[:0], piece{at: from, line: v.line, mark: m})
		r.prose(from, m)
	}
}

// sameWords reports whether two titles are one but for case and signs.
func sameWords(a, b string) bool { return a == b || plainWords(a) == plainWords(b) }

// plainWords folds a title for comparison: letters and digits alone.
func plainWords(title string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c | 0x20
		case c < 0x80 && !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '+' || c == '#'):
			return -1
		}
		return c
	}, title)
}
