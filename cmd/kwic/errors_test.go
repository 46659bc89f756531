package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestPrintError(t *testing.T) {
	tests := []struct {
		err  error
		want string
		code int
	}{
		{nil, "", exitDone},
		{errFindings, "", exitFindings},
		{fmt.Errorf("stale: %w", errFindings), "", exitFindings},
		{errShown, "", exitFailure},
		{errors.New("Something went wrong."), "kwic: something went wrong\n", exitFailure},
		{errors.New("README.md is gone"), "kwic: README.md is gone\n", exitFailure},
		{errors.New("SQL logic error"), "kwic: SQL logic error\n", exitFailure},
		{errors.New("Größe"), "kwic: Größe\n", exitFailure},
		{errors.New("waiting..."), "kwic: waiting...\n", exitFailure},
		{errors.New("a\nb\x1b[2J\xff\u202e"), `kwic: a\nb\x1b[2J\xff\u202e` + "\n", exitFailure},
		{fmt.Errorf("outer: %w", hinted{hinted{errors.New("inner"), "one"}, "two\nthree"}), "kwic: outer: inner\nhint: two\nhint: three\nhint: one\n", exitFailure},
		{errors.Join(usageError{"a", "b"}, errors.New("c")), "kwic: a\nhint: b\nkwic: c\n", exitFailure},
		{fmt.Errorf("both %w and %w", errors.New("a"), errors.New("b")), "kwic: both a and b\n", exitFailure},
		{fmt.Errorf("scan: %w", context.Canceled), "kwic: interrupted\n", exitFailure},
	}
	for _, test := range tests {
		var out strings.Builder
		printError(&out, test.err)
		if out.String() != test.want || exitCode(test.err) != test.code {
			t.Errorf("%v: code %d\ngot  %q\nwant %q", test.err, exitCode(test.err), out.String(), test.want)
		}
	}
}
