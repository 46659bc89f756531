package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// hostileTexts are words that would break out of a page which wrote them as
// they stand.
var hostileTexts = []string{
	"`", "``a`b``", "a`b", "`tick", "tick`", "|", "a|b|c", "[a](b)", "](x)", "][", "[x]: y", "[1]: https://evil.example", "![i](u)",
	"<script>alert(1)</script>", "<b>bold", "<!-- comment", "-->", "<https://evil.example>", "https://evil.example/a", "www.evil.example", "me@evil.example",
	"mailto:me@evil.example", "ftp://evil.example", "{{ template }}", "{% raw %}", "{# note #}", "{#id}", "&amp;", "&lt;b&gt;", "&copy", "# heading", "#tag", "- item", "+ item", "1. item",
	"12) item", "> quote", "---", "===", "***", "*a*", "**a**", "_a_", "__a x__", "__init__", "a_b_c", "~~gone~~", "~a~", "$x$", "$$y$$", "\\", "ends with \\", "\\\\",
	"[ ] task", "[x] done", "| a | b |", ":--", "\tindented", "    code", "trailing  ", "a\u2028b", "a\u2029b", "a\u0085b", "a\x07b", "a\x1b[31mb", "a\x7fb", "\u202eevil\u202c", "\u2066x",
	"\u200fabc\u200e", "שלום עולם", "مرحبا", "👩‍👩‍👧", "e\u0301", "\u0301combining", "日本語 キーワード", "ﬀ ligature", "İstanbul", "ᎠᏂ", "straße", "Ǆ", "ſ", "a\u00adb", "\ufeffmark",
	"“quotes”", "\"double\"", "'single'", "(paren", "paren)", "a (b) c", "100%", "%20", "%2e", "a?b=c", "a#b", "a;b", "C++", "C#", "std::vector<int>", "operator[]", "foo()", "--flag=<value>", "@decorator", "^caret", "a=b",
	"!", "!bang", "![", "[^1]", "[^1]: note", ":smile:", "<!DOCTYPE html>", "<?php", "<![CDATA[", "]]>", "javascript:alert(1)", "\"><img src=x>", "x\" onload=\"y",
	strings.Repeat("long", 100), strings.Repeat("é", 300), strings.Repeat("[", 200), strings.Repeat("*", 100), strings.Repeat("`", 60), strings.Repeat("\\", 51), strings.Repeat("a.", 100),
}

// hostileDocument uses a text in every place that a page could show.
func hostileDocument(text string) string {
	quoted := strings.NewReplacer("\\", `\\`, `"`, `\"`, "\t", `\t`, "\x07", `\a`, "\x1b", `\e`, "\x7f", `\x7f`, "\u0085", `\N`, "\u2028", `\L`, "\u2029", `\P`, "\ufeff", `\uFEFF`).Replace(text)
	return fmt.Sprintf("---\ntitle: \"%[1]s\"\ntags: [\"%[1]s\", \"tag %[1]s\"]\n---\n# %[2]s\n\nA **%[2]s** and `%[2]s` and *%[2]s widget*, [%[2]s](x.md).\n\n## %[2]s\n\nThe **%[2]s engine** turns.\n\n### Part %[2]s of it\n\n`%[2]s()` and `call_%[2]s`.\n\n```sh\n%[2]s --flag\n```\n\n```python\ndef %[2]s(): pass\n```\n", quoted, text)
}

func TestHostileWords(t *testing.T) {
	t.Parallel()
	files := make(map[string]string)
	for i, text := range hostileTexts {
		files[fmt.Sprintf("d%d/n%d.md", i%7, i)] = hostileDocument(text)
		files[fmt.Sprintf("twice/n%d.md", i)] = "# Twice " + text + "\n\nAgain **" + text + "** and `" + text + "`.\n"
		files[fmt.Sprintf("bare/n%d.md", i)] = text + "\n" + strings.Repeat("=", 9) + "\n\n" + text + "\n" + strings.Repeat("-", 9) + "\n\ntext\n"
	}
	s := buildSite(t, files, buildOptions{})
	if len(s.pages) < len(files) {
		t.Errorf("%d pages for %d documents", len(s.pages), len(files))
	}
}

// hostileNames are names of files and folders that mean something to URLs,
// Markdown, shells or kwic itself.
var hostileNames = []string{
	"with space", "a [b]", "a]b[", "(a)", "a(b", "#hash", "a#b", "100%", "%20", "%2e", "%2F", "%zz", "what?", "a?b=c", "\"q\"", "'q'", "*", "a*b", "a&b", "&amp;", "a;b", "a,b", "a=b", "a+b", "a@b", "a:b", "http:x", "$x", "`tick`", "<b>", "a|b", "a\\b", "{{x}}", "{%x%}",
	"-dash", "--", ".dot", "..dots", "...", "~", "ünï", "e\u0301", "日本", "👩‍👩‍👧", "שלום", "\u202erev", "a\nb", "a\tb", "a\x01b", "a\x7fb", "\u2028", "\u00a0", " lead", "trail ", "both ",
	"index", "sub", "index-a", "sub-a", "keywords", "files", "_index", "README", "readme", "con", "nul", "k-a", "sub-of-0011223344556677",
	strings.Repeat("n", 250), strings.Repeat("é", 125), strings.Repeat("m", 249), strings.Repeat("n", 200) + "-0123456789abcdef", strings.Repeat("%", 80), strings.Repeat("\x01", 100),
}

func TestHostilePaths(t *testing.T) {
	t.Parallel()
	files := make(map[string]string)
	for i, name := range hostileNames {
		content := fmt.Sprintf("# Name %d\n\n## The part\n\nA **common keyword** and `own_%d`.\n", i, i)
		files[name+".md"] = content
		files[name+"/in.md"] = content + "\nIn a folder.\n"
		files["deep/"+name+"/down/"+name+".md"] = content + "\nDeep.\n"
		if len(name) < 240 {
			files[name+".md_kw.md/in.md"] = content + "\nIn a page's name.\n"
			files["folders/"+name+".md/in.md"] = content + "\nIn a document's name.\n"
			files["folders/"+name+"_kw-1.md/in.md"] = content + "\nIn a part's name.\n"
		}
	}
	s := buildSite(t, files, buildOptions{})
	landing := s.page(t, "files/index.md")
	if !strings.Contains(landing.text, "Name 3") {
		t.Errorf("the root's page lists no document of the root:\n%s", landing.content)
	}
}

// docTree is a plain tree for trying configurations, with every kind of page in
// use: one keyword is folded, one is rare.
func docTree() map[string]string {
	files := map[string]string{"README.md": "# The gadget manual\n\nStart with the **spindle**, or see `turn_it`.\n\n## Getting started\n\nThe spindle turns.\n"}
	for i := range 24 {
		files[fmt.Sprintf("part %d/guide [%d].md", i%5, i)] = fmt.Sprintf("# Guide %d\n\n## Spindle care\n\nOil the **spindle**. A **lone word%d** stands here.\n\n### Valve (%d)\n\n`turn_%d` it.\n", i, i, i, i)
	}
	return files
}

func TestSites(t *testing.T) {
	t.Parallel()
	type setting struct {
		name, config, out string // out: relative to the tree, "*" for a folder elsewhere
	}
	settings := []setting{
		{"default", "", ""},
		{"inside", "", "docs/key words #1"},
		{"configured", "out: docs/[index]\n", ""},
		{"outside", "", "*"},
		{"source", "source_url: https://git.example/o/r/blob/main/\n", "*"},
		{"plain", "site: plain\n", ""},
	}
	for subset := 1; subset < 1<<len(pageKinds); subset++ {
		var kinds []string
		for i, kind := range pageKinds {
			if subset&(1<<i) != 0 {
				kinds = append(kinds, kind)
			}
		}
		settings = append(settings, setting{strings.Join(kinds, "+"), "pages: [" + strings.Join(kinds, ", ") + "]\n", ""})
	}
	for _, one := range settings {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			files := docTree()
			files[".kwic.yaml"] = one.config
			o := buildOptions{Root: t.TempDir()}
			switch one.out {
			case "":
			case "*":
				o.Out = filepath.Join(t.TempDir(), "pages")
			default:
				o.Out = filepath.Join(o.Root, filepath.FromSlash(one.out))
			}
			s := buildSite(t, files, o)
			if len(s.pages) == 0 {
				t.Error("there are no pages")
			}
			for name, p := range s.pages {
				for _, l := range p.links {
					if one.name == "plain" && strings.Contains(l.destination, "#") {
						t.Errorf("%q links %q, but the host makes no anchors", name, l.destination)
					}
					if one.name == "source" && strings.Contains(l.destination, "guide") && !strings.Contains(l.destination, "_kw.md") && !strings.HasPrefix(l.destination, "https://git.example/o/r/blob/main/") {
						t.Errorf("%q links %q, which does not start with the source's URL", name, l.destination)
					}
				}
			}
		})
	}
}

// What a page says must be the document's own words, as they stand.
func TestPagesShowWhatDocumentsSay(t *testing.T) {
	t.Parallel()
	titles := []string{"The <script> & [Widget]", "a|b `c` *d*", "__init__ and __main__", "{{ mustache }}", "C:\\path\\", "50% of #1 ~ $5"}
	files := make(map[string]string)
	for i, title := range titles {
		files[fmt.Sprintf("n%d.md", i)] = "---\ntitle: '" + title + "'\n---\nThe **spindle** turns.\n"
	}
	s := buildSite(t, files, buildOptions{})
	root := s.page(t, "files/index.md")
	var shown []string
	for _, l := range root.links {
		shown = append(shown, l.text)
	}
	for i, title := range titles {
		if !slices.Contains(shown, title) {
			t.Errorf("no link reads %q; there are %q", title, shown)
		}
		own := s.page(t, fmt.Sprintf("files/n%d.md_kw.md", i))
		if !strings.Contains(own.text, "Title: "+title+"\n") {
			t.Errorf("the page does not show the title %q:\n%s", title, own.content)
		}
	}
}
