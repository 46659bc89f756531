package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"kwic/scan/extract"

	"github.com/goccy/go-yaml/ast"
)

// longestPhrase is the number of words that a keyword or a stop word may have.
const longestPhrase = 10

// checkPhrase accepts a word or a phrase.
func checkPhrase(text string) (string, error) {
	text, err := checkWord(text)
	if err != nil {
		return "", err
	}
	if n := len(strings.Fields(text)); n > longestPhrase {
		return "", fmt.Errorf("the phrase has %d words, more than %d", n, longestPhrase)
	}
	if len(text) > 200 {
		return "", errors.New("the phrase is longer than 200 bytes")
	}
	if extract.KeyOf(text) == "" {
		return "", fmt.Errorf("%q holds nothing that could stand in a text", text)
	}
	return text, nil
}

// kindNames are the names of all kinds.
func kindNames() []string {
	var names []string
	for kind := range extract.Kind(extract.Kinds) {
		names = append(names, kind.String())
	}
	return names
}

// checkKind accepts a kind.
func checkKind(text string) (string, error) {
	kinds := kindNames()
	if !slices.Contains(kinds, text) {
		return "", hinted{fmt.Errorf("unknown kind %q", text), meant(closest(text, kinds), "kinds: "+strings.Join(kinds, ", "))}
	}
	return text, nil
}

// checkTextKind accepts a kind that text can give a keyword.
func checkTextKind(text string) (string, error) {
	if text == extract.Tag.String() {
		return "", hinted{errors.New("only front matter makes tags"), "leave the kind out, or write another one"}
	}
	return checkKind(text)
}

// kindOf returns the kind of a name, false for none.
func kindOf(name string) (extract.Kind, bool) {
	for kind := range extract.Kind(extract.Kinds) {
		if kind.String() == name {
			return kind, true
		}
	}
	return 0, false
}

// keywords reads a list of words, phrases and {keyword: …, kind: …} mappings.
func (r *configReader) keywords(node ast.Node) []chosen {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		r.mistype(node, "the value", "a list", "write it as [a, b], or one a line after \"- \"")
		return nil
	}
	var all []chosen
	for _, value := range sequence.Values {
		var one chosen
		at := value.GetToken()
		if _, ok := value.(*ast.MappingNode); !ok {
			one.Text = r.text(value, checkPhrase)
		} else {
			named := false
			r.mapping(value, "the keyword", []string{"keyword", "pattern", "kind"}, func(key string, value ast.Node) {
				switch key {
				case "keyword":
					one.Text, named, at = r.text(value, checkPhrase), true, value.GetToken()
				case "pattern":
					one.Pattern, at = r.pattern(value), value.GetToken()
				case "kind":
					one.Kind = r.text(value, checkTextKind)
				}
			})
			switch {
			case named && one.Pattern != nil:
				r.mistake(value.GetToken(), "the keyword is given twice", "write either keyword or pattern")
			case !named && one.Pattern == nil:
				r.mistake(value.GetToken(), "the keyword is missing", "write {keyword: TideTable, kind: class}, or {pattern: \"KB[0-9]{6}\"}")
			}
		}
		all = append(all, one)
		r.keywordAt = append(r.keywordAt, at)
	}
	return all
}

// pattern reads a regular expression that matches something.
func (r *configReader) pattern(node ast.Node) *regexp.Regexp {
	compiled := regexp.MustCompile("^$") // after a mistake
	r.text(node, func(text string) (string, error) {
		one, err := regexp.Compile(text)
		if err != nil {
			return "", explainRegexp(err)
		}
		if one.MatchString("") {
			return "", hinted{fmt.Errorf("the pattern %q matches the empty text, and so everywhere", text), "let it ask for one character at least"}
		}
		compiled = one
		return text, nil
	})
	return compiled
}

// checkChoices refuses what is chosen and forbidden, or chosen as two kinds.
func (r *configReader) checkChoices(c *config) {
	stops := make(map[string]bool)
	for _, word := range c.StopWords {
		stops[extract.TermKey(word)], stops[extract.NameKey(word)] = true, true
	}
	kinds := make(map[string]string)
	for i, k := range c.Keywords {
		key := extract.KeyOf(k.Text)
		other, twice := kinds[key]
		switch {
		case k.Text == "":
		case stops[key]:
			r.mistake(r.keywordAt[i], fmt.Sprintf("%q is one of the stop words too", k.Text), "keep it in one of the two lists")
		case twice && other != k.Kind:
			r.mistake(r.keywordAt[i], fmt.Sprintf("%q is in the list twice, as different kinds", k.Text), "keep one of them")
		}
		kinds[key] = k.Kind
	}
}

// newExtractor returns the extractor that the configuration asks for.
func (c *config) newExtractor() (*extract.Extractor, error) {
	o := extract.Options{Site: c.Site, Boilerplate: c.Boilerplate, StopWords: c.StopWords}
	for _, f := range c.TagFields {
		o.TagFields = append(o.TagFields, extract.TagField(f))
	}
	for _, k := range c.Keywords {
		one := extract.Chosen{Text: k.Text, Pattern: k.Pattern}
		one.Kind, one.HasKind = kindOf(k.Kind)
		o.Chosen = append(o.Chosen, one)
	}
	return extract.New(o)
}
