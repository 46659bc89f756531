package scan

import (
	"slices"
	"sort"
	"strings"
)

// span is the part of the index's paths that lie below one folder.
type span struct{ low, high int }

func (s span) empty() bool { return s.low == s.high }

// below returns the paths that start with folder, which ends in a slash or
// is "" for all.
func (x *index) below(folder string) span {
	if folder == "" {
		return span{0, len(x.paths)}
	}
	low := sort.SearchStrings(x.paths, folder)
	high := low + sort.Search(len(x.paths)-low, func(i int) bool {
		return !strings.HasPrefix(x.paths[low+i], folder)
	})
	return span{low, high}
}

// has reports whether path is one of those in s.
func (x *index) has(s span, path string) bool {
	_, ok := slices.BinarySearch(x.paths[s.low:s.high], path)
	return ok
}

// hasBelow reports whether one of those in s lies below folder, which ends in
// a slash.
func (x *index) hasBelow(s span, folder string) bool {
	i := s.low + sort.SearchStrings(x.paths[s.low:s.high], folder)
	return i < s.high && strings.HasPrefix(x.paths[i], folder)
}

// isLink reports whether the folder, whose path ends in a slash, is a
// submodule.
func (x *index) isLink(folder string) bool {
	if len(x.links) == 0 {
		return false
	}
	_, ok := slices.BinarySearch(x.links, folder[:len(folder)-1])
	return ok
}
