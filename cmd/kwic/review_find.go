package main

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kwic/scan/extract"
	"kwic/store"
)

// reviewSorts are the sorts of entries, in the order in which they are shown.
var reviewSorts = []string{"terms", "names", "elsewhere", "unlinked", "removed", "undocumented"}

// reviewFindings are what a review found. Every list is in the order in which it
// is shown, the most telling first.
type reviewFindings struct {
	notes   reviewNotes
	sorts   map[string][]reviewEntry
	common  int                      // left out of elsewhere, unlinked and removed: what too many documents hold or treat
	widely  map[string][]reviewEntry // of these by sort: what so many documents are about, the documents in others
	private int                      // left out of undocumented: names of tests, and those that are spelled as private
}

// reviewEntry is one keyword of one sort.
type reviewEntry struct {
	fileWord        // as it was at the base, of the sort removed
	files    int    // of the whole tree that hold it
	others   []spot // elsewhere, unlinked: at most fewSubject, where it is treated; removed: where it is named
	as       string // elsewhere: how it is written there, where that is another keyword
}

// fewSubject is of how many documents a keyword may be a subject for a reader to
// be sent there. What more documents have is a heading that they share.
const fewSubject = 3

// manyTreated is by how many files a keyword is treated that is not looked into
// any further: too many are about it.
const manyTreated = 100

// tellingUpTo returns of how many of all files a keyword may be held and still tell
// something: of a tenth, in a small tree of half. This is Related's rule, too.
func tellingUpTo(files int) int { return max(files/10, min(files/2, 50)) }

// specialUpTo returns of how many of all files a keyword may be held for a reader to
// look it up: of a hundredth, in a small tree of half. Of 9,746 real documents more
// hold "addition", "background", "open" or "syntax".
func specialUpTo(files int) int { return max(files/100, min(files/2, 20)) }

// compare answers all questions.
func (v *vocabularies) compare(ctx context.Context) (*reviewFindings, error) {
	f := &reviewFindings{notes: v.notes, sorts: make(map[string][]reviewEntry), widely: make(map[string][]reviewEntry)}
	files, err := v.q.Files()
	if err != nil {
		return nil, err
	}
	for _, question := range []func() error{
		func() error { return v.findNew(ctx, f) },
		func() error { return v.findElsewhere(ctx, f, specialUpTo(files)) },
		func() error { return v.findRemoved(ctx, f, tellingUpTo(files)) },
		func() error { return v.findUndocumented(ctx, f) },
	} {
		if err := question(); err != nil {
			return nil, err
		}
	}
	f.arrange()
	return f, nil
}

func (f *reviewFindings) add(sort string, e reviewEntry) { f.sorts[sort] = append(f.sorts[sort], e) }

// findNew looks for keywords that the tree did not hold before: they stand in
// changed files alone, and stood in none of them.
func (v *vocabularies) findNew(ctx context.Context, f *reviewFindings) error {
	for key, now := range v.head.words {
		if err := ctx.Err(); err != nil {
			return err
		}
		// A name of source alone may be undocumented; other words of its comments
		// are nobody's concern.
		if now.docs == 0 || v.base.words[key] != nil || now.best.kind == extract.Import {
			continue
		}
		usage, _, err := v.q.UsageOf(key)
		if err != nil {
			return err
		}
		if usage.Files != now.files {
			continue
		}
		sort := "names"
		if kind := now.best.kind; kind == extract.Term || kind == extract.Tag {
			sort = "terms"
		}
		f.add(sort, reviewEntry{fileWord: now.best, files: now.files})
		if err := v.findSpelling(ctx, f, &now.best); err != nil {
			return err
		}
	}
	return nil
}

// findSpelling looks for a document that treats a new keyword in another spelling:
// "slack-water" where the tree has "slack water".
func (v *vocabularies) findSpelling(ctx context.Context, f *reviewFindings, w *fileWord) error {
	for _, key := range spellings(w.key) {
		usage, found, err := v.q.UsageOf(key)
		if err != nil {
			return err
		}
		if !found || usage.Treated == 0 || usage.Treated > manyTreated {
			continue
		}
		others, err := v.subjectElsewhere(ctx, key, w)
		if err != nil {
			return err
		}
		others = slices.DeleteFunc(others, func(s spot) bool { return v.head.fresh[subjectOf{s.path, key}] })
		if len(others) > 0 && len(others) <= fewSubject {
			f.add("elsewhere", reviewEntry{fileWord: *w, files: usage.Files, others: others, as: usage.Form})
		}
	}
	return nil
}

// spellings returns the keys that differ from one by what stands between its
// words: spaces, hyphens, underscores or nothing.
func spellings(key string) []string {
	parts := strings.FieldsFunc(key, func(c rune) bool { return c == ' ' || c == '-' || c == '_' })
	if len(parts) < 2 {
		return nil
	}
	var keys []string
	for _, between := range []string{" ", "-", "_", ""} {
		if one := strings.Join(parts, between); one != key {
			keys = append(keys, one)
		}
	}
	return keys
}

// findElsewhere looks at what changed documents treat or mention that they did
// not before, and where else that is treated.
func (v *vocabularies) findElsewhere(ctx context.Context, f *reviewFindings, most int) error {
	for i := range v.head.files {
		file := &v.head.files[i]
		if file.class != extract.ClassDoc {
			continue
		}
		for j := range file.words {
			w := &file.words[j]
			if w.kind == extract.Import || w.kind == extract.Tag || !w.subject && w.role != extract.IsMention {
				continue
			}
			usage, _, err := v.q.UsageOf(w.key)
			if err != nil {
				return err
			}
			switch {
			case usage.Treated == 0, usage.Treated == 1 && w.subject: // by nobody else
				continue
			case usage.Files > most, usage.Treated > manyTreated:
				f.common++
				continue
			}
			others, err := v.subjectElsewhere(ctx, w.key, w)
			switch {
			case err != nil:
				return err
			case len(others) > fewSubject:
				f.common++
				sort := "unlinked"
				if w.subject {
					sort = "elsewhere"
				}
				f.widely[sort] = append(f.widely[sort], reviewEntry{fileWord: *w, others: others})
			case w.subject:
				others = slices.DeleteFunc(others, func(s spot) bool { return v.head.fresh[subjectOf{s.path, w.key}] })
				if len(others) > 0 {
					f.add("elsewhere", reviewEntry{fileWord: *w, files: usage.Files, others: others})
				}
			case len(others) > 0 && !slices.ContainsFunc(others, func(s spot) bool { return file.links[s.path] }):
				f.add("unlinked", reviewEntry{fileWord: *w, files: usage.Files, others: others})
			}
		}
	}
	return nil
}

// subjectElsewhere returns the places of other documents of which a keyword is
// the subject: the best one of each document. The key is that of w, or of another
// spelling.
func (v *vocabularies) subjectElsewhere(ctx context.Context, key string, w *fileWord) ([]spot, error) {
	var holdings []*store.Holding
	err := v.q.Holdings(ctx, key, func(h *store.Holding) error {
		if h.Role < extract.IsTag && h.Path != w.at.path && extract.Language(h.Language).Class() == extract.ClassDoc {
			holdings = append(holdings, h)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	best := make(map[string]rankedSpot)
	for _, h := range holdings {
		for i := range h.Places {
			p := &h.Places[i]
			if p.Role >= extract.IsTag {
				continue
			}
			title, anchor, err := v.q.SectionAt(h, p, longestHeading)
			if err != nil {
				return nil, err
			}
			if isSubject(extract.Language(h.Language), h.Kind, p.Role, w.form, title) {
				keepBest(best, rankedSpot{p.Role, spotAt(h.Path, extract.Language(h.Language), p.Line, anchor)})
			}
		}
	}
	return sortedSpots(best), nil
}

// rankedSpot is a place and how well it treats its keyword.
type rankedSpot struct {
	role extract.Role
	spot
}

func compareSpots(a, b rankedSpot) int {
	return cmp.Or(cmp.Compare(a.role, b.role), strings.Compare(a.path, b.path), cmp.Compare(a.line, b.line))
}

// keepBest keeps the best place of each file.
func keepBest(best map[string]rankedSpot, one rankedSpot) {
	if have, seen := best[one.path]; !seen || compareSpots(one, have) < 0 {
		best[one.path] = one
	}
}

// sortedSpots returns places, the best first, then by path.
func sortedSpots(best map[string]rankedSpot) []spot {
	sorted := make([]rankedSpot, 0, len(best))
	for _, one := range best {
		sorted = append(sorted, one)
	}
	slices.SortFunc(sorted, compareSpots)
	spots := make([]spot, len(sorted))
	for i := range sorted {
		spots[i] = sorted[i].spot
	}
	return spots
}

// bestSpots returns the best place of each file of some holdings.
func (v *vocabularies) bestSpots(holdings []*store.Holding) ([]spot, error) {
	best := make(map[string]rankedSpot)
	for _, h := range holdings {
		p := &h.Places[store.BestPlace(h.Places)]
		_, anchor, err := v.q.SectionAt(h, p, longestHeading)
		if err != nil {
			return nil, err
		}
		keepBest(best, rankedSpot{p.Role, spotAt(h.Path, extract.Language(h.Language), p.Line, anchor)})
	}
	return sortedSpots(best), nil
}

// findRemoved looks for keywords that were a subject of a changed document, or
// that changed source defined, and that nothing treats or no source defines any
// more, while documents name them.
func (v *vocabularies) findRemoved(ctx context.Context, f *reviewFindings, most int) error {
	for key, was := range v.base.words {
		if was.subject == nil && was.defined == nil {
			continue
		}
		if now := v.head.words[key]; now != nil && (now.defined != nil || now.subject != nil && was.defined == nil) {
			continue
		}
		usage, found, err := v.q.UsageOf(key)
		switch {
		case err != nil:
			return err
		case !found:
			continue
		case usage.Files > most:
			f.common++
			continue
		}
		named, err := v.stillNamed(ctx, key, was)
		if err != nil {
			return err
		}
		if len(named) > 0 {
			one := reviewEntry{fileWord: was.best, files: usage.Files, others: named}
			one.at = *cmp.Or(was.defined, was.subject)
			f.add("removed", one)
		}
	}
	return nil
}

// stillNamed returns where documents name a keyword that is treated or defined
// no more; nothing for one that is.
func (v *vocabularies) stillNamed(ctx context.Context, key string, was *wordUse) ([]spot, error) {
	var named []*store.Holding
	still := false
	err := v.q.Holdings(ctx, key, func(h *store.Holding) error {
		switch {
		case extract.Language(h.Language).Class() == extract.ClassSource:
			still = still || h.Definition
		case was.defined == nil && h.Role < extract.IsTag:
			still = true
		case was.defined != nil && (h.Kind == extract.Term || h.Kind == extract.Tag): // a word that is spelled alike
		default:
			named = append(named, h)
		}
		return nil
	})
	if err != nil || still {
		return nil, err
	}
	return v.bestSpots(named)
}

// findUndocumented looks for names that source defines and no document holds,
// where the definition is new or the document went.
func (v *vocabularies) findUndocumented(ctx context.Context, f *reviewFindings) error {
	keys := make(map[string]bool)
	for i := range v.head.files {
		for j := range v.head.files[i].words {
			w := &v.head.files[i].words[j]
			if was := v.base.words[w.key]; v.head.files[i].class == extract.ClassSource && w.defines && (was == nil || was.defined == nil) {
				keys[w.key] = true
			}
		}
	}
	for key, was := range v.base.words {
		if now := v.head.words[key]; was.docs > 0 && (now == nil || now.docs == 0) {
			keys[key] = true
		}
	}
	for key := range keys {
		usage, found, err := v.q.UsageOf(key)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		if err := v.undocumented(ctx, f, key, usage.Form); err != nil {
			return err
		}
	}
	return nil
}

// undocumented adds a keyword if source defines it as a name and no document
// holds it. Of a new definition beside older ones nothing is said.
func (v *vocabularies) undocumented(ctx context.Context, f *reviewFindings, key, form string) error {
	var defined []*store.Holding
	documented := false
	err := v.q.Holdings(ctx, key, func(h *store.Holding) error {
		switch {
		case extract.Language(h.Language).Class() == extract.ClassDoc:
			documented = true
		case h.Definition && h.Kind <= extract.Constant:
			defined = append(defined, h)
		}
		return nil
	})
	if err != nil || documented || len(defined) == 0 {
		return err
	}
	was, now := v.base.words[key], v.head.words[key]
	if lost := was != nil && was.docs > 0; !lost && countFiles(defined) > now.defines {
		return nil
	}
	slices.SortFunc(defined, func(a, b *store.Holding) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Kind, b.Kind))
	})
	first := defined[0]
	spots, err := v.bestSpots(defined[:1])
	if err != nil {
		return err
	}
	if isPrivate(extract.Language(first.Language), form, first.Path) {
		f.private++
		return nil
	}
	f.add("undocumented", reviewEntry{fileWord: fileWord{key: key, form: form, kind: first.Kind, role: first.Role, defines: true, at: spots[0]}})
	return nil
}

// countFiles returns of how many files holdings are.
func countFiles(holdings []*store.Holding) int {
	files := make(map[string]bool, len(holdings))
	for _, h := range holdings {
		files[h.Path] = true
	}
	return len(files)
}
