package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kwic/emit"
	"kwic/scan"
	"kwic/store"

	"github.com/urfave/cli/v2"
)

func rebuildCommand(stdout, stderr io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "rebuild",
		Usage:     "build anew beside the index, compare, and take over",
		ArgsUsage: "[ROOT]",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "fail-on-drift", Usage: "exit with 1 where the index was not what a clean build gives"},
			&cli.StringFlag{Name: "out", Usage: "write pages to `FOLDER` (--out docs/keywords)"},
			&cli.StringFlag{Name: "db", Usage: "keep the database in `FILE` (--db /tmp/index.db)"},
			&cli.StringFlag{Name: "config", Usage: "read `FILE` instead of .kwic.yaml"},
			&cli.IntFlag{Name: "jobs", Usage: "read and render `N` files at a time", DefaultText: "all cores"},
			&cli.BoolFlag{Name: "tracked", Usage: "take only files that git tracks"},
			&cli.StringFlag{Name: "list-changed", Usage: "add changed and deleted pages to `FILE`, each ended by NUL"},
			lockTimeoutFlag(),
			&cli.BoolFlag{Name: "json", Usage: "print the report as one JSON object"},
			&cli.BoolFlag{Name: "quiet", Usage: "print errors and drift only"},
		},
		Action: func(c *cli.Context) error {
			if c.IsSet("jobs") && c.Int("jobs") < 1 {
				return usageError{"--jobs must be at least 1", "leave it out to use all cores"}
			}
			b := newBuild(buildOptions{
				Root: c.Args().First(), Named: c.Args().Present(), Out: c.String("out"), OutGiven: c.IsSet("out"), DB: c.String("db"), Config: c.String("config"),
				Jobs: c.Int("jobs"), Tracked: c.Bool("tracked"), Stderr: stderr, Quiet: c.Bool("quiet"), LockTimeout: new(c.Duration("lock-timeout")),
				List: c.String("list-changed"),
			})
			defer b.end()
			r := &rebuilt{Version: version()}
			if err := b.underLock(c.Context, func(ctx context.Context) error { return b.rebuild(ctx, r) }); err != nil {
				return err
			}
			if err := r.write(stdout, c.Bool("json"), b.options.Quiet); err != nil {
				return err
			}
			if c.Bool("fail-on-drift") && r.Drift {
				return errFindings
			}
			return nil
		},
	}
}

// rebuilt is what a rebuild found and did.
type rebuilt struct {
	Scanned      int      `json:"scanned"`
	Parsed       int      `json:"parsed"` // documents, of the clean build
	Keywords     int      `json:"keywords"`
	PagesWritten int      `json:"pages_written"` // by the update before and the take-over together
	PagesRemoved int      `json:"pages_removed"`
	Drift        bool     `json:"drift"`
	Damaged      bool     `json:"damaged"`           // the database was, and is built anew; nothing could be compared
	Documents    []string `json:"drifted_documents"` // paths whose rows were not those of a clean build
	Views        []string `json:"drifted_views"`     // public views that were not, beside those rows
	Tables       []string `json:"drifted_tables"`    // that were not where neither shows it
	Pages        []string `json:"drifted_pages"`     // below the output folder
	Meanwhile    []string `json:"changed_meanwhile"` // documents that changed while the index was rebuilt
	Seconds      float64  `json:"seconds"`
	Version      string   `json:"version"`

	states map[string]string // of pages that were not as on record, by path
}

// rebuild brings the index up to date, builds a clean one beside it, compares
// the two, and copies the clean one over the other in one transaction. The pages
// that differ are then replaced one by one. Interrupted before the copy, the
// index is as it was; after it, the next build replaces the pages. A live index
// that turns out to be damaged is set aside, as by any build, which is drift.
func (b *build) rebuild(ctx context.Context, r *rebuilt) error {
	b.options.nameStrays = true
	if err := b.attemptSound(ctx); err != nil {
		return err
	}
	before := b.report
	b.options.nameStrays = false
	drift, err := b.compareAndTakeOver(ctx, r)
	if errors.Is(err, store.ErrDamaged) { // where only the comparison reads
		drift, err = &store.Drift{}, b.setAside(err)
	}
	if err != nil {
		return err
	}
	b.mode, b.options.nameChanged = "rebuild", true
	if err := b.attempt(ctx); err != nil {
		return err
	}
	r.note(drift, before, b.report)
	if b.damaged {
		r.Drift, r.Damaged, r.Pages = true, true, []string{}
	}
	r.Seconds = time.Since(b.started).Seconds()
	return nil
}

// compareAndTakeOver builds the clean index, tells how the live one differs, and
// copies the one over the other. ErrDamaged is of the live one.
func (b *build) compareAndTakeOver(ctx context.Context, r *rebuilt) (*store.Drift, error) {
	clean, err := b.cleanBuild(ctx)
	if err != nil {
		return nil, b.ofClean(err)
	}
	r.Scanned, r.Parsed = clean.report.Scanned, clean.report.Parsed
	drift, err := b.takeOver(ctx, clean)
	if err != nil {
		return nil, errors.Join(err, clean.store.Close())
	}
	return drift, b.ofClean(clean.store.Close())
}

// ofClean tells a failure of the clean index from one of the live one, which is
// as it was.
func (b *build) ofClean(err error) error {
	if live := (liveError{}); err == nil || errors.As(err, &live) || !store.OfDatabase(err) || store.IsFull(err) {
		return err
	}
	return hinted{fmt.Errorf("the clean index, in %q: %s", b.scratch, err), "check the disk, or the way to it, and rebuild again; nothing is lost"}
}

// note sums up what the three steps told.
func (r *rebuilt) note(drift *store.Drift, before, after *report) {
	r.Keywords = after.Keywords
	r.PagesWritten = before.PagesWritten + after.PagesWritten
	r.PagesRemoved = before.PagesRemoved + after.PagesRemoved
	r.Documents, r.Views, r.Tables, r.Meanwhile = nonNil(drift.Documents), nonNil(drift.Counters), nonNil(drift.Tables), nonNil(drift.Moved)
	r.Pages = []string{}
	if len(drift.Moved) == 0 && after.Parsed+after.Removed+after.copied == 0 {
		r.Pages = nonNil(after.changed)
	}
	r.noteStrays(before.strays)
	r.Drift = drift.Found() || len(r.Pages) > 0
}

// noteStrays adds the pages that were not as on record, which the update before the
// comparison has put right.
func (r *rebuilt) noteStrays(strays []emit.Stray) {
	r.states = make(map[string]string)
	for _, one := range strays {
		r.states[one.Path] = map[emit.State]string{emit.Gone: "missing", emit.Altered: "tampered", emit.Unrecorded: "left over"}[one.State]
		r.Pages = append(r.Pages, one.Path)
	}
	slices.Sort(r.Pages)
	r.Pages = slices.Compact(r.Pages)
}

// nonNil is the list that JSON writes as [] where it is empty.
func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// cleanBuild indexes the tree into a new database in the scratch folder, which
// stands beside the live one: there is room for both, and it is one file system.
// The caller closes the store.
func (b *build) cleanBuild(ctx context.Context) (*build, error) {
	var err error
	if b.scratch, err = os.MkdirTemp(filepath.Dir(b.db), rebuildFolder); err != nil {
		return nil, fmt.Errorf("cannot make a folder for the clean index in %q: %w", filepath.Dir(b.db), cause(err))
	}
	clean := &build{options: b.options, started: time.Now(), root: b.root, out: b.out, db: b.db, config: b.config, jobs: b.jobs, progress: b.progress}
	clean.options.NoPages = true
	clean.report = &report{Version: version()}
	clean.snapshot = &store.Snapshot{Settings: store.Settings{}}
	clean.settings = clean.newSettings()
	if clean.store, err = store.Create(ctx, filepath.Join(b.scratch, "index.db")); err != nil {
		return nil, err
	}
	keepAbsent := func(ctx context.Context) error { return clean.keepAbsent(ctx, b) }
	for _, step := range []func(context.Context) error{clean.walk, clean.compare, keepAbsent, clean.update, clean.closeLive} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, clean.closeLive(ctx), clean.store.Close())
		}
	}
	return clean, nil
}

// keepAbsent has a clean build keep what git keeps out of a sparse checkout: the
// live index alone knows it, and which of it is gone, only --full decides.
func (b *build) keepAbsent(ctx context.Context, live *build) (err error) {
	if !b.tree.Sparse || len(live.work.absent) == 0 {
		return nil
	}
	for _, record := range live.work.absent {
		if _, back := slices.BinarySearchFunc(b.tree.Files, record.Path, func(f scan.File, path string) int { return strings.Compare(f.Path, path) }); !back {
			b.work.absent = append(b.work.absent, record)
		}
	}
	b.live, err = store.Open(ctx, live.db)
	return ofLive(err)
}

// applyAbsent adds the documents that are not checked out as the live index holds
// them.
func (b *build) applyAbsent(_ context.Context, u *store.Update) error {
	if b.live == nil {
		return nil
	}
	for _, record := range b.work.absent {
		if record.Reason != "" {
			continue
		}
		file, document, found, err := b.live.Held(record.Path)
		if err == nil && !found {
			err = fmt.Errorf("%w: it has a record of %q, and no document", store.ErrDamaged, record.Path)
		}
		if err != nil {
			return ofLive(err)
		}
		if err := u.Put(file, document); err != nil {
			return err
		}
	}
	return nil
}

// closeLive closes the live index, if the clean build opened it.
func (b *build) closeLive(context.Context) error {
	if b.live == nil {
		return nil
	}
	err := b.live.Close()
	b.live = nil
	return ofLive(err)
}

// liveError is a failure of the live index while the clean one was made.
type liveError struct{ error }

func (e liveError) Unwrap() error { return e.error }

func ofLive(err error) error {
	if err == nil {
		return nil
	}
	return liveError{err}
}

// rebuildFolder is the pattern of the folder that a rebuild works in. What a
// rebuild that was killed leaves there, the next build or rebuild removes.
const rebuildFolder = ".kwic-rebuild-*.tmp"

// takeOver compares the live index with the clean one, makes sure that the
// clean one is sound, has SQLite measure it, and replaces the live one by it.
func (b *build) takeOver(ctx context.Context, clean *build) (*store.Drift, error) {
	b.progress.Phase("comparing with the index", 0)
	live, err := store.Open(ctx, b.db)
	if err != nil {
		return nil, err
	}
	release := []func(){live.Heed(ctx), clean.store.Heed(ctx)}
	var drift *store.Drift
	for _, step := range []func() error{
		live.CheckIntegrity, // what is wrong in an index of SQLite's, no comparison meets
		func() (err error) {
			drift, err = live.DriftFrom(ctx, clean.store, func(path string) bool { return b.stood(clean, path) })
			return err
		},
		func() error { return b.ofClean(clean.store.CheckIntegrity()) },
		func() error { return clean.store.Inherit(live) },
		func() error { return b.ofClean(clean.store.Analyze()) },
		ctx.Err,
		func() error { return live.Become(ctx, clean.store) },
	} {
		if err == nil {
			err = step()
		}
	}
	for _, end := range release {
		end()
	}
	if stopped := ctx.Err(); stopped != nil && err != nil {
		err = stopped // what SQLite then says, depends on where it was
	}
	return drift, errors.Join(err, live.Close())
}

// stood reports whether a file of the tree was the same when the live index was
// brought up to date and when the clean one was made, or was missing both times.
// Of a record that is too young to be trusted nobody can tell.
func (b *build) stood(clean *build, path string) bool {
	before, known := b.work.records.of(path)
	now, still := clean.work.records.of(path)
	switch {
	case known && still:
		return !before.Racy && before.Stat == now.Stat
	case known || still:
		return false
	}
	return !b.work.records.lists(path) && !clean.work.records.lists(path)
}

// drifted counts what drifted.
func (r *rebuilt) drifted() string {
	var counts []string
	for _, one := range []struct {
		n    int
		noun string
	}{{len(r.Documents), "document"}, {len(r.Views), "view"}, {len(r.Tables), "table"}, {len(r.Pages), "page"}} {
		if one.n > 0 {
			counts = append(counts, count(one.n, one.noun))
		}
	}
	return strings.Join(counts, ", ")
}

// write prints the report: JSON, or text, which in quiet mode tells drift alone.
func (r *rebuilt) write(w io.Writer, asJSON, quiet bool) error {
	if asJSON {
		return encodeJSON(w, r)
	}
	var b strings.Builder
	for _, path := range r.Documents {
		fmt.Fprintf(&b, "drifted   %s\n", printable(path))
	}
	for _, view := range r.Views {
		fmt.Fprintf(&b, "drifted   the view %s\n", view)
	}
	for _, table := range r.Tables {
		fmt.Fprintf(&b, "drifted   the table %s\n", table)
	}
	for _, page := range r.Pages {
		fmt.Fprintf(&b, "drifted   page %s", printable(page))
		if state := r.states[page]; state != "" {
			fmt.Fprintf(&b, " (%s)", state)
		}
		b.WriteByte('\n')
	}
	if !quiet { // which mails at night would be about
		for _, path := range r.Meanwhile {
			fmt.Fprintf(&b, "meanwhile %s\n", printable(path))
		}
	}
	if r.Damaged {
		fmt.Fprintf(&b, "the index was damaged; it is now what a clean build gives\n")
	} else if r.Drift {
		fmt.Fprintf(&b, "the index had drifted: %s; it is now what a clean build gives\n", r.drifted())
	} else if !quiet {
		fmt.Fprintf(&b, "no drift\n")
	}
	if !quiet {
		fmt.Fprintf(&b, "%s parsed, %s\n", count(r.Parsed, "document"), count(r.Keywords, "keyword"))
		fmt.Fprintf(&b, "%s written, %s removed\n%.2f s\n", count(r.PagesWritten, "page"), number(r.PagesRemoved), r.Seconds)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
