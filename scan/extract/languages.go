package extract

import "strings"

// Language is the language or format of a file, by the name that the views
// show: "markdown". The zero value is no language.
type Language string

// The languages that are known.
const (
	Markdown         Language = "markdown"
	HTML             Language = "html"
	ReStructuredText Language = "restructuredtext"
)

// Classes of languages, as the views name them.
const (
	ClassDoc    = "doc"    // prose, read whole
	ClassSource = "source" // program text, read for definitions and comments
)

// languageRow is one row of the table that says how files of a language are
// named, what class they are of and how they are read.
type languageRow struct {
	name       Language
	class      string
	read       func(*reader) // fills in reader.doc from reader.src
	extensions []string      // with the dot, lower case
	names      []string      // whole file names, lower case
	remark     string        // of a document: what starts a comment on one line, besides <!-- -->
}

// languages lists every known language. A new one is a row here and a reader
// for it beside this file.
func languages() []languageRow {
	return []languageRow{
		{name: Markdown, class: ClassDoc, read: (*reader).readMarkdown, extensions: []string{
			".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdtxt", ".mdtext",
		}},
		{name: HTML, class: ClassDoc, read: (*reader).readHTML, extensions: []string{".html", ".htm", ".xhtml"}},
		{name: ReStructuredText, class: ClassDoc, read: (*reader).readRST, extensions: []string{".rst", ".rest", ".rst.txt"}},
	}
}

// languageByExtension, languageByName and rowOf are the table turned round.
// They are written once, here, and only read afterwards.
var (
	languageByExtension, languageByName map[string]Language
	rowOf                               map[Language]languageRow
)

// init, because the readers of the table themselves look up languages.
func init() {
	extensions, names, rows := map[string]Language{}, map[string]Language{}, map[Language]languageRow{}
	for _, l := range languages() {
		rows[l.name] = l
		for _, e := range l.extensions {
			extensions[e] = l.name
		}
		for _, n := range l.names {
			names[n] = l.name
		}
	}
	languageByExtension, languageByName, rowOf = extensions, names, rows
}

// longestSuffix bounds what LanguageOf folds: no name or extension of the table
// is longer.
const longestSuffix = 32

// LanguageOf returns the language that a file's name tells, letter case
// aside: by the whole last element of the slash path, else by its extension.
// It is false where the name tells none. A file that is all extension (".md")
// has none.
func LanguageOf(path string) (Language, bool) {
	name := path[strings.LastIndexByte(path, '/')+1:]
	if l, ok := lookupLanguage(languageByName, name); ok {
		return l, true
	}
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 {
		return "", false
	}
	// Sphinx publishes a.rst as a.rst.txt.
	if two := strings.LastIndexByte(name[:dot], '.'); two > 0 {
		if l, ok := lookupLanguage(languageByExtension, name[two:]); ok {
			return l, true
		}
	}
	return lookupLanguage(languageByExtension, name[dot:])
}

// lookupLanguage finds key, letter case aside, without making a string of it.
func lookupLanguage(table map[string]Language, key string) (Language, bool) {
	if len(table) == 0 || len(key) > longestSuffix {
		return "", false
	}
	var folded [longestSuffix]byte
	for i := range len(key) {
		c := key[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		folded[i] = c
	}
	l, ok := table[string(folded[:len(key)])]
	return l, ok
}

// Class returns "doc" for a document format, "source" for a programming
// language, and "" for no known language.
func (l Language) Class() string { return rowOf[l].class }
