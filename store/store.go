// Package store keeps the index in SQLite. It is the only package that speaks
// SQL.
//
// The schema stands in package migrations. Its base tables are private to this
// package; the public views are the contract with users. Three parts use it:
//
//   - an Update applies what a scan found, in one transaction: rows, counters,
//     stat records and the list of what the pages must follow (the stale
//     entries) are committed together, so that a crash leaves either the old
//     index or the new one with its debt on record;
//   - a Reader answers the questions that pages ask, from one consistent state;
//   - a Query runs anybody's SQL without being able to change a byte.
//
// Keywords are numbered in the order in which they were first seen; no number
// of a row is ever visible outside, because the index must not depend on its
// history.
package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"

	"kwic/migrations"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
)

// The application id stands at bytes 68 to 71 of every index, big-endian. A new
// database carries another one until its first update is committed.
const (
	applicationID = 0x6b776963 // "kwic"
	unfinishedID  = 0x6b776930 // "kwi0"
)

// Errors that callers tell apart.
var (
	// ErrForeign means that the file is no index of kwic.
	ErrForeign = errors.New("not an index of kwic")
	// ErrNoDatabase is the ErrForeign of a file that is nobody's database.
	ErrNoDatabase = fmt.Errorf("%w: it is no SQLite database", ErrForeign)
	// ErrNewer means that a newer kwic has written the index.
	ErrNewer = errors.New("index of a newer kwic")
	// ErrDamaged means that the file was an index and cannot be read any more.
	ErrDamaged = errors.New("damaged index")
	// ErrUnfinished means that no build of the index has come to its end yet, and
	// that what there is cannot be asked.
	ErrUnfinished = errors.New("the index is not built yet")
)

// Store is an open index. Its methods are for one goroutine, except NewReader.
type Store struct {
	path     string // where it belongs
	building string // where it is made, until the first update is committed; "" from then on
	first    bool   // this is the first build
	shown    bool   // its empty index stands at path, not behind a link
	write    *conn
	lone     bool // opened for reading, where no other connection had left a log
	spare    spare
}

// Open opens the index at path for writing, creating it or bringing its schema
// up to date as needed. The caller holds the lock that keeps other builds away.
// An error satisfies errors.Is with ErrForeign, ErrNewer or ErrDamaged where
// one of these is the cause; nothing was changed then.
func Open(ctx context.Context, path string) (*Store, error) {
	path, err := Resolve(path)
	if err != nil {
		return nil, err
	}
	empty, err := inspect(path)
	if err != nil {
		return nil, err
	}
	if empty {
		return openFirst(ctx, path, canLink)
	}
	s := &Store{path: path}
	if err := clearFirst(path); err != nil { // of a build that was killed at its end
		return nil, err
	}
	err = s.connect(path, "journal_mode = wal", "synchronous = normal")
	if err == nil {
		err = s.migrate(ctx)
	}
	if err == nil {
		err = s.fillWords()
	}
	if err != nil {
		return nil, errors.Join(asDamage(err), s.Close())
	}
	return s, nil
}

// cacheSize bounds the pages that a connection holds in memory, in KiB.
const cacheSize = 4000

// connect opens the connection that writes.
func (s *Store) connect(path string, pragmas ...string) error {
	c, err := openConn(dsn(path, nil), append(pragmas, fmt.Sprintf("cache_size = -%d", cacheSize))...)
	if err == nil {
		s.write = c
	}
	return err
}

// file is where the database is now.
func (s *Store) file() string {
	if s.building != "" {
		return s.building
	}
	return s.path
}

// Close closes the index, which is one file afterwards unless a reader of
// another process still uses it.
func (s *Store) Close() error {
	err := s.spare.close()
	if s.write != nil {
		s.write.emptyLog()
		err = errors.Join(err, s.write.close())
	}
	if s.first {
		err = errors.Join(err, s.endFirst())
	}
	if s.lone {
		tidy(s.path)
	}
	return asDamage(err)
}

// emptyLog brings what stands in the log into the database while readers go on.
// The last connection that closes does that too, but holds them off meanwhile:
// after a build of many documents, for as long as it takes to write some megabytes.
// What fails here stays in the log, where the next connection finds it.
func (c *conn) emptyLog() { _, _, _ = c.first(`PRAGMA wal_checkpoint(PASSIVE)`) }

// inspect looks at a file's header without opening it as a database, because
// opening a foreign database in WAL mode would already change it. It reports
// whether there is no database yet, or an unfinished one.
func inspect(path string) (empty bool, err error) {
	if isFirst(path) {
		return true, nil
	}
	header, err := readHeader(path)
	n := len(header)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && n == 0:
		return true, nil
	case err != nil:
		return false, err
	}
	if n >= 72 && bytes.Equal(header[68:72], binary.BigEndian.AppendUint32(nil, unfinishedID)) {
		return !builtInLog(path), nil
	}
	marked := n >= 72 && bytes.Equal(header[68:72], binary.BigEndian.AppendUint32(nil, applicationID))
	switch {
	case !bytes.HasPrefix(header, []byte("SQLite format 3\x00")) || n < 100:
		if marked {
			return false, fmt.Errorf("%w: its header is damaged", ErrDamaged)
		}
		return false, ErrNoDatabase
	case !marked:
		return false, fmt.Errorf("%w: it belongs to another program", ErrForeign)
	}
	return false, nil
}

// IsBuilt reports whether there is an index at path of which a build has come to
// its end. It does not touch the file. Errors are those of Open.
func IsBuilt(path string) (bool, error) {
	empty, err := inspect(path)
	return !empty && err == nil, err
}

// migrate brings the schema to the newest step.
func (s *Store) migrate(ctx context.Context) error {
	newest, err := newestStep()
	if err != nil {
		return err
	}
	have, err := s.step()
	switch {
	case err != nil:
		return err
	case have == newest:
		return nil
	case have > newest:
		return fmt.Errorf("%w: its schema is %d, this kwic knows %d", ErrNewer, have, newest)
	}
	pragmas := url.Values{"_pragma": {"journal_mode(wal)"}}
	if s.building != "" {
		pragmas = url.Values{"_pragma": {"journal_mode(off)", "synchronous(off)"}}
	}
	connector, err := sqlite.NewConnector(dsn(s.file(), pragmas))
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, migrations.FS, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		if stopped := ctx.Err(); stopped != nil {
			return stopped // what goose then says, depends on where it was
		}
		return fmt.Errorf("schema: %w", err)
	}
	return nil
}

// step returns the number of the newest step that the database has taken.
func (s *Store) step() (int64, error) {
	_, exists, err := s.write.first(`SELECT 1 FROM sqlite_schema WHERE name = 'goose_db_version'`)
	if err != nil || !exists {
		return 0, err
	}
	r, _, err := s.write.first(`SELECT max(version_id) FROM goose_db_version`)
	if err != nil {
		return 0, err
	}
	return r.int(0), nil
}

// SchemaStep returns the number of the last change of the schema that this kwic
// knows, which every index that can be asked has.
func SchemaStep() (int64, error) { return newestStep() }

func newestStep() (int64, error) {
	steps, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		return 0, err
	}
	var newest int64
	for _, name := range steps {
		n, err := goose.NumericComponent(name)
		if err != nil {
			return 0, err
		}
		newest = max(newest, n)
	}
	return newest, nil
}

// dsn makes the driver's name of a database. The path is escaped: '#', '?' and
// '%' would otherwise open another file without a word.
func dsn(path string, parameters url.Values) string {
	slash := filepath.ToSlash(path)
	if !strings.HasPrefix(slash, "/") {
		slash = "/" + slash // C:/…
	}
	escaped := (&url.URL{Path: slash}).EscapedPath()
	return "file://" + escaped + "?" + parameters.Encode()
}

// inTransaction runs do between BEGIN IMMEDIATE and COMMIT, or rolls back.
func (s *Store) inTransaction(do func(*conn) error) error {
	if err := s.settle(); err != nil {
		return asDamage(err)
	}
	if err := s.write.exec("BEGIN IMMEDIATE"); err != nil {
		return asDamage(err)
	}
	err := do(s.write)
	if err == nil {
		err = s.write.exec("COMMIT")
	}
	if err != nil {
		// The first error is the cause; SQLite may have rolled back already.
		_ = s.write.exec("ROLLBACK")
	}
	return asDamage(err)
}
