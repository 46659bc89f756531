package extract

// spell marks the phrases that the document writes as names too: a reader of
// dispatch_keys or DispatchKeySet looks for "dispatch keys".
func (r *reader) spell() {
	f, b := &r.end, &r.bag
	for i := range b.nodes {
		if b.nodes[i].parent >= 0 || i >= len(f.evidence[groupMain]) {
			continue
		}
		e := &f.evidence[groupMain][i]
		if e.names+e.fenced == 0 {
			continue
		}
		at := &b.seen[e.first]
		if n := r.spelledOut(r.surface(at)); n >= 0 {
			f.evidence[groupMain][n].spelled = true
		}
	}
}

// spelledOut returns the node of the phrase that a snake_case or CamelCase
// name spells, -1 where the document does not have it.
func (r *reader) spelledOut(name []byte) int32 {
	b := &r.bag
	if len(name) > maxWord || !spells(name) {
		return -1
	}
	n := int32(-1)
	for start := 0; start < len(name); {
		end := start
		for end < len(name) && name[end] != '_' && !(end > start && isUpper(name[end]) && !isUpper(name[end-1])) {
			end++
		}
		if end > start {
			word := b.known(name[start:end])
			switch {
			case word < 0:
				return -1
			case n < 0:
				n = word
			default:
				if n = b.find(n, word); n < 0 {
					return -1
				}
			}
		}
		start = end
		for start < len(name) && name[start] == '_' {
			start++
		}
	}
	if n < 0 || b.nodes[n].parent < 0 {
		return -1
	}
	return n
}

// spells reports whether a name has a place at which it falls apart into words.
func spells(name []byte) bool {
	for i := 1; i < len(name); i++ {
		if name[i] == '_' || isUpper(name[i]) && !isUpper(name[i-1]) {
			return true
		}
	}
	return false
}
