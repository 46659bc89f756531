package extract

import "bytes"

// joins are the settings in which a phrase may reach across function words:
// "partial ordering of function templates".
const joins = markTitle | markHeading | markDefined | markCell

// strong are the settings in which a whole stretch is a phrase, whatever words
// it starts and ends with.
const strong = markHeading | markTitle | markDefined | markStrong | markEmph | markLink

// sets are the settings in which a verb may end a phrase: the phrase is what the
// writer set off.
const sets = markHeading | markTitle | markDefined | markStrong | markEmph

// maxJoined is the longest phrase across function words, in words.
const maxJoined = 6

// nameIsA gives the name read just before a kind, if it has none of its own.
func (r *reader) nameIsA(kind Kind) {
	p := &r.ctx
	if p.name < 0 {
		return
	}
	for k := p.name; k < len(r.bag.seen); k++ {
		if s := &r.bag.seen[k]; s.kind == Identifier {
			s.kind = kind
			if p.told < 0 {
				p.told = k
			}
		}
	}
	p.name, p.toldTo = -1, len(r.bag.seen)
}

// untell takes back what a kind word said of the name before it: another noun
// behind it makes it a part of that ("JavaScript function calls").
func (r *reader) untell() {
	p := &r.ctx
	if p.told < 0 {
		return
	}
	for k := p.told; k < p.toldTo; k++ {
		if s := &r.bag.seen[k]; s.kind != Term {
			s.kind = Identifier
		}
	}
	p.told = -1
}

// endsInVerb reports whether the last word of a phrase is a verb in running
// text, by its looks: a past participle, or a word in -ing with its object
// behind it.
func (r *reader) endsInVerb(last *form, closes bool) bool {
	if last.is&isCapital != 0 {
		return false
	}
	word := r.bag.text[last.at : int(last.at)+int(last.size)]
	switch {
	case bytes.HasSuffix(word, []byte("ed")):
		return participle(word)
	case closes && r.ctx.before:
		return len(word) > 5 && bytes.HasSuffix(word, []byte("ing"))
	}
	return false
}

// endLine ends a phrase at a mark of punctuation or where the text is set in
// another way, and records what reads on across function words before it.
func (r *reader) endLine(m mark) {
	p := &r.ctx
	r.flush(m)
	switch n := len(p.line); {
	case n > 2:
		r.joinLine(m)
	case n == 1, n == 2 && r.bag.forms[p.line[1].form].kinds():
		r.alone(p.line[0])
	}
	p.line, p.cue = p.line[:0], 0
}

// alone marks the sighting of a word that was among the last ones recorded.
func (r *reader) alone(t token) {
	seen := r.bag.seen
	for i := len(seen) - 1; i >= 0 && i >= len(seen)-4; i-- {
		if s := &seen[i]; s.kind == Term && s.at == t.at && int32(s.size) == t.size {
			s.mark |= markAlone
		}
	}
}

// flush records the phrases of the chunk, if it has words.
func (r *reader) flush(m mark) {
	if len(r.ctx.chunk) > 0 {
		r.recordPhrases(m)
	}
}

// recordPhrases records the phrases of the chunk: every run of one to four of
// its words that no filler opens or closes.
func (r *reader) recordPhrases(m mark) {
	p := &r.ctx
	if p.first {
		m |= markFirst
	}
	if p.parens > 0 {
		m |= markAside
	}
	if r.outline[r.current].reference {
		m |= markRef
	}
	b := &r.bag
	before := p.cue
	p.cue = 0
	if m&joins != 0 && len(p.line)+len(p.chunk) <= maxChunk {
		p.line = append(p.line, p.chunk...)
	}
	if len(b.seen) >= 2*maxSightings {
		b.full = true
		p.chunk = p.chunk[:0]
		return
	}
	longest := maxPhrase
	if m&^(markFront|markRef|markImage|markAside|markFence|markIntro|markLead) == 0 {
		longest = 3 // unmarked prose repeats shorter phrases only
		if len(b.seen) > maxSightings {
			longest, b.full = 1, true
		}
	}
	end, closing := len(p.chunk)-1, closes(before)
	for i := range p.chunk {
		head := &p.chunk[i]
		first := &b.forms[head.form]
		n := b.node(first.term)
		set := m
		if i == 0 {
			set |= markOpens
			if before&cueVerb != 0 {
				set |= markVerb
			}
		}
		if !head.name && !first.shape.isName() && r.single(first, i == 0, m) && (m&sets != 0 || i < end || !p.before || !r.endsInVerb(first, true)) {
			own := set | closing&mark(-oneIf(i == end))
			if m&joins != 0 && i == 0 && end == 1 && b.forms[p.chunk[1].form].kinds() {
				own |= markCloses // "vector class" names vector
			}
			r.sightTerm(n, head, head, own)
		}
		opens, capital := first.class <= wordWeak, first.is&isCapital != 0
		reach := i + longest
		names := head.name || first.shape.isName()
		for j := i + 1; j < len(p.chunk) && (j < reach || capital && j < i+maxPhrase); j++ {
			tail := &p.chunk[j]
			last := &b.forms[tail.form]
			if capital = capital && last.is&isCapital != 0; j >= reach && !capital {
				break
			}
			if n = b.phrase(n, b.node(last.term)); n < 0 {
				break
			}
			if last.class > wordWeak && m&strong == 0 && m&joins == 0 {
				break // a verb
			}
			set := set | closing&mark(-oneIf(j == end))
			if capital && (i == 0 || b.forms[p.chunk[i-1].form].is&isCapital == 0) {
				switch {
				case j == end || b.forms[p.chunk[j+1].form].is&isCapital == 0:
					set |= markProper
				case j+1 == end || b.forms[p.chunk[j+2].form].is&isCapital == 0:
					set |= markStem
				}
			}
			if whole := i == 0 && j == end; (!opens || last.class > wordWeak) && !(m&strong != 0 && whole || m&joins != 0 && first.class < wordFiller) {
				continue
			}
			if m&(sets|markCell) == 0 && r.endsInVerb(last, j == end) {
				continue
			}
			if names && last.kinds() {
				continue // the `vector` class is the keyword vector
			}
			names = names && (tail.name || last.shape.isName())
			if tail.at+tail.size-head.at > maxPhraseBytes {
				break
			}
			r.sightTerm(n, head, tail, set)
		}
	}
	p.chunk = p.chunk[:0]
}

// single reports whether a word can be a term by itself: a verb can in a
// heading, a filler there if it ends in -ing and is the first word.
func (r *reader) single(f *form, leads bool, m mark) bool {
	switch f.class {
	case wordVerb:
		return m&joins != 0
	case wordFiller:
		return leads && m&joins != 0 && r.bag.gerund(f.term)
	}
	return f.class <= wordWeak
}

// closes returns the marks of a phrase that ends with its chunk.
func closes(before cue) mark {
	if before&(cueNoun|cueVerb) == cueNoun {
		return markCloses | markNoun
	}
	return markCloses
}

// sightTerm records a phrase of the arena.
func (r *reader) sightTerm(n int32, head, tail *token, m mark) {
	if m&(markOpens|markCloses) == markOpens|markCloses {
		m |= markWhole
	}
	r.bag.see(sighting{
		node: n, section: int32(r.current), line: head.line, at: head.at, size: uint16(tail.at + tail.size - head.at), mark: m, kind: Term,
	})
}

// joinLine records the phrases of a heading that reach across function words
// from one chunk into the next ones: names of things that have others in them.
func (r *reader) joinLine(m mark) {
	p, b := &r.ctx, &r.bag
	line := p.line
	for len(line) > 0 && line[len(line)-1].stops {
		line = line[:len(line)-1]
	}
	for i := 0; i < len(line); {
		end := i
		for end < len(line) && !line[end].stops {
			end++
		}
		for i < end-1 && b.forms[line[i].form].class == wordFiller {
			i++
		}
		r.joinFrom(line, i, end, m)
		r.share(line, i, end, m)
		for end < len(line) && line[end].stops {
			end++
		}
		i = end
	}
}

// joinFrom records the phrases that start at i and reach beyond the chunk
// that ends before end.
func (r *reader) joinFrom(line []token, i, end int, m mark) {
	b := &r.bag
	head := &line[i]
	for end < len(line) && end-i < maxJoined && b.forms[line[end].form].cue&cueJoin != 0 {
		for end++; end < len(line) && line[end].stops; end++ {
			if b.forms[line[end].form].cue&cueNoun == 0 {
				return
			}
		}
		for end < len(line) && !line[end].stops {
			end++
		}
		tail := &line[end-1]
		if end-i > maxJoined || tail.stops || tail.at+tail.size-head.at > maxPhraseBytes || b.forms[tail.form].class == wordFiller || len(b.seen) >= maxSightings {
			return
		}
		n := b.node(b.forms[head.form].term)
		for k := i + 1; k < end && n >= 0; k++ {
			n = b.phrase(n, b.node(b.forms[line[k].form].term))
		}
		if n < 0 {
			return
		}
		set := m | markJoined
		if i == 0 {
			set |= markOpens
		}
		if end == len(line) {
			set |= markCloses
		}
		r.sightTerm(n, head, tail, set)
	}
}

// share records what the first of two parts has in common with the second:
// "stack and queue collections" are stack collections as well. i and end are
// the first part.
func (r *reader) share(line []token, i, end int, m mark) {
	b := &r.bag
	if end+2 >= len(line) || b.forms[line[end].form].cue&cueBoth == 0 || line[end+1].stops || line[end+2].stops {
		return
	}
	last := end + 2
	for last+1 < len(line) && !line[last+1].stops {
		last++
	}
	head, tail := &line[end-1], &line[last]
	first, second := &b.forms[head.form], &b.forms[tail.form]
	if head.name || first.shape.isName() || first.class > wordWeak || second.class > wordWeak || len(b.seen) >= maxSightings {
		return
	}
	n := b.phrase(b.node(first.term), b.node(second.term))
	if n < 0 {
		return
	}
	// The document never writes it, so that its form is made here.
	at := len(b.text)
	b.text = append(append(append(b.text, r.arena[head.at:head.at+head.size]...), ' '), r.arena[tail.at:tail.at+tail.size]...)
	b.see(sighting{
		node: n, section: int32(r.current), line: head.line, at: ^int32(at), size: uint16(len(b.text) - at), mark: m | markShared, kind: Term,
	})
}
