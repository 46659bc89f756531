package main

import (
	"context"
	"slices"

	"kwic/scan"
	"kwic/store"
)

// followMoves has a partial build look at what was moved to the paths that it was
// given: a list that names the new path alone, as git diff makes it unless told
// --no-renames, would leave the old one in the index. It costs a look at each
// indexed file that has the content of one that is new.
func (b *build) followMoves(ctx context.Context) error {
	followed := make(map[string]bool)
	for b.partial() && b.store != nil {
		gone, err := b.goneSources()
		if err != nil {
			return err
		}
		gone = slices.DeleteFunc(gone, func(path string) bool { return followed[path] })
		if len(gone) == 0 {
			return nil
		}
		for _, path := range gone {
			followed[path] = true
		}
		if b.options.Listed {
			b.note("%q is gone, though not listed; what was both moved and changed is only found with git diff --no-renames", gone[0])
		}
		b.only = append(b.only, gone...)
		b.report.Hashed = 0 // counted again
		for _, step := range []func(context.Context) error{b.walk, b.compare} {
			if err := step(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// goneSources returns the indexed files outside of what the build looks at that
// have the content of a file which is new, and are files no more.
func (b *build) goneSources() ([]string, error) {
	var sources []string
	asked := make(map[[32]byte]bool)
	for _, sum := range b.work.fresh {
		if asked[sum] {
			continue
		}
		asked[sum] = true
		paths, err := b.store.PathsOf(sum)
		if err != nil {
			return nil, err
		}
		sources = append(sources, paths...)
	}
	sources = slices.DeleteFunc(sources, func(path string) bool { return store.InScope(b.tree.Scope, path) })
	if len(sources) == 0 {
		return nil, nil
	}
	slices.Sort(sources)
	examiner, err := scan.NewExaminer(b.root)
	if err != nil {
		return nil, err
	}
	defer examiner.Close()
	return slices.DeleteFunc(sources, func(path string) bool {
		entry, err := examiner.Examine(path)
		return err == nil && entry.Type == scan.Regular // whatever else there is, the walk judges
	}), nil
}
