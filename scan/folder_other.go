//go:build !linux

package scan

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// folder is a folder by its path: the way that works on every system.
type folder struct{ path string }

// openRoot checks the folder that a walk starts from. Symbolic links on the
// way to it are followed: who names the root means what it names.
func openRoot(path string) (folder, error) {
	info, err := os.Stat(path)
	if err != nil {
		return folder{}, err
	}
	if !info.IsDir() {
		return folder{}, &fs.PathError{Op: "open", Path: path, Err: errNotFolder}
	}
	return folder{path}, nil
}

var errNotFolder = errors.New("not a directory")

// open returns the folder at a path below f, if that is no symbolic link.
func (f folder) open(path string) (folder, error) {
	below := folder{filepath.Join(f.path, filepath.FromSlash(path))}
	info, err := os.Lstat(below.path)
	if err == nil && !info.IsDir() {
		err = errNotFolder
	}
	return below, err
}

func (f folder) close() {}

// names is the memory that reading folders reuses: none here.
type names struct{}

// read lists the folder: one entry a name, in no order. Each path starts with
// prefix.
func (f folder) read(_ *names, prefix string) ([]node, error) {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return nil, err
	}
	list := make([]node, len(entries))
	for i, e := range entries {
		k, path := kindOfMode(e.Type()), prefix+composed(e.Name())
		if k == kindFolder {
			path += "/"
		}
		list[i] = node{path: path, kind: k}
	}
	return list, nil
}

// stat examines a name in the folder, itself and not what it may point to.
func (f folder) stat(name string) (Stat, kind, error) {
	info, err := os.Lstat(filepath.Join(f.path, name))
	if err != nil {
		return Stat{}, kindOther, err
	}
	return statOfInfo(info), kindOfMode(info.Mode()), nil
}

func kindOfMode(mode fs.FileMode) kind {
	switch {
	case mode.IsRegular():
		return kindFile
	case mode.IsDir():
		return kindFolder
	case mode&fs.ModeSymlink != 0:
		return kindLink
	default:
		return kindOther
	}
}
