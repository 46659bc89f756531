package emit

import (
	"strings"
	"testing"

	"kwic/scan/extract"
)

// A script with thousands of letters has thousands of lists of keywords; the
// landing page leads to all of them and stays a page.
func TestLandingOfManyLetters(t *testing.T) {
	t.Parallel()
	const letters = 9_000
	d := document("Characters", nil, use("alpha", extract.InTitle, 0), use("ж", extract.IsMention, 0))
	for r := '\u4e00'; r < '\u4e00'+letters; r++ {
		role := extract.IsMention
		if r%2 == 0 {
			role = extract.InHeading
		}
		d.Keywords = append(d.Keywords, use(string(r), role, 0))
	}
	re := indexOf(t, map[string]*extract.Document{"han.md": d})
	pages := pagesOf(t, re.landing)
	pageSizes(t, pages)
	links := 0
	for name, content := range pages {
		links += strings.Count(content, "k--")
		if name != landingPage && !strings.Contains(pages[landingPage], "("+name+")") {
			t.Errorf("the landing page does not lead to %q", name)
		}
	}
	if links != letters+1 {
		t.Errorf("%d letters are linked, not %d", links, letters+1)
	}
	for _, want := range []string{"[A](keywords/k-a.md)", "[Ж](keywords/k--436--rare.md)"} {
		if !strings.Contains(pages[landingPage], want) {
			t.Errorf("the landing page does not hold %s", want)
		}
	}
}
