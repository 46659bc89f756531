package extract

import "strings"

// sightChosen records the chosen keywords in the text of a block, which is in
// the arena since from. What reading the block has sighted, since the given
// sighting, counts as found and is not recorded twice.
func (r *reader) sightChosen(from, since int, m mark) {
	p, b := &r.ctx, &r.bag
	p.startPiece(0)
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
	r.bag.see(sighting{node: n, section: int32(r.current), line: line, at: int32(start), size: uint16(end - start), mark: m | markChosen, kind: kind})
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
	p.startPiece(0)
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
		if len(b.nodes) >= b.most.nodes {
			return -1
		}
		return b.node(b.key([]byte(word)))
	}
	if _, n := b.findKey([]byte(word)); n >= 0 && b.keys[n].epoch == b.epoch {
		return b.keys[n].node
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
