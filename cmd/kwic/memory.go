package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// How much memory Go may use before it collects garbage.
//
// A build with nothing to do ends before the first collection, which would take
// 2 ms of its 30. One that parses allocates gigabytes and keeps a few dozen
// megabytes at a time: it collects when it has heapRoom in use, or, in trees
// large enough for that, four tenths more than what it keeps, mostRoom at most. At
// Go's own pace a cold build collects twice as often.
const (
	gcPercent = 400
	mostRoom  = 64 << 20 // bytes
	heapRoom  = 88 << 20 // bytes; with 100, a cold build takes a fiftieth less time and 12 MB more
)

// fewCollections sets the pace with which every command starts. Whoever sets
// GOGC or GOMEMLIMIT has the say.
func fewCollections() {
	if !userPaces() {
		debug.SetGCPercent(gcPercent)
	}
}

// paceCollections sets the pace for work on the index, by what is in use, and has
// it follow until stop is called: what a build keeps grows with the tree in each of
// its phases, and a limit that is left behind has Go collect all the time.
func paceCollections() (stop func()) {
	if userPaces() {
		return func() {}
	}
	limit := setPace(0)
	ctx, cancel := context.WithCancel(context.Background())
	var following sync.WaitGroup
	following.Go(func() {
		tick := time.NewTicker(paceInterval)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				limit = setPace(limit)
			case <-ctx.Done():
				return
			}
		}
	})
	return func() {
		cancel()
		following.Wait()
	}
}

// paceOfAnswer has Go collect so often that an answer of any size is given in
// answerRoom of its memory.
func paceOfAnswer() {
	if !userPaces() {
		debug.SetMemoryLimit(answerRoom)
	}
}

// answerRoom is more than twice what is kept of a tree of 10,000 documents while
// all places of all its keywords are printed, in bytes. SQLite's pages, 16 MB, and
// the program are not in it.
const answerRoom = 34 << 20

// paceInterval is well below the time that a build takes to fill what room it has.
const paceInterval = 50 * time.Millisecond

// setPace limits Go's memory by what the last collection left in use, where that
// makes another limit than there is, and returns the limit.
func setPace(limit int64) int64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	now := int64(heapRoom)
	if sample[0].Value.Kind() == metrics.KindUint64 {
		live := int64(sample[0].Value.Uint64())
		now = max(now, live+min(live/10*4, mostRoom))
	}
	if limit != now { // every call stops all goroutines
		debug.SetMemoryLimit(now)
	}
	return now
}

func userPaces() bool { return os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" }
