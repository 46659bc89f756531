package store

import "strconv"

// SettingGeneration counts the updates of the index.
const SettingGeneration = "generation"

// Meta is what is known of the index as a whole.
type Meta struct {
	Schema     int64  // the newest step
	Commit     string // that was checked out; "" without git
	SourceURL  string // as configured, with {commit}
	Generation int64  // raised by every update: equal numbers mean equal content
	Keywords   int64  // distinct keys
	Built      bool   // false while the first build has not ended: the index is empty then
}

// Meta returns what is known of the index as a whole.
func (q *Query) Meta() (Meta, error) {
	var m Meta
	err := q.conn.each(`SELECT name, value FROM setting`, func(r row) error {
		switch value := r.text(1); r.text(0) {
		case SettingCommit:
			m.Commit = value
		case SettingSourceURL:
			m.SourceURL = value
		case SettingGeneration:
			m.Generation, _ = strconv.ParseInt(value, 10, 64) // kwic's own number, or none yet: 0
		case SettingExtract:
			m.Built = true
		case SettingKeywords:
			m.Keywords, _ = strconv.ParseInt(value, 10, 64)
		}
		return nil
	})
	if err != nil {
		return m, asDamage(err)
	}
	m.Schema, err = SchemaStep() // prepare has seen that the index has it
	return m, err
}
