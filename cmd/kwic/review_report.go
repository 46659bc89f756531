package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"kwic/emit"
)

// A comment has to fit into the 65,536 characters that GitHub takes. Each sort of
// entries gets a part of that, whatever the limit of their number is, unless the
// user asks for all.
const (
	reviewMarker = "<!-- kwic review -->" // by which a workflow finds the comment again
	sortBytes    = 10_000                 // of one sort's entries in a comment
	longestShown = 120                    // bytes of a name
	longestBase  = 200                    // bytes of the base as given
	longestURL   = 1000                   // bytes of a link; what is longer is not linked
	namedShown   = 3                      // documents that still name what was removed
)

func (r *review) write(w io.Writer, b *build) error {
	if r.format == "json" {
		return r.writeJSON(w, b)
	}
	_, err := io.WriteString(w, r.markdown())
	return err
}

// markdown is the comment.
func (r *review) markdown() string {
	var c comment
	c.review = r
	fmt.Fprintf(&c.text, "%s\n### Keywords\n\n%s\n", reviewMarker, r.subject())
	before := c.text.Len()
	here := func(e *reviewEntry) string { return c.link(e.form, &e.at) }
	see := func(e *reviewEntry) string {
		as := ""
		if e.as != "" {
			as = ", as " + code(e.as)
		}
		return fmt.Sprintf("%s: see %s%s", here(e), c.places(e.others), as)
	}
	c.list("New terms", "terms", here)
	c.list("New names", "names", here)
	c.nested("Treated elsewhere already", "elsewhere", see)
	c.nested("Mentioned without a link to where it is treated", "unlinked", see)
	c.plain("Removed, but still named", "removed", func(e *reviewEntry) string {
		more := ""
		if n := len(e.others) - namedShown; n > 0 {
			more = " and " + count(n, "more document")
		}
		return fmt.Sprintf("%s, which was in %s: named in %s%s", code(e.form), code(e.at.path), c.places(e.others[:min(len(e.others), namedShown)]), more)
	})
	c.list("In no document", "undocumented", here)
	if c.text.Len() == before {
		c.text.WriteString("\nNo keyword is new, and none that documents name was removed.\n")
	}
	return c.text.String()
}

// subject says what was compared.
func (r *review) subject() string {
	n := r.found.notes
	base := fmt.Sprintf("%s (%s)", emit.Code(r.base, longestBase), code(r.mergeBase[:min(len(r.mergeBase), 12)]))
	var text string
	switch {
	case n.Documents+n.Sources == 0:
		text = fmt.Sprintf("No document differs from %s.", base)
	case n.Sources == 0:
		text = fmt.Sprintf("Compared with %s: %s changed.", base, count(n.Documents, "document"))
	default:
		text = fmt.Sprintf("Compared with %s: %s and %s changed.", base, count(n.Documents, "document"), count(n.Sources, "source file"))
	}
	if n.Rules {
		text += " What is indexed changed too (`.kwic.yaml`, `.kwicignore`): both sides are read by the new rules."
	}
	return text
}

// comment is a comment that is being written.
type comment struct {
	review *review
	text   strings.Builder
}

// list writes the entries of one sort, a line for each file.
func (c *comment) list(title, sort string, entry func(*reviewEntry) string) {
	c.sort(title, sort, func(e *reviewEntry) (string, string) { return c.file(&e.at), entry(e) }, ": ", ", ", "\n")
}

// nested writes the entries of one sort, a line for each below that of its file.
func (c *comment) nested(title, sort string, entry func(*reviewEntry) string) {
	c.sort(title, sort, func(e *reviewEntry) (string, string) { return c.file(&e.at), entry(e) }, "\n  - ", "\n  - ", "\n")
}

// plain writes the entries of one sort, a line for each.
func (c *comment) plain(title, sort string, entry func(*reviewEntry) string) {
	c.sort(title, sort, func(e *reviewEntry) (string, string) { return entry(e), "" }, "", "", "\n")
}

// sort writes as many entries of one sort as fit, grouped by what they stand
// under, in the order in which that comes up first.
func (c *comment) sort(title, sort string, entry func(*reviewEntry) (under, text string), first, next, end string) {
	entries, limit := c.review.found.sorts[sort], c.review.limit
	if len(entries) == 0 {
		return
	}
	groups := make(map[string][]string)
	var order []string
	bytes, shown := 0, 0
	for i := range entries {
		under, text := entry(&entries[i])
		size := len(text) + len(next)
		if groups[under] == nil {
			size += len("- ") + len(under) + len(first) + len(end)
		}
		if bytes += size; limit > 0 && (i == limit || bytes > sortBytes) {
			break
		}
		if groups[under] == nil {
			order = append(order, under)
		}
		groups[under] = append(groups[under], text)
		shown++
	}
	fmt.Fprintf(&c.text, "\n**%s** (%s)\n\n", title, number(len(entries)))
	for _, under := range order {
		c.text.WriteString("- " + under + first + strings.Join(groups[under], next) + end)
	}
	if n := len(entries) - shown; n > 0 {
		fmt.Fprintf(&c.text, "- and %s more: %s\n", number(n), emit.Code("kwic review "+c.review.base+" --limit 0", longestBase+40))
	}
}

// link writes a name that leads to a place.
func (c *comment) link(text string, s *spot) string {
	if url := c.review.url(s); len(url) <= longestURL {
		return "[" + code(text) + "](" + url + ")"
	}
	return code(text)
}

// file writes the path of a place as a link to the file.
func (c *comment) file(s *spot) string { return c.link(s.path, &spot{path: s.path}) }

// places writes the paths of places, each as a link to the place.
func (c *comment) places(all []spot) string {
	texts := make([]string, len(all))
	for i := range all {
		texts[i] = c.link(all[i].path, &all[i])
	}
	return strings.Join(texts, ", ")
}

// url returns where a place can be read.
func (r *review) url(s *spot) string {
	url := r.sourceURL + emit.URLPart(s.path)
	switch {
	case s.anchor != "":
		url += "#" + emit.URLPart(s.anchor)
	case s.source:
		url += "#L" + strconv.Itoa(s.line)
	}
	return url
}

func code(text string) string { return emit.Code(text, longestShown) }
