package main

import (
	"testing"

	"kwic/scan/extract"
)

// A document that holds a key gets through the sieve.
func TestSieve(t *testing.T) {
	extractor, err := extract.New(extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	text := []byte("# Libraries and classes\n\nThe **Boxes** of `MAX_PATH`, Caches, ties, Épées and **İstanbul streets**: `std::Vector`, `--config-file`.\n\n**Dispatches** dispatches.\n")
	keywords := extractor.Read(extract.Markdown, text).Keywords
	if len(keywords) < 8 {
		t.Fatalf("only %d keywords", len(keywords))
	}
	for _, k := range keywords {
		if !sieve(map[string]bool{k.Key: true})(text) {
			t.Errorf("the document that holds %q does not get through", k.Key)
		}
	}
	if sieve(map[string]bool{"quince": true})(text) {
		t.Error("everything gets through")
	}
}
