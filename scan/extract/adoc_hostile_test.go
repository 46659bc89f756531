package extract

import (
	"testing"
)

func hostileAdoc(fill func(string) string) map[string]string {
	return map[string]string{
		"strong":            fill("*a "),
		"strong lines":      fill("*a_b\n"),
		"pairs":             fill("*a* _b_ `c` "),
		"nested quotes":     fill("*_#`+"),
		"quotes in quotes":  fill("_a *b #c# *d "),
		"unconstrained":     fill("**a__b"),
		"backticks":         fill("`a "),
		"pluses":            fill("+++ "),
		"macros":            fill("a:[a "),
		"macro targets":     fill("link:a"),
		"open links":        fill("https://a.b[c "),
		"addresses":         fill("<https://a"),
		"links":             fill("https://a.b/c[d] "),
		"references":        fill("<<a "),
		"index terms":       fill("((a "),
		"hidden terms":      fill("(((a,b,c)))\n"),
		"anchors":           fill("[[a "),
		"brackets":          fill("[a "),
		"attributes":        ":a: b\n\n" + fill("{a} "),
		"attribute bomb":    ":a: xxxxxxxxxx\n:b: {a}{a}{a}{a}{a}{a}{a}{a}{a}\n:c: {b}{b}{b}{b}{b}{b}{b}{b}{b}\n:d: {c}{c}{c}{c}{c}{c}{c}{c}{c}\n\n" + fill("{d} "),
		"attribute loop":    ":a: {b}\n:b: {a}\n\n" + fill("{a} "),
		"definitions":       fill(":a: b\n"),
		"many attributes":   fill(":a: \\\n"),
		"open braces":       fill("{a"),
		"headings":          fill("== A\n"),
		"two-line headings": fill("Aa\n--\n"),
		"title with dashes": "== " + fill("a--b"),
		"block attributes":  fill("[a,b=c]\n"),
		"open blocks":       fill("====\n*****\n_____\n"),
		"open listing":      "----\n" + fill("a\n"),
		"listings":          fill("----\na\n----\n"),
		"fences":            fill("```a\nb\n```\n"),
		"lists":             fill("* a\n"),
		"terms":             fill("a::\n"),
		"colons":            fill("a:: b ::c"),
		"nested terms":      fill("a:: b\nc;; d\ne::: f\n"),
		"open table":        "|===\n" + fill("|a "),
		"table":             "|===\n" + fill("|a\n"),
		"records":           ",===\n" + fill("a,b\n"),
		"quoted record":     ",===\n" + fill("\"a,"),
		"comments":          fill("////\na\n"),
		"conditions":        fill("ifdef::a[b]\n"),
		"one line":          fill("word and other thing "),
		"one paragraph":     fill("word and other thing\n"),
		"backslashes":       fill("\\*"),
		"callouts":          "----\n" + fill("a <1>\n") + "\n----\n",
		"blank":             fill("\n"),
		"indented":          fill(" a\n\n"),
		"block macros":      fill("image::a[b]\n\n"),
		"continuations":     "a:: b\n" + fill("+\nc\n"),
		"delimiters":        fill("-----\n") + fill("....\n"),
	}
}

func TestHostileAsciiDoc(t *testing.T) {
	oneGoroutine(t)
	hostile(t, newTestExtractor(t, Options{}), AsciiDoc, hostileAdoc)
}
