package extract

import "bytes"

// codeWord reads the word of code at i: a keyword, a definition, a use.
func (r *reader) codeWord(i int) int {
	s := &r.lex
	text := s.text
	end := i + 1
	for end < len(text) {
		c := text[end]
		if isWordByte(c) || c >= 0x80 {
			end++
		} else if c == ':' && end+2 < len(text) && text[end+1] == ':' && (isLetter(text[end+2]) || text[end+2] == '_' || text[end+2] == '~') {
			end += 3
		} else {
			break
		}
	}
	word := text[i:end]
	if s.lang.keywords[string(word)] {
		return r.codeKeyword(word, end)
	}
	next := end
	for next < len(text) && (text[next] == ' ' || text[next] == '\t') {
		next++
	}
	var after byte
	if next < len(text) {
		after = text[next]
	}
	kind, defines, shaped := r.codeRole(word, i, next, after)
	s.after = afterName
	if defines || shaped || kind == Function || kind == Import {
		word = bytes.TrimPrefix(word, []byte("~"))
		if len(word) > 1 && !placeholders[string(word)] {
			m := markFence
			if kind == Function {
				m |= markCall
			}
			r.sightName(word, s.line, m, kind, defines)
		}
	}
	return end
}

// placeholders are the names that examples give to what has none.
var placeholders = words("foo bar baz qux quux Foo Bar Baz FOO BAR foobar tmp temp")

// codeRole says what a name of code is here.
func (r *reader) codeRole(word []byte, i, next int, after byte) (kind Kind, defines, shaped bool) {
	s := &r.lex
	sh := shapeOf(word)
	shaped = sh.isName() && sh != shapeCode
	kind = Identifier
	switch {
	case s.imports:
		if s.block == 0 {
			s.imports = s.keyword == "import" && after == ','
			return Import, false, shaped
		}
	case s.block > 0 && s.parens == s.block && (s.after == afterNothing):
		return Constant, true, shaped
	case s.waiting && !s.assigns:
		if after == '(' && s.pending == Class && s.lang.declares {
			return kind, false, false // class __declspec(dllexport) name
		}
		s.waiting = false
		kind = s.pending
		defines = true
		if s.lang.declares && kind == Class {
			defines = after == '{' || after == ':' || after == '\n' || after == '\r' || next+5 < len(s.text) && string(s.text[next:next+5]) == "final"
		}
		return kind, defines, shaped
	case s.keyword == "using" && after == '=':
		return Class, true, shaped
	case len(s.scopes) > 0 && s.scopes[len(s.scopes)-1] == scopeEnum && (after == ',' || after == '=' || after == '}' || after == '\n'):
		if s.assigns {
			break
		}
		return Constant, true, shaped
	case after == '(':
		if s.lang.declares && s.declarative() && s.after == afterName && !s.assigns && !literalNext(s.text, next+1) {
			return Function, true, shaped
		}
		return Function, false, shaped
	case after == '=' && next+1 < len(s.text) && s.text[next+1] != '=' && s.parens == 0:
		if s.fixed && (s.lang.declares || sh == shapeScream) || sh == shapeScream && s.after == afterNothing {
			return Constant, s.declarative(), shaped
		}
		if s.fixed && arrowNext(s.text, next) {
			return Function, true, shaped
		}
	}
	return kind, false, shaped
}

// codeKeyword reads a keyword of the language.
func (r *reader) codeKeyword(word []byte, end int) int {
	s := &r.lex
	text := string(word)
	kind, defines := s.lang.defines[text]
	switch {
	case text == "template" && s.lang.declares:
		return skipAngles(s.text, end)
	case text == "namespace" && s.keyword == "using":
		s.imports = false
		s.after = afterVerb
		return end
	case defines && s.parens == 0 || defines && s.lang.goBlocks:
		if !(s.waiting && s.keyword == "enum") { // enum class
			s.keyword = text
		}
		s.pending, s.waiting, s.assigns = kind, true, false
	case s.lang.imports[text] && (s.after == afterNothing || text != "import"):
		s.imports, s.waiting = true, false
		if s.keyword == "from" && text == "import" {
			s.imports = false // from module import names
		}
		s.keyword = text
	case text == "import" && s.keyword == "from":
		s.imports = false
	case text == "const" || text == "constexpr" || text == "readonly" || text == "let":
		s.fixed = true
		return end
	case text == "using" || text == "extern":
		s.keyword = text
	}
	switch text {
	case "return", "new", "else", "throw", "delete", "case", "goto", "if", "while", "for", "switch", "sizeof", "yield", "await", "not", "and", "or", "in", "is":
		s.after = afterVerb
	default:
		s.after = afterName
	}
	return end
}

// skipAngles returns where template parameters that start at or behind i end.
func skipAngles(text []byte, i int) int {
	depth := 0
	for at := i; at < len(text) && at < i+400; at++ {
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

// literalNext reports whether a literal follows, which makes parentheses an
// initializer.
func literalNext(text []byte, i int) bool {
	for i < len(text) && (text[i] == ' ' || text[i] == '\t') {
		i++
	}
	return i < len(text) && (isDigit(text[i]) || text[i] == '"' || text[i] == '\'' || text[i] == '-')
}

// arrowNext reports whether the line goes on with an arrow function.
func arrowNext(text []byte, i int) bool {
	line := text[i:min(len(text), i+200)]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	return bytes.Contains(line, []byte("=>")) || bytes.Contains(line, []byte("= function"))
}
