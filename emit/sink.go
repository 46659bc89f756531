package emit

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"kwic/store"
)

// Temporary files stand in the output folder itself until they are renamed
// into place.
const (
	temporaryPrefix = ".kwic-"
	temporarySuffix = ".tmp"
)

// attributesFile tells git how to treat the pages, where they are committed.
const (
	attributesFile = ".gitattributes"
	attributes     = "* text eol=lf linguist-generated merge=union\n"
)

// sink takes rendered pages to the disk. Its methods may be called from
// several goroutines.
type sink struct {
	site     site
	root     string // the output folder
	overlay  string // where pages are written instead, and nothing is removed; "" for root
	output   *Output
	pageAt   func(path string) (store.Page, bool, error)
	onRecord map[string]store.Page // all pages, where all are rendered; else nil
	number   atomic.Int64          // for names of temporary files
	folders  sync.Map              // that exist

	mu       sync.Mutex
	ready    bool // prepare has run
	rendered *rendered
	removed  []string

	forgotten []string // pages to be taken off the record
}

func newSink(s *store.Store, o *Options, out *Output) *sink {
	made := &sink{root: o.Out, site: siteOf(o.Site), overlay: o.Overlay, output: out, pageAt: s.PageAt}
	made.rendered = newRendered(made.target())
	return made
}

// put writes a page unless it is already there. The content is put's.
func (s *sink) put(page store.Page, content []byte) error {
	page.Path = s.site.place(page.Path)
	page.Size, page.SHA256 = int64(len(content)), sha256.Sum256(content)
	if s.rendered.again(&page) {
		return nil
	}
	if err := s.output.look(page.Path); err != nil {
		return err
	}
	done := RenderedPage{Page: page}
	var err error
	if done.Mended, err = s.isMended(&page); err != nil {
		return err
	}
	there, err := s.isThere(&page, content)
	if err != nil {
		return err
	}
	if !there {
		if err := s.write(page.Path, content); err != nil {
			return fmt.Errorf("cannot write page %q: %w", s.onDisk(page.Path), err)
		}
		done.Written = true
	}
	return s.rendered.add(&done)
}

// isMended reports whether a page that was lost or altered on disk gets the bytes
// on record back, which is no change to those who have a copy.
func (s *sink) isMended(page *store.Page) (bool, error) {
	if state := s.output.state(page.Path); state != Gone && state != Altered {
		return false, nil
	}
	old, found, err := s.recorded(page.Path)
	return found && old.SHA256 == page.SHA256, err
}

// isThere reports whether the page stands on disk with these bytes.
func (s *sink) isThere(page *store.Page, content []byte) (bool, error) {
	switch s.output.state(page.Path) {
	case Intact:
		old, found, err := s.recorded(page.Path)
		return found && old.SHA256 == page.SHA256, err
	case Unrecorded, Gone, Altered:
		disk, err := os.ReadFile(s.onDisk(page.Path))
		return err == nil && bytes.Equal(disk, content), nil // an unreadable one is replaced
	}
	return false, nil
}

func (s *sink) recorded(path string) (store.Page, bool, error) {
	if s.onRecord != nil {
		p, found := s.onRecord[path]
		return p, found, nil
	}
	s.mu.Lock() // the store is for one goroutine at a time
	defer s.mu.Unlock()
	return s.pageAt(path)
}

func (s *sink) onDisk(path string) string { return filepath.Join(s.root, filepath.FromSlash(path)) }

// target returns the folder that pages are written to.
func (s *sink) target() string {
	if s.overlay != "" {
		return s.overlay
	}
	return s.root
}

// write replaces a file whole: readers see the old page or the new one.
func (s *sink) write(page string, content []byte) error {
	temporary := filepath.Join(s.target(), fmt.Sprintf("%s%d%s", temporaryPrefix, s.number.Add(1), temporarySuffix))
	if err := s.makeFolder(path.Dir(page)); err != nil {
		return err
	}
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(temporary, filepath.Join(s.target(), filepath.FromSlash(page)))
	}
	if err != nil {
		os.Remove(temporary) // best effort: the next build removes it too
	}
	return err
}

func (s *sink) makeFolder(folder string) error {
	if _, made := s.folders.Load(folder); made {
		return nil
	}
	if err := os.MkdirAll(filepath.Join(s.target(), filepath.FromSlash(folder)), 0o755); err != nil {
		return err
	}
	s.folders.Store(folder, true)
	return nil
}

// prepare makes the output folder ready for writing: what a stopped build left
// behind goes, and git learns that the pages are generated.
func (s *sink) prepare() error {
	if s.ready {
		return nil
	}
	s.ready = true
	if err := os.MkdirAll(s.target(), 0o755); err != nil {
		return fmt.Errorf("cannot make the output folder: %w", err)
	}
	if s.overlay != "" {
		return nil
	}
	for _, left := range s.output.leftover {
		if err := os.Remove(s.onDisk(left)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	name := s.onDisk(attributesFile)
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return s.write(attributesFile, []byte(attributes))
}

// remove deletes pages that are no more, and folders that they leave empty.
func (s *sink) remove(pages []string) error {
	folders := make(map[string]bool)
	for _, page := range pages {
		s.forgotten = append(s.forgotten, page)
		if err := s.output.look(page); err != nil {
			return err
		}
		ours := true
		switch s.output.state(page) {
		case Absent:
			continue // a page on record for another output folder
		case Gone, Altered:
			var err error
			if ours, err = s.isOurs(page); err != nil {
				return err
			}
		}
		if ours && s.overlay == "" {
			if err := os.Remove(s.onDisk(page)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("cannot remove page %q: %w", s.onDisk(page), err)
			}
		}
		s.removed = append(s.removed, page)
		for at := path.Dir(page); at != "."; at = path.Dir(at) {
			folders[at] = true
		}
	}
	if s.overlay != "" {
		return nil
	}
	emptied := make([]string, 0, len(folders))
	for folder := range folders {
		emptied = append(emptied, folder)
	}
	slices.SortFunc(emptied, func(a, b string) int { return strings.Count(b, "/") - strings.Count(a, "/") })
	for _, folder := range emptied {
		os.Remove(s.onDisk(folder)) // fails, as it should, where the folder holds anything
	}
	return nil
}

// isOurs reports whether what stands in the place of an altered page is kwic's.
func (s *sink) isOurs(page string) (bool, error) {
	c := Checker{Out: s.root, IsPage: s.output.isPage}
	info, err := os.Lstat(s.onDisk(page))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || !info.Mode().IsRegular() {
		return false, err
	}
	_, owned, err := c.examine(&Existing{Path: page, Stat: store.Stat{Size: info.Size()}}, nil, false)
	return owned, err
}
