package scan

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fataler is what tests, benchmarks and rapid's checks share.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// needGit skips the test where git is missing.
func needGit(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
}

// git runs git in dir, deaf to the user's and the machine's configuration,
// and returns its output.
func git(t fataler, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+os.DevNull, "XDG_CONFIG_HOME="+os.DevNull, "LC_ALL=C",
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, errs.String())
	}
	return out.String()
}

// write makes files, with their folders; a path that ends in a slash is a
// folder.
func write(t fataler, root string, files map[string]string) {
	t.Helper()
	for path, content := range files {
		full := filepath.Join(root, filepath.FromSlash(path))
		dir := filepath.Dir(full)
		if strings.HasSuffix(path, "/") {
			dir = full
		}
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatalf("%v", err)
		}
		if dir == full {
			continue
		}
		if err := os.WriteFile(full, []byte(content), 0o666); err != nil {
			t.Fatalf("%v", err)
		}
	}
}

// gitTree lists the tree below dir as git sees it: what is tracked and on
// disk, and what is neither tracked nor ignored.
func gitTree(t fataler, dir string, args ...string) []string {
	t.Helper()
	if args == nil {
		args = []string{"--cached", "--others", "--exclude-standard"}
	}
	out := git(t, dir, append([]string{"ls-files", "-z"}, args...)...)
	var list []string
	for _, path := range strings.Split(strings.TrimSuffix(out, "\x00"), "\x00") {
		if path == "" {
			continue
		}
		info, err := os.Lstat(filepath.Join(dir, path))
		if errors.Is(err, fs.ErrNotExist) || err != nil && strings.Contains(err.Error(), "not a directory") {
			continue // tracked, but not on disk
		}
		if err != nil {
			t.Fatalf("%v", err)
		}
		if info.IsDir() && !strings.HasSuffix(path, "/") {
			path += "/" // a submodule
		}
		list = append(list, path)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// walkTree lists all of Walk's tree, candidates or not.
func walkTree(t fataler, o Options) []string {
	t.Helper()
	tree, err := Walk(context.Background(), o)
	if err != nil {
		t.Fatalf("Walk: %v", err)
	}
	list := make([]string, 0, len(tree.Files)+len(tree.Skipped))
	for i, f := range tree.Files {
		if i > 0 && tree.Files[i-1].Path >= f.Path {
			t.Fatalf("files out of order: %q, %q", tree.Files[i-1].Path, f.Path)
		}
		list = append(list, f.Path)
	}
	for i, s := range tree.Skipped {
		if i > 0 && tree.Skipped[i-1].Path >= s.Path {
			t.Fatalf("skipped out of order: %q, %q", tree.Skipped[i-1].Path, s.Path)
		}
		list = append(list, s.Path)
	}
	slices.Sort(list)
	return list
}

// sameTree compares two lists and shows only what differs.
func sameTree(t fataler, got, want []string) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	var extra, missing []string
	for _, p := range got {
		if _, ok := slices.BinarySearch(want, p); !ok {
			extra = append(extra, p)
		}
	}
	for _, p := range want {
		if _, ok := slices.BinarySearch(got, p); !ok {
			missing = append(missing, p)
		}
	}
	t.Fatalf("not git's tree\nwe have, git has not: %q\ngit has, we have not: %q", extra, missing)
}
