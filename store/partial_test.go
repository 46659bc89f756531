package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// statRows are the blobs of an area as they stand in the database.
func statRows(t *rapid.T, s *Store, area string) []string {
	t.Helper()
	var all []string
	err := s.write.each(`SELECT first, hex(records) FROM stat WHERE area = ? ORDER BY first`, func(r row) error {
		all = append(all, r.text(0)+" "+r.text(1))
		return nil
	}, area)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Records that are patched scope by scope are packed as all of them together are.
func TestPatchedRecords(t *testing.T) {
	t.Parallel()
	patched, whole := openTest(t), openTest(t)
	rapid.Check(t, func(t *rapid.T) {
		path := func(i int) string {
			return []string{"", "a/", "a/b/", "a.b/", "c/d/e/"}[i%5] + fmt.Sprintf("n%d.md", i)
		}
		var all []Record
		for i := range rapid.IntRange(0, 600).Draw(t, "records") {
			if rapid.IntRange(0, 3).Draw(t, "there") > 0 {
				all = append(all, Record{Path: path(i), Stat: Stat{Size: int64(i)}})
			}
		}
		slices.SortFunc(all, byPath)
		if err := patched.write.keepRecords(treeArea, slices.Values(all)); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 3).Draw(t, "patches") {
			scope := rapid.SliceOfNDistinct(rapid.OneOf(
				rapid.SampledFrom([]string{"a", "a/b", "a.b", "c", "c/d", "nowhere"}),
				rapid.Map(rapid.IntRange(0, 700), path),
			), 1, 12, rapid.ID[string]).Draw(t, "scope")
			slices.Sort(scope)
			scope = slices.DeleteFunc(scope, func(p string) bool {
				up, _, _ := strings.Cut(p, "/")
				for at := strings.LastIndexByte(p, '/'); at > 0; at = strings.LastIndexByte(p[:at], '/') {
					if slices.Contains(scope, p[:at]) {
						return true
					}
				}
				return up != p && slices.Contains(scope, up)
			})
			var now []Record
			for i := range 700 {
				if p := path(i); inScope(scope, p) && rapid.Bool().Draw(t, "stays") {
					now = append(now, Record{Path: p, Stat: Stat{Size: int64(i) + 1}})
				}
			}
			slices.SortFunc(now, byPath)
			old, err := patched.TreeIn(scope)
			if err != nil {
				t.Fatal(err)
			}
			want := slices.DeleteFunc(slices.Clone(all), func(r Record) bool { return !inScope(scope, r.Path) })
			if got := listed(&old); !slices.Equal(got, want) {
				t.Fatalf("the scope %q holds %v, want %v", scope, got, want)
			}
			if err := patched.write.patchRecords(treeArea, scope, now); err != nil {
				t.Fatal(err)
			}
			all = append(slices.DeleteFunc(all, func(r Record) bool { return inScope(scope, r.Path) }), now...)
			slices.SortFunc(all, byPath)
			if err := whole.write.keepRecords(treeArea, slices.Values(all)); err != nil {
				t.Fatal(err)
			}
			if got, want := statRows(t, patched, treeArea), statRows(t, whole, treeArea); !slices.Equal(got, want) {
				t.Fatalf("patched blobs differ: %d and %d", len(got), len(want))
			}
		}
	})
}
