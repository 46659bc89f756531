package emit

import (
	"crypto/sha256"
	"encoding/binary"
	"path/filepath"
	"sync"

	"kwic/store"
	"kwic/store/sorter"
)

// RenderedPage is a page that a build rendered.
type RenderedPage struct {
	store.Page
	Written bool // its bytes are new on disk
	Found   bool // a stopped build has written it already: it is on disk, and not on record
	Mended  bool // it was missing or altered on disk alone, and is as recorded again
}

// Changed reports whether those who have a copy of the pages need this one.
func (p *RenderedPage) Changed() bool { return (p.Written || p.Found) && !p.Mended }

// rendered is what a build has rendered. A tree of a million documents has more
// pages than memory should hold: they are sorted on the disk, in a file that goes
// with the build.
type rendered struct {
	mu     sync.Mutex
	pages  *sorter.Sorter        // path -> number, flags, the rest of the page
	number uint32                // of the page that was added last
	lists  map[[16]byte][16]byte // hash of the path -> hash of the content
	buffer []byte
}

// heldRendered is how much of what was rendered is held in memory, in bytes: 30,000
// pages.
const heldRendered = 4 << 20

// newRendered returns one that may use a temporary file in a folder.
func newRendered(folder string) *rendered {
	name := filepath.Join(folder, temporaryPrefix+"pages"+temporarySuffix)
	return &rendered{pages: sorter.New(name, heldRendered), lists: make(map[[16]byte][16]byte)}
}

// again reports whether the page is as it was when it was last rendered in this build. A
// page of a list may be rendered twice, once to find out how the list is split;
// that of a file is not.
func (r *rendered) again(p *store.Page) bool {
	if p.Kind == FilePage {
		return false
	}
	path := sha256.Sum256([]byte(p.Path))
	key, content := [16]byte(path[:]), [16]byte(p.SHA256[:])
	r.mu.Lock()
	defer r.mu.Unlock()
	before, found := r.lists[key]
	r.lists[key] = content
	return found && before == content
}

// Flags of a page in the sorter.
const (
	flagSplit = 1 << iota
	flagWritten
	flagMended
)

// add takes a page. Of several with one path, the last is the page.
func (r *rendered) add(p *RenderedPage) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.number++
	b := binary.BigEndian.AppendUint32(r.buffer[:0], r.number) // records of a key come in the order of their values
	flags := byte(0)
	for _, one := range [...]struct {
		set  bool
		flag byte
	}{{p.Split, flagSplit}, {p.Written, flagWritten}, {p.Mended, flagMended}} {
		if one.set {
			flags |= one.flag
		}
	}
	b = append(append(b, flags), p.SHA256[:]...)
	b = binary.AppendUvarint(b, uint64(p.Bytes))
	b = binary.AppendUvarint(b, uint64(p.Size))
	for _, text := range [...]string{p.Kind, p.Unit, p.Prefix} {
		b = append(binary.AppendUvarint(b, uint64(len(text))), text...)
	}
	r.buffer = b
	return r.pages.Add([]byte(p.Path), b)
}

// each calls do for every page in the order of their paths. The page is valid
// during the call only.
func (r *rendered) each(do func(*RenderedPage) error) error {
	var p RenderedPage
	some := false
	flush := func() error {
		if !some {
			return nil
		}
		return do(&p)
	}
	err := r.pages.Each(func(key, value []byte) error {
		written := false
		if some && p.Path == string(key) {
			written = p.Written // the page is not what it was, whoever wrote it last
		} else if err := flush(); err != nil {
			return err
		}
		some = true
		p = unpackRendered(string(key), value)
		p.Written = p.Written || written
		return nil
	})
	if err == nil {
		err = flush()
	}
	return err
}

// unpackRendered reads what add has packed.
func unpackRendered(path string, b []byte) RenderedPage {
	flags, b := b[4], b[5:]
	p := RenderedPage{Page: store.Page{Path: path, Split: flags&flagSplit != 0}, Written: flags&flagWritten != 0, Mended: flags&flagMended != 0}
	b = b[copy(p.SHA256[:], b):]
	number := func() int64 {
		v, n := binary.Uvarint(b)
		b = b[n:]
		return int64(v)
	}
	p.Bytes, p.Size = number(), number()
	for _, text := range [...]*string{&p.Kind, &p.Unit, &p.Prefix} {
		n := number()
		*text, b = string(b[:n]), b[n:]
	}
	return p
}

// close frees memory and disk.
func (r *rendered) close() error { return r.pages.Close() }
