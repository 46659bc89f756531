package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"kwic/migrations"

	"github.com/pressly/goose/v3"
)

// earlier is an index as kwic wrote it in the schema's step 2.
const earlier = `
INSERT INTO folder VALUES (1, '.', NULL, 0, 3, 4), (2, 'b', 1, 1, 1, 2);
INSERT INTO file (id, folder, path, name, language, class, title, size, lines, sha256, simple, keywords) VALUES
    (1, 1, 'a.md', 'a.md', 'markdown', 'doc', 'Plum', 10, 3, x'00', 0, 3),
    (2, 2, 'b/b.md', 'b.md', 'markdown', 'doc', '', 20, 9, x'01', 1, 2),
    (4, 1, 'c.c', 'c.c', 'c', 'source', '', 20, 9, x'02', 0, 1);
INSERT INTO section VALUES
    (1, 0, NULL, 0, 'Plum', '', 1, 3), (1, 1, 0, 1, 'Plum', 'plum', 1, 3), (1, 2, 1, 2, 'Plum stone', 'plum-stone', 2, 3), (1, 3, 1, 2, 'A: b', 'a-b', 3, 3),
    (2, 0, NULL, 0, '', '', 1, 9), (2, 1, 0, 1, 'Fig (leaf)', 'fig-leaf', 3, 9), (2, 2, 0, 1, 'Ärger', 'ärger', 5, 9), (4, 0, NULL, 0, '', '', 1, 9);
INSERT INTO link VALUES
    (1, 0, 1, 'b/b.md', '', 'fig', NULL), (1, 1, 2, 'https://example.org/a#x', '', 'out', NULL), (1, 2, 3, 'b/b.md', 'fig-leaf', 'leaf', './b/b.md#fig-leaf'),
    (2, 0, 4, 'a.md', '', '', '../b/../a.md'), (2, 1, 4, 'b/b.md', '', 'self', NULL), (2, 2, 5, 'gone.md', '', 'gone', '/gone.md');
INSERT INTO keyword VALUES (1, 'plum', 0, 2, 1, 9, 384), (2, 'fig leaf', 1, 2, 1, 3, 256), (3, 'plum_stone', 0, 1, 1, 1, 2), (5, 'once', 3, 1, 0, 1, 256);
INSERT INTO variant VALUES (1, 0, 'plum', 2), (1, 2, 'Plums', 1), (2, 0, 'fig leaf', 1), (2, 1, 'Fig leaf', 1), (3, 0, 'plum_stone', 1), (5, 3, 'once', 1);
INSERT INTO posting VALUES
    (1, 1, 1, 1, 8, 2, 1, 5, '[[1,1,1,0],[2,2,3,4],[3,3,1,4]]'), (1, 2, 1, 1, 7 + 64, 0, 1, 2, '[[1,1,1,4],[3,3,1,4]]'),
    (1, 3, 2, 1, 8 + 16, 0, 2, 2, '[[2,2,1,1],[3,3,1,1]]'), (1, 4, 3, 1, 1 + 32 + 128, 0, 2, 1, 2),
    (2, 1, 2, 2, 8 + 64, 1, 4, 1, 1), (2, 2, 1, 2, 8 + 64, 0, 3, 2, 0), (4, 1, 5, 1, 8 + 64, 3, 7, 1, 0);
INSERT INTO page VALUES
    ('files/a.md_kw.md', 'file', 'file a.md', '', 0, 4, 10, x'00'), ('files/b/index.md', 'folder', 'folder b', '', 0, 4, 10, x'01'),
    ('keywords/k-p.md', 'keywords', 'keywords p', '', 1, 0, 10, x'02'), ('keywords/k-pl.md', 'keywords', 'keywords p', 'pl', 0, 9, 10, x'03');
INSERT INTO setting VALUES ('config', 'x'), ('keywords', '4');
INSERT INTO skip VALUES ('x.bin', 'binary');
`

// openAt makes an index of an earlier step of the schema.
func openAt(t *testing.T, path string, step int64) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, url.Values{"_pragma": {"journal_mode(wal)"}}))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, migrations.FS, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if _, err := provider.UpTo(ctx, 2); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(earlier + fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(ctx, step); err != nil {
		t.Fatal(err)
	}
}

// viewRows returns the rows of the public views that say what documents hold.
func viewRows(t *testing.T, c *conn) string {
	t.Helper()
	var text strings.Builder
	for _, view := range PublicViews() {
		if view.Name == "meta" || view.Name == "anchors" { // tells the schema; came later
			continue
		}
		var columns, rows []string
		for _, column := range view.Columns {
			columns = append(columns, `quote("`+column.Name+`")`)
		}
		err := c.each(`SELECT `+strings.Join(columns, ` || ' ' || `)+` FROM `+view.Name, func(r row) error {
			rows = append(rows, r.text(0))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(rows)
		fmt.Fprintf(&text, "%s\n%s\n\n", view.Name, strings.Join(rows, "\n"))
	}
	return text.String()
}

// An index of an earlier schema says the same in all views after it is opened for
// writing, has the words that lead to its keywords, and can be asked and changed.
func TestEarlierIndexes(t *testing.T) {
	ctx := context.Background()
	for _, step := range []int64{2, 6} {
		t.Run(fmt.Sprint(step), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "index.db")
			openAt(t, path, step)
			if _, err := OpenQuery(ctx, path); !errors.Is(err, ErrOlder) {
				t.Errorf("a query of the earlier schema: %v", err)
			}
			want := ""
			if step == 6 { // since then, views have gained no columns
				c, err := openConn(dsn(path, nil))
				if err != nil {
					t.Fatal(err)
				}
				want = viewRows(t, c)
				if err := c.close(); err != nil {
					t.Fatal(err)
				}
			}
			s, err := Open(ctx, path)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			newest, err := newestStep()
			if err != nil {
				t.Fatal(err)
			}
			if have, err := s.step(); err != nil || have != newest {
				t.Errorf("the schema is %d, not %d: %v", have, newest, err)
			}
			if got := viewRows(t, s.write); want != "" && got != want {
				t.Errorf("the views say\n%s\nand said\n%s", got, want)
			}
			if got, want := wordRows(t, s.write), wordsOfForms(t, s.write); !slices.Equal(got, want) {
				t.Errorf("words\n%q\nnot\n%q", got, want)
			}
			checkBest(t, s)
			checkTallies(t, s.write)
			change(t, s, path)
			checkTallies(t, s.write)
		})
	}
}

// checkBest makes sure that folders' pages show what the postings say.
func checkBest(t *testing.T, s *Store) {
	t.Helper()
	r, err := s.NewReader(NewHeads())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	files, err := r.FilesIn(1)
	if err != nil || len(files) != 2 || !slices.Equal(files[0].Best, []string{"Plums", "plum", "fig leaf", "plum_stone"}) {
		t.Errorf("the files of the root: %v, %v", files, err)
	}
}

// change moves a document's content and back again, which leaves the views as they
// were.
func change(t *testing.T, s *Store, path string) {
	t.Helper()
	before := viewRows(t, s.write)
	for _, empty := range []bool{true, false} {
		u, err := s.Begin(false)
		if err != nil {
			t.Fatal(err)
		}
		d, err := u.Document("a.md")
		if err != nil {
			t.Fatal(err)
		}
		from, to := "a.md", "d.md"
		if !empty {
			if d, err = u.Document("d.md"); err != nil {
				t.Fatal(err)
			}
			from, to = to, from
		}
		file := &File{Path: to, Language: "markdown", Class: "doc", Size: 10}
		if err := u.Put(file, d); err != nil {
			t.Fatal(err)
		}
		if err := u.Remove(from); err != nil {
			t.Fatal(err)
		}
		if err := u.Commit(context.Background(), &Outcome{Settings: Settings{}, Skipped: []Skip{{"x.bin", "binary"}}}); err != nil {
			t.Fatal(err)
		}
	}
	zeros := strings.Repeat("0", 64)
	if got, want := viewRows(t, s.write), strings.Replace(before, "'00' 'full'", "'"+zeros+"' 'full'", 1); got != want {
		t.Errorf("after a move and back the views say\n%s\nand said\n%s", got, want)
	}
	if err := s.CheckIntegrity(); err != nil {
		t.Error(err)
	}
}

// stoppedAfter is a context that ends when it has been asked for its end a number
// of times.
type stoppedAfter struct {
	context.Context
	stop func()
	left atomic.Int32
}

func (s *stoppedAfter) Done() <-chan struct{} {
	if s.left.Add(-1) == 0 {
		s.stop()
	}
	return s.Context.Done()
}

// A migration that is interrupted says so, wherever it was.
func TestMigrationIsInterrupted(t *testing.T) {
	if raceEnabled {
		t.Skip("takes long under the race detector")
	}
	t.Parallel()
	const step = 23
	for n := int32(1); ; n += step {
		ctx, cancel := context.WithCancel(context.Background())
		counted := &stoppedAfter{Context: ctx, stop: cancel}
		counted.left.Store(n)
		s, err := Open(counted, filepath.Join(t.TempDir(), "index.db"))
		cancel()
		if err == nil {
			if n == 1 {
				t.Fatal("it is never interrupted")
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			t.Logf("interrupted at %d moments", n/step)
			return
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("at %d: %v", n, err)
		}
	}
}
