package sorter

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

type pair struct{ key, value string }

func byKey(a, b pair) int {
	if c := bytes.Compare([]byte(a.key), []byte(b.key)); c != 0 {
		return c
	}
	return bytes.Compare([]byte(a.value), []byte(b.value))
}

func all(t interface{ Fatal(...any) }, s *Sorter) (got []pair) {
	if err := s.Each(func(key, value []byte) error {
		got = append(got, pair{string(key), string(value)})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return got
}

// What comes out is what went in, in order, whether or not it went over the disk.
func TestSorts(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("ab\x00\xff")), 0, 12, -1)
		s := New(filepath.Join(folder, "runs"), rapid.IntRange(0, 2000).Draw(t, "room"))
		defer s.Close()
		var want []pair
		for range rapid.IntRange(0, 200).Draw(t, "records") {
			p := pair{text.Draw(t, "key"), text.Draw(t, "value")}
			if err := s.Add([]byte(p.key), []byte(p.value)); err != nil {
				t.Fatal(err)
			}
			want = append(want, p)
		}
		slices.SortFunc(want, byKey)
		if got := all(t, s); !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func TestCloseLeavesNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := New(filepath.Join(folder, "runs"), 100)
	for range 100 {
		if err := s.Add([]byte("key"), []byte("value")); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.runs) < 2 {
		t.Fatalf("%d runs on disk", len(s.runs))
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Fatalf("left behind: %v, %v", left, err)
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	s := New(filepath.Join(t.TempDir(), "none", "runs"), 0)
	if err := s.Add([]byte("a"), nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Add([]byte("b"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a run without a folder: %v", err)
	}

	s = New(filepath.Join(t.TempDir(), "runs"), 0)
	defer s.Close()
	for _, key := range []string{"c", "b", "a"} {
		if err := s.Add([]byte(key), bytes.Repeat([]byte(key), 10)); err != nil {
			t.Fatal(err)
		}
	}
	stop := errors.New("stop")
	if err := s.Each(func(_, _ []byte) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error of the caller: %v", err)
	}
	if err := s.file.Truncate(s.end - 3); err != nil {
		t.Fatal(err)
	}
	if err := s.Each(func(_, _ []byte) error { return nil }); !errors.Is(err, errRun) {
		t.Errorf("a run that was cut: %v", err)
	}
}
