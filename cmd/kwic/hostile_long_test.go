//go:build long && linux

package main

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestHostileCost builds an index of one document of 10 MB at a time, all pages
// included, and holds the program's memory to 200 MB, a tenth more when the collector comes late, and its time in the order
// of two seconds: the limit here is what a busy machine may take.
func TestHostileCost(t *testing.T) {
	const size, memory, limit = 10_000_000, 220 << 10, 6 * time.Second // memory in KB
	// One document at a time is in memory: a program counts as its own what the one that started it had.
	fill := func(s string) func() string { return func() string { return strings.Repeat(s, size/len(s)) } }
	count := func(format string) func() string {
		return func() string {
			var text strings.Builder
			for i := 0; text.Len() < size-200; i++ {
				fmt.Fprintf(&text, format, i)
			}
			return text.String()
		}
	}
	between := func(before string, middle func() string, after string) func() string {
		return func() string { return before + middle() + after }
	}
	letters := func(from, to int) func() string {
		return func() string {
			random := rand.New(rand.NewPCG(1, 2))
			var text strings.Builder
			for text.Len() < size-4 {
				text.WriteRune(rune(from + random.IntN(to-from)))
			}
			return text.String()
		}
	}
	for name, content := range map[string]func() string{
		"lao.md": letters(0xe81, 0xeaf), "khmer.md": letters(0x1780, 0x17b4), "thai.txt": letters(0xe01, 0xe3b), "ideographs.md": letters(0x4e00, 0x4fff),
		"prose.md": count("The mill wheel %d turns. "), "headings.md": count("# Head%d\n\n"), "heading.md": between("# ", count("wheel%d turns "), "\n"), "brackets.md": fill("["), "links.md": fill("[a](b) "), "spans.md": count("`name_%d` "),
		"titles.rst": count("t%07d\n========\n\n"), "functions.rst": count(".. function:: f%d(a)\n\n"), "options.rst": count(".. option:: --opt-%d\n\n"), "targets.rst": count(".. _t%d:\n\n"),
		"index.adoc": count("(((a%d)))\n"), "headings.adoc": count("== Head%d\n\n"), "cells.ipynb": between(`{"cells":[`, fill(`{},`), `{}]}`),
		"text.ipynb": between(`{"cells":[{"cell_type":"markdown","source":"a"}`, count(`,{"cell_type":"markdown","source":"# h%d"}`), `]}`),
		"head.html":  count("<h2>head%d</h2>"), "deep.html": fill("<div>a"), "classes.cpp": count("class C%d {};\n"), "calls.c": fill("a(b{c;\n"),
		"lines.md": fill("a\n"), "blank.md": between("```\n", fill("\n"), "```\n"), "open.md": between(strings.Repeat("- ", 50)+"x\n", fill("\n"), ""), "nested.md": fill("- a\n  - b\n    - c\n"),
		"rows.md": between("|a|\n|-|\n", fill("|x|\n"), ""), "phrases.md": count("**" + strings.Repeat("word", 18) + "%d** \n"), "attributes.html": between("<p ", count("a%d=b "), ">"), "comments.py": fill("#a\n"),
		"defs.py": count("def f%d(): pass\n"), "rows.sql": count("CREATE TABLE t%d (a int);\n"), "ideographs.txt": fill("漢字仮名交文"),
	} {
		root := t.TempDir()
		writeTree(t, root, map[string]string{name: content()})
		debug.FreeOSMemory()
		command, said := program(t, "build", root)
		if err := command.Run(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, said)
			continue
		}
		state := command.ProcessState
		used := state.SysUsage().(*syscall.Rusage).Maxrss
		if took := state.UserTime() + state.SystemTime(); used > memory || took > limit {
			t.Errorf("%s: %d KB and %v", filepath.Base(name), used, took)
		} else if testing.Verbose() {
			t.Logf("%s: %d KB and %v", filepath.Base(name), used, took)
		}
	}
}
