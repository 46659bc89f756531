//go:build unix

package main

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kwic/migrations"
	"kwic/store"

	"github.com/pressly/goose/v3"
)

// crashed is a tree that has two contents in turn, and what clean builds of both
// give.
type crashed struct {
	root      string
	list      string // where builds list the pages that they change
	published string // a copy of the pages that is kept by that list alone
	other     bool
	pages     [2]map[string]string
	rows      [2][]string
}

func newCrashed(t *testing.T, documents int) *crashed {
	c := &crashed{root: crashTree(t, documents), published: t.TempDir()}
	c.list = c.root + ".changed"
	for i := range c.pages {
		c.fresh(t)
		mustBuild(t, buildOptions{Root: c.root, List: c.list})
		c.pages[i], c.rows[i] = pagesBelow(t, defaultOut(c.root)), viewsOf(t, defaultDB(c.root))
		c.swap(t)
	}
	mustBuild(t, buildOptions{Root: c.root, List: c.list})
	c.publish(t)
	return c
}

// command returns the arguments of a command for this tree.
func (c *crashed) command(args ...string) []string {
	return append(slices.Insert(slices.Clone(args), 1, c.root), "--list-changed", c.list)
}

// publish brings the published pages up to date by the list, as README has it done.
func (c *crashed) publish(t *testing.T) {
	t.Helper()
	content, err := os.ReadFile(c.list)
	if err != nil {
		t.Fatal(err)
	}
	for page := range strings.SplitSeq(strings.TrimSuffix(string(content), "\x00"), "\x00") {
		to := filepath.Join(c.published, filepath.FromSlash(page))
		content, err := os.ReadFile(filepath.Join(defaultOut(c.root), filepath.FromSlash(page)))
		switch {
		case page == "":
		case errors.Is(err, fs.ErrNotExist):
			if err := os.Remove(to); err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
		case err != nil:
			t.Fatal(err)
		default:
			if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.WriteFile(to, content, 0o644)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.Remove(c.list); err != nil {
		t.Fatal(err)
	}
}

// swap changes, adds, removes and moves documents; the next call undoes it.
func (c *crashed) swap(t *testing.T) {
	t.Helper()
	c.other = !c.other
	at := func(name string) string { return filepath.Join(c.root, filepath.FromSlash(name)) }
	var err error
	if c.other {
		writeTree(t, c.root, map[string]string{"part1/n1.md": "# Renewed\n\nA **flywheel** of `brass()`.\n", "part2/new.md": "# New\n\nThe **flywheel**.\n", "apart/new.md": "# Apart\n"})
		err = errors.Join(os.Rename(at("part3"), at("moved")), os.Remove(at("part0/n0.md")))
	} else {
		writeTree(t, c.root, map[string]string{"part1/n1.md": "# Gadget 1\n\nThe **spindle** of `wind_1()`.\n", "part0/n0.md": "# Gadget 0\n\nThe **spindle** of `wind_0()`.\n"})
		err = errors.Join(os.Rename(at("moved"), at("part3")), os.Remove(at("part2/new.md")), os.RemoveAll(at("apart")))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// expected returns what a clean build of the present contents gives.
func (c *crashed) expected() (pages map[string]string, rows []string) {
	if c.other {
		return c.pages[1], c.rows[1]
	}
	return c.pages[0], c.rows[0]
}

// checkLeft checks what a program that was killed has left: the index of the one
// contents or of the other, or none where there could be none to ask before.
func (c *crashed) checkLeft(t *testing.T, before error) {
	t.Helper()
	q, err := store.OpenQuery(context.Background(), defaultDB(c.root))
	if err != nil {
		if before == nil || !errors.Is(err, before) && !errors.Is(err, store.ErrUnfinished) {
			t.Errorf("what was left cannot be asked: %v", err)
		}
		return
	}
	defer q.Close()
	// Of these views, the rows follow from the documents alone.
	var rows []string
	for _, view := range []string{"files", "folders", "sections", "keywords", "variants", "keyword_files", "keyword_sections", "links"} {
		rows = append(rows, linesOf(t, q, view, "SELECT * FROM "+view)...)
	}
	for i := range c.rows {
		whole := slices.DeleteFunc(slices.Clone(c.rows[i]), func(row string) bool {
			return strings.HasPrefix(row, "pages ") || strings.HasPrefix(row, "meta ") || strings.HasPrefix(row, "skipped ")
		})
		if compareLines(rows, whole) == "" {
			return
		}
	}
	if len(rows) > 0 || before == nil {
		t.Errorf("what was left is neither the old index nor the new one; %d rows", len(rows))
	}
}

// checkHealed builds, and compares with a clean build.
func (c *crashed) checkHealed(t *testing.T) {
	t.Helper()
	if _, said := mustBuild(t, buildOptions{Root: c.root, List: c.list}); said != "" {
		t.Errorf("the build after it said %q", said)
	}
	c.checkClean(t)
}

// checkClean compares what there is, and what is published, with a clean build.
func (c *crashed) checkClean(t *testing.T) {
	t.Helper()
	c.publish(t)
	pages, rows := c.expected()
	if d := compareFiles(pagesBelow(t, defaultOut(c.root)), pages); d != "" {
		t.Errorf("pages are not those of a clean build (+ is too much, - is missing):\n%s", d)
	}
	published := pagesBelow(t, c.published)
	published[".gitattributes"] = pages[".gitattributes"] // which is no page
	if d := compareFiles(published, pages); d != "" {
		t.Errorf("what is published by the lists is not what a clean build gives (+ is too much, - is missing):\n%s", d)
	}
	if d := compareLines(viewsOf(t, defaultDB(c.root)), rows); d != "" {
		t.Errorf("rows are not those of a clean build (+ is too much, - is missing):\n%s", d)
	}
	entries, err := os.ReadDir(filepath.Join(c.root, indexFolder))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); name != ".gitignore" && name != "index.db" && name != "index.db.lock" && name != "pages" {
			t.Errorf("left behind: %s", name)
		}
	}
}

// asked returns why the index cannot be asked, nil where it can.
func (c *crashed) asked() error {
	q, err := store.OpenQuery(context.Background(), defaultDB(c.root))
	for _, why := range []error{fs.ErrNotExist, store.ErrOlder} {
		if errors.Is(err, why) {
			return why
		}
	}
	if err == nil {
		err = q.Close()
	}
	return err
}

// older gives the tree an index that a kwic before the newest step of the schema
// has begun and that holds no file yet. Indexes with rows are those of
// TestIndexesOfOlderSchemas.
func (c *crashed) older(t *testing.T) {
	t.Helper()
	steps, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	now, before := defaultDB(c.root), filepath.Join(t.TempDir(), "older.db")
	db, err := sql.Open("sqlite", before)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, migrations.FS, goose.WithDisableGlobalRegistry(true))
	if err == nil {
		_, err = provider.UpTo(context.Background(), int64(len(steps)-1))
	}
	if err == nil {
		_, err = db.Exec(`PRAGMA application_id = 1802987875`)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(before, now); err != nil {
		t.Fatal(err)
	}
}

// fresh takes index and pages away, the published ones, too: nobody knows any more
// what there was.
func (c *crashed) fresh(t *testing.T) {
	t.Helper()
	err := errors.Join(os.RemoveAll(filepath.Join(c.root, indexFolder)), os.RemoveAll(c.published), os.RemoveAll(c.list), os.Mkdir(c.published, 0o755))
	if err != nil {
		t.Fatal(err)
	}
}

// listed returns a file that names what swap changes.
func (c *crashed) listed(t *testing.T) string {
	t.Helper()
	list := "part1/n1.md\npart2/new.md\napart/new.md\npart0/n0.md\nmoved\npart3\n"
	var absolute strings.Builder // for it does not matter where the program is started
	for path := range strings.Lines(list) {
		absolute.WriteString(c.root + "/" + path)
	}
	name := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(name, []byte(absolute.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}
