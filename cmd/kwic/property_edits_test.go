package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// What random documents are made of. The words are few, so that keywords cross
// files, forms differ in case and number, and keys share prefixes.
var (
	propertyFolders = []string{"", "a/", "a/b/", "a/b/c/", "d e/", "index.md/"}
	propertyNames   = []string{"one", "two", "Three", "x.md_docs", "one.md_docs", "é"}
	propertyWords   = []string{"Spindle", "spindle", "spindles", "Ratchet gear", "ratchet gears", "`wind_up()`", "`Wind_Up()`", "Escapement", "`--tension`", "`k`", "Überwurf", "μ-Wert", "Ёлка", "ガイド", "《かな》と字典", "**Mainspring**", "C++", "`a|b`"}
)

func drawPath(t *rapid.T) string {
	return rapid.SampledFrom(propertyFolders).Draw(t, "folder") + rapid.SampledFrom(propertyNames).Draw(t, "name") + ".md"
}

func drawWord(t *rapid.T) string { return rapid.SampledFrom(propertyWords).Draw(t, "word") }

// drawDocument makes a small Markdown document, sometimes something that only
// pretends to be one.
func drawDocument(t *rapid.T) string {
	var b strings.Builder
	if rapid.IntRange(0, 4).Draw(t, "front matter") == 0 {
		fmt.Fprintf(&b, "---\ntitle: %q\ntags: [gear, %q]\n---\n", drawWord(t), drawWord(t))
	}
	for range rapid.IntRange(0, 4).Draw(t, "blocks") {
		switch rapid.IntRange(0, 6).Draw(t, "block") {
		case 0, 1:
			fmt.Fprintf(&b, "%s %s\n\n", strings.Repeat("#", rapid.IntRange(1, 3).Draw(t, "level")), drawWord(t))
		case 2, 3:
			fmt.Fprintf(&b, "The %s turns the %s.\n\n", drawWord(t), drawWord(t))
		case 4:
			fmt.Fprintf(&b, "```c\nint %s(struct gear *g);\n```\n\n", rapid.SampledFrom([]string{"wind_up", "let_go", "Spindle"}).Draw(t, "function"))
		case 5:
			fmt.Fprintf(&b, "See [%s](%s#%s).\n\n", drawWord(t), rapid.SampledFrom([]string{"one.md", "../two.md", "a/b/Three.md", "https://example.org/x"}).Draw(t, "target"), "spindle")
		case 6:
			b.WriteString(rapid.SampledFrom([]string{"\x00", "\xff\xfe", "\r\n", "## Notes\n\n", "An <a name=\"arbor\"></a>arbor.\n\n", "<!-- kwic: ignore -->\n\n", "<!-- kwic: end -->\n\n"}).Draw(t, "odd"))
		}
	}
	return b.String()
}

// event is something that may happen between two builds that are looked at.
type event struct {
	name string
	do   func(*world, *rapid.T)
}

// drawEvent draws by the name, which is what a failure prints.
func drawEvent(t *rapid.T, label string, events []event) func(*world, *rapid.T) {
	names := make([]string, len(events))
	for i := range events {
		names[i] = events[i].name
	}
	name := rapid.SampledFrom(names).Draw(t, label)
	return events[slices.Index(names, name)].do
}

var edits = []event{
	{"add a file", (*world).add},
	{"change a file", func(w *world, t *rapid.T) {
		if path := w.one(t, "file"); path != "" {
			w.write(t, path, drawDocument(t))
		}
	}},
	{"insert an empty line", func(w *world, t *rapid.T) {
		if path := w.one(t, "file"); path != "" {
			w.write(t, path, "\n"+w.read(t, path))
		}
	}},
	{"delete a file", func(w *world, t *rapid.T) {
		if path := w.one(t, "file"); path != "" {
			os.Remove(w.onDisk(path))
		}
	}},
	{"rename a file", func(w *world, t *rapid.T) { w.move(t, w.one(t, "file"), drawPath(t)) }},
	{"copy a file", func(w *world, t *rapid.T) {
		if path := w.one(t, "file"); path != "" {
			w.write(t, drawPath(t), w.read(t, path))
		}
	}},
	{"swap two files", func(w *world, t *rapid.T) {
		if one, other := w.one(t, "file"), w.one(t, "other"); one != "" && one != other {
			a, b := w.read(t, one), w.read(t, other)
			w.write(t, one, b)
			w.write(t, other, a)
		}
	}},
	{"swap two files by renaming", func(w *world, t *rapid.T) {
		if one, other := w.one(t, "file"), w.one(t, "other"); one != "" && one != other {
			w.move(t, one, "aside")
			w.move(t, other, one)
			w.move(t, "aside", other)
		}
	}},
	{"move a folder", func(w *world, t *rapid.T) {
		from, to := rapid.SampledFrom([]string{"a", "a/b", "d e", "many"}).Draw(t, "from"), rapid.SampledFrom([]string{"f", "a/g"}).Draw(t, "to")
		w.move(t, from, to)
	}},
	{"delete a folder", func(w *world, t *rapid.T) {
		os.RemoveAll(w.onDisk(rapid.SampledFrom([]string{"a", "a/b", "d e", "many", "f", "index.md"}).Draw(t, "folder")))
	}},
	{"touch a file", func(w *world, t *rapid.T) {
		if path := w.one(t, "file"); path != "" {
			at := time.Now().Add(-time.Duration(rapid.IntRange(0, 100).Draw(t, "hours")) * time.Hour)
			os.Chtimes(w.onDisk(path), at, at)
		}
	}},
	{"change a file, size and time kept", func(w *world, t *rapid.T) {
		if path := w.one(t, "file"); path != "" {
			info, err := os.Stat(w.onDisk(path))
			if err != nil {
				t.Fatal(err)
			}
			w.write(t, path, strings.NewReplacer("Spindle", "Trundle", "turns", "drops", "Escape", "Entrap").Replace(w.read(t, path)))
			os.Chtimes(w.onDisk(path), info.ModTime(), info.ModTime())
		}
	}},
	{"revert a file", func(w *world, t *rapid.T) {
		if paths := slices.Sorted(maps.Keys(w.past)); len(paths) > 0 {
			path := rapid.SampledFrom(paths).Draw(t, "file")
			w.write(t, path, w.past[path])
		}
	}},
	{"write a file whose name tells nothing", func(w *world, t *rapid.T) {
		path := rapid.SampledFrom(propertyFolders).Draw(t, "folder") + rapid.SampledFrom([]string{"NOTES", "v1.2"}).Draw(t, "name")
		content := drawDocument(t)
		switch rapid.IntRange(0, 3).Draw(t, "what tells") {
		case 0:
			content += "\n<!-- vim: set ft=markdown: -->\n"
		case 1:
			content = rapid.SampledFrom([]string{"#!/bin/sh\n", "#!/usr/bin/env python3\n", "#!/usr/bin/env tclsh\n"}).Draw(t, "interpreter") + "def wind_up():\n  pass\nlet_go() {\n  :\n}\n"
		}
		w.write(t, path, content)
	}},
	{"write source", func(w *world, t *rapid.T) {
		path := rapid.SampledFrom(propertyFolders).Draw(t, "folder") + "gear.h"
		head := rapid.SampledFrom([]string{"", "// generated by gears. DO NOT EDIT.\n", "namespace gear { class Spindle; }\n", "@interface Spindle\n@end\n"}).Draw(t, "head")
		w.write(t, path, head+"int wind_up(void);\n#define SPINDLE 1\n")
	}},
	{"sow", func(w *world, t *rapid.T) {
		// As many files as make the entry of their keyword fold, or one fewer.
		for i := range rapid.IntRange(19, 22).Draw(t, "seeds") {
			folder := rapid.SampledFrom([]string{"many/", "many/x/", "a/"}).Draw(t, "folder")
			writeTree(t, w.root, map[string]string{fmt.Sprintf("%sseed%d.md", folder, i): "A " + drawWord(t) + " and **Spindle**.\n"})
		}
	}},
	{"configure", func(w *world, t *rapid.T) {
		config := rapid.SampledFrom([]string{
			"", "boilerplate: [Spindle]\n", "stop_words: [spindle, ratchet gear]\n", "rules: [{files: 'a', kinds: [term]}, {files: 'T*.md', kinds: [function, tag], size_limit: 40}]\n", "rules: [{files: [a/b, one.md], kinds: [function]}]\n", "synonyms: {winder: spindle, escapement: [μ-Wert, winder], nothing: nowhere}\n", "synonyms: {Winder: [ratchet gear], gear: mainspring, aaa: winder, wind_up: let_go}\n", "keywords: [gear, {keyword: turns the, kind: macro}, {pattern: '[a-z]+ the', kind: term}]\n", "exclude: ['a/b', 'T*.md']\n", "pages: [file, keywords]\n",
			"pages: [folder, landing]\n", "pages: [subtree, file, landing, keywords]\n", "companion: 'a/{name}'\n", "companion: ''\n", "site: plain\n", "site: gitlab\n", "site: mkdocs\n", "site: hugo\n", "site: docfx\n", "size_limit: 60\n",
			"source_url: 'https://example.org/x/blob/{commit}/'\n", "tag_fields: [title]\n", "include: ['gear.h']\n",
		}).Draw(t, "configuration")
		if rapid.IntRange(0, 4).Draw(t, "pages in the tree") == 0 {
			config += "out: " + configuredOut + "\n"
		}
		w.write(t, configName, config)
	}},
	{"ignore", func(w *world, t *rapid.T) {
		name := rapid.SampledFrom([]string{".gitignore", ".kwicignore", "a/.gitignore", "a/b/.kwicignore"}).Draw(t, "ignore file")
		w.write(t, name, rapid.SampledFrom([]string{"", "one.md\n", "b/\n", "*.md\n!T*.md\n"}).Draw(t, "patterns"))
	}},
	{"commit", func(w *world, t *rapid.T) {
		w.write(t, ".git/HEAD", strings.Repeat(rapid.StringMatching(`[0-9a-f]`).Draw(t, "digit"), 40)+"\n")
	}},
	{"edit a page", func(w *world, t *rapid.T) {
		if page := w.page(t); page != "" {
			content, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			changes := map[string][]byte{"none": content, "cut": content[:len(content)/2], "emptied": nil, "longer": append(slices.Clip(content), "more\n"...), "same size": bytes.ReplaceAll(content, []byte("pindle"), []byte("PINDLE"))}
			os.WriteFile(page, changes[rapid.SampledFrom(slices.Sorted(maps.Keys(changes))).Draw(t, "change")], 0o644)
		}
	}},
	{"delete a page", func(w *world, t *rapid.T) {
		if page := w.page(t); page != "" {
			os.Remove(page)
		}
	}},
	{"delete the output folder", func(w *world, t *rapid.T) { os.RemoveAll(w.pages()) }},
	{"delete the database", func(w *world, t *rapid.T) { os.Remove(defaultDB(w.root)) }},
	{"keep a copy of the database", func(w *world, t *rapid.T) { w.index, _ = os.ReadFile(defaultDB(w.root)) }},
	{"restore an old database", func(w *world, t *rapid.T) {
		if w.index != nil {
			os.WriteFile(defaultDB(w.root), w.index, 0o644)
			w.last = nil
		}
	}},
}

// move renames a file or folder where that is possible.
func (w *world) move(t *rapid.T, from, to string) {
	if from == "" {
		return
	}
	if _, err := os.Lstat(w.onDisk(from)); err != nil {
		return
	}
	if err := os.MkdirAll(filepath.Dir(w.onDisk(to)), 0o755); err != nil {
		t.Fatal(err)
	}
	_ = os.Rename(w.onDisk(from), w.onDisk(to)) // a folder that is there stays
}

// page returns some page on disk, or "".
func (w *world) page(t *rapid.T) string {
	pages := slices.Sorted(maps.Keys(statsBelow(t, w.pages())))
	pages = slices.DeleteFunc(pages, func(path string) bool { return !strings.HasSuffix(path, ".md") })
	if len(pages) == 0 {
		return ""
	}
	for i := range pages {
		pages[i] = strings.TrimPrefix(pages[i], w.pages())
	}
	return w.pages() + rapid.SampledFrom(pages).Draw(t, "page")
}

// stops are the builds that come before the one that is looked at. Some of
// them end before their work is done.
var stops = []event{
	{"none", func(*world, *rapid.T) {}},
	{"a build without pages", func(w *world, t *rapid.T) { w.build(t, buildOptions{NoPages: true}) }},
	{"a full build", func(w *world, t *rapid.T) { w.build(t, buildOptions{Full: true}) }},
	{"a dry run", func(w *world, t *rapid.T) { w.build(t, buildOptions{DryRun: true}) }},
	{"a build to another folder", func(w *world, t *rapid.T) {
		o := buildOptions{Out: filepath.Join(w.base, "elsewhere"), NoPages: rapid.Bool().Draw(t, "without pages")}
		w.build(t, o)
	}},
	{"a build that is cancelled", func(w *world, t *rapid.T) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(rapid.IntRange(0, 20000).Draw(t, "microseconds"))*time.Microsecond)
		defer cancel()
		_, _ = runBuild(ctx, buildOptions{Root: w.root, Named: true, Quiet: true, Stderr: new(bytes.Buffer), many: w.many, Full: rapid.Bool().Draw(t, "full")})
	}},
	{"a build of what changed that is cancelled", func(w *world, t *rapid.T) {
		if w.last == nil {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(rapid.IntRange(0, 10000).Draw(t, "microseconds"))*time.Microsecond)
		defer cancel()
		_, _ = runBuild(ctx, buildOptions{Root: w.root, Named: true, Quiet: true, Stderr: new(bytes.Buffer), many: w.many, Paths: w.changed(t)})
	}},
	{"a build that cannot write one of its pages", func(w *world, t *rapid.T) {
		// A folder in the place of a temporary file makes that page fail.
		obstacle := filepath.Join(w.pages(), fmt.Sprintf(".kwic-%d.tmp", rapid.IntRange(1, 30).Draw(t, "page number")))
		if err := os.MkdirAll(obstacle, 0o755); err != nil {
			t.Fatal(err)
		}
		_, _ = runBuild(context.Background(), buildOptions{Root: w.root, Named: true, Quiet: true, Stderr: new(bytes.Buffer), many: w.many, Jobs: 1})
		if err := os.Remove(obstacle); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}},
}
