package extract

import (
	"bytes"
)

// surface returns the bytes of a sighting as the document writes them.
func (r *reader) surface(s *sighting) []byte {
	if s.at < 0 {
		return r.bag.text[^s.at : int(^s.at)+int(s.size)]
	}
	return r.arena[s.at : int(s.at)+int(s.size)]
}

// telling returns the sightings that say how a name is written: those that
// define it, else those as a name. A word of prose may fold to the same key:
// "locks" are no form of the class Lock.
func (r *reader) telling(kind Kind, sightings []int32) []int32 {
	if kind == Term {
		return sightings
	}
	rank := func(s *sighting) int {
		switch {
		case s.defines:
			return 2
		case s.kind != Term:
			return 1
		}
		return 0
	}
	best, n := 0, 0
	for _, i := range sightings {
		switch v := rank(&r.bag.seen[i]); {
		case v > best:
			best, n = v, 1
		case v == best:
			n++
		}
	}
	if n == len(sightings) {
		return sightings
	}
	chosen := r.end.chosen[:0]
	for _, i := range sightings {
		if rank(&r.bag.seen[i]) == best {
			chosen = append(chosen, i)
		}
	}
	r.end.chosen = chosen
	return chosen
}

// commonForm returns the form that most of the sightings have, of several
// the first by bytes, with its white space made single spaces.
func (r *reader) commonForm(sightings []int32) []byte {
	var first []byte
	for n, i := range sightings {
		if form := r.surface(&r.bag.seen[i]); n == 0 {
			first = form
		} else if !bytes.Equal(form, first) {
			return r.commonOfSeveral(sightings)
		}
	}
	return spaced(first) // as most words are written in one way
}

// commonOfSeveral is commonForm for sightings that differ.
func (r *reader) commonOfSeveral(sightings []int32) []byte {
	// Few documents write a word in more than a handful of ways.
	var few [6]formCount
	n := 0
next:
	for _, i := range sightings {
		form := r.surface(&r.bag.seen[i])
		for k := range few[:n] {
			if bytes.Equal(few[k].form, form) {
				few[k].count++
				continue next
			}
		}
		if form = spaced(form); n == len(few) {
			return r.commonOfMany(sightings)
		}
		for k := range few[:n] { // equal but for its white space
			if bytes.Equal(few[k].form, form) {
				few[k].count++
				continue next
			}
		}
		few[n] = formCount{form, 1}
		n++
	}
	best := few[0]
	for _, f := range few[1:n] {
		if f.count > best.count || f.count == best.count && bytes.Compare(f.form, best.form) < 0 {
			best = f
		}
	}
	return best.form
}

type formCount struct {
	form  []byte
	count int
}

// commonOfMany is commonForm for any number of forms.
func (r *reader) commonOfMany(sightings []int32) []byte {
	counts := map[string]int{}
	for _, i := range sightings {
		counts[string(spaced(r.surface(&r.bag.seen[i])))]++
	}
	best, most := "", 0
	for form, n := range counts {
		if n > most || n == most && form < best {
			best, most = form, n
		}
	}
	return []byte(best)
}

// spaced returns text with each stretch of white space made one space, one that
// does not break included.
func spaced(text []byte) []byte {
	for i, c := range text {
		if c != ' ' && isSpace(c) || c == ' ' && i+1 < len(text) && isSpace(text[i+1]) || c == 0xc2 && i+1 < len(text) && text[i+1] == 0xa0 {
			return bytes.Join(bytes.Fields(text), []byte(" "))
		}
	}
	return text
}
