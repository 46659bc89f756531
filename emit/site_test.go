package emit

import (
	"strings"
	"testing"

	"kwic/scan/extract"
)

// A host that shows program text by lines is linked to the line of each
// section and keyword; a document has anchors.
func TestSourceFilesAreLinkedByLine(t *testing.T) {
	t.Parallel()
	name := use("turn_valve", extract.IsDefinition, 1)
	name.Places[0].Line = 7
	d := document("", []string{"valve"}, name)
	d.Sections[1].Anchor = ""
	re := indexOf(t, map[string]*extract.Document{"src/a.c": d, "doc/a.md": d})
	render := func(document string) string {
		pages := pagesOf(t, func(emit emitFunc) error { return re.filePageOf(document, d, emit) })
		return pages[filePage(document, 0)]
	}
	source := render("src/a.c")
	for _, want := range []string{"]: ../../../src/a.c#L2\n", "[line 7](../../../src/a.c#L7)"} {
		if !strings.Contains(source, want) {
			t.Errorf("the page of the source lacks %q:\n%s", want, source)
		}
	}
	if doc := render("doc/a.md"); strings.Contains(doc, "#L") {
		t.Errorf("the page of a document links lines:\n%s", doc)
	}
	re.site = siteOf("mkdocs")
	if source := render("src/a.c"); strings.Contains(source, "#L") {
		t.Errorf("a host without lines is linked to one:\n%s", source)
	}
}

func TestPlacesOfPages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ page, gitlab, mkdocs, hugo string }{
		{"index.md", "README.md", "index.md", "_index.md"},
		{"files/a/index.md", "files/a/README.md", "files/a/index.md", "files/a/_index.md"},
		{"files/a/index-x.md", "files/a/index-x.md", "files/a/index-x.md", "files/a/index-x.md"},
		{"files/.github/x.md_kw.md", "files/.github/x.md_kw.md", "files/%2egithub/x.md_kw.md", "files/-github-bdcc6a2a/x.md_kw.md"},
		{"files/ünï/字.md_kw-2.md", "files/ünï/字.md_kw-2.md", "files/ünï/字.md_kw-2.md", "files/ünï/字.md_kw-2.md"},
		{"files/a b.md_kw.md", "files/a b.md_kw.md", "files/a b.md_kw.md", "files/a-b.md-10ad72d8_kw.md"},
		{"keywords/k-a.md", "keywords/k-a.md", "keywords/k-a.md", "keywords/k-a.md"},
	} {
		for name, want := range map[string]string{"github": c.page, "docfx": c.page, "plain": c.page, "gitlab": c.gitlab, "mkdocs": c.mkdocs, "hugo": c.hugo} {
			if got := siteOf(name).place(c.page); got != want {
				t.Errorf("%s: %q stands at %q, not %q", name, c.page, got, want)
			}
		}
	}
}

func TestLinksOfHugo(t *testing.T) {
	t.Parallel()
	hugo := siteOf("hugo")
	for _, c := range []struct{ from, to, want string }{
		{"index.md", "index.md", "./"},
		{"index.md", "keywords/k-a.md", "keywords/k-a/"},
		{"keywords/k-a.md", "index.md", "../../"},
		{"keywords/k-a.md", "files/a/x.md_kw.md", "../../files/a/x.md_kw/"},
		{"files/a/index.md", "files/a/sub.md", "sub/"},
		{"files/a/sub.md", "files/a/index.md", "../"},
	} {
		if got := string(hugo.appendPageLink(nil, c.from, c.to)); got != c.want {
			t.Errorf("from %q to %q: %q, not %q", c.from, c.to, got, c.want)
		}
	}
	for document, want := range map[string]string{
		"a/Guide.md": "a/guide/", "a/index.md": "a/", "_index.md": "", "A b/c [1].md": "a-b/c-1/", "x.c": "x.c", "50%.md": "50/", "v1.2.md": "v1.2/",
	} {
		if got := documentURL(document); got != want {
			t.Errorf("the URL of %q is %q, not %q", document, got, want)
		}
	}
}

// What CommonMark reads as plain text, Python-Markdown must too.
func TestDressForPythonMarkdown(t *testing.T) {
	t.Parallel()
	s := siteOf("mkdocs")
	for in, want := range map[string]string{
		`\<script\> a\|b \*c\* \\`:       `&lt;script\> a&#124;b \*c\* \\`,
		"`a\\<b` \\<":                    "`a\\<b` &lt;",
		"`` a`b\\| `` \\&":               "`` a`b\\| `` &amp;",
		"- **`x`**\n  - [a](b)\n  - c\n": "- **`x`**\n    - [a](b)\n    - c\n",
	} {
		if got := string(s.dress([]byte(in))); got != want {
			t.Errorf("%q is dressed as %q, not %q", in, got, want)
		}
	}
}

func TestFrontMatterOfHugo(t *testing.T) {
	t.Parallel()
	const marker = "<!-- marker -->"
	re := &renderer{Options: Options{Marker: marker}, site: siteOf("hugo")}
	for title, want := range map[string]string{
		"Keyword index":               "Keyword index",
		"Folder `a\"b/`":              `Folder a\"b/`,
		"Keywords: C\\#, ``` ``x ```": "Keywords: C#, ``x",
		"a \\\\ b":                    `a \\ b`,
	} {
		got := string(re.dressHead(append(re.begin(nil, title), "text\n"...), marker))
		if got != "---\ntitle: \""+want+"\"\ngenerated: |\n  "+marker+"\n---\n\ntext\n" {
			t.Errorf("the heading %q becomes %q", title, got)
		}
	}
}
