package emit

import (
	"fmt"
	"path"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// nameParts make names that look like those of pages.
var nameParts = []string{
	"index", "sub", "readme", "README", "_index", ".md", "_kw", "_kw.md", "_kw-1", "_kw-2.md", "-", "-a", "-2d-", "-of-", "a", "x", "X", ".", "%", "%2e", "%25", "2e", "\n", "\x7f", "é", "字", " ", "0", "1",
	strings.Repeat("n", 120), strings.Repeat("é", 60), "-0123456789abcdef",
}

func drawName(t *rapid.T, label string) string {
	name := strings.Join(rapid.SliceOfN(rapid.SampledFrom(nameParts), 1, 4).Draw(t, label), "")
	if len(name) > maxName {
		name = cut(name, maxName)
	}
	if name == "." || name == ".." {
		return name + "x"
	}
	return name
}

// No two pages of a tree have one name, and no page stands where others need a folder.
func TestPageNamesDiffer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		folders, documents := map[string]bool{".": true}, map[string]bool{}
		known := []string{"."}
		for i := range rapid.IntRange(1, 12).Draw(t, "entries") {
			in := rapid.SampledFrom(known).Draw(t, fmt.Sprint("folder of ", i))
			at := path.Join(in, drawName(t, fmt.Sprint("name ", i)))
			if folders[at] || documents[at] {
				continue
			}
			if rapid.Bool().Draw(t, fmt.Sprint("is a folder ", i)) {
				folders[at] = true
				known = append(known, at)
			} else {
				documents[at] = true
			}
		}
		pages := map[string]string{landingPage: "landing"}
		add := func(page, what string) {
			if other, twice := pages[page]; twice {
				t.Errorf("%q is the page of %s and of %s", page, other, what)
			}
			pages[page] = what
			for _, name := range strings.Split(page, "/") {
				if len(name) > maxName || name == "" || name == "." || name == ".." {
					t.Errorf("%q has a part that is no name", page)
				}
			}
		}
		for d := range documents {
			for part := range 3 {
				add(filePage(d, part), fmt.Sprintf("document %q, part %d", d, part))
			}
			add(filePage(d, 1234), fmt.Sprintf("document %q, part 1234", d))
		}
		for f := range folders {
			for _, prefix := range []string{"", "a", "-", "a-", "-a", "index", "of-", "x.md_kw", strings.Repeat("n", 200)} {
				add(folderPage(f, prefix), fmt.Sprintf("folder %q from %q", f, prefix))
				add(subtreePage(f, prefix), fmt.Sprintf("subtree of %q from %q", f, prefix))
				add(entryPage(f, "key", prefix), fmt.Sprintf("entry in %q from %q", f, prefix))
			}
		}
		for page, what := range pages {
			for at := path.Dir(page); at != "."; at = path.Dir(at) {
				if other, isPage := pages[at]; isPage {
					t.Errorf("the page of %s needs a folder where the page of %s stands", what, other)
				}
			}
		}
	})
}

func TestLettersOfKeys(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"alpha": "a", "éclair": "e", "über": "u", "øre": "o", "łódź": "l", "ðæg": "d", "đường": "d", "æon": "a", "ﬁx": "f",
		"άλφα": "α", "ωμέγα": "ω", "ёлка": "е", "йод": "й", "їжак": "ї", "жук": "ж", "Ꭰ": "ꭰ",
		"أمر": "ا", "آخر": "ا", "مفتاح": "م", "שלום": "ש", "क़लम": "क", "अंक": "अ", "ตาราง": "ต", "เมนู": "เ",
		"かな": "か", "がぞう": "か", "カメラ": "か", "ガス": "か", "っ": "た", "ンゴ": "わ", "ー": "ー", "ゔ": "あ", "ヴァ": "あ", "ぱ": "は",
		"가": "ㄱ", "까치": "ㄱ", "한글": "ㅎ", "힣": "ㅎ", "쌍": "ㅅ", "ㄲ": "ㄱ", "ㅏ": "ㅏ",
		"一": "一", "設定": "言", "设置": "言", "数据": "攴", "字典": "子", "龠": "龠", "龥": "龠", "㐀": "一", "𠀀": "一", "々": "一",
		"9p": symbols, "--flag": symbols, "_x": symbols, "": symbols, "\u0301x": symbols, "٣": symbols,
	} {
		if got := letterOf(key); got != want {
			t.Errorf("letterOf(%q) = %q, not %q", key, got, want)
		}
	}
}

// Every part of every letter has a name of its own.
func TestLetterPagesDiffer(t *testing.T) {
	t.Parallel()
	parts := []string{"s", "symbols", "symbols-", "-", "--", "2d", "2d-", "rare", "-rare", "a", "a-rare", "é", "letters", "letters-4e00", "4e00", "0", "79", "mbols", strings.Repeat("sy", 80), strings.Repeat("-", 80)}
	pages := make(map[string]string)
	add := func(page, what string) {
		if other := pages[page]; other != "" && other != what {
			t.Fatalf("%q is the page of %s and of %s", page, other, what)
		}
		pages[page] = what
	}
	for _, a := range parts {
		for _, b := range parts {
			for _, c := range append(parts, "") {
				key := a + b + c
				letter := letterOf(key)
				for _, rare := range []bool{false, true} {
					add(letterPage(letter, "", rare), fmt.Sprint("letter ", letter, rare))
					{
						add(letterPage(letter, key, rare), fmt.Sprint("prefix ", key, rare))
					}
				}
			}
		}
	}
	for block := rune(1); block < 1<<21; block += blockSize {
		add(blockPage(block), fmt.Sprint("block ", block))
	}
}

func TestPageLinks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, want string }{
		{"index.md", "index.md", "index.md"},
		{"index.md", "files/a b/index.md", "files/a%20b/index.md"},
		{"files/a/index.md", "index.md", "../../index.md"},
		{"files/a/index.md", "files/a/x.md_kw.md", "x.md_kw.md"},
		{"files/a/index.md", "files/ab/index.md", "../ab/index.md"},
		{"files/a/b/index.md", "files/a/c/d/index.md", "../c/d/index.md"},
		{"keywords/k-a.md", "files/sub.md", "../files/sub.md"},
	} {
		if got := string(site{}.appendPageLink(nil, c.from, c.to)); got != c.want {
			t.Errorf("from %q to %q: %q, not %q", c.from, c.to, got, c.want)
		}
	}
}
