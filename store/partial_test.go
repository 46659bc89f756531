package store

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	sqlite3 "modernc.org/sqlite/lib"
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

// A long scope costs a few looks at the tables for each blob of records and each row
// of what is left out, not for each of its paths.
func TestLongScope(t *testing.T) {
	t.Parallel()
	s := openTest(t)
	const files = 5000
	records := make([]Record, files)
	scope := make([]string, files)
	for i := range records {
		scope[i] = fmt.Sprintf("docs/%d/n%d.md", i%20, i)
		records[i] = Record{Path: scope[i], Stat: Stat{Size: int64(i) + 1}}
	}
	slices.SortFunc(records, byPath)
	slices.Sort(scope)
	skipped := []Skip{{"docs/0/left.json", "data file"}, {"docs/12/n12.md", "binary"}, {"docs/3/n3.md/", "vendored"}, {"docs/3/n3.md/x", "binary"}, {"docs/3/n3.mdx", "binary"}, {"zoo/", "vendored"}}
	err := s.inTransaction(func(c *conn) error {
		for _, one := range skipped {
			if err := c.exec(`INSERT INTO skip VALUES (?, ?)`, one.Path, one.Reason); err != nil {
				return err
			}
		}
		return c.keepRecords(treeArea, slices.Values(records))
	})
	if err != nil {
		t.Fatal(err)
	}
	blobs := 0
	if err := s.write.each(`SELECT count(*) FROM stat WHERE area = ?`, func(r row) error { blobs = int(r.int(0)); return nil }, treeArea); err != nil {
		t.Fatal(err)
	}
	runs := func() (all int) {
		for _, one := range s.write.stmts {
			all += int(sqlite3.Xsqlite3_stmt_status(s.write.tls, one.p, sqlite3.SQLITE_STMTSTATUS_RUN, 0))
		}
		return all
	}
	before := runs()
	tree, err := s.TreeIn(scope)
	if err != nil || !slices.Equal(listed(&tree), records) {
		t.Errorf("%d records of %d (%v)", tree.Len(), files, err)
	}
	if n := runs() - before; blobs < 5 || n > 8*blobs {
		t.Errorf("%d statements for %d blobs", n, blobs)
	}
	before = runs()
	left, err := s.SkippedIn(scope)
	if err != nil || !slices.Equal(left, skipped[1:4]) {
		t.Errorf("left out: %v (%v)", left, err)
	}
	if n := runs() - before; n > 8*len(skipped) {
		t.Errorf("%d statements for %d rows", n, len(skipped))
	}

	before = runs()
	among, err := s.RecordsAmong(slices.Sorted(slices.Values(append(slices.Clone(scope), "docs", "docs/3", "zz"))))
	if err != nil || len(among) != files || !among[scope[0]] || among["docs"] {
		t.Errorf("%d paths have records (%v)", len(among), err)
	}
	if n := runs() - before; n > 8*blobs {
		t.Errorf("%d statements for %d blobs", n, blobs)
	}
	before = runs()
	reasons, err := s.SkippedAmong(slices.Sorted(slices.Values(append(slices.Clone(scope), "docs/", "docs/3/n3.md/", "zoo/"))))
	if want := map[string]string{"docs/12/n12.md": "binary", "docs/3/n3.md/": "vendored", "zoo/": "vendored"}; err != nil || !maps.Equal(reasons, want) {
		t.Errorf("left out: %v (%v)", reasons, err)
	}
	if n := runs() - before; n > 8*len(skipped) {
		t.Errorf("%d statements for %d rows", n, len(skipped))
	}

	// The same of any part of it, in any order of looks.
	random := rand.New(rand.NewPCG(1, 2))
	finder := &blobFinder{conn: s.write, area: treeArea}
	for range 300 {
		path := []string{"a", "zz", scope[random.IntN(files)], scope[random.IntN(files)] + "0"}[random.IntN(4)]
		got, _, err := finder.holder(path)
		want, _, err2 := s.write.holder(treeArea, path)
		if got != want || err != nil || err2 != nil {
			t.Fatalf("%q is looked for in %q, not in %q (%v, %v)", path, got, want, err, err2)
		}
	}
}
