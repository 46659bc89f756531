package extract

import "testing"

func newTestExtractor(tb testing.TB, o Options) *Extractor {
	tb.Helper()
	x, err := New(o)
	if err != nil {
		tb.Fatal(err)
	}
	return x
}
