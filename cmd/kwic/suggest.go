package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"kwic/scan/extract"
	"kwic/store"

	"github.com/urfave/cli/v2"
)

// What is proposed, as long as flags do not say otherwise. Found by looking at
// what comes out for a reference of 9,746 documents, a kernel's documentation of
// 3,183 and a language's of 497: above these lines nearly all is template.
const (
	headingFiles = 12 // documents that have a heading, at least
	headingShare = 1  // percent of all documents, at least
	termFiles    = 20 // documents that use a term, at least
	termShare    = 3  // percent of all documents, at least
	treatedShare = 2  // percent of the documents that use a term and treat it, at most
)

func suggestCommand(stdout, stderr io.Writer) *cli.Command {
	return &cli.Command{
		Name:  "suggest",
		Usage: "propose additions to .kwic.yaml",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "db", Usage: "ask the database `FILE`"},
			&cli.StringFlag{Name: "config", Usage: "leave out what `FILE` has, instead of .kwic.yaml"},
			&cli.IntFlag{Name: "min-files", Usage: "propose what at least `N` documents have", DefaultText: fmt.Sprintf("%d for headings, %d for terms", headingFiles, termFiles)},
			&cli.BoolFlag{Name: "json", Usage: "print one JSON object"},
		},
		Description: "Looks for headings that recur like a template's, for terms that very many\n" +
			"documents use and hardly any treats, and for abbreviations that a heading\n" +
			"explains. Prints YAML to be looked through and pasted into .kwic.yaml.\n\n" +
			"  kwic suggest > proposal.yaml",
		Action: func(c *cli.Context) error {
			if c.IsSet("min-files") && c.Int("min-files") < 2 {
				return usageError{"--min-files must be at least 2", "what one document has is no template"}
			}
			p, err := propose(c.Context, stderr, c.String("db"), c.String("config"), c.Int("min-files"))
			if err != nil {
				return err
			}
			if c.Bool("json") {
				return p.writeJSON(stdout)
			}
			return p.writeYAML(stdout)
		},
	}
}

// proposal is what could be added to a configuration.
type proposal struct {
	files       int // documents in the index
	headingFrom int // documents that a heading stands in, at least
	termFrom    int // documents that use a term, at least
	headings    []proposedHeading
	terms       []store.Usage
	synonyms    []proposedSynonym
	config      config // that there is
}

type proposedHeading struct {
	Text  string `json:"heading"` // its commonest form
	Files int    `json:"files"`   // documents that have it
}

type proposedSynonym struct {
	Keyword string `json:"keyword"`
	See     string `json:"see"`
	Files   int    `json:"files"` // documents with such a heading
}

// propose reads the index of the tree around the current folder, or the given
// one. least is 0 for the usual numbers of documents.
func propose(ctx context.Context, notes io.Writer, db, configFile string, least int) (*proposal, error) {
	p := &proposal{}
	err := withIndex(ctx, db, notes, func(x *index) (err error) {
		if p.config, err = loadConfig(x.root, configFile); err != nil {
			return err
		}
		extractor, err := p.config.newExtractor()
		if err != nil {
			return err
		}
		if p.files, err = x.Files(); err != nil {
			return err
		}
		p.headingFrom, p.termFrom = max(headingFiles, p.files*headingShare/100), max(termFiles, p.files*termShare/100)
		if least > 0 {
			p.headingFrom, p.termFrom = least, least
		}
		if err := p.fill(x, extractor); err != nil {
			return err
		}
		x.noteBehind(notes)
		return nil
	})
	return p, err
}

// fill finds what is to be proposed.
func (p *proposal) fill(x *index, extractor *extract.Extractor) error {
	type counted struct {
		last  int64
		files int
	}
	titles := make(map[string]*counted)
	if err := x.Headings(func(file int64, title string) {
		c := titles[title]
		if c == nil {
			c = &counted{last: -1}
			titles[title] = c
		}
		if c.last != file {
			c.last = file
			c.files++
		}
	}); err != nil {
		return err
	}
	forms := make(map[string]int, len(titles))
	for title, c := range titles {
		forms[title] = c.files
	}
	p.headings = templateHeadings(forms, p.headingFrom, extractor.IsBoilerplate)
	terms, err := x.Untreated(p.termFrom, treatedShare)
	if err != nil {
		return err
	}
	p.terms = slices.DeleteFunc(terms, func(u store.Usage) bool {
		return slices.ContainsFunc(p.config.Keywords, func(k chosen) bool { return extract.KeyOf(k.Text) == u.Key })
	})
	return p.findSynonyms(x, forms)
}

// templateHeadings returns the headings, not yet known as boilerplate, that at
// least so many documents have, those of most documents first. Headings that
// differ in case, numbers and marks are one; a document that has several of its
// forms counts for each.
func templateHeadings(forms map[string]int, least int, known func(string) bool) []proposedHeading {
	type heading struct {
		proposedHeading
		best int
	}
	all := make(map[string]*heading)
	for form, files := range forms {
		if files*4 < least { // many forms of one heading are not worth looking for
			continue
		}
		plain := extract.PlainHeading(form)
		if plain == "" {
			continue
		}
		h := all[plain]
		if h == nil {
			h = &heading{}
			all[plain] = h
		}
		h.Files += files
		better := cmp.Or(cmp.Compare(files, h.best), cmp.Compare(len(h.Text), len(form)), cmp.Compare(form, h.Text))
		if h.Text == "" || better > 0 {
			h.Text, h.best = form, files
		}
	}
	var found []proposedHeading
	for _, h := range all {
		if h.Files >= least && !known(h.Text) {
			found = append(found, h.proposedHeading)
		}
	}
	slices.SortFunc(found, func(a, b proposedHeading) int {
		return cmp.Or(cmp.Compare(b.Files, a.Files), cmp.Compare(a.Text, b.Text))
	})
	return found
}

// findSynonyms proposes references from abbreviations that a heading explains,
// where both are keywords and the configuration has no such reference.
func (p *proposal) findSynonyms(x *index, forms map[string]int) error {
	have := make(map[[2]string]bool)
	for _, one := range p.config.Synonyms {
		have[[2]string{extract.KeyOf(one.Keyword), extract.KeyOf(one.See)}] = true
	}
	found := make(map[[2]string]*proposedSynonym)
	for _, form := range slices.Sorted(maps.Keys(forms)) {
		short, long, ok := abbreviation(form)
		if !ok {
			continue
		}
		keys := [2]string{extract.KeyOf(short), extract.KeyOf(long)}
		if have[keys] || keys[0] == keys[1] {
			continue
		}
		if found[keys] == nil {
			found[keys] = &proposedSynonym{Keyword: short, See: long}
		}
		found[keys].Files += forms[form]
	}
	for keys, one := range found {
		both := true
		for _, key := range keys {
			_, is, err := x.UsageOf(key)
			if err != nil {
				return err
			}
			both = both && is
		}
		if both {
			p.synonyms = append(p.synonyms, *one)
		}
	}
	slices.SortFunc(p.synonyms, func(a, b proposedSynonym) int {
		return cmp.Or(cmp.Compare(a.Keyword, b.Keyword), cmp.Compare(b.Files, a.Files), cmp.Compare(a.See, b.See))
	})
	return nil
}
