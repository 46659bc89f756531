package main

import (
	"context"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"slices"
	"strings"

	"kwic/store"

	"github.com/urfave/cli/v2"
)

// defaultRelated is how many documents related shows unless it is told otherwise.
const defaultRelated = 10

func relatedCommand(stdout, stderr io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "related",
		Usage:     "list documents that are about the same, or nearly the same",
		ArgsUsage: "[FILE]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "duplicates", Usage: "list documents that hold nearly the keywords of another one, instead of FILE's relatives"},
			&cli.Float64Flag{Name: "similarity", Usage: "with --duplicates: from `SHARE` of the keywords in common", Value: 0.9},
			&cli.IntFlag{Name: "limit", Usage: "show `N` documents, 0 for all", Value: defaultRelated},
			&cli.StringFlag{Name: "cursor", Usage: "go on at `CURSOR`, which the JSON of the documents before gave as \"next\""},
			&cli.StringFlag{Name: "format", Usage: "print as `FORMAT`: " + strings.Join(rowFormats, ", "), Value: "table"},
			&cli.StringFlag{Name: "db", Usage: "ask the database `FILE`"},
		},
		Action: func(c *cli.Context) error {
			format, limit, least := c.String("format"), c.Int("limit"), c.Float64("similarity")
			if err := checkFormat(format); err != nil {
				return err
			}
			switch {
			case limit < 0:
				return usageError{"--limit must not be negative", "0 shows all"}
			case c.Bool("duplicates") == c.Args().Present():
				return usageError{"FILE or --duplicates is needed, and one of them alone", "kwic related README.md"}
			case !(least >= 0.5 && least <= 1):
				return usageError{"--similarity must be between 0.5 and 1", "1 is for the same keywords"}
			}
			o := relatedOptions{format: format, limit: limit, least: least, duplicates: c.Bool("duplicates"), name: c.Args().First(), cursor: c.String("cursor")}
			return withIndex(c.Context, c.String("db"), stderr, func(x *index) error { return o.run(c.Context, x, stdout, stderr) })
		},
	}
}

// relatedOptions are a question for related documents and how they are printed.
type relatedOptions struct {
	duplicates bool
	name       string  // of the document, without duplicates
	least      float64 // similarity of duplicates
	format     string
	limit      int // 0 for none
	cursor     string
}

func (o *relatedOptions) run(ctx context.Context, x *index, stdout, stderr io.Writer) error {
	list, err := o.find(ctx, x)
	if err != nil {
		return err
	}
	total := len(list.rows)
	key := crc32.ChecksumIEEE(fmt.Appendf(nil, "related %v %q %v", o.duplicates, o.name, o.least))
	from := 0
	if o.cursor != "" {
		if from, err = readCursor(o.cursor, x.meta.Generation, key); err != nil {
			return err
		}
		from = min(from, total)
	}
	end := total
	if o.limit > 0 {
		end = from + min(o.limit, end-from)
	}
	fates, err := fatesOf(ctx, x, slices.Concat(append(list.paths[from:end:end], list.about)...))
	if err != nil {
		return err
	}
	if o.format == "json" {
		head := x.answer()
		if head.Total = total; end < total {
			head.Next = orNull(writeCursor(end, x.meta.Generation, key))
		}
		err = streamAnswer(stdout, list.head(head, fates), "documents", end-from, func(i int) any { return list.object(from+i, fates.of(list.paths[from+i])) })
	} else {
		err = writeRows(stdout, o.format, list.columns, nextOf(list.rows[from:end]), formatOptions{Width: displayOf(stdout).width})
	}
	if err != nil {
		return err
	}
	if end < total && o.format != "json" {
		fmt.Fprintf(stderr, "note: %s of %d; --limit 0 shows all\n", count(end-from, "document"), total)
	}
	if o.format != "json" {
		fates.note(x, stderr)
	}
	if from == end {
		return errFindings
	}
	return nil
}

// relatedList is what was found, best first: as rows, and as objects for JSON.
type relatedList struct {
	about   []string   // the document whose relatives these are
	paths   [][]string // of the documents that a row is of
	columns []string
	rows    [][]any
	object  func(i int, f fate) any
}

// find answers the question.
func (o *relatedOptions) find(ctx context.Context, x *index) (*relatedList, error) {
	if o.duplicates {
		all, err := x.Duplicates(ctx, o.least)
		if err != nil {
			return nil, err
		}
		list := &relatedList{columns: []string{"similarity", "path", "of"}, rows: duplicateRows(all), object: func(i int, f fate) any {
			return struct {
				Similarity float64 `json:"similarity"`
				Path       string  `json:"path"`
				Of         string  `json:"of"`
				fate
			}{hundredths(all[i].Similarity), all[i].Path, all[i].Of, f}
		}}
		for _, one := range all {
			list.paths = append(list.paths, []string{one.Path, one.Of})
		}
		return list, nil
	}
	all, path, err := relatedTo(ctx, x, o.name)
	if err != nil {
		return nil, err
	}
	list := &relatedList{about: []string{path}, columns: []string{"score", "path", "title", "shared"}, rows: relatedRows(all), object: func(i int, f fate) any { return documentOf(&all[i], f) }}
	for _, one := range all {
		list.paths = append(list.paths, []string{one.Path})
	}
	return list, nil
}

// head adds to the head of an answer what became of the document asked about.
func (l *relatedList) head(head answer, fates fates) any {
	if len(l.about) == 0 {
		return head
	}
	return struct {
		answer
		fate
	}{head, fates.of(l.about)}
}

// relatedTo finds the relatives of a document, whose path it returns, too.
func relatedTo(ctx context.Context, x *index, name string) ([]store.RelatedFile, string, error) {
	paths, err := x.pathsOf(name)
	if err != nil {
		return nil, "", err
	}
	for _, path := range paths {
		if all, found, err := x.Related(ctx, path, 0); err != nil || found {
			return all, path, err
		}
	}
	return nil, "", notIndexed(x, name)
}

func relatedRows(all []store.RelatedFile) [][]any {
	rows := make([][]any, len(all))
	for i, one := range all {
		rows[i] = []any{hundredths(one.Score), one.Path, one.Title, strings.Join(one.Shared, ", ")}
	}
	return rows
}

func duplicateRows(all []store.Duplicate) [][]any {
	store.ByOriginal(all)
	rows := make([][]any, len(all))
	for i, one := range all {
		rows[i] = []any{hundredths(one.Similarity), one.Path, one.Of}
	}
	return rows
}

func hundredths(x float64) float64 { return math.Round(x*100) / 100 }
