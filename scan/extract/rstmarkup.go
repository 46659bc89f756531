package extract

import "bytes"

// rstExplicit reads what starts with two dots: a footnote, a target, a
// substitution, a directive or a comment.
func (r *reader) rstExplicit(text []byte, indent int32, titles bool) bool {
	s := &r.rst
	if len(text) < 2 || text[1] != '.' || len(text) > 2 && text[2] != ' ' {
		return false
	}
	rest := bytes.TrimLeft(text[2:], " ")
	at := r.blockEnd(s.n) - len(rest)
	switch {
	case len(rest) == 0:
		if s.n++; r.blockCol(s.n) < 0 {
			return true // an empty comment: what is below it is none
		}
		r.rstSkip(indent)
	case rest[0] == '[' && r.rstFootnote(rest, at, indent):
	case rest[0] == '_' && len(rest) > 1 && r.rstTarget(rest, indent):
	case rest[0] == '|' && bytes.Contains(rest, []byte("::")):
		s.n++ // its text is read where it is used
		r.rstSkip(indent)
	default:
		if name, args := rstDirectiveName(rest); name != nil {
			r.rstDirective(string(bytes.ToLower(name)), rstRange{at + len(rest) - len(args), at + len(rest)}, indent, titles)
			return true
		}
		s.n++
		r.rstSkip(indent)
	}
	return true
}

// rstDirectiveName cuts "name::" off text, nil if there is none.
func rstDirectiveName(text []byte) (name, args []byte) {
	const longest = 60
	for i, c := range text[:min(len(text), longest)] {
		switch {
		case c == ':' && i > 0 && i+1 < len(text) && text[i+1] == ':' && (i+2 == len(text) || isSpace(text[i+2])):
			return bytes.TrimRight(text[:i], " "), bytes.TrimLeft(text[i+2:], " ")
		case c == ' ' && i+1 < len(text) && text[i+1] == ':':
		case !isWordByte(c) && (i == 0 || c != '-' && c != ':' && c != '.' && c != '+'):
			return nil, nil
		}
	}
	return nil, nil
}

// rstFootnote reads a footnote or a citation.
func (r *reader) rstFootnote(rest []byte, at int, indent int32) bool {
	s := &r.rst
	end := bytes.IndexByte(rest, ']')
	if end < 2 || end > 60 || end+1 < len(rest) && rest[end+1] != ' ' || bytes.IndexByte(rest[:end], ' ') >= 0 {
		return false
	}
	s.ids.id(string(rest[1:end]))
	s.fresh, s.plain = len(s.labels), true
	first := r.fresh
	r.fresh = false
	r.rstHang(s.n, indent, at+end+1)
	r.rstBody(indent, false)
	r.fresh = first
	return true
}

// rstTarget reads a hyperlink target. One without a destination marks what
// follows it.
func (r *reader) rstTarget(rest []byte, indent int32) bool {
	s := &r.rst
	if rest[1] == '_' {
		s.ids.number()
		s.n++
		r.rstSkip(indent)
		return true
	}
	name, destination, ok := rstCutTarget(rest)
	if !ok {
		return false
	}
	if len(s.ids.taken) > maxSections+maxRstNames {
		r.doc.Reading = Simple
		s.n++
		r.rstSkip(indent)
		return true
	}
	key := rstName(name)
	id := s.ids.id(key)
	s.n++
	inside := len(bytes.TrimSpace(destination)) == 0 && r.blockCol(s.n) <= indent
	r.rstSkip(indent)
	if inside {
		s.labels = append(s.labels, rstLabel{key, id})
	}
	return true
}

// rstOptionLine is an option of a directive.
type rstOptionLine struct {
	name  string
	value rstRange
	line  int
}

// rstHeader reads the lines of a directive before its content: arguments, as
// far as they go on below its first line, then options.
func (r *reader) rstHeader(args rstRange, indent int32) {
	s := &r.rst
	s.args, s.options = s.args[:0], s.options[:0]
	if args.to > args.from {
		s.args = append(s.args, args)
	}
	for s.n++; r.blockCol(s.n) > indent; s.n++ {
		text := r.blockText(s.n)
		at := int(s.offs[s.n])
		end := rstFieldName(text)
		if end == 0 && len(text) > 2 && text[0] == ':' && text[len(text)-1] == ':' {
			end = len(text) - 1
		}
		switch {
		case end > 0:
			value := rstRange{at + end + 1, at + len(text)}
			s.options = append(s.options, rstOptionLine{string(bytes.ToLower(text[1:end])), value, s.n})
		case len(s.options) > 0:
			// The value of the last option goes on.
			if last := &s.options[len(s.options)-1]; last.value.to-last.value.from < maxFront {
				last.value.to = at + len(text)
			}
		default:
			s.args = append(s.args, rstRange{at, at + len(text)})
		}
	}
}

// rstOptionValue returns the value of an option of the directive, nil if it
// has none.
func (r *reader) rstOptionValue(name string) []byte {
	for _, o := range r.rst.options {
		if o.name == name {
			return bytes.TrimSpace(r.src[o.value.from:o.value.to])
		}
	}
	return nil
}
