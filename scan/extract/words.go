package extract

import (
	"bytes"
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// The word lists. A line that starts with '#' is a comment; boilerplate.txt
// holds one heading a line, the others words in any number.
var (
	//go:embed words/function.txt
	functionWords string
	//go:embed words/filler.txt
	fillerWords string
	//go:embed words/verb.txt
	verbWords string
	//go:embed words/weak.txt
	weakWords string
	//go:embed words/concept.txt
	conceptWords string
	//go:embed words/cues.txt
	cueWords string
	//go:embed words/boilerplate.txt
	boilerplateHeadings string
)

// wordClass says what a word is good for.
type wordClass uint8

const (
	wordPlain   wordClass = iota
	wordWeak              // a term by itself only where a heading, or the like, says so
	wordVerb              // the same, and neither first nor last in a phrase of running text
	wordFiller            // no term by itself, and neither first nor last in a phrase
	wordForeign           // bounds phrases in another language than English
	wordStop              // bounds phrases
)

// A cue is what a word is or tells of the word after it, as a set.
type cue uint8

const (
	cueNoun    cue = 1 << iota // an article, a preposition: a noun, what belongs to it before it
	cueVerb                    // to, can, you: a verb
	cueJoin                    // of, for, and: a heading reads on across it
	cueBoth                    // and, or: two parts may have their last word in common
	cueConcept                 // no function word: a subject of computing
)

// knownWord is what the word lists say of a word. One look-up tells both.
type knownWord struct {
	class wordClass
	cue   cue
}

type headingClass uint8

const (
	headingOwn       headingClass = iota // says what its section is about
	headingEmpty                         // boilerplate
	headingReference                     // boilerplate over a list of other documents
	headingContents                      // boilerplate over a list of the document's sections
)

// A lexicon is what an Extractor knows of words, read-only once it is made.
type lexicon struct {
	words    map[string]knownWord
	stops    map[string]bool // keys that the configuration forbids, nil for none
	headings map[string]headingClass

	spaceless *spacelessLexicon
}

// builtin parses the embedded lists once, for all Extractors.
var builtin = sync.OnceValue(func() *lexicon {
	l := &lexicon{words: make(map[string]knownWord, 8192), headings: make(map[string]headingClass, 2048)}
	classify := func(word string, class wordClass) { l.words[word] = knownWord{class, l.words[word].cue} }
	hint := func(word string, tells cue) {
		l.words[word] = knownWord{l.words[word].class, l.words[word].cue | tells}
	}
	for _, word := range listed(conceptWords) {
		hint(string(singular([]byte(word))), cueConcept)
	}
	tells := cueNoun
	for line := range strings.Lines(cueWords) {
		switch {
		case strings.HasPrefix(line, "# Before a verb"):
			tells = cueVerb
		case strings.HasPrefix(line, "# Between"):
			tells = cueJoin
		}
		for _, word := range listed(line) {
			hint(word, tells)
			if tells == cueJoin && (word == "and" || word == "or") {
				hint(word, cueBoth)
			}
		}
	}
	for _, word := range listed(fillerWords) {
		classify(word, wordFiller)
	}
	for _, word := range listed(weakWords) {
		classify(word, wordWeak)
	}
	for _, word := range listed(verbWords) {
		for _, form := range [...]string{word, thirdPerson(word)} {
			if l.words[form].class == wordPlain {
				classify(form, wordVerb)
			}
		}
	}
	english, others, _ := strings.Cut(functionWords, "# German")
	for _, word := range listed(others) {
		classify(word, wordForeign)
	}
	for _, word := range listed(english) {
		classify(word, wordStop)
	}
	l.spaceless = newSpacelessLexicon()
	for _, word := range l.spaceless.filler {
		classify(word, wordFiller)
	}
	for line := range strings.Lines(boilerplateHeadings) {
		line = strings.TrimSpace(line)
		if name, reference := strings.CutPrefix(line, ">"); reference {
			l.headings[strings.TrimSpace(name)] = headingReference
		} else if name, contents := strings.CutPrefix(line, "="); contents {
			l.headings[strings.TrimSpace(name)] = headingContents
		} else if line != "" && line[0] != '#' {
			l.headings[line] = headingEmpty
		}
	}
	return l
})

// listed returns the words of a list.
func listed(text string) []string {
	var words []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			words = append(words, strings.Fields(line)...)
		}
	}
	return words
}

func newLexicon(stopWords, boilerplate []string) *lexicon {
	base := builtin()
	l := &lexicon{words: base.words, headings: base.headings, spaceless: base.spaceless}
	l.stops = stopKeys(stopWords)
	if len(boilerplate) > 0 {
		l.headings = make(map[string]headingClass, len(base.headings)+len(boilerplate))
		for heading, class := range base.headings {
			l.headings[heading] = class
		}
		for _, heading := range boilerplate {
			l.headings[plainHeading(heading)] = headingEmpty
		}
	}
	return l
}

// class returns the class of a folded word.
func (l *lexicon) class(word []byte) wordClass { return l.classOf(word, l.words[string(word)]) }

// classOf is class for a word of which the lists say what is known.
func (l *lexicon) classOf(word []byte, known knownWord) wordClass {
	if len(l.stops) > 0 && (l.stops[string(word)] || l.stops[string(singular(word))]) {
		return wordStop
	}
	if known.class != wordPlain {
		return known.class
	}
	if participle(word) {
		return wordWeak
	}
	return wordPlain
}

// thirdPerson returns an English verb as it stands after he, she or it.
func thirdPerson(verb string) string {
	n := len(verb)
	switch verb[n-1] {
	case 'y':
		if !strings.ContainsRune("aeou", rune(verb[n-2])) {
			return verb[:n-1] + "ies"
		}
	case 's', 'x', 'z', 'o':
		return verb + "es"
	case 'h':
		if c := verb[n-2]; c == 'c' || c == 's' {
			return verb + "es"
		}
	}
	return verb + "s"
}

// participle reports whether an English word is an adverb in -ly or a past
// participle in -ed by its looks: good in a phrase, little by itself.
func participle(word []byte) bool {
	n := len(word)
	if n < 6 {
		return false
	}
	switch string(word[n-2:]) {
	case "ed":
		return word[n-3] != 'e' && bytes.IndexByte(word, '-') < 0
	case "ly":
		switch string(word) {
		case "assembly", "family", "anomaly", "monopoly", "subassembly", "butterfly", "supply":
			return false
		}
		return true
	}
	return false
}

// heading returns the class of a heading, whatever its case, its numbers and
// the marks at its ends.
func (l *lexicon) heading(title string) headingClass {
	var buffer [128]byte
	if plain, ascii := appendPlainHeading(buffer[:0], title); ascii {
		if class := l.headings[string(plain)]; class != headingOwn {
			return class
		}
		if cut := trimEnd(plain, "0123456789. "); len(cut) < len(plain) {
			return l.headings[string(cut)]
		}
		return headingOwn
	}
	plain := plainHeading(title)
	if class := l.headings[plain]; class != headingOwn {
		return class
	}
	// "Example 3", "Exercise 2.1"
	if cut := strings.TrimRight(plain, "0123456789. "); len(cut) < len(plain) {
		return l.headings[cut]
	}
	return headingOwn
}

// plainHeading folds a heading for comparison: "2.1 See Also:" is "see also",
// and so is one with a pictogram before it.
func plainHeading(title string) string {
	title = foldKey(oneLine(title))
	if strings.HasPrefix(title, ":") { // :rocket: Getting started
		if _, rest, ok := strings.Cut(title[1:], ": "); ok {
			title = rest
		}
	}
	title = strings.TrimLeftFunc(title, func(c rune) bool { return !unicode.IsLetter(c) })
	title = strings.TrimRightFunc(title, func(c rune) bool {
		return strings.ContainsRune(" :.*_!?…-–—#：。！？】」』》\u200d", c) || c >= utf8.RuneSelf && (unicode.IsSymbol(c) || unicode.IsMark(c) && c >= '\ufe00' && c <= '\ufe0f')
	})
	if len(title) > 2 && title[1] == '.' && title[2] == ' ' { // A. References
		title = title[3:]
	}
	return strings.ReplaceAll(title, "’", "'")
}

// appendPlainHeading is plainHeading for a heading in ASCII that fits into dst
// and starts with a letter, which almost all do. It is false for another one.
func appendPlainHeading(dst []byte, title string) ([]byte, bool) {
	if len(title) > cap(dst) || title == "" || !isLetter(title[0]) {
		return dst, false
	}
	for i := range len(title) {
		c := title[i]
		switch {
		case c >= utf8.RuneSelf || c < ' ' || c == ' ' && i+1 < len(title) && title[i+1] == ' ':
			return dst, false
		case isUpper(c):
			c |= 0x20
		}
		dst = append(dst, c)
	}
	dst = trimEnd(dst, " :.*_!?-#")
	if len(dst) > 2 && dst[1] == '.' && dst[2] == ' ' {
		dst = dst[3:]
	}
	return dst, true
}

// trimEnd is bytes.TrimRight for a set of ASCII signs that mostly ends at the
// first byte: that one makes a table of the set for each call.
func trimEnd(text []byte, signs string) []byte {
	for len(text) > 0 && strings.IndexByte(signs, text[len(text)-1]) >= 0 {
		text = text[:len(text)-1]
	}
	return text
}

// PlainHeading folds a heading as it is compared with boilerplate: "2.1 See
// Also:" is "see also".
func PlainHeading(title string) string { return plainHeading(title) }

// IsBoilerplate reports whether a heading says nothing of its own, by the
// built-in list or the options.
func (x *Extractor) IsBoilerplate(title string) bool { return x.words.heading(title) != headingOwn }
