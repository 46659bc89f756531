package extract

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// host is how one kind of site makes anchors of headings. All rules but one
// were recorded from the real programs; see testdata.
type host struct {
	name string
	slug func(dst []byte, text string) []byte // appends the anchor of a heading's text; nil where headings get none
	none string                               // the anchor of a heading of which nothing is left

	underscore bool // equal anchors are told apart by _1, counting on from a number that is there
	takes      bool // explicit anchors are taken too, and such a heading gets no other
	skips      bool // a heading with an explicit {#id} gets no other, and that one may come again
	source     bool // the anchor is made of the last line as it is written, markup and all
	images     bool // descriptions of images count as text
	lineEnd    byte // what a line end inside a heading is taken for; 0 for nothing
	html       bool // headings written as HTML get anchors too
}

// hosts lists every site.
//
//   - github: github-slugger.
//   - gitlab: since GitLab 17, the anchors of comrak, which are GitHub's rule
//     but for numbers such as ².
//   - mkdocs: the toc extension of Python-Markdown, with its default slugify.
//   - hugo: autoHeadingIDType "github", the default, which is not GitHub's rule.
//   - docfx: Markdig's AutoIdentifierOptions.GitHub, by its source and docfx's
//     own test of it.
//   - plain: explicit anchors alone.
func hosts() []host {
	return []host{
		{name: "github", slug: appendSlug, html: true},
		{name: "gitlab", slug: appendGitLab, images: true, lineEnd: ' '},
		{name: "mkdocs", slug: appendMkDocs, underscore: true, takes: true, lineEnd: ' '},
		{name: "hugo", slug: appendHugo, none: "heading", takes: true, source: true},
		{name: "docfx", slug: appendDocfx, none: "section", skips: true, images: true},
		{name: "plain"},
	}
}

// Sites returns the names that Options.Site may have, the default first.
func Sites() []string {
	var names []string
	for _, h := range hosts() {
		names = append(names, h.name)
	}
	return names
}

// hostOf returns the host of a site; "" is the default.
func hostOf(site string) (host, bool) {
	all := hosts()
	if site == "" {
		return all[0], true
	}
	i := slices.IndexFunc(all, func(h host) bool { return h.name == site })
	if i < 0 {
		return host{}, false
	}
	return all[i], true
}

// Anchors returns a function that says which anchor a site gives the first
// heading of its kind on a page, by the heading's plain text, and "" for none
// or one that depends on the headings before it. The site is one of Sites.
func Anchors(site string) func(heading string) string {
	h, _ := hostOf(site)
	return func(heading string) string {
		if h.slug == nil {
			return ""
		}
		return string(h.slug(nil, heading))
	}
}

// appendGitLab keeps letters, marks, numbers, connectors, '-' and ' ', in
// lower case, and turns spaces into '-'.
func appendGitLab(dst []byte, text string) []byte {
	for _, r := range lower(text) {
		switch {
		case r == ' ':
			dst = append(dst, '-')
		case r == '-' || unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.Pc):
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// appendMkDocs decomposes characters, keeps the letters, digits and '_' of
// ASCII, in lower case, and makes one '-' of each run of spaces and '-'.
func appendMkDocs(dst []byte, text string) []byte {
	plain := make([]byte, 0, len(text))
	for _, c := range norm.NFKD.Append(nil, []byte(text)...) {
		if isWordByte(c) || isPythonSpace(c) || c == '-' {
			plain = append(plain, c)
		}
	}
	for i, c := range []byte(strings.Trim(string(plain), pythonSpaces)) {
		switch {
		case c != '-' && !isPythonSpace(c):
			if isUpper(c) {
				c |= 0x20
			}
			dst = append(dst, c)
		case i == 0 || dst[len(dst)-1] != '-':
			dst = append(dst, '-')
		}
	}
	return dst
}

// pythonSpaces are the characters of ASCII that Python's \s matches.
const pythonSpaces = " \t\n\v\f\r\x1c\x1d\x1e\x1f"

func isPythonSpace(c byte) bool { return strings.IndexByte(pythonSpaces, c) >= 0 }

// appendHugo keeps letters, decimal digits, '_' and '-', in lower case, and
// turns spaces into '-'. Marks go, and with them the vowels of Hindi.
func appendHugo(dst []byte, text string) []byte {
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r == '-' || r == ' ':
			dst = append(dst, '-')
		case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}

// appendDocfx keeps letters, decimal digits, '_' and '-', in lower case, and
// turns spaces into '-'. It sees UTF-16: what takes two units goes.
func appendDocfx(dst []byte, text string) []byte {
	for _, r := range text {
		switch {
		case r > 0xffff:
		case r == ' ':
			dst = append(dst, '-')
		case r == '\u0130': // has no lower case in .NET's invariant culture
			dst = utf8.AppendRune(dst, r)
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}

// countOn returns what Python-Markdown tries after an anchor that is taken:
// the number behind its last '_' and one, or "_1" behind it.
func countOn(anchor string) string {
	at := strings.LastIndexByte(anchor, '_')
	digits := anchor[at+1:]
	if at < 0 || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return anchor + "_1"
	}
	if n, err := strconv.ParseInt(digits, 10, 64); err == nil && n < 1<<62 {
		return anchor[:at+1] + strconv.FormatInt(n+1, 10)
	}
	// As long as the heading that wrote it; Python counts any number.
	n, _ := new(big.Int).SetString(digits, 10)
	return anchor[:at+1] + n.Add(n, big.NewInt(1)).String()
}
