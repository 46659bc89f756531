package extract

// stopKeys returns the keys that no keyword may have: of each stop word or
// phrase as a term and as a name, so that it counts in every case and number.
func stopKeys(stopWords []string) map[string]bool {
	if len(stopWords) == 0 {
		return nil
	}
	keys := make(map[string]bool, 2*len(stopWords))
	for _, word := range stopWords {
		keys[TermKey(word)] = true
		keys[NameKey(word)] = true
	}
	return keys
}

// stopped reports whether the configuration forbids the key of a node.
func (r *reader) stopped(n int32) bool {
	stops := r.x.words.stops
	if len(stops) == 0 {
		return false
	}
	b := &r.bag
	b.scratch = b.appendKey(b.scratch[:0], n)
	return stops[string(b.scratch)]
}
