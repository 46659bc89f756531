package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A Korean word carries its particle: 데이터베이스를, 데이터베이스는. A reader looks
// for 데이터베이스, so that particles and the endings of verbs made from nouns are
// no part of a word. Only those go that are plain from the word itself: they
// agree with the syllable before them, which is closed by a consonant or open,
// and two syllables at least are left. The subject's 이 stays, because too many
// nouns end in it.

// ending is a particle or an ending of a verb.
type ending struct {
	text   string
	before syllable
}

// syllable is what an ending asks of the syllable before it.
type syllable uint8

const (
	anySyllable syllable = iota
	openSyllable
	closedSyllable
	openOrL  // 로 follows ㄹ too
	closedNL // and 으로 does not
)

// endings lists longer ones before those that they end in.
var endings = []ending{
	{"에서는", anySyllable}, {"으로는", closedNL}, {"에서의", anySyllable}, {"으로의", closedNL},
	{"합니다", anySyllable}, {"됩니다", anySyllable}, {"입니다", anySyllable}, {"하였다", anySyllable}, {"되었다", anySyllable}, {"습니다", closedSyllable},
	{"에서", anySyllable}, {"에게", anySyllable}, {"에는", anySyllable}, {"으로", closedNL}, {"로는", openOrL}, {"로의", openOrL}, {"부터", anySyllable}, {"까지", anySyllable}, {"처럼", anySyllable},
	{"보다", anySyllable}, {"마다", anySyllable}, {"이며", closedSyllable}, {"하는", anySyllable}, {"하여", anySyllable}, {"하고", anySyllable}, {"하기", anySyllable}, {"하면", anySyllable},
	{"하지", anySyllable}, {"한다", anySyllable}, {"했다", anySyllable}, {"하다", anySyllable}, {"되는", anySyllable}, {"되어", anySyllable}, {"되고", anySyllable}, {"되면", anySyllable}, {"된다", anySyllable}, {"되다", anySyllable},
	{"을", closedSyllable}, {"를", openSyllable}, {"은", closedSyllable}, {"는", openSyllable}, {"가", openSyllable}, {"과", closedSyllable}, {"와", openSyllable}, {"로", openOrL}, {"의", anySyllable}, {"에", anySyllable},
}

// uninflected are ends of nouns that look like a particle.
var uninflected = " 경로 회로 도로 통로 미로 진로 선로 항로 수로 피로 프로 제로 서로 바로 따로 새로 스로 정의 회의 주의 강의 동의 합의 논의 결의 유의 임의 편의 문의 협의 심의" +
	" 결과 효과 통과 초과 성과 경과 학과 부과 마을 가을 노을 평가 추가 부가 휴가 대가 국가 작가 전문가 "

// syllableSize is what a syllable has, in bytes.
const syllableSize = 3

// hangulStem returns the length of a word without its particle.
func hangulStem(word []byte) int {
	if len(word) <= syllableSize || word[len(word)-1] < utf8.RuneSelf {
		return len(word)
	}
	return withoutParticle(word)
}

func withoutParticle(word []byte) int {
	if stem := latinStem(word); stem > 0 {
		return stem
	}
	if len(word) < 3*syllableSize || !isSyllable(word[len(word)-syllableSize:]) || !isSyllable(word[len(word)-2*syllableSize:]) {
		return len(word)
	}
	if strings.Contains(uninflected, " "+string(word[len(word)-2*syllableSize:])+" ") {
		return len(word)
	}
	for _, e := range endings {
		stem := len(word) - len(e.text)
		if stem >= 2*syllableSize && string(word[stem:]) == e.text && isSyllable(word[stem-2*syllableSize:]) && agrees(word[:stem], e.before) {
			return stem
		}
	}
	return len(word)
}

// latinStem returns the length of a word in Latin letters or digits that has a
// particle behind it, API를, 0 for another word. How it is spoken, and so which of
// two particles agrees with it, its letters do not tell; nor is it a noun that
// ends in the subject's 이.
func latinStem(word []byte) int {
	stem := 0
	for stem < len(word) && word[stem] < utf8.RuneSelf {
		stem++
	}
	if stem == 0 || !isLetter(word[stem-1]) && !isDigit(word[stem-1]) {
		return 0
	}
	particle := string(word[stem:])
	if particle == "이" || slices.ContainsFunc(endings, func(e ending) bool { return e.text == particle }) {
		return stem
	}
	return 0
}

// isSyllable reports whether text starts with a syllable of Hangul.
func isSyllable(text []byte) bool {
	ch, _ := utf8.DecodeRune(text)
	return ch >= '가' && ch <= '힣'
}

func agrees(stem []byte, before syllable) bool {
	ch, _ := utf8.DecodeLastRune(stem)
	if ch < '가' || ch > '힣' {
		return before == anySyllable
	}
	const finals, l = 28, 8 // consonants that may close a syllable, none included; the number of ㄹ
	switch final := (ch - '가') % finals; before {
	case openSyllable:
		return final == 0
	case closedSyllable:
		return final != 0
	case openOrL:
		return final == 0 || final == l
	case closedNL:
		return final != 0 && final != l
	}
	return true
}
