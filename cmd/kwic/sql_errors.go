package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"kwic/store"
)

// pointed is a mistake in a text, with the place where it is.
type pointed struct {
	err     error
	excerpt []string // lines to be printed below the message
	hint    string
}

func (e pointed) Error() string    { return e.err.Error() }
func (e pointed) Unwrap() error    { return e.err }
func (e pointed) hintText() string { return e.hint }

// explainSQL says where a query is wrong, and what may have been meant.
func explainSQL(x *index, err error) error {
	var syntax *store.SyntaxError
	var missing *store.ParameterError
	switch {
	case errors.As(err, &missing):
		name := strings.TrimLeft(missing.Name, ":@$")
		if strings.HasPrefix(name, "?") {
			return hinted{fmt.Errorf("SQL: %w", err), "name the parameters: write :name, and give -p name=VALUE"}
		}
		return hinted{fmt.Errorf("SQL: %w", err), fmt.Sprintf("-p %s=VALUE", name)}
	case !errors.As(err, &syntax):
		return err
	case syntax.Refused():
		return pointed{err: fmt.Errorf("SQL: %w: kwic sql is read-only", err), excerpt: excerptAt(syntax.Text, syntax.Offset), hint: "the index can only be read: SELECT, VALUES, EXPLAIN of these, and the pragmas that tell something"}
	case syntax.TooLong():
		return pointed{
			err:     fmt.Errorf("SQL: a text or blob would be longer than %s", bytesText(store.LongestValue)),
			excerpt: excerptAt(syntax.Text, syntax.Offset), hint: "ask for rows instead of one long value",
		}
	case errors.Is(err, store.ErrDamaged):
		return advise(x.db, err)
	}
	if syntax.Running {
		return pointed{err: fmt.Errorf("SQL: %w", err), excerpt: excerptAt(syntax.Text, syntax.Offset)}
	}
	message, _, _ := strings.Cut(syntax.Message, " - should this be") // SQLite's own advice on "x"
	offset := syntax.Offset
	if name, found := strings.CutPrefix(message, "no such table: "); found {
		offset = placeOf(syntax.Text, offset, name, afterFrom())
	} else if name, found := strings.CutPrefix(message, "no such column: "); found {
		offset = placeOf(syntax.Text, offset, name, nil)
	}
	return pointed{err: fmt.Errorf("SQL: %s", message), excerpt: excerptAt(syntax.Text, offset), hint: nameMeant(x, syntax)}
}

// besides tells what holds no names of a query: texts and comments.
var besides = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`'[^']*'?|--[^\n]*|(?s:/\*.*?(?:\*/|$))`) })

// afterFrom tells the text of a query before the name of a table.
var afterFrom = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)(\b(FROM|JOIN)|,)\s*$`) })

// nearby is how many bytes before a name are looked at, so that no query takes
// long.
const nearby = 80

// placeOf returns where a name stands that a query has from an offset on: SQLite
// does not say of tables, nor of columns in the ON of a JOIN. A name that before
// matches the text of is meant first.
func placeOf(text string, offset int, name string, before *regexp.Regexp) int {
	if offset < 0 || offset > len(text) || before == nil && strings.HasPrefix(text[offset:], name) {
		return offset
	}
	names := besides().ReplaceAllStringFunc(text, func(other string) string { return strings.Repeat(" ", len(other)) })
	first := offset
	for at := offset; ; at += len(name) {
		n := strings.Index(names[at:], name)
		if n < 0 || name == "" {
			return first
		}
		at += n
		last, _ := utf8.DecodeLastRuneInString(names[:at])
		next, _ := utf8.DecodeRuneInString(names[at+len(name):])
		switch {
		case isLetter(last) || isLetter(next): // of a longer name
		case before == nil || before.MatchString(names[max(offset, at-nearby):at]):
			return at
		case first == offset:
			first = at
		}
	}
}

// excerptAt shows the line of a text that holds an offset, and a mark below it.
func excerptAt(text string, offset int) []string {
	if offset < 0 || offset > len(text) {
		return nil
	}
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	end := len(text)
	if n := strings.IndexByte(text[offset:], '\n'); n >= 0 {
		end = offset + n
	}
	const before, after = 60, 40 // columns, so that no line is wider than a screen
	number := fmt.Sprintf("%d | ", strings.Count(text[:start], "\n")+1)
	left := lastColumns(oneLine(text[start:offset]), before)
	right := firstColumns(oneLine(strings.TrimRight(text[offset:end], "\r")), after)
	return []string{number + left + right, strings.Repeat(" ", displayWidth(number+left)) + "^"}
}

// ownTables tells queries that make tables of their own, and their columns.
var ownTables = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)\bWITH\b|\b(FROM|JOIN)\s*\(\s*SELECT\b`) })

// ownColumns are the names that a query gives.
var ownColumns = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)\bAS\s+"?(\w+)`) })

// nameMeant advises on a name that the schema does not have.
func nameMeant(x *index, e *store.SyntaxError) string {
	views := store.PublicViews()
	if name, found := strings.CutPrefix(e.Message, "no such function: "); found {
		functions, err := x.Functions()
		if err != nil {
			return "" // the query's own mistake is what counts
		}
		return meant(closest(name, functions), "SELECT name FROM pragma_function_list lists the functions")
	}
	if name, found := strings.CutPrefix(e.Message, "no such table: "); found {
		var names []string
		for _, v := range views {
			names = append(names, v.Name)
		}
		name = name[strings.LastIndexByte(name, '.')+1:]
		return meant(closest(name, names), "the views are "+strings.Join(names, ", "))
	}
	if strings.HasPrefix(strings.ToLower(e.Message), `near "commit"`) && namesView(e.Text, "meta") {
		return `COMMIT is a word of SQL: the column of "meta" is written "commit"`
	}
	name, found := strings.CutPrefix(e.Message, "no such column: ")
	if !found {
		return "\"kwic sql --schema\" lists the views and their columns"
	}
	name, _, _ = strings.Cut(name, " - should this be a string literal") // SQLite's own advice on "x"
	quoted, isQuoted := strings.CutPrefix(name, `"`)
	quoted = strings.TrimSuffix(quoted, `"`)
	name = strings.Trim(name[strings.LastIndexByte(name, '.')+1:], `"`)
	var asked []store.PublicView // the views that the query names
	for _, v := range views {
		if namesView(e.Text, v.Name) {
			asked = append(asked, v)
		}
	}
	var columns []string
	for _, v := range asked {
		for _, c := range v.Columns {
			columns = append(columns, c.Name)
		}
	}
	for _, given := range ownColumns().FindAllStringSubmatch(e.Text, -1) {
		columns = append(columns, given[1])
	}
	if near := closest(name, columns); near != "" && !strings.EqualFold(near, name) {
		return meant(near, "")
	}
	if isQuoted {
		return fmt.Sprintf("for a text write '%s'", quoted)
	}
	if ownTables().MatchString(e.Text) {
		return "WITH and a subquery have the columns that their SELECT names"
	}
	for _, v := range views {
		if slices.ContainsFunc(v.Columns, func(c store.ViewColumn) bool { return c.Name == name }) {
			return fmt.Sprintf("%q has a column of that name", v.Name)
		}
	}
	var lines []string
	for _, v := range asked {
		var names []string
		for _, c := range v.Columns {
			names = append(names, c.Name)
		}
		lines = append(lines, fmt.Sprintf("%q has the columns %s", v.Name, strings.Join(names, ", ")))
	}
	if len(lines) == 0 {
		return "\"kwic sql --schema\" lists the views and their columns"
	}
	return strings.Join(lines, "\n")
}

// namesView reports whether a query holds the name of a view as a word.
func namesView(text, name string) bool {
	word := func(c rune) bool { return !isLetter(c) }
	return slices.ContainsFunc(strings.FieldsFunc(text, word), func(one string) bool { return strings.EqualFold(one, name) })
}
