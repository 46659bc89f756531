package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestHostileDocuments reads inputs that cost parsers time or memory beyond
// their size. They take well under two seconds each; the limit here is far
// above, so that a busy machine does not fail, and far below what the square
// of the size costs.
func TestHostileDocuments(t *testing.T) {
	oneGoroutine(t)
	size, limit := 10<<20, 20*time.Second
	if raceEnabled || testing.Short() {
		size = 1 << 18
	}
	cases := hostileDocuments(size)
	x := newTestExtractor(t, Options{})
	for name, src := range cases {
		start := time.Now()
		d := x.Read(Markdown, []byte(src))
		took := time.Since(start)
		if took > limit {
			t.Errorf("%s: %d bytes took %v", name, len(src), took)
		}
		if testing.Verbose() && took > time.Second {
			t.Logf("%s: %d bytes took %v, %v", name, len(src), took, d.Reading)
		}
		checkDocument(t, d)
	}
}

// hostileDocuments returns Markdown documents by what is odd about them, most
// of them of the given size in bytes.
func hostileDocuments(size int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, size/len(s)+1)[:size] }
	var nested, ticks strings.Builder
	for i := range 2000 {
		nested.WriteString(strings.Repeat("  ", i) + "- x\n")
	}
	for i := range 3000 {
		ticks.WriteString(strings.Repeat("`", i+1) + " ")
	}
	bomb := "---\na: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n" +
		"d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\ntags: *d\n---\n# Title\n"
	return map[string]string{
		"wide table":      "|" + strings.Repeat("a|", 20000) + "\n|" + strings.Repeat("-|", 20000) + "\n" + strings.Repeat("|a|\n", 1000),
		"delimiter rows":  fill("a|b\n-|-\n"),
		"emphasis":        fill("*a_ "),
		"emphasis blocks": fill(strings.Repeat("*a_ ", 1000) + "\n\n"),
		"nested list":     nested.String(),
		"nested on line":  fill("- "),
		"backtick runs":   ticks.String(),
		"open links":      fill("[a](<b"),
		"brackets":        fill("["),
		"nested images":   strings.Repeat("![", 5000) + "a" + strings.Repeat("](b)", 5000),
		"open tags":       fill("<a "),
		"open comments":   fill("a <!-- "),
		"quotes":          fill(">"),
		"deep quotes":     fill(strings.Repeat(">", 50) + " a\n"),
		"one line":        fill("word other thing and "),
		"one word":        fill("a"),
		"one phrase":      fill("alpha beta gamma delta epsilon "),
		"equal headings":  fill("# a\n"),
		"setext headings": fill("a\n===\n"),
		"empty headings":  fill("#\n"),
		"attributes":      fill("# {#a}\n"),
		"links":           fill("[a](b) "),
		"link lines":      fill("[a](b)\n\n"),
		"references":      fill("[a]: b\n\n[a][a]\n\n"),
		"footnotes":       "[^1]: a\n\n" + fill("[^1] "),
		"empty items":     fill("- \n"),
		"definitions":     fill("a\n: b\n\n"),
		"front matter":    "---\ntags:\n" + fill(" - b\n") + "\n---\n",
		"deep yaml":       "---\ntags: " + strings.Repeat("[", 60000) + "\n---\n",
		"yaml bomb":       bomb,
		"open comment":    "```c\n" + fill("/*"),
		"parentheses":     "```go\nfunc " + fill("("),
		"directives":      "```c\n" + fill("#"),
		"templates":       "```c\n" + fill("template <"),
		"shell":           "```sh\n" + fill("git x --foo | "),
		"math":            fill("$$a"),
		"slashes":         fill("a/"),
		"colons":          fill("a::"),
		"capitals":        fill("AbC "),
		"spaces":          fill(" "),
		"carriage":        fill("\r"),
		"anchors":         fill("<a name=\"x\"></a>\n"),
		"not text":        fill("\xff\x00"),
		"no spaces":       fill("漢かカ"),
	}
}

// hostile reads documents of a language that cost parsers time or memory
// beyond their size, and limits the time as TestHostileDocuments does.
func hostile(t *testing.T, x *Extractor, language Language, cases func(fill func(string) string) map[string]string) {
	t.Helper()
	size, limit := 3<<20, 10*time.Second
	if raceEnabled || testing.Short() {
		size = 1 << 18
	}
	fill := func(s string) string { return strings.Repeat(s, size/len(s)+1)[:size] }
	for name, src := range cases(fill) {
		start := time.Now()
		d := x.Read(language, []byte(src))
		took := time.Since(start)
		if took > limit {
			t.Errorf("%s: %d bytes took %v", name, len(src), took)
		}
		if testing.Verbose() && took > time.Second {
			t.Logf("%s: %d bytes took %v, %v", name, len(src), took, d.Reading)
		}
		checkDocument(t, d)
	}
}

// TestReadingIsFull makes sure that usual documents are not taken for hostile
// ones, however long they are.
func TestReadingIsFull(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for name, doc := range map[string]string{
		"generated": generatedDocument(500),
		"table":     "|a|b|c|d|\n|-|-|-|-|\n" + strings.Repeat("|`x`|*y*|[z](z.md)|some words|\n", 5000),
		"list":      strings.Repeat("- [a](a.md) with `code` and *emphasis*\n", 5000),
		"numbers":   strings.Repeat("1. [a](a.md) with `code` and *emphasis*\n", 5000),
		"prose":     strings.Repeat("A *paragraph* with [links](a.md), `code` and words.\nIt has __two__ lines.\n\n", 5000),
	} {
		if d := x.Read(Markdown, []byte(doc)); d.Reading != Full {
			t.Errorf("%s of %d bytes is read line by line", name, len(doc))
		}
	}
}

// longWords returns n different words of 70 letters.
func longWords(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s%c%c%c%c ", strings.Repeat("ab", 33), 'a'+i%26, 'a'+i/26%26, 'a'+i/26/26%26, 'a'+i/26/26/26%26)
	}
	return b.String()
}

// TestLimitsShow reads documents of more links, tags or code than one may have:
// what is left out shows in the reading.
func TestLimitsShow(t *testing.T) {
	oneGoroutine(t)
	x := newTestExtractor(t, Options{})
	for name, src := range map[string]string{
		"links":      strings.Repeat("[a](b) ", maxLinks+1),
		"bare URLs":  strings.Repeat("http://a.b\n\n", maxLinks+1),
		"tags":       "---\ntags:\n" + strings.Repeat(" - b\n", maxTags+1) + "---\n",
		"code":       "```c\n" + strings.Repeat("int a;\n", maxCode/7+1) + "```\n",
		"capitals":   strings.Repeat("AbC ", maxSightings+1),
		"titles":     strings.Repeat("# "+strings.Repeat("a ", maxTitle/2)+"\n", maxTitleBytes/maxTitle),
		"long words": longWords(maxFormBytes/70 + 1),
	} {
		d := x.Read(Markdown, []byte(src))
		if d.Reading != Simple || len(d.Links) > maxLinks {
			t.Errorf("%s: %v reading of %d links", name, d.Reading, len(d.Links))
		}
	}
}

// TestTokensAreLimited reads a source file that is one open bracket after
// another: its definitions are found, and that it was cut short shows.
func TestTokensAreLimited(t *testing.T) {
	d := newTestExtractor(t, Options{}).Read(C, []byte("int first(void) { return 0; }\nint x = "+strings.Repeat("(", 1<<18+1<<10)))
	if d.Reading != Simple || len(d.Keywords) == 0 || d.Keywords[0].Key != "first" {
		t.Errorf("%v reading, keywords %v", d.Reading, d.Keywords)
	}
}

// TestKeywordsAreLimited reads documents of more keywords and sections than are
// kept: the most telling stay, and that there were more shows.
func TestKeywordsAreLimited(t *testing.T) {
	if raceEnabled || testing.Short() {
		t.Skip("large: run without -race")
	}
	x := newTestExtractor(t, Options{})
	many := func(format string, n int) string {
		var text strings.Builder
		for i := range n {
			fmt.Fprintf(&text, format, i)
		}
		return text.String()
	}
	for _, c := range []struct {
		name     string
		language Language
		src      string
		kept     string // a key that the limit must not cost
	}{
		{"headings", Markdown, "# Spindle\n\n" + many("## Head_%d\n\n", maxSections*2), "spindle"},
		{"one heading", Markdown, "# Spindle " + strings.Repeat("wörd ", 1<<18), "spindle"},
		{"read simply", Markdown, "# Spindle\n\n" + strings.Repeat("[", 1<<20) + "\n\n" + many("## Head_%d\n\n", maxSections*2), "spindle"},
		{"names", Markdown, "# Spindle\n\n" + many("`name_%d`\n", maxKeywords*3/2), "spindle"},
		{"titles", ReStructuredText, "Spindle\n=======\n\n" + many("Head_%d\n-----------\n\n", maxSections*2), "spindle"},
		{"targets", ReStructuredText, many(".. _target%d:\n\n", maxSections+2*maxRstNames) + "Spindle\n=======\n", "spindle"},
		{"functions", ReStructuredText, "Spindle\n=======\n\n" + many(".. function:: call_%d()\n\n", maxKeywords*3/2), "spindle"},
		{"sections", AsciiDoc, "= Spindle\n\n" + many("== Head_%d\n\n", maxSections*2), "spindle"},
		{"index terms", AsciiDoc, "= Spindle\n\n" + many("(((term %d)))\n", maxKeywords*2), "spindle"},
		{"elements", HTML, "<h1>Spindle</h1>" + many("<h2 id=h%[1]d>Head_%[1]d</h2>", maxSections*2), "spindle"},
		{"parts", Text, "SPINDLE\n\n" + many("%d. Head\n=============\n\n", maxSections*2), ""},
		{"macros", C, "#define SPINDLE 1\n" + many("#define _HIDDEN_%d 1\n", maxKeywords*3/2), "spindle"},
		{"classes", CPlusPlus, "class Spindle {};\n" + many("class C%d { int f(); };\n", maxSections*2), "spindle"},
		{"cells", Notebook, `{"cells": [{"cell_type": "markdown", "source": "# Spindle"}` + strings.Repeat(`, {}, {"source": "a"}`, maxCells+1) + "]}", "spindle"},
	} {
		d := x.Read(c.language, []byte(c.src))
		if d.Reading != Simple || len(d.Keywords) > maxKeywords || len(d.Sections) > maxSections+1 {
			t.Errorf("%s: %v reading of %d keywords, %d sections", c.name, d.Reading, len(d.Keywords), len(d.Sections))
		}
		for _, s := range d.Sections {
			if len(s.Title) > maxTitle || len(s.Anchor) > maxAnchor || !utf8.ValidString(s.Title) {
				t.Fatalf("%s: a title of %d bytes, an anchor of %d", c.name, len(s.Title), len(s.Anchor))
			}
		}
		if c.kept != "" && !slices.ContainsFunc(d.Keywords, func(k Keyword) bool { return k.Key == c.kept }) {
			t.Errorf("%s: %q is lost", c.name, c.kept)
		}
		checkDocument(t, d)
	}
}

// TestRoom gives documents of more than the usual size more, in proportion.
func TestRoom(t *testing.T) {
	for size, want := range map[int]int{0: 100, ordinaryBytes: 100, 3 * ordinaryBytes / 2: 200, 2 * ordinaryBytes: 300, 1 << 40: 100 + 200*(1<<40-ordinaryBytes)/ordinaryBytes} {
		if got := roomFor(100, size); got != want {
			t.Errorf("%d bytes: %d, want %d", size, got, want)
		}
	}
}
