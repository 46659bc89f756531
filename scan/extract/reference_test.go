package extract

import (
	"fmt"
	"slices"
	"testing"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// TestReferences reads definitions of links with goldmark's own transformer of
// paragraphs, and with ours before it.
func TestReferences(t *testing.T) {
	own := paragraphTransformers()
	if !slices.ContainsFunc(own, func(p util.PrioritizedValue) bool { _, is := p.Value.(referenceTransformer); return is }) {
		t.Fatal("none of goldmark's transformers is replaced")
	}
	blocks := func(transformers []util.PrioritizedValue, src string) string {
		p := parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...), parser.WithInlineParsers(parser.DefaultInlineParsers()...),
			parser.WithParagraphTransformers(transformers...))
		pc := parser.NewContext()
		dump := ""
		err := ast.Walk(p.Parse(text.NewReader([]byte(src)), parser.WithContext(pc)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering {
				dump += fmt.Sprint(n.Kind(), n.Pos())
				if n.Type() == ast.TypeBlock {
					dump += fmt.Sprintf("%q ", n.Lines().Value([]byte(src)))
				}
			}
			return ast.WalkContinue, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(dump, len(pc.References()))
	}
	for _, src := range []string{
		"a", "[a]: b", "  [a]: b\n[c]: d\ne", "[a]: b\n===\n[a]", "a\n[b]: c", "> [a]: b\n> c", "- [a]: b\n-  c\n\n\t[d]: e", "[a]\n: b", "\t[a]: b", "[a]:\nb\n'c'\nd [a]", "-\t[a]: b",
	} {
		if got, want := blocks(own, src), blocks(parser.DefaultParagraphTransformers(), src); got != want {
			t.Errorf("%q: %s, goldmark has %s", src, got, want)
		}
	}
}
