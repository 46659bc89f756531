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

func TestTerminalShows(t *testing.T) {
	for _, test := range []struct {
		env           map[string]string
		colors, links bool
	}{
		{map[string]string{"TERM": "xterm"}, true, false},
		{map[string]string{"TERM": "xterm-kitty"}, true, true},
		{map[string]string{"TERM": "xterm-kitty", "NO_COLOR": "1"}, false, true},
		{map[string]string{"TERM": "dumb-emacs-ansi", "INSIDE_EMACS": "29.1,compile", "TERM_PROGRAM": "WezTerm"}, false, false},
		{map[string]string{"TERM": "eterm-color", "INSIDE_EMACS": "29.1,term:0.96", "VTE_VERSION": "7000"}, true, false},
		{map[string]string{"INSIDE_EMACS": "vterm", "FORCE_HYPERLINK": "1"}, true, true},
	} {
		env := func(name string) string { return test.env[name] }
		if colors, links := showsColors(env), showsLinks(env); colors != test.colors || links != test.links {
			t.Errorf("%v: colours %v, links %v", test.env, colors, links)
		}
	}
}

// Only a path that can be clicked is cut.
func TestWholePaths(t *testing.T) {
	const path = "reference/events/event-data-types/compiler.md"
	x := &index{root: "/tree", here: "/tree"}
	p := place{text: "Of the compiler and its data types, at length."}
	p.Path, p.Line, p.Form, p.Key = path, 7, "compiler", "compiler"
	for _, links := range []bool{false, true} {
		var out strings.Builder
		if err := writeAligned(&out, x, []place{p}, display{width: 60, links: links}); err != nil {
			t.Fatal(err)
		}
		if whole := strings.HasPrefix(out.String(), path+":7: "); whole == links || !strings.Contains(out.String(), "compiler and") {
			t.Errorf("links %v: %q", links, out.String())
		}
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
