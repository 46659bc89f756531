package scan

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"path/filepath"
)

// Errors of Read beyond those of the system, wrapped in an *fs.PathError.
var (
	ErrNotRegular = errors.New("not a regular file") // a folder, link, fifo, …
	ErrTooLarge   = errors.New("file too large")
)

// Read returns the content of a file of the tree under root, and the Stat
// that belongs to it: to be recorded instead of f.Stat, which may be older.
// Content over limit bytes is ErrTooLarge; 0 is no limit.
//
// Neither a symbolic link in the file's place nor a fifo is opened
// (ErrNotRegular). A file that is gone is fs.ErrNotExist, one that must not be
// read fs.ErrPermission. A file that is written to while it is read is read
// again a few times; should it never hold still, the content is what was there
// last, and the Stat is one that no file ever has, so that the next build
// looks again.
func Read(root string, f File, limit int64) (content []byte, stat Stat, err error) {
	return readFile(filepath.Join(root, filepath.FromSlash(f.Path)), limit)
}

// never is the Stat of content that may not be what the file holds.
var never = Stat{Size: -1, ModTime: math.MaxInt64}

// readTries is how often a file that changes is read. Editors that write a
// file in several pieces are done by then; logs never are.
const readTries = 3

func readFile(path string, limit int64) ([]byte, Stat, error) {
	content, stat, err := readStable(path, limit, func() {})
	if err != nil {
		return nil, Stat{}, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return content, stat, nil
}

// readStable is Read with a call between reading and looking again, for tests.
func readStable(path string, limit int64, between func()) (content []byte, stat Stat, err error) {
	for range readTries {
		var before, after Stat
		before, content, after, err = readOnce(path, limit, between)
		if err != nil {
			return nil, Stat{}, err
		}
		if before == after && after.Size == int64(len(content)) {
			return content, after, nil
		}
	}
	return content, never, nil
}

// readOnce reads a file and examines it before and after.
func readOnce(path string, limit int64, between func()) (before Stat, content []byte, after Stat, err error) {
	h, err := openFile(path)
	if err != nil {
		return before, nil, after, err
	}
	defer h.close()
	before, k, err := h.stat()
	if err != nil {
		return before, nil, after, err
	}
	if k != kindFile {
		return before, nil, after, ErrNotRegular
	}
	if limit <= 0 {
		limit = math.MaxInt64 - 1
	}
	if before.Size > limit {
		return before, nil, after, ErrTooLarge
	}
	if content, err = readAll(h, before.Size, limit); err != nil {
		return before, nil, after, err
	}
	between()
	after, _, err = h.stat()
	return before, content, after, err
}

// readAll reads to the end. size is what to expect; a file that grows beyond
// limit meanwhile is too large.
func readAll(h handle, size, limit int64) ([]byte, error) {
	content := make([]byte, 0, size+1) // one more, to see the end at once
	for {
		n, err := h.read(content[len(content):cap(content)])
		content = content[:len(content)+n]
		switch {
		case int64(len(content)) > limit:
			return nil, ErrTooLarge
		case err == io.EOF:
			return content, nil
		case err != nil:
			return nil, err
		case len(content) == cap(content):
			content = append(content, 0)[:len(content)]
		}
	}
}
