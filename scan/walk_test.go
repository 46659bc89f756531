package scan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// rows shows a tree: candidates as they are, skipped ones with the reason.
func rows(t *testing.T, o Options) []string {
	t.Helper()
	tree, err := Walk(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range tree.Files {
		list = append(list, f.Path)
	}
	for _, s := range tree.Skipped {
		list = append(list, s.Path+": "+string(s.Reason))
	}
	return list
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("got  %q\nwant %q", got, want)
	}
}

func TestReasons(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{
		"a.md": "# A", "b.MARKDOWN": "", "c.mkd": "", "main.go": "", "LICENSE": "", ".md": "", "data.json": "", "go.sum": "", "app.min.js": "", "x.pb.go": "",
		"node_modules/x/readme.md": "", "docs/vendor/x.md": "", "docs/vendor.md": "", "docs/large.md": strings.Repeat("x", 101), "docs/limit.md": strings.Repeat("x", 100),
		"out/index.md": "", ".kwic/pages/a.md": "", "docs/line\nbreak.md": "", "empty/": "", "sub/.git/HEAD": "", "sub/a.md": "", "file.git/a.md": "", "linked/.git": "gitdir: /nowhere\n",
	})
	expect(t, rows(t, Options{Root: root, SizeLimit: 100, Prune: []string{"out", ".kwic/"}}),
		"LICENSE", "a.md", "b.MARKDOWN", "c.mkd", "docs/limit.md", "docs/line\nbreak.md", "docs/vendor.md", "file.git/a.md", "main.go",
		".md: no known document type", "app.min.js: minified", "data.json: data file", "docs/large.md: too large", "docs/vendor/: vendored",
		"go.sum: data file", "linked/: nested repository", "node_modules/: vendored", "sub/: nested repository", "x.pb.go: generated")
}

func TestIncludeAndExclude(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{
		"a.md": "", "vendor/a.md": "", "vendor/docs/b.md": "", "vendor/docs/c.md": "", "vendor/docs/x.go": "", "vendor/other/d.md": "", "x/third_party/e.md": "", "data.json": "", "large.md": "123456789",
		"old/f.md": "", "old/keep.md": "",
	})
	expect(t, rows(t, Options{Root: root, Exclude: []string{"old/*", "!keep.md", "x"}, Include: []string{"vendor/docs/", "!c.md", "*.json", "large.md"}, SizeLimit: 5}),
		"a.md", "old/keep.md", "vendor/docs/b.md", "vendor/docs/x.go",
		"data.json: no known document type", "large.md: too large", "vendor/: vendored")
	expect(t, rows(t, Options{Root: root, Include: []string{"third_party"}, Exclude: []string{"old", "*.json"}}),
		"a.md", "large.md", "x/third_party/e.md", "vendor/: vendored")
}

func TestKwicignore(t *testing.T) {
	needGit(t)
	root := t.TempDir()
	git(t, root, "init", "-q")
	write(t, root, map[string]string{
		".gitignore": "ignored.md\n", ".kwicignore": "/drafts/\n*.tmp.md\n!ignored.md\n", "a.md": "", "a.tmp.md": "", "ignored.md": "", "drafts/x.md": "", "b/drafts/x.md": "",
		"b/.kwicignore": "!keep.tmp.md\n", "b/keep.tmp.md": "", "b/x.tmp.md": "",
	})
	git(t, root, "add", "-f", "a.tmp.md", "drafts")
	expect(t, rows(t, Options{Root: root}), "a.md", "b/drafts/x.md", "b/keep.tmp.md",
		".gitignore: no known document type", ".kwicignore: no known document type", "b/.kwicignore: no known document type")
}

func TestRootBelowRepository(t *testing.T) {
	needGit(t)
	root := t.TempDir()
	git(t, root, "init", "-q")
	write(t, root, map[string]string{
		".gitignore": "*.tmp.md\n/docs/private/\n/top.md\n", ".kwicignore": "secret.md\n", "docs/.gitignore": "!b.tmp.md\n", ".git/info/exclude": "docs/sub/excluded.md\n",
		"docs/sub/a.md": "", "docs/sub/a.tmp.md": "", "docs/sub/b.tmp.md": "", "docs/sub/top.md": "", "docs/sub/excluded.md": "", "docs/sub/secret.md": "", "docs/private/x.md": "", "docs/private/tracked.md": "",
		"docs/sub/ignored/t.tmp.md": "",
	})
	git(t, root, "add", "-f", "docs/private/tracked.md", "docs/sub/ignored/t.tmp.md")
	expect(t, rows(t, Options{Root: filepath.Join(root, "docs", "sub")}), "a.md", "b.tmp.md", "ignored/t.tmp.md", "top.md")
	expect(t, rows(t, Options{Root: filepath.Join(root, "docs")}),
		"private/tracked.md", "sub/a.md", "sub/b.tmp.md", "sub/ignored/t.tmp.md", "sub/top.md", ".gitignore: no known document type")
	expect(t, rows(t, Options{Root: filepath.Join(root, "docs"), Tracked: true}), "private/tracked.md", "sub/ignored/t.tmp.md")
	// An ignored folder that is named is meant.
	expect(t, rows(t, Options{Root: filepath.Join(root, "docs", "private")}), "tracked.md", "x.md")
}

func TestTracked(t *testing.T) {
	needGit(t)
	root := t.TempDir()
	if _, err := Walk(context.Background(), Options{Root: root, Tracked: true}); !errors.Is(err, ErrNoRepository) {
		t.Skipf("the temporary folder is in a repository: %v", err)
	}
	git(t, root, "init", "-q")
	write(t, root, map[string]string{"a.md": "", "gone.md": "", "b/c.md": "", "new.md": "", "d/new.md": "", "e.xyz": "", "node_modules/x.md": ""})
	git(t, root, "add", "a.md", "gone.md", "b", "e.xyz", "node_modules")
	if err := os.Remove(filepath.Join(root, "gone.md")); err != nil {
		t.Fatal(err)
	}
	expect(t, rows(t, Options{Root: root, Tracked: true}), "a.md", "b/c.md", "e.xyz: no known document type", "node_modules/: vendored")
}

func TestOtherRepositories(t *testing.T) {
	needGit(t)
	base := t.TempDir()
	root, other, tree := filepath.Join(base, "main"), filepath.Join(base, "other"), filepath.Join(base, "tree")
	for _, dir := range []string{root, other} {
		write(t, dir, map[string]string{"a.md": "# A\n"})
		git(t, dir, "init", "-q")
		git(t, dir, "add", ".")
		git(t, dir, "commit", "-qm", "x")
	}
	git(t, root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", other, "sub module")
	git(t, root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", other, "ignored")
	git(t, root, "commit", "-qm", "y")
	write(t, root, map[string]string{".git/info/exclude": "/ignored\nexcluded.md\n", "excluded.md": "", "nested/a.md": ""})
	git(t, filepath.Join(root, "nested"), "init", "-q")
	want := []string{"a.md", ".gitmodules: no known document type", "ignored/: submodule", "nested/: nested repository", "sub module/: submodule"}
	expect(t, rows(t, Options{Root: root}), want...)
	sameTree(t, walkTree(t, Options{Root: root}), gitTree(t, root))

	// A work tree has an index of its own and shares info/exclude; its
	// submodules are empty folders.
	git(t, root, "worktree", "add", "-q", tree)
	write(t, tree, map[string]string{"excluded.md": "", "new.md": ""})
	expect(t, rows(t, Options{Root: tree}), "a.md", "new.md", ".gitmodules: no known document type", "ignored/: submodule", "sub module/: submodule")
	sameTree(t, walkTree(t, Options{Root: tree}), gitTree(t, tree))
	expect(t, rows(t, Options{Root: filepath.Join(root, "sub module")}), "a.md")

	// A folder with tracked files is no nested repository, whatever else it holds.
	write(t, other, map[string]string{"in/a.md": "", "in/b.md": ""})
	git(t, other, "add", "in/a.md")
	git(t, filepath.Join(other, "in"), "init", "-q")
	expect(t, rows(t, Options{Root: other}), "a.md", "in/a.md", "in/b.md")
	// A work tree whose repository is elsewhere, as in a container.
	write(t, base, map[string]string{"copy/.git": "gitdir: /nowhere/at/all\n", "copy/a.md": ""})
	expect(t, rows(t, Options{Root: filepath.Join(base, "copy")}), "a.md")
}

func TestRootErrors(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"file.md": ""})
	if _, err := Walk(context.Background(), Options{Root: filepath.Join(root, "none")}); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := Walk(context.Background(), Options{Root: filepath.Join(root, "file.md")}); err == nil {
		t.Error("a file is no root")
	}
	if _, err := List(context.Background(), filepath.Join(root, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Walk(ctx, Options{Root: root}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestLargeFolder has more files in a folder than one task examines.
func TestLargeFolder(t *testing.T) {
	root := t.TempDir()
	files := map[string]string{}
	for i := range 3*examineChunk + 7 {
		files[fmt.Sprintf("big/%d.md", i)] = "x"
	}
	write(t, root, files)
	tree, err := Walk(context.Background(), Options{Root: root})
	if err != nil || len(tree.Files) != len(files) {
		t.Fatal(len(tree.Files), err)
	}
	for _, f := range tree.Files {
		info, err := os.Lstat(f.OnDisk(root))
		if err != nil {
			t.Fatal(err)
		}
		if f.Stat.Size != 1 || f.Stat.ModTime != info.ModTime().UnixNano() || f.Language() != "markdown" {
			t.Fatalf("%+v", f)
		}
	}
	listing, err := List(context.Background(), root)
	if err != nil {
		t.Fatal(err)
	}
	if list := slices.Collect(listing.All()); len(list) != len(files)+1 || list[0] != (Entry{Path: "big/", Type: Folder}) || list[1].Stat != tree.Files[0].Stat {
		t.Fatal(len(list))
	}
}

func TestList(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"b/x.md": "1", "b-c": "", ".git/x": "", "a.md": "12", ".gitignore": "*", "e/": ""})
	if err := os.Symlink("b", filepath.Join(root, "link")); err != nil {
		t.Skip(err)
	}
	listing, err := List(context.Background(), root)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for e := range listing.All() {
		got = append(got, fmt.Sprint(e.Path, " ", e.Type, " ", e.Stat.Size))
	}
	expect(t, got, ".git/ 1 0", ".git/x 0 0", ".gitignore 0 1", "a.md 0 2", "b-c 0 0", "b/ 1 0", "b/x.md 0 1", "e/ 1 0", "link 2 0")
}

// goSource returns the folder of Go's own source, a real tree that every
// machine with a toolchain has.
func goSource(t *testing.T) string {
	t.Helper()
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("no go command")
	}
	return filepath.Join(strings.TrimSpace(string(goroot)), "src")
}

// TestSameOnOneCore compares a walk on one core with one on several.
func TestSameOnOneCore(t *testing.T) {
	root := goSource(t)
	many, err := Walk(context.Background(), Options{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, err := Walk(context.Background(), Options{Root: root})
	if err != nil || !reflect.DeepEqual(one, many) {
		t.Fatal("one core sees another tree", err)
	}
}

// TestRealTrees compares with git on what is at hand.
func TestRealTrees(t *testing.T) {
	needGit(t)
	if testing.Short() {
		t.Skip("copies a large tree")
	}
	t.Run("corpus", func(t *testing.T) {
		root := "/tmp/corpus/cpp"
		if _, err := os.Stat(filepath.Join(root, ".git")); err != nil {
			t.Skip("not here")
		}
		sameTree(t, walkTree(t, Options{Root: root}), gitTree(t, root))
	})
	t.Run("go", func(t *testing.T) {
		root := filepath.Join(t.TempDir(), "src")
		if err := os.CopyFS(root, os.DirFS(filepath.Join(goSource(t), "cmd"))); err != nil {
			t.Skip(err)
		}
		git(t, root, "init", "-q")
		git(t, root, "add", "-f", "compile/internal/types2/testdata", "vendor")
		write(t, root, map[string]string{
			".gitignore":               "*_test.go\ntestdata/**/*.txt\n!testdata/script/*.txt\n**/internal/ssa/\n/go/internal/*\n!/go/internal/cache\nvendor/\n[a-c]*.s\n",
			"compile/.gitignore":       "!internal/ssa/\n!*_test.go\ninternal/*/rewrite*.go\n",
			"link/internal/.gitignore": "*\n!*/\n!*.go\nl[!d]*/\n",
		})
		want := gitTree(t, root)
		o := Options{Root: root, Include: []string{"vendor/"}} // all rows, please
		got := slices.DeleteFunc(walkTree(t, o), func(p string) bool { return p == "vendor/" || p == "vendor" })
		want = slices.DeleteFunc(want, func(p string) bool { return strings.HasPrefix(p, "vendor/") && !strings.HasSuffix(p, ".md") })
		got = slices.DeleteFunc(got, func(p string) bool { return strings.HasPrefix(p, "vendor/") && !strings.HasSuffix(p, ".md") })
		// Folders that are named as vendored are one row each.
		want = slices.DeleteFunc(want, func(p string) bool { return strings.Contains(p, "/vendor/") })
		got = slices.DeleteFunc(got, func(p string) bool { return strings.HasSuffix(p, "/vendor/") })
		sameTree(t, got, want)
		if len(want) < 500 {
			t.Fatalf("only %d files: the test is worth nothing", len(want))
		}
	})
}

// TestWalkWhileChanging walks a tree in which files and folders come and go:
// what stays must be found, and nothing is an error.
func TestWalkWhileChanging(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"a/stays.md": "x", "z/stays.md": "x"})
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			dir := filepath.Join(root, fmt.Sprint("m", i%5))
			// Failures are part of the game: the folder may be half gone.
			_ = os.MkdirAll(filepath.Join(dir, "in"), 0o777)
			_ = os.WriteFile(filepath.Join(dir, "in", "x.md"), nil, 0o666)
			_ = os.WriteFile(filepath.Join(root, "a", fmt.Sprint(i%7, ".md")), nil, 0o666)
			_ = os.RemoveAll(filepath.Join(root, fmt.Sprint("m", (i+2)%5)))
			_ = os.Remove(filepath.Join(root, "a", fmt.Sprint((i+3)%7, ".md")))
		}
	}()
	for range 200 {
		tree, err := Walk(context.Background(), Options{Root: root})
		if err != nil || len(tree.Skipped) > 0 {
			t.Error(tree, err)
			break
		}
		stays := 0
		for _, f := range tree.Files {
			if strings.HasSuffix(f.Path, "stays.md") {
				stays++
			}
		}
		if _, err := List(context.Background(), root); err != nil || stays != 2 {
			t.Error(stays, err)
			break
		}
	}
	close(stop)
	<-stopped
}
