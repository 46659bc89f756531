package extract

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDocutilsIDs compares the sections of the documents below $KWIC_RST, and
// their anchors, with those of docutils, which Python has to know.
func TestDocutilsIDs(t *testing.T) {
	root := os.Getenv("KWIC_RST")
	if root == "" {
		t.Skip("KWIC_RST names no folder of reStructuredText files")
	}
	var paths []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if language, _ := LanguageOf(path); err == nil && d.Type().IsRegular() && language == ReStructuredText {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	python := exec.Command("python3", "testdata/docutils/ids.py")
	python.Stdin = strings.NewReader(strings.Join(paths, "\n"))
	python.Stderr = os.Stderr
	out, err := python.Output()
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string][]string{}
	for line := range bytes.Lines(out) {
		path, list, _ := strings.Cut(strings.TrimSuffix(string(line), "\n"), "\t")
		ids[path] = append(ids[path], " "+list+" ")
	}
	x := newTestExtractor(t, Options{})
	sections, same := 0, 0
	for _, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		doc := x.Read(ReStructuredText, src)
		sections += len(doc.Sections) - 1
		if len(doc.Sections)-1 != len(ids[path]) {
			t.Errorf("%s: %d sections, docutils has %d", path, len(doc.Sections)-1, len(ids[path]))
			continue
		}
		for i, s := range doc.Sections[1:] {
			if strings.Contains(ids[path][i], " "+s.Anchor+" ") {
				same++
			} else {
				t.Errorf("%s:%d: #%s, docutils has%s", path, s.Line, s.Anchor, ids[path][i])
			}
		}
	}
	t.Logf("%d documents: %d of %d sections have docutils' ids", len(paths), same, sections)
}
