package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// fifth is the share of the documents that the large change touches: one in so many.
const fifth = 5

// large are the changes that touch much of an index that is there. None of them may
// cost more than a build from nothing.
func (b *bench) large(ctx context.Context) ([]task, error) {
	top, err := b.tree.topFolder()
	if err != nil {
		return nil, err
	}
	after := func(change func(run int) error) func(context.Context, int) error {
		return func(ctx context.Context, run int) error {
			if err := b.settle(ctx); err != nil {
				return err
			}
			return change(run)
		}
	}
	names := []string{top, top + "-renamed"}
	tasks := []task{
		{program: "kwic", work: "build, a fifth of the documents edited", beside: coldWork, prepare: after(b.tree.editMany)},
		{program: "kwic", work: "build, the top folder renamed", beside: coldWork, prepare: after(func(run int) error {
			return os.Rename(filepath.Join(b.tree.root, names[(run+1)%2]), filepath.Join(b.tree.root, names[run%2]))
		})},
		{program: "kwic", work: "build, another stop word", beside: coldWork, prepare: after(func(run int) error {
			return os.WriteFile(filepath.Join(b.tree.root, ".kwic.yaml"), fmt.Appendf(nil, "stop_words: [bench stop %d]\n", run), 0o644)
		})},
	}
	if top == "" {
		tasks = append(tasks[:1], tasks[2:]...)
	}
	for i := range tasks {
		tasks[i].args = func(int) []string { return b.build() }
	}
	return tasks, nil
}

// topFolder returns the folder directly below the root that holds most files, "" where
// there is none.
func (t *tree) topFolder() (string, error) {
	files := make(map[string]int)
	err := each(t.root, func(path string, _ fs.FileInfo) error {
		rel, err := filepath.Rel(t.root, path)
		if top, _, below := strings.Cut(filepath.ToSlash(rel), "/"); below && top != pagesFolder && top != ".kwic" {
			files[top]++
		}
		return err
	})
	largest := ""
	for top, n := range files {
		if n > files[largest] || n == files[largest] && top < largest {
			largest = top
		}
	}
	return largest, err
}

// editMany adds a keyword to one in fifth documents.
func (t *tree) editMany(run int) error {
	i := 0
	return each(t.root, func(path string, _ fs.FileInfo) error {
		rel, err := filepath.Rel(t.root, path)
		if err != nil || filepath.Ext(path) != ".md" || strings.HasPrefix(filepath.ToSlash(rel), pagesFolder+"/") || strings.HasPrefix(rel, ".kwic") {
			return err
		}
		if i++; i%fifth != 0 {
			return nil
		}
		return appendKeyword(path, fmt.Sprintf("bench_switch_%d", run))
	})
}
