package store

// Indexes on postings are made when all of a new index are there: that takes a
// third of the time that keeping them row by row would take. What is dropped
// here, indexPostings makes.

func (c *conn) dropPostingIndexes() error {
	return c.execAll(`DROP INDEX posting_keyword`, `DROP INDEX posting_flags`)
}

// indexPostings makes the indexes as the schema's steps do, with the statistics
// that tell SQLite which of them is telling; they went with the indexes. The
// numbers are the same for all trees, and nothing runs ANALYZE: by averages of a
// tree's own, SQLite would look for a rare kind in every file.
func (c *conn) indexPostings() error {
	return c.execAll(
		`CREATE INDEX posting_keyword ON posting (keyword, folder, file, rank, flags, places)`,
		`CREATE INDEX posting_flags ON posting (flags)`,
		`INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('posting', 'posting_keyword', '500000 4 2 1 1 1 1'), ('posting', 'posting_flags', '500000 1000')`,
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
