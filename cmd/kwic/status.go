package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"kwic/store"

	"github.com/urfave/cli/v2"
)

func statusCommand(stdout, stderr io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "status",
		Usage:     "list what changed in the tree since the last build",
		ArgsUsage: "[ROOT]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "out", Usage: "look for pages in `FOLDER` (--out docs/keywords)"},
			&cli.StringFlag{Name: "db", Usage: "compare with the database `FILE` (--db /tmp/index.db)"},
			&cli.StringFlag{Name: "config", Usage: "read `FILE` instead of .kwic.yaml"},
			&cli.BoolFlag{Name: "tracked", Usage: "take only files that git tracks"},
			&cli.BoolFlag{Name: "json", Usage: "print one JSON object"},
		},
		Action: func(c *cli.Context) error {
			b := newBuild(buildOptions{
				Root: c.Args().First(), Named: c.Args().Present(), Out: c.String("out"), OutGiven: c.IsSet("out"), DB: c.String("db"), Config: c.String("config"),
				Tracked: c.Bool("tracked"), Stderr: stderr, Quiet: true, DryRun: true,
			})
			defer b.end()
			if err := b.run(c.Context); err != nil {
				return err
			}
			if built, err := store.IsBuilt(b.db); err != nil || !built {
				if _, begun := os.Lstat(b.db); begun == nil && err == nil {
					return advise(b.db, store.ErrUnfinished)
				}
				return hinted{fmt.Errorf("there is no index at %q", shown(b.db)), fmt.Sprintf("make one of %s with \"kwic build\"", count(len(b.tree.Files), "document"))}
			}
			s := b.status()
			if c.Bool("json") {
				var err error
				if s.Schema, err = store.SchemaStep(); err != nil {
					return err
				}
				return s.writeJSON(stdout)
			}
			return s.writeText(stdout)
		},
	}
}

// status is what a build would find changed.
type status struct {
	Schema  int64    `json:"schema"` // as a build leaves it
	Commit  *string  `json:"commit"` // of the index
	Total   int      `json:"total"`  // of all documents below
	Next    *string  `json:"next"`   // always null: all are listed
	Files   int      `json:"files"`  // in the tree
	Current bool     `json:"up_to_date"`
	All     bool     `json:"all"` // every document has to be parsed again: the configuration or kwic changed
	New     []string `json:"new"`
	Changed []string `json:"changed"`
	Moved   []move   `json:"moved"`
	Copied  []move   `json:"copied"`
	Removed []string `json:"removed"`
	Missing int      `json:"pages_missing"` // pages that are gone, or are not as they were written
	Owed    bool     `json:"pages_owed"`    // pages that do not follow the index yet
}

type move struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// status sums up what a dry run found.
func (b *build) status() *status {
	w := &b.work
	s := &status{
		Commit: orNull(b.snapshot.Settings[store.SettingCommit]), Files: len(b.tree.Files), All: w.clear, Missing: b.missingPages(), Owed: b.snapshot.Stale,
		New: []string{}, Changed: []string{}, Moved: []move{}, Copied: []move{}, Removed: []string{},
	}
	removed := make(map[string]bool)
	for _, path := range w.removed {
		removed[path] = true
	}
	for _, c := range w.copies {
		one := move{c.from, b.tree.Files[c.file].Path}
		if removed[c.from] {
			delete(removed, c.from)
			s.Moved = append(s.Moved, one)
		} else {
			s.Copied = append(s.Copied, one)
		}
	}
	arrived := make(map[string]bool)
	for _, path := range w.arrivals {
		arrived[path] = true
	}
	for _, file := range w.parse {
		switch path := b.tree.Files[file].Path; {
		case arrived[path]:
			s.New = append(s.New, path)
		case !w.clear:
			s.Changed = append(s.Changed, path)
		}
	}
	for path := range removed {
		s.Removed = append(s.Removed, path)
	}
	slices.Sort(s.Removed)
	s.Total = len(s.New) + len(s.Changed) + len(s.Moved) + len(s.Copied) + len(s.Removed)
	s.Current = !s.All && !s.Owed && s.Missing == 0 && len(w.parse)+len(w.copies)+len(w.removed) == 0
	return s
}

func (s *status) writeJSON(w io.Writer) error {
	return encodeJSON(w, s)
}

func (s *status) writeText(w io.Writer) error {
	var b strings.Builder
	for _, group := range []struct {
		what  string
		paths []string
	}{{"new", s.New}, {"changed", s.Changed}, {"removed", s.Removed}} {
		for _, path := range group.paths {
			fmt.Fprintf(&b, "%-8s  %s\n", group.what, printable(path))
		}
	}
	for _, group := range []struct {
		what  string
		moves []move
	}{{"moved", s.Moved}, {"copied", s.Copied}} {
		for _, m := range group.moves {
			fmt.Fprintf(&b, "%-8s  %s -> %s\n", group.what, printable(m.From), printable(m.To))
		}
	}
	if s.All {
		fmt.Fprintf(&b, "all %s have to be parsed again: the configuration changed, or kwic\n", count(s.Files, "document"))
	}
	if s.Missing > 0 {
		fmt.Fprintf(&b, "%s missing, or not as written\n", count(s.Missing, "page"))
	}
	if s.Owed {
		fmt.Fprintf(&b, "pages do not follow the index yet\n")
	}
	if s.Current {
		fmt.Fprintf(&b, "up to date: %s\n", count(s.Files, "document"))
	} else {
		fmt.Fprintf(&b, "\"kwic build\" brings the index and its pages up to date\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
