package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kwic/store"

	"pgregory.net/rapid"
)

// propertyChecks is how many random histories `go test` tries, longPropertyChecks
// how many `go test -tags long`, racePropertyChecks how many under the race
// detector, where SQLite is 15 times slower and one takes 1 to 3 s.
// -rapid.checks asks for more; thousands are worth it after a change of what
// is stale when.
const (
	propertyChecks     = 40
	racePropertyChecks = 10
	longPropertyChecks = 500
)

// TestIncrementalEqualsClean is the heart of the tests: whatever happens to a
// tree, its configuration, its index and its pages, and wherever builds are
// stopped, the next build leaves the pages and the rows that a clean build of
// the same files gives.
func TestIncrementalEqualsClean(t *testing.T) {
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		checks := flag.Lookup("rapid.checks").Value
		before := checks.String()
		wanted := propertyChecks
		switch {
		case long:
			wanted = longPropertyChecks
		case raceEnabled:
			wanted = racePropertyChecks
		}
		if err := checks.Set(fmt.Sprint(wanted)); err != nil {
			t.Fatal(err)
		}
		defer checks.Set(before)
	}
	rapid.Check(t, func(t *rapid.T) {
		base, err := os.MkdirTemp("", "kwic-property-")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(base)
		w := &world{base: base, root: filepath.Join(base, "tree"), past: make(map[string]string)}
		if err := os.MkdirAll(w.root, 0o755); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 4).Draw(t, "files at first") {
			w.add(t)
		}
		w.many = rapid.SampledFrom([]int{0, 1, 3}).Draw(t, "many files")
		w.build(t, buildOptions{})
		w.last = w.contents(t)
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			for range rapid.IntRange(1, 3).Draw(t, "edits") {
				drawEvent(t, "edit", edits)(w, t)
			}
			drawEvent(t, "build before", stops)(w, t)
			switch rapid.IntRange(0, 5).Draw(t, "build") {
			case 0:
				w.buildAsChecked(t)
			case 1, 2:
				w.buildChanged(t)
			default:
				w.build(t, buildOptions{})
			}
			w.last = w.contents(t)
			if rapid.IntRange(0, 2).Draw(t, "compare") == 0 {
				w.compare(t)
			}
		}
		w.compare(t)
	})
}

// world is a tree under test, with its index and pages.
type world struct {
	base  string // a temporary folder that holds root
	root  string
	past  map[string]string // earlier contents of files
	index []byte            // an earlier database
	last  map[string]string // what the tree held when it was built last; nil where the database is not of that build
	many  int               // from how many documents on their pages are written as they are parsed
}

// build brings the index up to date, and checks what holds for every build.
func (w *world) build(t *rapid.T, o buildOptions) {
	o.Root, o.Named, o.nameChanged, o.many = w.root, true, true, w.many
	var said bytes.Buffer
	o.Stderr = &said
	before := w.record()
	r, err := runBuild(context.Background(), o)
	if err != nil {
		t.Fatalf("build: %v\n%s", err, said.String())
	}
	checkListed(t, r.changed, before, w.record())
	if strings.Contains(said.String(), "damaged") {
		t.Fatalf("a sound database was called damaged: %s", said.String())
	}
}

// pageRecord is what an index holds of pages.
type pageRecord struct {
	out   string
	pages map[string]string // path -> hash
}

// record returns what the index holds of pages; nothing where it cannot be read.
func (w *world) record() pageRecord {
	r := pageRecord{pages: make(map[string]string)}
	q, err := store.OpenQuery(context.Background(), defaultDB(w.root))
	if err != nil {
		return r
	}
	defer q.Close()
	rows, err := runStatement(context.Background(), q, `SELECT path, sha256 FROM pages UNION ALL SELECT '', value FROM setting WHERE name = 'out'`)
	if err != nil {
		return r
	}
	defer rows.Close()
	for {
		row, err := rows.Next()
		switch {
		case err != nil:
			return r
		case row[0] == "":
			r.out = fmt.Sprint(row[1])
		default:
			r.pages[fmt.Sprint(row[0])] = fmt.Sprint(row[1])
		}
	}
}

// checkListed fails unless a build lists the pages whose record it changed, and
// no others that were on record in the same folder.
func checkListed(t *rapid.T, listed []string, before, after pageRecord) {
	same := before.out == after.out
	for _, path := range listed {
		if sum, was := before.pages[path]; same && was && after.pages[path] == sum {
			t.Fatalf("the page %q is listed as changed, and is what it was", path)
		}
	}
	all := maps.Clone(before.pages)
	maps.Copy(all, after.pages)
	for path := range all {
		sum, is := after.pages[path]
		unchanged := same && before.pages[path] == sum
		elsewhere := !same && !is // a page of the folder of before, which is left alone
		if !unchanged && !elsewhere && !slices.Contains(listed, path) {
			t.Fatalf("the page %q changed, and is not listed in %q", path, listed)
		}
	}
}

// buildAsChecked has a check say what a build would do, and a build do it. The
// check changes nothing.
func (w *world) buildAsChecked(t *rapid.T) {
	before := statsBelow(t, w.root)
	b := newBuild(buildOptions{Root: w.root, Named: true, check: true, many: w.many, Quiet: true, Stderr: new(bytes.Buffer)})
	err := b.run(context.Background())
	b.end()
	if err != nil {
		t.Fatalf("check: %v", err)
	}
	if !maps.Equal(before, statsBelow(t, w.root)) {
		t.Fatalf("a check changed files")
	}
	had, err := store.IsBuilt(defaultDB(w.root))
	if err != nil {
		t.Fatal(err)
	}
	onDisk := pagesBelow(t, w.pages())
	r, _ := mustBuild(t, buildOptions{Root: w.root, nameChanged: true, many: w.many})
	restored := pagesBelow(t, w.pages()) // and changed, but those are listed
	maps.DeleteFunc(restored, func(path, content string) bool { before, there := onDisk[path]; return there && before == content })
	var foreseen []string
	for _, p := range b.findings.Pages {
		if strings.HasSuffix(p.Path, ".md") {
			foreseen = append(foreseen, p.Path)
		}
	}
	for _, path := range foreseen {
		if _, mended := restored[path]; !mended && !slices.Contains(r.changed, path) {
			t.Fatalf("the check said that %q would change; the build changed %q", path, r.changed)
		}
	}
	if len(foreseen) != r.PagesWritten+r.PagesRemoved {
		t.Fatalf("the check named pages %q, the build changed %q", foreseen, r.changed)
	}
	if had && b.findings.Everything == "" && !r.anew && len(b.findings.Documents) < r.Parsed+r.Removed {
		t.Fatalf("the check named documents %v, the build parsed %d and removed %d", b.findings.Documents, r.Parsed, r.Removed)
	}
}

// contents returns the tree's files, the pages left out.
func (w *world) contents(t *rapid.T) map[string]string {
	files := pagesBelow(t, w.root)
	maps.DeleteFunc(files, func(path, _ string) bool {
		return strings.HasPrefix(path, indexFolder+"/") || strings.HasPrefix(w.onDisk(path), w.pages()+string(filepath.Separator))
	})
	return files
}

// changed lists what differs in the tree since the last build, as git would.
func (w *world) changed(t *rapid.T) []string {
	paths := []string{}
	now := w.contents(t)
	for path, content := range now {
		if before, there := w.last[path]; !there || before != content {
			paths = append(paths, w.onDisk(path))
		}
	}
	for path := range w.last {
		if _, there := now[path]; !there {
			paths = append(paths, w.onDisk(path))
		}
	}
	slices.Sort(paths)
	return paths
}

// buildChanged builds from a list of what changed. That gives the rows of a build
// of everything; pages that somebody altered are the next such build's.
func (w *world) buildChanged(t *rapid.T) {
	if w.last == nil {
		w.build(t, buildOptions{})
		return
	}
	w.build(t, buildOptions{Paths: w.changed(t)})
	rows := viewsOf(t, defaultDB(w.root))
	w.build(t, buildOptions{})
	if d := compareLines(rows, viewsOf(t, defaultDB(w.root))); d != "" {
		t.Fatalf("rows are not those of a build of everything (+ is too much, - is missing):\n%s", d)
	}
}

// configuredOut is where the configuration puts pages, when it does.
const configuredOut = "pages/deep"

// pages is the folder that pages are in.
func (w *world) pages() string {
	config, err := os.ReadFile(w.onDisk(configName))
	if err == nil && strings.Contains(string(config), "out: "+configuredOut) {
		return w.onDisk(configuredOut)
	}
	return defaultOut(w.root)
}

// compare builds a copy of the tree into a new database and new pages. It then
// has the tree itself built once more, which must leave all bytes as they are
// as soon as no record is racy any more.
func (w *world) compare(t *rapid.T) {
	clean := &world{base: filepath.Join(w.base, "clean")}
	clean.root = filepath.Join(clean.base, "tree")
	defer os.RemoveAll(clean.base)
	for path, content := range pagesBelow(t, w.root) {
		if !strings.HasPrefix(path, indexFolder+"/") && !strings.HasPrefix(w.onDisk(path), w.pages()+string(filepath.Separator)) {
			writeTree(t, clean.root, map[string]string{path: content})
		}
	}
	if err := os.MkdirAll(clean.root, 0o755); err != nil {
		t.Fatal(err)
	}
	clean.build(t, buildOptions{Jobs: 1})
	if d := compareFiles(pagesBelow(t, w.pages()), pagesBelow(t, clean.pages())); d != "" {
		t.Fatalf("pages are not those of a clean build (+ is too much, - is missing):\n%s", d)
	}
	if d := compareLines(viewsOf(t, defaultDB(w.root)), viewsOf(t, defaultDB(clean.root))); d != "" {
		t.Fatalf("rows are not those of a clean build (+ is too much, - is missing):\n%s", d)
	}
	checkDrift(t, defaultDB(w.root), defaultDB(clean.root))
	w.checkIdle(t)
}

// checkIdle builds with nothing changed.
func (w *world) checkIdle(t *rapid.T) {
	time.Sleep(30 * time.Millisecond) // longer than a tick of the file system's clock
	w.build(t, buildOptions{})
	before, pages := hashOf(t, defaultDB(w.root)), statsBelow(t, w.pages())
	r, _ := mustBuild(t, buildOptions{Root: w.root})
	if r.Hashed != 0 || r.PagesWritten+r.PagesRemoved != 0 {
		t.Fatalf("nothing changed, and %d files were read, %d pages written, %d removed", r.Hashed, r.PagesWritten, r.PagesRemoved)
	}
	if hashOf(t, defaultDB(w.root)) != before {
		t.Fatalf("nothing changed, and the database has other bytes")
	}
	if !maps.Equal(pages, statsBelow(t, w.pages())) {
		t.Fatalf("nothing changed, and pages were touched")
	}
}

// statsBelow returns the times and sizes of the files below a folder.
func statsBelow(t fataler, folder string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			all[path] = fmt.Sprint(info.Size(), info.ModTime())
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%v", err)
	}
	return all
}

// documents returns the paths of the tree's files, other than the pages and
// what configures them.
func (w *world) documents(t *rapid.T) []string {
	var paths []string
	for path := range pagesBelow(t, w.root) {
		if (strings.HasSuffix(path, ".md") || strings.HasSuffix(path, "/NOTES") || strings.HasSuffix(path, "v1.2")) && !strings.HasPrefix(path, indexFolder+"/") && !strings.HasPrefix(path, "pages/") {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// one returns some document, or "" where there is none.
func (w *world) one(t *rapid.T, label string) string {
	paths := w.documents(t)
	if len(paths) == 0 {
		return ""
	}
	return rapid.SampledFrom(paths).Draw(t, label)
}

func (w *world) onDisk(path string) string { return filepath.Join(w.root, filepath.FromSlash(path)) }

func (w *world) write(t *rapid.T, path, content string) {
	if old, err := os.ReadFile(w.onDisk(path)); err == nil {
		w.past[path] = string(old)
	}
	writeTree(t, w.root, map[string]string{path: content})
}

func (w *world) read(t *rapid.T, path string) string {
	content, err := os.ReadFile(w.onDisk(path))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func (w *world) add(t *rapid.T) { w.write(t, drawPath(t), drawDocument(t)) }
