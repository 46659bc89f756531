package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"kwic/scan/extract"
	"kwic/store"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"
)

func sqlCommand(stdin io.Reader, stdout, stderr io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "sql",
		Usage:     "ask the index in read-only SQL",
		ArgsUsage: "[QUERY]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "print as `FORMAT`: " + strings.Join(rowFormats, ", "), Value: "table"},
			&cli.StringFlag{Name: "file", Usage: "read the query from `FILE`, - for standard input"},
			&cli.StringFlag{Name: "saved", Usage: "run the saved query `NAME`"},
			&cli.BoolFlag{Name: "list-saved", Usage: "list the saved queries"},
			&cli.StringSliceFlag{Name: "param", Aliases: []string{"p"}, Usage: "give a parameter its value, as `NAME=VALUE` (-p key='slack water' for :key)"},
			&cli.DurationFlag{Name: "timeout", Usage: "stop after `DURATION` (--timeout 5s)"},
			&cli.BoolFlag{Name: "schema", Usage: "list the views and their columns"},
			&cli.StringFlag{Name: "db", Usage: "ask the database `FILE`"},
		},
		Description: "QUERY is read from standard input where it is - or not given.",
		Action: func(c *cli.Context) error {
			o := sqlOptions{format: c.String("format"), width: displayOf(stdout).width, stdout: stdout}
			if err := checkFormat(o.format); err != nil {
				return err
			}
			if c.Bool("schema") {
				return o.writeSchema(c.IsSet("format"))
			}
			if c.Bool("list-saved") {
				return o.listSaved()
			}
			if err := o.readQuery(c, stdin); err != nil {
				return err
			}
			var err error
			if o.parameters, err = parametersOf(c.StringSlice("param")); err != nil {
				return err
			}
			ctx := c.Context
			if limit := c.Duration("timeout"); c.IsSet("timeout") {
				if limit <= 0 {
					return usageError{"--timeout must be more than nothing", "--timeout 5s"}
				}
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, limit)
				defer cancel()
			}
			err = stoppable(ctx, &o.stdout, func() error {
				return withIndex(ctx, c.String("db"), stderr, func(x *index) error {
					if err := o.run(ctx, x); err != nil {
						return err
					}
					x.noteBehind(stderr)
					return nil
				})
			})
			if errors.Is(err, context.DeadlineExceeded) {
				return hinted{fmt.Errorf("the query was stopped after %v", c.Duration("timeout").Round(time.Millisecond)), "give it more time with --timeout, or look at its plan: EXPLAIN QUERY PLAN …"}
			}
			return err
		},
	}
}

// sqlOptions are a query and how its result is printed.
type sqlOptions struct {
	text       string
	parameters map[string]any
	format     string
	width      int // of the terminal, 0 for none
	stdout     io.Writer
}

const sqlExample = "kwic sql \"SELECT keyword, files FROM keywords LIMIT 10\""

// readQuery takes the query from the argument, a file, the saved ones or
// standard input.
func (o *sqlOptions) readQuery(c *cli.Context, stdin io.Reader) error {
	given := 0
	for _, one := range []bool{c.Args().Present(), c.IsSet("file"), c.IsSet("saved")} {
		if one {
			given++
		}
	}
	switch {
	case given > 1:
		return usageError{"there is more than one query", "give QUERY, --file or --saved"}
	case c.IsSet("saved"):
		text, err := savedQuery(c.String("saved"))
		o.text = text
		return err
	case c.IsSet("file") && c.String("file") != "-":
		text, err := os.ReadFile(c.String("file"))
		if err != nil {
			return fmt.Errorf("cannot read the query from %q: %w", c.String("file"), cause(err))
		}
		o.text = string(text)
	case c.Args().Present() && c.Args().First() != "-":
		o.text = c.Args().First()
	default:
		if file, ok := stdin.(*os.File); ok && given == 0 && term.IsTerminal(int(file.Fd())) {
			return usageError{"no query", sqlExample + ", or the query on standard input"}
		}
		text, err := io.ReadAll(stdin)
		if err != nil {
			return fmt.Errorf("cannot read the query from standard input: %w", err)
		}
		o.text = string(text)
	}
	if strings.TrimSpace(o.text) == "" {
		return usageError{"the query is empty", sqlExample}
	}
	return nil
}

// numeric is a number as JSON and SQL write it: 007 and 1. are none.
var numeric = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`) })

// parameterValue returns the value of a parameter: a number where one is
// written that SQLite can hold, else the text, without the single quotes that
// may stand around it as in SQL.
func parameterValue(value string) any {
	if numeric().MatchString(value) {
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return n
		}
		if strings.ContainsAny(value, ".eE") {
			if f, err := strconv.ParseFloat(value, 64); err == nil {
				return f
			}
		}
	}
	if n := len(value); n >= 2 && value[0] == '\'' && value[n-1] == '\'' {
		return strings.ReplaceAll(value[1:n-1], "''", "'")
	}
	return value
}

// isKeyName reports whether a parameter is a key by its name.
func isKeyName(name string) bool { return name == "key" || strings.HasSuffix(name, "_key") }

// parametersOf reads name=value pairs. Keys are texts, whatever they look like.
func parametersOf(pairs []string) (map[string]any, error) {
	parameters := make(map[string]any)
	for _, pair := range pairs {
		name, value, found := strings.Cut(pair, "=")
		name = strings.TrimLeft(name, ":@$")
		if !found || name == "" {
			return nil, usageError{fmt.Sprintf("the parameter %q is not NAME=VALUE", pair), "-p key='slack water'"}
		}
		if _, twice := parameters[name]; twice {
			return nil, usageError{fmt.Sprintf("the parameter %q has two values", name), ""}
		}
		parameters[name] = value
		if !isKeyName(name) {
			parameters[name] = parameterValue(value)
		}
	}
	return parameters, nil
}

// foldKeys folds the values of parameters that are keys by their names (key,
// other_key), so that words can be given as they are written.
func (o *sqlOptions) foldKeys(ctx context.Context, x *index) error {
	for name, value := range o.parameters {
		if !isKeyName(name) {
			continue
		}
		keys := extract.Keys(fmt.Sprint(value))
		o.parameters[name] = keys[0]
		for _, key := range keys {
			known, err := x.Holds(ctx, key)
			if err != nil {
				return err
			}
			if known {
				o.parameters[name] = key
				break
			}
		}
	}
	return nil
}

// run runs all statements of the query.
func (o *sqlOptions) run(ctx context.Context, x *index) error {
	if err := o.foldKeys(ctx, x); err != nil {
		return err
	}
	if err := o.checkParameters(x); err != nil {
		return err
	}
	script, err := x.Script(o.text)
	if err != nil {
		return explainSQL(x, err)
	}
	defer script.Close()
	results, several := 0, false
	for {
		rows, err := script.Next(ctx, o.parameters)
		if errors.Is(err, io.EOF) {
			if results == 0 { // comments and semicolons
				return usageError{"the query is empty", sqlExample}
			}
			return o.end(several)
		}
		if err == nil {
			several = several || !script.Ended()
			err = o.write(rows, results, several)
			results++
		}
		if rows != nil {
			if closing := rows.Close(); err == nil {
				err = closing
			}
		}
		if err != nil {
			return explainSQL(x, err)
		}
	}
}

// write prints the result of one statement, behind those of others: with an
// empty line between two, as JSON in an array of all results; of ndjson the rows
// follow each other.
func (o *sqlOptions) write(rows *store.Rows, before int, several bool) error {
	between := ""
	switch {
	case o.format == "json" && several && before == 0:
		between = "["
	case o.format == "json" && several:
		between = ","
	case o.format != "ndjson" && before > 0:
		between = "\n"
	}
	if _, err := io.WriteString(o.stdout, between); err != nil {
		return err
	}
	return writeRows(o.stdout, o.format, rows.Columns(), rows.Next, formatOptions{Width: o.width})
}

// end prints what stands behind the last result.
func (o *sqlOptions) end(several bool) error {
	if o.format != "json" || !several {
		return nil
	}
	_, err := io.WriteString(o.stdout, "]\n")
	return err
}

// checkParameters makes sure that the values given are those of parameters that
// the query has.
func (o *sqlOptions) checkParameters(x *index) error {
	if len(o.parameters) == 0 {
		return nil
	}
	known, err := x.Parameters(o.text)
	if err != nil {
		return explainSQL(x, err)
	}
	var names []string
	for name := range known {
		if name == "" || strings.HasPrefix(name, "?") {
			return explainSQL(x, &store.ParameterError{Name: "?" + strings.TrimPrefix(name, "?")})
		}
		names = append(names, name)
	}
	for name := range o.parameters {
		if !known[name] {
			return usageError{fmt.Sprintf("the query has no parameter :%s", name), meant(closest(name, names), "")}
		}
	}
	return nil
}

// writeSchema prints the views with a line on each column: as text, or as rows
// in a format that was asked for.
func (o *sqlOptions) writeSchema(rows bool) error {
	views := store.PublicViews()
	if rows {
		var lines [][]any
		for _, v := range views {
			for _, c := range v.Columns {
				lines = append(lines, []any{v.Name, c.Name, c.About})
			}
		}
		return writeRows(o.stdout, o.format, []string{"view", "column", "what it holds"}, nextOf(lines), formatOptions{Width: o.width})
	}
	var b strings.Builder
	for i, v := range views {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s: %s\n", v.Name, v.About)
		var pairs [][2]string
		for _, c := range v.Columns {
			pairs = append(pairs, [2]string{c.Name, c.About})
		}
		writePairs(&b, pairs)
	}
	_, err := io.WriteString(o.stdout, b.String())
	return err
}

// nextOf hands out rows one by one.
func nextOf(rows [][]any) func() ([]any, error) {
	return func() ([]any, error) {
		if len(rows) == 0 {
			return nil, io.EOF
		}
		row := rows[0]
		rows = rows[1:]
		return row, nil
	}
}
