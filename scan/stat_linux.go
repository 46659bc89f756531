package scan

import (
	"io/fs"
	"syscall"
)

// statOfInfo takes from an lstat what change detection needs.
func statOfInfo(info fs.FileInfo) Stat {
	s := Stat{Size: info.Size(), ModTime: info.ModTime().UnixNano()}
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		s.ChangeTime, s.Inode = syscall.TimespecToNsec(st.Ctim), st.Ino
	}
	return s
}
