package scan

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestStatOld asks both system calls about every kind of file.
func TestStatOld(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"file": "abc", "folder/": ""})
	if err := os.Symlink("file", filepath.Join(root, "link")); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mkfifo(filepath.Join(root, "fifo"), 0o666); err != nil {
		t.Fatal(err)
	}
	f, err := openRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	for name, want := range map[string]kind{"file": kindFile, "folder": kindFolder, "link": kindLink, "fifo": kindOther} {
		stat, k, err := f.stat(name)
		old, oldKind, oldErr := f.statOld(name)
		if err != nil || oldErr != nil || k != want || oldKind != want || stat != old {
			t.Errorf("%s: %+v %v %v, old %+v %v %v", name, stat, k, err, old, oldKind, oldErr)
		}
	}
	for _, name := range []string{"none", strings.Repeat("x", 256)} {
		_, _, err := f.stat(name)
		_, _, oldErr := f.statOld(name)
		if !errors.Is(err, oldErr) || err == nil || len(name) < 10 && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%.10s: %v, old %v", name, err, oldErr)
		}
	}
}
