package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestWatchIsIdle runs a watch of a tree in which nothing happens, for a second, or
// for a minute in the long form: the program uses no processor time.
func TestWatchIsIdle(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	idle := time.Second
	if long {
		idle = time.Minute
	}
	root := t.TempDir()
	files := make(map[string]string)
	for i := range 300 {
		files[fmt.Sprintf("part%d/n%d.md", i%30, i)] = fmt.Sprintf("# Gadget %d\n", i)
	}
	writeTree(t, root, files)
	command, said := program(t, "watch", root)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = command.Process.Signal(os.Interrupt) // it may have ended
		if err := command.Wait(); err != nil {
			t.Errorf("the watch ended with %v: %s", err, said)
		}
	}()
	stat := fmt.Sprintf("/proc/%d/stat", command.Process.Pid)
	used := func() (ticks int) { // of 10 ms
		content, err := os.ReadFile(stat)
		if err != nil {
			t.Fatal(err)
		}
		_, fields, _ := strings.Cut(string(content), ") ")
		for _, field := range strings.Fields(fields)[11:13] { // user and system time
			n, err := strconv.Atoi(field)
			if err != nil {
				t.Fatal(err)
			}
			ticks += n
		}
		return ticks
	}
	waitFor(t, filepath.Join(defaultOut(root), "index.md"))
	before := used()
	for settled := 0; settled < 5; settled++ { // it has come to rest
		time.Sleep(100 * time.Millisecond)
		if now := used(); now != before {
			before, settled = now, 0
		}
	}
	time.Sleep(idle)
	if after := used(); after > before+1 {
		t.Errorf("%v of idling take %d ms", idle, 10*(after-before))
	}
}

// waitFor waits until a file is there.
func waitFor(t *testing.T, name string) {
	t.Helper()
	for from := time.Now(); time.Since(from) < 30*time.Second; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(name); err == nil {
			return
		}
	}
	t.Fatalf("waited for %s in vain", name)
}
