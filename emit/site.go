package emit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strconv"
	"strings"
	"unicode"
)

// A site is how pages are shown to readers. Its zero value is a host that
// shows Markdown files as they lie in their folders.
//
// Pages are rendered under the names of names.go, and as CommonMark. A site
// turns names into those that stand on disk (place), links into those that its
// readers follow (appendPageLink, appendTreeLink), and what was rendered into
// the Markdown that it reads (dress, dressHead).
type site struct {
	index   string // how the landing page and folders' pages are called; "" for index.md
	folders bool   // readers can look at a folder of the tree
	lines   bool   // links may lead to a line of a source file, #L12
	dots    bool   // names that start with a dot are not published
	urls    bool   // links are written as the URLs of pages, since no link to a file is turned into one
	front   bool   // the heading of a page is the title in its front matter
	python  bool   // pages are read by Python-Markdown
}

// siteOf returns the site of that name; "" and unknown ones are like GitHub.
func siteOf(name string) site {
	switch name {
	case "gitlab":
		return site{index: "README.md", folders: true, lines: true}
	case "mkdocs":
		return site{dots: true, python: true}
	case "hugo":
		// An index.md would make its folder a leaf bundle, which swallows the
		// pages below it.
		return site{index: "_index.md", dots: true, urls: true, front: true}
	case "docfx":
		return site{}
	case "plain":
		return site{folders: true}
	}
	return site{folders: true, lines: true}
}

// LandingPage returns the path of the page where readers of a site start, below
// the output folder.
func LandingPage(siteName string) string { return siteOf(siteName).place(landingPage) }

// place returns where a page stands on disk, below the output folder.
func (s site) place(page string) string {
	if s.index == "" && !s.dots {
		return page
	}
	parts := strings.Split(page, "/")
	last := len(parts) - 1
	for i := range parts[:last] {
		parts[i] = s.component(parts[i])
	}
	if name := parts[last]; name == landingPage && s.index != "" {
		parts[last] = s.index
	} else if at := strings.LastIndex(name, "_kw"); at >= 0 {
		parts[last] = s.component(name[:at]) + name[at:]
	}
	return strings.Join(parts, "/")
}

// component returns what a folder of the tree, or a document, is called in the
// names of pages.
func (s site) component(name string) string {
	switch {
	case s.urls:
		return urlSafe(name)
	case s.dots && strings.HasPrefix(name, "."):
		return "%2e" + name[1:]
	}
	return name
}

// urlSafe returns a name that Hugo publishes as it stands. Hugo turns names
// into lower case and spaces into '-', and drops most signs, so that two pages
// might meet; one that is not safe gets a hash.
func urlSafe(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '_', r == '.' && b.Len() > 0:
			b.WriteRune(r)
		case r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)), r >= 'A' && r <= 'Z':
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte('-')
		}
	}
	safe := b.String()
	if safe == name {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	if len(safe) > keptOfName {
		safe = cut(safe, keptOfName)
	}
	return safe + "-" + hex.EncodeToString(sum[:4])
}

// pageURL returns the URL of a page that stands at a place below the output
// folder: its folder's, or one below that, with a slash at the end.
func pageURL(place string) string {
	folder, name := path.Split(place)
	if name == "_index.md" {
		return folder
	}
	return strings.TrimSuffix(place, ".md") + "/"
}

// appendPageLink writes the destination of a link from one page to another.
func (s site) appendPageLink(b []byte, from, to string) []byte {
	from, to = s.place(from), s.place(to)
	if s.urls {
		return appendRelative(b, pageURL(from), pageURL(to))
	}
	folder, _ := path.Split(from)
	return appendRelative(b, folder, to)
}

// appendRelative writes the way from a folder, which ends in a slash or is "",
// to something else below the output folder.
func appendRelative(b []byte, folder, to string) []byte {
	start := len(b)
	for !strings.HasPrefix(to, folder) {
		b = append(b, "../"...)
		folder = folder[:strings.LastIndexByte(folder[:len(folder)-1], '/')+1]
	}
	if to == folder && len(b) == start {
		return append(b, "./"...)
	}
	return appendURL(b, to[len(folder):])
}

// appendLink writes [text](destination of another page).
func (s site) appendLink(b []byte, text, from, to string) []byte {
	b = appendText(append(b, '['), text)
	b = s.appendPageLink(append(b, "]("...), from, to)
	return append(b, ')')
}

// appendTreeLink writes the destination of a link from a page to a file or a
// folder of the tree. base leads from the output folder to the tree, where the
// output folder is out, slash-separated, or "" if it is elsewhere. The way goes no
// further up than it has to: a site's root may be a folder that holds both.
func (s site) appendTreeLink(b []byte, page, base, out, target string) []byte {
	page = s.place(page)
	for {
		folder, below, deeper := strings.Cut(out, "/")
		rest, within := strings.CutPrefix(target, folder+"/")
		if folder == "" || !within {
			break
		}
		base, target = strings.TrimPrefix(base, "../"), rest
		if out = below; !deeper {
			break
		}
	}
	if s.urls {
		page, target = pageURL(page), documentURL(target)
	}
	start := len(b)
	if b = appendURL(appendURL(appendUps(b, page), base), target); len(b) == start {
		b = append(b, "./"...)
	}
	return b
}

// documentURL returns where Hugo publishes a document, by the path of its file
// alone: its front matter may name another place. Up to Hugo 0.122 several
// spaces made one '-'.
func documentURL(document string) string {
	folder, name := path.Split(document)
	switch stem := strings.TrimSuffix(name, path.Ext(name)); {
	case stem == "index" || stem == "_index":
		document = folder
	case strings.EqualFold(path.Ext(name), ".md") || strings.EqualFold(path.Ext(name), ".markdown") || strings.EqualFold(path.Ext(name), ".html"):
		document = folder + stem + "/"
	}
	var b strings.Builder
	for i, r := range document {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("._/\\#+~-@", r),
			r == '%' && i+2 < len(document) && isHex(document[i+1]) && isHex(document[i+2]):
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsSpace(r):
			b.WriteByte('-')
		}
	}
	return b.String()
}

func isHex(c byte) bool { return isLowerHex(c) || c >= 'A' && c <= 'F' }

// dress turns lines that were rendered, list items and text, into what the
// site reads. It does so line by line.
func (s site) dress(b []byte) []byte {
	if !s.python {
		return b
	}
	out := make([]byte, 0, len(b)+len(b)/8)
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case c == ' ' && bytes.HasPrefix(b[i:], []byte("  - ")) && (i == 0 || b[i-1] == '\n'):
			out = append(out, "    - "...) // Python-Markdown nests by four spaces
			i += len("  - ")
		case c == '`':
			end := i + codeSpan(b[i:])
			out = append(out, b[i:end]...)
			i = end
		case c == '\\' && i+1 < len(b) && strings.IndexByte("\\`*_{}[]()>#+-.!", b[i+1]) < 0:
			out = appendEntity(out, b[i+1])
			i += 2
		case c == '\\' && i+1 < len(b):
			out = append(out, c, b[i+1])
			i += 2
		default:
			out = append(out, c)
			i++
		}
	}
	return out
}

// appendEntity writes a character that Python-Markdown lets no backslash
// escape.
func appendEntity(b []byte, c byte) []byte {
	switch c {
	case '<':
		return append(b, "&lt;"...)
	case '&':
		return append(b, "&amp;"...)
	}
	b = strconv.AppendInt(append(b, "&#"...), int64(c), 10)
	return append(b, ';')
}

// codeSpan returns the length of the code span that b starts with.
func codeSpan(b []byte) int {
	fence := 0
	for fence < len(b) && b[fence] == '`' {
		fence++
	}
	for i := fence; i < len(b); {
		run := 0
		for i+run < len(b) && b[i+run] == '`' {
			run++
		}
		if run == fence {
			return i + run
		}
		i += max(run, 1)
	}
	return fence // not of our making
}

// dressHead turns the start of a page, from the marker line on, into what the
// site reads.
func (s site) dressHead(b []byte, marker string) []byte {
	if !s.front {
		return s.dress(b)
	}
	rest, _ := bytes.CutPrefix(b, []byte(marker+"\n\n# "))
	title, rest, _ := bytes.Cut(rest, []byte("\n"))
	// Hugo takes a page that starts with a comment for one whose front matter is
	// hidden in it; and a comment anywhere in the text is a warning.
	out := append([]byte("---\ntitle: \""), escapeYAML(plainText(title))...)
	out = append(append(out, "\"\ngenerated: |\n  "...), marker...)
	return append(append(out, "\n---\n"...), rest...)
}

// plainText returns what a reader sees of a heading that was rendered.
func plainText(b []byte) []byte {
	var out []byte
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case c == '`':
			end := i + codeSpan(b[i:])
			span := bytes.Trim(b[i:end], "`")
			if end-i-len(span) > 2 { // a fence of more than one has a space beside it
				span = bytes.TrimPrefix(bytes.TrimSuffix(span, []byte(" ")), []byte(" "))
			}
			out = append(out, span...)
			i = end
		case c == '\\' && i+1 < len(b):
			out = append(out, b[i+1])
			i += 2
		default:
			out = append(out, c)
			i++
		}
	}
	return out
}

// escapeYAML escapes a text for double quotes. Control characters were made
// visible before.
func escapeYAML(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte(`\`), []byte(`\\`))
	return bytes.ReplaceAll(text, []byte(`"`), []byte(`\"`))
}
