package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// generatorTree is a tree that a site generator can publish: names and words
// that mean something to it, and documents with headings that come twice.
func generatorTree() map[string]string {
	files := docTree()
	for i, name := range []string{"plain", "With Space", "dots.in.it", "ünï", "日本", "a&b", "100%", "a+b", "UPPER", "under_score", "tilde~x", "x y", "(b)"} {
		files["names/"+name+".md"] = fmt.Sprintf("# Name %d\n\n## The part\n\n## The part\n\nA **common keyword** and `own_%d`.\n\n## Größe 中文\n\n**Ölstand** and Ёлка.\n", i, i)
		files["in/"+name+"/deep.md"] = fmt.Sprintf("# Deep %d\n\nThe **spindle** turns `deep_%d`.\n", i, i)
	}
	for i, text := range hostileTexts {
		if text == "<!-- comment" || strings.HasSuffix(text, "\\") || strings.ContainsAny(text, "\a\x1b\x7f") || strings.Contains(text, "{{") || strings.Contains(text, "{%") {
			continue // no document for these generators: Python-Markdown never ends with that comment
		}
		files[fmt.Sprintf("h%d/n%d.md", i%5, i)] = "# Twice " + text + "\n\nAgain **" + text + "** and `" + text + "`.\n"
	}
	return files
}

// keywordsFolder is where the recipes for sites put the pages.
const keywordsFolder = "keywords"

// publish writes the files of a recipe and a tree below one of its folders, and
// the pages into that.
func publish(t *testing.T, folder, recipe, content string, files map[string]string) {
	t.Helper()
	kwic := func(command ...string) {
		t.Helper()
		var out, said bytes.Buffer
		if code := run(t.Context(), command, nil, &out, &said); code != exitDone {
			t.Fatalf("kwic %v: %s", command, said.String())
		}
	}
	kwic("init", "--recipe", recipe, folder)
	for name, text := range files {
		writeDocument(t, filepath.Join(folder, content), name, text)
	}
	kwic("build", filepath.Join(folder, content), "--quiet")
}

// warnings match what a generator has to say about pages; the documents are not
// kwic's to mend.
var warnings = regexp.MustCompile(`WARN.*[/"]keywords/`)

// generate runs a site generator, which must not warn of pages.
func generate(t *testing.T, folder, name string, arguments ...string) {
	t.Helper()
	program, err := exec.LookPath(name)
	if errors.Is(err, exec.ErrNotFound) {
		t.Skipf("%s is not installed", name)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, program, arguments...)
	c.Dir = folder
	said, err := c.CombinedOutput()
	if err != nil || warnings.Match(said) {
		t.Fatalf("%s: %v\n%.4000s", name, err, said)
	}
}

var (
	hrefs = regexp.MustCompile(`<a [^>]*href="([^"]*)"`)
	ids   = regexp.MustCompile(`\bid="([^"]*)"`)
)

// checkPublished follows every link of the built pages below out, and fails
// for those that lead nowhere, and for pages that no link leads to.
func checkPublished(t *testing.T, built, out string, pages int) {
	t.Helper()
	content := make(map[string]string)
	err := filepath.WalkDir(built, func(at string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(at) != ".html" {
			return err
		}
		b, err := os.ReadFile(at)
		name, _ := filepath.Rel(built, at)
		content["/"+filepath.ToSlash(name)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	anchors := make(map[string]map[string]bool)
	for name, text := range content {
		anchors[name] = make(map[string]bool)
		for _, id := range ids.FindAllStringSubmatch(text, -1) {
			anchors[name][html.UnescapeString(id[1])] = true
		}
	}
	start := "/" + out + "/index.html"
	reached, queue := map[string]bool{start: true}, []string{start}
	for len(queue) > 0 {
		from := queue[0]
		queue = queue[1:]
		for _, href := range hrefs.FindAllStringSubmatch(content[from], -1) {
			u, err := url.Parse(html.UnescapeString(href[1]))
			if err != nil {
				t.Errorf("%s links %q: %v", from, href[1], err)
				continue
			}
			to := path.Join(path.Dir(from), u.Path)
			if strings.HasSuffix(u.Path, "/") || u.Path == "." || u.Path == ".." || strings.HasSuffix(u.Path, "/..") {
				to = path.Join(to, "index.html")
			} else if u.Path == "" {
				to = from
			}
			switch {
			case href[1] == "https://www.mkdocs.org/": // of the theme's
			case u.Scheme != "" || content[to] == "":
				t.Errorf("%s links %q, which is not there", from, href[1])
			case u.Fragment != "" && !anchors[to][u.Fragment]:
				t.Errorf("%s links %q, which has no such anchor", from, href[1])
			case !reached[to] && strings.HasPrefix(to, "/"+out+"/"):
				reached[to] = true
				queue = append(queue, to)
			}
		}
		if t.Failed() && len(queue) > 200 {
			return
		}
	}
	if len(reached) != pages {
		t.Errorf("links lead to %d pages of %d", len(reached), pages)
	}
	for name, text := range content {
		if strings.HasPrefix(name, "/"+out+"/") && (!reached[name] || strings.Contains(text, "<script>alert")) {
			t.Errorf("%s: reached %v, script %v", name, reached[name], strings.Contains(text, "<script>alert"))
		}
	}
}

// countPages counts the pages that a build wrote.
func countPages(t *testing.T, folder string) int {
	t.Helper()
	n := 0
	for name := range statsBelow(t, folder) {
		if strings.HasSuffix(name, ".md") {
			n++
		}
	}
	return n
}

// The recipe's site, built by Hugo with no templates but the recipe's, shows every
// page, and every link leads somewhere.
func TestHugoPublishesPages(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	publish(t, folder, "hugo", "content", generatorTree())
	generate(t, folder, "hugo")
	checkPublished(t, filepath.Join(folder, "public"), keywordsFolder, countPages(t, filepath.Join(folder, "content", keywordsFolder)))
	landing, err := os.ReadFile(filepath.Join(folder, "public", keywordsFolder, "index.html"))
	if err != nil || !strings.Contains(string(landing), "<title>Keyword index</title>") {
		t.Errorf("%v: %.200s", err, landing)
	}
	checkPrivate(t, filepath.Join(folder, "public"))
}

// The same for MkDocs, which fails for a link between Markdown files that leads
// nowhere, and for anything else that it warns of: a large tree without a theme,
// and a small one with that of the recipe.
func TestMkDocsPublishesPages(t *testing.T) {
	t.Parallel()
	small := map[string]string{"index.md": "# Orchard\n\nSee the **plum stone**.\n", "trees/plum.md": "# Plum\n\nThe **plum stone** and `plum_stone()`.\n"}
	large := generatorTree()
	large["index.md"] = large["README.md"]
	delete(large, "README.md")
	for _, c := range []struct {
		files map[string]string
		theme string
	}{{small, ""}, {large, "theme:\n  name: null\n  custom_dir: theme\nplugins: []\n"}} {
		folder := t.TempDir()
		publish(t, folder, "mkdocs", "docs", c.files)
		writeDocument(t, folder, "theme/main.html", "{{ page.content }}")
		writeDocument(t, folder, "mkdocs.yml", recipeFile(t, "mkdocs/mkdocs.yml")+c.theme)
		generate(t, folder, "mkdocs", "build", "--strict", "--quiet")
		checkPublished(t, filepath.Join(folder, "site"), keywordsFolder, countPages(t, filepath.Join(folder, "docs", keywordsFolder)))
		checkPrivate(t, filepath.Join(folder, "site"))
	}
}

// checkPrivate fails where a site shows kwic's own files.
func checkPrivate(t *testing.T, built string) {
	t.Helper()
	for name := range statsBelow(t, built) {
		if strings.Contains(name, ".kwic") || strings.HasSuffix(name, ".db") {
			t.Errorf("published: %s", name)
		}
	}
}
