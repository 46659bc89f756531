//go:build !unix

package scan

import "os"

// handle is an open file.
type handle struct{ file *os.File }

// openFile opens a file for reading, if its path is that of a regular file
// and no link.
func openFile(path string) (handle, error) {
	named, err := os.Lstat(path)
	if err != nil {
		return handle{}, err
	}
	if !named.Mode().IsRegular() {
		return handle{}, ErrNotRegular
	}
	file, err := os.Open(path)
	if err != nil {
		return handle{}, err
	}
	// What was opened must be what was named: a link may have taken its place.
	if opened, err := file.Stat(); err != nil || !os.SameFile(named, opened) {
		file.Close()
		return handle{}, ErrNotRegular
	}
	return handle{file}, nil
}

func (h handle) close() { h.file.Close() }

func (h handle) stat() (Stat, kind, error) {
	info, err := h.file.Stat()
	if err != nil {
		return Stat{}, kindOther, err
	}
	return statOfInfo(info), kindOfMode(info.Mode()), nil
}

// read is io.Reader's.
func (h handle) read(p []byte) (int, error) { return h.file.Read(p) }

// readAt is io.ReaderAt's.
func (h handle) readAt(p []byte, at int64) (int, error) { return h.file.ReadAt(p, at) }
