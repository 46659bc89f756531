package main

import (
	"context"

	"kwic/store"
)

// statement is the rows of a script that holds one statement.
type statement struct {
	*store.Rows
	script *store.Script
}

// runStatement runs the first statement of a text. Close it before the next question.
func runStatement(ctx context.Context, q *store.Query, text string) (*statement, error) {
	script, err := q.Script(text)
	if err != nil {
		return nil, err
	}
	rows, err := script.Next(ctx, nil)
	if err != nil {
		script.Close()
		return nil, err
	}
	return &statement{rows, script}, nil
}

// Close ends the statement.
func (s *statement) Close() error {
	err := s.Rows.Close()
	s.script.Close()
	return err
}
