package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// task is one command of one program.
type task struct {
	program string
	work    string
	beside  string // the work of another task of the same run, "" for none
	whole   bool   // reads every file, so that files and bytes a second mean something
	prepare func(ctx context.Context, run int) error
	args    func(run int) []string
	written func(run int) []string // where its results stand
	fails   bool                   // its exit code may be 1: nothing was found
}

// bench measures on one tree.
type bench struct {
	programs map[string]*program
	tree     *tree
	runs     int
	pause    time.Duration
	stderr   io.Writer
	edits    int
	measured []measured // of the phases before
}

// The works that others are told beside.
const (
	coldWork    = "build from nothing, all pages"
	ctagsWork   = "tags of the tree"
	statusWork  = "status, nothing changed"
	touchedWork = "status, every time new"
	nothingWork = "build, nothing changed"
	startWork   = "start (version)"
	grepWork    = "grep a word"
)

// run measures all tasks. Those that find no pages in the tree come first.
func (b *bench) run(ctx context.Context) ([]result, error) {
	var results []result
	for _, phase := range []func(context.Context) ([]task, error){b.cold, b.warm, b.floors, b.large} {
		tasks, err := phase(ctx)
		if err != nil {
			return nil, err
		}
		tasks = slices.DeleteFunc(tasks, func(t task) bool { return b.programs[t.program] == nil })
		some, err := b.measure(ctx, tasks)
		if err != nil {
			return nil, err
		}
		results = append(results, some...)
	}
	return results, nil
}

// at returns a place for results of a run.
func (b *bench) at(name string, run int) string {
	return filepath.Join(b.tree.results, fmt.Sprintf("%s-%d", name, run))
}

// cold are the tasks that begin with nothing.
func (b *bench) cold(ctx context.Context) ([]task, error) {
	root := b.tree.root
	// The first reading of a tree is that of the disk, and counts for nobody.
	if _, err := runOnce(ctx, root, b.programs["git"].path, []string{"-C", root, "grep", "-c", "-e", "no such word"}, true); err != nil {
		return nil, err
	}
	folder := func(name string) func(context.Context, int) error {
		return func(_ context.Context, run int) error { return os.MkdirAll(b.at(name, run), 0o755) }
	}
	return []task{
		{
			program: "kwic", work: coldWork, beside: ctagsWork, whole: true, prepare: folder("kwic"),
			args: func(run int) []string {
				return []string{"build", root, "--quiet", "--out", filepath.Join(b.at("kwic", run), "pages"), "--db", filepath.Join(b.at("kwic", run), "index.db")}
			},
			written: func(run int) []string { return []string{b.at("kwic", run)} },
		},
		{
			program: "kwic", work: "build from nothing, no pages", beside: ctagsWork, whole: true, prepare: folder("index"),
			args: func(run int) []string {
				return []string{"build", root, "--quiet", "--no-pages", "--out", filepath.Join(b.at("index", run), "pages"), "--db", filepath.Join(b.at("index", run), "index.db")}
			},
			written: func(run int) []string { return []string{filepath.Join(b.at("index", run), "index.db")} },
		},
		{
			program: "ctags", work: ctagsWork, whole: true,
			args:    func(run int) []string { return []string{"-R", "-f", b.at("tags", run), root} },
			written: func(run int) []string { return []string{b.at("tags", run)} },
		},
		{
			program: "gtags", work: "tags of the tree's source", whole: true, prepare: folder("gtags"),
			args:    func(run int) []string { return []string{"-C", root, b.at("gtags", run)} },
			written: func(run int) []string { return []string{b.at("gtags", run)} },
		},
		{
			program: "git", work: "add to an empty repository", whole: true,
			prepare: func(ctx context.Context, run int) error {
				_, err := runOnce(ctx, root, b.programs["git"].path, []string{"init", "-q", "--bare", b.at("git", run)}, false)
				return err
			},
			args: func(run int) []string {
				return []string{"--git-dir", b.at("git", run), "--work-tree", root, "-c", "core.bare=false", "add", "--all", root}
			},
			written: func(run int) []string { return []string{b.at("git", run)} },
		},
		{program: "git", work: grepWork, whole: true, fails: true, args: func(int) []string { return []string{"-C", root, "grep", "-c", "-F", "-e", "bench_word"} }},
		{program: "rg", work: grepWork, whole: true, fails: true, args: func(int) []string { return []string{"-c", "-F", "bench_word", root} }},
	}, nil
}

// build is a build of the index that is kept, whose pages git tracks.
func (b *bench) build(more ...string) []string {
	return append([]string{"build", b.tree.root, "--quiet", "--out", filepath.Join(b.tree.root, pagesFolder)}, more...)
}

// settle brings the index that is kept up to date.
func (b *bench) settle(ctx context.Context) error {
	time.Sleep(b.pause)
	_, err := runOnce(ctx, b.tree.root, b.programs["kwic"].path, b.build(), false)
	return err
}

// warm are the tasks on an index that is there.
func (b *bench) warm(ctx context.Context) ([]task, error) {
	kwic, git, root := b.programs["kwic"].path, b.programs["git"].path, b.tree.root
	if _, err := runOnce(ctx, root, kwic, b.build(), false); err != nil {
		return nil, err
	}
	if err := b.tree.commit(ctx); err != nil {
		return nil, err
	}
	status := []string{"-C", root, "status", "--porcelain"}
	// Files that were written a moment ago are looked at once more by both.
	settle := func(ctx context.Context, _ int) error {
		if err := b.settle(ctx); err != nil {
			return err
		}
		_, err := runOnce(ctx, root, git, status, false)
		return err
	}
	committed := func(ctx context.Context, run int) error {
		if err := b.tree.commit(ctx); err != nil {
			return err
		}
		return settle(ctx, run)
	}
	touched := func(ctx context.Context, run int) error {
		if err := settle(ctx, run); err != nil {
			return err
		}
		if err := b.tree.touch(); err != nil {
			return err
		}
		time.Sleep(b.pause)
		return nil
	}
	edited := func(ctx context.Context, run int) error {
		if err := settle(ctx, run); err != nil {
			return err
		}
		b.edits++
		return b.tree.edit(b.edits)
	}
	list := filepath.Join(b.tree.results, "paths")
	if err := os.WriteFile(list, []byte(filepath.Join(root, b.tree.document)+"\n"), 0o644); err != nil {
		return nil, err
	}
	return []task{
		{program: "kwic", work: startWork, args: func(int) []string { return []string{"version"} }},
		{program: "kwic", work: nothingWork, beside: statusWork, prepare: committed, args: func(int) []string { return b.build() }},
		{program: "git", work: statusWork, args: func(int) []string { return status }},
		{program: "kwic", work: "build, every time new", beside: touchedWork, prepare: touched, args: func(int) []string { return b.build() }},
		{program: "git", work: touchedWork, prepare: touched, args: func(int) []string { return status }},
		{program: "kwic", work: "build, one document edited", beside: nothingWork, prepare: edited, args: func(int) []string { return b.build() }},
		{program: "kwic", work: "build of one path, edited", beside: startWork, prepare: edited, args: func(int) []string { return b.build("--files-from", list) }},
		{program: "kwic", work: "check, nothing changed", beside: nothingWork, prepare: settle, args: func(int) []string {
			return []string{"check", root, "--quiet", "--out", filepath.Join(root, pagesFolder)}
		}},
		{program: "kwic", work: "find a keyword", args: func(int) []string {
			return []string{"find", "bench_word_1", "--db", filepath.Join(root, ".kwic", "index.db")}
		}},
	}, nil
}
