// Package extract turns the bytes of one document into what the index keeps
// of it: a title, sections, keywords and links.
//
// Extraction is a pure function of the bytes, the language and the options:
// it opens no file, reads no clock, and looks at no other document, so that
// its result can be kept under the hash of its input for as long as Version
// stays the same.
//
// The model, in the order in which a reader meets it:
//
//   - A Document is cut into Sections. Section 0 is the document itself; every
//     heading starts a further one, whose Parent is the nearest section above
//     it of a lower level.
//   - A Keyword is one key with one Kind. It stands at one or more Places, one
//     for each section that holds it, and is listed best first: its position
//     in Document.Keywords is its rank.
//   - A Link is a destination as the document writes it; Resolve says where it
//     leads from the document's folder.
package extract

import "slices"

// Version numbers the rules of extraction. Raise it whenever any document
// could give another result than before: every document is then parsed anew.
const Version = 7

// Kind says what sort of thing a keyword names. The order is the order in
// which a page lists kinds.
type Kind uint8

const (
	Class      Kind = iota // classes, structs, interfaces, traits, enums, type names
	Function               // functions, methods, procedures
	Macro                  // #define, macro_rules!, decorators that define
	Constant               // constants and enum members
	Namespace              // namespaces, packages, modules
	Import                 // includes, imports, requires
	Command                // programs and --flags
	Identifier             // a code-shaped word of no known role
	Term                   // a concept in prose: a word or a short phrase
	Tag                    // a label that the front matter gives the document
)

var kindNames = [...]string{"class", "function", "macro", "constant", "namespace", "import", "command", "identifier", "term", "tag"}

// Kinds is the number of kinds.
const Kinds = len(kindNames)

// String returns the kind's name in the views: "class", "function", …
func (k Kind) String() string { return kindNames[k] }

// KindSet is a set of kinds: bit 1 << kind for each. The empty set stands for all
// kinds, because a document without keywords is none.
type KindSet uint16

// AllKinds is the set that lists every kind, and says what the empty one does.
const AllKinds KindSet = 1<<Kinds - 1

// Has reports whether a kind is in the set.
func (s KindSet) Has(k Kind) bool { return s == 0 || s&(1<<k) != 0 }

// With returns the set with one more kind, which makes the empty set one of
// that kind.
func (s KindSet) With(k Kind) KindSet { return s | 1<<k }

// Role says how a file or a section treats a keyword, best first: the lower
// value is the better role.
type Role uint8

const (
	InTitle      Role = iota // the document's title holds it
	InHeading                // a section's heading holds it
	IsDefinition             // it is defined here: source code, a definition list, a glossary
	IsTag                    // the front matter names it
	IsMention                // it is merely used
)

var roleNames = [...]string{"title", "heading", "definition", "tag", "mention"}

// Roles is the number of roles.
const Roles = len(roleNames)

// String returns the role's name in the views: "title", "heading", …
func (r Role) String() string { return roleNames[r] }

// Reading says how thoroughly a document was read.
type Reading uint8

const (
	Full   Reading = iota // by the format's own parser
	Simple                // line by line, because the parser would cost too much work
)

// String returns the reading's name in the views: "full" or "simple".
func (r Reading) String() string {
	if r == Simple {
		return "simple"
	}
	return "full"
}

// Section is a part of a document under one heading.
type Section struct {
	Parent  int    // index of the enclosing section; -1 for section 0
	Level   int    // 0 for section 0, else the heading's level from 1
	Title   string // the heading as plain text, on one line; the document's title for section 0
	Anchor  string // the fragment that the reader's host gives the heading, without '#', not percent-encoded; "" for none
	Line    int    // first line, counted from 1 in the file as it stands
	EndLine int    // last line, subsections included
}

// Place is what a keyword is in one section, its subsections not included.
type Place struct {
	Section int  // index into Document.Sections
	Line    int  // first line on which it stands there
	Count   int  // occurrences there
	Role    Role // best role there
}

// Keyword is one key of one kind in one document.
type Keyword struct {
	Key        string  // the folded form: what makes two forms one keyword
	Form       string  // the document's commonest form of it, ties by bytes
	Kind       Kind    //
	Role       Role    // best role of all its places
	Line       int     // first line on which it stands
	Count      int     // occurrences in the whole document
	Definition bool    // the document defines it, whatever Role says
	Places     []Place // in section order, at least one
}

// Link is a link or an image of a document.
type Link struct {
	Line        int    //
	Destination string // as the document writes it, unescaped, percent-encoding kept
	Text        string // as plain text, on one line
}

// Keep drops the keywords of other kinds. The order of the others stays, for no
// keyword's rank depends on another one.
func (d *Document) Keep(kinds KindSet) {
	if kinds != 0 {
		d.Keywords = slices.DeleteFunc(d.Keywords, func(k Keyword) bool { return !kinds.Has(k.Kind) })
	}
}

// Document is what extraction found.
type Document struct {
	Title    string // "" where the document names none
	Lines    int    // lines of the file; a last line without a line end counts
	Reading  Reading
	Sections []Section // in document order, at least section 0
	Keywords []Keyword // best first; no two with the same key and kind
	Links    []Link    // in document order
	Anchors  []string  // what it names places of its text by, beside those of Sections: sorted, each once
}
