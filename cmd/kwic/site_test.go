package main

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"kwic/scan"
	"kwic/store"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// pageLimit is the size, in bytes, that no page may exceed.
const pageLimit = 256 << 10

// site is the pages that a build wrote, read as a reader's browser would.
type site struct {
	root, out string
	sourceURL string              // what links to documents start with; "" for relative ones
	anchors   map[string]struct{} // "path#anchor" of every section in the index
	pages     map[string]*sitePage
	report    *report
}

// sitePage is one page, parsed.
type sitePage struct {
	kind     string
	content  []byte
	links    []siteLink
	anchors  map[string]bool // that GitHub gives its headings
	headings []string
	text     string   // what a reader sees, without markup
	foreign  []string // kinds of nodes that kwic does not write
}

type siteLink struct{ destination, text string }

// buildSite writes a tree, builds it and reads its pages. What a valid site
// must keep is checked.
func buildSite(t *testing.T, files map[string]string, o buildOptions) *site {
	t.Helper()
	if o.Root == "" {
		o.Root = t.TempDir()
	}
	for name, content := range files {
		writeDocument(t, o.Root, name, content)
	}
	return checkedSite(t, o)
}

// checkedSite builds a tree that is there, and checks its pages.
func checkedSite(t *testing.T, o buildOptions) *site {
	t.Helper()
	o.Named, o.Quiet, o.Stderr = true, true, io.Discard
	r, err := runBuild(context.Background(), o)
	if err != nil {
		t.Fatalf("build: %v", err)
	}
	s := &site{root: o.Root, out: r.out, report: r, anchors: make(map[string]struct{}), pages: make(map[string]*sitePage)}
	c, err := loadConfig(o.Root, o.Config)
	if err != nil {
		t.Fatal(err)
	}
	s.sourceURL = c.SourceURL
	s.readIndex(t, r.db)
	s.check(t, c.Pages)
	return s
}

// writeDocument writes a file of a tree. A name that the file system refuses is
// left out: not all of them take every one.
func writeDocument(t *testing.T, root, name, content string) {
	t.Helper()
	at := filepath.Join(root, filepath.FromSlash(name))
	err := os.MkdirAll(filepath.Dir(at), 0o755)
	if err == nil {
		err = os.WriteFile(at, []byte(content), 0o644)
	}
	if err != nil {
		t.Logf("left out: %v", err)
	}
}

func (s *site) readIndex(t *testing.T, db string) {
	t.Helper()
	q, err := store.OpenQuery(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	each := func(query string, do func(row []any)) {
		t.Helper()
		rows, err := runStatement(context.Background(), q, query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for {
			row, err := rows.Next()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			do(row)
		}
	}
	each(`SELECT path, anchor FROM sections WHERE anchor <> ''`, func(row []any) {
		s.anchors[row[0].(string)+"#"+row[1].(string)] = struct{}{}
	})
	each(`SELECT path, kind FROM pages`, func(row []any) {
		name := row[0].(string)
		content, err := os.ReadFile(filepath.Join(s.out, filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("page on record: %v", err)
			return
		}
		s.pages[name] = parsePage(content)
		s.pages[name].kind = row[1].(string)
	})
}

var siteMarkdown = goldmark.New(goldmark.WithExtensions(extension.GFM))

func parsePage(content []byte) *sitePage {
	p := &sitePage{content: content, anchors: make(map[string]bool)}
	context := parser.NewContext()
	root := siteMarkdown.Parser().Parse(text.NewReader(content), parser.WithContext(context))
	var shown strings.Builder
	// The walk returns no error: the function gives none.
	_ = ast.Walk(root, func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		if !enter {
			if n.Type() == ast.TypeBlock {
				shown.WriteByte('\n')
			}
			return ast.WalkContinue, nil
		}
		if !isOurs(n) {
			p.foreign = append(p.foreign, n.Kind().String())
		}
		switch n := n.(type) {
		case *ast.Heading:
			title := plainText(n, content)
			p.headings = append(p.headings, title)
			p.anchors[headingAnchor(title, p.anchors)] = true
		case *ast.Link:
			p.links = append(p.links, siteLink{string(n.Destination), plainText(n, content)})
		case *ast.Text:
			shown.Write(unescaped(n.Segment.Value(content), n))
			if n.SoftLineBreak() {
				shown.WriteByte('\n')
			}
		}
		return ast.WalkContinue, nil
	})
	for _, reference := range context.References() {
		p.links = append(p.links, siteLink{string(reference.Destination()), "reference " + string(reference.Label())})
	}
	p.text = shown.String()
	return p
}

// plainText is the text of a node as a reader sees it.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && enter {
			b.Write(unescaped(t.Segment.Value(source), t))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// unescaped takes the backslashes away that Markdown does not show.
func unescaped(raw []byte, n ast.Node) []byte {
	if n.Parent().Kind() == ast.KindCodeSpan {
		return raw
	}
	var b []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '\\' && i+1 < len(raw) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", raw[i+1]) >= 0 {
			i++
		}
		b = append(b, raw[i])
	}
	return b
}

// headingAnchor is GitHub's rule, written without a look at package extract.
func headingAnchor(title string, taken map[string]bool) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || unicode.Is(unicode.Pc, r) || unicode.Is(unicode.Nl, r):
			b.WriteRune(r)
		}
	}
	anchor := b.String()
	for n := 1; taken[anchor]; n++ {
		anchor = b.String() + "-" + string(rune('0'+n))
	}
	return anchor
}

// check fails the test for whatever a page must not be.
func (s *site) check(t *testing.T, kinds []string) {
	t.Helper()
	s.checkFiles(t)
	reached := map[string]bool{}
	queue := []string{"index.md"}
	links := make(map[string][]string)
	for _, name := range slices.Sorted(maps.Keys(s.pages)) {
		p := s.pages[name]
		checkBytes(t, name, p.content)
		for _, kind := range p.foreign {
			t.Errorf("%q holds a %s", name, kind)
		}
		for _, l := range p.links {
			if to := s.checkLink(t, name, l); to != "" {
				links[name] = append(links[name], to)
			}
		}
		if t.Failed() {
			t.Fatalf("the page %q:\n%s", name, p.content[:min(len(p.content), 4000)])
		}
	}
	has := func(kind string) bool { return slices.Contains(kinds, kind) }
	if !has("landing") {
		return
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if !reached[at] {
			reached[at] = true
			queue = append(queue, links[at]...)
		}
	}
	for name := range s.pages {
		// Folders' pages list the documents; without them, a document's page is
		// for those who know its path.
		linked := map[string]bool{"file": has("folder"), "subtree": has("folder") || has("keywords")}
		if expected, known := linked[s.pages[name].kind]; !reached[name] && (expected || !known) {
			t.Errorf("no link leads to page %q", name)
		}
	}
}

// checkFiles compares the output folder with the pages on record.
func (s *site) checkFiles(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir(s.out, func(at string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(s.out, at)
		name = filepath.ToSlash(name)
		if s.pages[name] == nil && name != ".gitattributes" {
			t.Errorf("not a page: %q", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func checkBytes(t *testing.T, name string, content []byte) {
	t.Helper()
	switch {
	case !utf8.Valid(content):
		t.Errorf("%q is not UTF-8", name)
	case len(content) > pageLimit:
		t.Errorf("%q has %d bytes", name, len(content))
	case !bytes.HasPrefix(content, []byte(scan.Marker+"\n")):
		t.Errorf("%q does not start with the marker", name)
	case !bytes.HasSuffix(content, []byte("\n")) || bytes.HasSuffix(content, []byte("\n\n")):
		t.Errorf("%q does not end in one line end", name)
	case bytes.Contains(content, []byte("\n\n\n")):
		t.Errorf("%q has two empty lines in a row", name)
	case bytes.Contains(content, []byte("{{")) || bytes.Contains(content, []byte("{%")):
		t.Errorf("%q holds a template", name)
	}
	isolated := 0
	for _, r := range string(content) {
		switch { // kwic's own isolates open and close on one line, none in another
		case r == '\u2068' && isolated == 0:
			isolated++
			continue
		case r == '\u2069' && isolated == 1:
			isolated--
			continue
		case r == '\n' && isolated > 0:
			t.Errorf("%q leaves an isolate open", name)
		}
		if r != '\n' && (unicode.IsControl(r) || r >= '\u2028' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069') {
			t.Errorf("%q holds the control character %q", name, r)
			return
		}
	}
}

// isOurs reports whether a node is Markdown that kwic writes. Any other would
// come from a document.
func isOurs(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.Document, *ast.Paragraph, *ast.TextBlock, *ast.ListItem, *ast.CodeSpan:
		return true
	case *ast.Text:
		return !n.HardLineBreak()
	case *ast.Heading:
		return n.Parent().Kind() == ast.KindDocument
	case *ast.List:
		return !n.IsOrdered()
	case *ast.Emphasis:
		return n.Level == 2
	case *ast.Link:
		return len(n.Title) == 0
	case *ast.LinkReferenceDefinition:
		_, err := strconv.Atoi(string(n.Label))
		return err == nil && len(n.Title) == 0
	case *ast.HTMLBlock:
		return n.PreviousSibling() == nil && n.Lines().Len() == 1
	}
	return false
}

// checkLink fails for a link that leads nowhere. It returns the page that the
// link leads to, or "".
func (s *site) checkLink(t *testing.T, from string, l siteLink) string {
	t.Helper()
	destination := l.destination
	outside := s.sourceURL != "" && strings.HasPrefix(destination, s.sourceURL)
	if outside {
		destination = strings.TrimPrefix(destination, s.sourceURL)
	}
	u, err := url.Parse(destination)
	if err != nil || u.Scheme != "" || u.Host != "" || u.RawQuery != "" || u.ForceQuery {
		t.Errorf("%q links %q (%q): %v", from, l.destination, l.text, err)
		return ""
	}
	if strings.TrimSpace(l.text) == "" {
		t.Errorf("%q links %q without a word", from, l.destination)
	}
	at := filepath.Join(s.out, filepath.FromSlash(path.Dir(from)), filepath.FromSlash(u.Path))
	if outside {
		at = filepath.Join(s.root, filepath.FromSlash(u.Path))
	} else if u.Path == "" {
		at = filepath.Join(s.out, filepath.FromSlash(from))
	}
	if _, err := os.Lstat(at); err != nil {
		t.Errorf("%q links %q (%q), which is not there", from, l.destination, l.text)
		return ""
	}
	if page, err := filepath.Rel(s.out, at); err == nil {
		if p := s.pages[filepath.ToSlash(page)]; p != nil && !outside {
			if u.Fragment != "" && !p.anchors[u.Fragment] {
				t.Errorf("%q links %q, which has no heading %q", from, page, u.Fragment)
			}
			return filepath.ToSlash(page)
		}
	}
	document, err := filepath.Rel(s.root, at)
	if err != nil || document == ".." || strings.HasPrefix(document, ".."+string(filepath.Separator)) {
		t.Errorf("%q links %q, which is neither page nor document", from, l.destination)
		return ""
	}
	if u.Fragment != "" {
		if _, found := s.anchors[filepath.ToSlash(document)+"#"+u.Fragment]; !found {
			t.Errorf("%q links %q in %q, which has no such anchor", from, u.Fragment, document)
		}
	}
	return ""
}

// page returns a page that must be there.
func (s *site) page(t *testing.T, name string) *sitePage {
	t.Helper()
	p := s.pages[name]
	if p == nil {
		t.Fatalf("there is no page %q among %q", name, slices.Sorted(maps.Keys(s.pages)))
	}
	return p
}
