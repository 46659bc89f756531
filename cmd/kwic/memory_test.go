package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// The collector's limit follows what is kept, up and down: with one that is left
// behind, Go collects all the time.
func TestPaceFollows(t *testing.T) {
	if userPaces() {
		t.Skip("GOGC or GOMEMLIMIT is set")
	}
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	stop := paceCollections()
	defer stop()
	limitBecomes := func(ok func(limit int64) bool) bool {
		for range 100 {
			runtime.GC()
			if ok(debug.SetMemoryLimit(-1)) {
				return true
			}
			time.Sleep(paceInterval / 5)
		}
		return false
	}
	kept := make([]byte, 2*heapRoom)
	if !limitBecomes(func(limit int64) bool { return limit >= int64(len(kept))+leastRoom && limit < math.MaxInt64 }) {
		t.Errorf("with %d bytes kept the limit is %d", len(kept), debug.SetMemoryLimit(-1))
	}
	runtime.KeepAlive(kept)
	kept = nil
	if !limitBecomes(func(limit int64) bool { return limit < 2*heapRoom }) {
		t.Errorf("with little kept the limit is %d", debug.SetMemoryLimit(-1))
	}
}
