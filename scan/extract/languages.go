package extract

import (
	"slices"
	"strings"

	"kwic/scan/extract/source"
)

// Language is the language or format of a file, by the name that the views
// show: "markdown". The zero value is no language.
type Language string

// The document formats that are known. The programming languages have a file
// of their own.
const (
	Markdown         Language = "markdown"
	AsciiDoc         Language = "asciidoc"
	HTML             Language = "html"
	Notebook         Language = "jupyter"
	ReStructuredText Language = "restructuredtext"
	Text             Language = "text"
)

// Classes of languages, as the views name them.
const (
	ClassDoc    = "doc"    // prose, read whole
	ClassSource = "source" // program text, read for definitions and comments
)

// languageRow is one row of the table that says how files of a language are
// named, what class they are of and how they are read.
type languageRow struct {
	name         Language
	class        string
	read         func(*reader) // fills in reader.doc from reader.src; nil for a language whose files are left out
	extensions   []string      // with the dot, lower case: they count whatever their case
	names        []string      // whole file names, likewise
	exact        []string      // names and extensions that count only in their own case, and come first
	prefixes     []string      // what names of any ending start with, lower case: "makefile."
	interpreters []string      // of `#!` lines, without path and version, lower case
	aliases      []string      // what fences and editors call it besides its name, lower case
	remark       string        // of a document: what starts a comment on one line, besides <!-- -->
}

// languages lists every known language. A new one is a row here and a reader
// for it beside this file.
func languages() []languageRow {
	rows := []languageRow{
		{name: Markdown, class: ClassDoc, read: (*reader).readMarkdown, extensions: []string{
			".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdwn", ".mdtxt", ".mdtext", ".mdx",
		}, aliases: []string{"md", "mkd", "gfm", "commonmark"}},
		{name: AsciiDoc, class: ClassDoc, read: (*reader).readAsciiDoc, extensions: []string{".adoc", ".asciidoc", ".asc"}, aliases: []string{"adoc"}, remark: asciiDocRemark},
		{name: HTML, class: ClassDoc, read: (*reader).readHTML, extensions: []string{".html", ".htm", ".xhtml"}},
		{name: Notebook, class: ClassDoc, read: (*reader).readNotebook, extensions: []string{".ipynb"}},
		{name: ReStructuredText, class: ClassDoc, read: (*reader).readRST, extensions: []string{".rst", ".rest", ".rst.txt"}, aliases: []string{"rst"}, remark: rstRemark},
		{name: Text, class: ClassDoc, read: (*reader).readText, extensions: []string{".txt", ".text"}, names: []string{
			"readme", "install", "changes", "changelog", "news", "todo", "authors", "hacking", "contributing", "contributors", "maintainers",
			"credits", "thanks", "history", "bugs", "faq", "announce", "porting", "roadmap", "releases",
		}},
	}
	for _, l := range sourceLanguages() {
		l.class = ClassSource
		if name := l.name; source.Knows(string(name)) {
			l.read = func(r *reader) { r.readSource(name) }
		}
		rows = append(rows, l)
	}
	return rows
}

// The table turned round. Each map is written once, here, and only read
// afterwards.
var (
	languageByExtension   map[string]Language // and by name: extensions start with a dot
	languageByExact       map[string]Language
	languageByPrefix      map[string]Language
	languageByInterpreter map[string]Language
	languageByAlias       map[string]Language
	languageByName        map[string]Language
	rowOf                 map[Language]languageRow
)

// init, because the readers of the table themselves look up languages.
func init() {
	rowOf = map[Language]languageRow{}
	languageByExtension, languageByName, languageByExact = map[string]Language{}, map[string]Language{}, map[string]Language{}
	languageByPrefix, languageByInterpreter, languageByAlias = map[string]Language{}, map[string]Language{}, map[string]Language{}
	for _, l := range languages() {
		rowOf[l.name] = l
		languageByAlias[string(l.name)] = l.name
		for table, keys := range map[*map[string]Language][]string{
			&languageByExtension: l.extensions, &languageByName: l.names, &languageByExact: l.exact,
			&languageByPrefix: l.prefixes, &languageByInterpreter: l.interpreters, &languageByAlias: l.aliases,
		} {
			for _, key := range keys {
				(*table)[key] = l.name
			}
		}
	}
}

// longestSuffix bounds what is folded: no name or extension of the table is
// longer.
const longestSuffix = 32

// Naming is how much of a file's language its name tells.
type Naming uint8

const (
	NamesNone     Naming = iota // no language that is read
	NamesLanguage               // one language, whatever the file holds
	NamesNothing                // Identify has to look at the content
)

// LanguageOf returns the language that a file's name tells by itself, and
// whether it does: by the whole last element of the slash path, else by its
// extension, both mostly whatever their case, else by how it starts. A file
// that is all extension (".md") has none. Languages that are not read count as
// none.
func LanguageOf(path string) (Language, Naming) {
	l, asks := byName(path[strings.LastIndexByte(path, '/')+1:], wrappers)
	switch {
	case asks != nil && !slices.ContainsFunc(asks, Language.isRead) && len(asks) > 0:
		return "", NamesNone
	case asks != nil:
		return "", NamesNothing
	case !l.isRead():
		return "", NamesNone
	}
	return l, NamesLanguage
}

// isRead reports whether files of the language are read.
func (l Language) isRead() bool { return rowOf[l].read != nil }

// anyLanguage is what byName returns for names that leave all languages open.
var anyLanguage = []Language{}

// wrappers is how many extensions such as ".in" are taken off a name.
const wrappers = 2

// byName returns the language that a name tells, "" for none. Where the
// content has to tell, asks are the languages that it may be, or anyLanguage.
func byName(name string, unwrap int) (l Language, asks []Language) {
	dot := strings.LastIndexByte(name, '.')
	extension, double := "", ""
	if dot > 0 {
		extension = name[dot:]
		if two := strings.LastIndexByte(name[:dot], '.'); two > 0 {
			double = name[two:] // Sphinx publishes a.rst as a.rst.txt
		}
	}
	for _, look := range []struct {
		table map[string]Language
		key   string
		fold  bool
	}{{languageByExact, name, false}, {languageByName, name, true}, {languageByExact, extension, false}, {languageByExtension, double, true}, {languageByExtension, extension, true}} {
		if l, ok := lookup(look.table, look.key, look.fold); ok {
			return l, nil
		}
	}
	if inner := name[:max(dot, 0)]; unwrap > 0 && inner != "" && isWrapper(extension) {
		if l, asks := byName(inner, unwrap-1); l.Class() != ClassDoc {
			return l, asks
		}
		return "", nil
	}
	if l, ok := languageOfPrefix(name); ok {
		return l, nil
	}
	if a, ok := ambiguityOf(name); ok {
		return "", a.languages
	}
	if name == "" || name[0] == '.' || dot > 0 && !tellsNothing(extension) {
		return "", nil // settings of programs start with a dot
	}
	return "", anyLanguage
}

// wrapperExtensions are of files from which a program or a person makes a file
// of the name without them.
var wrapperExtensions = map[string]bool{
	".in": true, ".tmpl": true, ".tpl": true, ".template": true, ".dist": true, ".sample": true, ".example": true, ".default": true, ".skel": true,
}

func isWrapper(extension string) bool {
	return len(extension) < 12 && wrapperExtensions[strings.ToLower(extension)]
}

// scriptExtensions are of files that are scripts of some language, if they
// are text at all: only their first line knows. Whether a file may be executed
// does not count: a checkout on another system would be indexed otherwise.
var scriptExtensions = map[string]bool{
	".cgi": true, ".fcgi": true, ".command": true, ".script": true, ".run": true, ".hook": true, ".init": true, ".cron": true, ".worker": true,
	".preinst": true, ".postinst": true, ".prerm": true, ".postrm": true, ".config": true, ".tool": true,
}

// tellsNothing reports whether an extension leaves the language open: that of
// scripts, or a part of a version ("configure-2.13").
func tellsNothing(extension string) bool {
	if len(extension) > longestSuffix {
		return false
	}
	return len(extension) > 1 && strings.Trim(extension, "0123456789") == "." || scriptExtensions[strings.ToLower(extension)]
}

func languageOfPrefix(name string) (Language, bool) {
	for i := range min(len(name), longestSuffix) {
		if c := name[i]; c == '.' || c == '-' || c == '_' {
			if l, ok := lookup(languageByPrefix, name[:i+1], true); ok {
				return l, true
			}
		}
	}
	return "", false
}

// lookup finds key, letter case aside where fold says so, without making a
// string of it.
func lookup(table map[string]Language, key string, fold bool) (Language, bool) {
	if len(table) == 0 || key == "" || len(key) > longestSuffix {
		return "", false
	}
	if !fold {
		l, ok := table[key]
		return l, ok
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

// LanguageByAlias returns the language that a fence's info string or an
// editor's mode names, letter case aside. It may be one whose files are not
// read.
func LanguageByAlias(alias string) (Language, bool) { return lookup(languageByAlias, alias, true) }

// Class returns "doc" for a document format, "source" for a programming
// language, and "" for no known language.
func (l Language) Class() string { return rowOf[l].class }
