package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// noteListed tells of paths in the user's list that mean nothing: no file, no folder
// and nothing that the index holds. A list that is seen from another folder than it
// was made in is made of these.
func (b *build) noteListed(context.Context) error {
	if !b.options.Listed || !b.partial() || b.options.Quiet {
		return nil
	}
	here, err := b.meaningful()
	if err != nil {
		return err
	}
	var missing []string
	for i, given := range b.options.Paths {
		rel := b.listedAs[i]
		if rel == "" || here[rel] {
			continue
		}
		if _, err := os.Lstat(given); err == nil { // a folder, or left out of the tree
			continue
		}
		missing = append(missing, given)
	}
	b.noteListedAs("neither in the tree nor in the index", missing)
	return nil
}

// meaningful returns the paths of what is in the tree, or was when it was indexed, and
// the folders on the way there, as far as the build looks at them.
func (b *build) meaningful() (map[string]bool, error) {
	here := make(map[string]bool)
	add := func(path string) {
		for path = strings.TrimSuffix(path, "/"); path != "" && !here[path]; {
			here[path] = true
			path = path[:max(strings.LastIndexByte(path, '/'), 0)]
		}
	}
	for i := range b.tree.Files {
		add(b.tree.Files[i].Path)
	}
	for _, r := range b.snapshot.Tree.All() {
		add(r.Path)
	}
	for i := range b.tree.Skipped {
		add(b.tree.Skipped[i].Path)
	}
	skipped, err := b.store.SkippedIn(b.tree.Scope)
	for i := range skipped {
		add(skipped[i].Path)
	}
	return here, err
}

// noteListedAs tells what listed paths are, if there are any, by the first of them that
// git quoted, or the first.
func (b *build) noteListedAs(what string, paths []string) {
	if !b.options.Listed || len(paths) == 0 {
		return
	}
	first := paths[max(slices.IndexFunc(paths, isQuoted), 0)]
	are := "path is"
	if len(paths) > 1 {
		are = "paths are"
	}
	b.note("%s listed %s %s, such as %q%s", number(len(paths)), are, what, first, adviceOn(first))
}

// adviceOn says what may be wrong with a listed path that means nothing, or "".
func adviceOn(given string) string {
	if isQuoted(given) {
		return "; git quotes such names unless told -z, which goes with -0 here"
	}
	if here, err := os.Getwd(); err == nil && !filepath.IsAbs(given) {
		for up := filepath.Dir(here); up != here; here, up = up, filepath.Dir(up) {
			if _, err := os.Lstat(filepath.Join(up, given)); err == nil {
				return fmt.Sprintf("; it is one seen from %q: git names paths from there unless told --relative", up)
			}
		}
	}
	return ""
}

// isQuoted reports whether a name is one that git wrote in quotes.
func isQuoted(name string) bool {
	return len(name) > 2 && name[0] == '"' && name[len(name)-1] == '"' && strings.Contains(name, `\`)
}
