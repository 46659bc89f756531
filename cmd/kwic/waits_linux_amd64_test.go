package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"kwic/store"
)

// TestNoReaderWaits stops builds at their system calls about the index, and asks it
// while they stand still: a reader that waited for the build would wait in vain, and
// fail. Each sees the state before the build or the one after it, and one that is
// there all the while goes on seeing what it saw. The short form passes over calls
// that neither read nor write, and mostly has no reader stay.
//
// There are two instants in which a reader does wait: SQLite has it try again in a
// millisecond while the first connection of all makes the log's shared memory, a
// dozen calls, and while the last one removes that and the log, two calls. No writing
// to the index and no waiting for the disk is among these.
func TestNoReaderWaits(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	c := newCrashed(t, 20)
	for _, s := range situations {
		if s.many || s.name == "a migration" || s.name == "a build whose database is lost" {
			continue // readers of another step, or of no index, are told so
		}
		for _, beside := range []bool{false, true} {
			if beside && !long && s.name != "a first build" {
				continue
			}
			t.Run(fmt.Sprintf("%s, beside another reader: %v", s.name, beside), func(t *testing.T) {
				// Another thread of the build may have been stopped, too, between two
				// calls of which the first takes a lock. It would have to be so each
				// time.
				for range 3 {
					err := c.askThroughout(t, s, beside)
					if err == nil {
						return
					}
					t.Log(err)
				}
				t.Error("a reader has failed each time")
			})
		}
	}
}

// askThroughout asks at each system call about the index, and with beside all the
// while over a connection that stays. Without one, the build's own is the first and
// the last. It returns what a reader has met.
func (c *crashed) askThroughout(t *testing.T, s situation, beside bool) (failed error) {
	s.begin(t, c)
	c.swap(t)
	db := defaultDB(c.root)
	args := append(c.argumentsOf(t, s), "--jobs", "1")
	states := make(map[string]int)
	var held *store.Query
	stops, before := 0, ""
	making := false // the log's memory
	code, said := traced(t, c.root, args, func(one call) verdict {
		kind := roleOf(c.root, one.path)
		memory := one.path == db+"-shm"
		making = memory && one.name == "truncate" || making && !(one.name == "read" && one.path == db)
		removing := one.name == "remove" && (memory || one.path == db+"-wal")
		if failed != nil || making || removing || one.name == "stat" && !long || kind != "database" && kind != "log" {
			return verdict{}
		}
		stops++
		q, err := store.OpenQuery(context.Background(), db)
		if errors.Is(err, fs.ErrNotExist) && before == "" {
			return verdict{}
		}
		if err == nil {
			var state string
			state, err = askState(q)
			if states[state]++; before == "" {
				before = state
			}
			if beside && held == nil {
				held = q
			} else {
				err = errors.Join(err, q.Close())
			}
		}
		if held != nil {
			if again, failure := askState(held); failure != nil || again != before {
				err = errors.Join(err, failure, fmt.Errorf("a reader has seen %q, and then %q", before, again))
			}
		}
		if err != nil {
			failed = fmt.Errorf("before call %d, %s: %w", stops, one, err)
		}
		return verdict{}
	})
	if code != exitDone {
		t.Fatalf("exit code %d: %s", code, said)
	}
	if held != nil {
		if err := held.Close(); err != nil {
			t.Fatal(err)
		}
	}
	q, err := store.OpenQuery(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	after := stateOf(t, q)
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	if failed == nil && (len(states) != 2 || states[before] < 10 || states[after] < 10 || before == after) {
		t.Errorf("at %d stops from %q to %q, readers saw %v", stops, before, after, states)
	}
	c.checkHealed(t)
	t.Logf("asked at %d stops", stops)
	return failed
}
