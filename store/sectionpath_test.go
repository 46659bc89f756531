package store

import (
	"strconv"
	"testing"
)

// TestSectionPath tells the way to sections of each depth.
func TestSectionPath(t *testing.T) {
	outline := []Section{{Parent: -1, Title: "Document"}}
	for i := range 60 {
		outline = append(outline, Section{Parent: i, Level: i + 1, Title: strconv.Itoa(i + 1)})
	}
	for section, want := range map[int]string{
		0: "", 1: "1", 3: "1 › 2 › 3", 8: "1 › 2 › 3 › 4 › 5 › 6 › 7 › 8", 9: "… › 2 › 3 › 4 › 5 › 6 › 7 › 8 › 9",
		60: "… › 53 › 54 › 55 › 56 › 57 › 58 › 59 › 60",
	} {
		if got := SectionPath(outline, 0, section); got != want {
			t.Errorf("section %d: %q, not %q", section, got, want)
		}
	}
	if got := SectionPath(outline, 1, 3); got != "2 › 3" {
		t.Errorf("below the top heading: %q", got)
	}
}
