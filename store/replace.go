package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"kwic/scan/extract"
)

// CheckIntegrity has SQLite check every page and index of the database. What it
// finds is an ErrDamaged.
func (s *Store) CheckIntegrity() error {
	problems, err := s.write.strings(`PRAGMA integrity_check(5)`)
	if err != nil {
		return asDamage(err)
	}
	if len(problems) != 1 || problems[0] != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, strings.Join(problems, "; "))
	}
	return nil
}

// Inherit copies into a clean index what another one knows beside the tree: its
// history, and which pages stand where. All pages are stale afterwards.
func (s *Store) Inherit(live *Store) error {
	return s.inTransaction(func(c *conn) error {
		for _, table := range []string{"run", "page"} {
			if err := c.copyRows(live.write, table, ""); err != nil {
				return err
			}
		}
		if err := c.copyRows(live.write, "stat", " WHERE area = '"+pagesArea+"'"); err != nil {
			return err
		}
		if err := c.copyRows(live.write, "setting", " WHERE name = '"+SettingOut+"'"); err != nil {
			return err
		}
		// A cursor into the other index does not lead into this one.
		r, _, err := live.write.first(`SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?`, SettingGeneration)
		if err == nil {
			err = c.keepSettings(Settings{SettingGeneration: strconv.FormatInt(r.int(0)+1, 10)})
		}
		if err != nil {
			return err
		}
		return c.exec(`INSERT OR IGNORE INTO stale VALUES (?, '', '')`, StaleAll)
	})
}

// Held returns what the index holds of the file at path, or false: what a clean
// index takes over of a file that is not there to be read.
func (s *Store) Held(path string) (f *File, d *Document, found bool, err error) {
	r, found, err := s.write.first(`SELECT id, language, class, size, sha256, kinds FROM file WHERE path = ?`, path)
	if err != nil || !found {
		return nil, nil, false, asDamage(err)
	}
	f = &File{Path: path, Language: r.text(1), Class: r.text(2), Size: r.int(3), Kinds: extract.KindSet(r.int(5))}
	copy(f.SHA256[:], r.blob(4))
	d, err = s.write.document(r.int(0), path)
	return f, d, err == nil, asDamage(err)
}

// copyRows adds the rows of another index's table.
func (c *conn) copyRows(from *conn, table, where string) error {
	columns, err := from.strings(`SELECT name FROM pragma_table_info(?)`, table)
	if err != nil {
		return err
	}
	rows := newInserter(c, `INSERT OR REPLACE INTO "`+table+`" VALUES`, len(columns))
	err = from.each(`SELECT * FROM "`+table+`"`+where, func(r row) error {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = r.value(i)
		}
		return rows.add(values...)
	})
	if err != nil {
		return err
	}
	return rows.flush()
}

// Heed has the statements that run on the index end when ctx does, with an error.
// Short ones that follow are not kept from running. The function that it returns
// ends that, and must be called before Close.
func (s *Store) Heed(ctx context.Context) (release func()) { return s.write.watch(ctx) }

// becomeStep is how many pages Become copies before it looks whether it is to end:
// 8 MB.
const becomeStep = 2048

// Become replaces the whole index by another one, in one transaction: readers
// see the old index until the new one is complete. The other one is not changed.
// Where ctx ends before, the index is as it was.
func (s *Store) Become(ctx context.Context, clean *Store) error {
	if err := s.settle(); err != nil {
		return asDamage(err)
	}
	s.write.forget()
	if err := clean.write.copyInSteps(ctx, s.write, becomeStep); err != nil {
		return asDamage(err)
	}
	return nil
}
