package main

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden pages anew")

// goldenLists names the pages that every tree's golden folder lists, one path a
// line; of letters, only those below are kept as pages.
const goldenLists = "pages.txt"

// goldenLetters are letters whose pages are kept, by tree: all of them would be
// more than anybody reads.
var goldenLetters = map[string][]string{
	"small":   {"keywords/k-s.md", "keywords/k-t.md", "keywords/k-a-rare.md"},
	"awkward": {"keywords/k-n.md", "keywords/k-s-rare.md", "keywords/k--6c34-.md"},
}

// The pages of small trees, byte for byte. After a change on purpose, run
// go test ./cmd/kwic -run TestGoldenPages -update and read the difference.
func TestGoldenPages(t *testing.T) {
	t.Parallel()
	for tree, letters := range goldenLetters {
		t.Run(tree, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			if err := os.CopyFS(root, os.DirFS(filepath.Join("..", "..", "testdata", "trees", tree))); err != nil {
				t.Fatal(err)
			}
			s := checkedSite(t, buildOptions{Root: root})
			want := make(map[string][]byte)
			names := slices.Sorted(maps.Keys(s.pages))
			want[goldenLists] = []byte(strings.Join(names, "\n") + "\n")
			for _, name := range names {
				if p := s.pages[name]; p.kind != "keywords" || slices.Contains(letters, name) {
					want[name] = p.content
				}
			}
			for _, name := range letters {
				s.page(t, name)
			}
			golden := filepath.Join("..", "..", "testdata", "golden", tree)
			if *update {
				writeGolden(t, golden, want)
			}
			compareGolden(t, golden, want)
		})
	}
}

func writeGolden(t *testing.T, folder string, pages map[string][]byte) {
	t.Helper()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	for name, content := range pages {
		at := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// compareGolden fails for every page that is not as it was kept.
func compareGolden(t *testing.T, folder string, pages map[string][]byte) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		kept, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
			continue
		}
		if kept = bytes.ReplaceAll(kept, []byte("\r\n"), []byte("\n")); !bytes.Equal(kept, pages[name]) {
			t.Errorf("page %q is\n%s\nnot\n%s", name, pages[name], kept)
		}
	}
	err := filepath.WalkDir(folder, func(at string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, at)
		if _, wanted := pages[filepath.ToSlash(name)]; !wanted {
			t.Errorf("%q is no page any more", at)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
