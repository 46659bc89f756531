package emit

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"kwic/scan/extract"
	"kwic/store"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// FuzzFilePage writes the page of a document whose title, keyword, heading and
// name are anybody's, and parses it back: the words are shown as they are, and
// the page has the shape that harmless words give it. Nothing else appeared.
func FuzzFilePage(f *testing.F) {
	for i, word := range awkward {
		next, third := awkward[(i+1)%len(awkward)], awkward[(i*7)%len(awkward)]
		f.Add(word+next, next+"x"+word, third+" "+word, "a"+strings.ReplaceAll(word, "/", "")+".md")
	}
	f.Add("](x) <b>", "`a` | **b**", "# x <!-- y -->", "{{x}}.md")
	f.Fuzz(func(t *testing.T, title, form, heading, name string) {
		words := []string{title, form, heading}
		for i, word := range words {
			word = strings.TrimSpace(strings.ToValidUTF8(word, "?"))
			if words[i] = strings.Join(strings.FieldsFunc(word, func(r rune) bool { return r == '\n' || r == '\r' }), " "); words[i] == "" {
				return // package extract gives no such words
			}
		}
		name = "d/" + name
		if !fs.ValidPath(name) || !utf8.ValidString(name) || len(name) > 200 || strings.ContainsRune(name, 0) {
			return
		}
		if strings.EqualFold(words[0], words[2]) && words[0] != words[2] {
			return // one of them is shown for both
		}
		harmless := make(map[string]string)
		for _, word := range words { // words that are equal stay equal
			if harmless[word] == "" {
				harmless[word] = fmt.Sprintf("word%d", len(harmless))
			}
		}
		for _, site := range extract.Sites() {
			page := pageOfWords(t, site, name, words[0], words[1], words[2])
			body := string(page)
			if site == "hugo" { // which expands nothing in front matter
				_, body, _ = strings.Cut(body, "\n---\n")
			}
			if !utf8.Valid(page) || strings.Contains(body, "{{") || strings.Contains(body, "{%") {
				t.Fatalf("%s: %q", site, page)
			}
			if site == "hugo" || site == "mkdocs" {
				continue // they escape for other parsers
			}
			want := pageOfWords(t, site, "d/x.md", harmless[words[0]], harmless[words[1]], harmless[words[2]])
			if got, want := shapeOf(page), shapeOf(want); got != want {
				t.Errorf("%s: the page\n%s\nhas the shape\n%s\nnot\n%s", site, page, got, want)
			}
			shown := toHTML(t, page)
			for _, c := range []struct{ before, word, after string }{
				{"<strong>Title</strong>: ", shortened(words[0], longestTitle), "</li>"},
				{"<strong>", shortened(words[1], longestForm), "</strong>: "},
				{"\">", shortened(words[2], longestTitle), "</a>"},
			} {
				word := htmlEscape.Replace(shownAs(c.word))
				if !strings.Contains(shown, c.before+word+c.after) && !strings.Contains(shown, c.before+"<code>"+word+"</code>"+c.after) {
					t.Errorf("%s: %q is not shown as %q:\n%s\n%s", site, c.word, c.before+word+c.after, page, shown)
				}
			}
		}
	})
}

// pageOfWords renders the page of a document with one keyword, in a section that
// has the heading.
func pageOfWords(t *testing.T, site, name, title, form, heading string) []byte {
	t.Helper()
	keyword := use(form, extract.InHeading, 1)
	re, err := newRenderer(Options{Root: filepath.FromSlash("/tree"), Out: filepath.FromSlash("/tree/pages"), Kinds: allKinds, Marker: "<!-- marker -->", Jobs: 1, Site: site,
		Anchor: extract.Anchors(site), IsFile: func(string) bool { return false }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var page []byte
	err = re.filePageOf(name, document(title, []string{heading}, keyword), func(_ store.Page, content []byte) error {
		page = content
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// shapeOf is what a page consists of, its words left out.
func shapeOf(page []byte) string {
	var b strings.Builder
	depth := 0
	// The walk returns no error: the function gives none.
	_ = ast.Walk(goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(page)), func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		if !enter {
			depth--
			return ast.WalkContinue, nil
		}
		depth++
		switch n := n.(type) {
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			return ast.WalkContinue, nil
		case *ast.Heading:
			fmt.Fprintf(&b, "%*s%v %d\n", depth, "", n.Kind(), n.Level)
		case *ast.Emphasis:
			fmt.Fprintf(&b, "%*s%v %d\n", depth, "", n.Kind(), n.Level)
		default:
			fmt.Fprintf(&b, "%*s%v\n", depth, "", n.Kind())
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}
