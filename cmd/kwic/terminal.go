package main

import (
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"
)

// What a document holds must not steer a terminal. Tables and lines are escaped
// wherever they go; formats for programs are handed on byte for byte, but for a
// terminal, where somebody looks at them: there an escaper stands before it.

// escaper writes on what is written to it, with control characters, marks of
// direction and bytes that are not UTF-8 escaped. Tabs and line ends stay.
type escaper struct {
	w      io.Writer
	escape func(c rune) string
	rest   []byte // the beginning of a character whose end is to come
}

// forTerminal returns the writer for JSON: w itself, or where it is a terminal an
// escaper.
func forTerminal(w io.Writer) io.Writer { return escaped(w, displayOf(w).width > 0, true) }

// escaped returns w itself, or where it is a terminal an escaper. JSON has
// escapes of its own, and stays JSON.
func escaped(w io.Writer, terminal, isJSON bool) io.Writer {
	if !terminal {
		return w
	}
	if isJSON {
		return &escaper{w: w, escape: func(c rune) string { return fmt.Sprintf(`\u%04x`, c) }}
	}
	return &escaper{w: w, escape: escapeRune}
}

// Write writes p. A character that p cuts off is kept until its end comes; the
// last byte of what is written must be the end of one.
func (e *escaper) Write(p []byte) (int, error) {
	text := append(e.rest, p...)
	e.rest = nil
	out := make([]byte, 0, len(text)+16)
	for len(text) > 0 {
		c, size := utf8.DecodeRune(text)
		switch {
		case c == utf8.RuneError && size == 1 && !utf8.FullRune(text):
			e.rest = append(e.rest, text...)
			size = len(text)
		case c == utf8.RuneError && size == 1:
			out = fmt.Appendf(out, `\x%02x`, text[0])
		case c != '\n' && c != '\t' && unprintable(c):
			out = append(out, e.escape(c)...)
		default:
			out = append(out, text[:size]...)
		}
		text = text[size:]
	}
	if _, err := e.w.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// encodeJSON prints a value as JSON on one line, with <, > and & as they are.
func encodeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(forTerminal(w))
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
