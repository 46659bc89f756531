package extract

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Explanation says why a document has the keywords that it has. It is made by
// reading the document once more, and reading takes no more time for it: what is
// told is what the reader had at hand when it decided.
//
// It is for one goroutine.
type Explanation struct {
	Document *Document // as Read gives it
	Ignored  []Lines   // that give no keywords, in order
	Unclosed bool      // the last of them runs to the end of the file for want of an end
	Oddities []Oddity  // comments of kwic's that do nothing
	Simple   string    // why the reading is simple, "" where it is full

	r     *reader
	ranks map[string]int // of Document.Keywords, by kind and key
	key   []byte         // of the last look at ranks, for its memory
	at    []group        // of each of Document.Keywords but tags, which have no node
}

// group is the sightings of one node that count together, as a kind. A tag's node
// is -1.
type group struct {
	node int32
	of   uint8
	kind Kind
}

// Explained is what became of one key of one kind.
type Explained struct {
	Key, Form string
	Kind      Kind
	Rank      int    // 1 is the document's most telling keyword; 0 for none
	Reason    string // why it is no keyword, "" where it is
	Score     float32
	Signals   []Signal           // of Score, those that count most first
	Sightings iter.Seq[Sighting] // made as they are asked for, from the Explanation; nil for none
	Votes     [Kinds]int         // sightings that say each kind, before one was settled on
}

// Signal is one thing that tells how telling a keyword is.
type Signal struct {
	Name          string
	Value, Weight float32
	Contribution  float32 // to the score: their product
}

// Sighting is one occurrence.
type Sighting struct {
	Line    int
	Section int    // index into Document.Sections: the one that counts it
	Form    string // as the document writes it
	Kind    Kind   // what it looks like there
	Marks   []string
	Ignored bool // it stands on an ignored line
}

// Explain reads a document like Read, and returns why it has which keywords.
func (x *Extractor) Explain(language Language, src []byte) *Explanation {
	r := newReader(x)
	r.language, r.keepDropped = language, true
	doc := r.read(src, rowOf[language].read)
	r.doc = doc
	r.dropScratch()
	e := &Explanation{
		Document: doc, Ignored: r.ignoring.lines, Unclosed: r.ignoring.open, Oddities: r.ignoring.odd,
		r: r, ranks: make(map[string]int, len(doc.Keywords)),
	}
	for i := range doc.Keywords {
		e.ranks[rankKey(doc.Keywords[i].Kind, doc.Keywords[i].Key)] = i + 1
	}
	e.locate()
	switch {
	case doc.Reading == Full:
	case r.bag.full:
		e.Simple = "it holds more words than are kept of one document"
	default:
		e.Simple = "its format's own parser would cost too much"
	}
	return e
}

// dropScratch gives back the memory of what an explanation does not look at: it keeps
// its reader, and that of a large document holds as much as its building took.
func (r *reader) dropScratch() {
	r.stretches, r.whole, r.pieces = nil, nil, nil
	f := &r.end
	f.order, f.ranks, f.chosen, f.text, f.spans, f.tags = nil, nil, nil, nil, nil, nil
}

func rankKey(kind Kind, key string) string { return kind.String() + " " + key }

// locate finds the group of each keyword.
func (e *Explanation) locate() {
	e.at = make([]group, len(e.Document.Keywords))
	for i := range e.at {
		e.at[i].node = -1
	}
	e.each(func(n int32, g uint8, kind Kind, key []byte) {
		if rank, _ := e.rank(n, g, kind, key); rank > 0 && e.at[rank-1].node < 0 {
			e.at[rank-1] = group{n, g, kind}
		}
	})
}

// Keywords yields the keywords in the order of rank, without their sightings.
func (e *Explanation) Keywords() iter.Seq[Explained] {
	return func(yield func(Explained) bool) {
		for i := range e.at {
			one := e.tag
			if at := &e.at[i]; at.node >= 0 {
				one = func(i int) Explained { return e.explain(at.node, at.of, at.kind, e.Document.Keywords[i].Key) }
			}
			if !yield(one(i)) {
				return
			}
		}
	}
}

// LeftOut counts the words and phrases that are no keywords, by reason.
func (e *Explanation) LeftOut() map[string]int {
	reasons := make(map[string]int)
	e.each(func(n int32, g uint8, kind Kind, key []byte) {
		if rank, why := e.rank(n, g, kind, key); rank == 0 {
			reasons[reasonOf(why)]++
		}
	})
	return reasons
}

// Find explains a word or phrase: as each kind that the document has it of, best
// first, its sightings included. Where the document has it as none, it returns
// one without kind that has a reason and no sightings but those on ignored lines.
func (e *Explanation) Find(text string) []Explained {
	term, name := TermKey(text), NameKey(text)
	var found []Explained
	e.each(func(n int32, g uint8, kind Kind, key []byte) {
		if string(key) == term || string(key) == name {
			one := e.explain(n, g, kind, string(key))
			one.Sightings, one.Votes = e.sightings(n, g), e.votes(n, g)
			if one.Reason == leftHalf.String() || one.Reason == leftInside.String() {
				one.Reason += e.around(n)
			}
			found = append(found, one)
		}
	})
	for i := range e.Document.Keywords {
		if k := &e.Document.Keywords[i]; k.Kind == Tag && (k.Key == term || k.Key == name) {
			found = append(found, e.tag(i))
		}
	}
	if len(found) == 0 {
		one := Explained{Key: KeyOf(text), Form: text, Kind: Term, Reason: e.absence(text)}
		if dropped := e.dropped(term, name); len(dropped) > 0 {
			one.Sightings = func(yield func(Sighting) bool) {
				for _, s := range dropped {
					again := e.sighting(s)
					if again.Ignored = true; !yield(again) {
						return
					}
				}
			}
		}
		return []Explained{one}
	}
	slices.SortStableFunc(found, func(a, b Explained) int {
		switch {
		case (a.Rank > 0) != (b.Rank > 0):
			return cmp.Compare(b.Rank, a.Rank)
		case a.Rank != b.Rank:
			return cmp.Compare(a.Rank, b.Rank)
		}
		return cmp.Compare(a.Key, b.Key)
	})
	return found
}

// around names the commonest longer phrase that starts or ends with a node, for
// the end of a sentence.
func (e *Explanation) around(n int32) string {
	r := e.r
	best, most := int32(-1), int32(0)
	for m := range r.bag.nodes {
		k := &r.bag.nodes[m]
		if k.parent < 0 || k.parent != n && r.bag.tail(int32(m)) != n {
			continue
		}
		if count := r.end.evidence[groupMain][m].count; count > most {
			best, most = int32(m), count
		}
	}
	if best < 0 {
		return ""
	}
	first := &r.bag.seen[r.end.evidence[groupMain][best].first]
	return fmt.Sprintf(": %q", spaced(r.surface(first)))
}

// each calls do for every key of every group that was seen, and for every further
// kind that a key is defined as. The key is valid during the call only.
func (e *Explanation) each(do func(n int32, g uint8, kind Kind, key []byte)) {
	f, b := &e.r.end, &e.r.bag
	var key []byte
	for g := range uint8(groups) {
		for n := range f.evidence[g] {
			if f.evidence[g][n].count > 0 {
				key = b.appendKey(key[:0], int32(n))
				do(int32(n), g, e.r.kindOf(int32(n), g, &f.evidence[g][n]), key)
			}
		}
	}
	for i := range f.list {
		if c := &f.list[i]; f.more[definedAs{c.node, c.kind}] == int32(i+1) {
			key = b.appendKey(key[:0], c.node)
			do(c.node, c.group, c.kind, key)
		}
	}
}

// rank returns the rank of a node's group of sightings, or 0 and why it has none.
func (e *Explanation) rank(n int32, g uint8, kind Kind, key []byte) (int, verdict) {
	why := e.r.verdict(n, kind, &e.r.end.evidence[g][n])
	if why != kept {
		return 0, why
	}
	e.key = append(append(append(e.key[:0], kind.String()...), ' '), key...)
	return e.ranks[string(e.key)], why
}

// reasonOf tells why a group of sightings is no keyword.
func reasonOf(why verdict) string {
	if why == kept {
		return "the document has more telling keywords"
	}
	return why.String()
}

// explain tells what became of a node's group of sightings.
func (e *Explanation) explain(n int32, g uint8, kind Kind, key string) Explained {
	r := e.r
	v := &r.end.evidence[g][n]
	one := Explained{Key: key, Kind: kind, Form: string(spaced(r.surface(&r.bag.seen[v.first])))}
	var why verdict
	if one.Rank, why = e.rank(n, g, kind, []byte(key)); one.Rank > 0 {
		one.Form = e.Document.Keywords[one.Rank-1].Form
	} else {
		one.Reason = reasonOf(why)
	}
	var values signalSet
	r.signals(n, kind, v, &values)
	column := r.columnOf(n, kind, &values)
	for i := range signals {
		if !values.is(i) {
			continue
		}
		value, weight := values.value[i], weights[i][column]
		part := float32(value * weight)
		one.Score += part
		if part != 0 {
			one.Signals = append(one.Signals, Signal{signalNames[i], value, weight, part})
		}
	}
	c := r.end.slot[g][n]
	if other := r.end.more[definedAs{n, kind}]; other > 0 {
		c = other
	}
	if c > 0 && r.end.list[c-1].leads {
		one.Score += leadLift
		one.Signals = append(one.Signals, Signal{"best of the title", 1, leadLift, leadLift})
	}
	slices.SortStableFunc(one.Signals, func(a, b Signal) int {
		return cmp.Compare(max(b.Contribution, -b.Contribution), max(a.Contribution, -a.Contribution))
	})
	return one
}

// tag explains a keyword that the document names itself, in its front matter or
// as an entry for an index. It has no signals; of each section that names it, the
// first place is told.
func (e *Explanation) tag(i int) Explained {
	k := &e.Document.Keywords[i]
	one := Explained{Key: k.Key, Form: k.Form, Kind: Tag, Rank: i + 1}
	one.Votes[Tag] = k.Count
	one.Sightings = func(yield func(Sighting) bool) {
		for _, p := range k.Places {
			if !yield(Sighting{Line: p.Line, Section: p.Section, Form: k.Form, Kind: Tag, Marks: []string{"tag"}}) {
				return
			}
		}
	}
	return one
}

// sightings yields the occurrences of a node's group.
func (e *Explanation) sightings(n int32, g uint8) iter.Seq[Sighting] {
	return func(yield func(Sighting) bool) {
		for i := range e.r.bag.seen {
			if s := &e.r.bag.seen[i]; s.node == n && groupOf(s.kind) == g && !yield(e.sighting(s)) {
				return
			}
		}
	}
}

// votes counts the occurrences of a node's group by kind.
func (e *Explanation) votes(n int32, g uint8) (votes [Kinds]int) {
	for i := range e.r.bag.seen {
		if s := &e.r.bag.seen[i]; s.node == n && groupOf(s.kind) == g {
			votes[s.kind]++
		}
	}
	return votes
}

func (e *Explanation) sighting(s *sighting) Sighting {
	return Sighting{
		Line: int(s.line), Section: e.r.outline[s.section].home, Form: string(spaced(e.r.surface(s))), Kind: s.kind,
		Marks: marksOf(s.mark, s.defines),
	}
}

// dropped returns the occurrences of keys on ignored lines.
func (e *Explanation) dropped(keys ...string) []*sighting {
	var all []*sighting
	var key []byte
	for i := range e.r.dropped {
		s := &e.r.dropped[i]
		if key = e.r.bag.appendKey(key[:0], s.node); slices.Contains(keys, string(key)) {
			all = append(all, s)
		}
	}
	return all
}

// absence tells why a document has no trace of a word or phrase.
func (e *Explanation) absence(text string) string {
	r := e.r
	words := strings.Fields(text)
	switch {
	case len(e.dropped(TermKey(text), NameKey(text))) > 0:
		return "it stands on ignored lines only"
	case r.x.words.stops[TermKey(text)], r.x.words.stops[NameKey(text)]:
		return leftStop.String()
	}
	for _, word := range words {
		folded := appendFold(nil, []byte(word))
		switch class := r.x.words.class(folded); {
		case len(words) == 1 && (class == wordStop || class == wordForeign):
			return "a function word is no keyword by itself"
		case len(words) == 1 && class == wordFiller:
			return "a general word is no keyword by itself"
		case class == wordStop || class == wordForeign:
			return fmt.Sprintf("the word %q ends a phrase", word)
		case len(words) == 1 && shapeOf([]byte(word)) == shapeNoise:
			return "it looks like a number, a hash or an id"
		case len(words) == 1 && len([]rune(word)) == 1:
			return "a single letter is a keyword only where it is set as code"
		}
	}
	if len(words) > maxPhrase {
		return fmt.Sprintf("a phrase has at most %d words", maxPhrase)
	}
	line := e.lineWith(text)
	if line == 0 {
		return "the document does not hold it"
	}
	for i, s := range e.Document.Sections {
		if i > 0 && r.outline[i].home != i && s.Line == line {
			return fmt.Sprintf("it stands in the heading %q, which is boilerplate", s.Title)
		}
	}
	return fmt.Sprintf("it stands on line %d where nothing is looked for: in code that is no name, an address, a comment, a table of contents, or across what bounds phrases", line)
}

// lineWith returns the first line that holds text or the beginning of it,
// whatever its case, 0 for none.
func (e *Explanation) lineWith(text string) int {
	want := appendFold(nil, []byte(strings.Join(strings.Fields(text), " ")))
	var line []byte
	for n := 1; n <= len(e.r.starts); n++ {
		line = appendFold(line[:0], bytes.TrimSpace(e.r.lineText(n)))
		own := len(line)
		if n < len(e.r.starts) {
			line = appendFold(append(line, ' '), bytes.TrimLeft(e.r.lineText(n+1), " \t>"))
		}
		if at := bytes.Index(line, want); at >= 0 && at < own {
			return n
		}
	}
	return 0
}
