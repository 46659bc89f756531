package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// firstUpdate commits an update of one document.
func firstUpdate(t *testing.T, s *Store) {
	t.Helper()
	u, err := s.Begin(true)
	if err != nil {
		t.Fatal(err)
	}
	d := &Document{Title: "Valve", Lines: 1, Sections: []Section{{Parent: -1, Line: 1, EndLine: 1}}}
	if err := u.Put(&File{Path: "valve.md", Language: "markdown", Class: "doc"}, d); err != nil {
		t.Fatal(err)
	}
	if err := u.Commit(context.Background(), &Outcome{Settings: Settings{SettingExtract: "1"}}); err != nil {
		t.Fatal(err)
	}
}

// ask opens a query, which the test closes at its end.
func ask(t *testing.T, path string) *Query {
	t.Helper()
	q, err := OpenQuery(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { q.Close() })
	return q
}

// holds checks what a query sees.
func holds(t *testing.T, when string, q *Query, built bool) {
	t.Helper()
	m, err := q.Meta()
	if err != nil {
		t.Fatal(err)
	}
	n, err := q.Files()
	if err != nil {
		t.Fatal(err)
	}
	if m.Built != built || (n > 0) != built {
		t.Errorf("%s: built is %v, and there are %d files", when, m.Built, n)
	}
}

// beside lists a folder.
func beside(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// modes are the ways in which an empty index stands for the one that is built.
var modes = map[string]bool{"links": true, "no links": false}

func skipLinks(t *testing.T, links bool) {
	t.Helper()
	if links && runtime.GOOS == "windows" {
		t.Skip("links need rights of their own")
	}
}

// A first build, step by step: what can be asked, and what stands where.
func TestFirstBuild(t *testing.T) {
	for name, links := range modes {
		t.Run(name, func(t *testing.T) {
			skipLinks(t, links)
			folder := t.TempDir()
			path := filepath.Join(folder, "index.db")
			s, err := openFirst(context.Background(), path, links)
			if err != nil {
				t.Fatal(err)
			}
			if built, err := IsBuilt(path); err != nil || built {
				t.Errorf("at first: built %v, %v", built, err)
			}
			if isFirst(path) != links {
				t.Errorf("the empty index is behind a link: %v", isFirst(path))
			}
			held := ask(t, path)
			holds(t, "at first", held, false)
			firstUpdate(t, s)
			holds(t, "a query from before", held, false)
			holds(t, "after the commit", ask(t, path), true)
			if isFirst(path) {
				t.Error("the link is still there")
			}
			if err := s.Touch(nil, nil, Settings{"a": "b"}, true); err != nil { // leaves a log beside the index
				t.Fatal(err)
			}
			holds(t, "a query from before, after a further commit", held, false)
			if built, err := IsBuilt(path); err != nil || !built {
				t.Errorf("at last: built %v, %v", built, err)
			}
			if err := held.Close(); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			for _, left := range beside(t, folder) {
				if strings.Contains(left, "kwic-") {
					t.Errorf("left behind: %s", left)
				}
			}
		})
	}
}

// A first build that does not come to its end leaves nothing, or, where it was
// killed, what is asked as an empty index and built anew.
func TestFirstBuildEnds(t *testing.T) {
	for name, links := range modes {
		for _, killed := range []bool{false, true} {
			t.Run(name+map[bool]string{true: ", killed", false: ""}[killed], func(t *testing.T) {
				skipLinks(t, links)
				folder := t.TempDir()
				path := filepath.Join(folder, "index.db")
				s, err := openFirst(context.Background(), path, links)
				if err != nil {
					t.Fatal(err)
				}
				u, err := s.Begin(true)
				if err != nil {
					t.Fatal(err)
				}
				if killed {
					if err := s.write.close(); err != nil {
						t.Fatal(err)
					}
					holds(t, "after a kill", ask(t, path), false)
				} else {
					u.Rollback()
					if err := s.Close(); err != nil {
						t.Fatal(err)
					}
					if left := beside(t, folder); len(left) > 0 {
						t.Errorf("left behind: %q", left)
					}
					if _, err := OpenQuery(context.Background(), path); !errors.Is(err, fs.ErrNotExist) {
						t.Errorf("a query: %v", err)
					}
				}
				if s, err = openFirst(context.Background(), path, links); err != nil {
					t.Fatal(err)
				}
				firstUpdate(t, s)
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				holds(t, "built anew", ask(t, path), true)
			})
		}
	}
}

// What a build that was killed at its very end has left goes with the next one.
func TestFirstBuildKilledAtItsEnd(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "index.db")
	s, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	firstUpdate(t, s)
	if err := s.write.close(); err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{emptySuffix, emptySuffix + ".tmp", newSuffix, newSuffix + "-wal"} {
		if err := os.WriteFile(path+left, []byte("half"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if s, err = Open(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left := beside(t, folder); !slices.Equal(left, []string{"index.db"}) {
		t.Errorf("there are %q", left)
	}
}

// What is in the database's place, and no index: nothing that can be asked, and
// nothing that holds up a build.
func TestFirstBuildOver(t *testing.T) {
	unfinished := make([]byte, 5000)
	copy(unfinished, "SQLite format 3\x00")
	copy(unfinished[68:], "kwi0")
	for name, put := range map[string]func(path string) error{
		"an empty file":            func(path string) error { return os.WriteFile(path, nil, 0o644) },
		"an unfinished index":      func(path string) error { return os.WriteFile(path, unfinished, 0o644) },
		"a link to nothing":        func(path string) error { return os.Symlink("index.db"+emptySuffix, path) },
		"a log without a database": func(path string) error { return os.WriteFile(path+"-wal", unfinished, 0o644) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "index.db")
			if err := put(path); err != nil {
				t.Skip(err)
			}
			if _, err := OpenQuery(context.Background(), path); !errors.Is(err, ErrUnfinished) && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a query: %v", err)
			}
			s, err := Open(context.Background(), path)
			if err != nil {
				t.Fatal(err)
			}
			holds(t, "during the build", ask(t, path), false)
			firstUpdate(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			holds(t, "after the build", ask(t, path), true)
		})
	}
}

// Links of the user's in the database's place stay, whether or not they lead to
// a database.
func TestFirstBuildBehindLinks(t *testing.T) {
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "far", "deep"), 0o755); err != nil {
		t.Fatal(err)
	}
	path, between, real := filepath.Join(folder, "index.db"), filepath.Join(folder, "far", "between.db"), filepath.Join(folder, "far", "deep", "real.db")
	for link, target := range map[string]string{path: between, between: filepath.Join("deep", "real.db")} {
		if err := os.Symlink(target, link); err != nil {
			t.Skip(err)
		}
	}
	for round := range 2 {
		s, err := Open(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		holds(t, "during the build", ask(t, path), round > 0)
		firstUpdate(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		holds(t, "after the build", ask(t, path), true)
	}
	for file, want := range map[string]fs.FileMode{path: fs.ModeSymlink, between: fs.ModeSymlink, real: 0} {
		if info, err := os.Lstat(file); err != nil || info.Mode().Type() != want {
			t.Errorf("%s: %v, %v", file, info, err)
		}
	}
	if err := os.Remove(real); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, real); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), path); err == nil {
		t.Error("links in a circle lead to a database")
	}
}
