package scan

import "testing"

func TestDocumentLanguage(t *testing.T) {
	for path, want := range map[string]bool{
		"a.md": true, "docs/A.MD": true, "a.xyz": false, "vendor/a.md": false, "x/node_modules/y/a.md": false, "vendor.md": true, "a.json": false, "": false,
	} {
		if _, got := DocumentLanguage(path); got != want {
			t.Errorf("%q is a document: %v", path, got)
		}
	}
}

func TestPatternsChoose(t *testing.T) {
	for _, test := range []struct {
		patterns []string
		path     string
		want     bool
	}{
		{nil, "a.md", true},
		{[]string{"docs/"}, "docs/a/b.md", true},
		{[]string{"docs/"}, "docs.md", false},
		{[]string{"docs/"}, "x/docs/a.md", true},
		{[]string{"/docs/"}, "x/docs/a.md", false},
		{[]string{"*.md"}, "x/y.md", true},
		{[]string{"docs/*.md"}, "docs/a.md", true},
		{[]string{"docs/*.md"}, "docs/x/a.md", false},
		{[]string{"docs/**"}, "docs/x/a.md", true},
		{[]string{"docs/", "!docs/old/"}, "docs/old/a.md", false},
		{[]string{"docs/", "!docs/old/"}, "docs/new/a.md", true},
		{[]string{"!old/"}, "docs/a.md", true},
		{[]string{"!old/"}, "old/a.md", false},
	} {
		p, ok := NewPatterns(test.patterns)
		if !ok {
			t.Errorf("%q is refused", test.patterns)
		} else if got := p.Match(test.path); got != test.want {
			t.Errorf("%q choose %q: %v", test.patterns, test.path, got)
		}
	}
	for _, wrong := range []string{"", "/", "[a", `a\`, "!"} {
		if _, ok := NewPatterns([]string{wrong}); ok {
			t.Errorf("%q is accepted", wrong)
		}
	}
}
