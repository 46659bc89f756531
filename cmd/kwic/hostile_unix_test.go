//go:build unix

package main

import (
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// longestWait bounds a build that would wait for ever if it opened a fifo.
const longestWait = time.Minute

// ends runs the real program, and fails where it does not end.
func ends(t *testing.T, args ...string) (code int, said string) {
	t.Helper()
	command, text := program(t, args...)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	waiting := time.AfterFunc(longestWait, func() {
		t.Errorf("%q does not end", args)
		_ = command.Process.Kill() // it may have ended
	})
	defer waiting.Stop()
	_ = command.Wait() // the exit code says it
	return command.ProcessState.ExitCode(), text.String()
}

// TestSpecialFiles builds a tree that is full of what is neither file nor folder,
// in the places of documents, of what kwic itself reads, and of its pages.
func TestSpecialFiles(t *testing.T) {
	t.Parallel()
	root, outside := t.TempDir(), t.TempDir()
	writeTree(t, outside, map[string]string{"mine.md": "# Mine\n", "folder/theirs.md": "# Theirs\n"})
	writeTree(t, root, map[string]string{"good.md": "# Good\n\nSee [it](fifo.md) and [that](out/theirs.md).\n", "in/other.md": "# Other\n"})
	at := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	for _, name := range []string{"fifo.md", "in/fifo.md", ".gitignore", "in/.kwicignore", "fifo.py", "NOTES", "good.md_docs.md"} {
		if err := unix.Mkfifo(at(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{
		"loop.md": "loop.md", "in/up": "..", "here": ".", "out": filepath.Join(outside, "folder"), "out.md": filepath.Join(outside, "mine.md"),
		"dead.md": "nowhere", "null.md": os.DevNull, "long.md": strings.Repeat("x/", 2000) + "y", "in/a": "b", "in/b": "a",
	} {
		if err := os.Symlink(target, at(name)); err != nil {
			t.Fatal(err)
		}
	}
	special := 7 + 10
	if socket, err := net.Listen("unix", at("s.md")); err == nil { // the path may be too long for one
		defer socket.Close()
		special++
	}
	if err := unix.Mknod(at("zero.md"), unix.S_IFCHR|0o644, int(unix.Mkdev(1, 5))); err == nil { // only the superuser may
		special++
	}
	code, said := ends(t, "build", root, "--json")
	if code != exitDone || !strings.Contains(said, `"parsed":2,`) || !strings.Contains(said, fmt.Sprintf(`"skipped":%d,`, special)) {
		t.Errorf("exit code %d, %d special files, said %q", code, special, said)
	}
	if code, said = ends(t, "build", root, "--files-from", listOf(t, at("fifo.md"), at("out/theirs.md"), at("in/a"), at("loop.md"))); code != exitDone {
		t.Errorf("exit code %d, said %q", code, said)
	}
	for name, content := range pagesBelow(t, defaultOut(root)) {
		if strings.Contains(content, "Theirs") || strings.Contains(content, "Mine") {
			t.Errorf("%s shows what is not in the tree", name)
		}
	}

	// What kwic itself reads is named where it is a fifo.
	for _, c := range []struct{ path, want string }{
		{".kwic.yaml", `cannot read the configuration ".kwic.yaml": not a regular file`},
		{".kwic/index.db", "not an index of kwic: it is not a regular file"},
		{".git", ""},
		{".git/config", "config: not a regular file"},
		{".git/index", "index: not a regular file"},
		{".git/HEAD", ""},
		{".git/info/exclude", ""},
	} {
		if err := os.MkdirAll(filepath.Dir(at(c.path)), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(c.path, ".git/") && c.path != ".git/HEAD" {
			writeTree(t, root, map[string]string{".git/HEAD": "ref: refs/heads/main\n"})
		}
		os.Remove(at(c.path))
		if err := unix.Mkfifo(at(c.path), 0o644); err != nil {
			t.Fatal(err)
		}
		code, said := ends(t, "build", root)
		if c.want == "" && code != exitDone || c.want != "" && (code != exitFailure || !strings.Contains(said, c.want)) {
			t.Errorf("%s: exit code %d, said %q, want %q", c.path, code, said, c.want)
		}
		os.Remove(at(c.path))
		os.RemoveAll(at(".git"))
	}
}

// listOf writes a list of paths to a file.
func listOf(t *testing.T, paths ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(name, []byte(strings.Join(paths, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestLinksInPagesPlace puts symbolic links to somebody's files and folders where
// pages belong. They are named and refused, and nothing is written through them.
func TestLinksInPagesPlace(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	const precious = "# Precious\n"
	for _, c := range []struct {
		place  string
		folder bool
		before bool // there is no index yet
	}{
		{"index.md", false, false}, {"keywords/k-g.md", false, false}, {"files/a/one.md_kw.md", false, false}, {"files/a/one.md_kw.md", false, true},
		{"files", true, false}, {"files/a", true, false}, {"files/a", true, true}, {"keywords", true, true}, {".gitattributes", false, true}, {".kwic-1.tmp", false, true},
	} {
		t.Run(fmt.Sprintf("%s %v", c.place, c.before), func(t *testing.T) {
			root, outside := t.TempDir(), t.TempDir()
			writeTree(t, root, map[string]string{"a/one.md": "# Gauge\n", "two.md": "# Two\n"})
			writeTree(t, outside, map[string]string{"file.md": precious, "folder/index.md": precious})
			if !c.before {
				mustBuild(t, buildOptions{Root: root})
				writeTree(t, root, map[string]string{"a/one.md": "# Gauge\n\nAnother **gauge**.\n"})
			}
			place := filepath.Join(defaultOut(root), filepath.FromSlash(c.place))
			target := filepath.Join(outside, "file.md")
			if c.folder {
				target = filepath.Join(outside, "folder")
			}
			err := os.RemoveAll(place)
			if err == nil {
				err = os.MkdirAll(filepath.Dir(place), 0o755)
			}
			if err == nil {
				err = os.Symlink(target, place)
			}
			if err != nil {
				t.Fatal(err)
			}
			code, said := ends(t, "build", root)
			if c.place != ".gitattributes" && c.place != ".kwic-1.tmp" && (code != exitFailure || !strings.Contains(said, "a symbolic link or special file that is not kwic's stands in the place of a page: \""+place+"\"") || !strings.Contains(said, "hint: move it away")) {
				t.Errorf("exit code %d, said %q", code, said)
			}
			if !c.before { // a build of some paths meets it as well
				ends(t, "build", root, "--files-from", listOf(t, filepath.Join(root, "a", "one.md")))
			}
			want := map[string]string{"file.md": precious, "folder/index.md": precious}
			if got := pagesBelow(t, outside); !maps.Equal(got, want) {
				t.Errorf("outside of the tree there is %q", got)
			}
			if err := os.Remove(place); err != nil {
				t.Fatal(err)
			}
			os.Remove(defaultOut(root)) // of a first build, where it is empty
			mustBuild(t, buildOptions{Root: root})
			if c.place != ".gitattributes" { // a file of the user's, once it is there
				checkClean(t, root)
			}
		})
	}
}

// TestAwkwardNames builds files and folders whose names are options of commands,
// as long as the file system allows, or differ in case alone, in many ways.
func TestAwkwardNames(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	names := []string{"-rf.md", "--.md", "-.md", "--db=x.md", "$(reboot).md", "; rm -rf x.md", "&.md", "a\nb.md", "\x1b[31mred.md", "\x7f.md", strings.Repeat("n", 252) + ".md", strings.Repeat("é", 126) + ".md",
		"Case.md", "case.md", "CASE.md", "-rf/in.md", "Case/in.md", "case/in.md", "-o/-v/--help.md", strings.Repeat("f", 255) + "/in.md", "e\u0301.md", "é.md", "ſ.md", "s.md", "İ.md", "K.md", "k.md", "K.md"}
	files := make(map[string]string)
	for i, name := range names {
		files[name] = fmt.Sprintf("# Name %d\n\nThe **spindle** of `name_%d`.\n", i, i)
	}
	writeTree(t, root, files)
	bad := []string{"bad\xff.md", "\xc3\x28.md", "bad\xff/in.md"}
	for _, name := range bad {
		at := filepath.Join(root, name)
		os.MkdirAll(filepath.Dir(at), 0o755)
		if err := os.WriteFile(at, []byte("# Bad\n"), 0o644); err != nil {
			bad = nil // this file system allows no such names
		}
	}
	there := pagesBelow(t, root) // some file systems take two of the names for one
	s := checkedSite(t, buildOptions{Root: root})
	if want := len(there) - len(bad); s.report.Parsed != want || s.report.Skipped != len(bad) {
		t.Errorf("%d parsed of %d, %d left out of %d", s.report.Parsed, want, s.report.Skipped, len(bad))
	}
	for name := range files {
		if _, is := there[name]; is && strings.HasPrefix(there[name], "# Name") {
			writeTree(t, root, map[string]string{name: there[name] + "\nChanged.\n"})
		}
	}
	var list []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		list = append(list, filepath.Join(root, name))
	}
	if r, said := mustBuild(t, buildOptions{Root: root, Paths: list}); said != "" || r.Parsed != len(there)-len(bad) {
		t.Errorf("%d parsed of %d, said %q", r.Parsed, len(there)-len(bad), said)
	}
	for _, name := range bad {
		os.RemoveAll(filepath.Join(root, filepath.Dir(name), filepath.Base(name)))
	}
	os.RemoveAll(filepath.Join(root, "bad\xff"))
	mustBuild(t, buildOptions{Root: root})
	checkClean(t, root)
}

// TestDeepFolders builds documents 300 folders deep, as far as the file system
// takes paths of pages for them.
func TestDeepFolders(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	root := t.TempDir()
	deep := strings.Repeat("d/", 300)
	writeTree(t, root, map[string]string{deep + "deep.md": "# Deep\n\nThe **spindle**.\n", deep[:300] + "half.md": "# Half\n\nThe **spindle**.\n", "top.md": "# Top\n\nSee [deep](" + deep + "deep.md).\n"})
	s := checkedSite(t, buildOptions{Root: root})
	s.page(t, "files/"+deep+"deep.md_kw.md")
	if s.report.Parsed != 3 {
		t.Errorf("%d documents", s.report.Parsed)
	}
	writeTree(t, root, map[string]string{deep + "deep.md": "# Deeper\n"})
	mustBuild(t, buildOptions{Root: root})
	checkClean(t, root)
	if err := os.RemoveAll(filepath.Join(root, "d")); err != nil {
		t.Fatal(err)
	}
	mustBuild(t, buildOptions{Root: root})
	checkClean(t, root)
}
