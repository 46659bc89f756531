package emit

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// The letter of a key is what a reader looks it up under in an index of its
// script, told by the key's first character alone:
//
//   - Latin, Greek and Arabic letters without their accents (é under e, ά under
//     α, أ under ا); of Cyrillic ё is under е, й is a letter of its own;
//   - Kana by the row of the syllabary, Hiragana and Katakana together: か for
//     か, が, カ and ガ;
//   - Hangul by the first consonant, doubled ones with the single: ㄱ for 가, 까;
//   - ideographs by radical, as the dictionaries of all their languages have it.
//     Readings would need to know the language of each word;
//   - the letters of other scripts as they are.
//
// All else is under symbols.

// letterOf returns the letter under which a key is listed.
func letterOf(key string) string {
	r, n := utf8.DecodeRuneInString(key)
	switch {
	case r >= 'a' && r <= 'z':
		return key[:n]
	case r < utf8.RuneSelf || !unicode.IsLetter(r):
		return symbols
	}
	return string(letterOfRune(r))
}

func letterOfRune(r rune) rune {
	switch {
	case unicode.Is(unicode.Han, r):
		return radicalOf(r)
	case r >= '가' && r <= '힣':
		return consonants[(r-'가')/vowelsAndFinals]
	case unicode.In(r, unicode.Hiragana, unicode.Katakana) || r == 'ー':
		return kanaRow(r)
	case unicode.Is(unicode.Hangul, r):
		return jamo(r)
	case r == 'й', r == 'ў', r == 'ї', r == 'ѓ', r == 'ќ':
		return r
	}
	if base, known := plainLatin[r]; known {
		return base
	}
	base, _ := utf8.DecodeRuneInString(norm.NFKD.String(string(r)))
	if base, known := plainLatin[base]; known {
		return base
	}
	if base = unicode.ToLower(base); unicode.IsLetter(base) {
		return base
	}
	return r
}

// plainLatin holds letters that are told apart from another by a stroke or the
// like, which is no accent to Unicode.
var plainLatin = map[rune]rune{
	'ø': 'o', 'đ': 'd', 'ł': 'l', 'æ': 'a', 'œ': 'o', 'ħ': 'h', 'ı': 'i', 'ŧ': 't', 'ð': 'd', 'þ': 't', 'ŋ': 'n', 'ß': 's', 'ƒ': 'f', 'ə': 'e', 'ǝ': 'e',
	'ɓ': 'b', 'ɗ': 'd', 'ƙ': 'k', 'ƴ': 'y', 'ɛ': 'e', 'ɔ': 'o', 'ĸ': 'k', 'ſ': 's', 'ٱ': 'ا', 'ς': 'σ',
}

// vowelsAndFinals is how many syllables of Hangul start with one consonant.
const vowelsAndFinals = 21 * 28

// consonants are the letters of the syllables' first consonants.
var consonants = []rune("ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ")

// jamo returns the letter of a consonant that stands alone; of anything else
// the character itself.
func jamo(r rune) rune {
	if r >= '\u1100' && r <= '\u1112' {
		return consonants[r-'\u1100']
	}
	switch r {
	case 'ㄲ':
		return 'ㄱ'
	case 'ㄸ':
		return 'ㄷ'
	case 'ㅃ':
		return 'ㅂ'
	case 'ㅆ':
		return 'ㅅ'
	case 'ㅉ':
		return 'ㅈ'
	}
	return r
}

// kanaRows are the rows of the syllabary, each with what is written for it.
var kanaRows = []string{
	"あぁいぃうぅえぇおぉ", "かゕきくけゖこ", "さしすせそ", "たちっつてと", "なにぬねの", "はひふへほ", "まみむめも", "やゃゆゅよょ", "らりるれろ", "わゎゐゑをん",
}

// kanaRow returns the first character of the row that a Kana stands in.
func kanaRow(r rune) rune {
	if r >= 'ァ' && r <= 'ヶ' {
		r -= 'ァ' - 'ぁ'
	}
	base, _ := utf8.DecodeRuneInString(norm.NFKD.String(string(r))) // without its mark: が is か
	if base >= 'ァ' && base <= 'ヶ' {
		base -= 'ァ' - 'ぁ'
	}
	for _, row := range kanaRows {
		if strings.ContainsRune(row, base) {
			first, _ := utf8.DecodeRuneInString(row)
			return first
		}
	}
	return base
}

// radicals are the ideographs of the 214 radicals, in their order. The unified
// ideographs (U+4E00 to U+9FA5) are ordered by radical, and the first of each
// is the radical itself, or next to it.
var radicals = sync.OnceValue(func() []rune {
	const first, count = '\u2f00', 214
	all := make([]rune, count)
	for i := range all {
		all[i], _ = utf8.DecodeRuneInString(norm.NFKC.String(string(first + rune(i))))
	}
	return all
})

// radicalOf returns the radical under which an ideograph is listed: of a rare
// one, which is not in the block of the radicals, the first of all.
func radicalOf(r rune) rune {
	all := radicals()
	if r < all[0] || r > '\u9fff' {
		return all[0]
	}
	i, found := slices.BinarySearch(all, r)
	if !found {
		i--
	}
	return all[i]
}

// order compares keys as readers expect them, by the root collation of Unicode,
// which is the same on every machine; equal ones by bytes.
type order struct {
	collator *collate.Collator
	buffer   collate.Buffer
}

func newOrder() *order { return &order{collator: collate.New(language.Und)} }

// sortKey returns what a key is ordered by, before its bytes. It stays valid.
func (o *order) sortKey(key string) []byte { return o.collator.KeyFromString(&o.buffer, key) }
