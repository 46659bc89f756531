package extract

import (
	"bytes"
	"slices"

	"kwic/scan/extract/source"
)

// A reader holds the state of reading one document. Its buffers outlive the
// document, so that a reader from the pool allocates little.
type reader struct {
	x   *Extractor
	doc *Document

	language Language

	src    []byte // the file without byte order mark, line ends as LF
	starts []int32
	line   int // index into starts of the line found last

	ignoring    ignoring // lines that give no keywords
	keepDropped bool
	dropped     []sighting // on these lines, if they are kept for an explanation

	matched      []patternMatch // what patterns of the configuration found, each node once
	matchedNodes map[int32]bool

	slugs    slugger
	stack    []int // open sections, section 0 first
	current  int   // section that is being read
	outline  []outline
	fresh    bool // the next paragraph is the section's first
	titleRow int  // line of the front matter's title, 0 if there is none

	body   int  // offset at which front matter ends
	simply bool // tests: read line by line whatever the document is

	fileLines   []int32 // lines of the file, by those of a text that was read in its place
	linesOfFile int     // 0 where the file itself was read

	inNotebook bool // headings get the anchors that notebooks have

	linkAt    []int // where in the file each of doc.Links starts
	blockLink int   // index of the block's first link
	bare      bool  // the block has URLs without markup

	tree        inlineTree
	titleBytes  int // of the titles and anchors of all sections
	anchorBytes int // of the other anchors

	arena  []byte // the text of all blocks, markup removed
	pieces []piece
	labels []byte // scratch for one line of text
	last   []byte // the last line of the heading being read, as it is written
	inHTML bool   // the heading being read is HTML

	scanner   source.Scanner
	sectionOf []int32 // section of each symbol that the scanner found
	defined   bool    // of names, only what the document defines or imports is a keyword

	definitions []definition // by program text, in the order of the text

	bag bag // the words seen

	stretches            []stretch // of scripts without spaces
	whole                []stretch // scratch: the same before they are cut
	hiragana, ideographs int       // bytes
	ctx                  proseState
	lex                  codeState
	end                  finisher
	rst                  rstState
}

// outline is what the reader knows of a section and a Document does not tell.
type outline struct {
	home      int  // nearest enclosing section that is no boilerplate, maybe itself
	reference bool // lists other documents: "See also"
	contents  bool // lists the document's own sections
}

// Buffers above these sizes are left to the garbage collector rather than
// kept in the pool: one huge document must not cost memory for ever.
const (
	keepBytes = 1 << 20
	keepNodes = 1 << 15
)

func newReader(x *Extractor) *reader {
	r := &reader{x: x, slugs: slugger{host: &x.host}}
	r.bag.init(x.words)
	return r
}

func (r *reader) small() bool {
	return cap(r.src) <= keepBytes && cap(r.arena) <= keepBytes && cap(r.bag.nodes) <= keepNodes &&
		cap(r.bag.seen) <= keepNodes*8 && cap(r.starts) <= keepBytes/16 && cap(r.stretches)+cap(r.whole) <= keepNodes && cap(r.pieces) <= keepNodes &&
		r.scanner.Held() <= 4*keepBytes && cap(r.sectionOf) <= keepNodes*4 && cap(r.definitions) <= keepNodes*2 && r.tree.small()
}

// read makes a Document of src by the reader of its format. It is the whole of
// one extraction.
func (r *reader) read(src []byte, format func(*reader)) *Document {
	r.doc = &Document{}
	r.load(src)
	r.fileLines, r.linesOfFile = nil, 0
	r.findIgnored(r.language)
	r.slugs.reset()
	r.linkAt, r.blockLink, r.bare = r.linkAt[:0], 0, false
	r.arena, r.pieces = r.arena[:0], r.pieces[:0]
	r.bag.reset()
	r.bag.most.nodes, r.bag.most.bytes = roomFor(maxNodes, len(r.src)), roomFor(maxFormBytes, len(r.src))
	r.stretches, r.hiragana, r.ideographs = r.stretches[:0], 0, 0
	r.matched, r.definitions = r.matched[:0], r.definitions[:0]
	clear(r.matchedNodes)
	r.stack = append(r.stack[:0], 0)
	r.outline = append(r.outline[:0], outline{})
	r.current, r.fresh, r.titleRow, r.titleBytes, r.anchorBytes, r.defined = 0, true, 0, 0, 0, false
	r.doc.Sections = append(r.doc.Sections, Section{Parent: -1, Line: 1, EndLine: max(r.doc.Lines, 1)})

	format(r)
	r.settleAnchors()
	r.spacelessTerms()
	if r.bag.full {
		r.doc.Reading = Simple
	}
	r.finish()
	doc := r.doc
	r.doc = nil
	return doc
}

// load copies src with LF line ends, and notes where lines start. Line
// numbers survive the copy, which is all that offsets are used for.
func (r *reader) load(src []byte) {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	r.src = slices.Grow(r.src[:0], len(src))
	for len(src) > 0 {
		i := bytes.IndexByte(src, '\r')
		if i < 0 {
			r.src = append(r.src, src...)
			break
		}
		r.src = append(append(r.src, src[:i]...), '\n')
		src = src[i+1:]
		if len(src) > 0 && src[0] == '\n' {
			src = src[1:]
		}
	}
	r.starts, r.line = slices.Grow(r.starts[:0], bytes.Count(r.src, []byte("\n"))+1), 0
	for at := 0; at < len(r.src); {
		r.starts = append(r.starts, int32(at))
		i := bytes.IndexByte(r.src[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
	}
	r.doc.Lines = len(r.starts)
}

// lineAt returns the number of the line that holds offset at of r.src.
// Offsets mostly grow, so that the line found last is looked at first.
func (r *reader) lineAt(at int) int {
	if len(r.starts) == 0 {
		return 1
	}
	for near := r.line; near < len(r.starts) && near < r.line+4 && int(r.starts[near]) <= at; near++ {
		if near+1 == len(r.starts) || at < int(r.starts[near+1]) {
			r.line = near
			return near + 1
		}
	}
	low, high := 0, len(r.starts)
	for low+1 < high {
		mid := (low + high) / 2
		if int(r.starts[mid]) <= at {
			low = mid
		} else {
			high = mid
		}
	}
	r.line = low
	return low + 1
}

// lineText returns line number n without its line end.
func (r *reader) lineText(n int) []byte {
	from, to := int(r.starts[n-1]), len(r.src)
	if n < len(r.starts) {
		to = int(r.starts[n]) - 1
	}
	return bytes.TrimSuffix(r.src[from:to], []byte("\n"))
}
