package extract

import (
	"strings"
	"testing"
)

// filler returns a function that repeats text up to a size: there are many
// cases, and less than the largest document tells squares as well.
func filler() func(string) string {
	size := 3 << 20
	if raceEnabled || testing.Short() {
		size = 1 << 18
	}
	return func(s string) string { return strings.Repeat(s, size/len(s)+1)[:size] }
}

func TestHostileRST(t *testing.T) {
	oneGoroutine(t)
	fill := filler()
	var stairs, back strings.Builder
	for i := range 2000 {
		stairs.WriteString(strings.Repeat(" ", i) + "a\n")
		back.WriteString(strings.Repeat(" ", 2000-i) + "a\n")
	}
	cases := map[string]string{
		"one line":           fill("word other thing and "),
		"one word":           fill("a"),
		"emphasis":           fill("*a "),
		"emphasis once":      fill("*a ") + "*",
		"strong":             fill("**a "),
		"literals":           fill("``a "),
		"roles":              fill(":a:`b "),
		"role marks":         fill(":a"),
		"interpreted":        fill("`a "),
		"interpreted suffix": fill("`a`:b:"),
		"bars":               fill("|a"),
		"bars once":          fill("|a") + "| ",
		"underscores":        fill("a_-"),
		"references":         fill("a_ "),
		"anonymous":          fill("a__ "),
		"phrases":            fill("`a <b>`_ "),
		"notes":              fill("[1]_ "),
		"brackets":           fill("["),
		"backslashes":        fill("\\"),
		"escaped marks":      fill("\\*"),
		"open ends":          fill("*a\\"),
		"lists":              fill("- "),
		"numbers":            fill("1. "),
		"list lines":         fill("- a\n"),
		"stairs":             stairs.String(),
		"stairs back":        back.String(),
		"indented":           fill(" "),
		"fields":             fill(":a: "),
		"field lines":        fill(":a: b\n"),
		"colons":             fill(":"),
		"titles":             fill("a\n=\n"),
		"equal titles":       fill("abcd\n====\n\n"),
		"overlines":          fill("====\nabcd\n====\n"),
		"adornments":         fill("====\n"),
		"styles":             fill("ab\n!!\nab\n##\nab\n$$\nab\n%%\n"),
		"targets":            fill(".. _a:\n"),
		"chained targets":    ".. _a: b_\n.. _b: a_\n\n" + fill("a_ "),
		"target lines":       ".. _a: b\n" + fill("   c\n"),
		"substitutions":      ".. |a| replace:: " + strings.Repeat("b ", 100000) + "\n\n" + fill("|a| "),
		"comments":           fill("..\n a\n"),
		"directives":         fill(".. a:: b\n"),
		"nested directives":  fill(".. a::\n .. b::\n  .. c::\n"),
		"directive args":     ".. function:: a(\n" + fill("   b(\n"),
		"classes":            classes(500),
		"options":            ".. note::\n\n" + fill("   :a: b\n"),
		"literal blocks":     fill("a::\n\n b\n\n"),
		"open tables":        fill("== ==\na b\n\n"),
		"table borders":      fill("== ==\n"),
		"wide table":         fill("= ") + "\n" + strings.Repeat("a\n", 1000),
		"many columns":       strings.Repeat("= ", 100) + "\n" + strings.Repeat("a "+strings.Repeat(" ", 200)+"b\n", 3000) + strings.Repeat("= ", 100) + "\n",
		"grid borders":       fill("+-+-+\n"),
		"grid cells":         "+-+-+\n" + fill("|a|b|\n"),
		"wide grid":          "+" + strings.Repeat("-+", 50000) + "\n" + strings.Repeat("|"+strings.Repeat("a|", 5000)+"\n", 100),
		"grid rows":          "+---+\n" + fill("|\n"),
		"list table":         ".. list-table::\n\n" + fill("   * - a\n     - b\n"),
		"csv":                ".. csv-table::\n\n" + fill("   \"a,b\n"),
		"csv line":           ".. csv-table::\n\n   " + fill("a,"),
		"index":              ".. index::\n" + fill("   pair: a; b\n"),
		"index line":         ".. index:: " + fill("a;b,"),
		"different index":    ".. index:: " + numbered(100000, "a%d, "),
		"glossary":           ".. glossary::\n\n" + fill("   a\n     b\n"),
		"toctree":            ".. toctree::\n\n" + fill("   a <b>\n"),
		"options list":       fill("-a, -b  c\n"),
		"option":             fill("-a, "),
		"line block":         fill("| a\n"),
		"doctest":            fill(">>> a\n"),
		"quotes":             "a::\n\n" + fill("> b\n"),
		"meta":               ".. meta::\n" + fill("   :keywords: a, b\n"),
		"tags":               ":tags:\n" + fill("  a,\n"),
		"signature":          ".. c:function:: " + fill("a::b<"),
		"template":           ".. cpp:function:: " + fill("template<"),
		"no text":            fill("\xff\x00"),
		"carriage":           fill("\r"),
		"spaces":             fill("\t \n"),
		"no spaces":          fill("漢かカ"),
	}
	hostile(t, newTestExtractor(t, Options{}), ReStructuredText, func(func(string) string) map[string]string { return cases })
}

// classes nests descriptions of objects.
func classes(n int) string {
	var s strings.Builder
	for i := range n {
		s.WriteString(strings.Repeat(" ", i*2) + ".. class:: Abcdefgh\n\n")
	}
	return s.String()
}

// numbered repeats a format with the numbers up to n.
func numbered(n int, format string) string {
	var s strings.Builder
	for i := range n {
		s.WriteString(strings.Replace(format, "%d", string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676%26))+string(rune('a'+i/17576)), 1))
	}
	return s.String()
}
