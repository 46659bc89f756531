package emit

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"kwic/scan/extract"
	"kwic/store"
)

// letterPages renders both lists of a letter.
func letterPages(t *testing.T, re *renderer, name string) map[string]string {
	t.Helper()
	return pagesOf(t, func(emit emitFunc) error {
		for _, rare := range []bool{false, true} {
			l, err := re.letterList(name, rare, emit)
			if err == nil {
				err = l.render()
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// entryOf cuts the entry of a keyword out of a page.
func entryOf(t *testing.T, page, form string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, "- **`"+form+"`**")
	if !found {
		t.Fatalf("there is no entry %q in\n%s", form, page)
	}
	rest, _, _ = strings.Cut(rest, "\n- ")
	rest, _, _ = strings.Cut(rest, "\n\n")
	return strings.TrimSpace(rest)
}

// An entry first says where a keyword is treated, best first, then who else
// uses it.
func TestEntryOrder(t *testing.T) {
	t.Parallel()
	re := indexOf(t, map[string]*extract.Document{
		"a/mention.md":    document("Mention", []string{"one"}, use("valve", extract.IsMention, 1)),
		"a/definition.md": document("Definition", []string{"one"}, use("valve", extract.IsDefinition, 1)),
		"b/heading.md":    document("Heading", []string{"the valve"}, use("valve", extract.InHeading, 1)),
		"b/whole.md":      document("Whole", []string{"valve"}, use("valve", extract.InHeading, 1)),
		"c/tag.md":        document("Tag", nil, use("valve", extract.IsTag, 0)),
		"c/title.md":      document("All about the valve", nil, use("valve", extract.InTitle, 0)),
		"d/title.md":      document("valve", nil, use("valve", extract.InTitle, 0)),
	})
	got := entryOf(t, letterPages(t, re, "v")["keywords/k-v.md"], "valve")
	var order []string
	for _, m := range regexp.MustCompile(`\((?:\.\./)+([^)#]*)`).FindAllStringSubmatch(got, -1) {
		order = append(order, m[1])
	}
	want := "d/title.md c/title.md b/whole.md b/heading.md a/definition.md c/tag.md a/mention.md"
	if strings.Join(order, " ") != want {
		t.Errorf("the entry's order is %v, not %s:\n%s", order, want, got)
	}
	if !strings.Contains(got, "[Whole › valve](../../b/whole.md#valve)") || !strings.Contains(got, "also in [Mention › one](../../a/mention.md#one)") {
		t.Errorf("the entry is\n%s", got)
	}
}

// A document that treats a keyword in many sections shows a few and leads to its page for
// the others; an entry has at most 20 places.
func TestEntryPlaces(t *testing.T) {
	t.Parallel()
	documents := make(map[string]*extract.Document)
	for i := range 10 {
		k := use("valve", extract.InHeading, 1)
		var headings []string
		for section := range 7 {
			headings = append(headings, fmt.Sprintf("valve-%d", section))
			if section > 0 {
				k.Places = append(k.Places, extract.Place{Section: section + 1, Line: section + 2, Count: 1, Role: extract.InHeading})
			}
		}
		documents[fmt.Sprintf("n%d.md", i)] = document(fmt.Sprintf("N%d", i), headings, k)
	}
	got := entryOf(t, letterPages(t, indexOf(t, documents), "v")["keywords/k-v.md"], "valve")
	if n := strings.Count(got, "#valve-") - strings.Count(got, ", [N"); n > 20 {
		t.Errorf("the entry has %d places:\n%s", n, got)
	}
	for i := range 10 {
		if !strings.Contains(got, fmt.Sprintf("[N%d", i)) {
			t.Errorf("document %d is missing:\n%s", i, got)
		}
	}
	for _, want := range []string{"4 more in [N0](../files/n0.md_kw.md)", "5 more in [N6](../files/n6.md_kw.md)"} {
		if !strings.Contains(got, want) {
			t.Errorf("the entry does not say %q:\n%s", want, got)
		}
	}
}

// Keywords of more than 20 documents are folded by folders, from the deepest
// folder that holds all of them.
func TestFolding(t *testing.T) {
	t.Parallel()
	documents := make(map[string]*extract.Document)
	put := func(folder string, n int, forms ...string) {
		for i := range n {
			var keywords []extract.Keyword
			for _, form := range forms {
				keywords = append(keywords, use(form, extract.IsMention, 0))
			}
			documents[fmt.Sprintf("%s/n%d.md", folder, i)] = document(fmt.Sprintf("%s %d", folder, i), nil, keywords...)
		}
	}
	put("a/b/c", 12, "valve", "deep", "edge")
	put("a/b/d/e", 11, "valve", "deep")
	put("a/f", 8, "edge")
	put("a/g", 1, "valve")
	put("h", 5, "valve")
	documents["a/own.md"] = document("Own", nil, use("valve", extract.InTitle, 0))
	re := indexOf(t, documents)
	for _, c := range []struct{ letter, form, want string }{
		{"v", "valve", "- [Own](../../a/own.md)\n  - all in [a](../files/a/sub.md#v) (25), [h](../files/h/sub.md#v) (5)"},
		{"d", "deep", "- all in [a/b/c](../files/a/b/c/sub.md#d) (12), [a/b/d/e](../files/a/b/d/e/sub.md#d) (11)"},
	} {
		if got := entryOf(t, letterPages(t, re, c.letter)["keywords/k-"+c.letter+".md"], c.form); got != c.want {
			t.Errorf("the entry of %q is\n%s\nnot\n%s", c.form, got, c.want)
		}
	}
	if got := entryOf(t, letterPages(t, re, "e")["keywords/k-e.md"], "edge"); strings.Contains(got, "all in") || strings.Count(got, "](") != 20 {
		t.Errorf("the entry of 20 documents is\n%s", got)
	}
	for _, c := range []struct{ folder, form, want string }{
		{"a", "valve", ": [a/b](b/sub.md#v) (23), [a/g 0](g/n0.md_kw.md), [Own](own.md_kw.md)"},
		{"a/b", "valve", ": [a/b/c](c/sub.md#v) (12), [a/b/d/e](d/e/sub.md#v) (11)"},
		{"a/b", "deep", ": [a/b/c](c/sub.md#d) (12), [a/b/d/e](d/e/sub.md#d) (11)"},
	} {
		page := subtreeOf(t, re, c.folder)[subtreePage(c.folder, "")]
		if got := entryOf(t, page, c.form); got != c.want {
			t.Errorf("in %q the entry of %q is\n%s\nnot\n%s", c.folder, c.form, got, c.want)
		}
	}
	for _, folder := range []string{"a/b/d", "a/g", "a/f"} {
		if f, found, err := re.reader.Folder(folder); err != nil || !found || f.Branches {
			t.Errorf("folder %q: %+v, %v, %v; it has no subtree index", folder, f, found, err)
		}
	}
}

func subtreeOf(t *testing.T, re *renderer, folder string) map[string]string {
	t.Helper()
	return pagesOf(t, func(emit emitFunc) error {
		f, found, err := re.reader.Folder(folder)
		if err != nil || !found {
			return fmt.Errorf("folder %q: %v, %w", folder, found, err)
		}
		l, err := re.subtreeList(f, emit)
		if err != nil {
			return err
		}
		return l.render()
	})
}

// A keyword that one document merely mentions stands on the letter's rare page.
func TestRare(t *testing.T) {
	t.Parallel()
	re := indexOf(t, map[string]*extract.Document{
		"a.md": document("A", []string{"part"}, use("valve", extract.IsMention, 1), use("vane", extract.IsMention, 0), use("vat", extract.InTitle, 0), use("zip", extract.IsMention, 1)),
		"b.md": document("B", nil, use("vane", extract.IsMention, 0)),
	})
	pages := letterPages(t, re, "v")
	if got := pages["keywords/k-v-rare.md"]; !strings.Contains(got, "\n- `valve`: [A › part](../../a.md#part)\n") || strings.Count(got, "\n- ") != 1 {
		t.Errorf("the rare page is\n%s", got)
	}
	main := pages["keywords/k-v.md"]
	entryOf(t, main, "vane")
	entryOf(t, main, "vat")
	if strings.Contains(main, "valve") || !strings.Contains(main, "(k-v-rare.md)") {
		t.Errorf("the main page is\n%s", main)
	}
	if pages := letterPages(t, re, "z"); len(pages) != 1 || strings.Contains(pages["keywords/k-z-rare.md"], "(k-z.md)") {
		t.Errorf("a letter of rare keywords only has %q", pages)
	}
}

// Sections go with their parents, and the document's own heading stands for the
// document.
func TestSectionsWithParents(t *testing.T) {
	t.Parallel()
	d := document("cv", []string{"cv", "wait_for", "Parameters"}, use("timeout", extract.InHeading, 3))
	d.Sections[1].Level, d.Sections[2].Parent, d.Sections[3].Parent = 1, 1, 2
	re := indexOf(t, map[string]*extract.Document{"cv.md": d})
	if got := entryOf(t, letterPages(t, re, "t")["keywords/k-t.md"], "timeout"); got != "- [cv › wait_for › Parameters](../../cv.md#Parameters)" {
		t.Errorf("the entry is\n%s", got)
	}
}

// An entry shows the commonest form, ties by bytes, and the kinds that say something.
func TestCommonestForm(t *testing.T) {
	t.Parallel()
	form := func(key, form string, kind extract.Kind) extract.Keyword {
		k := use(form, extract.IsMention, 0)
		k.Key, k.Kind = key, kind
		return k
	}
	re := indexOf(t, map[string]*extract.Document{
		"a.md": document("A", nil, form("valve", "Valves", extract.Term), form("vane", "vane", extract.Function)),
		"b.md": document("B", nil, form("valve", "valve", extract.Term), form("vane", "Vane", extract.Class)),
		"c.md": document("C", nil, form("valve", "valve", extract.Term)),
	})
	page := letterPages(t, re, "v")["keywords/k-v.md"]
	entryOf(t, page, "valve")
	if got := entryOf(t, page, "Vane"); !strings.HasPrefix(got, "class, function\n") {
		t.Errorf("the entry is\n%s", got)
	}
}

// Keys that start with no letter stand under symbols, those of other scripts
// under their own letters.
func TestSymbolsAndScripts(t *testing.T) {
	t.Parallel()
	re := indexOf(t, map[string]*extract.Document{
		"a.md": document("A", nil, use("--flag", extract.IsTag, 0), use("42", extract.IsTag, 0), use("été", extract.IsTag, 0), use("字典", extract.IsTag, 0), use("жук", extract.IsTag, 0)),
	})
	got := letterPages(t, re, symbols)["keywords/k-symbols.md"]
	if !strings.Contains(got, "`--flag`") || strings.Index(got, "`42`") < strings.Index(got, "`--flag`") || strings.Count(got, "\n- ") != 2 {
		t.Errorf("the symbols are\n%s", got)
	}
	landing := pagesOf(t, re.landing)[landingPage]
	for letter, page := range map[string]string{"E": "k-e.md", "子": "k--5b50-.md", "Ж": "k--436-.md", "Symbols and digits": "k-symbols.md"} {
		if !strings.Contains(landing, "["+letter+"](keywords/"+page+")") {
			t.Errorf("the landing page does not link %s to %s:\n%s", letter, page, landing)
		}
	}
	if got := letterPages(t, re, "ж")["keywords/k--436-.md"]; !strings.Contains(got, "- **`жук`**\n  - [A](../../a.md)\n") {
		t.Errorf("the page of a letter is\n%s", got)
	}
}

// A folded keyword of a script whose letters fold to upper case still finds its
// heading.
func TestLetterAnchors(t *testing.T) {
	t.Parallel()
	re := &renderer{Options: Options{Anchor: extract.Anchors("github")}}
	for key, want := range map[string]string{"valve": "#v", "42": "#symbols", "été": "#e", "字典": "#子", "ᎠᏂ": "#ꭰ"} {
		if got := string(re.appendLetterAnchor(nil, key)); got != want {
			t.Errorf("the anchor for %q is %q, not %q", key, got, want)
		}
	}
	if got := (&renderer{Options: Options{Anchor: extract.Anchors("plain")}}).appendLetterAnchor(nil, "valve"); len(got) > 0 {
		t.Errorf("a host without anchors gets %q", got)
	}
	if g := letterGroup("valve"); g != (group{"v", "V"}) {
		t.Errorf("the group is %v", g)
	}
	if store.FoldOver != 20 {
		t.Errorf("entries fold over %d", store.FoldOver)
	}
}
