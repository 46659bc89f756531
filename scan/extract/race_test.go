package extract

import "testing"

// oneGoroutine passes over a test of one goroutine, in which the race detector has
// nothing to look for and takes ten times as long.
func oneGoroutine(t *testing.T) {
	t.Helper()
	if raceEnabled {
		t.Skip("one goroutine: the race detector has nothing to look for")
	}
}
