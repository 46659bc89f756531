package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// large skips a test of a large tree where only quick ones are asked for.
func large(t *testing.T) {
	t.Helper()
	if raceEnabled || testing.Short() {
		t.Skip("builds a large tree: run without -race")
	}
}

// notUnderRace skips a test that starts many programs or builds one after the other:
// the race detector makes each ten times slower, and others look at what runs beside
// each other.
func notUnderRace(t *testing.T) {
	t.Helper()
	if raceEnabled {
		t.Skip("starts many programs or builds: run without -race")
	}
}

// A folder of 30,000 documents that share one keyword: nothing is cut, no page is too
// large, and everything is reached by links.
func TestManyDocumentsInOneFolder(t *testing.T) {
	large(t)
	t.Parallel()
	const documents = 30_000
	files := map[string]string{".kwic.yaml": "pages: [landing, keywords, folder, subtree]\n"}
	for i := range documents {
		files[fmt.Sprintf("notes/note-%05d.md", i)] = fmt.Sprintf("`spindle` `w%05d`\n", i)
	}
	s := buildSite(t, files, buildOptions{})
	onFolder, onSubtree, own := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for name, p := range s.pages {
		for _, l := range p.links {
			document, isDocument := strings.CutSuffix(l.destination, ".md")
			switch {
			case !isDocument || !strings.Contains(document, "/notes/note-"):
			case strings.HasPrefix(name, "files/notes/index"):
				onFolder[document] = true
			case strings.HasPrefix(name, "files/notes/sub"):
				onSubtree[document] = true
			}
		}
		if strings.HasPrefix(name, "keywords/") {
			for _, word := range strings.Fields(strings.NewReplacer(":", " ", "`", " ").Replace(string(p.content))) {
				if len(word) == 6 && word[0] == 'w' {
					own[word] = true
				}
			}
		}
	}
	for what, n := range map[string]int{"the folder's pages": len(onFolder), "the subtree index": len(onSubtree), "the keyword index": len(own)} {
		if n != documents {
			t.Errorf("%s list %d documents of %d", what, n, documents)
		}
	}
	landing := s.page(t, "keywords/k-s.md")
	if !slices.ContainsFunc(landing.links, func(l siteLink) bool { return l.destination == "../files/notes/sub.md#s" }) {
		t.Errorf("the keyword's entry does not lead to the subtree index:\n%s", landing.content)
	}
}

// Documents that are large in one way each.
func TestLargeDocuments(t *testing.T) {
	large(t)
	t.Parallel()
	var words, sections, shared strings.Builder
	words.WriteString("# Words\n")
	for i := range 30_000 {
		fmt.Fprintf(&words, "`word_%d`\n", i)
	}
	for i := range 20_000 {
		fmt.Fprintf(&sections, "## Section number %d of a document with long headings, so that links weigh more than words\n\n`part%d`\n\n", i, i)
	}
	for i := range 30_000 {
		fmt.Fprintf(&shared, "## %d\n\n`spindle`\n\n", i)
	}
	s := buildSite(t, map[string]string{
		"a/words.md": words.String(), "a/sections.md": sections.String(), "a/shared.md": shared.String(),
		"a/heading.md": "# " + strings.Repeat("endless ", 50_000) + "\n\nA **spindle**.\n\n## Part " + strings.Repeat("b", 200_000) + "\n\nA **valve**.\n",
		"a/tags.md":    "---\ntags: [" + strings.Repeat("x", 30_000) + "1, " + strings.Repeat("x", 30_000) + "2]\n---\nText.\n",
	}, buildOptions{})
	count := func(stem, needle string) (n, pages int) {
		for name, p := range s.pages {
			if strings.HasPrefix(name, stem) {
				n += strings.Count(string(p.content), needle)
				pages++
			}
		}
		return n, pages
	}
	for _, one := range []struct {
		stem, needle string
		least        int
	}{
		{"files/a/words.md_kw", "- **`word_", 30_000},
		{"files/a/sections.md_kw", "- **`part", 20_000},
		{"files/a/shared.md_kw", ": `spindle`", 30_000},
		{"keywords/k-w", "- `word_", 30_000},
	} {
		if n, pages := count(one.stem, one.needle); n < one.least || pages < 2 && strings.Contains(one.needle, "word_") {
			t.Errorf("%d of %d lines %q on the %d pages %s…", n, one.least, one.needle, pages, one.stem)
		}
	}
}

// A keyword of 5,000 subfolders goes by one page that leads to all of them.
func TestManyFolders(t *testing.T) {
	large(t)
	t.Parallel()
	const folders = 5_000
	files := map[string]string{".kwic.yaml": "pages: [landing, keywords, folder, subtree]\n"}
	for i := range folders {
		files[fmt.Sprintf("f%04d/a.md", i)] = fmt.Sprintf("# Folder %d\n\n`spindle`\n", i)
		if i%2 == 0 {
			files[fmt.Sprintf("f%04d/b.md", i)] = "`spindle`\n"
		}
	}
	s := buildSite(t, files, buildOptions{})
	listed := make(map[string]bool)
	for name, p := range s.pages {
		if !strings.HasPrefix(name, "files/sub") {
			continue
		}
		for _, l := range p.links {
			folder, _, below := strings.Cut(strings.TrimLeft(l.destination, "./"), "/")
			if below && len(folder) == 5 && folder[0] == 'f' {
				listed[folder] = true
			}
		}
	}
	if len(listed) != folders {
		t.Errorf("the subtree index leads to %d folders of %d", len(listed), folders)
	}
}
