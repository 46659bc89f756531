package main

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// configKeys maps each key of .kwic.yaml to the reader of its value. A key
// without a value ("out:") keeps its default and calls no reader.
var configKeys = map[string]func(*configReader, *config, ast.Node){
	"include":     func(r *configReader, c *config, n ast.Node) { c.Include = r.list(n, checkPattern) },
	"exclude":     func(r *configReader, c *config, n ast.Node) { c.Exclude = r.list(n, checkPattern) },
	"size_limit":  func(r *configReader, c *config, n ast.Node) { c.SizeLimit = r.size(n) },
	"rules":       func(r *configReader, c *config, n ast.Node) { c.Rules = r.rules(n) },
	"site":        func(r *configReader, c *config, n ast.Node) { c.Site = r.text(n, checkSite) },
	"tag_fields":  func(r *configReader, c *config, n ast.Node) { c.TagFields = r.tagFields(n) },
	"boilerplate": func(r *configReader, c *config, n ast.Node) { c.Boilerplate = r.list(n, checkWord) },
	"stop_words":  func(r *configReader, c *config, n ast.Node) { c.StopWords = r.list(n, checkPhrase) },
	"keywords":    func(r *configReader, c *config, n ast.Node) { c.Keywords = r.keywords(n) },
	"synonyms":    func(r *configReader, c *config, n ast.Node) { c.Synonyms = r.synonyms(n) },
	"out":         func(r *configReader, c *config, n ast.Node) { c.Out = r.text(n, cleanOut) },
	"pages":       func(r *configReader, c *config, n ast.Node) { c.Pages = r.pages(n) },
	"source_url":  func(r *configReader, c *config, n ast.Node) { c.SourceURL = r.text(n, cleanSourceURL) },
	"queries":     func(r *configReader, c *config, n ast.Node) { c.Queries = r.queries(n) },
	"companion":   func(r *configReader, c *config, n ast.Node) { c.Companion = r.text(n, checkCompanion) },
}

// configReader turns the YAML tree of one file into a config, collecting what
// is wrong with it.
type configReader struct {
	label     string // the file, as messages name it
	mistakes  []error
	keywordAt []*token.Token // where each of config.Keywords stands
	synonymAt []*token.Token // where each of config.Synonyms stands
}

// parseConfig reads the text of a configuration file that messages call label.
// A byte order mark and CRLF line ends are accepted.
func parseConfig(label string, data []byte) (result config, err error) {
	r := &configReader{label: label}
	text, err := r.normalize(data)
	if err != nil {
		return config{}, err
	}
	// The parser is not ours, and a file of the user's must never end the
	// program with a stack trace.
	defer func() {
		if problem := recover(); problem != nil {
			result, err = config{}, r.at(1, 1, hinted{fmt.Errorf("the YAML parser gave up: %v", problem), "simplify the file"})
		}
	}()
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return config{}, r.syntax(err)
	}
	if len(file.Docs) > 1 {
		return config{}, r.wrong(file.Docs[1].Start, "a second document begins here", "keep one document: remove this \"---\" line")
	}
	result = defaultConfig()
	if len(file.Docs) == 1 && file.Docs[0].Body != nil {
		r.document(&result, file.Docs[0].Body)
	}
	if len(r.mistakes) > 0 {
		return config{}, errors.Join(r.mistakes...)
	}
	return result, nil
}

// normalize strips the byte order mark and brings line ends to \n, which keeps
// every line's number. It refuses what the parser reads wrongly or too slowly.
func (r *configReader) normalize(data []byte) ([]byte, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	number, open := 0, 0
	for line := range bytes.Lines(data) {
		number++
		if len(line) > lineLimit {
			return nil, r.at(number, 1, fmt.Errorf("the line is longer than %d bytes", lineLimit))
		}
		column := 0
		for rest := line; len(rest) > 0; {
			column++
			c, width := utf8.DecodeRune(rest)
			if c == utf8.RuneError && width == 1 {
				return nil, r.at(number, column, hinted{errors.New("the text is not UTF-8"), "save the file as UTF-8"})
			}
			if c < ' ' && c != '\t' && c != '\n' || c == 0x7f {
				return nil, r.at(number, column, fmt.Errorf("a control character (U+%04X) stands here", c))
			}
			if c == '[' || c == '{' {
				if open++; open > openLimit {
					return nil, r.at(number, column, fmt.Errorf("the file has more than %d opening brackets", openLimit))
				}
			}
			rest = rest[width:]
		}
	}
	return data, nil
}

// document reads the keys of the file.
func (r *configReader) document(c *config, body ast.Node) {
	keys := make([]string, 0, len(configKeys))
	for key := range configKeys {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	r.mapping(body, "the file", keys, func(key string, value ast.Node) {
		configKeys[key](r, c, value)
	})
	r.checkChoices(c)
}

// mapping calls each for the entries of a mapping whose keys are known and
// whose values are not null, in the file's order.
func (r *configReader) mapping(node ast.Node, what string, known []string, each func(key string, value ast.Node)) {
	mapping, ok := node.(*ast.MappingNode)
	if !ok {
		r.mistype(node, what, "keys with values", known[0]+": …")
		return
	}
	for _, entry := range mapping.Values {
		at := entry.Key.GetToken()
		key, ok := scalar(entry.Key)
		switch {
		case !ok:
			r.mistake(at, fmt.Sprintf("a key must be a plain name, not %s", describe(entry.Key)), "")
		case !slices.Contains(known, key):
			r.mistake(at, fmt.Sprintf("unknown key %q", key), meant(closest(key, known), "known keys: "+strings.Join(known, ", ")))
		case entry.Value != nil && entry.Value.Type() != ast.NullType:
			each(key, entry.Value)
		}
	}
}

// check looks at one text and returns what to keep of it, or what is wrong.
type check func(text string) (string, error)

// text reads one text. After a mistake it returns "".
func (r *configReader) text(node ast.Node, valid check) string {
	text, ok := scalar(node)
	if !ok {
		r.mistype(node, "the value", "text", "quote it to make it text")
		return ""
	}
	text, err := valid(text)
	if err != nil {
		r.mistakes = append(r.mistakes, r.at(node.GetToken().Position.Line, node.GetToken().Position.Column, err))
	}
	return text
}

// list reads a list of texts.
func (r *configReader) list(node ast.Node, valid check) []string {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		r.mistype(node, "the value", "a list", "write it as [a, b], or one a line after \"- \"")
		return nil
	}
	texts := make([]string, 0, len(sequence.Values))
	for _, value := range sequence.Values {
		texts = append(texts, r.text(value, valid))
	}
	return texts
}

// pages reads a list of page kinds into the order of pageKinds.
func (r *configReader) pages(node ast.Node) []string {
	chosen := r.list(node, checkPageKind)
	if sequence, ok := node.(*ast.SequenceNode); ok && len(sequence.Values) == 0 {
		r.mistake(node.GetToken(), "the list of page kinds is empty", "to write no pages, build with --no-pages")
	}
	return slices.DeleteFunc(slices.Clone(pageKinds), func(kind string) bool { return !slices.Contains(chosen, kind) })
}

// size reads a number of bytes, bare or with a unit.
func (r *configReader) size(node ast.Node) int64 {
	text, ok := scalar(node)
	if number, isNumber := node.(*ast.IntegerNode); isNumber {
		text, ok = fmt.Sprint(number.Value), true
	}
	if !ok {
		r.mistype(node, "the value", "a size", sizeHint)
		return 0
	}
	size, err := parseSize(text)
	if err != nil {
		r.mistake(node.GetToken(), err.Error(), sizeHint)
	}
	return size
}

// queries reads SQL by names that the user chooses.
func (r *configReader) queries(node ast.Node) map[string]string {
	mapping, ok := node.(*ast.MappingNode)
	if !ok {
		r.mistype(node, "the value", "keys with values", "write one query a line: name: SELECT …")
		return nil
	}
	queries := make(map[string]string)
	for _, entry := range mapping.Values {
		name, ok := scalar(entry.Key)
		if !ok {
			r.mistake(entry.Key.GetToken(), fmt.Sprintf("a key must be a plain name, not %s", describe(entry.Key)), "")
			continue
		}
		queries[name] = r.text(entry.Value, checkQuery)
	}
	return queries
}

// tagFields reads a list of field names and {field: …, pattern: …} mappings.
func (r *configReader) tagFields(node ast.Node) []tagField {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		r.mistype(node, "the value", "a list", "write one field a line after \"- \"")
		return nil
	}
	var fields []tagField
	for _, value := range sequence.Values {
		var field tagField
		if _, ok := value.(*ast.MappingNode); !ok {
			field.Name = r.text(value, checkWord)
			fields = append(fields, field)
			continue
		}
		named := false
		r.mapping(value, "the field", []string{"field", "pattern"}, func(key string, value ast.Node) {
			if key == "field" {
				field.Name, named = r.text(value, checkWord), true
				return
			}
			r.text(value, func(text string) (string, error) {
				var err error
				field.Pattern, err = regexp.Compile(text)
				return text, explainRegexp(err)
			})
		})
		if !named {
			r.mistake(value.GetToken(), "the field has no name", "write {field: name, pattern: regexp}")
		}
		fields = append(fields, field)
	}
	return fields
}

func (r *configReader) mistype(node ast.Node, what, want, hint string) {
	r.mistake(node.GetToken(), fmt.Sprintf("%s must be %s, not %s", what, want, describe(node)), hint)
}

func (r *configReader) mistake(where *token.Token, message, hint string) {
	r.mistakes = append(r.mistakes, r.wrong(where, message, hint))
}

// wrong returns the error for a mistake at a token, which may be nil.
func (r *configReader) wrong(where *token.Token, message, hint string) error {
	line, column := 1, 1
	if where != nil && where.Position != nil {
		line, column = where.Position.Line, where.Position.Column
	}
	return r.at(line, column, hinted{errors.New(message), hint})
}

// at puts the position in front of an error's message.
func (r *configReader) at(line, column int, err error) error {
	return fmt.Errorf("%s:%d:%d: %w", r.label, line, column, err)
}

// syntax brings an error of the parser into our form.
func (r *configReader) syntax(err error) error {
	var located yaml.Error
	if !errors.As(err, &located) {
		return r.at(1, 1, err)
	}
	message, hint := located.GetMessage(), ""
	var duplicate *yaml.DuplicateKeyError
	switch {
	case strings.Contains(message, "'\t'"):
		message, hint = "a tab indents the line", "indent with spaces: YAML allows no tabs there"
	case errors.As(err, &duplicate) || strings.HasPrefix(message, "mapping key "):
		hint = "keep one of the two"
	}
	return r.wrong(located.GetToken(), message, hint)
}
