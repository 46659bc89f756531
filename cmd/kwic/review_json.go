package main

import (
	"fmt"
	"io"
)

// reviewSchema numbers the form of what --format json prints.
const reviewSchema = 1

// jsonSpot is a place in a review's JSON. URL is null at the base.
type jsonSpot struct {
	Path   string  `json:"path"`
	Line   int     `json:"line"`
	Anchor string  `json:"anchor"`
	URL    *string `json:"url"`
}

// jsonWord is an entry of a review's JSON. Which lists it has depends on its
// sort.
type jsonWord struct {
	Key     string `json:"key"`
	Keyword string `json:"keyword"`
	Kind    string `json:"kind"`
	Role    string `json:"role"`
	jsonSpot
	Files   int        `json:"files,omitempty"`      // of the tree that hold it; not of the sort undocumented
	Treated []jsonSpot `json:"treated_in,omitempty"` // elsewhere, unlinked
	As      string     `json:"treated_as,omitempty"` // elsewhere: how it is written there, where that is another keyword
	Named   []jsonSpot `json:"named_in,omitempty"`   // removed
}

// jsonSort is all of one sort.
type jsonSort struct {
	Total   int        `json:"total"`
	Entries []jsonWord `json:"entries"`
}

func (r *review) writeJSON(w io.Writer, b *build) error {
	f := r.found
	encoded, err := compactJSON(struct {
		Schema       int      `json:"schema"`
		Base         string   `json:"base"`
		MergeBase    string   `json:"merge_base"`
		Head         *string  `json:"head"`
		Documents    int      `json:"documents"`
		Sources      int      `json:"sources"`
		Rules        bool     `json:"rules_changed"`
		Terms        jsonSort `json:"terms"`
		Names        jsonSort `json:"names"`
		Elsewhere    jsonSort `json:"elsewhere"`
		Unlinked     jsonSort `json:"unlinked"`
		Removed      jsonSort `json:"removed"`
		Undocumented jsonSort `json:"undocumented"`
		Common       int      `json:"left_out_common"`
		Private      int      `json:"left_out_private"`
		Version      string   `json:"version"`
	}{
		reviewSchema, r.base, r.mergeBase, orNull(r.head), f.notes.Documents, f.notes.Sources, f.notes.Rules,
		r.jsonSort("terms"), r.jsonSort("names"), r.jsonSort("elsewhere"), r.jsonSort("unlinked"), r.jsonSort("removed"), r.jsonSort("undocumented"),
		f.common, f.private, b.report.Version,
	})
	if err == nil {
		_, err = fmt.Fprintf(w, "%s\n", encoded)
	}
	return err
}

// jsonSort makes the list of one sort, no longer than the limit.
func (r *review) jsonSort(sort string) jsonSort {
	entries := r.found.sorts[sort]
	s := jsonSort{Total: len(entries)}
	if r.limit > 0 {
		entries = entries[:min(len(entries), r.limit)]
	}
	s.Entries = make([]jsonWord, len(entries))
	for i := range entries {
		e := &entries[i]
		one := jsonWord{Key: e.key, Keyword: e.form, Kind: e.kind.String(), Role: e.role.String(), jsonSpot: r.jsonSpot(&e.at), Files: e.files}
		switch sort {
		case "removed":
			one.URL, one.Named = nil, r.jsonSpots(e.others)
		case "elsewhere", "unlinked":
			one.Treated, one.As = r.jsonSpots(e.others), e.as
		}
		s.Entries[i] = one
	}
	return s
}

func (r *review) jsonSpot(s *spot) jsonSpot {
	url := r.url(s)
	return jsonSpot{s.path, s.line, s.anchor, &url}
}

func (r *review) jsonSpots(all []spot) []jsonSpot {
	spots := make([]jsonSpot, len(all))
	for i := range all {
		spots[i] = r.jsonSpot(&all[i])
	}
	return spots
}
