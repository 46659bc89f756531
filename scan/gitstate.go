package scan

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io/fs"
	"path/filepath"
)

// GitState is what git's own files say of which files belong to a tree.
type GitState struct {
	// Folders hold these files, "index" and "exclude", and "HEAD", which makes a
	// repository of one. They need not exist; where there is no repository, they
	// are those of one that may come.
	Folders []string

	// Sum identifies what the files say: which paths are tracked, and what
	// info/exclude ignores. What git notes in its index besides leaves it alone.
	Sum [sha256.Size]byte
}

// GitStateOf returns the state of the repository that holds root. git is not
// started. The Folders are told with an error, too, as far as they are known.
func GitStateOf(root string) (GitState, error) {
	repo, err := findRepository(root)
	if err != nil || repo == nil {
		return GitState{Folders: []string{filepath.Join(root, ".git")}}, err
	}
	info := filepath.Join(repo.common, "info")
	s := GitState{Folders: []string{repo.gitDir, info}}
	x, err := readIndex(repo.gitDir, repo.hashSize)
	if err != nil {
		return s, err
	}
	exclude, err := readRegular(filepath.Join(info, "exclude"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	h := sha256.New()
	var length [8]byte
	for _, list := range [][]string{x.paths, x.links, {string(exclude)}} {
		binary.BigEndian.PutUint64(length[:], uint64(len(list)))
		h.Write(length[:])
		for _, text := range list {
			binary.BigEndian.PutUint64(length[:], uint64(len(text)))
			h.Write(length[:])
			h.Write([]byte(text))
		}
	}
	h.Sum(s.Sum[:0])
	return s, nil
}
