package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What somebody looks for may hold signs that no part of a keyword has (see
// AppendParts): C++ is not C, and %s is not every keyword with an S. Words with
// signs are looked for as they stand.

// isSign reports whether a character tells words apart that have the same
// letters. Marks that join words, enclose them or end a sentence do not.
func isSign(r rune) bool {
	if r < utf8.RuneSelf {
		return strings.ContainsRune("#$%&'+=@^|~", r)
	}
	return unicode.IsSymbol(r)
}

// SignedWords returns the words of a text that hold a sign, folded as keys are,
// without what encloses them.
func SignedWords(text string) []string {
	var words []string
	for word := range strings.FieldsSeq(WithoutPossessives(text)) {
		word = strings.Trim(word, "'")
		word = strings.TrimFunc(word, func(r rune) bool { return !partRune(r) && !isSign(r) })
		if strings.ContainsFunc(word, isSign) {
			words = append(words, foldKey(word))
		}
	}
	return words
}

// WithoutPossessives returns a text whose words have lost their 's, as in the
// keys of terms.
func WithoutPossessives(text string) string {
	words := strings.Fields(text)
	for i, word := range words {
		for _, mark := range []string{"'s", "’s"} {
			word = strings.TrimSuffix(word, mark)
		}
		words[i] = word
	}
	return strings.Join(words, " ")
}

// HoldsWord reports whether a key holds a word of SignedWords where neither a
// word nor a row of signs goes on beyond its ends: "c++" stands in
// "microsoft c++", "%s" not in "%system".
func HoldsWord(key, word string) bool {
	alike := func(a, b rune) bool { return partRune(a) && partRune(b) || isSign(a) && isSign(b) }
	first, _ := utf8.DecodeRuneInString(word)
	last, _ := utf8.DecodeLastRuneInString(word)
	for at := 0; ; {
		i := strings.Index(key[at:], word)
		if i < 0 || word == "" {
			return false
		}
		start, end := at+i, at+i+len(word)
		before, n := utf8.DecodeLastRuneInString(key[:start])
		after, m := utf8.DecodeRuneInString(key[end:])
		if !(n > 0 && alike(before, first)) && !(m > 0 && alike(last, after)) {
			return true
		}
		_, size := utf8.DecodeRuneInString(key[start:])
		at = start + size
	}
}
