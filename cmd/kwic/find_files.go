package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"

	"kwic/scan"
	"kwic/store"
)

// freshness tells which documents changed since the build, by what the file
// system says of them; only those of which that leaves doubt are read.
type freshness struct {
	x       *index
	sources *sources
}

// check finds out which documents are not what the index holds.
func (f *freshness) check(ctx context.Context, documents []*foundDocument) error {
	return f.settle(ctx, documents, func(d *foundDocument) error {
		same, _ := f.sources.readSame(d.file) // what cannot be read is stale, too
		d.stale = same == nil
		return nil
	})
}

// settle examines documents, and has read say of those that it leaves in doubt.
func (f *freshness) settle(ctx context.Context, documents []*foundDocument, read func(*foundDocument) error) error {
	if len(documents) == 0 {
		return nil
	}
	records, err := f.x.Records()
	if err != nil {
		return err
	}
	// One folder after the other, as the records are.
	sorted := slices.SortedFunc(slices.Values(documents), func(a, b *foundDocument) int { return strings.Compare(a.file.Path, b.file.Path) })
	var work sync.WaitGroup
	for some := range slices.Chunk(sorted, max(examinedAtOnce, (len(sorted)+1)/runtime.GOMAXPROCS(0))) {
		work.Go(func() { f.examine(ctx, some, records.CursorFor(some[0].file.Path)) })
	}
	work.Wait()
	for _, d := range sorted {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !d.doubtful {
			continue
		}
		if err := f.x.Fill(d.file); err != nil {
			return err
		}
		if err := read(d); err != nil {
			return err
		}
	}
	return nil
}

// examinedAtOnce is how many documents at least are examined one after the other:
// a millisecond's work.
const examinedAtOnce = 500

// examine finds out which documents, sorted by their paths, are not known to be
// what the records from some place on say.
func (f *freshness) examine(ctx context.Context, documents []*foundDocument, records *store.Cursor) {
	examiner, err := scan.NewExaminer(f.x.root)
	if err == nil {
		defer examiner.Close()
	}
	more := records.Next()
	for _, d := range documents {
		d.doubtful = true
		if err != nil || ctx.Err() != nil {
			continue
		}
		for more && records.Record.Path < d.file.Path {
			more = records.Next()
		}
		if !more || records.Record.Path != d.file.Path || records.Record.Racy {
			continue
		}
		entry, err := examiner.Examine(d.file.Path)
		d.doubtful = err != nil || entry.Type != scan.Regular || entry.Stat != scan.Stat(records.Record.Stat)
	}
}

// foundDocument is a document that holds what is looked for.
type foundDocument struct {
	file   *store.FoundFile
	places []*store.FoundPlace // the first one alone, where lines are not asked for
	lines  []int               // on which it stands, each once, where they are asked for or it is stale
	stale  bool
	gone   bool // it does not hold it any more

	doubtful bool // the file system does not say that it is what it was
}

// documentsOf sorts places by their documents, in the order of the first ones.
func documentsOf(found *store.Found) []*foundDocument {
	var all []*foundDocument
	known := make(map[*store.FoundFile]*foundDocument)
	for i := range found.Places {
		p := &found.Places[i]
		d := known[p.File]
		if d == nil {
			d = &foundDocument{file: p.File}
			known[p.File] = d
			all = append(all, d)
		}
		d.places = append(d.places, p)
	}
	return all
}

// count finds the lines on which the keyword stands in the document, which has
// all its places.
func (d *foundDocument) count(f *freshness) error {
	d.lines = make([]int, 0, len(d.places))
	for _, p := range d.places {
		if d.stale {
			source, err := f.sources.of(p.File)
			if err == nil {
				err = f.x.Complete(p)
			}
			there := false
			if err == nil {
				there, err = source.refind(f.x, p)
			}
			if err != nil {
				return err
			}
			if !there {
				continue
			}
		}
		d.lines = append(d.lines, p.Line)
	}
	if d.stale {
		f.sources.forget(d.file) // there may be as many as there are documents
	}
	slices.Sort(d.lines)
	d.lines = slices.Compact(d.lines)
	d.gone = len(d.lines) == 0
	return nil
}

// findAgain looks whether the stale ones of documents still hold what is looked
// for, which takes all their places.
func (f *freshness) findAgain(ctx context.Context, documents []*foundDocument, search store.Search) error {
	stale := make(map[string]*foundDocument)
	for _, d := range documents {
		if d.stale {
			stale[d.file.Path] = d
		}
	}
	if len(stale) == 0 {
		return nil
	}
	goPace() // each of them is read whole
	in := search.In
	search.Brief, search.Documents = true, false
	search.In = func(path string) bool { return stale[path] != nil && (in == nil || in(path)) }
	found, err := f.x.Find(ctx, &search)
	if err != nil {
		return err
	}
	for _, d := range documentsOf(found) {
		if err := f.x.Fill(d.file); err != nil {
			return err
		}
		one := stale[d.file.Path]
		one.places = d.places
		if err := one.count(f); err != nil {
			return err
		}
	}
	return nil
}

// brief is an answer that shows no places: of documents, or numbers.
type brief struct {
	documents   []*foundDocument
	total       int // documents, whatever the limit
	more        bool
	next        *string // cursor
	lines       int     // on which the keyword stands
	remaining   int     // documents that hold it
	stale, gone int     // documents that changed, and of these that hold it no more
}

// runBrief answers with documents or numbers.
func (o *findOptions) runBrief(ctx context.Context, x *index, search store.Search, stdout, stderr io.Writer) error {
	search.Brief, search.Documents = !o.files, o.files
	offset, limit := search.Offset, search.Limit
	if o.files || !o.limited {
		search.Limit = 0
	}
	search.Offset = 0
	found, err := x.Find(ctx, &search)
	if err != nil {
		return err
	}
	b := brief{documents: documentsOf(found)}
	b.total = len(b.documents)
	if o.files {
		b.documents = b.documents[min(offset, b.total):]
		if o.limited && limit > 0 && len(b.documents) > limit {
			b.documents, b.more = b.documents[:limit], true
		}
	}
	if err := o.examine(ctx, &freshness{x: x, sources: newSources(x)}, b.documents, search); err != nil {
		return err
	}
	for _, d := range b.documents {
		b.add(d)
	}
	if b.more {
		b.next = orNull(writeCursor(offset+limit, x.meta.Generation, o.cursorKey()))
	}
	if o.json {
		err = o.writeBriefJSON(ctx, x, found, &b, stdout)
	} else {
		err = o.writeBrief(x, &b, stdout)
		if b.more {
			noteMore(stderr, limit, "document")
		}
		x.noteStale(stderr, b.stale, b.goneNote())
	}
	switch {
	case err != nil:
		return err
	case len(found.Places) == 0 && !o.json:
		return o.nothing(ctx, x, found, search, stderr)
	case b.remaining == 0:
		return errFindings
	}
	return nil
}

// examine finds out what documents are now.
func (o *findOptions) examine(ctx context.Context, f *freshness, documents []*foundDocument, search store.Search) error {
	err := f.check(ctx, documents)
	if o.files && err == nil {
		return f.findAgain(ctx, documents, search)
	}
	if err == nil && slices.ContainsFunc(documents, func(d *foundDocument) bool { return d.stale }) {
		goPace()
	}
	for _, d := range documents {
		if err != nil {
			return err
		}
		err = d.count(f)
	}
	return err
}

// goneNote tells how many documents do not hold the keyword any more.
func (b *brief) goneNote() string {
	switch {
	case b.gone == 0:
		return ""
	case b.gone == b.stale && b.stale == 1:
		return "no longer holds the keyword"
	case b.gone == b.stale:
		return "no longer hold the keyword"
	case b.gone == 1:
		return "1 of them no longer holds the keyword"
	}
	return number(b.gone) + " of them no longer hold the keyword"
}

func (b *brief) add(d *foundDocument) {
	b.lines += len(d.lines)
	if d.stale {
		b.stale++
	}
	if d.gone {
		b.gone++
	} else {
		b.remaining++
	}
}

// writeBrief prints paths, or a number.
func (o *findOptions) writeBrief(x *index, b *brief, stdout io.Writer) error {
	var out strings.Builder
	switch {
	case o.count && o.files:
		fmt.Fprint(&out, b.remaining, o.separator)
	case o.count:
		fmt.Fprint(&out, b.lines, o.separator)
	default:
		for _, d := range b.documents {
			if !d.gone {
				out.WriteString(o.written(x.onDisk(d.file.Path)) + o.separator)
			}
		}
	}
	_, err := io.WriteString(stdout, out.String())
	return err
}

// writeBriefJSON prints the documents, or the numbers, as one object.
func (o *findOptions) writeBriefJSON(ctx context.Context, x *index, found *store.Found, b *brief, stdout io.Writer) error {
	head, err := o.head(ctx, x, found)
	if err != nil {
		return err
	}
	if o.count {
		if head.Total = b.lines; o.files {
			head.Total = b.remaining
		}
		return encodeJSON(stdout, struct {
			*findHead
			Lines     *int `json:"lines,omitempty"`
			Documents int  `json:"documents"`
			Stale     int  `json:"stale"`
			Gone      int  `json:"gone"`
		}{head, o.linesOf(b), b.remaining, b.stale, b.gone})
	}
	head.Total, head.Next = b.total, b.next
	rows := make([]any, len(b.documents))
	for i, d := range b.documents {
		if err := x.Fill(d.file); err != nil {
			return err
		}
		rows[i] = struct {
			Path  string  `json:"path"`
			Title string  `json:"title"`
			URL   *string `json:"url"`
			Stale bool    `json:"stale"`
			Gone  bool    `json:"gone"`
		}{d.file.Path, d.file.Title, orNull(x.url(d.file.Path, "")), d.stale, d.gone}
	}
	return writeAnswer(stdout, head, "documents", rows)
}

// linesOf returns the number of lines, where lines were counted.
func (o *findOptions) linesOf(b *brief) *int {
	if o.files {
		return nil
	}
	return &b.lines
}
