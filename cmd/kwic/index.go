package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"kwic/scan"
	"kwic/store"
)

// index is the index that a command asks.
type index struct {
	*store.Query
	here string // the current folder, absolute; "" where it cannot be told
	root string // of the tree that was indexed, absolute
	db   string // absolute
	meta store.Meta

	isBehind func() bool // see behind
}

// openIndex opens the database given, or that of the tree around the current
// folder. A database in a folder .kwic is of the tree that holds it, another one
// of that around the current folder.
func openIndex(ctx context.Context, given string) (*index, error) {
	x := &index{db: given}
	start := "."
	if folder := filepath.Dir(filepath.Clean(given)); given != "" && filepath.Base(folder) == indexFolder {
		start = filepath.Dir(folder)
	}
	var err error
	if x.here, err = filepath.Abs("."); err != nil {
		x.here = "" // paths are told from the root of the file system
	}
	if x.root, err = findRoot(start); err != nil {
		return nil, err
	}
	if x.db == "" {
		x.db = filepath.Join(x.root, indexFolder, "index.db")
	}
	if info, err := os.Stat(x.db); err == nil && info.IsDir() {
		return nil, hinted{fmt.Errorf("the database %q is a folder", x.db), "name the file in it: --db " + filepath.Join(x.db, "index.db")}
	} else if errors.Is(err, fs.ErrNotExist) {
		return nil, hinted{fmt.Errorf("there is no index at %q", x.db), "make one with \"kwic build\", or name one with --db"}
	}
	if x.db, err = filepath.Abs(x.db); err != nil {
		return nil, err
	}
	if x.Query, err = store.OpenQuery(ctx, x.db); err != nil {
		return nil, advise(x.db, err)
	}
	if x.meta, err = x.Meta(); err != nil {
		return nil, errors.Join(advise(x.db, err), x.Close())
	}
	x.isBehind = sync.OnceValue(func() bool { return x.behind(ctx) })
	return x, nil
}

// behind reports whether git has brought other files into the tree since the
// index was built. What was edited since takes a look at every file to find out.
func (x *index) behind(ctx context.Context) bool {
	return x.meta.Built && scan.Behind(x.root, x.meta.Commit) && x.checkTree(ctx) == nil
}

// noteBehind tells that an answer which is not compared with the tree may be stale.
func (x *index) noteBehind(stderr io.Writer) {
	if x.isBehind() {
		fmt.Fprintf(stderr, "note: another commit has been checked out since the build, and the answer may be stale; %s\n", bringUpToDate)
	}
}

// withIndex calls do with the index that a command asks, and closes it. On notes
// it says where all answers come from an index that is still empty.
func withIndex(ctx context.Context, given string, notes io.Writer, do func(*index) error) error {
	x, err := openIndex(ctx, given)
	if err != nil {
		return err
	}
	if !x.meta.Built {
		fmt.Fprintf(notes, "note: the first build of this index has not ended; there is nothing in it yet\n")
	}
	err = do(x)
	if store.OfDatabase(err) {
		err = advise(x.db, err)
	}
	if closing := x.Close(); err == nil {
		err = closing
	}
	return err
}

// checkTree makes sure that some document of the index is below the root. A
// database outside of .kwic does not say where its tree is.
func (x *index) checkTree(ctx context.Context) error {
	if filepath.Base(filepath.Dir(x.db)) == indexFolder {
		return nil
	}
	documents, err := x.NoneOf(ctx, func(path string) bool {
		_, err := os.Lstat(filepath.Join(x.root, filepath.FromSlash(path)))
		return err == nil
	})
	if err != nil || documents == 0 {
		return err
	}
	return hinted{
		fmt.Errorf("%q is the index of another tree: none of its %s is below %q", shown(x.db), count(documents, "document"), x.root),
		"go to the tree that was indexed: a database outside of a folder .kwic is taken for that of the tree around the current folder",
	}
}

// url returns where a section can be read by everybody, "" where source_url is
// not configured.
func (x *index) url(path, anchor string) string {
	if x.meta.SourceURL == "" {
		return ""
	}
	base := strings.ReplaceAll(x.meta.SourceURL, "{commit}", x.meta.Commit)
	relative := url.URL{Path: path, Fragment: anchor}
	return base + strings.TrimPrefix(relative.String(), "./") // "./" stands before a colon in the first part
}

// onDisk returns a document's place as seen from the current folder.
func (x *index) onDisk(path string) string {
	whole := filepath.Join(x.root, filepath.FromSlash(path))
	if x.here == "" {
		return whole
	}
	if rel, err := filepath.Rel(x.here, whole); err == nil {
		return rel
	}
	return whole
}

// pathsOf returns the paths from the root that a name can mean: as seen from the
// current folder, then as it is.
func (x *index) pathsOf(name string) ([]string, error) {
	whole, err := filepath.Abs(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	var paths []string
	if inTree, inside := relativeTo(x.root, whole); inside {
		paths = append(paths, inTree)
	}
	return append(paths, filepath.ToSlash(filepath.Clean(filepath.FromSlash(name)))), nil
}
