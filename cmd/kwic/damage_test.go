package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kwic/store"
)

// damageTree is a tree with a changed document, so that a build reads and
// writes every part of the database.
func damageTree(t *testing.T) string {
	root := t.TempDir()
	for i := range 24 {
		writeTree(t, root, map[string]string{fmt.Sprintf("d%d/n%d.md", i%3, i): fmt.Sprintf("# Number %d\n\nThe **spindle** of `wind_%d()`. See [it](n%d.md).\n", i, i%5, i+3)})
	}
	return root
}

// damage is a way in which a database file can be broken.
type damage struct {
	name string
	do   func(content []byte) []byte
}

var damages = []damage{
	{"garbage", func([]byte) []byte { return bytes.Repeat([]byte("garbage "), 1000) }},
	{"a few bytes", func([]byte) []byte { return []byte("oops") }},
	{"zeros", func(c []byte) []byte { return make([]byte, len(c)) }},
	{"half a header", func(c []byte) []byte { return c[:80] }},
	{"header only", func(c []byte) []byte { return c[:100] }},
	{"first page only", func(c []byte) []byte { return c[:4096] }},
	{"truncated", func(c []byte) []byte { return c[:len(c)/2] }},
	{"truncated within a page", func(c []byte) []byte { return c[:len(c)-4096-700] }},
	{"first bytes", func(c []byte) []byte { return append([]byte("XXXXXXXXXXXXXXXX"), c[16:]...) }},
}

// TestDamagedDatabase breaks the database at the default path in many ways. The
// build sets it aside, says so, and the index is right afterwards.
func TestDamagedDatabase(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	root := damageTree(t)
	mustBuild(t, buildOptions{Root: root})
	sound, err := os.ReadFile(defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			broken := d.do(bytes.Clone(sound))
			if err := os.WriteFile(defaultDB(root), broken, 0o644); err != nil {
				t.Fatal(err)
			}
			if q, err := store.OpenQuery(context.Background(), defaultDB(root)); err == nil {
				q.Close()
				if len(broken) != 4096 && len(broken) < len(sound)/2 {
					t.Error("a query takes it for sound")
				}
			}
			var told bytes.Buffer
			if code := run(context.Background(), []string{"find", "--db", defaultDB(root), "spindle"}, strings.NewReader(""), io.Discard, &told); code == exitFailure {
				if said := told.String(); strings.Count(said, "\n") != 2 || !strings.Contains(said, "\nhint: ") || strings.ContainsAny(said, "()") || strings.Contains(said, "PRAGMA") {
					t.Errorf("a search says %q", said)
				}
			}
			if _, err := runBuild(context.Background(), buildOptions{Root: root, Named: true, DryRun: true, Stderr: new(bytes.Buffer)}); err == nil && len(broken) < 4096 {
				t.Error("a dry run takes it for sound")
			}
			if content, err := os.ReadFile(defaultDB(root)); err != nil || !bytes.Equal(content, broken) {
				t.Fatalf("reading changed the file (%v)", err)
			}
			_, said := mustBuild(t, buildOptions{Root: root})
			if want := "kwic: the database was damaged and is built anew; the old one is kept as "; !strings.HasPrefix(said, want) {
				t.Errorf("said %q, want %q…", said, want)
			}
			aside := defaultDB(root) + ".damaged"
			if content, err := os.ReadFile(aside); err != nil || !bytes.Equal(content, broken) {
				t.Errorf("what was set aside is not the damaged file (%v)", err)
			}
			os.Remove(aside)
			checkClean(t, root)
		})
	}
}

// TestDamagedAnywhere destroys pages all over the database, one at a time, before
// a build that has something to do: much of it is found in the middle only. The
// build always ends, and where it has found the damage, the index is right.
func TestDamagedAnywhere(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	root := damageTree(t)
	mustBuild(t, buildOptions{Root: root})
	sound, err := os.ReadFile(defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	random := rand.New(rand.NewPCG(1, 2))
	found := 0
	for at := 0; at < len(sound)/page; at += 1 + at/10 { // the schema's pages stand first
		for _, how := range []string{"zeros", "flips", "another page"}[at%3 : at%3+1] {
			broken := bytes.Clone(sound)
			here := broken[at*page : (at+1)*page]
			switch {
			case how == "zeros" && at > 0:
				clear(here)
			case how == "another page" && at > 0:
				copy(here, sound[(1+random.IntN(len(sound)/page-1))*page:])
			case how == "flips":
				for range 20 {
					if i := random.IntN(page); at > 0 || i >= 100 {
						here[i] ^= 1 << random.IntN(8)
					}
				}
			}
			writeTree(t, root, map[string]string{
				"d0/n0.md": fmt.Sprintf("# Changed\n\nThe **spindle** `of_%d_%s`.\n", at, how),
				"new.md":   fmt.Sprintf("# New %d %s\n", at, how),
			})
			if err := os.WriteFile(defaultDB(root), broken, 0o644); err != nil {
				t.Fatal(err)
			}
			_, said := mustBuild(t, buildOptions{Root: root, Full: at%5 == 4})
			if strings.Contains(said, "damaged") {
				found++
				if how == "zeros" {
					checkClean(t, root)
				}
			}
			aside, err := filepath.Glob(defaultDB(root) + ".damaged*")
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range aside {
				os.Remove(file)
			}
		}
	}
	if found < 5 {
		t.Errorf("damage was found %d times in %d pages", found, len(sound)/page)
	}
}

// TestForeignDatabase shows which files are not touched: those that are not,
// or not certainly, kwic's, and those of a newer kwic.
func TestForeignDatabase(t *testing.T) {
	t.Parallel()
	root := damageTree(t)
	mustBuild(t, buildOptions{Root: root})
	sound, err := os.ReadFile(defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	other, newer := filepath.Join(folder, "other.db"), filepath.Join(folder, "newer.db")
	execSQL(t, other, "CREATE TABLE notes (a)")
	if err := os.WriteFile(newer, sound, 0o644); err != nil {
		t.Fatal(err)
	}
	execSQL(t, newer, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	read := func(path string) []byte {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	for _, c := range []struct {
		name        string
		content     []byte
		want        error // nil: taken
		atDefault   error
		wantMessage string
	}{
		{"another program's", read(other), store.ErrForeign, store.ErrForeign, ""},
		{"a newer kwic's", read(newer), store.ErrNewer, store.ErrNewer, ""},
		{"a text", []byte("Dear diary, " + strings.Repeat("today nothing happened. ", 30)), store.ErrForeign, nil, "built anew"},
		{"a short text", []byte("Dear diary"), store.ErrForeign, nil, "built anew"},
		{"empty", nil, nil, nil, ""},
		{"half of kwic's", sound[:len(sound)/2], nil, nil, "built anew"},
	} {
		for _, place := range []string{filepath.Join(folder, "given.db"), defaultDB(root)} {
			t.Run(c.name+" "+filepath.Base(place), func(t *testing.T) {
				for _, suffix := range []string{"-wal", "-shm", ".lock"} {
					os.Remove(place + suffix)
				}
				if err := os.WriteFile(place, c.content, 0o644); err != nil {
					t.Fatal(err)
				}
				want := c.want
				if place == defaultDB(root) {
					want = c.atDefault
				}
				var said bytes.Buffer
				_, err := runBuild(context.Background(), buildOptions{Root: root, Named: true, DB: place, Stderr: &said})
				if !errors.Is(err, want) {
					t.Fatalf("build: %v, want %v", err, want)
				}
				if want == nil && !strings.Contains(said.String(), c.wantMessage) {
					t.Errorf("said %q, want %q", said.String(), c.wantMessage)
				}
				if want == nil {
					return
				}
				if !bytes.Equal(read(place), c.content) {
					t.Error("the file was changed")
				}
				if left, _ := filepath.Glob(place + "?*"); len(left) > 1 { // the lock
					t.Errorf("files were left beside it: %q", left)
				}
				if q, err := store.OpenQuery(context.Background(), place); !errors.Is(err, want) {
					t.Errorf("query: %v, want %v", err, want)
					if err == nil {
						q.Close()
					}
				}
			})
		}
	}
}

// execSQL changes a database as another program would, and leaves one file.
func execSQL(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}
