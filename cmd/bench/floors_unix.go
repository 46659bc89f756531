//go:build unix

package main

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// statFolder examines what is in a folder, by its open descriptor, and returns how
// many files there are, and the folders.
func statFolder(folder string) (files int, below []string, err error) {
	f, err := os.Open(folder)
	if err != nil {
		return 0, nil, err
	}
	defer f.Close()
	names, err := f.Readdirnames(-1)
	if err != nil {
		return 0, nil, err
	}
	var st unix.Stat_t
	for _, name := range names {
		if err := unix.Fstatat(int(f.Fd()), name, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
			return 0, nil, &os.PathError{Op: "lstat", Path: filepath.Join(folder, name), Err: err}
		}
		switch {
		case st.Mode&unix.S_IFMT != unix.S_IFDIR:
			files++
		case entered(name):
			below = append(below, filepath.Join(folder, name))
		}
	}
	return files, below, nil
}
