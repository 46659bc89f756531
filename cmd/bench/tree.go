package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"kwic/cmd/internal/corpus"
)

// tree is a git work tree to measure on, and a folder beside it for results.
type tree struct {
	root, results string
	document      string // one of about the mean size, below root
	files         int
	bytes         int64
}

// pagesFolder is where pages stand in the tree, tracked by git.
const pagesFolder = "keyword-pages"

// makeTree makes or copies a tree, and commits it.
func makeTree(ctx context.Context, o *options, base string, documents int) (*tree, error) {
	t := &tree{root: filepath.Join(base, "tree"), results: filepath.Join(base, "results")}
	if err := os.MkdirAll(t.results, 0o755); err != nil {
		return nil, err
	}
	if o.tree != "" {
		if err := copyTracked(ctx, o.tree, t.root); err != nil {
			return nil, err
		}
	} else {
		made, err := corpus.New(corpus.Options{Seed: o.seed, Documents: documents, Sources: o.sources})
		if err != nil {
			return nil, err
		}
		if _, err := made.Write(ctx, t.root); err != nil {
			return nil, err
		}
	}
	if err := t.count(); err != nil {
		return nil, err
	}
	if err := t.git(ctx, "init", "-q"); err != nil {
		return nil, err
	}
	return t, t.commit(ctx)
}

// copyTracked copies the regular files that git tracks below a folder.
func copyTracked(ctx context.Context, from, to string) error {
	list, err := exec.CommandContext(ctx, "git", "-C", from, "ls-files", "-z").Output()
	if err != nil {
		return fmt.Errorf("git ls-files in %q: %w", from, err)
	}
	for name := range strings.SplitSeq(string(list), "\x00") {
		source := filepath.Join(from, filepath.FromSlash(name))
		info, err := os.Lstat(source)
		if name == "" || err != nil || !info.Mode().IsRegular() {
			continue // links, submodules, and what is not checked out
		}
		target := filepath.Join(to, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		content, err := os.ReadFile(source)
		if err == nil {
			err = os.WriteFile(target, content, 0o644)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// each calls do for every file below a folder, git's own aside.
func each(folder string, do func(path string, info fs.FileInfo) error) error {
	return filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return filepath.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		return do(path, info)
	})
}

// bytesBelow sums up the sizes of all files below some paths.
func bytesBelow(paths ...string) (total int64, err error) {
	for _, path := range paths {
		err := each(path, func(_ string, info fs.FileInfo) error {
			total += info.Size()
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	return total, nil
}

// count counts the files and chooses the document that is edited: the first, by
// path, that is not smaller than they are on average.
func (t *tree) count() error {
	err := each(t.root, func(_ string, info fs.FileInfo) error {
		t.files++
		t.bytes += info.Size()
		return nil
	})
	if err != nil {
		return err
	}
	err = each(t.root, func(path string, info fs.FileInfo) error {
		if t.document == "" && filepath.Ext(path) == ".md" && info.Size()*int64(t.files) >= t.bytes {
			var err error
			t.document, err = filepath.Rel(t.root, path)
			return err
		}
		return nil
	})
	if err == nil && t.document == "" {
		err = fmt.Errorf("the tree %q has no Markdown document to edit", t.root)
	}
	return err
}

// git runs git with nobody's settings and no output.
func (t *tree) git(ctx context.Context, args ...string) error {
	settings := []string{"-C", t.root, "-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0", "-c", "core.safecrlf=false"}
	command := exec.CommandContext(ctx, "git", append(settings, args...)...)
	command.Env = environment()
	var said bytes.Buffer
	command.Stdout, command.Stderr = io.Discard, &said
	if err := command.Run(); err != nil {
		return fmt.Errorf("git %s: %w\n%s", args[0], err, said.Bytes())
	}
	return nil
}

// environment is that of every program which is measured: nobody's settings.
func environment() []string {
	return append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull, "LC_ALL=C")
}

func (t *tree) commit(ctx context.Context) error {
	if err := t.git(ctx, "add", "--all"); err != nil {
		return err
	}
	return t.git(ctx, "commit", "-q", "--allow-empty", "-m", "tree")
}

// edit adds a keyword to the document.
func (t *tree) edit(n int) error {
	return appendKeyword(filepath.Join(t.root, t.document), fmt.Sprintf("bench_word_%d", n))
}

func appendKeyword(path, word string) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, "\nThe word `%s` is new.\n", word)
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}

// touch gives every file a new time, as a fresh checkout does.
func (t *tree) touch() error {
	now := time.Now()
	return each(t.root, func(path string, _ fs.FileInfo) error { return os.Chtimes(path, now, now) })
}
