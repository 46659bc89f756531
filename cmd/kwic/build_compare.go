package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/bits"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"kwic/scan"
	"kwic/scan/extract"
	"kwic/store"
)

// worklist is what a build has to do, found by comparing the tree with the
// records of the last build.
type worklist struct {
	clear    bool           // the index is made anew
	touched  bool           // a record has to be written, whatever the content
	now      int64          // the file system's time before the first file was read
	absent   []store.Record // files that are missing from a sparse checkout, and stay in the index
	records  fileRecords    // of the files of the tree that were read
	parse    []int          // files of the tree to be parsed
	copies   []copied       // files whose content the index holds under another path
	removed  []string       // indexed files that are no more
	gone     []string       // paths of records whose files are no more
	arrivals []string       // paths of files that are new to the tree, or gone from it; none of an index made anew
	skipped  []store.Skip   // what is left out, the walk's part first
	fresh    [][32]byte     // of a partial build: the contents of files that are new
}

// copied is a file of the tree whose content is that of an indexed file.
type copied struct {
	from     string
	file     int
	language extract.Language
	sum      [32]byte
}

// compare finds out what changed, and whether the index is made anew.
func (b *build) compare(ctx context.Context) error {
	b.phases.begin(ctx, "comparing")
	anew := b.options.Full || b.snapshot.Settings[store.SettingExtract] != b.settings[store.SettingExtract]
	if err := b.compareWith(ctx, anew); err != nil || !b.cheaperAnew() {
		return err
	}
	b.report.Hashed, b.report.anew = 0, true
	return b.compareWith(ctx, true)
}

// What a document costs a build of 1,000 documents, in a third of a millisecond:
// whose rows in the index are replaced; whose rows are only added, or removed;
// and each where the index is made anew, in the order in which SQLite likes it.
const (
	replacedCost = 6
	movedCost    = 3
	anewCost     = 2
)

// cheaperAnew reports whether so much changed that the index is made anew sooner
// than changed. That is no question where a look tells what changed, nor where git
// keeps files out of the tree, which only --full takes out of the index.
func (b *build) cheaperAnew() bool {
	w := &b.work
	changes := len(w.parse) + len(w.copies) + len(w.removed)
	if w.clear || b.partial() || b.options.looks() || b.tree.Sparse || changes < b.manyFiles() {
		return false
	}
	return replacedCost*len(w.parse)+movedCost*(len(w.copies)+len(w.removed)) > anewCost*len(b.tree.Files)
}

// compareWith finds out what changed; anew, all that is in the tree did.
func (b *build) compareWith(ctx context.Context, anew bool) error {
	w := &b.work
	*w = worklist{records: newFileRecords(b.tree.Files), clear: anew}
	var record store.Record // the one at hand
	known := func(yield func(scan.Known) bool) {
		for _, record = range b.snapshot.Tree.All() {
			if !yield(scan.Known{Path: record.Path, Stat: scan.Stat(record.Stat), Racy: record.Racy}) {
				return
			}
		}
	}
	if anew {
		w.parse = make([]int, 0, len(b.tree.Files))
	}
	moved, err := b.underOtherRules()
	if err != nil {
		return err
	}
	var suspects []suspect
	// What the patterns of include: lift from source files is a matter of their
	// content: with other patterns, it has to be read again.
	lifted := b.snapshot.Settings[store.SettingInclude] != b.settings[store.SettingInclude]
	file := -1
	scan.Compare(b.tree.Files, known, func(change scan.Change, f *scan.File, k *scan.Known) {
		if f != nil {
			file++
		}
		if change == scan.Removed && b.tree.Sparse && !w.clear && !moved(k.Path) {
			// git keeps files out of this work tree on purpose; which of the
			// missing ones, only --full decides.
			w.absent = append(w.absent, record)
			return
		}
		switch {
		case w.clear && !b.options.looks(): // nobody asks
		case change == scan.Added:
			w.arrivals = append(w.arrivals, f.Path)
		case change == scan.Removed:
			w.arrivals = append(w.arrivals, k.Path)
		}
		switch {
		case change == scan.Removed:
			w.touched = true
			w.gone = append(w.gone, k.Path)
			if record.Reason == "" {
				w.removed = append(w.removed, k.Path)
			}
		case w.clear && b.options.looks() && b.store != nil:
			suspects = append(suspects, suspect{file: file})
		case w.clear:
			w.parse = append(w.parse, file)
		case change == scan.Unchanged && !moved(f.Path) && !(lifted && f.Language().Class() != extract.ClassDoc):
			w.records.keep(file, record)
		case change != scan.Added:
			before := record
			suspects = append(suspects, suspect{file: file, record: &before})
		default:
			suspects = append(suspects, suspect{file: file})
		}
	})
	for _, s := range b.tree.Skipped {
		w.skipped = append(w.skipped, store.Skip{Path: s.Path, Reason: string(s.Reason)})
	}
	if out, inside := b.inTree(b.out); inside && out != indexFolder && !strings.HasPrefix(out, indexFolder+"/") {
		w.skipped = append(w.skipped, store.Skip{Path: out + "/", Reason: string(scan.OutputFolder)})
	}
	for _, r := range w.records.some() {
		if r.Reason != "" {
			w.skipped = append(w.skipped, store.Skip{Path: r.Path, Reason: r.Reason})
		}
	}
	if err := b.readClock(len(suspects) + len(w.parse)); err != nil {
		return err
	}
	return b.hashSuspects(ctx, suspects)
}

// underOtherRules returns what tells whether other kinds of keywords are kept of
// an indexed file than its rules say now.
func (b *build) underOtherRules() (func(path string) bool, error) {
	if b.work.clear || b.store == nil || b.snapshot.Settings[store.SettingRules] == b.settings[store.SettingRules] {
		return func(string) bool { return false }, nil
	}
	kept, err := b.store.Restricted()
	return func(path string) bool { return b.tree.InForce(path).Kinds != kept[path] }, err
}

// readClock notes the time of the clock that stamps files, which tells whose
// records can be trusted.
func (b *build) readClock(files int) (err error) {
	if b.options.looks() || files == 0 {
		b.work.now = time.Now().UnixNano()
		return nil
	}
	b.work.now, err = scan.Now(filepath.Dir(b.db))
	return err
}

// suspect is a file that may have changed; record is nil for a new one.
type suspect struct {
	file   int
	record *store.Record
}

// hashed is a file that was read.
type hashed struct {
	suspect
	sum      [32]byte
	language extract.Language
	reason   scan.Reason // why it is no document
	stat     scan.Stat
	failure  error
}

// hashSuspects reads files that may have changed, and decides by their content.
func (b *build) hashSuspects(ctx context.Context, suspects []suspect) error {
	if len(suspects) == 0 {
		return nil
	}
	b.progress.Phase("comparing", len(suspects))
	var all []hashed
	err := parallel(ctx, b.jobs, len(suspects), func(i int) hashed {
		h := hashed{suspect: suspects[i]}
		f := &b.tree.Files[h.file]
		c, err := scan.Load(b.root, *f, b.tree.InForce(f.Path).SizeLimit)
		h.language, h.reason, h.stat, h.failure = c.Language, c.Reason, c.Stat, err
		if err == nil && c.Reason == "" {
			h.sum = sha256.Sum256(c.Bytes)
		}
		return h
	}, func(h hashed) error {
		b.progress.Add(1)
		all = append(all, h)
		return nil
	})
	if err != nil {
		return err
	}
	b.report.Hashed += len(all)
	slices.SortFunc(all, func(x, y hashed) int { return x.file - y.file })
	for i := range all {
		if err := b.judge(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

// judge decides what a file that was read means for the index.
func (b *build) judge(h *hashed) error {
	w := &b.work
	f := &b.tree.Files[h.file]
	indexed := h.record != nil && h.record.Reason == ""
	if h.failure != nil {
		b.leaveOut(h.file, h.failure)
		w.touched = w.touched || b.isNew(h)
		if indexed {
			w.removed = append(w.removed, f.Path)
		}
		return nil
	}
	if h.reason != "" {
		w.records.set(h.file, b.record(h.file, h.stat, string(h.reason)))
		w.skipped = append(w.skipped, store.Skip{Path: f.Path, Reason: string(h.reason)})
		w.touched = w.touched || b.isNew(h)
		if indexed {
			w.removed = append(w.removed, f.Path)
		}
		return nil
	}
	content := store.Content{SHA256: h.sum, Language: string(h.language), Kinds: b.tree.InForce(f.Path).Kinds}
	if indexed && b.store != nil {
		old, found, err := b.store.ContentOf(f.Path)
		if err != nil {
			return err
		}
		if found && old == content {
			w.touched = true
			w.records.set(h.file, b.record(h.file, h.stat, ""))
			return nil
		}
	}
	if b.partial() && h.record == nil {
		w.fresh = append(w.fresh, h.sum)
	}
	if b.store != nil && !w.clear {
		from, err := b.store.WithContent(content)
		if err != nil {
			return err
		}
		if from != "" {
			w.records.set(h.file, b.record(h.file, h.stat, ""))
			w.copies = append(w.copies, copied{from: from, file: h.file, language: h.language, sum: h.sum})
			return nil
		}
	}
	w.parse = append(w.parse, h.file)
	return nil
}

// isNew reports whether the file's record is not the one of the last build.
func (b *build) isNew(h *hashed) bool {
	now, _ := b.work.records.at(h.file)
	return h.record == nil || *h.record != now
}

// leaveOut notes why a file could not be read. Its record is one that the next
// build does not trust, and is there to tell when the file goes: a page may
// name it as a companion. A file that is gone already is simply not in the tree.
func (b *build) leaveOut(file int, failure error) {
	f := &b.tree.Files[file]
	reason := scan.Unreadable
	switch {
	case errors.Is(failure, scan.ErrTooLarge):
		reason = scan.TooLarge
	case errors.Is(failure, scan.ErrNotRegular):
		reason = scan.NotRegular
	}
	b.work.records.set(file, store.Record{Path: f.Path, Stat: store.Stat(f.Stat), Racy: true, Reason: string(reason)})
	if !errors.Is(failure, fs.ErrNotExist) {
		b.work.skipped = append(b.work.skipped, store.Skip{Path: f.Path, Reason: string(reason)})
	}
}

// record makes the record of a file that was read. It is not trusted where the file
// has other times than the walk saw, before the clock was read: that clock may have
// been set back since, and then they are no older than it for all they seem to be.
func (b *build) record(file int, stat scan.Stat, reason string) store.Record {
	f := &b.tree.Files[file]
	return store.Record{Path: f.Path, Stat: store.Stat(stat), Racy: stat != f.Stat || !stat.Settled(b.work.now), Reason: reason}
}

// treeRecords returns the records that the index is to have, by path, and which
// paths they speak of: nil for all.
func (b *build) treeRecords() (iter.Seq[store.Record], []string) {
	w := &b.work
	all := w.records.with(w.absent)
	if b.partial() {
		return all, b.tree.Scope
	}
	if w.clear || b.snapshot.Tree.Len() == 0 {
		return all, nil
	}
	if records, paths, few := w.records.changes(w.gone); few {
		return slices.Values(records), paths
	}
	return all, nil
}

// finishSkipped sorts the files left out.
func (w *worklist) finishSkipped() {
	slices.SortFunc(w.skipped, func(a, b store.Skip) int { return strings.Compare(a.Path, b.Path) })
	w.skipped = slices.CompactFunc(w.skipped, func(a, b store.Skip) bool { return a.Path == b.Path })
}

// noteSkipped settles which files are left out, and sets what identifies them.
func (b *build) noteSkipped() error {
	b.work.finishSkipped()
	var sum skipSum
	if b.partial() {
		if err := sum.read(b.snapshot.Settings[store.SettingSkipped]); err != nil {
			return err
		}
		before, err := b.store.SkippedIn(b.tree.Scope)
		if err != nil {
			return err
		}
		// Folders on the way to what was named have rows of their own, outside
		// of the scope, that are there already as a rule.
		var outside []string
		for _, s := range b.work.skipped {
			if !store.InScope(b.tree.Scope, s.Path) {
				outside = append(outside, s.Path)
			}
		}
		reasons, err := b.store.SkippedAmong(outside)
		if err != nil {
			return err
		}
		for path, reason := range reasons {
			before = append(before, store.Skip{Path: path, Reason: reason})
		}
		for _, s := range before {
			sum.subtract(s)
		}
	}
	for _, s := range b.work.skipped {
		sum.add(s)
	}
	b.settings[store.SettingSkipped] = sum.String()
	return nil
}

// skipSum identifies a set of files that are left out: the sum of their hashes,
// modulo 2^128, which does not depend on their order and can be corrected for a
// few of them.
type skipSum struct{ high, low uint64 }

func hashOfSkip(s store.Skip) (high, low uint64) {
	h := newFieldHash()
	h.text(s.Path, s.Reason)
	sum, err := hex.DecodeString(h.sum()[:32])
	if err != nil {
		panic(err) // sum is hexadecimal
	}
	return binary.BigEndian.Uint64(sum), binary.BigEndian.Uint64(sum[8:])
}

func (k *skipSum) add(s store.Skip) {
	high, low := hashOfSkip(s)
	var carry uint64
	k.low, carry = bits.Add64(k.low, low, 0)
	k.high, _ = bits.Add64(k.high, high, carry)
}

func (k *skipSum) subtract(s store.Skip) {
	high, low := hashOfSkip(s)
	var borrow uint64
	k.low, borrow = bits.Sub64(k.low, low, 0)
	k.high, _ = bits.Sub64(k.high, high, borrow)
}

// String returns the sum as 32 hexadecimal digits.
func (k *skipSum) String() string { return fmt.Sprintf("%016x%016x", k.high, k.low) }

// read sets the sum to one that String wrote.
func (k *skipSum) read(text string) error {
	if _, err := fmt.Sscanf(text, "%016x%016x", &k.high, &k.low); err != nil || k.String() != text {
		return fmt.Errorf("%w: the sum of the files left out is %q", store.ErrDamaged, text)
	}
	return nil
}

// parallel calls work for 0 to n-1 on several goroutines, and take with each
// result, on the caller's goroutine, in no order. It stops at the first error
// of take or at the end of ctx.
func parallel[T any](ctx context.Context, jobs, n int, work func(i int) T, take func(T) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// Results wait in the channel while take is busy, so that no worker stands
	// idle; their number bounds the memory.
	results := make(chan T, 4*jobs)
	var next sync.Mutex
	at := 0
	var workers sync.WaitGroup
	for range min(jobs, n) {
		workers.Go(func() {
			for {
				next.Lock()
				i := at
				at++
				next.Unlock()
				if i >= n {
					return
				}
				select {
				case results <- work(i):
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() {
		workers.Wait()
		close(results)
	}()
	var failure error
	taken := 0
	for r := range results {
		if failure == nil {
			if failure = take(r); failure != nil {
				cancel()
			}
		}
		taken++
	}
	if failure == nil && taken < n {
		failure = ctx.Err()
	}
	return failure
}
