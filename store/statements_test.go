package store

import (
	"errors"
	"testing"
)

func TestOneStatement(t *testing.T) {
	for query, many := range map[string]bool{
		"":                                      false,
		"SELECT 1":                              false,
		"SELECT 1;":                             false,
		"SELECT 1 ; -- done; really\n/* ; */ ;": false,
		"SELECT ';', \";\", `;`, [;] FROM t":    false,
		"SELECT 'it''s; fine'":                  false,
		"SELECT 1 -- ; SELECT 2":                false,
		"SELECT 1; SELECT 2":                    true,
		"SELECT ';'; DROP TABLE file":           true,
		"/* ; */ SELECT 1; x":                   true,
		"SELECT 'open; SELECT 2":                false, // SQLite says what is wrong with it
	} {
		if got := errors.Is(oneStatement(query), ErrManyStatements); got != many {
			t.Errorf("oneStatement(%q): many is %v", query, got)
		}
	}
}
