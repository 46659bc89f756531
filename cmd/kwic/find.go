package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"kwic/scan"
	"kwic/scan/extract"
	"kwic/store"

	"github.com/urfave/cli/v2"
)

// defaultPlaces is how many places find shows unless it is told otherwise.
const defaultPlaces = 100

func placesCommand(stdout, stderr io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "find",
		Usage:     "say where a keyword is treated and mentioned",
		ArgsUsage: "WORD…",
		Flags: []cli.Flag{
			&cli.StringSliceFlag{Name: "kind", Usage: "only keywords of `KIND`: " + strings.Join(kindNames(), ", ")},
			&cli.StringSliceFlag{Name: "role", Usage: "only places of `ROLE`: " + strings.Join(roleNames(), ", ")},
			&cli.StringSliceFlag{Name: "in", Usage: "only documents that match `GLOB`, as in .gitignore (--in docs/ --in '!*.draft.md')"},
			&cli.BoolFlag{Name: "definition", Usage: "only documents that define the keyword"},
			&cli.BoolFlag{Name: "regexp", Usage: "WORD is a regular expression that a form of the keyword matches"},
			&cli.IntFlag{Name: "limit", Usage: "show `N` places, with -l N documents; 0 for all", DefaultText: fmt.Sprintf("%d places, all documents", defaultPlaces)},
			&cli.StringFlag{Name: "cursor", Usage: "go on at `CURSOR`, which the JSON of the places before gave as \"next\""},
			&cli.BoolFlag{Name: "count", Usage: "print how many lines there are (with -l, how many documents) instead of them"},
			&cli.BoolFlag{Name: "files-with-matches", Aliases: []string{"l"}, Usage: "print only the paths of the documents"},
			&cli.BoolFlag{Name: "json", Usage: "print one JSON object"},
			&cli.BoolFlag{Name: "null", Aliases: []string{"0"}, Usage: "end each line with a NUL byte"},
			&cli.StringFlag{Name: "db", Usage: "ask the database `FILE`"},
		},
		Description: "Words are one keyword: kwic find slack water. First come the keywords written so, then\n" +
			"those that differ in case or a plural s, that begin so, and that have the words\n" +
			"among theirs: kwic find Dispatch finds DispatchKeySet.",
		Action: func(c *cli.Context) error {
			o, err := findOptionsOf(c)
			if err != nil {
				return err
			}
			return withIndex(c.Context, c.String("db"), stderr, func(x *index) error {
				if err := x.checkTree(c.Context); err != nil {
					return err
				}
				return o.run(c.Context, x, stdout, stderr)
			})
		},
	}
}

// findOptions are a search and how its result is printed.
type findOptions struct {
	text      string
	search    store.Search
	globs     []string // of --in
	cursor    string
	count     bool
	files     bool
	json      bool
	limited   bool   // by --limit
	separator string // ends each line
}

func findOptionsOf(c *cli.Context) (*findOptions, error) {
	o := &findOptions{
		text: strings.Join(c.Args().Slice(), " "), cursor: c.String("cursor"), count: c.Bool("count"), files: c.Bool("files-with-matches"), json: c.Bool("json"), limited: c.IsSet("limit"), separator: "\n",
		search: store.Search{Definition: c.Bool("definition"), Limit: defaultPlaces},
	}
	if o.limited {
		o.search.Limit = c.Int("limit")
	}
	if strings.TrimSpace(o.text) == "" {
		return nil, usageError{"WORD is empty", "kwic find slack water"}
	}
	if o.search.Limit < 0 {
		return nil, usageError{"--limit must not be negative", "0 shows all places"}
	}
	if o.count && o.cursor != "" {
		return nil, usageError{"--cursor does not go with --count", "a number has no pages"}
	}
	if c.Bool("null") {
		o.separator = "\x00"
	}
	kinds, err := choiceBits("kind", c.StringSlice("kind"), kindNames())
	if err != nil {
		return nil, err
	}
	roles, err := choiceBits("role", c.StringSlice("role"), roleNames())
	if err != nil {
		return nil, err
	}
	o.search.Kinds, o.search.Roles = uint16(kinds), uint8(roles)
	if o.globs = c.StringSlice("in"); len(o.globs) > 0 {
		patterns, ok := scan.NewPatterns(o.globs)
		if !ok {
			return nil, usageError{fmt.Sprintf("--in has a pattern that can match nothing: %q", o.globs), "patterns are those of .gitignore: docs/, *.md, api/**/x.md"}
		}
		o.search.In = patterns.Match
	}
	if c.Bool("regexp") {
		if o.search.Regexp, err = regexp.Compile(o.text); err != nil {
			return nil, usageError{"WORD is no regular expression: " + strings.TrimPrefix(err.Error(), "error parsing regexp: "), "the syntax is Go's: https://pkg.go.dev/regexp/syntax"}
		}
	} else {
		o.search.Text = o.text
	}
	return o, nil
}

func roleNames() []string {
	var names []string
	for role := range extract.Roles {
		names = append(names, extract.Role(role).String())
	}
	return names
}

// choiceBits turns names, some of which may be joined by commas, into a set of bits.
func choiceBits(flag string, given, known []string) (bits uint, err error) {
	for _, list := range given {
		for name := range strings.SplitSeq(list, ",") {
			at := -1
			for i, one := range known {
				if one == strings.TrimSpace(name) {
					at = i
				}
			}
			if at < 0 {
				return 0, usageError{fmt.Sprintf("there is no %s %q", flag, name), meant(closest(name, known), strings.Join(known, ", "))}
			}
			bits |= 1 << at
		}
	}
	return bits, nil
}

// place is a place as it is told.
type place struct {
	store.FoundPlace
	stale, gone bool
	text        string // its line, whole
}

// run answers the search.
func (o *findOptions) run(ctx context.Context, x *index, stdout, stderr io.Writer) error {
	search := o.search
	key := o.cursorKey()
	if o.cursor != "" {
		offset, err := readCursor(o.cursor, x.meta.Generation, key)
		if err != nil {
			return err
		}
		search.Offset = offset
	}
	if o.count || o.files {
		return o.runBrief(ctx, x, search, stdout, stderr)
	}
	search.Count = o.json
	if search.Limit == 0 {
		return o.runAll(ctx, x, search, stdout, stderr)
	}
	found, err := x.Find(ctx, &search)
	if err != nil {
		return err
	}
	if o.json {
		err = o.writeJSON(ctx, x, found, search, key, stdout)
	} else if err = o.writePlaces(ctx, x, search, found, stdout, stderr); err == nil {
		err = o.noteReferences(x, stderr)
	}
	if err != nil {
		return err
	}
	if len(found.Places) == 0 && !o.json {
		return o.nothing(ctx, x, found, search, stderr)
	}
	if len(found.Places) == 0 {
		return errFindings
	}
	return nil
}

// references returns what the configuration refers to from the keyword.
func (o *findOptions) references(x *index) ([]string, error) {
	if o.search.Regexp != nil {
		return nil, nil
	}
	return x.SeeFrom(extract.TermKey(o.text), extract.NameKey(o.text))
}

// noteReferences tells what else to look at.
func (o *findOptions) noteReferences(x *index, stderr io.Writer) error {
	see, err := o.references(x)
	for _, one := range see {
		fmt.Fprintf(stderr, "note: see also %q: kwic find %s\n", one, printable(one))
	}
	return err
}

// written is a path as it is printed: as it stands where NUL ends it, for the
// programs that open it; else with what could steer a terminal escaped.
func (o *findOptions) written(path string) string {
	if o.separator == "\x00" {
		return path
	}
	return printable(path)
}

// look reads the lines of places. Only described ones, and those of documents
// that changed, are told of their sections.
func look(x *index, s *sources, found *store.Found, described bool) ([]place, error) {
	s.ahead(found.Places)
	places := make([]place, len(found.Places))
	for i := range places {
		p := &places[i]
		p.FoundPlace = found.Places[i]
		source, err := s.of(p.File)
		if err != nil {
			return nil, err
		}
		if p.stale = source.stale; p.stale || described {
			if err := x.Describe(&p.FoundPlace); err != nil {
				return nil, err
			}
		}
		there, err := source.refind(x, &p.FoundPlace)
		if err != nil {
			return nil, err
		}
		if p.gone = !there; there {
			p.text = source.line(p.Line, p.Form, p.Key)
		}
	}
	return places, nil
}

// shown is the text for a message.
func (o *findOptions) shown() string { return firstColumns(o.text, 200) }

// nothing tells that nothing was found, and what may have been meant.
func (o *findOptions) nothing(ctx context.Context, x *index, found *store.Found, search store.Search, stderr io.Writer) error {
	switch {
	case search.Offset > 0:
		return errFindings
	case found.Keywords > 0:
		printError(stderr, hinted{fmt.Errorf("%q is in the index, but nowhere that --kind, --role, --in and --definition let through", o.shown()), ""})
		return errFindings
	case search.Regexp != nil:
		printError(stderr, fmt.Errorf("no keyword matches %q", o.shown()))
		return errFindings
	}
	near, err := x.Near(ctx, o.text)
	if err != nil {
		return err
	}
	hint := ""
	for i, one := range near {
		if i > 0 {
			hint += ", "
		}
		hint += fmt.Sprintf("%q", one.Form)
	}
	if hint != "" {
		hint = "did you mean " + hint + "?"
	}
	printError(stderr, hinted{fmt.Errorf("no keyword is like %q", o.shown()), hint})
	return errFindings
}

var errCursor = errors.New("the cursor is not one of this search")
