package store

import (
	"context"
	"errors"
)

// NoneOf returns the number of indexed files where a condition holds for the path
// of none of them, and 0 where it holds for one. It is asked in the order of the
// paths, up to the first one.
func (q *Query) NoneOf(ctx context.Context, holds func(path string) bool) (files int, err error) {
	err = q.conn.each(`SELECT path FROM file ORDER BY path`, func(r row) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if holds(r.text(0)) {
			return errFound
		}
		files++
		return nil
	})
	if errors.Is(err, errFound) {
		return 0, nil
	}
	return files, asDamage(err)
}
