package extract

import (
	"fmt"
	"strings"
	"testing"
)

// outlineOf prints sections as "level:title@line-end<parent".
func outlineOf(d *Document) string {
	var s []string
	for _, c := range d.Sections[1:] {
		s = append(s, fmt.Sprintf("%d:%s@%d-%d<%d", c.Level, c.Title, c.Line, c.EndLine, c.Parent))
	}
	return strings.Join(s, " ")
}

func TestSections(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct{ name, doc, title, outline string }{
		{"empty", "", "", ""},
		{"none", "text\n", "", ""},
		{"nested", "# A\n\n## B\ntext\n### C\n## D\n", "A", "1:A@1-6<0 2:B@3-5<1 3:C@5-5<2 2:D@6-6<1"},
		{"level 1 later", "## B\n# A\n", "A", "2:B@1-1<0 1:A@2-2<0"},
		{"no level 1", "## B\n### C\n", "B", "2:B@1-2<0 3:C@2-2<1"},
		{"setext", "A\n=\n\nB\nc\n-\n", "A", "1:A@1-6<0 2:B c@4-6<1"},
		{"front matter", "---\ntitle: T\n---\n# A\n", "T", "1:A@4-4<0"},
		{"toml", "+++\ntitle = 'T'\n+++\n# A\n", "T", "1:A@4-4<0"},
		{"broken front matter", "---\ntitle: [\n---\n# A\n", "A", "1:A@4-4<0"},
		{"no front matter", "---\n\ntext\n\n---\n# A\n", "A", "1:A@6-6<0"},
		{"unclosed front matter", "---\ntitle: T\n# A\n", "A", "1:A@3-3<0"},
		{"mark and crlf", "\ufeff---\r\ntitle: T\r\n---\r\n\r\n# A\r\n\r\n## B\r\n", "T", "1:A@5-7<0 2:B@7-7<1"},
		{"lone cr", "# A\r\r## B\rtext", "A", "1:A@1-4<0 2:B@3-4<1"},
		{"quote and list", "> # Q\n\n- # L\n", "Q", "1:Q@1-2<0 1:L@3-3<0"},
		{"in a fence", "```\n# no\n```\n# A\n", "A", "1:A@4-4<0"},
		{"in a comment", "<!--\n# no\n-->\n# A\n", "A", "1:A@4-4<0"},
		{"markup", "# `a` *b* [c](d) <i>e</i>\n", "a b c e", "1:a b c e@1-1<0"},
		{"image", "# ![Logo](x.png)\n", "Logo", "1:Logo@1-1<0"},
		{"escapes", "# \\_a\\_ &lt;b&gt;\n", "_a_ <b>", "1:_a_ <b>@1-1<0"},
		{"html", "<h1 align=\"center\">\n  <img src=\"x\"> The <b>Tool</b>\n</h1>\n\n<div>text</div>\n\n## Next\n", "The Tool", "1:The Tool@1-7<0 2:Next@7-7<1"},
		{"footnote", "# A\n\ntext[^n]\n\n[^n]: note\n\n# B\n", "A", "1:A@1-6<0 1:B@7-7<0"},
	} {
		d := x.Read(Markdown, []byte(c.doc))
		if d.Title != c.title || outlineOf(d) != c.outline {
			t.Errorf("%s: %q %q, want %q %q", c.name, d.Title, outlineOf(d), c.title, c.outline)
		}
		if want := d.Sections[0]; want.Title != c.title || want.Parent != -1 || want.Level != 0 || want.Line != 1 {
			t.Errorf("%s: section 0 is %+v", c.name, want)
		}
	}
}

func TestLines(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for doc, want := range map[string]int{
		"": 0, "a": 1, "a\n": 1, "a\nb": 2, "a\r\nb\r\n": 2, "a\rb\r": 2, "\n": 1, "\r\n\r\n": 2, "\ufeff": 0, "\ufeffa": 1, "a\n\r\nb\r": 3,
	} {
		if got := x.Read(Markdown, []byte(doc)).Lines; got != want {
			t.Errorf("lines of %q = %d, want %d", doc, got, want)
		}
	}
}

func TestLinks(t *testing.T) {
	x := newTestExtractor(t, Options{})
	doc := "---\na: b\n---\n[one](a.md) and\n[two `x`](<b c.md> \"title\") [![img](i.png)](c.md)\n\n" +
		"[ref], <https://e.org/x>, https://bare.org/p_q_r. <me@e.org>\n[esc](a\\_b.md?q=1&amp;r#f%20g)\n\n[ref]: d.md\n"
	var got []string
	for _, l := range x.Read(Markdown, []byte(doc)).Links {
		got = append(got, fmt.Sprintf("%d %s %q", l.Line, l.Destination, l.Text))
	}
	want := []string{
		`4 a.md "one"`, `5 b c.md "two x"`, `5 c.md "img"`, `5 i.png "img"`, `7 d.md "ref"`, `7 https://e.org/x "https://e.org/x"`,
		`7 https://bare.org/p_q_r "https://bare.org/p_q_r"`, `7 mailto:me@e.org "me@e.org"`, `8 a_b.md?q=1&r#f%20g "esc"`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestResolve(t *testing.T) {
	for _, c := range []struct{ path, destination, target, fragment string }{
		{"docs/a.md", "b.md", "docs/b.md", ""},
		{"docs/a.md", "../b.md#x", "b.md", "x"},
		{"docs/a.md", "#x%20y", "docs/a.md", "x y"},
		{"docs/a.md", "", "docs/a.md", ""},
		{"docs/a.md", "?q", "docs/a.md", ""},
		{"docs/a.md", "/b/./c.md?q=1#f", "b/c.md", "f"},
		{"docs/a.md", "/", ".", ""},
		{"docs/a.md", "..", ".", ""},
		{"docs/a.md", "../../x.md", "../x.md", ""},
		{"a.md", "b%20c%23.md", "b c#.md", ""},
		{"a.md", "50%.md", "50%.md", ""},
		{"a.md", "https://e.org/a?b#c", "https://e.org/a?b#c", ""},
		{"a.md", "//e.org/a", "//e.org/a", ""},
		{"a.md", "mailto:me@e.org", "mailto:me@e.org", ""},
		{"a.md", "C:x.md", "C:x.md", ""},
		{"a.md", "sub/", "sub", ""},
	} {
		if target, fragment := Resolve(c.path, c.destination); target != c.target || fragment != c.fragment {
			t.Errorf("Resolve(%q, %q) = %q, %q, want %q, %q", c.path, c.destination, target, fragment, c.target, c.fragment)
		}
	}
}
