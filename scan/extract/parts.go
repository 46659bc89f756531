package extract

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// PartsVersion numbers the rules by which forms are cut into parts. Raise it
// whenever any form could give other parts than before: what was kept of the
// parts of keywords is then made anew.
const PartsVersion = 1

// AppendParts appends the parts of a keyword's form that somebody may know it
// by, in their order, folded as keys are, with the plural s of words taken off.
// Parts that come twice are there twice. They are
//
//   - the words of a phrase, and what stands between '_', '-', '.', ':', '/'
//     and all other characters that are neither letters nor digits;
//   - of these the words of CamelCase: DispatchKeySet gives dispatch, key, set,
//     and HTTPServer2 gives http, server2. Single letters that only case cuts
//     off (the C of CWnd) are left out;
//   - of scripts that put no spaces between words every two characters that
//     stand side by side, and the last one: 潮汐表 gives 潮汐, 汐表, 表.
//
// A form has no more parts than characters.
func AppendParts(into []string, form string) []string {
	for at := 0; at < len(form); {
		r, size := utf8.DecodeRuneInString(form[at:])
		if !partRune(r) {
			at += size
			continue
		}
		end := at + size
		if unspaced(r) {
			for end < len(form) {
				next, size := utf8.DecodeRuneInString(form[end:])
				if !unspaced(next) && !unicode.IsMark(next) {
					break
				}
				end += size
			}
			into = appendPairs(into, form[at:end])
		} else {
			for end < len(form) {
				next, size := utf8.DecodeRuneInString(form[end:])
				if !partRune(next) || unspaced(next) {
					break
				}
				end += size
			}
			into = appendHumps(into, form[at:end])
		}
		at = end
	}
	return into
}

// partRune reports whether a character belongs to a part.
func partRune(r rune) bool {
	if r < utf8.RuneSelf {
		return byteKinds[r] == byteLetter && r != '_'
	}
	return r != utf8.RuneError && wordRune(r)
}

// unspaced reports whether a character belongs to a script that writes without
// spaces between words. Korean has spaces, but its words carry endings.
func unspaced(r rune) bool {
	const long = 0x30fc // the sign for a long vowel, which several scripts share
	return r == long || r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// appendPairs appends every two neighbours of a run, and its last character.
func appendPairs(into []string, run string) []string {
	for len(run) > 0 {
		_, first := utf8.DecodeRuneInString(run)
		_, second := utf8.DecodeRuneInString(run[first:])
		into = appendPart(into, []byte(run[:first+second]))
		run = run[first:]
	}
	return into
}

// appendHumps appends the words of a run of letters and digits that CamelCase
// tells apart.
func appendHumps(into []string, run string) []string {
	start := 0
	var before, last rune // the two characters before
	lastSize := 0
	for at, r := range run {
		cut := -1
		switch {
		case unicode.IsUpper(r) && at > 0 && (unicode.IsLower(last) || unicode.IsDigit(last)):
			cut = at
		case unicode.IsLower(r) && unicode.IsUpper(last) && unicode.IsUpper(before) && !(r == 's' && at+1 == len(run)):
			cut = at - lastSize // HTTPServer, but not APIs
		}
		if cut > start {
			into = appendHump(into, run[start:cut], true)
			start = cut
		}
		before, last, lastSize = last, r, utf8.RuneLen(r)
	}
	// Behind one capital a word starts: CWnd, IDispatch.
	return appendHump(into, run[start:], start > 0)
}

// appendHump appends one word; cut says that case alone tells it from its
// neighbours.
func appendHump(into []string, word string, cut bool) []string {
	if cut && len(word) == 1 {
		return into
	}
	return appendPart(into, []byte(word))
}

func appendPart(into []string, word []byte) []string {
	var buffer [64]byte
	return append(into, string(termFold(word, appendFold(buffer[:0], word))))
}

// Keys returns the keys that a keyword written as text can have, the likeliest
// first: as a name, whose case is folded, and as a term, whose words also lose
// their plural s. White space at the ends is of no account.
func Keys(text string) []string {
	words := bytes.Fields([]byte(text))
	name := foldKey(string(bytes.Join(words, []byte(" "))))
	for i, word := range words {
		words[i] = termFold(word, appendFold(nil, word))
	}
	term := string(bytes.Join(words, []byte(" ")))
	if term == name {
		return []string{name}
	}
	return []string{name, term}
}
