package emit

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	"pgregory.net/rapid"
)

// awkward are pieces that mean something to Markdown, to hosts or to templates.
var awkward = []string{
	"`", "``", "*", "**", "_", "__", "~", "~~", "[", "]", "](", ")", "(", "![", "<", ">", "<b>", "</a>", "<!--", "-->", "&", "&amp;", "&#33;", "{", "}", "{{", "}}", "{%", "%}", "{#", "|", "\\", "\\\\",
	"#", "-", "+", "1.", "=", ":", "://", "http://x", "https://example.com", "www.example.com", "a@b.example", "mailto:", "ftp://a.example", "xmpp:a@b", "$", "@", "!", "^", "\"", "'", ";", "/", "?", "%20",
	" ", "  ", "\t", "\n", "\r", "\x00", "\x1b", "\x7f", "\u0085", "\u00a0", "\u2028", "\u202e", "\u2066", "\u200f", "\ufeff", "\ufffd", "\xff", "\xc3", "é", "e\u0301", "字", "👩‍👩‍👧",
	"a", "b", "Z", "0", "9", "word", "x_y", "A.b",
}

func drawAwkward(t *rapid.T, label string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(awkward), 1, 12).Draw(t, label), "")
}

// shownAs is what a reader should see of a string: the string itself, with a
// stand-in for every character that acts on its surroundings.
func shownAs(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case r < 0x20:
			b.WriteRune(0x2400 + r)
		case r == 0x7f:
			b.WriteRune(0x2421)
		case r > 0x7f && r < 0xa0, r == 0x2028, r == 0x2029, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func toHTML(t interface{ Fatal(...any) }, markdown []byte) string {
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe())).Convert(markdown, &b); err != nil {
		t.Fatal(err)
	}
	return isolates.Replace(b.String())
}

// isolates takes away what sets text apart that is written from right to left;
// TestRightToLeft looks at it.
var isolates = strings.NewReplacer(isolateStart, "", isolateEnd, "")

var htmlEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// Whatever a document says, a link's text and a code span show exactly that.
func TestTextShowsItselfOnly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawAwkward(t, "text")
		if rapid.Bool().Draw(t, "any") {
			s = rapid.String().Draw(t, "any text") + s
		}
		s = strings.ReplaceAll(s, "\xff\xff", "\xff") // ToValidUTF8 makes one of a run
		s = strings.ToValidUTF8(s, "\xff")
		shown := htmlEscape.Replace(shownAs(s))
		b := append(appendText([]byte("- **x**: ["), s), "](to): end\n"...)
		if got, want := toHTML(t, b), "<ul>\n<li><strong>x</strong>: <a href=\"to\">"+shown+"</a>: end</li>\n</ul>\n"; got != want {
			t.Errorf("text %q\nis %q\nread as %q\nnot     %q", s, b, got, want)
		}
		b = append(appendCode([]byte("- x: "), s), ", end\n"...)
		got, want := toHTML(t, b), "<ul>\n<li>x: <code>"+shown+"</code>, end</li>\n</ul>\n"
		if !strings.Contains(got, "<code>") {
			want = "<ul>\n<li>x: " + shown + ", end</li>\n</ul>\n"
		}
		if got != want {
			t.Errorf("code %q\nis %q\nread as %q\nnot     %q", s, b, got, want)
		}
		if bytes.Contains(b, []byte("{{")) || bytes.Contains(b, []byte("{%")) {
			t.Errorf("code %q holds a template: %q", s, b)
		}
	})
}

// A keyword in bold, as entries have it.
func TestBoldKeyword(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := strings.TrimSpace(strings.ToValidUTF8(drawAwkward(t, "form"), ""))
		if s == "" {
			t.Skip("nothing left")
		}
		b := append(appendForm([]byte("- **"), s), "**: end\n"...)
		got := toHTML(t, b)
		shown := htmlEscape.Replace(shownAs(s))
		if got != "<ul>\n<li><strong><code>"+shown+"</code></strong>: end</li>\n</ul>\n" && got != "<ul>\n<li><strong>"+shown+"</strong>: end</li>\n</ul>\n" {
			t.Errorf("form %q\nis %q\nread as %q", s, b, got)
		}
	})
}

// A path comes back from a link as it was, and nothing else does.
func TestURLs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		path, fragment := "d/"+drawAwkward(t, "path"), drawAwkward(t, "fragment")
		b := appendURL(append(appendURL(nil, path), '#'), fragment)
		u, err := url.Parse(string(b))
		if err != nil || u.Path != path || u.Fragment != fragment || u.Scheme != "" || u.Host != "" || u.RawQuery != "" {
			t.Fatalf("%q # %q is %q, read as %#v: %v", path, fragment, b, u, err)
		}
		for what, markdown := range map[string]string{"link": "[x](" + string(b) + ")\n", "reference": "[x][1]\n\n[1]: " + string(b) + "\n"} {
			got := toHTML(t, []byte(markdown))
			href, ok := strings.CutPrefix(got, `<p><a href="`)
			href, rest, _ := strings.Cut(href, `"`)
			u, err := url.Parse(href)
			if !ok || rest != ">x</a></p>\n" || err != nil || u.Path != path || u.Fragment != fragment {
				t.Errorf("%s %q reads as %q", what, markdown, got)
			}
		}
	})
}

func TestShortened(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in      string
		longest int
		want    string
	}{{"abc", 3, "abc"}, {"abcd", 3, "abc…"}, {"aéé", 3, "aé…"}, {"aéé", 2, "a…"}, {"", 0, ""}} {
		if got := shortened(c.in, c.longest); got != c.want {
			t.Errorf("shortened(%q, %d) = %q, not %q", c.in, c.longest, got, c.want)
		}
	}
}

// Keywords written from right to left do not carry their neighbours along, and a
// document's own marks of direction are shown, not obeyed. Joiners and marks that
// spelling needs stay.
func TestRightToLeft(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"שלום":                   "\u2068`שלום`\u2069",
		"می\u200cخواهم":          "\u2068`می\u200cخواهم`\u2069",
		"مُفْتَاح":               "\u2068`مُفْتَاح`\u2069",
		"C++ כלי":                "\u2068`C++ כלי`\u2069",
		"क्\u200dष":              "`क्\u200dष`",
		"latin":                  "`latin`",
		"\ufeffmark":             "`\ufeffmark`",
		"a\u202eb":               "a\ufffdb",
		"\u2067שלום\u2069\u202d": "\u2068\ufffdשלום\ufffd\ufffd\u2069",
	} {
		if got := string(appendForm(nil, s)); got != want {
			t.Errorf("%q is written %q, not %q", s, got, want)
		}
	}
	if got, want := string(appendTitle(nil, "כותרת *א*")), "\u2068כותרת \\*א\\*\u2069"; got != want {
		t.Errorf("a title is written %q, not %q", got, want)
	}
}
