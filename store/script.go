package store

import (
	"context"
	"fmt"
	"io"
	"strings"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Script is a text of statements that are run one after the other. Close it
// before its Query.
type Script struct {
	conn *conn
	text string
	c    uintptr // text, in C memory
	at   int     // where the next statement starts
}

// Script makes ready to run the statements of text.
func (q *Query) Script(text string) (*Script, error) {
	if at := strings.IndexByte(text, 0); at >= 0 {
		return nil, &SyntaxError{Text: text, Offset: at, Message: "a NUL byte"}
	}
	c, err := libc.CString(text)
	if err != nil {
		return nil, err
	}
	return &Script{conn: q.conn, text: text, c: c}, nil
}

// Close releases the script. Rows of it must be closed before.
func (s *Script) Close() {
	libc.Xfree(s.conn.tls, s.c)
	s.c, s.at = 0, len(s.text)
}

// SyntaxError is a statement that SQLite does not take, or cannot carry out.
type SyntaxError struct {
	Text    string // the whole script
	Offset  int    // where in Text, in bytes: the statement's start where SQLite does not say
	Message string
	Code    int
	Running bool // SQLite took the statement, and could not carry it out
}

func (e *SyntaxError) Error() string { return e.Message }

// ParameterError says that a statement's parameter has no value.
type ParameterError struct{ Name string }

func (e *ParameterError) Error() string { return fmt.Sprintf("the parameter %s has no value", e.Name) }

// Next starts the next statement with the values of its parameters, by their
// names without the sign before them, and returns io.EOF where none is left.
// The rows must be closed before the next call.
func (s *Script) Next(ctx context.Context, parameters map[string]any) (*Rows, error) {
	for s.at < len(s.text) {
		statement, err := s.compile()
		if err != nil {
			return nil, err
		}
		if statement == nil {
			continue // blanks, a comment, or a lone semicolon
		}
		rows := &Rows{ctx: ctx, stmt: statement, text: s.text, start: statementStart(s.text, s.at-len(statement.query))}
		if err := statement.bindNamed(parameters); err != nil {
			rows.Close()
			return nil, err
		}
		for i := range sqlite3.Xsqlite3_column_count(s.conn.tls, statement.p) {
			rows.columns = append(rows.columns, libc.GoString(sqlite3.Xsqlite3_column_name(s.conn.tls, statement.p, i)))
		}
		return rows, nil
	}
	return nil, io.EOF
}

// compile compiles the next statement, nil where there is only white space or a
// comment up to the next semicolon or the end.
func (s *Script) compile() (*stmt, error) {
	c := s.conn
	out := c.tls.Alloc(2 * pointerSize)
	defer c.tls.Free(2 * pointerSize)
	rc := sqlite3.Xsqlite3_prepare_v2(c.tls, c.db, s.c+uintptr(s.at), -1, out, out+uintptr(pointerSize))
	if rc != sqlite3.SQLITE_OK {
		failure := c.failure(rc).(*Error)
		offset := int(sqlite3.Xsqlite3_error_offset(c.tls, c.db))
		switch {
		case offset >= 0:
			offset += s.at
		case failure.Message == "incomplete input":
			offset = len(strings.TrimRight(s.text, " \t\r\n"))
		default:
			offset = statementStart(s.text, s.at)
		}
		return nil, asDamage(&SyntaxError{Text: s.text, Offset: offset, Message: failure.Message, Code: failure.Code})
	}
	start := statementStart(s.text, s.at)
	statement := &stmt{conn: c, p: pointerAt(out), query: s.text[s.at:]}
	s.at = int(pointerAt(out+uintptr(pointerSize)) - s.c)
	if statement.p == 0 {
		return nil, nil
	}
	statement.query = s.text[len(s.text)-len(statement.query) : s.at]
	if sqlite3.Xsqlite3_stmt_readonly(c.tls, statement.p) == 0 || sqlite3.Xsqlite3_column_count(c.tls, statement.p) == 0 {
		statement.finalize() // VACUUM is not among what an authorizer is asked for
		return nil, &SyntaxError{Text: s.text, Offset: start, Message: "not authorized", Code: sqlite3.SQLITE_AUTH}
	}
	return statement, nil
}

// statementStart returns where the statement that follows in text starts, behind
// white space and comments.
func statementStart(text string, at int) int {
	for at < len(text) {
		rest := text[at:]
		switch {
		case strings.IndexByte(" \t\r\n\f;", rest[0]) >= 0:
			at++
		case strings.HasPrefix(rest, "--"):
			end := strings.IndexByte(rest, '\n')
			if end < 0 {
				return len(text)
			}
			at += end + 1
		case strings.HasPrefix(rest, "/*"):
			end := strings.Index(rest[2:], "*/")
			if end < 0 {
				return len(text)
			}
			at += end + 4
		default:
			return at
		}
	}
	return at
}

// Ended reports whether no further statement follows. It compiles what is left,
// so that what SQLite does not take counts as one.
func (s *Script) Ended() bool {
	for at := s.at; at < len(s.text); at = s.at {
		statement, err := s.compile()
		if statement != nil {
			statement.finalize()
		}
		if statement != nil || err != nil {
			s.at = at
			return false
		}
	}
	return true
}

// bindNamed sets the parameters of a statement by their names.
func (s *stmt) bindNamed(parameters map[string]any) error {
	n := int(sqlite3.Xsqlite3_bind_parameter_count(s.conn.tls, s.p))
	if n == 0 {
		return nil
	}
	values := make([]any, n)
	for i := range values {
		name := libc.GoString(sqlite3.Xsqlite3_bind_parameter_name(s.conn.tls, s.p, int32(i+1)))
		value, given := parameters[strings.TrimLeft(name, ":@$")]
		if name == "" || strings.HasPrefix(name, "?") {
			return &ParameterError{Name: fmt.Sprintf("?%d", i+1)}
		}
		if !given {
			return &ParameterError{Name: name}
		}
		values[i] = value
	}
	return s.bind(values)
}

// Parameters returns the names of the parameters of all statements of a text,
// without the sign before them.
func (q *Query) Parameters(text string) (map[string]bool, error) {
	s, err := q.Script(text)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	names := make(map[string]bool)
	for s.at < len(s.text) {
		statement, err := s.compile()
		if err != nil {
			return nil, err
		}
		if statement == nil {
			continue
		}
		for i := range sqlite3.Xsqlite3_bind_parameter_count(s.conn.tls, statement.p) {
			names[strings.TrimLeft(libc.GoString(sqlite3.Xsqlite3_bind_parameter_name(s.conn.tls, statement.p, i+1)), ":@$")] = true
		}
		statement.finalize()
	}
	return names, nil
}
