package main

import (
	"fmt"
	"io"
	"net/url"
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
		Description: "ANCHOR is the section's anchor or its title, of a source file the name of what it\n" +
			"defines: kwic show guide/alerts.md#delivery, kwic show tide.py#Gauge.read.",
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
				if err := x.checkTree(c.Context); err != nil {
					return err
				}
				s, err := findShown(x, c.Args().First())
				if err != nil {
					return err
				}
				if s.stale && !c.Bool("json") {
					fmt.Fprintf(stderr, "note: %q changed since the build; %s\n", shown(filepath.Join(x.root, filepath.FromSlash(s.file.Path))), bringUpToDate)
				}
				if !c.Bool("json") {
					s.noteOthers(stderr)
				}
				switch {
				case c.Bool("json"):
					return s.writeJSON(stdout, x, c.Bool("keywords"))
				case c.Bool("keywords"):
					rows, err := s.keywordRows(x)
					if err != nil {
						return err
					}
					return writeRows(stdout, format, []string{"keyword", "kind", "role", "line", "count"}, nextOf(rows), formatOptions{Width: displayOf(stdout).width})
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
	named    *extract.Named    // a definition instead of a section; nil for none
	others   []extract.Named   // further sections or definitions of that name
	stale    bool
}

// findShown finds the section that an argument names: a path as seen from the
// current folder or from the root, and behind '#' the section's anchor or title,
// or the name of something that a source file defines.
func findShown(x *index, argument string) (*shownSection, error) {
	path, anchor, found := argument, "", false
	file, document, err := shownFile(x, argument)
	// Paths may hold the sign, and so may titles.
	for at := len(argument); err == nil && file == nil; {
		if at = strings.LastIndexByte(argument[:at], '#'); at < 0 {
			path, _, _ = strings.Cut(argument, "#")
			return nil, notIndexed(x, path)
		}
		path, anchor, found = argument[:at], argument[at+1:], true
		file, document, err = shownFile(x, path)
	}
	if err != nil {
		return nil, err
	}
	s := &shownSection{file: file, document: document}
	if s.source, err = newSources(x).of(file); err != nil {
		return nil, err
	}
	if s.source.gone {
		return nil, hinted{fmt.Errorf("%q cannot be read any more", path), bringUpToDate}
	}
	if s.stale = s.source.stale; s.stale {
		s.document = s.source.document
	}
	if !found || anchor == "" {
		return s, nil
	}
	if s.find(anchor) {
		return s, nil
	}
	// As it stands in a URL.
	if plain, err := url.PathUnescape(anchor); err == nil && plain != anchor && s.find(plain) {
		return s, nil
	}
	return nil, noSection(s, path, anchor)
}

// find sets what an anchor, a title or a name means, or returns false.
func (s *shownSection) find(name string) bool {
	sections := s.document.Sections
	for _, is := range []func(*extract.Section) bool{
		func(one *extract.Section) bool { return one.Anchor == name },
		func(one *extract.Section) bool { return !s.isSource() && one.Title == name },
		func(one *extract.Section) bool { return !s.isSource() && strings.EqualFold(one.Title, name) },
	} {
		// The document goes by its first heading's title, which means that section.
		first := 1 + slices.IndexFunc(sections[1:], func(one extract.Section) bool { return is(&one) })
		if first == 0 && !is(&sections[0]) {
			continue
		}
		s.ordinal = first
		for i := first + 1; i < len(sections); i++ {
			if is(&sections[i]) {
				s.others = append(s.others, extract.Named{Name: sections[i].Title, Line: sections[i].Line})
			}
		}
		return true
	}
	meant := extract.Whose(s.names(), name)
	if len(meant) == 0 {
		return false
	}
	s.named, s.others = &meant[0], meant[1:]
	return true
}

func (s *shownSection) isSource() bool { return extract.Language(s.file.Language).Class() == "source" }

// names returns what the file defines.
func (s *shownSection) names() []extract.Named {
	return extract.NamedIn(extract.Language(s.file.Language), s.source.text)
}

// lines returns the first and the last line of what is shown.
func (s *shownSection) lines() (first, last int) {
	if s.named != nil {
		return s.named.Line, s.named.LastLine
	}
	at := s.document.Sections[s.ordinal]
	return at.Line, at.EndLine
}

// noteOthers tells where else the file has such a section or definition.
func (s *shownSection) noteOthers(stderr io.Writer) {
	const told = 5
	if len(s.others) == 0 {
		return
	}
	var lines []string
	for _, one := range s.others[:min(len(s.others), told)] {
		lines = append(lines, fmt.Sprint(one.Line))
	}
	if more := len(s.others) - told; more > 0 {
		lines = append(lines, number(more)+" more")
	}
	list, noun := lines[0], "line"
	if last := len(lines) - 1; last > 0 {
		list, noun = strings.Join(lines[:last], ", ")+" and "+lines[last], "lines"
	}
	verb := "also stands"
	if s.named != nil {
		verb = "is also defined"
	}
	fmt.Fprintf(stderr, "note: %q %s in %s %s\n", s.others[0].Name, verb, noun, list)
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
	verb, some, all, none := "has no section", "some of its sections: ", "its sections: ", "its sections have no anchors"
	var names []string
	if s.isSource() {
		verb, some, all, none = "does not define", "some of what it defines: ", "it defines ", "it defines nothing that has a name"
		for _, one := range s.names() {
			names = append(names, one.Name)
		}
	} else {
		for _, one := range s.document.Sections {
			if one.Anchor != "" {
				names = append(names, one.Anchor)
			}
		}
	}
	const told = 10
	hint := none
	switch {
	case len(names) > told:
		hint = some + strings.Join(names[:told], ", ")
	case len(names) > 0:
		hint = all + strings.Join(names, ", ")
	}
	return hinted{fmt.Errorf("%q %s %q", path, verb, anchor), meant(closest(anchor, names), hint)}
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
	if s.ordinal == 0 && s.named == nil {
		return string(s.source.text)
	}
	first, last := s.lines()
	end := len(s.source.text)
	if last < len(s.source.starts) {
		end = s.source.starts[last]
	}
	return string(s.source.text[s.source.starts[min(first, len(s.source.starts))-1]:end])
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

// keywordRows returns the keywords of the section and its subsections, or of the
// definition, the most telling of the document first.
func (s *shownSection) keywordRows(x *index) ([][]any, error) {
	if s.named != nil {
		return s.namedRows(x)
	}
	var rows [][]any
	last := s.last()
	inside := func(p *extract.Place) bool { return p.Section >= s.ordinal && p.Section <= last }
	for i := range s.document.Keywords {
		k := &s.document.Keywords[i]
		role, line, count := extract.IsMention, 0, 0
		for j := range k.Places {
			p := &k.Places[j]
			if !inside(p) {
				continue
			}
			role, count = min(role, p.Role), count+p.Count
			if line == 0 || p.Line < line {
				line = p.Line
			}
		}
		if count > 0 {
			rows = append(rows, keywordRow(k, role, line, count))
		}
	}
	return rows, nil
}

func keywordRow(k *extract.Keyword, role extract.Role, line, count int) []any {
	return []any{k.Form, k.Kind.String(), role.String(), int64(line), int64(count)}
}

// namedRows is keywordRows of a definition. The index knows sections alone: the
// file is read once more as a build would, and where else the keyword stands in it
// does not count.
func (s *shownSection) namedRows(x *index) ([][]any, error) {
	reader, err := newRereader(x.root)
	if err != nil {
		return nil, err
	}
	why := reader.extractor.Explain(extract.Language(s.file.Language), s.source.text)
	parts := make(map[keyOfKind]extract.Part)
	for _, part := range why.Within(s.named.Line, s.named.LastLine) {
		k := &why.Document.Keywords[part.Keyword]
		parts[keyOfKind{k.Key, k.Kind}] = part
	}
	var rows [][]any
	for i := range s.document.Keywords {
		k := &s.document.Keywords[i]
		if part, holds := parts[keyOfKind{k.Key, k.Kind}]; holds {
			rows = append(rows, keywordRow(k, part.Role, part.Line, part.Count))
		}
	}
	return rows, nil
}

// writeJSON prints the section as one object.
func (s *shownSection) writeJSON(w io.Writer, x *index, keywords bool) error {
	at := s.document.Sections[s.ordinal]
	section := store.SectionPath(s.document.Sections, s.file.Heading(s.document.Sections), s.ordinal)
	if s.named != nil {
		at.Anchor, section = "", strings.TrimPrefix(s.named.Within+"."+s.named.Name, ".")
	}
	first, last := s.lines()
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
		Section: section, Anchor: at.Anchor, Line: first, EndLine: last, URL: orNull(x.url(s.file.Path, at.Anchor)), Stale: s.stale,
	}
	if !keywords {
		text := s.text()
		head.Text = &text
		return encodeJSON(w, head)
	}
	listed, err := s.keywordRows(x)
	if err != nil {
		return err
	}
	var rows []any
	for _, row := range listed {
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
