package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
)

// The first build.
//
// What is asked while an index is built for the first time is answered by an
// empty one: complete, sound, of the same schema, with meta.built = 0. The index
// itself is made beside it, without a journal, which would only repeat every
// byte; nobody reads it there. The first commit brings it to the disk and then
// puts it in the empty one's place, with one rename. In the folder stand
//
//	index.db             a symbolic link to the next, until the rename
//	index.db-kwic-empty  the empty index, marked by unfinishedID
//	index.db-kwic-new    the index that is being built
//
// The link is there because SQLite finds a database's log and journal by its
// name. A reader that has opened the empty index goes on with that file, and
// would take index.db-wal, which is another file's now, for its own: "database
// disk image is malformed". It has followed the link when it opened the index
// (SQLite does), so that it looks for index.db-kwic-empty-wal, which never exists.
//
// Where links cannot be made, index.db is the empty index, with a log, and the
// commit copies the new one over it in one transaction, as a rebuild does.
//
// A build that is killed leaves these files. Whatever they hold, the next one
// begins anew: a link of this name, or the mark, tells that no build has come to
// its end. A build that fails takes them away.
const (
	emptySuffix = "-kwic-empty"
	newSuffix   = "-kwic-new"
)

// companions are what SQLite keeps beside a database.
var companions = [...]string{"-wal", "-shm", "-journal"}

// isFirst reports whether path is the link of a first build.
func isFirst(path string) bool {
	target, err := os.Readlink(path)
	return err == nil && target == filepath.Base(path)+emptySuffix
}

// Resolve follows the symbolic links that stand in a database's place, so that
// what belongs beside it is put beside the database itself, and a link is never
// replaced by a file. There need not be a database yet.
func Resolve(path string) (string, error) {
	for range 40 { // as many as Linux follows
		target, err := os.Readlink(path)
		if err != nil || isFirst(path) {
			return path, nil // a file, or nothing: whoever opens it finds out
		}
		if !filepath.IsAbs(target) {
			folder, err := filepath.EvalSymlinks(filepath.Dir(path))
			if err != nil {
				return "", err
			}
			target = filepath.Join(folder, target)
		}
		path = target
	}
	return "", fmt.Errorf("%q leads to too many symbolic links", path)
}

// Create opens a new index at path that nobody else looks at before it is
// closed, such as one in a scratch folder. It need not outlive a power cut.
func Create(ctx context.Context, path string) (*Store, error) {
	s := &Store{path: path, building: path}
	if err := s.begin(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openFirst begins the first build of the index at path.
func openFirst(ctx context.Context, path string, links bool) (*Store, error) {
	s := &Store{path: path, building: path + newSuffix, first: true}
	err := errors.Join(removeDatabase(s.building), clearSorted(path))
	for _, companion := range companions { // of a database that was deleted without them
		if err == nil {
			err = remove(path + companion)
		}
	}
	if err == nil {
		err = s.begin(ctx)
	}
	if err == nil {
		err = s.showEmpty(links)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// begin makes the tables of a new index and opens it.
func (s *Store) begin(ctx context.Context) error {
	err := s.connect(s.building, fmt.Sprintf("application_id = %d", unfinishedID), "journal_mode = off", "temp.journal_mode = off", "synchronous = off")
	if err == nil {
		err = s.migrate(ctx)
	}
	return asDamage(err)
}

// showEmpty puts the empty index where readers look for it: a copy of the new
// one, which holds nothing yet.
func (s *Store) showEmpty(links bool) error {
	content, err := os.ReadFile(s.building)
	if err != nil {
		return err
	}
	empty, temporary := s.path+emptySuffix, s.path+emptySuffix+".tmp"
	if err := os.WriteFile(temporary, content, 0o644); err != nil {
		return err
	}
	// A reader may have the one that a build before this has left.
	if err := os.Rename(temporary, empty); err != nil {
		return err
	}
	if isFirst(s.path) {
		return nil
	}
	if links {
		if err := remove(temporary); err != nil {
			return err
		}
		if os.Symlink(filepath.Base(empty), temporary) == nil {
			return os.Rename(temporary, s.path)
		}
	}
	c, err := openConn(dsn(empty, nil), "journal_mode = wal")
	if err != nil {
		return err
	}
	if err := c.close(); err != nil {
		return err
	}
	err = os.Rename(empty, s.path)
	s.shown = err == nil
	return err
}

// canLink reports whether a link can stand for the empty index. On Windows
// SQLite does not follow links for the names of logs.
const canLink = runtime.GOOS != "windows"

// settle makes a new database one like any other, when its first update is
// committed: it goes to its place, and from then on it has a journal.
func (s *Store) settle() error {
	if s.building == "" {
		return nil
	}
	err := s.write.exec(fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	if err == nil {
		// By this connection, that has no journal: a kill would leave another's
		// behind, and a reader cannot use a database that must be rolled back.
		err = s.write.exec("PRAGMA journal_mode = wal")
	}
	if err == nil && s.building != s.path {
		err = s.takePlace()
	} else if err == nil {
		err = s.write.close()
	}
	if err == nil {
		err = s.connect(s.path, "journal_mode = wal", "synchronous = normal")
	}
	if err == nil {
		s.building = ""
	}
	return err
}

// takePlace puts the new index, on the disk, in the place of the empty one.
func (s *Store) takePlace() error {
	if !isFirst(s.path) {
		return s.copyToPlace()
	}
	err := s.write.close()
	if err == nil {
		err = toDisk(s.building)
	}
	if err == nil {
		err = os.Rename(s.building, s.path)
	}
	if err == nil {
		// Where the system cannot do that, a power cut can bring back the empty
		// index, and the next build begins anew.
		_ = toDisk(filepath.Dir(s.path))
	}
	return err
}

// copyToPlace replaces the empty index by the new one in one transaction.
func (s *Store) copyToPlace() error {
	c, err := openConn(dsn(s.path, nil), "journal_mode = wal", "synchronous = normal")
	if err != nil {
		return err
	}
	if err := errors.Join(s.write.copyTo(c), c.close(), s.write.close()); err != nil {
		return err
	}
	return removeDatabase(s.building)
}

// builtInLog reports whether the log of an empty index makes it the built one:
// the copy of copyToPlace stays there as long as somebody reads the empty one.
func builtInLog(path string) bool {
	if log, err := os.Stat(path + "-wal"); err != nil || log.Size() == 0 {
		return false
	}
	c, err := openConn(dsn(path, url.Values{"mode": {"ro"}}))
	if err != nil {
		return false
	}
	_, built, err := c.first(`SELECT 1 FROM setting WHERE name = ?`, SettingExtract)
	return errors.Join(err, c.close()) == nil && built
}

// endFirst takes away what a first build needed, and all that it has made where
// it did not come to its end.
func (s *Store) endFirst() error {
	if s.building == "" {
		return clearFirst(s.path)
	}
	var err error
	switch {
	case isFirst(s.path):
		err = remove(s.path)
	case s.shown:
		err = removeDatabase(s.path)
	}
	return errors.Join(err, clearFirst(s.path))
}

// clearFirst removes what a first build makes beside the index.
func clearFirst(path string) error {
	return errors.Join(remove(path+emptySuffix), remove(path+emptySuffix+".tmp"), removeDatabase(path+newSuffix), clearSorted(path))
}

// toDisk waits until a file's content, or a folder's entries, are on the disk.
func toDisk(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// removeDatabase removes a database and what SQLite keeps beside it.
func removeDatabase(path string) error {
	err := remove(path)
	for _, companion := range companions {
		err = errors.Join(err, remove(path+companion))
	}
	return err
}

// remove removes a file, if there is one.
func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
