package store

import "kwic/scan/extract"

// The words of extraction that an index is made of.
type (
	Document = extract.Document
	Section  = extract.Section
	Keyword  = extract.Keyword
	Place    = extract.Place
	Kind     = extract.Kind
	Role     = extract.Role
)

// FoldOver is the number of files beyond which a keyword's entry is folded by
// folders; it is also the number of places that an entry lists at most.
const FoldOver = 20

// File is what an index says of a file besides its content.
type File struct {
	Path     string // slash-separated, relative to the root
	Language string
	Class    string // doc or source
	Size     int64  // bytes
	SHA256   [32]byte
	Kinds    extract.KindSet // kinds of keywords that are kept of it
}

// BestPlace returns the index of the place that says most about a keyword: the
// best role, then the highest count, then the first.
func BestPlace(places []Place) int {
	best := 0
	for i := 1; i < len(places); i++ {
		p, b := &places[i], &places[best]
		if p.Role < b.Role || p.Role == b.Role && p.Count > b.Count {
			best = i
		}
	}
	return best
}

// Treats reports whether a role says that the keyword is treated, not merely
// mentioned.
func Treats(r Role) bool { return r < extract.IsMention }

// Kinds that pages treat in a way of their own.
const (
	Identifier = extract.Identifier
	Term       = extract.Term
	Tag        = extract.Tag
	Kinds      = extract.Kinds // how many there are
	roles      = extract.Roles
)
