package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"kwic/emit"
	"kwic/store"

	"github.com/gofrs/flock"
	"github.com/urfave/cli/v2"
)

// lockTimeout is how long a build waits for another one to end, where
// --lock-timeout does not say otherwise.
const lockTimeout = 10 * time.Minute

// lockTimeoutFlag is the flag of all commands that take the lock.
func lockTimeoutFlag() cli.Flag {
	return &cli.DurationFlag{Name: "lock-timeout", Usage: "give up when another build has not ended after `TIME` (--lock-timeout 30s)", Value: lockTimeout}
}

// buildLock keeps other builds of the same database away. The lock is the
// operating system's, so that it goes with its holder, however that ends.
type buildLock struct{ file *flock.Flock }

func (l *buildLock) release() {
	if l.file != nil {
		_ = l.file.Unlock() // closing the file, at the latest, releases it
	}
}

// prepareFolder makes the database's folder and takes the lock. A look
// changes nothing and needs neither.
func (b *build) prepareFolder(ctx context.Context) (*buildLock, error) {
	if b.options.looks() {
		return &buildLock{}, nil
	}
	folder := filepath.Dir(b.db)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, hinted{fmt.Errorf("cannot make the folder %q: %w", folder, cause(err)), "put the database elsewhere with --db, and the pages with --out"}
	}
	if filepath.Base(folder) == indexFolder {
		if err := ignoreItself(folder); err != nil {
			return nil, fmt.Errorf("cannot write into %q: %w", folder, cause(err))
		}
	}
	if b.out == filepath.Join(b.root, indexFolder, "pages") && folder != filepath.Dir(b.out) {
		if err := os.MkdirAll(filepath.Dir(b.out), 0o755); err != nil {
			return nil, fmt.Errorf("cannot make the folder %q: %w", filepath.Dir(b.out), cause(err))
		}
		if err := ignoreItself(filepath.Dir(b.out)); err != nil {
			return nil, fmt.Errorf("cannot write into %q: %w", filepath.Dir(b.out), cause(err))
		}
	}
	lock, err := b.takeLock(ctx)
	if err == nil { // before that, they may be another build's
		sweep(folder, filepath.Base(folder) == indexFolder)
	}
	return lock, err
}

// ignoreItself keeps git from seeing kwic's own folder.
func ignoreItself(folder string) error {
	name := filepath.Join(folder, ".gitignore")
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.WriteFile(name, []byte("*\n"), 0o644)
}

// sweep removes what builds, rebuilds and queries that were killed have left
// beside the database; all of it, where the folder is kwic's own. Nothing depends
// on it: what cannot be removed stays.
func sweep(folder string, own bool) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		name := e.Name()
		rebuild, _ := filepath.Match(rebuildFolder, name)
		if rebuild || own && strings.HasPrefix(name, ".kwic-") && strings.HasSuffix(name, ".tmp") {
			_ = os.RemoveAll(filepath.Join(folder, name))
		}
	}
}

func (b *build) takeLock(ctx context.Context) (*buildLock, error) {
	patience := b.options.LockTimeout
	if patience == nil {
		patience = new(time.Duration(lockTimeout))
	}
	if *patience < 0 {
		return nil, usageError{"--lock-timeout must be at least 0s", "0s does not wait"}
	}
	name := b.db + ".lock"
	lock := &buildLock{flock.New(name)}
	taken, err := lock.file.TryLock()
	if err == nil && !taken && *patience > 0 {
		if !b.options.Quiet {
			fmt.Fprintf(b.options.Stderr, "kwic: waiting for another build of this index to end\n")
		}
		waiting, cancel := context.WithTimeout(ctx, *patience)
		defer cancel()
		taken, err = lock.file.TryLockContext(waiting, 50*time.Millisecond)
	}
	switch {
	case taken:
		return lock, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil && *patience == 0:
		return nil, hinted{fmt.Errorf("another build holds the lock %q", name), "wait for it to end, or give a longer --lock-timeout"}
	case err == nil || errors.Is(err, context.DeadlineExceeded):
		return nil, hinted{fmt.Errorf("another build has held the lock %q for %v", name, *patience), "wait for it to end, or give a longer --lock-timeout"}
	}
	return nil, fmt.Errorf("cannot take the lock %q: %w", name, cause(err))
}

// setAside moves a damaged database out of the way, so that the build can make
// it anew. A file that could be anybody's is left alone.
func (b *build) setAside(damage error) error {
	own := b.db == filepath.Join(b.root, indexFolder, "index.db")
	if b.options.looks() || !own && !store.HasMark(b.db) {
		return damage
	}
	if _, err := os.Lstat(b.db); errors.Is(err, fs.ErrNotExist) {
		return damage // of a first build, which has cleared up after itself
	}
	aside := b.db + ".damaged"
	for n := 2; ; n++ {
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			break
		}
		aside = fmt.Sprintf("%s.damaged-%d", b.db, n)
	}
	if err := os.Rename(b.db, aside); err != nil {
		return errors.Join(damage, err)
	}
	for _, companion := range []string{"-wal", "-shm"} { // of no use without it, and harmful to the next
		if err := os.Rename(b.db+companion, aside+companion); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(damage, err)
		}
	}
	b.damaged = true
	fmt.Fprintf(b.options.Stderr, "kwic: the database was damaged and is built anew; the old one is kept as %q\n", aside)
	return nil
}

// advise adds what to do to the failures that users meet, where nobody has said
// it yet.
func advise(db string, err error) error {
	if len(hints(err)) > 0 {
		return err
	}
	if store.OfDatabase(err) {
		err = fmt.Errorf("database %q: %w", shown(db), err)
	}
	var foreign *emit.ForeignError
	switch {
	case errors.Is(err, store.ErrForeign):
		return hinted{err, "name another file with --db, or move this one away"}
	case errors.Is(err, store.ErrNewer):
		return hinted{err, "use the newer kwic, or delete the database to have it built anew"}
	case errors.Is(err, store.ErrOlder):
		return hinted{err, "bring it up to date: kwic build"}
	case errors.Is(err, store.ErrUnfinished):
		return hinted{err, "build it: kwic build; if a build is running, wait for it"}
	case store.IsFull(err) || errors.Is(err, syscall.ENOSPC):
		return hinted{fmt.Errorf("the disk is full: %w", err), fmt.Sprintf("make room, there or in the temporary folder %q, and try again; nothing is lost", os.TempDir())}
	case store.IsIO(err) || errors.Is(err, syscall.EIO):
		return hinted{err, "check the disk, or the way to it, and build again; nothing is lost"}
	case store.IsReadOnly(err) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		return hinted{err, "check the permissions, or put the database elsewhere with --db and the pages with --out"}
	case errors.As(err, &foreign):
		return hinted{err, "move it away, or name another folder with --out"}
	case errors.Is(err, store.ErrDamaged):
		return hinted{damagedDatabase{db, err}, "delete it, and build it anew: kwic build"}
	}
	return err
}

// damagedDatabase says in one sentence that a database cannot be read. SQLite's
// own words, codes and statements are left out: there is one thing to do,
// whatever they are.
type damagedDatabase struct {
	db  string
	err error
}

func (e damagedDatabase) Error() string {
	text := fmt.Sprintf("the database %q is damaged", shown(e.db))
	var sqlite *store.Error
	if errors.As(e.err, &sqlite) {
		return text
	}
	if _, why, found := strings.Cut(e.err.Error(), store.ErrDamaged.Error()+": "); found {
		text += ": " + why
	}
	return text
}

func (e damagedDatabase) Unwrap() error { return e.err }
