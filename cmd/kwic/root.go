package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// indexFolder is the folder under the root that holds the database and, unless
// configured otherwise, the pages.
const indexFolder = ".kwic"

// findRoot returns the root of the tree that start, a folder, lies in: the
// nearest folder upwards that holds .kwic/ or .kwic.yaml, else the nearest that
// holds .git (a folder, or the file of a worktree or submodule), else start.
// The result is absolute and clean; symlinks in it stay as the user wrote them,
// so that "upwards" is what they see. A folder that cannot be looked into
// counts as one without these.
func findRoot(start string) (string, error) {
	start, err := filepath.Abs(start)
	if err != nil {
		return "", fmt.Errorf("cannot tell where the current folder is: %w", cause(err))
	}
	git := ""
	for folder := start; ; folder = filepath.Dir(folder) {
		if isFolder(filepath.Join(folder, indexFolder)) || isFile(filepath.Join(folder, configName)) {
			return folder, nil
		}
		if _, err := os.Stat(filepath.Join(folder, ".git")); err == nil && git == "" {
			git = folder
		}
		if folder == filepath.Dir(folder) {
			break
		}
	}
	if git != "" {
		return git, nil
	}
	return start, nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// checkRoot makes sure that a ROOT the user gave is a folder.
func checkRoot(path string) error {
	if path == "" {
		return usageError{"ROOT is empty", "leave it out for the tree around the current folder"}
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return hinted{fmt.Errorf("ROOT %q does not exist", path), "name the folder to index, or leave it out for the tree around the current folder"}
	case err != nil:
		return fmt.Errorf("cannot use ROOT %q: %w", path, cause(err))
	case !info.IsDir():
		return hinted{fmt.Errorf("ROOT %q is not a folder", path), "name the folder that holds it: " + filepath.Dir(path)}
	}
	return nil
}
