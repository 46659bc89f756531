package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"kwic/store"
)

// fataler is what a test and a property have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// publicViews are the views whose rows are a pure function of the tree and the
// configuration: all but runs.
var publicViews = []string{"files", "skipped", "folders", "sections", "keywords", "variants", "keyword_files", "keyword_sections", "links", "anchors", "pages", "meta"}

// viewsOf returns the rows of the public views, in an order of their own: how
// rows are stored is no promise.
func viewsOf(t fataler, db string) []string {
	t.Helper()
	q, err := store.OpenQuery(context.Background(), db)
	if err != nil {
		t.Fatalf("open %s: %v", db, err)
	}
	defer q.Close()
	var all []string
	for _, view := range publicViews {
		all = append(all, linesOf(t, q, view, "SELECT * FROM "+view)...)
	}
	return all
}

// linesOf returns the sorted rows of a query, each as one line after a name.
func linesOf(t fataler, q *store.Query, name, query string) []string {
	t.Helper()
	rows, err := runStatement(context.Background(), q, query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var lines []string
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		var b strings.Builder
		b.WriteString(name)
		for i, column := range rows.Columns() {
			fmt.Fprintf(&b, " %s=%#v", column, row[i])
		}
		lines = append(lines, b.String())
	}
	slices.Sort(lines)
	return lines
}

// filesBelow returns the content of every file below a folder, by its slash
// path; folders are listed with a slash at the end and no content. A folder that does
// not exist has none.
func filesBelow(t fataler, folder string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			if path == folder && errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		switch {
		case entry.IsDir():
			all[name+"/"] = ""
		case entry.Type().IsRegular():
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			all[name] = string(content)
		default:
			all[name] = entry.Type().String()
		}
		return nil
	})
	if err != nil {
		t.Fatalf("list %s: %v", folder, err)
	}
	return all
}

// pagesBelow is filesBelow without the folders.
func pagesBelow(t fataler, folder string) map[string]string {
	t.Helper()
	all := filesBelow(t, folder)
	maps.DeleteFunc(all, func(path, _ string) bool { return strings.HasSuffix(path, "/") })
	return all
}

// compareFiles returns how two sets of files differ, "" where they are equal.
func compareFiles(got, want map[string]string) string {
	var b strings.Builder
	names := maps.Clone(got)
	maps.Copy(names, want)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		g, inGot := got[name]
		w, inWant := want[name]
		switch {
		case !inGot:
			fmt.Fprintf(&b, "missing: %s\n", name)
		case !inWant:
			fmt.Fprintf(&b, "left over: %s\n", name)
		case g != w:
			fmt.Fprintf(&b, "differs: %s\n%s", name, compareLines(strings.Split(g, "\n"), strings.Split(w, "\n")))
		}
	}
	return b.String()
}

// compareLines returns the lines that are in one list only.
func compareLines(got, want []string) string {
	count := make(map[string]int)
	for _, line := range want {
		count[line]++
	}
	var b strings.Builder
	for _, line := range got {
		if count[line]--; count[line] < 0 {
			fmt.Fprintf(&b, "  + %s\n", line)
		}
	}
	for _, line := range want {
		if count[line] > 0 {
			count[line]--
			fmt.Fprintf(&b, "  - %s\n", line)
		}
	}
	return b.String()
}

// writeTree writes files below a folder, by slash path.
func writeTree(t fataler, folder string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatalf("%v", err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatalf("%v", err)
		}
	}
}

// hashOf returns the hash of a file.
func hashOf(t fataler, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(content))
}

// mustBuild builds and returns the report and what was said on stderr.
func mustBuild(t fataler, o buildOptions) (*report, string) {
	t.Helper()
	var said bytes.Buffer
	o.Named, o.Stderr = true, &said
	r, err := runBuild(context.Background(), o)
	if err != nil {
		t.Fatalf("build: %v\n%s", err, said.String())
	}
	return r, said.String()
}

// defaultOut and defaultDB are where a build without flags puts its work.
func defaultOut(root string) string { return filepath.Join(root, indexFolder, "pages") }
func defaultDB(root string) string  { return filepath.Join(root, indexFolder, "index.db") }

// checkClean fails where the index and the pages of root are not what a clean
// build of the same files gives.
func checkClean(t fataler, root string) {
	t.Helper()
	base, err := os.MkdirTemp("", "kwic-clean-")
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer os.RemoveAll(base)
	clean := filepath.Join(base, "tree")
	files := pagesBelow(t, root)
	maps.DeleteFunc(files, func(path, _ string) bool { return strings.HasPrefix(path, indexFolder+"/") })
	writeTree(t, clean, files)
	mustBuild(t, buildOptions{Root: clean})
	if d := compareFiles(pagesBelow(t, defaultOut(root)), pagesBelow(t, defaultOut(clean))); d != "" {
		t.Fatalf("pages are not those of a clean build (+ is too much, - is missing):\n%s", d)
	}
	if d := compareLines(viewsOf(t, defaultDB(root)), viewsOf(t, defaultDB(clean))); d != "" {
		t.Fatalf("rows are not those of a clean build (+ is too much, - is missing):\n%s", d)
	}
	checkDrift(t, defaultDB(root), defaultDB(clean))
}

// checkDrift compares an index with a clean one as a rebuild does, which sees what no
// view shows.
func checkDrift(t fataler, live, clean string) {
	t.Helper()
	var open [2]*store.Store
	for i, path := range []string{live, clean} {
		s, err := store.Open(context.Background(), path)
		if err != nil {
			t.Fatalf("open %s: %v", path, err)
		}
		defer s.Close()
		open[i] = s
	}
	d, err := open[0].DriftFrom(context.Background(), open[1], func(string) bool { return true })
	if err != nil || d.Found() {
		t.Fatalf("a rebuild would find drift: %+v (%v)", d, err)
	}
}

// lockedBuffer may be written and read at the same time.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
