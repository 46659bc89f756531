package extract

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// TestFrontMatter reads fields by both ways: plain lines, and whatever only
// the parsers understand.
func TestFrontMatter(t *testing.T) {
	x := newTestExtractor(t, Options{TagFields: []TagField{{Name: "api.names"}}})
	for _, c := range []struct{ name, doc, title, tags string }{
		{"plain", "---\ntitle: A b\ntags: [x, \"y z\", 'w']\n---\n", "A b", "x@3 y z@3 w@3"},
		{"block list", "---\ntags:\n  - x\n  # comment\n  - y\n---\n", "", "x@3 y@5"},
		{"unindented list", "---\ntags:\n- x\n- y\ntitle: T\n---\n", "T", "x@3 y@4"},
		{"other fields", "---\nother:\n  deep: [1, {a: b}]\nmore: |\n  text: x\ntitle: T\n---\n", "T", ""},
		{"quotes", "---\ntitle: \"a \\\"b\\\"\"\ntags: ['kiln''s']\n---\n", `a "b"`, "kiln's@3"},
		{"folded", "---\ntitle: >-\n  two\n  lines\n---\n", "two lines", ""},
		{"colon", "---\ntitle: 'a: b'\n---\n", "a: b", ""},
		{"comment", "---\ntitle: a # b\n---\n", "a", ""},
		{"flow lines", "---\ntags: [g,\n  b]\n---\n", "", "g@2 b@3"},
		{"anchors", "---\ntitle: &t x\ntags: [*t, y]\n---\n", "x", "y@3"},
		{"null", "---\ntitle: ~\ntags:\n---\n", "", ""},
		{"commas", "---\nkeywords: a b, c\n---\n", "", "a b@2 c@2"},
		{"spaces", "---\ncategories: g b\n---\n", "", "g@2 b@2"},
		{"field", "---\napi.names: One Two\n---\n", "", "One Two@2"},
		{"twice", "---\ntags: [g, G, g]\n---\n", "", "g@2"},
		{"broken", "---\ntags: [a\ntitle: x\n---\n", "", ""},
		{"dots", "---\ntitle: x\n...\n", "x", ""},
		{"toml", "+++\ntitle = \"A\"\ntags = [\n  \"x\",\n  \"y\",\n]\n[params]\ntags = [\"no\"]\n+++\n", "A", "x@4 y@5"},
		{"broken toml", "+++\ntitle = \n+++\n", "", ""},
		{"empty", "---\n---\n", "", ""},
	} {
		d := x.Read(Markdown, []byte(c.doc))
		checkDocument(t, d)
		var tags []string
		for _, k := range d.Keywords {
			if k.Kind == Tag {
				tags = append(tags, fmt.Sprintf("%s@%d", k.Form, k.Line))
			}
		}
		if got := strings.Join(tags, " "); d.Title != c.title || got != c.tags {
			t.Errorf("%s: title %q, tags %q, want %q, %q", c.name, d.Title, got, c.title, c.tags)
		}
	}
}

// TestConcurrentReading shares one Extractor, whose readers remember words.
func TestConcurrentReading(t *testing.T) {
	x := newTestExtractor(t, Options{})
	var want []*Document
	for n := range 8 {
		want = append(want, x.Read(Markdown, []byte(generatedDocument(n))))
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for n := range 8 {
				if got := x.Read(Markdown, []byte(generatedDocument(n))); !reflect.DeepEqual(got, want[n]) {
					t.Errorf("document %d differs", n)
				}
			}
		})
	}
	wait.Wait()
}

func TestOptions(t *testing.T) {
	for _, o := range []Options{{Site: "nowhere"}, {TagFields: []TagField{{}}}} {
		if _, err := New(o); err == nil {
			t.Errorf("New(%+v) gives no error", o)
		}
	}
}
