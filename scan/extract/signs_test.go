package extract

import (
	"strings"
	"testing"
)

func TestSignedWords(t *testing.T) {
	for text, want := range map[string]string{
		"C++ (AT&T), x":      "c++ at&t",
		"%s":                 "%s",
		"'s":                 "",
		"the driver's":       "",
		"isn't":              "isn't",
		"'quoted' printf()":  "",
		"std::vector <a> *p": "",
		"a && b":             "&&",
		"&é→":                "&é→",
		"what is it?":        "",
		"":                   "",
	} {
		if got := strings.Join(SignedWords(text), " "); got != want {
			t.Errorf("signed words of %q are %q, want %q", text, got, want)
		}
	}
}

func TestHoldsWord(t *testing.T) {
	for _, test := range []struct {
		key, word string
		want      bool
	}{
		{"microsoft c++", "c++", true},
		{"c++11", "c++", true},
		{"vc++", "c++", false},
		{"vc++ and c++", "c++", true},
		{"c+++", "c++", false},
		{"%system", "%s", false},
		{"%d%s", "%s", true},
		{"%%s", "%s", false},
		{"at&t", "at&t", true},
		{"éat&t", "at&t", false},
		{"", "%", false},
		{"x", "", false},
	} {
		if got := HoldsWord(test.key, test.word); got != test.want {
			t.Errorf("%q in %q: %v", test.word, test.key, got)
		}
	}
}

func FuzzHoldsWord(f *testing.F) {
	f.Add("microsoft c++", "c++")
	f.Add("\xff%s", "%s's")
	f.Fuzz(func(t *testing.T, key, text string) {
		for _, word := range SignedWords(text) {
			if HoldsWord(key, word) && !strings.Contains(key, word) {
				t.Errorf("%q does not hold %q", key, word)
			}
			if !HoldsWord(word, word) {
				t.Errorf("%q does not hold itself", word)
			}
		}
	})
}
