package store

import "fmt"

// analyzeAtLeast is the number of rows from which the averages of a table say
// something about the queries to come. A table may be nearly empty when it is
// measured and large after the next build, which SQLite would then scan.
const analyzeAtLeast = 1000

// Analyze runs ANALYZE on a new index, so that SQLite chooses by the averages of
// the tree which way a query takes. Tables that the schema has statistics of are
// left out: those are no averages, because what is asked for is mostly rarer
// than the average; by those of a tree, SQLite would look for a rare kind in every
// file. Samples of single values are left out too: they make plans depend on the
// words that are asked for, and cost time whenever the index is opened.
func (s *Store) Analyze() error {
	return s.inTransaction(func(c *conn) error {
		tables, err := c.strings(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT IN (SELECT tbl FROM sqlite_stat1)`)
		if err != nil {
			return err
		}
		for _, table := range tables {
			err := c.execAll(
				fmt.Sprintf(`ANALYZE %q`, table),
				fmt.Sprintf(`DELETE FROM sqlite_stat4 WHERE tbl = '%s'`, table),
				fmt.Sprintf(`DELETE FROM sqlite_stat1 WHERE tbl = '%s' AND CAST(stat AS INTEGER) < %d`, table, analyzeAtLeast),
			)
			if err != nil {
				return err
			}
		}
		return nil
	})
}
