package extract

import (
	"cmp"
	"math"
	"slices"
)

// gather lists the sightings of each candidate and makes keywords of them.
func (r *reader) gather() {
	f, b, doc := &r.end, &r.bag, r.doc
	total := int32(0)
	for i := range f.list {
		f.list[i].from = total
		total += f.list[i].count
		f.list[i].count = 0
	}
	f.order = slices.Grow(f.order[:0], int(total))[:total]
	n := 0 // places, counted as changes: one sighting may be as good as a thousand
	for i := range b.seen {
		if c := f.candidateOf(&b.seen[i]); c > 0 {
			k := &f.list[c-1]
			home := int32(r.outline[b.seen[i].section].home)
			if k.count == 0 || home != k.home {
				n++
				k.home = home
			}
			f.order[k.from+k.count] = int32(i)
			k.count++
		}
	}
	f.rank()
	r.limitKeywords()
	f.text, f.spans = f.text[:0], f.spans[:0]
	places := make([]Place, 0, n+len(b.tags))
	title := r.titleSection()
	keywords := make([]Keyword, 0, len(f.ranks)+len(b.tags))
	keywords, places = r.tagKeywords(keywords, places)
	for _, key := range f.ranks {
		first := &b.seen[uint32(key)]
		c := &f.list[f.candidateOf(first)-1]
		keywords = f.betterTags(keywords, c.score)
		var k Keyword
		k, places = r.keyword(c, title, places)
		keywords = append(keywords, k)
	}
	keywords = f.betterTags(keywords, float32(math.Inf(-1)))
	// One string holds all keys and forms: a document has hundreds.
	all := string(f.text)
	n = 0
	for i := range keywords {
		if keywords[i].Kind == Tag {
			continue
		}
		keywords[i].Key = all[f.spans[n].key:f.spans[n].form]
		keywords[i].Form = all[f.spans[n].form:f.spans[n].end]
		n++
	}
	doc.Keywords = keywords
}

// maxKeywords bounds the keywords of one document: what each costs further on,
// in the database and on pages, is several times what it costs to find. The
// longest register lists of hardware have more; no prose does.
const maxKeywords = 1 << 16

// limitKeywords keeps the most telling keywords.
func (r *reader) limitKeywords() {
	f := &r.end
	if most := roomFor(maxKeywords, len(r.src)) - len(r.bag.tags); len(f.ranks) > most {
		f.ranks = f.ranks[:most]
		r.doc.Reading = Simple
	}
}

// leadLift is more than any score.
const leadLift = 1000

// leadTitle lifts the best keyword of the title above all others: a reference
// of hundreds of functions still has a subject.
func (f *finisher) leadTitle() {
	best := -1
	for i := range f.list {
		if f.list[i].inTitle && (best < 0 || f.list[i].score > f.list[best].score) {
			best = i
		}
	}
	if best >= 0 {
		f.list[best].score += leadLift
		f.list[best].leads = true
	}
}

// rank sorts the candidates, best first, those of equal score by where they
// first stand. No two share a first sighting, so that a score and that index,
// packed in one number, order them all.
func (f *finisher) rank() {
	f.leadTitle()
	f.ranks = f.ranks[:0]
	for i := range f.list {
		c := &f.list[i]
		score := math.Float32bits(c.score)
		if score>>31 != 0 {
			score = ^score // negative: the larger its bits, the lower it is
		} else {
			score |= 1 << 31
		}
		f.ranks = append(f.ranks, uint64(^score)<<32|uint64(uint32(c.first)))
	}
	slices.Sort(f.ranks)
}

// keyword makes one keyword and its places, and adds its key and form to
// finisher.text.
func (r *reader) keyword(c *candidate, title int32, places []Place) (Keyword, []Place) {
	f, b := &r.end, &r.bag
	sightings := f.order[c.from : c.from+c.count]
	if r.defined && c.kind < Import {
		// What comments say of a name that is defined here adds neither
		// places nor forms to it.
		if slices.ContainsFunc(sightings, func(i int32) bool { return b.seen[i].defines }) {
			sightings = slices.DeleteFunc(sightings, func(i int32) bool { return !b.seen[i].defines })
		}
	}
	k := Keyword{Kind: c.kind, Role: IsMention, Count: len(sightings)}
	start := len(places)
	for _, i := range sightings {
		s := &b.seen[i]
		role, line := roleAs(c.kind, s, title), int(s.line)
		k.Definition = k.Definition || s.defines || s.mark&markDefined != 0
		k.Role = min(k.Role, role)
		if k.Line == 0 || line < k.Line {
			k.Line = line
		}
		home := r.outline[s.section].home
		if n := len(places); n > start && places[n-1].Section == home {
			p := &places[n-1]
			p.Count++
			p.Role, p.Line = min(p.Role, role), min(p.Line, line)
			continue
		}
		places = append(places, Place{Section: home, Line: line, Count: 1, Role: role})
	}
	own := mergePlaces(places[start:])
	places = places[:start+len(own)]
	k.Places = own[:len(own):len(own)]
	key := len(f.text)
	f.text = b.appendKey(f.text, c.node)
	form := len(f.text)
	f.text = append(f.text, r.commonForm(r.telling(k.Kind, sightings))...)
	f.spans = append(f.spans, span{key, form, len(f.text)})
	return k, places
}

// mergePlaces puts places in section order, one for each section: text under
// boilerplate belongs to a section that came before.
func mergePlaces(places []Place) []Place {
	if slices.IsSortedFunc(places, func(a, b Place) int {
		if a.Section < b.Section {
			return -1
		}
		return 1 // equal sections are out of order too: they must be merged
	}) {
		return places
	}
	slices.SortStableFunc(places, func(a, b Place) int { return cmp.Compare(a.Section, b.Section) })
	n := 0
	for _, p := range places[1:] {
		if q := &places[n]; q.Section == p.Section {
			q.Count += p.Count
			q.Role, q.Line = min(q.Role, p.Role), min(q.Line, p.Line)
			continue
		}
		n++
		places[n] = p
	}
	return places[:n+1]
}
