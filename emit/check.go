package emit

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"

	"kwic/store"
)

// Type is what stands at a path in the output folder.
type Type uint8

// The types of existing files.
const (
	Regular Type = iota
	Directory
	Special // a symbolic link, socket, fifo or device
)

// Existing is something in the output folder.
type Existing struct {
	Path string // slash-separated, below the output folder
	Type Type
	Stat store.Stat // of regular files
}

// ForeignError says that something which is not kwic's stands where a page
// belongs.
type ForeignError struct {
	Path string // of the file system
	What string // "a file", "a folder", "a symbolic link or special file"
}

// Error names the place.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s that is not kwic's stands in the place of a page: %q", e.What, e.Path)
}

// Output is the state of the output folder before a build writes to it.
type Output struct {
	dirty    map[string]bool         // pages that are missing or not as recorded
	altered  map[string]bool         // those of them that are there
	owned    map[string]bool         // files of kwic's that are not on record
	leftover []string                // temporary files of a build that was stopped
	records  *store.Records          // of all pages; nil where they are looked at one by one
	stands   []bool                  // for each of them: the page is intact, with this record
	intact   map[string]store.Record // the other intact pages
	kept     int                     // intact pages
	renewed  bool                    // pages have the bytes on record and another record
	isPage   func(head []byte) bool
	other    string // a file of somebody else's
	probe    *Probe // looks at pages one by one; nil where all were looked at
}

// Stale reports whether any page has to be looked at, whatever changed in the
// tree.
func (o *Output) Stale() bool {
	return len(o.dirty) > 0 || len(o.owned) > 0 || len(o.leftover) > 0
}

// Renewed reports whether pages stand with the bytes on record and another
// record: after a checkout, say. It is worth recording them, for all of them had
// to be read.
func (o *Output) Renewed() bool { return o.renewed }

// Record returns the record of a page that stands as it was recorded.
func (o *Output) Record(path string) (store.Record, bool) {
	if r, ok := o.intact[path]; ok {
		return r, true
	}
	if o.records == nil {
		return store.Record{}, false
	}
	at, r, found := o.records.Find(path)
	return r, found && o.stands[at]
}

// recorded returns how many pages are on record, 0 where they are looked at one by
// one.
func (o *Output) recorded() int {
	if o.records == nil {
		return 0
	}
	return o.records.Len()
}

// State is how a page stands in the output folder.
type State uint8

// The states of a page.
const (
	Absent     State = iota // not there, and not on record
	Intact                  // as recorded
	Gone                    // on record, not there
	Altered                 // on record, other bytes there
	Unrecorded              // kwic's by its marker, not on record
)

// State returns how the page at a path stood when the folder was checked.
func (o *Output) State(path string) State {
	_, intact := o.Record(path)
	switch {
	case intact:
		return Intact
	case o.dirty[path] && o.altered[path]:
		return Altered
	case o.dirty[path]:
		return Gone
	case o.owned[path]:
		return Unrecorded
	}
	return Absent
}

// Leftover returns the temporary files of builds that were stopped, below the
// output folder.
func (o *Output) Leftover() []string { return o.leftover }

// Other returns something in the folder that is not kwic's, or "".
func (o *Output) Other() string { return o.other }

// Missing returns how many pages on record are missing or altered.
func (o *Output) Missing() int { return len(o.dirty) }

// Places tells which paths below the output folder are places of pages for the
// documents of a tree.
type Places struct {
	site       site
	everywhere bool            // every path is one
	folders    map[string]bool // that hold pages, with a slash at the end
	files      map[string]bool // pages of documents, part 0
}

// NewPlaces returns the places on a site for the documents with the given paths.
func NewPlaces(siteName string, documents []string) *Places {
	p := &Places{site: siteOf(siteName), folders: map[string]bool{filesFolder + "/": true, keywordsFolder + "/": true}, files: make(map[string]bool, len(documents))}
	for _, document := range documents {
		page := p.site.place(filePage(document, 0))
		p.files[page] = true
		for at := path.Dir(page) + "/"; !p.folders[at]; at = path.Dir(strings.TrimSuffix(at, "/")) + "/" {
			p.folders[at] = true
		}
	}
	return p
}

// claims reports whether a page could stand at a path. Names that a long list
// would be split into count whether or not it is that long today.
func (p *Places) claims(at string) bool {
	if p.everywhere {
		return true
	}
	folder, name := path.Split(at)
	lower := strings.ToLower(name)
	switch {
	case at == p.site.place(landingPage) || p.files[at]:
		return true
	case folder == keywordsFolder+"/":
		return strings.HasPrefix(lower, "k-") && strings.HasSuffix(lower, ".md")
	case !p.folders[folder]:
		return false
	case lower == strings.ToLower(p.site.place(landingPage)) || lower == "sub.md":
		return true
	case strings.HasSuffix(lower, ".md") && (strings.HasPrefix(lower, "index-") || strings.HasPrefix(lower, "sub-")):
		return true
	}
	at, _, further := cutPart(at)
	return further && p.files[at+"_kw.md"]
}

// cutPart splits "x_kw-2.md" into "x" and the number.
func cutPart(page string) (stem, number string, ok bool) {
	if !partSuffix(page) {
		return "", "", false
	}
	at := strings.LastIndex(page, "_kw-")
	return page[:at], page[at+len("_kw-"):], true
}

// holds reports whether pages stand below a path, so that it must be a folder.
func (p *Places) holds(at string) bool { return p.folders[at+"/"] }

// Checker compares an output folder with the pages on record.
type Checker struct {
	Out    string
	IsPage func(head []byte) bool                      // whether a file starts as kwic's pages do
	PageAt func(path string) (store.Page, bool, error) // the page on record
	Places func() *Places                              // made only where something unknown is found
}

// Check compares what exists with the records. What exists comes in the order of the
// bytes of its paths, for which a folder's ends in a slash.
// It writes nothing. Anything in a page's place that is not kwic's is a
// *ForeignError.
func (c *Checker) Check(existing iter.Seq[Existing], records *store.Records) (*Output, error) {
	out := c.newOutput()
	out.records, out.stands = records, make([]bool, records.Len())
	on := records.Cursor()
	on.Next()
	for e := range existing {
		var err error
		if e.Type == Directory { // whose place among the files would be another
			if _, r, recorded := records.Find(e.Path); recorded {
				err = c.checkRecorded(out, &e, &r)
			} else {
				err = c.checkUnknown(out, &e)
			}
		} else {
			for ; on.Record != nil && on.Record.Path < e.Path; on.Next() {
				out.dirty[on.Record.Path] = true
			}
			switch {
			case on.Record == nil || on.Record.Path != e.Path:
				err = c.checkUnknown(out, &e)
			case e.isAsRecorded(on.Record):
				out.stands[on.Number] = true
				out.kept++
				on.Next()
			default:
				err = c.checkRecorded(out, &e, on.Record)
				on.Next()
			}
		}
		if err != nil {
			return nil, err
		}
	}
	for ; on.Record != nil; on.Next() {
		out.dirty[on.Record.Path] = true
	}
	return out, nil
}

func (c *Checker) newOutput() *Output {
	return &Output{
		dirty: make(map[string]bool), altered: make(map[string]bool), owned: make(map[string]bool),
		intact: make(map[string]store.Record), isPage: c.IsPage,
	}
}

// isAsRecorded reports whether a page can be told to be intact by its record.
func (e *Existing) isAsRecorded(r *store.Record) bool {
	return e.Type == Regular && e.Stat == r.Stat && !r.Racy
}

// checkRecorded looks at a page on record.
func (c *Checker) checkRecorded(out *Output, e *Existing, r *store.Record) error {
	if e.isAsRecorded(r) {
		out.keep(*r)
		return nil
	}
	if e.Type == Regular {
		page, found, err := c.PageAt(e.Path)
		if err != nil {
			return err
		}
		same, owned, err := c.examine(e, &page, found)
		switch {
		case err != nil:
			return err
		case same:
			out.keep(store.Record{Path: e.Path, Stat: e.Stat, Racy: true})
			out.renewed = out.renewed || e.Stat != r.Stat
			return nil
		case owned:
			out.dirty[e.Path], out.altered[e.Path] = true, true
			return nil
		}
	}
	if c.Places().claims(e.Path) {
		return c.foreign(e)
	}
	out.dirty[e.Path] = true // the page is gone; what stands there now is not ours
	return nil
}

// keep notes that a page is intact.
func (o *Output) keep(r store.Record) {
	o.intact[r.Path] = r
	o.kept++
}

// examine reads a file to tell whether it is the page on record, or kwic's at
// all.
func (c *Checker) examine(e *Existing, page *store.Page, recorded bool) (same, owned bool, err error) {
	if e.Stat.Size == 0 {
		return false, true, nil
	}
	f, err := os.Open(filepath.Join(c.Out, filepath.FromSlash(e.Path)))
	if errors.Is(err, fs.ErrNotExist) {
		return false, true, nil
	}
	if err != nil {
		return false, false, err
	}
	defer f.Close()
	head := make([]byte, 4<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return false, false, err
	}
	if recorded && e.Stat.Size == page.Size {
		h := sha256.New()
		h.Write(head[:n])
		if _, err := io.Copy(h, f); err != nil {
			return false, false, err
		}
		if [32]byte(h.Sum(nil)) == page.SHA256 {
			return true, true, nil
		}
	}
	return false, c.IsPage(head[:n]), nil
}

func (c *Checker) checkUnknown(out *Output, e *Existing) error {
	name := path.Base(e.Path)
	switch {
	case e.Path == attributesFile && e.Type == Regular:
		return nil
	case e.Type == Directory:
		if strings.HasSuffix(name, ".md") && c.Places().claims(strings.TrimSuffix(e.Path, "/")) {
			return c.foreign(e)
		}
		return nil
	case e.Type == Regular && strings.HasPrefix(name, temporaryPrefix) && strings.HasSuffix(name, temporarySuffix):
		out.leftover = append(out.leftover, e.Path)
		return nil
	case e.Type == Regular:
		_, owned, err := c.examine(e, nil, false)
		if err != nil {
			return err
		}
		claimed := c.Places().claims(e.Path)
		if owned && (e.Stat.Size > 0 || claimed) {
			out.owned[e.Path] = true
			return nil
		}
	}
	if places := c.Places(); places.claims(e.Path) || places.holds(e.Path) {
		return c.foreign(e)
	}
	if e.Path != attributesFile {
		out.other = e.Path
	}
	return nil
}

func (c *Checker) foreign(e *Existing) error {
	what := "a file"
	switch e.Type {
	case Directory:
		what = "a folder"
	case Special:
		what = "a symbolic link or special file"
	}
	return &ForeignError{Path: filepath.Join(c.Out, filepath.FromSlash(strings.TrimSuffix(e.Path, "/"))), What: what}
}
