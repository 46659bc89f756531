package scan

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestWalkOnly compares walks of some paths with a walk of everything: within
// their scope, both find the same, in a tree with everything that a walk may
// stumble over.
func TestWalkOnly(t *testing.T) {
	needGit(t)
	root := t.TempDir()
	git(t, root, "init", "-q")
	write(t, root, map[string]string{
		".gitignore": "ignored/\n*.tmp.md\n", "a.md": "x", "a.tmp.md": "x", "docs/b.md": "x", "docs/deep/er/c.md": "x", "docs/deep/d.json": "{}",
		"docs/.gitignore": "!keep.tmp.md\n", "docs/keep.tmp.md": "x", "docs/deep/.kwicignore": "er/\n", "ignored/e.md": "x", "ignored/tracked.md": "x",
		"vendor/f.md": "x", "nested/g.md": "x", "nested/.git/HEAD": "ref: refs/heads/main\n", "nested/.git/objects/": "", "nested/.git/refs/": "",
		"plain/h.md": "x", "plain/i/j.md": "x", "file": "x", "huge.md": strings.Repeat("x", 2000),
	})
	git(t, root, "add", "-f", "ignored/tracked.md", "docs/b.md")
	if err := os.Symlink("docs", filepath.Join(root, "link")); err != nil {
		t.Skip(err)
	}
	o := Options{Root: root, SizeLimit: 1000, Exclude: []string{"/plain/i/"}}
	whole, err := Walk(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(whole.Files) < 5 || len(whole.Skipped) < 8 {
		t.Fatalf("the tree has %d files and %d rows for what is skipped", len(whole.Files), len(whole.Skipped))
	}
	names := []string{
		"a.md", "a.tmp.md", "docs/b.md", "docs/deep/er/c.md", "docs/deep/d.json", "docs/keep.tmp.md", "ignored/e.md", "ignored/tracked.md", "vendor/f.md",
		"nested/g.md", "plain/h.md", "plain/i/j.md", "file", "huge.md", "link", "link/b.md", "file/below.md", "gone.md", "gone/far/away.md", "docs", "docs/deep/", "plain", ".",
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		some := o
		for range random.IntN(4) + 1 {
			some.Only = append(some.Only, names[random.IntN(len(names))])
		}
		tree, err := Walk(context.Background(), some)
		if err != nil {
			t.Fatal(some.Only, err)
		}
		within := func(path string) bool {
			path = strings.TrimSuffix(path, "/")
			return tree.Scope == nil || slices.ContainsFunc(tree.Scope, func(s string) bool { return path == s || strings.HasPrefix(path, s+"/") })
		}
		for _, name := range some.Only {
			if name != "." && !within(name) {
				t.Fatalf("%q: the scope %q leaves out %q", some.Only, tree.Scope, name)
			}
		}
		var files []File
		for _, f := range whole.Files {
			if within(f.Path) {
				files = append(files, f)
			}
		}
		if !slices.Equal(files, tree.Files) {
			t.Fatalf("%q: files %v, want %v", some.Only, tree.Files, files)
		}
		for _, s := range tree.Skipped {
			if !slices.Contains(whole.Skipped, s) {
				t.Fatalf("%q: skipped %v, which a walk of everything does not say", some.Only, s)
			}
		}
		for _, s := range whole.Skipped {
			if within(s.Path) && !slices.Contains(tree.Skipped, s) {
				t.Fatalf("%q: %v is missing", some.Only, s)
			}
		}
	}
}
