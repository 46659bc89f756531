package extract

import (
	"cmp"
	"slices"
)

// rankedTag is a tag that the text gives, and its score among the keywords.
type rankedTag struct {
	keyword Keyword
	score   float32
}

// tagKeywords makes keywords of tags: those of the document, which come
// first, are appended to keywords; those of its text wait in finisher.tags for
// the place that their score gives them.
func (r *reader) tagKeywords(keywords []Keyword, places []Place) ([]Keyword, []Place) {
	f := &r.end
	f.tags = f.tags[:0]
	tags := r.bag.tags
	if len(tags) == 0 {
		return keywords, places
	}
	type tag struct {
		key string
		at  int
	}
	list := make([]tag, len(tags))
	for i, t := range tags {
		list[i] = tag{foldKey(t.text), i}
	}
	list = slices.DeleteFunc(list, func(t tag) bool { return r.x.words.stops[t.key] })
	slices.SortFunc(list, func(a, b tag) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.at, b.at)) })
	type made struct {
		Keyword
		at     int
		inText bool
	}
	var all []made
	for i := 0; i < len(list); {
		j := i
		forms := map[string]int{}
		one := made{at: list[i].at, inText: true}
		one.Keyword = Keyword{Key: list[i].key, Kind: Tag, Role: IsTag, Form: tags[one.at].text, Line: tags[one.at].line}
		start := len(places)
		for ; j < len(list) && list[j].key == list[i].key; j++ {
			t := &tags[list[j].at]
			forms[t.text]++
			one.inText = one.inText && t.inText
			one.Line = min(one.Line, t.line)
			home := r.outline[t.section].home
			if n := len(places); n > start && places[n-1].Section == home {
				places[n-1].Count++
				places[n-1].Line = min(places[n-1].Line, t.line)
				continue
			}
			places = append(places, Place{Section: home, Line: t.line, Count: 1, Role: IsTag})
		}
		for form, n := range forms {
			if n > forms[one.Form] || n == forms[one.Form] && form < one.Form {
				one.Form = form
			}
		}
		own := mergePlaces(places[start:])
		places = places[:start+len(own)]
		one.Places, one.Count = own[:len(own):len(own)], j-i
		all = append(all, one)
		i = j
	}
	slices.SortFunc(all, func(a, b made) int { return cmp.Compare(a.at, b.at) })
	for i := range all {
		if t := &all[i]; t.inText {
			f.tags = append(f.tags, rankedTag{t.Keyword, tagScore(t.at, t.Count)})
		} else {
			keywords = append(keywords, t.Keyword)
		}
	}
	slices.SortStableFunc(f.tags, func(a, b rankedTag) int { return cmp.Compare(b.score, a.score) })
	return keywords, places
}

// tagScore says how telling an entry is that the text makes for an index: as a
// term that is emphasised in text, and more so where a document starts. There
// are hundreds of them in a reference, and what it defines comes first.
func tagScore(at, count int) float32 {
	const worth = 3.5
	return worth + float32(0.6*log2(int32(count))) + float32(1.2*20/float32(20+at))
}

// betterTags appends the tags of the text that score better than what comes
// next.
func (f *finisher) betterTags(keywords []Keyword, score float32) []Keyword {
	for len(f.tags) > 0 && f.tags[0].score > score {
		keywords = append(keywords, f.tags[0].keyword)
		f.tags = f.tags[1:]
	}
	return keywords
}
