//go:build unix

package main

import (
	"os"
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
