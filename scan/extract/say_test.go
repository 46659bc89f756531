package extract

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// checkWants compares keywords with lines as keywordLines prints them; one after
// a minus must not be there, whatever its kind.
func checkWants(t *testing.T, name string, d *Document, want string) {
	t.Helper()
	have := map[string]bool{}
	for _, line := range keywordLines(d) {
		have[line] = true
	}
	for _, k := range d.Keywords {
		have["-"+k.Key] = true
	}
	for line := range strings.Lines(want) {
		line = strings.TrimSuffix(line, "\n")
		if forbidden := strings.HasPrefix(line, "-"); have[line] == forbidden {
			t.Errorf("%s: %q, of\n%s", name, line, strings.Join(keywordLines(d), "\n"))
		}
	}
}

func TestStopWords(t *testing.T) {
	x := newTestExtractor(t, Options{StopWords: []string{"Spindles", "ratchet  Gear", "wind_up", "example", "Überwurf", "newton's law"}})
	for _, c := range []struct{ name, doc, want string }{
		{"any number", "# Spindle\n\n**spindles** and a *Spindle*.", "-spindle\n-spindles"},
		{"bounds phrases", "**the spindle bearing**", "term bearing mention\n-spindle bearing"},
		{"phrase", "# Ratchet gears\n\nA **ratchet gear box**.", "term ratchet title\nterm gear title\n-ratchet gear\nterm ratchet gear box mention"},
		{"name", "`wind_up()` and `Wind_Up` and `let_go()`.", "function let_go mention\n-wind_up"},
		{"a word that is weak by itself", "# Example\n", "-example"},
		{"tags", "---\ntags: [spindle, Ratchet gear, gear]\n---\n", "tag gear tag\n-spindle\n-ratchet gear"},
		{"accents", "# ÜBERWURF\n", "-überwurf"},
		{"code", "```c\nint wind_up(struct spindle *s);\n```\n", "-wind_up\n-spindle"},
	} {
		checkWants(t, c.name, x.Read(Markdown, []byte(c.doc)), c.want)
	}
}

func TestChosen(t *testing.T) {
	x := newTestExtractor(t, Options{Chosen: []Chosen{
		{Text: "Slack waters"}, {Text: "state of the art"}, {Text: "C++"}, {Text: "TideTable", Kind: Class, HasKind: true}, {Text: "pool"},
		{Text: "git commit", Kind: Command, HasKind: true}, {Text: "潮汐"}, {Text: "don't panic"}, {Text: "Vice"}, {Text: "IT", Kind: Term, HasKind: true},
		{Text: "one two three four five six"}, {Text: "SOLAS V/19", Kind: Constant, HasKind: true},
	}})
	for _, c := range []struct{ name, doc, want string }{
		{"once in plain text", "First.\n\nWait for SLACK\nwater there.", "term slack water mention"},
		{"function words", "First.\n\nThe State of the Art is old.", "term state of the art mention"},
		{"long", "First.\n\nThen one two three four five six.", "term one two three four five six mention"},
		{"a function word", "First.\n\nOur IT is fine.", "term it mention"},
		{"signs", "First.\n\nWritten in C++, mostly. And SOLAS V/19.", "term c++ mention\nconstant solas v/19 mention"},
		{"not a part", "First.\n\nThe pool-side C# and whirl-pool.", "-pool\n-c++"},
		{"a part of a name", "First.\n\nThe car pool.", "term pool mention"},
		{"kind", "# Doc\n\nA tidetable, `TideTable`, and\n\n```c\nTideTable t;\n```\n", "class tidetable mention"},
		{"name of words", "Run `git commit` or git commit.", "command git commit mention"},
		{"spaceless", "これは潮汐表です。", "term 潮汐 mention"},
		{"apostrophe", "First.\n\nOh don't panic.", "term don't panic mention"},
		{"half of a phrase", "First.\n\nVice versa, vice versa.", "term vice mention"},
		{"link and URL", "See [slack water](x.md) and https://example.org/pool/x.", "term slack water mention\n-pool"},
		{"absent", "First.\n\nNothing here.", "-slack water\n-it\n-pool"},
		{"ignored", "First.\n\n<!-- kwic: ignore -->\nslack water\n<!-- kwic: end -->", "-slack water"},
		{"comment", "First.\n\n<!-- slack water -->", "-slack water"},
	} {
		d := x.Read(Markdown, []byte(c.doc))
		checkDocument(t, d)
		checkWants(t, c.name, d, c.want)
	}
}

func TestChosenPatterns(t *testing.T) {
	x := newTestExtractor(t, Options{Chosen: []Chosen{
		{Pattern: regexp.MustCompile(`\bKB[0-9]{6}\b`)}, {Pattern: regexp.MustCompile(`article ([a-z]+-[0-9]+)`), Kind: Constant, HasKind: true},
		{Pattern: regexp.MustCompile(`KB[0-9]+|spring tides`), Kind: Class, HasKind: true},
	}})
	for _, c := range []struct{ name, doc, want string }{
		{"text", "First.\n\nSee KB123456 there, not KB12.", "identifier kb123456 mention\nclass kb12 mention"},
		{"code span", "First.\n\nSee `KB123456`.", "identifier kb123456 mention"},
		{"group", "First.\n\nSee article tide-12 and article\nebb-3.", "constant tide-12 mention\n-article tide-12"},
		{"phrase", "First.\n\nAll spring tides.", "class spring tides mention"},
		{"address", "First.\n\nSee <https://example.org/KB123456>.", "-kb123456"},
		{"ignored", "<!-- kwic: ignore -->\nKB123456\n", "-kb123456"},
	} {
		d := x.Read(Markdown, []byte(c.doc))
		checkDocument(t, d)
		checkWants(t, c.name, d, c.want)
	}
	if d := x.Read(Markdown, []byte("KB123456, KB123456 and `KB123456`\n")); len(d.Keywords) != 1 || d.Keywords[0].Count != 3 {
		t.Errorf("counted twice: %+v", d.Keywords)
	}
	checkExplanation(t, x, Markdown, []byte("# KB123456\n\nAll spring tides, article a-1.\n"))
}

// TestChosenCounts checks that what reading finds by itself is not counted twice.
func TestChosenCounts(t *testing.T) {
	x := newTestExtractor(t, Options{Chosen: []Chosen{{Text: "slack water"}, {Text: "water"}}})
	d := x.Read(Markdown, []byte("# Slack water\n\nSlack water, slack waters and **slack water**; slack\nwater.\n\n`slack water`\n"))
	counts := map[string]int{}
	for _, k := range d.Keywords {
		counts[k.Key] += k.Count
	}
	if counts["slack water"] != 6 || counts["water"] != 6 {
		t.Errorf("counts are %v", counts)
	}
	spaceless := newTestExtractor(t, Options{Chosen: []Chosen{{Text: "潮汐"}, {Pattern: regexp.MustCompile("灯台")}}})
	d = spaceless.Read(Markdown, []byte("# 潮汐と灯台\n\nこれは潮汐表です。潮汐と灯台と潮汐。\n"))
	for _, k := range d.Keywords {
		if k.Key == "潮汐" && k.Count != 4 || k.Key == "灯台" && k.Count != 2 {
			t.Errorf("%s is counted %d times", k.Key, k.Count)
		}
	}
}

func TestKeyOf(t *testing.T) {
	for text, want := range map[string]string{
		"Slack  Waters": "slack water", "tw_open()": "tw_open", "TideTables": "tidetables", "GEMM": "gemm", "APIs": "api",
		"Newton's methods": "newton method", "C++": "c++", "ns::Gears": "ns::gears", "Überwürfe": "überwürfe",
	} {
		if got := KeyOf(text); got != want {
			t.Errorf("%q has the key %q, not %q", text, got, want)
		}
	}
	// It is the key that reading gives.
	x := newTestExtractor(t, Options{})
	for _, text := range []string{"Slack waters", "tide gauge readings", "libraries", "TideTable", "GPUs", "Newton's methods", "kernel classes"} {
		d := x.Read(Markdown, []byte("# "+text+"\n"))
		if got := d.Keywords[0].Key; got != KeyOf(text) {
			t.Errorf("reading gives %q the key %q, KeyOf %q", text, got, KeyOf(text))
		}
	}
}

func TestIgnoredLines(t *testing.T) {
	x := newTestExtractor(t, Options{})
	const doc = "# Tides\n\n<!-- kwic: ignore -->\n\n## Badge wall\n\n**Shiny badge** [build status](ci.md)\n\n<!-- kwic: end -->\n\n## Slack water\n\n**Ebb stream**\n"
	d := x.Read(Markdown, []byte(doc))
	checkDocument(t, d)
	checkWants(t, "block", d, "term tide title\nterm slack water heading\nterm ebb stream mention\n-badge wall\n-shiny badge\n-build status\n-badge")
	if len(d.Sections) != 4 || d.Sections[2].Anchor != "badge-wall" || len(d.Links) != 1 {
		t.Errorf("sections and links: %+v %+v", d.Sections, d.Links)
	}
	for _, c := range []struct{ name, doc, want string }{
		{"unclosed", "**ratchet gear**\n\n<!-- kwic: ignore -->\n\n**widget tree**\n", "term ratchet gear mention\n-widget tree"},
		{"spelling", "<!--kwic:ignore-->\n**ratchet gear**\n<!--   kwic:  end  -->\n\n**widget tree**\n", "term widget tree mention\n-ratchet gear"},
		{"fence", "```\n<!-- kwic: ignore -->\n```\n\n**ratchet gear**\n", "term ratchet gear mention"},
		{"fence in the region", "<!-- kwic: ignore -->\n```c\nint wind_up(void);\n<!-- kwic: end -->\n```\n<!-- kwic: end -->\n\n**ratchet gear**", "term ratchet gear mention\n-wind_up"},
		{"indented code", "Text:\n\n    <!-- kwic: ignore -->\n\n**ratchet gear**\n", "term ratchet gear mention"},
		{"list", "- **ratchet gear**\n\n    <!-- kwic: ignore -->\n\n    **widget tree**\n", "term ratchet gear mention\n-widget tree"},
		{"not alone", "A <!-- kwic: ignore --> **ratchet gear**\n", "term ratchet gear mention"},
		{"unknown", "<!-- kwic: skip -->\n\n**ratchet gear**\n", "term ratchet gear mention"},
		{"first sentence", "# Doc\n\n<!-- kwic: ignore -->\nBadges here.\n<!-- kwic: end -->\n\nA widget tree.\n", "term widget tree mention\n-badge"},
		{"front matter", "---\ntitle: Tide\n---\n<!-- kwic: ignore -->\n# Other words\n", "term tide title\n-other word"},
	} {
		d := x.Read(Markdown, []byte(c.doc))
		checkDocument(t, d)
		checkWants(t, c.name, d, c.want)
	}
}

// TestIgnoredLinesOfFormats writes the comments as each format has them.
func TestIgnoredLinesOfFormats(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct {
		name     string
		language Language
		doc      string
		want     string
	}{
		{"reStructuredText", ReStructuredText, "Tides\n~~~~~\n\n.. kwic: ignore\n\nBadge wall\n==========\n\nA *shiny badge*.\n\n.. kwic: end\n\nAn *ebb stream*.\n",
			"term tide title\nterm ebb stream mention\n-badge wall\n-shiny badge"},
		{"literal block", ReStructuredText, "Tides\n=====\n\nWrite::\n\n   .. kwic: ignore\n\nAn *ebb stream*.\n", "term ebb stream mention"},
		{"code block", ReStructuredText, "Tides\n=====\n\n.. code-block:: rst\n\n   .. kwic: ignore\n\nAn *ebb stream*.\n", "term ebb stream mention"},
		{"AsciiDoc", AsciiDoc, "= Tides\n\n// kwic: ignore\n\n== Badge wall\n\nA _shiny badge_.\n\n// kwic: end\n\nAn _ebb stream_.\n",
			"term tide title\nterm ebb stream mention\n-badge wall\n-shiny badge"},
		{"listing", AsciiDoc, "= Tides\n\n----\n// kwic: ignore\n----\n\nAn _ebb stream_.\n", "term ebb stream mention"},
		{"notebook", Notebook, `{"cells": [
 {"cell_type": "markdown", "metadata": {}, "source": [
    "# Tides\n",
    "\n",
    "<!-- kwic: ignore -->\n",
    "A *shiny badge*.\n",
    "<!-- kwic: end -->\n",
    "An *ebb stream*.\n",
    "~~~\n",
    "<!-- kwic: ignore -->\n",
    "~~~\n",
    "\n",
    "Two *spring tides*.\n",
    "~~~"
 ]}, {"cell_type": "markdown", "metadata": {}, "source": [
    "<!-- kwic: ignore -->\n",
    "A *rusty nail*."
 ]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
`, "term tide title\nterm ebb stream mention\nterm spring tide mention\n-shiny badge\n-rusty nail"},
		{"HTML", HTML, "<html><body><h1>Tides</h1>\n<!-- kwic: ignore -->\n<h2 id=\"badges\">Badge wall</h2>\n<p>A <em>shiny badge</em>.</p>\n<!-- kwic: end -->\n<p>An <em>ebb stream</em>.</p></body></html>\n",
			"term tide title\nterm ebb stream mention\n-badge wall\n-shiny badge"},
	} {
		d := x.Read(c.language, []byte(c.doc))
		checkDocument(t, d)
		checkWants(t, c.name, d, c.want)
	}
}

func TestIgnoreCommands(t *testing.T) {
	for _, c := range []struct {
		line, remark string
		source       bool
		want         string
	}{
		{"<!-- kwic: ignore -->", "", false, "ignore"},
		{"  <!-- kwic:end -->", "", false, "end"},
		{"{/* kwic: ignore */}", "", false, "ignore"},
		{".. kwic: ignore", "..", false, "ignore"},
		{"// kwic: end", "//", false, "end"},
		{"# kwic: ignore", "", false, ""},
		{"// kwic: ignore", "", false, ""},
		{"<!-- kwic: ignore", "", false, ""},
		{"text <!-- kwic: ignore -->", "", false, ""},
		{"<!-- kwic: generated page, do not edit -->", "", false, "generated"},
		{"// kwic: ignore", "", true, "ignore"},
		{"\t# kwic: end", "", true, "end"},
		{"/* kwic: ignore */", "", true, "ignore"},
		{"-- kwic: ignore", "", true, "ignore"},
		{"x = 1 // kwic: ignore", "", true, ""},
	} {
		if got, _ := commandOf([]byte(c.line), c.source, c.remark); got != c.want {
			t.Errorf("%q: %q, not %q", c.line, got, c.want)
		}
	}
}

// TestHostileChoices reads what would be slow if each match looked at all others.
func TestHostileChoices(t *testing.T) {
	oneGoroutine(t)
	size := 3 << 20
	if raceEnabled || testing.Short() {
		size = 1 << 17
	}
	fill := func(s string) string { return strings.Repeat(s, size/len(s)+1)[:size] }
	x := newTestExtractor(t, Options{
		StopWords: []string{"b c"},
		Chosen:    []Chosen{{Text: "a"}, {Text: "a a"}, {Text: "a a a a a a a a a b"}, {Text: "+"}, {Text: "漢漢"}, {Pattern: regexp.MustCompile("a|b c")}},
	})
	for name, doc := range map[string]string{
		"words": fill("a "), "lines": fill("a\n"), "blocks": fill("a a a\n\n"), "marks": fill("**a** `a` "), "signs": fill("+"), "han": fill("漢"),
		"spaces": "a" + fill(" ") + "a", "commands": fill("<!-- kwic: ignore -->\n"), "pairs": fill("<!-- kwic: ignore -->\n\na\n\n<!-- kwic: end -->\n\na\n\n"),
	} {
		start := time.Now()
		d := x.Read(Markdown, []byte(doc))
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		} else if testing.Verbose() {
			t.Logf("%s took %v", name, took)
		}
		checkDocument(t, d)
	}
}

// FuzzSay reads documents with chosen and forbidden keywords and ignored lines.
func FuzzSay(f *testing.F) {
	for _, seed := range []string{
		"", "a b\nc", "# A b\n\n`a b` a-b a's B", "<!-- kwic: ignore -->\n# a\n<!-- kwic: end -->\n", "<!-- kwic: end -->", "- a\n  <!-- kwic:ignore -->\n",
		"```\n<!-- kwic: ignore -->\n", "漢字 a漢字", "---\ntags: [a, c]\n---\n", "a <br> b [a](b) ![a b](c) <a@b.c>", "|a|b|\n|-|-|\n|a b|c|\n", "a\u00a0b’s B'S",
	} {
		f.Add([]byte(seed))
	}
	x := newTestExtractor(f, Options{
		StopWords: []string{"c", "c d"},
		Chosen:    []Chosen{{Text: "a b"}, {Text: "a", Kind: Class, HasKind: true}, {Text: "漢字"}, {Text: "f()", Kind: Import, HasKind: true}, {Text: "b's"}, {Pattern: regexp.MustCompile(`x(\w*)`)}},
	})
	f.Fuzz(func(t *testing.T, src []byte) {
		d := x.Read(Markdown, src)
		checkDocument(t, d)
		for _, k := range d.Keywords {
			if k.Key == "c" || k.Key == "c d" {
				t.Errorf("%+v is a stop word", k)
			}
		}
		if again := x.Read(Markdown, src); !reflect.DeepEqual(d, again) {
			t.Error("a second reading gives another document")
		}
		r := newReader(x)
		r.simply = true
		checkDocument(t, r.read(src, (*reader).readMarkdown))
		checkExplanation(t, x, Markdown, src)
		x.Explain(Markdown, src).Find(string(src[:min(len(src), 20)]))
	})
}

// What looks like a comment of kwic's in a string of program text is none.
func TestIgnoreInStrings(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for language, text := range map[Language]string{
		"go":         "package a\n\nvar s = `\n// kwic: ignore\n`\n\nfunc Kept() {}\n\n// kwic: ignore\nfunc Gone() {}\n",
		"javascript": "const s = `\n// kwic: ignore\n`;\nfunction Kept() {}\n/* kwic: ignore */\nfunction Gone() {}\n",
		"python":     "s = \"\"\"\n# kwic: ignore\n\"\"\"\n\ndef Kept():\n    pass\n\n# kwic: ignore\ndef Gone():\n    pass\n",
		"shell":      "cat <<EOF\n# kwic: ignore\nEOF\nKept() { :; }\n# kwic: ignore\nGone() { :; }\n",
	} {
		var names []string
		for _, k := range x.Read(language, []byte(text)).Keywords {
			if k.Kind == Function {
				names = append(names, k.Form)
			}
		}
		if !slices.Equal(names, []string{"Kept"}) {
			t.Errorf("%s: functions %q", language, names)
		}
	}
}
