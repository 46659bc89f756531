package store

import "strings"

// plainAnchor returns what the views make of a title where a section's row has no
// anchor: the same in SQL. It is false where the title is not of ASCII alone,
// because SQLite may be built to lower other letters, too.
func plainAnchor(title string) (string, bool) {
	b := make([]byte, 0, len(title))
	for i := range len(title) {
		switch c := title[i]; {
		case c >= 0x80 || c == 0:
			return "", false
		case c >= 'A' && c <= 'Z':
			b = append(b, c+'a'-'A')
		case c == ' ':
			b = append(b, '-')
		case strings.IndexByte("():,./`'", c) < 0:
			b = append(b, c)
		}
	}
	return string(b), true
}

// packAnchor returns a section's anchor for its row: nil where the title gives it.
func packAnchor(s *Section) any {
	if plain, is := plainAnchor(s.Title); is && plain == s.Anchor {
		return nil
	}
	return s.Anchor
}

// unpackAnchor returns the anchor of a row that has title and anchor in columns.
func unpackAnchor(r row, title, anchor int) string {
	if !r.isNull(anchor) {
		return r.text(anchor)
	}
	plain, _ := plainAnchor(r.text(title))
	return plain
}
