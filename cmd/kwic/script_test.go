package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts, and tests that kill it, run the real program: the test
// binary under the name kwic.
func TestMain(m *testing.M) {
	if os.Getenv("GORACE") == "" {
		os.Setenv("GORACE", "atexit_sleep_ms=0") // else the race detector adds a second to every run of the program
	}
	testscript.Main(m, map[string]func(){
		"kwic": func() {
			signal.Ignore(syscall.SIGPIPE)
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
			stop()
			os.Exit(code)
		},
	})
}

// TestScripts runs the real program in scripts. Besides testscript's own
// commands they know
//
//	keep NAME PATH…     notes every file below the paths: bytes and time
//	kept NAME           nothing below them was written, added or removed since
//	changed NAME FILE…  exactly these files were; "*" in a file's place allows any further ones
//	settle              waits until files are older than a tick of the clock
//	clean ROOT          index and pages of the tree are those of a clean build of a copy of it
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			e.Values["kept"] = make(map[string]keeping)
			e.Setenv("GORACE", os.Getenv("GORACE"))
			e.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			e.Setenv("GIT_CONFIG_SYSTEM", os.DevNull)
			e.Setenv("GIT_CONFIG_COUNT", "1") // what a script commits need not survive a power cut
			e.Setenv("GIT_CONFIG_KEY_0", "core.fsync")
			e.Setenv("GIT_CONFIG_VALUE_0", "none")
			for _, name := range []string{"GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"} {
				e.Setenv(name, "tester@example.org")
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"keep":    scriptKeep,
			"kept":    scriptKept,
			"changed": scriptChanged,
			"settle":  func(*testscript.TestScript, bool, []string) { time.Sleep(60 * time.Millisecond) },
			"clean":   scriptClean,
		},
	})
}

// keeping is the state of the files below some paths.
type keeping struct {
	paths []string
	files map[string]string // path -> time and bytes
}

func keepingOf(ts *testscript.TestScript, paths []string) keeping {
	k := keeping{paths, make(map[string]string)}
	for _, path := range paths {
		err := filepath.WalkDir(ts.MkAbs(path), func(file string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			info, err := entry.Info()
			if err != nil {
				return err
			}
			rel, err := filepath.Rel(ts.MkAbs("."), file)
			if err != nil {
				return err
			}
			content := ""
			if info.Mode().IsRegular() {
				content = ts.ReadFile(file)
			}
			k.files[filepath.ToSlash(rel)] = info.ModTime().Format(time.RFC3339Nano) + content
			return nil
		})
		if err != nil && !os.IsNotExist(err) {
			ts.Fatalf("%v", err)
		}
	}
	return k
}

func scriptKeep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: keep NAME PATH…")
	}
	ts.Value("kept").(map[string]keeping)[args[0]] = keepingOf(ts, args[1:])
}

// differences returns the files that are not as they were kept.
func differences(ts *testscript.TestScript, name string) []string {
	before, ok := ts.Value("kept").(map[string]keeping)[name]
	if !ok {
		ts.Fatalf("nothing was kept as %q", name)
	}
	now := keepingOf(ts, before.paths)
	var differ []string
	for file, state := range now.files {
		if old, was := before.files[file]; !was || old != state {
			differ = append(differ, file)
		}
	}
	for file := range before.files {
		if _, is := now.files[file]; !is {
			differ = append(differ, file)
		}
	}
	slices.Sort(differ)
	return differ
}

func scriptKept(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: [!] kept NAME")
	}
	differ := differences(ts, args[0])
	switch {
	case !neg && len(differ) > 0:
		ts.Fatalf("changed since %q:\n%s", args[0], strings.Join(differ, "\n"))
	case neg && len(differ) == 0:
		ts.Fatalf("nothing changed since %q", args[0])
	}
}

func scriptChanged(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: changed NAME FILE…")
	}
	differ := make(map[string]bool)
	for _, file := range differences(ts, args[0]) {
		differ[file] = true
	}
	wrong := ""
	more := false
	for _, file := range args[1:] {
		more = more || file == "*"
		if file != "*" && !differ[file] {
			wrong += fmt.Sprintf("stayed as it was: %s\n", file)
		}
		delete(differ, file)
	}
	if !more {
		for _, file := range slices.Sorted(maps.Keys(differ)) {
			wrong += fmt.Sprintf("changed: %s\n", file)
		}
	}
	if wrong != "" {
		ts.Fatalf("since %q:\n%s", args[0], wrong)
	}
}

// scriptClean compares a tree's index and pages with those that a build of a copy
// of the tree makes from nothing.
func scriptClean(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: clean ROOT")
	}
	base, err := os.MkdirTemp("", "kwic-clean-")
	ts.Check(err)
	defer os.RemoveAll(base)
	root, copied := ts.MkAbs(args[0]), filepath.Join(base, "tree")
	c, err := loadConfig(root, "")
	ts.Check(err)
	out := c.Out
	if out == "" {
		out = filepath.Join(indexFolder, "pages")
	}
	ts.Check(os.CopyFS(copied, os.DirFS(root)))
	ts.Check(os.RemoveAll(filepath.Join(copied, indexFolder)))
	ts.Check(os.RemoveAll(filepath.Join(copied, out)))
	t := scriptFataler{ts}
	mustBuild(t, buildOptions{Root: copied})
	if d := compareFiles(pagesBelow(t, filepath.Join(root, out)), pagesBelow(t, filepath.Join(copied, out))); d != "" {
		ts.Fatalf("pages are not those of a clean build (+ is too much, - is missing):\n%s", d)
	}
	if d := compareLines(viewsOf(t, defaultDB(root)), viewsOf(t, defaultDB(copied))); d != "" {
		ts.Fatalf("rows are not those of a clean build (+ is too much, - is missing):\n%s", d)
	}
}

// scriptFataler lets a script call what tests call.
type scriptFataler struct{ *testscript.TestScript }

func (scriptFataler) Helper() {}
