// Package corpus makes trees of documents to measure with: of any number of
// documents, and the same bytes on every machine.
//
// A tree is a pure function of its Options. Each document is one of its seed and
// its number alone, so that documents are made in any order, in parallel, and in
// memory that does not grow with their number: what is shared are the folders
// that were made, one for some sixty documents.
//
// The model, with what it was taken from (9,746 pages of Microsoft's C++
// documentation, 45 MB):
//
//   - words follow a Zipf-Mandelbrot law with exponent 1.5 and offset 10, over
//     2^31 words: the commonest are the function words of English, the others
//     are made of syllables, and new ones keep coming however large the tree is;
//   - sizes are drawn from the quantiles of the real ones: half of the documents
//     have less than 1.9 KB, one in a thousand over 140 KB;
//   - a document has a topic, the words and names that it repeats, and about as
//     many headings, links, code spans, tables and code blocks for its size as
//     the real ones;
//   - folders are two to five deep, some of them large and most of them small.
package corpus

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
)

// Options say which tree to make.
type Options struct {
	Seed      uint64
	Documents int // files in all, source files included
	Sources   int // how many of a hundred are source files
}

// Made is what a tree came out as.
type Made struct {
	Documents, Sources, Folders int
	Bytes                       int64
}

// Tree makes documents.
type Tree struct {
	options  Options
	branches int // folders in each folder that has any
	words    *vocabulary
}

// folderShare is how many documents there are to a folder.
const folderShare = 60

// New returns a tree of which documents can be asked.
func New(o Options) (*Tree, error) {
	if o.Documents < 0 || o.Sources < 0 || o.Sources > 100 {
		return nil, fmt.Errorf("there is no tree of %d documents of which %d in 100 are source files", o.Documents, o.Sources)
	}
	t := &Tree{options: o, branches: 2, words: newVocabulary()}
	for t.branches*t.branches*t.branches*folderShare < o.Documents {
		t.branches++
	}
	return t, nil
}

// File returns path and content of a file, by its number from 0. The content is
// appended to buffer, which may be nil.
func (t *Tree) File(number int, buffer []byte) (name string, content []byte) {
	w := &writer{tree: t, random: t.randomOf(number, ofText), b: buffer, name: t.Path(number)}
	if t.isSource(number) {
		w.source(path.Ext(w.name))
	} else {
		w.document()
	}
	return w.name, w.b
}

// Write makes all of the tree in a folder, which must not hold anything yet. It
// uses all cores.
func (t *Tree) Write(ctx context.Context, folder string) (Made, error) {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Made{}, err
	}
	if len(entries) > 0 {
		return Made{}, fmt.Errorf("the folder %q is not empty", folder)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return Made{}, err
	}
	var (
		next, sources, total atomic.Int64
		folders              sync.Map
		workers              sync.WaitGroup
		failure              error
		failed               sync.Once
	)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			var buffer []byte
			for ctx.Err() == nil {
				number := int(next.Add(1) - 1)
				if number >= t.options.Documents {
					return
				}
				name, content := t.File(number, buffer[:0])
				buffer = content
				if err := writeFile(folder, name, content, &folders); err != nil {
					failed.Do(func() { failure = err; cancel() })
					return
				}
				total.Add(int64(len(content)))
				if t.isSource(number) {
					sources.Add(1)
				}
			}
		})
	}
	workers.Wait()
	if failure == nil {
		failure = ctx.Err()
	}
	made := Made{Sources: int(sources.Load()), Bytes: total.Load()}
	made.Documents = t.options.Documents - made.Sources
	folders.Range(func(any, any) bool { made.Folders++; return true })
	return made, failure
}

// writeFile writes one file and, where it is the first one there, its folder.
func writeFile(root, name string, content []byte, folders *sync.Map) error {
	folder := path.Dir(name)
	if _, there := folders.Load(folder); !there {
		if err := os.MkdirAll(filepath.Join(root, filepath.FromSlash(folder)), 0o755); err != nil {
			return err
		}
		folders.Store(folder, true)
	}
	return os.WriteFile(filepath.Join(root, filepath.FromSlash(name)), content, 0o644)
}

// isSource reports whether a file is a source file.
func (t *Tree) isSource(number int) bool {
	return t.options.Sources > 0 && t.randomOf(number, ofClass).below(100) < t.options.Sources
}
