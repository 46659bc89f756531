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
		return singular(dst)
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

// sightChosen records the chosen keywords in the text of a block, which is in
// the arena since from. What reading the block has sighted, since the given
// sighting, counts as found and is not recorded twice.
func (r *reader) sightChosen(from, since int, m mark) {
	p, b := &r.ctx, &r.bag
	p.piece = 0
	var found *sightings // of the block, made when needed
	text := r.arena
	scratch := make([]byte, 0, 64)
	for t := nextToken(text, from); t.start < t.end; t = nextToken(text, t.end) {
		run := runAt(text, t)
		scratch = t.fold(scratch[:0], text, true)
		list := r.x.chosen.byFirst[string(scratch)]
		if len(list) == 0 {
			t.end = max(t.end, run)
			continue
		}
		line := r.lineOf(t.start)
		set := m&^markFirst | r.pieces[p.piece].mark
		if set&markSkip != 0 {
			continue
		}
		for _, i := range list {
			c := &r.x.chosen.all[i]
			end := c.match(text, t, scratch)
			if end < run {
				continue
			}
			n := r.chosenNode(c.words, true)
			if n < 0 || len(b.seen) >= 2*maxSightings {
				b.full = true
				return
			}
			if found == nil {
				found = b.sightingsSince(since)
			}
			if found.take(n, line, b) || found.take(r.chosenName(c.words), line, b) {
				continue
			}
			kind := Term
			if !c.term {
				kind = Identifier
			}
			r.sightChoice(n, t.start, end, line, set, kind)
		}
		t.end = max(t.end, run)
	}
	for i := range r.x.chosen.patterns {
		r.sightPattern(i, from, since, m)
	}
}

// sightChoice records a chosen keyword between two places of the arena.
func (r *reader) sightChoice(n int32, start, end int, line int32, m mark, kind Kind) {
	if r.outline[r.current].reference {
		m |= markRef
	}
	r.bag.seen = append(r.bag.seen, sighting{node: n, section: int32(r.current), line: line, at: int32(start), size: uint16(end - start), mark: m, kind: kind})
}

// maxMatches bounds what one pattern finds in one block of text, and so the
// memory that takes. Where there is more, the reading counts as simple.
const maxMatches = 1 << 16

// patternMatch is a keyword of the document that a pattern found.
type patternMatch struct {
	words   []string // its key's
	pattern int
}

// sightPattern records what a pattern matches in the text of a block.
func (r *reader) sightPattern(pattern, from, since int, m mark) {
	p, b := &r.ctx, &r.bag
	one := &r.x.chosen.patterns[pattern]
	p.piece = 0
	var found *sightings
	all := one.Pattern.FindAllSubmatchIndex(r.arena[from:], maxMatches)
	b.full = b.full || len(all) == maxMatches
	for _, at := range all {
		start, end := at[0], at[1]
		if len(at) > 2 {
			start, end = at[2], at[3]
		}
		if start < 0 || end-start > maxPhraseBytes {
			continue
		}
		start, end = from+start, from+end
		words := strings.Fields(NameKey(string(r.arena[start:end])))
		line := r.lineOf(start)
		set := m&^markFirst | r.pieces[p.piece].mark
		if len(words) == 0 || set&markSkip != 0 {
			continue
		}
		n := r.chosenNode(words, true)
		if n < 0 || len(b.seen) >= 2*maxSightings {
			b.full = true
			return
		}
		if !r.isMatched(n) {
			r.matchedNodes[n] = true
			r.matched = append(r.matched, patternMatch{words, pattern})
		}
		if found == nil {
			found = b.sightingsSince(since)
		}
		if !found.take(n, line, b) && !found.take(r.chosenName(words), line, b) {
			r.sightChoice(n, start, end, line, set, Identifier)
		}
	}
}

// isMatched reports whether a pattern has found the keyword of a node before.
func (r *reader) isMatched(n int32) bool {
	if r.matchedNodes == nil {
		r.matchedNodes = make(map[int32]bool)
	}
	return r.matchedNodes[n]
}

// sightings are those of one block, each to be taken once. Few are looked
// through, many are found by their node.
type sightings struct {
	from, to int
	taken    uint64            // bit i for sighting from+i, of few
	byNode   map[int32][]int32 // the rest of many, nil for few
}

// fewSightings is how many are looked through one by one.
const fewSightings = 64

func (b *bag) sightingsSince(from int) *sightings {
	f := &sightings{from: from, to: len(b.seen)}
	if f.to-f.from > fewSightings {
		f.byNode = make(map[int32][]int32)
		for i := from; i < f.to; i++ {
			n := b.seen[i].node
			f.byNode[n] = append(f.byNode[n], int32(i))
		}
	}
	return f
}

// take takes the first sighting of a node on a line, which is not before the
// lines asked for so far.
func (f *sightings) take(n, line int32, b *bag) bool {
	if f.byNode == nil {
		for i := f.from; i < f.to; i++ {
			if s := &b.seen[i]; s.node == n && s.line == line && f.taken&(1<<(i-f.from)) == 0 {
				f.taken |= 1 << (i - f.from)
				return true
			}
		}
		return false
	}
	queue := f.byNode[n]
	for len(queue) > 0 && b.seen[queue[0]].line < line {
		queue = queue[1:]
	}
	if len(queue) == 0 || b.seen[queue[0]].line > line {
		return false
	}
	f.byNode[n] = queue[1:]
	return true
}

// chosenName returns the node of a keyword of several words that code spells
// as one name, or -1.
func (r *reader) chosenName(words []string) int32 {
	if len(words) < 2 {
		return -1
	}
	return r.bag.nodeOf(strings.Join(words, " "), false)
}

// chosenNode returns the document's node of a keyword of one word or several.
// Where there is none, it makes one or returns -1.
func (r *reader) chosenNode(words []string, make bool) int32 {
	b := &r.bag
	n := int32(-1)
	for i, word := range words {
		one := b.nodeOf(word, make)
		switch {
		case one < 0:
			return -1
		case i == 0:
			n = one
		case make:
			n = b.phrase(n, one)
		default:
			n = b.find(n, one)
		}
		if n < 0 {
			return -1
		}
	}
	return n
}

// nodeOf returns the document's node of a key. Where there is none, it makes
// one or returns -1.
func (b *bag) nodeOf(word string, make bool) int32 {
	if make {
		if len(b.nodes) >= maxNodes {
			return -1
		}
		return b.node(b.key([]byte(word)))
	}
	h := b.hash([]byte(word))
	mask := uint32(len(b.keyTable) - 1)
	for i := h & mask; b.keyTable[i] != 0; i = (i + 1) & mask {
		k := &b.keys[b.keyTable[i]-1]
		if k.hash == h && string(b.text[k.at:k.at+k.size]) == word {
			if k.epoch != b.epoch {
				return -1
			}
			return k.node
		}
	}
	return -1
}

// choosing marks the sightings of chosen keywords, and gives them the kind that
// was asked for. A name of several words, which is one node, joins the phrase of
// the same key.
func (r *reader) choosing() {
	if r.x.chosen == nil {
		return
	}
	type choice struct {
		node    int32
		kind    Kind
		hasKind bool
	}
	var of map[int32]choice
	add := func(words []string, one *Chosen) {
		first := int32(-1)
		for _, n := range []int32{r.chosenNode(words, false), r.chosenName(words)} {
			if n < 0 {
				continue
			}
			if first < 0 {
				first = n
			}
			if of == nil {
				of = make(map[int32]choice)
			}
			of[n] = choice{first, one.Kind, one.HasKind}
		}
	}
	for _, m := range r.matched {
		add(m.words, &r.x.chosen.patterns[m.pattern])
	}
	for i := range r.x.chosen.all {
		add(r.x.chosen.all[i].words, &r.x.chosen.all[i].Chosen)
	}
	if len(of) == 0 {
		return
	}
	for i := range r.bag.seen {
		s := &r.bag.seen[i]
		c, is := of[s.node]
		if !is {
			continue
		}
		s.node, s.mark = c.node, s.mark|markChosen
		if c.hasKind {
			s.kind = c.kind
		}
	}
}
