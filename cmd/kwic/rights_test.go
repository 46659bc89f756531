//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestUnreadable shows that what must not be read is left out with its reason,
// and is indexed as soon as it may.
func TestUnreadable(t *testing.T) {
	root := filepath.Join(t.TempDir(), "tree")
	writeTree(t, root, map[string]string{"open.md": "# Open\n", "closed.md": "# Closed\n", "closed.md_docs.md": "# Companion\n", "shut/in.md": "# Inside\n"})
	kwic := asNobody(t, root)
	if code, said := kwic("build", root, "--quiet"); code != 0 || said != "" {
		t.Fatalf("exit code %d, said %q", code, said)
	}
	chmod := func(mode os.FileMode, names ...string) {
		for _, name := range names {
			if err := os.Chmod(filepath.Join(root, name), mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	chmod(0, "closed.md", "closed.md_docs.md", "shut")
	defer chmod(0o755, "shut")
	code, said := kwic("build", root)
	if code != 0 || !strings.Contains(said, "3 paths skipped: 3 unreadable") || !strings.Contains(said, "0 parsed, 3 removed") {
		t.Errorf("exit code %d, said %q", code, said)
	}
	code, said = kwic("sql", "--db", defaultDB(root), "--format", "csv", "SELECT path, reason FROM skipped ORDER BY path")
	if want := "path,reason\nclosed.md,unreadable\nclosed.md_docs.md,unreadable\nshut/,unreadable\n"; code != 0 || said != want && said != strings.Replace(want, "shut/", "shut", 1) {
		t.Errorf("exit code %d, skipped are %q, want %q", code, said, want)
	}
	if code, said = kwic("build", root, "--json"); code != 0 || !strings.Contains(said, `"removed":0`) || !strings.Contains(said, `"pages_written":0,"pages_removed":0`) {
		t.Errorf("the same again: exit code %d, said %q", code, said)
	}
	chmod(0o644, "closed.md")
	kwic("build", root)
	if err := os.Remove(filepath.Join(root, "closed.md_docs.md")); err != nil { // goes without ever having been read
		t.Fatal(err)
	}
	chmod(0o755, "shut")
	if code, said = kwic("build", root); code != 0 || strings.Contains(said, "unreadable") {
		t.Errorf("exit code %d, said %q", code, said)
	}
	checkClean(t, root)
}

// TestUnreadableParts shows that builds of some paths leave out what must not be
// read, folders on the way to a path included, and take it in when it may be read
// again, as builds of everything do.
func TestUnreadableParts(t *testing.T) {
	notUnderRace(t)
	root := filepath.Join(t.TempDir(), "tree")
	writeTree(t, root, map[string]string{
		"open.md": "# Open\n\nThe **tide gauge**.\n", "closed.md": "# Closed\n\nThe **slack water**.\n",
		"shut/in.md": "# Inside\n\nThe **neap range**.\n", "shut/deep/far.md": "# Far\n\nThe **spring range**.\n",
	})
	runGitOrSkip(t, root, "init", "-q")
	runGitOrSkip(t, root, "add", "-A")
	runGitOrSkip(t, root, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "-m", "1")
	kwic := asNobody(t, root)
	list := filepath.Join(root, indexFolder, "list")
	for _, way := range []string{"--since", "--files-from"} {
		build := func(listed string) {
			t.Helper()
			args := []string{"build", root, "--quiet", "--since", "HEAD"}
			if way == "--files-from" {
				if err := os.WriteFile(list, []byte(filepath.Join(root, listed)), 0o644); err != nil {
					t.Fatal(err)
				}
				args = []string{"build", root, "--quiet", "--files-from", list}
			}
			if code, said := kwic(args...); code != 0 || said != "" {
				t.Errorf("%s, %s: exit code %d, said %q", way, listed, code, said)
			}
			if code, said := kwic("check", root); code != 0 {
				t.Errorf("%s, %s: a build of everything would say otherwise: %q", way, listed, said)
			}
		}
		if code, said := kwic("build", root, "--quiet", "--since", "HEAD"); code != 0 {
			t.Fatal(said)
		}
		for _, one := range []struct {
			closed, listed string
			mode           os.FileMode
		}{
			{"closed.md", "closed.md", 0},
			{"shut", "shut/in.md", 0},
			{"shut", "shut/deep/far.md", 0},
			{"shut/deep", "shut/deep/far.md", 0},
			{"shut/deep", "shut/deep/far.md", 0o444}, // may be listed, and nothing in it examined
		} {
			path := filepath.Join(root, one.closed)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, mode := range []os.FileMode{one.mode, info.Mode().Perm()} {
				if err := os.Chmod(path, mode); err != nil {
					t.Fatal(err)
				}
				build(one.listed)
			}
		}
	}
	checkClean(t, root)
}

// runGitOrSkip runs git in a folder, and skips the test where there is none.
func runGitOrSkip(t *testing.T, root string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	if _, err := runGit(t.Context(), root, args...); err != nil {
		t.Fatal(err)
	}
}

// TestNotWritable shows what a build says where it must not write, and that
// nothing is lost by it.
func TestNotWritable(t *testing.T) {
	root := filepath.Join(t.TempDir(), "tree")
	writeTree(t, root, map[string]string{"a/one.md": "# One\n", "two.md": "# Two\n"})
	kwic := asNobody(t, root)
	chmod := func(mode os.FileMode, name string) {
		if err := os.Chmod(filepath.Join(root, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(wantCode int, want string, args ...string) {
		t.Helper()
		if code, said := kwic(args...); code != wantCode || !strings.Contains(said, want) {
			t.Errorf("%q: exit code %d, said %q, want %d, %q", args, code, said, wantCode, want)
		}
	}
	chmod(0o555, ".")
	expect(exitFailure, "kwic: cannot make the folder ", "build", root)
	expect(exitFailure, "hint: ", "build", root)
	expect(exitDone, "2 parsed", "build", root, "--dry-run")
	chmod(0o755, ".")
	expect(exitDone, "2 parsed", "build", root)

	// Pages that cannot be written are written by the next build.
	writeTree(t, root, map[string]string{"a/one.md": "# Renewed\n"})
	chmod(0o555, ".kwic/pages")
	expect(exitFailure, "kwic: cannot ", "build", root)
	expect(exitFailure, "permission denied", "build", root)
	chmod(0o755, ".kwic/pages")
	chmod(0o555, ".kwic/pages/files/a")
	expect(exitFailure, "permission denied", "build", root)
	chmod(0o755, ".kwic/pages/files/a")
	expect(exitDone, " written", "build", root)
	checkClean(t, root)

	// A query needs to write nothing, and leaves nothing.
	for _, beside := range []string{"-wal", "-shm"} {
		os.Remove(defaultDB(root) + beside)
	}
	chmod(0o555, ".kwic")
	expect(exitDone, "a/one.md", "sql", "--db", defaultDB(root), "SELECT path FROM files")
	if _, err := os.Stat(defaultDB(root) + "-shm"); err == nil {
		t.Error("a query has left a file")
	}
	writeTree(t, root, map[string]string{"a/one.md": "# Renewed again\n"})
	expect(exitFailure, "kwic: ", "build", root)
	chmod(0o755, ".kwic")
	expect(exitDone, "1 parsed", "build", root)
	checkClean(t, root)
}
