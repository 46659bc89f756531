package main

import (
	"context"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kwic/scan"
)

// FuzzPaths gives lists of paths to a build of some paths: none leads out of the
// tree or into kwic's own folders, and none is an error, whatever it names.
func FuzzPaths(f *testing.F) {
	if raceEnabled {
		f.Skip("a build for each seed takes long under the race detector")
	}
	root := filepath.Join(f.TempDir(), "tree")
	writeTree(f, root, map[string]string{"fig.md": "# Fig\n", "sub/pear.md": "# Pear\n", "sub/deep/plum.md": "# Plum\n", "docs/.gitignore": "*.tmp\n", "docs/a b.md": "# Ab\n", "../outside.md": "# No\n"})
	mustBuild(f, buildOptions{Root: root})
	f.Chdir(root)
	for _, list := range []string{
		"", "\n", "fig.md\nsub/pear.md\r\n", "fig.md\x00sub\x00", ".", "..", "../outside.md", "/", "//", "/etc/passwd", "sub/../fig.md", "sub//deep/", "./fig.md", ".git/HEAD", ".kwic/index.db", "-rf",
		"docs/.gitignore", "gone.md", "gone/deeper/still.md", "fig.md/below", "docs/a b.md\n\ndocs/a b.md", "\xff\xfe.md", strings.Repeat("long", 80) + ".md", strings.Repeat("a/", 200), "C:\\x", "con.md", "sub/pear.md_kw.md",
	} {
		f.Add(list, false)
		f.Add(strings.ReplaceAll(list, "\n", "\x00"), true)
	}
	f.Fuzz(func(t *testing.T, list string, null bool) {
		paths, err := splitPaths(list, null)
		if err != nil {
			if null || !strings.Contains(list, "\x00") {
				t.Fatal(err)
			}
			return
		}
		for _, one := range paths {
			if one == "" || strings.Contains(one, "\x00") || !strings.Contains(list, one) || !null && strings.Contains(one, "\n") {
				t.Fatalf("%q in %q", one, list)
			}
		}
		b := newBuild(buildOptions{Root: root, Named: true, Paths: paths, DryRun: true, Quiet: true})
		defer b.end()
		if err := b.run(context.Background()); err != nil {
			t.Fatalf("%q: %v", paths, err)
		}
		if b.report.Scanned > 5 || b.report.Parsed+b.report.Removed > 0 {
			t.Fatalf("%q: %d files, %d parsed, %d removed", paths, b.report.Scanned, b.report.Parsed, b.report.Removed)
		}
		for _, one := range b.only {
			if path.Clean(one) != one || path.IsAbs(one) || one == ".." || strings.HasPrefix(one, "../") || one == indexFolder || strings.HasPrefix(one, indexFolder+"/") {
				t.Fatalf("%q gives %q", paths, one)
			}
		}
		if slices.ContainsFunc(b.tree.Files, func(f scan.File) bool { return strings.HasPrefix(f.Path, "..") }) {
			t.Fatalf("%q leads out of the tree", paths)
		}
	})
}
