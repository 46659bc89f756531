package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminal is a shell that thinks somebody sits before it.
type terminal struct {
	t      *testing.T
	master *os.File
	heard  chan string
	screen string // all that was printed since the last key
}

// openTerminal starts a shell on a pseudo-terminal.
func openTerminal(t *testing.T, env []string, shell string, args ...string) *terminal {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { master.Close() })
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Skip(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Skip(err)
	}
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer slave.Close()
	if err := unix.IoctlSetWinsize(int(master.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 200}); err != nil {
		t.Skip(err)
	}
	command := exec.Command(shell, args...)
	command.Stdin, command.Stdout, command.Stderr = slave, slave, slave
	command.Env = append(os.Environ(), env...)
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	s := &terminal{t: t, master: master, heard: make(chan string, 1000)}
	go func() {
		buffer := make([]byte, 4096)
		for {
			n, err := master.Read(buffer)
			if n > 0 {
				s.heard <- string(buffer[:n])
			}
			if err != nil && !errors.Is(err, syscall.EINTR) {
				close(s.heard)
				return
			}
		}
	}()
	return s
}

// send types keys, and waits until the screen shows one of some texts.
func (s *terminal) send(keys string, want ...string) {
	s.t.Helper()
	s.screen = ""
	if _, err := io.WriteString(s.master, keys); err != nil {
		s.t.Fatal(err)
	}
	deadline := time.After(20 * time.Second)
	for {
		for _, one := range want {
			if strings.Contains(s.screen, one) {
				return
			}
		}
		select {
		case text, open := <-s.heard:
			if !open {
				s.t.Fatalf("%q: the shell has gone: %q", keys, s.screen)
			}
			s.screen += text
		case <-deadline:
			s.t.Fatalf("%q shows %q, and no %q", keys, s.screen, want)
		}
	}
}

// fish tells what it would complete.
func TestFishCompletes(t *testing.T) {
	fish, err := exec.LookPath("fish")
	if err != nil {
		t.Skip("fish is not installed")
	}
	env := completionTree(t)
	for typed, want := range map[string]string{
		"kwic find sto":                 "stone\n",
		"kwic find stone fru":           "fruit\n",
		"kwic find \"stone fr":          "stone fruit\n",
		"kwic find 'stone fr":           "stone fruit\n",
		"kwic find stone\\ fr":          "stone fruit\n",
		"kwic find \"stone fruit\" of":  "",
		"kwic show fruit.md#":           "fruit.md#fruit\nfruit.md#how-it-grows\n",
		"kwic show sub/c":               "sub/c d.md\n",
		"kwic show sub/orchard.py#harv": "sub/orchard.py#harvest\n",
		"kwic sql --saved dead":         "dead-links\n",
		"kwic completion f":             "fish\n",
	} {
		command := exec.Command(fish, "--no-config", "-c", "kwic completion fish | source; complete -C $argv[1]", typed)
		command.Env = append(os.Environ(), env...)
		out, err := command.CombinedOutput()
		if got := string(out); got != want {
			t.Errorf("%s completes to %q, want %q (%v)", typed, got, want, err)
		}
	}
}

// completionTree changes to an indexed tree, and returns the environment that
// shells are started in.
func completionTree(t *testing.T) (env []string) {
	t.Helper()
	program, err := exec.LookPath("kwic")
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	writeTree(t, root, map[string]string{
		"fruit.md":       "# Fruit\n\nA **stone fruit** of `pit::Kernel` trees.\n\n## How it grows\n\nSlowly.\n",
		"sub/c d.md":     "# Pear\n",
		"sub/orchard.py": "class Orchard:\n    def harvest(self):\n        return 1\n",
	})
	mustBuild(t, buildOptions{Root: root})
	t.Chdir(root)
	home := t.TempDir()
	return []string{
		"PATH=" + filepath.Dir(program) + ":" + os.Getenv("PATH"), "HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home,
		"TERM=dumb", "PS1=ready> ", "GORACE=atexit_sleep_ms=0", "LC_ALL=C.UTF-8",
	}
}

// Each shell completes words, quoted phrases, paths and what stands in them, as
// somebody types.
func TestShellsComplete(t *testing.T) {
	env := completionTree(t)
	for name, shell := range map[string]struct {
		args  []string
		setup string
		// What is typed is shown again, whole, by echo in the place of the
		// program, so that it is seen as a command would get it.
	}{
		"bash": {[]string{"--norc", "--noprofile", "-i"}, "source <(kwic completion bash)"},
		"zsh":  {[]string{"-f", "-i"}, "unsetopt zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; source <(kwic completion zsh)"},
	} {
		t.Run(name, func(t *testing.T) {
			path, err := exec.LookPath(name)
			if err != nil {
				t.Skip(name + " is not installed")
			}
			s := openTerminal(t, env, path, shell.args...)
			s.send("", "ready> ", "% ", "# ", "$ ")
			s.send(shell.setup+"; PS1='now''> '\n", "now> ")
			// The program then answers completion only.
			s.send("kwic() { if [ \"$1\" = complete ]; then command kwic \"$@\"; else printf '<%s>' \"$@\"; echo; fi; }\n", "now> ")
			for typed, want := range map[string]string{
				"kwic find sto\tfru\t":            "<find><stone><fruit>",
				"kwic find \"stone fr\t":          "<find><stone fruit>",
				"kwic find 'stone fr\t":           "<find><stone fruit>",
				"kwic find stone\\ fr\t":          "<find><stone fruit>",
				"kwic find pit::K\t":              "<find><pit::Kernel>",
				"kwic show fru\t":                 "<show><fruit.md>",
				"kwic show fruit.md#ho\t":         "<show><fruit.md#how-it-grows>",
				"kwic show sub/c\t":               "<show><sub/c d.md>",
				"kwic show sub/orchard.py#harv\t": "<show><sub/orchard.py#harvest>",
				"kwic find --kin\tfunc\tx":        "<find><--kind><function><x>",
				"kwic sql --saved dead\t":         "<sql><--saved><dead-links>",
			} {
				s.send(typed+"\n", want)
			}
		})
	}
}
