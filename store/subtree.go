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
	err := r.conn.each(`SELECT f.files, f.top FROM folder d JOIN fold f ON f.folder = d.id AND f.keyword = ?
		WHERE d.parent = ?`, func(row row) error {
		b, err := r.branch(keyword, row.int(0), row.int(1))
		branches = append(branches, b)
		return err
	}, keyword, folder)
	return branches, asDamage(err)
}

// branch describes a subfolder with so many files that use a keyword, all of them
// below top.
func (r *Reader) branch(keyword, files, top int64) (Branch, error) {
	b := Branch{Files: files}
	if files == 1 {
		own, err := r.Own(top, keyword)
		if err != nil {
			return b, err
		}
		if len(own) == 1 {
			b.File = own[0]
			return b, nil
		}
	}
	var err error
	b.Folder, err = r.folderPath(top)
	return b, err
}

// belowKeys is how many keywords are looked up in the subfolders at a time.
const belowKeys = 256

// EachBelow calls do for some keywords of FoldedIn, in their order, with what lies
// directly below the folder: its own files and what Below returns. do may keep
// neither. It reads the rows of a subfolder one after another, where Below looks
// for each.
func (r *Reader) EachBelow(folder int64, keys []FoldedKey, do func(key *FoldedKey, branches []Branch) error) error {
	for chunk := range slices.Chunk(keys, belowKeys) {
		below, err := r.belowAll(folder, chunk)
		if err != nil {
			return err
		}
		for i := range chunk {
			key, files := &chunk[i], int64(0)
			for _, b := range below[i] {
				files += b.Files
			}
			if files != key.Files {
				own, err := r.Own(folder, key.ID)
				if err != nil {
					return err
				}
				for _, f := range own {
					below[i] = append(below[i], Branch{File: f, Files: 1})
				}
			}
			if err := do(key, below[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// belowAll is Below for several keywords.
func (r *Reader) belowAll(folder int64, keys []FoldedKey) ([][]Branch, error) {
	all := make([][]Branch, len(keys))
	places := make(map[int64]int, len(keys))
	least, most := keys[0].ID, keys[0].ID
	for i := range keys {
		places[keys[i].ID] = i
		least, most = min(least, keys[i].ID), max(most, keys[i].ID)
	}
	// In a new index the keywords of a range of keys have a range of numbers.
	// Those that came later lie apart.
	if most-least > int64(len(keys))*sparseKeys {
		for i := range keys {
			var err error
			if all[i], err = r.Below(folder, keys[i].ID); err != nil {
				return nil, err
			}
		}
		return all, nil
	}
	err := r.conn.each(`SELECT f.keyword, f.files, f.top FROM folder d CROSS JOIN fold f ON f.folder = d.id AND f.keyword BETWEEN ? AND ?
		WHERE d.parent = ?`, func(row row) error {
		i, asked := places[row.int(0)]
		if !asked {
			return nil
		}
		b, err := r.branch(row.int(0), row.int(1), row.int(2))
		all[i] = append(all[i], b)
		return err
	}, least, most, folder)
	return all, asDamage(err)
}

// sparseKeys is how far apart the numbers of keywords may lie, on average, that are
// looked up as a range. Most keywords are not folded, and have no rows there.
const sparseKeys = 4096

// folderPath returns a folder's path. The paths of all folders are loaded once.
func (r *Reader) folderPath(folder int64) (string, error) {
	h := r.heads
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.folders == nil {
		h.folders = make(map[int64]string)
		err := r.conn.each(`SELECT id, path FROM folder`, func(row row) error {
			h.folders[row.int(0)] = row.text(1)
			return nil
		})
		if err != nil {
			h.folders = nil
			return "", err
		}
	}
	return h.folders[folder], nil
}
