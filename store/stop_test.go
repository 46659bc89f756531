package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
)

// stopIndex is an index of so many documents.
func stopIndex(t *testing.T, documents int) *Store {
	t.Helper()
	s, err := Create(t.Context(), filepath.Join(t.TempDir(), "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := putMany(t.Context(), t, s, documents); err != nil {
		t.Fatal(err)
	}
	return s
}

// putMany adds documents in one update.
func putMany(ctx context.Context, t *testing.T, s *Store, documents int) error {
	t.Helper()
	u, err := s.Begin(true)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Rollback()
	for i := range documents {
		d := &Document{Lines: 1, Sections: []Section{{Parent: -1, Title: "Valve", Anchor: "valve", Line: 1, EndLine: 1}}, Keywords: []Keyword{
			{Key: fmt.Sprint("valve ", i), Form: fmt.Sprint("valve ", i), Count: 1, Line: 1, Places: []Place{{Line: 1, Count: 1}}},
		}}
		if err := u.Put(&File{Path: fmt.Sprintf("n%d.md", i), Language: "markdown", Class: "doc"}, d); err != nil {
			t.Fatal(err)
		}
	}
	return u.Commit(ctx, &Outcome{Settings: Settings{}})
}

func pathsIn(t *testing.T, s *Store) int {
	t.Helper()
	paths, err := s.Paths()
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(paths)
	return len(slices.Compact(paths))
}

// What a build and a rebuild do to the index ends when they are interrupted, and
// leaves it as it was.
func TestStops(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	live, clean := stopIndex(t, 3), stopIndex(t, 50)

	if err := putMany(ended, t, live, 200); !errors.Is(err, context.Canceled) {
		t.Errorf("an update: %v", err)
	}
	if _, err := live.DriftFrom(ended, clean, func(string) bool { return true }); !errors.Is(err, context.Canceled) {
		t.Errorf("a comparison: %v", err)
	}
	live.write.forget()
	if err := clean.write.copyInSteps(ended, live.write, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a copy: %v", err)
	}
	if n := pathsIn(t, live); n != 3 {
		t.Errorf("the index has %d documents", n)
	}
	running, cancel := context.WithCancel(t.Context())
	release := live.Heed(running)
	next := 0
	err := live.write.each(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n`, func(row) error {
		if next++; next == 10 {
			cancel()
		}
		return nil
	})
	if release(); err == nil || errors.Is(err, ErrDamaged) {
		t.Errorf("a statement without end: %v after %d rows", err, next)
	}

	// The same without an end of the context.
	if err := live.Become(t.Context(), clean); err != nil {
		t.Error(err)
	}
	if n := pathsIn(t, live); n != 50 {
		t.Errorf("the index has %d documents after the copy", n)
	}
	if err := putMany(t.Context(), t, live, 20); err != nil {
		t.Error(err)
	}
	if n := pathsIn(t, live); n != 20 {
		t.Errorf("the index has %d documents after an update", n)
	}
}
