package extract

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// referenceTransformer takes definitions of links, [a]: b, off paragraphs as
// goldmark's own transformer does, which it asks for paragraphs alone that start
// with a bracket: that one makes a reader for every paragraph to find out.
type referenceTransformer struct{ rest parser.ParagraphTransformer }

// paragraphTransformers are those of CommonMark, with the one for definitions
// of links replaced.
func paragraphTransformers() []util.PrioritizedValue {
	all := parser.DefaultParagraphTransformers()
	for i := range all {
		if all[i].Value == any(parser.LinkReferenceParagraphTransformer) {
			all[i].Value = referenceTransformer{parser.LinkReferenceParagraphTransformer}
		}
	}
	return all
}

// Transform implements parser.ParagraphTransformer.
func (t referenceTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	if lines := node.Lines(); lines.Len() > 0 {
		first := lines.At(0)
		for _, c := range reader.Source()[first.Start:first.Stop] {
			if c == '[' {
				break
			} else if !isSpace(c) {
				return
			}
		}
	}
	t.rest.Transform(node, reader, pc)
}
