package main

import (
	"cmp"
	"slices"

	"kwic/scan/extract"
	"kwic/store"
)

// keyOfKind is what makes places those of one keyword of a document.
type keyOfKind struct {
	key  string
	kind extract.Kind
}

// moves say where the places of a keyword went in a document that changed, by the
// ordinals of the sections that held it. What is not there is gone.
type moves map[int]*extract.Place

// refind moves a place of a stale document to where a build would put it, and
// returns false where there is none: the document does not hold the keyword any
// more, or not as often. It depends on nothing but the document.
func (s *source) refind(x *index, p *store.FoundPlace) (bool, error) {
	switch {
	case !s.stale:
		return true, nil
	case s.document == nil:
		return false, nil
	}
	if s.keywords == nil {
		s.keywords, s.moves = make(map[keyOfKind]int), make(map[keyOfKind]moves)
		for i := range s.document.Keywords {
			k := &s.document.Keywords[i]
			s.keywords[keyOfKind{k.Key, k.Kind}] = i
		}
	}
	of := keyOfKind{p.Key, p.Kind}
	at, holds := s.keywords[of]
	if !holds {
		return false, nil
	}
	keyword := &s.document.Keywords[at]
	sections := s.document.Sections
	top := p.File.Heading(sections)
	if s.moves[of] == nil {
		before, err := x.Beside(p)
		if err != nil {
			return false, err
		}
		s.moves[of] = movesOf(before, keyword.Places, func(now *extract.Place) sectionName {
			return sectionName{sections[now.Section].Anchor, store.SectionPath(sections, top, now.Section)}
		})
	}
	now := s.moves[of][p.Ordinal]
	if now == nil {
		return false, nil
	}
	section := &sections[now.Section]
	p.Form, p.Definition = keyword.Form, keyword.Definition
	p.Role, p.Line, p.EndLine = now.Role, now.Line, max(section.EndLine, now.Line)
	p.Anchor, p.Section = section.Anchor, store.SectionPath(sections, top, now.Section)
	return true, nil
}

// sectionName is by what a section is known again.
type sectionName struct{ anchor, path string }

// movesOf pairs the places of a keyword before and now: first those whose sections
// have the same name, then what is left, each with the nearest line that is free.
func movesOf(before []store.FoundPlace, now []extract.Place, nameOf func(*extract.Place) sectionName) moves {
	m := make(moves, len(before))
	was, is := make([]*store.FoundPlace, len(before)), make([]*extract.Place, len(now))
	for i := range before {
		was[i] = &before[i]
	}
	for i := range now {
		is[i] = &now[i]
	}
	slices.SortStableFunc(was, func(a, b *store.FoundPlace) int { return cmp.Compare(a.Line, b.Line) })
	slices.SortStableFunc(is, func(a, b *extract.Place) int { return cmp.Compare(a.Line, b.Line) })

	named := make(map[sectionName][]*extract.Place)
	for _, p := range is {
		name := nameOf(p)
		named[name] = append(named[name], p)
	}
	same := make(map[sectionName][]*store.FoundPlace)
	for _, p := range was {
		name := sectionName{p.Anchor, p.Section}
		same[name] = append(same[name], p)
	}
	taken := make(map[*extract.Place]bool)
	for name, some := range same {
		m.pair(some, named[name], taken)
	}
	was = slices.DeleteFunc(was, func(p *store.FoundPlace) bool { return m[p.Ordinal] != nil })
	is = slices.DeleteFunc(is, func(p *extract.Place) bool { return taken[p] })
	m.pair(was, is, taken)
	return m
}

// pair gives each place that was there the nearest of those that are there now
// and free, the first of two as near. Both are in the order of their lines.
func (m moves) pair(was []*store.FoundPlace, is []*extract.Place, taken map[*extract.Place]bool) {
	// Free places at or behind, and at or before, a place; one more at either end.
	behind, before := make([]int, len(is)+2), make([]int, len(is)+2)
	for i := range behind {
		behind[i], before[i] = i, i
	}
	at := 1
	for _, p := range was {
		for at <= len(is) && is[at-1].Line < p.Line {
			at++
		}
		next, last := root(behind, at), root(before, at-1)
		if next > len(is) && last == 0 {
			return
		}
		if next > len(is) || last > 0 && p.Line-is[last-1].Line <= is[next-1].Line-p.Line {
			next = last
		}
		m[p.Ordinal], taken[is[next-1]] = is[next-1], true
		behind[next], before[next] = next+1, next-1
	}
}

// root follows links to the one that leads to itself, and shortens the way there.
func root(links []int, at int) int {
	for links[at] != at {
		links[at] = links[links[at]]
		at = links[at]
	}
	return at
}
