package store

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"kwic/scan/extract"

	"pgregory.net/rapid"
)

func openTest(t *testing.T) *Store {
	t.Helper()
	s, err := Open(context.Background(), filepath.Join(t.TempDir(), "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// apply makes one update; a nil document is removed.
func apply(t *rapid.T, s *Store, clear bool, documents map[string]*Document) {
	t.Helper()
	u, err := s.Begin(clear)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Rollback()
	u.vocabulary.most = rapid.SampledFrom([]int{0, 3, heldKeywords}).Draw(t, "keywords held")
	for _, path := range slices.Sorted(maps.Keys(documents)) {
		if d := documents[path]; d != nil {
			err = u.Put(&File{Path: path, Language: "markdown", Class: "doc"}, d)
		} else {
			err = u.Remove(path)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := u.Commit(context.Background(), &Outcome{Settings: Settings{}}); err != nil {
		t.Fatal(err)
	}
}

func drawDocument(t *rapid.T, path string) *Document {
	d := &Document{Title: rapid.SampledFrom([]string{"", "Title", "Other"}).Draw(t, "title"), Lines: rapid.IntRange(0, 100).Draw(t, "lines"), Reading: extract.Reading(rapid.IntRange(0, 1).Draw(t, "reading"))}
	for i := range rapid.IntRange(1, 4).Draw(t, "sections") {
		s := Section{Parent: i - 1, Level: i, Title: fmt.Sprint("Section ", i), Line: i + 1, EndLine: i + 1}
		s.Anchor = rapid.SampledFrom([]string{"", "a", "ä"}).Draw(t, "anchor")
		d.Sections = append(d.Sections, s)
	}
	taken := make(map[string]bool)
	for range rapid.IntRange(0, 5).Draw(t, "keywords") {
		form := rapid.SampledFrom([]string{"Valve", "valve", "VALVE", "vaLve", "spindle", "crank pin", "crankPin", "CrankPin"}).Draw(t, "form")
		k := Keyword{Key: string(append([]byte(nil), lower(form)...)), Form: form, Kind: Kind(rapid.IntRange(0, 1).Draw(t, "kind")), Definition: rapid.Bool().Draw(t, "definition")}
		if at := fmt.Sprint(k.Key, k.Kind); taken[at] {
			continue
		} else {
			taken[at] = true
		}
		k.Places = drawPlaces(t, len(d.Sections))
		k.Role, k.Line = k.Places[0].Role, k.Places[0].Line
		for _, p := range k.Places {
			k.Role, k.Count = min(k.Role, p.Role), k.Count+p.Count
		}
		d.Keywords = append(d.Keywords, k)
	}
	for range rapid.IntRange(0, 3).Draw(t, "links") {
		d.Links = append(d.Links, extract.Link{Line: rapid.IntRange(1, 9).Draw(t, "line"), Text: "text", Destination: rapid.SampledFrom([]string{
			"", "#", "#a", "x.md", "./x.md", "../x.md", "../../../x.md", "x%20y.md", "x y.md", "/root.md", "x.md#a", "x.md#%C3%A4", "x.md#ä", "x.md?q#a", "https://host.example/a#b", "mailto:a@b.example",
			"a:b.md", "./a:b.md", "sub/", "sub/../x.md", ".", "..", path, path + "#a", "#a#b", "//host.example/x", "%zz", "  x.md ",
		}).Draw(t, "destination")})
	}
	return d
}

func lower(s string) []byte {
	b := []byte(s)
	for i := range b {
		if b[i] >= 'A' && b[i] <= 'Z' {
			b[i] |= 0x20
		}
	}
	return b
}

// drawTree draws documents, some of them in thick folders so that keywords fold;
// nil stands for a document that is removed.
func drawTree(t *rapid.T, n int, removals bool) map[string]*Document {
	tree := make(map[string]*Document)
	for range n {
		folder := rapid.SampledFrom([]string{"", "a/", "a/b/", "a/b/c/d/", "e/"}).Draw(t, "folder")
		path := fmt.Sprintf("%sn%d.md", folder, rapid.IntRange(0, 12).Draw(t, "name"))
		if removals && rapid.Bool().Draw(t, "removed") {
			tree[path] = nil
		} else {
			tree[path] = drawDocument(t, path)
		}
	}
	return tree
}

// derived are queries for everything that an update counts or derives, by names
// instead of ids.
var derived = []string{
	`SELECT path, depth, files, keywords FROM folders ORDER BY path`,
	`SELECT d.path, k.key, f.files, t.path FROM fold f JOIN folder d ON d.id = f.folder JOIN keyword k ON k.id = f.keyword JOIN folder t ON t.id = f.top ORDER BY 1, 2`,
	`SELECT k.key, v.form, k.files, k.treated, k.occurrences FROM keyword k JOIN variant v ON v.keyword = k.id AND v.ordinal = k.form ORDER BY 1`,
	`SELECT key, form, files FROM variants ORDER BY 1, 2`,
	`SELECT key, places, cells FROM keyword ORDER BY 1`,
	`SELECT * FROM keyword_files ORDER BY path, rank`,
	`SELECT * FROM keyword_sections ORDER BY path, key, kind, section`,
	`SELECT path, line, target, anchor, text FROM links ORDER BY 1, 2, 3, 4`,
	`SELECT count(*) FROM posting WHERE file NOT IN (SELECT id FROM file) OR keyword NOT IN (SELECT id FROM keyword)`,
}

func derivedRows(t *rapid.T, s *Store) []string {
	t.Helper()
	var all []string
	for _, query := range derived {
		err := s.write.each(query, func(r row) error {
			all = append(all, fmt.Sprintf("%.20s… %v", query, r.clone().values))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return append(all, wordRows(t, s.write)...)
}

// Updates in steps leave what one update of an empty index makes: counters,
// folds and all.
func TestUpdatesEqualOne(t *testing.T) {
	t.Parallel()
	steps, once := openTest(t), openTest(t)
	rapid.Check(t, func(t *rapid.T) {
		tree := drawTree(t, rapid.IntRange(0, 50).Draw(t, "documents"), false)
		apply(t, steps, true, tree)
		for range rapid.IntRange(1, 2).Draw(t, "steps") {
			edit := drawTree(t, rapid.IntRange(0, 25).Draw(t, "edits"), true)
			apply(t, steps, false, edit)
			for path, d := range edit {
				if d != nil {
					tree[path] = d
				} else {
					delete(tree, path)
				}
			}
			apply(t, once, true, tree)
			got, want := derivedRows(t, steps), derivedRows(t, once)
			if words := wordsOfForms(t, steps.write); !slices.Equal(words, wordRows(t, steps.write)) {
				t.Fatalf("words are not those of the forms:\n%q\n%q", wordRows(t, steps.write), words)
			}
			checkTallies(t, steps.write)
			for i := range max(len(got), len(want)) {
				if i >= len(got) || i >= len(want) || got[i] != want[i] {
					t.Fatalf("row %d differs:\n%q\n%q", i, got[min(i, len(got)):min(i+1, len(got))], want[min(i, len(want)):min(i+1, len(want))])
				}
			}
		}
	})
}

// What the index holds of a document comes back as extraction gave it.
func TestDocumentsComeBack(t *testing.T) {
	t.Parallel()
	s := openTest(t)
	rapid.Check(t, func(t *rapid.T) {
		tree := drawTree(t, 4, false)
		apply(t, s, true, tree)
		u, err := s.Begin(false)
		if err != nil {
			t.Fatal(err)
		}
		defer u.Rollback()
		for path, want := range tree {
			got, err := u.Document(path)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%q comes back as\n%+v\nnot\n%+v: %v", path, got, want, err)
			}
		}
	})
}
