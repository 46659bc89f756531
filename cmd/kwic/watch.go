package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"kwic/scan"

	"github.com/fsnotify/fsnotify"
	"github.com/urfave/cli/v2"
)

func watchCommand(stdout, stderr io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "watch",
		Usage:     "build, and build again whenever files change",
		ArgsUsage: "[ROOT]",
		Flags: []cli.Flag{
			&cli.DurationFlag{Name: "debounce", Usage: "build when nothing has changed for `TIME` (--debounce 1s)", Value: 200 * time.Millisecond},
			&cli.StringFlag{Name: "out", Usage: "write pages to `FOLDER` (--out docs/keywords)"},
			&cli.StringFlag{Name: "db", Usage: "keep the database in `FILE` (--db /tmp/index.db)"},
			&cli.StringFlag{Name: "config", Usage: "read `FILE` instead of .kwic.yaml"},
			&cli.IntFlag{Name: "jobs", Usage: "read and render `N` files at a time", DefaultText: "all cores"},
			&cli.BoolFlag{Name: "tracked", Usage: "take only files that git tracks"},
			&cli.BoolFlag{Name: "no-pages", Usage: "leave the pages for a later build"},
			lockTimeoutFlag(),
			&cli.BoolFlag{Name: "json", Usage: "print the summary of each build as one JSON object a line"},
			&cli.BoolFlag{Name: "quiet", Usage: "print errors only"},
		},
		Action: func(c *cli.Context) error {
			if c.IsSet("jobs") && c.Int("jobs") < 1 {
				return usageError{"--jobs must be at least 1", "leave it out to use all cores"}
			}
			if c.Duration("debounce") < time.Millisecond {
				return usageError{"--debounce must be at least 1ms", "200ms is a good value"}
			}
			w := &watcher{
				options: buildOptions{
					Root: c.Args().First(), Named: c.Args().Present(), Out: c.String("out"), OutGiven: c.IsSet("out"), DB: c.String("db"), Config: c.String("config"),
					Jobs: c.Int("jobs"), Tracked: c.Bool("tracked"), NoPages: c.Bool("no-pages"), Quiet: c.Bool("quiet"), LockTimeout: new(c.Duration("lock-timeout")), Stderr: stderr,
				},
				debounce: c.Duration("debounce"), json: c.Bool("json"), stdout: stdout, stderr: stderr,
			}
			return w.run(c.Context)
		},
	}
}

// watcher builds whenever something changes in the folders of a tree. What the
// system reports are paths to look at, never what happened to them: an editor that
// saves by renaming, a folder that moves and a branch that is switched all come
// down to a build of the paths that were named. Where reports were lost, or are
// too many to be worth it, everything is looked at.
type watcher struct {
	options  buildOptions
	debounce time.Duration
	json     bool
	stdout   io.Writer
	stderr   io.Writer

	root    string
	events  *fsnotify.Watcher
	watched map[string]bool // folders of the file system
	nested  map[string]bool // those of them that are left out as repositories of their own
	changed map[string]bool // paths of the file system
	whole   bool            // everything is to be looked at

	git        scan.GitState // as the last build found it
	gitWritten bool          // git may track, or ignore, other files since
}

// Bounds of a watch. Beyond manyChanges paths, looking at all of the tree costs no
// more than at each of them; a burst that does not end is built all the same after
// longestBurst quiet times.
const (
	manyChanges  = 1000
	longestBurst = 10
)

// run builds, and goes on until ctx ends, which is no failure.
func (w *watcher) run(ctx context.Context) error {
	if err := w.open(); err != nil {
		return err
	}
	defer w.events.Close()
	if err := w.build(ctx); err != nil {
		return w.ended(ctx, err)
	}
	quiet := time.NewTimer(w.debounce)
	quiet.Stop()
	var latest time.Time // by when a burst is built, zero for none
	for {
		select {
		case <-ctx.Done():
			return nil
		case event, ok := <-w.events.Events:
			if !ok {
				return errors.New("the system stopped to report changes")
			}
			w.note(event)
		case err, ok := <-w.events.Errors:
			if !ok {
				return errors.New("the system stopped to report changes")
			}
			if err := w.lost(err); err != nil {
				return err
			}
		case <-quiet.C:
			latest = time.Time{}
			if err := w.build(ctx); err != nil {
				return w.ended(ctx, err)
			}
			continue
		}
		if len(w.changed) == 0 && !w.whole && !w.gitWritten {
			continue
		}
		now := time.Now()
		if latest.IsZero() {
			latest = now.Add(longestBurst * w.debounce)
		}
		quiet.Reset(max(0, min(w.debounce, latest.Sub(now))))
	}
}

// open makes the watcher ready: everything is to be looked at.
func (w *watcher) open() (err error) {
	if w.events, err = fsnotify.NewBufferedWatcher(1 << 10); err != nil {
		return hinted{fmt.Errorf("cannot watch files: %w", cause(err)), "on Linux the limit is fs.inotify.max_user_instances"}
	}
	w.watched, w.nested, w.changed, w.whole = make(map[string]bool), make(map[string]bool), make(map[string]bool), true
	return nil
}

// lost answers an error of the system's queue: where it ran over, everything has
// to be looked at.
func (w *watcher) lost(err error) error {
	if !errors.Is(err, fsnotify.ErrEventOverflow) {
		return fmt.Errorf("cannot watch files: %w", cause(err))
	}
	w.whole = true
	return nil
}

// ended returns nil where a build failed because the watch was ended.
func (w *watcher) ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// note remembers a path to be looked at.
func (w *watcher) note(event fsnotify.Event) {
	name := filepath.Base(event.Name)
	if name == indexFolder || strings.HasPrefix(name, ".kwic-") && strings.HasSuffix(name, ".tmp") {
		return
	}
	if slices.Contains(w.git.Folders, filepath.Dir(event.Name)) { // where nothing is part of the tree
		w.gitWritten = w.gitWritten || name == "index" || name == "exclude" || name == "HEAD"
		return
	}
	if w.nested[filepath.Dir(event.Name)] {
		w.whole = w.whole || name == ".git" // it is no repository any more
		return
	}
	w.whole = w.whole || event.Name == w.root || event.Name == filepath.Join(w.root, ".git") // moved, or a repository came or went
	if event.Has(fsnotify.Rename|fsnotify.Remove) && w.watched[event.Name] {
		w.forget(event.Name)
	}
	if w.changed[event.Name] = true; len(w.changed) > manyChanges {
		w.whole = true
	}
}

// forget ends the watch of a folder that is gone from its place, and of those
// below it. A folder that was moved would be reported under its old name; in its
// new place it is watched anew.
func (w *watcher) forget(folder string) {
	for path := range w.watched {
		if path == folder || strings.HasPrefix(path, folder+string(filepath.Separator)) {
			delete(w.watched, path)
			delete(w.nested, path)
			_ = w.events.Remove(path) // gone with the folder, as a rule
		}
	}
}

// build builds what changed, and watches the folders that came with it. They are
// watched before they are read, so that nothing falls between.
func (w *watcher) build(ctx context.Context) error {
	o := w.options
	if w.gitWritten {
		w.gitWritten = false
		git, err := scan.GitStateOf(w.root)
		w.whole = w.whole || err != nil || git.Sum != w.git.Sum // an error is told by the build
		w.git = git
		if len(w.changed) == 0 && !w.whole {
			return nil
		}
	}
	if !w.whole {
		o.Paths = make([]string, 0, len(w.changed))
		for path := range w.changed {
			o.Paths = append(o.Paths, path)
		}
	}
	o.watch = w.watch
	first := w.root == ""
	w.changed, w.whole = make(map[string]bool), false
	r, err := runBuild(ctx, o)
	switch {
	case err == nil:
	case ctx.Err() != nil || w.root == "" || w.rootGone():
		return err // nothing to go on with
	default:
		// A page's place that is taken, a disk that is full: it may be put right
		// while the watch goes on, and then all has to be looked at.
		printError(w.stderr, err)
		w.whole = true
		return nil
	}
	if w.options.Quiet || r.Parsed+r.Removed+r.copied+r.PagesWritten+r.PagesRemoved == 0 && !first {
		return nil
	}
	if w.json {
		return r.writeJSON(w.stdout)
	}
	_, err = fmt.Fprintf(w.stdout, "%s parsed, %s removed, %s written, %s removed, %.2f s\n",
		count(r.Parsed+r.copied, "file"), number(r.Removed), count(r.PagesWritten, "page"), number(r.PagesRemoved), r.Seconds)
	return err
}

// rootGone reports whether the root is no folder any more, so that nothing would be
// reported ever again.
func (w *watcher) rootGone() bool {
	info, err := os.Stat(w.root)
	return errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir()
}

// watch adds the folders of a tree that a build is about to read. It reports
// whether there were any that were not watched yet: files may have come into them
// since the tree was walked.
func (w *watcher) watch(root string, tree *scan.Tree) (fresh bool, err error) {
	w.root = root
	for _, folder := range tree.Folders {
		path := filepath.Join(root, filepath.FromSlash(folder))
		added, err := w.add(path, len(tree.Folders))
		if err != nil {
			return false, err
		}
		fresh = fresh || added || w.nested[path]
		delete(w.nested, path)
	}
	if err := w.watchNested(tree); err != nil {
		return false, err
	}
	if tree.Scope == nil {
		other, err := w.watchGit()
		return fresh || other, err
	}
	return fresh, nil
}

// watchNested watches the folders that are left out as repositories of their own,
// none of whose files are of interest, for the end of that.
func (w *watcher) watchNested(tree *scan.Tree) error {
	for _, one := range tree.Skipped {
		if one.Reason != scan.NestedRepository {
			continue
		}
		path := filepath.Join(w.root, filepath.FromSlash(one.Path))
		if _, err := w.add(path, len(w.watched)); err != nil {
			return err
		}
		w.nested[path] = true
	}
	return nil
}

// watchGit watches git's list of tracked files and its list of ignored ones, which
// may change although no file of the tree does. It reports whether they may not be
// those by which the tree was walked.
func (w *watcher) watchGit() (other bool, err error) {
	before := w.git
	if w.git, err = scan.GitStateOf(w.root); err != nil {
		return false, err
	}
	for _, folder := range w.git.Folders {
		added, err := w.add(folder, len(w.watched))
		if err != nil {
			return false, err
		}
		other = other || added
	}
	return other || w.git.Sum != before.Sum, nil
}

// add watches a folder, one of so many, unless it is watched or gone again.
func (w *watcher) add(path string, many int) (added bool, err error) {
	if w.watched[path] {
		return false, nil
	}
	switch err := w.events.Add(path); {
	case err == nil:
		w.watched[path] = true
		return true, nil
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case errors.Is(err, syscall.ENOSPC):
		return false, hinted{fmt.Errorf("cannot watch %s: the system's limit is reached", count(many, "folder")), "raise it: sysctl fs.inotify.max_user_watches=1048576"}
	default:
		return false, fmt.Errorf("cannot watch %q: %w", path, cause(err))
	}
}
