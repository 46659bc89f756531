package main

import (
	"io"
	"slices"

	"kwic/scan/extract"
)

// Explanations in JSON.
type (
	explanationJSON struct {
		Schema   int            `json:"schema"`
		Path     string         `json:"path"`
		Indexed  bool           `json:"indexed"`
		Reason   string         `json:"reason,omitempty"` // why it is not
		Language string         `json:"language,omitempty"`
		Reading  string         `json:"reading,omitempty"`
		Simple   string         `json:"simple,omitempty"` // why the reading is
		Kinds    []string       `json:"kinds,omitempty"`  // those that are kept, where not all are
		Ignored  []linesJSON    `json:"ignored,omitempty"`
		Unclosed bool           `json:"unclosed,omitempty"`
		Mistakes []mistakeJSON  `json:"mistakes,omitempty"`
		Asked    string         `json:"asked,omitempty"`
		Total    int            `json:"total"`              // keywords of the file
		LeftOut  map[string]int `json:"left_out,omitempty"` // words and phrases by reason
	} // and keywords, a list of explainedJSON
	linesJSON struct {
		From int `json:"from"`
		To   int `json:"to"`
	}
	mistakeJSON struct {
		Line    int    `json:"line"`
		Problem string `json:"problem"`
	}
	explainedJSON struct {
		Key     string         `json:"key"`
		Keyword string         `json:"keyword"`
		Kind    string         `json:"kind"`
		Rank    int            `json:"rank,omitempty"`
		Reason  string         `json:"reason,omitempty"`
		Score   float64        `json:"score"`
		SeenAs  map[string]int `json:"seen_as,omitempty"`
		Signals []signalJSON   `json:"signals"`
	} // and sightings where there are any, a list of sightingJSON
	signalJSON struct {
		Name   string  `json:"name"`
		Value  float64 `json:"value"`
		Weight float64 `json:"weight"`
		Adds   float64 `json:"adds"`
	}
	sightingJSON struct {
		Line    int      `json:"line"`
		Section string   `json:"section"`
		Anchor  string   `json:"anchor"`
		Form    string   `json:"form"`
		Kind    string   `json:"kind"`
		Marks   []string `json:"marks"`
		Ignored bool     `json:"ignored,omitempty"`
	}
)

// explainSchema numbers the shape of the JSON. Fields are only added under one
// number.
const explainSchema = 1

// writeJSON prints one object, one keyword a line.
func (x *explanation) writeJSON(w io.Writer) error {
	head := explanationJSON{Schema: explainSchema, Path: x.path, Indexed: x.left == "", Reason: x.left, Asked: x.asked}
	list := slices.Values(x.answers)
	if head.Indexed {
		head.Language, head.Reading, head.Simple = string(x.language), x.why.Document.Reading.String(), x.why.Simple
		if x.rules.Kinds != 0 {
			head.Kinds = kindsKept(x.rules.Kinds)
		}
		for _, lines := range x.why.Ignored {
			head.Ignored = append(head.Ignored, linesJSON(lines))
		}
		for _, odd := range x.why.Oddities {
			head.Mistakes = append(head.Mistakes, mistakeJSON(odd))
		}
		head.Unclosed, head.Total = x.why.Unclosed, x.kept
		if x.asked == "" {
			list, head.LeftOut = x.keywords(), x.why.LeftOut()
		}
	}
	a, err := openAnswer(w, head, "keywords")
	if err != nil {
		return err
	}
	for one := range list {
		if err := x.addTo(a, &one); err != nil {
			return err
		}
	}
	return a.close()
}

// addTo prints one key of one kind, and its occurrences one by one: there may be a
// million.
func (x *explanation) addTo(a *answerWriter, one *extract.Explained) error {
	if one.Sightings == nil {
		return a.add(x.toJSON(one))
	}
	if err := a.begin(x.toJSON(one), "sightings"); err != nil {
		return err
	}
	for s := range one.Sightings {
		section := &x.why.Document.Sections[s.Section]
		if err := a.item(sightingJSON{s.Line, section.Title, section.Anchor, s.Form, s.Kind.String(), s.Marks, s.Ignored}); err != nil {
			return err
		}
	}
	return a.end()
}

func (x *explanation) toJSON(one *extract.Explained) explainedJSON {
	out := explainedJSON{
		Key: one.Key, Keyword: one.Form, Kind: one.Kind.String(), Rank: one.Rank, Reason: one.Reason,
		Score: rounded(one.Score), Signals: []signalJSON{},
	}
	for kind, n := range one.Votes {
		if n > 0 {
			if out.SeenAs == nil {
				out.SeenAs = make(map[string]int)
			}
			out.SeenAs[extract.Kind(kind).String()] = n
		}
	}
	for _, s := range one.Signals {
		out.Signals = append(out.Signals, signalJSON{s.Name, rounded(s.Value), rounded(s.Weight), rounded(s.Contribution)})
	}
	return out
}
