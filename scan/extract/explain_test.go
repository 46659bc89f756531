package extract

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// checkExplanation reports where an explanation does not fit its document.
func checkExplanation(t *testing.T, x *Extractor, language Language, src []byte) {
	t.Helper()
	e := x.Explain(language, src)
	if d := x.Read(language, src); !reflect.DeepEqual(d, e.Document) {
		t.Fatal("the explained document is another one than Read gives")
	}
	all := slices.Collect(e.Keywords())
	if len(all) != len(e.Document.Keywords) {
		t.Fatalf("%d of %d keywords are explained", len(all), len(e.Document.Keywords))
	}
	last := float32(0)
	for i, one := range all {
		k := &e.Document.Keywords[i]
		if one.Rank != i+1 || one.Key != k.Key || one.Kind != k.Kind || one.Form != k.Form || one.Reason != "" {
			t.Errorf("keyword %+v is explained as %+v", k, one)
		}
		if k.Kind == Tag {
			continue
		}
		if i > 0 && all[i-1].Kind != Tag && one.Score > last {
			t.Errorf("%q with %g stands below one with %g", k.Key, one.Score, last)
		}
		last = one.Score
		sum := float32(0)
		for _, s := range one.Signals {
			sum += s.Contribution
			if s.Name == "" {
				t.Errorf("a signal of %q has no name", k.Key)
			}
		}
		if diff := sum - one.Score; diff > 1e-3 || diff < -1e-3 {
			t.Errorf("the signals of %q sum up to %g, not %g", k.Key, sum, one.Score)
		}
	}
	checkParts(t, e)
}

// checkParts reports where the parts of a document do not add up to its keywords.
func checkParts(t *testing.T, e *Explanation) {
	t.Helper()
	whole := make([]Part, len(e.Document.Keywords))
	for i := range e.Document.Keywords {
		k := &e.Document.Keywords[i]
		whole[i] = Part{i, k.Role, k.Line, k.Count}
	}
	if parts := e.Within(0, e.Document.Lines+1); !slices.Equal(parts, whole) {
		t.Errorf("all lines hold %v, the document %v", parts, whole)
	}
	sums := make([]Part, len(whole))
	for line := 0; line <= e.Document.Lines+1; line += 3 {
		for _, p := range e.Within(line, line+2) {
			if p.Line < line || p.Line > line+2 {
				t.Errorf("lines %d to %d hold %v", line, line+2, p)
			}
			sums[p.Keyword].add(p.Role, p.Line, p.Count)
			sums[p.Keyword].Keyword = p.Keyword
		}
	}
	if !slices.Equal(sums, whole) {
		t.Errorf("three lines at a time hold %v, the document %v", sums, whole)
	}
	if parts := e.Within(2, 1); len(parts) > 0 {
		t.Errorf("no lines hold %v", parts)
	}
}

func TestExplainFitsDocuments(t *testing.T) {
	x := newTestExtractor(t, Options{StopWords: []string{"chuck"}, Chosen: []Chosen{{Text: "is a", Kind: Function, HasKind: true}}})
	sources, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	explained := 0
	for _, source := range sources {
		language, naming := LanguageOf(source)
		if naming != NamesLanguage {
			continue
		}
		src, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		checkExplanation(t, x, language, src)
		explained++
	}
	if explained == 0 {
		t.Error("no golden document was explained")
	}
	checkExplanation(t, x, "go", []byte("package gear\n\n// Mesh is how wheels turn.\ntype Mesh struct{}\n\n// Wheels returns the wheels of the mesh, wheels first.\nfunc (m *Mesh) Wheels() {}\n\nconst MAX = 1 // of wheels\nfunc max() { Mesh{}.Wheels() }\n"))
	checkExplanation(t, x, Markdown, []byte(generatedDocument(3)))
	checkExplanation(t, x, Markdown, []byte("---\ntags: [gear, a]\n---\n`git commit` git commit **git commit**"))
	checkExplanation(t, x, ReStructuredText, []byte("Tides\n=====\n\n.. index:: slack water, tide; table\n\nA *tide table* of :func:`open_gauge`.\n\n.. function:: open_gauge(path)\n\n   Opens it.\n"))
}

func TestSignalNames(t *testing.T) {
	names := map[string]bool{}
	for i, name := range signalNames {
		if name == "" || names[name] {
			t.Errorf("signal %d has no name of its own", i)
		}
		names[name] = true
	}
}

func sightingsOf(one Explained) []Sighting {
	if one.Sightings == nil {
		return nil
	}
	return slices.Collect(one.Sightings)
}

func TestExplainReasons(t *testing.T) {
	x := newTestExtractor(t, Options{StopWords: []string{"grease nipple"}, Boilerplate: []string{"Spare wheels"}, Chosen: []Chosen{{Text: "quiet word"}}})
	const doc = `# Gear boxes

The first sentence.

<!-- kwic: ignore -->
An **idle pinion** is here.
<!-- kwic: end -->

## Spare wheels

A **grease nipple**, overview of a quiet
word. Ratchet pawls and ratchet pawls, for a8f5f167f44f4964e6c998dee827110c, https://example.org/hidden/place.

See ` + "`wind_up()`" + `, and one lonely sprocket.
`
	e := x.Explain(Markdown, []byte(doc))
	for text, want := range map[string]string{
		"gear box":                         "",
		"gear boxes":                       "",
		"wind_up":                          "",
		"quiet word":                       "",
		"Grease Nipples":                   "the configuration has it among the stop words",
		"the":                              "a function word is no keyword by itself",
		"gear of box":                      `the word "of" ends a phrase`,
		"q":                                "a single letter is a keyword only where it is set as code",
		"a8f5f167f44f4964e6c998dee827110c": "it looks like a number, a hash or an id",
		"lonely sprocket":                  "it stands once, and nothing sets it off",
		"idle pinion":                      "it stands on ignored lines only",
		"absent thing":                     "the document does not hold it",
		"spare wheels":                     `it stands in the heading "Spare wheels", which is boilerplate`,
		"hidden":                           "it stands on line 12 where nothing is looked for",
		"ratchet":                          `it never stands outside of a longer phrase, and nothing sets it off: "Ratchet pawls"`,
		"big small red hot gear":           "a phrase has at most 4 words",
	} {
		one := e.Find(text)[0]
		sightings := sightingsOf(one)
		if want == "" && (one.Rank == 0 || one.Reason != "" || len(sightings) == 0) || want != "" && (one.Rank != 0 || !strings.HasPrefix(one.Reason, want)) {
			t.Errorf("%q: rank %d, %q, %v", text, one.Rank, one.Reason, sightings)
		}
	}
	if got := sightingsOf(e.Find("idle pinion")[0]); len(got) != 1 || got[0].Line != 6 || !got[0].Ignored {
		t.Errorf("sightings on ignored lines: %+v", got)
	}
	if got := sightingsOf(e.Find("gear box")[0])[0]; got.Line != 1 || got.Form != "Gear boxes" || !slices.Contains(got.Marks, "heading") {
		t.Errorf("sighting in the heading: %+v", got)
	}
	if !slices.Equal(e.Ignored, []Lines{{5, 7}}) || e.Unclosed || len(e.Oddities) > 0 {
		t.Errorf("ignored lines: %+v", e)
	}
	odd := x.Explain(Markdown, []byte("<!-- kwic: end -->\n\n<!-- kwic: hide -->\n\n<!-- kwic: ignore -->\n\n<!-- kwic: ignore -->\n\na\n"))
	if len(odd.Oddities) != 3 || !odd.Unclosed || !slices.Equal(odd.Ignored, []Lines{{5, 9}}) {
		t.Errorf("odd commands: %+v", odd)
	}
}
