package extract

// Part is what some lines of a document hold of one of its keywords.
type Part struct {
	Keyword int  // index into Document.Keywords
	Role    Role // best role on these lines
	Line    int  // first of them on which it stands
	Count   int  // occurrences on them
}

// Within returns what the lines from first to last hold of the document's
// keywords, in the order of rank. Occurrences are those that Document counts: on
// all lines there are as many as it says.
func (e *Explanation) Within(first, last int) []Part {
	r := e.r
	f, b := &r.end, &r.bag
	title := r.titleSection()
	counts := make([]candidatePart, len(f.list))
	var key []byte
	for i := range f.list {
		c := &f.list[i]
		key = b.appendKey(key[:0], c.node)
		counts[i].keyword = e.ranks[rankKey(c.kind, string(key))] - 1
	}
	if r.defined {
		for i := range b.seen {
			if s := &b.seen[i]; s.defines {
				if c := f.candidateOf(s); c > 0 && f.list[c-1].kind < Import {
					counts[c-1].defined = true
				}
			}
		}
	}
	parts := make([]Part, len(e.Document.Keywords))
	for i := range b.seen {
		s := &b.seen[i]
		c := f.candidateOf(s)
		if line := int(s.line); line < first || line > last || c == 0 {
			continue
		}
		if of := counts[c-1]; of.keyword >= 0 && (s.defines || !of.defined) {
			parts[of.keyword].add(roleAs(f.list[c-1].kind, s, title), int(s.line), 1)
		}
	}
	for i := range e.Document.Keywords {
		if k := &e.Document.Keywords[i]; k.Kind == Tag {
			for _, p := range k.Places {
				if p.Line >= first && p.Line <= last {
					parts[i].add(p.Role, p.Line, p.Count)
				}
			}
		}
	}
	n := 0
	for i := range parts {
		if p := parts[i]; p.Count > 0 {
			p.Keyword = i
			parts[n] = p
			n++
		}
	}
	return parts[:n]
}

// candidatePart is what Within knows of a candidate.
type candidatePart struct {
	keyword int  // index into Document.Keywords, -1 for none
	defined bool // the document defines it, and counts what defines it alone
}

func (p *Part) add(role Role, line, count int) {
	if p.Count == 0 {
		p.Role, p.Line = role, line
	}
	p.Role, p.Line, p.Count = min(p.Role, role), min(p.Line, line), p.Count+count
}

// roleAs is the role of a sighting of a keyword of some kind.
func roleAs(kind Kind, s *sighting, title int32) Role {
	if kind != Term && !s.names() {
		return IsMention
	}
	return roleOf(s, title)
}
