package extract

import "math"

// keeps reports whether what was seen of a node makes it a keyword. Names
// are keywords by themselves; a word or a phrase of prose needs a mark, or
// repetition.
func (r *reader) keeps(n int32, kind Kind, e *evidence) bool {
	k := &r.bag.nodes[n]
	const marked = markTitle | markHeading | markStrong | markEmph | markDefined | markCell | markLink | markFirst
	if kind != Term {
		if kind == Function && e.fenced == e.count && !e.defines && !r.shaped(n) && e.count < 2 {
			return r.hump(e)
		}
		return true
	}
	if e.plain == 0 && e.marks&markLink == 0 {
		return false
	}
	if k.words == 1 {
		return e.marks&marked != 0 || e.count > 1
	}
	if e.marks&marked != 0 && (e.whole > 0 || e.marks&(markTitle|markHeading) != 0 || e.count > 1) {
		return !r.swallowed(n, e)
	}
	return e.count > 1 && !r.swallowed(n, e)
}

// hump reports whether the first form that was seen is CamelCase.
func (r *reader) hump(e *evidence) bool {
	return shapeOf(r.surface(&r.bag.seen[e.first])) == shapeCamel
}

// swallowed reports whether a phrase never stands but inside a longer one.
func (r *reader) swallowed(n int32, e *evidence) bool {
	return e.whole == 0 && r.longest(n) >= e.count
}

// longest returns how often the commonest longer phrase that starts or ends
// with a node stands.
func (r *reader) longest(n int32) int32 {
	return r.end.longer[n]
}

// score says how telling a keyword is: higher is better. It looks at the
// document alone, so that another file never changes a rank.
func (r *reader) score(n int32, kind Kind, e *evidence) float32 {
	k := &r.bag.nodes[n]
	s := math.Log2(1+float64(e.count)) * 0.6
	s += math.Log2(1+float64(e.spread)) * 0.4
	switch {
	case e.role == InTitle:
		s += 8
	case e.marks&markHeading != 0:
		s += 4.5 - 0.7*float64(e.level)
	}
	if e.marks&markFirst != 0 {
		s += 1.2
	}
	if e.marks&(markStrong|markEmph) != 0 {
		s += 0.6
	}
	if e.marks&markDefined != 0 {
		s += 2
	}
	if e.marks&markCell != 0 {
		s += 0.4
	}
	if e.marks&markLink != 0 {
		s += 0.3
	}
	if e.plain == 0 {
		s -= 1.5
	}
	if kind == Term {
		if k.words > 1 {
			s += 0.5
			if e.whole == 0 {
				s -= 1
			}
		} else if e.whole == 0 {
			s -= 0.5
		}
	} else {
		if e.names > 0 {
			s += 1
		}
		if e.defines {
			s += 1
		}
		if e.fenced == e.count {
			s -= 1
		}
	}
	return float32(s)
}
