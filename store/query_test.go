package store

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// Each way round reading is refused, and leaves no trace.
func TestQueriesOnlyRead(t *testing.T) {
	q := findIndex(t, findDocuments)
	t.Chdir(t.TempDir())
	before, err := os.ReadFile(q.path)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO setting VALUES ('a', 'b')`, `DELETE FROM file`, `UPDATE file SET title = ''`, `REPLACE INTO setting VALUES ('a', 'b')`,
		`WITH x AS (SELECT 1) DELETE FROM file`, `DELETE FROM file RETURNING path`,
		`CREATE TABLE more (a)`, `CREATE TEMP TABLE more (a)`, `CREATE TEMP TABLE more AS SELECT 1`, `CREATE VIEW more AS SELECT 1`, `CREATE TEMP VIEW more AS SELECT 1`,
		`CREATE INDEX more ON file (title)`, `CREATE TEMP TRIGGER more AFTER INSERT ON file BEGIN SELECT 1; END`, `CREATE VIRTUAL TABLE more USING fts5(a)`,
		`DROP VIEW files`, `DROP TABLE file`, `ALTER TABLE file RENAME TO other`, `REINDEX`, `ANALYZE`, `VACUUM`, `VACUUM INTO 'copy.db'`,
		`ATTACH 'new.db' AS new`, `ATTACH ':memory:' AS new`, `ATTACH 'file:new.db?mode=rwc' AS new`, `DETACH main`,
		`BEGIN`, `BEGIN IMMEDIATE`, `COMMIT`, `ROLLBACK`, `SAVEPOINT a`, `RELEASE a`,
		`SELECT load_extension('x')`, `SELECT LOAD_EXTENSION('x', 'y')`, `SELECT fts3_tokenizer('x', x'00')`, `SELECT writefile('made', 'x')`, `SELECT edit('x')`,
		`PRAGMA query_only = 0`, `PRAGMA query_only`, `PRAGMA writable_schema = 1`, `PRAGMA writable_schema(1)`, `PRAGMA journal_mode = delete`, `PRAGMA journal_mode(off)`, `PRAGMA main.journal_mode = delete`,
		`PRAGMA user_version = 7`, `PRAGMA user_version(7)`, `PRAGMA application_id = 7`, `PRAGMA schema_version = 7`, `PRAGMA encoding = 'UTF-16'`, `PRAGMA wal_checkpoint(truncate)`,
		`PRAGMA optimize`, `PRAGMA incremental_vacuum`, `PRAGMA trusted_schema = 1`, `PRAGMA temp_store = file`, `PRAGMA temp_store_directory = '.'`, `PRAGMA mmap_size = 1000000`,
		`PRAGMA locking_mode = exclusive`, `PRAGMA cache_spill = 1`, `PRAGMA synchronous = off`, `PRAGMA hard_heap_limit = 1`, `PRAGMA no_such_pragma`,
		`SELECT * FROM pragma_writable_schema`, `SELECT * FROM pragma_user_version(7)`, `EXPLAIN DELETE FROM file`,
	} {
		rows, err := firstOf(context.Background(), t, q, statement)
		for err == nil {
			_, err = rows.Next()
		}
		if errors.Is(err, io.EOF) {
			t.Errorf("%s is done", statement)
		}
		if rows != nil {
			rows.Close()
		}
	}
	for _, statement := range []string{
		`SELECT count(*) FROM files`, `VALUES (1)`, `EXPLAIN QUERY PLAN SELECT * FROM files`, `EXPLAIN SELECT 1`, `PRAGMA table_info(files)`, `SELECT * FROM pragma_table_info('files')`,
		`PRAGMA user_version`, `PRAGMA integrity_check`, `SELECT name FROM sqlite_schema`, `SELECT json_extract('{"a":1}', '$.a')`,
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT sum(i) FROM n`,
	} {
		rows, err := firstOf(context.Background(), t, q, statement)
		if err == nil {
			_, err = rows.Next()
			rows.Close()
		}
		if err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
	after, err := os.ReadFile(q.path)
	if err != nil || string(after) != string(before) {
		t.Errorf("the index has other bytes: %v", err)
	}
	if made, err := filepath.Glob("*"); err != nil || len(made) > 0 {
		t.Errorf("files were made: %q, %v", made, err)
	}
}

// firstOf runs the first statement of a script, which is closed when the test ends.
func firstOf(ctx context.Context, t *testing.T, q *Query, text string) (*Rows, error) {
	script, err := q.Script(text)
	if err != nil {
		return nil, err
	}
	t.Cleanup(script.Close)
	return script.Next(ctx, nil)
}

func TestScriptEnds(t *testing.T) {
	q := findIndex(t, nil)
	for query, many := range map[string]bool{
		"SELECT 1":                              false,
		"SELECT 1 ; -- done; really\n/* ; */ ;": false,
		"SELECT ';', 1 AS \";\"":                false,
		"SELECT 1 -- ; SELECT 2":                false,
		"SELECT 1; SELECT 2":                    true,
		"SELECT ';'; DROP TABLE file":           true,
		"/* ; */ SELECT 1; x":                   true,
	} {
		script, err := q.Script(query)
		if err != nil {
			t.Fatalf("%q: %v", query, err)
		}
		rows, err := script.Next(t.Context(), nil)
		if err != nil || script.Ended() == many {
			t.Errorf("%q: ended %v, %v", query, script.Ended(), err)
		}
		if rows != nil {
			rows.Close()
		}
		script.Close()
	}
	script, err := q.Script("  -- nothing\n")
	if err != nil {
		t.Fatal(err)
	}
	defer script.Close()
	if _, err := script.Next(t.Context(), nil); !errors.Is(err, io.EOF) {
		t.Errorf("a script of nothing: %v", err)
	}
}

const endless = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT `

// A query without an end ends with its context, and the next one is not hurt.
func TestQueryIsStopped(t *testing.T) {
	q := findIndex(t, nil)
	for range 20 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		rows, err := firstOf(ctx, t, q, endless+`max(i) FROM n`)
		if err == nil {
			_, err = rows.Next()
			rows.Close()
		}
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("the query ended with %v", err)
		}
		if rows, err = firstOf(context.Background(), t, q, `SELECT 1`); err == nil {
			_, err = rows.Next()
			rows.Close()
		}
		if err != nil {
			t.Fatalf("after a query that was stopped: %v", err)
		}
	}
}

// Rows are handed on as they come, however many there are.
func TestRowsStream(t *testing.T) {
	q := findIndex(t, nil)
	rows, err := firstOf(context.Background(), t, q, endless+`i, 'some text of a row' FROM n`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var stats runtime.MemStats
	heap := func() uint64 {
		runtime.GC()
		runtime.ReadMemStats(&stats)
		return stats.HeapInuse
	}
	before := heap()
	for range 300_000 {
		if _, err := rows.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if after := heap(); after > before+8<<20 {
		t.Errorf("300,000 rows hold %d KB", (after-before)>>10)
	}
}
