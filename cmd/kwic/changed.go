package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The list of changed pages, for those who publish them, must not lose any,
// whatever fails: writing it, the build after it, the publishing. So paths are
// added to those that the file holds, until its reader takes it away; and they
// stand there before the index records that the pages are written. A build that is
// stopped in between finds the same pages changed again.

// listChanged adds pages to the list of changed ones, if there is to be one.
func (b *build) listChanged(pages []string) error {
	file := b.options.List
	if file == "" {
		return nil
	}
	if err := addToList(file, pages); err != nil {
		return ofList(err)
	}
	return nil
}

// checkList makes sure that pages can be added to a list, before much work is done.
func checkList(file string) error {
	if file == "" {
		return nil
	}
	if _, _, err := readList(file); err != nil {
		return ofList(err)
	}
	_, err := os.Stat(filepath.Dir(file))
	return ofList(err)
}

func ofList(err error) error {
	if err == nil || errors.As(err, new(hinted)) {
		return err
	}
	return fmt.Errorf("cannot write the list of changed pages: %w", err)
}

// readList returns the paths that a list holds, and whether the file is there and
// can be replaced: a pipe, say, only takes what is new.
func readList(file string) (paths []string, regular bool, err error) {
	switch info, err := os.Stat(file); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, nil
	case err != nil:
		return nil, false, err
	case info.IsDir():
		return nil, false, fmt.Errorf("%q is a folder", file)
	case !info.Mode().IsRegular():
		return nil, false, nil
	}
	content, err := os.ReadFile(file)
	if err != nil || len(content) == 0 {
		return nil, true, err
	}
	list, whole := bytes.CutSuffix(content, []byte{0})
	if !whole {
		return nil, true, hinted{fmt.Errorf("%q is no list of changed pages: it does not end in a NUL byte", file), "give --list-changed a file of its own; pages are added to those that it names"}
	}
	return strings.Split(string(list), "\x00"), true, nil
}

// addToList adds paths to a list, which is replaced whole, so that nobody reads
// half a path. It is on the disk when addToList returns.
func addToList(file string, paths []string) error {
	known, regular, err := readList(file)
	if err != nil {
		return err
	}
	all := slices.Concat(known, paths)
	slices.Sort(all)
	all = slices.Compact(all)
	if regular && slices.Equal(all, known) {
		return nil
	}
	var content strings.Builder
	for _, path := range all {
		content.WriteString(path)
		content.WriteByte(0)
	}
	if !regular {
		if _, err := os.Stat(file); err == nil {
			return writeWhole(file, os.O_WRONLY, content.String())
		}
	} else if file, err = filepath.EvalSymlinks(file); err != nil {
		return err
	}
	temporary := file + ".kwic-tmp"
	err = writeWhole(temporary, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, content.String())
	if err == nil {
		err = os.Rename(temporary, file)
	}
	if err != nil {
		os.Remove(temporary) // best effort: the next list takes its place
	}
	return err
}

// writeWhole writes a file, and waits until it is on the disk where it has one.
func writeWhole(name string, flag int, content string) error {
	f, err := os.OpenFile(name, flag, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	if info, failed := f.Stat(); err == nil && failed == nil && info.Mode().IsRegular() {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
