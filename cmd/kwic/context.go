package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

const (
	// longestContext is how much of a line is told beside a place, in bytes.
	longestContext = 400
	// searchedLine is how much of a line is searched for the keyword, in bytes.
	searchedLine = 256 << 10
)

// locate returns where a line holds a keyword: in the document's form, else in
// the key's, else the first word of a phrase that goes on in the next line. It
// returns -1 where the line holds none of them as such: markup may stand in
// between.
func locate(line, form, key string) (start, end int) {
	line = line[:min(len(line), searchedLine)]
	first, _, phrase := strings.Cut(form, " ")
	candidates := []string{form, key, first}
	if !phrase {
		candidates = candidates[:2]
	}
	for _, one := range candidates {
		if start, end := indexFold(line, one); start >= 0 {
			return start, end
		}
	}
	return -1, -1
}

// indexFold returns where text holds a word, letter case and the amount of white
// space aside: the first place where it stands by itself, else the first.
func indexFold(text, word string) (start, end int) {
	start, end = -1, -1
	if word == "" {
		return start, end
	}
	var before rune
	for i, r := range text {
		if n := prefixFold(text[i:], word); n > 0 {
			after, _ := utf8.DecodeRuneInString(text[i+n:])
			if !isLetter(before) && !isLetter(after) {
				return i, i + n
			}
			if start < 0 {
				start, end = i, i+n
			}
		}
		before = r
	}
	return start, end
}

func isLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// prefixFold returns the length of the beginning of text that is word, or 0.
func prefixFold(text, word string) int {
	at := 0
	for i := 0; i < len(word); {
		w, size := utf8.DecodeRuneInString(word[i:])
		r, n := utf8.DecodeRuneInString(text[at:])
		switch {
		case n == 0:
			return 0
		case w == ' ' && unicode.IsSpace(r):
			for at < len(text) && unicode.IsSpace(r) {
				at += n
				r, n = utf8.DecodeRuneInString(text[at:])
			}
		case w == r || unicode.ToLower(unicode.ToUpper(w)) == unicode.ToLower(unicode.ToUpper(r)):
			at += n
		default:
			return 0
		}
		i += size
	}
	return at
}

// around returns a line without the white space at its ends, of a longer one
// about limit bytes around the keyword, with "…" where something is left out.
func around(line, form, key string, limit int) string {
	line = strings.TrimSpace(line)
	if len(line) <= limit {
		return line
	}
	start, end := locate(line, form, key)
	if start < 0 {
		start, end = 0, 0
	}
	from := max(0, min(start-(limit-(end-start))/2, len(line)-limit))
	to := min(len(line), max(from+limit, end))
	for from > 0 && !utf8.RuneStart(line[from]) {
		from--
	}
	for to < len(line) && !utf8.RuneStart(line[to]) {
		to++
	}
	cut := line[from:to]
	if from > 0 {
		cut = "…" + cut
	}
	if to < len(line) {
		cut += "…"
	}
	return cut
}

// oneLine makes a text fit for a line of the screen.
func oneLine(text string) string { return printable(strings.ReplaceAll(text, "\t", " ")) }

// lastColumns cuts a text between grapheme clusters to at most its last columns,
// of which "…" takes the first.
func lastColumns(text string, width int) string {
	excess := displayWidth(text) - width
	if excess <= 0 {
		return text
	}
	if width <= 0 {
		return ""
	}
	at, state := 0, -1
	for gone := 0; gone <= excess && at < len(text); { // one column more, for "…"
		cluster, _, columns, next := uniseg.FirstGraphemeClusterInString(text[at:], state)
		gone, at, state = gone+columns, at+len(cluster), next
	}
	return "…" + text[at:]
}

// firstColumns cuts a text to at most its first columns, of which "…" takes the
// last.
func firstColumns(text string, width int) string {
	switch {
	case displayWidth(text) <= width:
		return text
	case width <= 0:
		return ""
	}
	return shortened(text, width)
}
