package store

import (
	"slices"
	"sort"
	"strings"
)

// Synonym is a reference of the configuration: who looks for Keyword should
// look at See.
type Synonym struct {
	Key, Keyword string // the keyword and its key
	See, SeeKey  string // the other one and its key
}

// SetSynonyms makes the synonyms on record equal to the given ones, and notes
// the entries that change. The order of the references of one keyword is kept;
// none may lead back to its own.
func (u *Update) SetSynonyms(all []Synonym) error {
	old, err := u.conn.synonyms()
	if err != nil {
		return asDamage(err)
	}
	before, now := byKey(old), byKey(all)
	for key := range before {
		if !slices.Equal(before[key], now[key]) {
			u.markStale(StaleKeyword, "", key)
			if err := u.conn.exec(`DELETE FROM synonym WHERE key = ?`, key); err != nil {
				return asDamage(err)
			}
		}
	}
	for key, list := range now {
		if slices.Equal(before[key], list) {
			continue
		}
		u.markStale(StaleKeyword, "", key)
		for i, s := range list {
			if err := u.conn.exec(`INSERT INTO synonym VALUES (?, ?, ?, ?, ?)`, s.Key, int64(i), s.Keyword, s.See, s.SeeKey); err != nil {
				return asDamage(err)
			}
		}
	}
	return nil
}

func byKey(all []Synonym) map[string][]Synonym {
	lists := make(map[string][]Synonym)
	for _, s := range all {
		lists[s.Key] = append(lists[s.Key], s)
	}
	return lists
}

func (c *conn) synonyms() ([]Synonym, error) {
	var all []Synonym
	err := c.each(`SELECT key, keyword, see, see_key FROM synonym ORDER BY key, ordinal`, func(r row) error {
		all = append(all, Synonym{r.text(0), r.text(1), r.text(2), r.text(3)})
		return nil
	})
	return all, err
}

// followSynonyms marks the entries that refer to one that is stale: whether they
// do, and where to, depends on it.
func (u *Update) followSynonyms() error {
	if u.bulk != nil {
		return nil // all is stale
	}
	all, err := u.conn.synonyms()
	if err != nil || len(all) == 0 {
		return err
	}
	sources := sourcesOf(all)
	var queue []string
	for e := range u.stale {
		if e.kind == StaleKeyword && len(sources[e.name]) > 0 {
			queue = append(queue, e.name)
		}
	}
	for len(queue) > 0 {
		target := queue[0]
		queue = queue[1:]
		for _, key := range sources[target] {
			for _, file := range u.Causes(target) {
				u.because(key, file)
			}
			if _, known := u.stale[staleEntry{kind: StaleKeyword, name: key}]; !known {
				u.markStale(StaleKeyword, "", key)
				queue = append(queue, key)
			}
		}
	}
	return nil
}

// sourcesOf returns the keys that refer to each key.
func sourcesOf(all []Synonym) map[string][]string {
	sources := make(map[string][]string)
	for _, s := range all {
		sources[s.SeeKey] = append(sources[s.SeeKey], s.Key)
	}
	return sources
}

// SeeFrom returns what the configuration refers to from any of the given keys,
// as it writes that.
func (q *Query) SeeFrom(keys ...string) ([]string, error) {
	var all []string
	for i, key := range keys {
		if slices.Contains(keys[:i], key) {
			continue
		}
		err := q.conn.each(`SELECT see FROM synonym WHERE key = ? ORDER BY ordinal`, func(r row) error {
			all = append(all, r.text(0))
			return nil
		}, key)
		if err != nil {
			return nil, asDamage(err)
		}
	}
	return all, nil
}

// See is what an entry refers to.
type See struct {
	Key, Form string // Form as the configuration writes it
	Rare      bool   // it stands among the keywords that one file merely mentions
}

// reference is what the entry of one keyword refers to.
type reference struct {
	key, form string
	see       []See
	lone      bool // the keyword stands in no file: its entry is the reference alone
}

// loadReferences reads the synonyms, less what leads to no entry, by key.
func (r *Reader) loadReferences() error {
	if r.refers != nil {
		return nil
	}
	all := make([]reference, 0)
	sources := make(map[string][]string) // keys that refer to a key
	shown := make(map[string]bool)       // targets that have an entry
	var queue []string
	err := r.conn.each(`SELECT s.key, s.keyword, s.see, s.see_key, k.id IS NULL, t.id IS NOT NULL, t.id IS NOT NULL AND t.files = 1 AND t.treated = 0
		FROM synonym s LEFT JOIN keyword k ON k.key = s.key LEFT JOIN keyword t ON t.key = s.see_key ORDER BY s.key, s.ordinal`, func(row row) error {
		key, see := row.text(0), row.text(3)
		if len(all) == 0 || all[len(all)-1].key != key {
			all = append(all, reference{key: key, form: row.text(1), lone: row.int(4) != 0})
		}
		one := &all[len(all)-1]
		one.see = append(one.see, See{Key: see, Form: row.text(2), Rare: row.int(6) != 0})
		sources[see] = append(sources[see], key)
		if row.int(5) != 0 && !shown[see] {
			shown[see] = true
			queue = append(queue, see)
		}
		return nil
	})
	if err != nil {
		return err
	}
	// What refers to an entry has one, and can be referred to.
	for ; len(queue) > 0; queue = queue[1:] {
		for _, key := range sources[queue[0]] {
			if !shown[key] {
				shown[key] = true
				queue = append(queue, key)
			}
		}
	}
	kept := all[:0]
	for _, one := range all {
		one.see = slices.DeleteFunc(one.see, func(see See) bool { return !shown[see.Key] })
		if len(one.see) > 0 {
			kept = append(kept, one)
		}
	}
	r.refers = kept
	return nil
}

// references returns the references of keys in [from, to), by key.
func (r *Reader) references(from, to string) ([]reference, error) {
	if err := r.loadReferences(); err != nil {
		return nil, err
	}
	first := sort.Search(len(r.refers), func(i int) bool { return r.refers[i].key >= from })
	last := sort.Search(len(r.refers), func(i int) bool { return r.refers[i].key >= to })
	return r.refers[first:max(first, last)], nil
}

// lone returns those references of keys with a prefix that are entries of their
// own.
func (r *Reader) lone(prefix string) ([]reference, error) {
	from, to := Range(prefix)
	list, err := r.references(from, to)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(list), func(one reference) bool { return !one.lone }), nil
}

// withReferences calls do for entries in the order of their keys, those among
// them that are references alone included.
type withReferences struct {
	list []reference // of the keys that are still to come
	rare bool        // lone references are not listed
	do   func(*Entry) error
}

// entry passes an entry on, with what it refers to and after the lone
// references before it.
func (w *withReferences) entry(e *Entry) error {
	if err := w.upTo(e.Key); err != nil {
		return err
	}
	e.See = nil
	if len(w.list) > 0 && w.list[0].key == e.Key {
		e.See = w.list[0].see
	}
	return w.do(e)
}

// upTo passes on the lone references before a key.
func (w *withReferences) upTo(key string) error {
	for len(w.list) > 0 && strings.Compare(w.list[0].key, key) < 0 {
		one := &w.list[0]
		w.list = w.list[1:]
		if !one.lone || w.rare {
			continue
		}
		if err := w.do(&Entry{ID: -1, Key: one.key, Form: one.form, See: one.see}); err != nil {
			return err
		}
	}
	return nil
}
