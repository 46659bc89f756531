package store

import "context"

// Holding is how one file holds a keyword of one kind.
type Holding struct {
	Path       string
	Language   string
	Kind       Kind
	Role       Role // the best in the file
	Definition bool
	Places     []Place // in section order, at least one

	file int64
}

// Holdings calls do with every holding of a keyword, one for each kind and file,
// in no particular order. The holding is do's to keep.
func (q *Query) Holdings(ctx context.Context, key string, do func(*Holding) error) error {
	return asDamage(q.conn.each(`SELECT f.path, f.language, p.flags, p.line, p.count, p.places, p.file
		FROM keyword k JOIN posting p ON p.keyword = k.id JOIN file f ON f.id = p.file WHERE k.key = ?`, func(r row) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		flags := r.int(2)
		k := Keyword{Kind: flagKind(flags), Role: flagRole(flags), Line: int(r.int(3)), Count: int(r.int(4))}
		if err := unpackPlaces(r.value(5), &k); err != nil {
			return err
		}
		return do(&Holding{Path: r.text(0), Language: r.text(1), Kind: k.Kind, Role: k.Role, Definition: flagDefinition(flags), Places: k.Places, file: r.int(6)})
	}, key))
}

// SectionAt returns title and anchor of the section at a place of a holding, each
// "" where it is longer than so many bytes.
func (q *Query) SectionAt(h *Holding, p *Place, longest int) (title, anchor string, err error) {
	r, _, err := q.conn.first(`SELECT title, anchor FROM section WHERE file = ? AND ordinal = ?`, h.file, int64(p.Section))
	if title, anchor = r.text(0), unpackAnchor(r, 0, 1); len(title) > longest {
		title = ""
	}
	if len(anchor) > longest {
		anchor = ""
	}
	return title, anchor, asDamage(err)
}
