package extract

// keeps reports whether what was seen of a node makes it a keyword. Names
// are keywords by themselves; a word or a phrase of prose needs a mark, or
// repetition.
func (r *reader) keeps(n int32, kind Kind, e *evidence) bool {
	k := &r.bag.nodes[n]
	const marked = markTitle | markHeading | markStrong | markEmph | markDefined | markCell | markLink | markFirst
	if r.defined && kind != Term {
		return e.defines || kind == Import
	}
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
		if e.weak && e.role > IsDefinition-1 && e.marks&(markStrong|markEmph|markDefined) == 0 && e.body < 6 {
			return false
		}
		if e.role == IsMention && e.marks&(markStrong|markEmph) == 0 && e.whole == 0 && r.longest(n) >= e.count {
			return false // half of "vice versa"
		}
		// A link's text and a first sentence are evidence for a word only if
		// it fills a phrase: they hold verbs and adjectives as well.
		return e.marks&(marked&^(markLink|markFirst)) != 0 || e.count > 1 || e.whole > 0 && e.marks&marked != 0
	}
	if e.role == InTitle || e.marks&markProper != 0 {
		return true
	}
	if e.marks&marked != 0 && (e.whole > 0 || e.marks&markHeading != 0 || e.count > 1) {
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
