package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// awayFromTree configures pages that are the same wherever they are put.
var awayFromTree = map[string]string{configName: "source_url: https://example.org/x/\n"}

// TestDiskFull builds onto disks that are too small by more or less, so that
// the database or some page does not fit, and then gives them room.
func TestDiskFull(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	tree, clean := crashTree(t, 220), t.TempDir()
	writeTree(t, tree, awayFromTree)
	mustBuild(t, buildOptions{Root: tree, DB: filepath.Join(clean, "index.db"), Out: filepath.Join(clean, "p")})
	database, err := os.Stat(filepath.Join(clean, "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	sizes := []int{16, 120, 400, 1100}
	for _, more := range []int{8, 20, 32, 44} { // room for the database, but not for all that stands beside it
		sizes = append(sizes, int(database.Size()>>10)+more)
	}
	for _, kilobytes := range sizes {
		t.Run(fmt.Sprint(kilobytes), func(t *testing.T) {
			disk := t.TempDir()
			if err := unix.Mount("kwic-test", disk, "tmpfs", 0, fmt.Sprintf("size=%dk", kilobytes)); err != nil {
				t.Skip("cannot mount:", err)
			}
			defer func() {
				if err := unix.Unmount(disk, unix.MNT_DETACH); err != nil {
					t.Error(err)
				}
			}()
			o := buildOptions{Root: tree, Named: true, DB: filepath.Join(disk, "index.db"), Out: filepath.Join(disk, "p"), Stderr: new(bytes.Buffer)}
			if _, err := runBuild(context.Background(), o); err == nil {
				t.Fatal("the disk was large enough")
			} else if said := err.Error(); !strings.Contains(said, "no space left") && !strings.Contains(said, "full") {
				t.Errorf("it says %q", said)
			}
			if err := unix.Mount("kwic-test", disk, "tmpfs", unix.MS_REMOUNT, "size=64m"); err != nil {
				t.Fatal(err)
			}
			if _, said := mustBuild(t, o); said != "" {
				t.Errorf("with room it says %q", said)
			}
			compareBuilds(t, disk, clean)
		})
	}
}

// TestDiskFills fills a disk between two builds.
func TestDiskFills(t *testing.T) {
	t.Parallel()
	tree, disk, clean := crashTree(t, 60), t.TempDir(), t.TempDir()
	writeTree(t, tree, awayFromTree)
	if err := unix.Mount("kwic-test", disk, "tmpfs", 0, "size=16m"); err != nil {
		t.Skip("cannot mount:", err)
	}
	defer func() {
		if err := unix.Unmount(disk, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	}()
	o := buildOptions{Root: tree, Named: true, DB: filepath.Join(disk, "index.db"), Out: filepath.Join(disk, "p"), Stderr: new(bytes.Buffer)}
	mustBuild(t, o)
	for round, left := range []int{0, 8 << 10, 64 << 10, 128 << 10} {
		writeTree(t, tree, map[string]string{
			"part1/n1.md":                       fmt.Sprintf("# Renewed %d\n\n%s", round, strings.Repeat("The **ratchet** and `pawl()`.\n\n", 100)),
			fmt.Sprintf("new%d/n.md", round):    "# New\n\nA **gauge**.\n",
			fmt.Sprintf("new%d/long.md", round): strings.Repeat("# Gauge\n\nA **gauge** of `brass`.\n\n", 200),
		})
		fill := filepath.Join(disk, "fill")
		fillDisk(t, disk, fill, left)
		_, err := runBuild(context.Background(), o)
		if err == nil && left < 64<<10 {
			t.Errorf("%d bytes were enough", left)
		}
		if err := os.Remove(fill); err != nil {
			t.Fatal(err)
		}
		if _, said := mustBuild(t, o); said != "" {
			t.Errorf("with room it says %q", said)
		}
	}
	mustBuild(t, buildOptions{Root: tree, DB: filepath.Join(clean, "index.db"), Out: filepath.Join(clean, "p")})
	compareBuilds(t, disk, clean)
}

// TestTemporaryFolderFull shows that what needs room in the temporary folder names it,
// and not the disk of the database alone, which may have plenty.
func TestTemporaryFolderFull(t *testing.T) {
	t.Parallel()
	root, temporary := crashTree(t, 60), t.TempDir()
	mustBuild(t, buildOptions{Root: root})
	writeTree(t, root, map[string]string{"new.md": "# New\n\nThe **ratchet**.\n"})
	if err := unix.Mount("kwic-test", temporary, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("cannot mount:", err)
	}
	defer func() {
		if err := unix.Unmount(temporary, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	}()
	for _, folder := range []string{temporary, filepath.Join(temporary, "none")} {
		command, said := program(t, "check", root)
		command.Env = append(command.Env, "TMPDIR="+folder)
		if _ = command.Run(); command.ProcessState.ExitCode() != exitFailure || !strings.Contains(said.String(), "temporary folder") || !strings.Contains(said.String(), folder) {
			t.Errorf("TMPDIR=%s: exit code %d, said %q", folder, command.ProcessState.ExitCode(), said)
		}
	}
	if _, said := mustBuild(t, buildOptions{Root: root}); said != "" { // needs none of it
		t.Errorf("said %q", said)
	}
	checkClean(t, root)
}

// fillDisk writes a file that leaves so many bytes free.
func fillDisk(t *testing.T, disk, file string, left int) {
	t.Helper()
	var state unix.Statfs_t
	if err := unix.Statfs(disk, &state); err != nil {
		t.Fatal(err)
	}
	size := int64(state.Bavail)*state.Bsize - int64(left)
	if err := os.WriteFile(file, make([]byte, max(size, 0)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// compareBuilds compares two builds of one tree, each with database and pages
// in a folder of its own. source_url keeps the folders' names out of the pages;
// where the pages are put is a part of the configuration.
func compareBuilds(t *testing.T, got, want string) {
	t.Helper()
	if d := compareFiles(pagesBelow(t, filepath.Join(got, "p")), pagesBelow(t, filepath.Join(want, "p"))); d != "" {
		t.Errorf("pages are not those of a clean build (+ is too much, - is missing):\n%s", d)
	}
	rows := func(folder string) []string {
		all := viewsOf(t, filepath.Join(folder, "index.db"))
		return slices.DeleteFunc(all, func(row string) bool { return strings.HasPrefix(row, "meta ") })
	}
	if d := compareLines(rows(got), rows(want)); d != "" {
		t.Errorf("rows are not those of a clean build (+ is too much, - is missing):\n%s", d)
	}
}
