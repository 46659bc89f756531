package extract

import (
	"bytes"
	"cmp"
	"slices"
)

// surface returns the bytes of a sighting as the document writes them.
func (r *reader) surface(s *sighting) []byte {
	if s.at < 0 {
		return r.bag.text[^s.at : int(^s.at)+int(s.size)]
	}
	return r.arena[s.at : int(s.at)+int(s.size)]
}

// commonForm returns the form that most of the sightings have, of several
// the first by bytes, with its white space made single spaces.
func (r *reader) commonForm(sightings []int32) []byte {
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

// spaced returns text with each stretch of white space made one space.
func spaced(text []byte) []byte {
	for i, c := range text {
		if c != ' ' && isSpace(c) || c == ' ' && i+1 < len(text) && isSpace(text[i+1]) {
			return bytes.Join(bytes.Fields(text), []byte(" "))
		}
	}
	return text
}

// tagKeywords makes keywords of the front matter's tags.
func (r *reader) tagKeywords(keywords []Keyword, places []Place) ([]Keyword, []Place) {
	tags := r.bag.tags
	if len(tags) == 0 {
		return keywords, places
	}
	type tag struct {
		key, form string
		line, at  int
	}
	list := make([]tag, len(tags))
	for i, t := range tags {
		list[i] = tag{foldKey(t.text), t.text, t.line, i}
	}
	list = slices.DeleteFunc(list, func(t tag) bool { return r.x.words.stops[t.key] })
	slices.SortFunc(list, func(a, b tag) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.at, b.at)) })
	var made []tag
	counts := map[int]int{} // made → occurrences
	for i := 0; i < len(list); {
		j := i
		forms := map[string]int{}
		one := list[i]
		for ; j < len(list) && list[j].key == list[i].key; j++ {
			forms[list[j].form]++
			one.line = min(one.line, list[j].line)
		}
		for form, n := range forms {
			if n > forms[one.form] || n == forms[one.form] && form < one.form {
				one.form = form
			}
		}
		counts[one.at] = j - i
		made = append(made, one)
		i = j
	}
	slices.SortFunc(made, func(a, b tag) int { return cmp.Compare(a.at, b.at) })
	for _, t := range made {
		n := counts[t.at]
		places = append(places, Place{Section: 0, Line: t.line, Count: n, Role: IsTag})
		keywords = append(keywords, Keyword{
			Key: t.key, Form: t.form, Kind: Tag, Role: IsTag, Line: t.line, Count: n,
			Places: places[len(places)-1 : len(places) : len(places)],
		})
	}
	return keywords, places
}
