package store

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
)

// TestExpectedReaders asks for more readers than were expected, at once: those for
// whom none is coming open their own. Those that nobody takes are closed.
func TestExpectedReaders(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	u, err := s.Begin(false)
	if err == nil {
		err = u.Commit(context.Background(), &Outcome{Settings: Settings{}})
	}
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		s.ExpectReaders(2)
		var readers sync.WaitGroup
		for range 8 {
			readers.Go(func() {
				r, err := s.NewReader(NewHeads())
				if err == nil {
					_, err = r.Paths()
				}
				if err == nil {
					err = r.Close()
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		readers.Wait()
	}
	s.ExpectReaders(3)
}
