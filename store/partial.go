package store

import (
	"bytes"
	"iter"
	"slices"
	"strings"
)

// A scope is a list of paths, sorted and none below another: each stands for
// itself and for all that is below it. An update of a scope knows nothing of the
// rest of the tree, reads and writes no record of it, and costs no more where
// there is more of it.

// inScope reports whether a path belongs to a scope.
func inScope(scope []string, path string) bool {
	for at := path; ; {
		if _, found := slices.BinarySearch(scope, at); found {
			return true
		}
		cut := strings.LastIndexByte(at, '/')
		if cut < 0 {
			return false
		}
		at = at[:cut]
	}
}

// ranges calls do with the bounds [from, to) of the paths of a scope, in order
// within each of its paths.
func ranges(scope []string, do func(from, to string) error) error {
	for _, path := range scope {
		if err := do(path, path+"\x00"); err != nil {
			return err
		}
		if err := do(path+"/", path+"0"); err != nil { // '0' follows '/'
			return err
		}
	}
	return nil
}

// TreeIn returns the stat records of a scope, by path.
func (s *Store) TreeIn(scope []string) (Records, error) {
	some, err := s.write.recordsIn(treeArea, scope)
	if err != nil {
		return Records{}, asDamage(err)
	}
	return PackRecords(some)
}

// TreeRecord returns the stat record of a file of the tree, or false.
func (r *Reader) TreeRecord(path string) (Record, bool, error) { return r.conn.record(treeArea, path) }

// RecordsAmong returns which of some sorted paths have a stat record in the tree.
func (s *Store) RecordsAmong(paths []string) (map[string]bool, error) {
	found := make(map[string]bool)
	finder := &blobFinder{conn: s.write, area: treeArea}
	var records []Record
	held := ""
	for _, path := range paths {
		first, any, err := finder.holder(path)
		if err != nil || !any {
			return found, asDamage(err)
		}
		if records == nil || held != first {
			held = first
			if records, err = s.write.blob(treeArea, first); err != nil {
				return nil, asDamage(err)
			}
		}
		if _, is := slices.BinarySearchFunc(records, path, func(r Record, path string) int { return strings.Compare(r.Path, path) }); is {
			found[path] = true
		}
	}
	return found, nil
}

// PageRecord returns the stat record of a page, or false.
func (r *Reader) PageRecord(path string) (Record, bool, error) { return r.conn.record(pagesArea, path) }

// PageAt returns the page on record at a path, or false.
func (r *Reader) PageAt(path string) (Page, bool, error) { return r.conn.pageAt(path) }

func (c *conn) record(area, path string) (Record, bool, error) {
	first, found, err := c.holder(area, path)
	if err != nil || !found {
		return Record{}, false, asDamage(err)
	}
	records, err := c.blob(area, first)
	for i := range records {
		if records[i].Path == path {
			return records[i], true, nil
		}
	}
	return Record{}, false, asDamage(err)
}

// SkippedIn returns what is left out of a scope.
func (s *Store) SkippedIn(scope []string) ([]Skip, error) {
	var all []Skip
	gap := skipGap{conn: s.write}
	err := ranges(scope, func(from, to string) error {
		if none, err := gap.holds(from, to); err != nil || none {
			return err
		}
		return s.write.each(`SELECT path, reason FROM skip WHERE path >= ? AND path < ?`, func(r row) error {
			all = append(all, Skip{r.text(0), r.text(1)})
			return nil
		}, from, to)
	})
	return all, asDamage(err)
}

// skipGap is a range of paths, none of which has a row in the table skip: of the paths
// of a long scope most lie between the same two rows.
type skipGap struct {
	conn     *conn
	from, to string // "" for to: up to the end
	known    bool
}

// holds reports whether there is no row in [from, to).
func (g *skipGap) holds(from, to string) (bool, error) {
	if !g.known || from < g.from || g.to != "" && from >= g.to {
		r, _, err := g.conn.first(`SELECT path FROM skip WHERE path >= ? ORDER BY path LIMIT 1`, from)
		if err != nil {
			return false, err
		}
		g.from, g.to, g.known = from, r.text(0), true
	}
	return g.to == "" || to <= g.to, nil
}

// SkippedAmong returns what is left out by rows of some sorted paths, which end in a
// slash for folders, and why.
func (s *Store) SkippedAmong(paths []string) (map[string]string, error) {
	reasons := make(map[string]string)
	gap := skipGap{conn: s.write}
	for _, path := range paths {
		if none, err := gap.holds(path, path+"\x00"); err != nil {
			return nil, asDamage(err)
		} else if none {
			continue
		}
		r, found, err := s.write.first(`SELECT reason FROM skip WHERE path = ?`, path)
		if err != nil {
			return nil, asDamage(err)
		}
		if found {
			reasons[path] = r.text(0)
		}
	}
	return reasons, nil
}

// InScope reports whether a path, which may end in a slash, belongs to a scope.
func InScope(scope []string, path string) bool { return inScope(scope, strings.TrimSuffix(path, "/")) }

// patchSkipped replaces the rows of what is left out of a scope.
func (c *conn) patchSkipped(scope []string, skipped []Skip) error {
	err := ranges(scope, func(from, to string) error {
		return c.exec(`DELETE FROM skip WHERE path >= ? AND path < ?`, from, to)
	})
	for i := 0; i < len(skipped) && err == nil; i++ {
		err = c.exec(`INSERT OR REPLACE INTO skip VALUES (?, ?)`, skipped[i].Path, skipped[i].Reason)
	}
	return err
}

// holder returns the first path of the blob that holds a path, or would hold it:
// the last blob that does not start behind it, else the first of all. It is false
// where there is no blob.
func (c *conn) holder(area, path string) (string, bool, error) {
	r, found, err := c.first(`SELECT first FROM stat WHERE area = ? AND first <= ? ORDER BY first DESC LIMIT 1`, area, path)
	if err == nil && !found {
		r, found, err = c.first(`SELECT first FROM stat WHERE area = ? ORDER BY first LIMIT 1`, area)
	}
	return r.text(0), found, err
}

// blob returns the records of the blob that starts with a path.
func (c *conn) blob(area, first string) ([]Record, error) {
	r, _, err := c.first(`SELECT records FROM stat WHERE area = ? AND first = ?`, area, first)
	if err != nil {
		return nil, err
	}
	return decodeRecords(r.blob(0), nil)
}

// after returns the first path of the blob behind the one that starts with a
// path, or false.
func (c *conn) after(area, first string) (string, bool, error) {
	r, found, err := c.first(`SELECT first FROM stat WHERE area = ? AND first > ? ORDER BY first LIMIT 1`, area, first)
	return r.text(0), found, err
}

// blobFinder finds the blobs that hold paths. Each look at the table reads all of
// several blobs, since they do not fit their pages: while paths lie in the one found
// last, as most of those that come in order do, there is none.
type blobFinder struct {
	conn        *conn
	area        string
	found       bool
	first, next string // the bounds of the one found last
	followed    bool   // next is one: it is not the last blob
}

// holder is conn.holder.
func (b *blobFinder) holder(path string) (_ string, found bool, err error) {
	if b.found && path >= b.first && (!b.followed || path < b.next) {
		return b.first, true, nil
	}
	b.found = false
	if b.first, found, err = b.conn.holder(b.area, path); err != nil || !found {
		return "", false, err
	}
	b.next, b.followed, err = b.conn.after(b.area, b.first)
	b.found = err == nil
	return b.first, true, err
}

// all returns the first paths of the blobs that hold records of [from, to), or
// would.
func (b *blobFinder) all(from, to string) ([]string, error) {
	first, found, err := b.holder(from)
	if err != nil || !found {
		return nil, err
	}
	blobs := []string{first}
	if !b.followed || b.next >= to {
		return blobs, nil
	}
	err = b.conn.each(`SELECT first FROM stat WHERE area = ? AND first > ? AND first < ? ORDER BY first`, func(r row) error {
		blobs = append(blobs, r.text(0))
		return nil
	}, b.area, first, to)
	return blobs, err
}

// recordsIn returns the records of a scope, by path.
func (c *conn) recordsIn(area string, scope []string) ([]Record, error) {
	var all, records []Record
	held := "" // the blob of records: paths that follow each other lie in the same one
	finder := &blobFinder{conn: c, area: area}
	err := ranges(scope, func(from, to string) error {
		blobs, err := finder.all(from, to)
		for i := 0; i < len(blobs) && err == nil; i++ {
			if records == nil || held != blobs[i] {
				held = blobs[i]
				if records, err = c.blob(area, held); err != nil {
					return err
				}
			}
			at, _ := slices.BinarySearchFunc(records, from, func(r Record, path string) int { return strings.Compare(r.Path, path) })
			for ; at < len(records) && records[at].Path < to; at++ {
				all = append(all, records[at])
			}
		}
		return err
	})
	slices.SortFunc(all, byPath)
	return all, err
}

// patchRecords replaces the records of a scope by the given ones, which belong to
// it and are in the order of their paths. It leaves the blobs that keepRecords
// would make of all records.
func (c *conn) patchRecords(area string, scope []string, now []Record) error {
	touched := make(map[string][]Record) // blob, by its first path, as it is to be
	load := func(first string) (err error) {
		if _, loaded := touched[first]; loaded {
			return nil
		}
		records, err := c.blob(area, first)
		touched[first] = slices.DeleteFunc(records, func(r Record) bool { return inScope(scope, r.Path) })
		return err
	}
	finder := &blobFinder{conn: c, area: area}
	err := ranges(scope, func(from, to string) error {
		blobs, err := finder.all(from, to)
		for i := 0; i < len(blobs) && err == nil; i++ {
			err = load(blobs[i])
		}
		return err
	})
	for i := 0; i < len(now) && err == nil; i++ {
		var first string
		var found bool
		first, found, err = finder.holder(now[i].Path)
		if err == nil && found {
			err = load(first)
		}
		touched[first] = append(touched[first], now[i]) // under "" where there is no blob at all
	}
	if err != nil {
		return err
	}
	return c.writeBlobs(area, touched)
}

// keepTree records the files of the tree, or of a scope of it.
func (c *conn) keepTree(tree iter.Seq[Record], scope []string) error {
	if tree == nil {
		tree = slices.Values([]Record(nil))
	}
	if scope == nil {
		return c.keepRecords(treeArea, tree)
	}
	return c.patchRecords(treeArea, scope, slices.Collect(tree))
}

// writeBlobs replaces blobs, each given by its first path, by what their records
// have become: cut where the paths say, and joined with the blob behind where the
// record is gone that ended one.
func (c *conn) writeBlobs(area string, touched map[string][]Record) error {
	firsts := make([]string, 0, len(touched))
	for first := range touched {
		firsts = append(firsts, first)
	}
	slices.Sort(firsts)
	for len(firsts) > 0 {
		old := []string{firsts[0]}
		records := touched[firsts[0]]
		firsts = firsts[1:]
		for slices.SortFunc(records, byPath); len(records) > 0 && !endsBlob(records[len(records)-1].Path); {
			next, found, err := c.after(area, old[len(old)-1])
			if err != nil {
				return err
			}
			if !found {
				break
			}
			more, loaded := touched[next]
			if loaded {
				firsts = firsts[1:] // it is the next one
			} else if more, err = c.blob(area, next); err != nil {
				return err
			}
			slices.SortFunc(more, byPath)
			old, records = append(old, next), append(records, more...)
		}
		if err := c.replaceBlobs(area, old, packBlobs(records)); err != nil {
			return err
		}
	}
	return nil
}

// packedBlobs are blobs, each with its first path.
type packedBlobs struct {
	firsts []string
	blobs  [][]byte
}

// packBlobs packs records that follow each other.
func packBlobs(records []Record) (p packedBlobs) {
	var packed []byte
	first := 0
	for i := range records {
		packed = appendRecord(packed, &records[i], beforeIn(records, first, i))
		if i+1 < len(records) && !endsBlob(records[i].Path) {
			continue
		}
		p.firsts, p.blobs = append(p.firsts, records[first].Path), append(p.blobs, packed)
		packed, first = nil, i+1
	}
	return p
}

// replaceBlobs puts blobs in the place of others. What stays the same is not
// written, so that a build without a change leaves the database alone.
func (c *conn) replaceBlobs(area string, old []string, now packedBlobs) error {
	for _, first := range old {
		if slices.Contains(now.firsts, first) {
			continue
		}
		if err := c.exec(`DELETE FROM stat WHERE area = ? AND first = ?`, area, first); err != nil {
			return err
		}
	}
	for i, first := range now.firsts {
		if slices.Contains(old, first) {
			r, _, err := c.first(`SELECT records FROM stat WHERE area = ? AND first = ?`, area, first)
			if err != nil {
				return err
			}
			if bytes.Equal(r.blob(0), now.blobs[i]) {
				continue
			}
		}
		if err := c.exec(`INSERT OR REPLACE INTO stat VALUES (?, ?, ?)`, area, first, now.blobs[i]); err != nil {
			return err
		}
	}
	return nil
}
