package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"kwic/scan/extract"
)

// besideIndex makes an index in which many keywords have the word "many".
func besideIndex(t testing.TB) *Query {
	var common strings.Builder
	for i := range manyWords {
		fmt.Fprintf(&common, "w%d_many ", i)
	}
	return findIndex(t, map[string]string{"a.md": "many/class deep_many/class " + common.String(), "b.md": "many", "c/d.md": "other w1_many"})
}

// commitMore adds a document to the index of q that holds "many" once more.
func commitMore(t testing.TB, q *Query) {
	t.Helper()
	s, err := Open(context.Background(), q.path)
	if err != nil {
		t.Fatal(err)
	}
	u, err := s.Begin(false)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Rollback()
	k := Keyword{Key: "many", Form: "many", Kind: extract.Term, Role: extract.IsMention, Line: 1, Count: 1, Places: []Place{{Line: 1, Count: 1, Role: extract.IsMention}}}
	d := &Document{Lines: 1, Sections: []Section{{Parent: -1, Line: 1, EndLine: 1}}, Keywords: []Keyword{k}}
	if err := u.Put(&File{Path: "more.md", Language: "markdown", Class: "doc"}, d); err != nil {
		t.Fatal(err)
	}
	if err := u.Commit(t.Context(), &Outcome{Settings: Settings{}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// A count is of the state that the search sees, wherever it is made.
func TestFindCountsOneState(t *testing.T) {
	for name, test := range map[string]struct {
		meanwhile func(t *testing.T, q *Query)
		beside    bool
	}{
		"nothing happens": {func(*testing.T, *Query) {}, true},
		"a build commits": {func(t *testing.T, q *Query) { commitMore(t, q) }, false},
		"the file is replaced by its copy": {func(t *testing.T, q *Query) {
			content, err := os.ReadFile(q.path)
			if err == nil {
				err = os.WriteFile(q.path+".copy", content, 0o666)
			}
			if err == nil {
				err = os.Rename(q.path+".copy", q.path)
			}
			if err != nil {
				t.Skip(err) // an open file cannot be replaced everywhere
			}
		}, false},
		"the file is gone": {func(t *testing.T, q *Query) {
			if err := os.Remove(q.path); err != nil {
				t.Skip(err)
			}
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			q := besideIndex(t)
			test.meanwhile(t, q)
			for want, s := range map[int]Search{manyWords + 4: {}, 2: {Definition: true}, manyWords + 3: {In: func(path string) bool { return path != "b.md" }}} {
				s.Text, s.Count, s.Limit = "many", true, 1
				found, err := q.Find(context.Background(), &s)
				if err != nil {
					t.Fatal(err)
				}
				c := found.counting
				if err := found.Wait(); err != nil || found.Total != want || found.Keywords != manyWords+2 {
					t.Errorf("%d places, %d keywords, %v; want %d, %d (%+v)", found.Total, found.Keywords, err, want, manyWords+2, s)
				}
				if c.done == nil || c.beside != test.beside {
					t.Errorf("counted beside the search: %v, want %v (%+v)", c.beside, test.beside, s)
				}
			}
		})
	}
}

// What is found does not depend on whether it is counted beside, which hands
// keywords of the last tier to the search.
func TestFindCountLeavesKeywords(t *testing.T) {
	q := besideIndex(t)
	for _, s := range []Search{
		{}, {Definition: true}, {Kinds: 1 << extract.Class}, {Kinds: 1 << extract.Term, Roles: 1 << extract.IsMention}, {Roles: 1 << extract.InHeading},
		{Definition: true, In: func(path string) bool { return path != "b.md" }},
	} {
		s.Text = "many"
		for _, s.Limit = range []int{1, 10, 0} {
			if s.Limit == 0 && !s.Definition { // thousands
				continue
			}
			s.Count = false
			want := findCounted(t, q, &s)
			s.Count = true
			found, err := q.Find(context.Background(), &s)
			if err != nil {
				t.Fatal(err)
			}
			c := found.counting
			if err := found.Wait(); err != nil || !c.beside || (c.answers != nil) != (s.choosy() && s.In == nil) {
				t.Errorf("counted beside: %v, which left %d keywords, %v (%+v)", c.beside, len(c.answers), err, s)
			}
			if got, want := told(found.Places), told(want.Places); !slices.Equal(got, want) {
				t.Errorf("%q, without a count %q (%+v)", got, want, s)
			}
			if s.Limit == 0 && found.Total != len(found.Places) {
				t.Errorf("a total of %d, and %d places (%+v)", found.Total, len(found.Places), s)
			}
		}
	}
}

// Words that are not common are counted by the first connection.
func TestFindCountsFewAlone(t *testing.T) {
	q := besideIndex(t)
	found, err := q.Find(context.Background(), &Search{Text: "other", Count: true})
	if err != nil {
		t.Fatal(err)
	}
	if found.counting.done != nil {
		t.Error("one place is counted by a connection of its own")
	}
	if err := found.Wait(); err != nil || found.Total != 1 || found.Keywords != 1 {
		t.Errorf("%d places of %d keywords, %v", found.Total, found.Keywords, err)
	}
}

// A count ends with its context and with its Query, whoever waits for it.
func TestFindCountEnds(t *testing.T) {
	q := besideIndex(t)
	for i := range 40 {
		ctx, cancel := context.WithCancel(context.Background())
		found, err := q.Find(ctx, &Search{Text: "many", Count: true, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i) * 50 * time.Microsecond)
		cancel()
		if err := found.Wait(); err != nil && !errors.Is(err, context.Canceled) || err == nil && found.Total != manyWords+4 {
			t.Errorf("a count that was cancelled: %d places, %v", found.Total, err)
		}
	}
	for i := range 10 {
		again, err := OpenQuery(context.Background(), q.path)
		if err != nil {
			t.Fatal(err)
		}
		first, err := again.Find(context.Background(), &Search{Text: "many", Count: true, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		second, err := again.Find(context.Background(), &Search{Text: "many", Count: true, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(i) * 200 * time.Microsecond)
		counts := []*counting{first.counting, second.counting}
		if err := again.Close(); err != nil {
			t.Error(err)
		}
		for _, c := range counts {
			select {
			case <-c.done:
			default:
				t.Error("a count goes on after the end of its Query")
			}
		}
	}
	if _, err := os.Stat(q.path + "-wal"); err != nil {
		t.Errorf("the first Query's log went with another's: %v", err)
	}
}
