package extract

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Chinese, Japanese, Thai, Lao, Khmer and Burmese part words by no spaces, and
// no dictionary is at hand. What is a term is told by what bounds it, and by
// what comes again:
//
//   - A run is cut where its script changes: Hiragana carries the grammar of
//     Japanese, ideographs and Katakana the concepts. Those of Chinese are cut at
//     function words too. What is left between two cuts is a stretch.
//   - A stretch that a heading, emphasis, quotation marks, a link, a definition
//     or a table's first column marks is a term.
//   - So is what comes twice or more, inside of stretches: every sequence of
//     units of which no longer one comes as often, or nearly so. Ideographs
//     must start and end some stretch, or do one of both where they come three
//     times: the end of a word with the start of the next comes again too. A unit is an ideograph, a word
//     in Katakana, or a letter with its vowels and tones.
//
// All of it is linear: there are as many passes over the units as the longest
// sequence that comes twice has units, maxGram at most.

//go:embed words/spaceless.txt
var spacelessWords string

const (
	maxTermUnits = 16 // of a marked term; as many as a uint16 has bits
	maxTermGram  = 12 // of a term that repetition marks
	maxGram      = 16 // longer repetition is copied text, and no term

	// maxSpaceless is of how many characters of a document terms are made: 2.3 MB of
	// text. Each takes 20 bytes, and up to maxGram looks.
	maxSpaceless = 3 << 18
)

// spacelessLexicon is what is known of words without spaces around them.
type spacelessLexicon struct {
	cut, keep map[string]bool
	longest   map[rune]int // characters of the longest word of both by its first one
	tail      map[rune]bool
	particle  map[string]bool
	filler    []string
}

func newSpacelessLexicon() *spacelessLexicon {
	l := &spacelessLexicon{cut: map[string]bool{}, keep: map[string]bool{}, longest: map[rune]int{}, tail: map[rune]bool{}, particle: map[string]bool{}}
	list := ""
	for line := range strings.Lines(spacelessWords) {
		if name, is := strings.CutPrefix(line, "# "); is {
			list, _, _ = strings.Cut(strings.TrimSpace(name), ":")
			continue
		}
		for _, word := range strings.Fields(line) {
			first, _ := utf8.DecodeRuneInString(word)
			switch list {
			case "cut":
				l.cut[word] = true
			case "keep":
				l.keep[word] = true
			case "tail":
				l.tail[first] = true
				continue
			case "particle":
				l.particle[word] = true
				continue
			case "filler":
				l.filler = append(l.filler, word)
				continue
			}
			l.longest[first] = max(l.longest[first], utf8.RuneCountInString(word))
		}
	}
	return l
}

// stretch is text without spaces between two cuts.
type stretch struct {
	at, size int32 // in the arena
	line     int32
	section  int32
	mark     mark
}

// script sorts the characters of scripts without spaces.
type script uint8

const (
	scriptHan script = iota
	scriptKatakana
	scriptHiragana
	scriptOther // of South-East Asia
)

// spaceless reports whether a character belongs to a script that parts words
// by no spaces.
func spaceless(ch rune) bool {
	return ch >= 0x0e00 && (unicode.In(ch, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) ||
		ch == 'ー' || ch == 'ｰ' || ch == 'ﾞ' || ch == 'ﾟ' || ch == '々')
}

func scriptOf(ch rune) script {
	switch {
	case ch == '々' || unicode.Is(unicode.Han, ch):
		return scriptHan
	case unicode.Is(unicode.Hiragana, ch):
		return scriptHiragana
	case ch >= 0x2e80:
		return scriptKatakana
	}
	return scriptOther
}

// markedText is what marks a stretch as a term.
const markedText = markHeading | markTitle | markStrong | markEmph | markLink | markDefined | markCell

// cjk cuts the run of text between two places into stretches.
func (r *reader) cjk(text []byte, from, to int, m mark) {
	r.boundary(m)
	if quotedRun(text, from, to) {
		m |= markEmph
	}
	if r.ctx.first {
		m |= markFirst
	}
	if r.ctx.parens > 0 {
		m |= markAside
	}
	if r.outline[r.current].reference {
		m |= markRef
	}
	if m&markedText != 0 && r.inflected(text, from, to, m) {
		return
	}
	for i := from; i < to; {
		kind := scriptAt(text, i)
		end := i
		for end < to && sameStretch(kind, scriptAt(text, end)) {
			_, size := utf8.DecodeRune(text[end:])
			end += size
		}
		switch kind {
		case scriptHiragana:
			r.hiragana += end - i
		default:
			if kind == scriptHan {
				r.ideographs += end - i
			}
			r.addStretch(i, end, m)
		}
		i = end
	}
}

func scriptAt(text []byte, i int) script {
	ch, _ := utf8.DecodeRune(text[i:])
	return scriptOf(ch)
}

// sameStretch reports whether characters of two scripts stand in one stretch.
func sameStretch(a, b script) bool { return a == b || a <= scriptKatakana && b <= scriptKatakana }

// quotes are the pairs of marks that set off a term. Curly quotes do so in
// Chinese.
var quotes = map[rune]rune{'「': '」', '『': '』', '《': '》', '〈': '〉', '【': '】', '〔': '〕', '“': '”', '‘': '’', '｢': '｣'}

// quotedRun reports whether a run fills the quotation marks around it.
func quotedRun(text []byte, from, to int) bool {
	open, _ := utf8.DecodeLastRune(text[:from])
	closing, quoted := quotes[open]
	if !quoted || to >= len(text) {
		return false
	}
	next, _ := utf8.DecodeRune(text[to:])
	return next == closing
}

// cutStretches cuts ideographs at Chinese function words, the longest one that
// fits first. A document with Hiragana is Japanese, and has other ones.
func (r *reader) cutStretches() {
	if r.hiragana*5 > r.ideographs {
		return
	}
	l := r.x.words.spaceless
	r.whole = append(r.whole[:0], r.stretches...)
	r.stretches = r.stretches[:0]
	for _, s := range r.whole {
		start, end := s.at, s.at+s.size
		for i := start; i < end; {
			word, cut := l.wordAt(r.arena[i:end])
			if next := i + int32(word); cut {
				r.keepStretch(s, start, i)
				i, start = next, next
			} else {
				i = next
			}
		}
		r.keepStretch(s, start, end)
	}
}

// boundStretches leaves the first maxSpaceless characters.
func (r *reader) boundStretches() {
	room := maxSpaceless
	for i := range r.stretches {
		s := &r.stretches[i]
		text := r.arena[s.at : s.at+s.size]
		n := utf8.RuneCount(text)
		if n <= room {
			room -= n
			continue
		}
		end := 0
		for ; room > 0; room-- {
			_, size := utf8.DecodeRune(text[end:])
			end += size
		}
		if s.size = int32(end); end > 0 {
			i++
		}
		r.stretches, r.bag.full = r.stretches[:i], true
		return
	}
}

// keepStretch adds a part of a stretch.
func (r *reader) keepStretch(s stretch, from, to int32) {
	if to <= from {
		return
	}
	if len(r.stretches) >= 2*maxSightings {
		r.bag.full = true
		return
	}
	s.at, s.size = from, to-from
	r.stretches = append(r.stretches, s)
}

// wordAt returns the length of the word that text starts with, and whether it
// is a function word; of one character where none is known.
func (l *spacelessLexicon) wordAt(text []byte) (size int, cut bool) {
	first, size := utf8.DecodeRune(text)
	longest := l.longest[first]
	end, ends := 0, [8]int{}
	for n := 0; n < min(longest, len(ends)) && end < len(text); n++ {
		_, size := utf8.DecodeRune(text[end:])
		end += size
		ends[n] = end
	}
	for n := min(longest, len(ends)) - 1; n >= 0; n-- {
		switch word := text[:ends[n]]; {
		case len(word) == 0:
		case l.cut[string(word)]:
			return len(word), true
		case l.keep[string(word)]:
			return len(word), false
		}
	}
	return size, false
}

func (r *reader) addStretch(from, to int, m mark) {
	r.keepStretch(stretch{line: r.lineOf(from), section: int32(r.current), mark: m}, int32(from), int32(to))
}

// inflected takes a marked run that is one word with Hiragana inside or at its
// end, 読み込み or ひらがな, as a term. It reports false, having done nothing, for
// any other.
func (r *reader) inflected(text []byte, from, to int, m mark) bool {
	l := r.x.words.spaceless
	var parts [][2]int
	start, hiragana := from, false
	for i := from; i < to; {
		kind, end := scriptAt(text, i), i
		for end < to && (scriptAt(text, end) == scriptHiragana) == (kind == scriptHiragana) {
			_, size := utf8.DecodeRune(text[end:])
			end += size
		}
		if kind == scriptOther {
			return false
		}
		if kind == scriptHiragana {
			hiragana = true
			tail := end
			for at := runeAt(text, max(i, end-longestParticle)); at < end && tail == end; {
				if l.particle[string(text[at:end])] && (at > from || end < to) {
					tail = at
				}
				_, size := utf8.DecodeRune(text[at:])
				at += size
			}
			if tail < end {
				parts = append(parts, [2]int{start, tail})
				start = end
			}
		}
		i = end
	}
	if parts = append(parts, [2]int{start, to}); !hiragana {
		return false
	}
	r.hiragana += to - from
	done := false
	for _, p := range parts {
		word := text[p[0]:p[1]]
		if n := utf8.RuneCount(word); n < 2 || n > 8 || !isInflected(word) || p[0] != from && scriptAt(word, 0) == scriptHiragana {
			continue
		}
		done = true
		r.sightSpaceless(stretch{int32(p[0]), int32(len(word)), r.lineOf(p[0]), int32(r.current), m}, m|markWhole)
	}
	if !done {
		return false
	}
	for _, p := range parts {
		word := text[p[0]:p[1]]
		if !isInflected(word) && len(word) > 0 {
			r.addStretch(p[0], p[1], m)
		}
	}
	return true
}

// longestParticle is above the length of all particles, in bytes.
const longestParticle = 30

// runeAt returns the first start of a character at or after a place.
func runeAt(text []byte, i int) int {
	for i < len(text) && !utf8.RuneStart(text[i]) {
		i++
	}
	return i
}

// isInflected reports whether a word holds Hiragana, and ends as nouns do: in
// another script, or in the stem of a verb.
func isInflected(word []byte) bool {
	holds := false
	for _, ch := range string(word) {
		holds = holds || scriptOf(ch) == scriptHiragana
	}
	last, size := utf8.DecodeLastRune(word)
	if !holds || scriptOf(last) != scriptHiragana {
		return holds
	}
	return strings.ContainsRune("いきぎしちにみりえけせてねべめれげびじ", last) && utf8.RuneCount(word[:len(word)-size]) >= 2 ||
		scriptAt(word, 0) == scriptHiragana
}

// sightSpaceless notes one sighting of a term.
func (r *reader) sightSpaceless(s stretch, m mark) {
	if len(r.bag.seen) >= 2*maxSightings {
		r.bag.full = true
		return
	}
	if s.size > maxName {
		return
	}
	f := r.bag.form(r.arena[s.at : s.at+s.size])
	if f < 0 || r.bag.forms[f].class > wordWeak {
		return
	}
	r.bag.see(sighting{
		node: r.bag.node(r.bag.forms[f].term), section: s.section, line: s.line, at: s.at, size: uint16(s.size), mark: m, kind: Term,
	})
}

// grams is what is counted of a document's stretches.
type grams struct {
	units  []unit            // of all stretches, one behind the other
	names  map[string]int32  // units by their text
	level  map[uint64]int32  // sequences of one length by the sequence without its last unit, and that one
	terms  map[string]bool   // what is a term
	starts []uint16          // by unit: bit n-1 for terms of n units that start with it
	words  []bool            // by unit: more than one character
	now    []int32           // by place: the sequence that starts there, -1 for none worth counting
	counts [2][]int32        // by sequence, of this length and the one before
	around [2][]int32        // by sequence: how often the commonest longer one comes
	edges  [2][]edge         // by sequence
	sample [2][]unitSequence // by sequence
}

// unit is a place in the arena; end is where its stretch ends, as an index.
type unit struct {
	at, size int32
	name     int32
	end      int32 // index of the stretch's last unit and one
}

// edge says where in stretches a sequence stands.
type edge uint8

const (
	opensStretch edge = 1 << iota
	closesStretch
	fillsStretch
)

type unitSequence struct{ from, units int32 }

// spacelessTerms makes sightings of the terms in all stretches.
func (r *reader) spacelessTerms() {
	if len(r.stretches) == 0 {
		return
	}
	r.cutStretches()
	r.boundStretches()
	g := &grams{names: make(map[string]int32), terms: make(map[string]bool)}
	r.findUnits(g)
	r.countGrams(g)
	r.markedStretches(g)
	before := len(r.bag.seen)
	taken := r.chosenPlaces()
	u := 0
	for _, s := range r.stretches {
		end := u
		for end < len(g.units) && g.units[end].at < s.at+s.size {
			end++
		}
		if r.sightStretch(g, s, u, end, taken); len(r.bag.seen) >= 2*maxSightings {
			r.bag.full = true
			break
		}
		u = end
	}
	if len(r.bag.seen) > before {
		// In the order of the text, as if they had been met with the others.
		slices.SortStableFunc(r.bag.seen, func(a, b sighting) int { return int(a.line) - int(b.line) })
	}
}

// chosenPlaces returns where terms were seen that the configuration asks for.
func (r *reader) chosenPlaces() map[int32]uint16 {
	if r.x.chosen == nil {
		return nil
	}
	taken := make(map[int32]uint16)
	for i := range r.bag.seen {
		if s := &r.bag.seen[i]; s.at >= 0 && s.mark&markChosen != 0 {
			taken[s.at] = s.size
		}
	}
	return taken
}

// sightStretch notes the terms in a stretch, whose units are given.
func (r *reader) sightStretch(g *grams, s stretch, from, to int, taken map[int32]uint16) {
	for u := from; u < to; u++ {
		lengths := g.starts[g.units[u].name]
		for n := 1; lengths != 0 && u+n <= to; n, lengths = n+1, lengths>>1 {
			if lengths&1 == 0 {
				continue
			}
			at, end := g.units[u].at, g.units[u+n-1].at+g.units[u+n-1].size
			if !g.terms[string(r.arena[at:end])] || taken[at] == uint16(end-at) {
				continue
			}
			m := s.mark
			if n == to-from {
				m |= markWhole
			}
			r.sightSpaceless(stretch{at, end - at, s.line, s.section, s.mark}, m)
		}
	}
	if whole := to-from == 1 && s.mark&(markStrong|markEmph|markDefined|markCell) != 0; whole && !g.terms[string(r.arena[s.at:s.at+s.size])] {
		r.sightSpaceless(s, s.mark|markWhole) // a single character is a term where it is marked
	}
}

// findUnits cuts stretches into units.
func (r *reader) findUnits(g *grams) {
	characters := 0 // a unit has one at least
	for _, s := range r.stretches {
		characters += utf8.RuneCount(r.arena[s.at : s.at+s.size])
	}
	g.units = make([]unit, 0, characters)
	for _, s := range r.stretches {
		first := len(g.units)
		for at := s.at; at < s.at+s.size; {
			end := r.unitEnd(at, s.at+s.size)
			text := r.arena[at:end]
			name, known := g.names[string(text)]
			if !known {
				name = int32(len(g.names))
				g.names[string(text)] = name
				g.words = append(g.words, scriptAt(text, 0) == scriptKatakana && utf8.RuneCount(text) > 1)
			}
			g.units = append(g.units, unit{at: at, size: end - at, name: name})
			at = end
		}
		for i := first; i < len(g.units); i++ {
			g.units[i].end = int32(len(g.units))
		}
	}
	g.starts = make([]uint16, len(g.names))
}

// unitEnd returns where the unit ends that starts at a place.
func (r *reader) unitEnd(at, end int32) int32 {
	ch, size := utf8.DecodeRune(r.arena[at:end])
	kind := scriptOf(ch)
	next := at + int32(size)
	leads := ch >= 'เ' && ch <= 'ไ' || ch >= 'ເ' && ch <= 'ໄ' // a vowel written before its consonant
	for next < end {
		ch, size := utf8.DecodeRune(r.arena[next:end])
		switch {
		case kind == scriptKatakana && scriptOf(ch) == scriptKatakana:
		case unicode.IsMark(ch) || ch == 'ะ' || ch == 'า' || ch == 'ำ' || ch == 'ๅ' || ch == 'ະ' || ch == 'າ' || ch == 'ຳ':
		case leads:
			leads = false
		default:
			return next
		}
		next += int32(size)
	}
	return next
}

// countGrams finds the sequences of units that come twice or more, and of which
// no longer one comes as often.
func (r *reader) countGrams(g *grams) {
	g.now = make([]int32, len(g.units))
	g.counts[0] = make([]int32, len(g.names))
	g.around[0] = make([]int32, len(g.names))
	g.edges[0] = make([]edge, len(g.names))
	g.sample[0] = make([]unitSequence, len(g.names))
	for i := range g.units {
		name := g.units[i].name
		g.now[i] = name
		if g.counts[0][name]++; g.counts[0][name] == 1 {
			g.sample[0][name] = unitSequence{int32(i), 1}
		}
		g.edges[0][name] |= g.edgesAt(i, 1)
	}
	defer g.forgetCounts()
	for n := 2; n <= maxGram+1; n++ {
		repeated := n <= maxGram && r.countLonger(g, n)
		r.chooseGrams(g, n-1)
		if !repeated {
			return
		}
		g.counts[0], g.around[0], g.edges[0], g.sample[0] = g.counts[1], g.around[1], g.edges[1], g.sample[1]
	}
}

// forgetCounts leaves what terms are made of alone, before there is more to hold.
func (g *grams) forgetCounts() {
	g.level, g.now = nil, nil
	g.counts, g.around, g.edges, g.sample = [2][]int32{}, [2][]int32{}, [2][]edge{}, [2][]unitSequence{}
}

// countLonger counts the sequences of n units of which both shorter ones come
// again. It reports whether there are any.
func (r *reader) countLonger(g *grams, n int) bool {
	g.level = make(map[uint64]int32)
	g.counts[1], g.around[1], g.edges[1], g.sample[1] = nil, nil, nil, nil
	any := false
	for i := range g.units {
		short := g.now[i]
		g.now[i] = -1
		if short < 0 || i+n > int(g.units[i].end) || g.now[i+1] < 0 || g.counts[0][short] < 2 || g.counts[0][g.now[i+1]] < 2 {
			continue
		}
		key := uint64(short)<<32 | uint64(uint32(g.now[i+1]))
		name, known := g.level[key]
		if !known {
			if len(g.level) >= 2*maxNodes {
				r.bag.full = true
				continue
			}
			name = int32(len(g.counts[1]))
			g.level[key] = name
			g.counts[1] = append(g.counts[1], 0)
			g.around[1] = append(g.around[1], 0)
			g.edges[1] = append(g.edges[1], 0)
			g.sample[1] = append(g.sample[1], unitSequence{int32(i), int32(n)})
		}
		g.counts[1][name]++
		g.edges[1][name] |= g.edgesAt(i, n)
		any = any || g.counts[1][name] > 1
		g.now[i] = name
	}
	for key, name := range g.level {
		for _, short := range [2]int32{int32(key >> 32), int32(uint32(key))} {
			g.around[0][short] = max(g.around[0][short], g.counts[1][name])
		}
	}
	return any
}

// chooseGrams makes terms of the sequences of n units that are terms.
func (r *reader) chooseGrams(g *grams, n int) {
	if n > maxTermGram {
		return
	}
	for name, count := range g.counts[0] {
		s := g.sample[0][name]
		if count < 2 || n == 1 && !g.words[g.units[s.from].name] || g.isPart(name) {
			continue
		}
		last := g.units[s.from+s.units-1]
		bounds, bounded := 0, g.edges[0][name]
		if r.unitScript(g.units[s.from]) != scriptHan || bounded&opensStretch != 0 {
			bounds++
		}
		if r.unitScript(last) != scriptHan || bounded&closesStretch != 0 {
			bounds++
		}
		if bounds == 0 || bounds == 1 && count < 3 {
			continue
		}
		if text := r.arena[g.units[s.from].at : last.at+last.size]; r.x.words.spaceless.standsAlone(text) {
			g.add(r, s)
		}
	}
}

// edgesAt says where in its stretch the sequence of n units stands that starts
// at a place.
func (g *grams) edgesAt(i, n int) edge {
	e := edge(0)
	if i == 0 || g.units[i-1].end == int32(i) {
		e = opensStretch
	}
	if i+n == int(g.units[i].end) {
		if e |= closesStretch; e&opensStretch != 0 {
			e |= fillsStretch
		}
	}
	return e
}

// isPart reports whether a sequence is no word of its own but a part of a longer
// one: it never comes without it, or hardly ever and never by itself.
func (g *grams) isPart(name int) bool {
	count, longer := g.counts[0][name], g.around[0][name]
	return longer == count || longer*5 > count*4 && g.edges[0][name]&fillsStretch == 0
}

func (r *reader) unitScript(u unit) script { return scriptAt(r.arena, int(u.at)) }

// standsAlone reports whether a term that repetition alone marks ends as one.
func (l *spacelessLexicon) standsAlone(text []byte) bool {
	last, size := utf8.DecodeLastRune(text)
	if !l.tail[last] {
		return true
	}
	for at := len(text) - size; at > 0; {
		_, size := utf8.DecodeLastRune(text[:at])
		at -= size
		if l.keep[string(text[at:])] {
			return true
		}
	}
	return false
}

// add makes a sequence of units a term.
func (g *grams) add(r *reader, s unitSequence) {
	first, last := g.units[s.from], g.units[s.from+s.units-1]
	g.terms[string(r.arena[first.at:last.at+last.size])] = true
	g.starts[first.name] |= 1 << (s.units - 1)
}

// markedStretches makes terms of marked stretches, whole and by script.
func (r *reader) markedStretches(g *grams) {
	u := int32(0)
	for _, s := range r.stretches {
		from := u
		for int(u) < len(g.units) && g.units[u].at < s.at+s.size {
			u++
		}
		if s.mark&markedText == 0 {
			continue
		}
		if n := u - from; n <= maxTermUnits && (n > 1 || g.words[g.units[from].name]) {
			g.add(r, unitSequence{from, n})
		}
		for start := from; start < u; {
			end := start + 1
			for word := g.words[g.units[start].name]; end < u && !word && !g.words[g.units[end].name]; end++ {
			}
			if n := end - start; n < u-from && n <= maxTermUnits && (n > 1 || g.words[g.units[start].name]) {
				g.add(r, unitSequence{start, n})
			}
			start = end
		}
	}
}
