package store

import "context"

// Holding is how one file holds a keyword of one kind.
type Holding struct {
	Path       string
	Class      string // of the file: doc or source
	Kind       Kind
	Role       Role // the best in the file
	Definition bool
	Line       int // first line of the place that says most

	file, section int64
}

// Holdings calls do with every holding of a keyword, one for each kind and file,
// in no particular order. The holding is do's to keep.
func (q *Query) Holdings(ctx context.Context, key string, do func(*Holding) error) error {
	return asDamage(q.conn.each(`SELECT f.path, f.class, p.flags, p.line, p.places, p.file
		FROM keyword k JOIN posting p ON p.keyword = k.id JOIN file f ON f.id = p.file WHERE k.key = ?`, func(r row) error {
		flags := r.int(2)
		h := &Holding{Path: r.text(0), Class: r.text(1), Kind: flagKind(flags), Role: flagRole(flags), Definition: flagDefinition(flags), file: r.int(5)}
		k := Keyword{Role: h.Role, Line: int(r.int(3))}
		if err := unpackPlaces(r.value(4), &k); err != nil {
			return err
		}
		best := &k.Places[BestPlace(k.Places)]
		h.Line, h.section = best.Line, int64(best.Section)
		if err := ctx.Err(); err != nil {
			return err
		}
		return do(h)
	}, key))
}

// AnchorOf returns the anchor of the section in which a holding says most.
func (q *Query) AnchorOf(h *Holding) (string, error) {
	r, _, err := q.conn.first(`SELECT anchor FROM section WHERE file = ? AND ordinal = ?`, h.file, h.section)
	return r.text(0), asDamage(err)
}

// Commonest returns of how many files a keyword may be held and still tell
// something: a tenth of all, in a small tree half of them.
func (q *Query) Commonest() (int, error) {
	r, _, err := q.conn.first(`SELECT files FROM folder WHERE path = '.'`)
	return int(commonest(float64(r.int(0)))), asDamage(err)
}

// commonest is Commonest of so many files.
func commonest(total float64) float64 { return max(total/10, min(total/2, 50)) }
