package main

import (
	"reflect"
	"strings"
	"testing"

	"kwic/store"
)

func TestAbbreviation(t *testing.T) {
	for title, want := range map[string]string{
		"Matrix multiplication (MM)":           "MM = Matrix multiplication",
		"About matrix multiplication (MM)":     "MM = matrix multiplication",
		"Lowest astronomical tide (LAT)":       "LAT = Lowest astronomical tide",
		"Department of the Interior (DI)":      "DI = Department of the Interior",
		"C run-time (CRT)":                     "CRT = C run-time",
		"Virtual Functions (VFs)":              "VFs = Virtual Functions",
		"Überwurf-Mutter (ÜM)":                 "ÜM = Überwurf-Mutter",
		"Lowest astronomical tide (LAT) again": "",
		"Tide (T)":                             "",
		"Lowest tide (see LT)":                 "",
		"Lowest tide (HT)":                     "",
		"Lowest Astronomical High tide (LT)":   "",
		"Lowest tide (lt)":                     "",
		"Lowest tide":                          "",
		"(LT)":                                 "",
		" (LT)":                                "",
		"of (OF)":                              "",
		"Ultra-low tide (LT)":                  "",
	} {
		short, long, ok := abbreviation(title)
		got := ""
		if ok {
			got = short + " = " + long
		}
		if got != want {
			t.Errorf("%q: %q, not %q", title, got, want)
		}
	}
}

func TestTemplateHeadings(t *testing.T) {
	got := templateHeadings(map[string]int{
		"Inputs": 9, "1. Inputs": 5, "inputs:": 4, "Outputs": 10, "Rare": 9, "See also": 99, "Many": 2, "…": 50,
	}, 10, func(heading string) bool { return heading == "See also" })
	want := []proposedHeading{{"Inputs", 18}, {"Outputs", 10}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, not %v", got, want)
	}
}

// TestProposalIsConfiguration reads what suggest prints as a configuration.
func TestProposalIsConfiguration(t *testing.T) {
	p := &proposal{files: 100, headingFrom: 2, termFrom: 2}
	words := []string{"Inputs", "true", "no", "12 o'clock", "a: b", "- x", "# hash", "quoted \"text\"", "back\\slash", "C++", "null", "1.5", "Überwurf", "日本語", "what? why!", "{x}", "*x", "&x", "a #b", "x:", "<b>&amp;", "~", "0x1F", "1e3", "2020-01-01", "Yes", "a\u2028b"}
	var want []string
	for _, word := range words {
		p.headings = append(p.headings, proposedHeading{word, 3})
		p.terms = append(p.terms, store.Usage{Form: word + " thing", Files: 5})
		want = append(want, word)
	}
	p.synonyms = []proposedSynonym{{"MM", "matrix multiplication", 1}, {"MM", "mean: model", 1}, {"no", "night owl", 2}}
	var b strings.Builder
	if err := p.writeYAML(&b); err != nil {
		t.Fatal(err)
	}
	c, err := parseConfig("proposal", []byte(b.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	if !reflect.DeepEqual(c.Boilerplate, want) {
		t.Errorf("read %q\nof   %q", c.Boilerplate, want)
	}
	if len(c.StopWords) != len(words) || !reflect.DeepEqual(c.Synonyms, []synonym{{"MM", "matrix multiplication"}, {"MM", "mean: model"}, {"no", "night owl"}}) {
		t.Errorf("read %q and %q", c.StopWords, c.Synonyms)
	}
}
