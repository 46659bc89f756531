package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"kwic/scan"
)

// A look changes nothing, not even beside the database, where SQLite makes a log
// and its index before it reads. While no log is there, nobody writes, and the
// file can be read as it stands. Whoever begins to write changes its times
// before a reader can see half of it: then all that was found is forgotten, and
// the look begins anew, in the way that takes a log.

// stillWait is how long a look waits until a change of the database would show
// in its times: more than a tick of most file systems.
const stillWait = 50 * time.Millisecond

// errMoved ends a look that has to begin anew.
var errMoved = errors.New("the database changed while it was read")

// lookStill sets b.still where the database can be read as it stands.
func (b *build) lookStill(ctx context.Context) error {
	b.still = nil
	if b.beside {
		return nil
	}
	before, err := os.Stat(b.db)
	if err != nil {
		return nil // which opening it tells
	}
	stat := scan.StatOf(before)
	if !stat.Settled(time.Now().UnixNano()) {
		select {
		case <-time.After(stillWait):
		case <-ctx.Done():
			return ctx.Err()
		}
		if !stat.Settled(time.Now().UnixNano()) {
			return nil
		}
	}
	for _, suffix := range []string{"-wal", "-journal"} {
		if _, err := os.Lstat(b.db + suffix); !errors.Is(err, fs.ErrNotExist) {
			return nil
		}
	}
	b.still = &stat
	return nil
}

// moved reports whether the database changed since a look began to read it as it stands.
func (b *build) moved() bool {
	if b.still == nil {
		return false
	}
	info, err := os.Stat(b.db)
	return err != nil || scan.StatOf(info) != *b.still
}

// attemptBeside forgets what a look found, and looks again.
func (b *build) attemptBeside(ctx context.Context) error {
	b.clearScratch()
	b.beside, b.still, b.scratch, b.copied, b.overlay, b.findings = true, nil, "", "", "", nil
	return b.attempt(ctx)
}
