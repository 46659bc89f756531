package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"kwic/emit"
)

// report is what a build did.
type report struct {
	Scanned        int     `json:"scanned"` // document candidates in the tree
	Hashed         int     `json:"hashed"`  // files read
	Parsed         int     `json:"parsed"`
	Removed        int     `json:"removed"` // files no longer in the index
	Skipped        int     `json:"skipped"`
	Keywords       int     `json:"keywords"` // distinct keys in the index
	PagesWritten   int     `json:"pages_written"`
	PagesRemoved   int     `json:"pages_removed"`
	PagesUnchanged int     `json:"pages_unchanged"`
	Seconds        float64 `json:"seconds"`
	Version        string  `json:"version"`
	Phases         []phase `json:"phases"` // in their order

	dryRun  bool
	noPages bool
	landing string         // path of the page to start from, below out
	reasons map[string]int // of what was skipped
	plan    []string       // a dry run's findings
	root    string
	out     string
	db      string
	changed []string     // pages that are not as the last build to end left them on record, where the options ask for them or a list
	strays  []emit.Stray // where the options ask for them
	copied  int
	anew    bool // so much changed that all documents were parsed
}

func (r *report) writeJSON(w io.Writer) error {
	return encodeJSON(w, r)
}

func (r *report) writeText(w io.Writer) error {
	var b strings.Builder
	for _, line := range r.plan {
		fmt.Fprintln(&b, line)
	}
	verb := ""
	if r.dryRun {
		verb = "would be "
	}
	fmt.Fprintf(&b, "%s scanned, %s%s parsed, %s removed", count(r.Scanned, "file"), verb, number(r.Parsed), number(r.Removed))
	if r.copied > 0 {
		fmt.Fprintf(&b, ", %s taken over by content", number(r.copied))
	}
	fmt.Fprintln(&b)
	if r.Skipped > 0 {
		fmt.Fprintf(&b, "%s skipped: %s\n", count(r.Skipped, "path"), r.reasonList())
	}
	if !r.dryRun {
		fmt.Fprintf(&b, "%s\n", count(r.Keywords, "keyword"))
		if r.noPages {
			fmt.Fprintf(&b, "pages left for a later build\n")
		} else {
			fmt.Fprintf(&b, "%s written, %s removed, %s unchanged\n", count(r.PagesWritten, "page"), number(r.PagesRemoved), number(r.PagesUnchanged))
		}
		fmt.Fprintf(&b, "%.2f s\n", r.Seconds)
		if !r.noPages {
			fmt.Fprintf(&b, "\nread:  %s\n", shown(filepath.Join(r.out, r.landing)))
		}
		fmt.Fprintf(&b, "query: kwic sql \"SELECT keyword, files FROM keywords ORDER BY files DESC LIMIT 10\"\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// reasonList names the reasons for which paths were left out, commonest first.
func (r *report) reasonList() string {
	var names []string
	for name := range r.reasons {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if r.reasons[a] != r.reasons[b] {
			return r.reasons[b] - r.reasons[a]
		}
		return strings.Compare(a, b)
	})
	for i, name := range names {
		names[i] = number(r.reasons[name]) + " " + name
	}
	return strings.Join(names, ", ")
}

// shown is a path as seen from the current folder, where that is shorter.
func shown(path string) string {
	here, err := filepath.Abs(".")
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(here, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return number(n) + " " + noun + "s"
}

// number writes an integer with commas between thousands.
func number(n int) string {
	digits := fmt.Sprint(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// foresee reports what a build would do.
func (b *build) foresee() error {
	w, r := &b.work, b.report
	r.dryRun = true
	moved := make(map[string]bool)
	for _, c := range w.copies {
		path := b.tree.Files[c.file].Path
		if slices.Contains(w.removed, c.from) {
			moved[c.from] = true
			r.plan = append(r.plan, fmt.Sprintf("would move    %s -> %s", printable(c.from), printable(path)))
		} else {
			r.plan = append(r.plan, fmt.Sprintf("would copy    %s -> %s", printable(c.from), printable(path)))
		}
	}
	for _, file := range w.parse {
		r.plan = append(r.plan, "would parse   "+printable(b.tree.Files[file].Path))
	}
	for _, path := range w.removed {
		if !moved[path] {
			r.plan = append(r.plan, "would remove  "+printable(path))
		}
	}
	if missing := b.missingPages(); missing > 0 {
		r.plan = append(r.plan, fmt.Sprintf("would restore %s", count(missing, "page")))
	}
	r.Parsed, r.Removed, r.copied = len(w.parse), len(w.removed), len(w.copies)
	w.finishSkipped()
	b.countSkipped()
	return nil
}

func (b *build) missingPages() int {
	if b.output == nil {
		return 0
	}
	return b.output.Missing()
}

func (b *build) countSkipped() {
	b.report.reasons = make(map[string]int)
	for _, s := range b.work.skipped {
		b.report.reasons[s.Reason]++
	}
	b.report.Skipped = len(b.work.skipped)
}
