package store

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The first places are those that sorting all gives, with all that are alike with
// the last of them, and nothing is lost behind.
func TestSortFirst(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 1, 2, 7, 100, 3000} {
		for _, kinds := range []int32{1, 3, 50, 1 << 20} { // of places that differ
			for _, shape := range []string{"random", "ascending", "descending"} {
				places := make([]candidate, size)
				for i := range places {
					places[i] = candidate{rank: random.Int32N(kinds), section: int32(i)}
				}
				sorted := slices.SortedStableFunc(slices.Values(places), compareCandidates)
				switch shape {
				case "ascending":
					places = slices.Clone(sorted)
				case "descending":
					places = slices.Clone(sorted)
					slices.Reverse(places)
				}
				for _, n := range []int{0, 1, 2, size / 3, size - 1, size, size + 5} {
					got := slices.Clone(places)
					sortFirst(got, n)
					end := min(max(n, 0), size)
					for end > 0 && end < size && compareCandidates(sorted[end], sorted[end-1]) == 0 {
						end++
					}
					if !slices.EqualFunc(got[:end], sorted[:end], func(a, b candidate) bool { return compareCandidates(a, b) == 0 }) {
						t.Errorf("the first %d of %d %s places of %d kinds are not those of all in order", n, size, shape, kinds)
					}
					bySection := func(a, b candidate) int { return int(a.section - b.section) }
					slices.SortFunc(got, bySection)
					if !slices.Equal(got, slices.SortedFunc(slices.Values(places), bySection)) {
						t.Errorf("places are lost for the first %d of %d %s places of %d kinds", n, size, shape, kinds)
					}
				}
			}
		}
	}
}
