package main

import (
	"context"
	"crypto/sha256"
	"maps"
	"runtime/trace"
	"sync"

	"kwic/emit"
	"kwic/scan"
	"kwic/scan/extract"
	"kwic/store"
)

// update brings the index up to date in one transaction.
func (b *build) update(ctx context.Context) error {
	w := &b.work
	b.report.Removed = len(w.removed)
	elsewhere := b.snapshot.Settings[store.SettingOut] != b.settings[store.SettingOut]
	allStale := b.snapshot.Settings[store.SettingEmit] != b.settings[store.SettingEmit] || b.options.Full || elsewhere && !b.options.NoPages
	if !w.clear && len(w.parse)+len(w.copies)+len(w.removed) == 0 && !b.otherSynonyms() {
		if err := b.noteSkipped(); err != nil {
			return err
		}
		if b.settings[store.SettingSkipped] == b.snapshot.Settings[store.SettingSkipped] {
			return b.touch(allStale)
		}
	}
	b.phases.begin(ctx, "parsing")
	b.expectReaders()
	u, err := b.store.Begin(w.clear)
	if err != nil {
		return err
	}
	defer u.Rollback()
	if b.options.check {
		u.TrackCauses()
		b.causes = u.Causes
	}
	if b.otherSynonyms() {
		if err := u.SetSynonyms(b.config.storeSynonyms()); err != nil {
			return err
		}
	}
	for _, step := range []func(context.Context, *store.Update) error{b.applyCopies, b.applyParsed, b.applyAbsent, b.applyRemoved} {
		if err := step(ctx, u); err != nil {
			return err
		}
	}
	if err := b.markCompanions(u); err != nil {
		return err
	}
	if err := b.noteSkipped(); err != nil {
		return err
	}
	b.phases.begin(ctx, "indexing")
	b.progress.Phase("indexing", 0)
	tree, only := b.treeRecords()
	return u.Commit(ctx, &store.Outcome{Settings: b.indexSettings(), Tree: tree, Only: only, Skipped: w.skipped, AllStale: allStale, Scope: b.tree.Scope})
}

// fewReaders is how many readers are opened while documents are parsed. A small
// change makes hardly more tasks than that of pages.
const fewReaders = 4

// expectReaders has the readers opened that the pages will need.
func (b *build) expectReaders() {
	if b.options.NoPages {
		return
	}
	readers := min(b.jobs, fewReaders)
	if b.partial() {
		readers++ // see aside
	}
	b.store.ExpectReaders(readers)
}

// otherSynonyms reports whether the index has other synonyms on record.
func (b *build) otherSynonyms() bool {
	return b.snapshot.Settings[store.SettingSynonyms] != b.settings[store.SettingSynonyms]
}

// touch records what changed beside the content, if anything did.
func (b *build) touch(allStale bool) error {
	settings := b.indexSettings()
	recorded := maps.Clone(b.snapshot.Settings)
	maps.DeleteFunc(recorded, func(name, _ string) bool { _, ours := settings[name]; return !ours })
	if !b.work.touched && !allStale && maps.Equal(recorded, settings) {
		return nil
	}
	tree, only := b.treeRecords()
	return b.store.Touch(tree, only, settings, allStale)
}

// indexSettings returns the settings to be recorded with the index. The output
// folder is not among them: it is on record only when pages stand there.
func (b *build) indexSettings() store.Settings {
	settings := maps.Clone(b.settings)
	delete(settings, store.SettingOut)
	if known := b.exceptionsNow().String(); known != b.snapshot.Settings[store.SettingExceptions] {
		settings[store.SettingExceptions] = known
	}
	return settings
}

// applyCopies adds files whose content the index holds under another path.
func (b *build) applyCopies(_ context.Context, u *store.Update) error {
	documents := make(map[string]*store.Document)
	for _, c := range b.work.copies { // before any of their sources is replaced
		if documents[c.from] == nil {
			d, err := u.Document(c.from)
			if err != nil {
				return err
			}
			documents[c.from] = d
		}
	}
	for _, c := range b.work.copies {
		if err := u.Put(b.fileOf(c.file, c.language, c.sum), documents[c.from]); err != nil {
			return err
		}
	}
	return nil
}

// fileOf describes a file of the tree to the index.
func (b *build) fileOf(file int, language extract.Language, sum [32]byte) *store.File {
	f := &b.tree.Files[file]
	return &store.File{Path: f.Path, Language: string(language), Class: language.Class(), Size: f.Stat.Size, SHA256: sum, Kinds: b.tree.InForce(f.Path).Kinds}
}

// parsed is a document that was read and extracted.
type parsed struct {
	file     int
	language extract.Language
	sum      [32]byte
	size     int64
	stat     scan.Stat
	reason   scan.Reason
	document *store.Document
	failure  error // why the document could not be read
	broken   bool  // failure is that of its page: the build cannot go on
}

// applyParsed parses on all cores and adds the results as they come.
func (b *build) applyParsed(ctx context.Context, u *store.Update) error {
	w := &b.work
	if len(w.parse) == 0 {
		return nil
	}
	if err := b.expectFiles(); err != nil {
		return err
	}
	expected := b.expectParsed(u)
	defer expected()
	if err := b.newExtractor(); err != nil {
		return err
	}
	b.progress.Phase("parsing", len(w.parse))
	return parallel(ctx, b.jobs, len(w.parse), b.parse, func(p parsed) error {
		if err := expected(); err != nil {
			return err
		}
		b.progress.Add(1)
		return b.applyOne(u, &p)
	})
}

// fewParsed is up to how many documents the index is asked about beforehand.
const fewParsed = 16

// largeParsed is from what size on, in bytes, a document is not looked up beside its
// parsing: both may take most of the memory that one document may cost.
const largeParsed = 1 << 20

// expectParsed has the update look up, beside the parsing, what the index holds of
// the few documents that will be replaced: that takes longer than parsing them.
// Neither the update nor the store is to be used before the function that it
// returns has, so that there is none where pages are written meanwhile.
func (b *build) expectParsed(u *store.Update) func() error {
	if b.work.clear || len(b.work.parse) > fewParsed || b.writer != nil {
		return func() error { return nil }
	}
	found := make(chan error, 1)
	go func() {
		var err error
		for i := 0; i < len(b.work.parse) && err == nil; i++ {
			if f := &b.tree.Files[b.work.parse[i]]; f.Stat.Size < largeParsed {
				err = u.Expect(f.Path)
			}
		}
		found <- err
	}()
	return sync.OnceValue(func() error { return <-found })
}

func (b *build) newExtractor() (err error) {
	b.extractor, err = b.config.newExtractor()
	return err
}

// parse reads and extracts one document. It runs on several goroutines.
func (b *build) parse(i int) parsed {
	p := parsed{file: b.work.parse[i]}
	f := &b.tree.Files[p.file]
	ctx := context.Background() // regions of a trace belong to goroutines
	reading := trace.StartRegion(ctx, "read")
	rules := b.tree.InForce(f.Path)
	content, err := scan.Load(b.root, *f, rules.SizeLimit)
	reading.End()
	p.language, p.reason, p.stat, p.failure = content.Language, content.Reason, content.Stat, err
	if err != nil || content.Reason != "" {
		return p
	}
	p.sum, p.size = sha256.Sum256(content.Bytes), int64(len(content.Bytes))
	extracting := trace.StartRegion(ctx, "extract")
	p.document = b.extractor.Read(p.language, content.Bytes)
	extracting.End()
	p.document.Keep(rules.Kinds)
	if b.writer != nil {
		writing := trace.StartRegion(ctx, "page")
		p.failure = b.writer.File(f.Path, p.document)
		writing.End()
		p.broken = p.failure != nil
	}
	return p
}

func (b *build) applyOne(u *store.Update, p *parsed) error {
	w := &b.work
	f := &b.tree.Files[p.file]
	if w.clear {
		b.report.Hashed++ // else it was counted when it was compared
	}
	switch {
	case p.broken:
		return p.failure
	case p.failure != nil:
		b.leaveOut(p.file, p.failure)
		return b.lose(u, f.Path)
	case p.document == nil:
		w.records.set(p.file, b.record(p.file, p.stat, string(p.reason)))
		w.skipped = append(w.skipped, store.Skip{Path: f.Path, Reason: string(p.reason)})
		return b.lose(u, f.Path)
	}
	b.report.Parsed++
	w.records.set(p.file, b.record(p.file, p.stat, ""))
	file := b.fileOf(p.file, p.language, p.sum)
	file.Size = p.size
	return u.Put(file, p.document)
}

// lose takes a file that is still in the tree, but no document, out of the index.
func (b *build) lose(u *store.Update, path string) error {
	if _, record, found := b.snapshot.Tree.Find(path); found && record.Reason == "" {
		b.report.Removed++
	}
	return u.Remove(path)
}

func (b *build) applyRemoved(_ context.Context, u *store.Update) error {
	if b.work.clear {
		return nil // the index was emptied
	}
	for _, path := range b.work.removed {
		if err := u.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

// markCompanions notes the pages of documents whose companion came or went.
func (b *build) markCompanions(u *store.Update) error {
	if b.config.Companion == "" || b.work.clear {
		return nil
	}
	if b.partial() {
		return b.markCompanionsOf(u, b.work.arrivals)
	}
	changed := make(map[string]bool, len(b.work.arrivals))
	for _, path := range b.work.arrivals {
		changed[path] = true
	}
	if len(changed) == 0 {
		return nil
	}
	for i := range b.tree.Files {
		if path := b.tree.Files[i].Path; changed[emit.CompanionOf(b.config.Companion, path)] {
			u.MarkFile(path)
		}
	}
	return nil
}
