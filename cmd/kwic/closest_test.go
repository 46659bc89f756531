package main

import (
	"strings"
	"testing"
)

func TestClosest(t *testing.T) {
	names := []string{"include", "exclude", "out", "site", "size_limit"}
	for word, want := range map[string]string{
		"inclde": "include", "Include": "include", "exlcude": "exclude", "sizelimit": "size_limit", "size": "site",
		"oot": "out", "": "", "banana": "", strings.Repeat("include", 20): "",
	} {
		if got := closest(word, names); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
