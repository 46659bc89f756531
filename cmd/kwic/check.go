package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// checkFormats are the forms in which a check reports.
var checkFormats = []string{"text", "json", "github"}

func checkCommand(stdout, stderr io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "tell whether a build would change anything",
		ArgsUsage: "[ROOT]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "diff", Usage: "show what would change on each page, as a unified diff"},
			&cli.BoolFlag{Name: "index-only", Usage: "leave the pages out"},
			&cli.StringFlag{Name: "format", Usage: "print as `FORMAT`: " + strings.Join(checkFormats, ", "), Value: "text"},
			&cli.StringFlag{Name: "out", Usage: "look for pages in `FOLDER` (--out docs/keywords)"},
			&cli.StringFlag{Name: "db", Usage: "compare with the database `FILE` (--db /tmp/index.db)"},
			&cli.StringFlag{Name: "config", Usage: "read `FILE` instead of .kwic.yaml"},
			&cli.IntFlag{Name: "jobs", Usage: "read and render `N` files at a time", DefaultText: "all cores"},
			&cli.BoolFlag{Name: "tracked", Usage: "take only files that git tracks"},
			stagedFlag(),
			&cli.BoolFlag{Name: "quiet", Usage: "print nothing, set the exit code alone"},
		},
		Action: func(c *cli.Context) error {
			format := c.String("format")
			switch {
			case !slices.Contains(checkFormats, format):
				return usageError{fmt.Sprintf("unknown format %q", format), "one of " + strings.Join(checkFormats, ", ")}
			case c.Bool("diff") && c.Bool("index-only"):
				return usageError{"--diff needs the pages, which --index-only leaves out", "give one of the two"}
			case c.Bool("diff") && format != "text":
				return usageError{"--diff goes with --format text only", "leave one of the two out"}
			case c.Bool("staged") && c.Bool("index-only"):
				return usageError{"--staged needs the pages, which --index-only leaves out", "give one of the two"}
			case c.IsSet("jobs") && c.Int("jobs") < 1:
				return usageError{"--jobs must be at least 1", "leave it out to use all cores"}
			}
			b := newBuild(buildOptions{
				Root: c.Args().First(), Named: c.Args().Present(), Out: c.String("out"), OutGiven: c.IsSet("out"), DB: c.String("db"), Config: c.String("config"),
				Jobs: c.Int("jobs"), Tracked: c.Bool("tracked"), NoPages: c.Bool("index-only"), Stderr: stderr, Quiet: c.Bool("quiet"), check: true,
			})
			defer b.end()
			if err := b.run(c.Context); err != nil {
				return err
			}
			if c.Bool("staged") {
				var err error
				if b.findings.Unstaged, b.findings.top, err = unstagedPages(c.Context, b.root, b.out); err != nil {
					return err
				}
			}
			if !b.options.Quiet {
				if err := b.writeFindings(stdout, format, c.Bool("diff")); err != nil {
					return err
				}
			}
			if b.findings.found() {
				return errFindings
			}
			return nil
		},
	}
}

// writeFindings reports what a check found.
func (b *build) writeFindings(w io.Writer, format string, diff bool) error {
	switch format {
	case "json":
		return b.findings.writeJSON(w, b.report.Version)
	case "github":
		if err := b.writeAnnotations(w); err != nil {
			return err
		}
		return b.writeSummary(os.Getenv("GITHUB_STEP_SUMMARY"))
	}
	if diff {
		if err := b.writeDiffs(w); err != nil {
			return err
		}
	}
	return b.writeFindingsText(w)
}
