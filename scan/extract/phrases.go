package extract

// nameIsA gives the name read just before a kind, if it has none of its own.
func (r *reader) nameIsA(kind Kind) {
	p := &r.ctx
	if p.name < 0 {
		return
	}
	for k := p.name; k < len(r.bag.seen); k++ {
		if s := &r.bag.seen[k]; s.kind == Identifier {
			s.kind = kind
		}
	}
	p.name = -1
}

// flush records the phrases of the chunk: every run of one to four of its
// words that no filler opens or closes.
func (r *reader) flush(m mark) {
	p := &r.ctx
	if len(p.chunk) == 0 {
		return
	}
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
	section := int32(r.current)
	if len(b.seen) >= 2*maxSightings {
		b.full = true
		p.chunk = p.chunk[:0]
		return
	}
	longest := maxPhrase
	if m&^(markFront|markRef|markImage|markAside) == 0 {
		longest = 3 // unmarked prose repeats shorter phrases only
		if len(b.seen) > maxSightings {
			longest, b.full = 1, true
		}
	}
	for i := range p.chunk {
		head := &p.chunk[i]
		first := &b.forms[head.form]
		n := b.node(first.term)
		if !first.shape.isName() && first.class <= wordWeak {
			whole := mark(0)
			if len(p.chunk) == 1 {
				whole = markWhole
			}
			b.seen = append(b.seen, sighting{node: n, section: section, line: head.line, at: head.at, size: uint16(head.size), mark: m | whole, kind: Term})
		}
		opens, capital := first.class <= wordWeak, first.capital
		reach := i + longest
		for j := i + 1; j < len(p.chunk) && (j < reach || capital && j < i+maxPhrase); j++ {
			tail := &p.chunk[j]
			last := &b.forms[tail.form]
			if capital = capital && last.capital; j >= reach && !capital {
				break
			}
			if n = b.phrase(n, b.node(last.term)); n < 0 {
				break
			}
			set := m
			if i == 0 && j == len(p.chunk)-1 {
				set |= markWhole
			}
			if capital && (i == 0 || !b.forms[p.chunk[i-1].form].capital) && (j+1 == len(p.chunk) || !b.forms[p.chunk[j+1].form].capital) {
				set |= markProper
			}
			if (!opens || last.class > wordWeak) && (set&markWhole == 0 || m&(markHeading|markTitle|markDefined|markStrong|markEmph|markLink) == 0) {
				continue
			}
			size := tail.at + tail.size - head.at
			if size > maxPhraseBytes {
				break
			}
			b.seen = append(b.seen, sighting{node: n, section: section, line: head.line, at: head.at, size: uint16(size), mark: set, kind: Term})
		}
	}
	p.chunk = p.chunk[:0]
}
