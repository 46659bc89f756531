package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"kwic/emit"
	"kwic/scan"
	"kwic/scan/extract"
	"kwic/store"

	"github.com/urfave/cli/v2"
)

func buildCommand(stdin io.Reader, stdout, stderr io.Writer) *cli.Command {
	return &cli.Command{
		Name:      "build",
		Usage:     "bring the index and its pages up to date",
		ArgsUsage: "[ROOT]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "out", Usage: "write pages to `FOLDER` (--out docs/keywords)"},
			&cli.StringFlag{Name: "db", Usage: "keep the database in `FILE` (--db /tmp/index.db)"},
			&cli.StringFlag{Name: "config", Usage: "read `FILE` instead of .kwic.yaml"},
			&cli.IntFlag{Name: "jobs", Usage: "read and render `N` files at a time", DefaultText: "all cores"},
			&cli.BoolFlag{Name: "tracked", Usage: "take only files that git tracks"},
			&cli.BoolFlag{Name: "full", Usage: "parse every document and render every page"},
			&cli.BoolFlag{Name: "dry-run", Usage: "say what would be done, change nothing"},
			&cli.StringFlag{Name: "files-from", Usage: "look only at the paths listed in `FILE`, - for standard input"},
			&cli.BoolFlag{Name: "0", Usage: "paths of --files-from end in NUL (git diff --name-only --no-renames -z A B | kwic build -0 --files-from -)"},
			&cli.StringFlag{Name: "since", Usage: "look only at what git says has changed since `REV`, and since the index was made"},
			&cli.BoolFlag{Name: "no-pages", Usage: "leave the pages for a later build"},
			&cli.StringFlag{Name: "list-changed", Usage: "add changed and deleted pages to `FILE`, each ended by NUL"},
			stagedFlag(),
			lockTimeoutFlag(),
			&cli.BoolFlag{Name: "json", Usage: "print the summary as one JSON object"},
			&cli.BoolFlag{Name: "quiet", Usage: "print errors only"},
		},
		Action: func(c *cli.Context) error {
			o := buildOptions{
				Root: c.Args().First(), Named: c.Args().Present(), Out: c.String("out"), OutGiven: c.IsSet("out"), DB: c.String("db"), Config: c.String("config"),
				Jobs: c.Int("jobs"), Tracked: c.Bool("tracked"), Full: c.Bool("full"), DryRun: c.Bool("dry-run"), NoPages: c.Bool("no-pages"),
				Stderr: stderr, Quiet: c.Bool("quiet"), LockTimeout: new(c.Duration("lock-timeout")), List: c.String("list-changed"),
			}
			if o.DryRun && o.List != "" {
				return usageError{"--dry-run writes no page and so no list of them", "leave out --list-changed, or ask kwic check"}
			}
			if c.Bool("staged") && (o.DryRun || o.NoPages) {
				return usageError{"--staged looks at the pages that a build has written", "leave out --dry-run and --no-pages"}
			}
			if c.IsSet("jobs") && o.Jobs < 1 {
				return usageError{"--jobs must be at least 1", "leave it out to use all cores"}
			}
			if err := o.choosePaths(c, stdin); err != nil {
				return err
			}
			report, err := runBuild(c.Context, o)
			if err != nil {
				return err
			}
			switch {
			case c.Bool("json"):
				err = report.writeJSON(stdout)
			case !o.Quiet:
				err = report.writeText(stdout)
			}
			if err == nil && c.Bool("staged") {
				err = endStaged(c.Context, stderr, report)
			}
			return err
		},
	}
}

// buildOptions are a build's flags.
type buildOptions struct {
	Root            string // as given; with !Named, the tree around the current folder
	Named           bool
	Out, DB, Config string // "" where not given
	OutGiven        bool
	Jobs            int // 0: all cores
	Tracked         bool
	Full            bool
	DryRun          bool
	NoPages         bool
	Quiet           bool
	Stderr          io.Writer
	List            string         // the file to add changed pages to; "" for none
	LockTimeout     *time.Duration // how long to wait for another build; nil for lockTimeout

	Since string   // a revision of git's, whose differences to the work tree are Paths; "" for none
	Paths []string // of the file system: only these are looked at; nil for the whole tree

	Listed bool // Paths are the user's list

	watch func(root string, tree *scan.Tree) (fresh bool, err error) // told of the folders that are read; nil for none

	check bool // say what would be done, pages included; changes nothing

	// ask is called with the index as a build would leave it, of which nothing
	// stays; nil for a build that is one.
	ask func(context.Context, *build, *store.Query) error

	nameChanged bool // the report names the pages that changed
	nameStrays  bool // the report names the pages that stood otherwise than on record

	many int // instead of manyFiles, where it is not 0
}

// looks reports whether the build only says what it would do: nothing of the
// user's changes, not even the database.
func (o *buildOptions) looks() bool { return o.DryRun || o.check || o.ask != nil }

// build is one run of the main job. Its steps are methods, in the order in
// which run calls them.
type build struct {
	options  buildOptions
	started  time.Time
	root     string // absolute
	out      string // absolute
	db       string
	config   config
	jobs     int
	progress *progress
	phases   phases
	report   *report

	store     *store.Store
	snapshot  *store.Snapshot
	settings  store.Settings
	tree      *scan.Tree
	listing   func() (*scan.Listing, error) // of the output folder; see beginListing
	output    *emit.Output
	listed    int64 // the file system's time before pages were looked at, 0 where it is of no use
	extractor *extract.Extractor
	writer    *emit.Writer // nil until pages are written
	work      worklist
	mode      string       // in the history: "" for build or full
	scratch   string       // a folder for what a look needs, "" until it is made
	still     *scan.Stat   // of the database that a look reads as it stands, nil where it does not
	beside    bool         // a look reads the database as one that may change
	copied    string       // the copy of the database that a look may change, "" until it is made
	damaged   bool         // the database was, and has been set aside
	live      *store.Store // of a clean build: the index that knows what is not checked out, nil where all is
	only      []string     // paths below the root that a partial build looks at; nil for all
	listedAs  []string     // for each path that was given, the one in only; "" for none
	since     *sinceCommit

	lookup    sync.Mutex // guards reader and lookupErr
	reader    *store.Reader
	lookupErr error

	causes   func(key string) []string // of an update that noted them
	overlay  string                    // where a check writes pages, "" for the output folder
	findings *findings
}

// runBuild builds the index of a tree and its pages.
func runBuild(ctx context.Context, o buildOptions) (*report, error) {
	b := newBuild(o)
	defer b.end()
	if err := b.run(ctx); err != nil {
		return nil, err
	}
	return b.report, nil
}

// newBuild prepares a build. Whoever made it calls end.
func newBuild(o buildOptions) *build {
	b := &build{options: o, started: time.Now(), jobs: o.Jobs, progress: newProgress(o.Stderr, !o.Quiet)}
	if b.jobs == 0 {
		b.jobs = runtime.GOMAXPROCS(0)
	}
	return b
}

// end takes away what the build needed while it ran.
func (b *build) end() {
	b.progress.Done()
	b.clearScratch()
}

// run does the work under the lock of the database.
func (b *build) run(ctx context.Context) error {
	if err := b.underLock(ctx, b.attemptSound); err != nil {
		return err
	}
	b.report.Seconds, b.report.Phases = time.Since(b.started).Seconds(), b.phases.all
	return nil
}

// underLock finds tree and database, and does something while no other build of
// that database can run.
func (b *build) underLock(ctx context.Context, do func(context.Context) error) error {
	defer b.progress.Done()
	defer paceCollections()()
	if err := b.locate(); err != nil {
		return advise(b.db, err)
	}
	lock, err := b.prepareFolder(ctx)
	if err != nil {
		return advise(b.db, err)
	}
	defer lock.release()
	if err := checkList(b.options.List); err != nil { // which may stand in the folder that was just made
		return advise(b.db, err)
	}
	if err := do(ctx); err != nil {
		return advise(b.db, err)
	}
	return nil
}

// attemptSound runs the build, over a new database where the old one is damaged.
func (b *build) attemptSound(ctx context.Context) error {
	err := b.attempt(ctx)
	if b.moved() {
		err = b.attemptBeside(ctx)
	}
	if errors.Is(err, store.ErrDamaged) || errors.Is(err, store.ErrNoDatabase) {
		if err = b.setAside(err); err == nil {
			err = b.attempt(ctx)
		}
	}
	return err
}

// attempt runs the build over the database as it is.
func (b *build) attempt(ctx context.Context) (err error) {
	b.report = &report{Version: version(), root: b.root, out: b.out, db: b.db}
	b.phases = phases{}
	defer b.phases.end()
	stop := b.beginListing(ctx)
	defer stop()
	b.phases.begin(ctx, "opening")
	if err := b.open(ctx); err != nil {
		return err
	}
	defer func() {
		if b.reader != nil {
			err = errors.Join(err, b.reader.Close())
			b.reader = nil
		}
		if b.writer != nil {
			err = errors.Join(err, b.writer.Close())
		}
		if b.store != nil {
			if closing := b.store.Close(); err == nil {
				err = closing
			}
		}
	}()
	for _, step := range []func(context.Context) error{b.walk, b.checkOutput, b.compare, b.followMoves, b.noteListed} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	switch {
	case b.options.DryRun:
		return b.foresee()
	case b.options.check:
		return b.checkPages(ctx)
	case b.options.ask != nil:
		return b.askAside(ctx)
	}
	for _, step := range []func(context.Context) error{b.update, b.pages} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	b.countSkipped()
	b.report.noPages, b.report.copied, b.report.landing = b.options.NoPages, len(b.work.copies), emit.LandingPage(b.config.Site)
	b.report.Keywords, err = b.store.Keywords()
	return err
}

// locate finds the root, reads its configuration and derives the paths.
func (b *build) locate() error {
	root := b.options.Root
	if b.options.Named {
		if err := checkRoot(root); err != nil {
			return err
		}
	} else {
		var err error
		if root, err = findRoot("."); err != nil {
			return err
		}
	}
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	b.root = root
	if b.config, err = loadConfig(root, b.options.Config); err != nil {
		return err
	}
	b.out = filepath.Join(root, indexFolder, "pages")
	if out := filepath.FromSlash(b.config.Out); out != "" {
		b.out = out
		if !filepath.IsAbs(out) {
			b.out = filepath.Join(root, out)
		}
	}
	if b.options.OutGiven && b.options.Out == "" {
		return usageError{"--out is empty", "leave it out for .kwic/pages, or name a folder"}
	}
	if b.options.Out != "" {
		if b.out, err = filepath.Abs(b.options.Out); err != nil {
			return err
		}
	}
	if _, inside := relativeTo(b.out, root); inside {
		return hinted{fmt.Errorf("the output folder %q holds the tree itself", b.out), "choose a folder of its own, for example --out docs/keywords"}
	}
	b.db = filepath.Join(root, indexFolder, "index.db")
	if b.options.DB != "" {
		if b.db, err = filepath.Abs(b.options.DB); err != nil {
			return err
		}
	}
	b.db, err = store.Resolve(b.db)
	return err
}

// open opens the database and loads what the last build left. A look at a tree
// without an index has no database, and makes none.
func (b *build) open(ctx context.Context) (err error) {
	b.snapshot, b.store, b.writer = &store.Snapshot{Settings: store.Settings{}}, nil, nil
	if b.options.looks() {
		err = b.openView(ctx)
	} else {
		b.store, err = store.Open(ctx, b.db)
	}
	if err != nil {
		return err
	}
	b.settings = b.newSettings()
	if b.store != nil {
		if err := b.loadSnapshot(ctx); err != nil {
			return errors.Join(err, b.store.Close())
		}
	}
	return nil
}

// openView opens the database for reading, or a copy of it that may change where
// its schema is an older one. Where there is none, b.store stays nil.
func (b *build) openView(ctx context.Context) error {
	built, err := store.IsBuilt(b.db)
	if err != nil || !built {
		return err
	}
	if err := b.lookStill(ctx); err != nil {
		return err
	}
	b.store, err = store.OpenReadOnly(b.db, b.still != nil)
	if errors.Is(err, store.ErrOlder) {
		return b.openCopy(ctx)
	}
	return err
}

// openCopy opens a copy of the database, or a new one where there is none.
func (b *build) openCopy(ctx context.Context) error {
	name, err := b.scratchPath("index.db")
	if err != nil {
		return err
	}
	b.copied = name
	built, err := store.IsBuilt(b.db)
	if err != nil {
		return err
	}
	if !built {
		b.store, err = store.Create(ctx, name)
		return err
	}
	if err := store.Copy(b.db, name, b.still != nil); store.IsFull(err) {
		return fmt.Errorf("cannot copy it to the temporary folder %q: %w", b.scratch, err)
	} else if err != nil {
		return err
	}
	b.store, err = store.Open(ctx, name)
	return err
}

// scratchPath returns a path in the scratch folder, which it makes.
func (b *build) scratchPath(name string) (_ string, err error) {
	if b.scratch == "" {
		if b.scratch, err = os.MkdirTemp("", "kwic-*"); err != nil {
			return "", fmt.Errorf("cannot make a temporary folder in %q: %w", os.TempDir(), cause(err))
		}
	}
	return filepath.Join(b.scratch, name), nil
}

// clearScratch removes the scratch folder. One that cannot be removed is the
// system's to clear, like all temporary files.
func (b *build) clearScratch() {
	if b.scratch != "" {
		_ = os.RemoveAll(b.scratch)
	}
}

// pageAt returns the page on record at a path.
func (b *build) pageAt(path string) (store.Page, bool, error) {
	if b.store == nil {
		return store.Page{}, false, nil
	}
	return b.store.PageAt(path)
}

// newSettings returns the settings that the index has after this build.
func (b *build) newSettings() store.Settings {
	c := b.config
	out := b.out // unless it is on another drive, as seen from the root: a tree may move with its pages
	if rel, err := filepath.Rel(b.root, out); err == nil {
		out = filepath.ToSlash(rel)
	}
	c.Out = out
	commit := scan.Commit(b.root)
	pages := c.emitHash()
	if strings.Contains(c.SourceURL, "{commit}") {
		pages += commit
	}
	return store.Settings{
		store.SettingRepo:      scan.Remote(b.root),
		store.SettingCommit:    commit,
		store.SettingSourceURL: c.SourceURL,
		store.SettingConfig:    hash(c.walkHash(), c.extractHash(), c.rulesHash(), c.synonymsHash(), c.emitHash()),
		store.SettingInclude:   c.includeHash(),
		store.SettingSynonyms:  c.synonymsHash(),
		store.SettingRules:     c.rulesHash(),
		store.SettingExtract:   hash(fmt.Sprint(extract.Version), c.extractHash()),
		store.SettingEmit:      hash(fmt.Sprint(emit.Version), pages),
		store.SettingOut:       out,
	}
}

// walk finds the files of the tree.
func (b *build) walk(ctx context.Context) (err error) {
	b.phases.begin(ctx, "scanning")
	b.progress.Phase("scanning", 0)
	o := b.walkOptions()
	for range walkTries {
		if b.partial() {
			err = b.walkPart(ctx, o)
		} else if b.tree, err = scan.Walk(ctx, o); err == nil {
			b.finishWalk()
			b.noteEmptyTree()
		}
		if err != nil || b.options.watch == nil {
			return err
		}
		if fresh, err := b.options.watch(b.root, b.tree); err != nil || !fresh {
			return err
		}
	}
	return nil
}

// walkOptions says which files belong to the tree.
func (b *build) walkOptions() scan.Options {
	o := scan.Options{
		Root: b.root, Tracked: b.options.Tracked, Include: b.config.Include, Exclude: b.config.Exclude, SizeLimit: b.config.SizeLimit,
		Rules: b.config.scanRules(), Prune: []string{indexFolder}, Folders: b.options.watch != nil,
	}
	for _, own := range []string{b.out, filepath.Dir(b.db)} {
		if rel, inside := b.inTree(own); inside && rel != "." && (own == b.out || filepath.Base(own) == indexFolder) {
			o.Prune = append(o.Prune, rel)
		}
	}
	if rel, inside := b.inTree(b.db); inside { // whatever its name says
		o.Prune = append(o.Prune, rel)
	}
	return o
}

// noteEmptyTree tells that there is nothing to index in a folder that is not empty.
func (b *build) noteEmptyTree() {
	if len(b.tree.Files)+len(b.tree.Skipped) > 0 {
		return
	}
	entries, err := os.ReadDir(b.root)
	if err == nil && slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name()[0] != '.' }) {
		b.note("nothing in %q is part of the tree: ignore files and exclude leave no file", shown(b.root))
	}
}

// walkTries bounds how often a tree is walked that gains folders meanwhile: each
// is watched first, and then read. Those that still come are told by the folders
// above them, and are the next build's.
const walkTries = 4

// finishWalk takes kwic's own files from what was found.
func (b *build) finishWalk() {
	b.report.Scanned = len(b.tree.Files)
	if db, inside := b.inTree(b.db); inside {
		// A database beside the documents comes and goes with its companions.
		b.tree.Skipped = slices.DeleteFunc(b.tree.Skipped, func(s scan.Skipped) bool {
			return strings.HasPrefix(s.Path, db) || strings.HasPrefix(filepath.Base(s.Path), ".kwic-clock-")
		})
	}
}

// inTree returns a path relative to the root, slash-separated, where it is
// inside the tree; else the path as it is.
func (b *build) inTree(path string) (string, bool) { return relativeTo(b.root, path) }

// relativeTo returns a path relative to a folder, slash-separated, where it is
// inside it or the folder itself; else the path as it is.
func relativeTo(folder, path string) (string, bool) {
	rel, err := filepath.Rel(folder, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return path, false
	}
	return filepath.ToSlash(rel), true
}

// beginListing begins to list the output folder beside what is done until
// checkOutput needs it: the database is opened on one core, and of a tree whose
// folders are deep the walk leaves cores idle, too. A build of some paths has no
// use for the list. Whoever calls it calls stop at the end.
func (b *build) beginListing(ctx context.Context) (stop func()) {
	list := func(ctx context.Context) func() (*scan.Listing, error) {
		return sync.OnceValues(func() (*scan.Listing, error) { return scan.List(ctx, b.out) })
	}
	if b.options.NoPages || b.options.Paths != nil || b.options.Since != "" {
		b.listing = list(ctx) // if the paths do not do after all
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	listing := list(ctx)
	b.listing = listing
	var beside sync.WaitGroup
	beside.Go(func() { _, _ = listing() }) // checkOutput tells what failed
	return func() {
		cancel()
		beside.Wait()
	}
}

// checkOutput compares the output folder with the pages on record, before
// anything is written anywhere.
func (b *build) checkOutput(ctx context.Context) error {
	if b.options.NoPages {
		return nil
	}
	b.phases.begin(ctx, "listing pages")
	if b.partial() {
		b.output = b.probeOutput()
		return nil
	}
	if b.racyPages() && !b.options.looks() {
		var err error
		if b.listed, err = scan.Now(b.out); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	listing, err := b.listing()
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("cannot read the output folder %q: %w", b.out, cause(err))
	}
	records := b.snapshot.Pages
	if b.snapshot.Settings[store.SettingOut] != b.settings[store.SettingOut] {
		records = store.Records{} // another folder is on record; this one is written in full
	}
	checker := emit.Checker{
		Out: b.out, IsPage: scan.IsPage, PageAt: b.pageAt,
		Places: sync.OnceValue(func() *emit.Places {
			documents := make([]string, len(b.tree.Files))
			for i := range b.tree.Files {
				documents[i] = b.tree.Files[i].Path
			}
			return emit.NewPlaces(b.config.Site, documents)
		}),
	}
	b.listing = nil // what it holds is of no use any more
	b.output, err = checker.Check(existingIn(listing), &records)
	if err != nil {
		return err
	}
	b.noteDocumentsInOutput()
	given := b.options.Out != "" || b.config.Out != ""
	if other := b.output.Other(); other != "" && records.Len() == 0 && !given {
		return hinted{fmt.Errorf("the output folder %q holds other files, such as %q", b.out, other), "name a folder on purpose with --out or out: in .kwic.yaml, or move them away"}
	}
	return nil
}

// existingIn describes what a listing found to package emit.
func existingIn(listing *scan.Listing) iter.Seq[emit.Existing] {
	return func(yield func(emit.Existing) bool) {
		if listing == nil {
			return // there is no folder yet
		}
		for e := range listing.All() {
			if !yield(existingOf(&e)) {
				return
			}
		}
	}
}

// existingOf describes an entry of the output folder to package emit.
func existingOf(e *scan.Entry) emit.Existing {
	one := emit.Existing{Path: strings.TrimSuffix(e.Path, "/"), Stat: store.Stat(e.Stat)}
	switch e.Type {
	case scan.Folder:
		one.Type = emit.Directory
	case scan.Regular:
	default:
		one.Type = emit.Special
	}
	return one
}

// noteDocumentsInOutput tells that a folder which is given for the pages keeps
// the user's own files there out of the index.
func (b *build) noteDocumentsInOutput() {
	other := b.output.Other()
	_, inside := b.inTree(b.out)
	if first := b.snapshot.Settings[store.SettingOut] != b.settings[store.SettingOut]; other == "" || !inside || !first || b.options.Quiet {
		return
	}
	fmt.Fprintf(b.options.Stderr, "note: the output folder %q is not indexed; other files are in it, such as %q\n", shown(b.out), other)
}

func hash(parts ...string) string {
	h := newFieldHash()
	h.list("", parts)
	return h.sum()[:32]
}
