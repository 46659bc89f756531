package store

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"
)

// Page is a page on record.
type Page struct {
	Path   string // slash-separated, below the output folder
	Kind   string // landing, keywords, file, folder or subtree
	Unit   string // the list that the page belongs to; see package emit
	Prefix string // the part of that list
	Split  bool   // lists longer prefixes
	Bytes  int64  // length of the page's own entries
	Size   int64  // bytes
	SHA256 [32]byte
}

// Stale is an entry that the pages do not show as it is now.
type Stale struct{ Kind, Folder, Name string }

// Stale returns what the pages must follow.
func (s *Store) Stale() ([]Stale, error) {
	var all []Stale
	err := s.write.each(`SELECT kind, folder, name FROM stale`, func(r row) error {
		all = append(all, Stale{r.text(0), r.text(1), r.text(2)})
		return nil
	})
	return all, asDamage(err)
}

// AllStale reports whether every page is stale.
func (s *Store) AllStale() (bool, error) {
	_, found, err := s.write.first(`SELECT 1 FROM stale WHERE kind = ?`, StaleAll)
	return found, asDamage(err)
}

// Paths returns the paths of all indexed files, in their order.
func (s *Store) Paths() ([]string, error) {
	paths, err := s.write.strings(`SELECT path FROM file ORDER BY path`)
	return paths, asDamage(err)
}

const pageColumns = `path, kind, unit, prefix, split, bytes, size, sha256`

// plainUnit returns the unit that a page has whose row names none: that of the
// usual page of a file, whose path tells it.
func plainUnit(path, kind string) string {
	file, is := strings.CutPrefix(path, "files/")
	if is {
		file, is = strings.CutSuffix(file, "_kw.md")
	}
	if !is || kind != "file" {
		return ""
	}
	return "file " + file
}

// plainPath returns where the page of a unit is whose row names none.
func plainPath(unit string) string {
	file, is := strings.CutPrefix(unit, "file ")
	if !is {
		return ""
	}
	return "files/" + file + "_kw.md"
}

func pageOf(r row) Page {
	p := Page{Path: r.text(0), Kind: r.text(1), Unit: r.text(2), Prefix: r.text(3), Split: r.int(4) != 0, Bytes: r.int(5), Size: r.int(6)}
	if r.isNull(2) {
		p.Unit = plainUnit(p.Path, p.Kind)
	}
	copy(p.SHA256[:], r.blob(7))
	return p
}

// PageAt returns the page on record at a path, or false.
func (s *Store) PageAt(path string) (Page, bool, error) { return s.write.pageAt(path) }

func (c *conn) pageAt(path string) (Page, bool, error) {
	r, found, err := c.first(`SELECT `+pageColumns+` FROM page WHERE path = ?`, path)
	if err != nil || !found {
		return Page{}, false, asDamage(err)
	}
	return pageOf(r), true, nil
}

// PagesOf returns the pages of a unit in the order of their prefixes, or all
// pages, in no order, where unit is "".
func (s *Store) PagesOf(unit string) ([]Page, error) {
	query, args := `SELECT `+pageColumns+` FROM page`, []any{}
	if unit != "" {
		query = `SELECT ` + pageColumns + ` FROM page WHERE unit = ?1 UNION ALL SELECT ` + pageColumns + ` FROM page WHERE path = ?2 AND unit IS NULL ORDER BY prefix`
		args = []any{unit, plainPath(unit)}
	}
	var pages []Page
	err := s.write.each(query, func(r row) error {
		pages = append(pages, pageOf(r))
		return nil
	}, args...)
	return pages, asDamage(err)
}

// PagesDone records what writing the pages did.
type PagesDone struct {
	Removed []string // paths

	// Rendered calls do for every page rendered, whether or not its bytes were new.
	// nil is none.
	Rendered func(do func(*Page) error) error

	Records iter.Seq2[Record, error] // stat records of all pages, by path; nil is none
	Partly  []string                 // paths, sorted, that Records speak of alone; nil where they are all
	Settled bool                     // nothing is stale any more
	Tree    iter.Seq[Record]         // stat records of the tree, by path; nil where they stay
	Only    []string                 // paths that Tree speaks of, as a scope; nil for the whole tree

	Settings Settings // that hold from now on

	KeepRecords bool // leave the pages' records as they are
	Run         *Run // nil where nothing is worth a line of history
}

// FinishPages records the pages' new state in one transaction.
func (s *Store) FinishPages(done *PagesDone) error {
	return s.inTransaction(func(c *conn) error {
		pages := newInserter(c, `INSERT OR REPLACE INTO page VALUES`, 8)
		for _, path := range done.Removed {
			if err := c.exec(`DELETE FROM page WHERE path = ?`, path); err != nil {
				return err
			}
		}
		err := done.rendered(func(p *Page) error {
			split := int64(0)
			if p.Split {
				split = 1
			}
			var unit any
			if p.Unit != plainUnit(p.Path, p.Kind) {
				unit = p.Unit
			}
			return pages.add(p.Path, p.Kind, unit, p.Prefix, split, p.Bytes, p.Size, bytes.Clone(p.SHA256[:]))
		})
		if err == nil {
			err = pages.flush()
		}
		if err != nil {
			return err
		}
		if done.Settled {
			if err := c.exec(`DELETE FROM stale`); err != nil {
				return err
			}
		}
		if !done.KeepRecords {
			if err := c.keepPageRecords(done.Records, done.Partly); err != nil {
				return err
			}
		}
		if done.Tree != nil {
			if err := c.keepTree(done.Tree, done.Only); err != nil {
				return err
			}
		}
		if err := c.keepSettings(done.Settings); err != nil {
			return err
		}
		return c.keepRun(done.Run)
	})
}

func (done *PagesDone) rendered(do func(*Page) error) error {
	if done.Rendered == nil {
		return nil
	}
	return done.Rendered(do)
}

// keepPageRecords records the stat of pages: of all, or of those at some paths.
func (c *conn) keepPageRecords(records iter.Seq2[Record, error], partly []string) (failure error) {
	sound := func(yield func(Record) bool) {
		if records == nil {
			return
		}
		for record, err := range records {
			if failure = err; err != nil || !yield(record) {
				return
			}
		}
	}
	if partly == nil {
		err := c.keepRecords(pagesArea, sound)
		return cmp.Or(failure, err)
	}
	some := slices.Collect(sound)
	if failure != nil {
		return failure
	}
	return c.patchRecords(pagesArea, partly, some)
}

// Touch records stat records of the tree, or of the paths of only, and settings where
// no content changed; with allStale, every page has to be looked at again.
func (s *Store) Touch(tree iter.Seq[Record], only []string, settings Settings, allStale bool) error {
	return s.inTransaction(func(c *conn) error {
		if allStale {
			if err := c.exec(`INSERT OR IGNORE INTO stale VALUES (?, '', '')`, StaleAll); err != nil {
				return err
			}
		}
		if err := c.keepTree(tree, only); err != nil {
			return err
		}
		return c.keepSettings(settings)
	})
}

func (c *conn) keepRun(r *Run) error {
	if r == nil {
		return nil
	}
	return c.exec(`INSERT INTO run (started, seconds, mode, scanned, parsed, removed, pages_written, pages_removed, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Started.UTC().Format(time.RFC3339), r.Seconds, r.Mode, int64(r.Scanned), int64(r.Parsed), int64(r.Removed), int64(r.PagesWritten), int64(r.PagesRemoved), r.Version)
}
