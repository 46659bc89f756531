package main

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"kwic/scan/extract"
)

func TestParseRaw(t *testing.T) {
	t.Parallel()
	none, one, two := strings.Repeat("0", 40), strings.Repeat("1", 40), strings.Repeat("2", 40)
	for _, c := range []struct {
		about, raw string
		want       []changedFile
	}{
		{"nothing", "", nil},
		{"changed in the work tree", ":100644 100644 " + one + " " + none + " M\x00a b.md\x00", []changedFile{{"a b.md", "a b.md", one}}},
		{"added", ":000000 100644 " + none + " " + two + " A\x00a.md\x00", []changedFile{{"a.md", "", ""}}},
		{"deleted", ":100755 000000 " + one + " " + none + " D\x00a.md\x00", []changedFile{{"", "a.md", one}}},
		{"renamed", ":100644 100644 " + one + " " + two + " R087\x00a.md\x00b.md\x00", []changedFile{{"b.md", "a.md", one}}},
		{"copied", ":100644 100644 " + one + " " + two + " C087\x00a.md\x00b.md\x00", []changedFile{{"b.md", "", ""}}},
		{"a link becomes a file", ":120000 100644 " + one + " " + two + " T\x00a.md\x00", []changedFile{{"a.md", "a.md", ""}}},
		{"a submodule", ":160000 160000 " + one + " " + two + " M\x00lib\x00", []changedFile{{"lib", "lib", ""}}},
		{"a conflict", ":100644 000000 " + one + " " + none + " U\x00a.md\x00:100644 100644 " + one + " " + none + " M\x00a.md\x00", []changedFile{{"a.md", "a.md", one}}},
		{"a line end in a name, and the name of a status", ":000000 100644 " + none + " " + two + " A\x00:x\ny R\x00:000000 100644 " + none + " " + two + " A\x00R100\x00",
			[]changedFile{{":x\ny R", "", ""}, {"R100", "", ""}}},
	} {
		got, err := parseRaw(c.raw)
		if err != nil {
			t.Errorf("%s: %v", c.about, err)
			continue
		}
		if got = joinSides(got); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, not %+v", c.about, got, c.want)
		}
	}
	for _, raw := range []string{"x\x00", ":100644 100644 1 2 R100\x00a.md\x00", ":100644 100644 1 2 M\x00", ":1 2 3\x00a\x00"} {
		if got, err := parseRaw(raw); err == nil {
			t.Errorf("%q is read as %+v", raw, got)
		}
	}
}

func TestJoinSides(t *testing.T) {
	t.Parallel()
	got := joinSides([]changedFile{{"z.md", "", ""}, {"", "kept.md", "1"}, {"kept.md", "", ""}, {"b.md", "a.md", "2"}})
	want := []changedFile{{"b.md", "a.md", "2"}, {"kept.md", "kept.md", "1"}, {"z.md", "", ""}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, not %+v", got, want)
	}
}

func TestIsSubject(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		language    extract.Language
		kind        extract.Kind
		role        extract.Role
		form, title string
		want        bool
	}{
		{extract.Markdown, extract.Term, extract.InHeading, "slack water", "Slack water", true},
		{extract.Markdown, extract.Term, extract.InTitle, "tide gauges", "About tide gauges", true},
		{extract.Markdown, extract.Class, extract.InHeading, "task", "task (Concurrency Runtime)", true},
		{extract.Markdown, extract.Term, extract.InHeading, "preprocessor macro", "Disable the warning using preprocessor macros", false},
		{extract.Markdown, extract.Term, extract.InHeading, "潮位", "潮位と", true},
		{extract.Markdown, extract.Term, extract.InHeading, "tide", "", false},
		{extract.Markdown, extract.Term, extract.InHeading, strings.Repeat("tide ", 300), strings.Repeat("tide ", 300), false},
		{extract.Markdown, extract.Term, extract.IsDefinition, "surge residual", "Glossary", true},
		{extract.Markdown, extract.Function, extract.IsDefinition, "on_alert", "Example", false},
		{extract.ReStructuredText, extract.Function, extract.IsDefinition, "on_alert", "Reference", true},
		{extract.Markdown, extract.Command, extract.IsDefinition, "--datum", "Options", true},
		{extract.Go, extract.Function, extract.IsDefinition, "Walk", "scan", true},
		{extract.Markdown, extract.Tag, extract.IsTag, "tides", "Tides", false},
		{extract.Markdown, extract.Term, extract.IsMention, "tides", "Tides", false},
	} {
		if got := isSubject(c.language, c.kind, c.role, c.form, c.title); got != c.want {
			t.Errorf("%s, %s %s of %q under %q: %v", c.language, c.role, c.kind, c.form, c.title, got)
		}
	}
}

func TestIsPrivate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		language   extract.Language
		name, file string
		want       bool
	}{
		{"python", "on_alert", "lib/alerts.py", false},
		{"python", "_on_alert", "lib/alerts.py", true},
		{"python", "Alert._send", "lib/alerts.py", true},
		{"cpp", "tide::_next", "tide.cc", true},
		{"go", "Walk", "scan/walk.go", false},
		{"go", "Tree.InForce", "scan/walk.go", false},
		{"go", "visit", "scan/visit.go", true},
		{"go", "Tree.visit", "scan/visit.go", true},
		{"go", "Écluse", "lock.go", false},
		{"python", "on_alert", "tests/alerts.py", true},
		{"python", "on_alert", "test_alerts.py", true},
		{"go", "Walk", "scan/walk_test.go", true},
		{"typescript", "walk", "src/walk.spec.ts", true},
		{"python", "on_alert", "latest/contest.py", false},
		{"python", "alerts.", "lib/alerts.py", false},
	} {
		if got := isPrivate(c.language, c.name, c.file); got != c.want {
			t.Errorf("%s %q in %q: %v", c.language, c.name, c.file, got)
		}
	}
}

func TestWithoutParts(t *testing.T) {
	t.Parallel()
	entry := func(key string, line, others int) reviewEntry {
		return reviewEntry{fileWord: fileWord{key: key, at: spot{path: "a.md", line: line}}, others: make([]spot, others)}
	}
	for _, c := range []struct {
		about string
		have  []reviewEntry
		want  []string
	}{
		{"parts of a phrase", []reviewEntry{entry("language standard version", 1, 0), entry("standard version", 1, 0), entry("version", 1, 0)}, []string{"language standard version"}},
		{"elsewhere in the document", []reviewEntry{entry("language standard", 1, 0), entry("standard", 2, 0)}, []string{"language standard", "standard"}},
		{"of many more places", []reviewEntry{entry("language standard", 1, 2), entry("standard", 1, 9)}, []string{"language standard", "standard"}},
		{"parts of one that is left out", []reviewEntry{entry("tide table", 1, 0), entry("spring", 1, 3), entry("tide", 2, 1), entry("table", 1, 12)}, []string{"tide", "table"}},
		{"no whole word", []reviewEntry{entry("language standards", 1, 0), entry("standard", 1, 0)}, []string{"language standards", "standard"}},
	} {
		var got []string
		for _, e := range withoutParts(c.have, []reviewEntry{entry("spring tide table", 1, 5)}) {
			got = append(got, e.key)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q, not %q", c.about, got, c.want)
		}
	}
}

func TestSpellings(t *testing.T) {
	t.Parallel()
	for key, want := range map[string][]string{
		"tide": nil, "": nil, "--": nil, "-tide": nil,
		"slack water": {"slack-water", "slack_water", "slackwater"},
		"slack-water": {"slack water", "slack_water", "slackwater"},
		"read_tide":   {"read tide", "read-tide", "readtide"},
	} {
		if got := spellings(key); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %q, not %q", key, got, want)
		}
	}
}

func sampleReview(sorts map[string][]reviewEntry) *review {
	return &review{
		base: "origin/main", mergeBase: strings.Repeat("ab", 20), limit: reviewLimit, sourceURL: "https://example.org/x/",
		found: &reviewFindings{notes: reviewNotes{Documents: 2, Sources: 1}, sorts: sorts},
	}
}

func TestReviewMarkdown(t *testing.T) {
	t.Parallel()
	word := func(form, path, anchor string, line int) fileWord {
		return fileWord{key: form, form: form, at: spot{path, line, anchor, strings.HasSuffix(path, ".py")}}
	}
	four := []spot{{"a.md", 1, "x", false}, {"b.md", 1, "", false}, {"c.md", 1, "", false}, {"d.md", 1, "", false}}
	r := sampleReview(map[string][]reviewEntry{
		"terms": {
			{fileWord: word("tide", "a b.md", "tide", 3)}, {fileWord: word("ebb", "c.md", "", 4)}, {fileWord: word("neap", "a b.md", "neap", 5)},
		},
		"elsewhere":    {{fileWord: word("flood", "a b.md", "", 1), others: four[:2]}},
		"removed":      {{fileWord: word("on_alert", "x.py", "", 9), others: four}},
		"undocumented": {{fileWord: word("on_clear", "x.py", "", 7)}},
	})
	const want = `<!-- kwic review -->
### Keywords

Compared with ` + "`origin/main` (`abababababab`)" + `: 2 documents and 1 source file changed.

**New terms** (3)

- [` + "`a b.md`](https://example.org/x/a%20b.md): [`tide`](https://example.org/x/a%20b.md#tide), [`neap`](https://example.org/x/a%20b.md#neap)" + `
- [` + "`c.md`](https://example.org/x/c.md): [`ebb`](https://example.org/x/c.md)" + `

**Treated elsewhere already** (1)

- [` + "`a b.md`](https://example.org/x/a%20b.md)" + `
  - [` + "`flood`](https://example.org/x/a%20b.md): see [`a.md`](https://example.org/x/a.md#x), [`b.md`](https://example.org/x/b.md)" + `

**Removed, but still named** (1)

- ` + "`on_alert`, which was in `x.py`: named in [`a.md`](https://example.org/x/a.md#x), [`b.md`](https://example.org/x/b.md), [`c.md`](https://example.org/x/c.md) and 1 more document" + `

**In no document** (1)

- [` + "`x.py`](https://example.org/x/x.py): [`on_clear`](https://example.org/x/x.py#L7)" + `
`
	if got := r.markdown(); got != want {
		t.Errorf("the comment is\n%s\nnot\n%s", got, want)
	}
}

// Whatever the limit and the names are, a comment fits, and says what it leaves
// out; without a limit nothing is.
func TestReviewFits(t *testing.T) {
	t.Parallel()
	sorts := make(map[string][]reviewEntry)
	for _, sort := range reviewSorts {
		for i := range 3000 {
			path := fmt.Sprintf("%s/%d/%s.md", strings.Repeat("a b/", 60), i, strings.Repeat("`é", 60))
			at := spot{path: path, line: i, anchor: strings.Repeat("ü", 100)}
			sorts[sort] = append(sorts[sort], reviewEntry{fileWord: fileWord{key: "k", form: strings.Repeat("`@x", 500), at: at}, others: []spot{at, at, at, at}})
		}
	}
	for _, limit := range []int{1, reviewLimit, 1_000_000} {
		r := sampleReview(sorts)
		r.limit, r.base = limit, strings.Repeat("b`", 1000)
		text := r.markdown()
		if n := utf8.RuneCountInString(text); n > 65_536 {
			t.Errorf("limit %d: %d characters", limit, n)
		}
		if n := strings.Count(text, "\n- and "); n != len(reviewSorts) {
			t.Errorf("limit %d: %d sorts say what they leave out", limit, n)
		}
	}
	r := sampleReview(sorts)
	r.limit = 0
	if text := r.markdown(); strings.Contains(text, "\n- and ") || strings.Count(text, "named in") != 3000 {
		t.Error("without a limit something is left out")
	}
}

// A link longer than a comment should hold is none.
func TestReviewLongLink(t *testing.T) {
	t.Parallel()
	r := sampleReview(map[string][]reviewEntry{"undocumented": {{fileWord: fileWord{form: "x", at: spot{path: strings.Repeat("ab/", 400) + "x.py", line: 1, source: true}}}}})
	if text := r.markdown(); strings.Contains(text, "](") || !strings.Contains(text, ": `x`\n") {
		t.Errorf("the comment is\n%s", text)
	}
}
