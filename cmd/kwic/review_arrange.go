package main

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"unicode"

	"kwic/scan/extract"
)

// arrange puts the lists in their orders, which depend on nothing but the trees,
// and takes out what others say already.
func (f *reviewFindings) arrange() {
	place := func(a, b *reviewEntry) int {
		return cmp.Or(strings.Compare(a.at.path, b.at.path), cmp.Compare(a.at.line, b.at.line), strings.Compare(a.key, b.key))
	}
	orders := map[string]func(a, b *reviewEntry) int{
		"terms": func(a, b *reviewEntry) int { return cmp.Or(cmp.Compare(a.role, b.role), cmp.Compare(b.files, a.files)) },
		// What tells most of its document and stands in few others.
		"elsewhere":    func(a, b *reviewEntry) int { return cmp.Compare(a.rank*a.files, b.rank*b.files) },
		"removed":      func(a, b *reviewEntry) int { return cmp.Compare(len(b.others), len(a.others)) },
		"undocumented": place,
	}
	orders["names"], orders["unlinked"] = orders["terms"], orders["elsewhere"]
	for sort, entries := range f.sorts {
		if sort != "undocumented" && sort != "names" {
			entries = withoutParts(entries, f.widely[sort])
		}
		slices.SortFunc(entries, func(a, b reviewEntry) int {
			return cmp.Or(orders[sort](&a, &b), cmp.Compare(a.rank, b.rank), place(&a, &b))
		})
		f.sorts[sort] = entries
	}
}

// withoutParts takes out phrases that are a part of a longer one on the same
// line, unless more than twice as many places belong to them: "standard version"
// beside "language standard version". The longer one may be left out itself.
func withoutParts(entries, leftOut []reviewEntry) []reviewEntry {
	type part struct {
		path string
		line int
		key  string
	}
	most := make(map[part]int) // places of the longer phrases, and one
	for _, e := range slices.Concat(entries, leftOut) {
		words := strings.Fields(e.key)
		for from := range words {
			for to := from + 1; to <= len(words) && to-from < len(words); to++ {
				p := part{e.at.path, e.at.line, strings.Join(words[from:to], " ")}
				most[p] = max(most[p], 1+len(e.others))
			}
		}
	}
	return slices.DeleteFunc(entries, func(e reviewEntry) bool {
		longer, is := most[part{e.at.path, e.at.line, e.key}]
		return is && 1+len(e.others) <= 2*longer
	})
}

// isPrivate reports whether a name is one that nobody documents: spelled as
// private, or defined in a test.
func isPrivate(language extract.Language, name, file string) bool {
	last := name[strings.LastIndexAny(name, ".:")+1:]
	if strings.HasPrefix(name, "_") || strings.HasPrefix(last, "_") {
		return true
	}
	if language == "go" && strings.IndexFunc(last, unicode.IsUpper) != 0 {
		return true
	}
	folder, base := path.Split(strings.ToLower(file))
	stem := strings.TrimSuffix(base, path.Ext(base))
	if strings.HasPrefix(stem, "test_") || strings.HasSuffix(stem, "_test") || strings.HasSuffix(stem, ".test") || strings.HasSuffix(stem, ".spec") {
		return true
	}
	for part := range strings.SplitSeq(folder, "/") {
		if slices.Contains([]string{"test", "tests", "testdata", "__tests__"}, part) {
			return true
		}
	}
	return false
}
