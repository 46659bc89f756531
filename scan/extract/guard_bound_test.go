package extract

import (
	"math/rand/v2"
	"strings"
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
		if bound.work < exact.work || bound.blocks < exact.blocks || bound.inline < exact.inline || bound.memory < exact.memory {
			t.Fatalf("%q: %+v, counted are %+v", text, bound, exact)
		}
	}
}

// TestGuardMemory makes sure that documents of tiny lines, for each of which
// goldmark holds hundreds of bytes, are not given to it, and that a large one of
// usual lines is.
func TestGuardMemory(t *testing.T) {
	const lines = 400_000
	for name, c := range map[string]struct {
		text string
		over bool
	}{
		"one paragraph":           {strings.Repeat("a\n", lines), true},
		"code":                    {"```\n" + strings.Repeat("a\n", lines), true},
		"blank lines in code":     {"```\n" + strings.Repeat("\n", lines), true},
		"blank lines in items":    {strings.Repeat("- ", 50) + "x\n" + strings.Repeat("\n", lines/20), true},
		"a paragraph in items":    {strings.Repeat("- ", 20) + "x\n" + strings.Repeat(strings.Repeat(" ", 40)+"y\n", lines/10), true},
		"items in each other":     {strings.Repeat("- a\n  - b\n    - c\n      - d\n", lines/16), true},
		"rows":                    {"|a|\n|-|\n" + strings.Repeat("|x|\n", lines/4), true},
		"rows that are filled up": {strings.Repeat("|a", 50) + "\n" + strings.Repeat("|-", 50) + "\n" + strings.Repeat("|x\n", lines/50), true},
		"usual paragraphs":        {strings.Repeat(strings.Repeat(strings.Repeat("words ", 12)+"\n", 6)+"\n", 20_000), false},
		"usual items":             {strings.Repeat("- "+strings.Repeat("words ", 12)+"\n", 100_000), false},
		"indented code":           {"```\n" + strings.Repeat(strings.Repeat(" ", 40)+"return words\n", 150_000), false},
	} {
		if over := tooMuchWork([]byte(c.text)); over != c.over {
			t.Errorf("%s, %d bytes: too much is %t", name, len(c.text), over)
		}
	}
}
