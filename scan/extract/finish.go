package extract

import (
	"slices"
	"strings"
)

// A candidate is a key with a group of kinds that are one keyword: a name
// that prose uses as a word too is listed once.
type candidate struct {
	node    int32
	group   uint8
	kind    Kind
	score   float32
	inTitle bool  // the title holds it
	leads   bool  // it is the best of the title
	first   int32 // index of its first sighting
	from    int32 // its sightings in order.list
	count   int32
	home    int32 // of its last sighting: the section that a place is in
}

// Kinds are grouped by what a reader takes for one thing: the header vector
// and the class vector are two keywords, the class and the word are one.
const (
	groupMain = iota
	groupImport
	groupCommand
	groups
)

func groupOf(kind Kind) uint8 {
	switch kind {
	case Import:
		return groupImport
	case Command:
		return groupCommand
	}
	return groupMain
}

// evidence is what a node's sightings of one group say together.
type evidence struct {
	count   int32
	prose   int32 // as a word
	names   int32 // as a name in text
	fenced  int32 // as a name in a code block
	headed  int32 // in a heading or the title, not in parentheses
	body    int32 // outside of headings
	whole   int32 // as a phrase that fills what bounds it
	plain   int32 // outside of lists of other documents
	nouns   int32 // where a noun stands
	verbs   int32 // where a verb stands
	comment int32 // as a word in a comment of a code block
	title   mark  // marks of what the title holds
	filled  mark  // marks of the sightings that fill what bounds them
	spread  int32 // sections, counted as changes
	last    int32 // section of the last sighting
	first   int32 // index of the first sighting
	line    int32
	marks   mark
	role    Role
	named   Role  // the best role as a name: what a heading's words say does not count
	level   uint8 // best level of a heading that holds it
	defines bool
	spelled bool               // a phrase that the document writes as one name too
	weak    bool               // a word that says little by itself
	next    bool               // the first link of the last list of documents has it
	votes   [Identifier]uint16 // for each kind from Class to Command
	defined [Identifier + 1]bool
}

// finisher turns sightings into keywords. Its slices are reused.
type finisher struct {
	evidence      [groups][]evidence
	list          []candidate
	slot          [groups][]int32 // node → candidate+1
	definition    []int32         // node → index and one of a definition by program text
	titleCount    int32           // words of the title
	titled        []int32         // nodes of the title's words, maxTitled at most
	rows          float32         // log2 of the names in first columns that no heading has, over the sections
	named         bool            // the title has a name in it
	titleWords    float32         // log2 of titleCount
	most          int32           // occurrences of the commonest term
	size          float32         // log2 of the sightings
	longer        []int32         // node → count of the commonest longer phrase around it
	after, before []uint8         // node → phrases of one word more that start with it, or of two words that end with it
	order         []int32         // sightings by candidate
	ranks         []uint64        // candidates in order of rank
	chosen        []int32         // sightings that say how a name is written
	text          []byte          // keys and forms
	signals       signalSet       // of the keyword that is scored
	spans         []span
	tags          []rankedTag         // of the text, best first, those that are not listed yet
	more          map[definedAs]int32 // candidate+1 of the further kinds that a key is defined as
}

// span is where the key and the form of a keyword stand in finisher.text.
type span struct{ key, form, end int }

// finish makes the keywords of what the bag has seen.
func (r *reader) finish() {
	r.dropIgnored()
	r.mapLines()
	r.choosing()
	r.weigh()
	r.enclose()
	r.spell()
	r.linkDefinitions()
	r.choose()
	r.part()
	r.gather()
}

// weigh sums up the sightings of each node.
func (r *reader) weigh() {
	f, b := &r.end, &r.bag
	kinds := uint32(0)
	for i := range b.seen {
		kinds |= 1 << b.seen[i].kind
	}
	has := [groups]bool{true, kinds&(1<<Import) != 0, kinds&(1<<Command) != 0}
	for g := range f.evidence {
		f.evidence[g] = f.evidence[g][:0]
		if has[g] {
			f.evidence[g] = slices.Grow(f.evidence[g], len(b.nodes))[:len(b.nodes)]
			clear(f.evidence[g])
		}
	}
	title, next := r.titleSection(), -1
	for i := range b.seen {
		s := &b.seen[i]
		e := &f.evidence[groupOf(s.kind)][s.node]
		if e.count == 0 {
			e.first, e.line, e.last, e.spread, e.role, e.named, e.level = int32(i), s.line, s.section, 1, IsMention, IsMention, 9
		}
		e.count++
		if s.section != e.last {
			e.spread++
			e.last = s.section
		}
		e.marks |= s.mark
		if s.mark&(markHeading|markTitle) == 0 {
			e.body++
		} else if s.mark&markAside == 0 {
			e.headed++
		}
		role := roleOf(s, title)
		if role == InTitle {
			e.title |= s.mark
		}
		e.role = min(e.role, role)
		if s.names() {
			e.named = min(e.named, role)
		}
		e.nouns += oneIf(s.mark&markNoun != 0)
		e.verbs += oneIf(s.mark&markVerb != 0)
		if s.mark&markHeading != 0 {
			e.level = min(e.level, uint8(r.doc.Sections[s.section].Level))
		}
		whole := oneIf(s.mark&markWhole != 0)
		e.whole += whole
		e.filled |= s.mark & mark(-whole)
		if s.mark&markRef == 0 {
			e.plain++
		} else if s.mark&markLink != 0 && (next < 0 || s.section != b.seen[next].section) {
			next = i
		}
		e.defines = e.defines || s.defines || s.mark&markDefined != 0
		switch {
		case s.kind == Term:
			e.prose++
			if s.mark&markFence != 0 {
				e.comment++
			}
		case s.mark&markFence != 0:
			e.fenced++
		default:
			e.names++
		}
		if s.kind < Identifier {
			e.votes[s.kind] += min(1, 0xffff-e.votes[s.kind])
		}
		if s.kind <= Identifier {
			e.defined[s.kind] = e.defined[s.kind] || s.defines
		}
	}
	f.markNext(b.seen, next)
}

// oneIf is 1 where a condition holds, else 0. It counts what nobody could guess
// without a branch.
func oneIf(condition bool) int32 {
	if condition {
		return 1
	}
	return 0
}

// markNext notes what the line of the first link of a list of documents has:
// writers put what the document is a part of there. next is the sighting that
// begins it, -1 for none.
func (f *finisher) markNext(seen []sighting, next int) {
	for i := next; i >= 0 && i < len(seen) && seen[i].line == seen[next].line; i++ {
		if s := &seen[i]; s.mark&markLink != 0 {
			f.evidence[groupOf(s.kind)][s.node].next = true
		}
	}
}

// maxTitled bounds the words of the title that each word is compared with.
const maxTitled = 16

// survey counts what the score of each keyword is measured by.
func (r *reader) survey() {
	f, b := &r.end, &r.bag
	f.titled, f.most = f.titled[:0], 1
	rows := int32(0)
	for n := range f.evidence[groupMain] {
		e := &f.evidence[groupMain][n]
		f.most = max(f.most, e.count)
		if e.role > InHeading && e.names > 0 && e.marks&markCell != 0 {
			rows++
		}
		if e.count > 0 && e.role == InTitle && b.nodes[n].parent < 0 && len(f.titled) < maxTitled {
			f.titled = append(f.titled, int32(n))
		}
	}
	f.rows = max(0, log2(rows)-log2(int32(len(r.outline))))
}

// enclose notes for each phrase how often the commonest longer one stands
// that starts or ends with it.
func (r *reader) enclose() {
	f, b := &r.end, &r.bag
	f.longer = slices.Grow(f.longer[:0], len(b.nodes))[:len(b.nodes)]
	clear(f.longer)
	f.after = slices.Grow(f.after[:0], len(b.nodes))[:len(b.nodes)]
	clear(f.after)
	f.before = slices.Grow(f.before[:0], len(b.nodes))[:len(b.nodes)]
	clear(f.before)
	for n := range b.nodes {
		k := &b.nodes[n]
		if k.parent < 0 {
			continue
		}
		count := f.evidence[groupMain][n].count
		if count > 0 {
			f.after[k.parent] += min(1, 255-f.after[k.parent])
			if b.nodes[k.parent].parent < 0 {
				f.before[k.word] += min(1, 255-f.before[k.word])
			}
		}
		f.longer[k.parent] = max(f.longer[k.parent], count)
		if tail := b.tail(int32(n)); tail >= 0 {
			f.longer[tail] = max(f.longer[tail], count)
		}
	}
}

// titleSection returns the section whose heading is the document's title, or
// -1 when front matter names another one.
func (r *reader) titleSection() int32 {
	doc := r.doc
	if doc.Title == "" || len(doc.Sections) < 2 {
		return -1
	}
	n := r.mainHeading()
	if n == 0 {
		n = 1
	}
	if r.titleRow > 0 && !sameWords(doc.Title, doc.Sections[n].Title) {
		return -1
	}
	return int32(n)
}

func roleOf(s *sighting, title int32) Role {
	switch {
	case s.mark&markTitle != 0 || s.mark&markHeading != 0 && s.section == title:
		return InTitle
	case s.mark&markHeading != 0:
		return InHeading
	case s.defines || s.mark&markDefined != 0:
		return IsDefinition
	}
	return IsMention
}

// choose makes candidates of the nodes that are keywords.
func (r *reader) choose() {
	f, b := &r.end, &r.bag
	f.list = f.list[:0]
	f.titleCount = int32(strings.Count(r.doc.Title, " ") + 1)
	f.titleWords = log2(f.titleCount)
	f.named = false
	for i := range b.seen {
		if s := &b.seen[i]; s.mark&(markTitle|markHeading) != 0 && s.kind != Term && f.evidence[groupOf(s.kind)][s.node].role == InTitle {
			f.named = true
			break
		}
	}
	f.size = log2(int32(min(len(b.seen)/32, 255)))
	r.survey()
	for g := range uint8(groups) {
		f.slot[g] = slices.Grow(f.slot[g][:0], len(f.evidence[g]))[:len(f.evidence[g])]
		clear(f.slot[g])
		for n := range f.evidence[g] {
			e := &f.evidence[g][n]
			if e.count == 0 {
				continue
			}
			kind := r.kindOf(int32(n), g, e)
			if kind != Term {
				e.role = e.named
			}
			e.weak = b.nodes[n].parent < 0 && b.keys[b.nodes[n].word].class == wordWeak
			if r.verdict(int32(n), kind, e) != kept {
				continue
			}
			f.list = append(f.list, candidate{node: int32(n), group: g, kind: kind, score: r.score(int32(n), kind, e), first: e.first, count: e.count, inTitle: e.role == InTitle})
			f.slot[g][n] = int32(len(f.list))
		}
	}
}

// definedAs is a node and one of the kinds that it is defined as.
type definedAs struct {
	node int32
	kind Kind
}

// part makes a candidate of each further kind that a key is defined as: the macro
// MAX and the function max are two keywords, whose definitions go to each. What
// merely uses either stays with the first.
func (r *reader) part() {
	f, b := &r.end, &r.bag
	clear(f.more)
	several := false
	for i := range f.list {
		if c := &f.list[i]; c.group == groupMain {
			e := &f.evidence[groupMain][c.node]
			several = several || e.defines && e.definitions() > 1
		}
	}
	if !several {
		return
	}
	if f.more == nil {
		f.more = make(map[definedAs]int32)
	}
	for i := range b.seen {
		s := &b.seen[i]
		if !s.defines || s.kind >= Import {
			continue
		}
		c := f.slot[groupMain][s.node]
		e := &f.evidence[groupMain][s.node]
		if c == 0 || f.list[c-1].kind == s.kind || e.definitions() < 2 {
			continue
		}
		as := definedAs{s.node, s.kind}
		own := f.more[as]
		if own == 0 {
			f.list = append(f.list, candidate{node: s.node, group: groupMain, kind: s.kind, score: r.score(s.node, s.kind, e), first: int32(i), inTitle: f.list[c-1].inTitle})
			own = int32(len(f.list))
			f.more[as] = own
		}
		f.list[own-1].count++
		f.list[c-1].count--
	}
	// No two candidates share a first sighting: rank tells them apart by it.
	first := make(map[int32]bool)
	for as := range f.more {
		first[as.node] = true
	}
	for i := range b.seen {
		s := &b.seen[i]
		if first[s.node] && groupOf(s.kind) == groupMain {
			if c := f.slot[groupMain][s.node]; f.candidateOf(s) == c {
				f.list[c-1].first = int32(i)
				delete(first, s.node)
			}
		}
	}
}

// definitions returns how many kinds a key is defined as.
func (e *evidence) definitions() int {
	n := 0
	for _, defined := range e.defined[:Import] {
		if defined {
			n++
		}
	}
	return n
}

// candidateOf returns the candidate of a sighting, counted from 1; 0 for none.
func (f *finisher) candidateOf(s *sighting) int32 {
	if s.defines && len(f.more) > 0 {
		if c := f.more[definedAs{s.node, s.kind}]; c > 0 {
			return c
		}
	}
	return f.slot[groupOf(s.kind)][s.node]
}

// names reports whether a sighting names what its key does: a name does, and
// so does a word that fills a heading; the first word of "Open a file" does
// not name the function open.
func (s *sighting) names() bool { return s.kind != Term || s.mark&markAlone != 0 }

// kindOf settles the kind of a node's group of sightings: what is defined
// here, else what most sightings say, else what its letters say.
func (r *reader) kindOf(n int32, g uint8, e *evidence) Kind {
	switch g {
	case groupImport:
		return Import
	case groupCommand:
		return Command
	}
	if code := e.names + e.fenced; (e.prose > 3*code || e.names == 0 && e.prose > e.fenced) && !e.defines && !r.shaped(n) {
		return Term // a word of the language that code happens to use too
	}
	best, votes := Identifier, uint16(0)
	for _, defined := range []bool{true, false} {
		for k := Class; k < Import; k++ {
			if e.votes[k] > votes && (!defined || e.defined[k]) {
				best, votes = k, e.votes[k]
			}
		}
		if best != Identifier || defined && e.defined[Identifier] {
			return best
		}
	}
	if e.names+e.fenced == 0 || e.prose > 2*e.names+e.fenced && !r.shaped(n) {
		return Term
	}
	return Identifier
}

// shaped reports whether a node is one word that looks like code.
func (r *reader) shaped(n int32) bool {
	k := &r.bag.nodes[n]
	if k.parent >= 0 {
		return false
	}
	return r.bag.keys[k.word].looks&looksCode != 0
}
