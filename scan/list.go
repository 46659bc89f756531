package scan

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Type is what an Entry is.
type Type uint8

// The types of entries.
const (
	Regular Type = iota
	Folder
	Symlink
	Other // a socket, fifo or device
)

// Entry is one file or folder that List found.
type Entry struct {
	Path string // slash path relative to the listed folder; a folder's ends in a slash
	Type Type
	Stat Stat // of regular files only
}

// Listing is what List found.
type Listing struct{ top *branch }

// listedNodes is how many entries a listing holds as they were found. Those of the
// folders that come after are packed (packedNodes), at a third of the memory: of a
// tree of a million pages 80 MB instead of 260.
const listedNodes = 50_000

// List lists everything below dir, ignore rules aside. Symbolic links are
// not followed. A folder that cannot be read is an error, because what it
// holds would be missed; one that vanishes is not.
func List(ctx context.Context, dir string) (*Listing, error) { return list(ctx, dir, listedNodes) }

// list is List that holds so many entries as they were found.
func list(ctx context.Context, dir string, unpacked int64) (*Listing, error) {
	root, err := openRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.close()
	w := &walk{root: root, strict: true}
	w.unpacked.Store(unpacked)
	top := &branch{top: true}
	if err := w.pool.run(ctx, func(n *names) { w.list(dir, top, n) }); err != nil {
		return nil, err
	}
	return &Listing{top}, nil
}

// All yields the entries: folders too, each before what it holds, all in the order
// of the bytes of Path.
func (l *Listing) All() iter.Seq[Entry] {
	return func(yield func(Entry) bool) { l.top.each(yield) }
}

// list reads a folder and makes tasks of its folders.
func (w *walk) list(dir string, b *branch, n *names) {
	f := w.root
	var err error
	if !b.top {
		f, err = w.root.open(b.prefix)
	}
	if err == nil {
		b.nodes, err = f.read(n, b.prefix)
	}
	if err != nil {
		b.nodes = nil
		if b.top || !errors.Is(err, fs.ErrNotExist) {
			w.fail(&os.PathError{Op: "list", Path: filepath.Join(dir, b.prefix), Err: err})
		}
	}
	b.sortNodes()
	for i := range b.nodes {
		if n := &b.nodes[i]; n.kind == kindFolder {
			below := &branch{prefix: strings.Clone(n.path)} // which may outlive the others' paths
			n.below = below
			w.push(func(n *names) { w.list(dir, below, n) })
		}
	}
	w.examineAll(f, b)
}

// examined is called when all entries of a folder are.
func (w *walk) examined(b *branch) {
	if w.strict && w.unpacked.Add(-int64(len(b.nodes))) < 0 {
		b.packed, b.nodes = packNodes(b), nil
	}
}

// each yields what was found below b, in order. It returns false once that is
// enough.
func (b *branch) each(yield func(Entry) bool) bool {
	nodes := b.nodes
	if b.packed != nil {
		nodes = b.packed.nodes(b.prefix)
	}
	for i := range nodes {
		n := &nodes[i]
		switch {
		case n.drop:
		case n.kind == kindFolder:
			if !yield(Entry{Path: n.path, Type: Folder}) || !n.below.each(yield) {
				return false
			}
		case !yield(Entry{Path: n.path, Type: entryTypes[n.kind], Stat: n.stat}):
			return false
		}
	}
	return true
}

var entryTypes = [...]Type{kindFile: Regular, kindFolder: Folder, kindLink: Symlink, kindOther: Other}

// Examine returns what stands at a slash path below dir, itself and not what it
// may point to. An error is fs.ErrNotExist where nothing does.
func Examine(dir, path string) (Entry, error) {
	e, err := NewExaminer(dir)
	if err != nil {
		return Entry{}, err
	}
	defer e.Close()
	return e.Examine(path)
}

// Examiner is Examine for many paths below one folder. It is quickest when the
// paths of a folder follow each other.
type Examiner struct {
	root, last folder
	at         string // path of last, "" where none is open
}

// NewExaminer opens the folder. Close it when all paths are examined.
func NewExaminer(dir string) (*Examiner, error) {
	root, err := openRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Examiner{root: root}, nil
}

// Close releases the folder.
func (e *Examiner) Close() {
	e.leave()
	e.root.close()
}

func (e *Examiner) leave() {
	if e.at != "" {
		e.last.close()
		e.at = ""
	}
}

// Examine is the function of that name.
func (e *Examiner) Examine(path string) (Entry, error) {
	f, name := e.root, path
	if cut := strings.LastIndexByte(path, '/'); cut >= 0 {
		if e.at != path[:cut] {
			e.leave()
			last, err := e.root.open(path[:cut])
			if err != nil {
				return Entry{}, err
			}
			e.last, e.at = last, path[:cut]
		}
		f, name = e.last, path[cut+1:]
	}
	stat, k, err := f.stat(name)
	if err != nil {
		return Entry{}, err
	}
	if k != kindFile {
		stat = Stat{} // as List has it
	}
	return Entry{Path: path, Type: entryTypes[k], Stat: stat}, nil
}
