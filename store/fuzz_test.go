package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"kwic/scan/extract"
)

// FuzzRecords decodes packed stat records, as this kwic and older ones write them.
// What decodes is the same when it is packed and decoded again.
func FuzzRecords(f *testing.F) {
	all := []Record{
		{Path: "a.md", Stat: Stat{Size: 3, ModTime: 1.7e18, ChangeTime: 1.7e18 + 5, Inode: 77}},
		{Path: "a/b.md", Stat: Stat{Size: 1 << 40, ModTime: -1, Inode: 1<<64 - 1}, Racy: true, Reason: "too large"},
		{Path: "a/c.md"},
	}
	var packed, earlier []byte
	for i := range all {
		packed, earlier = appendRecord(packed, &all[i], beforeIn(all, 0, i)), appendEarlier(earlier, &all[i])
	}
	for _, blob := range [][]byte{nil, {packedBlob}, packed, packed[:len(packed)-3], earlier, earlier[1:]} {
		f.Add(blob)
	}
	f.Add(binary.AppendUvarint([]byte{packedBlob, 0}, 1<<63)) // a path of that length
	f.Fuzz(func(t *testing.T, blob []byte) {
		given := slices.Clone(blob)
		records, err := decodeRecords(blob, nil)
		if !bytes.Equal(blob, given) {
			t.Fatal("the blob was changed")
		}
		if err != nil {
			if !errors.Is(err, ErrDamaged) || records != nil {
				t.Fatalf("%d records, %v", len(records), err)
			}
			return
		}
		if len(records) > len(blob) {
			t.Fatalf("%d bytes give %d records", len(blob), len(records))
		}
		var again []byte
		for i := range records {
			again = appendRecord(again, &records[i], beforeIn(records, 0, i))
		}
		if back, err := decodeRecords(again, nil); err != nil || !slices.Equal(back, records) {
			t.Fatalf("%v comes back as %v: %v", records, back, err)
		}
	})
}

// A few bytes a record speak of a long path each; together they are too long.
func TestRecordsOfLongPaths(t *testing.T) {
	long := Record{Path: strings.Repeat("x", 1000)}
	blob := appendRecord(nil, &long, nil)
	for range 9 {
		blob = appendRecord(blob, &long, &long)
	}
	for room, want := range map[int]error{10_000: nil, 9_999: ErrDamaged} {
		var d recordReader
		if _, err := d.decode(blob, nil, room); !errors.Is(err, want) {
			t.Errorf("with room for %d bytes: %v", room, err)
		}
	}
}

// FuzzIDs decodes packed ids: ascending ones, or damage.
func FuzzIDs(f *testing.F) {
	for _, ids := range [][]int64{nil, {1}, {1, 2, 3}, {127, 128, 1 << 40}, {1<<63 - 1}} {
		f.Add(bytes.Join(packed(ids), nil))
	}
	f.Add([]byte("\x01\x00"))
	f.Add(bytes.Repeat([]byte{0xff}, 11))
	f.Fuzz(func(t *testing.T, row []byte) {
		ids, err := unpackIDs(nil, row)
		if err != nil {
			if !errors.Is(err, ErrDamaged) || ids != nil {
				t.Fatalf("%v, %v", ids, err)
			}
			return
		}
		if len(ids) > len(row) || len(ids) > 0 && ids[0] <= 0 {
			t.Fatalf("%x gives %v", row, ids)
		}
		for i := 1; i < len(ids); i++ {
			if ids[i] <= ids[i-1] {
				t.Fatalf("%x gives %v, which do not ascend", row, ids)
			}
		}
		if back, err := unpackRows(packed(ids)); err != nil || !slices.Equal(back, ids) {
			t.Fatalf("%v comes back as %v: %v", ids, back, err)
		}
	})
}

// FuzzPlaces decodes packed places, texts and numbers.
func FuzzPlaces(f *testing.F) {
	for _, text := range []string{"", "1,2", "0,1;3,4,2", "0,1,1,3;7,8", "1,2;", "1,2,3,9", "99999999999999999999,1", "1,,2"} {
		f.Add(text, int64(3))
	}
	f.Add("1,2", int64(-1))
	f.Fuzz(func(t *testing.T, text string, number int64) {
		for _, value := range []any{text, number} {
			k := Keyword{Line: 2, Count: 1, Role: extract.InTitle}
			if err := unpackPlaces(value, &k); err != nil {
				if !errors.Is(err, ErrDamaged) {
					t.Fatal(err)
				}
				continue
			}
			if len(k.Places) == 0 || len(k.Places) > len(text)+1 {
				t.Fatalf("%v gives %d places", value, len(k.Places))
			}
			for _, p := range k.Places {
				if p.Section < 0 || p.Line < 0 || p.Count < 0 || int(p.Role) >= extract.Roles {
					t.Fatalf("%v gives %+v", value, p)
				}
			}
			again := Keyword{Line: 2, Count: 1, Role: extract.InTitle}
			packed, _ := packPlaces(&k, nil)
			if len(k.Places) == 1 {
				packed = string(appendPlaces(nil, k.Places)) // whose line and role the row has
			}
			if err := unpackPlaces(packed, &again); err != nil || !slices.Equal(again.Places, k.Places) {
				t.Fatalf("%v comes back as %v: %v", k.Places, again.Places, err)
			}
		}
	})
}

// FuzzScript splits texts into statements. They lie in the text one after the
// other, and each is one statement for itself.
func FuzzScript(f *testing.F) {
	for _, text := range []string{
		"", ";", "SELECT 1", "SELECT 1; SELECT 2;", "-- a ; b\nSELECT ';' /* ; */;;VALUES (1)", "SELECT :a, @b, $c, ?", "SELECT 'open", "/* open", "SELECT 1;x",
		"CREATE TRIGGER a AFTER INSERT ON file BEGIN SELECT 1; END; SELECT 2", "PRAGMA user_version; EXPLAIN SELECT 1", "SELECT \"a;b\", [c;d], `e;f` FROM files", "\xff\xfeSELECT 1",
	} {
		f.Add(text)
	}
	q := findIndex(f, map[string]string{"a.md": "lathe/heading spindle"})
	before, err := os.ReadFile(q.path)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkScript(t, q, text)
		if after, err := os.ReadFile(q.path); err != nil || !bytes.Equal(after, before) {
			t.Fatalf("the index was changed, %v", err)
		}
	})
}

func checkScript(t *testing.T, q *Query, text string) {
	t.Helper()
	script, err := q.Script(text)
	if err != nil {
		if strings.IndexByte(text, 0) < 0 {
			t.Fatal(err)
		}
		return
	}
	defer script.Close()
	values := map[string]any{"a": int64(1), "b": "two", "c": nil}
	for end := 0; ; end = script.at {
		ended := script.Ended()
		rows, err := script.Next(context.Background(), values)
		if (err == io.EOF) != ended {
			t.Fatalf("at %d it has ended: %v; %v", end, ended, err)
		}
		var wrong *SyntaxError
		switch {
		case err == io.EOF || errors.As(err, new(*ParameterError)):
			return
		case errors.As(err, &wrong):
			if wrong.Offset < 0 || wrong.Offset > len(text) || wrong.Message == "" {
				t.Fatalf("%q at %d of %d", wrong.Message, wrong.Offset, len(text))
			}
			return
		case err != nil:
			t.Fatal(err)
		}
		start := rows.start
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		if start < end || start >= script.at || script.at > len(text) {
			t.Fatalf("a statement from %d to %d, after one that ended at %d, of %d", start, script.at, end, len(text))
		}
		alone, err := q.Script(text[start:script.at])
		if err != nil {
			t.Fatal(err)
		}
		rows, err = alone.Next(context.Background(), values)
		if err != nil || !alone.Ended() {
			t.Fatalf("%q is not one statement: %v", text[start:script.at], err)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
		alone.Close()
	}
}
