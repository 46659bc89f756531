//go:build unix

package scan

import "golang.org/x/sys/unix"

// statOf takes from a stat what change detection needs.
func statOf(st *unix.Stat_t) Stat {
	return Stat{
		Size:       st.Size,
		ModTime:    unix.TimespecToNsec(st.Mtim),
		ChangeTime: unix.TimespecToNsec(st.Ctim),
		Inode:      uint64(st.Ino),
	}
}
