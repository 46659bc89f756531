package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"kwic/scan/extract"
	"kwic/store"

	"github.com/urfave/cli/v2"
)

func showCommand(stdout, stderr io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "print a section of a document, or its keywords",
		ArgsUsage: "PATH[#ANCHOR]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "keywords", Usage: "print the section's keywords instead of its text"},
			&cli.StringFlag{Name: "format", Usage: "print keywords as `FORMAT`: " + strings.Join(rowFormats, ", "), Value: "table"},
			&cli.BoolFlag{Name: "json", Usage: "print one JSON object"},
			&cli.StringFlag{Name: "db", Usage: "ask the database `FILE`"},
		},
		Action: func(c *cli.Context) error {
			format := c.String("format")
			if err := checkFormat(format); err != nil {
				return err
			}
			return withIndex(c.Context, c.String("db"), stderr, func(x *index) error {
				s, err := findShown(x, c.Args().First())
				if err != nil {
					return err
				}
				if s.stale && !c.Bool("json") {
					fmt.Fprintf(stderr, "note: %q changed since the build\n", shown(filepath.Join(x.root, filepath.FromSlash(s.file.Path))))
				}
				switch {
				case c.Bool("json"):
					return s.writeJSON(stdout, x, c.Bool("keywords"))
				case c.Bool("keywords"):
					return writeRows(stdout, format, []string{"keyword", "kind", "role", "line", "count"}, nextOf(s.keywordRows()), formatOptions{Width: displayOf(stdout).width})
				}
				return s.writeText(stdout)
			})
		},
	}
}

// shownSection is a section as it stands in its file.
type shownSection struct {
	file     *store.FoundFile
	source   *source
	document *extract.Document // of the file as it is
	ordinal  int               // of the section
	stale    bool
}

// findShown finds the section that an argument names: a path as seen from the
// current folder or from the root, and behind '#' the section's anchor.
func findShown(x *index, argument string) (*shownSection, error) {
	path, anchor, found := argument, "", false
	file, document, err := shownFile(x, argument)
	if err == nil && file == nil {
		if at := strings.LastIndexByte(argument, '#'); at >= 0 {
			path, anchor, found = argument[:at], argument[at+1:], true
			file, document, err = shownFile(x, path)
		}
	}
	if err != nil {
		return nil, err
	}
	if file == nil {
		return nil, notIndexed(x, path)
	}
	s := &shownSection{file: file, document: document}
	if s.source, err = newSources(x).of(file); err != nil {
		return nil, err
	}
	if s.source.gone {
		return nil, hinted{fmt.Errorf("%q cannot be read any more", path), "\"kwic build\" brings the index up to date"}
	}
	if s.stale = s.source.stale; s.stale {
		s.document = s.source.document
	}
	if !found || anchor == "" {
		return s, nil
	}
	s.ordinal = slices.IndexFunc(s.document.Sections, func(one extract.Section) bool { return one.Anchor == anchor })
	if s.ordinal < 0 {
		return nil, noSection(s, path, anchor)
	}
	return s, nil
}

// shownFile looks a document up by every reading of its path.
func shownFile(x *index, name string) (*store.FoundFile, *extract.Document, error) {
	paths, err := x.pathsOf(name)
	if err != nil {
		return nil, nil, err
	}
	for _, path := range paths {
		if file, document, err := x.Shown(path); err != nil || file != nil {
			return file, document, err
		}
	}
	return nil, nil, nil
}

// notIndexed tells that there is no such document.
func notIndexed(x *index, path string) error {
	slash := filepath.ToSlash(path)
	like, err := x.PathsLike(slash[strings.LastIndexByte(slash, '/')+1:], slash, 3)
	if err != nil {
		return err
	}
	hint := "kwic sql \"SELECT path FROM files\" lists the documents"
	if len(like) > 0 {
		hint = "did you mean " + quotedList(like) + "?"
	}
	return hinted{fmt.Errorf("%q is not in the index", path), hint}
}

// noSection tells that a document has no such section.
func noSection(s *shownSection, path, anchor string) error {
	var anchors []string
	for _, one := range s.document.Sections {
		if one.Anchor != "" {
			anchors = append(anchors, one.Anchor)
		}
	}
	hint := "its sections have no anchors"
	switch {
	case len(anchors) > 10:
		hint = "some of its sections: " + strings.Join(anchors[:10], ", ")
	case len(anchors) > 0:
		hint = "its sections: " + strings.Join(anchors, ", ")
	}
	return hinted{fmt.Errorf("%q has no section %q", path, anchor), meant(closest(anchor, anchors), hint)}
}

func quotedList(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = fmt.Sprintf("%q", text)
	}
	return strings.Join(quoted, ", ")
}

// text returns the section as it stands in the file, its subsections included.
func (s *shownSection) text() string {
	at := s.document.Sections[s.ordinal]
	if s.ordinal == 0 {
		return s.source.text
	}
	end := len(s.source.text)
	if at.EndLine < len(s.source.starts) {
		end = s.source.starts[at.EndLine]
	}
	return s.source.text[s.source.starts[min(at.Line, len(s.source.starts))-1]:end]
}

// writeText prints the section: its bytes, on a terminal with control characters
// escaped.
func (s *shownSection) writeText(w io.Writer) error {
	text := s.text()
	if displayOf(w).width > 0 {
		var b strings.Builder
		for line := range strings.Lines(text) {
			parts := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
			for i, part := range parts {
				parts[i] = printable(part)
			}
			b.WriteString(strings.Join(parts, "\t") + "\n")
		}
		text = b.String()
	} else if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	_, err := io.WriteString(w, text)
	return err
}

// last returns the ordinal of the section's last subsection, itself where it has
// none.
func (s *shownSection) last() int {
	sections := s.document.Sections
	last := s.ordinal
	for last+1 < len(sections) && (s.ordinal == 0 || sections[last+1].Parent >= s.ordinal) {
		last++
	}
	return last
}

// keywordRows returns the keywords of the section and its subsections, the most
// telling of the document first.
func (s *shownSection) keywordRows() [][]any {
	var rows [][]any
	last := s.last()
	for i := range s.document.Keywords {
		k := &s.document.Keywords[i]
		role, line, count := extract.IsMention, 0, 0
		for _, p := range k.Places {
			if p.Section < s.ordinal || p.Section > last {
				continue
			}
			role, count = min(role, p.Role), count+p.Count
			if line == 0 || p.Line < line {
				line = p.Line
			}
		}
		if count > 0 {
			rows = append(rows, []any{k.Form, k.Kind.String(), role.String(), int64(line), int64(count)})
		}
	}
	return rows
}

// writeJSON prints the section as one object.
func (s *shownSection) writeJSON(w io.Writer, x *index, keywords bool) error {
	at := s.document.Sections[s.ordinal]
	head := struct {
		Schema  int64   `json:"schema"`
		Commit  *string `json:"commit"`
		Path    string  `json:"path"`
		Title   string  `json:"title"`
		Section string  `json:"section"`
		Anchor  string  `json:"anchor"`
		Line    int     `json:"line"`
		EndLine int     `json:"end_line"`
		Text    *string `json:"text"` // null with keywords
		URL     *string `json:"url"`
		Stale   bool    `json:"stale"`
	}{
		Schema: x.meta.Schema, Commit: orNull(x.meta.Commit), Path: s.file.Path, Title: s.file.Title,
		Section: store.SectionPath(s.document.Sections, store.TopHeading(s.document.Sections), s.ordinal),
		Anchor:  at.Anchor, Line: at.Line, EndLine: at.EndLine, URL: orNull(x.url(s.file.Path, at.Anchor)), Stale: s.stale,
	}
	if !keywords {
		text := s.text()
		head.Text = &text
		return encodeJSON(w, head)
	}
	var rows []any
	for _, row := range s.keywordRows() {
		rows = append(rows, struct {
			Keyword any `json:"keyword"`
			Kind    any `json:"kind"`
			Role    any `json:"role"`
			Line    any `json:"line"`
			Count   any `json:"count"`
		}{row[0], row[1], row[2], row[3], row[4]})
	}
	return writeAnswer(w, head, "keywords", rows)
}
