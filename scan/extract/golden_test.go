package extract

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden compares whole documents with testdata/*.golden, to be read by
// people when a rule changes: go test ./scan/extract -run Golden -update.
func TestGolden(t *testing.T) {
	x := newTestExtractor(t, Options{})
	sources, err := filepath.Glob("testdata/*")
	if err != nil || len(sources) == 0 {
		t.Fatal("no golden documents", err)
	}
	for _, source := range sources {
		language, naming := LanguageOf(source)
		if naming != NamesLanguage || filepath.Ext(source) == ".golden" {
			continue
		}
		src, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		d := x.Read(language, src)
		checkDocument(t, d)
		got := golden(d)
		file := strings.TrimSuffix(source, ".md") + ".golden"
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ReplaceAll(string(want), "\r\n", "\n") != got {
			t.Errorf("%s differs; read the change with -update and git diff", file)
		}
	}
}

// golden prints a document, a line for each thing.
func golden(d *Document) string {
	var s strings.Builder
	fmt.Fprintf(&s, "title %q, %d lines, %v\n\nsections\n", d.Title, d.Lines, d.Reading)
	for i, c := range d.Sections {
		fmt.Fprintf(&s, "%d in %d: %d %q #%s %d-%d\n", i, c.Parent, c.Level, c.Title, c.Anchor, c.Line, c.EndLine)
	}
	s.WriteString("\nkeywords\n")
	for _, k := range d.Keywords {
		fmt.Fprintf(&s, "%v %q %v line %d", k.Kind, k.Form, k.Role, k.Line)
		if k.Definition {
			s.WriteString(" defined")
		}
		for _, p := range k.Places {
			fmt.Fprintf(&s, " %d:%d×%d", p.Section, p.Line, p.Count)
		}
		s.WriteString("\n")
	}
	s.WriteString("\nlinks\n")
	for _, l := range d.Links {
		fmt.Fprintf(&s, "%d %s %q\n", l.Line, l.Destination, l.Text)
	}
	return s.String()
}
