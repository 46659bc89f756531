package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestFindRoot(t *testing.T) {
	top := t.TempDir()
	for _, folder := range []string{
		"git/.git", "git/a/b", "git/indexed/.kwic", "git/indexed/sub", "git/configured/sub/.git",
		"worktree/a", "bare/a", "odd/.kwic.yaml", "odd/.git", "odd/a",
	} {
		if err := os.MkdirAll(filepath.Join(top, filepath.FromSlash(folder)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{"git/configured/.kwic.yaml", "worktree/.git", "bare/.kwic"} {
		if err := os.WriteFile(filepath.Join(top, filepath.FromSlash(file)), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct{ start, want string }{
		{"git", "git"},
		{"git/a/b", "git"},
		{"git/a/../a/b/", "git"},
		{"git/indexed", "git/indexed"},
		{"git/indexed/sub", "git/indexed"},
		{"git/configured/sub", "git/configured"}, // an index above beats a nearer repository
		{"worktree/a", "worktree"},
		{"bare/a", "bare/a"}, // a file named .kwic is no index
		{"odd/a", "odd"},     // nor is a folder named .kwic.yaml
	}
	for _, test := range tests {
		got, err := findRoot(filepath.Join(top, filepath.FromSlash(test.start)))
		want := filepath.Join(top, filepath.FromSlash(test.want))
		if strings.HasPrefix(test.start, "bare") && got != want && strings.HasPrefix(top, got) {
			t.Skip("the temporary folder itself lies in an indexed tree")
		}
		if err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", test.start, got, err, want)
		}
	}
}

func TestFindRootKeepsSymlinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symlinks need a privilege on Windows")
	}
	top := t.TempDir()
	if err := os.MkdirAll(filepath.Join(top, "real/.kwic"), 0o755); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(top, "link")
	if err := os.Symlink(filepath.Join(top, "real"), link); err != nil {
		t.Fatal(err)
	}
	if got, err := findRoot(link); err != nil || got != link {
		t.Errorf("%s, %v; want %s", got, err, link)
	}
	t.Chdir(filepath.Join(top, "real"))
	if got, err := findRoot("."); err != nil || !filepath.IsAbs(got) || filepath.Base(got) != "real" {
		t.Errorf("relative: %s, %v", got, err)
	}
}

func TestCheckRoot(t *testing.T) {
	top := t.TempDir()
	file := filepath.Join(top, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		top:                          "",
		"":                           "ROOT is empty",
		filepath.Join(top, "absent"): "does not exist",
		file:                         "is not a folder",
		filepath.Join(file, "below"): "ROOT",
	} {
		err := checkRoot(path)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || exitCode(err) != exitFailure) {
			t.Errorf("%q: %v, want %q", path, err, want)
		}
	}
}
