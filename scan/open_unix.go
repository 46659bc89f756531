//go:build unix

package scan

import (
	"io"

	"golang.org/x/sys/unix"
)

// handle is an open file. It bypasses os.File, which would register each file
// with the runtime's poller: two system calls for nothing.
type handle struct{ fd int }

// openFile opens a file for reading; it neither follows a symbolic link in its
// place nor waits for the other end of a fifo.
func openFile(path string) (handle, error) {
	for {
		fd, err := unix.Open(path, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC|unix.O_NOCTTY, 0)
		switch err {
		case unix.EINTR:
			continue
		case unix.ELOOP, unix.EMLINK, unix.ENXIO, unix.EOPNOTSUPP, unix.ENODEV: // a link (two spellings), a socket, a device
			return handle{-1}, ErrNotRegular
		}
		return handle{fd}, err
	}
}

func (h handle) close() { unix.Close(h.fd) }

func (h handle) stat() (Stat, kind, error) {
	var st unix.Stat_t
	for {
		err := unix.Fstat(h.fd, &st)
		if err == unix.EINTR {
			continue
		}
		k := kindOther
		if uint32(st.Mode)&unix.S_IFMT == unix.S_IFREG {
			k = kindFile
		}
		return statOf(&st), k, err
	}
}

// read is io.Reader's.
func (h handle) read(p []byte) (int, error) {
	for {
		n, err := unix.Read(h.fd, p)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return 0, err
		case n == 0 && len(p) > 0:
			return 0, io.EOF
		}
		return n, nil
	}
}

// readAt is io.ReaderAt's, but may read less.
func (h handle) readAt(p []byte, at int64) (int, error) {
	for {
		n, err := unix.Pread(h.fd, p, at)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return 0, err
		case n == 0 && len(p) > 0:
			return 0, io.EOF
		}
		return n, nil
	}
}
