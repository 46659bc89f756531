//go:build long && linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"

	"kwic/store"
)

// TestHundredThousandInOneFolder indexes 100,000 documents of one folder, all pages
// included. No page is too large, the folder's pages and the subtree index lead to
// every document, and after an edit, a document more and one less, the index is that
// of a clean build. Memory is held to what README tells.
func TestHundredThousandInOneFolder(t *testing.T) {
	const documents, memory = 100_000, 400 << 10 // memory in KB
	root := t.TempDir()
	notes := filepath.Join(root, "notes")
	if err := os.Mkdir(notes, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(i int, word string) {
		text := fmt.Sprintf("# Note %d\n\nThe **spindle** turns by `%s_%d()` and the flywheel.\n", i, word, i)
		if err := os.WriteFile(filepath.Join(notes, fmt.Sprintf("note-%06d.md", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for i := range documents {
		write(i, "wind")
	}
	run := func(what string, args ...string) {
		t.Helper()
		command, said := program(t, args...)
		started := time.Now()
		if err := command.Run(); err != nil {
			t.Fatalf("%s: %v\n%s", what, err, said)
		}
		state := command.ProcessState
		used := state.SysUsage().(*syscall.Rusage).Maxrss
		t.Logf("%s: %v, %v of processor time, %d MB", what, time.Since(started).Round(time.Millisecond), state.UserTime()+state.SystemTime(), used>>10)
		if used > memory {
			t.Errorf("%s takes %d KB", what, used)
		}
	}
	run("first build", "build", root)
	checkFolderOf(t, root, documents)
	run("nothing changed, times settled", "build", root)
	run("nothing changed", "build", root)
	write(5_000, "brake")
	run("one changed", "build", root)
	write(documents, "wind")
	if err := os.Remove(filepath.Join(notes, "note-070000.md")); err != nil {
		t.Fatal(err)
	}
	run("one new, one gone", "build", root)
	checkFolderOf(t, root, documents)
	run("rebuild", "rebuild", "--fail-on-drift", root)
}

// checkFolderOf checks what pages and index say of the documents in notes.
func checkFolderOf(t *testing.T, root string, documents int) {
	t.Helper()
	q, err := store.OpenQuery(context.Background(), defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	for _, query := range []string{"SELECT count(*) FROM files", "SELECT files FROM keywords WHERE key = 'spindle'", "SELECT count(*) FROM pages WHERE kind = 'file'"} {
		if got, want := linesOf(t, q, "", query)[0], fmt.Sprintf("=%#v", int64(documents)); !bytes.HasSuffix([]byte(got), []byte(want)) {
			t.Errorf("%s:%s, want %d", query, got, documents)
		}
	}
	link := regexp.MustCompile(`note-\d+\.md`)
	listed := map[string]map[string]bool{"index": {}, "sub": {}}
	out := defaultOut(root)
	err = filepath.WalkDir(out, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if len(content) > 256<<10 {
			t.Errorf("%s has %d bytes", path, len(content))
		}
		for kind, documents := range listed {
			if matched, _ := filepath.Match(filepath.Join(out, "files", "notes", kind+"*.md"), path); matched {
				for _, one := range link.FindAll(content, -1) {
					documents[string(one)] = true
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for kind, found := range listed {
		if len(found) != documents {
			t.Errorf("the %s pages lead to %d documents", kind, len(found))
		}
	}
}
