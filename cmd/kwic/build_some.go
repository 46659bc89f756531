package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"kwic/emit"
	"kwic/scan"
	"kwic/store"

	"github.com/urfave/cli/v2"
)

// A partial build is told which paths may have changed, looks at these alone, and
// costs the same in a tree of any size. What it cannot decide from them (ignore
// files, the configuration, another version of kwic, no index yet) makes it a
// build of everything.

// partial reports whether the build looks at some paths only.
func (b *build) partial() bool { return b.only != nil }

// loadSnapshot loads what the last build left: all of it, or for a partial build
// what is known of the index as a whole.
func (b *build) loadSnapshot(ctx context.Context) (err error) {
	b.only = nil
	settings, err := b.store.Settings()
	if err != nil {
		return err
	}
	if b.options.Since != "" {
		b.since = &sinceCommit{}
		if b.options.Paths, err = b.pathsSince(ctx, settings); err != nil {
			return err
		}
	}
	if b.options.Paths != nil && !b.options.Full {
		if b.only, err = b.pathsBelowRoot(); err != nil {
			return err
		}
		if why := b.whyWhole(settings); why != "" {
			b.only = nil
			b.note("looking at the whole tree: %s", why)
		} else {
			b.snapshot = &store.Snapshot{Settings: settings}
			return nil
		}
	}
	b.snapshot, err = b.store.Snapshot()
	return err
}

// note tells something on standard error that is no error.
func (b *build) note(format string, values ...any) {
	if !b.options.Quiet {
		b.progress.Done()
		fmt.Fprintf(b.options.Stderr, "note: "+format+"\n", values...)
	}
}

// pathsBelowRoot returns the paths given that are inside the tree, relative to its
// root. Those in kwic's own folders are no part of it.
func (b *build) pathsBelowRoot() ([]string, error) {
	below, outside := []string{}, []string{}
	b.listedAs = make([]string, len(b.options.Paths))
	for i, given := range b.options.Paths {
		absolute, err := filepath.Abs(given)
		if err != nil {
			return nil, err
		}
		rel, inside := b.inTree(absolute)
		if !inside {
			if real, err := filepath.EvalSymlinks(b.root); err == nil {
				rel, inside = relativeTo(real, absolute) // the root was given through a symbolic link
			}
		}
		own := false
		for _, folder := range []string{filepath.Join(b.root, indexFolder), b.out, b.db} {
			_, within := relativeTo(folder, absolute)
			own = own || within
		}
		if inside && !own && rel != ".git" && !strings.HasPrefix(rel, ".git/") {
			below = append(below, rel)
			b.listedAs[i] = rel
		}
		if !inside && !own {
			outside = append(outside, given)
		}
	}
	b.noteListedAs("outside of the tree", outside)
	return below, nil
}

// whyWhole says why paths alone cannot tell what changed, or "".
func (b *build) whyWhole(before store.Settings) string {
	for _, path := range b.only {
		switch name := filepath.Base(path); {
		case path == ".":
			return "it was named itself"
		case name == ".gitignore" || name == ".kwicignore" || name == ".gitattributes" || name == ".gitmodules":
			return fmt.Sprintf("%q changed", path)
		case path == configName:
			return fmt.Sprintf("%q changed", path)
		}
	}
	for _, name := range []string{store.SettingConfig, store.SettingExtract, store.SettingEmit} {
		if before[name] == "" {
			return "there is no index yet"
		}
		if before[name] != b.settings[name] {
			return "the configuration changed, or another version of kwic made the index"
		}
	}
	if stale, err := b.store.AllStale(); err != nil {
		return "what is stale cannot be told"
	} else if stale {
		return "all pages are stale"
	}
	if before[store.SettingOut] != b.settings[store.SettingOut] && !b.options.NoPages {
		return "the pages are to be written to another folder"
	}
	if lost, err := b.pagesLost(); err != nil {
		return "which pages there are cannot be told"
	} else if lost {
		return "its pages are not there"
	}
	if b.since != nil {
		return b.since.whole
	}
	return ""
}

// pagesLost reports whether the index has pages on record and the one that leads to
// all of them is gone, as where a cache brings the database alone.
func (b *build) pagesLost() (bool, error) {
	if b.options.NoPages {
		return false, nil
	}
	landing := emit.LandingPage(b.config.Site)
	if _, found, err := b.store.PageAt(landing); err != nil || !found {
		return false, err
	}
	_, err := os.Lstat(filepath.Join(b.out, filepath.FromSlash(landing)))
	return errors.Is(err, fs.ErrNotExist), nil
}

// walkPart walks the paths that were given.
func (b *build) walkPart(ctx context.Context, o scan.Options) (err error) {
	if len(b.only) == 0 {
		b.tree = &scan.Tree{Scope: []string{}}
		return nil
	}
	if err := b.widen(); err != nil {
		return err
	}
	o.Only = b.only
	if b.tree, err = scan.Walk(ctx, o); err != nil {
		return err
	}
	b.finishWalk()
	b.snapshot.Tree, err = b.store.TreeIn(b.tree.Scope)
	return err
}

// widen has the build look at the whole of a folder that was left out, and may be
// entered again, or that was a file when it was indexed.
func (b *build) widen() error {
	seen := make(map[string]bool)
	var folders, asFolders []string // on the way to the paths, and with a slash
	for _, path := range b.only {
		for at := strings.LastIndexByte(path, '/'); at > 0 && !seen[path[:at]]; at = strings.LastIndexByte(path[:at], '/') {
			seen[path[:at]] = true
			folders, asFolders = append(folders, path[:at]), append(asFolders, path[:at+1])
		}
	}
	slices.Sort(folders)
	slices.Sort(asFolders)
	whole, err := b.store.RecordsAmong(folders)
	if err != nil {
		return err
	}
	skipped, err := b.store.SkippedAmong(asFolders)
	if err != nil {
		return err
	}
	for folder, reason := range skipped {
		if reason := scan.Reason(reason); reason == scan.Unreadable || reason == scan.NestedRepository {
			whole[strings.TrimSuffix(folder, "/")] = true
		}
	}
	if len(whole) == 0 {
		return nil
	}
	for i, path := range b.only {
		for at := strings.IndexByte(path, '/'); at >= 0; {
			if whole[path[:at]] {
				b.only[i] = path[:at]
				break
			}
			next := strings.IndexByte(path[at+1:], '/')
			if next < 0 {
				break
			}
			at += 1 + next
		}
	}
	return nil
}

// probeOutput makes an output folder that is looked at page by page.
func (b *build) probeOutput() *emit.Output {
	probe := &emit.Probe{
		Checker: emit.Checker{Out: b.out, IsPage: scan.IsPage, PageAt: func(path string) (page store.Page, found bool, err error) {
			err = b.aside(func(r *store.Reader) error {
				page, found, err = r.PageAt(path)
				return err
			})
			return page, found, err
		}},
		Examine: func(path string) (emit.Existing, error) {
			entry, err := b.examinePage(path)
			return existingOf(&entry), err
		},
		Record: func(path string) (record store.Record, found bool, err error) {
			err = b.aside(func(r *store.Reader) error {
				record, found, err = r.PageRecord(path)
				return err
			})
			return record, found, err
		},
	}
	return probe.NewOutput()
}

// isElsewhere reports whether a path outside of what a partial build looks at is a
// file of the tree, as the last build saw it.
func (b *build) isElsewhere(path string) bool {
	found := false
	err := b.aside(func(r *store.Reader) error {
		_, is, err := r.TreeRecord(path)
		found = is
		return err
	})
	if err != nil {
		b.lookup.Lock()
		b.lookupErr = errors.Join(b.lookupErr, err)
		b.lookup.Unlock()
	}
	return found
}

// aside asks the index something while pages are rendered on several goroutines,
// on a connection of its own.
func (b *build) aside(ask func(*store.Reader) error) (err error) {
	b.lookup.Lock()
	defer b.lookup.Unlock()
	if b.reader == nil {
		if b.reader, err = b.store.NewReader(store.NewHeads()); err != nil {
			return err
		}
	}
	return ask(b.reader)
}

// markCompanionsOf notes the pages of documents whose companion is one of the
// paths, found from the pattern backwards.
func (b *build) markCompanionsOf(u *store.Update, paths []string) error {
	for _, companion := range paths {
		documents, err := b.documentsOf(companion)
		if err != nil {
			return err
		}
		for _, document := range documents {
			u.MarkFile(document)
		}
	}
	return nil
}

// documentsOf returns the files whose companion page is at a path.
func (b *build) documentsOf(companion string) ([]string, error) {
	var candidates []string
	if before, after, found := strings.Cut(b.config.Companion, "{path}"); found && !strings.ContainsAny(before+after, "{}") {
		document, ok := strings.CutPrefix(companion, before)
		if document, end := strings.CutSuffix(document, after); ok && end {
			candidates = []string{document}
		}
	} else {
		var err error
		if candidates, err = b.store.Paths(); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(candidates, func(document string) bool {
		return emit.CompanionOf(b.config.Companion, document) != companion
	}), nil
}

// examinePage looks at what stands where a page belongs.
func (b *build) examinePage(path string) (scan.Entry, error) {
	entry, err := scan.Examine(b.out, path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		err = b.ofPage(path, err)
	}
	return entry, err
}

// ofPage says of which page an error is that came of examining it.
func (b *build) ofPage(path string, err error) error {
	return fmt.Errorf("cannot examine the page %q: %w", filepath.Join(b.out, filepath.FromSlash(path)), cause(err))
}

// recordSomePages records the pages that a build wrote, and those that it looked at
// because their records were racy. It does not wait for the clock: the few pages
// that it wrote are read once more by the next build of everything.
func (b *build) recordSomePages(result *emit.Result) error {
	if b.lookupErr != nil {
		return b.lookupErr
	}
	if result == nil {
		if run := b.history(); run != nil {
			return b.store.FinishPages(&store.PagesDone{KeepRecords: true, Run: run})
		}
		return nil
	}
	done := &store.PagesDone{
		Rendered: pagesOf(result), Removed: result.Forgotten, Partly: []string{}, Settled: true, Run: b.history(),
		Settings: store.Settings{store.SettingOut: b.settings[store.SettingOut]},
	}
	var records []store.Record
	err := result.Each(func(page *emit.RenderedPage) error {
		done.Partly = append(done.Partly, page.Path)
		entry, err := b.examinePage(page.Path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // gone behind our back: the next build restores it
		case err != nil:
			return err
		}
		record := store.Record{Path: page.Path, Stat: store.Stat(entry.Stat), Racy: true}
		if intact, same := b.output.Record(page.Path); same && intact.Stat == record.Stat {
			record = intact
		}
		records = append(records, record)
		return nil
	})
	if err != nil {
		return err
	}
	done.Partly = append(done.Partly, result.Forgotten...)
	for _, record := range b.racyRecords() {
		if !slices.Contains(done.Partly, record.Path) {
			done.Partly, records = append(done.Partly, record.Path), append(records, record)
		}
	}
	slices.Sort(done.Partly)
	done.Partly = slices.Compact(done.Partly)
	slices.SortFunc(records, func(x, y store.Record) int { return strings.Compare(x.Path, y.Path) })
	done.Records = sound(records)
	return b.store.FinishPages(done)
}

// pagesOf has the index record what was rendered.
func pagesOf(result *emit.Result) func(do func(*store.Page) error) error {
	return func(do func(*store.Page) error) error {
		return result.Each(func(p *emit.RenderedPage) error { return do(&p.Page) })
	}
}

// sound yields records without an error.
func sound(records []store.Record) iter.Seq2[store.Record, error] {
	return func(yield func(store.Record, error) bool) {
		for _, record := range records {
			if !yield(record, nil) {
				return
			}
		}
	}
}

// racyRecords returns new records of the pages whose records were racy, as far as
// they stand as recorded.
func (b *build) racyRecords() []store.Record {
	var records []store.Record
	if !b.racyPages() {
		return nil
	}
	for _, before := range b.snapshot.Pages.All() {
		if !before.Racy {
			continue
		}
		if record, intact := b.output.Record(before.Path); intact {
			record.Racy = record.Stat != before.Stat || !scan.Stat(record.Stat).Settled(b.listed) // times seen before the clock
			records = append(records, record)
		}
	}
	return records
}

// recordRacy records that pages, which were looked at because their records were
// racy, stand as they should.
func (b *build) recordRacy() error {
	records := b.racyRecords()
	if len(records) == 0 {
		return nil
	}
	paths := make([]string, len(records))
	for i := range records {
		paths[i] = records[i].Path
	}
	return b.store.FinishPages(&store.PagesDone{Records: sound(records), Partly: paths})
}

// choosePaths sets what the build is to look at from --files-from or --since.
func (o *buildOptions) choosePaths(c *cli.Context, stdin io.Reader) (err error) {
	from, since := c.String("files-from"), c.String("since")
	switch {
	case from != "" && since != "":
		return usageError{"--files-from and --since name the changed paths twice", "give one of the two"}
	case c.Bool("0") && from == "":
		return usageError{"-0 goes with --files-from", "git diff --name-only --no-renames -z A B | kwic build -0 --files-from -"}
	case (from != "" || since != "") && o.Full:
		return usageError{"--full looks at everything", "leave it out, or the paths"}
	case from != "":
		o.Listed = true
		o.Paths, err = readPaths(from, c.Bool("0"), stdin)
	case since != "":
		o.Since = since
	case (c.IsSet("files-from") || c.IsSet("since")) && !o.Quiet: // a variable that is not set, say
		fmt.Fprintln(o.Stderr, "note: looking at the whole tree: what to look at is empty")
	}
	return err
}

// runGit runs git in a folder and returns what it prints.
func runGit(ctx context.Context, folder string, args ...string) (string, error) {
	return runGitWith(ctx, nil, folder, args...)
}

// runGitWith is runGit with further environment variables. git is asked to write
// nothing that it could do without.
func runGitWith(ctx context.Context, environment []string, folder string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, "git", append([]string{"-C", folder}, args...)...)
	command.Env = append(append(command.Environ(), "GIT_OPTIONAL_LOCKS=0"), environment...)
	var said strings.Builder
	command.Stderr = &said
	out, err := command.Output()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", hinted{errors.New("git is not installed"), "install git, or list the paths with --files-from"}
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		message, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
		if message == "" {
			message = err.Error()
		}
		return "", withGitsAdvice(fmt.Errorf("git %s: %s", gitCommand(args), strings.TrimPrefix(message, "fatal: ")), said.String())
	}
	return string(out), nil
}

// gitCommand returns the command among git's arguments.
func gitCommand(args []string) string {
	for len(args) > 2 && args[0] == "-c" {
		args = args[2:]
	}
	return args[0]
}

// readPaths reads the list for --files-from: from a file, or standard input for
// "-"; a path a line, or with null each ended by a NUL byte, as git's -z writes.
func readPaths(name string, null bool, stdin io.Reader) ([]string, error) {
	var text []byte
	var err error
	of := ""
	if name == "-" {
		text, err = io.ReadAll(stdin)
	} else {
		of = fmt.Sprintf(" %q", name)
		text, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the list of paths%s: %w", of, cause(err))
	}
	return splitPaths(string(text), null)
}

// splitPaths returns the paths of a list, which is never nil.
func splitPaths(text string, null bool) ([]string, error) {
	paths := []string{}
	if null {
		for path := range strings.SplitSeq(text, "\x00") {
			if path != "" {
				paths = append(paths, path)
			}
		}
		return paths, nil
	}
	if strings.Contains(text, "\x00") {
		return nil, usageError{"the list of paths holds NUL bytes", "give -0 for a list whose paths end in NUL"}
	}
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, "\r\n"); line != "" {
			paths = append(paths, line)
		}
	}
	return paths, nil
}
