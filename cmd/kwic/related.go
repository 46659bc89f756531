package main

import (
	"context"
	"io"
	"math"
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
			return withIndex(c.Context, c.String("db"), stderr, func(x *index) error {
				var rows [][]any
				columns := []string{"score", "path", "title", "shared"}
				if c.Bool("duplicates") {
					columns = []string{"similarity", "path", "of"}
					all, err := x.Duplicates(c.Context, least)
					if err != nil {
						return err
					}
					rows = duplicateRows(all)
				} else {
					related, err := relatedTo(c.Context, x, c.Args().First())
					if err != nil {
						return err
					}
					rows = relatedRows(related)
				}
				more := limit > 0 && len(rows) > limit
				if more {
					rows = rows[:limit]
				}
				if err := writeRows(stdout, format, columns, nextOf(rows), formatOptions{Width: displayOf(stdout).width}); err != nil {
					return err
				}
				if more {
					noun := "document"
					if c.Bool("duplicates") {
						noun = "pair"
					}
					noteMore(stderr, limit, noun)
				}
				if len(rows) == 0 {
					return errFindings
				}
				return nil
			})
		},
	}
}

// relatedTo finds the relatives of a document.
func relatedTo(ctx context.Context, x *index, name string) ([]store.RelatedFile, error) {
	paths, err := x.pathsOf(name)
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if all, found, err := x.Related(ctx, path, 0); err != nil || found {
			return all, err
		}
	}
	return nil, notIndexed(x, name)
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
