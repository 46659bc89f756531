package store

import (
	"encoding/binary"
	"path"
	"sync"
)

// Heads is what pages show of files beside their keywords: paths, titles and
// headings. Readers keep it, since entries are read keyword by keyword and come
// back to the same files; several Readers of one state of an index may share it.
type Heads struct {
	mu       sync.Mutex
	files    map[int64]*FileHead
	outlines map[int64]outline
	folders  map[int64]string // paths; nil until one is needed
	named    int              // bytes of files
	held     int              // bytes of outlines
}

// FileHead is what an index page shows of a file.
type FileHead struct {
	ID     int64
	Path   string
	Title  string // the file's name where the document has no title
	Folder int64
}

// NewHeads returns one that holds nothing yet.
func NewHeads() *Heads {
	return &Heads{files: make(map[int64]*FileHead), outlines: make(map[int64]outline)}
}

// outline is the headings of a file's sections: the anchor of each, and the path
// that an index page shows. A tree has hundreds of thousands, which the collector of
// garbage looks at again and again: all of one is a single string, which begins with
// four bytes that count sections, and four for where each anchor and each path ends.
type outline string

// newOutline describes the sections of a file.
func newOutline(sections []Section) outline {
	ends := make([]byte, 4, 4+8*len(sections))
	binary.LittleEndian.PutUint32(ends, uint32(len(sections)))
	var text []byte
	top := TopHeading(sections)
	for i := range sections {
		text = append(text, sections[i].Anchor...)
		ends = binary.LittleEndian.AppendUint32(ends, uint32(len(text)))
		text = append(text, SectionPath(sections, top, i)...)
		ends = binary.LittleEndian.AppendUint32(ends, uint32(len(text)))
	}
	return outline(append(ends, text...))
}

// number returns one of the numbers that o begins with.
func (o outline) number(i int) int {
	s := o[4*i : 4*i+4]
	return int(s[0]) | int(s[1])<<8 | int(s[2])<<16 | int(s[3])<<24
}

// len returns the number of sections.
func (o outline) len() int { return o.number(0) }

// heading returns the anchor of a section, and its title with those of the
// sections around it before it.
func (o outline) heading(section int) (anchor, path string) {
	text := string(o[4+8*o.len():])
	from := 0
	if section > 0 {
		from = o.number(2 * section)
	}
	middle, end := o.number(2*section+1), o.number(2*section+2)
	return text[from:middle], text[middle:end]
}

// What is kept of files, and of outlines, in bytes, before it is looked up anew: that
// of 150,000 documents and of 100,000.
const (
	heldFiles    = 24 << 20
	heldOutlines = 32 << 20
)

// What a file, and an outline, take in their maps beside their texts, in bytes.
const (
	fileCost    = 100
	outlineCost = 50
)

// file returns a file's head.
func (r *Reader) file(id int64) (*FileHead, error) {
	h := r.heads
	h.mu.Lock()
	f := h.files[id]
	h.mu.Unlock()
	if f != nil {
		return f, nil
	}
	row, found, err := r.conn.first(`SELECT path, title, folder FROM file WHERE id = ?`, id)
	if err != nil {
		return nil, err
	}
	f = &FileHead{ID: id}
	if found {
		name, title := row.text(0), row.text(1)
		both := name + title // one string is one thing to collect
		f.Path, f.Title, f.Folder = both[:len(name)], both[len(name):], row.int(2)
		if f.Title == "" {
			f.Title = path.Base(f.Path)
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.named += len(f.Path) + len(f.Title) + fileCost; h.named > heldFiles {
		clear(h.files)
		h.named = 0
	}
	h.files[id] = f
	return f, nil
}

// outline returns the headings of a file's sections.
func (r *Reader) outline(id int64) (outline, error) {
	h := r.heads
	h.mu.Lock()
	o := h.outlines[id]
	h.mu.Unlock()
	if o != "" {
		return o, nil
	}
	sections, err := r.conn.sections(id)
	if err != nil {
		return "", err
	}
	o = newOutline(sections)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.held += len(o) + outlineCost; h.held > heldOutlines {
		clear(h.outlines)
		h.held = 0
	}
	h.outlines[id] = o
	return o, nil
}
