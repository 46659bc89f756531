package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kwic/store"
)

// viewColumns is the contract for SQL: columns may be added behind these, and
// nothing else may change.
var viewColumns = map[string]string{
	"files":            "path folder class language title size lines sha256 reading keywords",
	"skipped":          "path reason",
	"folders":          "path parent depth files keywords",
	"sections":         "path ordinal parent level title anchor line end_line",
	"keywords":         "key keyword files occurrences treated",
	"variants":         "key form files",
	"keyword_files":    "key keyword kind role path line count rank definition",
	"keyword_sections": "key keyword kind role path section anchor line count",
	"links":            "path line target anchor text",
	"anchors":          "path anchor",
	"pages":            "path kind sha256 size",
	"synonyms":         "key keyword see see_key",
	"meta":             "repo commit source_url schema config built",
	"runs":             "started seconds mode scanned parsed removed pages_written pages_removed version",
}

// viewsTree has something for every view.
var viewsTree = map[string]string{
	"a.md":          "---\ntags: [fruit]\n---\n# Plum\n\nSee [figs](sub/b.md#fig) and `plum_stone()`.\n\n## Stones\n\nThe `plum_stone()` of a **Plum**.<a name=\"pit\"></a>\n",
	"sub/b.md":      "# Fig\n\nA fig has no `plum_stone()`.\n\n```c\nint fig_leaf(void);\n```\n",
	"sub/picture.x": "",
	"data.json":     "{}",
	".kwic.yaml":    "synonyms: {drupe: plum}\n",
	"zero.md":       "\x00",
}

func TestViews(t *testing.T) {
	root := t.TempDir()
	writeTree(t, root, viewsTree)
	mustBuild(t, buildOptions{Root: root})
	q, err := store.OpenQuery(context.Background(), defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	var names []string
	for _, line := range linesOf(t, q, "", "SELECT name FROM sqlite_schema WHERE type = 'view'") {
		names = append(names, strings.Trim(strings.TrimPrefix(line, " name="), `"`))
	}
	for name := range viewColumns {
		if !slices.Contains(names, name) {
			t.Errorf("there is no view %s", name)
		}
	}
	for _, name := range names {
		rows, err := runStatement(context.Background(), q, "SELECT * FROM "+name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := strings.Join(rows.Columns(), " "); got != viewColumns[name] {
			t.Errorf("%s has the columns %q, want %q", name, got, viewColumns[name])
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		if len(linesOf(t, q, "", "SELECT * FROM "+name)) == 0 {
			t.Errorf("%s is empty", name)
		}
	}
	for _, c := range []struct{ wrong, query string }{
		{"paths both indexed and skipped", "SELECT path FROM files INTERSECT SELECT path FROM skipped"},
		{"files whose number of keywords is not that of their rows", "SELECT path FROM files f WHERE keywords <> (SELECT count(DISTINCT key) FROM keyword_files k WHERE k.path = f.path)"},
		{"keywords whose counts are not those of their rows", "SELECT key FROM keywords k WHERE files <> (SELECT count(DISTINCT path) FROM keyword_files f WHERE f.key = k.key) OR occurrences <> (SELECT sum(count) FROM keyword_files f WHERE f.key = k.key)"},
		{"rows of files whose count is not that of their sections", "SELECT key, kind, path FROM keyword_files f WHERE count <> (SELECT sum(count) FROM keyword_sections s WHERE s.key = f.key AND s.kind = f.kind AND s.path = f.path)"},
		{"rows of files whose role is not their sections' best", "SELECT key, kind, path, role FROM keyword_files f WHERE role NOT IN (SELECT role FROM keyword_sections s WHERE s.key = f.key AND s.kind = f.kind AND s.path = f.path)"},
		{"keywords in sections that do not exist", "SELECT path, section FROM keyword_sections EXCEPT SELECT path, ordinal FROM sections"},
		{"folders whose files are not counted", "SELECT path FROM folders d WHERE files <> (SELECT count(*) FROM files f WHERE d.path = '.' OR f.path LIKE d.path || '/%')"},
		{"folders whose keywords are not counted", "SELECT path FROM folders d WHERE keywords <> (SELECT count(DISTINCT key) FROM keyword_files f WHERE d.path = '.' OR f.path LIKE d.path || '/%')"},
		{"links that do not lead to the document", "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM links WHERE path = 'a.md' AND target = 'sub/b.md' AND anchor = 'fig')"},
		{"a row of meta too many", "SELECT n FROM (SELECT count(*) AS n FROM meta) WHERE n <> 1"},
	} {
		for _, row := range linesOf(t, q, "", c.query) {
			t.Errorf("%s:%s", c.wrong, row)
		}
	}
}

// TestDatabaseFile shows what stands beside the database and in its header
// after a build, and that other programs can read it then and meanwhile.
func TestDatabaseFile(t *testing.T) {
	root := t.TempDir()
	writeTree(t, root, viewsTree)
	mustBuild(t, buildOptions{Root: root})
	var beside []string
	for path := range pagesBelow(t, filepath.Join(root, indexFolder)) {
		if !strings.HasPrefix(path, "pages/") {
			beside = append(beside, path)
		}
	}
	slices.Sort(beside)
	if got, want := strings.Join(beside, " "), ".gitignore index.db index.db.lock"; got != want {
		t.Errorf("the folder of the index holds %s, want %s", got, want)
	}
	content, err := os.ReadFile(defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(content[68:72]); got != "kwic" {
		t.Errorf("bytes 68 to 71 are %q, want \"kwic\"", got)
	}
	for path, page := range pagesBelow(t, defaultOut(root)) {
		q, err := store.OpenQuery(context.Background(), defaultDB(root))
		if err != nil {
			t.Fatal(err)
		}
		rows := linesOf(t, q, "", fmt.Sprintf("SELECT size FROM pages WHERE path = '%s'", path))
		if want := fmt.Sprintf(" size=%d", len(page)); path != ".gitattributes" && !slices.Equal(rows, []string{want}) {
			t.Errorf("page %s is on record as %q, want %q", path, rows, want)
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
	program, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("sqlite3 is not installed")
	}
	ask := func() string {
		said, err := exec.Command(program, "-readonly", defaultDB(root), "SELECT count(*) FROM files; PRAGMA integrity_check; SELECT count(*) FROM keyword_sections WHERE role = 'title'").CombinedOutput()
		if err != nil {
			t.Fatalf("sqlite3: %v\n%s", err, said)
		}
		return string(said)
	}
	after := ask()
	if !strings.HasPrefix(after, "2\nok\n") {
		t.Errorf("sqlite3 reads %q", after)
	}
	// A build that has written and not yet committed.
	s, err := store.Open(context.Background(), defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	u, err := s.Begin(false)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Rollback()
	if err := u.Remove("a.md"); err != nil {
		t.Fatal(err)
	}
	if during := ask(); during != after {
		t.Errorf("during a build sqlite3 reads %q, before it %q", during, after)
	}
	if rows := viewsOf(t, defaultDB(root)); !slices.ContainsFunc(rows, func(row string) bool { return strings.HasPrefix(row, `files path="a.md"`) }) {
		t.Error("during a build a query sees what is not committed")
	}
}
