package main

import (
	"context"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"kwic/emit"
	"kwic/store"
)

// findings are what a build would change, as a check found it.
type findings struct {
	Documents  []changedDocument // by path
	Pages      []stalePage       // by path
	Everything string            // why every document or page is made anew, "" where that is not so
	Skipped    bool              // other files are left out than the index has on record
	NoIndex    bool              // there is none: pages alone could be compared, and the documents behind them by what differs on them
	unknown    bool              // there is none, and pages are left out
	Unstaged   []string          // pages that git's index does not hold as they stand, from the root of its work tree
	top        string            // the root of that work tree
	overlay    string            // holds the pages as they would be
}

// changedDocument is a document that the index does not hold as it is.
type changedDocument struct {
	Path   string `json:"path"`
	Change string `json:"change"`         // added, changed, moved, copied or removed
	From   string `json:"from,omitempty"` // of what was moved or copied
}

// stalePage is a page that a build would write or remove.
type stalePage struct {
	Path      string   `json:"path"`                // below the output folder
	State     string   `json:"state"`               // stale, missing, tampered or left over
	Documents []string `json:"documents,omitempty"` // changed ones that the page follows, by path
}

// found reports whether the check fails.
func (f *findings) found() bool {
	return f.stale() || len(f.Unstaged) > 0
}

// stale reports whether a build would change anything.
func (f *findings) stale() bool {
	return len(f.Documents) > 0 || len(f.Pages) > 0 || f.Skipped || f.unknown
}

// checkPages finds out what a build would do from here on, without doing it: an
// update of a copy of the database, and pages written to a folder that goes
// with it.
func (b *build) checkPages(ctx context.Context) error {
	had := b.store != nil
	b.findings = &findings{NoIndex: !had, unknown: !had && b.options.NoPages}
	b.noteDocuments(had)
	if err := b.noteSkipped(); err != nil {
		return err
	}
	b.findings.Skipped = had && b.settings[store.SettingSkipped] != b.snapshot.Settings[store.SettingSkipped]
	if b.options.NoPages {
		return nil
	}
	if had {
		current, err := b.isCurrent()
		if err != nil || current {
			return err
		}
	}
	return b.renderAside(ctx)
}

// noteDocuments lists the documents that a build would index anew. Where there
// was no index, that would be all of them, and says nothing.
func (b *build) noteDocuments(had bool) {
	f, w := b.findings, &b.work
	switch {
	case !had:
		return
	case w.clear:
		f.Everything = "the configuration changed, or another version of kwic made the index"
	}
	indexed := make(map[string]bool, b.snapshot.Tree.Len())
	for _, r := range b.snapshot.Tree.All() {
		if r.Reason == "" {
			indexed[r.Path] = true
		}
	}
	change := func(path string) string {
		if indexed[path] {
			return "changed"
		}
		return "added"
	}
	gone := make(map[string]bool, len(w.removed))
	for _, path := range w.removed {
		gone[path] = true
	}
	for _, c := range w.copies {
		d := changedDocument{Path: b.tree.Files[c.file].Path, Change: "copied", From: c.from}
		if gone[c.from] {
			d.Change = "moved"
		}
		f.Documents = append(f.Documents, d)
	}
	for _, file := range w.parse {
		if path := b.tree.Files[file].Path; !w.clear || !indexed[path] {
			f.Documents = append(f.Documents, changedDocument{Path: path, Change: change(path)})
		}
	}
	for _, path := range w.removed {
		f.Documents = append(f.Documents, changedDocument{Path: path, Change: "removed"})
	}
	slices.SortFunc(f.Documents, func(x, y changedDocument) int { return strings.Compare(x.Path, y.Path) })
}

// isCurrent reports whether a build would leave index and pages alone, stat
// records and what identifies the commit aside.
func (b *build) isCurrent() (bool, error) {
	w := &b.work
	if w.clear || b.findings.stale() || len(w.parse)+len(w.copies)+len(w.removed) > 0 {
		return false, nil
	}
	for _, name := range []string{store.SettingExtract, store.SettingEmit, store.SettingSynonyms, store.SettingOut} {
		if b.settings[name] != b.snapshot.Settings[name] {
			return false, nil
		}
	}
	stale, err := b.store.Stale()
	return len(stale) == 0 && !b.output.Stale(), err
}

// renderAside updates a copy of the database and renders what is stale into the
// scratch folder.
func (b *build) renderAside(ctx context.Context) (err error) {
	if err := b.closeStore(); err != nil {
		return err
	}
	if b.overlay, err = b.scratchPath("pages"); err != nil {
		return err
	}
	if err := b.openCopy(ctx); err != nil {
		return err
	}
	if err := b.update(ctx); err != nil {
		return err
	}
	stale, err := b.store.Stale()
	if err != nil {
		return err
	}
	if len(stale) == 1 && stale[0].Kind == store.StaleAll && b.findings.Everything == "" && b.snapshot.Settings[store.SettingEmit] != "" {
		b.findings.Everything = "the configuration of the pages changed, or another version of kwic wrote them"
	}
	result, err := b.writePages(ctx, stale)
	if err != nil {
		return err
	}
	return b.notePages(result, stale)
}

// notePages lists the pages that a build would write or remove.
func (b *build) notePages(result *emit.Result, stale []store.Stale) error {
	f := b.findings
	f.overlay = b.overlay
	behind := emit.NewBehind(stale)
	documents := make(map[string]string) // by their pages
	err := result.Each(func(p *emit.RenderedPage) error {
		if !p.Written {
			return nil
		}
		state := "stale"
		switch b.output.State(p.Path) {
		case emit.Absent, emit.Gone:
			state = "missing"
		case emit.Altered:
			state = "tampered"
		}
		if document, own := emit.DocumentOf(&p.Page); own {
			documents[p.Path] = document
		}
		f.Pages = append(f.Pages, stalePage{Path: p.Path, State: state, Documents: b.documentsBehind(&p.Page, behind)})
		return nil
	})
	if err != nil {
		return err
	}
	for _, path := range result.Removed {
		page := stalePage{Path: path, State: "left over"}
		if record, found, err := b.store.PageAt(path); err != nil {
			return err
		} else if found {
			page.Documents = b.documentsBehind(&record, behind)
		}
		f.Pages = append(f.Pages, page)
	}
	for _, path := range b.output.Leftover() {
		f.Pages = append(f.Pages, stalePage{Path: path, State: "left over"})
	}
	slices.SortFunc(f.Pages, func(x, y stalePage) int { return strings.Compare(x.Path, y.Path) })
	if f.NoIndex {
		return b.behindByLinks(documents)
	}
	return nil
}

// documentsBehind returns the changed documents for which a page is stale.
func (b *build) documentsBehind(page *store.Page, entries *emit.Behind) []string {
	if page == nil {
		return nil
	}
	var behind []string
	for _, s := range entries.Page(page) {
		switch s.Kind {
		case store.StaleKeyword, store.StaleSubtree:
			for _, file := range b.causesOf(s.Name) {
				if s.Kind == store.StaleKeyword || within(s.Folder, file) {
					behind = append(behind, file)
				}
			}
		case store.StaleFolder:
			behind = b.findings.appendAt(behind, path.Join(s.Folder, s.Name))
		case store.StaleFile:
			behind = append(behind, s.Name)
		}
	}
	slices.Sort(behind)
	return slices.Compact(behind)
}

// appendAt appends the changed documents that are at a path or below it.
func (f *findings) appendAt(paths []string, at string) []string {
	for _, from := range []string{at, at + "/"} {
		i, _ := slices.BinarySearchFunc(f.Documents, from, func(d changedDocument, from string) int { return strings.Compare(d.Path, from) })
		for ; i < len(f.Documents) && (f.Documents[i].Path == from || from != at && strings.HasPrefix(f.Documents[i].Path, from)); i++ {
			paths = append(paths, f.Documents[i].Path)
		}
	}
	return paths
}

// within reports whether a file is somewhere below a folder; "." holds all.
func within(folder, file string) bool {
	return folder == "." || strings.HasPrefix(file, folder+"/")
}

// shownPage is a page's path for people, from the current folder.
func (b *build) shownPage(page string) string {
	return shown(filepath.Join(b.out, filepath.FromSlash(page)))
}

// causesOf returns the documents that changed a keyword's entry, as far as the
// update noted them.
func (b *build) causesOf(key string) []string {
	if b.causes == nil {
		return nil
	}
	return b.causes(key)
}
