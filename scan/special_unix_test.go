//go:build unix

package scan

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// TestSpecialFiles walks past everything that is neither file nor folder.
func TestSpecialFiles(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	write(t, outside, map[string]string{"out.md": "", ".gitignore": "*"})
	write(t, root, map[string]string{"a.md": "", "in/b.md": ""})
	for name, target := range map[string]string{"loop": ".", "in/up": "..", "out": outside, "link.md": "a.md", "dead.md": "nowhere", ".gitignore": filepath.Join(outside, ".gitignore"), "self": "self"} {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := unix.Mkfifo(filepath.Join(root, "fifo.md"), 0o666); err != nil {
		t.Fatal(err)
	}
	if socket, err := net.Listen("unix", filepath.Join(root, "s.md")); err == nil {
		defer socket.Close()
	} else {
		write(t, root, map[string]string{"s.md/": ""}) // the path may be too long for a socket
		t.Skip(err)
	}
	expect(t, rows(t, Options{Root: root}), "a.md", "in/b.md",
		".gitignore: symbolic link", "dead.md: symbolic link", "fifo.md: not a regular file", "in/up: symbolic link", "link.md: symbolic link", "loop: symbolic link", "out: symbolic link",
		"s.md: not a regular file", "self: symbolic link")
	for _, name := range []string{"fifo.md", "link.md", "s.md", "in"} {
		if _, _, err := Read(root, File{Path: name}, 0); !errors.Is(err, ErrNotRegular) {
			t.Errorf("Read(%q): %v", name, err)
		}
	}
	if _, _, err := Read(root, File{Path: "none.md"}, 0); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	// The root itself may be a link.
	expect(t, rows(t, Options{Root: filepath.Join(root, "in", "up", "in"), Exclude: []string{"up"}}), "b.md")
}

// TestNamesNotUTF8 has two names that would be escaped alike by a careless
// rule, and files that bear the escaped names.
func TestNamesNotUTF8(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "\xff.md"), nil, 0o666); err != nil {
		t.Skip("this file system allows no such names")
	}
	write(t, root, map[string]string{"a.md": "", "\\xff.md": "", "x\xfe/a.md": "", "b\\\xff\n.md": "", "ok/\xc3.md": "", "z.md": "", "ignored\xff.md": "", ".gitignore": "ignored*\n"})
	expect(t, rows(t, Options{Root: root}), `\xff.md`, "a.md", "z.md",
		".gitignore: no known document type", `\xff.md\: name not UTF-8`, `b\\\xff\n.md: name not UTF-8`, `ok/\xc3.md: name not UTF-8`, `x\xfe/: name not UTF-8`)
}

// TestUnreadable takes the permission away. The superuser has it all the same.
func TestUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("permissions do not bind the superuser")
	}
	root := t.TempDir()
	write(t, root, map[string]string{"a.md": "", "shut/b.md": "", "shut.md": "", "in/.gitignore": "c.md\n", "in/c.md": ""})
	for _, name := range []string{"shut", "shut.md", "in/.gitignore"} {
		if err := os.Chmod(filepath.Join(root, name), 0); err != nil {
			t.Fatal(err)
		}
	}
	defer os.Chmod(filepath.Join(root, "shut"), 0o777)
	expect(t, rows(t, Options{Root: root}), "a.md", "in/c.md", "shut.md", "in/.gitignore: unreadable", "shut/: unreadable")
	if _, _, err := Read(root, File{Path: "shut.md"}, 0); !errors.Is(err, fs.ErrPermission) {
		t.Error(err)
	}
	if _, err := List(context.Background(), root); !errors.Is(err, fs.ErrPermission) {
		t.Error(err)
	}
}

// TestDeepTree nests folders until no path leads there any more.
func TestDeepTree(t *testing.T) {
	root := t.TempDir()
	name := "a-folder-with-a-rather-long-name-0123456789-0123456789-0123456789-0123456789"
	fd, err := unix.Open(root, unix.O_RDONLY|unix.O_DIRECTORY, 0)
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if err := unix.Mkdirat(fd, name, 0o777); err != nil {
			t.Fatal(err)
		}
		below, err := unix.Openat(fd, name, unix.O_RDONLY|unix.O_DIRECTORY, 0)
		unix.Close(fd)
		if err != nil {
			t.Fatal(err)
		}
		fd = below
	}
	unix.Close(fd)
	write(t, root, map[string]string{"z.md": ""})
	tree, err := Walk(context.Background(), Options{Root: root})
	if err != nil || len(tree.Files) != 1 || len(tree.Skipped) != 1 || tree.Skipped[0].Reason != Unreadable {
		t.Fatal(tree, err)
	}
}
