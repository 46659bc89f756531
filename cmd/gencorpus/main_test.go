package main

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "tree")
	var out strings.Builder
	args := []string{"-documents", "40", "-sources", "50", "-seed", "3", folder}
	if err := run(t.Context(), args, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), " source files in ") {
		t.Errorf("it says %q", out.String())
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) == 0 {
		t.Errorf("the folder holds %v: %v", entries, err)
	}
	for _, args := range [][]string{args, {}, {"a", "b"}, {"-sources", "101", folder + "2"}, {"-documents", "x", folder + "2"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%q did not fail", args)
		}
	}
	if err := run(t.Context(), []string{"-help"}, io.Discard, &out); !errors.Is(err, flag.ErrHelp) || !strings.Contains(out.String(), "usage: gencorpus") {
		t.Errorf("help: %v, %q", err, out.String())
	}
}
