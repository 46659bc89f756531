package store

// Headings calls do for every heading of the index, document by document.
func (q *Query) Headings(do func(file int64, title string)) error {
	return asDamage(q.conn.each(`SELECT file, title FROM section WHERE level > 0 AND title <> ''`, func(r row) error {
		do(r.int(0), r.text(1))
		return nil
	}))
}

// Files returns the number of indexed files.
func (q *Query) Files() (int, error) {
	r, found, err := q.conn.first(`SELECT files FROM folder WHERE path = '.'`)
	if err != nil || !found {
		return 0, asDamage(err)
	}
	return int(r.int(0)), nil
}

// Usage is how many files use a keyword, and how many of these treat it.
type Usage struct {
	Key, Form      string // Form is the commonest
	Files, Treated int
}

// Untreated returns the terms, known as nothing else, that at least so many files
// use, and of these at most a share treats, which is in percent: those of most
// files first.
func (q *Query) Untreated(files, percent int) ([]Usage, error) {
	var all []Usage
	err := q.conn.each(`SELECT k.key, v.form, k.files, k.treated FROM keyword k JOIN variant v ON v.keyword = k.id AND v.ordinal = k.form
		WHERE k.kinds = ? AND k.files >= ? AND k.treated * 100 <= k.files * ? ORDER BY k.files DESC, k.key`, func(r row) error {
		all = append(all, Usage{r.text(0), r.text(1), int(r.int(2)), int(r.int(3))})
		return nil
	}, int64(1<<Term), int64(files), int64(percent))
	return all, asDamage(err)
}

// UsageOf returns how the keyword of a key is used, or false where there is none.
func (q *Query) UsageOf(key string) (Usage, bool, error) {
	r, found, err := q.conn.first(`SELECT k.key, v.form, k.files, k.treated FROM keyword k JOIN variant v ON v.keyword = k.id AND v.ordinal = k.form
		WHERE k.key = ?`, key)
	if err != nil || !found {
		return Usage{}, false, asDamage(err)
	}
	return Usage{r.text(0), r.text(1), int(r.int(2)), int(r.int(3))}, true, nil
}
