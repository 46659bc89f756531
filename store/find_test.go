package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kwic/scan/extract"
)

// findIndex makes an index whose documents hold "form/role" keywords each, in
// section 0, or in section 1 with a role of heading.
func findIndex(t testing.TB, documents map[string]string) *Query {
	t.Helper()
	path := filepath.Join(t.TempDir(), "index.db")
	s, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	u, err := s.Begin(true)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Rollback()
	for _, name := range sortedKeys(documents) {
		d := &Document{Lines: 9, Sections: []Section{{Parent: -1, Line: 1, EndLine: 9}, {Parent: 0, Level: 1, Title: "Part", Anchor: "part", Line: 4, EndLine: 9}}}
		for i, one := range strings.Fields(documents[name]) {
			form, role, _ := strings.Cut(one, "/")
			k := Keyword{Form: strings.ReplaceAll(form, "_", " "), Kind: extract.Term, Role: extract.IsMention, Line: i + 1, Count: 1}
			place := Place{Section: 0, Line: i + 1, Count: 1, Role: extract.IsMention}
			switch role {
			case "heading":
				k.Role, place = extract.InHeading, Place{Section: 1, Line: i + 1, Count: 1, Role: extract.InHeading}
			case "class":
				k.Kind, k.Role, k.Definition, place.Role = extract.Class, extract.IsDefinition, true, extract.IsDefinition
			}
			keys := extract.Keys(k.Form)
			k.Key, k.Places = keys[len(keys)-1], []Place{place}
			d.Keywords = append(d.Keywords, k)
		}
		if err := u.Put(&File{Path: name, Language: "markdown", Class: "doc"}, d); err != nil {
			t.Fatal(err)
		}
	}
	if err := u.Commit(context.Background(), &Outcome{Settings: Settings{}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	q, err := OpenQuery(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	})
	return q
}

var findDocuments = map[string]string{
	"a.md":     "Other dispatch Dispatcher/heading",
	"b.md":     "Dispatch/heading DispatchKeySet/class KeyDispatch",
	"c/d.md":   "dispatches IDispatchEx setKey",
	"c/e.md":   "潮汐表/heading 表 slack_waters water_of_slack",
	"c/f/g.md": "Slack_Water/heading Dispatch",
}

// findCounted is Find, and waits for its numbers.
func findCounted(t testing.TB, q *Query, s *Search) *Found {
	t.Helper()
	found, err := q.Find(context.Background(), s)
	if err == nil {
		err = found.Wait()
	}
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestFind(t *testing.T) {
	q := findIndex(t, findDocuments)
	for name, test := range map[string]struct {
		search Search
		want   string
	}{
		"exact, folded, prefix, sub-word": {Search{Text: "Dispatch"}, "exact heading b.md:1 Dispatch; exact mention c/d.md:1 dispatches; exact mention a.md:2 dispatch; exact mention c/f/g.md:2 Dispatch; " +
			"prefix heading a.md:3 Dispatcher; prefix definition b.md:2 DispatchKeySet; sub-word mention c/d.md:2 IDispatchEx; sub-word mention b.md:3 KeyDispatch"},
		"folded":                {Search{Text: "DISPATCHES", Limit: 1}, "folded heading b.md:1 Dispatch; more"},
		"phrase":                {Search{Text: " slack  water "}, "folded heading c/f/g.md:1 Slack Water; folded mention c/e.md:3 slack waters; sub-word mention c/e.md:4 water of slack"},
		"parts in any order":    {Search{Text: "key set"}, "sub-word definition b.md:2 DispatchKeySet; sub-word mention c/d.md:3 setKey"},
		"beginnings of parts":   {Search{Text: "dispat ke"}, "sub-word definition b.md:2 DispatchKeySet; sub-word mention b.md:3 KeyDispatch"},
		"two characters":        {Search{Text: "汐表"}, "sub-word heading c/e.md:1 潮汐表"},
		"one character":         {Search{Text: "汐"}, "sub-word heading c/e.md:1 潮汐表"},
		"joined parts":          {Search{Text: "keyset"}, "sub-word definition b.md:2 DispatchKeySet"},
		"three joined parts":    {Search{Text: "dispatchkeysets", Count: true}, "folded definition b.md:2 DispatchKeySet; 1 places"},
		"joined and another":    {Search{Text: "keyset dispatch", Count: true}, "sub-word definition b.md:2 DispatchKeySet; 1 places"},
		"joined words":          {Search{Text: "slackwaters"}, "sub-word heading c/f/g.md:1 Slack Water; sub-word mention c/e.md:3 slack waters"},
		"parts not joined":      {Search{Text: "waterslack"}, ""},
		"role":                  {Search{Text: "dispatch", Roles: 1 << extract.InHeading}, "exact heading b.md:1 Dispatch; prefix heading a.md:3 Dispatcher"},
		"kind":                  {Search{Text: "dispatch", Kinds: 1 << extract.Class}, "prefix definition b.md:2 DispatchKeySet"},
		"definition":            {Search{Text: "set", Definition: true}, "sub-word definition b.md:2 DispatchKeySet"},
		"in a folder":           {Search{Text: "dispatch", In: func(path string) bool { return strings.HasPrefix(path, "c/f/") }}, "exact mention c/f/g.md:2 Dispatch"},
		"offset":                {Search{Text: "dispatch", Offset: 2, Limit: 2}, "exact mention a.md:2 dispatch; exact mention c/f/g.md:2 Dispatch; more"},
		"greatest limit":        {Search{Text: "dispatch", Offset: 6, Limit: math.MaxInt}, "sub-word mention c/d.md:2 IDispatchEx; sub-word mention b.md:3 KeyDispatch"},
		"offset behind the end": {Search{Text: "dispatch", Offset: 20, Limit: 2}, ""},
		"count":                 {Search{Text: "dispatch", Limit: 1, Count: true}, "exact heading b.md:1 Dispatch; more; 8 places"},
		"regular expression":    {Search{Regexp: regexp.MustCompile(`^I.*Ex$|^Slack`)}, "exact heading c/f/g.md:1 Slack Water; exact mention c/d.md:2 IDispatchEx; exact mention c/e.md:3 slack waters"},
		"nothing":               {Search{Text: "no such word"}, ""},
		"no word":               {Search{Text: " .,; "}, ""},
		"a letter":              {Search{Text: "e"}, ""},
	} {
		found := findCounted(t, q, &test.search)
		var got []string
		for _, p := range found.Places {
			got = append(got, fmt.Sprintf("%s %s %s:%d %s", p.Level, p.Role, p.Path, p.Line, p.Form))
		}
		if found.More {
			got = append(got, "more")
		}
		if found.Total > 0 {
			got = append(got, fmt.Sprintf("%d places", found.Total))
		}
		if text := strings.Join(got, "; "); text != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, text, test.want)
		}
	}
}

// Every page of a search shows the places of the whole, in their order.
func TestFindPages(t *testing.T) {
	q := findIndex(t, findDocuments)
	for _, text := range []string{"dispatch", "slack", "s"} {
		whole := findCounted(t, q, &Search{Text: text})
		for _, limit := range []int{1, 2, 3, math.MaxInt} {
			var pages []string
			for offset := 0; ; offset += limit {
				page := findCounted(t, q, &Search{Text: text, Offset: offset, Limit: limit})
				for _, p := range page.Places {
					pages = append(pages, fmt.Sprint(p.Path, p.Line, p.Form))
				}
				if !page.More {
					break
				}
			}
			var all []string
			for _, p := range whole.Places {
				all = append(all, fmt.Sprint(p.Path, p.Line, p.Form))
			}
			if !slices.Equal(pages, all) {
				t.Errorf("%q by %d:\n%q\n%q", text, limit, pages, all)
			}
		}
	}
}

// A tier of very many uses comes in the order of keys, what is treated first,
// page by page as in one; totals count all of it.
func TestFindWide(t *testing.T) {
	const keywords = 20
	documents := map[string]string{"all.md": "wa/heading waz/class n_wa"}
	for i := range widest/keywords + 1 {
		var forms []string
		for j := range keywords {
			forms = append(forms, fmt.Sprintf("wa%02d", j))
		}
		if i == 7 {
			forms[9] += "/heading"
		}
		documents[fmt.Sprintf("d%03d.md", i)] = strings.Join(forms, " ")
	}
	uses := len(documents)*keywords - keywords + 3
	q := findIndex(t, documents)
	told := func(found *Found) (all []string) {
		for _, p := range found.Places {
			all = append(all, fmt.Sprintf("%s %s %s", p.Role, p.Form, p.Path))
		}
		return all
	}
	whole := findCounted(t, q, &Search{Text: "wa", Count: true})
	all := told(whole)
	// Each keyword first with its best place, then with the others.
	want := []string{"heading wa all.md", "heading wa09 d007.md", "definition waz all.md", "mention wa00 d000.md", "mention wa01 d000.md"}
	if len(all) != uses || whole.Total != uses || whole.Keywords != keywords+3 || !slices.Equal(all[:5], want) {
		t.Errorf("%d places, total %d, keywords %d: %q", len(all), whole.Total, whole.Keywords, all[:5])
	}
	if rest := all[3+keywords]; rest != "mention wa00 d001.md" {
		t.Errorf("behind the best places stands %q", rest)
	}
	if last := all[uses-1]; last != "mention n wa all.md" || !slices.IsSorted(all[3:3+keywords]) || !slices.IsSorted(all[3+keywords:uses-1]) {
		t.Errorf("mentions are not in the order of keys and paths, up to %q", last)
	}
	samePages(t, q, "wa")
	for roles, total := range map[uint8]int{1 << extract.InHeading: 2, 1 << extract.IsMention: uses - 3, 1 << extract.IsTag: 0} {
		found := findCounted(t, q, &Search{Text: "wa", Roles: roles, Count: true, Limit: 1})
		if found.Total != total || len(found.Places) != min(total, 1) {
			t.Errorf("roles %b: a total of %d, not %d; %d places", roles, found.Total, total, len(found.Places))
		}
	}
}

// So does a tier of words: whole words before beginnings.
func TestFindWideWords(t *testing.T) {
	const keywords = 10
	documents := make(map[string]string)
	for i := range widest/keywords/2 + 1 {
		var forms []string
		for j := range keywords {
			forms = append(forms, fmt.Sprintf("x%02d_wa_zza", j), fmt.Sprintf("y%02d_wa_zz", j))
		}
		documents[fmt.Sprintf("d%03d.md", i)] = strings.Join(forms, " ")
	}
	for i := range len(documents) + 10 {
		documents[fmt.Sprintf("a%03d.md", i)] = "other" // these come first of all
	}
	q := findIndex(t, documents)
	samePages(t, q, "zz wa")
	found := findCounted(t, q, &Search{Text: "zz wa", Limit: keywords + 1})
	for i, p := range found.Places {
		want, path := fmt.Sprintf("y%02d wa zz", i%keywords), fmt.Sprintf("d%03d.md", i/keywords)
		if p.Form != want || p.Path != path || p.Level != SubWord {
			t.Errorf("place %d is of %q in %s, not of %q in %s", i, p.Form, p.Path, want, path)
		}
	}
}

// told is what a test compares of places.
func told(places []FoundPlace) (all []string) {
	for _, p := range places {
		all = append(all, fmt.Sprintf("%s %s %s %s:%d %s %v %d", p.Level, p.Role, p.Form, p.Path, p.Line, p.Kind, p.Definition, p.Ordinal))
	}
	return all
}

// What is handed out some at a time is what is found at once.
func TestFindEach(t *testing.T) {
	documents := map[string]string{"x.md": "Dispatch/class dispatch dispatch/heading"}
	for name, text := range findDocuments {
		documents[name] = text
	}
	for i := range 300 {
		documents[fmt.Sprintf("d%d/x%03d.md", i%3, i)] = "waa wab/heading waz/class wac wad wae waf wag wah wai waj o_wa"
	}
	q := findIndex(t, documents)
	for _, s := range []Search{
		{Text: "dispatch"}, {Text: "wa"}, {Text: "waa"}, {Text: "wa", Offset: 1234}, {Text: "nothing"}, {Text: "wa", Roles: 1 << extract.InHeading},
		{Regexp: regexp.MustCompile(`.`)}, {Text: "wa", In: func(path string) bool { return strings.HasPrefix(path, "d1") }},
	} {
		s.Count = true
		whole := findCounted(t, q, &s)
		var got []string
		calls := 0
		err := q.FindEach(context.Background(), &s, func(found *Found) error {
			if calls++; found.Total != whole.Total || found.Keywords != whole.Keywords {
				t.Errorf("%+v: total %d, %d keywords; want %d, %d", s, found.Total, found.Keywords, whole.Total, whole.Keywords)
			}
			got = append(got, told(found.Places)...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if want := told(whole.Places); calls == 0 || !slices.Equal(got, want) {
			t.Errorf("%+v: %d calls hand out %d places, want %d", s, calls, len(got), len(want))
		}
	}
	stop := errors.New("enough")
	if err := q.FindEach(context.Background(), &Search{Text: "wa"}, func(*Found) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("the caller's error is lost: %v", err)
	}
}

// samePages checks that a search shows the same, in whole and page by page.
func samePages(t *testing.T, q *Query, text string) {
	t.Helper()
	told := func(found *Found) (all []string) {
		for _, p := range found.Places {
			all = append(all, fmt.Sprintf("%s %s %s", p.Role, p.Form, p.Path))
		}
		return all
	}
	whole := findCounted(t, q, &Search{Text: text})
	for _, size := range []int{7, 700} {
		var paged []string
		for offset := 0; len(paged) < 5*size; offset += size {
			page := findCounted(t, q, &Search{Text: text, Offset: offset, Limit: size})
			if paged = append(paged, told(page)...); !page.More {
				break
			}
		}
		if want := told(whole)[:min(5*size, len(whole.Places))]; !slices.Equal(paged, want) {
			t.Errorf("%q by %d: %q\nin one: %q", text, size, paged[:5], want[:5])
		}
	}
}

// Whatever is asked, the total is the number of the places.
func TestFindTotal(t *testing.T) {
	documents := map[string]string{"x.md": "Dispatch/class dispatch dispatch/heading", "y.md": "C++ the_C++_way/heading C_compiler"}
	for name, text := range findDocuments {
		documents[name] = text
	}
	q := findIndex(t, documents)
	for _, text := range []string{"dispatch", "slack", "s", "key set", "dispat ke", "表", "nothing", "c++", "c"} {
		for _, s := range []Search{{}, {Kinds: 1 << extract.Class}, {Roles: 1<<extract.InHeading | 1<<extract.IsDefinition}, {Definition: true}, {In: func(path string) bool { return path > "b" }}} {
			s.Text, s.Count = text, true
			found := findCounted(t, q, &s)
			if found.Total != len(found.Places) {
				t.Errorf("%q: %d places, total %d (%+v)", text, len(found.Places), found.Total, s)
			}
			s.Limit = 1
			first := findCounted(t, q, &s)
			if first.Total != found.Total {
				t.Errorf("%q: total %d of the first place, %d of all (%+v)", text, first.Total, found.Total, s)
			}
		}
	}
}

// So it is where so many uses are at hand that all files are asked about at once,
// whether their keywords are numbered side by side or not.
func TestFindTotalWithin(t *testing.T) {
	documents := make(map[string]string)
	for i := range manyPaths + 100 {
		documents[fmt.Sprintf("d%d/x%03d.md", i%3, i)] = fmt.Sprintf("wab wad/heading wae/class wax%03d zz%03d wab_%d", i, i, i%7)
	}
	q := findIndex(t, documents)
	for name, in := range map[string]func(string) bool{
		"all":    func(string) bool { return true },
		"none":   func(string) bool { return false },
		"folder": func(path string) bool { return strings.HasPrefix(path, "d1/") },
		"strewn": func(path string) bool { return strings.HasSuffix(path, "7.md") },
	} {
		for _, text := range []string{"w", "wab", "wax", "z", "6", "nothing"} {
			for _, s := range []Search{{}, {Kinds: 1 << extract.Class}, {Roles: 1 << extract.InHeading}, {Definition: true}} {
				s.Text, s.In, s.Count = text, in, true
				found := findCounted(t, q, &s)
				want := 0
				s.In, s.Count = nil, false
				all := findCounted(t, q, &s)
				for _, p := range all.Places {
					if in(p.Path) {
						want++
					}
				}
				if found.Total != want || len(found.Places) != want || found.Keywords != all.Keywords {
					t.Errorf("%q in %s: %d places, total %d, %d keywords, want %d of %d (%+v)", text, name, len(found.Places), found.Total, found.Keywords, want, all.Keywords, s)
				}
			}
		}
	}
}

func TestRuns(t *testing.T) {
	var got []int64
	for from, to := range runs([]int64{1, 2, 3, 5, 8, 9}) {
		got = append(got, from, to)
	}
	if want := []int64{1, 3, 5, 5, 8, 9}; !slices.Equal(got, want) {
		t.Errorf("runs are %d, want %d", got, want)
	}
}

// In the tier of words, what is treated comes before what is mentioned, whether
// words are whole or begun; and signs are part of a word.
func TestFindWords(t *testing.T) {
	q := findIndex(t, map[string]string{
		"a.md": "old_dispatch bold_dispatcher/heading",
		"b.md": "the_C++_way/heading C++_or_not a_C_compiler/heading 100%_sure s-expression vc++_old",
	})
	for text, want := range map[string]string{
		"dispatch": "bold dispatcher, old dispatch",
		"C++":      "C++ or not, the C++ way",
		"c":        "C++ or not, the C++ way, a C compiler",
		"%s":       "",
		"'s":       "",
		"100%":     "100% sure",
		"%":        "",
	} {
		found := findCounted(t, q, &Search{Text: text})
		var got []string
		for _, p := range found.Places {
			got = append(got, p.Form)
		}
		if list := strings.Join(got, ", "); list != want {
			t.Errorf("%q finds %q, want %q", text, list, want)
		}
	}
}

func TestNear(t *testing.T) {
	q := findIndex(t, findDocuments)
	for text, want := range map[string]string{
		"dispach":                      "Dispatch",
		"Dipsatch":                     "Dispatch",
		"xispatch":                     "Dispatch",
		"DispachKeySet":                "DispatchKeySet",
		"dispachkeysett":               "DispatchKeySet",
		"slak water":                   "Slack Water",
		"watr of slac":                 "water of slack",
		"nothing like it":              "",
		"":                             "",
		strings.Repeat("dispatch", 20): "",
	} {
		near, err := q.Near(context.Background(), text)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if len(near) > 0 {
			got = near[0].Form
		}
		if got != want {
			t.Errorf("near %q is %q, want %q (%v)", text, got, want, near)
		}
	}
}
