// Package scan knows the tree: which files belong to it, which of them may
// have changed, and what is in them.
//
// The tree is what git would list (`git ls-files --cached --others
// --exclude-standard`), less what .kwicignore files and the configuration
// exclude. Walk finds it with one stat for each document and none for anything
// else. Everything in the tree that is no document candidate is a Skipped row
// with its reason, so that nothing is left out silently; what is ignored is
// not part of the tree and leaves no row.
//
// A Stat says cheaply that a file is as it was (Compare, Stat.Settled); Read
// hands out its bytes together with the Stat that they belong to; Sniff says
// whether the bytes are a document.
//
// Symbolic links are never followed and git is never started.
package scan

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"kwic/scan/extract"
)

// Options say which files belong to the tree.
type Options struct {
	// Root is the tree's folder, an absolute path. It is not judged itself:
	// who names an ignored folder means it.
	Root string

	// Tracked takes only what git's index lists, ignored or not.
	Tracked bool

	// Include brings back what the defaults leave out: vendored folders, data,
	// minified and generated files. It lifts neither ignore files nor
	// SizeLimit. Patterns are those of gitignore(5) relative to Root; one that
	// matches a folder covers all in it.
	Include []string

	// Exclude takes files and folders out of the tree, by the same kind of
	// patterns: `!` negates, the last match wins, nothing comes back in a folder
	// that is excluded.
	Exclude []string

	// SizeLimit is in bytes; larger files are skipped. 0 is no limit.
	SizeLimit int64

	// Only are slash paths relative to Root: the walk looks at these and, where
	// they are folders, at all in them, and at nothing else. Its cost does not
	// grow with the rest of the tree. Empty means everything.
	Only []string

	// Rules say what holds for some files instead. For each property the last
	// rule counts that matches a file and says something of it.
	Rules []Rule

	// Folders has the walk list the folders that it enters.
	Folders bool

	// Prune are slash paths relative to Root that are not entered and leave no
	// row: kwic's own folders.
	Prune []string
}

// File is a document candidate.
type File struct {
	Path string // slash path relative to Root

	// Included tells that Options.Include covers the file, so that it counts
	// whoever wrote it.
	Included bool

	Stat Stat
}

// Language returns what the name tells. It is "" where only the content can
// tell, which may well be that the file is no document: see Load.
func (f *File) Language() extract.Language {
	language, _, _ := classify(path.Base(f.Path))
	return language
}

// Skipped is a file or folder of the tree that is no candidate.
type Skipped struct {
	// Path is a slash path relative to Root. A folder that is left out whole is
	// one row, and its path ends in a slash. Where a name is not UTF-8, its
	// other bytes are written \xff and its backslashes \\; should there be a
	// file of that very name too, more backslashes follow.
	Path   string
	Reason Reason
}

// Tree is what Walk found, each list sorted by the bytes of Path, no path
// twice.
type Tree struct {
	Files   []File
	Skipped []Skipped

	// Sparse tells that git keeps tracked files out of this work tree (sparse
	// checkout, skip-worktree): that a file is missing does not say that it
	// was deleted.
	Sparse bool

	// Folders are slash paths of the folders that were entered, "." first, where
	// Options.Folders asks for them: whatever comes into the tree, comes into
	// one of these.
	Folders []string

	// Scope is what a walk of Options.Only answers for, sorted: whatever is at
	// one of these paths or below it, and not in the lists, is not in the tree.
	// Where a named path's folder is gone, or is no folder any more, it is that
	// folder. nil for a walk of everything.
	Scope []string

	rules *pathRules
	limit int64
}

// InForce returns what holds for the file at a path, whether or not it is in
// the tree.
func (t *Tree) InForce(path string) InForce { return t.rules.inForce(path, t.limit) }

// ErrNoRepository tells that Options.Tracked needs a git repository and there
// is none.
var ErrNoRepository = errors.New("not in a git repository")

// Walk returns the tree. Files that come or go meanwhile may or may not be in
// it. A folder that cannot be read is a Skipped row; a damaged git index is
// an *IndexError, because without it tracked files could be missed.
func Walk(ctx context.Context, o Options) (*Tree, error) {
	root, err := openRoot(o.Root)
	if err != nil {
		return nil, err
	}
	defer root.close()
	w := &walk{options: o, root: root, prune: map[string]bool{}}
	top, err := w.prepare()
	if err != nil {
		return nil, err
	}
	if top.only == nil {
		go w.index() // while the first folders are read
	}
	err = w.pool.run(ctx, func(n *names) { w.visit(top, n) })
	x, indexErr := &index{}, error(nil)
	if top.only == nil || w.scope.gone && w.sparse || w.links.Load() {
		x, indexErr = w.index()
	}
	switch {
	case indexErr != nil:
		return nil, indexErr
	case err != nil:
		return nil, err
	case top.reason != "":
		return nil, &os.PathError{Op: "read", Path: o.Root, Err: top.err}
	}
	files, skipped := top.count()
	t := &Tree{Files: make([]File, 0, files), Skipped: make([]Skipped, 0, skipped), Sparse: x.sparse, rules: w.rules, limit: o.SizeLimit}
	if o.Folders {
		t.Folders = append(t.Folders, ".")
	}
	w.collect(top, x, t)
	if top.only != nil {
		t.Scope = w.scope.sorted()
	}
	return t, nil
}

// walk is one run of Walk. All of it is read-only while tasks run, but for
// the pool.
type walk struct {
	pool
	options Options
	strict  bool // whatever cannot be examined is an error
	root    folder
	prefix  string // of Root in its repository, "" or ending in a slash: all node paths start with it
	index   func() (*index, error)
	fold    bool
	include *rules // nil for none
	exclude *rules
	scope   scope
	links   atomic.Bool     // a folder may be a submodule, which the index tells
	sparse  bool            // the index may list files that are not meant to be on disk
	rules   *pathRules      // nil for none
	prune   map[string]bool // full paths without a slash at the end, folded where names are

	unpacked atomic.Int64 // of List: the nodes that may still be held as they were found
}

// prepare finds the repository and the rules that hold from above.
func (w *walk) prepare() (*branch, error) {
	w.index = func() (*index, error) { return &index{}, nil }
	repo, err := findRepository(w.options.Root)
	if err != nil {
		return nil, fmt.Errorf("find git repository: %w", err)
	}
	top := &branch{hidden: w.options.Tracked, top: true}
	if repo == nil {
		if w.options.Tracked {
			return nil, ErrNoRepository
		}
	} else {
		w.prefix, w.fold, w.sparse = repo.prefix, repo.fold, repo.maySparse()
		w.index = sync.OnceValues(func() (*index, error) { return readIndex(repo.gitDir, repo.hashSize) })
		if err := w.inherit(top, repo); err != nil {
			return nil, err
		}
	}
	top.prefix = w.prefix
	if len(w.options.Only) > 0 {
		if only := pick(w.options.Only); !only.whole {
			top.only = only
		}
	}
	w.include = compileRules(w.options.Include, w.fold)
	w.exclude = compileRules(w.options.Exclude, w.fold)
	w.rules = compilePathRules(w.options.Rules, w.fold)
	for _, path := range w.options.Prune {
		w.prune[foldIf(w.prefix+composed(strings.Trim(path, "/")), w.fold)] = true
	}
	return top, nil
}

// inherit adds the ignore files that hold for all of the tree: the
// repository's own list and those of the folders above Root.
func (w *walk) inherit(top *branch, repo *repository) error {
	r, err := readRules(filepath.Join(repo.common, "info", "exclude"), repo.fold)
	if err != nil {
		return err
	}
	top.git = top.git.push(r, 0)
	for base := 0; base < len(repo.prefix); {
		above := filepath.Join(repo.top, filepath.FromSlash(repo.prefix[:base]))
		for name, chain := range map[string]**level{gitIgnore: &top.git, kwicIgnore: &top.own} {
			r, err := readRules(filepath.Join(above, name), repo.fold)
			if err != nil {
				return err
			}
			*chain = (*chain).push(r, base)
		}
		base += strings.IndexByte(repo.prefix[base:], '/') + 1
	}
	return nil
}

// count returns how many rows there will be at most: lists that grow would be
// copied several times.
func (b *branch) count() (files, skipped int) {
	for i := range b.nodes {
		n := &b.nodes[i]
		switch {
		case n.below != nil:
			f, s := n.below.count()
			files, skipped = files+f, skipped+s+1
		case n.drop:
		case n.reason == "":
			files++
		default:
			skipped++
		}
	}
	return files, skipped
}

// collect appends what was found below b, in order.
func (w *walk) collect(b *branch, x *index, t *Tree) {
	for i := range b.nodes {
		n := &b.nodes[i]
		path := n.path[len(w.prefix):]
		reason := n.reason
		if n.below != nil {
			if x.isLink(n.path) {
				reason = Submodule
			} else if n.below.reason != "" {
				reason = n.below.reason
			}
		}
		switch {
		case n.drop:
		case reason != "":
			t.Skipped = append(t.Skipped, Skipped{path, reason})
		case n.kind == kindFile:
			t.Files = append(t.Files, File{path, n.included, n.stat})
		}
		if n.below != nil && n.below.reason == "" && reason != Submodule {
			if w.options.Folders {
				t.Folders = append(t.Folders, strings.TrimSuffix(path, "/"))
			}
			w.collect(n.below, x, t)
		}
	}
	b.nodes = nil // no need to hold them beside the lists
}
