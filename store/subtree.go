package store

import "slices"

// FoldedKey is a keyword that a folder's subtree index lists.
type FoldedKey struct {
	ID    int64
	Key   string
	Form  string // commonest form in the index
	Files int64  // below the folder
}

// FoldedIn returns the keywords that the subtree index of a folder lists, by
// key: the folded ones that more than one file below it uses, not all of them
// below one of its subfolders.
func (r *Reader) FoldedIn(folder int64) ([]FoldedKey, error) {
	var all []FoldedKey
	err := r.conn.each(`SELECT k.id, k.key, v.form, f.files FROM fold f JOIN keyword k ON k.id = f.keyword
		JOIN variant v ON v.keyword = k.id AND v.ordinal = k.form WHERE f.folder = ? AND f.top = f.folder AND f.files > 1`, func(row row) error {
		all = append(all, FoldedKey{row.int(0), row.text(1), row.text(2), row.int(3)})
		return nil
	}, folder)
	slices.SortFunc(all, func(a, b FoldedKey) int {
		if a.Key < b.Key {
			return -1
		}
		return 1
	})
	return all, asDamage(err)
}

// Branch is what lies below a folder, for one keyword: a file, or a subfolder
// with several.
type Branch struct {
	File   *FileHead // nil for a folder
	Folder string    // the deepest folder that holds all of the files
	Files  int64
}

// Top returns the deepest folder that holds all files of a folded keyword.
func (r *Reader) Top(keyword int64) (folder int64, err error) {
	row, found, err := r.conn.first(`SELECT f.top FROM fold f JOIN folder d ON d.id = f.folder WHERE d.path = '.' AND f.keyword = ?`, keyword)
	if err != nil || !found {
		return 0, asDamage(err)
	}
	return row.int(0), nil
}

// Own returns the files directly in a folder that use a keyword, in no order.
func (r *Reader) Own(folder, keyword int64) ([]*FileHead, error) {
	var files []*FileHead
	err := r.conn.each(`SELECT DISTINCT file FROM posting WHERE keyword = ? AND folder = ?`, func(row row) error {
		head, err := r.file(row.int(0))
		files = append(files, head)
		return err
	}, keyword, folder)
	return files, asDamage(err)
}

// Below returns, for a folded keyword, the subfolders of a folder that hold
// files using it, in no order; a subfolder with one file is that file.
func (r *Reader) Below(folder, keyword int64) ([]Branch, error) {
	var branches []Branch
	err := r.conn.each(`SELECT f.files, f.top, t.path FROM folder d JOIN fold f ON f.folder = d.id AND f.keyword = ?
		JOIN folder t ON t.id = f.top WHERE d.parent = ?`, func(row row) error {
		b := Branch{Folder: row.text(2), Files: row.int(0)}
		if b.Files == 1 {
			own, err := r.Own(row.int(1), keyword)
			if err != nil {
				return err
			}
			if len(own) == 1 {
				b.File = own[0]
			}
		}
		branches = append(branches, b)
		return nil
	}, keyword, folder)
	return branches, asDamage(err)
}
