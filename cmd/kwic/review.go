package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"kwic/scan"
	"kwic/store"

	"github.com/urfave/cli/v2"
)

// reviewFormats are the forms in which a review reports.
var reviewFormats = []string{"markdown", "json"}

// reviewLimit is how many entries a section of a comment has, where --limit does
// not say otherwise.
const reviewLimit = 10

func reviewCommand(stdout, stderr io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "review",
		Usage:     "say what a pull request does to the keywords, as a comment",
		ArgsUsage: "BASE",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "print as `FORMAT`: " + strings.Join(reviewFormats, ", "), Value: "markdown"},
			&cli.BoolFlag{Name: "json", Usage: "print one JSON object, with all entries unless --limit is given"},
			&cli.IntFlag{Name: "limit", Usage: "show `N` entries of each sort, 0 for all", Value: reviewLimit},
			&cli.StringFlag{Name: "source-url", Usage: "links start with `URL`, instead of source_url; {commit} in it is that of HEAD"},
			&cli.StringFlag{Name: "fail-on", Usage: "exit with 1 where there are entries of these `SORTS`: " + strings.Join(reviewSorts, ",")},
			&cli.StringFlag{Name: "out", Usage: "pages are in `FOLDER` (--out docs/keywords)"},
			&cli.StringFlag{Name: "db", Usage: "ask the database `FILE` (--db /tmp/index.db)"},
			&cli.StringFlag{Name: "config", Usage: "read `FILE` instead of .kwic.yaml"},
			&cli.IntFlag{Name: "jobs", Usage: "read `N` files at a time", DefaultText: "all cores"},
			&cli.BoolFlag{Name: "tracked", Usage: "take only files that git tracks"},
		},
		Action: func(c *cli.Context) error {
			defer paceCollections()()
			r, err := newReview(c)
			if err != nil {
				return err
			}
			b := newBuild(buildOptions{
				Out: c.String("out"), OutGiven: c.IsSet("out"), DB: c.String("db"), Config: c.String("config"), Jobs: c.Int("jobs"),
				Tracked: c.Bool("tracked"), NoPages: true, Stderr: stderr, ask: r.run,
			})
			defer b.end()
			if err := b.run(c.Context); err != nil {
				return err
			}
			if err := r.write(stdout, b); err != nil {
				return err
			}
			if r.fails() {
				return errFindings
			}
			return nil
		},
	}
}

// review compares the work tree with the commit at which it left a branch.
type review struct {
	base      string // as given
	format    string
	limit     int // of entries of each sort; 0 for all
	sourceURL string
	failOn    []string

	mergeBase, head string // commits
	found           *reviewFindings
}

func newReview(c *cli.Context) (*review, error) {
	r := &review{base: c.Args().First(), format: c.String("format"), limit: c.Int("limit"), sourceURL: c.String("source-url")}
	if c.Bool("json") {
		r.format = "json"
	}
	switch {
	case !slices.Contains(reviewFormats, r.format):
		return nil, usageError{fmt.Sprintf("unknown format %q", r.format), "one of " + strings.Join(reviewFormats, ", ")}
	case r.limit < 0:
		return nil, usageError{"--limit must be at least 0", "0 shows all entries"}
	case c.IsSet("jobs") && c.Int("jobs") < 1:
		return nil, usageError{"--jobs must be at least 1", "leave it out to use all cores"}
	}
	if r.format == "json" && !c.IsSet("limit") {
		r.limit = 0
	}
	if list := c.String("fail-on"); list != "" {
		r.failOn = strings.Split(list, ",")
		for _, sort := range r.failOn {
			if !slices.Contains(reviewSorts, sort) {
				return nil, usageError{fmt.Sprintf("unknown sort %q in --fail-on", sort), meant(closest(sort, reviewSorts), "one or more of "+strings.Join(reviewSorts, ","))}
			}
		}
	}
	return r, nil
}

// run finds what there is to say. The index asked is that of the work tree.
func (r *review) run(ctx context.Context, b *build, q *store.Query) (err error) {
	places, err := placesOf(ctx, b.root)
	if err != nil {
		return advised(err, "kwic review compares commits: it needs git")
	}
	if r.mergeBase, err = mergeBase(ctx, b.root, r.base); err != nil {
		return err
	}
	r.head = scan.Commit(b.root)
	changed, err := r.changes(ctx, b, places, r.mergeBase)
	if err != nil {
		return err
	}
	if r.sourceURL == "" {
		r.sourceURL = b.config.SourceURL
	}
	r.sourceURL = strings.ReplaceAll(r.sourceURL, "{commit}", r.head)
	v := newVocabularies(q)
	if err := r.readBase(ctx, b, places, changed, v.addBase); err != nil {
		return err
	}
	if err := v.addHead(ctx, changed); err != nil {
		return err
	}
	r.found, err = v.compare(ctx)
	return err
}

// fails reports whether there is an entry of a sort on which the command fails.
func (r *review) fails() bool {
	return slices.ContainsFunc(r.failOn, func(sort string) bool { return len(r.found.sorts[sort]) > 0 })
}
