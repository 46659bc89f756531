package scan

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"strings"
)

// A list of packed refs has a line "HASH NAME" for each, "^HASH" behind one that is
// an annotated tag, and first "# pack-refs with: …", which says "sorted" where they
// are in the order of their names. Repositories that many people push branches to
// have megabytes of it.
const (
	packedWindow = 64 << 10 // bytes that are read line by line
	packedStep   = 8 << 10  // bytes in which a line begins and ends: names are no longer than paths
)

// packedRef looks a ref up in the list of packed refs at path.
func packedRef(path, name string) (string, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", &fs.PathError{Op: "read", Path: path, Err: ErrNotRegular}
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close() // read only: nothing to lose
	from, to := int64(0), info.Size()
	head, err := readAt(file, 0, min(to, packedStep))
	if err != nil {
		return "", err
	}
	header, _, whole := bytes.Cut(head, []byte("\n"))
	if whole && bytes.HasPrefix(header, []byte("# pack-refs with:")) && bytes.Contains(append(header[:len(header):len(header)], ' '), []byte(" sorted ")) {
		if from, to, err = narrowRefs(file, int64(len(header))+1, to, name); err != nil {
			return "", err
		}
	}
	text, err := readAt(file, from, to-from)
	if err != nil {
		return "", err
	}
	for line := range bytes.Lines(text) {
		if value, ref, ok := strings.Cut(string(bytes.TrimRight(line, "\r\n")), " "); ok && ref == name && value != "#" {
			return value, nil
		}
	}
	return "", fs.ErrNotExist
}

// narrowRefs returns where in a sorted list a ref stands, if it does: less than
// packedWindow, unless a line is too long to be one.
func narrowRefs(file io.ReaderAt, from, to int64, name string) (int64, int64, error) {
	for to-from > packedWindow {
		middle := from + (to-from)/2
		some, err := readAt(file, middle, min(packedStep, to-middle))
		if err != nil {
			return 0, 0, err
		}
		start, ref := lineOfRef(some)
		switch at := middle + int64(start); {
		case start < 0:
			return from, to, nil
		case ref <= name:
			from = at
		default:
			to = at
		}
	}
	return from, to, nil
}

// lineOfRef returns where the first line of a ref begins in a part of a list, and
// its name; -1 where none begins and ends there.
func lineOfRef(some []byte) (start int, name string) {
	for {
		next := bytes.IndexByte(some[start:], '\n') + 1
		if start += next; next == 0 {
			return -1, ""
		}
		line, _, whole := bytes.Cut(some[start:], []byte("\n"))
		if !whole {
			return -1, ""
		}
		if _, ref, ok := bytes.Cut(line, []byte(" ")); ok {
			return start, string(ref)
		}
	}
}

// readAt reads n bytes, or what there is of them.
func readAt(file io.ReaderAt, from, n int64) ([]byte, error) {
	b := make([]byte, n)
	read, err := file.ReadAt(b, from)
	if err == io.EOF {
		err = nil
	}
	return b[:read], err
}
