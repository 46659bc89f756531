package extract

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
)

// TagField names a front matter field whose values are tags.
type TagField struct {
	Name string
	// Pattern chooses values: nil takes every one, else only those that match
	// are taken, cut down to the first group if the pattern has one.
	Pattern *regexp.Regexp
}

// Options are what a configuration may change about extraction.
type Options struct {
	// Site is the host whose anchors headings get: one of Sites. Empty means
	// "github".
	Site string
	// TagFields are read as tags besides tags, keywords and categories.
	TagFields []TagField
	// Boilerplate adds headings that say nothing of their own, in any case.
	Boilerplate []string
	// StopWords adds words and phrases that are never keywords, in any case and
	// number. Those of one word bound phrases too, as function words do.
	StopWords []string
	// Chosen are keywords wherever they stand.
	Chosen []Chosen
}

// An Extractor reads documents under one set of options. It is safe for
// concurrent use: what a single reading needs is kept in a pool of readers.
type Extractor struct {
	parser  parser.Parser
	host    host // gives headings their anchors
	fields  []TagField
	words   *lexicon
	chosen  *choices // nil for none
	readers sync.Pool
}

// New returns an Extractor, or an error that names the option that is wrong.
func New(o Options) (*Extractor, error) {
	x := &Extractor{fields: o.TagFields, words: newLexicon(o.StopWords, o.Boilerplate), chosen: newChoices(o.Chosen)}
	var known bool
	if x.host, known = hostOf(o.Site); !known {
		return nil, fmt.Errorf("site %q is not known: %s", o.Site, strings.Join(Sites(), ", "))
	}
	for i, f := range o.TagFields {
		if f.Name == "" {
			return nil, fmt.Errorf("tag field %d has no name", i+1)
		}
	}
	// Bare URLs are found while words are read: goldmark's Linkify tries
	// regular expressions at every space, which costs more than the parse.
	x.parser = goldmark.New(goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(inlineParsers()...),
		parser.WithParagraphTransformers(paragraphTransformers()...),
	)), goldmark.WithExtensions(
		extension.Table, extension.Strikethrough, extension.TaskList,
		extension.DefinitionList, extension.Footnote,
	)).Parser()
	x.readers.New = func() any { return newReader(x) }
	return x, nil
}

// Read reads a document of a language that the table knows; another one is a
// mistake of the caller, and panics. src may start with a byte order mark and
// end its lines with LF, CR LF or CR; it is not changed and not kept. Bytes
// that are not UTF-8 do no harm, but make words that nobody can read.
func (x *Extractor) Read(language Language, src []byte) *Document {
	r := x.readers.Get().(*reader)
	r.language = language
	doc := r.read(src, rowOf[language].read)
	if r.small() {
		x.readers.Put(r)
	}
	return doc
}
