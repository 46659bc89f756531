//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestPublishRecipe runs the README's lines for publishing what changed, to a folder
// of this machine. A publication that fails is made good by the next one.
func TestPublishRecipe(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	if _, err := exec.LookPath("rsync"); err != nil {
		t.Skip("rsync is not installed")
	}
	_, fences := readReadme(t)
	lines := ""
	for _, f := range fences {
		if f.info == "sh" && strings.HasPrefix(f.text, "kwic build --list-changed") && strings.Contains(f.text, "rsync") {
			lines = f.text
		}
	}
	const host = "host:/srv/keywords/"
	if strings.Count(lines, host) != 1 {
		t.Fatalf("README.md has no lines for publishing to %s: %s", host, lines)
	}
	root, published := t.TempDir(), filepath.Join(t.TempDir(), "keywords")
	publish := func(to string) error {
		command := exec.Command("sh", "-c", strings.Replace(lines, host, to+"/", 1))
		command.Dir = root
		out, err := command.CombinedOutput()
		t.Logf("%s", out)
		return err
	}
	if err := os.Mkdir(published, 0o755); err != nil {
		t.Fatal(err)
	}
	writeTree(t, root, map[string]string{configName: "", "plum.md": "# Plum\n\nThe **plum stone**.\n", "sub/pear.md": "# Pear\n\nThe **pear stalk**.\n", "gone/fig.md": "# Fig\n"})
	for _, step := range []struct {
		name    string
		change  map[string]string
		removed string
		fails   bool // there is no such host this time
	}{
		{name: "the first time"},
		{name: "nothing changed"},
		{name: "an upload that fails", change: map[string]string{"plum.md": "# Plum\n\nThe **plum kernel**.\n"}, removed: "gone", fails: true},
		{name: "the next", change: map[string]string{"sub/quince.md": "# Quince\n"}},
		{name: "a document gone", removed: "sub/pear.md"},
	} {
		writeTree(t, root, step.change)
		if step.removed != "" {
			if err := os.RemoveAll(filepath.Join(root, step.removed)); err != nil {
				t.Fatal(err)
			}
		}
		to := published
		if step.fails {
			to = filepath.Join(root, "plum.md", "none")
		}
		if err := publish(to); (err != nil) != step.fails {
			t.Fatalf("%s: %v", step.name, err)
		}
		if step.fails {
			continue
		}
		pages := pagesBelow(t, defaultOut(root))
		delete(pages, ".gitattributes")
		if d := compareFiles(pagesBelow(t, published), pages); d != "" {
			t.Errorf("%s: what is published is not what there is (+ is too much, - is missing):\n%s", step.name, d)
		}
		if _, err := os.Stat(filepath.Join(root, indexFolder, "changed")); !os.IsNotExist(err) {
			t.Errorf("%s: the list is still there: %v", step.name, err)
		}
	}
}
