package extract

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// inlinesOf returns the inlines of all blocks below a node, a line each, and
// how many of the blocks inlineParser has read and goldmark has. Text that goes on where the text before
// it ends is one with it, and white space before a line end is none of it.
func inlinesOf(tree *inlineTree, block ast.Node, src []byte) (dump string, read, left int) {
	var s strings.Builder
	var list func(first int32, depth string)
	list = func(first int32, depth string) {
		before := int32(0)
		for i := first; i > 0; i = tree.nodes[i].next {
			n := &tree.nodes[i]
			if n.prev != before {
				fmt.Fprintf(&s, "%s%d is not linked back\n", depth, i)
			}
			before = i
			from, to := n.from, n.to
			for next := n.next; n.kind == inlineText && !n.soft && !n.hard && next > 0; next = n.next {
				if more := &tree.nodes[next]; more.kind != inlineText || more.from != to {
					break
				}
				i, n = next, &tree.nodes[next]
				before, to = i, n.to
			}
			for (n.soft || n.hard) && to > from && isSpace(src[to-1]) {
				to--
			}
			if n.kind > inlineRaw && n.kind != inlineAddress && n.kind != inlineMail {
				to = n.from
			}
			fmt.Fprintf(&s, "%s%d %d-%d %v %v %q\n", depth, n.kind, from, to, n.soft, n.hard, tree.values[n.value])
			list(n.child, depth+" ")
		}
	}
	err := ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering || n.Type() != ast.TypeBlock {
			return ast.WalkContinue, nil
		}
		if first := n.FirstChild(); first != nil && first.Type() == ast.TypeInline {
			if _, is := first.(*readInlines); is {
				read++
			} else {
				left++
			}
			fmt.Fprintf(&s, "%v\n", n.Kind())
			list(tree.of(n, src), " ")
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		panic(err)
	}
	return s.String(), read, left
}

// compareInlines reads src with inlineParser and without it, and returns how
// many blocks the former has left to goldmark.
func compareInlines(t *testing.T, x *Extractor, src []byte) int {
	t.Helper()
	var own, other inlineTree
	got, _, left := inlinesOf(&own, own.parse(x.parser, src), src)
	other.reset()
	// Without an inlineReader in its context, a parse is goldmark's alone.
	want, none, _ := inlinesOf(&other, x.parser.Parse(text.NewReader(src)), src)
	if none > 0 {
		t.Fatal("inlineParser has read what goldmark should")
	}
	if got != want {
		t.Errorf("%q has the inlines\n%sgoldmark has\n%s", src, got, want)
	}
	return left
}

// Each case is read, or left to goldmark where it starts with '?'.
var inlineCases = []string{
	"plain", "a `b` c", "`` a`b `` `c", "` `", "`  `", "` a `", "`a\nb`", "` a\nb `\nc", "`a\n`b", "a ``", "`a\n\n`", "`\na`",
	"*a* **b** ***c*** ****d****", "*a **b* c**", "**a *b** c*", "*a", "a*", "* a*", "a*b*c", "_a_ a_b_c __d__", "a_b _c_d_ _e", "*(a)* *'b'*", "**a*", "*a**", "*a* *b **c* d**",
	"*a _b* c_", "_a *b_ c*", "*é*é*", "**é**é", "*\u00a0a*", "~a~ ~~b~~ ~~~c~~~ ~d~~ a~b", "~~a *b~~ c*", "*a ~b* c~", "*a*_b_~c~", "**", "a ** b", "a ***", "*a *b* c*",
	"[a](b)", "[a](b \"c\") d", "[a](b 'c')", "[a](b (c))", "[a]( b )", "[a]()", "[a](<b c>)", "[a](<b)", "[a](b c)", "[a](b(c)d)", "[a](b(c)", "[a](\\(b)", "[a](b\\)", "[a]( \"b\")", "[a](b \"c\" d)", "[a](b \"c\\\"d\")", "[a](b (c(d))",
	"[a](b", "[a", "a]", "[a]", "[a] (b)", "[[a]](b)", "[[a](b)](c)", "![[a](b)](c)", "[![a](b)](c)", "![a](b \"c\")", "!a", "![a", "[a *b](c) d*", "*a [b* c](d)", "[*a* **b**](c)", "[a `]` b](c)", "*a [b](c) d*",
	"[a][b]", "[][]", "[a\nb](c)", "? [a](\nb)", "? [a](b\n\"c\")", "? [a](b \"c\nd\")", "[a]\n(b)", "[a](b)(c)", "[]", "[](a)", "[a](b)[c](d)", "a[b]c[d](e)f]g", "[ [ [a](b)", "[a](b\tc)",
	"[a]\n\n[a]: /b", "[a](c) [d]\n\n[a]: /b", "?[a][b]\n\n[b]: /c", "?*x* [a][b]\n\n[a]: /c", "*x* [a] [ A ] ![a]\n\n[a]: /c",
	"<b> c</b> <br/>", "a<br>", "a<br>\n", "<b c=d>e", "? a <b\nc>", "?a <!-- b -->", "a < b > c <= d", "<https://a.b> <a@b.c> <a:>", "?a <a", "<1> <1@b.c> <", "a <b c='>'>d", "?a <b c='\xff'>", "a <b\xff='>", "a <b 'c'>",
	"a  \nb\\\nc\nd \ne", "a   \nb", "`a`  \nb", "`a`\\\nb", "`a` \nb", "*a*\n*b*", "a\\\\\nb *c*", "? *a* \\\\\\\nb", "?*a* \\  \nb", "\\*a* \\`b` \\[c](d)", "a\\", "*a*\\", "\\a *b*", "a &amp; *b*",
	"a ! b [ c ~ d", "!] *a*", "![] *a*", "?a ![^b] c", "?a [^b] c", "?a[^1]\n\n[^1]: b", "a[b^] c", "?- [ ] a", "?- [x]", "?- [x] a *b*", "- a [x] b", "?- [a] b", "[ ] *a*",
	"# a *b* `c`", "*a*\n===", "> *a*\n> b", "> a *b\nc*", "- *a*\n  b", "-\t*a*\n\t*b*", "|a|*b*|\n|-|-|\n|`c`|d|", "?|a|b|\n|-|-|\n|`c\\|d`|\\|", "a\n: *b*\n  c", "*a*\n: b",
	"\x80*a*\x80", "*\x80a*\x80", "a\x00*b*", "?*a*\r\nb", "\x80_a_ \x80*a *b*", "![a](b)\\\n![c](d)",
}

func TestInlines(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range inlineCases {
		src, left := strings.CutPrefix(c, "?")
		n := compareInlines(t, x, []byte(strings.TrimPrefix(src, " ")))
		if left != (n > 0) {
			t.Errorf("%q: inlineParser has left %d blocks", src, n)
		}
	}
}

func FuzzInlines(f *testing.F) {
	for _, c := range inlineCases {
		f.Add([]byte(strings.TrimPrefix(c, "?")))
	}
	f.Add([]byte(strings.Join(inlineCases, "\n\n")))
	f.Add([]byte(strings.Join(inlineCases, " ")))
	x := newTestExtractor(f, Options{})
	f.Fuzz(func(t *testing.T, src []byte) {
		src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n")) // as load leaves it
		if len(src) < 1<<12 && !tooMuchWork(src) {
			compareInlines(t, x, src)
		}
	})
}
