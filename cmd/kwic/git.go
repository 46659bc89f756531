package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// repositoryPlaces are where git keeps things, as absolute paths.
type repositoryPlaces struct {
	top    string // the work tree's root
	prefix string // slash path from there to the root of the tree, "" or ending in a slash
	index  string // git's index file
	config string
}

func placesOf(ctx context.Context, root string) (p repositoryPlaces, err error) {
	said, err := runGit(ctx, root, "rev-parse", "--show-cdup", "--show-prefix", "--git-path", "index", "--git-path", "config")
	if err != nil {
		return p, err
	}
	lines := strings.Split(said, "\n")
	if len(lines) != 5 { // the last line has an end, and no path may have one inside
		return p, fmt.Errorf("git says of %q %q, which is not understood", root, said)
	}
	absolute := func(path string) string {
		if path = filepath.FromSlash(path); filepath.IsAbs(path) {
			return path
		}
		return filepath.Join(root, path)
	}
	return repositoryPlaces{top: absolute(lines[0]), prefix: lines[1], index: absolute(lines[2]), config: absolute(lines[3])}, nil
}

// What to do where a commit is not there: in a shallow clone, and elsewhere.
const (
	deepenHint  = "a shallow clone may not reach back that far: git fetch --deepen=100"
	historyHint = "git fetch it; a shallow clone needs its history: \"fetch-depth: 0\" for actions/checkout, GIT_DEPTH: 0 for GitLab CI, git fetch --unshallow elsewhere"
	fetchHint   = "git branch --all and git tag list the names that there are; git fetch brings those of the remote"
	nameHint    = "name a commit, a branch or a tag"
)

// commitOf returns the commit that a revision names, in hexadecimal digits. The
// hint is for a shallow clone, in which it is not there.
func commitOf(ctx context.Context, root, revision, hint string) (string, error) {
	if revision == "" {
		return "", usageError{"an empty revision names no commit", nameHint}
	}
	commit, err := runGit(ctx, root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil && ctx.Err() == nil {
		if _, why := runGit(ctx, root, "rev-parse", "--git-dir"); why != nil {
			return "", fmt.Errorf("git knows no commit %q: %w", revision, why)
		}
	}
	switch {
	case err == nil:
		return strings.TrimSpace(commit), nil
	case strings.Contains(err.Error(), "exit status 1"): // it says no more than that
		return "", whyNoCommit(ctx, root, revision, hint)
	}
	return "", advised(fmt.Errorf("git knows no commit %q: %w", revision, err), fetchHint)
}

// whyNoCommit finds out why git knows no commit of a revision.
func whyNoCommit(ctx context.Context, root, revision, shallowHint string) error {
	if _, err := runGit(ctx, root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"); err != nil {
		return hinted{fmt.Errorf("git knows no commit %q: HEAD has no commit yet", revision), "there is nothing to compare with before the first git commit"}
	}
	if object, err := runGit(ctx, root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision); err == nil {
		if kind, err := runGit(ctx, root, "cat-file", "-t", strings.TrimSpace(object)); err == nil { // an object that is here
			return hinted{fmt.Errorf("%q is a %s, no commit", revision, strings.TrimSpace(kind)), nameHint}
		}
	}
	unknown := fmt.Errorf("git knows no commit %q", revision)
	if from, _, isRange := strings.Cut(revision, ".."); isRange {
		hint := "a range is no commit: name the one to compare with"
		if from != "" {
			hint += ", for example " + from
		}
		return hinted{unknown, hint}
	}
	if isShallow(ctx, root) {
		return hinted{unknown, shallowHint}
	}
	return hinted{unknown, fetchHint}
}

func isShallow(ctx context.Context, root string) bool {
	said, err := runGit(ctx, root, "rev-parse", "--is-shallow-repository")
	return err == nil && strings.TrimSpace(said) == "true"
}

// advised adds a hint to a failure that brings none.
func advised(err error, hint string) error {
	if len(hints(err)) > 0 {
		return err
	}
	return hinted{err, hint}
}

// withGitsAdvice adds what git says that can be done, where its owner's files are
// not to be trusted for it.
func withGitsAdvice(err error, said string) error {
	for line := range strings.Lines(said) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "git config ") && strings.Contains(line, "safe.directory") {
			return hinted{err, "if you trust the owner of this checkout: " + line}
		}
	}
	return err
}

// mergeBase returns the commit from which the work tree's commit has gone its own
// way: what a pull request is compared with.
func mergeBase(ctx context.Context, root, revision string) (string, error) {
	var commits []string
	for _, name := range []string{revision, "HEAD"} {
		commit, err := commitOf(ctx, root, name, historyHint)
		if err != nil {
			return "", err
		}
		commits = append(commits, commit)
	}
	base, err := runGit(ctx, root, "merge-base", commits[0], commits[1])
	if base = strings.TrimSpace(base); err == nil && base != "" {
		return base, nil
	}
	if isShallow(ctx, root) {
		return "", hinted{fmt.Errorf("this clone is too shallow to tell where HEAD left %q", revision), historyHint}
	}
	return "", hinted{fmt.Errorf("%q and HEAD have no commit in common", revision), "name the branch that the change is to be merged into"}
}

// quietGit returns what runs git without a trace: it is given a copy of its
// index, because git diff notes there what it finds out about files whose times
// are new, and starts no daemon.
func quietGit(root, index, copied string) (func(ctx context.Context, args ...string) (string, error), error) {
	if err := copyIndex(index, copied); err != nil {
		return nil, fmt.Errorf("cannot copy git's index to %q: %w", copied, cause(err))
	}
	environment := []string{"GIT_INDEX_FILE=" + copied}
	options := []string{"-c", "core.fsmonitor=false", "-c", "core.splitIndex=false"}
	return func(ctx context.Context, args ...string) (string, error) {
		return runGitWith(ctx, environment, root, slices.Concat(options, args)...)
	}, nil
}

// copyIndex copies git's index, if there is one, with its time: by that, git
// tells which files may have changed since in the same instant.
func copyIndex(from, to string) error {
	file, err := os.Open(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close() // read only: nothing to lose
	info, err := file.Stat()
	if err != nil {
		return err
	}
	content, err := io.ReadAll(file)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err == nil {
		err = os.Chtimes(to, info.ModTime(), info.ModTime())
	}
	return err
}
