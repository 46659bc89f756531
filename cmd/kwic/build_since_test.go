package main

import (
	"fmt"
	"slices"
	"testing"
)

// TestExceptionsAreKept writes exceptions and reads them: paths may hold anything, and
// too many are none.
func TestExceptionsAreKept(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	e := &exceptions{commit: "c0ffee", place: "docs/\nrules", paths: []string{"", "a b.md", "new\nline.md", "\xff\"\\.md", "zoë.md"}}
	read := readExceptions(e.String())
	if read == nil || read.commit != e.commit || read.place != e.place || !slices.Equal(read.paths, e.paths) {
		t.Errorf("%+v became %+v", e, read)
	}
	for _, text := range []string{"", "\"c0ffee\"\n", "c0ffee\nplace\n", "\"c0ffee\"\n\"place\"\n\"a"} {
		if read := readExceptions(text); read != nil {
			t.Errorf("%q is read as %+v", text, read)
		}
	}
	for i := len(e.paths); i <= mostExceptions; i++ {
		if e.String() == "" {
			t.Fatalf("%d paths are too many", i)
		}
		e.paths = append(e.paths, fmt.Sprint(i))
	}
	if text := e.String(); text != "" {
		t.Errorf("%d paths are written", len(e.paths))
	}
}
