package scan

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"io/fs"
	"slices"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// folder is an open folder. On Linux names come from getdents64 together with
// their types, so that only what needs a stat gets one, and everything is
// opened and examined relative to a folder that is open already: the kernel
// then resolves one name instead of a path.
type folder struct{ fd int }

// openRoot opens the folder that a walk starts from. Symbolic links on the way
// to it are followed: who names the root means what it names.
func openRoot(path string) (folder, error) {
	fd, err := retry(func() (int, error) {
		return unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return folder{-1}, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return folder{fd}, nil
}

// open opens the folder at a path below f, never through a symbolic link as
// its last element.
func (f folder) open(path string) (folder, error) {
	fd, err := retry(func() (int, error) {
		return unix.Openat(f.fd, path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	})
	return folder{fd}, err
}

func (f folder) close() { unix.Close(f.fd) }

// names is the memory that reading folders reuses.
type names struct {
	raw  [32 << 10]byte // what getdents64 fills
	text []byte         // "prefix/name" after "prefix/name", folders with a slash at the end
	all  []found
}

// found is a name in a folder on its way to a node. It is sorted in its stead, being
// a sixth as large.
type found struct {
	begins     uint64 // the first bytes behind the prefix, the first of all the highest
	start, end int    // of the path in text
	kind       kind
}

// The head of a linux_dirent64: inode (8 bytes), offset (8), length of the
// record (2), type (1), name and NUL.
const (
	direntLength = 16
	direntType   = 18
	direntName   = 19
)

// read lists the folder: one entry a name, `.` and `..` left out, in no order.
// Each path starts with prefix. All paths share one string.
func (f folder) read(n *names, prefix string) ([]node, error) {
	n.text, n.all = n.text[:0], n.all[:0]
	for {
		size, err := retry(func() (int, error) { return unix.Getdents(f.fd, n.raw[:]) })
		if err != nil {
			return nil, err
		}
		if size == 0 {
			break
		}
		for raw := n.raw[:size]; len(raw) > direntName; {
			length := binary.NativeEndian.Uint16(raw[direntLength:])
			f.take(n, prefix, raw[:length])
			raw = raw[length:]
		}
	}
	slices.SortFunc(n.all, func(x, y found) int {
		if x.begins != y.begins {
			return cmp.Compare(x.begins, y.begins)
		}
		return bytes.Compare(n.text[x.start+len(prefix):x.end], n.text[y.start+len(prefix):y.end])
	})
	text := string(n.text)
	list := make([]node, len(n.all))
	for i := range n.all {
		one := &n.all[i]
		list[i].path, list[i].kind = text[one.start:one.end], one.kind
	}
	return list, nil
}

// take adds one directory entry to n.
func (f folder) take(n *names, prefix string, record []byte) {
	name := record[direntName:]
	for i, b := range name {
		if b == 0 {
			name = name[:i]
			break
		}
	}
	if string(name) == "." || string(name) == ".." {
		return
	}
	k := kindOther
	switch record[direntType] {
	case unix.DT_REG:
		k = kindFile
	case unix.DT_DIR:
		k = kindFolder
	case unix.DT_LNK:
		k = kindLink
	case unix.DT_UNKNOWN: // some file systems do not tell
		var err error
		if _, k, err = f.stat(string(name)); err != nil {
			k = kindOther
		}
	}
	start := len(n.text)
	n.text = append(append(n.text, prefix...), name...)
	if k == kindFolder {
		n.text = append(n.text, '/')
	}
	var first [8]byte // a name that ends before is the lower one, as it should be
	copy(first[:], n.text[start+len(prefix):])
	n.all = append(n.all, found{binary.BigEndian.Uint64(first[:]), start, len(n.text), k})
}

// stat examines a name in the folder, itself and not what it may point to.
func (f folder) stat(name string) (Stat, kind, error) {
	var buf [256]byte // NAME_MAX and a NUL
	if len(name) >= len(buf) {
		return Stat{}, kindOther, syscall.ENAMETOOLONG
	}
	copy(buf[:], name)
	var st unix.Statx_t
	for {
		_, _, errno := unix.Syscall6(unix.SYS_STATX, uintptr(f.fd), uintptr(unsafe.Pointer(&buf)),
			unix.AT_SYMLINK_NOFOLLOW|unix.AT_NO_AUTOMOUNT,
			unix.STATX_TYPE|unix.STATX_SIZE|unix.STATX_MTIME|unix.STATX_CTIME|unix.STATX_INO,
			uintptr(unsafe.Pointer(&st)), 0)
		switch {
		case errno == 0:
			return Stat{
				Size:       int64(st.Size),
				ModTime:    st.Mtime.Sec*1e9 + int64(st.Mtime.Nsec),
				ChangeTime: st.Ctime.Sec*1e9 + int64(st.Ctime.Nsec),
				Inode:      st.Ino,
			}, kindOfMode(uint32(st.Mode)), nil
		case errno == unix.EINTR:
		case errno == unix.ENOSYS || errno == unix.EPERM:
			return f.statOld(name) // an old kernel, or a sandbox that does not know statx
		default:
			return Stat{}, kindOther, errno
		}
	}
}

// statOld is stat by the older system call.
func (f folder) statOld(name string) (Stat, kind, error) {
	var st unix.Stat_t
	if err := unix.Fstatat(f.fd, name, &st, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return Stat{}, kindOther, err
	}
	return statOf(&st), kindOfMode(st.Mode), nil
}

func kindOfMode(mode uint32) kind {
	switch mode & unix.S_IFMT {
	case unix.S_IFREG:
		return kindFile
	case unix.S_IFDIR:
		return kindFolder
	case unix.S_IFLNK:
		return kindLink
	default:
		return kindOther
	}
}

// retry repeats a system call that a signal interrupted.
func retry(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}
