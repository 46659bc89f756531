package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrOlder means that an older kwic has written the index, whose schema the next
// build brings up to date.
var ErrOlder = errors.New("index of an older kwic")

// OpenReadOnly opens the index at path to look at what the last build left. No byte of
// it changes: the log that SQLite makes beside it for reading is taken away by
// Close, and where none can be made, the file is read as it stands. So it is
// where still is set: then nothing is made beside it, and the caller makes sure
// that no log is there, and that all that was read is forgotten where the file
// changed meanwhile; errors may come of that too. Only the
// methods that ask may be called. Errors are those of Open, ErrUnfinished where
// no build has come to its end yet, and ErrOlder, of which a Copy can be opened.
func OpenReadOnly(path string, still bool) (*Store, error) {
	s, err := viewFile(path, still)
	if err != nil {
		return nil, asDamage(err)
	}
	newest, err := newestStep()
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	have, err := s.step()
	switch {
	case err != nil:
	case have > newest:
		err = fmt.Errorf("%w: its schema is %d, this kwic knows %d", ErrNewer, have, newest)
	case have < newest:
		err = fmt.Errorf("%w: its schema is %d, this kwic needs %d", ErrOlder, have, newest)
	}
	if err != nil {
		return nil, asDamage(errors.Join(err, s.Close()))
	}
	return s, nil
}

// viewFile opens the index at path, of whatever schema, for reading.
func viewFile(path string, still bool) (*Store, error) {
	if empty, err := inspect(path); err != nil {
		return nil, err
	} else if empty {
		return nil, ErrUnfinished
	}
	if still {
		s := &Store{path: path}
		return s, s.view(url.Values{"mode": {"ro"}, "immutable": {"1"}})
	}
	_, err := os.Stat(path + "-wal")
	s := &Store{path: path, lone: errors.Is(err, fs.ErrNotExist)}
	err = s.view(url.Values{"mode": {"ro"}})
	if err != nil && s.lone {
		tidy(path) // what SQLite made before it found the damage
	}
	if err != nil && readOnlyFolder(path) {
		s.lone = false
		err = s.view(url.Values{"mode": {"ro"}, "immutable": {"1"}})
	}
	return s, err
}

// view opens the connection and makes sure that it can read.
func (s *Store) view(parameters url.Values) error {
	c, err := openConn(dsn(s.path, parameters), "query_only = 1", fmt.Sprintf("cache_size = -%d", cacheSize))
	if err != nil {
		return err
	}
	s.write = c
	if _, _, err := c.first(`SELECT 1 FROM sqlite_schema`); err != nil {
		return errors.Join(err, c.close())
	}
	return nil
}

// Copy makes a copy of the index at from, of whatever schema, in a new file at
// to: one state of it, whatever a build does meanwhile. Like OpenReadOnly, it leaves the
// index as it is, and reads a file that is still as it stands.
func Copy(from, to string, still bool) error {
	source, err := viewFile(from, still)
	if err != nil {
		return asDamage(err)
	}
	destination, err := openConn(dsn(to, nil), "journal_mode = off", "synchronous = off")
	if err == nil {
		err = errors.Join(source.write.copyTo(destination), destination.close())
	}
	return asDamage(errors.Join(err, source.Close()))
}

// copyTo replaces the whole database of another connection by this one's, in
// one transaction there: its readers see the old state or the new one. It is one
// state of this one, too.
func (c *conn) copyTo(destination *conn) error {
	return c.copyInSteps(context.Background(), destination, -1)
}

// copyInSteps is copyTo of a database that nobody changes, which may be ended after
// each step of so many pages.
func (c *conn) copyInSteps(ctx context.Context, destination *conn, pages int32) error {
	main, err := libc.CString("main")
	if err != nil {
		return err
	}
	defer libc.Xfree(c.tls, main)
	backup := sqlite3.Xsqlite3_backup_init(c.tls, destination.db, main, c.db, main)
	if backup == 0 {
		return destination.failure(sqlite3.SQLITE_ERROR)
	}
	rc := sqlite3.Xsqlite3_backup_step(c.tls, backup, pages)
	for rc == sqlite3.SQLITE_OK && ctx.Err() == nil {
		rc = sqlite3.Xsqlite3_backup_step(c.tls, backup, pages)
	}
	if rc == sqlite3.SQLITE_OK {
		sqlite3.Xsqlite3_backup_finish(c.tls, backup) // takes back what was copied
		return ctx.Err()
	}
	if finished := sqlite3.Xsqlite3_backup_finish(c.tls, backup); rc == sqlite3.SQLITE_DONE {
		rc = finished
	}
	if rc != sqlite3.SQLITE_OK {
		return &Error{int(rc), "cannot copy the database: " + libc.GoString(sqlite3.Xsqlite3_errstr(c.tls, rc))}
	}
	return nil
}
