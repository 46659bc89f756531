package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

const pointerSize = int(unsafe.Sizeof(uintptr(0)))

// conn is one connection to the database, for one goroutine at a time.
//
// It calls SQLite's own interface. database/sql and the driver beneath it cost
// more than SQLite itself for the million small rows of a build: conversions,
// an allocation a value, and the locks of a connection that many goroutines may
// share. Whole cold builds take a seventh less processor time this way.
type conn struct {
	tls   *libc.TLS
	db    uintptr
	stmts map[string]*stmt
}

// stmt is a compiled statement.
type stmt struct {
	conn  *conn
	p     uintptr
	query string
	arena uintptr // C memory that holds the texts bound
	size  int     // of the arena, in bytes
	busy  bool
}

// Error is a failure that SQLite reports.
type Error struct {
	Code    int // extended result code
	Message string
}

// Error returns SQLite's message and its code.
func (e *Error) Error() string { return fmt.Sprintf("%s (%d)", e.Message, e.Code) }

// openConn opens a connection to the database that a URI names, and runs the
// pragmas on it.
func openConn(uri string, pragmas ...string) (*conn, error) {
	usePageMemory()
	c := &conn{tls: libc.NewTLS(), stmts: make(map[string]*stmt)}
	name, err := libc.CString(uri)
	if err != nil {
		c.tls.Close()
		return nil, err
	}
	defer libc.Xfree(c.tls, name)
	handle := c.tls.Alloc(pointerSize)
	defer c.tls.Free(pointerSize)
	rc := sqlite3.Xsqlite3_open_v2(c.tls, name, handle, sqlite3.SQLITE_OPEN_READWRITE|sqlite3.SQLITE_OPEN_CREATE|sqlite3.SQLITE_OPEN_NOMUTEX|sqlite3.SQLITE_OPEN_URI, 0)
	c.db = pointerAt(handle)
	if rc != sqlite3.SQLITE_OK {
		return nil, errors.Join(c.failure(rc), c.close())
	}
	sqlite3.Xsqlite3_busy_timeout(c.tls, c.db, 10_000)
	for _, pragma := range pragmas {
		if err := c.execOnce("PRAGMA " + pragma); err != nil {
			return nil, errors.Join(err, c.close())
		}
	}
	return c, nil
}

// pointerAt reads a pointer from SQLite's memory.
func pointerAt(p uintptr) uintptr {
	b := libc.GoBytes(p, pointerSize)
	if pointerSize == 4 {
		return uintptr(binary.NativeEndian.Uint32(b))
	}
	return uintptr(binary.NativeEndian.Uint64(b))
}

// failure returns the error of the last call, whose result code was rc.
func (c *conn) failure(rc int32) error {
	if c.db == 0 {
		return &Error{int(rc), "out of memory"}
	}
	return &Error{int(sqlite3.Xsqlite3_extended_errcode(c.tls, c.db)), libc.GoString(sqlite3.Xsqlite3_errmsg(c.tls, c.db))}
}

// forget drops all compiled statements.
func (c *conn) forget() {
	for _, s := range c.stmts {
		s.finalize()
	}
	clear(c.stmts)
}

// close releases the connection and its statements.
func (c *conn) close() error {
	if c.tls == nil {
		return nil
	}
	c.forget()
	var err error
	if rc := sqlite3.Xsqlite3_close_v2(c.tls, c.db); rc != sqlite3.SQLITE_OK {
		err = c.failure(rc)
	}
	c.tls.Close()
	c.tls = nil
	return err
}

// giveBackPages empties the caches of a connection that holds many pages and will not
// need them for a while. The caches of all connections share what they may hold
// together: where the one that wrote holds more than its part, others are left
// with a few pages each, which they read again and again. After a change of all
// documents, pages were rendered with 1.1 million reads of the database instead
// of 0.1 million.
func (c *conn) giveBackPages() {
	numbers := c.tls.Alloc(8)
	defer c.tls.Free(8)
	if rc := sqlite3.Xsqlite3_db_status(c.tls, c.db, sqlite3.SQLITE_DBSTATUS_CACHE_USED, numbers, numbers+4, 0); rc != sqlite3.SQLITE_OK {
		return // a cache that stays full makes others slow, and no more
	}
	if used := binary.NativeEndian.Uint32(libc.GoBytes(numbers, 4)); used > cacheSize<<10/2 {
		sqlite3.Xsqlite3_db_release_memory(c.tls, c.db)
	}
}

// prepare returns the statement of query, compiled once a connection.
func (c *conn) prepare(query string) (*stmt, error) {
	if s, ok := c.stmts[query]; ok {
		return s, nil
	}
	s, err := c.compile(query)
	if err == nil {
		c.stmts[query] = s
	}
	return s, err
}

func (c *conn) compile(query string) (*stmt, error) {
	text, err := libc.CString(query)
	if err != nil {
		return nil, err
	}
	defer libc.Xfree(c.tls, text)
	handle := c.tls.Alloc(pointerSize)
	defer c.tls.Free(pointerSize)
	if rc := sqlite3.Xsqlite3_prepare_v2(c.tls, c.db, text, -1, handle, 0); rc != sqlite3.SQLITE_OK {
		return nil, asDamagedSchema(fmt.Errorf("%w in %q", c.failure(rc), query))
	}
	return &stmt{conn: c, p: pointerAt(handle), query: query}, nil
}

func (s *stmt) finalize() {
	sqlite3.Xsqlite3_finalize(s.conn.tls, s.p) // repeats the error of the last step, if any
	sqlite3.Xsqlite3_free(s.conn.tls, s.arena)
	s.p, s.arena, s.size = 0, 0, 0
}

// bind sets the statement's parameters: int64, float64, string, []byte or nil.
// Texts are copied to memory of the statement's own, which SQLite reads until
// the next bind.
func (s *stmt) bind(args []any) error {
	need := 1
	for _, a := range args {
		switch v := a.(type) {
		case string:
			need += len(v)
		case []byte:
			need += len(v)
		}
	}
	if need > s.size {
		sqlite3.Xsqlite3_free(s.conn.tls, s.arena)
		s.size = max(need, 2*s.size, 64)
		if s.arena = sqlite3.Xsqlite3_malloc64(s.conn.tls, uint64(s.size)); s.arena == 0 {
			s.size = 0
			return &Error{sqlite3.SQLITE_NOMEM, "out of memory"}
		}
	}
	memory := libc.GoBytes(s.arena, s.size) // the memory itself, no copy
	at := 0
	for i, a := range args {
		var rc int32
		n := int32(i + 1)
		switch v := a.(type) {
		case nil:
			rc = sqlite3.Xsqlite3_bind_null(s.conn.tls, s.p, n)
		case int64:
			rc = sqlite3.Xsqlite3_bind_int64(s.conn.tls, s.p, n, v)
		case float64:
			rc = sqlite3.Xsqlite3_bind_double(s.conn.tls, s.p, n, v)
		case string:
			copy(memory[at:], v)
			rc = sqlite3.Xsqlite3_bind_text(s.conn.tls, s.p, n, s.arena+uintptr(at), int32(len(v)), 0)
			at += len(v)
		case []byte:
			copy(memory[at:], v)
			rc = sqlite3.Xsqlite3_bind_blob(s.conn.tls, s.p, n, s.arena+uintptr(at), int32(len(v)), 0)
			at += len(v)
		default:
			return fmt.Errorf("cannot bind a %T in %q", a, s.query)
		}
		if rc != sqlite3.SQLITE_OK {
			return fmt.Errorf("%w in %q", s.conn.failure(rc), s.query)
		}
	}
	return nil
}

// run executes the statement, calling do for each row of its result.
func (s *stmt) run(args []any, do func(row) error) (err error) {
	if s.busy {
		return fmt.Errorf("statement is running already: %q", s.query)
	}
	if err := s.bind(args); err != nil {
		return err
	}
	s.busy = true
	defer func() {
		s.busy = false
		sqlite3.Xsqlite3_reset(s.conn.tls, s.p) // repeats the error of the last step, if any
	}()
	for {
		switch rc := sqlite3.Xsqlite3_step(s.conn.tls, s.p); rc {
		case sqlite3.SQLITE_DONE:
			return nil
		case sqlite3.SQLITE_ROW:
			if do == nil {
				continue
			}
			if err := do(row{stmt: s}); err != nil {
				return err
			}
		default:
			return s.conn.failure(rc)
		}
	}
}

// exec runs a statement whose rows, if any, are of no interest.
func (c *conn) exec(query string, args ...any) error {
	s, err := c.prepare(query)
	if err != nil {
		return err
	}
	return s.run(args, nil)
}

// execOnce runs a statement that will not be run again.
func (c *conn) execOnce(query string) error {
	s, err := c.compile(query)
	if err != nil {
		return err
	}
	defer s.finalize()
	return s.run(nil, nil)
}

// each calls do for every row of a query. The row is valid during the call
// only, and do may run other queries, but not this one.
func (c *conn) each(query string, do func(row) error, args ...any) error {
	s, err := c.prepare(query)
	if err != nil {
		return err
	}
	return s.run(args, do)
}

// errFound ends a query after its first row.
var errFound = errors.New("found")

// first returns the first row's columns, copied, or false where there is none.
func (c *conn) first(query string, args ...any) (row, bool, error) {
	var found row
	err := c.each(query, func(r row) error {
		found = r.clone()
		return errFound
	}, args...)
	if errors.Is(err, errFound) {
		return found, true, nil
	}
	return row{}, false, err
}
