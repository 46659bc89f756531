package extract

import "strings"

// TermKey returns the key of a term: its words folded, without 's and
// plural s, joined by single spaces.
func TermKey(text string) string { return joinWords(text, true) }

// NameKey returns the key of a name or a tag: its case folded, in NFC, its
// words joined by single spaces.
func NameKey(text string) string { return joinWords(text, false) }

// KeyOf returns the key that a keyword has by its looks: that of a name where a
// word looks like code or holds signs, else that of a term.
func KeyOf(text string) string {
	if looksLikeName(text) {
		return NameKey(text)
	}
	return TermKey(text)
}

func joinWords(text string, term bool) string {
	words := strings.Fields(text)
	for i, word := range words {
		if end, shown, what := scanWord([]byte(word), 0); end == len(word) && shown > 0 && what != wordRun {
			word = word[:shown]
		}
		key := appendFold(nil, []byte(word))
		if term {
			key = termFold([]byte(word), key)
		}
		words[i] = string(key)
	}
	return strings.Join(words, " ")
}

// looksLikeName reports whether a word of a text is written as code is.
func looksLikeName(text string) bool {
	for word := range strings.FieldsSeq(text) {
		end, _, what := scanWord([]byte(word), 0)
		if end < len(word) || what == wordCall || what == wordRun || shapeOf([]byte(word)).isName() {
			return true
		}
	}
	return false
}

// stopKeys returns the keys that no keyword may have: of each stop word or
// phrase as a term and as a name, so that it counts in every case and number.
func stopKeys(stopWords []string) map[string]bool {
	if len(stopWords) == 0 {
		return nil
	}
	keys := make(map[string]bool, 2*len(stopWords))
	for _, word := range stopWords {
		keys[TermKey(word)] = true
		keys[NameKey(word)] = true
	}
	return keys
}

// stopped reports whether the configuration forbids the key of a node.
func (r *reader) stopped(n int32) bool {
	stops := r.x.words.stops
	if len(stops) == 0 {
		return false
	}
	b := &r.bag
	b.scratch = b.appendKey(b.scratch[:0], n)
	return stops[string(b.scratch)]
}
