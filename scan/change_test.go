package scan

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestSettled(t *testing.T) {
	const day, ms = int64(1.7e18), int64(1e6)
	for _, c := range []struct {
		name              string
		mtime, ctime, now int64
		want              bool
	}{
		{"long ago", day + 1, day + 1, day + second, true},
		{"this instant", day + 1, day + 1, day + 1, false},
		{"within a tick", day + 1, day + 1, day + 20*ms, false},
		{"just over a tick", day + 1, day + 1, day + 20*ms + 2, true},
		{"future", day + second + 1, day + 1, day + second, false},
		{"whole seconds, too young", day, day, day + 2*second, false},
		{"whole seconds", day, day, day + 2*second + 1, true},
		{"hundredths, too young", day + 30*ms, 0, day + 70*ms, false},
		{"hundredths", day + 30*ms, 0, day + 71*ms, true},
		{"old mtime set by a tool, young inode", 1, day + 1, day + 2, false},
		{"no ctime here", day + 1, 0, day + second, true},
		{"before 1970", -5, day + 1, day + second, true},
	} {
		if got := (Stat{ModTime: c.mtime, ChangeTime: c.ctime}).Settled(c.now); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	if never.Settled(1 << 62) {
		t.Error("never is settled")
	}
}

// TestRacy writes a file twice as fast as it can, with the same size, and asks
// that either the stat differs or the record was not settled.
func TestRacy(t *testing.T) {
	root := t.TempDir()
	path := filepath.Join(root, "a.md")
	deadline := time.Now().Add(200 * time.Millisecond)
	for i := byte(0); time.Now().Before(deadline); i++ {
		if err := os.WriteFile(path, []byte{'a', i}, 0o666); err != nil {
			t.Fatal(err)
		}
		_, recorded, err := Read(root, File{Path: "a.md"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		now, err := Now(root)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte{'b', i}, 0o666); err != nil {
			t.Fatal(err)
		}
		_, after, err := Read(root, File{Path: "a.md"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		if recorded == after && recorded.Settled(now) {
			t.Fatalf("a change is missed: %+v at %d", recorded, now)
		}
	}
	if list, err := os.ReadDir(root); err != nil || len(list) != 1 {
		t.Fatal("the clock's probe is still there", list, err)
	}
}

func TestNowFails(t *testing.T) {
	if _, err := Now(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("no folder, but a time")
	}
}

// TestCompare checks the merge against maps.
func TestCompare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var files []File
		var records []Known
		want := map[string]Change{}
		for c := 'a'; c <= 'j'; c++ {
			path := string(c)
			inTree, known := rapid.Bool().Draw(t, "in the tree"), rapid.Bool().Draw(t, "known")
			racy, same := rapid.Bool().Draw(t, "racy"), rapid.Bool().Draw(t, "same")
			stat := Stat{Size: 1, ModTime: 2}
			if known {
				records = append(records, Known{path, stat, racy})
				want[path] = Removed
			}
			if !inTree {
				continue
			}
			if !same {
				stat.Inode = 7
			}
			files = append(files, File{Path: path, Stat: stat})
			switch {
			case !known:
				want[path] = Added
			case same && !racy:
				want[path] = Unchanged
			default:
				want[path] = Suspect
			}
		}
		last := ""
		Compare(files, slices.Values(records), func(change Change, file *File, record *Known) {
			path := ""
			if file != nil {
				path = file.Path
			}
			if record != nil {
				path = record.Path
			}
			if (file == nil) != (change == Removed) || (record == nil) != (change == Added) || path <= last || want[path] != change {
				t.Fatalf("%q: %v, want %v", path, change, want[path])
			}
			last = path
			delete(want, path)
		})
		if len(want) > 0 {
			t.Fatalf("not reported: %v", want)
		}
	})
}

// TestTouch sees what a walk sees of a file that only got a new mtime.
func TestTouch(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"a.md": "x"})
	before, err := Walk(context.Background(), Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(root, "a.md"), time.Unix(1, 0), time.Unix(1, 5)); err != nil {
		t.Fatal(err)
	}
	after, err := Walk(context.Background(), Options{Root: root})
	if err != nil || after.Files[0].Stat == before.Files[0].Stat || after.Files[0].Stat.ModTime != 1e9+5 {
		t.Fatalf("%+v %v", after, err)
	}
}
