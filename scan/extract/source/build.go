package source

import "bytes"

// rules defines the targets that stand before the colon of a rule, unless they
// are files, patterns or special ones: all clean: x.o.
func (s *Scanner) rules(h []token, colon int) {
	for i := range colon {
		t := &h[i]
		if t.kind != tokenWord {
			return // a pattern or a variable
		}
	}
	for i := range colon {
		if text := s.text(&h[i]); !isFile(text) {
			s.defineName(Function, &h[i], &h[i])
		}
	}
}

// isFile reports whether a target is the name of a file: of a folder's, a
// hidden one, or one with an extension rather than the second half of a name,
// as in db.migrate: that has four letters or more and is no extension known.
func isFile(name []byte) bool {
	if bytes.IndexByte(name, '/') >= 0 {
		return true
	}
	dot := bytes.LastIndexByte(name, '.')
	if dot < 0 {
		return false
	}
	suffix := name[dot+1:]
	if name[0] == '.' || len(suffix) < 4 || bytes.IndexFunc(suffix, func(r rune) bool { return r < 'a' || r > 'z' }) >= 0 {
		return true
	}
	switch string(suffix) {
	case "bash", "class", "cmake", "conf", "config", "depend", "diff", "dist", "done", "dylib", "gperf", "html", "info", "java", "jpeg", "json", "less",
		"list", "lock", "orig", "patch", "proto", "rules", "scss", "service", "spec", "stamp", "swift", "symbols", "template", "texi", "texinfo", "tiff",
		"timestamp", "tmpl", "toml", "vala", "wasm", "woff", "xhtml", "yaml":
		return true
	}
	return false
}

// recipeLine reads a line between define and endef, which defines nothing.
func (s *Scanner) recipeLine(h []token) {
	switch string(s.text(&h[0])) {
	case "define":
		s.st = s.st[:s.start]
		s.push(scope{symbol: -1, body: Data})
	case "endef":
		s.st = s.st[:s.start]
		s.pop()
	}
}

// ruleColon returns where the colon of a rule stands, 0 if there is none: words
// alone stand before it.
func ruleColon(h []token) int {
	for i := range h {
		if h[i].is(opScope) && i+1 < len(h) && h[i+1].at == h[i].end && (h[i+1].is('=') || h[i+1].is(opDefine)) {
			return 0 // name ::= value
		}
		if h[i].is(':') || h[i].is(opScope) {
			return i
		}
		if h[i].kind == tokenPunct {
			return 0
		}
	}
	return 0
}

// target defines what a call outside of functions names: rule(name = "x").
func (s *Scanner) target(h []token) {
	if len(h) < 4 || h[0].kind != tokenWord {
		return
	}
	equals := 1
	if len(h) > 5 && h[1].is(',') && h[2].kind == tokenWord {
		equals = 3 // Info, _new_info = provider(init = …)
	}
	if h[equals].is('=') && h[equals+1].kind == tokenWord && h[equals+2].is('(') {
		switch string(s.text(&h[equals+1])) {
		case "provider":
			s.defineName(Class, &h[0], &h[0])
		case "rule", "repository_rule", "macro", "aspect", "module_extension", "tag_class":
			s.defineName(Function, &h[0], &h[0])
		}
		return
	}
	if !h[1].is('(') {
		return
	}
	depth := 0
	for i := 1; i+2 < len(h); i++ {
		switch t := &h[i]; {
		case t.is('(') || t.is('[') || t.is('{'):
			depth++
		case t.is(')') || t.is(']') || t.is('}'):
			depth--
		case depth == 1 && t.kind == tokenWord && h[i+1].is('=') && h[i+2].kind == tokenString && string(s.text(t)) == "name":
			if h[i+2].end > h[i+2].at {
				s.defineName(Identifier, &h[i+2], &h[i+2])
			}
			return
		}
	}
}

// stage reads a line that says what an image is made from, and what the stage
// is called: FROM --platform=x image AS name.
func (s *Scanner) stage(h []token, i int) {
	src := s.src
	at := int(h[i].end)
	for {
		for at < len(src) && (src[at] == ' ' || src[at] == '\t') {
			at++
		}
		end := at
		for end < len(src) && src[end] > ' ' {
			end++
		}
		if !bytes.HasPrefix(src[at:end], []byte("--")) {
			s.image(at, end, h[i].line)
			break
		}
		at = end
	}
	for k := i + 1; k+1 < len(h); k++ {
		if h[k].kind == tokenWord && bytes.EqualFold(s.text(&h[k]), []byte("as")) && h[k+1].kind == tokenWord {
			s.defineName(Namespace, &h[k+1], &h[k+1])
			return
		}
	}
}

// image adds the image src[at:end] as an import: what of its name is no
// variable and no version, golang of golang:${VERSION}. A variable alone names
// none.
func (s *Scanner) image(at, end int, line int32) {
	src := s.src
	for at < end && src[at] == '$' {
		slash := bytes.IndexByte(src[at:end], '/')
		if slash < 0 {
			return
		}
		at += slash + 1
	}
	if n := bytes.IndexByte(src[at:end], '$'); n >= 0 {
		end = at + len(bytes.TrimRight(src[at:at+n], ":@-/."))
	}
	name := at + bytes.LastIndexByte(src[at:end], '/') + 1
	if n := bytes.IndexAny(src[name:end], ":@"); n > 0 {
		end = name + n
	}
	s.importName(int32(at), int32(end), line)
}
