package main

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"kwic/scan"
	"kwic/store"
)

// exceptions say how the index compares with a commit: it is what a build of that
// commit makes, but for these paths, which may be indexed otherwise. Only a build
// that asks git finds out; later ones add what they change. nil where nothing is
// known.
type exceptions struct {
	commit string
	place  string   // where the tree is in its repository, and what git makes of contents there
	paths  []string // relative to the root, sorted
}

// mostExceptions bounds what is kept of them. With more, nothing is known: the next
// build with --since looks at the whole tree, and says so.
const mostExceptions = 10000

// String writes exceptions for the index: a line each, quoted because paths may hold
// anything. Those of nil are "".
func (e *exceptions) String() string {
	if e == nil || len(e.paths) > mostExceptions {
		return ""
	}
	var text strings.Builder
	for _, line := range append([]string{e.commit, e.place}, e.paths...) {
		text.WriteString(strconv.Quote(line))
		text.WriteByte('\n')
	}
	return text.String()
}

// readExceptions reads what String wrote. Of anything else nothing is known.
func readExceptions(text string) *exceptions {
	var lines []string
	for quoted := range strings.Lines(text) {
		line, err := strconv.Unquote(strings.TrimSuffix(quoted, "\n"))
		if err != nil {
			return nil
		}
		lines = append(lines, line)
	}
	if len(lines) < 2 {
		return nil
	}
	return &exceptions{commit: lines[0], place: lines[1], paths: lines[2:]}
}

// sinceCommit is what a build with --since learns of git before it reads the tree.
type sinceCommit struct {
	began int64       // the file system's time before git was asked
	whole string      // why the whole tree has to be looked at, "" where it need not
	now   *exceptions // of a work tree that nobody changes meanwhile; nil without a commit
}

// pathsSince has git list what may be indexed otherwise than it is in the work tree:
// what differs there from its commit, untracked files that are not ignored included,
// what differs between that commit, the revision that was named and the one that the
// index is of, and what was not as in the latter when it was indexed.
func (b *build) pathsSince(ctx context.Context, settings store.Settings) (_ []string, err error) {
	if !b.options.looks() {
		if b.since.began, err = scan.Now(filepath.Dir(b.db)); err != nil {
			return nil, err
		}
	}
	commit, err := commitOf(ctx, b.root, b.options.Since, deepenHint)
	if err != nil {
		return nil, err
	}
	places, err := placesOf(ctx, b.root)
	if err != nil {
		return nil, err
	}
	git, err := b.quietGit(places)
	if err != nil {
		return nil, err
	}
	head := b.settings[store.SettingCommit]
	if head == "" { // of a branch without commits
		head = commit
	}
	diff := []string{"diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative"}
	dirty, err := listPaths(ctx, git, slices.Concat(diff, []string{"--ignore-submodules=dirty", head, "--", "."}), []string{"ls-files", "-z", "--others", "--exclude-standard"})
	if err != nil {
		return nil, err
	}
	contents, err := contentRules(ctx, b.root)
	if err != nil {
		return nil, err
	}
	b.since.now = &exceptions{commit: head, place: places.prefix + "\n" + contents, paths: dirty}
	paths := slices.Clone(dirty)
	others := []string{commit}
	switch before := readExceptions(settings[store.SettingExceptions]); {
	case before == nil:
		b.since.whole = "the index does not say which documents were as committed when they were indexed"
	case before.place != b.since.now.place:
		b.since.whole = "the index was made in another folder of its repository, or with other settings of git"
	default:
		if _, err := commitOf(ctx, b.root, before.commit, ""); ctx.Err() != nil {
			return nil, ctx.Err()
		} else if err != nil {
			b.since.whole = "git does not know the commit that the index is of"
			break
		}
		paths, others = append(paths, before.paths...), append(others, before.commit)
	}
	for _, other := range others {
		if other == head {
			continue
		}
		differ, err := listPaths(ctx, git, slices.Concat(diff, []string{other, head, "--", "."}))
		if err != nil {
			return nil, err
		}
		paths = append(paths, differ...)
	}
	for i, path := range paths {
		paths[i] = filepath.Join(b.root, filepath.FromSlash(path))
	}
	return paths, nil
}

// listPaths collects the paths that git lists, ended by NUL bytes. It is never nil.
func listPaths(ctx context.Context, git func(context.Context, ...string) (string, error), commands ...[]string) ([]string, error) {
	paths := []string{}
	for _, args := range commands {
		list, err := git(ctx, args...)
		if err != nil {
			return nil, err
		}
		for path := range strings.SplitSeq(list, "\x00") {
			if path != "" {
				paths = append(paths, path)
			}
		}
	}
	return paths, nil
}

// contentRules identifies the settings by which git changes contents on their way
// into the work tree: with others, a file may differ that git calls unchanged.
func contentRules(ctx context.Context, root string) (string, error) {
	rules, err := runGit(ctx, root, "config", "--get-regexp", `^(core\.(autocrlf|eol)|filter\..*)$`)
	if err != nil && !strings.Contains(err.Error(), "exit status 1") { // there are none
		return "", err
	}
	return hash(rules), nil
}

// exceptionsNow returns the exceptions of the index that this build leaves.
func (b *build) exceptionsNow() *exceptions {
	w := &b.work
	if b.since != nil && b.since.now != nil {
		now := *b.since.now
		now.paths = slices.Concat(now.paths, w.removed)
		for _, r := range w.records.all() { // changed since git was asked, and maybe changed back before it is asked again
			late := r.Stat.ModTime >= b.since.began || r.Stat.ChangeTime >= b.since.began
			if late || r.Reason == string(scan.Unreadable) {
				now.paths = append(now.paths, r.Path)
			}
		}
		for _, s := range b.tree.Skipped { // git says nothing when it can be read again
			if s.Reason == scan.Unreadable {
				now.paths = append(now.paths, strings.TrimSuffix(s.Path, "/"))
			}
		}
		return now.sorted()
	}
	before := readExceptions(b.snapshot.Settings[store.SettingExceptions])
	skips := b.settings[store.SettingSkipped] != b.snapshot.Settings[store.SettingSkipped]
	switch {
	case before == nil || w.clear:
		return nil
	case !w.touched && !skips && len(w.parse)+len(w.copies)+len(w.removed)+len(w.arrivals) == 0:
		return before
	case b.partial():
		before.paths = slices.Concat(before.paths, b.only, b.tree.Scope)
		return before.sorted()
	case skips:
		return nil
	}
	before.paths = slices.Concat(before.paths, w.removed, w.arrivals)
	for _, file := range w.parse {
		before.paths = append(before.paths, b.tree.Files[file].Path)
	}
	for i := range w.copies {
		before.paths = append(before.paths, b.tree.Files[w.copies[i].file].Path)
	}
	return before.sorted()
}

// sorted sorts the paths, and leaves each in once.
func (e *exceptions) sorted() *exceptions {
	slices.Sort(e.paths)
	e.paths = slices.Compact(e.paths)
	return e
}

// quietGit returns what runs git in the tree, by a copy of its index in the scratch
// folder.
func (b *build) quietGit(places repositoryPlaces) (func(ctx context.Context, args ...string) (string, error), error) {
	copied, err := b.scratchPath("git-index")
	if err != nil {
		return nil, err
	}
	return quietGit(b.root, places.index, copied)
}
