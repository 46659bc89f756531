package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"kwic/scan/extract"
	"kwic/store"

	"github.com/urfave/cli/v2"
)

func statsCommand(stdout, stderr io.Writer) *cli.Command {
	return &cli.Command{
		Name:  "stats",
		Usage: "count what the index holds",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "depth", Usage: "count by the folders `N` levels below the root", DefaultText: "the first level with several"},
			&cli.BoolFlag{Name: "json", Usage: "print one JSON object"},
			&cli.StringFlag{Name: "db", Usage: "ask the database `FILE`"},
		},
		Action: func(c *cli.Context) error {
			depth := -1
			if c.IsSet("depth") {
				if depth = c.Int("depth"); depth < 0 {
					return usageError{"--depth must not be negative", "0 is the root"}
				}
			}
			return withIndex(c.Context, c.String("db"), stderr, func(x *index) error {
				s, err := x.Stats(depth)
				if err != nil {
					return err
				}
				if c.Bool("json") {
					return writeStatsJSON(stdout, x, s)
				}
				if err := writeStats(stdout, s, displayOf(stdout).width); err != nil {
					return err
				}
				x.noteBehind(stderr)
				return nil
			})
		},
	}
}

// tally is a number with a name.
type tally struct {
	name  string
	count int64
}

// writeStats prints totals, then counts by language, kind, role and folder, with
// bars where the screen has a width.
func writeStats(w io.Writer, s *store.Stats, width int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s lines, %s), %s left out\n", count(int(s.Files), "document"), number(int(s.Lines)), bytesText(s.Size), count(int(s.Skipped), "path"))
	fmt.Fprintf(&b, "%s, %s, %s, %s\n", count(int(s.Keywords), "keyword"), count(int(s.Uses), "use"), count(int(s.Sections), "section"), count(int(s.Links), "link"))
	var languages, kinds, roles, folders []tally
	for _, l := range s.Languages {
		languages = append(languages, tally{l.Language, l.Files})
	}
	for kind, n := range s.Kinds {
		kinds = append(kinds, tally{extract.Kind(kind).String(), n})
	}
	for role, n := range s.Roles {
		roles = append(roles, tally{extract.Role(role).String(), n})
	}
	for _, f := range s.Folders {
		folders = append(folders, tally{printable(f.Path), f.Files})
	}
	for _, group := range []struct {
		title   string
		tallies []tally
	}{{"Documents by language", languages}, {"Uses by kind", kinds}, {"Uses by role", roles}, {"Documents by folder", folders}} {
		fmt.Fprintf(&b, "\n%s\n", group.title)
		writeTallies(&b, group.tallies, width)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeTallies prints names and numbers in columns, with a bar behind each.
func writeTallies(b *strings.Builder, tallies []tally, width int) {
	names, digits, most := 0, 0, int64(1)
	for _, t := range tallies {
		names, digits, most = max(names, displayWidth(t.name)), max(digits, len(number(int(t.count)))), max(most, t.count)
	}
	room := min(width-names-digits-6, 50)
	for _, t := range tallies {
		if t.count == 0 {
			continue
		}
		fmt.Fprintf(b, "  %s%s  %*s", t.name, strings.Repeat(" ", names-displayWidth(t.name)), digits, number(int(t.count)))
		if room > 4 {
			b.WriteString("  " + bar(t.count, most, room))
		}
		b.WriteByte('\n')
	}
}

// bar draws n of most in eighths of a column; what is not nothing can be seen.
func bar(n, most int64, width int) string {
	eighths := max(1, int(n*int64(width)*8/most))
	return strings.Repeat("█", eighths/8) + []string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}[eighths%8]
}

// bytesText writes a number of bytes with the unit that suits it.
func bytesText(n int64) string {
	const units = "KMGTPE"
	if n < 1<<10 {
		return count(int(n), "byte")
	}
	value, unit := float64(n), -1
	for value >= 1<<10 && unit+1 < len(units) {
		value /= 1 << 10
		unit++
	}
	return fmt.Sprintf("%.1f %cB", value, units[unit])
}

func writeStatsJSON(w io.Writer, x *index, s *store.Stats) error {
	type language struct {
		Language string `json:"language"`
		Class    string `json:"class"`
		Files    int64  `json:"files"`
		Lines    int64  `json:"lines"`
		Size     int64  `json:"size"`
	}
	type use struct {
		Name string `json:"name"`
		Uses int64  `json:"uses"`
	}
	type folder struct {
		Path     string `json:"path"`
		Files    int64  `json:"files"`
		Keywords int64  `json:"keywords"`
	}
	answer := struct {
		Schema    int64      `json:"schema"`
		Commit    *string    `json:"commit"`
		Behind    bool       `json:"behind"` // git has brought other files into the tree since
		Built     bool       `json:"built"`  // false while the first build has not ended
		Files     int64      `json:"files"`
		Lines     int64      `json:"lines"`
		Size      int64      `json:"size"`
		Keywords  int64      `json:"keywords"`
		Uses      int64      `json:"uses"`
		Sections  int64      `json:"sections"`
		Links     int64      `json:"links"`
		Skipped   int64      `json:"skipped"`
		Languages []language `json:"languages"`
		Kinds     []use      `json:"kinds"`
		Roles     []use      `json:"roles"`
		Folders   []folder   `json:"folders"`
	}{
		Schema: x.meta.Schema, Commit: orNull(x.meta.Commit), Behind: x.isBehind(), Built: x.meta.Built, Files: s.Files, Lines: s.Lines, Size: s.Size, Keywords: s.Keywords, Uses: s.Uses,
		Sections: s.Sections, Links: s.Links, Skipped: s.Skipped, Languages: []language{}, Folders: []folder{},
	}
	for _, l := range s.Languages {
		answer.Languages = append(answer.Languages, language(l))
	}
	for kind, n := range s.Kinds {
		answer.Kinds = append(answer.Kinds, use{extract.Kind(kind).String(), n})
	}
	for role, n := range s.Roles {
		answer.Roles = append(answer.Roles, use{extract.Role(role).String(), n})
	}
	for _, f := range slices.Clip(s.Folders) {
		answer.Folders = append(answer.Folders, folder(f))
	}
	return encodeJSON(w, answer)
}
