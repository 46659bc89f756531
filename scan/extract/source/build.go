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
		if text := s.text(&h[i]); !bytes.ContainsAny(text, "./") {
			s.defineName(Function, &h[i], &h[i])
		}
	}
}

// ruleColon returns where the colon of a rule stands, 0 if there is none: words
// alone stand before it.
func ruleColon(h []token) int {
	for i := range h {
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
	if len(h) < 4 || h[0].kind != tokenWord || !h[1].is('(') {
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
			if bytes.IndexByte(src[at:end], '$') < 0 {
				s.importName(int32(at), int32(end), h[i].line)
			}
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
