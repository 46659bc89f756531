package scan

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// repository is where git keeps its data about a tree.
type repository struct {
	top      string // the work tree's root
	prefix   string // slash path from top to the tree that is walked, "" or ending in a slash
	gitDir   string // what belongs to this work tree: HEAD, index
	common   string // what all work trees share: refs, info, config
	hashSize int    // bytes of an object's name
	fold     bool   // core.ignorecase
}

// findRepository returns the repository that holds root, or nil. git itself
// is not started, and its environment variables are not looked at.
func findRepository(root string) (*repository, error) {
	// Parents are those of the real folder, as git sees them.
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		// Some mounts on Windows cannot be resolved and are there all the same.
		real = filepath.Clean(root)
	}
	for top := real; ; {
		gitDir, ok, err := gitDirOf(top)
		if err != nil {
			return nil, err
		}
		if ok {
			return openRepository(top, real, gitDir)
		}
		up := filepath.Dir(top)
		if up == top {
			return nil, nil
		}
		top = up
	}
}

// gitDirOf returns the git folder of a work tree's root: `.git` itself, or
// the folder that a file `.git` names (work trees, submodules). A folder
// `.git` without HEAD makes no repository.
func gitDirOf(top string) (string, bool, error) {
	dot := filepath.Join(top, ".git")
	info, err := os.Stat(dot)
	if err != nil {
		if os.IsPermission(err) || errors.Is(err, fs.ErrNotExist) {
			return "", false, nil
		}
		return "", false, err
	}
	if info.IsDir() {
		_, err := os.Lstat(filepath.Join(dot, "HEAD"))
		return dot, err == nil, nil
	}
	if !info.Mode().IsRegular() {
		return "", false, nil
	}
	target, err := readLine(dot)
	if err != nil {
		return "", false, err
	}
	target, ok := strings.CutPrefix(target, "gitdir: ")
	if !ok {
		return "", false, nil
	}
	return from(top, target), true, nil
}

// openRepository reads what little of the configuration matters. A git folder
// that is gone (a work tree copied into a container, say) still marks the
// root of the work tree: index and configuration are then empty.
func openRepository(top, root, gitDir string) (*repository, error) {
	r := &repository{top: top, gitDir: gitDir, common: gitDir, hashSize: 20}
	below, err := filepath.Rel(top, root)
	if err != nil {
		return nil, err
	}
	if below != "." {
		r.prefix = filepath.ToSlash(below) + "/"
	}
	if shared, err := readLine(filepath.Join(gitDir, "commondir")); err == nil {
		r.common = from(gitDir, shared)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	config, err := readRegular(filepath.Join(r.common, "config"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	r.configure(string(config))
	return r, nil
}

// configure takes two settings from the repository's own configuration file.
// Files that it includes are not read.
func (r *repository) configure(config string) {
	section := ""
	for line := range strings.Lines(config) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			name, rest, _ := strings.Cut(line[1:], "]")
			section = strings.ToLower(strings.TrimSpace(name))
			line = strings.TrimSpace(rest)
		}
		if comment := strings.IndexAny(line, "#;"); comment >= 0 {
			line = line[:comment]
		}
		key, value, assigned := strings.Cut(line, "=")
		value = strings.ToLower(strings.Trim(strings.TrimSpace(value), `"`))
		switch section + "." + strings.ToLower(strings.TrimSpace(key)) {
		case "core.ignorecase":
			r.fold = !assigned || value == "true" || value == "yes" || value == "on" || value == "1"
		case "extensions.objectformat":
			if value == "sha256" {
				r.hashSize = 32
			}
		}
	}
}

// readLine returns the first line of a small file, line end cut.
func readLine(path string) (string, error) {
	content, err := readRegular(path)
	line, _, _ := strings.Cut(string(content), "\n")
	return strings.TrimSuffix(line, "\r"), err
}

// readRegular reads a file of git's. A fifo in its place, which would keep the
// reader waiting for ever, is ErrNotRegular, as is any other special file.
func readRegular(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "read", Path: path, Err: ErrNotRegular}
	}
	return os.ReadFile(path)
}

// from resolves a path that stands in a file of folder.
func from(folder, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(folder, path)
}

// Commit returns the object name of the commit that is checked out in the
// work tree that holds root, in hex, or "" where there is none: no
// repository, no commit yet, or refs kept in a way that is not known
// (reftable). git is not started.
func Commit(root string) string {
	r, err := findRepository(root)
	if err != nil || r == nil {
		return ""
	}
	return r.head()
}

// head is Commit of the repository's work tree.
func (r *repository) head() string {
	value, err := readLine(filepath.Join(r.gitDir, "HEAD"))
	// A ref may name another; five levels are git's own limit.
	for depth := 0; err == nil && depth < 5; depth++ {
		name, symbolic := strings.CutPrefix(value, "ref:")
		if !symbolic {
			return r.objectName(value)
		}
		name = strings.TrimSpace(name)
		if !fs.ValidPath(name) {
			return ""
		}
		value, err = r.ref(name)
	}
	return ""
}

// ref returns the content of a ref: of this work tree, of the common folder,
// or of the list of packed refs.
func (r *repository) ref(name string) (string, error) {
	for _, folder := range []string{r.gitDir, r.common} {
		if value, err := readLine(filepath.Join(folder, filepath.FromSlash(name))); err == nil {
			return value, nil
		}
	}
	return packedRef(filepath.Join(r.common, "packed-refs"), name)
}

// objectName returns s if it is an object's name, else "".
func (r *repository) objectName(s string) string {
	s = strings.TrimSpace(s)
	if len(s) != 2*r.hashSize || strings.Trim(s, "0123456789abcdef") != "" {
		return ""
	}
	return s
}
