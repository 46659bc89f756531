package extract

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

func newSlugger(t *testing.T, site string) *slugger {
	t.Helper()
	h, known := hostOf(site)
	if !known {
		t.Fatalf("no host %q", site)
	}
	s := &slugger{host: &h}
	s.reset()
	return s
}

// hostRecord is testdata/hosts/hosts.json: the headings of slugs.json and some more,
// as other programs answered them (see its "source"), and the anchors that
// Python-Markdown (extensions toc, attr_list, tables, fenced_code) and Hugo
// (without configuration) gave testdata/hosts/headings.md. Python-Markdown has no
// underlined headings of two lines: null.
type hostRecord struct {
	Lists []struct {
		Headings             []string
		GitLab, MkDocs, Hugo []string
	}
	Document struct{ MkDocs, Hugo []*string }
}

func readHostRecord(t *testing.T) *hostRecord {
	t.Helper()
	data, err := os.ReadFile("testdata/hosts/hosts.json")
	if err != nil {
		t.Fatal(err)
	}
	var record hostRecord
	if err := json.Unmarshal(data, &record); err != nil {
		t.Fatal(err)
	}
	return &record
}

func TestHostsAsRecorded(t *testing.T) {
	for _, list := range readHostRecord(t).Lists {
		for site, want := range map[string][]string{"gitlab": list.GitLab, "mkdocs": list.MkDocs, "hugo": list.Hugo} {
			s := newSlugger(t, site)
			for i, heading := range list.Headings {
				got := ""
				if site == "hugo" {
					got = string(appendHugo(nil, heading))
				} else {
					got = s.slug(heading)
				}
				if got != want[i] {
					t.Errorf("%s: slug(%q) = %q, want %q", site, heading, got, want[i])
				}
			}
		}
	}
}

func TestHostsReadDocumentsAsRecorded(t *testing.T) {
	src, err := os.ReadFile("testdata/hosts/headings.md")
	if err != nil {
		t.Fatal(err)
	}
	record := readHostRecord(t)
	for site, want := range map[string][]*string{"mkdocs": record.Document.MkDocs, "hugo": record.Document.Hugo} {
		sections := newTestExtractor(t, Options{Site: site}).Read(Markdown, src).Sections[1:]
		if len(sections) != len(want) {
			t.Fatalf("%s: %d sections, %d recorded", site, len(sections), len(want))
		}
		for i, s := range sections {
			if want[i] != nil && s.Anchor != *want[i] {
				t.Errorf("%s: the anchor of %q is %q, want %q", site, s.Title, s.Anchor, *want[i])
			}
		}
	}
}

// The first heading is that of docfx's own AutoIdentifierTest; the others
// follow from the source of Markdig (LinkHelper.UrilizeAsGfm, AutoIdentifier-
// Extension) and of docfx (HeadingIdRewriter).
func TestDocfxAnchors(t *testing.T) {
	x := newTestExtractor(t, Options{Site: "docfx"})
	for _, c := range []struct{ doc, want string }{
		{"# This - is a &@! heading _ with . and ! -", "this---is-a--heading-_-with--and---"},
		{"# !\n# ?", "section section-1"},
		{"# A\n# A\n# A-1\n# A", "a a-1 a-1-1 a-2"},
		{"# A {#b}\n# B\n# A", "b b a"},
		{"# <a id=\"x\"></a>A\n# A", "x a-1"},
		{"# Über 中文 हिन्दी 𐐨x", "über-中文-हनद-x"},
		{"# ![An image](x.png) here", "an-image-here"},
		{"two\nlines\n---", "twolines"},
		{"<h1>HTML</h1>\n\n# HTML", " html"},
	} {
		var got []string
		for _, s := range x.Read(Markdown, []byte(c.doc)).Sections[1:] {
			got = append(got, s.Anchor)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("anchors of %q = %q, want %q", c.doc, s, c.want)
		}
	}
}

func TestGitLabAnchors(t *testing.T) {
	x := newTestExtractor(t, Options{Site: "gitlab"})
	for _, c := range []struct{ doc, want string }{
		{"# This - and that", "this---and-that"}, // dashes stay since GitLab 17
		{"# A\n# A\n# A-1", "a a-1 a-1-1"},
		{"# x² ① Ⅷ", "x²-①-ⅷ"},
		{"# `code` and **bold**", "code-and-bold"},
		{"# ![logo](x.png) Name", "logo-name"},
		{"two\nlines\n---", "two-lines"},
		{"# <a name=\"x\"></a>A\n# A", "x a-1"},
	} {
		var got []string
		for _, s := range x.Read(Markdown, []byte(c.doc)).Sections[1:] {
			got = append(got, s.Anchor)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("anchors of %q = %q, want %q", c.doc, s, c.want)
		}
	}
}

// Headings that count on from each other's numbers cost no more than others.
func TestEqualHeadingsAreLinearOnEveryHost(t *testing.T) {
	for _, site := range Sites() {
		start := time.Now()
		s := newSlugger(t, site)
		for range 50000 {
			s.slug("a")
		}
		for i := range 50000 {
			s.slug("a_" + string(rune('1'+i%9)))
			s.slug("a-" + string(rune('1'+i%9)))
		}
		for range 1000 {
			s.slug("a_" + strings.Repeat("9", 500))
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: 151,000 headings took %v", site, took)
		}
	}
}
