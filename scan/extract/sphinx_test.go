package extract

import (
	"fmt"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sphinxDocs is where the package python3.11-doc of Debian installs a
// documentation made by Sphinx, with its sources and its index.
const sphinxDocs = "/usr/share/doc/python3.11/html"

// indexEntry is a line of Sphinx's index: a heading, maybe one below it, and
// the document to which it leads.
type indexEntry struct{ main, sub, document string }

var (
	indexToken = regexp.MustCompile(`<ul>|</ul>|<li>|</li>|<a href="([^"#]*)#([^"]*)">|</a>|<[^>]*>`)
	// What Sphinx puts behind a name, or below it, to say what it is.
	indexGloss = regexp.MustCompile(` \((in module |class in |built-in |[^()]* (method|attribute|property|module|function|member|opcode|command|fixer|macro|type|struct|var)|` +
		`C [a-z]+|opcode|pdb command|2to3 fixer)[^()]*\)$|^\([^()]*\)$|#.*$`)
)

// readIndex lists the links of Sphinx's index.
func readIndex(page string) []indexEntry {
	var entries []indexEntry
	var main, text, document string
	depth, inLink := 0, false
	var names [3]string
	at := 0
	begin := strings.Index(page, `class="indextable`)
	page = page[begin:]
	for _, m := range indexToken.FindAllStringSubmatchIndex(page, -1) {
		text += page[at:m[0]]
		at = m[1]
		switch token := page[m[0]:m[1]]; {
		case token == "<ul>":
			if name := plainIndexText(text); name != "" && depth > 0 {
				names[min(depth, 2)] = name
			}
			depth++
			text = ""
		case token == "</ul>":
			depth--
		case strings.HasPrefix(token, "<a href") && m[2] >= 0:
			document, text, inLink = page[m[2]:m[3]], "", true
		case token == "</a>" && inLink:
			inLink = false
			name := plainIndexText(text)
			text = ""
			if !strings.HasPrefix(name, "[") { // [1] is one more place of the same entry
				names[min(depth, 2)] = name
			}
			main = names[1]
			entry := indexEntry{main: main, document: document}
			if depth >= 2 {
				entry.sub = names[2]
			}
			entries = append(entries, entry)
		}
	}
	return entries
}

func plainIndexText(text string) string {
	return oneLine(html.UnescapeString(text))
}

// TestSphinxIndex measures how many entries of Sphinx's own index are
// keywords of the source that defines them.
func TestSphinxIndex(t *testing.T) {
	oneGoroutine(t)
	page, err := os.ReadFile(filepath.Join(sphinxDocs, "genindex-all.html"))
	if err != nil {
		t.Skip("python3.11-doc is not installed: ", err)
	}
	x := newTestExtractor(t, Options{})
	keys := map[string]map[string]bool{}
	total, found, generated := 0, 0, 0
	var misses []string
	for _, e := range readIndex(string(page)) {
		source := filepath.Join(sphinxDocs, "_sources", strings.TrimSuffix(e.document, ".html")+".rst.txt")
		if keys[source] == nil {
			src, err := os.ReadFile(source)
			if err != nil {
				t.Fatal(err)
			}
			keys[source] = map[string]bool{}
			for _, k := range x.Read(ReStructuredText, src).Keywords {
				keys[source][k.Key] = true
			}
		}
		if e.document == "whatsnew/changelog.html" {
			generated++ // its source is one directive that puts news in
			continue
		}
		total++
		if e.isIn(keys[source], x.words) {
			found++
		} else {
			misses = append(misses, fmt.Sprintf("%s: %s › %s", e.document, e.main, e.sub))
		}
	}
	share := float64(found) / float64(total)
	t.Logf("%d of %d entries are keywords: %.4f; with the %d of the changelog, which has no source, %.4f",
		found, total, share, generated, float64(found)/float64(total+generated))
	if testing.Verbose() {
		slices.Sort(misses)
		for _, m := range misses {
			t.Log(m)
		}
	}
	if share < 0.95 {
		t.Errorf("%.4f of the index are keywords, want 0.95", share)
	}
}

// isIn reports whether all that the source writes of an entry is among keys:
// both names of a pair, but not what Sphinx adds to tell what they are.
func (e indexEntry) isIn(keys map[string]bool, words *lexicon) bool {
	main, sub := e.main, e.sub
	if indexGloss.MatchString(sub) {
		sub = indexGloss.ReplaceAllString(sub, "")
	}
	main = indexGloss.ReplaceAllString(main, "")
	for _, name := range []string{main, sub} {
		if name == "" || glossed[name] || strings.HasSuffix(name, " command line option") {
			continue
		}
		name = strings.TrimSuffix(foldKey(name), "()")
		one, other, _ := strings.Cut(name, ", ")
		for {
			word, rest, _ := strings.Cut(name, " ")
			if rest == "" || words.class([]byte(word)) != wordStop {
				break
			}
			name = rest // "in glob patterns" is the tag "glob patterns"
		}
		known := isKey(keys, name) || isKey(keys, one) && isKey(keys, other)
		// A triple is listed under each part, with the other two as one.
		for i := 0; i < len(name) && !known; i++ {
			known = name[i] == ' ' && isKey(keys, name[:i]) && isKey(keys, name[i+1:])
		}
		if !known {
			return false
		}
	}
	return true
}

// isKey reports whether a name is a keyword, or a term but for its plural.
func isKey(keys map[string]bool, name string) bool {
	i := strings.LastIndexByte(name, ' ') + 1
	return keys[name] || keys[name[:i]+string(singular([]byte(name[i:])))]
}

// glossed are entries that Sphinx makes of directives and roles, to say what
// the other half of a pair is.
var glossed = map[string]bool{
	"module": true, "built-in function": true, "environment variable": true, "command line option": true,
	"Python Enhancement Proposals": true, "RFC": true,
}

// TestSphinxAnchors compares the sections of the documentation with those of
// the pages that Sphinx made of it.
func TestSphinxAnchors(t *testing.T) {
	oneGoroutine(t)
	if _, err := os.Stat(sphinxDocs); err != nil {
		t.Skip("python3.11-doc is not installed: ", err)
	}
	x := newTestExtractor(t, Options{})
	id := regexp.MustCompile(`\bid="([^"]*)"`)
	section := regexp.MustCompile(`<section id="`)
	root := filepath.Join(sphinxDocs, "_sources")
	anchors, right, sections, made := 0, 0, 0, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		page, err := os.ReadFile(filepath.Join(sphinxDocs, strings.TrimSuffix(name, ".rst.txt")+".html"))
		if os.IsNotExist(err) {
			return nil // the package has the changelog compressed
		}
		if err != nil {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		ids := map[string]bool{}
		for _, m := range id.FindAllStringSubmatch(string(page), -1) {
			ids[m[1]] = true
		}
		doc := x.Read(ReStructuredText, src)
		checkDocument(t, doc)
		for _, s := range doc.Sections[1:] {
			anchors++
			if ids[s.Anchor] {
				right++
			} else {
				t.Logf("%s:%d: #%s of %q is not on the page", name, s.Line, s.Anchor, s.Title)
			}
			if s.Title == "" {
				t.Errorf("%s:%d: a section has no title", name, s.Line)
			}
		}
		sections += len(doc.Sections) - 1
		n := len(section.FindAllString(string(page), -1))
		made += n
		if n != len(doc.Sections)-1 {
			t.Logf("%s: %d sections, the page has %d", name, len(doc.Sections)-1, n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d anchors are on the pages: %.4f; %d sections, the pages have %d", right, anchors, float64(right)/float64(anchors), sections, made)
	if float64(right) < 0.98*float64(anchors) {
		t.Error("fewer than 0.98 of the anchors are on the pages")
	}
}
