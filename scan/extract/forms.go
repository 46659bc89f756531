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
	first := r.surface(&r.bag.seen[sightings[0]])
	same := true
	for _, i := range sightings[1:] {
		if !bytes.Equal(first, r.surface(&r.bag.seen[i])) {
			same = false
			break
		}
	}
	if same {
		return spaced(first)
	}
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
