package emit

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// checkCode has a comment with a name and a path in it read back: they are
// there, as code and as a destination, and nothing else is.
func checkCode(t interface {
	Fatal(...any)
	Errorf(string, ...any)
}, name, path string) {
	const longest = 120
	name = strings.ToValidUTF8(name, "\ufffd")
	line := "- [" + Code(name, longest) + "](x/" + URLPart(path) + ") and " + Code(name, longest) + ": end\n"
	got := toHTML(t, []byte(line))
	span := "<code>" + htmlEscape.Replace(shownAs(shortened(name, longest))) + "</code>"
	rest, found := strings.CutPrefix(got, "<ul>\n<li><a href=\"x/")
	at := strings.IndexByte(rest, '"')
	if !found || at < 0 {
		t.Errorf("name %q, path %q\nis %q\nread as %q", name, path, line, got)
		return
	}
	if rest, want := rest[at:], `">`+span+"</a> and "+span+": end</li>\n</ul>\n"; rest != want {
		t.Errorf("name %q, path %q\nis %q\nread as %q\nnot     %q", name, path, line, rest, want)
	}
}

func TestCode(t *testing.T) {
	t.Parallel()
	for _, one := range []struct{ name, want string }{
		{"", ""},
		{"slack water", "`slack water`"},
		{"@octocat and #123", "`@octocat and #123`"},
		{"a`b", "`` a`b ``"},
		{"{{ x }}", "`{{ x }}`"},
		{"a\nb\x1b[31m", "`a␊b␛[31m`"},
		{"@octo\u202ecat", "`@octo\ufffdcat`"},
		{"\xff@octocat", "`\ufffd@octocat`"},
		{strings.Repeat("é", 100), "`" + strings.Repeat("é", 60) + "…`"},
		{"שלום", "\u2068`שלום`\u2069"},
	} {
		if got := Code(one.name, 120); got != one.want {
			t.Errorf("%q is shown as %q, not %q", one.name, got, one.want)
		}
	}
}

func TestCodeShowsItselfOnly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := drawAwkward(t, "name")
		if rapid.Bool().Draw(t, "any") {
			name = rapid.String().Draw(t, "any name") + name
		}
		checkCode(t, name, drawAwkward(t, "path"))
	})
}

func FuzzCode(f *testing.F) {
	for _, one := range awkward {
		f.Add(one+"x"+one, one)
	}
	f.Add(strings.Join(awkward, ""), strings.Join(awkward, "/"))
	f.Fuzz(func(t *testing.T, name, path string) {
		if name != "" {
			checkCode(t, name, path)
		}
	})
}
