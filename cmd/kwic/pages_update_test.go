package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Edits to a tree whose lists are long enough to be split: the pages brought up
// to date are those of a clean build, byte for byte, and few are written.
func TestLongListsUpdate(t *testing.T) {
	large(t)
	t.Parallel()
	const documents = 500
	name := func(i int) string { return fmt.Sprintf("notes/note-%04d.md", i) }
	content := func(i int) string {
		return fmt.Sprintf("# Note %d on a matter of%s length\n\n`spindle` and `word_%d_of_a_long_name_that_fills_pages`\n\n## Use of `valve_%d`\n\nThe `valve_%d`.\n", i, strings.Repeat(" great", 55), i, i%40, i%40)
	}
	root := t.TempDir()
	files := map[string]string{"other/a.md": "# Other\n\n`spindle`\n", ".kwic.yaml": "pages: [landing, keywords, folder, subtree]\n"}
	for i := range documents {
		files[name(i)] = content(i)
	}
	first := buildSite(t, files, buildOptions{Root: root})
	first.page(t, "files/notes/index-note-2d-00.md")
	write := func(at, text string) func() {
		return func() { writeDocument(t, root, at, text) }
	}
	remove := func(at string) func() {
		return func() {
			if err := os.RemoveAll(filepath.Join(root, filepath.FromSlash(at))); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, edit := range []struct {
		what string
		do   func()
		most int // pages written
	}{
		{"a title", write(name(300), strings.Replace(content(300), "# Note", "# Notable", 1)), 40},
		{"a document beside the others", write("notes/apart.md", "# Apart\n\n`spindle` `xylophone`\n"), 40},
		{"its removal", remove("notes/apart.md"), 40},
		{"a rare keyword that is treated now", write("other/a.md", "# Other\n\n`spindle`\n\n## word_5_of_a_long_name_that_fills_pages\n"), 40},
		{"a letter that goes", write("other/a.md", "text\n"), 40},
		{"a keyword of all documents but one", write(name(3), strings.Replace(content(3), "`spindle`", "nothing", 1)), 40},
		{"a folder of its own", write("notes/deep/er/x.md", "`spindle` `valve_7`\n"), 40},
		{"and its removal", remove("notes/deep"), 40},
		{"most documents gone", func() {
			for i := 100; i < documents; i++ {
				remove(name(i))()
			}
		}, 40},
		{"all of them gone", remove("notes"), 40},
	} {
		edit.do()
		s := checkedSite(t, buildOptions{Root: root})
		updated := make(map[string][]byte)
		for page, p := range s.pages {
			updated[page] = p.content
		}
		if s.report.PagesWritten > edit.most {
			t.Errorf("%s: %d pages were written", edit.what, s.report.PagesWritten)
		}
		if err := os.RemoveAll(filepath.Join(root, indexFolder)); err != nil {
			t.Fatal(err)
		}
		clean := checkedSite(t, buildOptions{Root: root})
		for _, page := range slices.Sorted(maps.Keys(clean.pages)) {
			if !bytes.Equal(updated[page], clean.pages[page].content) {
				t.Errorf("%s: page %q is\n%.1500s\nnot\n%.1500s", edit.what, page, updated[page], clean.pages[page].content)
			}
			delete(updated, page)
		}
		for page := range updated {
			t.Errorf("%s: page %q is left", edit.what, page)
		}
		if t.Failed() {
			return
		}
	}
}
