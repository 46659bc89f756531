package source

import (
	"strings"
	"testing"
	"time"
)

// TestHostileTexts scans texts that would cost more than their size if
// anything were read twice, in every language. Each takes a few milliseconds;
// the limit is far above, so that a busy machine does not fail, and below what
// the square of the size costs.
func TestHostileTexts(t *testing.T) {
	size, limit := 48<<10, 3*time.Second
	if raceEnabled {
		size = 8 << 10
	}
	fill := func(s string) string { return strings.Repeat(s, size/len(s)+1)[:size] }
	texts := map[string]string{
		"one line":        fill("int f(a, b); x = y; "),
		"one word":        fill("a"),
		"nested braces":   strings.Repeat("{", 100000) + strings.Repeat("}", 100000),
		"open braces":     fill("{"),
		"open classes":    fill("class a { "),
		"open parens":     fill("("),
		"open functions":  fill("f("),
		"open brackets":   fill("["),
		"open angles":     fill("a<"),
		"nested both":     fill("f({"),
		"closing":         fill("})]"),
		"open string":     "\"" + fill("a\\\n"),
		"open quotes":     fill("'a\n"),
		"open triple":     fill("\"\"\"a\n''' "),
		"open comment":    "/*" + fill("*"),
		"open comments":   fill("/* "),
		"line comments":   fill("// a\n# b\n"),
		"heredocs":        fill("cat <<A\n"),
		"other heredocs":  fill("cat <<A") + "\n",
		"many heredocs":   manyHeredocs(size),
		"heredoc":         "cat <<EOF\n" + fill("a\n"),
		"raw strings":     fill("R\"x("),
		"hashes":          fill("#"),
		"raw hashes":      fill("r#\"#"),
		"templates":       fill("`${"),
		"template ends":   fill("`${a}`"),
		"substitutions":   fill("\"$("),
		"regexps":         fill("=/["),
		"slashes":         fill("/ "),
		"quoting":         fill("q{"),
		"substitution":    fill("s{a}{"),
		"conditions":      fill("#if A\n{\n#else\n"),
		"open conditions": fill("#if 0\n#ifdef A\n"),
		"directive":       "#define A " + fill("'\\\\\"/* */ "),
		"joined lines":    fill("#define A \\\n"),
		"escaped quotes":  "#define A " + fill("\\'"),
		"backslashes":     fill("\\"),
		"commas":          "enum {" + fill("A,"),
		"assignments":     fill("a = "),
		"constructor":     "A::A() : " + fill("a{1}, "),
		"declarators":     "int " + fill("a(b) "),
		"macros":          "M(" + fill("a, ") + ") " + fill("A() b() "),
		"lines of macros": "M(" + fill("a, ") + ")\nx()\n" + fill("struct\nA() "),
		"pointers":        "int " + fill("(*"),
		"names":           fill("a::"),
		"dots":            fill("a."),
		"lines":           fill("\n"),
		"indents":         fill("  a:\n"),
		"deep indents":    deepIndents(size),
		"words":           fill("const static fn "),
		"imports":         "import " + fill("a, "),
		"import trees":    "use a::{" + fill("b::{"),
		"tree items":      "use a::{" + fill("b,"),
		"long tree":       "use " + fill("a::") + "{" + fill("b,"),
		"open paths":      fill("! . $(a "),
		"open options":    fill("! . -a "),
		"expansions":      fill("${a\"'"),
		"delimiters":      fill("DELIMITER //\n"),
		"bracket comment": "#[==[" + fill("]="),
		"open brackets 2": fill("#[=["),
		"formats":         fill("format A =\n"),
		"requires":        fill("require(a) "),
		"required blocks": fill("require(a) {} "),
		"group":           "const (\n" + fill("A\n"),
		"groups":          fill("const (\n"),
		"labels":          fill("a: "),
		"attributes":      fill("#[a] @b "),
		"ends":            fill("if a do\n"),
		"documents":       fill("/** a */\n"),
		"values":          "x = [" + fill("{a: 1}, "),
	}
	var s Scanner
	for name, text := range texts {
		for _, l := range languages {
			g := ByName(l.Name)
			for _, uses := range []bool{false, true} {
				start := time.Now()
				file := s.Scan(g, []byte(text), 1, uses)
				if took := time.Since(start); took > limit {
					t.Errorf("%s as %s, uses %v: %v for %d symbols", name, l.Name, uses, took, len(file.Symbols))
				}
			}
		}
	}
}

// TestLargeTexts scans 3 MB without a line end, and what never ends.
func TestLargeTexts(t *testing.T) {
	if raceEnabled || testing.Short() {
		t.Skip("large: run without -race")
	}
	const limit = 10 * time.Second
	var s Scanner
	for unit, size := range map[string]int{"int f(a, b) { return \"c\"; } ": 3 << 20, "\"a ": 1 << 19, "/* a ": 1 << 19, "{ ": 1 << 19, "( ": 1 << 19} {
		text := []byte(strings.Repeat(unit, size/len(unit)))
		for _, l := range languages {
			start := time.Now()
			s.Scan(ByName(l.Name), text, 1, false)
			if took := time.Since(start); took > limit {
				t.Errorf("%q as %s: %v", unit, l.Name, took)
			}
		}
	}
}

// manyHeredocs returns heredocs with marks of their own, none of which ends.
func manyHeredocs(size int) string {
	var text strings.Builder
	for i := 0; text.Len() < size; i++ {
		text.WriteString("cat <<A" + strings.Repeat("B", i%60) + "C" + string(rune('A'+i/60%26)) + "\n")
	}
	return text.String()
}

// deepIndents returns functions, each inside of the one before.
func deepIndents(size int) string {
	var text strings.Builder
	for i := 0; text.Len() < size; i++ {
		text.WriteString(strings.Repeat(" ", i) + "def f():\n")
	}
	return text.String()
}

// TestManySymbols: of too many symbols the first are kept, in every kind of statement.
func TestManySymbols(t *testing.T) {
	if raceEnabled || testing.Short() {
		t.Skip("large: run without -race")
	}
	var s Scanner
	for language, unit := range map[string]string{
		"cpp": "class A { int f(); };\n", "rust": "use a::{b, c::{self, d}};\nimpl A { fn f() {} }\n", "go": "type A struct{}\nfunc (a A) B() {}\n",
		"ruby": "class A\ndef b\nend\nend\n", "python": "class A:\n  'Doc.'\n  def b(self): pass\n", "c": "#define A 1\n#include \"a.h\"\nenum { B };\n",
	} {
		text := []byte(strings.Repeat(unit, maxSymbols*2/3))
		f := s.Scan(ByName(language), text, 1, false)
		if len(f.Symbols) != maxSymbols || !f.Limited {
			t.Errorf("%s: %d symbols, limited: %t", language, len(f.Symbols), f.Limited)
		}
	}
}
