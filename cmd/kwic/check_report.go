package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kwic/emit"

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
		NoIndex    bool              `json:"no_index,omitempty"`
		Documents  []changedDocument `json:"documents"`
		Pages      []stalePage       `json:"pages"`
		Unstaged   []string          `json:"unstaged,omitempty"`
		Version    string            `json:"version"`
	}{findingsSchema, f.stale(), f.Everything, f.Skipped, f.NoIndex, append([]changedDocument{}, f.Documents...), append([]stalePage{}, f.Pages...), f.Unstaged, version})
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
	if f.stale() {
		fmt.Fprintf(&text, "%s\n", f.total())
	}
	if len(f.Unstaged) > 0 {
		text.WriteString(unstagedText(f.Unstaged, b.out))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// total sums the findings up in one line.
func (f *findings) total() string {
	switch {
	case f.unknown:
		return "there is no index yet: run kwic build"
	case f.NoIndex:
		return fmt.Sprintf("%s would change: run kwic build", count(len(f.Pages), "page"))
	}
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

// writeDiffs prints how each page would change. A page that was tampered with may
// hold anything: a terminal is shown its control characters escaped.
func (b *build) writeDiffs(w io.Writer) error {
	terminal := displayOf(w).width > 0
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
		text := diff.Diff("a/"+name, before, "b/"+name, after)
		if terminal {
			text = printableLines(text)
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	return nil
}

// printableLines is printable for lines of text, which may hold tabs.
func printableLines(text []byte) []byte {
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		content, end := strings.CutSuffix(line, "\n")
		for i, field := range strings.Split(content, "\t") {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(printable(field))
		}
		if end {
			b.WriteByte('\n')
		}
	}
	return []byte(b.String())
}

// annotationsShown is how many errors GitHub shows of one step of a job; it drops
// the others without a word.
const annotationsShown = 10

// annotation is a message at a file, "" for none.
type annotation struct{ file, message string }

// writeAnnotations prints workflow commands that GitHub shows at the documents
// that changed; https://docs.github.com/actions names their form. Where they are
// too many, the last one counts the rest.
func (b *build) writeAnnotations(w io.Writer) error {
	all := b.annotations()
	if n := len(all) - annotationsShown; n > 0 {
		all = append(all[:annotationsShown-1:annotationsShown-1], annotation{"", fmt.Sprintf("And %s more. The job summary lists them, and so does kwic check.", number(n+1))})
	}
	var text strings.Builder
	for _, one := range all {
		at := ""
		if one.file != "" {
			at = "file=" + commandProperty(one.file) + ",line=1,"
		}
		fmt.Fprintf(&text, "::error %stitle=Stale keyword index::%s\n", at, commandValue(one.message))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// annotations says what is found: at the documents that changed, then at the
// pages behind which there is none.
func (b *build) annotations() []annotation {
	f := b.findings
	if !f.found() {
		return nil
	}
	if f.NoIndex && len(f.Pages) > 0 && len(f.Unstaged) == 0 && !slices.ContainsFunc(f.Pages, func(p stalePage) bool { return p.State != "missing" }) {
		return []annotation{{"", fmt.Sprintf("There is neither an index nor any of its %s. Run kwic build.", count(len(f.Pages), "page"))}}
	}
	var all []annotation
	if f.Everything != "" {
		all = append(all, annotation{"", fmt.Sprintf("%s. Reason: %s.", f.total(), f.Everything)})
	}
	pages := make(map[string]int)
	for _, p := range f.Pages {
		for _, document := range p.Documents {
			pages[document]++
		}
	}
	if f.unknown {
		all = append(all, annotation{"", "There is no index yet. Run kwic build."})
	}
	if f.NoIndex { // which of them changed, their pages tell
		for _, document := range slices.Sorted(maps.Keys(pages)) {
			file := filepath.Join(b.root, filepath.FromSlash(document))
			message := fmt.Sprintf("Pages of the keyword index do not follow this document as it is: %s would change. Run kwic build.", count(pages[document], "page"))
			if _, err := os.Lstat(file); err == nil {
				all = append(all, annotation{b.fromWorkspace(file, document), message})
			} else {
				all = append(all, annotation{"", printable(document) + ", which is gone: " + message})
			}
		}
	}
	for _, d := range f.Documents {
		message := fmt.Sprintf("The keyword index does not hold this document as it is (%s)", d.Change)
		if n := pages[d.Path]; n > 0 {
			message += fmt.Sprintf("; %s of the index would change", count(n, "page"))
		}
		message += ". Run kwic build."
		if d.Change == "removed" {
			all = append(all, annotation{"", printable(d.Path) + ": " + message})
		} else {
			all = append(all, annotation{b.fromWorkspace(filepath.Join(b.root, filepath.FromSlash(d.Path)), d.Path), message})
		}
	}
	if f.Everything == "" {
		for _, p := range f.Pages {
			if len(p.Documents) > 0 {
				continue
			}
			file := ""
			if _, own := relativeTo(filepath.Join(b.root, indexFolder), b.out); p.State != "missing" && !own {
				file = b.fromWorkspace(filepath.Join(b.out, filepath.FromSlash(p.Path)), "")
			}
			all = append(all, annotation{file, fmt.Sprintf("The page %s is %s. Run kwic build.", printable(b.shownPage(p.Path)), p.State)})
		}
	}
	for _, path := range f.Unstaged {
		all = append(all, annotation{b.fromWorkspace(filepath.Join(f.top, filepath.FromSlash(path)), path), fmt.Sprintf("The page %s is not in git's index as it stands. Run git add.", printable(path))})
	}
	if len(all) == 0 {
		all = append(all, annotation{"", "Other files are left out of the index than it has on record. Run kwic build."})
	}
	return all
}

// fromWorkspace is a file as GitHub knows it: from the workspace, which is the
// current folder where there is none; elsewhere what is given instead.
func (b *build) fromWorkspace(file, elsewhere string) string {
	base := os.Getenv("GITHUB_WORKSPACE")
	if base == "" {
		base = "."
	}
	if base, err := filepath.Abs(base); err == nil {
		if rel, inside := relativeTo(base, file); inside {
			return rel
		}
	}
	return elsewhere
}

// commandValue and commandProperty escape text for a workflow command.
func commandValue(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

func commandProperty(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(text)
}

// Bounds of a job summary, which GitHub cuts at 1 MB: entries of a list, whose
// last one counts the rest, documents named behind a page, and bytes of a path.
const (
	summaryRows      = 200
	summaryDocuments = 3
	summaryPath      = 300
)

// writeSummary adds to the job summary file, where there is one.
func (b *build) writeSummary(file string) error {
	if file == "" {
		return nil
	}
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err == nil {
		_, err = io.WriteString(out, b.findings.summary())
		if closing := out.Close(); err == nil {
			err = closing
		}
	}
	if err != nil {
		return fmt.Errorf("cannot write the job summary: %w", err)
	}
	return nil
}

// summary is what a job summary says, in Markdown.
func (f *findings) summary() string {
	var text strings.Builder
	text.WriteString("## Keyword index\n\n")
	if !f.found() {
		return text.String() + "The index and its pages are up to date.\n"
	}
	if f.stale() {
		fmt.Fprintf(&text, "%s.\n", f.total())
	}
	if f.Everything != "" {
		fmt.Fprintf(&text, "\nReason: %s.\n", f.Everything)
	}
	if f.Skipped {
		text.WriteString("\nOther files are left out of the index than it has on record.\n")
	}
	list := func(title string, n int, row func(i int) string) {
		if n == 0 {
			return
		}
		fmt.Fprintf(&text, "\n**%s**\n\n", title)
		for i := range min(n, summaryRows) {
			fmt.Fprintf(&text, "- %s\n", row(i))
		}
		if n > summaryRows {
			fmt.Fprintf(&text, "- and %s more\n", number(n-summaryRows))
		}
	}
	list("Documents", len(f.Documents), func(i int) string {
		d := &f.Documents[i]
		if d.From != "" {
			return fmt.Sprintf("%s: %s from %s", emit.Code(d.Path, summaryPath), d.Change, emit.Code(d.From, summaryPath))
		}
		return emit.Code(d.Path, summaryPath) + ": " + d.Change
	})
	list("Pages", len(f.Pages), func(i int) string {
		p := &f.Pages[i]
		row := emit.Code(p.Path, summaryPath) + ": " + p.State
		for j, document := range p.Documents[:min(len(p.Documents), summaryDocuments)] {
			row += []string{" because of ", ", "}[min(j, 1)] + emit.Code(document, summaryPath)
		}
		if n := len(p.Documents) - summaryDocuments; n > 0 {
			row += fmt.Sprintf(" and %s more", number(n))
		}
		return row
	})
	list("Pages that git's index does not hold as they stand", len(f.Unstaged), func(i int) string { return emit.Code(f.Unstaged[i], summaryPath) })
	return text.String()
}
