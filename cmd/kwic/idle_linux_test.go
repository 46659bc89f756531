package main

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestNothingChangedOpensNothing asks the kernel which documents and pages a
// build opens or changes: none, where nothing changed; the one that did,
// otherwise.
func TestNothingChangedOpensNothing(t *testing.T) {
	root := t.TempDir()
	writeTree(t, root, viewsTree)
	mustBuild(t, buildOptions{Root: root})
	time.Sleep(60 * time.Millisecond)
	mustBuild(t, buildOptions{Root: root})
	for _, c := range []struct {
		change string
		want   string
	}{
		{"", ""},
		{"sub/b.md", "sub/b.md"},
	} {
		if c.change != "" {
			writeTree(t, root, map[string]string{c.change: "\n" + viewsTree[c.change]})
		}
		opened := watchOpens(t, root, func() { mustBuild(t, buildOptions{Root: root}) })
		for path := range opened {
			inPages := strings.HasPrefix(path, indexFolder+"/pages/")
			switch {
			case !strings.HasSuffix(path, ".md"), path == c.want, inPages && c.want != "" && strings.HasPrefix(path, indexFolder+"/pages/files/"+c.want):
			default:
				t.Errorf("with %q changed, %s was opened or written", c.change, path)
			}
		}
		if c.want != "" && !opened[c.want] {
			t.Errorf("with %q changed, it was not opened: the watch does not work", c.change)
		}
	}
}

// watchOpens returns the paths below root of the files that are opened,
// written, made or removed while do runs.
func watchOpens(t *testing.T, root string, do func()) map[string]bool {
	t.Helper()
	watch, err := unix.InotifyInit1(unix.IN_NONBLOCK)
	if err != nil {
		t.Skip("no inotify:", err)
	}
	defer unix.Close(watch)
	folders := make(map[int32]string)
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		id, err := unix.InotifyAddWatch(watch, path, unix.IN_OPEN|unix.IN_MODIFY|unix.IN_MOVED_TO|unix.IN_DELETE)
		folders[int32(id)] = path
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	do()
	found := make(map[string]bool)
	buffer := make([]byte, 1<<16)
	for {
		n, err := unix.Read(watch, buffer)
		if errors.Is(err, unix.EAGAIN) || n <= 0 {
			return found
		}
		for at := 0; at+unix.SizeofInotifyEvent <= n; {
			id := int32(binary.NativeEndian.Uint32(buffer[at:]))
			flags := binary.NativeEndian.Uint32(buffer[at+4:])
			length := int(binary.NativeEndian.Uint32(buffer[at+12:]))
			name := strings.TrimRight(string(buffer[at+unix.SizeofInotifyEvent:at+unix.SizeofInotifyEvent+length]), "\x00")
			if flags&unix.IN_ISDIR == 0 && name != "" {
				rel, err := filepath.Rel(root, filepath.Join(folders[id], name))
				if err != nil {
					t.Fatal(err)
				}
				found[filepath.ToSlash(rel)] = true
			}
			at += unix.SizeofInotifyEvent + length
		}
	}
}

// TestNewTimesAreRecorded gives documents and pages new times, as a checkout does: the
// next build reads them, the one after it opens none.
func TestNewTimesAreRecorded(t *testing.T) {
	root := t.TempDir()
	writeTree(t, root, viewsTree)
	mustBuild(t, buildOptions{Root: root})
	then := time.Now().Add(-time.Hour)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		return os.Chtimes(path, then, then)
	})
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(60 * time.Millisecond) // until the change times are older than the clock's tick
	isPage := func(opened map[string]bool) (pages int) {
		for path := range opened {
			if strings.HasSuffix(path, ".md") {
				pages++
			}
		}
		return pages
	}
	report, _ := mustBuild(t, buildOptions{Root: root})
	if report.Parsed+report.PagesWritten > 0 {
		t.Errorf("a build after the checkout parsed %d documents and wrote %d pages", report.Parsed, report.PagesWritten)
	}
	if n := isPage(watchOpens(t, root, func() { mustBuild(t, buildOptions{Root: root}) })); n > 0 {
		t.Errorf("the second build after the checkout opened %d documents and pages", n)
	}
}
