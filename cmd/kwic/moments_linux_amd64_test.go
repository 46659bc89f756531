package main

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// moment is when a program is killed: before the call of this name about a file
// of this kind, or once it has been made.
type moment struct {
	call, kind string
	since      string  // count only what comes after the first call about a file of that kind; "" for all
	at         float64 // 0 is the first such call, 1 the last one
	after      bool
}

func (m moment) String() string {
	when, since := "before", ""
	if m.after {
		when = "after"
	}
	if m.since != "" {
		since = " once there is a " + m.since
	}
	return fmt.Sprintf("%s %s %s at %g%s", when, m.call, m.kind, m.at, since)
}

// roleOf tells what a file is to a build of the tree under root.
func roleOf(root, path string) string {
	rel, err := filepath.Rel(root, path)
	rel = filepath.ToSlash(rel)
	name := filepath.Base(rel)
	switch {
	case strings.HasPrefix(path, root+".changed"):
		return "list"
	case err != nil || strings.HasPrefix(rel, "../") || rel == "..":
		return "system"
	case strings.HasPrefix(name, ".kwic-clock-"):
		return "clock"
	case rel == indexFolder+"/pages" || strings.HasPrefix(rel, indexFolder+"/pages/"):
		if strings.HasSuffix(name, ".tmp") {
			return "temporary"
		}
		return "page"
	case rel != indexFolder && !strings.HasPrefix(rel, indexFolder+"/"):
		return "document"
	case strings.Contains(rel, ".kwic-rebuild-"):
		return "clean"
	case strings.HasSuffix(name, "-wal"):
		return "log"
	case strings.HasSuffix(name, ".lock"):
		return "lock"
	case strings.Contains(name, "index.db"):
		return "database"
	}
	return "folder"
}

// situation is what a program that is killed was about to do.
type situation struct {
	name    string
	many    bool                           // documents, so that pages are written before the commit
	begin   func(t *testing.T, c *crashed) // from a sound index of the other contents
	args    []string                       // of kwic, but the root
	moments []moment
}

// every makes moments of several places in the course of a build.
func every(call, kind, since string, at ...float64) []moment {
	var all []moment
	for _, one := range at {
		all = append(all, moment{call: call, kind: kind, since: since, at: one, after: call == "rename" && one == 1})
	}
	return all
}

var situations = []situation{
	{"a first build", false, func(t *testing.T, c *crashed) { c.fresh(t) }, []string{"build"}, slices.Concat(
		every("write", "database", "", 0, 0.25, 0.5, 0.75, 1),
		every("sync", "database", "", 0, 1),
		every("write", "log", "", 0),
		every("mkdir", "page", "", 0.5),
		every("rename", "page", "", 0, 0.5, 1),
		every("write", "temporary", "", 0.5),
		every("remove", "log", "", 0),
	)},
	{"a first build of many documents", true, func(t *testing.T, c *crashed) { c.fresh(t) }, []string{"build"}, slices.Concat(
		every("open", "temporary", "", 0), // before the commit
		every("rename", "page", "", 0.4),
		every("write", "database", "", 0.9),
	)},
	{"a build after changes", false, func(*testing.T, *crashed) {}, []string{"build"}, slices.Concat(
		every("write", "log", "", 0, 0.3, 0.6),
		every("open", "temporary", "", 0), // between the commit and the pages
		every("rename", "page", "", 0, 0.5, 1),
		every("remove", "page", "", 0, 1),
		every("open", "clock", "", 1),
		every("write", "list", "", 0), // between the pages and their going on record
		every("rename", "list", "", 0, 1),
		every("remove", "log", "list", 0),        // all is done
		every("write", "log", "temporary", 0, 1), // what was written goes on record
		every("write", "database", "", 0, 0.5, 1),
		every("truncate", "database", "", 1),
		every("remove", "log", "", 1),
	)},
	{"a build of a list of paths", false, func(*testing.T, *crashed) {}, []string{"build", "--files-from", "LIST"}, slices.Concat(
		every("write", "log", "", 0.3, 1),
		every("open", "temporary", "", 0),
		every("rename", "page", "", 1),
	)},
	{"a build of everything anew", false, func(*testing.T, *crashed) {}, []string{"build", "--full"}, slices.Concat(
		every("write", "log", "", 0.3, 0.7),
		every("write", "temporary", "", 0.5),
	)},
	{"a migration", false, func(t *testing.T, c *crashed) { c.older(t) }, []string{"build"}, slices.Concat(
		every("write", "log", "", 0, 0.1, 0.2, 0.4),
		every("sync", "log", "", 0),
	)},
	{"a build whose database is lost", false, func(t *testing.T, c *crashed) { deleteFile(t, defaultDB(c.root)) }, []string{"build"}, []moment{
		{call: "remove", kind: "page", after: true},
		{call: "remove", kind: "page", at: 1, after: true},
	}},
	{"a rebuild", false, func(*testing.T, *crashed) {}, []string{"rebuild"}, slices.Concat(
		every("write", "clean", "", 0, 0.5),
		every("sync", "clean", "", 0),
		every("write", "log", "clean", 0, 0.3, 0.6, 1), // the take-over
		every("write", "database", "clean", 0, 0.5),
		every("remove", "clean", "", 0),
	)},
}

// TestKillAtMoments kills the program at chosen moments. What is left can be
// asked and is one state, and the next build ends where a clean one does. The
// short form tries the first moment of each situation.
func TestKillAtMoments(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	killed := 0
	for _, many := range []bool{false, true} {
		documents := 20
		if many && !long {
			continue
		} else if many {
			documents = manyFiles + 20
		}
		c := newCrashed(t, documents)
		for _, s := range situations {
			if s.many == many {
				t.Run(s.name, func(t *testing.T) { killed += c.tryMoments(t, s) })
			}
		}
	}
	t.Logf("killed at %d moments", killed)
}

// tryMoments kills a program once at each moment of a situation.
func (c *crashed) tryMoments(t *testing.T, s situation) (killed int) {
	args := c.argumentsOf(t, s)
	var seen []call
	for _, m := range s.moments {
		if m.at > 0 && !long {
			continue
		}
		if m.at > 0 && seen == nil {
			seen = c.record(t, s, args)
		}
		c.killAt(t, s, args, m, seen)
		if t.Failed() {
			t.Fatalf("killed %s", m)
		}
		killed++
	}
	return killed
}

// argumentsOf returns a situation's arguments for this tree.
func (c *crashed) argumentsOf(t *testing.T, s situation) []string {
	t.Helper()
	args := c.command(s.args...)
	if i := slices.Index(args, "LIST"); i >= 0 {
		args[i] = c.listed(t)
	}
	return args
}

// record lists the calls of an undisturbed run.
func (c *crashed) record(t *testing.T, s situation, args []string) (seen []call) {
	t.Helper()
	s.begin(t, c)
	c.swap(t)
	if code, said := traced(t, c.root, args, func(one call) verdict {
		seen = append(seen, one)
		return verdict{}
	}); code != exitDone {
		t.Fatalf("exit code %d: %s", code, said)
	}
	c.checkHealed(t)
	return seen
}

// matches reports whether a call is one that the moment counts.
func (m *moment) matches(root string, one call, begun *bool) bool {
	kind := roleOf(root, one.path)
	*begun = *begun || m.since == "" || kind == m.since
	return *begun && one.name == m.call && kind == m.kind
}

// nth returns which of the calls that count the moment is, from 1, by those of an
// undisturbed run.
func (m *moment) nth(root string, seen []call) int {
	total, begun := 0, false
	for _, one := range seen {
		if m.matches(root, one, &begun) {
			total++
		}
	}
	return max(int(math.Round(m.at*float64(total-1))), 0) + 1
}

// killAt kills a run at a moment, and checks what follows.
func (c *crashed) killAt(t *testing.T, s situation, args []string, m moment, seen []call) {
	t.Helper()
	for range 10 { // a run may make a few calls fewer than the undisturbed one did
		wanted := m.nth(c.root, seen)
		s.begin(t, c)
		c.swap(t)
		before := c.asked()
		begun, at := false, 0
		seen = nil
		code, said := traced(t, c.root, args, func(one call) verdict {
			seen = append(seen, one)
			if !m.matches(c.root, one, &begun) {
				return verdict{}
			}
			at++
			return verdict{kill: at == wanted, after: m.after}
		})
		if code == -1 {
			c.checkLeft(t, before)
			c.checkHealed(t)
			return
		}
		if code != exitDone {
			t.Fatalf("exit code %d: %s", code, said)
		}
	}
	t.Fatal("it was not killed")
}
