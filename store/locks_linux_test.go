package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// A process that looks at the index while it has it open keeps SQLite's locks on
// it: closing any descriptor of a file lets go of all that a process holds there.
// Without them, another process would take itself for the last and take the log
// away.
func TestLocksStay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.db")
	ctx := context.Background()
	s, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	firstUpdate(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() // after all others
	locked := func() bool {
		// Another open file description sees the locks of this process, too.
		lock := unix.Flock_t{Type: unix.F_WRLCK}
		if err := unix.FcntlFlock(file.Fd(), unix.F_OFD_GETLK, &lock); err != nil {
			t.Fatal(err)
		}
		return lock.Type != unix.F_UNLCK
	}
	if locked() {
		t.Fatal("the index is locked before it is opened")
	}
	q, err := OpenQuery(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	if !locked() {
		t.Fatal("an open index is not locked")
	}
	for _, one := range []struct {
		name string
		look func() error
	}{
		{"IsBuilt", func() error { _, err := IsBuilt(path); return err }},
		{"HasMark", func() error { HasMark(path); return nil }},
		{"OpenQuery", func() error {
			other, err := OpenQuery(ctx, path)
			if err != nil {
				return err
			}
			return other.Close()
		}},
		{"OpenReadOnly", func() error {
			other, err := OpenReadOnly(path, false)
			if err != nil {
				return err
			}
			return other.Close()
		}},
		{"OpenReadOnly as it stands", func() error {
			other, err := OpenReadOnly(path, true)
			if err != nil {
				return err
			}
			return other.Close()
		}},
		{"Copy", func() error { return Copy(path, path+".copy", false) }},
		{"Open", func() error {
			other, err := Open(ctx, path)
			if err != nil {
				return err
			}
			return other.Close()
		}},
	} {
		again, err := OpenQuery(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		if err := one.look(); err != nil {
			t.Errorf("%s: %v", one.name, err)
		}
		if !locked() {
			t.Errorf("%s lets go of the locks of a question that goes on", one.name)
		}
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	}
}
