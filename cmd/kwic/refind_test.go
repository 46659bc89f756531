package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"kwic/scan/extract"
	"kwic/store"
)

// Places of documents that changed are those whose sections have the same name,
// then the nearest ones; none is given twice.
func TestMovesOf(t *testing.T) {
	for _, test := range []struct {
		before, now string // "SECTION:LINE …"
		want        string // "LINE:LINE …", 0 for gone
	}{
		{"a:1 b:5", "a:1 b:5", "1:1 5:5"},
		{"a:1 b:5", "b:5", "1:0 5:5"},     // a does not take what b has
		{"a:1 b:5", "c:9 b:5", "1:9 5:5"}, // but what nobody has
		{"a:1 b:5", "b:1 a:5", "1:5 5:1"}, // by the name, however near another one is
		{"a:10", "b:7 c:13", "10:7"},      // the first of two as near
		{"a:10 b:11", "c:9 d:30", "10:9 11:30"},
		{"a:10 b:11 c:12", "d:1", "10:1 11:0 12:0"},
		{"a:3 a:8", "a:8 a:4", "3:4 8:8"}, // sections of one name
		{"a:3 a:8 a:9", "a:1 a:2", "3:2 8:1 9:0"},
		{"", "a:1", ""},
		{"a:1", "", "1:0"},
	} {
		names := make(map[int]sectionName)
		parse := func(text string, add func(name sectionName, line int)) {
			for _, one := range strings.Fields(text) {
				var line int
				name, number, _ := strings.Cut(one, ":")
				fmt.Sscan(number, &line)
				add(sectionName{anchor: name, path: strings.ToUpper(name)}, line)
			}
		}
		var before []store.FoundPlace
		parse(test.before, func(name sectionName, line int) {
			before = append(before, store.FoundPlace{Anchor: name.anchor, Section: name.path, Line: line, Ordinal: len(before)})
		})
		var now []extract.Place
		parse(test.now, func(name sectionName, line int) {
			names[len(now)] = name
			now = append(now, extract.Place{Section: len(now), Line: line})
		})
		moves := movesOf(before, now, func(p *extract.Place) sectionName { return names[p.Section] })
		var got []string
		for _, p := range before {
			line := 0
			if to := moves[p.Ordinal]; to != nil {
				line = to.Line
			}
			got = append(got, fmt.Sprintf("%d:%d", p.Line, line))
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("%q became %q: %q, want %q", test.before, test.now, got, test.want)
		}
	}
}

// A document of very many places of one keyword takes time in proportion.
func TestMovesOfMany(t *testing.T) {
	const n = 200_000
	before, now := make([]store.FoundPlace, n), make([]extract.Place, n)
	for i := range n {
		before[i] = store.FoundPlace{Ordinal: i, Line: i}
		now[i] = extract.Place{Section: i, Line: n - i/2}
	}
	for name, nameOf := range map[string]func(*extract.Place) sectionName{
		"all of one name":   func(*extract.Place) sectionName { return sectionName{} },
		"none of that name": func(*extract.Place) sectionName { return sectionName{anchor: "x"} },
	} {
		start := time.Now()
		moves := movesOf(before, slices.Clone(now), nameOf)
		if took := time.Since(start); len(moves) != n || took > 10*time.Second {
			t.Errorf("%s: %d moves in %v", name, len(moves), took)
		}
	}
}

// Where all documents changed, as a change of line ends does, they are counted
// one after the other, and none is held.
func TestStaleDocumentsAreNotHeld(t *testing.T) {
	const documents = 30
	root := t.TempDir()
	write := func(more string) {
		files := make(map[string]string)
		for i := range documents {
			files[fmt.Sprintf("d%d.md", i)] = "# Tide\n\nThe **tide**.\n" + more
		}
		writeTree(t, root, files)
	}
	write("")
	mustBuild(t, buildOptions{Root: root})
	write("\nMore.\n")
	t.Chdir(root)
	for _, o := range []*findOptions{{text: "tide", count: true}, {text: "tide", files: true}} {
		err := withIndex(t.Context(), "", io.Discard, func(x *index) error {
			search := store.Search{Text: o.text, Brief: !o.files, Documents: o.files}
			found, err := x.Find(t.Context(), &search)
			if err != nil {
				return err
			}
			all := documentsOf(found)
			f := &freshness{x: x, sources: newSources(x)}
			if err := o.examine(t.Context(), f, all, search); err != nil {
				return err
			}
			for _, d := range all {
				if !d.stale || d.gone || len(d.lines) != 1 {
					t.Errorf("%s: stale %v, gone %v, lines %v", d.file.Path, d.stale, d.gone, d.lines)
				}
			}
			if len(all) != documents || len(f.sources.files) != 0 {
				t.Errorf("of %d documents, %d are held", len(all), len(f.sources.files))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
