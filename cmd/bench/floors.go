package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"

	_ "modernc.org/sqlite"
)

// floorCommand is the first argument with which this program runs one part of what a
// build does, and nothing else: less than that no build of this kind can take.
const floorCommand = "floor"

// floorsOf are the parts, each a process of its own beside which the others stand:
// Go's start with SQLite linked in, the same with a connection opened, with
// everything below a folder listed and examined on all cores, and with n times 4 KB
// written and brought to the disk.
func (b *bench) floors(context.Context) ([]task, error) {
	root := b.tree.root
	database := filepath.Join(root, ".kwic", "index.db")
	scratch := filepath.Join(b.tree.results, "synced")
	part := func(work string, args ...string) task {
		return task{program: "bench", work: "floor: " + work, args: func(int) []string { return append([]string{floorCommand}, args...) }}
	}
	tasks := []task{
		part("start of an empty program", "start"),
		part("open the database, read its schema", "open", database),
		part("list and lstat documents and pages", "stat", root),
		part("4 KB to the disk, once", "sync", scratch, "1"),
		part("4 KB to the disk, four times", "sync", scratch, "4"),
	}
	for i := 1; i < len(tasks); i++ {
		tasks[i].beside = tasks[0].work
	}
	return tasks, nil
}

// runFloor does one part.
func runFloor(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "start":
		return nil
	case len(args) == 2 && args[0] == "open":
		return openDatabase(args[1])
	case len(args) == 2 && args[0] == "stat":
		return statAll(args[1])
	case len(args) == 3 && args[0] == "sync":
		times, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		return syncTimes(args[1], times)
	}
	return fmt.Errorf("there is no floor %q", args)
}

// openDatabase opens a database and reads a row of its schema, which SQLite parses
// whole for that.
func openDatabase(path string) error {
	source := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "mode=ro"}
	db, err := sql.Open("sqlite", source.String())
	if err != nil {
		return err
	}
	defer db.Close()
	var tables int
	return db.QueryRow("SELECT count(*) FROM sqlite_schema").Scan(&tables)
}

// syncTimes writes a block to a file and has it brought to the disk, some times.
func syncTimes(path string, times int) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for i := range times {
		if _, err := f.WriteAt(make([]byte, 4096), int64(i)*4096); err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return err
		}
	}
	return nil
}

// statAll lists and examines everything below a folder on all cores, git's own
// and the index aside, keeps nothing, and prints how many files it examined.
func statAll(root string) error {
	w := &statWalk{}
	w.waiting = sync.NewCond(&w.mu)
	w.folders = []string{root}
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(w.work)
	}
	workers.Wait()
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(out, w.files)
	return errors.Join(w.err, out.Flush())
}

type statWalk struct {
	mu      sync.Mutex
	waiting *sync.Cond
	folders []string
	busy    int
	files   int
	err     error
}

func (w *statWalk) work() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		for len(w.folders) == 0 && w.busy > 0 {
			w.waiting.Wait()
		}
		if len(w.folders) == 0 || w.err != nil {
			w.waiting.Broadcast()
			return
		}
		folder := w.folders[len(w.folders)-1]
		w.folders = w.folders[:len(w.folders)-1]
		w.busy++
		w.mu.Unlock()
		files, below, err := statFolder(folder)
		w.mu.Lock()
		w.busy--
		w.files, w.folders, w.err = w.files+files, append(w.folders, below...), errors.Join(w.err, err)
		w.waiting.Broadcast()
	}
}

// entered reports whether a folder of that name counts.
func entered(name string) bool { return name != ".git" && name != ".kwic" }
