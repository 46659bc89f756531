package store

import (
	"cmp"
	"slices"
	"strings"
)

// vocabulary holds the keywords that an update has met, with their counters,
// until it writes them all at once: when it ends, or when there are many.
type vocabulary struct {
	most    int // entries that are held at a time, about
	conn    *conn
	entries map[string]*entry
	next    int64 // id of the next new keyword
	born    int64 // keywords that flush added
	died    int64 // keywords that flush removed
	words   *wordIndex
}

// entry is one keyword and what the update did to it.
type entry struct {
	id          int64
	key         string
	form        int64 // ordinal of the commonest variant, as stored
	files       int64
	treated     int64 // files in which its role is better than mention
	occurrences int64
	kinds       uint16 // bit 1 << kind
	doubtful    uint16 // kinds that files gave up; see recount
	tally       tally
	variants    []variant
	stored      bool
	dirty       bool
	before      int64 // files before the update
	mentioned   bool  // before the update, one file merely mentioned it
	reformed    bool  // the commonest form is another than before
	touches     []touch
}

type variant struct {
	ordinal int64
	form    string
	files   int64
	stored  bool
	dirty   bool
}

// touch says that what a folder's pages show of a keyword changed, and by how
// many files.
type touch struct {
	folder int64
	delta  int64
}

// heldKeywords bounds the keywords in memory, at half a KB each.
const heldKeywords = 50_000

func newVocabulary(c *conn) (*vocabulary, error) {
	v := &vocabulary{conn: c, entries: make(map[string]*entry), most: heldKeywords}
	r, _, err := c.first(`SELECT max(id) FROM keyword`)
	if err != nil {
		return nil, err
	}
	v.next = r.int(0) + 1
	v.words = newWordIndex(c)
	return v, nil
}

// entry returns the keyword with the given key, a new one where there is none.
func (v *vocabulary) entry(key string) (*entry, error) {
	if e, ok := v.entries[key]; ok {
		return e, nil
	}
	// A copy: the key may be cut from a string as long as the document.
	e := &entry{key: strings.Clone(key)}
	if err := v.load(e); err != nil {
		return nil, err
	}
	if !e.stored {
		e.id = v.next
		v.next++
	}
	v.entries[e.key] = e
	return e, nil
}

func (v *vocabulary) load(e *entry) error {
	r, found, err := v.conn.first(`SELECT id, form, files, treated, occurrences, kinds, places, cells FROM keyword WHERE key = ?`, e.key)
	if err != nil || !found {
		return err
	}
	e.id, e.form, e.files, e.treated, e.occurrences, e.kinds, e.stored = r.int(0), r.int(1), r.int(2), r.int(3), r.int(4), uint16(r.int(5)), true
	e.before, e.mentioned = e.files, e.mentions()
	if err := e.tally.unpack(r.int(6), r.value(7), e.kinds); err != nil {
		return err
	}
	return v.conn.each(`SELECT ordinal, form, files FROM variant WHERE keyword = ?`, func(r row) error {
		e.variants = append(e.variants, variant{ordinal: r.int(0), form: r.text(1), files: r.int(2), stored: true})
		return nil
	}, e.id)
}

// mentions reports whether one file merely mentions the keyword.
func (e *entry) mentions() bool { return e.files == 1 && e.treated == 0 }

// variant returns a form of the keyword, a new one where it is not known.
func (e *entry) variant(form string) *variant {
	next := int64(0)
	for i := range e.variants {
		if e.variants[i].form == form {
			return &e.variants[i]
		}
		next = max(next, e.variants[i].ordinal+1)
	}
	if form == e.key {
		form = e.key
	} else {
		form = strings.Clone(form)
	}
	e.variants = append(e.variants, variant{ordinal: next, form: form})
	return &e.variants[len(e.variants)-1]
}

// count adds files of a form, which may be negative.
func (e *entry) count(form string, files int64) {
	v := e.variant(form)
	v.files += files
	v.dirty, e.dirty = true, true
}

func (e *entry) touch(folder, delta int64) {
	for i := len(e.touches) - 1; i >= 0; i-- { // files come folder by folder
		if e.touches[i].folder == folder {
			e.touches[i].delta += delta
			return
		}
	}
	e.touches = append(e.touches, touch{folder, delta})
}

// commonest returns the ordinal of the form that most files use, ties by bytes.
func (e *entry) commonest() int64 {
	var best *variant
	for i := range e.variants {
		v := &e.variants[i]
		if v.files > 0 && (best == nil || v.files > best.files || v.files == best.files && v.form < best.form) {
			best = v
		}
	}
	if best == nil {
		return 0
	}
	return best.ordinal
}

// byID returns all keywords that the update has met, in the order of their ids.
func (v *vocabulary) byID() []*entry {
	all := make([]*entry, 0, len(v.entries))
	for _, e := range v.entries {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b *entry) int { return cmp.Compare(a.id, b.id) })
	return all
}

// flush writes the keywords that changed. Rows go in by the order of their ids,
// because SQLite appends faster than it inserts.
func (v *vocabulary) flush() error {
	keywords := newInserter(v.conn, `INSERT INTO keyword VALUES`, 9)
	variants := newInserter(v.conn, `INSERT INTO variant VALUES`, 4)
	for _, e := range v.byID() {
		if !e.dirty {
			continue
		}
		if err := v.flushEntry(e, keywords, variants); err != nil {
			return err
		}
	}
	if err := keywords.flush(); err != nil {
		return err
	}
	if err := variants.flush(); err != nil {
		return err
	}
	return v.words.flush()
}

// indexWords notes which parts lead to a keyword.
func (v *vocabulary) indexWords(e *entry) {
	forms := func(takes func(*variant) bool) func(yield func(string) bool) {
		return func(yield func(string) bool) {
			for i := range e.variants {
				if takes(&e.variants[i]) && !yield(e.variants[i].form) {
					return
				}
			}
		}
	}
	before := forms(func(w *variant) bool { return w.stored })
	now := forms(func(w *variant) bool { return w.files > 0 })
	switch {
	case !e.stored:
		v.words.replace(e.id, slices.Values[[]string](nil), now)
	case slices.ContainsFunc(e.variants, func(w variant) bool { return w.stored != (w.files > 0) }):
		v.words.replace(e.id, before, now)
	}
}

// recount takes from a keyword the kinds that files gave up and that no other
// file gives it. Of a common kind the first posting shows that.
func (v *vocabulary) recount(e *entry) error {
	for kind := range Kinds {
		if e.files == 0 || e.doubtful>>kind&1 == 0 {
			continue
		}
		_, found, err := v.conn.first(`SELECT 1 FROM posting WHERE keyword = ? AND flags & 15 = ? LIMIT 1`, e.id, int64(kind))
		if err != nil {
			return err
		}
		if !found {
			e.kinds &^= 1 << kind
		}
	}
	return nil
}

func (v *vocabulary) flushEntry(e *entry, keywords, variants *inserter) error {
	form := e.commonest()
	e.reformed, e.form = e.stored && form != e.form, form
	err := v.recount(e)
	if err != nil {
		return err
	}
	if e.stored || e.files > 0 {
		v.indexWords(e)
	}
	switch {
	case e.files == 0 && e.stored:
		v.died++
		if err = v.conn.exec(`DELETE FROM variant WHERE keyword = ?`, e.id); err == nil {
			err = v.conn.exec(`DELETE FROM keyword WHERE id = ?`, e.id)
		}
		return err
	case e.files == 0:
		return nil
	case e.stored:
		err = v.conn.exec(`UPDATE keyword SET form = ?, files = ?, treated = ?, occurrences = ?, kinds = ?, places = ?, cells = ? WHERE id = ?`,
			e.form, e.files, e.treated, e.occurrences, int64(e.kinds), e.tally.places, e.tally.packed(), e.id)
	default:
		v.born++
		err = keywords.add(e.id, e.key, e.form, e.files, e.treated, e.occurrences, int64(e.kinds), e.tally.places, e.tally.packed())
	}
	for i := 0; i < len(e.variants) && err == nil; i++ {
		w := &e.variants[i]
		switch {
		case !w.dirty || w.files == 0 && !w.stored:
		case w.files == 0:
			err = v.conn.exec(`DELETE FROM variant WHERE keyword = ? AND ordinal = ?`, e.id, w.ordinal)
		case w.stored:
			err = v.conn.exec(`UPDATE variant SET files = ? WHERE keyword = ? AND ordinal = ?`, w.files, e.id, w.ordinal)
		default:
			err = variants.add(e.id, w.ordinal, w.form, w.files)
		}
	}
	return err
}
