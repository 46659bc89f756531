package extract

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Chosen is a keyword that the configuration asks for: it is taken wherever
// text has it, and code blocks where they have it as a name.
type Chosen struct {
	Text    string // words, in any case; those of a term in any number
	Kind    Kind
	HasKind bool // else the kind is what the document's own evidence says

	// Pattern stands in for Text: what it matches in text is a keyword, cut down
	// to the first group if it has one. Code blocks are not searched.
	Pattern *regexp.Regexp
}

// chosen is a Chosen made ready for matching. Text and keyword are cut alike:
// into runs of letters and digits, single characters of scripts without
// spaces, and single signs.
type chosen struct {
	Chosen
	words  []string      // keys of its words: a phrase's nodes
	tokens []chosenToken // what has to follow one another
	term   bool          // words match in any number
}

type chosenToken struct {
	key    string
	spaced bool // white space before it
}

// choices are the chosen keywords by their first token, as a term's.
type choices struct {
	all      []chosen
	byFirst  map[string][]int // indexes into all
	patterns []Chosen
}

// newChoices compiles chosen keywords; nil for none.
func newChoices(list []Chosen) *choices {
	if len(list) == 0 {
		return nil
	}
	c := &choices{byFirst: make(map[string][]int, len(list))}
	for _, one := range list {
		if one.Pattern != nil {
			c.patterns = append(c.patterns, one)
			continue
		}
		word := chosen{Chosen: one, term: one.HasKind && one.Kind == Term || !one.HasKind && !looksLikeName(one.Text)}
		key := NameKey(one.Text)
		if word.term {
			key = TermKey(one.Text)
		}
		word.words = strings.Fields(key)
		text := []byte(one.Text)
		for i := 0; ; {
			t := nextToken(text, i)
			if t.end == t.start {
				break
			}
			word.tokens = append(word.tokens, chosenToken{string(t.fold(nil, text, word.term)), len(word.tokens) > 0 && t.start > i})
			i = t.end
		}
		if len(word.tokens) == 0 {
			continue
		}
		first := string(singular([]byte(word.tokens[0].key)))
		c.byFirst[first] = append(c.byFirst[first], len(c.all))
		c.all = append(c.all, word)
	}
	return c
}

// textToken is a token of text: shown is where it ends without 's.
type textToken struct{ start, shown, end int }

// nextToken returns the first token at or after i; an empty one at the end.
func nextToken(text []byte, i int) textToken {
	for i < len(text) && byteKinds[text[i]] == byteSpace {
		i++
	}
	start := i
	for i < len(text) {
		if isWordByte(text[i]) {
			i++
			continue
		}
		ch, size := utf8.DecodeRune(text[i:])
		if ch < utf8.RuneSelf || !wordRune(ch) || spaceless(ch) {
			if i == start {
				return textToken{start, i + size, i + size} // a sign, or one of a script without spaces
			}
			break
		}
		i += size
	}
	t := textToken{start, i, i}
	rest := text[i:]
	quote := 0
	switch {
	case len(rest) > 0 && rest[0] == '\'':
		quote = 1
	case len(rest) > 2 && string(rest[:3]) == "’":
		quote = 3
	}
	if quote > 0 && len(rest) > quote && rest[quote]|0x20 == 's' && (len(rest) == quote+1 || !isWordByte(rest[quote+1])) {
		t.end += quote + 1
	}
	return t
}

// fold appends the key of a token to dst.
func (t textToken) fold(dst, text []byte, term bool) []byte {
	dst = appendFold(dst, text[t.start:t.shown])
	if term {
		return termFold(text[t.start:t.shown], dst)
	}
	return dst
}

// match returns where the keyword ends in text whose first token is t, or -1.
func (c *chosen) match(text []byte, t textToken, scratch []byte) int {
	start := t.start
	for i := range c.tokens {
		if i > 0 {
			next := nextToken(text, t.end)
			if next.start == next.end || next.start > t.end != c.tokens[i].spaced || next.end-start > maxPhraseBytes {
				return -1
			}
			t = next
		}
		if string(t.fold(scratch[:0], text, c.term)) != c.tokens[i].key {
			return -1
		}
	}
	if insideWord(text, start, t.end) {
		return -1
	}
	return t.shown
}

// runAt returns where the path or address ends that starts with a token, or 0
// where none does: of these, only the whole is a keyword.
func runAt(text []byte, t textToken) int {
	if !isWordByte(text[t.start]) {
		return 0
	}
	switch c := text[min(t.end, len(text)-1)]; c {
	case ':', '/', '\\', '@', '.', '-':
		if end, _, what := scanWord(text, t.start); what == wordRun {
			return end
		}
	}
	return 0
}

// insideWord reports whether the text between two places is but a part of a word:
// the C of C++ and C#, the half of a compound with a hyphen.
func insideWord(text []byte, start, end int) bool {
	rest := text[end:]
	switch {
	case len(rest) > 0 && rest[0] == '#', len(rest) > 1 && rest[0] == '+' && rest[1] == '+':
		return true
	case len(rest) > 1 && rest[0] == '-' && isWordByte(rest[1]):
		return true
	}
	return start > 1 && text[start-1] == '-' && isWordByte(text[start-2]) || start > 0 && text[start-1] == '#'
}
