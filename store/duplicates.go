package store

import (
	"cmp"
	"context"
	"hash/fnv"
	"io"
	"slices"
	"strings"
)

// Duplicate says that a document holds nearly the keywords of an earlier one.
type Duplicate struct {
	Path, Of   string
	Similarity float64 // keywords that both hold over keywords that either holds: 1 for the same ones
}

const (
	// Signatures are 16 bands of 4 minima each: two documents of similarity 0.8
	// have a band in common in all but 2 of 10,000 cases, of 0.5 in 2 of 3.
	bands    = 16
	bandRows = 4
	// leastKeywords is how many keywords a document must have to be compared.
	leastKeywords = 5
	// maxLeaders bounds the documents of one bucket that others are compared
	// with. More than that differ from each other only where a bucket is no sign.
	maxLeaders = 64
)

// keyed is a document by the hashes of its keys, ascending.
type keyed struct {
	path string
	keys []uint64
	of   int // the document that it is nearly, or -1
	like float64
}

// Duplicates returns the documents that are nearly an earlier one, by path, whose
// similarity is at least least. Candidates are found by the minima of hashes
// (min-wise independent permutations in bands; Broder 1997): work grows with the
// keywords of all documents, not with their pairs.
func (q *Query) Duplicates(ctx context.Context, least float64) ([]Duplicate, error) {
	documents, err := q.keyed(ctx)
	if err != nil {
		return nil, asDamage(err)
	}
	leaders := make(map[[2]uint64][]int) // band and its hash -> documents that are nearly no other
	var signature [bands * bandRows]uint64
	for i := range documents {
		d := &documents[i]
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sign(d.keys, &signature)
		for band := range bands {
			at := bucketOf(band, signature[band*bandRows:(band+1)*bandRows])
			for _, j := range leaders[at] {
				if like := similarity(d.keys, documents[j].keys, least); like >= least && like > d.like {
					d.of, d.like = j, like
				}
			}
		}
		if d.of >= 0 {
			continue
		}
		for band := range bands {
			at := bucketOf(band, signature[band*bandRows:(band+1)*bandRows])
			if len(leaders[at]) < maxLeaders {
				leaders[at] = append(leaders[at], i)
			}
		}
	}
	var all []Duplicate
	for _, d := range documents {
		if d.of >= 0 {
			all = append(all, Duplicate{d.path, documents[d.of].path, d.like})
		}
	}
	return all, nil
}

// keyed loads the documents that have enough keywords, by path.
func (q *Query) keyed(ctx context.Context) ([]keyed, error) {
	hashes := make(map[int64]uint64)
	err := q.conn.each(`SELECT id, key FROM keyword`, func(r row) error {
		h := fnv.New64a()
		io.WriteString(h, r.text(1))
		hashes[r.int(0)] = mix(h.Sum64())
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]int)
	var documents []keyed
	err = q.conn.each(`SELECT id, path FROM file WHERE keywords >= ? ORDER BY path`, func(r row) error {
		byID[r.int(0)] = len(documents)
		documents = append(documents, keyed{path: r.text(1), of: -1})
		return nil
	}, int64(leastKeywords))
	if err != nil {
		return nil, err
	}
	err = q.conn.each(`SELECT file, keyword FROM posting`, func(r row) error {
		if i, compared := byID[r.int(0)]; compared {
			documents[i].keys = append(documents[i].keys, hashes[r.int(1)])
		}
		return ctx.Err()
	})
	for i := range documents {
		slices.Sort(documents[i].keys)
		documents[i].keys = slices.Compact(documents[i].keys) // a key of several kinds
	}
	return documents, err
}

// mix spreads the bits of a number (the finalizer of SplitMix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// sign computes the minimum of every hash function over the keys.
func sign(keys []uint64, signature *[bands * bandRows]uint64) {
	for i := range signature {
		signature[i] = ^uint64(0)
	}
	for _, key := range keys {
		for i := range signature {
			signature[i] = min(signature[i], mix(key+uint64(i)*0x9e3779b97f4a7c15))
		}
	}
}

func bucketOf(band int, minima []uint64) [2]uint64 {
	h := uint64(len(minima))
	for _, m := range minima {
		h = mix(h ^ m)
	}
	return [2]uint64{uint64(band), h}
}

// similarity returns how much two sorted sets have in common, or less than least
// where that is all that matters.
func similarity(a, b []uint64, least float64) float64 {
	if float64(min(len(a), len(b))) < least*float64(max(len(a), len(b))) {
		return 0 // even if one holds the other
	}
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch cmp.Compare(a[i], b[j]) {
		case -1:
			i++
		case 1:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// ByOriginal sorts duplicates by the document that they are nearly, the nearest
// first.
func ByOriginal(all []Duplicate) {
	slices.SortFunc(all, func(a, b Duplicate) int {
		return cmp.Or(strings.Compare(a.Of, b.Of), cmp.Compare(b.Similarity, a.Similarity), strings.Compare(a.Path, b.Path))
	})
}
