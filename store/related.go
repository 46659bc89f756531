package store

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"kwic/scan/extract"
)

// RelatedFile is a document that is about what another one is about.
type RelatedFile struct {
	Path, Title string
	Score       float64  // comparable among the documents related to one
	Shared      []string // forms of keywords that both hold, the most telling first, at most maxShared
}

const (
	maxShared  = 5
	maxTelling = 200 // keywords of a document that are compared: the others tell less than any of these
)

// tellingKeyword is a keyword of the document, with what sharing it tells.
type tellingKeyword struct {
	id     int64
	form   string
	weight float64
}

// kinship is what is known of a candidate.
type kinship struct {
	score  float64
	shared []int // indexes of telling keywords, the most telling first
}

// Related returns the documents that share the most telling keywords with the
// one at path, best first, ties by path; at most limit of them, 0 for all. It is
// false where path is not in the index.
//
// A keyword tells the more, the fewer documents hold it (the logarithm of the
// whole number over theirs), and twice as much where it is treated. Those that
// more than a tenth of all documents hold (half of them, up to 50) count nothing. The sum is divided by
// the root of the candidate's number of keywords, because long documents share
// something with everybody.
func (q *Query) Related(ctx context.Context, path string, limit int) (all []RelatedFile, found bool, err error) {
	r, found, err := q.conn.first(`SELECT id FROM file WHERE path = ?`, path)
	if err != nil || !found {
		return nil, false, asDamage(err)
	}
	own := r.int(0)
	keywords, err := q.telling(own)
	if err != nil {
		return nil, true, asDamage(err)
	}
	kin, err := q.kin(ctx, own, keywords)
	if err != nil {
		return nil, true, asDamage(err)
	}
	err = q.conn.each(`SELECT id, path, `+titleOrName+`, keywords FROM file`, func(r row) error {
		k := kin[r.int(0)]
		if k == nil {
			return nil
		}
		one := RelatedFile{Path: r.text(1), Title: r.text(2), Score: k.score / math.Sqrt(10+float64(r.int(3)))}
		for _, i := range k.shared[:min(len(k.shared), maxShared)] {
			one.Shared = append(one.Shared, keywords[i].form)
		}
		all = append(all, one)
		return nil
	})
	slices.SortFunc(all, func(a, b RelatedFile) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Path, b.Path))
	})
	if limit > 0 {
		all = all[:min(len(all), limit)]
	}
	return all, true, asDamage(err)
}

// telling returns the keywords of a file that other files may share, the most
// telling first.
func (q *Query) telling(file int64) ([]tellingKeyword, error) {
	r, _, err := q.conn.first(`SELECT files FROM folder WHERE path = '.'`)
	if err != nil {
		return nil, err
	}
	total := float64(r.int(0))
	commonest := max(total/10, min(total/2, 50)) // files of the commonest keyword that tells something
	var all []tellingKeyword
	at := make(map[int64]int)
	err = q.conn.each(`SELECT p.keyword, v.form, p.flags, k.files FROM posting p JOIN keyword k ON k.id = p.keyword
		JOIN variant v ON v.keyword = p.keyword AND v.ordinal = p.form WHERE p.file = ? ORDER BY p.rank`, func(r row) error {
		files := float64(r.int(3))
		if files < 2 || files > commonest {
			return nil
		}
		weight := math.Log(total / files)
		if Treats(flagRole(r.int(2))) {
			weight *= 2
		}
		if i, twice := at[r.int(0)]; twice { // of another kind
			all[i].weight = max(all[i].weight, weight)
			return nil
		}
		at[r.int(0)] = len(all)
		all = append(all, tellingKeyword{r.int(0), r.text(1), weight})
		return nil
	}, file)
	slices.SortStableFunc(all, func(a, b tellingKeyword) int { return cmp.Compare(b.weight, a.weight) })
	return all[:min(len(all), maxTelling)], err
}

// kin sums up what other files share.
func (q *Query) kin(ctx context.Context, own int64, keywords []tellingKeyword) (map[int64]*kinship, error) {
	kin := make(map[int64]*kinship)
	for i, k := range keywords {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		last, best := int64(-1), 0.0 // a file's kinds stand together
		err := q.conn.each(`SELECT file, flags FROM posting WHERE keyword = ?`, func(r row) error {
			file, weight := r.int(0), k.weight
			if file == own {
				return nil
			}
			if flagRole(r.int(1)) < extract.IsMention {
				weight *= 2
			}
			one := kin[file]
			if one == nil {
				one = &kinship{}
				kin[file] = one
			}
			if file != last {
				last, best = file, 0
				one.shared = append(one.shared, i)
			}
			if weight > best {
				one.score += weight - best
				best = weight
			}
			return nil
		}, k.id)
		if err != nil {
			return nil, err
		}
	}
	return kin, nil
}
