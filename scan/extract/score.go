package extract

import (
	"bytes"
	"math"
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
// weight is added for the excess.
var knees = [...]struct {
	of, excess signal
	at         float32
}{
	{signalHeads, signalHeadsMany, 1}, {signalCount, signalCountMany, 1.585}, {signalCount, signalCountMost, 2.807},
	{signalSpread, signalSpreadMany, 1}, {signalSpread, signalSpreadMost, 2},
	{signalEarly, signalEarlyMore, 0.1}, {signalEarly, signalEarlyMost, 0.4},
	{signalBody, signalBodyMany, 1}, {signalBody, signalBodyMost, 2.322}, {signalNameCount, signalNamesMany, 1.585},
	{signalSections, signalSectionsMany, 4}, {signalSections, signalSectionsMost, 5.5},
	{signalSize, signalSizeMore, 3.5}, {signalSize, signalSizeMost, 5.5},
	{signalRelative, signalRelativeMore, 0.25}, {signalShare, signalShareMore, 0.5}, {signalCohesion, signalCohesionMore, 0.5},
	{signalLevel, signalLevelMore, 2},
}

// score says how telling a keyword is: higher is better. It looks at the
// document alone, so that another file never changes a rank.
func (r *reader) score(n int32, kind Kind, e *evidence) float32 {
	var v [signals]float32
	r.signals(n, kind, e, &v)
	return weigh(r.columnOf(n, kind, &v), &v)
}

// weigh sums up signals by the weights of a column.
func weigh(c column, v *[signals]float32) float32 {
	score := float32(0)
	for _, w := range worths[c] {
		// Rounded at each step: fused multiply-add would give other sums on
		// other machines, and so other ranks. A signal of 0 adds 0.
		score += float32(v[w.signal] * w.weight)
	}
	return score
}

// worth is a signal that counts in a column.
type worth struct {
	signal signal
	weight float32
}

// worths are the weights of each column that are not 0, in the order of signals.
var worths = func() (table [columns][]worth) {
	for s, row := range weights {
		for c, weight := range row {
			if weight != 0 {
				table[c] = append(table[c], worth{signal(s), weight})
			}
		}
	}
	return table
}()

// columnOf returns the column of weights for a keyword with the given signals.
func (r *reader) columnOf(n int32, kind Kind, v *[signals]float32) column {
	c := phraseElsewhere
	switch {
	case v[signalProgram] != 0:
		return nameDefined
	case kind != Term:
		c = nameElsewhere
	case r.bag.nodes[n].words == 1:
		c = wordElsewhere
	}
	switch {
	case v[signalTitle] != 0:
		return c - 2
	case v[signalHeading] != 0:
		return c - 1
	}
	return c
}

// signals fills in the signals of one keyword.
func (r *reader) signals(n int32, kind Kind, e *evidence, v *[signals]float32) {
	k := &r.bag.nodes[n]
	set := func(s signal, on bool) {
		if on {
			v[s] = 1
		}
	}
	v[signalCount] = log2(e.count)
	v[signalSpread] = log2(e.spread)
	v[signalEarly] = 20 / float32(20+e.first)
	heading := e.marks&markHeading != 0 && e.role != InTitle
	set(signalTitle, e.role == InTitle)
	set(signalTitleWhole, e.role == InTitle && e.whole > 0)
	set(signalTitleName, e.role == InTitle && kind != Term)
	set(signalHeading, heading)
	if heading {
		v[signalLevel] = float32(e.level)
	}
	set(signalWhole, e.whole > 0)
	set(signalFirst, e.marks&markFirst != 0)
	set(signalEmphasis, e.marks&(markStrong|markEmph) != 0)
	set(signalDefined, e.marks&markDefined != 0)
	set(signalCell, e.marks&markCell != 0)
	set(signalLink, e.marks&markLink != 0)
	set(signalOnlyLinks, e.plain == 0)
	set(signalPhrase, k.words > 1)
	set(signalLong, k.words > 2)
	set(signalProper, e.marks&markProper != 0)
	set(signalFront, e.marks&markFront != 0)
	set(signalWeak, e.weak)
	set(signalChosen, e.marks&markChosen != 0)
	set(signalName, e.names > 0)
	set(signalDefines, e.defines && e.marks&markDefined == 0)
	set(signalFenced, e.fenced == e.count)
	set(signalCalled, e.fenced == e.count && kind == Function && !e.defines)
	inside := e.count > 0 && kind == Term && r.end.longer[n] >= e.count
	set(signalInside, inside && e.role != InTitle)
	set(signalTitleInside, inside && e.role == InTitle)
	set(signalAside, e.headed == 0 && e.body < e.count)
	v[signalBody] = log2(e.body)
	if e.role == InTitle {
		v[signalTitleBody] = log2(e.body)
	}
	set(signalCode, e.marks&markCode != 0)
	v[signalNameCount] = log2(e.names)
	set(signalSpelled, e.spelled)
	set(signalIntro, e.marks&markIntro != 0)
	set(signalLead, e.marks&markLead != 0)
	if e.count > 0 {
		v[signalNoun] = float32(e.nouns) / float32(e.count)
		v[signalVerb] = float32(e.verbs) / float32(e.count)
		if kind == Term {
			v[signalShare] = min(float32(r.end.longer[n])/float32(e.count), 1)
		}
		set(signalComment, e.comment == e.count)
	}
	if e.role == InTitle {
		set(signalTitleOpens, e.title&markOpens != 0)
		set(signalTitleCloses, e.title&markCloses != 0)
		if k.words == 1 {
			v[signalTitleLong] = r.end.titleWords
		} else {
			v[signalTitleMany] = r.end.titleWords
		}
	}
	if heading {
		v[signalSections] = min(log2(int32(len(r.outline))), 5.5)
	}
	set(signalShared, e.marks&markShared != 0)
	set(signalNamed, r.end.named)
	v[signalOutline] = min(log2(int32(len(r.outline))), 5.5)
	if e.role == InTitle {
		v[signalCover] = min(1, float32(k.words)/float32(r.end.titleCount))
	}
	v[signalSize] = min(r.end.size, 6)
	v[signalAlways] = 1
	set(signalOnce, e.count == 1)
	set(signalStem, e.marks&markStem != 0)
	set(signalInsideLink, e.marks&markLink != 0 && e.whole == 0)
	set(signalJoined, k.words > 1 && e.marks&markJoined != 0)
	v[signalHeads] = log2(e.headed)
	set(signalClass, kind == Class)
	set(signalFunction, kind == Function)
	v[signalRelative] = float32(e.count) / float32(r.end.most)
	set(signalLevelOne, heading && e.level <= 2)
	const stressed = markStrong | markEmph
	set(signalFillsHead, e.filled&markHeading != 0 && e.role != InTitle)
	set(signalFillsLink, e.filled&markLink != 0)
	set(signalFillsStrong, e.filled&stressed != 0)
	set(signalFillsCell, e.filled&markCell != 0)
	if kind == Term {
		v[signalAfter], v[signalBefore] = log2(int32(r.end.after[n])), log2(int32(r.end.before[n]))
	}
	set(signalNext, e.next)
	switch {
	case e.role == InTitle:
		v[signalRowsTitle] = r.end.rows
	case kind != Term && !heading && e.marks&markCell != 0:
		v[signalRows] = r.end.rows
	}
	if k.parent >= 0 {
		r.phraseSignals(n, e, v)
	} else {
		word := r.bag.word(n)
		set(signalShort, len(word) <= 3)
		set(signalConcept, r.bag.keys[k.word].cue&cueConcept != 0)
		set(signalQualified, kind != Term && bytes.IndexByte(word, ':') >= 0 || bytes.IndexByte(word, '.') > 0)
		surface := r.surface(&r.bag.seen[e.first])
		if kind != Term {
			shape := shapeOf(surface)
			set(signalCamel, shape == shapeCamel)
			set(signalScream, shape == shapeScream)
			set(signalAcronym, shape == shapeAcronym)
			set(signalUnder, word[0] == '_')
		} else {
			// Two small letters at the end, as most words have, make no acronym.
			end := len(surface) - 1
			set(signalAcronym, !(end > 0 && isSmall(surface[end]) && isSmall(surface[end-1])) && shapeOf(surface) == shapeAcronym)
			set(signalAdjective, r.bag.keys[k.word].looks&looksAdjective != 0)
			set(signalAbstract, r.bag.keys[k.word].looks&looksAbstract != 0)
			set(signalKin, e.role != InTitle && r.kin(word))
		}
	}
	if d := r.definitionOf(n, kind); d != nil {
		d.signals(v)
	}
	set(signalCommand, kind == Command)
	set(signalImport, kind == Import)
	if k.parent < 0 {
		set(signalShape, kind != Term && r.shaped(n))
		word := r.bag.word(n)
		set(signalLetter, len(word) == 1)
		set(signalGerund, kind == Term && r.bag.gerund(k.word))
		set(signalKind, r.bag.keys[k.word].looks&looksKind != 0)
	}
	for i := range knees {
		k := &knees[i]
		v[k.excess] = max(v[k.of]-k.at, 0)
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

// phraseSignals fills in the signals of a phrase that its words give.
func (r *reader) phraseSignals(n int32, e *evidence, v *[signals]float32) {
	b := &r.bag
	most := int32(1)
	node := func(at int32, edge bool, weak, kinds signal) {
		k := &b.keys[b.nodes[at].word]
		most = max(most, r.end.evidence[groupMain][at].count)
		if edge && k.class >= wordWeak {
			v[weak] = 1
		}
		if k.cue&cueConcept != 0 {
			if kinds != 0 {
				v[signalConcept] = 1
			} else {
				v[signalConceptHead] = 1
			}
		}
		if kinds != 0 && k.looks&looksKind != 0 {
			v[kinds] = 1
		}
	}
	tail := b.nodes[n].word
	node(tail, true, signalWeakTail, signalKindTail)
	if t := &r.end.evidence[groupMain][tail]; t.count > 0 {
		v[signalVerbTail] = float32(t.verbs) / float32(t.count)
		v[signalNounTail] = float32(t.nouns) / float32(t.count)
	}
	at := b.nodes[n].parent
	for b.nodes[at].parent >= 0 {
		node(b.nodes[at].word, false, 0, 0)
		at = b.nodes[at].parent
	}
	node(at, true, signalWeakHead, 0)
	if h := &r.end.evidence[groupMain][at]; h.count > 0 {
		v[signalVerbHead] = float32(h.verbs) / float32(h.count)
	}
	if b.gerund(b.nodes[at].word) {
		v[signalGerundHead] = 1
	}
	v[signalCohesion] = min(1, float32(e.count)/float32(most))
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
