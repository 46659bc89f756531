package scan

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// picked says which entries of a folder a walk looks at.
type picked struct {
	whole bool // everything in it
	below map[string]*picked
}

// pick makes the picked of a walk's root from slash paths below it.
func pick(paths []string) *picked {
	root := &picked{}
	for _, path := range paths {
		at := root
		for name := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
			if at.whole || name == "" || name == "." {
				continue
			}
			if at.below == nil {
				at.below = make(map[string]*picked)
			}
			if at.below[name] == nil {
				at.below[name] = &picked{}
			}
			at = at.below[name]
		}
		at.whole, at.below = true, nil
	}
	return root
}

// scope collects the paths that a walk answers for: each stands for itself and
// all below it.
type scope struct {
	mu    sync.Mutex
	paths []string
	gone  bool // something that was named is not there, or may not be there whole
}

func (s *scope) add(path string, gone bool) {
	s.mu.Lock()
	s.paths = append(s.paths, strings.TrimSuffix(path, "/"))
	s.gone = s.gone || gone
	s.mu.Unlock()
}

// sorted returns the paths without those that lie below another one.
func (s *scope) sorted() []string {
	slices.Sort(s.paths)
	kept := []string{} // never nil, which would answer for all
	seen := make(map[string]bool, len(s.paths))
next:
	for _, path := range s.paths { // a folder sorts before what it holds
		if seen[path] || seen[""] {
			continue
		}
		for at := strings.LastIndexByte(path, '/'); at > 0; at = strings.LastIndexByte(path[:at], '/') {
			if seen[path[:at]] {
				continue next
			}
		}
		seen[path] = true
		kept = append(kept, path)
	}
	return kept
}

// readPicked is folder.read for the picked entries of a folder, and for those
// that say how it is to be read: ignore files, and whether it is a repository of
// its own. One that is not there is what the walk answers for.
func (w *walk) readPicked(f folder, b *branch) []node {
	names := make([]string, 0, len(b.only.below)+3)
	for name := range b.only.below {
		names = append(names, name)
	}
	slices.Sort(names)
	var nodes []node
	take := func(name string, context bool) (kind, error) {
		_, k, err := f.stat(name)
		if err != nil {
			return k, err
		}
		path := b.prefix + composed(name)
		if k == kindFolder {
			path += "/"
		}
		nodes = append(nodes, node{path: path, kind: k, context: context})
		return k, nil
	}
	for _, name := range names {
		k, err := take(name, false)
		path := b.prefix[len(w.prefix):] + composed(name)
		switch {
		case errors.Is(err, fs.ErrNotExist) || isNoName(err):
			w.scope.add(path, true)
		case errors.Is(err, fs.ErrPermission) && !w.strict:
			// What may not be examined is told by those who try to read it.
			n := node{path: b.prefix + composed(name), kind: kindFile}
			if b.only.below[name].below != nil {
				n.path, n.kind = n.path+"/", kindFolder
			}
			nodes = append(nodes, n)
			w.scope.add(path, true)
		case err != nil:
			w.fail(&fs.PathError{Op: "lstat", Path: filepath.Join(w.options.Root, filepath.FromSlash(path)), Err: err})
		case k != kindFolder || b.only.below[name].whole:
			w.scope.add(path, k == kindFolder || !b.only.below[name].whole) // what the folder lacks, the index tells
		}
	}
	for _, name := range []string{".git", gitIgnore, kwicIgnore} {
		if b.only.below[name] == nil {
			_, _ = take(name, true) // missing, as a rule
		}
	}
	return nodes
}

// isNoName reports whether the system said that no file can have such a name: a list
// may come from a system with other names.
func isNoName(err error) bool {
	const invalidName, tooLong = syscall.Errno(123), syscall.Errno(206) // of Windows
	return errors.Is(err, syscall.ENAMETOOLONG) || runtime.GOOS == "windows" && (errors.Is(err, invalidName) || errors.Is(err, tooLong))
}

// answerForUnentered adds the folders on the way to named paths that are not
// entered: they are left out with all that is in them.
func (w *walk) answerForUnentered(b *branch) {
	if b.only == nil {
		return
	}
	for i := range b.nodes {
		if n := &b.nodes[i]; n.kind == kindFolder && !n.context && n.below == nil {
			w.scope.add(n.path[len(w.prefix):], false)
		}
	}
}

// answerForRefused adds a folder on the way to named paths that could not be read,
// went meanwhile, or is not a part of the tree.
func (w *walk) answerForRefused(b *branch) {
	if b.only != nil {
		w.scope.add(b.prefix[len(w.prefix):], b.reason == "")
	}
}

// maySparse reports whether git may keep tracked files out of the work tree. It
// is cheaper than reading the index, which grows with the tree: `git
// sparse-checkout` always leaves its patterns there.
func (r *repository) maySparse() bool {
	_, err := os.Lstat(filepath.Join(r.gitDir, "info", "sparse-checkout"))
	return err == nil
}
