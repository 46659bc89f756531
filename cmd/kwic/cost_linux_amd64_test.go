package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// TestCostOfListedPaths counts the system calls of a build that is told of one
// edited, one new and one deleted document, in a small tree and in one of fifteen
// times the size. Those about documents, folders and pages are the same; of the
// database it reads and writes somewhat more, because lists have more entries. One
// job, for two may make the same folder.
func TestCostOfListedPaths(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	const size, larger = 40, 600
	files, database := callsOfListed(t, size)
	filesThen, databaseThen := callsOfListed(t, larger)
	if !maps.Equal(files, filesThen) || files["open document"] == 0 {
		t.Errorf("calls about files in the small tree: %v; in the larger one: %v", files, filesThen)
	}
	if limit := database * (larger / size) / 4; databaseThen > limit {
		t.Errorf("%d calls about the database in the small tree, %d in the larger one", database, databaseThen)
	}
	t.Logf("%d and %d calls about the database", database, databaseThen)
}

// callsOfListed makes a tree with an index, changes three documents, and counts the
// calls of the build that is told of them.
func callsOfListed(t *testing.T, documents int) (files map[string]int, database int) {
	t.Helper()
	files = make(map[string]int)
	root := t.TempDir()
	tree := make(map[string]string)
	for i := range documents {
		tree[fmt.Sprintf("part%d/n%d.md", i/20, i)] = fmt.Sprintf("# Gadget%d\n\nThe `wind_%d()`.\n", i, i)
	}
	writeTree(t, root, tree)
	mustBuild(t, buildOptions{Root: root})
	at := func(name string) string { return filepath.Join(root, "part0", name) }
	writeTree(t, root, map[string]string{"part0/n1.md": "# Gadget1\n\nThe `brake_1()`.\n", "part0/new.md": "# Novelty\n"})
	if err := os.Remove(at("n2.md")); err != nil {
		t.Fatal(err)
	}
	code, said := traced(t, root, []string{"build", root, "--jobs", "1", "--files-from", listOf(t, at("n1.md"), at("n2.md"), at("new.md"))}, func(one call) verdict {
		switch kind := roleOf(root, one.path); kind {
		case "document", "page", "temporary", "folder":
			files[one.name+" "+kind]++
		case "database", "log":
			database++
		}
		return verdict{}
	})
	if code != exitDone {
		t.Fatal(said)
	}
	return files, database
}
