package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"sync"
	"time"
)

// How much memory Go may use before it collects garbage.
//
// A build with nothing to do ends before the first collection, which would take
// 2 ms of its 30; that of a million documents collects in time. One that parses allocates gigabytes and keeps a few dozen
// megabytes at a time: it collects when it has heapRoom in use, or, where it keeps
// much, three tenths more than that, from leastRoom to mostRoom. At Go's own pace a
// cold build collects twice as often; with less room than leastRoom it does little
// else.
const (
	gcPercent = 400
	leastRoom = 24 << 20 // bytes
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

// paceCollections sets the pace for a build, or other work that may keep much, by
// what is in use, and has it follow until stop is called: what a build keeps grows
// with the tree in each of its phases, and a limit that is left behind has Go collect
// all the time.
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

// goPace has Go collect at its own pace: whatever is in use, it takes twice as much.
func goPace() {
	if !userPaces() {
		debug.SetGCPercent(100)
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
	samples := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/free:bytes"},
	}
	metrics.Read(samples)
	now := int64(heapRoom)
	if !slices.ContainsFunc(samples, func(s metrics.Sample) bool { return s.Value.Kind() != metrics.KindUint64 }) {
		value := func(i int) int64 { return int64(samples[i].Value.Uint64()) }
		live := value(0)
		beside := value(1) - value(2) - value(3) - value(4) // stacks, Go's own, gaps between objects: the limit counts them
		now = max(now, beside+live+min(max(live/10*3, leastRoom), mostRoom))
	}
	if limit != now { // every call stops all goroutines
		debug.SetMemoryLimit(now)
	}
	return now
}

func userPaces() bool { return os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" }
