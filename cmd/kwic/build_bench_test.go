package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// benchTree returns a tree to build: the folder that KWIC_BENCH_TREE names, or
// one made of 500 documents.
func benchTree(b *testing.B) string {
	if tree := os.Getenv("KWIC_BENCH_TREE"); tree != "" {
		return tree
	}
	root := b.TempDir()
	for i := range 500 {
		var text strings.Builder
		fmt.Fprintf(&text, "# Gadget %d\n\nA *gadget* turns the `crank_%d` of its neighbour.\n\n", i, i%37)
		for section := range 8 {
			fmt.Fprintf(&text, "## Stage %d of gadget %d\n\nThe **stage** calls `turn_%d()` and waits for the spindle.\n\n```c\nint turn_%d(struct spindle *s);\n```\n\n", section, i, section*i%101, section)
		}
		name := filepath.Join(root, fmt.Sprintf("part%d", i%20), fmt.Sprintf("gadget%d.md", i))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text.String()), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return root
}

func benchBuild(b *testing.B, o buildOptions) *report {
	o.Named, o.Quiet, o.Stderr = true, true, io.Discard
	r, err := runBuild(context.Background(), o)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

func BenchmarkBuildCold(b *testing.B) {
	tree := benchTree(b)
	for b.Loop() {
		b.StopTimer()
		out := b.TempDir()
		b.StartTimer()
		r := benchBuild(b, buildOptions{Root: tree, Out: filepath.Join(out, "pages"), DB: filepath.Join(out, "index.db")})
		b.ReportMetric(float64(r.Parsed)/b.Elapsed().Seconds()*float64(b.N), "files/s")
		b.ReportMetric(float64(r.PagesWritten), "pages")
	}
}

func BenchmarkBuildNothing(b *testing.B) {
	tree, out := benchTree(b), b.TempDir()
	o := buildOptions{Root: tree, Out: filepath.Join(out, "pages"), DB: filepath.Join(out, "index.db")}
	benchBuild(b, o)
	for b.Loop() {
		if r := benchBuild(b, o); r.Hashed > 0 || r.PagesWritten > 0 {
			b.Fatalf("hashed %d files and wrote %d pages of an unchanged tree", r.Hashed, r.PagesWritten)
		}
	}
}
