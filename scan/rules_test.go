package scan

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kwic/scan/extract"
)

func TestRules(t *testing.T) {
	class := extract.KindSet(0).With(extract.Class)
	term := extract.KindSet(0).With(extract.Term)
	rules := []Rule{
		{Files: []string{"*.txt", "/docs/"}, SizeLimit: 100},
		{Files: []string{"docs/api/**"}, Kinds: class},
		{Files: []string{"docs/api/old"}, Kinds: extract.AllKinds, SizeLimit: 7},
		{Files: []string{"README.md"}, Kinds: term},
	}
	for _, fold := range []bool{false, true} {
		p := compilePathRules(rules, fold)
		for path, want := range map[string]InForce{
			"a.md":                   {0, 1000},
			"b/a.txt":                {0, 100},
			"docs/a.md":              {0, 100},
			"x/docs/a.md":            {0, 1000},
			"docs/api/a.md":          {class, 100},
			"docs/api/deep/a.md":     {class, 100},
			"docs/api/README.md":     {term, 100},
			"docs/api/old/a/b.md":    {0, 7},
			"docs/api/old.md":        {class, 100},
			"docs/api/old/README.md": {term, 7},
		} {
			if got := p.inForce(path, 1000); got != want {
				t.Errorf("%s: %+v, not %+v", path, got, want)
			}
		}
		if got := p.inForce("DOCS/API/a.md", 1000); (got.Kinds == class) != fold {
			t.Errorf("letter case: %+v", got)
		}
	}
	if got := compilePathRules(nil, false).inForce("a", 5); got != (InForce{SizeLimit: 5}) {
		t.Errorf("no rules: %+v", got)
	}
}

// TestWalkRules checks that size limits of rules decide in both directions.
func TestWalkRules(t *testing.T) {
	root := t.TempDir()
	for path, size := range map[string]int{"big.md": 500, "small.md": 50, "in/big.md": 500, "in/small.md": 50} {
		file := filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(strings.Repeat("x", size)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := Walk(context.Background(), Options{Root: root, SizeLimit: 100, Rules: []Rule{
		{Files: []string{"in"}, SizeLimit: 1000}, {Files: []string{"/small.md"}, SizeLimit: 10},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, f := range tree.Files {
		have = append(have, f.Path)
	}
	for _, s := range tree.Skipped {
		have = append(have, s.Path+": "+string(s.Reason))
	}
	if got, want := strings.Join(have, ", "), "in/big.md, in/small.md, big.md: too large, small.md: too large"; got != want {
		t.Errorf("got %s, not %s", got, want)
	}
	if got := tree.InForce("in/gone.md").SizeLimit; got != 1000 {
		t.Errorf("a file that is not there: %d", got)
	}
}
