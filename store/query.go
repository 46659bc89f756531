package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Query runs anybody's SQL over the index and cannot change a byte of it, or of
// anything else: the connection is opened read-only, query_only refuses
// statements that write, and a limit of no attached databases stops ATTACH and
// VACUUM INTO, which would make files elsewhere in spite of both.
type Query struct {
	path string
	lone bool // no other connection had left a write-ahead log
	db   *sql.DB
	conn *sql.Conn
}

// OpenQuery opens the index at path for queries. It sees one state of it, that
// of its first query, while builds go on.
func OpenQuery(ctx context.Context, path string) (*Query, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	if empty, err := inspect(path); err != nil {
		return nil, err
	} else if empty {
		return nil, ErrUnfinished
	}
	_, err := os.Stat(path + "-wal")
	lone := errors.Is(err, fs.ErrNotExist)
	q, err := openQuery(ctx, path, url.Values{"mode": {"ro"}})
	if err != nil && readOnlyFolder(path) {
		// A WAL database needs files beside it even for reading. Where they
		// cannot be made and no writer can come, it is read as it stands.
		q, err = openQuery(ctx, path, url.Values{"mode": {"ro"}, "immutable": {"1"}})
	}
	if err != nil {
		return nil, asDamage(err)
	}
	q.path, q.lone = path, lone
	return q, nil
}

func openQuery(ctx context.Context, path string, parameters url.Values) (*Query, error) {
	parameters["_pragma"] = []string{"busy_timeout(10000)", "query_only(1)", "trusted_schema(0)", "temp_store(memory)"}
	connector, err := sqlite.NewConnector(dsn(path, parameters))
	if err != nil {
		return nil, err
	}
	q := &Query{db: sql.OpenDB(connector)}
	if q.conn, err = q.db.Conn(ctx); err != nil {
		return nil, errors.Join(err, q.db.Close())
	}
	if err := q.prepare(ctx); err != nil {
		return nil, errors.Join(err, q.Close())
	}
	return q, nil
}

func (q *Query) prepare(ctx context.Context) error {
	if _, err := sqlite.Limit(q.conn, sqlite3.SQLITE_LIMIT_ATTACHED, 0); err != nil {
		return err
	}
	var version, newest int64
	newest, err := newestStep()
	if err != nil {
		return err
	}
	if err := q.conn.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version`).Scan(&version); err != nil {
		return asDamagedSchema(err)
	}
	if version > newest {
		return fmt.Errorf("%w: its schema is %d, this kwic knows %d", ErrNewer, version, newest)
	}
	return nil
}

// readOnlyFolder reports whether no file can be made beside path and no
// write-ahead log stands there.
func readOnlyFolder(path string) bool {
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	probe, err := os.CreateTemp(filepath.Dir(path), ".kwic-probe-*.tmp")
	if err != nil {
		return true
	}
	probe.Close()
	os.Remove(probe.Name())
	return false
}

// Close releases the index.
func (q *Query) Close() error {
	err := errors.Join(q.conn.Close(), q.db.Close())
	if q.lone {
		tidy(q.path)
	}
	return err
}

// tidy removes the empty log and its index that SQLite makes for reading and
// that a connection which may not write leaves behind: one that may, and is the
// last, takes them away. Where it cannot be opened, they do no harm.
func tidy(path string) {
	if log, err := os.Stat(path + "-wal"); err != nil || log.Size() > 0 {
		return
	}
	c, err := openConn(dsn(path, url.Values{"mode": {"rw"}}))
	if err != nil {
		return
	}
	_, _, _ = c.first(`SELECT 1 FROM sqlite_schema`)
	_ = c.close()
}

// Rows are the rows of a query's result.
type Rows struct {
	rows    *sql.Rows
	columns []string
}

// Run runs one statement.
func (q *Query) Run(ctx context.Context, text string) (*Rows, error) {
	if err := oneStatement(text); err != nil {
		return nil, err
	}
	rows, err := q.conn.QueryContext(ctx, text)
	if err != nil {
		return nil, err
	}
	columns, err := rows.Columns()
	if err != nil {
		return nil, errors.Join(err, rows.Close())
	}
	return &Rows{rows, columns}, nil
}

// Columns returns the names of the result's columns.
func (r *Rows) Columns() []string { return r.columns }

// Next returns the next row, whose values are nil, int64, float64, string or
// []byte, and io.EOF after the last.
func (r *Rows) Next() ([]any, error) {
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return nil, err
		}
		return nil, io.EOF
	}
	values, pointers := make([]any, len(r.columns)), make([]any, len(r.columns))
	for i := range values {
		pointers[i] = &values[i]
	}
	if err := r.rows.Scan(pointers...); err != nil {
		return nil, err
	}
	return values, nil
}

// Close ends the query.
func (r *Rows) Close() error { return r.rows.Close() }
