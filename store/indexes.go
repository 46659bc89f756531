package store

// Indexes are made when all rows of a new index are there: that takes a third of
// the time that keeping them row by row would take, and leaves no room in them.
// What is dropped here, makeIndexes makes.

func (c *conn) dropIndexes() error {
	return c.execAll(`DROP INDEX posting_file`, `DROP INDEX keyword_key`, `DROP INDEX link_target`, `DROP INDEX file_sha256`)
}

// makeIndexes makes the indexes as the schema's steps do, with the statistics
// that tell SQLite how telling they are; they went with the indexes. The
// numbers are the same for all trees, see Analyze.
func (c *conn) makeIndexes() error {
	return c.execAll(
		`PRAGMA threads = 1`, // another core sorts what one has read, which saves a tenth of the time
		`CREATE INDEX posting_file ON posting (file, flags, keyword, folder)`,
		`CREATE UNIQUE INDEX keyword_key ON keyword (key, form, files, treated, kinds, places, cells)`,
		`CREATE INDEX link_target ON link (target)`,
		`CREATE INDEX file_sha256 ON file (substr(sha256, 1, 4))`,
		`PRAGMA threads = 0`,
		`INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('posting', 'posting_file', '500000 50 5 1 1'), ('keyword', 'keyword_key', '130000 1 1 1 1 1 1 1')`,
	)
}

// execAll runs statements that will not be run again.
func (c *conn) execAll(queries ...string) error {
	for _, query := range queries {
		if err := c.execOnce(query); err != nil {
			return err
		}
	}
	return nil
}
