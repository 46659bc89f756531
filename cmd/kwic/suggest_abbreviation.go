package main

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// abbreviation finds "Matrix multiplication (MM)" at the end of a heading:
// capitals in parentheses that are the first letters of the words before them.
func abbreviation(title string) (short, long string, ok bool) {
	before, after, found := strings.Cut(title, " (")
	short, rest, closed := strings.Cut(after, ")")
	if !found || !closed || strings.TrimSpace(rest) != "" || utf8.RuneCountInString(short) < 2 || len(short) > 10 {
		return "", "", false
	}
	for _, c := range strings.TrimSuffix(short, "s") {
		if !unicode.IsUpper(c) && !unicode.IsDigit(c) {
			return "", "", false
		}
	}
	letters := []rune(strings.TrimSuffix(short, "s"))
	starts := wordStarts(before)
	// From the end, each letter has its word; short words between them may have
	// none ("of", "the").
	at := len(starts) - 1
	first := 0
	for i := len(letters) - 1; i >= 0; i-- {
		for at >= 0 && !begins(before[starts[at]:], letters[i]) {
			if i == len(letters)-1 || !isSmall(before[starts[at]:]) {
				return "", "", false
			}
			at--
		}
		if at < 0 {
			return "", "", false
		}
		first = starts[at]
		at--
	}
	if first > 0 && before[first-1] == '-' {
		return "", "", false // within a compound
	}
	return short, strings.TrimSpace(before[first:]), true
}

// wordStarts returns where words start, the parts of compounds among them.
func wordStarts(text string) []int {
	var starts []int
	inside := false
	for i, c := range text {
		is := unicode.IsLetter(c) || unicode.IsDigit(c) || c == '\'' || c == '’'
		if is && !inside {
			starts = append(starts, i)
		}
		inside = is
	}
	return starts
}

// begins reports whether a text begins with a letter, in either case.
func begins(text string, letter rune) bool {
	c, _ := utf8.DecodeRuneInString(text)
	return unicode.ToUpper(c) == letter
}

// isSmall reports whether a text begins with a word that titles do not
// capitalise.
func isSmall(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	return len(word) <= 3 && word == strings.ToLower(word)
}
