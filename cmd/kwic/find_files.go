package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"kwic/scan"
	"kwic/store"
)

// freshness tells which documents changed since the build, by what the file
// system says of them; only those of which that leaves doubt are read.
type freshness struct {
	x       *index
	sources *sources
	records map[string]store.Record // nil until they are needed
}

// changed reports whether a document is not what the index holds.
func (f *freshness) changed(file *store.FoundFile) (bool, error) {
	if f.records == nil {
		all, err := f.x.Records()
		if err != nil {
			return false, err
		}
		f.records = make(map[string]store.Record, len(all))
		for _, one := range all {
			f.records[one.Path] = one
		}
	}
	entry, err := scan.Examine(f.x.root, file.Path)
	if known, found := f.records[file.Path]; err == nil && found && !known.Racy && entry.Type == scan.Regular && entry.Stat == scan.Stat(known.Stat) {
		return false, nil
	}
	source, err := f.sources.of(file)
	if err != nil {
		return false, err
	}
	return source.stale, nil
}

// foundDocument is a document that holds what is looked for.
type foundDocument struct {
	path   string
	places []*store.FoundPlace
	lines  map[int]bool // on which it stands, where they were asked for
	stale  bool
	gone   bool // it does not hold it any more
}

// documentsOf sorts places by their documents, in the order of the first ones.
func documentsOf(found *store.Found) []*foundDocument {
	var all []*foundDocument
	known := make(map[string]*foundDocument)
	for i := range found.Places {
		p := &found.Places[i]
		d := known[p.Path]
		if d == nil {
			d = &foundDocument{path: p.Path}
			known[p.Path] = d
			all = append(all, d)
		}
		d.places = append(d.places, p)
	}
	return all
}

// check finds out whether the document still holds its places, and on which
// lines if they are asked for.
func (d *foundDocument) check(f *freshness, lines bool) (err error) {
	if d.stale, err = f.changed(d.places[0].File); err != nil {
		return err
	}
	if !d.stale && (!lines || len(d.places) == 1) {
		d.lines = map[int]bool{1: true} // whichever it is
		return nil
	}
	d.lines = make(map[int]bool)
	for _, p := range d.places {
		if !d.stale {
			if err := f.x.Locate(p); err != nil {
				return err
			}
			d.lines[p.Line] = true
			continue
		}
		if err := f.x.Complete(p); err != nil {
			return err
		}
		if err := f.x.Describe(p); err != nil {
			return err
		}
		source, err := f.sources.of(p.File)
		if err != nil {
			return err
		}
		if source.refind(p, false) {
			d.lines[p.Line] = true
		}
	}
	d.gone = len(d.lines) == 0
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
	search.Brief = true
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
	f := &freshness{x: x, sources: newSources(x)}
	for _, d := range b.documents {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := d.check(f, o.count && !o.files); err != nil {
			return err
		}
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
			fmt.Fprintf(stderr, "note: %s of more; --limit 0 shows all\n", count(limit, "document"))
		}
		noteStale(stderr, b.stale, b.gone, "document")
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
				out.WriteString(o.written(x.onDisk(d.path)) + o.separator)
			}
		}
	}
	_, err := io.WriteString(stdout, out.String())
	return err
}

// writeBriefJSON prints the documents, or the numbers, as one object.
func (o *findOptions) writeBriefJSON(ctx context.Context, x *index, found *store.Found, b *brief, stdout io.Writer) error {
	if o.count {
		return encodeJSON(stdout, struct {
			Schema    int64   `json:"schema"`
			Commit    *string `json:"commit"`
			Lines     *int    `json:"lines,omitempty"`
			Documents int     `json:"documents"`
			Stale     int     `json:"stale"`
			Gone      int     `json:"gone"`
		}{x.meta.Schema, orNull(x.meta.Commit), o.linesOf(b), b.remaining, b.stale, b.gone})
	}
	head, err := o.head(ctx, x, found)
	if err != nil {
		return err
	}
	head.Total, head.Next = b.total, b.next
	rows := make([]any, len(b.documents))
	for i, d := range b.documents {
		rows[i] = struct {
			Path  string  `json:"path"`
			Title string  `json:"title"`
			URL   *string `json:"url"`
			Stale bool    `json:"stale"`
			Gone  bool    `json:"gone"`
		}{d.path, d.places[0].Title, orNull(x.url(d.path, "")), d.stale, d.gone}
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
