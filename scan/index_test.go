package scan

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// indexedTree makes a repository with tracked files, all of them ignored.
func indexedTree(t *testing.T, n int, init ...string) string {
	t.Helper()
	root := t.TempDir()
	git(t, root, append([]string{"init", "-q"}, init...)...)
	files := map[string]string{".git/info/exclude": "*\n", strings.Repeat("long/", 50) + "a.md": ""}
	for i := range n {
		files[fmt.Sprintf("d%d/file %d.md", i%7, i)] = ""
	}
	write(t, root, files)
	git(t, root, "add", "-f", ".")
	return root
}

func TestIndexVersions(t *testing.T) {
	needGit(t)
	root := indexedTree(t, 200)
	for _, version := range []string{"2", "3", "4"} {
		git(t, root, "update-index", "--index-version", version)
		if version == "3" { // git writes 3 only where a flag asks for it
			git(t, root, "add", "-f", "-N", "d1/file 1.md")
			git(t, root, "update-index", "--skip-worktree", "d1/file 8.md")
			if tree, err := Walk(context.Background(), Options{Root: root}); err != nil || !tree.Sparse {
				t.Error("not known as sparse", err)
			}
		}
		raw, err := os.ReadFile(filepath.Join(root, ".git", "index"))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(raw[7]); got != version {
			t.Errorf("the index has version %s, not %s", got, version)
		}
		sameTree(t, walkTree(t, Options{Root: root}), gitTree(t, root))
		sameTree(t, walkTree(t, Options{Root: root, Tracked: true}), gitTree(t, root, "--cached"))
	}
}

func TestIndexSHA256(t *testing.T) {
	needGit(t)
	root := indexedTree(t, 20, "--object-format=sha256")
	sameTree(t, walkTree(t, Options{Root: root}), gitTree(t, root))
	git(t, root, "commit", "-qm", "x")
	if got, want := Commit(root), strings.TrimSpace(git(t, root, "rev-parse", "HEAD")); got != want || len(got) != 64 {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSplitIndex(t *testing.T) {
	needGit(t)
	root := indexedTree(t, 300)
	git(t, root, "config", "core.splitIndex", "true")
	git(t, root, "config", "splitIndex.maxPercentChange", "100")
	git(t, root, "update-index", "--split-index")
	git(t, root, "rm", "-q", "--cached", "d1/file 1.md", "d2/file 2.md", "d0/file 294.md")
	write(t, root, map[string]string{"d3/file 3.md": "changed", "0.md": "", "d4/new.md": "", "z.md": ""})
	git(t, root, "add", "-f", "d3/file 3.md", "0.md", "d4/new.md", "z.md")
	shared, err := filepath.Glob(filepath.Join(root, ".git", "sharedindex.*"))
	if err != nil || len(shared) == 0 {
		t.Skip("this git makes no split index")
	}
	raw, err := os.ReadFile(filepath.Join(root, ".git", "index"))
	if err != nil || !strings.Contains(string(raw), "link\x00") {
		t.Fatal("the index is not split", err)
	}
	sameTree(t, walkTree(t, Options{Root: root}), gitTree(t, root))
	for _, s := range shared {
		if err := os.Remove(s); err != nil {
			t.Fatal(err)
		}
	}
	var damaged *IndexError
	if _, err := Walk(context.Background(), Options{Root: root}); !errors.As(err, &damaged) {
		t.Errorf("without its shared part: %v", err)
	}
}

func TestSparseIndex(t *testing.T) {
	needGit(t)
	root := indexedTree(t, 50)
	git(t, root, "commit", "-qm", "x")
	git(t, root, "config", "index.sparse", "true")
	git(t, root, "sparse-checkout", "init", "--cone", "--sparse-index")
	git(t, root, "sparse-checkout", "set", "d1")
	raw, err := os.ReadFile(filepath.Join(root, ".git", "index"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(raw), "sdir") {
		t.Skip("this git makes no sparse index")
	}
	got := walkTree(t, Options{Root: root})
	sameTree(t, got, gitTree(t, root))
	tree, err := Walk(context.Background(), Options{Root: root})
	if err != nil || !tree.Sparse {
		t.Error("not known as sparse", err)
	}
	if len(got) < 7 || !slices.Contains(got, "d1/file 1.md") {
		t.Fatalf("%q", got)
	}
}

// TestConflict has one path in three stages.
func TestConflict(t *testing.T) {
	x := newIndex([]indexEntry{{path: "a"}, {path: "b"}, {path: "b"}, {path: "b"}, {path: "c", mode: modeGitlink}, {path: "d/", mode: modeFolder}})
	if !slices.Equal(x.paths, []string{"a", "b"}) || !slices.Equal(x.links, []string{"c"}) {
		t.Errorf("%+v", x)
	}
}

// TestDamagedIndex cuts and overwrites an index everywhere: there must be an
// error or a list, never a panic; and where the header is gone, an error.
func TestDamagedIndex(t *testing.T) {
	needGit(t)
	root := indexedTree(t, 10)
	for _, version := range []string{"2", "4"} {
		git(t, root, "update-index", "--index-version", version)
		path := filepath.Join(root, ".git", "index")
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range raw {
			if _, _, err := parseIndex(raw[:i], 20); err == nil && i < len(raw)-100 {
				t.Fatalf("cut at %d of %d, no error", i, len(raw))
			}
			broken := slices.Clone(raw)
			broken[i] ^= 0xff
			if _, _, err := parseIndex(broken, 20); err == nil && i < 12 {
				t.Fatalf("byte %d of the header, no error", i)
			}
		}
		write(t, root, map[string]string{".git/index": "garbage"})
		var damaged *IndexError
		if _, err := Walk(context.Background(), Options{Root: root}); !errors.As(err, &damaged) || damaged.Path != path || !strings.Contains(err.Error(), "no index header") {
			t.Errorf("no *IndexError: %v", err)
		}
		if err := os.WriteFile(path, raw, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCommit(t *testing.T) {
	needGit(t)
	base := t.TempDir()
	root, tree := filepath.Join(base, "main"), filepath.Join(base, "tree")
	if err := os.MkdirAll(filepath.Join(root, "sub"), 0o777); err != nil {
		t.Fatal(err)
	}
	git(t, root, "init", "-q")
	same := func(what, dir, want string) {
		t.Helper()
		if got := Commit(dir); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	head := func(dir string) string { return strings.TrimSpace(git(t, dir, "rev-parse", "HEAD")) }
	same("no commit yet", root, "")
	git(t, root, "commit", "-qm", "x", "--allow-empty")
	same("loose ref", root, head(root))
	same("sub-folder", filepath.Join(root, "sub"), head(root))
	git(t, root, "worktree", "add", "-q", tree)
	git(t, tree, "commit", "-qm", "y", "--allow-empty")
	same("work tree", tree, head(tree))
	git(t, root, "pack-refs", "--all")
	same("packed ref", root, head(root))
	same("packed ref of a work tree", tree, head(tree))
	git(t, root, "checkout", "-q", "--detach")
	same("detached", root, head(root))
	write(t, root, map[string]string{".git/HEAD": "ref: refs/heads/../../../x\n"})
	same("hostile ref", root, "")
	write(t, root, map[string]string{".git/HEAD": "ref: HEAD\n"})
	same("ref to itself", root, "")
}

// A commit leaves the files of the work tree as they are; what else moves HEAD
// brings others.
func TestBehind(t *testing.T) {
	needGit(t)
	base := t.TempDir()
	root, tree := filepath.Join(base, "main"), filepath.Join(base, "tree")
	if err := os.MkdirAll(filepath.Join(root, "sub"), 0o777); err != nil {
		t.Fatal(err)
	}
	is := func(what, dir, commit string, want bool) {
		t.Helper()
		if got := Behind(dir, commit); got != want {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	is("no repository", root, "", false)
	git(t, root, "init", "-q")
	is("no commit yet", root, "", false)
	is("no commit any more", root, strings.Repeat("a", 40), false)
	commit := func(dir string, flags ...string) string {
		git(t, dir, append([]string{"commit", "-qm", "x", "--allow-empty"}, flags...)...)
		return strings.TrimSpace(git(t, dir, "rev-parse", "HEAD"))
	}
	first := commit(root)
	is("the first commit", root, "", false)
	is("the same commit", root, first, false)
	second := commit(root)
	third := commit(root, "--amend", "-m", "commit: y")
	is("committed", root, first, false)
	is("committed since there was none", root, "", false)
	git(t, root, "checkout", "-q", "-b", "topic")
	is("on a new branch", root, first, false)
	is("amended", root, second, false)
	is("in a folder", filepath.Join(root, "sub"), first, false)
	is("a commit that HEAD never was", root, strings.Repeat("a", 40), true)
	git(t, root, "checkout", "-q", "--detach", first)
	is("checked out", root, third, true)
	is("checked out, and back", root, first, false)
	fourth := commit(root)
	is("committed behind a checkout", root, third, true)
	is("committed at what was checked out", root, first, false)
	git(t, root, "reset", "-q", "--hard", third)
	is("reset", root, fourth, true)
	git(t, root, "worktree", "add", "-q", "--detach", tree, first)
	is("another work tree", tree, third, true)
	fifth := commit(tree, "-m", "another")
	is("committed in a work tree", tree, first, false)
	git(t, root, "merge", "-q", "--no-edit", fifth)
	is("merged", root, third, true)
	git(t, root, "commit", "-q", "--amend", "--no-edit")
	is("merged and amended", root, third, true)
	log, other := filepath.Join(root, ".git", "logs", "HEAD"), strings.Repeat("b", 40)
	head := Commit(root)
	write(t, root, map[string]string{".git/logs/HEAD": third + " " + other + " x\tcommit: x\n" + strings.Repeat(other+" "+other+" x\tcommit: x\n", 1000) + other + " " + head + " x\tcommit: x\n"})
	is("beyond what is read of a long log", root, third, true)
	is("at the end of a long log", root, other, false)
	if err := os.Remove(log); err != nil {
		t.Fatal(err)
	}
	is("no log", root, other, true)
}

func TestConfigure(t *testing.T) {
	for config, want := range map[string]repository{
		"":                               {hashSize: 20},
		"[core]\n\tignorecase = true\n":  {hashSize: 20, fold: true},
		"[core]\nignorecase":             {hashSize: 20, fold: true},
		"[CORE] IgnoreCase=yes ; really": {hashSize: 20, fold: true},
		"[core \"x\"]\nignorecase = true\n[core]\nignorecase = false": {hashSize: 20},
		"[extensions]\nobjectFormat = sha256\n":                       {hashSize: 32},
		"[core]\n#ignorecase = true\n[":                               {hashSize: 20},
	} {
		r := repository{hashSize: 20}
		if r.configure(config); r != want {
			t.Errorf("%q: %+v", config, r)
		}
	}
}

func FuzzIndex(f *testing.F) {
	entry := strings.Repeat("\x00", 24) + "\x00\x00\x81\xa4" + strings.Repeat("\x00", 32) + "\x00\x01a" + strings.Repeat("\x00", 9)
	tail := strings.Repeat("\x00", 20)
	f.Add([]byte("DIRC\x00\x00\x00\x02\x00\x00\x00\x01" + entry + tail))
	f.Add([]byte("DIRC\x00\x00\x00\x04\x00\x00\x00\x01" + entry + tail))
	f.Add([]byte("DIRC\x00\x00\x00\x02\x00\x00\x00\x00link\x00\x00\x00\x14" + strings.Repeat("\x01", 20) + tail))
	f.Fuzz(func(t *testing.T, raw []byte) {
		entries, split, err := parseIndex(raw, 20)
		if err != nil {
			return
		}
		if split != nil {
			entries, err = split.join([]indexEntry{{path: "a"}, {path: "b"}}, entries)
			if err != nil {
				return
			}
		}
		x := newIndex(entries)
		for i := 1; i < len(x.paths); i++ {
			if x.paths[i-1] >= x.paths[i] {
				t.Fatalf("%q before %q", x.paths[i-1], x.paths[i])
			}
		}
		x.hasBelow(x.below("a/"), "a/b/")
	})
}
