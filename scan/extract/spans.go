package extract

import (
	"bytes"
	"unicode"
)

// flagName reads --flag at i and returns where it ends.
func (r *reader) flagName(text []byte, i int, m mark) int {
	end := i
	for end < len(text) && text[end] == '-' {
		end++
	}
	for end < len(text) && (isWordByte(text[end]) || text[end] == '-') {
		end++
	}
	for end > i && text[end-1] == '-' {
		end--
	}
	if end-i <= maxWord && end > i+1 {
		r.sightName(text[i:end], r.lineOf(i), m, Command, false)
	}
	return max(end, i+1)
}

// slashName reads /Option at i, which is one where it is marked, and returns
// where the text without spaces ends.
func (r *reader) slashName(text []byte, i int, m mark) int {
	end := i + 1
	for end < len(text) && (isWordByte(text[end]) || text[end] == ':' || text[end] == '+' || text[end] == '-' || text[end] == '?') {
		end++
	}
	if end < len(text) && text[end] == '/' {
		return skipRun(text, i)
	}
	name := bytes.TrimRight(text[i:end], ":-+")
	if len(name) > 1 && len(name) <= 32 && m&(markHeading|markTitle|markStrong|markLink|markCode|markCell|markDefined) != 0 {
		r.sightName(name, r.lineOf(i), m, Command, false)
	}
	return max(end, i+1)
}

// spanCode reads a code span: a name, a call, an option, a declaration, a
// command line, or a sentence that happens to be set as code.
func (r *reader) spanCode(span []byte, at int, m mark) {
	span = bytes.TrimSpace(span)
	if bytes.IndexByte(span, noBreakSpace[0]) >= 0 && bytes.Contains(span, []byte(noBreakSpace)) {
		span = spaced(span)
	}
	line := r.lineOf(at)
	if len(span) == 0 || len(span) > 400 {
		return
	}
	if bytes.IndexByte(span, ' ') < 0 {
		r.spanWord(span, line, m|markWhole)
		return
	}
	first, rest, _ := bytes.Cut(span, []byte(" "))
	rest = bytes.TrimLeft(rest, " ")
	switch string(first) {
	case "#include", "#import", "import", "from", "using":
		if name := includeName(rest); name != nil {
			r.sightName(name, line, m, Import, false)
		}
		return
	case "#define":
		name, _, _ := bytes.Cut(rest, []byte(" "))
		r.spanNamed(name, line, m, Macro)
		return
	case "class", "struct", "union", "enum", "interface", "trait", "type":
		if _, is := kindWord(rest); is {
			break // `interface class`
		}
		r.spanNamed(lastName(rest), line, m, Class)
		return
	case "namespace", "package", "module":
		r.spanNamed(lastName(rest), line, m, Namespace)
		return
	case "def", "func", "fn", "function":
		r.spanNamed(lastName(rest), line, m, Function)
		return
	}
	if open := bytes.IndexByte(span, '('); open > 0 && bytes.IndexByte(span[open:], ')') > 0 {
		if name := lastName(span[:open]); len(name) > 1 {
			r.spanNamed(name, line, m, Function)
			return
		}
	}
	if r.spanCommand(span, first, rest, line, m) {
		return
	}
	r.spanWords(span, line, m)
}

// noBreakSpace is U+00A0: in code it keeps a line from ending, and parts words as
// any space does.
const noBreakSpace = "\u00a0"

// spanCommand reads a span that is a command line: a program that is known,
// or a word with options behind it. It records the program, its subcommand
// and its options.
func (r *reader) spanCommand(span, program, rest []byte, line int32, m mark) bool {
	for commandPrefix[string(program)] && len(rest) > 0 {
		program, rest, _ = bytes.Cut(rest, []byte(" "))
		rest = bytes.TrimLeft(rest, " ")
	}
	tool := toolWithSubcommands[string(program)]
	options := len(rest) > 1 && rest[0] == '-' && (isLetter(rest[1]) || rest[1] == '-')
	if !isProgram(program) || !tool && !programs[string(program)] && !options {
		return false
	}
	r.sightName(program, line, m, Command, false)
	at := bytes.Index(span, program)
	for i := at + len(program); i < len(span); {
		for i < len(span) && span[i] == ' ' {
			i++
		}
		end := i
		for end < len(span) && span[end] != ' ' {
			end++
		}
		word := span[i:end]
		switch {
		case len(word) > 1 && word[0] == '-':
			r.spanWord(word, line, m)
			tool = false
		case tool && isProgram(word) && end-at <= 40:
			r.sightName(span[at:end], line, m|markWhole, Command, false)
			tool = false
		case tool:
			tool = false
		case i == at+len(program)+1 && end == len(span) && isProgram(word) && end-at <= 40:
			r.sightName(span[at:end], line, m|markWhole, Command, false) // make install
		}
		i = end
	}
	return true
}

// programs are commands that a span of code may run with arguments. What they
// have in common with English is little, so that a phrase is not taken for one.
var programs = words(`make ls cd curl wget tar grep egrep sed awk ssh scp rsync chmod chown mkdir rmdir rm cp mv cat python python2 python3 node java javac gcc g++ clang
	clang++ ninja bazel meson perl ruby php rustc tsc npx journalctl mysql psql sqlite3 redis-cli openssl gpg unzip gunzip dpkg rpm pacman zypper apk
	ifconfig netstat iptables nmap ping traceroute mount umount ps kill chroot crontab useradd sudo su ln df du vim nano emacs tmux screen mvnw gradlew pytest tox
	eslint prettier webpack vite jest mocha rake rspec rails django-admin flask celery gunicorn nginx apachectl httpd ctest cpack msbuild nmake dumpbin link.exe cl.exe`)

// spanWords reads a span of several words: options and shaped names one by
// one, or up to three plain words as one name (`unsigned int`, `git commit`).
func (r *reader) spanWords(span []byte, line int32, m mark) {
	words, plain := 0, true
	for i := 0; i < len(span); {
		for i < len(span) && span[i] == ' ' {
			i++
		}
		end := i
		for end < len(span) && span[end] != ' ' {
			end++
		}
		word := span[i:end]
		i = end
		if len(word) == 0 {
			break
		}
		words++
		name := stripName(word)
		switch {
		case len(name) != len(word) || len(name) == 1:
			plain = false
		case r.x.words.class(bytes.ToLower(name)) >= wordForeign && words > 1:
			plain = false
		case name[0] == '-' || name[0] == '/' || isDigit(name[0]):
			plain = false
		default:
			for _, c := range name {
				plain = plain && (isLetter(c) || isDigit(c) || c == '_')
			}
		}
		if len(name) > 1 && (name[0] == '-' || shapeOf(name).isName()) {
			r.spanWord(word, line, m)
		}
	}
	if plain && words >= 2 && words <= 3 && len(span) <= 40 {
		r.spanNamed(span, line, m|markWhole, Identifier)
	}
}

// spanWord reads a span without spaces.
func (r *reader) spanWord(word []byte, line int32, m mark) {
	if isPattern(word) {
		return
	}
	name := stripName(word)
	if len(name) == 0 {
		return
	}
	kind := Identifier
	switch {
	case len(name) < len(word) && bytes.IndexByte(word, '(') > 0:
		kind = Function
	case name[0] == '-':
		if len(name) < 2 || !isLetter(name[len(name)-1]) && !isDigit(name[len(name)-1]) || isDigit(name[1]) {
			return
		}
		kind = Command
	case name[0] == '/':
		if bytes.IndexByte(name[1:], '/') >= 0 || len(name) < 2 || len(name) > 32 || bytes.IndexByte(name, '.') >= 0 {
			return
		}
		kind = Command
	case bytes.IndexByte(name, '/') >= 0 || bytes.IndexByte(name, '\\') >= 0 || bytes.IndexByte(name, '@') >= 0:
		if m&(markTitle|markHeading) != 0 {
			r.pathStem(name, line, m)
		}
		return
	}
	if len(name) == 1 && !isUpper(name[0]) {
		return
	}
	r.spanNamed(name, line, m, kind)
}

// isPattern reports whether a span is a glob (*.md) or a place to fill in ({id}).
func isPattern(word []byte) bool {
	return bytes.IndexByte(word, '*') >= 0 && (bytes.HasPrefix(word, []byte("*.")) || bytes.Contains(word, []byte("/*")) || bytes.Contains(word, []byte("**/"))) ||
		len(word) > 1 && word[0] == '{' && word[len(word)-1] == '}'
}

// pathStem records what the file of a path is called where a heading is about
// it: a file often goes by the class in it.
func (r *reader) pathStem(path []byte, line int32, m mark) {
	stem := path[bytes.LastIndexAny(path, `/\`)+1:]
	if i := bytes.IndexByte(stem, '.'); i > 0 {
		stem = stem[:i]
	}
	if shapeOf(stem) == shapeCamel {
		r.spanNamed(stem, line, m, Identifier)
	}
}

// spanNamed records a name of a code span and lets it be the neighbour of a
// word that tells its kind.
func (r *reader) spanNamed(name []byte, line int32, m mark, kind Kind) {
	if len(name) == 0 || len(name) > maxWord || isDigit(name[0]) {
		return
	}
	letters := 0
	for _, c := range string(name) {
		if unicode.IsLetter(c) {
			letters++
		}
	}
	if letters == 0 {
		return
	}
	r.sightName(name, line, m, kind, false)
}

// stripName cuts code down to the name it uses: calls, generics, pointers,
// subscripts, quotes, sigils and the object before -> are taken off. What is
// left may be a path; nil means that there is no name.
func stripName(word []byte) []byte {
	for len(word) > 0 && nameBytes[word[0]]&beforeName != 0 {
		word = word[1:]
	}
	if len(word) > 0 && (word[0] == '"' || word[0] == '\'' || word[0] == '=') {
		return nil
	}
	if bytes.HasPrefix(word, []byte("#")) {
		word = word[1:]
	}
	if bytes.IndexByte(word, '>') > 0 {
		if i := bytes.LastIndex(word, []byte("->")); i > 0 && bytes.IndexByte(word[:i], '(') < 0 {
			word = word[i+2:]
		}
	}
	i := 0
	for i < len(word) && nameBytes[word[i]]&endsName == 0 {
		i++
	}
	if i == len(word) {
		i = -1
	}
	if i > 0 {
		if keepsSharp(word, i) {
			return word
		}
		word = word[:i]
	} else if i == 0 {
		return nil
	}
	if len(word) > 1 && word[0] == '/' {
		return bytes.TrimRight(word, ":")
	}
	for len(word) > 0 && nameBytes[word[len(word)-1]]&behindName != 0 {
		word = word[:len(word)-1]
	}
	return word
}

// What a sign means beside a name in code. A table, because the sets of package
// bytes are made anew for each call.
const (
	beforeName = 1 << iota // taken off a name's start
	endsName               // what follows is no part of the name
	behindName             // taken off its end
)

var nameBytes = func() (table [256]uint8) {
	for signs, means := range map[string]uint8{
		"*&~!@$%{[(<,;.": beforeName, "<([{=,;\"'|!^`>*&%$#}])": endsName, ".:-?+/\\": behindName,
	} {
		for _, c := range []byte(signs) {
			table[c] |= means
		}
	}
	return table
}()

// keepsSharp reports whether a word's only mark is the sharp that ends it: C#.
func keepsSharp(word []byte, i int) bool {
	return word[i] == '#' && i == len(word)-1 && i == 1
}

// lastName returns the last name in a piece of code.
func lastName(code []byte) []byte {
	code = bytes.TrimRight(code, " \t*&;{")
	if bytes.HasSuffix(code, []byte(">")) {
		if i := bytes.IndexByte(code, '<'); i > 0 {
			code = code[:i]
		}
	}
	if i := bytes.IndexAny(code, "(<{="); i > 0 {
		code = bytes.TrimRight(code[:i], " ")
	}
	end := len(code)
	for end > 0 && !isWordByte(code[end-1]) && code[end-1] < 0x80 {
		end--
	}
	start := end
	for start > 0 && (isWordByte(code[start-1]) || code[start-1] == ':' || code[start-1] == '.' || code[start-1] >= 0x80) {
		start--
	}
	return bytes.Trim(code[start:end], ":.")
}

// includeName returns what an include or import names, nil for none.
func includeName(rest []byte) []byte {
	rest = bytes.TrimSpace(rest)
	if len(rest) > 1 && (rest[0] == '<' || rest[0] == '"' || rest[0] == '\'') {
		closing := rest[0]
		if closing == '<' {
			closing = '>'
		}
		if end := bytes.IndexByte(rest[1:], closing); end > 0 {
			return rest[1 : end+1]
		}
		return nil
	}
	if end := bytes.IndexAny(rest, " ;,({"); end >= 0 {
		rest = rest[:end]
	}
	if len(rest) == 0 || len(rest) > maxWord || !isLetter(rest[0]) && rest[0] != '_' {
		return nil
	}
	return rest
}
