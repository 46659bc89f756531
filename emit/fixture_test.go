package emit

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kwic/scan/extract"
	"kwic/store"
)

// allKinds are all kinds of pages.
var allKinds = []string{Landing, Keywords, FilePage, Folder, Subtree}

// indexOf makes an index of documents, by path, and a renderer over it.
func indexOf(t *testing.T, documents map[string]*extract.Document) *renderer {
	t.Helper()
	return indexWith(t, documents, nil)
}

// indexWith is indexOf with synonyms.
func indexWith(t *testing.T, documents map[string]*extract.Document, synonyms []store.Synonym) *renderer {
	t.Helper()
	s, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	u, err := s.Begin(false)
	if err != nil {
		t.Fatal(err)
	}
	paths := make([]string, 0, len(documents))
	for path := range documents {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		if err := u.Put(&store.File{Path: path, Language: "markdown", Class: "doc"}, documents[path]); err != nil {
			t.Fatal(err)
		}
	}
	if err := u.SetSynonyms(synonyms); err != nil {
		t.Fatal(err)
	}
	if err := u.Commit(context.Background(), &store.Outcome{Settings: store.Settings{}}); err != nil {
		t.Fatal(err)
	}
	r, err := s.NewReader(store.NewHeads())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	re, err := newRenderer(Options{Root: filepath.FromSlash("/tree"), Out: filepath.FromSlash("/tree/pages"), Kinds: allKinds, Marker: "<!-- marker -->", Jobs: 1, Anchor: extract.Anchors(""), IsSource: func(path string) bool { return strings.HasSuffix(path, ".c") }, IsFile: func(path string) bool { return documents[path] != nil }}, r)
	if err != nil {
		t.Fatal(err)
	}
	return re
}

// use is a keyword at one place.
func use(form string, role extract.Role, section int) extract.Keyword {
	return extract.Keyword{
		Key: form, Form: form, Kind: extract.Term, Role: role, Line: section + 1, Count: 1,
		Places: []extract.Place{{Section: section, Line: section + 1, Count: 1, Role: role}},
	}
}

// document returns a document with a title and keywords, and a section for each
// of the headings.
func document(title string, headings []string, keywords ...extract.Keyword) *extract.Document {
	d := &extract.Document{Title: title, Lines: 10, Keywords: keywords, Sections: []extract.Section{{Parent: -1, Title: title, Line: 1, EndLine: 10}}}
	for i, h := range headings {
		d.Sections = append(d.Sections, extract.Section{Parent: 0, Level: 2, Title: h, Anchor: h, Line: i + 2, EndLine: 10})
	}
	return d
}

// pagesOf collects what a function emits, by path.
func pagesOf(t *testing.T, emit func(emitFunc) error) map[string]string {
	t.Helper()
	pages := make(map[string]string)
	err := emit(func(p store.Page, content []byte) error {
		if _, twice := pages[p.Path]; twice {
			t.Errorf("page %q is written twice", p.Path)
		}
		pages[p.Path] = string(content)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// pageSizes fails for pages that are too large.
func pageSizes(t *testing.T, pages map[string]string) {
	t.Helper()
	for name, content := range pages {
		if len(content) > 256<<10 {
			t.Errorf("page %q has %d bytes", name, len(content))
		}
	}
}
