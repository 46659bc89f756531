package main

import (
	"cmp"
	"context"
	"strings"
	"unicode/utf8"

	"kwic/scan/extract"
	"kwic/store"
)

// vocabularies are the keywords of the files that differ, at the base and in the
// work tree. What all other files hold, the index says.
type vocabularies struct {
	q    *store.Query
	base struct {
		files map[string]*fileWords // by path at the base
		words map[string]*wordUse   // by key
	}
	head struct {
		files []headFile
		words map[string]*wordUse
		fresh map[subjectOf]bool // which are new
	}
	notes reviewNotes
}

// reviewNotes is what a review says besides keywords.
type reviewNotes struct {
	Documents, Sources int  // files that differ and are indexed, at the base or now
	Rules              bool // the configuration or an ignore file of kwic's differs too
}

// fileWords is what a review remembers of a file at the base.
type fileWords struct {
	class string
	held  map[string]bool // by key: whether the keyword is a subject of the file
}

// headFile is a changed file as the index holds it.
type headFile struct {
	path  string
	class string
	words []fileWord // that it did not hold at the base, or not as a subject; the most telling first
	links map[string]bool
}

// subjectOf says that a keyword is a subject of a file.
type subjectOf struct{ path, key string }

// fileWord is a keyword of a file, of its best kind.
type fileWord struct {
	key     string
	form    string
	kind    extract.Kind
	role    extract.Role
	subject bool // see isSubject
	defines bool
	rank    int
	at      spot
}

// spot is a place in a file.
type spot struct {
	path   string
	line   int
	anchor string
	source bool
}

// wordUse is what one side's changed files do with a keyword.
type wordUse struct {
	best    fileWord // where it is treated best
	files   int      // that hold it
	docs    int      // of them documents
	subject *spot    // in a document
	defined *spot    // in source
	defines int      // source files that define it
}

func newVocabularies(q *store.Query) *vocabularies {
	v := &vocabularies{q: q}
	v.base.files, v.base.words = make(map[string]*fileWords), make(map[string]*wordUse)
	v.head.words, v.head.fresh = make(map[string]*wordUse), make(map[subjectOf]bool)
	return v
}

// Bounds, in bytes: a heading of megabytes would be counted for each of its words,
// and a link to it can be followed by nobody.
const (
	longestHeading = 1000 // for a keyword to be its subject
	longestAnchor  = 1000 // to be part of a link
)

// isSubject reports whether a place is about a keyword, so that a reader can be
// sent there: it defines it, or its heading says little else. The heading
// "Disable the warning using preprocessor macros" is not about these. A name that
// is defined in the code of a document is a part of an example, unless the
// document's language has a markup for definitions of names.
func isSubject(language extract.Language, kind extract.Kind, role extract.Role, form, title string) bool {
	switch role {
	case extract.InTitle, extract.InHeading:
		if title == "" || len(title) > longestHeading {
			return false
		}
		return 2*utf8.RuneCountInString(form) >= utf8.RuneCountInString(title) ||
			2*utf8.RuneCountInString(form) >= utf8.RuneCountInString(withoutAside(title))
	case extract.IsDefinition:
		markup := language.Class() == extract.ClassSource || language == extract.ReStructuredText || language == extract.HTML
		return markup || kind == extract.Term || kind == extract.Command
	}
	return false
}

// withoutAside returns a heading without what stands in brackets at its end.
func withoutAside(title string) string {
	if open := strings.LastIndexByte(title, '('); open > 0 && strings.HasSuffix(title, ")") {
		return strings.TrimSpace(title[:open])
	}
	return title
}

// wordsOf returns the keywords of a document, one for each key, by rank.
func wordsOf(path string, language extract.Language, d *extract.Document) []fileWord {
	at := make(map[string]int, len(d.Keywords))
	words := make([]fileWord, 0, len(d.Keywords))
	for i := range d.Keywords {
		k := &d.Keywords[i]
		w := wordOf(path, language, d, k)
		w.rank = i + 1
		j, seen := at[k.Key]
		if !seen {
			at[k.Key] = len(words)
			words = append(words, w)
			continue
		}
		first := &words[j]
		defines, rank := first.defines || w.defines, first.rank
		if w.subject && !first.subject || w.subject == first.subject && w.role < first.role || first.kind == extract.Import {
			*first = w
		}
		first.defines, first.rank = defines, rank
	}
	return words
}

// wordOf describes a keyword by the place that says most of it.
func wordOf(path string, language extract.Language, d *extract.Document, k *extract.Keyword) fileWord {
	w := fileWord{key: k.Key, form: k.Form, kind: k.Kind, role: k.Role, defines: k.Definition}
	best := store.BestPlace(k.Places)
	for i := range k.Places {
		p := &k.Places[i]
		if isSubject(language, k.Kind, p.Role, k.Form, d.Sections[p.Section].Title) {
			if !w.subject || p.Role < k.Places[best].Role {
				best = i
			}
			w.subject = true
		}
	}
	p := &k.Places[best]
	w.at = spotAt(path, language, p.Line, d.Sections[p.Section].Anchor)
	return w
}

// spotAt describes a place in a file.
func spotAt(path string, language extract.Language, line int, anchor string) spot {
	if len(anchor) > longestAnchor {
		anchor = ""
	}
	return spot{path, line, anchor, language.Class() == extract.ClassSource}
}

// addWord counts a file's keyword.
func addWord(words map[string]*wordUse, class string, w *fileWord) {
	use := words[w.key]
	if use == nil {
		use = &wordUse{best: *w}
		words[w.key] = use
	} else if compareWords(w, &use.best) < 0 {
		use.best = *w
	}
	use.files++
	switch {
	case class == extract.ClassDoc:
		use.docs++
		if w.subject {
			use.subject = firstSpot(use.subject, w.at)
		}
	case w.defines:
		use.defines++
		use.defined = firstSpot(use.defined, w.at)
	}
}

// compareWords orders the places of a keyword: documents before source, then the
// best role, then what is most telling.
func compareWords(a, b *fileWord) int {
	source := func(w *fileWord) int {
		if w.at.source {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(source(a), source(b)), cmp.Compare(a.role, b.role), cmp.Compare(a.rank, b.rank), cmp.Compare(a.at.path, b.at.path))
}

func firstSpot(have *spot, now spot) *spot {
	if have == nil || now.path < have.path {
		return &now
	}
	return have
}

// addBase takes a document as it was at the base.
func (v *vocabularies) addBase(path string, language extract.Language, d *extract.Document) {
	f := &fileWords{class: language.Class(), held: make(map[string]bool, len(d.Keywords))}
	for _, w := range wordsOf(path, language, d) {
		f.held[w.key] = w.subject
		addWord(v.base.words, f.class, &w)
	}
	v.base.files[path] = f
}

// addHead takes the changed files as the index holds them.
func (v *vocabularies) addHead(ctx context.Context, changed []changedFile) error {
	for _, f := range changed {
		if err := ctx.Err(); err != nil {
			return err
		}
		base := v.base.files[f.from]
		class := "" // of no document, nor of an empty file: what the review is written to may be one
		if base != nil {
			class = base.class
		}
		if f.path != "" {
			file, d, err := v.q.Shown(f.path)
			if err != nil {
				return err
			}
			if file != nil {
				language := extract.Language(file.Language)
				if base != nil || len(d.Keywords) > 0 {
					class = language.Class()
				}
				v.addHeadFile(f.path, language, base, d)
			}
		}
		switch class {
		case extract.ClassDoc:
			v.notes.Documents++
		case extract.ClassSource:
			v.notes.Sources++
		}
		v.notes.Rules = v.notes.Rules || isRules(f.path) || isRules(f.from)
	}
	return nil
}

func (v *vocabularies) addHeadFile(path string, language extract.Language, base *fileWords, d *extract.Document) {
	f := headFile{path: path, class: language.Class()}
	for _, w := range wordsOf(path, language, d) {
		addWord(v.head.words, f.class, &w)
		if base != nil {
			if subject, held := base.held[w.key]; held && (subject || !w.subject) {
				continue
			}
		}
		f.words = append(f.words, w)
		if w.subject {
			v.head.fresh[subjectOf{path, w.key}] = true
		}
	}
	if len(f.words) > 0 {
		f.links = linksOf(path, d)
		v.head.files = append(v.head.files, f)
	}
}

// linksOf returns the paths to which a document links.
func linksOf(path string, d *extract.Document) map[string]bool {
	links := make(map[string]bool, len(d.Links))
	for i := range d.Links {
		target, _ := extract.Resolve(path, d.Links[i].Destination)
		links[target] = true
	}
	return links
}

// isRules reports whether a file says what documents give.
func isRules(file string) bool {
	return file == configName || file == kwicIgnoreName || strings.HasSuffix(file, "/"+kwicIgnoreName)
}
