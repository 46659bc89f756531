package scan

import "io/fs"

// Stat is what tells cheaply that a file may have changed. Times are in
// nanoseconds since 1970. Two stats are of the same content if they are equal
// and the record was taken when it was Settled.
type Stat struct {
	Size       int64
	ModTime    int64
	ChangeTime int64  // of the inode; 0 where the system has none
	Inode      uint64 // 0 where the system has none
}

// StatOf takes from what the system told of a file what change detection needs.
func StatOf(info fs.FileInfo) Stat { return statOfInfo(info) }

// kind is the type of a directory entry.
type kind uint8

const (
	kindFile kind = iota
	kindFolder
	kindLink
	kindOther
)
