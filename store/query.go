package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Query runs anybody's SQL over the index and cannot change a byte of it, or of
// anything else. Several walls stand behind each other: the file is opened for
// reading, query_only refuses statements that write, and an authorizer lets
// nothing through but reading (see authorize). It sees one state of the index,
// that of its first question, while builds go on. It is for one goroutine.
type Query struct {
	path string
	lone bool // no other connection had left a write-ahead log with something in it
	conn *conn

	file     os.FileInfo // of path, before it was opened; nil where no second connection shows the same
	counting *counting   // that goes on beside
}

// queryCache bounds the pages of the database that a query holds in memory, in
// KiB. What reads all postings in another order than theirs comes back to most of
// their pages again and again: with 2 MB, it takes three times as long in all.
const queryCache = 16_000

// OpenQuery opens the index at path for questions; while it is built for the
// first time, an empty one, which Meta tells. An error satisfies errors.Is with
// fs.ErrNotExist, ErrForeign, ErrNewer, ErrOlder, ErrUnfinished or ErrDamaged
// where one of these is the cause.
func OpenQuery(ctx context.Context, path string) (*Query, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path, err := Resolve(path)
	if err != nil {
		return nil, err
	}
	q, unfinished, err := openQuery(path)
	if err != nil && unfinished {
		// The first build may have ended since the link to the empty index was
		// followed.
		if q, unfinished, err = openQuery(path); err != nil && unfinished {
			return nil, unfinishedError(path, err)
		}
	}
	return q, asDamage(err)
}

// unfinishedError says why an index cannot be asked that no build has finished.
// That tables are missing from it is no news.
func unfinishedError(path string, err error) error {
	if info, why := os.Stat(path); why == nil && info.Size() == 0 {
		return fmt.Errorf("%w: its file is empty", ErrUnfinished)
	}
	if errors.Is(asDamage(err), ErrDamaged) || errors.Is(err, fs.ErrNotExist) {
		return ErrUnfinished
	}
	return fmt.Errorf("%w: %v", ErrUnfinished, err)
}

// openQuery opens the index at path, and reports whether the first build of it
// had not ended.
func openQuery(path string) (q *Query, unfinished bool, err error) {
	if _, err := os.Lstat(path); err != nil {
		return nil, false, err
	}
	if unfinished, err = inspect(path); err != nil {
		return nil, false, err
	}
	file, _ := os.Stat(path) // nil where it fails
	log, err := os.Stat(path + "-wal")
	q = &Query{path: path, file: file, lone: !unfinished && (errors.Is(err, fs.ErrNotExist) || err == nil && log.Size() == 0)}
	err = q.open(url.Values{"mode": {"ro"}}, unfinished)
	if err != nil && q.lone {
		tidy(path) // what SQLite made before it found the damage
	}
	if err != nil && !knownState(err) && readOnlyFolder(path) {
		// A WAL database needs files beside it even for reading. Where they
		// cannot be made and no writer can come, it is read as it stands.
		err = q.open(url.Values{"mode": {"ro"}, "immutable": {"1"}}, unfinished)
		q.file = nil
	}
	if err != nil {
		return nil, unfinished, err
	}
	return q, unfinished, nil
}

// knownState reports whether an error says what the index is, which no other
// way of opening it would change.
func knownState(err error) bool { return errors.Is(err, ErrOlder) || errors.Is(err, ErrNewer) }

func (q *Query) open(parameters url.Values, unfinished bool) (err error) {
	pragmas := []string{"query_only = 1", "trusted_schema = 0", "temp_store = file", fmt.Sprintf("cache_size = -%d", queryCache)}
	if unfinished {
		pragmas = append(pragmas, "busy_timeout = 0") // nobody writes what can be asked
	}
	q.conn, err = openConn(dsn(q.path, parameters), pragmas...)
	if err != nil {
		return err
	}
	if err := q.prepare(); err != nil {
		return errors.Join(err, q.conn.close())
	}
	return nil
}

// prepare begins the transaction that shows one state, looks at the schema's
// step and puts up the walls.
func (q *Query) prepare() error {
	newest, err := newestStep()
	if err != nil {
		return err
	}
	if err := q.conn.execOnce(`BEGIN`); err != nil {
		return err
	}
	r, _, err := q.conn.first(`SELECT max(version_id) FROM goose_db_version`)
	if err != nil {
		return asDamagedSchema(err)
	}
	switch version := r.int(0); {
	case version > newest:
		return fmt.Errorf("%w: its schema is %d, this kwic knows %d", ErrNewer, version, newest)
	case version < newest:
		return fmt.Errorf("%w: its schema is %d, this kwic has %d", ErrOlder, version, newest)
	}
	return q.conn.onlyRead()
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
	q.stopCount()
	err := q.conn.close()
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
	_, _, _ = c.first(`PRAGMA user_version`) // reads the file, and no schema
	_ = c.close()
}

// Rows are the rows of a statement's result.
type Rows struct {
	ctx     context.Context
	stmt    *stmt
	text    string // the whole script
	start   int    // of the statement in it
	columns []string
	begun   bool
	stop    func() // ends the watch on ctx
}

// Columns returns the names of the result's columns.
func (r *Rows) Columns() []string { return r.columns }

// Next returns the next row, whose values are nil, int64, float64, string or
// []byte, and io.EOF after the last. The end of the context ends the query with
// the context's error.
func (r *Rows) Next() ([]any, error) {
	if r.stmt == nil {
		return nil, io.EOF
	}
	c := r.stmt.conn
	if !r.begun {
		r.begun = true
		r.stop = c.watch(r.ctx)
	}
	if err := r.ctx.Err(); err != nil {
		return nil, err
	}
	switch rc := sqlite3.Xsqlite3_step(c.tls, r.stmt.p); rc {
	case sqlite3.SQLITE_ROW:
	case sqlite3.SQLITE_DONE:
		return nil, io.EOF
	default:
		if err := r.ctx.Err(); err != nil {
			return nil, err
		}
		return nil, r.failure(rc)
	}
	values := make([]any, len(r.columns))
	for i := range values {
		values[i] = row{stmt: r.stmt}.value(i)
	}
	return values, nil
}

// failure returns the error of a step. What the statement itself did wrong, such
// as a number that overflows, says nothing of the index.
func (r *Rows) failure(rc int32) error {
	failure := r.stmt.conn.failure(rc)
	switch code := sqliteCode(failure); code & 0xff {
	case sqlite3.SQLITE_ERROR, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_AUTH:
		return &SyntaxError{Text: r.text, Offset: r.start, Message: failure.(*Error).Message, Code: code, Running: true}
	}
	return asDamage(failure)
}

// Close ends the query.
func (r *Rows) Close() error {
	if r.stop != nil {
		r.stop()
	}
	if r.stmt != nil {
		r.stmt.finalize()
		r.stmt = nil
	}
	return nil
}

// watch interrupts what the connection is doing when ctx ends. The function that
// it returns ends the watch, and must be called before the connection is closed.
func (c *conn) watch(ctx context.Context) (stop func()) {
	done := make(chan struct{})
	cancel := context.AfterFunc(ctx, func() {
		defer close(done)
		tls := libc.NewTLS()
		defer tls.Close()
		sqlite3.Xsqlite3_interrupt(tls, c.db)
	})
	return sync.OnceFunc(func() {
		if !cancel() {
			<-done
		}
	})
}
