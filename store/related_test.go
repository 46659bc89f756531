package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRelated(t *testing.T) {
	documents := map[string]string{
		"a.md": "valve/heading spindle crank lever common",
		"b.md": "valve/heading spindle common",
		"c.md": "valve common",
		"d.md": "lever common",
		"e.md": "nothing common",
	}
	for i := range 30 {
		documents[fmt.Sprintf("x%d.md", i)] = fmt.Sprintf("common other%d", i)
	}
	q := findIndex(t, documents)
	all, found, err := q.Related(context.Background(), "a.md", 0)
	if err != nil || !found {
		t.Fatal(found, err)
	}
	var got []string
	for _, one := range all {
		got = append(got, one.Path+" "+strings.Join(one.Shared, ","))
	}
	if want := []string{"b.md valve,spindle", "c.md valve", "d.md lever"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if all, _, err := q.Related(context.Background(), "a.md", 1); err != nil || len(all) != 1 || all[0].Path != "b.md" {
		t.Errorf("the first alone: %v, %v", all, err)
	}
	if _, found, err := q.Related(context.Background(), "none.md", 0); err != nil || found {
		t.Errorf("a file that is not there: %v, %v", found, err)
	}
}

func TestDuplicates(t *testing.T) {
	words := func(from, to int) string {
		var list []string
		for i := from; i < to; i++ {
			list = append(list, fmt.Sprintf("word%d", i))
		}
		return strings.Join(list, " ")
	}
	documents := map[string]string{
		"a.md": words(0, 40), "b.md": words(0, 40), "c.md": words(1, 41), "d.md": words(20, 60), "short.md": words(0, 4), "tiny.md": words(0, 4), "z/a.md": words(0, 39),
	}
	q := findIndex(t, documents)
	all, err := q.Duplicates(context.Background(), 0.9)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range all {
		got = append(got, fmt.Sprintf("%s %s %.3f", one.Path, one.Of, one.Similarity))
	}
	if want := []string{"b.md a.md 1.000", "c.md a.md 0.951", "z/a.md a.md 0.975"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The similarity of two sets is that of its definition, bound or not.
func TestSimilarity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := rapid.SliceOfNDistinct(rapid.Uint64Range(0, 40), 1, 30, rapid.ID[uint64])
		a, b := set.Draw(t, "a"), set.Draw(t, "b")
		slices.Sort(a)
		slices.Sort(b)
		both := 0
		for _, x := range a {
			if slices.Contains(b, x) {
				both++
			}
		}
		want := float64(both) / float64(len(a)+len(b)-both)
		if got := similarity(a, b, 0); math.Abs(got-want) > 1e-9 {
			t.Fatalf("%v, want %v", got, want)
		}
		if got := similarity(a, b, 0.8); want >= 0.8 && math.Abs(got-want) > 1e-9 {
			t.Fatalf("%v with a bound, want %v", got, want)
		}
	})
}
