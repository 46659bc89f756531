package scan

import (
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
)

// Settled reports whether a record of s that was taken at the file system's
// time now (see Now) can be trusted: whether every later change of the file
// must give it other times. That follows only where s was seen before the clock
// was read, for in between the clock may be set back.
//
// A file that is written twice within one tick of the file system's clock may
// have the same stat both times. (git calls that racily clean.) So the record
// counts only when the times are older than now by more than a tick. How long
// a tick is, the stamp itself shows: file systems that keep whole seconds
// (or, FAT, even ones) only have such stamps, and one that is not whole cannot
// come from them. A stamp in the future settles nothing: the clock that made
// it is not the one that will make the next.
func (s Stat) Settled(now int64) bool {
	return s.Size >= 0 && older(s.ModTime, now) && (s.ChangeTime == 0 || older(s.ChangeTime, now))
}

// Ticks in nanoseconds. Linux stamps files with the time of the last timer
// interrupt, up to 10 ms ago, whatever the file system can keep; Windows' clock
// moves each 16 ms.
const (
	second      = int64(1e9)
	tickSeconds = 2 * second // FAT: even seconds; ext3, HFS+, many tar-like servers: whole ones
	tickCentis  = second / 25
	tickFine    = second / 50
)

// older reports whether stamp is more than one tick of its own kind before now.
func older(stamp, now int64) bool {
	tick := tickFine
	switch {
	case stamp%second == 0:
		tick = tickSeconds
	case stamp%(second/100) == 0: // exFAT: hundredths of a second
		tick = tickCentis
	}
	return now-tick > stamp
}

// Now returns the time of the clock that stamps files in dir, in nanoseconds
// since 1970, by making a file there and removing it. On a network share that
// is the server's clock, not ours. A program that is killed meanwhile leaves
// the file, named .kwic-clock-….tmp; anybody may remove it at any time.
func Now(dir string) (now int64, err error) {
	probe, err := os.CreateTemp(dir, ".kwic-clock-*.tmp")
	if err != nil {
		return 0, err
	}
	defer func() {
		if removed := os.Remove(probe.Name()); err == nil && !errors.Is(removed, fs.ErrNotExist) {
			err = removed
		}
	}()
	info, err := probe.Stat()
	closed := probe.Close()
	if err == nil {
		err = closed
	}
	if err != nil {
		return 0, err
	}
	return info.ModTime().UnixNano(), nil
}

// Known is what was recorded of a file.
type Known struct {
	Path string
	Stat Stat
	Racy bool // the record was not Settled when it was taken
}

// Change says how a file stands to its record.
type Change uint8

// The changes.
const (
	Unchanged Change = iota // same stat, and the record was settled: need not be read
	Suspect                 // may have changed: its hash decides
	Added                   // has no record
	Removed                 // has a record only
)

// Compare merges the walked files with the records, both sorted by Path
// without repeats, and calls report for each path in order. file is nil for
// Removed and points into files; record is nil for Added and valid during the call.
func Compare(files []File, records iter.Seq[Known], report func(change Change, file *File, record *Known)) {
	i := 0
	for record := range records {
		for ; i < len(files) && files[i].Path < record.Path; i++ {
			report(Added, &files[i], nil)
		}
		if i == len(files) || record.Path < files[i].Path {
			report(Removed, nil, &record)
			continue
		}
		change := Suspect
		if !record.Racy && record.Stat == files[i].Stat {
			change = Unchanged
		}
		report(change, &files[i], &record)
		i++
	}
	for ; i < len(files); i++ {
		report(Added, &files[i], nil)
	}
}

// OnDisk returns where the file is on disk.
func (f File) OnDisk(root string) string { return filepath.Join(root, filepath.FromSlash(f.Path)) }
