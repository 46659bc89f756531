package extract

import (
	"bytes"
	"math"
	"math/bits"
	"strings"
)

// A signal is one thing that tells how telling a keyword is.
type signal uint8

const (
	signalCount      signal = iota // log2 of its occurrences and one
	signalSpread                   // log2 of its sections and one
	signalTitle                    // the title holds it
	signalTitleWhole               // it is a part of the title between boundaries, or all of it
	signalTitleName                // the title holds it and it is a name
	signalHeading                  // another heading holds it
	signalLevel                    // the heading's level
	signalWhole                    // a phrase that fills what bounds it, or a word that does
	signalFirst                    // the first sentence of a section
	signalEmphasis                 // strong or emphasised
	signalDefined                  // a definition list defines it
	signalCell                     // names a row of a table
	signalLink                     // a link's text
	signalOnlyLinks                // only lists of other documents have it
	signalPhrase                   // more than one word
	signalLong                     // more than two words
	signalProper                   // capitalised words amid text
	signalName                     // a name in text
	signalShape                    // a word that looks like code
	signalDefines                  // defined in a code block
	signalFenced                   // only code blocks have it
	signalCalled                   // a function that is merely called
	signalCommand
	signalImport
	signalWeak        // a general word
	signalKind        // a word for kinds of names: class
	signalEarly       // 1 at the start, falling with each sighting
	signalFront       // the description in front matter
	signalAcronym     // nothing but capitals
	signalInside      // never outside of a longer phrase
	signalTitleInside // the same, where the title holds it
	signalAside       // headings have it in parentheses only
	signalBody        // log2 of its occurrences outside of headings and one
	signalTitleBody   // the same, where the title holds it
	signalGerund      // one word in -ing
	signalCode        // set as code in text
	signalNameCount   // log2 of its sightings as a name in text
	signalLetter      // one letter
	signalChosen      // the configuration asks for it
	signalIntro       // the first paragraph of a section
	signalLead        // the first paragraph of the document
	signalNoun        // share of its occurrences that end what an article opens
	signalVerb        // share of its occurrences that stand after to, can or you
	signalTitleOpens  // starts the title, or a part of it between boundaries
	signalTitleCloses // ends it
	signalTitleLong   // one word of a title: log2 of the title's words
	signalTitleMany   // a phrase of a title: log2 of the title's words
	signalJoined      // reaches across a function word
	signalGerundHead  // a phrase whose first word ends in -ing
	signalWeakHead    // a phrase whose first word is general
	signalWeakTail    // a phrase whose last word is general
	signalKindTail    // a phrase that ends in a word for kinds of names
	signalAdjective   // one word that ends as adjectives do
	signalAbstract    // one word that ends as nouns do
	signalShare       // share of its occurrences inside the commonest longer phrase
	signalCohesion    // a phrase's occurrences over those of its commonest word
	signalHeads       // log2 of the headings that hold it and one
	signalQualified   // a name with its scope
	signalClass       // a class
	signalFunction    // a function
	signalHas         // a phrase with a name in it
	signalSpelled     // a phrase that the document spells as a name too
	signalComment     // only comments of code blocks have it
	signalShort       // a word of up to three letters
	signalRelative    // its occurrences over those of the commonest keyword
	signalLevelOne    // a heading of level 1 or 2 holds it
	signalConcept     // a word that names a subject of computing, or a phrase that ends in one
	signalConceptHead // a phrase with such a word before its last
	signalSize        // log2 of the document's sightings
	signalSections    // a heading holds it: log2 of the document's sections
	signalOnce        // it stands once
	signalStem        // a capitalised phrase with a further word behind it
	signalInsideLink  // a part of a link's text
	signalAlways      // 1
	signalAfter       // log2 of the phrases that it starts
	signalBefore      // log2 of the phrases that it ends
	signalVerbHead    // a phrase whose first word stands where a verb does: how often
	signalVerbTail    // the same of its last word
	signalNounTail    // a phrase whose last word ends what an article opens: how often
	signalFillsHead   // all of a heading, or of a part of it
	signalFillsLink   // all of a link's text
	signalFillsStrong // all that is emphasised
	signalFillsCell   // all of a cell
	signalCamel       // a name in CamelCase
	signalScream      // a name in capitals
	signalUnder       // a name that starts with '_'
	signalShared      // its words stand apart
	signalNamed       // the title has a name in it
	signalOutline     // log2 of the document's sections
	signalCover       // a phrase's share of the title's words
	signalKin         // a word that begins as one of the title does: optimization, optimizing
	signalNext        // the first link to another document has it
	signalRows        // names a row of a table, and has no heading: see finisher.rows
	signalRowsTitle   // the title of a document of such rows has it
	signalProgram     // program text defines it
	signalNameWords   // of what program text defines: the words that its name is written of
	signalShown       // public, export
	signalHidden      // private, C's static
	signalHiddenName  // starts with '_'
	signalSmall       // a small letter keeps it to its package
	signalMagic       // the language calls it: __init__
	signalOwned       // of a class that is not for others
	signalFileShare   // the share of the file's lines that its block takes
	signalMacro       // a macro
	signalConstant    // a constant
	signalMember      // a constant of a class
	signalNamespace   // a namespace
	signalDocumented  // a comment documents it
	signalOrder       // its place among the definitions, from 0 to 1
	signalHeadsMany   // what follows: the excess over a knee; see knees
	signalCountMany
	signalSpreadMany
	signalEarlyMore
	signalBodyMany
	signalNamesMany
	signalSectionsMany
	signalSizeMore
	signalSizeMost
	signalRelativeMore
	signalShareMore
	signalCohesionMore
	signalCountMost
	signalSpreadMost
	signalEarlyMost
	signalBodyMost
	signalSectionsMost
	signalLevelMore
	signals
)

// knees are where the worth of a quantity bends: above the knee, a second
// weight is added for the excess. Those of how often it stands come first.
var knees = [...]struct {
	of, excess signal
	at         float32
}{
	{signalHeads, signalHeadsMany, 1}, {signalCount, signalCountMany, 1.585}, {signalCount, signalCountMost, 2.807},
	{signalSpread, signalSpreadMany, 1}, {signalSpread, signalSpreadMost, 2},
	{signalBody, signalBodyMany, 1}, {signalBody, signalBodyMost, 2.322}, {signalNameCount, signalNamesMany, 1.585},
	{signalEarly, signalEarlyMore, 0.1}, {signalEarly, signalEarlyMost, 0.4},
	{signalSections, signalSectionsMany, 4}, {signalSections, signalSectionsMost, 5.5},
	{signalSize, signalSizeMore, 3.5}, {signalSize, signalSizeMost, 5.5},
	{signalRelative, signalRelativeMore, 0.25}, {signalShare, signalShareMore, 0.5}, {signalCohesion, signalCohesionMore, 0.5},
	{signalLevel, signalLevelMore, 2},
}

// countKnees is how many of the knees are about how often a keyword stands.
const countKnees = 8

// signalSet holds the signals of one keyword. Most of them are absent: those that
// were put have their bit, and only their values count. There is a value for
// whatever a signal can be, so that none is looked up out of bounds.
type signalSet struct {
	has   [signalWords]uint64
	value [256]float32
}

const signalWords = (int(signals) + 63) / 64

// put gives a signal its value.
func (v *signalSet) put(s signal, value float32) {
	v.has[s/64] |= 1 << (s % 64)
	v.value[s] = value
}

// set gives a signal that is there or not the value 1 if it is.
func (v *signalSet) set(s signal, is bool) { v.putIf(s, 1, is) }

// putIf gives a signal its value if it is there. Whether it is, nobody could
// guess, so that this does not branch.
func (v *signalSet) putIf(s signal, value float32, is bool) {
	bit := uint64(0)
	if is {
		bit = 1
	}
	v.has[s/64] |= bit << (s % 64)
	v.value[s] = value
}

// is reports whether a signal was put.
func (v *signalSet) is(s signal) bool { return v.has[s/64]&(1<<(s%64)) != 0 }

// score says how telling a keyword is: higher is better. It looks at the
// document alone, so that another file never changes a rank.
func (r *reader) score(n int32, kind Kind, e *evidence) float32 {
	v := &r.end.signals
	r.signals(n, kind, e, v)
	return v.sum(r.columnOf(n, kind, v))
}

// sum adds up signals by the weights of a column.
func (v *signalSet) sum(c column) float32 {
	score, by := float32(0), &worths[c]
	for i, has := range v.has {
		for has &= by.has[i]; has != 0; has &= has - 1 {
			s := signal(64*i + bits.TrailingZeros64(has))
			// Rounded at each step: fused multiply-add would give other sums on
			// other machines, and so other ranks.
			score += float32(v.value[s] * by.value[s])
		}
	}
	return score
}

// worths are the weights of each column that are not 0.
var worths = func() (table [columns]signalSet) {
	for s, row := range weights {
		for c, weight := range row {
			if weight != 0 {
				table[c].put(signal(s), weight)
			}
		}
	}
	return table
}()

// columnOf returns the column of weights for a keyword with the given signals.
func (r *reader) columnOf(n int32, kind Kind, v *signalSet) column {
	c := phraseElsewhere
	switch {
	case v.is(signalProgram):
		return nameDefined
	case kind != Term:
		c = nameElsewhere
	case r.bag.nodes[n].words == 1:
		c = wordElsewhere
	}
	switch {
	case v.is(signalTitle):
		return c - 2
	case v.is(signalHeading):
		return c - 1
	}
	return c
}

// signals fills in the signals of one keyword.
func (r *reader) signals(n int32, kind Kind, e *evidence, v *signalSet) {
	f, k := &r.end, &r.bag.nodes[n]
	title, marks := e.role == InTitle, e.marks
	heading := marks&markHeading != 0 && !title
	v.has = [signalWords]uint64{}
	// The knees look at these whether they are put or not.
	v.value[signalLevel], v.value[signalSections], v.value[signalShare], v.value[signalCohesion] = 0, 0, 0, 0
	v.put(signalAlways, 1)
	v.put(signalCount, log2(e.count))
	v.put(signalSpread, log2(e.spread))
	v.put(signalEarly, 20/float32(20+e.first))
	v.put(signalBody, log2(e.body))
	v.put(signalRelative, float32(e.count)/float32(f.most))
	v.put(signalSize, min(f.size, 6))
	v.put(signalOutline, min(log2(int32(len(r.outline))), 5.5))
	v.putIf(signalNameCount, log2(e.names), e.names > 0)
	v.putIf(signalHeads, log2(e.headed), e.headed > 0)
	v.set(signalWhole, e.whole > 0)
	v.set(signalFirst, marks&markFirst != 0)
	v.set(signalEmphasis, marks&(markStrong|markEmph) != 0)
	v.set(signalDefined, marks&markDefined != 0)
	v.set(signalCell, marks&markCell != 0)
	v.set(signalLink, marks&markLink != 0)
	v.set(signalOnlyLinks, e.plain == 0)
	v.set(signalPhrase, k.words > 1)
	v.set(signalLong, k.words > 2)
	v.set(signalProper, marks&markProper != 0)
	v.set(signalFront, marks&markFront != 0)
	v.set(signalWeak, e.weak)
	v.set(signalChosen, marks&markChosen != 0)
	v.set(signalName, e.names > 0)
	v.set(signalDefines, e.defines && marks&markDefined == 0)
	v.set(signalFenced, e.fenced == e.count)
	v.set(signalCalled, e.fenced == e.count && kind == Function && !e.defines)
	v.set(signalAside, e.headed == 0 && e.body < e.count)
	v.set(signalCode, marks&markCode != 0)
	v.set(signalSpelled, e.spelled)
	v.set(signalIntro, marks&markIntro != 0)
	v.set(signalLead, marks&markLead != 0)
	v.set(signalShared, marks&markShared != 0)
	v.set(signalNamed, f.named)
	v.set(signalOnce, e.count == 1)
	v.set(signalStem, marks&markStem != 0)
	v.set(signalInsideLink, marks&markLink != 0 && e.whole == 0)
	v.set(signalJoined, k.words > 1 && marks&markJoined != 0)
	v.set(signalClass, kind == Class)
	v.set(signalFunction, kind == Function)
	v.set(signalFillsLink, e.filled&markLink != 0)
	v.set(signalFillsStrong, e.filled&(markStrong|markEmph) != 0)
	v.set(signalFillsCell, e.filled&markCell != 0)
	v.set(signalNext, e.next)
	v.set(signalCommand, kind == Command)
	v.set(signalImport, kind == Import)
	if e.count > 0 {
		v.putIf(signalNoun, float32(e.nouns)/float32(e.count), e.nouns > 0)
		v.putIf(signalVerb, float32(e.verbs)/float32(e.count), e.verbs > 0)
		v.set(signalComment, e.comment == e.count)
	}
	inside := false
	if kind == Term {
		v.putIf(signalAfter, log2(int32(f.after[n])), f.after[n] > 0)
		v.putIf(signalBefore, log2(int32(f.before[n])), f.before[n] > 0)
		if e.count > 0 {
			v.putIf(signalShare, min(float32(f.longer[n])/float32(e.count), 1), f.longer[n] > 0)
			inside = f.longer[n] >= e.count
		}
	}
	switch {
	case title:
		r.titleSignals(k, kind, e, v)
		v.set(signalTitleInside, inside)
	case heading:
		v.put(signalHeading, 1)
		v.put(signalLevel, float32(e.level))
		v.put(signalSections, min(log2(int32(len(r.outline))), 5.5))
		v.set(signalLevelOne, e.level <= 2)
	case kind != Term && marks&markCell != 0:
		v.put(signalRows, f.rows)
	}
	if !title {
		v.set(signalInside, inside)
		v.set(signalFillsHead, e.filled&markHeading != 0)
	}
	if k.parent >= 0 {
		r.phraseSignals(n, e, v)
	} else {
		r.wordSignals(n, kind, e, v)
	}
	if d := r.definitionOf(n, kind); d != nil {
		d.signals(v)
	}
	from := 0
	if e.count == 1 {
		from = countKnees // no count is above 1, nor its logarithm above a knee
	}
	for i := range knees[from:] {
		k := &knees[from+i]
		excess := v.value[k.of] - k.at
		v.putIf(k.excess, excess, excess > 0)
	}
}

// titleSignals fills in the signals of a keyword of the title.
func (r *reader) titleSignals(k *node, kind Kind, e *evidence, v *signalSet) {
	v.put(signalTitle, 1)
	v.set(signalTitleWhole, e.whole > 0)
	v.set(signalTitleName, kind != Term)
	v.put(signalTitleBody, log2(e.body))
	v.set(signalTitleOpens, e.title&markOpens != 0)
	v.set(signalTitleCloses, e.title&markCloses != 0)
	v.put(signalCover, min(1, float32(k.words)/float32(r.end.titleCount)))
	v.put(signalRowsTitle, r.end.rows)
	if k.words == 1 {
		v.put(signalTitleLong, r.end.titleWords)
	} else {
		v.put(signalTitleMany, r.end.titleWords)
	}
}

var (
	adjectiveEnds = byLastByte("al ive ous able ible ful less ic ary ant ent ed")
	nounEnds      = byLastByte("tion sion ment ity ness ance ence ism ship ure age er or")
)

// byLastByte sorts the ends of words by their last byte, so that a word is
// compared with few of them.
func byLastByte(list string) (ends [256][]string) {
	for end := range strings.FieldsSeq(list) {
		last := end[len(end)-1]
		ends[last] = append(ends[last], end)
	}
	return ends
}

// endsIn reports whether a word ends in one of ends, with a stem of three bytes
// or more before it.
func endsIn(word []byte, ends *[256][]string) bool {
	for _, end := range ends[word[len(word)-1]] {
		if len(word) > len(end)+2 && string(word[len(word)-len(end):]) == end {
			return true
		}
	}
	return false
}

// kin reports whether a word shares its stem, as far as letters tell, with one
// of the title: half of the longer word and all but two letters of the shorter.
func (r *reader) kin(word []byte) bool {
	for _, n := range r.end.titled {
		other := r.bag.word(n)
		short, long := min(len(word), len(other)), max(len(word), len(other))
		same := 0
		for same < short && word[same] == other[same] {
			same++
		}
		if same >= 4 && same*2 >= long && same+2 >= short {
			return true
		}
	}
	return false
}

// wordSignals fills in the signals of a keyword of one word that the word gives.
func (r *reader) wordSignals(n int32, kind Kind, e *evidence, v *signalSet) {
	key := &r.bag.keys[r.bag.nodes[n].word]
	word, surface := r.bag.word(n), r.surface(&r.bag.seen[e.first])
	v.set(signalShort, len(word) <= 3)
	v.set(signalLetter, len(word) == 1)
	v.set(signalConcept, key.cue&cueConcept != 0)
	v.set(signalKind, key.looks&looksKind != 0)
	v.set(signalQualified, kind != Term && bytes.IndexByte(word, ':') >= 0 || bytes.IndexByte(word, '.') > 0)
	if kind != Term {
		shape := shapeOf(surface)
		v.set(signalCamel, shape == shapeCamel)
		v.set(signalScream, shape == shapeScream)
		v.set(signalAcronym, shape == shapeAcronym)
		v.set(signalUnder, word[0] == '_')
		v.set(signalShape, key.looks&looksCode != 0)
		return
	}
	// Two small letters at the end, as most words have, make no acronym.
	end := len(surface) - 1
	v.set(signalAcronym, !(end > 0 && isSmall(surface[end]) && isSmall(surface[end-1])) && shapeOf(surface) == shapeAcronym)
	v.set(signalAdjective, key.looks&looksAdjective != 0)
	v.set(signalAbstract, key.looks&looksAbstract != 0)
	v.set(signalGerund, key.looks&looksGerund != 0)
	v.set(signalKin, e.role != InTitle && r.kin(word))
}

// phraseSignals fills in the signals of a phrase that its words give.
func (r *reader) phraseSignals(n int32, e *evidence, v *signalSet) {
	b := &r.bag
	most := int32(1)
	node := func(at int32, edge bool, weak, kinds signal) {
		k := &b.keys[b.nodes[at].word]
		most = max(most, r.end.evidence[groupMain][at].count)
		if edge && k.class >= wordWeak {
			v.put(weak, 1)
		}
		if k.cue&cueConcept != 0 {
			if kinds != 0 {
				v.put(signalConcept, 1)
			} else {
				v.put(signalConceptHead, 1)
			}
		}
		if kinds != 0 && k.looks&looksKind != 0 {
			v.put(kinds, 1)
		}
	}
	tail := b.nodes[n].word
	node(tail, true, signalWeakTail, signalKindTail)
	if t := &r.end.evidence[groupMain][tail]; t.count > 0 {
		v.put(signalVerbTail, float32(t.verbs)/float32(t.count))
		v.put(signalNounTail, float32(t.nouns)/float32(t.count))
	}
	at := b.nodes[n].parent
	for b.nodes[at].parent >= 0 {
		node(b.nodes[at].word, false, 0, 0)
		at = b.nodes[at].parent
	}
	node(at, true, signalWeakHead, 0)
	if h := &r.end.evidence[groupMain][at]; h.count > 0 {
		v.put(signalVerbHead, float32(h.verbs)/float32(h.count))
	}
	if b.gerund(b.nodes[at].word) {
		v.put(signalGerundHead, 1)
	}
	v.put(signalCohesion, min(1, float32(e.count)/float32(most)))
}

// logs holds log2(1+n) for small n, rounded once, so that machines agree.
var logs = func() (table [256]float32) {
	for n := range table {
		table[n] = float32(math.Round(math.Log2(1+float64(n))*1024) / 1024)
	}
	return table
}()

// log2 returns log2(1+n), held at what 255 occurrences have.
func log2(n int32) float32 { return logs[min(n, 255)] }
