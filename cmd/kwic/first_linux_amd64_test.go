package main

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kwic/store"
)

// TestKillAtFirstRenames kills a first build at each system call of two steps: the
// one that shows readers an empty index, which ends with the rename of a link to
// index.db, and the one that puts the new index there. What is left can be asked, by
// readers that come and by one that was there before; the next build ends where a
// clean one does. The short form kills at the links and renames alone.
func TestKillAtFirstRenames(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	c := newCrashed(t, 20)
	c.fresh(t)
	c.swap(t)
	var seen []call
	if code, said := traced(t, c.root, c.command("build"), func(one call) verdict {
		if c.isOfIndex(one) {
			seen = append(seen, one)
		}
		return verdict{}
	}); code != exitDone {
		t.Fatalf("exit code %d: %s", code, said)
	}
	killed := 0
	for _, at := range c.firstSteps(t, seen) {
		if name := seen[at].name; long || name == "rename" || name == "symlink" {
			c.killFirst(t, at)
			if killed++; t.Failed() {
				t.Fatalf("killed before call %d, %s", at, seen[at])
			}
		}
	}
	t.Logf("killed at %d moments", killed)
}

// isOfIndex reports whether a call is about the index or the folder that holds it.
// There is one goroutine that makes such calls.
func (c *crashed) isOfIndex(one call) bool {
	switch roleOf(c.root, one.path) {
	case "database", "log":
		return true
	}
	return one.path == filepath.Join(c.root, indexFolder)
}

// firstSteps returns which of the calls belong to the two steps.
func (c *crashed) firstSteps(t *testing.T, seen []call) (calls []int) {
	t.Helper()
	db := defaultDB(c.root)
	last := func(match func(call) bool) int {
		for i := len(seen) - 1; i >= 0; i-- {
			if match(seen[i]) {
				return i
			}
		}
		t.Fatal("a first build makes other calls than this test knows")
		return 0
	}
	is := func(name, path string) func(call) bool {
		return func(one call) bool { return one.name == name && one.path == path }
	}
	shown := slices.IndexFunc(seen, is("rename", db))
	from := slices.IndexFunc(seen, func(one call) bool { return strings.Contains(one.path, "-kwic-empty") })
	placed, synced := last(is("rename", db)), last(is("sync", db+"-kwic-new"))
	if from < 0 || from > shown || shown >= synced || synced > placed {
		t.Fatalf("the steps are not in order: %d, %d, %d, %d", from, shown, synced, placed)
	}
	const beside = 8 // calls before and after a step
	for at := from; at <= shown+beside; at++ {
		calls = append(calls, at)
	}
	for at := max(shown+beside+1, synced-beside); at <= min(placed+beside, len(seen)-1); at++ {
		calls = append(calls, at)
	}
	return calls
}

// killFirst kills a first build before one of its calls about the index.
func (c *crashed) killFirst(t *testing.T, wanted int) {
	t.Helper()
	c.fresh(t)
	c.swap(t)
	var reader *store.Query // that has opened the index before
	at := 0
	code, said := traced(t, c.root, c.command("build"), func(one call) verdict {
		if !c.isOfIndex(one) {
			return verdict{}
		}
		if reader == nil {
			if q, err := store.OpenQuery(context.Background(), defaultDB(c.root)); err == nil {
				reader = q
			}
		}
		at++
		return verdict{kill: at == wanted+1}
	})
	if code != -1 {
		t.Fatalf("it was not killed; exit code %d: %s", code, said)
	}
	c.checkLeft(t, fs.ErrNotExist)
	c.checkHealed(t)
	if reader != nil {
		defer reader.Close()
		if rows := linesOf(t, reader, "files", "SELECT path FROM files"); len(rows) != 0 && len(rows) != 20 {
			t.Errorf("the reader that was there before sees %d files", len(rows))
		}
	}
}
