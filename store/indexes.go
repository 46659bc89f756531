package store

// The index on postings is made when all of a new index are there: that takes a
// third of the time that keeping it row by row would take. What is dropped here,
// indexPostings makes.

func (c *conn) dropPostingIndexes() error {
	return c.execAll(`DROP INDEX posting_file`)
}

// indexPostings makes the index as the schema's steps do, with the statistics
// that tell SQLite how telling it is; they went with the index. The
// numbers are the same for all trees, and nothing runs ANALYZE: by averages of a
// tree's own, SQLite would look for a rare kind in every file.
func (c *conn) indexPostings() error {
	return c.execAll(
		`CREATE INDEX posting_file ON posting (file, flags, keyword, folder)`,
		`INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('posting', 'posting_file', '500000 50 5 1 1')`,
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
