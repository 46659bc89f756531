package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
)

// FuzzMessages gives lines to the part of kwic mcp that sorts them. Messages are
// handed on as they are, each as one line; every other line but a blank one is
// answered with an error.
func FuzzMessages(f *testing.F) {
	for _, text := range []string{
		"", "\n\n", `{"jsonrpc":"2.0","id":1,"method":"ping"}` + "\n", `{"jsonrpc":"2.0","method":"x"}`, "[]\n{\n", `{"jsonrpc":"2.0","id":{},"method":1}`, "\ufeff{}\r\n", `{"id":"\\ud800"}`, "null\ntrue\n1",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var answers bytes.Buffer
		taken, err := io.ReadAll(newMessages(strings.NewReader(text), &answers))
		if err != nil && !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		lines := 0
		for _, out := range []string{string(taken), answers.String()} {
			for line := range strings.Lines(out) {
				lines++
				if !json.Valid([]byte(line)) || line[0] != '{' || !strings.HasSuffix(line, "\n") {
					t.Fatalf("%q of %q", line, text)
				}
			}
		}
		given := 0
		for line := range strings.Lines(text) {
			if len(bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace([]byte(line)), []byte("\ufeff")))) > 0 {
				given++
			}
		}
		if lines != given {
			t.Fatalf("%d messages and answers to %d lines: %q", lines, given, text)
		}
	})
}

// FuzzRaw reads what git diff --raw -z says, or may say.
func FuzzRaw(f *testing.F) {
	const zeros, ones = "0000000000000000000000000000000000000000", "1111111111111111111111111111111111111111"
	for _, text := range []string{
		"", ":000000 100644 " + zeros + " " + ones + " A\x00a.md\x00", ":100644 100644 " + ones + " " + zeros + " R090\x00a.md\x00b.md\x00", ":100644 000000 " + ones + " " + zeros + " D\x00a\nb.md\x00",
		":100644 100644 " + ones + " " + zeros + " C\x00a.md", ":::", "a b c d \x00", ":1 2 3 4 R", ":1 2 3 4 M\x00",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all, err := parseRaw(text)
		if err != nil {
			return
		}
		for _, one := range joinSides(all) {
			if !strings.Contains(text, one.path) || !strings.Contains(text, one.from) {
				t.Fatalf("%+v of %q", one, text)
			}
		}
	})
}
