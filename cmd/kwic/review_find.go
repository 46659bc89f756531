package main

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"
	"unicode"

	"kwic/scan/extract"
	"kwic/store"
)

// reviewSorts are the sorts of entries, in the order in which they are shown.
var reviewSorts = []string{"terms", "names", "elsewhere", "unlinked", "removed", "undocumented"}

// reviewFindings are what a review found. Every list is in the order in which it
// is shown, the most telling first.
type reviewFindings struct {
	notes        reviewNotes
	Terms        []newWord      // terms and tags that the tree did not hold
	Names        []newWord      // likewise names, that documents hold
	Elsewhere    []treatedTwice // keywords that a changed document now treats, and others did before
	Unlinked     []unlinkedWord // keywords that a changed document now mentions, without a link to where they are treated
	Removed      []removedWord  // keywords whose treatment or definition went, and which documents still name
	Undocumented []newWord      // names defined in source that no document holds, newly so
	Common       int            // left out of Elsewhere and Unlinked: keywords that many documents treat or hold
	Private      int            // left out of Undocumented: names of tests, and those that are spelled as private
}

// newWord is a keyword with its best place.
type newWord struct {
	fileWord
	files int // of the whole tree that hold it
}

type treatedTwice struct {
	fileWord
	others []spot // at most fewTreat
}

type unlinkedWord struct {
	fileWord
	treated []spot // at most fewTreat
}

type removedWord struct {
	fileWord        // as it was at the base
	named    []spot // all documents that name it
}

// fewTreat is in how many documents a keyword may be treated for a reader to be
// sent there. What more documents treat is a heading that they share.
const fewTreat = 3

func (f *reviewFindings) total(sort string) int {
	switch sort {
	case "terms":
		return len(f.Terms)
	case "names":
		return len(f.Names)
	case "elsewhere":
		return len(f.Elsewhere)
	case "unlinked":
		return len(f.Unlinked)
	case "removed":
		return len(f.Removed)
	}
	return len(f.Undocumented)
}

// compare answers all questions.
func (v *vocabularies) compare(ctx context.Context) (*reviewFindings, error) {
	f := &reviewFindings{notes: v.notes}
	commonest, err := v.q.Commonest()
	if err != nil {
		return nil, err
	}
	for _, question := range []func() error{
		func() error { return v.findNew(ctx, f) },
		func() error { return v.findElsewhere(ctx, f, commonest) },
		func() error { return v.findRemoved(ctx, f, commonest) },
		func() error { return v.findUndocumented(ctx, f) },
	} {
		if err := question(); err != nil {
			return nil, err
		}
	}
	f.sort()
	return f, nil
}

// isNew reports whether the tree did not hold a keyword before: it stands in
// changed files alone, and stood in none of them.
func (v *vocabularies) isNew(key string, now *wordUse) (bool, error) {
	if v.base.words[key] != nil {
		return false, nil
	}
	usage, found, err := v.q.UsageOf(key)
	return found && usage.Files == now.files, err
}

func (v *vocabularies) findNew(ctx context.Context, f *reviewFindings) error {
	for key, now := range v.head.words {
		if err := ctx.Err(); err != nil {
			return err
		}
		if now.docs == 0 {
			continue // a name of source alone may be undocumented; other words of its comments are nobody's concern
		}
		isNew, err := v.isNew(key, now)
		if err != nil {
			return err
		}
		if !isNew {
			continue
		}
		one := newWord{now.best, now.files}
		if kind := now.best.kind; kind == extract.Term || kind == extract.Tag {
			f.Terms = append(f.Terms, one)
		} else {
			f.Names = append(f.Names, one)
		}
	}
	return nil
}

// findElsewhere looks at what changed documents treat or mention that they did
// not before, and where else that is treated.
func (v *vocabularies) findElsewhere(ctx context.Context, f *reviewFindings, commonest int) error {
	for i := range v.head.files {
		file := &v.head.files[i]
		if file.class != extract.ClassDoc {
			continue
		}
		for j := range file.words {
			w := &file.words[j]
			if w.kind == extract.Import || w.role == extract.IsTag {
				continue
			}
			usage, _, err := v.q.UsageOf(w.key)
			if err != nil {
				return err
			}
			own := 0
			if w.role < extract.IsMention {
				own = 1
			}
			if usage.Treated <= own {
				continue // nobody else does
			}
			if usage.Files > commonest {
				f.Common++
				continue
			}
			others, many, err := v.treatedElsewhere(ctx, w)
			switch {
			case err != nil:
				return err
			case many:
				f.Common++
			case len(others) == 0:
			case treats(w.role):
				f.Elsewhere = append(f.Elsewhere, treatedTwice{*w, others})
			case !slices.ContainsFunc(others, func(s spot) bool { return file.links[s.path] }):
				f.Unlinked = append(f.Unlinked, unlinkedWord{*w, others})
			}
		}
	}
	return nil
}

// treatedElsewhere returns the other documents that treat a keyword, or many for
// more than fewTreat.
func (v *vocabularies) treatedElsewhere(ctx context.Context, w *fileWord) (others []spot, many bool, err error) {
	best := make(map[string]*store.Holding)
	err = v.q.Holdings(ctx, w.key, func(h *store.Holding) error {
		if h.Class != extract.ClassDoc || h.Path == w.at.path || !treats(h.Role) {
			return nil
		}
		if one := best[h.Path]; one == nil || h.Role < one.Role {
			best[h.Path] = h
		}
		return nil
	})
	if err != nil || len(best) > fewTreat {
		return nil, err == nil, err
	}
	others, err = v.spotsOf(best)
	return others, false, err
}

// spotsOf returns places, those that treat their keyword best first.
func (v *vocabularies) spotsOf(holdings map[string]*store.Holding) ([]spot, error) {
	sorted := make([]*store.Holding, 0, len(holdings))
	for _, h := range holdings {
		sorted = append(sorted, h)
	}
	slices.SortFunc(sorted, func(a, b *store.Holding) int {
		return cmp.Or(cmp.Compare(a.Role, b.Role), strings.Compare(a.Path, b.Path))
	})
	spots := make([]spot, len(sorted))
	for i, h := range sorted {
		anchor, err := v.q.AnchorOf(h)
		if err != nil {
			return nil, err
		}
		spots[i] = spot{h.Path, h.Line, anchor, h.Class == extract.ClassSource}
	}
	return spots, nil
}

// findRemoved looks for keywords that a changed document treated, or changed
// source defined, and that nothing treats or no source defines any more, while
// documents name them.
func (v *vocabularies) findRemoved(ctx context.Context, f *reviewFindings, commonest int) error {
	for key, was := range v.base.words {
		if now := v.head.words[key]; was.treated == nil && was.defined == nil || now != nil && (now.defined != nil || now.treated != nil && was.defined == nil) {
			continue
		}
		usage, found, err := v.q.UsageOf(key)
		if err != nil {
			return err
		}
		switch {
		case !found, was.defined == nil && usage.Treated > fewTreat:
			continue
		case usage.Files > commonest:
			f.Common++
			continue
		}
		one, err := v.stillNamed(ctx, key, was)
		if err != nil {
			return err
		}
		if one != nil {
			f.Removed = append(f.Removed, *one)
		}
	}
	return nil
}

// stillNamed returns a keyword with the documents that name it, or nil where it
// is still defined or nobody names it.
func (v *vocabularies) stillNamed(ctx context.Context, key string, was *wordUse) (*removedWord, error) {
	named := make(map[string]*store.Holding)
	defined := false
	err := v.q.Holdings(ctx, key, func(h *store.Holding) error {
		switch {
		case h.Class == extract.ClassSource:
			defined = defined || h.Definition
		case was.defined == nil && treats(h.Role):
			defined = true
		case was.defined != nil && (h.Kind == extract.Term || h.Kind == extract.Tag): // a word that is spelled alike
		default:
			if one := named[h.Path]; one == nil || h.Role < one.Role {
				named[h.Path] = h
			}
		}
		return nil
	})
	if err != nil || defined || len(named) == 0 {
		return nil, err
	}
	one := &removedWord{fileWord: was.best}
	one.at = *cmp.Or(was.defined, was.treated)
	one.named, err = v.spotsOf(named)
	return one, err
}

// findUndocumented looks for names that source defines and no document holds,
// where the definition is new or the document went.
func (v *vocabularies) findUndocumented(ctx context.Context, f *reviewFindings) error {
	for i := range v.head.files {
		file := &v.head.files[i]
		if file.class != extract.ClassSource {
			continue
		}
		for j := range file.words {
			w := &file.words[j]
			if !w.defines || w.kind > extract.Constant || v.base.words[w.key] != nil && v.base.words[w.key].defined != nil {
				continue
			}
			holding, documented, err := v.definition(ctx, w.key)
			if err != nil {
				return err
			}
			if documented || holding == nil || holding.Path != file.path {
				continue // told at the first file that defines it
			}
			v.noteUndocumented(f, *w)
		}
	}
	for key, was := range v.base.words {
		if now := v.head.words[key]; was.docs == 0 || now != nil && now.docs > 0 {
			continue
		}
		if _, found, err := v.q.UsageOf(key); err != nil || !found {
			if err != nil {
				return err
			}
			continue
		}
		holding, documented, err := v.definition(ctx, key)
		if err != nil {
			return err
		}
		if documented || holding == nil || holding.Kind > extract.Constant {
			continue
		}
		spots, err := v.spotsOf(map[string]*store.Holding{"": holding})
		if err != nil {
			return err
		}
		one := was.best
		one.kind, one.role, one.at = holding.Kind, holding.Role, spots[0]
		v.noteUndocumented(f, one)
	}
	return nil
}

// definition returns where source defines a keyword, the first by path, nil for
// nowhere, and whether a document holds it.
func (v *vocabularies) definition(ctx context.Context, key string) (first *store.Holding, documented bool, err error) {
	err = v.q.Holdings(ctx, key, func(h *store.Holding) error {
		switch {
		case h.Class == extract.ClassDoc:
			documented = true
		case h.Definition && (first == nil || h.Path < first.Path || h.Path == first.Path && h.Kind < first.Kind):
			first = h
		}
		return nil
	})
	return first, documented, err
}

func (v *vocabularies) noteUndocumented(f *reviewFindings, w fileWord) {
	if isPrivate(w.form, w.at.path) {
		f.Private++
		return
	}
	f.Undocumented = append(f.Undocumented, newWord{fileWord: w, files: 1})
}

// isPrivate reports whether a name is one that nobody documents: spelled as
// private, or defined in a test.
func isPrivate(name, file string) bool {
	last := name[strings.LastIndexAny(name, ".:")+1:]
	if strings.HasPrefix(last, "_") || strings.HasPrefix(name, "_") {
		return true
	}
	folder, base := path.Split(file)
	if path.Ext(base) == ".go" && strings.ContainsFunc(last[:min(len(last), 1)], unicode.IsLower) {
		return true
	}
	stem := strings.ToLower(strings.TrimSuffix(base, path.Ext(base)))
	if strings.HasPrefix(stem, "test_") || strings.HasSuffix(stem, "_test") || strings.HasSuffix(stem, ".test") || strings.HasSuffix(stem, ".spec") || stem == "conftest" {
		return true
	}
	for part := range strings.SplitSeq(strings.ToLower(folder), "/") {
		if part == "test" || part == "tests" || part == "testdata" || part == "__tests__" {
			return true
		}
	}
	return false
}

// sort puts the lists in their orders, which depend on nothing but the trees.
func (f *reviewFindings) sort() {
	place := func(a, b *fileWord) int {
		return cmp.Or(strings.Compare(a.at.path, b.at.path), cmp.Compare(a.at.line, b.at.line), strings.Compare(a.key, b.key))
	}
	telling := func(a, b *fileWord) int {
		return cmp.Or(cmp.Compare(a.role, b.role), cmp.Compare(a.rank, b.rank), place(a, b))
	}
	fresh := func(a, b newWord) int {
		return cmp.Or(cmp.Compare(b.files, a.files), telling(&a.fileWord, &b.fileWord))
	}
	slices.SortFunc(f.Terms, fresh)
	slices.SortFunc(f.Names, fresh)
	slices.SortFunc(f.Elsewhere, func(a, b treatedTwice) int { return telling(&a.fileWord, &b.fileWord) })
	slices.SortFunc(f.Unlinked, func(a, b unlinkedWord) int { return telling(&a.fileWord, &b.fileWord) })
	slices.SortFunc(f.Removed, func(a, b removedWord) int {
		return cmp.Or(cmp.Compare(len(b.named), len(a.named)), place(&a.fileWord, &b.fileWord))
	})
	slices.SortFunc(f.Undocumented, func(a, b newWord) int { return place(&a.fileWord, &b.fileWord) })
}
