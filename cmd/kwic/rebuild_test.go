package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kwic/scan"
	"kwic/store"
)

// rebuildTree is a tree with an index, and a rebuild of it.
func rebuildTree(t *testing.T) (root string, rebuild func(args ...string) (int, rebuilt)) {
	root = t.TempDir()
	writeTree(t, root, map[string]string{
		"docs/plum.md": "# Plum\n\nThe `plum_stone()` of a **wild plum**.\n",
		"docs/pear.md": "# Pear\n\nA **wild plum** is no pear.\n\n## Stalk\n\nThe *pear stalk*.\n",
		"fig.md":       "# Fig\n\nThe **fig tree**.\n",
	})
	mustBuild(t, buildOptions{Root: root})
	return root, func(args ...string) (int, rebuilt) {
		t.Helper()
		var out, said bytes.Buffer
		code := run(context.Background(), slices.Concat([]string{"rebuild", root, "--json"}, args), nil, &out, &said)
		if said.Len() > 0 {
			t.Errorf("rebuild said %q", said.String())
		}
		var r rebuilt
		if err := json.Unmarshal(out.Bytes(), &r); err != nil {
			t.Fatalf("%v in %q", err, out.String())
		}
		return code, r
	}
}

// TestRebuild shows that a rebuild of a sound index finds no drift and changes no
// page and no row, keeps the history, and leaves nothing beside the database.
func TestRebuild(t *testing.T) {
	root, rebuild := rebuildTree(t)
	rows, pages := viewsOf(t, defaultDB(root)), statsBelow(t, defaultOut(root))
	code, r := rebuild("--fail-on-drift")
	if code != exitDone || r.Drift || len(r.Documents)+len(r.Views)+len(r.Pages)+len(r.Meanwhile) > 0 || r.PagesWritten+r.PagesRemoved > 0 || r.Parsed != 3 {
		t.Errorf("exit code %d, report %+v", code, r)
	}
	if d := compareLines(viewsOf(t, defaultDB(root)), rows); d != "" {
		t.Errorf("rows changed:\n%s", d)
	}
	if now := statsBelow(t, defaultOut(root)); len(now) != len(pages) {
		t.Errorf("%d pages, %d before", len(now), len(pages))
	}
	if left, err := filepath.Glob(filepath.Join(root, indexFolder, "*")); err != nil || len(left) != 4 {
		t.Errorf("beside the database stand %q (%v)", left, err)
	}
	q, err := store.OpenQuery(context.Background(), defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	if runs := linesOf(t, q, "", "SELECT mode FROM runs ORDER BY started, mode"); len(runs) != 1 || !strings.Contains(runs[0], "build") {
		t.Errorf("the history is %q", runs)
	}
}

// TestRebuildDrift shows that drift of every kind is told and mended: a row that
// is not the document's, a counter that does not add up, and a page with them.
func TestRebuildDrift(t *testing.T) {
	notUnderRace(t)
	root, rebuild := rebuildTree(t)
	sound := pagesBelow(t, defaultOut(root))
	rows := viewsOf(t, defaultDB(root))

	execSQL(t, defaultDB(root), `UPDATE posting SET line = 77 WHERE file = (SELECT id FROM file WHERE path = 'docs/plum.md') AND rank = 1`)
	code, r := rebuild("--fail-on-drift")
	if code != exitFindings || !r.Drift || !slices.Equal(r.Documents, []string{"docs/plum.md"}) || len(r.Views) > 0 || len(r.Pages) > 0 {
		t.Errorf("exit code %d, report %+v", code, r)
	}
	execSQL(t, defaultDB(root), `UPDATE keyword SET occurrences = occurrences + 1 WHERE key = 'wild plum'`)
	if code, r = rebuild(); code != exitDone || len(r.Documents) > 0 || !slices.Equal(r.Views, []string{"keywords"}) {
		t.Errorf("exit code %d, report %+v", code, r)
	}
	// A page that the index believes in, and that no clean build would give.
	page := filepath.Join(defaultOut(root), "files", "fig.md_kw.md")
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	altered := bytes.ReplaceAll(content, []byte("fig tree"), []byte("fig bush"))
	if err := os.WriteFile(page, altered, 0o644); err != nil {
		t.Fatal(err)
	}
	mustBuild(t, buildOptions{Root: root}) // mends it, which is no drift
	if code, r = rebuild("--fail-on-drift"); code != exitDone || r.Drift {
		t.Errorf("exit code %d, report %+v", code, r)
	}
	execSQL(t, defaultDB(root), `UPDATE variant SET form = 'WILD plum' WHERE form = 'wild plum'`)
	mustBuild(t, buildOptions{Root: root})
	if code, r = rebuild("--fail-on-drift"); code != exitFindings || !slices.Equal(r.Documents, []string{"docs/pear.md", "docs/plum.md"}) {
		t.Errorf("exit code %d, report %+v", code, r)
	}
	if d := compareFiles(pagesBelow(t, defaultOut(root)), sound); d != "" {
		t.Errorf("pages are not what they were:\n%s", d)
	}
	if d := compareLines(viewsOf(t, defaultDB(root)), rows); d != "" {
		t.Errorf("rows are not what they were:\n%s", d)
	}
}

// TestRebuildTellsStrayPages shows that pages which were lost or altered on disk, or
// left over there, are drift, each by its state; and that pages which follow a
// change of the tree are not, nor all of a folder that is another one.
func TestRebuildTellsStrayPages(t *testing.T) {
	notUnderRace(t)
	root, rebuild := rebuildTree(t)
	sound := pagesBelow(t, defaultOut(root))
	page := func(path string) string { return filepath.Join(defaultOut(root), filepath.FromSlash(path)) }
	stray := func() {
		t.Helper()
		content, err := os.ReadFile(page("files/fig.md_kw.md"))
		if err != nil {
			t.Fatal(err)
		}
		writeTree(t, defaultOut(root), map[string]string{"files/fig.md_kw.md": string(content) + "By hand.\n", "keywords/k-z.md": string(content)})
		if err := os.Remove(page("files/docs/index.md")); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"files/docs/index.md", "files/fig.md_kw.md", "keywords/k-z.md"}
	stray()
	if code, r := rebuild("--fail-on-drift"); code != exitFindings || !r.Drift || !slices.Equal(r.Pages, want) || len(r.Documents)+len(r.Views)+len(r.Tables) > 0 {
		t.Errorf("exit code %d, report %+v", code, r)
	}
	if d := compareFiles(pagesBelow(t, defaultOut(root)), sound); d != "" {
		t.Errorf("pages are not what they were:\n%s", d)
	}
	if code, r := rebuild("--fail-on-drift"); code != exitDone || r.Drift {
		t.Errorf("once mended: exit code %d, report %+v", code, r)
	}
	stray()
	var out, said bytes.Buffer
	code := run(t.Context(), []string{"rebuild", root, "--quiet", "--fail-on-drift"}, nil, &out, &said)
	lines := "drifted   page files/docs/index.md (missing)\ndrifted   page files/fig.md_kw.md (tampered)\ndrifted   page keywords/k-z.md (left over)\n" +
		"the index had drifted: 3 pages; it is now what a clean build gives\n"
	if code != exitFindings || out.String() != lines {
		t.Errorf("exit code %d, said %q%q", code, out.String(), said.String())
	}
	stray() // but the document changes, too, with all that shows it, and so does the other page's folder
	writeTree(t, root, map[string]string{"fig.md": "# Fig\n\nThe **fig leaf**.\n", "docs/quince.md": "# Quince\n"})
	if err := os.Remove(page("keywords/k-z.md")); err != nil {
		t.Fatal(err)
	}
	if code, r := rebuild("--fail-on-drift"); code != exitDone || r.Drift {
		t.Errorf("after a change: exit code %d, report %+v", code, r)
	}
	if err := os.RemoveAll(defaultOut(root)); err != nil {
		t.Fatal(err)
	}
	if code, r := rebuild("--fail-on-drift"); code != exitDone || r.Drift {
		t.Errorf("without the folder: exit code %d, report %+v", code, r)
	}
	if code, r := rebuild("--fail-on-drift", "--quiet", "--out", filepath.Join(t.TempDir(), "pages")); code != exitDone || r.Drift {
		t.Errorf("with another folder: exit code %d, report %+v", code, r)
	}
}

// TestRebuildComparesTables shows that drift of what no view shows, and of which
// answers and pages are made all the same, is told by its table and mended.
func TestRebuildComparesTables(t *testing.T) {
	notUnderRace(t)
	root, rebuild := rebuildTree(t)
	tree := map[string]string{"twin/a/one.md": "# One\n", "twin/b/two.md": "# Two\n"}
	for i := range store.FoldOver + 2 { // a keyword that is folded
		tree[fmt.Sprintf("twin/%c/%02d.md", 'a'+i%2, i)] = fmt.Sprintf("# Orchard %d\n\nA [walk](../../fig.md) in the **old orchard**.\n", i)
	}
	writeTree(t, root, tree)
	mustBuild(t, buildOptions{Root: root})
	sound := filepath.Join(t.TempDir(), "sound.db")
	copyFile(t, defaultDB(root), sound)
	if code, r := rebuild("--fail-on-drift"); code != exitDone || r.Drift {
		t.Fatalf("there is drift without damage: exit code %d, report %+v", code, r)
	}
	for _, c := range []struct {
		table, damage string
	}{
		{"anchor", `INSERT INTO anchor VALUES (4711, 'nowhere')`},
		{"word", `DELETE FROM word WHERE word = 'plum'`},
		{"word", `UPDATE word SET word = 'plums' WHERE word = 'plum'`},
		{"word", `INSERT INTO word SELECT 'peach', 0, keywords FROM word WHERE word = 'plum'`},
		{"fold", `UPDATE fold SET files = files + 1 WHERE folder = (SELECT id FROM folder WHERE path = 'twin/a')`},
		{"fold", `UPDATE fold SET top = folder`},
		{"fold", `DELETE FROM fold`},
		{"flag", `UPDATE flag SET kind = 'macro' WHERE flags = (SELECT max(flags) FROM flag)`},
		{"place_flag", `DELETE FROM place_flag WHERE kind = 'tag'`},
		{"file_flag", `UPDATE file_flag SET postings = postings + 1 WHERE file = (SELECT id FROM file WHERE path = 'fig.md')`},
		{"file_flag", `DELETE FROM file_flag WHERE file = (SELECT id FROM file WHERE path = 'fig.md')`},
		{"keyword", `UPDATE keyword SET places = places + 1 WHERE key = 'wild plum'`},
		{"keyword", `UPDATE keyword SET cells = 0 WHERE key = 'wild plum'`},
		{"posting", `INSERT INTO posting SELECT keyword, folder, 4711, flags, rank, form, line, count, places FROM posting WHERE file = (SELECT id FROM file WHERE path = 'fig.md')`},
		{"posting", `UPDATE posting SET folder = folder + 1 WHERE file = (SELECT id FROM file WHERE path = 'fig.md')`},
		{"section", `INSERT INTO section SELECT 4711, ordinal, parent, level, title, anchor, line, end_line FROM section WHERE file = (SELECT id FROM file WHERE path = 'fig.md')`},
		{"link", `INSERT INTO link SELECT 4711, ordinal, line, target, anchor, text, written FROM link LIMIT 1`},
		{"target", `INSERT INTO target VALUES (4711, 'nowhere.md')`},
		{"variant", `INSERT INTO variant VALUES (4711, 0, 'nowhere', 1)`},
		{"setting", `UPDATE setting SET value = value + 1 WHERE name = 'keywords'`},
	} {
		copyFile(t, sound, defaultDB(root))
		execSQL(t, defaultDB(root), c.damage)
		if code, r := rebuild("--fail-on-drift"); code != exitFindings || !slices.Contains(r.Tables, c.table) || len(r.Documents) > 0 {
			t.Errorf("%s: exit code %d, report %+v", c.damage, code, r)
		}
	}
	if code, r := rebuild("--fail-on-drift"); code != exitDone || r.Drift {
		t.Errorf("it is not mended: exit code %d, report %+v", code, r)
	}
	execSQL(t, defaultDB(root), `UPDATE file SET best = 'Sloe' WHERE path = 'fig.md'`)
	if _, r := rebuild(); !slices.Equal(r.Documents, []string{"fig.md"}) || len(r.Tables) > 0 {
		t.Errorf("report %+v", r)
	}
}

// TestRebuildFindsMissedChanges shows that documents which the index holds with
// other content than the tree, lacks, or holds although they are gone, are drift as
// long as their files stood still: no build would look at them again.
func TestRebuildFindsMissedChanges(t *testing.T) {
	notUnderRace(t)
	root, rebuild := rebuildTree(t)
	gone := filepath.Join(root, "gone.md")
	writeTree(t, root, map[string]string{"gone.md": "# Gone\n\nA **wild plum**.\n"})
	mustBuild(t, buildOptions{Root: root})
	old := filepath.Join(t.TempDir(), "old.db")
	copyFile(t, defaultDB(root), old)
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	mustBuild(t, buildOptions{Root: root})
	for _, c := range []struct {
		name, damage string
		want         []string
	}{
		{"other content", `UPDATE file SET sha256 = zeroblob(32), title = 'Old' WHERE path = 'fig.md'`, []string{"fig.md"}},
		{"no document", `DELETE FROM file WHERE path = 'docs/pear.md'`, []string{"docs/pear.md"}},
		{"a document that is gone", "", []string{"gone.md"}},
	} {
		if c.damage != "" {
			execSQL(t, defaultDB(root), c.damage)
		} else { // the rows of the index as it was, with the records of the tree as it is
			now := filepath.Join(t.TempDir(), "now.db")
			copyFile(t, defaultDB(root), now)
			copyFile(t, old, defaultDB(root))
			execSQL(t, defaultDB(root), `ATTACH '`+now+`' AS now; DELETE FROM stat; INSERT INTO stat SELECT * FROM now.stat`)
		}
		if r, _ := mustBuild(t, buildOptions{Root: root}); r.Parsed+r.Removed > 0 {
			t.Fatalf("%s: the build before it has found it: %+v", c.name, r)
		}
		code, r := rebuild("--fail-on-drift")
		if code != exitFindings || !r.Drift || !slices.Equal(r.Documents, c.want) || len(r.Meanwhile) > 0 {
			t.Errorf("%s: exit code %d, report %+v", c.name, code, r)
		}
		checkClean(t, root)
	}
}

// TestRebuildTellsDamage shows that a database which is damaged where only a
// rebuild reads is set aside and built anew, and that this is drift.
func TestRebuildTellsDamage(t *testing.T) {
	notUnderRace(t)
	for _, c := range []struct {
		name, damage string
	}{
		{"where a build reads", `UPDATE stat SET records = x'00'`},
		{"in an index of SQLite's", `PRAGMA writable_schema = ON; CREATE TABLE side (folder); CREATE INDEX side_folder ON side (folder);
			UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'side_folder') WHERE name = 'file_folder'`},
		{"where none does", `UPDATE posting SET places = x'ff' WHERE file = (SELECT id FROM file WHERE path = 'fig.md')`},
	} {
		root, _ := rebuildTree(t)
		execSQL(t, defaultDB(root), c.damage)
		var out, said bytes.Buffer
		code := run(t.Context(), []string{"rebuild", root, "--json", "--fail-on-drift"}, nil, &out, &said)
		var r rebuilt
		if err := json.Unmarshal(out.Bytes(), &r); err != nil || code != exitFindings || !r.Drift || !r.Damaged {
			t.Errorf("%s: exit code %d, %s%s (%v)", c.name, code, out.String(), said.String(), err)
		}
		if !strings.Contains(said.String(), "the old one is kept as") {
			t.Errorf("%s: said %q", c.name, said.String())
		}
		checkClean(t, root)
		if code := run(t.Context(), []string{"rebuild", root, "--fail-on-drift"}, nil, &out, &said); code != exitDone {
			t.Errorf("%s: the next one ends with %d: %s", c.name, code, said.String())
		}
	}
}

// TestRebuildBringsUpToDate shows that what changed in the tree is no drift.
func TestRebuildBringsUpToDate(t *testing.T) {
	root, rebuild := rebuildTree(t)
	writeTree(t, root, map[string]string{"docs/quince.md": "# Quince\n", "fig.md": "# Fig\n\nAnother **fig leaf**.\n"})
	if err := os.Remove(filepath.Join(root, "docs", "pear.md")); err != nil {
		t.Fatal(err)
	}
	code, r := rebuild("--fail-on-drift")
	if code != exitDone || r.Drift || r.PagesWritten == 0 || r.PagesRemoved == 0 {
		t.Errorf("exit code %d, report %+v", code, r)
	}
	checkClean(t, root)
	// A database that is lost or damaged is built, and then rebuilt.
	if err := os.Remove(defaultDB(root)); err != nil {
		t.Fatal(err)
	}
	if code, r = rebuild("--fail-on-drift"); code != exitDone || r.Drift {
		t.Errorf("exit code %d, report %+v", code, r)
	}
	checkClean(t, root)
}

// TestRebuildReaders shows that a reader in the middle of a query keeps its state
// of the index while it is replaced, and that a new one sees the new index.
func TestRebuildReaders(t *testing.T) {
	root, rebuild := rebuildTree(t)
	execSQL(t, defaultDB(root), `UPDATE file SET title = 'Old' WHERE path = 'fig.md'`)
	q, err := store.OpenQuery(context.Background(), defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	rows, err := runStatement(context.Background(), q, "SELECT title FROM files ORDER BY path")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rows.Next(); err != nil { // the query is open from here on
		t.Fatal(err)
	}
	if code, r := rebuild(); code != exitDone || !slices.Equal(r.Documents, []string{"fig.md"}) {
		t.Errorf("exit code %d, report %+v", code, r)
	}
	var titles []string
	for {
		row, err := rows.Next()
		if err != nil {
			break
		}
		titles = append(titles, row[0].(string))
	}
	rows.Close()
	if !slices.Equal(titles, []string{"Plum", "Old"}) {
		t.Errorf("the reader went on with %q", titles)
	}
	fresh, err := store.OpenQuery(context.Background(), defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	if got := linesOf(t, fresh, "", "SELECT title FROM files WHERE path = 'fig.md'"); len(got) != 1 || !strings.Contains(got[0], "Fig") {
		t.Errorf("a new reader sees %q", got)
	}
}

// TestRebuildAnalyzes shows that a rebuild measures the tree, that what the
// schema says of its own stays, and that another rebuild measures anew.
func TestRebuildAnalyzes(t *testing.T) {
	notUnderRace(t)
	root, rebuild := rebuildTree(t)
	statistics := func() map[string]string {
		t.Helper()
		db, err := sql.Open("sqlite", defaultDB(root))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		rows, err := db.Query(`SELECT tbl, coalesce(idx, ''), stat FROM sqlite_stat1 UNION ALL SELECT DISTINCT 'samples', tbl, '' FROM sqlite_stat4`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		found := make(map[string]string)
		for rows.Next() {
			var table, index, stat string
			if err := rows.Scan(&table, &index, &stat); err != nil {
				t.Fatal(err)
			}
			found[table+" "+index] = stat
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return found
	}
	schema := statistics()
	for _, links := range []int{0, 1200, 1500} {
		writeTree(t, root, map[string]string{"links.md": "# Links\n\n" + strings.Repeat("[to](fig.md)\n", links)})
		if code, _ := rebuild("--fail-on-drift"); code != exitDone {
			t.Fatalf("exit code %d", code)
		}
		want := maps.Clone(schema)
		if links > 0 {
			want["link link"] = fmt.Sprintf("%d %d 1", links, links)
			want["link link_target"] = fmt.Sprintf("%d %d", links, links)
		}
		if got := statistics(); !maps.Equal(got, want) {
			t.Errorf("%d links: the statistics are %v, not %v", links, got, want)
		}
	}
}

// copyFile copies a file that is not open.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestStood shows which files may not have changed between the two builds of a
// rebuild, so that what differs is drift.
func TestStood(t *testing.T) {
	record := func(path string, size int64, racy bool) store.Record {
		return store.Record{Path: path, Stat: store.Stat{Size: size, ModTime: 1, ChangeTime: 1, Inode: 1}, Racy: racy}
	}
	of := func(records ...store.Record) *build {
		files := make([]scan.File, len(records))
		for i := range records {
			files[i] = scan.File{Path: records[i].Path, Stat: scan.Stat(records[i].Stat)}
		}
		b := &build{work: worklist{records: newFileRecords(files)}}
		for i, r := range records {
			if r.Stat.Size > 0 {
				b.work.records.keep(i, r)
			}
		}
		return b
	}
	live := of(record("changed", 1, false), record("left", 1, false), record("racy", 1, true), record("same", 1, false), record("unread", 0, false))
	clean := of(record("came", 1, false), record("changed", 2, false), record("racy", 1, false), record("same", 1, true), record("unread", 0, false))
	for path, want := range map[string]bool{"same": true, "neither": true, "changed": false, "came": false, "left": false, "racy": false, "unread": false} {
		if got := live.stood(clean, path); got != want {
			t.Errorf("%q stood: %v", path, got)
		}
	}
}
