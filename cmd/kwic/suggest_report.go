package main

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// writeYAML writes a proposal as keys of .kwic.yaml.
func (p *proposal) writeYAML(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Proposed by kwic suggest, from %s. Keep what fits.\n", count(p.files, "document"))
	if len(p.headings)+len(p.terms)+len(p.synonyms) == 0 {
		fmt.Fprintf(&b, "# There is nothing to propose: no heading recurs in %s.\n", count(p.headingFrom, "document"))
	}
	if len(p.headings) > 0 {
		lines := make([][2]string, len(p.headings))
		for i, h := range p.headings {
			lines[i] = [2]string{"- " + yamlText(h.Text), p.ofAll(h.Files)}
		}
		writeProposed(&b, "boilerplate", fmt.Sprintf("Headings that %s or more have.", count(p.headingFrom, "document")), len(p.config.Boilerplate) > 0, lines)
	}
	if len(p.terms) > 0 {
		lines := make([][2]string, len(p.terms))
		for i, u := range p.terms {
			treated := "treated in none"
			if u.Treated > 0 {
				treated = fmt.Sprintf("treated in %s", number(u.Treated))
			}
			lines[i] = [2]string{"- " + yamlText(u.Form), p.ofAll(u.Files) + ", " + treated}
		}
		writeProposed(&b, "stop_words", fmt.Sprintf("Terms that %s or more use, and hardly any treats.", count(p.termFrom, "document")), len(p.config.StopWords) > 0, lines)
	}
	if len(p.synonyms) > 0 {
		var lines [][2]string
		for i := 0; i < len(p.synonyms); {
			one := p.synonyms[i]
			see, files := []string{yamlText(one.See)}, one.Files
			for i++; i < len(p.synonyms) && p.synonyms[i].Keyword == one.Keyword; i++ {
				see, files = append(see, yamlText(p.synonyms[i].See)), files+p.synonyms[i].Files
			}
			text := see[0]
			if len(see) > 1 {
				text = "[" + strings.Join(see, ", ") + "]"
			}
			lines = append(lines, [2]string{yamlText(one.Keyword) + ": " + text, fmt.Sprintf("from headings of %s", count(files, "document"))})
		}
		writeProposed(&b, "synonyms", "Abbreviations that headings explain.", len(p.config.Synonyms) > 0, lines)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeProposed writes one key with its list, the comments aligned.
func writeProposed(b *strings.Builder, key, what string, had bool, lines [][2]string) {
	if had {
		what += " To be added to those that there are."
	}
	fmt.Fprintf(b, "\n# %s\n%s:\n", what, key)
	const widest = 40
	width := 0
	for _, line := range lines {
		if n := len([]rune(line[0])); n <= widest {
			width = max(width, n)
		}
	}
	for _, line := range lines {
		fmt.Fprintf(b, "  %s%s  # %s\n", line[0], strings.Repeat(" ", max(width-len([]rune(line[0])), 0)), line[1])
	}
}

// ofAll writes a number of documents with their share of all.
func (p *proposal) ofAll(files int) string {
	return fmt.Sprintf("%s, %.0f %%", count(files, "document"), float64(files)*100/float64(max(p.files, 1)))
}

var plainYAML = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\pL[\pL\pN_./+-]*( [\pL\pN_./+-]+)*$`) })

// yamlText writes a text so that YAML reads it back as text: plain where that
// is safe, else in double quotation marks, which JSON writes alike.
func yamlText(text string) string {
	if plainYAML().MatchString(text) && !strings.ContainsFunc(text, unprintable) && readsAsText(text) {
		return text
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		return fmt.Sprintf("%q", text)
	}
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(quoted))
}

// readsAsText tells whether the YAML parser takes a plain scalar for the text
// itself, in a list and as a key.
func readsAsText(text string) bool {
	file, err := parser.ParseBytes([]byte("- "+text+"\n"), 0)
	if err != nil || len(file.Docs) != 1 {
		return false
	}
	sequence, ok := file.Docs[0].Body.(*ast.SequenceNode)
	if !ok || len(sequence.Values) != 1 {
		return false
	}
	read, ok := scalar(sequence.Values[0])
	return ok && read == text
}

// suggestSchema numbers the shape of the JSON. Fields are only added under one
// number.
const suggestSchema = 1

func (p *proposal) writeJSON(w io.Writer) error {
	type term struct {
		Keyword string `json:"keyword"`
		Key     string `json:"key"`
		Files   int    `json:"files"`
		Treated int    `json:"treated"`
	}
	out := struct {
		Schema      int               `json:"schema"`
		Files       int               `json:"files"`
		Boilerplate []proposedHeading `json:"boilerplate"`
		StopWords   []term            `json:"stop_words"`
		Synonyms    []proposedSynonym `json:"synonyms"`
		Total       int               `json:"total"`
	}{Schema: suggestSchema, Files: p.files, Boilerplate: slices.Concat([]proposedHeading{}, p.headings), StopWords: []term{}, Synonyms: slices.Concat([]proposedSynonym{}, p.synonyms)}
	for _, u := range p.terms {
		out.StopWords = append(out.StopWords, term{u.Form, u.Key, u.Files, u.Treated})
	}
	out.Total = len(out.Boilerplate) + len(out.StopWords) + len(out.Synonyms)
	return encodeJSON(w, out)
}
