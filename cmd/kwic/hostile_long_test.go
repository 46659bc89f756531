//go:build long && linux

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestHostileCost builds an index of one document of 10 MB at a time, all pages
// included, builds again when the document has changed, explains it and a word of
// it, and holds the program to 200 MB of memory and two seconds of processor time,
// its own and the system's for it. Both depend on what else the machine does at the
// time: the best of a few runs counts, and where others wait for its processors, so
// that caches are shared, a third more time is let pass. A changed document, one
// that goes and one that comes, is held to the same.
func TestHostileCost(t *testing.T) {
	const size, memory, limit, runs = 10_000_000, 200_000_000 / 1024, 2 * time.Second, 4 // memory in KB
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
		"wheels.md": fill("wheel, "), "prose.md": count("The mill wheel %d turns. "), "headings.md": count("# Head%d\n\n"), "heading.md": between("# ", count("wheel%d turns "), "\n"), "brackets.md": fill("["), "links.md": fill("[a](b) "), "spans.md": count("`name_%d` "),
		"titles.rst": count("t%07d\n========\n\n"), "functions.rst": count(".. function:: f%d(a)\n\n"), "options.rst": count(".. option:: --opt-%d\n\n"), "targets.rst": count(".. _t%d:\n\n"),
		"index.adoc": count("(((a%d)))\n"), "headings.adoc": count("== Head%d\n\n"), "cells.ipynb": between(`{"cells":[`, fill(`{},`), `{}]}`),
		"text.ipynb": between(`{"cells":[{"cell_type":"markdown","source":"a"}`, count(`,{"cell_type":"markdown","source":"# h%d"}`), `]}`),
		"head.html":  count("<h2>head%d</h2>"), "deep.html": fill("<div>a"), "classes.cpp": count("class C%d {};\n"), "calls.c": fill("a(b{c;\n"),
		"lines.md": fill("a\n"), "blank.md": between("```\n", fill("\n"), "```\n"), "open.md": between(strings.Repeat("- ", 50)+"x\n", fill("\n"), ""), "nested.md": fill("- a\n  - b\n    - c\n"),
		"rows.md": between("|a|\n|-|\n", fill("|x|\n"), ""), "phrases.md": count("**" + strings.Repeat("word", 18) + "%d** \n"), "attributes.html": between("<p ", count("a%d=b "), ">"), "comments.py": fill("#a\n"),
		"defs.py": count("def f%d(): pass\n"), "rows.sql": count("CREATE TABLE t%d (a int);\n"), "ideographs.txt": fill("漢字仮名交文"),
	} {
		text := content()
		for _, command := range []string{"build", "edit", "explain", "word"} {
			if command == "word" && name != "prose.md" && name != "wheels.md" {
				continue
			}
			memory, limit := int64(memory), limit
			var used int64
			var took time.Duration
			for run := range runs {
				root := t.TempDir()
				writeTree(t, root, map[string]string{name: text})
				debug.FreeOSMemory()
				arguments := []string{command, root}
				switch command {
				case "explain":
					arguments[1] = filepath.Join(root, name)
				case "word":
					arguments = []string{"explain", filepath.Join(root, name), "wheel"}
				case "edit":
					arguments[0] = "build"
					process, said := program(t, arguments...)
					if err := process.Run(); err != nil {
						t.Fatalf("%s: %v\n%s", name, err, said)
					}
					writeTree(t, root, map[string]string{name: "\n" + text})
				}
				process, said := program(t, arguments...)
				process.Stdout = nil
				if err := process.Run(); err != nil {
					t.Errorf("%s %s: %v\n%s", command, name, err, said)
					break
				}
				state := process.ProcessState
				kilobytes, time := state.SysUsage().(*syscall.Rusage).Maxrss, state.UserTime()+state.SystemTime()
				if run == 0 {
					used, took = kilobytes, time
				}
				if used, took = min(used, kilobytes), min(took, time); used <= memory && took <= limit {
					break
				}
				os.RemoveAll(root)
			}
			let := limit
			if waiting := load(t); took > let && waiting > float64(runtime.NumCPU()) {
				let += let / 3
				t.Logf("%s %s: %v, at a load of %.1f", command, name, took, waiting)
			}
			if used > memory || took > let {
				t.Errorf("%s %s: %d KB and %v", command, name, used, took)
			} else if testing.Verbose() {
				t.Logf("%s %s: %d KB and %v", command, name, used, took)
			}
		}
	}
}

// load returns how many processes ran or waited to, on average over the last minute.
func load(t *testing.T) (average float64) {
	t.Helper()
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscan(string(text), &average); err != nil {
		t.Fatal(err)
	}
	return average
}
