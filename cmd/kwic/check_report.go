package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// findingsSchema numbers the form of what --format json prints.
const findingsSchema = 1

func (f *findings) writeJSON(w io.Writer, version string) error {
	return encodeJSON(w, struct {
		Schema     int               `json:"schema"`
		Stale      bool              `json:"stale"`
		Everything string            `json:"everything,omitempty"`
		Skipped    bool              `json:"skipped_changed"`
		Documents  []changedDocument `json:"documents"`
		Pages      []stalePage       `json:"pages"`
		Version    string            `json:"version"`
	}{findingsSchema, f.found(), f.Everything, f.Skipped, append([]changedDocument{}, f.Documents...), append([]stalePage{}, f.Pages...), version})
}

// documentsShown is how many documents a line of text names behind a page; the
// JSON form names all.
const documentsShown = 5

func (b *build) writeFindingsText(w io.Writer) error {
	f := b.findings
	if !f.found() {
		_, err := fmt.Fprintln(w, "up to date")
		return err
	}
	var text strings.Builder
	for _, d := range f.Documents {
		fmt.Fprintf(&text, "%-9s %s", d.Change, printable(d.Path))
		if d.From != "" {
			fmt.Fprintf(&text, " (from %s)", printable(d.From))
		}
		text.WriteByte('\n')
	}
	if f.Skipped {
		text.WriteString("changed   which files are left out, or why\n")
	}
	for _, p := range f.Pages {
		fmt.Fprintf(&text, "%-9s %s%s\n", p.State, printable(b.shownPage(p.Path)), behind(p.Documents))
	}
	if f.Everything != "" {
		fmt.Fprintf(&text, "%s\n", f.Everything)
	}
	fmt.Fprintf(&text, "%s\n", f.total())
	_, err := io.WriteString(w, text.String())
	return err
}

// total sums the findings up in one line.
func (f *findings) total() string {
	return fmt.Sprintf("%s and %s would change: run kwic build", count(len(f.Documents), "indexed document"), count(len(f.Pages), "page"))
}

// behind names the documents that a page follows.
func behind(documents []string) string {
	if len(documents) == 0 {
		return ""
	}
	names := make([]string, min(len(documents), documentsShown))
	for i := range names {
		names[i] = printable(documents[i])
	}
	more := ""
	if n := len(documents) - len(names); n > 0 {
		more = fmt.Sprintf(" and %s more", number(n))
	}
	return ": " + strings.Join(names, ", ") + more
}

// writeDiffs prints how each page would change.
func (b *build) writeDiffs(w io.Writer) error {
	for _, p := range b.findings.Pages {
		page := filepath.FromSlash(p.Path)
		before, err := os.ReadFile(filepath.Join(b.out, page))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("cannot read page %q: %w", b.shownPage(p.Path), cause(err))
		}
		after, err := os.ReadFile(filepath.Join(b.overlay, page))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		name := printable(filepath.ToSlash(b.shownPage(p.Path)))
		if _, err := w.Write(diff.Diff("a/"+name, before, "b/"+name, after)); err != nil {
			return err
		}
	}
	return nil
}

// writeAnnotations prints workflow commands that GitHub shows at the documents
// that changed; https://docs.github.com/actions names their form.
func (b *build) writeAnnotations(w io.Writer) error {
	f := b.findings
	if !f.found() {
		return nil
	}
	pages := make(map[string]int)
	for _, p := range f.Pages {
		for _, document := range p.Documents {
			pages[document]++
		}
	}
	var text strings.Builder
	for _, d := range f.Documents {
		message := fmt.Sprintf("The keyword index does not hold this document as it is (%s); %s of the index would change. Run kwic build.", d.Change, count(pages[d.Path], "page"))
		if d.Change == "removed" {
			fmt.Fprintf(&text, "::error title=Stale keyword index::%s\n", commandValue(d.Path+": "+message))
			continue
		}
		fmt.Fprintf(&text, "::error file=%s,line=1,title=Stale keyword index::%s\n", commandProperty(b.fromWorkspace(d.Path)), commandValue(message))
	}
	for _, p := range f.Pages {
		if len(p.Documents) == 0 {
			fmt.Fprintf(&text, "::error title=Stale keyword index::%s\n", commandValue(fmt.Sprintf("The page %s is %s. Run kwic build.", b.shownPage(p.Path), p.State)))
		}
	}
	if len(f.Documents) == 0 && len(f.Pages) == 0 {
		fmt.Fprintf(&text, "::error title=Stale keyword index::Other files are left out of the index than it has on record. Run kwic build.\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// fromWorkspace is a document's path as GitHub knows it: from the workspace,
// which is the current folder where there is none.
func (b *build) fromWorkspace(document string) string {
	path := filepath.Join(b.root, filepath.FromSlash(document))
	base := os.Getenv("GITHUB_WORKSPACE")
	if base == "" {
		base = "."
	}
	if base, err := filepath.Abs(base); err == nil {
		if rel, inside := relativeTo(base, path); inside {
			return rel
		}
	}
	return document
}

// commandValue and commandProperty escape text for a workflow command.
func commandValue(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

func commandProperty(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(text)
}

// summaryRows bounds the tables of a job summary, which GitHub cuts at 1 MB; a
// last row counts the rest.
const summaryRows = 200

// writeSummary adds a table to the job summary file, where there is one.
func (b *build) writeSummary(file string) error {
	if file == "" {
		return nil
	}
	f := b.findings
	var text strings.Builder
	text.WriteString("## Keyword index\n\n")
	if !f.found() {
		text.WriteString("The index and its pages are up to date.\n")
	} else {
		fmt.Fprintf(&text, "%s.\n", f.total())
		if f.Everything != "" {
			fmt.Fprintf(&text, "\nReason: %s.\n", f.Everything)
		}
		table := func(head string, rows int, row func(i int) (name, state string)) {
			if rows == 0 {
				return
			}
			fmt.Fprintf(&text, "\n| %s | |\n|---|---|\n", head)
			for i := range min(rows, summaryRows) {
				name, state := row(i)
				fmt.Fprintf(&text, "| %s | %s |\n", tableCell(name), state)
			}
			if rows > summaryRows {
				fmt.Fprintf(&text, "| … | %s more |\n", number(rows-summaryRows))
			}
		}
		table("document", len(f.Documents), func(i int) (string, string) { return f.Documents[i].Path, f.Documents[i].Change })
		table("page", len(f.Pages), func(i int) (string, string) { return f.Pages[i].Path, f.Pages[i].State })
	}
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err == nil {
		_, err = out.WriteString(text.String())
		if closing := out.Close(); err == nil {
			err = closing
		}
	}
	if err != nil {
		return fmt.Errorf("cannot write the job summary: %w", err)
	}
	return nil
}

// tableCell writes a path as code in a cell of a Markdown table.
func tableCell(text string) string {
	return "`" + strings.NewReplacer("|", `\|`, "`", "'").Replace(printable(text)) + "`"
}
