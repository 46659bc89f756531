package main

import (
	"cmp"
	"context"

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
	}
	notes reviewNotes
}

// reviewNotes is what a review says besides keywords.
type reviewNotes struct {
	Documents, Sources int  // files that differ and are indexed, at the base or now
	Rules              bool // the configuration or an ignore file of kwic's differs too
}

// fileWords is what a review remembers of a file.
type fileWords struct {
	class string
	roles map[string]extract.Role // best role by key
}

// headFile is a changed file as the index holds it.
type headFile struct {
	path  string
	class string
	words []fileWord // that it did not hold at the base, or did not treat; the most telling first
	links map[string]bool
}

// fileWord is a keyword of a file, of its best kind.
type fileWord struct {
	key     string
	form    string
	kind    extract.Kind
	role    extract.Role
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
	treated *spot    // by a document
	defined *spot    // in source
}

func newVocabularies(q *store.Query) *vocabularies {
	v := &vocabularies{q: q}
	v.base.files, v.base.words, v.head.words = make(map[string]*fileWords), make(map[string]*wordUse), make(map[string]*wordUse)
	return v
}

// treats reports whether a role makes a place one that says what a keyword is: a
// tag only sorts its document.
func treats(role extract.Role) bool { return role <= extract.IsDefinition }

// wordsOf returns the keywords of a document, one for each key.
func wordsOf(path, class string, d *extract.Document) []fileWord {
	at := make(map[string]int, len(d.Keywords))
	var words []fileWord
	for i := range d.Keywords {
		k := &d.Keywords[i]
		place := &k.Places[store.BestPlace(k.Places)]
		w := fileWord{
			key: k.Key, form: k.Form, kind: k.Kind, role: k.Role, defines: k.Definition, rank: i + 1,
			at: spot{path, place.Line, d.Sections[place.Section].Anchor, class == extract.ClassSource},
		}
		j, seen := at[k.Key]
		if !seen {
			at[k.Key] = len(words)
			words = append(words, w)
			continue
		}
		w.defines = w.defines || words[j].defines
		w.rank = words[j].rank
		if w.role < words[j].role || words[j].kind == extract.Import {
			words[j] = w
		}
		words[j].defines = w.defines
	}
	return words
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
		if treats(w.role) {
			use.treated = firstSpot(use.treated, w.at)
		}
	case w.defines:
		use.defined = firstSpot(use.defined, w.at)
	}
}

// compareWords orders the places of a keyword: documents before source, the best
// role first, then by what is most telling.
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
	f := &fileWords{class: language.Class(), roles: make(map[string]extract.Role, len(d.Keywords))}
	for _, w := range wordsOf(path, f.class, d) {
		f.roles[w.key] = w.role
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
		class := ""
		if base != nil {
			class = base.class
		}
		if f.path != "" {
			file, d, err := v.q.Shown(f.path)
			if err != nil {
				return err
			}
			if file != nil {
				class = extract.Language(file.Language).Class()
				v.addHeadFile(f.path, class, base, d)
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

func (v *vocabularies) addHeadFile(path, class string, base *fileWords, d *extract.Document) {
	f := headFile{path: path, class: class}
	for _, w := range wordsOf(path, class, d) {
		addWord(v.head.words, class, &w)
		if base != nil {
			if was, held := base.roles[w.key]; held && (treats(was) || !treats(w.role)) {
				continue
			}
		}
		f.words = append(f.words, w)
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
	return file == configName || file == kwicIgnoreName || len(file) > len(kwicIgnoreName) && file[len(file)-len(kwicIgnoreName)-1:] == "/"+kwicIgnoreName
}
