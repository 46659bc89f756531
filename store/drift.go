package store

import (
	"context"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
)

// Drift is how an index differs from a clean one of the same tree.
type Drift struct {
	Documents []string // paths whose rows differ, or that one of the two lacks, although their files stood as they are, sorted
	Counters  []string // public views whose rows differ beside those of documents, sorted
	Tables    []string // tables whose content differs where neither documents nor views show it, sorted
	Moved     []string // paths that came, went or changed between the two builds, sorted: no drift
}

// Found reports whether there is any drift.
func (d *Drift) Found() bool { return len(d.Documents)+len(d.Counters)+len(d.Tables) > 0 }

// documentViews are made of what Document loads.
var documentViews = map[string]bool{"sections": true, "keyword_files": true, "keyword_sections": true, "links": true, "anchors": true}

// historyViews say how the index came to be, which no two indexes share.
var historyViews = map[string]bool{"runs": true, "pages": true, "meta": true}

// DriftFrom compares an index with a clean one, document by document, and then
// the public views and the tables that these do not show. stood reports whether the file at a path, or that there is
// none, was the same for the build that brought the index up to date and for the
// clean one: contents that differ nonetheless are drift. Where documents changed
// between the two builds, what counts over all documents cannot be compared.
func (s *Store) DriftFrom(ctx context.Context, clean *Store, stood func(path string) bool) (*Drift, error) {
	d := &Drift{}
	if err := s.compareFiles(ctx, clean, d, stood); err != nil {
		return nil, asDamage(err)
	}
	wordsDiffer, err := s.wordsDiffer()
	if err != nil {
		return nil, asDamage(err)
	}
	if len(d.Moved) == 0 {
		if err := s.compareSums(clean, d); err != nil {
			return nil, asDamage(err)
		}
	}
	if wordsDiffer {
		d.Tables = append(d.Tables, "word")
	}
	return d, nil
}

// compareSums compares what is there of all documents together.
func (s *Store) compareSums(clean *Store, d *Drift) error {
	views, err := clean.write.strings(`SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name`)
	if err != nil {
		return err
	}
	for _, view := range views {
		if documentViews[view] || historyViews[view] || view == "files" {
			continue
		}
		same, err := s.sameRows(clean, view)
		if err != nil {
			return err
		}
		if !same {
			d.Counters = append(d.Counters, view)
		}
	}
	d.Tables, err = s.compareTables(clean)
	return err
}

// fileRow is a row of the view files, and the file's number.
type fileRow struct {
	id     int64
	path   string
	sha256 string
	rest   []any
}

// compareFiles merges the files of both indexes by path.
func (s *Store) compareFiles(ctx context.Context, clean *Store, d *Drift, stood func(path string) bool) error {
	ours, err := s.write.fileRows()
	if err != nil {
		return err
	}
	theirs, err := clean.write.fileRows()
	if err != nil {
		return err
	}
	differs := func(path string) {
		if stood(path) {
			d.Documents = append(d.Documents, path)
		} else {
			d.Moved = append(d.Moved, path)
		}
	}
	for len(ours) > 0 || len(theirs) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch {
		case len(theirs) == 0 || len(ours) > 0 && ours[0].path < theirs[0].path:
			differs(ours[0].path)
			ours = ours[1:]
			continue
		case len(ours) == 0 || theirs[0].path < ours[0].path:
			differs(theirs[0].path)
			theirs = theirs[1:]
			continue
		}
		a, b := &ours[0], &theirs[0]
		ours, theirs = ours[1:], theirs[1:]
		if a.sha256 != b.sha256 {
			differs(a.path)
			continue
		}
		one, err := s.write.document(a.id, a.path)
		if err != nil {
			return err
		}
		other, err := clean.write.document(b.id, b.path)
		if err != nil {
			return err
		}
		same, err := s.samePrivately(clean, a.id, b.id)
		if err != nil {
			return err
		}
		if !same || !slices.Equal(a.rest, b.rest) || !reflect.DeepEqual(one, other) {
			d.Documents = append(d.Documents, a.path)
		}
	}
	return nil
}

func (c *conn) fileRows() ([]fileRow, error) {
	var all []fileRow
	err := c.each(`SELECT f.id, v.path, v.sha256, v.folder, v.class, v.language, v.title, v.size, v.lines, v.reading, v.keywords
		FROM file f JOIN files v ON v.path = f.path ORDER BY v.path`, func(r row) error {
		one := fileRow{id: r.int(0), path: r.text(1), sha256: r.text(2)}
		for i := 3; i < 11; i++ {
			one.rest = append(one.rest, r.value(i))
		}
		all = append(all, one)
		return nil
	})
	return all, err
}

// sameRows reports whether a view has the same rows in both indexes.
func (s *Store) sameRows(clean *Store, view string) (bool, error) {
	here, err := s.write.strings(`SELECT name FROM pragma_table_info(?)`, view)
	if err != nil {
		return false, err
	}
	columns, err := clean.write.strings(`SELECT name FROM pragma_table_info(?)`, view)
	if err != nil || !slices.Equal(here, columns) {
		return false, err
	}
	order := make([]string, len(columns))
	for i := range order {
		order[i] = fmt.Sprint(i + 1)
	}
	query := `SELECT * FROM "` + view + `" ORDER BY ` + strings.Join(order, ", ")
	var failure error
	next, stop := iter.Pull(s.write.lines(query, len(columns), &failure))
	defer stop()
	var cleanFailure error
	same := true
	for line := range clean.write.lines(query, len(columns), &cleanFailure) {
		if one, ok := next(); !ok || one != line {
			same = false
			break
		}
	}
	if _, more := next(); more {
		same = false
	}
	if failure == nil {
		failure = cleanFailure
	}
	return same, failure
}

// lines yields each row of a query as one text that no other row has. A failure
// ends it, and is left in failure.
func (c *conn) lines(query string, columns int, failure *error) iter.Seq[string] {
	return func(yield func(string) bool) {
		var line strings.Builder
		err := c.each(query, func(r row) error {
			line.Reset()
			for i := range columns {
				fmt.Fprintf(&line, "%#v\x00", r.value(i))
			}
			if !yield(line.String()) {
				return errFound
			}
			return nil
		})
		if err != nil && err != errFound {
			*failure = err
		}
	}
}

// strings returns the first column of a query's rows.
func (c *conn) strings(query string, args ...any) ([]string, error) {
	var all []string
	err := c.each(query, func(r row) error {
		all = append(all, r.text(0))
		return nil
	}, args...)
	return all, err
}
