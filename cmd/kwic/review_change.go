package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"kwic/scan"
	"kwic/scan/extract"
)

// kwicIgnoreName is the name of kwic's own ignore files.
const kwicIgnoreName = ".kwicignore"

// changedFile is a file that differs between the base and the work tree.
type changedFile struct {
	path string // in the work tree; "" for one that is gone
	from string // at the base; "" for one that is new
	blob string // its content at the base, by git's name; "" for none, or for no file
}

// changes returns the files that differ between a commit and the work tree, by
// their paths.
func (r *review) changes(ctx context.Context, b *build, places repositoryPlaces, base string) ([]changedFile, error) {
	git, err := b.quietGit(places)
	if err != nil {
		return nil, err
	}
	raw, err := git(ctx, "diff", "--raw", "-z", "--no-abbrev", "--find-renames", "--no-ext-diff", "--ignore-submodules", "--relative", base, "--", ".")
	if err != nil {
		return nil, err
	}
	all, err := parseRaw(raw)
	if err != nil {
		return nil, err
	}
	if !b.options.Tracked {
		others, err := git(ctx, "ls-files", "-z", "--others", "--exclude-standard")
		if err != nil {
			return nil, err
		}
		for path := range strings.SplitSeq(others, "\x00") {
			if path != "" {
				all = append(all, changedFile{path: path})
			}
		}
	}
	return joinSides(all), nil
}

// parseRaw reads what git diff --raw -z prints: modes, blobs and a status, then
// a path, or two of a file that was renamed or copied.
func parseRaw(raw string) ([]changedFile, error) {
	var all []changedFile
	fields := strings.Split(strings.TrimSuffix(raw, "\x00"), "\x00")
	for i := 0; i < len(fields) && fields[i] != ""; {
		parts := strings.Fields(strings.TrimPrefix(fields[i], ":"))
		two := len(parts) == 5 && (parts[4][0] == 'R' || parts[4][0] == 'C')
		end := i + 2
		if two {
			end++
		}
		if len(parts) != 5 || end > len(fields) {
			return nil, fmt.Errorf("git diff says %q, which is not understood", fields[i])
		}
		f := changedFile{path: fields[end-1], from: fields[i+1], blob: blobOf(parts[0], parts[2])}
		switch parts[4][0] {
		case 'A':
			f.from = ""
		case 'D':
			f.path = ""
		case 'C': // nothing is gone where it comes from
			all = append(all, changedFile{path: f.path})
			i = end
			continue
		}
		all = append(all, f)
		i = end
	}
	return all, nil
}

// joinSides makes one of several entries for a path, of a merge with conflicts or
// a file that git does not track any more but which is still there, and sorts.
func joinSides(all []changedFile) []changedFile {
	at := make(map[string]int)
	var joined []changedFile
	for _, f := range all {
		i, seen := at[cmp.Or(f.path, f.from)]
		if !seen {
			at[cmp.Or(f.path, f.from)] = len(joined)
			joined = append(joined, f)
			continue
		}
		one := &joined[i]
		one.path = cmp.Or(one.path, f.path)
		if one.blob == "" {
			one.from, one.blob = cmp.Or(one.from, f.from), f.blob
		}
	}
	slices.SortFunc(joined, func(a, b changedFile) int {
		return strings.Compare(cmp.Or(a.path, a.from), cmp.Or(b.path, b.from))
	})
	return joined
}

// readBase calls do with each document that the changed files held at the base,
// in no order. It is what a build makes of these files: they are laid out in a
// folder of their own and read by the rules as they are now.
func (r *review) readBase(ctx context.Context, b *build, places repositoryPlaces, changed []changedFile, do func(from string, language extract.Language, d *extract.Document)) error {
	root, err := r.layOut(ctx, b, places, changed)
	if err != nil || root == "" {
		return err
	}
	o := b.walkOptions()
	o.Root, o.Tracked, o.Folders = root, false, false
	tree, err := scan.Walk(ctx, o)
	if err != nil {
		return err
	}
	extractor, err := b.config.newExtractor()
	if err != nil {
		return err
	}
	type read struct {
		at       int
		language extract.Language
		document *extract.Document
		err      error
	}
	return parallel(ctx, b.jobs, len(tree.Files), func(i int) read {
		f := &tree.Files[i]
		rules := tree.InForce(f.Path)
		content, err := scan.Load(root, *f, rules.SizeLimit)
		if err != nil || content.Reason != "" {
			return read{at: i, err: err}
		}
		d := extractor.Read(content.Language, content.Bytes)
		d.Keep(rules.Kinds)
		return read{i, content.Language, d, nil}
	}, func(one read) error {
		if one.err == nil && one.document != nil {
			do(tree.Files[one.at].Path, one.language, one.document)
		}
		return one.err
	})
}

// layOut writes the changed files as they were at the base into a folder that
// looks like a repository of its own, with the ignore files of kwic's that hold
// for them now. It returns the folder that stands for the tree's root, "" where
// there is no file.
func (r *review) layOut(ctx context.Context, b *build, places repositoryPlaces, changed []changedFile) (string, error) {
	var files []changedFile
	var blobs []string
	for _, f := range changed {
		name := path.Base(f.from)
		_, naming := extract.LanguageOf(name)
		if f.blob != "" && naming != extract.NamesNone && name != ".gitignore" && name != kwicIgnoreName {
			files, blobs = append(files, f), append(blobs, f.blob)
		}
	}
	if len(files) == 0 {
		return "", nil
	}
	top, err := b.scratchPath("base")
	if err != nil {
		return "", err
	}
	l := &layout{places: places, ignores: make(map[string]bool)}
	if err := os.Mkdir(top, 0o700); err != nil {
		return "", fmt.Errorf("cannot make a temporary folder: %w", cause(err))
	}
	if l.folder, err = os.OpenRoot(top); err != nil {
		return "", err
	}
	defer l.folder.Close() // nothing is written through it any more
	if err := l.begin(); err != nil {
		return "", fmt.Errorf("cannot write into a temporary folder: %w", cause(err))
	}
	limit := b.config.SizeLimit
	for _, rule := range b.config.Rules {
		limit = max(limit, rule.SizeLimit)
	}
	at := 0
	err = eachBlob(ctx, b.root, blobs, limit, func(content []byte) error {
		f := &files[at]
		at++
		if content == nil {
			return nil // too large for any rule
		}
		if err := l.add(places.prefix+f.from, content); err != nil {
			return fmt.Errorf("cannot write a temporary copy of %q: %w", f.from, cause(err))
		}
		return nil
	})
	return filepath.Join(top, filepath.FromSlash(places.prefix)), err
}

// layout is a folder into which files of a commit are written. Whatever their
// paths are, nothing is written outside of it.
type layout struct {
	folder  *os.Root
	places  repositoryPlaces
	ignores map[string]bool // folders whose ignore file has been copied
}

// begin makes the folder a repository, so that nothing above it counts.
func (l *layout) begin() error {
	config, err := os.ReadFile(l.places.config)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err = l.folder.Mkdir(".git", 0o700)
	if err == nil {
		err = l.folder.WriteFile(".git/HEAD", []byte("ref: refs/heads/base\n"), 0o600)
	}
	if err == nil {
		err = l.folder.WriteFile(".git/config", config, 0o600) // for core.ignorecase
	}
	if err == nil && l.places.prefix != "" {
		err = l.folder.MkdirAll(filepath.FromSlash(l.places.prefix), 0o700)
	}
	return err
}

func (l *layout) add(file string, content []byte) error {
	folder := path.Dir(file)
	if err := l.folder.MkdirAll(filepath.FromSlash(folder), 0o700); err != nil {
		return err
	}
	for ; ; folder = path.Dir(folder) {
		if l.ignores[folder] {
			break
		}
		l.ignores[folder] = true
		name := filepath.FromSlash(path.Join(folder, kwicIgnoreName))
		if rules, err := os.ReadFile(filepath.Join(l.places.top, name)); err == nil {
			if err := l.folder.WriteFile(name, rules, 0o600); err != nil {
				return err
			}
		}
		if folder == "." {
			break
		}
	}
	return l.folder.WriteFile(filepath.FromSlash(file), content, 0o600)
}
