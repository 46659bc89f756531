package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kwic/scan"
)

// TestLooksMakeNothing shows that what only looks makes nothing beside the
// database, not even for a moment: the folder keeps its time.
func TestLooksMakeNothing(t *testing.T) {
	root, _ := rebuildTree(t)
	folder := filepath.Dir(defaultDB(root))
	time.Sleep(stillWait)
	for _, edit := range []string{"", "# Plum\n\nNo more **wild plum**.\n"} {
		if edit != "" {
			writeTree(t, root, map[string]string{"docs/plum.md": edit})
		}
		for _, command := range []string{"check", "check --index-only", "check --diff", "build --dry-run", "status"} {
			old := time.Now().Add(-time.Hour)
			if err := os.Chtimes(folder, old, old); err != nil {
				t.Fatal(err)
			}
			before, db := statAt(t, folder), statAt(t, defaultDB(root))
			var said strings.Builder
			args := strings.Fields(command)
			code := run(context.Background(), append([]string{args[0], root}, args[1:]...), nil, io.Discard, &said)
			if want := map[bool]int{true: exitFindings, false: exitDone}[edit != "" && args[0] == "check"]; code != want {
				t.Errorf("%s: exit code %d, said %q", command, code, said.String())
			}
			if statAt(t, folder).ModTime != before.ModTime || statAt(t, defaultDB(root)) != db {
				t.Errorf("%s has made something beside the database", command)
			}
		}
	}
}

// statAt returns what tells whether a file or folder changed.
func statAt(t *testing.T, path string) scan.Stat {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return scan.StatOf(info)
}

// TestLookBesideBuild has a build end while a look reads the database as it
// stands: it begins anew, and says what is so now.
func TestLookBesideBuild(t *testing.T) {
	for name, meanwhile := range map[string]func(t *testing.T, root string){
		"a build": func(t *testing.T, root string) { mustBuild(t, buildOptions{Root: root}) },
		"a rebuild": func(t *testing.T, root string) {
			if code := run(context.Background(), []string{"rebuild", root, "--quiet"}, nil, io.Discard, io.Discard); code != exitDone {
				t.Errorf("exit code %d", code)
			}
		},
		"another index": func(t *testing.T, root string) {
			if err := os.RemoveAll(filepath.Join(root, indexFolder)); err != nil {
				t.Fatal(err)
			}
			mustBuild(t, buildOptions{Root: root})
		},
	} {
		t.Run(name, func(t *testing.T) {
			root, _ := rebuildTree(t)
			writeTree(t, root, map[string]string{"docs/plum.md": "# Plum\n\nNo more **wild plum**.\n", "docs/new.md": "# New\n\nA **quince**.\n"})
			looks := 0
			b := newBuild(buildOptions{Root: root, Named: true, check: true, Quiet: true, watch: func(string, *scan.Tree) (bool, error) {
				if looks++; looks == 1 {
					meanwhile(t, root)
				}
				return true, nil
			}})
			defer b.end()
			if err := b.run(context.Background()); err != nil {
				t.Fatal(err)
			}
			if b.findings.found() || looks < 2 {
				t.Errorf("after %d looks, documents %v and pages %v differ", looks, b.findings.Documents, b.findings.Pages)
			}
		})
	}
}
