package main

import (
	"fmt"
	"slices"
	"strings"

	"kwic/scan/extract"
	"kwic/store"

	"github.com/goccy/go-yaml/ast"
)

const synonymsHint = "for example {GEMM: matrix multiplication, ebb: [tidal stream, slack water]}"

// synonyms reads a mapping from keywords to one keyword or several.
func (r *configReader) synonyms(node ast.Node) []synonym {
	mapping, ok := node.(*ast.MappingNode)
	if !ok {
		r.mistype(node, "the value", "keys with values", synonymsHint)
		return nil
	}
	var all []synonym
	for _, entry := range mapping.Values {
		at := entry.Key.GetToken()
		keyword, ok := scalar(entry.Key)
		if !ok {
			r.mistake(at, fmt.Sprintf("a keyword must be text, not %s", describe(entry.Key)), "quote it to make it text")
			continue
		}
		keyword, err := checkPhrase(keyword)
		if err != nil {
			r.mistakes = append(r.mistakes, r.at(at.Position.Line, at.Position.Column, err))
			continue
		}
		var see []string
		if _, many := entry.Value.(*ast.SequenceNode); many {
			see = r.list(entry.Value, checkPhrase)
		} else {
			see = []string{r.text(entry.Value, checkPhrase)}
		}
		if len(see) == 0 {
			r.mistake(at, fmt.Sprintf("%q refers to nothing", keyword), synonymsHint)
		}
		for _, one := range see {
			all = append(all, synonym{keyword, one})
			r.synonymAt = append(r.synonymAt, at)
		}
	}
	r.checkSynonyms(all)
	return all
}

// checkSynonyms refuses references that lead back to their own keyword, and
// keywords that are in the mapping in two forms.
func (r *configReader) checkSynonyms(all []synonym) {
	to := make(map[string][]reference)
	form := make(map[string]string)
	var keys []string
	for i, s := range all {
		if s.See == "" {
			continue // a mistake already
		}
		key, see := extract.KeyOf(s.Keyword), extract.KeyOf(s.See)
		switch first := form[key]; {
		case first != "" && first != s.Keyword:
			r.mistake(r.synonymAt[i], fmt.Sprintf("%q and %q are one keyword", first, s.Keyword), "give its references as one list")
			continue
		case key == see:
			r.mistake(r.synonymAt[i], fmt.Sprintf("%q refers to itself", s.Keyword), "kwic takes case and plural for one keyword")
			continue
		case slices.ContainsFunc(to[key], func(r reference) bool { return r.see == see }):
			r.mistake(r.synonymAt[i], fmt.Sprintf("%q refers to %q twice", s.Keyword, s.See), "keep one of them")
			continue
		case first == "":
			keys = append(keys, key)
		}
		form[key] = s.Keyword
		to[key] = append(to[key], reference{see, i})
	}
	circle := circles{to: to, open: make(map[string]bool), done: make(map[string]bool), found: func(at int, way []string) {
		r.mistake(r.synonymAt[at], fmt.Sprintf("%q refers back to itself: %s", all[at].Keyword, strings.Join(way, " → ")), "leave one of these references out")
	}}
	for _, key := range keys {
		circle.follow(key)
	}
}

// reference is one synonym, by what it refers to.
type reference struct {
	see string
	at  int // index of the synonym
}

// circles finds references that lead back to where they came from, each once.
type circles struct {
	to    map[string][]reference
	way   []string        // keys from the first to the one that is followed
	open  map[string]bool // keys in way
	done  map[string]bool
	found func(at int, way []string)
}

func (c *circles) follow(key string) {
	if c.done[key] {
		return
	}
	c.way, c.open[key] = append(c.way, key), true
	for _, one := range c.to[key] {
		if c.open[one.see] {
			from := slices.Index(c.way, one.see)
			c.found(one.at, append(slices.Clone(c.way[from:]), one.see))
			continue
		}
		c.follow(one.see)
	}
	c.way, c.open[key], c.done[key] = c.way[:len(c.way)-1], false, true
}

// storeSynonyms returns the synonyms as the index takes them.
func (c *config) storeSynonyms() []store.Synonym {
	all := make([]store.Synonym, len(c.Synonyms))
	for i, s := range c.Synonyms {
		all[i] = store.Synonym{Key: extract.KeyOf(s.Keyword), Keyword: s.Keyword, See: s.See, SeeKey: extract.KeyOf(s.See)}
	}
	return all
}
