package scan

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestGitState shows that the state follows which files are tracked and ignored, and
// nothing else that git writes into its index.
func TestGitState(t *testing.T) {
	t.Parallel()
	needGit(t)
	root := t.TempDir()
	git(t, root, "init", "--quiet")
	state := func() GitState {
		t.Helper()
		s, err := GitStateOf(root)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	write(t, root, map[string]string{"a.md": "a"})
	before := state()
	git(t, root, "add", "a.md")
	added := state()
	if added.Sum == before.Sum {
		t.Error("a tracked file makes no difference")
	}
	write(t, root, map[string]string{"a.md": "another a"})
	if err := os.Chtimes(filepath.Join(root, "a.md"), time.Unix(1, 0), time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	git(t, root, "add", "a.md")
	git(t, root, "update-index", "--refresh")
	if state().Sum != added.Sum {
		t.Error("another content makes a difference")
	}
	write(t, root, map[string]string{".git/info/exclude": "b.md\n"})
	if state().Sum == added.Sum {
		t.Error("an ignored file makes no difference")
	}
	if s, err := GitStateOf(t.TempDir()); err != nil || len(s.Folders) != 1 || s.Sum != (GitState{}).Sum {
		t.Errorf("without a repository: %+v (%v)", s, err)
	}
}
