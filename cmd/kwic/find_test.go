package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kwic/store"

	"github.com/rivo/uniseg"
)

func TestLocate(t *testing.T) {
	for _, test := range []struct{ line, form, key, want string }{
		{"A Slack  water here", "slack water", "slack water", "Slack  water"},
		{"slacken; slack", "slack", "slack", "slack"},
		{"slacken only", "slack", "slack", "slack"},
		{"the valves", "valve", "valve", "valve"},
		{"ends in slack", "slack water", "slack water", "slack"},
		{"École ÉCOLE", "école", "école", "École"},
		{"**slack** **water**", "slack water", "slack water", "slack"},
		{"none of it", "slack", "slack", ""},
		{"", "slack", "slack", ""},
		{"a", "", "", ""},
		{"\xff\xfeslack", "slack", "slack", "slack"},
	} {
		got := ""
		if start, end := locate(test.line, test.form, test.key); start >= 0 {
			got = test.line[start:end]
		}
		if got != test.want {
			t.Errorf("%q in %q is %q, want %q", test.form, test.line, got, test.want)
		}
	}
}

func TestAround(t *testing.T) {
	long := strings.Repeat("日本語 ", 300) + "slack water" + strings.Repeat(" more", 300)
	got := around(long, "slack water", "slack water", 100)
	if !strings.Contains(got, "slack water") || !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, "…") || len(got) > 115 || !strings.Contains(long, strings.Trim(got, "…")) {
		t.Errorf("%d bytes: %q", len(got), got)
	}
	if got := around("  short \t", "x", "x", 100); got != "short" {
		t.Errorf("%q", got)
	}
	if got := around(strings.Repeat("x", 200), "none", "none", 100); got != strings.Repeat("x", 100)+"…" {
		t.Errorf("%q", got)
	}
}

// TestLongLines shows that of a very long line only what is around the keyword is
// held, which is what is told of the whole line.
func TestLongLines(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat("è tide ", 3<<20/8)
	for _, line := range []string{
		"slack water " + filler, filler + "slack water", filler[:200_000] + "Slack  water " + filler, "  \t" + filler[:9_000] + " slack water  ",
		strings.Repeat("é", searchedLine) + filler, strings.Repeat(" ", 1<<20) + "slack water" + strings.Repeat(" ", 1<<20), filler[:8_000] + "slack water",
	} {
		s := &source{}
		s.hold([]byte("first\n" + line + "\r\nlast slack water\n"))
		held := s.line(2, "slack water", "slack water")
		if len(held) > longestLine+16 {
			t.Errorf("%d bytes are held of %d", len(held), len(line))
		}
		for _, limit := range []int{100, longestContext, longestLine / 2} {
			if got, want := around(held, "slack water", "slack water", limit), around(line, "slack water", "slack water", limit); got != want {
				t.Errorf("%q is told of %.40q…, not %q", got, line, want)
			}
		}
	}
}

// Keywords stand below each other, and no line is wider than the screen where the
// paths are not.
func TestAligned(t *testing.T) {
	root := t.TempDir()
	t.Chdir(root)
	x := &index{here: root, root: root}
	var places []place
	for i, line := range []string{"Slack water", "a long way before slack water and after it a long way, too", strings.Repeat("潮 ", 80) + "slack water 潮汐", "no such word \x1b[2J here", "\tslack\twater"} {
		p := place{text: line, stale: i == 1}
		p.Path, p.Line, p.Form, p.Key = fmt.Sprintf("docs/%sd.md", strings.Repeat("deep/", i)), i*100+1, "slack water", "slack water"
		places = append(places, p)
	}
	var out bytes.Buffer
	if err := writeAligned(&out, x, places, display{width: 100}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	column := -1
	for i, line := range lines {
		if w := uniseg.StringWidth(line); w > 100 {
			t.Errorf("a line of %d columns: %s", w, line)
		}
		if strings.ContainsRune(line, '\x1b') {
			t.Errorf("a control character in %q", line)
		}
		at := strings.Index(strings.ToLower(line), "slack")
		if i == 3 || at < 0 {
			continue
		}
		if w := uniseg.StringWidth(line[:at]); column >= 0 && w != column {
			t.Errorf("the keyword stands in column %d, not %d: %s", w, column, line)
		} else {
			column = w
		}
	}
	if !strings.HasPrefix(lines[0], "docs/d.md:1:") || !strings.HasSuffix(lines[1], staleMark) {
		t.Errorf("got\n%s", out.String())
	}
	out.Reset()
	if err := writeAligned(&out, x, places[:1], display{width: 60, colors: true, links: true}); err != nil {
		t.Fatal(err)
	}
	host, _ := os.Hostname()
	want := "\x1b]8;;file://" + host + filepath.ToSlash(root) + "/docs/d.md\x1b\\\x1b[35mdocs/d.md:1:\x1b[0m\x1b]8;;\x1b\\ \x1b[1;31mSlack water\x1b[0m\n"
	if out.String() != want {
		t.Errorf("got  %q\nwant %q", out.String(), want)
	}
}

func TestShowsLinks(t *testing.T) {
	for _, test := range []struct {
		env  map[string]string
		want bool
	}{
		{nil, false},
		{map[string]string{"TERM": "xterm-256color"}, false},
		{map[string]string{"VTE_VERSION": "7200"}, true},
		{map[string]string{"VTE_VERSION": "4205"}, false},
		{map[string]string{"TERM": "foot"}, true},
		{map[string]string{"TERM_PROGRAM": "WezTerm"}, true},
		{map[string]string{"TERM_PROGRAM": "WezTerm", "CI": "true"}, false},
		{map[string]string{"TERM": "screen-256color", "VTE_VERSION": "7200"}, false},
		{map[string]string{"FORCE_HYPERLINK": "1"}, true},
		{map[string]string{"FORCE_HYPERLINK": "0", "TERM": "foot"}, false},
	} {
		if got := showsLinks(func(name string) string { return test.env[name] }); got != test.want {
			t.Errorf("%v: %v", test.env, got)
		}
	}
}

func TestCursor(t *testing.T) {
	for _, offset := range []int{0, 1, 100, 1 << 30} {
		if got, err := readCursor(writeCursor(offset, 7, 0xfeed), 7, 0xfeed); err != nil || got != offset {
			t.Errorf("%d comes back as %d: %v", offset, got, err)
		}
	}
	for _, wrong := range []string{"", "AAAA", "*", writeCursor(1, 7, 1), writeCursor(1, 8, 0xfeed)} {
		if _, err := readCursor(wrong, 7, 0xfeed); err == nil {
			t.Errorf("%q is accepted", wrong)
		}
	}
}

func TestIndexURL(t *testing.T) {
	x := &index{meta: store.Meta{SourceURL: "https://host.example/blob/{commit}/", Commit: "abc"}}
	for path, want := range map[string]string{
		"a/b.md":    "https://host.example/blob/abc/a/b.md#x%20y",
		"a b#%?.md": "https://host.example/blob/abc/a%20b%23%25%3F.md#x%20y",
		"c:d.md":    "https://host.example/blob/abc/c:d.md#x%20y",
	} {
		if got := x.url(path, "x y"); got != want {
			t.Errorf("%q is at %q, want %q", path, got, want)
		}
	}
}

func FuzzLocate(f *testing.F) {
	f.Add("A Slack  water", "slack water")
	f.Add("\xff\u0130", "i")
	f.Fuzz(func(t *testing.T, line, form string) {
		if start, end := locate(line, form, form); start >= 0 && (end <= start || end > len(line)) || start < 0 && end >= 0 {
			t.Errorf("%q in %q: %d to %d", form, line, start, end)
		}
		if cut := around(line, form, form, 20); len(cut) > 20+len(line) {
			t.Errorf("%q", cut)
		}
	})
}

// Paths that NUL ends are as they stand, so that other programs can open them.
func TestFindWritesPathsRaw(t *testing.T) {
	root := t.TempDir()
	name := "new\nline.md"
	if err := os.WriteFile(filepath.Join(root, name), []byte("# Flux capacitor\n"), 0o644); err != nil {
		t.Skip(err)
	}
	mustBuild(t, buildOptions{Root: root})
	for args, want := range map[string]string{"-0": "-l -0 flux capacitor", "": "-l flux capacitor"} {
		var out, said bytes.Buffer
		t.Chdir(root)
		if code := run(context.Background(), append([]string{"find"}, strings.Fields(want)...), nil, &out, &said); code != exitDone {
			t.Fatal(code, said.String())
		}
		got, expected := out.String(), "new\\nline.md\n"
		if args != "" {
			expected = name + "\x00"
		}
		if got != expected {
			t.Errorf("%s: printed %q, want %q", want, got, expected)
		}
	}
}
