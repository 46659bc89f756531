package source

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var updateListings = flag.Bool("update-listings", false, "write what the texts of testdata give behind them")

// TestListings reads texts of each language, with what its awkward cases have,
// and compares what is found with what stands behind them.
func TestListings(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		language := strings.TrimSuffix(filepath.Base(file), ".txt")
		seen[language] = true
		t.Run(language, func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			src, want, _ := strings.Cut(string(content), "\n-- listing --\n")
			g := ByName(language)
			if g == nil {
				t.Fatalf("language %q is not known", language)
			}
			got := listing(g, src+"\n")
			if *updateListings {
				if err := os.WriteFile(file, []byte(src+"\n-- listing --\n"+got), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
	for _, language := range strings.Fields("javascript typescript tsx java csharp kotlin swift php ruby lua r sql protobuf cmake make starlark dockerfile powershell") {
		if !seen[language] {
			t.Errorf("testdata has no text of %s", language)
		}
	}
}
