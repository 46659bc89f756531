package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kwic/emit"
	"kwic/scan"
	"kwic/scan/extract"
	"kwic/store"
)

// pages writes the pages that are stale and records the outcome.
func (b *build) pages(ctx context.Context) error {
	if b.options.NoPages {
		return errors.Join(b.listChanged(nil), b.recordRun())
	}
	stale, err := b.store.Stale()
	if err != nil {
		return err
	}
	if b.pagesCurrent(stale) {
		b.report.PagesUnchanged = b.snapshot.Pages.Len()
		return errors.Join(b.listChanged(nil), b.recordRacy(), b.recordRun())
	}
	result, err := b.writePages(ctx, stale)
	if err != nil {
		return err
	}
	b.report.PagesWritten, b.report.PagesRemoved, b.report.PagesUnchanged = result.Written, len(result.Removed), result.Unchanged
	if b.options.List != "" || b.options.nameChanged {
		if b.report.changed, err = result.Changed(); err != nil {
			return err
		}
	}
	if b.options.nameStrays && b.snapshot.Settings[store.SettingOut] == b.settings[store.SettingOut] {
		if b.report.strays, err = result.Strayed(); err != nil {
			return err
		}
	}
	if err := b.listChanged(b.report.changed); err != nil {
		return err
	}
	return b.recordPages(ctx, result)
}

// pagesCurrent reports whether no page has to be written.
func (b *build) pagesCurrent(stale []store.Stale) bool {
	return len(stale) == 0 && !b.output.Stale() && !b.output.Renewed()
}

// racyPages reports whether records of pages were too young to be trusted.
func (b *build) racyPages() bool { return b.snapshot.Pages.Racy() > 0 }

// writePages renders what is stale, and writes what differs.
func (b *build) writePages(ctx context.Context, stale []store.Stale) (*emit.Result, error) {
	b.phases.begin(ctx, "writing pages")
	b.progress.Phase("writing pages", 0)
	phase := 0
	if b.writer == nil {
		b.noteOldOutput()
		b.writer = emit.NewWriter(b.store, b.emitOptions(), b.output)
	}
	return b.writer.Finish(ctx, stale, func(total, done int) {
		if phase != total {
			phase = total
			b.progress.Phase("writing pages", total)
		}
		b.progress.Add(1)
	})
}

func (b *build) emitOptions() emit.Options {
	source := strings.ReplaceAll(b.config.SourceURL, "{commit}", b.settings[store.SettingCommit])
	return emit.Options{
		Root: b.root, Out: b.out, SourceURL: source, Companion: b.config.Companion, Kinds: b.config.Pages,
		Overlay: b.overlay, Marker: scan.Marker, Jobs: b.jobs, Site: b.config.Site, Anchor: extract.Anchors(b.config.Site), Removing: b.listChanged,
		IsFile: b.isFile, IsSource: isSource,
	}
}

// isSource reports whether a file is read as program text, by its name.
func isSource(path string) bool {
	language, _ := extract.LanguageOf(path)
	return language.Class() == extract.ClassSource
}

// isFile reports whether a path is a file of the tree that could be a document.
// It may be called from several goroutines.
func (b *build) isFile(path string) bool {
	_, found := slices.BinarySearchFunc(b.tree.Files, path, func(f scan.File, path string) int { return strings.Compare(f.Path, path) })
	if !found && b.partial() {
		return b.isElsewhere(path)
	}
	return found
}

// manyFiles is the number of documents to be parsed from which on their pages
// are written while they are at hand. Looking up what is on record for all
// pages beforehand pays only then.
const manyFiles = 200

func (b *build) manyFiles() int {
	if b.options.many > 0 {
		return b.options.many
	}
	return manyFiles
}

// expectFiles makes ready for writing the pages of documents as they are
// parsed.
func (b *build) expectFiles() error {
	if b.options.NoPages || len(b.work.parse) < b.manyFiles() {
		return nil
	}
	b.noteOldOutput()
	b.writer = emit.NewWriter(b.store, b.emitOptions(), b.output)
	return b.writer.Expect(b.work.clear && len(b.work.absent) == 0)
}

// noteOldOutput tells that pages were written elsewhere before.
func (b *build) noteOldOutput() {
	old := b.snapshot.Settings[store.SettingOut]
	if old == "" || old == b.settings[store.SettingOut] || b.options.Quiet {
		return
	}
	b.progress.Done()
	if old = filepath.FromSlash(old); !filepath.IsAbs(old) {
		old = shown(filepath.Join(b.root, old))
	}
	fmt.Fprintf(b.options.Stderr, "note: pages were in %q before; they are left there as they are\n", old)
}

// settleWait is how long a build waits at most for the file system's clock to
// pass the last page it wrote, so that the next build need not read the page.
// It covers the fine clocks; coarse ones leave a few pages to be read again.
const settleWait = 25 * time.Millisecond

// recordPages records the pages as they are on disk now.
func (b *build) recordPages(ctx context.Context, result *emit.Result) error {
	b.phases.begin(ctx, "recording")
	if b.partial() || b.recordsFew(result) {
		return b.recordSomePages(result)
	}
	now, err := b.settled(result)
	if err != nil {
		return err
	}
	tree, only, err := b.settleTree(now)
	if err != nil {
		return err
	}
	return b.store.FinishPages(&store.PagesDone{
		Rendered: pagesOf(result), Removed: result.Forgotten, Records: b.pageRecords(ctx, result, now), Settled: true, Tree: tree, Only: only, Run: b.history(),
		Settings: store.Settings{store.SettingOut: b.settings[store.SettingOut]},
	})
}

// pageRecords yields the records of the pages that stand in the output folder, by
// path: those that were rendered, and those on record that are not removed. Each is
// examined as it comes, for a large tree has more of them than should be held.
func (b *build) pageRecords(ctx context.Context, result *emit.Result, now int64) iter.Seq2[store.Record, error] {
	return func(yield func(store.Record, error) bool) {
		examiner, err := scan.NewExaminer(b.out)
		if err != nil {
			yield(store.Record{}, fmt.Errorf("cannot read the output folder %q: %w", b.out, cause(err)))
			return
		}
		defer examiner.Close()
		record := func(path string, rendered *emit.RenderedPage) error {
			e, err := examiner.Examine(path)
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil // gone behind our back: the next build restores it
			case err != nil:
				return b.ofPage(path, err)
			}
			r := store.Record{Path: path, Stat: store.Stat(e.Stat), Racy: !e.Stat.Settled(now)}
			if rendered != nil {
				r.Racy = r.Racy || e.Stat.Size != rendered.Size // changed behind our back: the next build looks at it
			} else if intact, same := b.output.Record(path); same && intact.Stat != r.Stat {
				r.Racy = true // the same
			}
			if !yield(r, nil) {
				return errStopped
			}
			return ctx.Err()
		}
		on := b.snapshot.Pages.Cursor()
		next := func() { // the next page on record that is not removed
			for on.Next() {
				if _, removed := slices.BinarySearch(result.Removed, on.Record.Path); !removed {
					return
				}
			}
		}
		if b.snapshot.Settings[store.SettingOut] == b.settings[store.SettingOut] {
			next()
		}
		others := func(before string, all bool) error { // those that were not rendered
			for ; on.Record != nil && (all || on.Record.Path < before); next() {
				if err := record(on.Record.Path, nil); err != nil {
					return err
				}
			}
			return nil
		}
		err = result.Each(func(p *emit.RenderedPage) error {
			if err := others(p.Path, false); err != nil {
				return err
			}
			if on.Record != nil && on.Record.Path == p.Path {
				next()
			}
			return record(p.Path, p)
		})
		if err == nil {
			err = others("", true)
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(store.Record{}, err)
		}
	}
}

// errStopped ends a loop that was left.
var errStopped = errors.New("stopped")

// fewPages is up to how many pages a build records without a look at the others. More
// are worth one, and the wait that makes their records sound.
const fewPages = 256

// recordsFew reports whether only a few records of pages are other ones now.
func (b *build) recordsFew(result *emit.Result) bool {
	return result.Rendered+len(result.Forgotten)+b.snapshot.Pages.Racy() <= fewPages && b.snapshot.Pages.Len() > 0 && !b.output.Renewed() &&
		b.snapshot.Settings[store.SettingOut] == b.settings[store.SettingOut]
}

// settled waits until the last page written is older than the clock's tick, and
// returns the time.
func (b *build) settled(result *emit.Result) (now int64, err error) {
	if result.Written > 0 {
		time.Sleep(settleWait)
	}
	return scan.Now(b.out)
}

// settleTree reads once more the files whose records were too young to be
// trusted, now that time has passed. It returns nil where nothing is gained.
func (b *build) settleTree(now int64) (tree iter.Seq[store.Record], only []string, err error) {
	gained := false
	trusted := func(file int, r store.Record) {
		r.Racy, gained = false, true
		b.work.records.set(file, r)
	}
	for i, r := range b.work.records.some() {
		if !r.Racy || !scan.Stat(r.Stat).Settled(now) {
			continue
		}
		limit := b.tree.InForce(r.Path).SizeLimit
		if r.Reason != "" {
			c, err := scan.Load(b.root, b.tree.Files[i], limit)
			if err == nil && string(c.Reason) == r.Reason && c.Stat == scan.Stat(r.Stat) {
				trusted(i, r)
			}
			continue
		}
		content, stat, err := scan.Read(b.root, b.tree.Files[i], limit)
		if err != nil {
			continue // it changes at this moment: the next build looks again
		}
		indexed, found, err := b.store.ContentOf(r.Path)
		if err != nil {
			return nil, nil, err
		}
		if found && stat == scan.Stat(r.Stat) && indexed.SHA256 == sha256.Sum256(content) {
			trusted(i, r)
		}
	}
	if gained {
		tree, only = b.treeRecords()
	}
	return tree, only, nil
}

// history is this build's line in the history, or nil where it changed nothing.
func (b *build) history() *store.Run {
	r := b.report
	if r.Parsed+r.Removed+len(b.work.copies)+r.PagesWritten+r.PagesRemoved == 0 {
		return nil
	}
	mode := b.mode
	switch {
	case mode != "":
	case b.options.Full:
		mode = "full"
	default:
		mode = "build"
	}
	return &store.Run{
		Started: b.started, Seconds: time.Since(b.started).Seconds(), Mode: mode, Scanned: r.Scanned, Parsed: r.Parsed,
		Removed: r.Removed, PagesWritten: r.PagesWritten, PagesRemoved: r.PagesRemoved, Version: r.Version,
	}
}

// recordRun ends a build that wrote no pages.
func (b *build) recordRun() error {
	if b.partial() {
		return b.recordSomePages(nil)
	}
	var tree iter.Seq[store.Record]
	var only []string
	soon := b.work.now + int64(2*settleWait)
	young := false
	for _, r := range b.work.records.some() {
		young = young || r.Racy && scan.Reason(r.Reason).ByContent() && scan.Stat(r.Stat).Settled(soon)
	}
	if young {
		time.Sleep(settleWait)
		now, err := scan.Now(filepath.Dir(b.db))
		if err != nil {
			return err
		}
		if tree, only, err = b.settleTree(now); err != nil {
			return err
		}
	}
	run := b.history()
	if tree == nil && run == nil {
		return nil
	}
	return b.store.FinishPages(&store.PagesDone{KeepRecords: true, Tree: tree, Only: only, Run: run})
}
