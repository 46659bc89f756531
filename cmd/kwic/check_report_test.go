package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"kwic/emit"
	"kwic/store"
)

func checked(t *testing.T, f *findings) *build {
	root := t.TempDir()
	t.Setenv("GITHUB_WORKSPACE", root)
	return &build{root: root, out: filepath.Join(root, "docs", "keywords"), findings: f}
}

func annotated(t *testing.T, f *findings) []string {
	var text strings.Builder
	if err := checked(t, f).writeAnnotations(&text); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")
}

// No name ends its annotation, begins another one, or is taken for a property.
func TestAnnotationsEscape(t *testing.T) {
	name := "a,b:c%0A\n::add-mask::x\r.md"
	lines := annotated(t, &findings{
		Documents: []changedDocument{{Path: name, Change: "changed"}, {Path: name + "2", Change: "removed"}},
		Pages:     []stalePage{{Path: name, State: "tampered"}, {Path: "index.md", State: "missing"}, {Path: "k.md", State: "stale", Documents: []string{name}}},
	})
	want := []string{
		"::error file=a%2Cb%3Ac%250A%0A%3A%3Aadd-mask%3A%3Ax%0D.md,line=1,title=Stale keyword index::The keyword index does not hold this document as it is (changed); 1 page of the index would change. Run kwic build.",
		`::error title=Stale keyword index::a,b:c%250A\n::add-mask::x\r.md2: The keyword index does not hold this document as it is (removed). Run kwic build.`,
		"::error file=docs/keywords/a%2Cb%3Ac%250A%0A%3A%3Aadd-mask%3A%3Ax%0D.md,line=1,title=Stale keyword index::The page ",
		"::error title=Stale keyword index::The page ",
	}
	if len(lines) != len(want) {
		t.Fatalf("%d lines, not %d:\n%s", len(lines), len(want), strings.Join(lines, "\n"))
	}
	for i := range want {
		if !strings.HasPrefix(lines[i], want[i]) {
			t.Errorf("line %d is\n%s\nnot\n%s", i+1, lines[i], want[i])
		}
	}
}

// GitHub drops what is more than it shows: the last annotation counts it. Where
// everything is made anew, one says why.
func TestAnnotationsFit(t *testing.T) {
	f := &findings{}
	for i := range 25 {
		f.Documents = append(f.Documents, changedDocument{Path: fmt.Sprintf("%d.md", i), Change: "added"})
	}
	lines := annotated(t, f)
	if len(lines) != annotationsShown || !strings.Contains(lines[annotationsShown-1], "::And 16 more.") {
		t.Errorf("annotations are\n%s", strings.Join(lines, "\n"))
	}
	f = &findings{Everything: "the configuration changed", Pages: make([]stalePage, 1000)}
	if lines := annotated(t, f); len(lines) != 1 || !strings.Contains(lines[0], "1,000 pages would change: run kwic build. Reason: the configuration changed.") {
		t.Errorf("annotations are\n%s", strings.Join(lines, "\n"))
	}
	if lines := annotated(t, &findings{Skipped: true}); len(lines) != 1 || !strings.Contains(lines[0], "Other files are left out") {
		t.Errorf("annotations are\n%s", strings.Join(lines, "\n"))
	}
}

// A job summary holds what GitHub takes, and no name breaks out of it.
func TestSummary(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("`|<b>\n- ", 500)
	f := &findings{}
	for i := range 5000 {
		f.Documents = append(f.Documents, changedDocument{Path: fmt.Sprint(i) + long, Change: "moved", From: long})
		f.Pages = append(f.Pages, stalePage{Path: fmt.Sprint(i) + long, State: "stale", Documents: []string{long, long, long, long}})
	}
	text := f.summary()
	if len(text) > 1<<20 {
		t.Errorf("the summary has %d bytes", len(text))
	}
	if n := strings.Count(text, "\n- "); n != 2*(summaryRows+1) {
		t.Errorf("the summary has %d entries", n)
	}
	if !strings.Contains(text, "\n- and 4,800 more\n") || !utf8.ValidString(text) {
		t.Error("the summary does not say what it leaves out")
	}
	small := (&findings{Pages: []stalePage{{Path: "a|b.md", State: "stale", Documents: []string{"x.md", "y.md"}}}}).summary()
	if want := "**Pages**\n\n- `a|b.md`: stale because of `x.md`, `y.md`\n"; !strings.HasSuffix(small, want) {
		t.Errorf("the summary is %q", small)
	}
}

func TestPrintableLines(t *testing.T) {
	t.Parallel()
	if got, want := string(printableLines([]byte("+a\tb\n-\x1b[31mx\r\n\nend"))), "+a\tb\n-\\x1b[31mx\\r\n\nend"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

func TestDocumentsBehind(t *testing.T) {
	t.Parallel()
	b := &build{findings: &findings{Documents: []changedDocument{{Path: "a"}, {Path: "a.md"}, {Path: "a/b.md"}, {Path: "a/c/d.md"}, {Path: "ab.md"}}}}
	b.causes = func(key string) []string {
		return map[string][]string{"tide": {"a/b.md", "ab.md"}, "tie": {"a.md"}}[key]
	}
	behind := emit.NewBehind([]store.Stale{
		{Kind: store.StaleKeyword, Name: "tide"}, {Kind: store.StaleKeyword, Name: "tie"}, {Kind: store.StaleKeyword, Name: "neap"},
		{Kind: store.StaleSubtree, Folder: "a", Name: "tide"}, {Kind: store.StaleSubtree, Folder: "a", Name: "tie"},
		{Kind: store.StaleFolder, Folder: ".", Name: "a"}, {Kind: store.StaleFolder, Folder: "a", Name: "C"}, {Kind: store.StaleFile, Name: "a/b.md"}, {Kind: store.StaleAll},
	})
	for _, c := range []struct{ unit, prefix, want string }{
		{"keywords t", "", "a.md a/b.md ab.md"},
		{"keywords t", "tid", "a/b.md ab.md"},
		{"rare t", "tie", "a.md"},
		{"keywords s", "", ""},
		{"keywords n", "", ""},
		{"subtree a", "", "a/b.md"},
		{"subtree a", "tie", ""},
		{"entry a\x00tide", "", "a/b.md"},
		{"folder .", "", "a a/b.md a/c/d.md"},
		{"folder .", "b", ""},
		{"folder a", "c", ""},
		{"file a/b.md", "", "a/b.md"},
		{"landing", "", ""},
	} {
		if got := strings.Join(b.documentsBehind(&store.Page{Unit: c.unit, Prefix: c.prefix}, behind), " "); got != c.want {
			t.Errorf("%q, prefix %q: %q, not %q", c.unit, c.prefix, got, c.want)
		}
	}
}
