package corpus

import (
	"strconv"
	"strings"
)

// Path returns the path of a file, slash-separated, by its number. No two files
// have one path.
func (t *Tree) Path(number int) string {
	r := t.randomOf(number, ofPath)
	depth := min(drawStep(depths, r), 5)
	var b strings.Builder
	folder := mix(t.options.Seed)
	for level := range depth - 1 {
		children := t.branches
		if level >= 3 {
			children = 2 // deeper folders are few
		}
		// The smaller of two draws: the first folders hold more than the last.
		child := min(r.below(children), r.below(children))
		folder = mix(folder + uint64(child) + 1)
		name := &random{folder}
		b.WriteString(t.words.word(name.content()))
		if name.percent(40) {
			b.WriteString("-" + t.words.word(name.content()))
		}
		// The number keeps siblings apart that have one name.
		b.WriteString(strconv.Itoa(child) + "/")
	}
	name := t.randomOf(number, ofName)
	b.WriteString(t.words.word(name.content()) + "-")
	if name.percent(60) {
		b.WriteString(t.words.word(name.content()) + "-")
	}
	b.WriteString(strconv.FormatInt(int64(number), 36))
	if !t.isSource(number) {
		return b.String() + ".md"
	}
	return b.String() + []string{".c", ".py", ".go"}[name.below(3)]
}

// relative returns the way from one file to another.
func relative(from, to string) string {
	up := ""
	for folder := from[:strings.LastIndexByte(from, '/')+1]; ; folder = folder[:strings.LastIndexByte(folder[:len(folder)-1], '/')+1] {
		if rest, below := strings.CutPrefix(to, folder); below {
			return up + rest
		}
		up += "../"
	}
}
