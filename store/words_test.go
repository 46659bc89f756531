package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kwic/scan/extract"

	"pgregory.net/rapid"
)

// wordRows returns the table word by keys instead of ids.
func wordRows(t fataler, c *conn) []string {
	t.Helper()
	var all []string
	err := c.each(`SELECT word, keywords FROM word ORDER BY word`, func(r row) error {
		ids, err := unpackIDs(nil, r.blob(1))
		if err != nil {
			return err
		}
		var keys []string
		for _, id := range ids {
			k, _, err := c.first(`SELECT key FROM keyword WHERE id = ?`, id)
			if err != nil {
				return err
			}
			keys = append(keys, k.text(0))
		}
		slices.Sort(keys)
		all = append(all, fmt.Sprintf("word %s: %q", r.text(0), keys))
		return nil
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return all
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// wordsOfForms is what the table must hold, made from the views.
func wordsOfForms(t fataler, c *conn) []string {
	t.Helper()
	keys := make(map[string][]string)
	err := c.each(`SELECT key, form FROM variants`, func(r row) error {
		for _, part := range extract.AppendParts(nil, r.text(1)) {
			keys[part] = append(keys[part], r.text(0))
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	var all []string
	for _, part := range sortedKeys(keys) {
		slices.Sort(keys[part])
		all = append(all, fmt.Sprintf("word %s: %q", part, slices.Compact(keys[part])))
	}
	return all
}

func packed(ids []int64) [][]byte {
	var p idPacker
	for _, id := range ids {
		p.add(id)
	}
	return p.rows
}

func unpackRows(rows [][]byte) (ids []int64, err error) {
	for _, row := range rows {
		if ids, err = unpackIDs(ids, row); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

func TestPackIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfDistinct(rapid.Int64Range(1, 1<<40), rapid.ID[int64]).Draw(t, "ids")
		slices.Sort(ids)
		if got, err := unpackRows(packed(ids)); err != nil || !slices.Equal(got, ids) {
			t.Errorf("%v comes back as %v: %v", ids, got, err)
		}
	})
	many := make([]int64, 10_000)
	for i := range many {
		many[i] = int64(i+1) * 1000
	}
	rows := packed(many)
	if got, err := unpackRows(rows); err != nil || !slices.Equal(got, many) {
		t.Errorf("%d ids come back as %d: %v", len(many), len(got), err)
	}
	if len(rows) < 20 || slices.ContainsFunc(rows, func(row []byte) bool { return len(row) > rowOfIDs }) {
		t.Errorf("%d ids are packed into %d rows", len(many), len(rows))
	}
	for _, damaged := range []string{"\x80", "\x01\x00", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x7f"} {
		if ids, err := unpackIDs(nil, []byte(damaged)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%q decodes to %v: %v", damaged, ids, err)
		}
	}
}

// The table is made anew where its parts were made by other rules.
func TestWordsOfOtherRules(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.db")
	s, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) { apply(t, s, true, drawTree(t, 5, false)) })
	want := wordRows(t, s.write)
	if len(want) == 0 {
		t.Fatal("no words")
	}
	for _, query := range []string{`DELETE FROM word`, `INSERT INTO word VALUES ('wrong', 0, x'01')`, `UPDATE setting SET value = '0' WHERE name = 'words'`} {
		if err := s.write.execOnce(query); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := wordRows(t, s.write); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
