package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kwic/store"

	"github.com/fsnotify/fsnotify"
)

// watching runs a watch of a tree until the test ends.
type watching struct {
	t    *testing.T
	root string
	out  *lockedBuffer
	said *lockedBuffer
}

func startWatch(t *testing.T, files map[string]string, flags ...string) *watching {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &watching{t: t, root: root, out: new(lockedBuffer), said: new(lockedBuffer)}
	writeTree(t, root, files)
	if slices.Contains(flags, "--tracked") {
		w.git("init", "--quiet")
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"watch", root, "--debounce", "30ms"}, flags...), nil, w.out, w.said)
	}()
	t.Cleanup(func() {
		cancel()
		select {
		case code := <-ended:
			if code != exitDone {
				t.Errorf("the watch ended with %d: %s", code, w.said)
			}
		case <-time.After(20 * time.Second):
			t.Error("the watch did not end")
		}
	})
	w.until("the first build", func() bool { return strings.Contains(w.out.String(), " parsed") })
	return w
}

// git runs git in the tree.
func (w *watching) git(args ...string) {
	w.t.Helper()
	command := exec.Command("git", append([]string{"-C", w.root, "-c", "user.name=a", "-c", "user.email=a@example.org"}, args...)...)
	if out, err := command.CombinedOutput(); err != nil {
		w.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

// until waits for something to come about.
func (w *watching) until(what string, is func() bool) {
	w.t.Helper()
	for from := time.Now(); time.Since(from) < 30*time.Second; time.Sleep(10 * time.Millisecond) {
		if is() {
			return
		}
	}
	w.t.Fatalf("waited for %s in vain\n%s\n%s", what, w.out, w.said)
}

// files are the indexed files with their titles.
func (w *watching) files() string {
	q, err := store.OpenQuery(context.Background(), defaultDB(w.root))
	if err != nil {
		return err.Error()
	}
	defer q.Close()
	return strings.Join(linesOf(w.t, q, "", "SELECT path, title FROM files ORDER BY path"), "\n")
}

func (w *watching) have(part string) {
	w.t.Helper()
	w.until(fmt.Sprintf("%q among the files", part), func() bool { return strings.Contains(w.files(), part) })
}

func (w *watching) lose(part string) {
	w.t.Helper()
	w.until(fmt.Sprintf("%q to be gone", part), func() bool { return !strings.Contains(w.files(), part) })
}

// TestWatch shows that whatever happens to a tree is in the index soon after.
func TestWatch(t *testing.T) {
	t.Parallel()
	w := startWatch(t, map[string]string{"a.md": "# One\n", "docs/b.md": "# Two\n"})
	at := func(path string) string { return filepath.Join(w.root, filepath.FromSlash(path)) }

	writeTree(t, w.root, map[string]string{"a.md": "# Three\n"})
	w.have("Three")

	// Editors write beside the file and rename.
	writeTree(t, w.root, map[string]string{".a.md.swp": "# Four\n"})
	if err := os.Rename(at(".a.md.swp"), at("a.md")); err != nil {
		t.Fatal(err)
	}
	w.have("Four")

	// A new folder with folders in it, and what comes into them later.
	writeTree(t, w.root, map[string]string{"new/deep/er/c.md": "# Five\n"})
	w.have("Five")
	writeTree(t, w.root, map[string]string{"new/deep/er/d.md": "# Six\n", "new/e.md": "# Seven\n"})
	w.have("Six")
	w.have("Seven")

	// A folder that moves is watched under its new name.
	if err := os.Rename(at("new"), at("moved")); err != nil {
		t.Fatal(err)
	}
	w.have("moved/deep/er/d.md")
	w.lose("new/")
	writeTree(t, w.root, map[string]string{"moved/deep/er/d.md": "# Eight\n"})
	w.have("Eight")

	// One that is moved into the tree brings its files, one that goes takes them.
	outside := filepath.Join(t.TempDir(), "outside")
	writeTree(t, outside, map[string]string{"f.md": "# Nine\n"})
	if err := os.Rename(outside, at("inside")); err != nil {
		t.Skip(err)
	}
	w.have("Nine")
	if err := os.RemoveAll(at("moved")); err != nil {
		t.Fatal(err)
	}
	w.lose("moved/")

	// The configuration and ignore files count for all of the tree.
	writeTree(t, w.root, map[string]string{".kwicignore": "docs/\n"})
	w.lose("docs/b.md")
	writeTree(t, w.root, map[string]string{".kwicignore": "\n"})
	w.have("docs/b.md")

	// A failure is told, and mended by a later change.
	writeTree(t, w.root, map[string]string{configName: "nonsense: 1\n"})
	w.until("the message", func() bool { return strings.Contains(w.said.String(), `kwic: `) })
	writeTree(t, w.root, map[string]string{configName: "", "a.md": "# Ten\n"})
	w.have("Ten")
}

// TestWatchGit shows that what git tracks and ignores counts when git alone writes it
// down: a file that was there before it was added, and one that is ignored.
func TestWatchGit(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	for _, flags := range [][]string{nil, {"--tracked"}} {
		w := startWatch(t, map[string]string{"a.md": "# One\n", "ignored/b.md": "# Two\n", ".gitignore": "ignored/\n"}, flags...)
		if flags == nil { // a repository that comes under the watch
			w.git("init", "--quiet")
			w.lose("Two")
		}
		w.git("add", "--force", "ignored/b.md", "a.md")
		w.have("Two")
		w.git("rm", "--quiet", "--cached", "ignored/b.md")
		w.lose("Two")
		writeTree(t, w.root, map[string]string{".git/info/exclude": "other.md\n", "other.md": "# Three\n", "last.md": "# Four\n"})
		w.git("add", "last.md")
		w.have("Four")
		writeTree(t, w.root, map[string]string{".git/info/exclude": "\n"})
		if flags == nil {
			w.have("Three")
		}
		// A commit changes neither list: nothing is built.
		mustBuild(t, buildOptions{Root: w.root, Tracked: flags != nil, Quiet: true}) // waits for the last one
		time.Sleep(200 * time.Millisecond)
		before := w.out.String()
		w.git("commit", "--quiet", "--message", "change")
		w.git("tag", "v1")
		time.Sleep(200 * time.Millisecond)
		if now := w.out.String(); now != before {
			t.Errorf("%q: a commit was followed by a build: %q", flags, strings.TrimPrefix(now, before))
		}
	}
}

// TestWatchNested shows that a repository in the tree, which is left out, is part of
// it once it has lost its .git, and left out again with a new one; and that nothing
// is built for what happens in it meanwhile.
func TestWatchNested(t *testing.T) {
	t.Parallel()
	w := startWatch(t, map[string]string{"a.md": "# One\n", "sub/b.md": "# Two\n", "sub/.git/HEAD": "ref: refs/heads/main\n", "sub/deep/c.md": "# Three\n"})
	before := w.out.String()
	writeTree(t, w.root, map[string]string{"sub/b.md": "# Four\n", "sub/d.md": "# Five\n"})
	time.Sleep(200 * time.Millisecond)
	if now := w.out.String(); now != before {
		t.Errorf("a change in another repository was followed by a build: %q", strings.TrimPrefix(now, before))
	}
	git := filepath.Join(w.root, "sub", ".git")
	for range 2 {
		if err := os.RemoveAll(git); err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"Three", "Four", "Five"} {
			w.have(part)
		}
		writeTree(t, w.root, map[string]string{"sub/deep/e.md": "# Six\n"})
		w.have("Six")
		writeTree(t, w.root, map[string]string{"sub/.git/HEAD": "ref: refs/heads/main\n"})
		for _, part := range []string{"Three", "Four", "Five", "Six"} {
			w.lose(part)
		}
	}
}

// TestWatchLosesRoot shows that a watch ends with a message where its tree is gone:
// nothing would be reported of what comes in its place.
func TestWatchLosesRoot(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), "tree")
	writeTree(t, root, map[string]string{"a.md": "# One\n", "docs/b.md": "# Two\n"})
	out, said := new(lockedBuffer), new(lockedBuffer)
	ended := make(chan int, 1)
	go func() { ended <- run(t.Context(), []string{"watch", root, "--debounce", "30ms"}, nil, out, said) }()
	for from := time.Now(); !strings.Contains(out.String(), " parsed"); time.Sleep(10 * time.Millisecond) {
		if time.Since(from) > 30*time.Second {
			t.Fatalf("the first build did not come: %s", said)
		}
	}
	if err := os.Rename(root, root+"-moved"); err != nil {
		t.Skip(err)
	}
	select {
	case code := <-ended:
		if code != exitFailure || !strings.Contains(said.String(), fmt.Sprintf("ROOT %q does not exist", root)) {
			t.Errorf("it ended with %d: %s", code, said)
		}
	case <-time.After(30 * time.Second):
		t.Errorf("it did not end: %s%s", out, said)
	}
}

// TestWatchMany shows that more changes than are looked at one by one, as a
// branch that is switched makes, are all seen.
func TestWatchMany(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	w := startWatch(t, map[string]string{"a.md": "# One\n"})
	const many = manyChanges + 500
	files := make(map[string]string, many)
	for i := range many {
		files[fmt.Sprintf("folder%d/n%d.md", i%40, i)] = fmt.Sprintf("# Note %d\n", i)
	}
	writeTree(t, w.root, files)
	w.until("all files", func() bool { return strings.Count(w.files(), "Note") == many })
	mustBuild(t, buildOptions{Root: w.root, Quiet: true}) // waits for their pages
	checkClean(t, w.root)
	if err := os.RemoveAll(filepath.Join(w.root, "folder7")); err != nil {
		t.Fatal(err)
	}
	w.lose("folder7/")
	if said := w.said.String(); said != "" {
		t.Errorf("it said %q", said)
	}
}

// TestWatchBranchSwitch has git switch between branches that differ in 5,000 files.
func TestWatchBranchSwitch(t *testing.T) {
	if !long {
		t.Skip("takes long")
	}
	t.Parallel()
	const many = 5000
	w := startWatch(t, map[string]string{"a.md": "# One\n"})
	w.git("init", "--quiet", "--initial-branch", "first")
	for _, branch := range []string{"first", "second"} {
		files := make(map[string]string)
		for i := range many {
			files[fmt.Sprintf("folder%d/n%d.md", i%40, i)] = fmt.Sprintf("# Note of the %s branch %d\n", branch, i)
		}
		writeTree(t, w.root, files)
		w.git("add", "--all")
		w.git("commit", "--quiet", "--message", branch)
		if branch == "first" {
			w.git("checkout", "--quiet", "-b", "second")
		}
	}
	for _, branch := range []string{"first", "second", "first"} {
		w.git("checkout", "--quiet", branch)
		w.until(branch, func() bool { return strings.Count(w.files(), "Note of the "+branch) == many })
	}
	mustBuild(t, buildOptions{Root: w.root, Quiet: true}) // waits for their pages
	checkClean(t, w.root)
}

// TestWatchOverflow shows that lost reports make the next build one of everything.
func TestWatchOverflow(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	writeTree(t, root, map[string]string{"a.md": "# One\n"})
	w := &watcher{options: buildOptions{Root: root, Named: true, Quiet: true, Stderr: new(bytes.Buffer)}, stdout: new(bytes.Buffer), stderr: new(bytes.Buffer)}
	if err := w.open(); err != nil {
		t.Fatal(err)
	}
	defer w.events.Close()
	build := func(want int) {
		t.Helper()
		if err := w.build(context.Background()); err != nil {
			t.Fatal(err)
		}
		if r, _ := mustBuild(t, buildOptions{Root: root}); r.Parsed != want {
			t.Errorf("left %d files to be parsed, want %d", r.Parsed, want)
		}
	}
	build(0)
	// A report that names another file says nothing of this one; one that says
	// that reports were lost does.
	writeTree(t, root, map[string]string{"b.md": "# Two\n"})
	w.note(fsnotify.Event{Name: filepath.Join(root, "a.md"), Op: fsnotify.Write})
	build(1)
	writeTree(t, root, map[string]string{"c.md": "# Three\n"})
	w.note(fsnotify.Event{Name: filepath.Join(root, "a.md"), Op: fsnotify.Write})
	if err := w.lost(fmt.Errorf("queue: %w", fsnotify.ErrEventOverflow)); err != nil {
		t.Fatal(err)
	}
	build(0)
	if err := w.lost(os.ErrPermission); err == nil {
		t.Error("another failure of the system is passed over")
	}
}
