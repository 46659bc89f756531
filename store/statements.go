package store

import (
	"errors"
	"strings"
)

// ErrManyStatements means that a query holds more than one statement.
var ErrManyStatements = errors.New("more than one statement")

// oneStatement returns ErrManyStatements where anything but blanks and comments
// follows the first semicolon of a query that is no part of a text, a name or a
// comment. The driver would run all statements and show the last one's rows.
func oneStatement(query string) error {
	ended := false
	for i := 0; i < len(query); {
		rest := query[i:]
		switch c := query[i]; {
		case strings.IndexByte(" \t\r\n\f", c) >= 0:
			i++
		case strings.HasPrefix(rest, "--"):
			i += skipTo(rest, "\n", 2)
		case strings.HasPrefix(rest, "/*"):
			i += skipTo(rest, "*/", 2)
		case c == ';':
			ended = true
			i++
		case ended:
			return ErrManyStatements
		case c == '\'' || c == '"' || c == '`':
			i += skipTo(rest, string(c), 1) // a doubled quote is two texts, to us
		case c == '[':
			i += skipTo(rest, "]", 1)
		default:
			i++
		}
	}
	return nil
}

// skipTo returns the length of text up to and with the first end at or after
// from, or of all of it.
func skipTo(text, end string, from int) int {
	if at := strings.Index(text[from:], end); at >= 0 {
		return from + at + len(end)
	}
	return len(text)
}
