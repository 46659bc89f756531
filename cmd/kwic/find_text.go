package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"kwic/store"
)

// living is what the text answer shows of the places found: those that are still
// there, each line once.
type living struct {
	places []place
	stale  map[string]bool     // paths of documents that changed
	gone   int                 // places that are there no more
	more   bool                // there are others
	lines  map[string][]uint64 // by path, a bit for each line that was shown
}

func newLiving() *living {
	return &living{stale: make(map[string]bool), lines: make(map[string][]uint64)}
}

// take takes a place that was looked at, unless it is gone, in which case it
// returns false, or another keyword has shown its line.
func (l *living) take(p *place) bool {
	if p.stale {
		l.stale[p.Path] = true
	}
	if p.gone {
		l.gone++
		return false
	}
	if l.firstOn(p.Path, p.Line) {
		l.places = append(l.places, *p)
	}
	return true
}

// firstOn reports whether a line was not shown before, and notes that it is.
func (l *living) firstOn(path string, line int) bool {
	lines := l.lines[path]
	at, bit := line/64, uint64(1)<<(line%64)
	if at >= len(lines) {
		lines = append(lines, make([]uint64, at+1-len(lines))...)
		l.lines[path] = lines
	}
	first := lines[at]&bit == 0
	lines[at] |= bit
	return first
}

// livingPlaces looks at the places found, and finds others as long as some of
// them are gone: the limit counts what is shown.
func (o *findOptions) livingPlaces(ctx context.Context, x *index, search store.Search, found *store.Found) (*living, error) {
	l := newLiving()
	sources := newSources(x)
	room := search.Limit
	for {
		places, err := look(x, sources, found, false)
		if err != nil {
			return nil, err
		}
		gone := l.gone
		for i := range places {
			if room == 0 && !places[i].gone {
				l.more = true
				return l, nil
			}
			if l.take(&places[i]) {
				room--
			}
		}
		if l.more = found.More; !found.More || l.gone == gone || room == 0 {
			return l, nil
		}
		// Whole folders may have gone: more and more are looked at in one go.
		search.Offset += len(found.Places)
		search.Limit = 4 * min(search.Limit, 2_500)
		if found, err = x.Find(ctx, &search); err != nil {
			return nil, err
		}
	}
}

// writePlaces prints one line a place. On a terminal the keywords stand below
// each other.
func (o *findOptions) writePlaces(ctx context.Context, x *index, search store.Search, found *store.Found, stdout, stderr io.Writer) error {
	l, err := o.livingPlaces(ctx, x, search, found)
	if err != nil {
		return err
	}
	if err := o.writeSome(stdout, x, l.places, displayOf(stdout)); err != nil {
		return err
	}
	if l.more {
		noteMore(stderr, search.Limit, "place")
	}
	x.noteStale(stderr, len(l.stale), goneNote(l.gone))
	if len(l.places) == 0 && l.gone > 0 {
		return errFindings
	}
	return nil
}

func (o *findOptions) writeSome(w io.Writer, x *index, places []place, s display) error {
	if s.width > 0 {
		return writeAligned(w, x, places, s)
	}
	return o.writeLines(w, x, places)
}

// noteMore tells that a limit has left something out.
func noteMore(stderr io.Writer, shown int, noun string) {
	verb := "are"
	if shown == 1 {
		verb = "is"
	}
	fmt.Fprintf(stderr, "note: only %s %s shown; --limit 0 shows all\n", count(shown, noun), verb)
}

// bringUpToDate is what to do where an answer is of documents that changed.
const bringUpToDate = "\"kwic build\" brings the index up to date"

// noteStale tells how many documents changed since the build, and what that has
// done to the answer, if anything; where none of those in the answer did, whether
// others may have.
func (x *index) noteStale(stderr io.Writer, stale int, done string) {
	if stale == 0 {
		x.noteBehind(stderr)
		return
	}
	if done != "" {
		done = " and " + done
	}
	fmt.Fprintf(stderr, "note: %s changed since the build%s; %s\n", count(stale, "document"), done, bringUpToDate)
}

// goneNote tells how many places are not there any more.
func goneNote(gone int) string {
	switch gone {
	case 0:
		return ""
	case 1:
		return "1 place is gone"
	}
	return count(gone, "place") + " are gone"
}

// staleMark stands behind a line of a document that changed since the build.
const staleMark = " (stale)"

// writeLines prints path:line: text.
func (o *findOptions) writeLines(w io.Writer, x *index, places []place) error {
	b := bufio.NewWriterSize(w, 64<<10)
	for i := range places {
		p := &places[i]
		mark := ""
		if p.stale {
			mark = staleMark
		}
		if _, err := fmt.Fprintf(b, "%s:%d: %s%s%s", o.written(x.onDisk(p.Path)), p.Line, oneLine(around(p.text, p.Form, p.Key, longestContext)), mark, o.separator); err != nil {
			return err
		}
	}
	return b.Flush()
}

// parted is a line of a place, cut at its keyword.
type parted struct {
	label             string // path:line:
	left, word, right string
}

func part(x *index, p *place, width int) parted {
	line := around(p.text, p.Form, p.Key, 4*width)
	r := parted{label: fmt.Sprintf("%s:%d:", printable(x.onDisk(p.Path)), p.Line), right: oneLine(line)}
	if start, end := locate(line, p.Form, p.Key); start >= 0 {
		r.left, r.word, r.right = oneLine(line[:start]), oneLine(line[start:end]), oneLine(line[end:])
	}
	return r
}

// writeAligned prints places for reading: labels of one width, and every
// keyword in the same column, as far as the screen has room. A path is cut only
// where it can be clicked: else it must be whole, to be copied or opened by what
// reads the line.
func writeAligned(w io.Writer, x *index, places []place, s display) error {
	rows := make([]parted, len(places))
	labels, lefts := 0, 0
	for i := range places {
		rows[i] = part(x, &places[i], s.width)
		labels, lefts = max(labels, displayWidth(rows[i].label)), max(lefts, displayWidth(rows[i].left))
	}
	labels = min(labels, s.width*2/5)
	lefts = min(lefts, (s.width-labels-1)/3)
	var b strings.Builder
	for i := range rows {
		writeRow(&b, x, &places[i], &rows[i], s, labels, lefts)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// leastText is how many columns a line's text has behind a long path, even where
// the line is wider than the screen then.
const leastText = 24

func writeRow(b *strings.Builder, x *index, p *place, r *parted, s display, labels, lefts int) {
	label, left := r.label, lastColumns(r.left, lefts)
	if s.links {
		label = lastColumns(label, labels)
	}
	labels = max(labels, displayWidth(label))
	file := filepath.Join(x.root, filepath.FromSlash(p.Path))
	b.WriteString(s.link(file, s.paint(magenta, label)))
	b.WriteString(strings.Repeat(" ", labels-displayWidth(label)+1+lefts-displayWidth(left)))
	b.WriteString(left)
	room := max(s.width-labels-1-lefts, leastText)
	mark := ""
	if p.stale {
		mark = staleMark
		room -= len(mark)
	}
	word := firstColumns(r.word, room)
	b.WriteString(s.paint(boldRed, word))
	b.WriteString(firstColumns(r.right, room-displayWidth(word)))
	b.WriteString(s.paint(yellow, mark))
	b.WriteByte('\n')
}
