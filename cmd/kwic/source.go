package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"kwic/scan"
	"kwic/scan/extract"
	"kwic/store"
)

// sources reads the documents in which places were found, each once.
type sources struct {
	x      *index
	reader func() (*rereader, error)
	files  map[string]*source
	held   int // bytes of those that did not change
}

// rereader reads documents once more, as a build would. To make one takes as long
// as to read some documents.
type rereader struct {
	extractor *extract.Extractor
	sizeLimit int64 // of any document
}

func newRereader(root string) (*rereader, error) {
	c, err := loadConfig(root, "")
	if err != nil {
		return nil, err
	}
	r := &rereader{sizeLimit: c.SizeLimit}
	for _, rule := range c.Rules {
		r.sizeLimit = max(r.sizeLimit, rule.SizeLimit)
	}
	r.extractor, err = c.newExtractor()
	return r, err
}

// mostHeld is how many bytes of documents that did not change are held, so that
// those of which many places are told are read once.
const mostHeld = 8 << 20

func newSources(x *index) *sources {
	return &sources{x: x, files: make(map[string]*source), reader: sync.OnceValues(func() (*rereader, error) { return newRereader(x.root) })}
}

// source is a document as it stands on the disk.
type source struct {
	text     []byte
	starts   []int               // where its lines start
	stale    bool                // it is not what the index holds
	gone     bool                // it cannot be read
	document *extract.Document   // of a stale one: what a build would hold
	keywords map[keyOfKind]int   // of document
	moves    map[keyOfKind]moves // of its keywords, as far as they were asked for
}

// of returns the document of a place.
func (s *sources) of(file *store.FoundFile) (*source, error) {
	if one := s.files[file.Path]; one != nil {
		return one, nil
	}
	one, err := s.readSame(file)
	if one != nil {
		s.make(len(one.text))
		s.files[file.Path] = one
		return one, nil
	}
	one = &source{stale: true}
	s.files[file.Path] = one
	if err != nil && !errors.Is(err, scan.ErrTooLarge) {
		one.gone = true // whatever the reason, a build would not find it either
		return one, nil
	}
	return one, s.read(file, one)
}

// forget lets go of a document, stale or not.
func (s *sources) forget(file *store.FoundFile) { delete(s.files, file.Path) }

// readSame reads a document, or returns nil where it is not what the index holds.
func (s *sources) readSame(file *store.FoundFile) (*source, error) {
	// What the index holds is never longer than it was.
	content, _, err := scan.Read(s.x.root, scan.File{Path: file.Path}, max(file.Size, 1))
	if err != nil || sha256.Sum256(content) != file.SHA256 {
		return nil, err
	}
	one := &source{}
	one.hold(content)
	return one, nil
}

// ahead reads the documents of places on all cores, as many as are held. What
// changed is left to of.
func (s *sources) ahead(places []store.FoundPlace) {
	var files []*store.FoundFile
	asked, size := make(map[string]bool), int64(0)
	for i := range places {
		file := places[i].File
		if asked[file.Path] || s.files[file.Path] != nil {
			continue
		}
		if size+file.Size > mostHeld {
			break
		}
		asked[file.Path] = true
		files, size = append(files, file), size+file.Size
	}
	s.make(int(size))
	same := make([]*source, len(files))
	var next atomic.Int64
	read := func() {
		for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
			same[i], _ = s.readSame(files[i]) // of finds what keeps it from being read
		}
	}
	var work sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)/readAtOnce) - 1 {
		work.Go(read)
	}
	read()
	work.Wait()
	for i, one := range same {
		if one != nil {
			s.files[files[i].Path] = one
		}
	}
}

// readAtOnce is how many documents at least each core reads: waking another one
// takes as long as reading some.
const readAtOnce = 4

// make makes room for a document that did not change. Those that did are held: to
// read them again takes the longest.
func (s *sources) make(size int) {
	if s.held += size; s.held <= mostHeld {
		return
	}
	s.held = size
	for path, one := range s.files {
		if !one.stale {
			delete(s.files, path)
		}
	}
}

// read reads a document that changed as a build would, which takes the
// configuration.
func (s *sources) read(file *store.FoundFile, one *source) error {
	reader, err := s.reader()
	if err != nil {
		return hinted{err, fmt.Sprintf("%q changed since the build, and is read by the configuration", file.Path)}
	}
	content, _, err := scan.Read(s.x.root, scan.File{Path: file.Path}, reader.sizeLimit)
	if err != nil {
		one.gone = true
		return nil
	}
	one.hold(content)
	language := extract.Language(file.Language)
	if language.Class() == "" {
		return errors.New("the index holds a document of a language that this kwic does not know: " + file.Language)
	}
	if len(content) < largeDocument {
		one.document = reader.extractor.Read(language, content)
		return nil
	}
	stop := paceCollections()
	one.document = reader.extractor.Read(language, content)
	stop()
	return nil
}

// largeDocument is from how many bytes on reading a document may take much memory:
// of smaller ones there may be thousands, for each of which Go would stand still.
const largeDocument = 256 << 10

// hold takes the document's bytes, which nobody else may change.
func (s *source) hold(content []byte) {
	s.text = bytes.TrimPrefix(content, []byte("\ufeff"))
	s.starts = lineStarts(s.text)
}

// lineStarts returns where the lines of a text start. They end with LF, CR LF or
// CR, as extraction counts them.
func lineStarts(text []byte) []int {
	starts := make([]int, 1, 64+len(text)/32)
	if bytes.IndexByte(text, '\r') < 0 {
		for at := 0; ; {
			end := bytes.IndexByte(text[at:], '\n')
			if end < 0 {
				return starts
			}
			at += end + 1
			starts = append(starts, at)
		}
	}
	for i := 0; i < len(text); i++ {
		if text[i] == '\n' || text[i] == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// longestLine is how much of a line is held for a place, in bytes: more than any
// screen is wide. A document of one line may have a place in it for every keyword.
const longestLine = 8 << 10

// line returns a line, counted from 1, without its end, or what is around a keyword
// in a very long one; "" where there is none.
func (s *source) line(n int, form, key string) string {
	if n < 1 || n > len(s.starts) {
		return ""
	}
	end := len(s.text)
	if n < len(s.starts) {
		end = s.starts[n]
	}
	line := bytes.TrimRight(s.text[s.starts[n-1]:end], "\r\n")
	if len(line) <= longestLine {
		return string(line)
	}
	line = bytes.TrimSpace(line)
	return around(string(line[:min(len(line), searchedLine+2*longestLine)]), form, key, longestLine) // the keyword is looked for no further
}
