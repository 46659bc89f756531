package store

import "unicode/utf8"

// firstRune returns the first character of a string, or its first byte where
// that is none.
func firstRune(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// successor returns the least string that is greater than every string with
// the given prefix. There is none for a prefix of 0xff bytes only; UTF-8 has
// no such byte, and "\xff" stands in for it.
func successor(prefix string) string {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 0xff {
			return prefix[:i] + string([]byte{prefix[i] + 1})
		}
	}
	return "\xff"
}

// Range returns the bounds [from, to) of all keys that start with prefix.
func Range(prefix string) (from, to string) { return prefix, successor(prefix) }
