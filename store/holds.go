package store

import "context"

// Holds reports whether the index has a keyword with that key.
func (q *Query) Holds(ctx context.Context, key string) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	_, found, err := q.conn.first(`SELECT 1 FROM keyword WHERE key = ?`, key)
	return found, asDamage(err)
}
