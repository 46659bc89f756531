package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEscaper(t *testing.T) {
	const text = "a\tb\n\x1b[2J \u009b1m \u202eabc\u2066 é 日本語\r\x00\x7f"
	for name, test := range map[string]struct {
		escape func(rune) string
		want   string
	}{
		"text": {escapeRune, "a\tb\n" + `\x1b[2J \u009b1m \u202eabc\u2066 é 日本語\r\x00\x7f`},
		"JSON": {func(c rune) string { return fmt.Sprintf(`\u%04x`, c) }, "a\tb\n" + `\u001b[2J \u009b1m \u202eabc\u2066 é 日本語\u000d\u0000\u007f`},
	} {
		for size := 1; size <= len(text); size++ { // cut anywhere
			var out strings.Builder
			e := &escaper{w: &out, escape: test.escape}
			for at := 0; at < len(text); at += size {
				part := text[at:min(at+size, len(text))]
				if n, err := e.Write([]byte(part)); n != len(part) || err != nil {
					t.Fatal(n, err)
				}
			}
			if out.String() != test.want {
				t.Fatalf("%s by %d: %q, want %q", name, size, out.String(), test.want)
			}
		}
	}
	var out strings.Builder
	if _, err := (&escaper{w: &out, escape: escapeRune}).Write([]byte("\x9b2J \xc3(\n")); err != nil || out.String() != `\x9b2J \xc3(`+"\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

// FuzzEscaper checks that JSON stays what it was, and that nothing unprintable
// is left.
func FuzzEscaper(f *testing.F) {
	f.Add("a\u009b\u202e\xff", 3)
	f.Fuzz(func(t *testing.T, text string, size int) {
		encoded, err := json.Marshal(text)
		if err != nil || size < 1 {
			t.Skip()
		}
		var out strings.Builder
		e := &escaper{w: &out, escape: func(c rune) string { return fmt.Sprintf(`\u%04x`, c) }}
		for at := 0; at < len(encoded); at += size {
			if _, err := e.Write(encoded[at:min(at+size, len(encoded))]); err != nil {
				t.Fatal(err)
			}
		}
		var back string
		if err := json.Unmarshal([]byte(out.String()), &back); err != nil || back != strings.ToValidUTF8(text, "\ufffd") && utf8.ValidString(text) {
			t.Errorf("%q became %s: %v", text, out.String(), err)
		}
		if strings.ContainsFunc(out.String(), unprintable) {
			t.Errorf("%q is left", out.String())
		}
	})
}
