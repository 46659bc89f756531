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
	const letters = 6_000 // of Tangut
	d := document("Characters", nil, use("alpha", extract.InTitle, 0), use("ж", extract.IsMention, 0))
	for r := '\U00017000'; r < '\U00017000'+letters; r++ {
		role := extract.IsMention
		if r%2 == 0 {
			role = extract.InHeading
		}
		d.Keywords = append(d.Keywords, use(string(r), role, 0))
	}
	re := indexOf(t, map[string]*extract.Document{"tangut.md": d})
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

// Ideographs are gathered by radical, so that a document of thousands of them
// gives no more than 214 letters, all on the landing page.
func TestLandingOfIdeographs(t *testing.T) {
	t.Parallel()
	d := document("Characters", nil)
	for r := '\u4e00'; r <= '\u9fa5'; r += 3 {
		d.Keywords = append(d.Keywords, use(string(r), extract.InHeading, 0))
	}
	re := indexOf(t, map[string]*extract.Document{"han.md": d})
	pages := pagesOf(t, re.landing)
	if len(pages) != 1 {
		t.Errorf("%d landing pages", len(pages))
	}
	if n := strings.Count(pages[landingPage], "k--"); n < 200 || n > 214 {
		t.Errorf("%d letters", n)
	}
}

// A letter's keys are in the order that readers expect, accents and scripts
// aside, whatever their bytes say; its page comes and goes with them.
func TestLettersGatherForms(t *testing.T) {
	t.Parallel()
	var keys []extract.Keyword
	for _, key := range []string{"umlaut", "über", "ulme", "übung", "Kasten", "か", "ガイド", "かな", "カメラ", "ёж", "ехать", "елка", "ёлка"} {
		keys = append(keys, use(key, extract.InHeading, 0))
	}
	re := indexOf(t, map[string]*extract.Document{"a.md": document("A", nil, keys...)})
	for letter, want := range map[string]string{"u": "über übung ulme umlaut", "か": "か ガイド かな カメラ", "е": "ёж елка ёлка ехать"} {
		page := letterPages(t, re, letter)[letterPage(letter, "", false)]
		var got []string
		for _, line := range strings.Split(page, "\n") {
			if key, is := strings.CutPrefix(line, "- **`"); is {
				got = append(got, strings.TrimSuffix(key, "`**"))
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("the letter %s has %s, not %s", letter, s, want)
		}
	}
}
