package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kwic/scan/extract"
)

// putTerms makes the index hold documents: path -> terms, of which those with a
// star are in the heading.
func putTerms(t *testing.T, s *Store, synonyms []Synonym, documents map[string]string) {
	t.Helper()
	u, err := s.Begin(false)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Rollback()
	if synonyms != nil {
		if err := u.SetSynonyms(synonyms); err != nil {
			t.Fatal(err)
		}
	}
	for path, terms := range documents {
		d := &Document{Title: "T", Lines: 1, Sections: []Section{{Parent: -1, Line: 1, EndLine: 1}}}
		for term := range strings.FieldsSeq(terms) {
			key, heading := strings.CutPrefix(term, "*")
			role := extract.IsMention
			if heading {
				role = extract.InHeading
			}
			d.Keywords = append(d.Keywords, Keyword{Key: key, Form: key, Kind: Term, Role: role, Line: 1, Count: 1, Places: []Place{{Line: 1, Count: 1, Role: role}}})
		}
		if terms == "" {
			err = u.Remove(path)
		} else {
			err = u.Put(&File{Path: path, Language: "markdown", Class: "doc"}, d)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := u.Commit(context.Background(), &Outcome{Settings: Settings{}}); err != nil {
		t.Fatal(err)
	}
}

// staleKeys returns the keys whose entries are stale, and forgets them.
func staleKeys(t *testing.T, s *Store) []string {
	t.Helper()
	stale, err := s.Stale()
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, one := range stale {
		switch one.Kind {
		case StaleKeyword:
			keys = append(keys, one.Name)
		case StaleAll:
			keys = append(keys, "everything")
		}
	}
	if err := s.FinishPages(&PagesDone{Settled: true, KeepRecords: true}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(keys)
	return keys
}

// entriesOf lists entries as "key", "key > what it refers to" and, where that
// stands among the rare ones, "key > ~what".
func entriesOf(t *testing.T, s *Store, from, to string, rare bool) string {
	t.Helper()
	r, err := s.NewReader(NewHeads())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var all []string
	if err := r.Entries(from, to, rare, func(e *Entry) error {
		text := e.Key
		for i, see := range e.See {
			sep := " > "
			if i > 0 {
				sep = ", "
			}
			if see.Rare {
				sep += "~"
			}
			text += sep + see.Form
		}
		if e.Files == 0 {
			text = "(" + text + ")"
		}
		all = append(all, text)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "; ")
}

func TestReferences(t *testing.T) {
	s := openTest(t)
	synonyms := []Synonym{
		{"aa", "AA", "Plum", "plum"}, {"aa", "AA", "fig", "fig"}, {"aa", "AA", "quince", "quince"},
		{"plum", "plum", "pear", "pear"}, {"zz", "ZZ", "AA", "aa"}, {"fig", "fig", "plum", "plum"}, {"lost", "lost", "nothing", "nothing"},
	}
	putTerms(t, s, synonyms, map[string]string{"a.md": "*plum fig ab"})
	if got := staleKeys(t, s); !slices.Equal(got, []string{"everything"}) {
		t.Errorf("after the first update %q are stale", got)
	}
	if got, want := entriesOf(t, s, "", "\xff", false), "(aa > Plum, ~fig); plum; (zz > AA)"; got != want {
		t.Errorf("entries are %s, not %s", got, want)
	}
	if got, want := entriesOf(t, s, "", "\xff", true), "ab; fig > plum"; got != want {
		t.Errorf("rare entries are %s, not %s", got, want)
	}
	if got := entriesOf(t, s, "ab", "plum", false); got != "" {
		t.Errorf("entries of a range without any are %s", got)
	}
	r, err := s.NewReader(NewHeads())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	firsts, err := r.FirstRunes()
	if err != nil || strings.Join(firsts, "") != "afpz" {
		t.Errorf("first characters are %q, %v", firsts, err)
	}
	for prefix, want := range map[string]string{"": "apz", "a": "a", "z": "z", "zz": "", "p": "l"} {
		if next, err := r.NextRunes(prefix, false); err != nil || strings.Join(next, "") != want {
			t.Errorf("after %q come %q, %v", prefix, next, err)
		}
	}
	if next, err := r.NextRunes("a", true); err != nil || strings.Join(next, "") != "b" {
		t.Errorf("of the rare ones, after \"a\" come %q, %v", next, err)
	}
	for prefix, want := range map[string]string{"z": "true false", "a": "true true", "l": "false false", "f": "false true"} {
		main, rare, err := r.Lists(prefix)
		if got := fmt.Sprint(main, rare); err != nil || got != want {
			t.Errorf("lists of %q: %s, %v", prefix, got, err)
		}
	}
}

// TestReferencesFollow changes what is referred to, and asks which entries have
// to be rendered.
func TestReferencesFollow(t *testing.T) {
	s := openTest(t)
	synonyms := []Synonym{{"aa", "AA", "plum", "plum"}, {"zz", "ZZ", "AA", "aa"}, {"yy", "YY", "fig", "fig"}}
	putTerms(t, s, synonyms, map[string]string{"a.md": "*plum", "b.md": "*other"})
	staleKeys(t, s)
	for _, step := range []struct {
		name      string
		synonyms  []Synonym
		documents map[string]string
		stale     string
		entries   string
	}{
		{"nothing", synonyms, nil, "", "(aa > plum); other; plum; (zz > AA)"},
		{"another document", nil, map[string]string{"b.md": "*other *more"}, "more", "(aa > plum); more; other; plum; (zz > AA)"},
		{"what is referred to goes", nil, map[string]string{"a.md": "*fig"}, "aa fig plum yy zz", "fig; more; other; (yy > fig)"},
		{"and comes back elsewhere", nil, map[string]string{"b.md": "plum *other"}, "aa more plum zz", "(aa > ~plum); fig; other; (yy > fig); (zz > AA)"},
		{"a reference goes", synonyms[:2], nil, "yy", "(aa > ~plum); fig; other; (zz > AA)"},
		{"others come", []Synonym{{"fig", "fig", "other", "other"}}, nil, "aa fig zz", "fig > other; other"},
	} {
		putTerms(t, s, step.synonyms, step.documents)
		if got := strings.Join(staleKeys(t, s), " "); got != step.stale {
			t.Errorf("%s: %s are stale, not %s", step.name, got, step.stale)
		}
		if got := entriesOf(t, s, "", "\xff", false); got != step.entries {
			t.Errorf("%s: entries are %s, not %s", step.name, got, step.entries)
		}
	}
}
