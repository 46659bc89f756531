package main

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"kwic/emit"
)

// behindByLinks names the documents behind stale pages where no index says what
// changed. A document has changed if its own page has, which documents leads to;
// another page follows those of them that its differing lines link to.
func (b *build) behindByLinks(documents map[string]string) error {
	f := b.findings
	if !slices.ContainsFunc(f.Pages, func(p stalePage) bool { return p.State != "missing" }) {
		return nil // no page stands there
	}
	targets := make(map[string]string, 2*len(documents)) // documents by where links lead: from the output folder, or whole
	add := func(page, document string) {
		targets[page] = document
		if source := b.emitOptions().SourceURL; source != "" {
			targets[source+document] = document
		} else if way, err := filepath.Rel(b.out, filepath.Join(b.root, filepath.FromSlash(document))); err == nil {
			targets[filepath.ToSlash(way)] = document
		}
	}
	for page, document := range documents {
		add(page, document)
	}
	for i := range f.Pages {
		if document, own := emit.DocumentAt(b.config.Site, f.Pages[i].Path); own && f.Pages[i].State == "left over" {
			documents[f.Pages[i].Path] = document
			add(f.Pages[i].Path, document)
		}
	}
	for i := range f.Pages {
		page := &f.Pages[i]
		if document, own := documents[page.Path]; own {
			page.Documents = []string{document}
			continue
		}
		before, err := readPage(b.out, page.Path)
		if err != nil {
			return err
		}
		after, err := readPage(b.overlay, page.Path)
		if err != nil {
			return err
		}
		for _, link := range differingLinks(page.Path, before, after) {
			if document, changed := targets[link]; changed {
				page.Documents = append(page.Documents, document)
			}
		}
		slices.Sort(page.Documents)
		page.Documents = slices.Compact(page.Documents)
	}
	return nil
}

// readPage reads a page, "" for one that is not there or is no file.
func readPage(folder, page string) (string, error) {
	name := filepath.Join(folder, filepath.FromSlash(page))
	if info, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return "", nil
	}
	content, err := os.ReadFile(name)
	return string(content), err
}

// linkDestination finds the destinations of a page's inline links, in which emit
// escapes brackets and spaces.
var linkDestination = regexp.MustCompile(`\]\(([^()\s]+)\)`)

// differingLinks returns where the links lead of lines that one of two states of a
// page has more often than the other: below the output folder, or whole URLs.
func differingLinks(page, before, after string) []string {
	lines := make(map[string]int)
	for line := range strings.Lines(before) {
		lines[line]--
	}
	for line := range strings.Lines(after) {
		lines[line]++
	}
	var links []string
	for line, more := range lines {
		if more == 0 {
			continue
		}
		for _, match := range linkDestination.FindAllStringSubmatch(line, -1) {
			destination, _, _ := strings.Cut(match[1], "#")
			if plain, err := url.PathUnescape(destination); err == nil {
				destination = plain
			}
			if !strings.Contains(destination, "://") {
				destination = path.Join(path.Dir(page), destination)
			}
			links = append(links, destination)
		}
	}
	return links
}
