package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// rawTags returns where the tags are that a parser finds in text.
func rawTags(t *testing.T, p parser.Parser, src []byte) (tags []string) {
	t.Helper()
	err := ast.Walk(p.Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if raw, is := n.(*ast.RawHTML); is && entering {
			tags = append(tags, string(raw.Segments.Value(src)))
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tags
}

func compareRawTags(t *testing.T, src []byte) {
	t.Helper()
	own := parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(inlineParsers()...), parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...))
	got, want := rawTags(t, own, src), rawTags(t, goldmark.DefaultParser(), src)
	if !slices.Equal(got, want) {
		t.Errorf("tags of %q: %q, goldmark has %q", src, got, want)
	}
}

var rawTagCases = []string{
	"<b>", "<b/>", "<b / >", "<b c>", "<b c=d>", "<b c = d>", "<b c=\"d>e\" f>", "<b c='d' e=\"\">", "<b c=\"d\"e>", "<b c=>", "<b c==d>",
	"<b c=d/>", "<b c=d/e>", "<b :c>", "<b _c.d-e:f=g>", "<b 1>", "<1b>", "<b\tc>", "</b>", "</b >", "</b c>", "</ b>", "</b/>", "<b\nc>", "<b c='d\ne'>",
	"<b", "<b ", "<b c", "<b c=", "<b c='", "<b c='d", "<b/", "</b", "<", "</", "<!-- a -->", "<?a?>", "<!A b>", "<![CDATA[a]]>", "<b c=d\x00>", "<b c=\xff>",
	"<b-c>", "<b.c>", "<b\fc>", "<b c=`d>", "<b c=d\"e>", "<a@b.c>", "<http://a.b>",
}

func TestRawTags(t *testing.T) {
	replaced := 0
	for _, p := range inlineParsers() {
		if _, is := p.Value.(*rawTagParser); is {
			replaced++
		}
	}
	if replaced != 1 {
		t.Errorf("%d of goldmark's parsers are replaced", replaced)
	}
	for _, tag := range rawTagCases {
		compareRawTags(t, []byte("a "+tag+" b\nc > d"))
		compareRawTags(t, []byte("> a "+tag+"\n> \"'> "+strings.Repeat(tag, 2)))
	}
}

func FuzzRawTags(f *testing.F) {
	for _, tag := range rawTagCases {
		f.Add([]byte("a " + tag + " b\nc > d"))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) < 1<<12 && !tooMuchWork(src) {
			compareRawTags(t, src)
		}
	})
}
