package extract

import (
	"math/rand/v2"
	"testing"
)

// TestGuardBound makes sure that the lines alone never let a document pass
// that its marks would not: what they count is at least as much.
func TestGuardBound(t *testing.T) {
	const signs = "*_~[]<`` >-+:1. \t\n\n#a=!||--\n"
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		text := make([]byte, random.IntN(400))
		for i := range text {
			text[i] = signs[random.IntN(len(signs))]
		}
		bound, exact := guard{}, guard{exact: true}
		for start, i := 0, 0; i <= len(text); i++ {
			if i == len(text) || text[i] == '\n' {
				bound.line(text[start:i])
				exact.line(text[start:i])
				start = i + 1
			}
		}
		bound.endBlock()
		exact.endBlock()
		if bound.work < exact.work || bound.blocks < exact.blocks || bound.inline < exact.inline {
			t.Fatalf("%q: %+v, counted are %+v", text, bound, exact)
		}
	}
}
