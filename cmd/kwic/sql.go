package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kwic/store"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"
)

func sqlCommand(stdin io.Reader, stdout io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "sql",
		Usage:     "ask the index in read-only SQL",
		ArgsUsage: "[QUERY]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "print as `FORMAT`: " + strings.Join(rowFormats, ", "), Value: "table"},
			&cli.StringFlag{Name: "db", Usage: "ask the database `FILE`"},
		},
		Action: func(c *cli.Context) error {
			query := c.Args().First()
			if !c.Args().Present() {
				if file, ok := stdin.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
					return usageError{"no query", "kwic sql \"SELECT keyword, files FROM keywords LIMIT 10\", or the query on standard input"}
				}
				text, err := io.ReadAll(stdin)
				if err != nil {
					return fmt.Errorf("cannot read the query from standard input: %w", err)
				}
				query = string(text)
			}
			if strings.TrimSpace(query) == "" {
				return usageError{"the query is empty", "kwic sql \"SELECT keyword, files FROM keywords LIMIT 10\""}
			}
			db, err := findDatabase(c.String("db"))
			if err != nil {
				return err
			}
			return runQuery(c, db, query, stdout)
		},
	}
}

// findDatabase returns the database given, or that of the tree around the
// current folder.
func findDatabase(given string) (string, error) {
	db := given
	if db == "" {
		root, err := findRoot(".")
		if err != nil {
			return "", err
		}
		db = filepath.Join(root, indexFolder, "index.db")
	}
	if _, err := os.Stat(db); errors.Is(err, fs.ErrNotExist) {
		return "", hinted{fmt.Errorf("there is no index at %q", db), "make one with \"kwic build\", or name one with --db"}
	}
	return filepath.Abs(db)
}

func runQuery(c *cli.Context, db, query string, stdout io.Writer) (err error) {
	q, err := store.OpenQuery(c.Context, db)
	if err != nil {
		return advise(db, err)
	}
	defer func() {
		if closing := q.Close(); err == nil {
			err = closing
		}
	}()
	rows, err := q.Run(c.Context, query)
	if errors.Is(err, store.ErrManyStatements) {
		return hinted{fmt.Errorf("the query holds %w", err), "run them one by one"}
	}
	if err != nil {
		return hinted{fmt.Errorf("SQL: %w", err), "the README lists the views and their columns; the index can only be read"}
	}
	defer rows.Close()
	options := formatOptions{}
	if file, ok := stdout.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil {
			options.Width = width
		}
	}
	return writeRows(stdout, c.String("format"), rows.Columns(), rows.Next, options)
}
