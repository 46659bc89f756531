package store

import (
	"strings"

	"kwic/scan/extract"
)

// Shown returns what the index holds of a document, or nil where it is not in
// the index.
func (q *Query) Shown(path string) (*FoundFile, *Document, error) {
	r, found, err := q.conn.first(`SELECT id, `+titleOrName+`, language, sha256, size FROM file WHERE path = ?`, path)
	if err != nil || !found {
		return nil, nil, asDamage(err)
	}
	file := &FoundFile{id: r.int(0), Path: path, Title: r.text(1), Size: r.int(4), Content: Content{Language: r.text(2)}}
	copy(file.SHA256[:], r.blob(3))
	d, err := q.conn.document(file.id, path)
	return file, d, asDamage(err)
}

// Records returns what the file system said of every file of the tree, as of the
// last build.
func (q *Query) Records() (tree Records, err error) {
	var d recordReader
	// No other area comes behind the tree's: where one did, SQLite would read every
	// blob twice, once for the comparison.
	err = q.conn.each(`SELECT records FROM stat WHERE area >= ? ORDER BY area, first`, func(r row) error {
		return tree.add(r.blob(0), &d)
	}, treeArea)
	return tree, asDamage(err)
}

// PathsLike returns up to limit paths of documents that end with the same name,
// or that begin with a text, in their order.
func (q *Query) PathsLike(name, prefix string, limit int) ([]string, error) {
	var paths []string
	err := q.conn.each(`SELECT path FROM file WHERE path = ?1 OR substr(path, -length(?1) - 1) = '/' || ?1 ORDER BY path LIMIT ?2`, func(r row) error {
		paths = append(paths, r.text(0))
		return nil
	}, name, int64(limit))
	if err != nil || len(paths) > 0 || prefix == "" {
		return paths, asDamage(err)
	}
	from, to := Range(prefix)
	err = q.conn.each(`SELECT path FROM file WHERE path >= ? AND path < ? ORDER BY path LIMIT ?`, func(r row) error {
		paths = append(paths, r.text(0))
		return nil
	}, from, to, int64(limit))
	return paths, asDamage(err)
}

// FormsLike returns up to limit commonest forms of keywords whose key begins with
// text, case aside, those of most files first.
func (q *Query) FormsLike(text string, limit int) ([]string, error) {
	from, to := Range(extract.Keys(text)[0])
	if strings.HasSuffix(text, " ") { // what follows is another word
		from, to = Range(extract.Keys(text)[0] + " ")
	}
	return q.texts(`SELECT v.form FROM keyword k JOIN variant v ON v.keyword = k.id AND v.ordinal = k.form
		WHERE k.key >= ? AND k.key < ? ORDER BY k.files DESC, k.key LIMIT ?`, from, to, int64(limit))
}

// PathsBelow returns the paths of all documents that begin with a text, in their
// order.
func (q *Query) PathsBelow(prefix string) ([]string, error) {
	from, to := Range(prefix)
	return q.texts(`SELECT path FROM file WHERE path >= ? AND path < ? ORDER BY path`, from, to)
}

// texts returns the first column of a query's rows.
func (q *Query) texts(query string, args ...any) ([]string, error) {
	all, err := q.conn.strings(query, args...)
	return all, asDamage(err)
}
