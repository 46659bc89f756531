package extract

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

// TestSlugsAsRecorded compares with answers of github-slugger, recorded from
// headings of our own.
func TestSlugsAsRecorded(t *testing.T) {
	data, err := os.ReadFile("testdata/slugs.json")
	if err != nil {
		t.Fatal(err)
	}
	var record struct {
		Documents [][]struct{ Heading, Slug string }
		Step      rune
		First     rune
		Last      rune
		Kept      int
		KeptSum   int
	}
	if err := json.Unmarshal(data, &record); err != nil {
		t.Fatal(err)
	}
	for _, doc := range record.Documents {
		s := newSlugger(t, "github")
		s.reset()
		for _, h := range doc {
			if got := s.slug(h.Heading); got != h.Slug {
				t.Errorf("slug(%q) = %q, want %q", h.Heading, got, h.Slug)
			}
		}
	}
	kept, sum := 0, 0
	for c := record.First; c < record.Last; c += record.Step {
		if c >= 0xd800 && c < 0xe000 {
			continue
		}
		if len(appendSlug(nil, string(c))) > 0 {
			kept++
			sum = (sum*31 + int(c)) % 1000000007
		}
	}
	if kept != record.Kept || sum != record.KeptSum {
		t.Errorf("%d characters are kept (sum %d), want %d (%d)", kept, sum, record.Kept, record.KeptSum)
	}
}

func TestEqualHeadingsAreLinear(t *testing.T) {
	start := time.Now()
	s := newSlugger(t, "github")
	s.reset()
	for range 200000 {
		s.slug("a")
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("200,000 equal headings took %v", took)
	}
}

func TestAnchors(t *testing.T) {
	x := newTestExtractor(t, Options{})
	plain := newTestExtractor(t, Options{Site: "plain"})
	for _, c := range []struct{ doc, github, plain string }{
		{"# Hello, *World*!", "hello-world", ""},
		{"# `code` and **bold**", "code-and-bold", ""},
		{"# a <b>b</b> c", "a-b-c", ""},
		{"# ![logo](x.png) Name", "-name", ""},
		{"# [link](x.md) &amp; more", "link--more", ""},
		{"# a \\_b\\_", "a-_b_", ""},
		{"# Foo #", "foo", ""},
		{"Setext\n======", "setext", ""},
		{"two\nlines\n---", "twolines", ""},
		{"# A\n# A\n# A", "a a-1 a-2", "  "},
		{"# <a name=\"x\"></a>Foo", "x", "x"},
		{"# <a id='x'/>Foo", "x", "x"},
		{"<a name=\"x\"></a>\n# Foo", "x", "x"},
		{"<a id=\"x\"></a>\n\n# Foo", "x", "x"},
		{"<a id=\"far\"></a>\n\n\n\n# Foo", "foo", ""},
		{"text <a id=\"x\"></a>\n# Foo", "foo", ""},
		{"# Foo {#x}", "x", "x"},
		{"# Foo {: #x .cls}", "x", "x"},
		{"# Foo {x}", "foo-x", ""},
		{"# <a name=\"x\"></a>A\n# A", "x a-1", "x "},
		{"> # Quoted", "quoted", ""},
		{"- # In a list", "in-a-list", ""},
		{"# Ünïcode 中文", "ünïcode-中文", ""},
		{"#", "", ""},
	} {
		for _, site := range []struct {
			x    *Extractor
			want string
		}{{x, c.github}, {plain, c.plain}} {
			var got []string
			for _, s := range site.x.Read(Markdown, []byte(c.doc)).Sections[1:] {
				got = append(got, s.Anchor)
			}
			if s := strings.Join(got, " "); s != site.want {
				t.Errorf("anchors of %q = %q, want %q", c.doc, s, site.want)
			}
		}
	}
}
