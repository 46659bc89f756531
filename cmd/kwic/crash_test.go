//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"kwic/store"

	"github.com/gofrs/flock"
)

// crashTree makes a tree with more documents than are held back until the
// index is committed, so that a build can be stopped at every stage.
func crashTree(t *testing.T, documents int) string {
	root := t.TempDir()
	files := make(map[string]string, documents)
	for i := range documents {
		files[fmt.Sprintf("part%d/n%d.md", i%7, i)] = fmt.Sprintf("# Gadget %d\n\nThe **spindle** of `wind_%d()`.\n", i, i%9)
	}
	writeTree(t, root, files)
	return root
}

// program starts the real program, the test binary under the name kwic.
func program(t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	path, err := exec.LookPath("kwic")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(path, args...)
	command.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0")
	said := new(bytes.Buffer)
	command.Stdout, command.Stderr = said, said
	return command, said
}

// TestKill kills the program at random moments, whatever it does. What it leaves
// can be asked and is one state, and the next build ends where a clean one does.
func TestKill(t *testing.T) {
	t.Parallel()
	rounds := 8
	if long {
		rounds = 200
	}
	c := newCrashed(t, manyFiles+20)
	list := c.listed(t)
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	commands := [][]string{{"build"}, {"rebuild"}, {"build", "--full"}, {"build", "--files-from", list}}
	longest := make([]time.Duration, len(commands))
	killed := 0
	for round := 0; killed < rounds; round++ {
		switch random.IntN(8) {
		case 0:
			c.fresh(t)
		case 1:
			os.Remove(defaultDB(c.root))
		case 2:
			os.RemoveAll(filepath.Join(defaultOut(c.root), "files", "part2"))
		}
		c.swap(t)
		before := c.asked()
		kind := random.IntN(len(commands))
		code, took, said := c.killAfter(t, commands[kind], time.Duration(random.Int64N(int64(max(longest[kind], 300*time.Millisecond)))))
		switch {
		case code == -1:
			killed++
			c.checkLeft(t, before)
		case code != exitDone:
			t.Errorf("exit code %d", code)
		default:
			longest[kind] = took
		}
		if strings.Contains(said, "damaged") {
			t.Error("a kill has damaged the database")
		}
		c.checkHealed(t)
		if t.Failed() || round > 20*rounds {
			t.Fatalf("round %d, %d killed, %q: %s", round, killed, commands[kind], said)
		}
	}
	t.Logf("killed at %d moments", killed)
}

// killAfter kills a command after some time; the exit code is -1 then.
func (c *crashed) killAfter(t *testing.T, args []string, after time.Duration) (code int, took time.Duration, said string) {
	t.Helper()
	command, text := program(t, c.command(args...)...)
	started := time.Now()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = command.Process.Kill() }) // it may have ended
	defer timer.Stop()
	err := command.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), time.Since(started), text.String()
}

// TestInterrupt shows that Ctrl-C and the signal by which systems end programs end
// a command soon, with its message and exit code, and leave what the next build
// goes on from.
func TestInterrupt(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	rounds := 6
	if long {
		rounds = 60
	}
	c := newCrashed(t, manyFiles+20)
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	commands := [][]string{{"build", "--full"}, {"rebuild"}, {"build"}}
	interrupted := 0
	for round := 0; interrupted < rounds; round++ {
		if round%4 == 0 {
			c.fresh(t)
		}
		c.swap(t)
		os.Remove(defaultDB(c.root) + ".lock")
		signal := []os.Signal{os.Interrupt, syscall.SIGTERM}[round%2]
		command, said := program(t, c.command(commands[round%3]...)...)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		for range 5000 { // the lock is taken after signals are heeded
			if _, err := os.Stat(defaultDB(c.root) + ".lock"); err == nil {
				break
			}
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(random.IntN(150)) * time.Millisecond)
		sent := time.Now()
		_ = command.Process.Signal(signal) // it may have ended
		err := command.Wait()
		var exit *exec.ExitError
		switch {
		case err == nil:
		case errors.As(err, &exit) && exit.ExitCode() == exitFailure && said.String() == "kwic: interrupted\n":
			interrupted++
		default:
			t.Errorf("after %v: %v, said %q", signal, err, said)
		}
		if took := time.Since(sent); took > 5*time.Second {
			t.Errorf("it took %v to end", took)
		}
		c.checkHealed(t)
		if t.Failed() || round > 20*rounds {
			t.Fatalf("round %d, %d interrupted", round, interrupted)
		}
	}
}

// TestTwoBuilds shows that a second build waits for the first, and that a lock
// whose holder is dead holds up nobody.
func TestTwoBuilds(t *testing.T) {
	t.Parallel()
	root := crashTree(t, 3)
	if err := os.MkdirAll(filepath.Join(root, indexFolder), 0o755); err != nil {
		t.Fatal(err)
	}
	held := flock.New(defaultDB(root) + ".lock")
	if ok, err := held.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	ended := make(chan error, 1)
	var said lockedBuffer
	go func() {
		_, err := runBuild(context.Background(), buildOptions{Root: root, Named: true, Stderr: &said})
		ended <- err
	}()
	select {
	case err := <-ended:
		t.Fatalf("it did not wait: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	if got, want := said.String(), "kwic: waiting for another build of this index to end\n"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
	if _, err := os.Stat(defaultDB(root)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it has made the database meanwhile (%v)", err)
	}
	// Another one gives up waiting when it is interrupted.
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if _, err := runBuild(ctx, buildOptions{Root: root, Named: true, Quiet: true, Stderr: &said}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("interrupted while it waits: %v", err)
	}
	// And others when their time is up, or at once where they are given none.
	for patience, says := range map[time.Duration]string{80 * time.Millisecond: "for 80ms", 0: "another build holds the lock", -time.Second: "must be at least 0s"} {
		from := time.Now()
		_, err := runBuild(context.Background(), buildOptions{Root: root, Named: true, Quiet: true, Stderr: &said, LockTimeout: &patience})
		if err == nil || !strings.Contains(err.Error(), says) || time.Since(from) > 5*time.Second {
			t.Errorf("waited %v: %v", time.Since(from), err)
		}
	}
	if err := held.Unlock(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	checkClean(t, root)

	// The lock file stays; without a holder it is no lock.
	if _, said := mustBuild(t, buildOptions{Root: root}); said != "" {
		t.Errorf("said %q", said)
	}
	// Several at once end one after the other, and all is well.
	var builds sync.WaitGroup
	for i := range 3 {
		builds.Go(func() {
			command, said := program(t, "build", root, "--quiet")
			if err := command.Run(); err != nil {
				t.Errorf("build %d: %v\n%s", i, err, said)
			}
		})
	}
	builds.Wait()
	checkClean(t, root)
}

// asNobody has a command run without the rights of root, and gives it the tree.
func asNobody(t *testing.T, root string) func(args ...string) (code int, said string) {
	t.Helper()
	const nobody = 65534
	if os.Geteuid() == 0 {
		path, err := exec.LookPath("kwic")
		if err != nil {
			t.Fatal(err)
		}
		for _, folder := range []string{filepath.Dir(path), filepath.Dir(filepath.Dir(path)), root, filepath.Dir(root), filepath.Dir(filepath.Dir(root))} {
			if err := os.Chmod(folder, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		err = filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err == nil {
				err = os.Lchown(path, nobody, nobody)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return func(args ...string) (int, string) {
		command, said := program(t, args...)
		if os.Geteuid() == 0 {
			command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		err := command.Run()
		var exit *exec.ExitError
		switch {
		case err == nil:
			return 0, said.String()
		case errors.As(err, &exit):
			return exit.ExitCode(), said.String()
		}
		t.Skipf("cannot run the program without rights: %v", err)
		return 0, ""
	}
}

// TestKillFirstBuild kills a first build when its empty index has just come to
// stand there. Everything that looks at the index then says so and changes
// nothing, and the next build or rebuild begins anew. A link of the user's in the
// database's place is followed, and stays.
func TestKillFirstBuild(t *testing.T) {
	t.Parallel()
	for next, behindLink := range map[string]bool{"build": false, "rebuild": true} {
		t.Run(next, func(t *testing.T) {
			root := crashTree(t, 120)
			db := defaultDB(root)
			if behindLink {
				db = filepath.Join(t.TempDir(), "far.db")
				if err := os.MkdirAll(filepath.Join(root, indexFolder), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.Symlink(db, defaultDB(root)); err != nil {
					t.Fatal(err)
				}
			}
			killAt(t, root, db)
			left := filesBeside(t, db)
			for _, ask := range []struct {
				code int
				said string
				args []string
			}{
				{exitFindings, "the first build of this index has not ended", []string{"find", "spindle", "--db", defaultDB(root)}},
				{exitDone, "the first build of this index has not ended", []string{"sql", "SELECT * FROM files", "--db", defaultDB(root)}},
				{exitFailure, "the index is not built yet", []string{"status", root}},
				{exitFindings, "", []string{"check", root, "--quiet"}},
				{exitDone, "120 parsed", []string{"build", root, "--dry-run"}},
			} {
				command, said := program(t, ask.args...)
				_ = command.Run()
				if code := command.ProcessState.ExitCode(); code != ask.code || !strings.Contains(said.String(), ask.said) {
					t.Errorf("%q: exit code %d, said %q", ask.args, code, said)
				}
			}
			if now := filesBeside(t, db); now != left {
				t.Errorf("questions have made of %s %s", left, now)
			}
			command, said := program(t, next, root)
			if err := command.Run(); err != nil || strings.Contains(said.String(), "damaged") {
				t.Fatalf("%v: %s", err, said)
			}
			if now := filesBeside(t, db); strings.Contains(now, "kwic-") {
				t.Errorf("left behind: %s", now)
			}
			if target, err := os.Readlink(defaultDB(root)); behindLink != (target == db && err == nil) {
				t.Errorf("the link leads to %q", target)
			}
			checkClean(t, root)
		})
	}
}

// killAt starts a first build and kills it as soon as something stands at db.
func killAt(t *testing.T, root, db string) {
	t.Helper()
	command, said := program(t, "build", root, "--quiet")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Lstat(db); err == nil {
			break
		}
		time.Sleep(50 * time.Microsecond)
	}
	if err := command.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	if err := command.Wait(); err == nil {
		t.Skip("the build was faster")
	}
	if built, err := store.IsBuilt(db); err != nil || built {
		t.Skipf("the build was faster: %v, %v, %s", built, err, said)
	}
}

// filesBeside lists the files whose names begin as a database's does, with sizes.
func filesBeside(t *testing.T, db string) string {
	t.Helper()
	var list strings.Builder
	names, err := filepath.Glob(db + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		info, err := os.Lstat(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&list, filepath.Base(name), info.Size(), info.ModTime())
	}
	return list.String()
}
