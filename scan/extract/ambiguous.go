package extract

import (
	"bytes"
	"strings"
)

// ambiguity is an extension, or a whole name, of files of several languages.
type ambiguity struct {
	languages []Language                 // that it may mean
	decide    func(head []byte) Language // counts evidence; "" for another language than these
}

// ambiguityOf looks up a file's name among the ambiguous ones.
func ambiguityOf(name string) (ambiguity, bool) {
	switch name {
	case "BUILD", "WORKSPACE": // in capitals: "build" is a script's name
		return ambiguity{[]Language{Starlark}, decideStarlark}, true
	}
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 || len(name)-dot > len(".phtml") || name[dot:] == ".H" {
		return ambiguity{}, false
	}
	switch strings.ToLower(name[dot:]) {
	case ".h":
		return ambiguity{[]Language{C, CPlusPlus}, decideHeader}, true
	case ".inc":
		return ambiguity{[]Language{C, CPlusPlus, PHP}, decideInclude}, true
	case ".ts":
		return ambiguity{[]Language{TypeScript}, unlessXML(TypeScript)}, true
	case ".tsx":
		return ambiguity{[]Language{TSX}, unlessXML(TSX)}, true
	case ".php", ".phtml", ".ctp":
		return ambiguity{[]Language{PHP}, decidePHP}, true
	case ".cs":
		return ambiguity{[]Language{CSharp}, decideCSharp}, true
	case ".pl", ".pm", ".t":
		return ambiguity{[]Language{Perl}, decidePerl(strings.EqualFold(name[dot:], ".t"))}, true
	case ".r":
		return ambiguity{[]Language{R}, decideR}, true
	case ".star":
		return ambiguity{[]Language{Starlark}, decideStarlark}, true
	}
	return ambiguity{}, false
}

// eachLine calls look with each line of text, white space at both ends
// removed, empty ones left out.
func eachLine(text []byte, look func(line []byte)) {
	for len(text) > 0 {
		var line []byte
		line, text = cutLine(text)
		if line = bytes.TrimSpace(line); len(line) > 0 {
			look(line)
		}
	}
}

// startsWithAny reports whether a line starts with one of the texts.
func startsWithAny(line []byte, starts ...string) bool {
	for _, s := range starts {
		if len(line) >= len(s) && string(line[:len(s)]) == s {
			return true
		}
	}
	return false
}

// containsAny reports whether a line contains one of the texts.
func containsAny(line []byte, texts ...string) bool {
	for _, s := range texts {
		if bytes.Contains(line, []byte(s)) {
			return true
		}
	}
	return false
}

// decideHeader tells C, C++ and Objective-C headers apart. Lines that are for
// C++ alone by `#ifdef __cplusplus` say nothing: a C header has them.
func decideHeader(head []byte) Language {
	cpp, objective := headerEvidence(head)
	switch {
	case objective > 0 && objective >= cpp:
		return "" // Objective-C
	case cpp >= 2:
		return CPlusPlus
	}
	return C
}

// headerWords are what any evidence in a header holds: a quick look for them
// spares nine C headers in ten the slow one.
var headerWords = []string{
	"class ", "template", "public:", "private:", "protected:", "namespace", "using ", "friend ", "explicit ", "typename ", "std::", "nullptr", "operator", "constexpr", "virtual ",
	") override", ") noexcept", ") = de", "static_cast<", "@interface", "@protocol", "@property", "@end", "@class", "@import", "NS_ASSUME_NONNULL_BEGIN", "import",
}

// includesBare reports whether there may be an include of C++'s own library,
// whose headers have no extension: <vector>.
func includesBare(head []byte) bool {
	for {
		_, after, found := bytes.Cut(head, []byte("include <"))
		if !found {
			return false
		}
		if end := bytes.IndexAny(after, "./>\n"); end >= 0 && after[end] == '>' {
			return true
		}
		head = after
	}
}

func headerEvidence(head []byte) (cpp, objective int) {
	if !containsAny(head, headerWords...) && !includesBare(head) {
		return 0, 0
	}
	comment, skip, depth := false, 0, 0 // skip is the depth of conditionals from which on lines do not count
	eachLine(head, func(line []byte) {
		if comment {
			_, after, closed := bytes.Cut(line, []byte("*/"))
			if !closed {
				return
			}
			comment, line = false, bytes.TrimSpace(after)
		}
		if startsWithAny(line, "/*") && !bytes.Contains(line, []byte("*/")) {
			comment = true
			return
		}
		if startsWithAny(line, "#") {
			directive := bytes.TrimSpace(line[1:])
			switch {
			case startsWithAny(directive, "if"):
				depth++
				if skip == 0 && bytes.Contains(directive, []byte("__cplusplus")) && !containsAny(directive, "ifndef", "!") {
					skip = depth
				}
			case startsWithAny(directive, "endif"):
				if skip == depth {
					skip = 0
				}
				depth = max(depth-1, 0)
			case startsWithAny(directive, "el"):
				if skip == depth {
					skip = 0
				}
			case skip > 0:
			case startsWithAny(directive, "import"):
				objective++
			case startsWithAny(directive, "include <"):
				if !bytes.ContainsAny(line, "./") { // <vector>
					cpp += 2
				}
			}
			return
		}
		switch {
		case skip > 0 || startsWithAny(line, "//", "/*", "*"):
		case startsWithAny(line, "@interface", "@protocol", "@property", "@end", "@class", "@import", "NS_ASSUME_NONNULL_BEGIN"):
			objective += 2
		case startsWithAny(line, "class ", "template <", "template<", "public:", "private:", "protected:", "namespace ", "namespace{", "enum class ", "using namespace ", "extern template "):
			cpp += 2
		case startsWithAny(line, "using ", "constexpr ", "inline namespace ", "typename ", "static constexpr "),
			startsWithAny(line, "virtual ", "friend ", "explicit ") && bytes.IndexByte(line, '(') > 0,
			containsAny(line, "std::", "nullptr", ") override", ") noexcept", ") = default;", ") = delete;", "static_cast<", "operator=", "operator()", "operator<<"):
			cpp++
		}
	})
	return cpp, objective
}

// decideInclude tells what includes: PHP, C or C++ code, or something else
// (assembler, Pascal, recipes).
func decideInclude(head []byte) Language {
	if bytes.Contains(head, []byte("<?php")) || bytes.Contains(head, []byte("<?=")) {
		return PHP
	}
	c, other := 0, 0
	eachLine(head, func(line []byte) {
		switch {
		case startsWithAny(line, "#define ", "#include ", "#ifdef ", "#ifndef ", "#if ", "#endif", "#undef ", "/*", "//"):
			c++
		case line[len(line)-1] == ';' || line[len(line)-1] == '{' || line[0] == '}':
			c++
		case startsWithAny(line, ";", "%", ".", "{$", "--", "'", "(*", "require ", "inherit ") || containsAny(line, ":=", "?=", "+="):
			other++
		}
	})
	switch {
	case c <= other:
		return ""
	default:
		return decideHeader(head)
	}
}

// unlessXML returns a decision for an extension that XML files have too: Qt's
// translations, Tiled's tile sets.
func unlessXML(l Language) func([]byte) Language {
	return func(head []byte) Language {
		if startsWithAny(bytes.TrimSpace(head), "<?xml", "<!DOCTYPE", "<TS ", "<TS>", "<tileset") {
			return ""
		}
		return l
	}
}

// decidePHP leaves out pages that are HTML alone.
func decidePHP(head []byte) Language {
	if text := bytes.TrimSpace(head); len(text) > 0 && !bytes.Contains(head, []byte("<?")) && len(head) < HeadBytes {
		return ""
	}
	return PHP
}

// decideCSharp leaves out Smalltalk's change sets.
func decideCSharp(head []byte) Language {
	smalltalk := 0
	eachLine(head, func(line []byte) {
		if startsWithAny(line, "!") && line[len(line)-1] == '!' || containsAny(line, "methodsFor: ", " subclass: #") {
			smalltalk++
		}
	})
	if smalltalk > 0 {
		return ""
	}
	return CSharp
}

// decidePerl tells Perl from Prolog, Raku and XPM images; where nothing
// speaks for either, it is Perl, unless evidence is needed.
func decidePerl(needed bool) func([]byte) Language {
	return func(head []byte) Language {
		perl, other := 0, 0
		pod := false
		eachLine(head, func(line []byte) {
			if startsWithAny(line, "=head", "=pod", "=over", "=item", "=encoding", "=cut", "=begin") {
				if !pod {
					perl++
				}
				pod = !startsWithAny(line, "=cut")
				return
			}
			switch {
			case pod || startsWithAny(line, "#"):
			case startsWithAny(line, ":-", "%", "?-", "/* XPM", "use v6", "unit module ", "unit class ", "multi sub ", "multi method "):
				other += 2
			case bytes.HasSuffix(line, []byte(":-")) || bytes.Contains(line, []byte(" :- ")) || bytes.HasSuffix(line, []byte(").")):
				other++
			case startsWithAny(line, "use ", "my ", "our ", "sub ", "package ", "require ", "local $", "BEGIN {", "no strict", "__END__", "__DATA__", "1;"):
				perl += 2
			case containsAny(line, "$_", "->{", "=~", "@_", "qw(", "$self", "@ARGV", "print "):
				perl++
			}
		})
		if other > perl || needed && perl == 0 {
			return ""
		}
		return Perl
	}
}

// decideR leaves out Rebol, whose scripts start with a block of that name, and
// resource scripts of Macintosh.
func decideR(head []byte) Language {
	r, other := 0, 0
	eachLine(head, func(line []byte) {
		switch {
		case startsWithAny(bytes.ToUpper(line[:min(len(line), 8)]), "REBOL [", "REBOL["):
			other += 4
		case startsWithAny(line, "#include", "resource '", "/*", "//", "type '", "data '"):
			other++
		case containsAny(line, "<-", "function(", "library(", "require(", "setMethod(", "c("):
			r++
		}
	})
	if other > r {
		return ""
	}
	return R
}

// decideStarlark tells Bazel's files from notes on how to build: calls at the
// start of lines.
func decideStarlark(head []byte) Language {
	calls, prose := 0, 0
	rest := head
	for len(rest) > 0 {
		var line []byte
		line, rest = cutLine(rest)
		switch word := bytes.TrimLeft(line, "abcdefghijklmnopqrstuvwxyz0123456789_."); {
		case len(line) == 0 || line[0] == ' ' || line[0] == '\t' || line[0] == '#' || line[0] == ')' || line[0] == ']' || line[0] == '}':
		case len(word) < len(line) && (startsWithAny(word, "(") || startsWithAny(bytes.TrimSpace(word), "= ")):
			calls++
		case startsWithAny(line, "def ", "\"\"\"", "load(", "[", "for ", "if "):
			calls++
		default:
			if word := bytes.TrimLeft(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"); len(word) < len(line) && startsWithAny(word, " = ") {
				calls++
				continue
			}
			prose++
		}
	}
	if calls <= prose {
		return ""
	}
	return Starlark
}
