package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"kwic/scan"
)

// fate is what became of a document since the build.
type fate struct {
	Stale bool `json:"stale" jsonschema:"the document changed since the index was built"`
	Gone  bool `json:"gone" jsonschema:"it cannot be read any more"`
}

// fates are those of documents by their paths.
type fates map[string]fate

// fatesOf finds out what became of documents at paths, some of which may be named
// twice, by what the file system says of them. Only those of which that leaves
// doubt are read.
func fatesOf(ctx context.Context, x *index, paths []string) (fates, error) {
	all := make(fates, len(paths))
	var documents []*foundDocument
	for _, path := range paths {
		if _, twice := all[path]; !twice {
			all[path] = fate{}
			documents = append(documents, &foundDocument{file: x.File(path)})
		}
	}
	f := &freshness{x: x, sources: newSources(x)}
	return all, f.settle(ctx, documents, func(d *foundDocument) error {
		same, err := f.sources.readSame(d.file)
		all[d.file.Path] = fate{Stale: same == nil, Gone: err != nil && !errors.Is(err, scan.ErrTooLarge)} // larger than it was
		return nil
	})
}

// of returns the fate of what several documents tell: of one, that of any.
func (f fates) of(paths []string) (all fate) {
	for _, path := range paths {
		one := f[path]
		all.Stale, all.Gone = all.Stale || one.Stale, all.Gone || one.Gone
	}
	return all
}

// note tells of the documents that are not what they were; where there are none,
// whether others may be.
func (f fates) note(x *index, stderr io.Writer) {
	var changed, gone []string
	for path, one := range f {
		switch {
		case one.Gone:
			gone = append(gone, path)
		case one.Stale:
			changed = append(changed, path)
		}
	}
	var parts []string
	if len(changed) > 0 {
		parts = append(parts, someQuoted(changed)+" changed")
	}
	switch {
	case len(gone) == 1:
		parts = append(parts, someQuoted(gone)+" is gone")
	case len(gone) > 1:
		parts = append(parts, someQuoted(gone)+" are gone")
	}
	if len(parts) == 0 {
		x.noteBehind(stderr)
		return
	}
	fmt.Fprintf(stderr, "note: since the build, %s; %s\n", strings.Join(parts, " and "), bringUpToDate)
}

// someQuoted lists the first of some texts, in their order.
func someQuoted(texts []string) string {
	const told = 3
	slices.Sort(texts)
	if more := len(texts) - told; more > 0 {
		return quotedList(texts[:told]) + " and " + number(more) + " more"
	}
	return quotedList(texts)
}
