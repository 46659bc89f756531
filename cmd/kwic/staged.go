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

	"kwic/scan"

	"github.com/urfave/cli/v2"
)

// Pages that are committed go with a commit only where git's index holds them as
// they stand: a hook that brings them up to date is not enough.

func stagedFlag() cli.Flag {
	return &cli.BoolFlag{Name: "staged", Usage: "fail where a page would not be part of a commit as it stands"}
}

// unstagedPages returns the pages below out, deleted ones included, that the index
// of git does not hold as they stand: paths from the root of the work tree that
// holds root, which is returned too, sorted. That git ignores them is an error.
func unstagedPages(ctx context.Context, root, out string) (unstaged []string, top string, err error) {
	places, err := placesOf(ctx, root)
	if err != nil {
		return nil, "", advised(err, "--staged asks git whether pages are in its index")
	}
	list, err := runGitWith(ctx, []string{"GIT_LITERAL_PATHSPECS=1"}, root,
		"status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignored=traditional", "--", out)
	if err != nil {
		return nil, "", advised(err, "--staged asks git about the pages, which must stand in its work tree")
	}
	for entry := range strings.SplitSeq(list, "\x00") { // two letters, for the index and the work tree, a space, the path
		if len(entry) < 4 || entry[1] == ' ' {
			continue
		}
		path := filepath.Join(places.top, filepath.FromSlash(entry[3:]))
		ours, err := isPageHere(out, path)
		switch {
		case err != nil:
			return nil, "", err
		case !ours:
		case entry[:2] == "!!":
			return nil, "", hinted{fmt.Errorf("git ignores the pages in %q, which no commit can hold", shown(out)),
				"name another folder with \"out:\" in .kwic.yaml; \"kwic init --recipe committed\" does"}
		default:
			unstaged = append(unstaged, entry[3:])
		}
	}
	slices.Sort(unstaged)
	return unstaged, places.top, nil
}

// isPageHere reports whether what is at a path of the output folder is a page, the list of
// attributes beside them, or gone.
func isPageHere(out, path string) (bool, error) {
	if path == filepath.Join(out, ".gitattributes") {
		return true, nil
	}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close() // read only: nothing to lose
	head, err := io.ReadAll(io.LimitReader(file, scan.MarkerWithin))
	return err == nil && scan.IsPage(head), err
}

// unstagedText names pages, and says what to do about them.
func unstagedText(paths []string, out string) string {
	var text strings.Builder
	for _, path := range paths {
		fmt.Fprintf(&text, "unstaged  %s\n", printable(path))
	}
	fmt.Fprintf(&text, "%s would not be part of a commit: git add %s\n", count(len(paths), "page"), printable(shown(out)))
	return text.String()
}

// endStaged ends a build with errFindings where pages are not staged, and tells
// them.
func endStaged(ctx context.Context, w io.Writer, r *report) error {
	paths, _, err := unstagedPages(ctx, r.root, r.out)
	if err != nil || len(paths) == 0 {
		return err
	}
	if _, err := io.WriteString(w, unstagedText(paths, r.out)); err != nil {
		return err
	}
	return errFindings
}
