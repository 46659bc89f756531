package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// fault is something that goes wrong while the program runs.
type fault struct {
	name  string
	in    string // a situation
	at    moment
	lasts bool // for all such calls from then on
	does  verdict
	also  func(t *testing.T, c *crashed) // happens behind the program's back
	code  int
	says  string // "" for what need not be said
}

const atFirst, amid, atLast = 0, 0.5, 1

var faults = []fault{
	{"a document that cannot be opened", "a first build", moment{call: "open", kind: "document", at: atLast}, false, verdict{fails: syscall.EIO}, nil, exitDone, "1 unreadable"},
	{"a document that cannot be read", "a build after changes", moment{call: "read", kind: "document", at: amid}, false, verdict{fails: syscall.EIO}, nil, exitDone, "1 unreadable"},
	{"no document can be read", "a first build", moment{call: "read", kind: "document"}, true, verdict{fails: syscall.EIO}, nil, exitDone, "unreadable"},
	{"a folder that cannot be listed", "a first build", moment{call: "list", kind: "document", at: atLast}, true, verdict{fails: syscall.EIO}, nil, exitDone, "1 unreadable"},
	{"documents that come in small pieces", "a first build", moment{call: "read", kind: "document"}, true, verdict{most: 3}, nil, exitDone, " parsed, 0 removed\n"},
	{"reading that is interrupted", "a first build", moment{call: "read", kind: "document", at: amid}, false, verdict{fails: syscall.EINTR}, nil, exitDone, " parsed, 0 removed\n"},

	{"a page that cannot be made", "a build after changes", moment{call: "open", kind: "temporary", at: amid}, false, verdict{fails: syscall.EIO}, nil, exitFailure, "cannot write page \"ROOT/.kwic/pages/"},
	{"a page that cannot be written", "a build after changes", moment{call: "write", kind: "temporary", at: amid}, false, verdict{fails: syscall.EIO}, nil, exitFailure, "hint: check the disk"},
	{"pages that are written in small pieces", "a first build", moment{call: "write", kind: "temporary"}, true, verdict{most: 100}, nil, exitDone, " written, 0 removed"},
	{"a page that cannot be renamed", "a build of a list of paths", moment{call: "rename", kind: "page"}, false, verdict{fails: syscall.EIO}, nil, exitFailure, "cannot write page \"ROOT/.kwic/pages/"},
	{"a page that cannot be removed", "a build after changes", moment{call: "remove", kind: "page"}, false, verdict{fails: syscall.EIO}, nil, exitFailure, "cannot remove page \"ROOT/.kwic/pages/"},
	{"a page that cannot be examined", "a build of a list of paths", moment{call: "stat", kind: "page", at: atLast}, false, verdict{fails: syscall.EIO}, nil, exitFailure, "\"ROOT/.kwic/pages/"},
	{"the right to write pages is lost", "a build after changes", moment{call: "open", kind: "temporary", at: amid}, true, verdict{fails: syscall.EACCES}, nil, exitFailure, "hint: check the permissions"},
	{"the file system becomes read-only", "a build after changes", moment{call: "rename", kind: "page", at: amid}, true, verdict{fails: syscall.EROFS}, nil, exitFailure, "hint: check the permissions"},
	{"the disk fills up with pages", "a first build", moment{call: "write", kind: "temporary", at: amid}, true, verdict{fails: syscall.ENOSPC}, nil, exitFailure, "kwic: the disk is full: cannot write page \"ROOT/.kwic/pages/"},
	{"the output folder is deleted amid the pages", "a first build", moment{call: "rename", kind: "page", at: amid}, false, verdict{}, deleteOutput, exitFailure, "cannot write page \"ROOT/.kwic/pages/"},
	{"the output folder is deleted after the pages", "a first build", moment{call: "open", kind: "clock", at: atLast}, false, verdict{}, deleteOutput, exitFailure, "ROOT/.kwic/pages"},

	{"a database that cannot be read", "a build after changes", moment{call: "read", kind: "database"}, false, verdict{fails: syscall.EIO}, nil, exitFailure, "index.db"},
	{"a log that cannot be written", "a build after changes", moment{call: "write", kind: "log", at: amid}, false, verdict{fails: syscall.EIO}, nil, exitFailure, "kwic: database \".kwic/index.db\": disk I/O error"},
	{"a log that does not reach the disk", "a build after changes", moment{call: "sync", kind: "log"}, false, verdict{fails: syscall.EIO}, nil, exitFailure, "hint: check the disk"},
	{"a new database that does not reach the disk", "a first build", moment{call: "sync", kind: "database"}, false, verdict{fails: syscall.EIO}, nil, exitFailure, "index.db"},
	{"a log that is full", "a build after changes", moment{call: "write", kind: "log"}, true, verdict{fails: syscall.ENOSPC}, nil, exitFailure, "kwic: the disk is full: database \".kwic/index.db\""},
	{"a database that must not be written", "a build after changes", moment{call: "open", kind: "log"}, true, verdict{fails: syscall.EACCES}, nil, exitFailure, "hint: check the permissions"},
	{"a migration that cannot be written", "a migration", moment{call: "write", kind: "log", at: 0.1}, false, verdict{fails: syscall.EIO}, nil, exitFailure, "kwic: database \".kwic/index.db\": schema: "},
	{"a database that is deleted meanwhile", "a build after changes", moment{call: "rename", kind: "page"}, false, verdict{}, func(t *testing.T, c *crashed) { deleteFile(t, defaultDB(c.root)) }, -1, ""},
	{"a clean index that cannot be written", "a rebuild", moment{call: "write", kind: "clean", at: amid}, false, verdict{fails: syscall.EIO}, nil, exitFailure, "kwic: the clean index, in \"ROOT/.kwic/.kwic-rebuild-"},
	{"a take-over that cannot be written", "a rebuild", moment{call: "write", kind: "log", since: "clean", at: 0.3}, false, verdict{fails: syscall.EIO}, nil, exitFailure, "hint: check the disk"},
	{"a lock that cannot be taken", "a build after changes", moment{call: "flock", kind: "lock"}, false, verdict{fails: syscall.EACCES}, nil, exitFailure, "kwic: cannot take the lock \"ROOT/.kwic/index.db.lock\": permission denied\nhint: check the permissions"},
	{"a clock that cannot be read", "a build after changes", moment{call: "open", kind: "clock"}, false, verdict{fails: syscall.EACCES}, nil, exitFailure, "ROOT/.kwic/pages/.kwic-clock-"},
}

func deleteOutput(t *testing.T, c *crashed) {
	if err := os.RemoveAll(defaultOut(c.root)); err != nil {
		t.Error(err)
	}
}

func deleteFile(t *testing.T, path string) {
	if err := os.Remove(path); err != nil {
		t.Error(err)
	}
}

// TestFaults lets system calls of the program fail, one kind at a time. It ends
// with a message that names the file and says what to do, or goes on without
// what it could not read and says so. Once the cause is gone, the next build
// ends where a clean one does. The short form tries those that meet the first call
// of their kind.
func TestFaults(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	c := newCrashed(t, 20)
	seen := make(map[string][]call)
	tried := 0
	for _, f := range faults {
		if f.at.at > 0 && !long {
			continue
		}
		tried++
		t.Run(f.name, func(t *testing.T) {
			s := situations[slices.IndexFunc(situations, func(s situation) bool { return s.name == f.in })]
			args := c.argumentsOf(t, s)
			if f.at.at > 0 && seen[f.in] == nil {
				seen[f.in] = c.record(t, s, args)
			}
			code, said, met := c.suffer(t, s, args, f, seen[f.in])
			if !met {
				t.Fatalf("there is no such call: %s", f.at)
			}
			if code != f.code && f.code >= 0 || !strings.Contains(said, f.says) {
				t.Errorf("exit code %d, want %d, and %q in %s", code, f.code, f.says, said)
			}
			c.checkAfterFault(t, code, said)
		})
		if t.Failed() {
			return
		}
	}
	t.Logf("%d faults", tried)
}

// suffer runs the program with a fault. It reports whether the program made a call
// that could fail so.
func (c *crashed) suffer(t *testing.T, s situation, args []string, f fault, seen []call) (code int, said string, met bool) {
	t.Helper()
	for range 10 { // the two contents of the tree, and how old pages are, make for a few calls more or fewer
		wanted := f.at.nth(c.root, seen)
		s.begin(t, c)
		c.swap(t)
		begun, at := false, 0
		seen = nil
		code, said = traced(t, c.root, args, func(one call) verdict {
			seen = append(seen, one)
			if !f.at.matches(c.root, one, &begun) {
				return verdict{}
			}
			at++
			if at == wanted && f.also != nil {
				f.also(t, c)
			}
			if at == wanted || f.lasts && at > wanted {
				return f.does
			}
			return verdict{}
		})
		if at >= wanted {
			return code, strings.ReplaceAll(said, c.root, "ROOT"), true
		}
		c.checkHealed(t)
	}
	return code, said, false
}

// checkAfterFault checks what holds after every fault.
func (c *crashed) checkAfterFault(t *testing.T, code int, said string) {
	t.Helper()
	switch {
	case code == exitDone:
	case code != exitFailure || !strings.HasPrefix(said, "kwic: "):
		t.Errorf("exit code %d, said %s", code, said)
	case !strings.Contains(said, "ROOT") && !strings.Contains(said, "index.db") && !strings.Contains(said, configName):
		t.Errorf("it names no file: %s", said)
	}
	c.removeDamaged(t)
	c.checkHealed(t)
}

// removeDamaged removes databases that were set aside, because they could not be
// read when they were asked for.
func (c *crashed) removeDamaged(t *testing.T) {
	t.Helper()
	aside, err := filepath.Glob(defaultDB(c.root) + ".damaged*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range aside {
		deleteFile(t, name)
	}
}

// TestFaultsEverywhere lets the first, a middle and the last call of every name
// about files of every kind fail, in every situation, for one reason or another.
func TestFaultsEverywhere(t *testing.T) {
	if !long {
		t.Skip("takes long")
	}
	t.Parallel()
	c := newCrashed(t, 20)
	tried := 0
	for _, s := range situations {
		if s.many {
			continue
		}
		args := c.argumentsOf(t, s)
		seen := c.record(t, s, args)
		kinds := make(map[moment]bool)
		for _, one := range seen {
			if kind := roleOf(c.root, one.path); kind != "system" {
				kinds[moment{call: one.name, kind: kind}] = true
			}
		}
		for turn, at := range slices.SortedFunc(maps.Keys(kinds), func(a, b moment) int { return strings.Compare(a.String(), b.String()) }) {
			for i, place := range []float64{atFirst, amid, atLast} {
				why := []syscall.Errno{syscall.EIO, syscall.ENOSPC, syscall.EACCES}[(i+turn)%3]
				at.at = place
				code, said, met := c.suffer(t, s, args, fault{at: at, does: verdict{fails: why}}, seen)
				if !met { // pages, say, that were too young to be trusted in the undisturbed run alone
					t.Logf("%s: no longer %s", s.name, at)
					continue
				}
				tried++
				if code == exitFailure && !strings.Contains(said, "hint: ") {
					t.Errorf("it does not say what to do: %s", said)
				}
				c.checkAfterFault(t, code, said)
				if t.Failed() {
					t.Fatalf("%s: %v %s: exit code %d: %s", s.name, why, at, code, said)
				}
			}
		}
	}
	t.Logf("%d faults", tried)
	if tried < 800 {
		t.Errorf("only %d faults were tried", tried)
	}
}

// TestTornPages breaks pages in the ways in which a crash of the system may, and
// keeps their times. The next build that looks at them writes them again.
func TestTornPages(t *testing.T) {
	t.Parallel()
	c := newCrashed(t, 20)
	page := filepath.Join(defaultOut(c.root), "files", "part1", "n1.md_kw.md")
	for _, s := range []struct {
		name string
		tear func(content []byte) []byte
	}{
		{"empty", func([]byte) []byte { return nil }},
		{"half", func(b []byte) []byte { return b[:len(b)/2] }},
		{"zeros at the end", func(b []byte) []byte { clear(b[len(b)/2:]); return b }},
		{"of the same size", func(b []byte) []byte { b[len(b)-3] ^= 1; return b }},
	} {
		t.Run(s.name, func(t *testing.T) {
			info, err := os.Stat(page)
			if err != nil {
				t.Fatal(err)
			}
			content, err := os.ReadFile(page)
			if err == nil {
				err = os.WriteFile(page, s.tear(content), 0o644)
			}
			if err == nil {
				err = os.Chtimes(page, info.ModTime(), info.ModTime())
			}
			if err != nil {
				t.Fatal(err)
			}
			c.checkHealed(t)
		})
	}
	t.Run("all zeros", func(t *testing.T) { // which could be anybody's
		content := make([]byte, 100)
		if err := os.WriteFile(page, content, 0o644); err != nil {
			t.Fatal(err)
		}
		code, said := traced(t, c.root, []string{"build", c.root}, func(call) verdict { return verdict{} })
		if want := fmt.Sprintf("%q", page); code != exitFailure || !strings.Contains(said, want) || !strings.Contains(said, "hint: move it away") {
			t.Errorf("exit code %d, said %s", code, said)
		}
		deleteFile(t, page)
		c.checkHealed(t)
	})
}
