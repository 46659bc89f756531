package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// rstSignature says how the name of an object is written in the argument of a
// directive.
type rstSignature uint8

const (
	sigDotted   rstSignature = iota // [words] a.name(arguments)
	sigData                         // the same, of data: a constant if it is in capitals
	sigC                            // type name(arguments), members behind a dot
	sigCPP                          // the same, and template<…> ns::name
	sigOption                       // -x ARG, --long=ARG
	sigProgram                      // command lines
	sigWord                         // its first word, or all of it
	sigFree                         // the same; several plain words are what it is called
	sigOptional                     // the same, with a part that may be left out: h(elp)
)

func (s rstSignature) c() bool { return s == sigC || s == sigCPP }

// rstObjects reads the description of one or more objects: each signature
// defines a name, and the members below a class are told apart by it.
func (r *reader) rstObjects(row rstDirectiveRow, indent int32) {
	s := &r.rst
	class, module := s.class, s.module
	if text := r.rstOptionValue("module"); len(text) > 0 {
		s.module = string(text)
	}
	scope := class
	for i := 0; i < len(s.args); i++ {
		a := s.args[i]
		// A signature goes on behind a backslash, or inside parentheses.
		open := r.rstParens(a)
		for i+1 < len(s.args) && (r.src[a.to-1] == '\\' || open > 0) && a.to-a.from < maxSignature {
			i++
			open += r.rstParens(s.args[i])
			a.to = s.args[i].to
		}
		name := r.rstSignature(row, a)
		if (row.kind == Class || row.sig == sigC) && len(name) > 0 && scope == class {
			scope = string(name)
			dot := "."
			if row.sig == sigCPP {
				dot = "::"
			}
			if class != "" && !strings.HasPrefix(scope, class+dot) {
				scope = class + dot + scope
			}
		}
		if row.act == dirModule && len(name) > 0 {
			s.module, module = string(name), string(name)
			s.domain = row.domain
		}
	}
	if row.act == dirModule {
		if text := r.rstOptionValue("synopsis"); len(text) > 0 {
			r.rstSynopsis()
		}
		s.class = ""
		r.rstBody(indent, false)
		return
	}
	if len(scope) > maxName {
		scope = class
	}
	s.class = scope
	r.rstBody(indent, false)
	s.class, s.module = class, module
}

// maxSignature bounds the bytes of a signature over several lines.
const maxSignature = 4000

// rstParens returns how many more parentheses are opened than closed.
func (r *reader) rstParens(a rstRange) int {
	text := r.src[a.from:a.to]
	return bytes.Count(text, []byte("(")) - bytes.Count(text, []byte(")"))
}

// rstSynopsis reads what a module is said to be about.
func (r *reader) rstSynopsis() {
	for _, o := range r.rst.options {
		if o.name == "synopsis" {
			r.blockStart()
			r.blockAdd(o.value.from, o.value.to)
			r.rstProse(0)
			return
		}
	}
}

// rstSignature defines what a signature names, and returns the name.
func (r *reader) rstSignature(row rstDirectiveRow, a rstRange) []byte {
	text := r.src[a.from:a.to]
	n := r.rstLineOf(a.from)
	switch row.sig {
	case sigOption:
		for option := range bytes.SplitSeq(text, []byte(", ")) {
			name := rstOption(option)
			if name == nil {
				name = rstPlainOption(option)
			}
			if len(name) > 0 {
				r.rstSight(name, n, Command, true)
			}
		}
		return nil
	case sigProgram:
		if name := bytes.TrimSpace(text); len(name) > 0 && len(name) <= maxWord {
			r.rstSight(name, n, Command, true)
		}
		return nil
	case sigFree:
		if first, _, several := bytes.Cut(bytes.TrimSpace(text), []byte(" ")); several && !bytes.ContainsAny(first, "([{=<") && !shapeOf(first).isName() {
			if isPlainPhrase(text) {
				r.blockStart()
				r.blockAdd(a.from, a.to)
				r.rstProse(markDefined)
			}
			return nil
		}
		row.sig = sigWord
	}
	name := rstSignatureName(text, row.sig)
	if row.sig == sigOptional {
		// h(elp) is h and help.
		if open := bytes.IndexByte(name, '('); open > 0 {
			r.rstSight(name[:open], n, row.kind, true)
			name = bytes.ReplaceAll(bytes.ReplaceAll(name, []byte("("), nil), []byte(")"), nil)
		}
	}
	if len(name) == 0 || len(name) > maxName {
		return nil
	}
	kind := row.kind
	if row.sig == sigData || row.sig.c() && kind == Identifier {
		kind = dataKind(name)
	}
	r.rstDefine(name, n, kind, row)
	if row.sig.c() || row.sig == sigDotted {
		// Types and defaults that look like names are worth finding too.
		if i := bytes.Index(text, name); i >= 0 {
			r.code(text[i+len(name):], n+1, nil)
		}
	}
	return name
}

// rstDefine records the definition of an object: by its own name, by that of
// its class, or else its module, before it, and by the last part alone.
func (r *reader) rstDefine(name []byte, n int, kind Kind, row rstDirectiveRow) {
	s := &r.rst
	r.rstSight(name, n, kind, true)
	if row.act == dirModule {
		return // the parts of a module's name are modules of their own
	}
	last := name
	if i := bytes.LastIndexAny(name, ".:"); i >= 0 && row.sig != sigWord {
		last = name[i+1:]
		if len(last) > 0 && len(last) < len(name) {
			r.rstSight(last, n, kind, true)
		}
	}
	within, mark := s.class, "."
	switch row.sig {
	case sigCPP:
		mark = "::"
	case sigWord, sigOptional:
		return
	case sigDotted, sigData:
		if within == "" && len(last) == len(name) && row.domain == s.domain {
			within = s.module
		}
	}
	if within != "" && !bytes.HasPrefix(name, []byte(within+mark)) && len(within)+len(name) < maxName {
		s.buf = append(append(append(s.buf[:0], within...), mark...), name...)
		r.rstSight(s.buf, n, kind, true)
	}
}

// isPlainPhrase reports whether text is letters, digits, hyphens and blanks.
func isPlainPhrase(text []byte) bool {
	for _, c := range text {
		if c < utf8.RuneSelf && !isWordByte(c) && c != '-' && c != '\'' && !isSpace(c) {
			return false
		}
	}
	return true
}

// rstPlainOption cuts down an option that does not start with a sign.
func rstPlainOption(text []byte) []byte {
	text = bytes.TrimSpace(text)
	if i := bytes.IndexAny(text, " =["); i > 0 {
		text = text[:i]
	}
	text = bytes.Trim(text, "<>{}")
	if len(text) < 2 || len(text) > maxWord {
		return nil
	}
	return text
}

// rstSignatureName returns the name in a signature, as a part of it; nil if
// it has none.
func rstSignatureName(text []byte, sig rstSignature) []byte {
	text = bytes.TrimSpace(text)
	switch sig {
	case sigWord, sigOptional:
		if i := bytes.IndexAny(text, " \t"); i > 0 {
			text = text[:i]
		}
		if sig == sigWord {
			if i := bytes.IndexAny(text, "([{=<"); i > 0 {
				text = text[:i]
			}
		}
		return text
	case sigC, sigCPP:
		return rstNameC(text)
	}
	for {
		word, rest, ok := bytes.Cut(text, []byte(" "))
		if !ok || !signatureWords[string(word)] {
			break
		}
		text = bytes.TrimLeft(rest, " ")
	}
	text = bytes.TrimLeft(text, "@$*")
	end := 0
	for end < len(text) && (isWordByte(text[end]) || text[end] == '.' || text[end] == '$' || text[end] >= 0x80 ||
		text[end] == '-' && end > 0 || text[end] == ':' && end+2 < len(text) && text[end+1] == ':' || end > 0 && text[end] == ':' && text[end-1] == ':') {
		end++
	}
	return bytes.Trim(text[:end], ".-:")
}

// signatureWords may stand before the name in a signature.
var signatureWords = words("class async static abstract final classmethod staticmethod property def function coroutine exception const let var new")

// rstNameC returns the name that a declaration in C or C++ declares.
func rstNameC(text []byte) []byte {
	for bytes.HasPrefix(text, []byte("template")) {
		end := skipAngles(text, len("template"))
		if end == len("template") {
			break
		}
		text = bytes.TrimLeft(text[end:], " ")
	}
	if open := bytes.IndexByte(text, '('); open >= 0 {
		if rest := bytes.TrimLeft(text[open+1:], " "); len(rest) > 1 && rest[0] == '*' {
			// A pointer to a function: its name is inside.
			rest = bytes.TrimLeft(rest, "* ")
			if end := nameEndC(rest); end > 0 {
				return rest[:end]
			}
		}
		if i := bytes.Index(text[:open], []byte("operator")); i >= 0 {
			return bytes.TrimSpace(text[lastStartC(text, i):max(open, i)])
		}
		text = text[:open]
	}
	if i := bytes.IndexAny(text, "=[{;"); i > 0 {
		text = text[:i]
	}
	for i := 1; i+1 < len(text); i++ {
		if text[i] == ':' && text[i-1] != ':' && text[i+1] != ':' {
			text = text[:i] // the bases of a class
			break
		}
	}
	if text = bytes.TrimRight(text, " "); bytes.HasSuffix(text, []byte(">")) {
		if i := bytes.IndexByte(text, '<'); i > 0 {
			text = text[:i]
		}
	}
	text = bytes.TrimSuffix(bytes.TrimRight(text, " *&"), []byte(" final"))
	return bytes.Trim(text[lastStartC(text, len(text)):], ".:")
}

// lastStartC returns where the name starts that ends at end.
func lastStartC(text []byte, end int) int {
	for end > 0 && (isWordByte(text[end-1]) || text[end-1] == ':' || text[end-1] == '.' || text[end-1] == '~' || text[end-1] >= 0x80) {
		end--
	}
	return end
}

func nameEndC(text []byte) int {
	end := 0
	for end < len(text) && (isWordByte(text[end]) || text[end] == ':' || text[end] == '.') {
		end++
	}
	return end
}

// longestAngles is how far template parameters are looked through, in bytes.
const longestAngles = 400

// skipAngles returns where template parameters that start at or behind i end, on
// the same line; i where there are none.
func skipAngles(text []byte, i int) int {
	depth := 0
	for at := i; at < min(len(text), i+longestAngles); at++ {
		switch text[at] {
		case '<':
			depth++
		case '>':
			if depth--; depth == 0 {
				return at + 1
			}
		case ' ', '\t':
		case '\n', ';', '{', '}':
			return i
		default:
			if depth == 0 {
				return i
			}
		}
	}
	return i
}
