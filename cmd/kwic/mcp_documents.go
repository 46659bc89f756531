package main

import (
	"context"
	"io"

	"kwic/store"
)

type showInput struct {
	Path     string `json:"path" jsonschema:"the document, from the root"`
	Anchor   string `json:"anchor,omitempty" jsonschema:"the section's anchor; without it, the whole document"`
	Keywords bool   `json:"keywords,omitempty" jsonschema:"the keywords instead of the text"`
	answerPart
}

type showAnswer struct {
	Schema     int64          `json:"schema"`
	Commit     *string        `json:"commit"`
	Path       string         `json:"path"`
	Title      string         `json:"title"`
	Section    string         `json:"section" jsonschema:"the section's title, its parents' before it"`
	Anchor     string         `json:"anchor"`
	Line       int            `json:"line"`
	EndLine    int            `json:"end_line"`
	Text       *string        `json:"text" jsonschema:"null with keywords"`
	Keywords   []shownKeyword `json:"keywords,omitempty"`
	URL        *string        `json:"url"`
	Stale      bool           `json:"stale" jsonschema:"the document changed since the index was built; the text is that of today"`
	NextOffset *int           `json:"next_offset" jsonschema:"the offset of what follows, null for nothing"`
	Cut        bool           `json:"cut" jsonschema:"texts were shortened, to fit in max_bytes"`
}

type shownKeyword struct {
	Keyword string `json:"keyword"`
	Kind    string `json:"kind"`
	Role    string `json:"role"`
	Line    int    `json:"line"`
	Count   int    `json:"count"`
}

func (t *tools) show(ctx context.Context, in *showInput) (*showAnswer, error) {
	args := t.command("show", "--json")
	if in.Keywords {
		args = append(args, "--keywords")
	}
	name := in.Path
	if in.Anchor != "" {
		name += "#" + in.Anchor
	}
	var a showAnswer
	if err := ask(ctx, &a, append(args, "--", name)...); err != nil {
		return nil, err
	}
	room := bounded(in.MaxBytes)
	text, all := a.Text, a.Keywords
	a.Text, a.Keywords = nil, nil
	if sizeOf(a) > room/2 {
		a.Cut = true
		shorten([]*string{&a.Path, &a.Title, &a.Section, &a.Anchor, a.URL}, func() bool { return sizeOf(a) <= room/2 })
	}
	if text == nil {
		a.NextOffset = fill(&a, &a.Keywords, all, in.Offset, room, &a.Cut, func(k *shownKeyword) []*string { return []*string{&k.Keyword} })
		return &a, nil
	}
	from := min(max(in.Offset, 0), len(*text))
	a.part((*text)[from:], from, room)
	return &a, nil
}

// part takes as much of a text as fits.
func (a *showAnswer) part(text string, from, room int) {
	for most := room; ; {
		part := whole(text, most)
		if part == "" && text != "" {
			part = text[:min(len(text), 4)] // the first character, or bytes that are none
		}
		a.Text, a.NextOffset = &part, nil
		if len(part) < len(text) {
			next := from + len(part)
			a.NextOffset = &next
		}
		over := sizeOf(a) - room
		if over <= 0 || most == 0 {
			return
		}
		// Signs that JSON escapes are up to six bytes of the answer each.
		most = max(0, len(part)-max(over/6, 1))
	}
}

type relatedInput struct {
	Path  string `json:"path" jsonschema:"the document, from the root"`
	Limit int    `json:"limit,omitempty" jsonschema:"how many documents, 10 if not given"`
	answerPart
}

type relatedAnswer struct {
	Schema     int64             `json:"schema"`
	Commit     *string           `json:"commit"`
	Behind     bool              `json:"behind" jsonschema:"another commit has been checked out since: documents may be missing"`
	fate                         // of the document at path
	Total      int               `json:"total" jsonschema:"of all related documents"`
	NextOffset *int              `json:"next_offset" jsonschema:"the offset of those that follow, null for none"`
	Documents  []relatedDocument `json:"documents"`
	Cut        bool              `json:"cut" jsonschema:"texts were shortened, to fit in max_bytes"`
}

type relatedDocument struct {
	Path   string   `json:"path"`
	Title  string   `json:"title"`
	Score  float64  `json:"score" jsonschema:"compares these documents with each other, nothing else"`
	Shared []string `json:"shared" jsonschema:"some of the keywords that both hold"`
	fate
}

func documentOf(one *store.RelatedFile, f fate) relatedDocument {
	return relatedDocument{one.Path, one.Title, hundredths(one.Score), nonNil(one.Shared), f}
}

func (t *tools) related(ctx context.Context, in *relatedInput) (*relatedAnswer, error) {
	var a relatedAnswer
	var documents []relatedDocument // up to the last one to tell
	limit := in.Limit
	if limit <= 0 {
		limit = defaultRelated
	}
	from := 0
	err := withIndex(ctx, t.db, io.Discard, func(x *index) error {
		all, path, err := relatedTo(ctx, x, in.Path)
		if err != nil {
			return err
		}
		a.Schema, a.Commit, a.Behind, a.Total = x.meta.Schema, orNull(x.meta.Commit), x.isBehind(), len(all)
		from = min(max(in.Offset, 0), len(all))
		documents = make([]relatedDocument, min(from+min(limit, len(all)), len(all)))
		paths := []string{path}
		for i := from; i < len(documents); i++ {
			paths = append(paths, all[i].Path)
		}
		fates, err := fatesOf(ctx, x, paths)
		for i := from; i < len(documents); i++ {
			documents[i] = documentOf(&all[i], fates[all[i].Path])
		}
		a.fate = fates[path]
		return err
	})
	if err != nil {
		return nil, err
	}
	a.NextOffset = fill(&a, &a.Documents, documents, from, bounded(in.MaxBytes), &a.Cut, func(d *relatedDocument) []*string {
		texts := []*string{&d.Path, &d.Title}
		for i := range d.Shared {
			texts = append(texts, &d.Shared[i])
		}
		return texts
	})
	if next := len(documents); a.NextOffset == nil && next < a.Total {
		a.NextOffset = &next
	}
	return &a, nil
}

type statusInput struct {
	answerPart
}

type statusAnswer struct {
	Schema     int64           `json:"schema"`
	Commit     *string         `json:"commit" jsonschema:"of the index"`
	Files      int             `json:"files" jsonschema:"documents and source files in the tree"`
	Current    bool            `json:"up_to_date"`
	All        bool            `json:"all" jsonschema:"every document has to be parsed again: the configuration or kwic changed"`
	Missing    int             `json:"pages_missing"`
	Owed       bool            `json:"pages_owed" jsonschema:"pages do not follow the index yet"`
	Total      int             `json:"total" jsonschema:"of all changed documents"`
	NextOffset *int            `json:"next_offset" jsonschema:"the offset of those that follow, null for none"`
	Documents  []changedStatus `json:"documents"`
	Cut        bool            `json:"cut" jsonschema:"paths were shortened, to fit in max_bytes"`
}

type changedStatus struct {
	Change string `json:"change" jsonschema:"new, changed, moved, copied or removed"`
	Path   string `json:"path"`
	From   string `json:"from,omitempty" jsonschema:"where a moved or copied one came from"`
}

func (t *tools) status(ctx context.Context, in *statusInput) (*statusAnswer, error) {
	var s status
	if err := ask(ctx, &s, t.command("status", "--json")...); err != nil {
		return nil, err
	}
	var all []changedStatus
	for _, group := range []struct {
		change string
		paths  []string
	}{{"new", s.New}, {"changed", s.Changed}, {"removed", s.Removed}} {
		for _, path := range group.paths {
			all = append(all, changedStatus{Change: group.change, Path: path})
		}
	}
	for _, group := range []struct {
		change string
		moves  []move
	}{{"moved", s.Moved}, {"copied", s.Copied}} {
		for _, m := range group.moves {
			all = append(all, changedStatus{Change: group.change, Path: m.To, From: m.From})
		}
	}
	a := statusAnswer{Schema: s.Schema, Commit: s.Commit, Files: s.Files, Current: s.Current, All: s.All, Missing: s.Missing, Owed: s.Owed, Total: len(all)}
	a.NextOffset = fill(&a, &a.Documents, all, in.Offset, bounded(in.MaxBytes), &a.Cut, func(c *changedStatus) []*string { return []*string{&c.Path, &c.From} })
	return &a, nil
}
