package main

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// treeCopy copies a tree of testdata.
func treeCopy(t *testing.T, name string) string {
	t.Helper()
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS(filepath.Join("..", "..", "testdata", "trees", name))); err != nil {
		t.Fatal(err)
	}
	return root
}

// TestIndexesOfOlderSchemas takes indexes that older versions made of the tree
// testdata/trees/small, one of each schema, and builds the tree as it is now, and
// another state of it: both end as a clean build does.
func TestIndexesOfOlderSchemas(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	indexes, err := filepath.Glob(filepath.Join("..", "..", "testdata", "indexes", "schema-*.db.gz"))
	if err != nil || len(indexes) == 0 {
		t.Fatalf("no indexes: %v", err)
	}
	for _, index := range indexes {
		for _, edited := range []bool{false, true} {
			root := treeCopy(t, "small")
			if edited {
				writeTree(t, root, map[string]string{"install.md": "# Install\n\nThe **lock gate**.\n", "new/gate.md": "# Gate\n\nA **lock gate**.\n"})
				if err := os.Remove(filepath.Join(root, "reference", "sluices.md")); err != nil {
					t.Fatal(err)
				}
			}
			unpack(t, index, defaultDB(root))
			if _, said := mustBuild(t, buildOptions{Root: root}); said != "" {
				t.Errorf("%s: a build said %q", index, said)
			}
			checkClean(t, root)
		}
	}
}

func unpack(t *testing.T, archive, file string) {
	t.Helper()
	in, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	unzipped, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unzipped)
	if err != nil {
		t.Fatal(err)
	}
	writeTree(t, filepath.Dir(file), map[string]string{filepath.Base(file): string(content)})
}

// TestIndexesOfOtherVersions gives a build an index whose rows and pages other
// rules made, as the versions on record say: all of them are made again, though
// no document changed.
func TestIndexesOfOtherVersions(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	for _, c := range []struct{ setting, change string }{
		{"extract", `UPDATE posting SET line = 77 WHERE rank = 1`},
		{"emit", `UPDATE page SET sha256 = zeroblob(32)`},
	} {
		root := treeCopy(t, "small")
		mustBuild(t, buildOptions{Root: root})
		sound := viewsOf(t, defaultDB(root))
		execSQL(t, defaultDB(root), c.change)
		execSQL(t, defaultDB(root), `UPDATE setting SET value = 'another' WHERE name = '`+c.setting+`'`)
		if compareLines(viewsOf(t, defaultDB(root)), sound) == "" {
			t.Fatalf("%s: nothing was changed", c.change)
		}
		mustBuild(t, buildOptions{Root: root})
		checkClean(t, root)
	}
}
