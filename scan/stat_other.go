//go:build !linux && !darwin

package scan

import "io/fs"

// statOfInfo takes from an lstat what change detection needs: size and mtime,
// all that is the same on every system.
func statOfInfo(info fs.FileInfo) Stat {
	return Stat{Size: info.Size(), ModTime: info.ModTime().UnixNano()}
}
