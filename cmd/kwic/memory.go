package main

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
)

// How much memory Go may use before it collects garbage.
//
// A build with nothing to do ends before the first collection, which would take
// 2 ms of its 30. One that parses allocates gigabytes and keeps a few dozen
// megabytes at a time: it collects when it has heapRoom in use, or, in trees
// large enough for that, seven tenths more than what it keeps. At Go's own pace
// a cold build collects twice as often.
const (
	gcPercent = 400
	heapRoom  = 76 << 20 // bytes; with 112, a cold build takes a twentieth less time and 30 MB more
)

// fewCollections sets the pace with which every command starts. Whoever sets
// GOGC or GOMEMLIMIT has the say.
func fewCollections() {
	if !userPaces() {
		debug.SetGCPercent(gcPercent)
	}
}

// paceCollections sets the pace for work on the index, by what is in use now.
func paceCollections() {
	if userPaces() {
		return
	}
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	limit := int64(heapRoom)
	if sample[0].Value.Kind() == metrics.KindUint64 {
		limit = max(limit, int64(sample[0].Value.Uint64())/10*17)
	}
	debug.SetMemoryLimit(limit)
}

func userPaces() bool { return os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" }
