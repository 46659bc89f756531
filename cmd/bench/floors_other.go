//go:build !unix

package main

import (
	"os"
	"path/filepath"
)

// statFolder examines what is in a folder, and returns how many files there are, and
// the folders.
func statFolder(folder string) (files int, below []string, err error) {
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		if e.IsDir() && entered(e.Name()) {
			below = append(below, filepath.Join(folder, e.Name()))
		} else if _, err := os.Lstat(filepath.Join(folder, e.Name())); err != nil {
			return 0, nil, err
		} else if !e.IsDir() {
			files++
		}
	}
	return files, below, err
}
