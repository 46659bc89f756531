package store

// Functions returns the names of the functions that a query can call, in their
// order.
func (q *Query) Functions() ([]string, error) {
	var names []string
	err := q.conn.each(`SELECT DISTINCT name FROM pragma_function_list ORDER BY name`, func(r row) error {
		names = append(names, r.text(0))
		return nil
	})
	return names, asDamage(err)
}
