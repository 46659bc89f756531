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
	Files   int        `json:"files,omitempty"`      // terms, names: of the tree that hold it
	Treated []jsonSpot `json:"treated_in,omitempty"` // elsewhere, unlinked
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
		r.jsonSort(len(f.Terms), func(i int) jsonWord { return r.jsonNew(&f.Terms[i]) }),
		r.jsonSort(len(f.Names), func(i int) jsonWord { return r.jsonNew(&f.Names[i]) }),
		r.jsonSort(len(f.Elsewhere), func(i int) jsonWord {
			one := r.jsonWord(&f.Elsewhere[i].fileWord)
			one.Treated = r.jsonSpots(f.Elsewhere[i].others)
			return one
		}),
		r.jsonSort(len(f.Unlinked), func(i int) jsonWord {
			one := r.jsonWord(&f.Unlinked[i].fileWord)
			one.Treated = r.jsonSpots(f.Unlinked[i].treated)
			return one
		}),
		r.jsonSort(len(f.Removed), func(i int) jsonWord {
			one := r.jsonWord(&f.Removed[i].fileWord)
			one.URL, one.Named = nil, r.jsonSpots(f.Removed[i].named)
			return one
		}),
		r.jsonSort(len(f.Undocumented), func(i int) jsonWord { return r.jsonWord(&f.Undocumented[i].fileWord) }),
		f.Common, f.Private, b.report.Version,
	})
	if err == nil {
		_, err = fmt.Fprintf(w, "%s\n", encoded)
	}
	return err
}

// jsonSort makes the list of one sort, no longer than the limit.
func (r *review) jsonSort(total int, entry func(i int) jsonWord) jsonSort {
	n := total
	if r.limit > 0 {
		n = min(n, r.limit)
	}
	s := jsonSort{total, make([]jsonWord, n)}
	for i := range s.Entries {
		s.Entries[i] = entry(i)
	}
	return s
}

func (r *review) jsonNew(w *newWord) jsonWord {
	one := r.jsonWord(&w.fileWord)
	one.Files = w.files
	return one
}

func (r *review) jsonWord(w *fileWord) jsonWord {
	return jsonWord{Key: w.key, Keyword: w.form, Kind: w.kind.String(), Role: w.role.String(), jsonSpot: r.jsonSpot(&w.at)}
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
