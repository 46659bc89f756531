package emit

import (
	"fmt"
	"strings"
	"testing"

	"kwic/scan/extract"
	"kwic/store"
)

// Entries refer to other entries, behind their own places if they have any.
func TestEntryRefers(t *testing.T) {
	t.Parallel()
	re := indexWith(t, map[string]*extract.Document{
		"a.md": document("Valve", nil, use("valve", extract.InTitle, 0), use("cock", extract.IsMention, 0), use("`tap`|x", extract.IsMention, 0)),
		"b.md": document("Other", nil, use("valve", extract.IsMention, 0)),
	}, []store.Synonym{
		{Key: "faucet", Keyword: "Faucet", See: "Valve", SeeKey: "valve"},
		{Key: "faucet", Keyword: "Faucet", See: "`tap`|x", SeeKey: "`tap`|x"},
		{Key: "valve", Keyword: "valve", See: "cock", SeeKey: "cock"},
		{Key: "cock", Keyword: "cock", See: "Faucet", SeeKey: "faucet"},
		{Key: "gone", Keyword: "gone", See: "nowhere", SeeKey: "nowhere"},
		{Key: "[x]", Keyword: "[x](y)", See: "valve", SeeKey: "valve"},
	})
	f := letterPages(t, re, "f")["keywords/k-f.md"]
	if want := "- **`Faucet`**: see [`Valve`](k-v.md), [`` `tap`|x ``](k-symbols-rare.md)\n"; !strings.Contains(f, want) {
		t.Errorf("no %q in\n%s", want, f)
	}
	v := letterPages(t, re, "v")["keywords/k-v.md"]
	if want := "  - see also [`cock`](k-c-rare.md)\n"; !strings.HasSuffix(v, want) {
		t.Errorf("no %q in\n%s", want, v)
	}
	c := letterPages(t, re, "c")["keywords/k-c-rare.md"]
	if want := "- `cock`: [Valve](../../a.md); see also [`Faucet`](k-f.md)\n"; !strings.HasSuffix(c, want) {
		t.Errorf("no %q in\n%s", want, c)
	}
	if g := letterPages(t, re, "g"); len(g) > 0 {
		t.Errorf("a reference to nothing is shown: %v", g)
	}
	if s := letterPages(t, re, symbols)["keywords/k-symbols.md"]; !strings.Contains(s, "- **`[x](y)`**: see [`valve`](k-v.md)\n") {
		t.Errorf("symbols: %s", s)
	}
}

// A letter that is too long for a page is split with its references among the
// other entries, each on one page.
func TestReferencesInLongLetter(t *testing.T) {
	t.Parallel()
	words := make([]extract.Keyword, 0, 9000)
	for i := range 9000 {
		words = append(words, use(fmt.Sprintf("a%04d %s", i, strings.Repeat("x", 40)), extract.InHeading, 0))
	}
	var synonyms []store.Synonym
	for i := range 900 {
		key := fmt.Sprintf("a%04d", i*10)
		if i%2 > 0 {
			key = fmt.Sprintf("aß%04d", i)
		}
		synonyms = append(synonyms, store.Synonym{Key: key, Keyword: strings.ToUpper(key), See: words[i].Form, SeeKey: words[i].Key})
	}
	pages := letterPages(t, indexWith(t, map[string]*extract.Document{"a.md": document("T", nil, words...)}, synonyms), "a")
	pageSizes(t, pages)
	if len(pages) < 3 {
		t.Fatalf("the letter is not split: %d pages", len(pages))
	}
	all := ""
	for _, page := range pages {
		all += page
	}
	for _, s := range synonyms {
		if n := strings.Count(all, "- **`"+s.Keyword+"`**: see "); n != 1 {
			t.Errorf("%s stands on %d pages", s.Keyword, n)
		}
	}
}
