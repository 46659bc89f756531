package scan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"unsafe"
)

// IndexError tells that git's index cannot be read. `git status` names the
// same trouble; `git read-tree HEAD`, or removing the file and `git reset`,
// makes a new one.
type IndexError struct {
	Path   string // of the index
	Reason string // what is wrong with it
}

func (e *IndexError) Error() string {
	return fmt.Sprintf("git index %q: %s", e.Path, e.Reason)
}

// An index is the list of files that git tracks, read from the file `index`
// of a repository (gitformat-index(5), versions 2 to 4):
//
//	"DIRC", version, number of entries             4 bytes each, big-endian
//	entries, sorted by path and stage:
//	  10 words of stat data, of which the 7th is the mode
//	  object name                                  20 or 32 bytes
//	  flags (2 bytes; 0x4000: 2 more follow; low 12 bits: length of the path, 0xfff for longer)
//	  path; NUL (version 4: count of bytes to drop from the path before, then what to append)
//	  version 2 and 3: NULs up to a multiple of 8 bytes
//	extensions: name, size, content                a lower-case name must be understood
//	hash of all of the above                       20 or 32 bytes
//
// The hash is not checked, as git itself does not when it reads: it costs more
// than all the rest. Folders that a sparse index keeps as one entry list no
// files here: their files are not on disk.
type index struct {
	paths []string // files, sorted by bytes, each once
	links []string // submodules, likewise

	sparse bool // some of the files are not meant to be on disk
}

const (
	modeMask     = 0o170000
	modeFolder   = 0o040000 // a folder of a sparse index
	modeGitlink  = 0o160000 // a submodule
	skipWorktree = 0x4000   // in the further flags
	longestPath  = 1 << 16  // no system has longer ones; keeps a damaged version 4 from growing without end
)

// readIndex reads the index of a repository. A missing file is an empty
// index: a repository without a first `git add` has none.
func readIndex(gitDir string, hashSize int) (*index, error) {
	path := filepath.Join(gitDir, "index")
	raw, err := readRegular(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &index{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read git index: %w", err)
	}
	entries, split, err := parseIndex(raw, hashSize)
	if err != nil {
		return nil, &IndexError{Path: path, Reason: err.Error()}
	}
	if split != nil {
		shared := filepath.Join(gitDir, fmt.Sprintf("sharedindex.%x", split.base))
		if raw, err = readRegular(shared); err != nil {
			return nil, &IndexError{Path: path, Reason: fmt.Sprintf("its shared part cannot be read: %v", err)}
		}
		base, nested, err := parseIndex(raw, hashSize)
		if err == nil && nested != nil {
			err = errors.New("is split itself")
		}
		if err != nil {
			return nil, &IndexError{Path: shared, Reason: err.Error()}
		}
		if entries, err = split.join(base, entries); err != nil {
			return nil, &IndexError{Path: path, Reason: err.Error()}
		}
	}
	return newIndex(entries), nil
}

// indexEntry is what we need of an entry: "" is the path of one that stands for
// its namesake in the shared part of a split index.
type indexEntry struct {
	path string
	mode uint32
	skip bool // skip-worktree: not meant to be on disk
}

// newIndex sorts out entries, which are in order, the stages of a conflict
// side by side.
func newIndex(entries []indexEntry) *index {
	x := &index{paths: make([]string, 0, len(entries))}
	for i, e := range entries {
		if i > 0 && entries[i-1].path == e.path {
			continue
		}
		x.sparse = x.sparse || e.skip
		switch e.mode & modeMask {
		case modeFolder:
			x.sparse = true
		case modeGitlink:
			x.links = append(x.links, e.path)
		default:
			x.paths = append(x.paths, e.path)
		}
	}
	return x
}

// parseIndex reads the bytes of an index file, of a repository whose object
// names have hashSize bytes. It keeps raw, which must not change any more.
func parseIndex(raw []byte, hashSize int) ([]indexEntry, *splitIndex, error) {
	if len(raw) < 12+hashSize || string(raw[:4]) != "DIRC" {
		return nil, nil, errors.New("is damaged: no index header")
	}
	version, count := binary.BigEndian.Uint32(raw[4:]), binary.BigEndian.Uint32(raw[8:])
	if version < 2 || version > 4 {
		return nil, nil, fmt.Errorf("has version %d, known are 2 to 4; `git update-index --index-version 4` rewrites it", version)
	}
	r := indexReader{raw: raw[:len(raw)-hashSize], at: 12, version: version, hashSize: hashSize}
	if int64(count)*int64(42+hashSize) > int64(len(raw)) {
		return nil, nil, errors.New("is damaged: it is too short for its entries")
	}
	if version < 4 {
		// One string that all paths share, and no copy: nobody writes to raw.
		r.text = unsafe.String(unsafe.SliceData(r.raw), len(r.raw))
	}
	entries := make([]indexEntry, 0, count)
	previous := ""
	for i := range count {
		e, err := r.entry(previous)
		if err != nil {
			return nil, nil, fmt.Errorf("is damaged: entry %d of %d: %w", i+1, count, err)
		}
		if e.path < previous && e.path != "" {
			return nil, nil, fmt.Errorf("is damaged: entry %d of %d is out of order", i+1, count)
		}
		if e.path != "" {
			previous = e.path
		}
		entries = append(entries, e)
	}
	split, err := r.extensions()
	return entries, split, err
}

// indexReader walks over the bytes of an index.
type indexReader struct {
	raw      []byte // without the hash at the end
	text     string // the same, for versions 2 and 3
	at       int
	version  uint32
	hashSize int
}

var errShort = errors.New("it ends too early")

// entry reads one entry. A version 4 path builds on the one before.
func (r *indexReader) entry(previous string) (e indexEntry, err error) {
	start := r.at
	fixed := 40 + r.hashSize + 2
	if len(r.raw)-start < fixed {
		return e, errShort
	}
	e.mode = binary.BigEndian.Uint32(r.raw[start+24:])
	flags := binary.BigEndian.Uint16(r.raw[start+fixed-2:])
	if flags&0x4000 != 0 {
		if r.version < 3 {
			return e, errors.New("it has flags of a later version")
		}
		if len(r.raw)-start < fixed+2 {
			return e, errShort
		}
		e.skip = binary.BigEndian.Uint16(r.raw[start+fixed:])&skipWorktree != 0
		fixed += 2
	}
	r.at = start + fixed
	if r.version == 4 {
		e.path, err = r.compressed(previous)
		return e, err
	}
	n := bytes.IndexByte(r.raw[r.at:], 0)
	if n < 0 {
		return e, errShort
	}
	if want := int(flags & 0xfff); n != want && (want < 0xfff || n < 0xfff) {
		return e, errors.New("its path has not the length it tells")
	}
	e.path = r.text[r.at : r.at+n]
	r.at = start + (r.at+n-start+8)/8*8
	if r.at > len(r.raw) {
		return e, errShort
	}
	return e, nil
}

// compressed reads a version 4 path.
func (r *indexReader) compressed(previous string) (string, error) {
	drop, ok := r.offset()
	if !ok || drop > len(previous) {
		return "", errors.New("its path does not fit the one before")
	}
	n := bytes.IndexByte(r.raw[r.at:], 0)
	if n < 0 {
		return "", errShort
	}
	keep := previous[:len(previous)-drop]
	if len(keep)+n > longestPath {
		return "", errors.New("its path is too long")
	}
	path := keep + string(r.raw[r.at:r.at+n])
	r.at += n + 1
	return path, nil
}

// offset reads a number in the encoding of pack files' offsets: seven bits a
// byte, highest first, with one added for each byte that follows.
func (r *indexReader) offset() (int, bool) {
	n := 0
	for i := 0; r.at < len(r.raw) && i < 4; i++ {
		b := r.raw[r.at]
		r.at++
		n |= int(b & 0x7f)
		if b&0x80 == 0 {
			return n, true
		}
		n = (n + 1) << 7
	}
	return 0, false
}

// extensions reads what follows the entries. Those with a capital may be
// passed over.
func (r *indexReader) extensions() (split *splitIndex, err error) {
	for r.at < len(r.raw) {
		if len(r.raw)-r.at < 8 {
			return nil, errors.New("is damaged: bytes are left over behind its entries")
		}
		name := string(r.raw[r.at : r.at+4])
		size := int64(binary.BigEndian.Uint32(r.raw[r.at+4:]))
		r.at += 8
		if size > int64(len(r.raw)-r.at) {
			return nil, fmt.Errorf("is damaged: extension %q is cut off", name)
		}
		body := r.raw[r.at : r.at+int(size)]
		r.at += int(size)
		switch {
		case name == "link":
			if split, err = parseSplit(body, r.hashSize); err != nil {
				return nil, err
			}
		case name == "sdir" || isUpper(name[0]):
		default:
			return nil, fmt.Errorf("needs extension %q, which is not known", name)
		}
	}
	return split, nil
}
