package extract

import (
	"bytes"
	"unicode"
)

// A verdict says why what was seen of a node makes no keyword.
type verdict uint8

const (
	kept         verdict = iota
	leftStop             // the configuration says never
	leftCall             // code merely calls it, once
	leftUse              // program text uses it, and does not define it
	leftLists            // only lists of other documents have it
	leftWeak             // a general word that nothing marks
	leftHalf             // half of a longer phrase
	leftUnmarked         // stands once, and nothing marks it
	leftInside           // never outside of a longer phrase
	leftComment          // only comments of code blocks have it, once or twice
)

// verdict judges what was seen of a node, the configuration's word first.
func (r *reader) verdict(n int32, kind Kind, e *evidence) verdict {
	switch {
	case r.stopped(n):
		return leftStop
	case e.marks&markChosen != 0:
		return kept
	}
	return r.keeps(n, kind, e)
}

// keeps tells whether what was seen of a node makes it a keyword. Names
// are keywords by themselves; a word or a phrase of prose needs a mark, or
// repetition.
func (r *reader) keeps(n int32, kind Kind, e *evidence) verdict {
	k := &r.bag.nodes[n]
	const marked = markTitle | markHeading | markStrong | markEmph | markDefined | markCell | markLink | markFirst
	if r.defined && kind != Term {
		return keptIf(e.defines || kind == Import, leftUse)
	}
	if kind != Term {
		if k.parent < 0 && e.role > InHeading && !e.defines && r.bag.keys[k.word].looks&looksLiteral != 0 {
			return leftWeak
		}
		if kind == Function && e.fenced == e.count && !e.defines && !r.shaped(n) && e.count < 2 {
			return keptIf(r.hump(e), leftCall)
		}
		return kept
	}
	if k.words == 1 && e.role > InHeading && r.bag.keys[k.word].looks&looksLiteral != 0 {
		return leftWeak
	}
	if e.comment == e.count {
		// Comments of examples repeat themselves: "prints the result".
		return keptIf(e.spelled || (e.count > 2 || e.count > 1 && k.words > 1 && e.nouns > 0) && !e.weak && !r.swallowed(n, e), leftComment)
	}
	if e.spelled {
		return kept
	}
	if e.plain == 0 && e.marks&markLink == 0 {
		return leftLists
	}
	if k.words == 1 {
		if e.weak && e.role > IsDefinition-1 && e.marks&(markStrong|markEmph|markDefined) == 0 && (e.body < 4 || e.body < 8 && participle(r.bag.word(n))) {
			return leftWeak
		}
		if e.role == IsMention && e.marks&(markStrong|markEmph) == 0 && e.whole == 0 && r.longest(n) >= e.count && e.count < 3 {
			return leftHalf // "vice" of "vice versa"
		}
		if r.bag.gerund(k.word) && e.verbs == 0 || e.nouns > 0 && e.whole > 0 {
			return kept
		}
		// A link's text and a first sentence are evidence for a word only if
		// it fills a phrase: they hold verbs and adjectives as well.
		return keptIf(e.marks&(marked&^(markLink|markFirst)) != 0 || e.count > 1 || e.whole > 0 && e.marks&marked != 0, leftUnmarked)
	}
	if e.role == InTitle || e.marks&(markProper|markStem) != 0 {
		return kept
	}
	if e.marks&marked != 0 && (e.whole > 0 || e.marks&markHeading != 0 || e.count > 1) {
		return keptIf(!r.swallowed(n, e), leftInside)
	}
	if k.words <= 3 && (e.marks&markNoun != 0 && e.marks&markWhole != 0 || (e.marks&markLink != 0 || e.marks&markIntro != 0 && !r.capitals(e)) && e.marks&(markOpens|markCloses) != 0) {
		return kept
	}
	if e.count > 1 {
		return keptIf(!r.swallowed(n, e), leftInside)
	}
	return leftUnmarked
}

// isLiteral reports whether a folded word is a value that code of every kind
// writes: a document treats it where a heading or a definition says so, else it
// merely uses it.
func isLiteral(word []byte) bool {
	switch string(word) {
	case "true", "false", "null", "nil", "none", "undefined", "nan", "yes", "no", "on", "off":
		return true
	}
	return false
}

// keptIf is kept where a condition holds, else the other verdict.
func keptIf(condition bool, otherwise verdict) verdict {
	if condition {
		return kept
	}
	return otherwise
}

// capitals reports whether the first form that was seen has no small letter:
// in data and logs that says nothing of a phrase.
func (r *reader) capitals(e *evidence) bool {
	return bytes.IndexFunc(r.surface(&r.bag.seen[e.first]), unicode.IsLower) < 0
}

// hump reports whether the first form that was seen is CamelCase.
func (r *reader) hump(e *evidence) bool {
	return shapeOf(r.surface(&r.bag.seen[e.first])) == shapeCamel
}

// swallowed reports whether a phrase never stands but inside a longer one. One
// that stands often is a term nonetheless: both are.
func (r *reader) swallowed(n int32, e *evidence) bool {
	return e.whole == 0 && r.longest(n) >= e.count && e.count < 8
}

// longest returns how often the commonest longer phrase that starts or ends
// with a node stands.
func (r *reader) longest(n int32) int32 {
	return r.end.longer[n]
}
