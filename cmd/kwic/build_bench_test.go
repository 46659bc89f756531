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
	b.SetBytes(treeBytes(b, tree))
	b.ReportAllocs()
	parsed, pages := 0, 0
	for b.Loop() {
		b.StopTimer()
		out := b.TempDir()
		b.StartTimer()
		r := benchBuild(b, buildOptions{Root: tree, Out: filepath.Join(out, "pages"), DB: filepath.Join(out, "index.db")})
		parsed += r.Parsed
		pages = r.PagesWritten
	}
	b.ReportMetric(float64(parsed)/b.Elapsed().Seconds(), "files/s")
	b.ReportMetric(float64(pages), "pages")
}

// treeBytes returns the length of a tree's documents.
func treeBytes(b *testing.B, tree string) int64 {
	var total int64
	for _, name := range namesBelow(b, tree) {
		info, err := os.Stat(name)
		if err != nil {
			b.Fatal(err)
		}
		total += info.Size()
	}
	return total
}

// BenchmarkBuildEdit builds after one document got another keyword.
func BenchmarkBuildEdit(b *testing.B) {
	tree, out := b.TempDir(), b.TempDir()
	if err := os.CopyFS(tree, os.DirFS(benchTree(b))); err != nil {
		b.Fatal(err)
	}
	o := buildOptions{Root: tree, Out: filepath.Join(out, "pages"), DB: filepath.Join(out, "index.db")}
	benchBuild(b, o)
	edited := filepath.Join(tree, "edited.md")
	for n := 0; b.Loop(); n++ {
		b.StopTimer()
		if err := os.WriteFile(edited, fmt.Appendf(nil, "# Edited\n\nThe **ratchet%d** of the gadget.\n", n), 0o644); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if r := benchBuild(b, o); r.Parsed != 1 {
			b.Fatalf("parsed %d documents", r.Parsed)
		}
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
