package store

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// headerSize is the length of a database's header in bytes.
const headerSize = 100

// readHeader reads the header of the regular file at path, or what there is of
// it, without opening the file as a database.
//
// SQLite reads it, because it alone knows how: on Unix, closing any descriptor of
// a file lets go of all locks that the process holds on it. Where a question or a
// build goes on in the same process, SQLite keeps the descriptor until that ends.
// No statement is run, so that SQLite neither looks for a log nor locks the file.
func readHeader(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // opening a fifo would wait for ever
		return nil, fmt.Errorf("%w: it is not a regular file", ErrForeign)
	}
	if info.Size() == 0 {
		return nil, nil
	}
	c, err := openConn(dsn(path, url.Values{"mode": {"ro"}}))
	if err != nil {
		return nil, whyClosed(path, err)
	}
	header, err := c.readStart(int(min(info.Size(), headerSize)))
	return header, errors.Join(err, c.close())
}

// whyClosed returns the system's reason why SQLite could not open a file, or
// SQLite's own.
func whyClosed(path string, err error) error {
	f, reason := os.Open(path)
	if reason != nil {
		return reason
	}
	f.Close()
	return err
}

// readStart reads the first n bytes of the database's file, at most headerSize.
// Those that the file has not are 0.
func (c *conn) readStart(n int) ([]byte, error) {
	handle := c.tls.Alloc(pointerSize)
	defer c.tls.Free(pointerSize)
	if rc := sqlite3.Xsqlite3_file_control(c.tls, c.db, 0, sqlite3.SQLITE_FCNTL_FILE_POINTER, handle); rc != sqlite3.SQLITE_OK {
		return nil, c.failure(rc)
	}
	buffer := c.tls.Alloc(headerSize)
	defer c.tls.Free(headerSize)
	file := pointerAt(handle)
	read := pointerAt(pointerAt(file) + unsafe.Offsetof(sqlite3.Tsqlite3_io_methods{}.FxRead))
	call := *(*func(tls *libc.TLS, file, buffer uintptr, amount int32, offset int64) int32)(unsafe.Pointer(&struct{ uintptr }{read}))
	if rc := call(c.tls, file, buffer, int32(n), 0); rc != sqlite3.SQLITE_OK && rc != sqlite3.SQLITE_IOERR_SHORT_READ {
		return nil, &Error{int(rc), libc.GoString(sqlite3.Xsqlite3_errstr(c.tls, rc))}
	}
	return bytes.Clone(libc.GoBytes(buffer, n)), nil
}

// HasMark reports whether bytes 68 to 71 of the file at path say that it is,
// or was, an index of kwic.
func HasMark(path string) bool {
	header, err := readHeader(path)
	return err == nil && len(header) >= 72 && string(header[68:72]) == "kwic"
}
