package store

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"kwic/scan/extract"
)

// endTier puts the places of a tier behind those of the better ones.
func (f *finder) endTier() {
	switch {
	case f.unordered():
	case f.Limit > 0 && !f.Documents:
		sortFirst(f.tier, f.end()+1-len(f.all))
	default:
		slices.SortFunc(f.tier, compareCandidates)
	}
	f.all = append(f.all, f.tier...)
	f.tier = f.tier[:0]
}

// unordered reports whether the order of places is of no account.
func (f *finder) unordered() bool { return f.Brief && f.Limit == 0 && f.Offset == 0 }

// sortFirst orders the first n of some places, and all that are alike with the last
// of these. The others come behind them as it happens: of a common word they are
// thousands, which are never shown. It selects by partitioning, as quicksort sorts;
// where the pivots are bad ones, it sorts what is left.
func sortFirst(places []candidate, n int) {
	start, end := 0, len(places) // where the last one of the first n will be
	for range 2 * bits.Len(uint(len(places))) {
		if n <= start || n >= end {
			break
		}
		pivot := places[start+(end-start)/2]
		less, greater := start, end // what lies before less comes before the pivot, what lies from greater on behind it
		for i := start; i < greater; {
			switch c := compareCandidates(places[i], pivot); {
			case c < 0:
				places[i], places[less] = places[less], places[i]
				less++
				i++
			case c > 0:
				greater--
				places[i], places[greater] = places[greater], places[i]
			default:
				i++
			}
		}
		switch {
		case n <= less:
			end = less
		case n <= greater:
			start, end = greater, greater
		default:
			start = greater
		}
	}
	slices.SortFunc(places[:end], compareCandidates)
}

// tierOf joins the levels that make one tier.
func tierOf(l Level) Level { return min(l, SubWord) }

// compareCandidates orders places as far as it costs nothing.
func compareCandidates(a, b candidate) int {
	if c := cmp.Compare(tierOf(a.level), tierOf(b.level)); c != 0 {
		return c
	}
	if c := cmp.Compare(a.role/extract.IsMention, b.role/extract.IsMention); c != 0 {
		return c
	}
	if c := cmp.Compare(a.level, b.level); c != 0 {
		return c
	}
	if c := compareBools(a.later, b.later); c != 0 {
		return c
	}
	if c := cmp.Compare(a.order, b.order); c != 0 {
		return c
	}
	return byRoleRank(a, b)
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// settle orders the candidates from one to another for good: by path and
// section where all else is equal. Paths are looked up for these alone.
func (f *finder) settle(from, to int) error {
	for from < to {
		first := &f.all[from]
		start, end := from, from+1
		for start > 0 && compareCandidates(f.all[start-1], *first) == 0 {
			start--
		}
		for end < len(f.all) && compareCandidates(f.all[end], *first) == 0 {
			end++
		}
		if err := f.sortByPath(f.all[start:end]); err != nil {
			return err
		}
		from = end
	}
	return nil
}

// sortByPath orders places by path and section.
func (f *finder) sortByPath(group []candidate) error {
	if len(group) == 1 {
		return nil
	}
	if err := f.readPaths(len(group)); err != nil {
		return err
	}
	if f.every != nil {
		slices.SortFunc(group, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(f.orderOf(a.file), f.orderOf(b.file)), cmp.Compare(a.section, b.section))
		})
		return nil
	}
	for i := range group {
		if _, err := f.path(group[i].file); err != nil {
			return err
		}
	}
	slices.SortFunc(group, func(a, b candidate) int {
		return cmp.Or(strings.Compare(f.paths[a.file], f.paths[b.file]), cmp.Compare(a.section, b.section))
	})
	return nil
}
