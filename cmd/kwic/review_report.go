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
	reviewMarker   = "<!-- kwic review -->" // by which a workflow finds the comment again
	sortBytes      = 10_000                 // of one sort's entries in a comment
	longestShown   = 120                    // bytes of a name
	longestURL     = 1000                   // bytes of a link; what is longer is not linked
	longestBase    = 200
	documentsNamed = 3 // of those that still name what was removed
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
	f := r.found
	var c comment
	c.review = r
	fmt.Fprintf(&c.text, "%s\n### Keywords\n\n", reviewMarker)
	fmt.Fprintf(&c.text, "%s.", r.subject())
	if f.notes.Rules {
		c.text.WriteString(" The rules of the index change too (`.kwic.yaml`, `.kwicignore`); both sides are read by the new ones.")
	}
	c.text.WriteString("\n")
	before := c.text.Len()
	c.sort("New terms", len(f.Terms), func(i int) string { return c.newWord(&f.Terms[i]) })
	c.sort("New names", len(f.Names), func(i int) string { return c.newWord(&f.Names[i]) })
	c.sort("Treated elsewhere already", len(f.Elsewhere), func(i int) string {
		one := &f.Elsewhere[i]
		return fmt.Sprintf("%s in %s: see %s", code(one.form), c.place(&one.at), c.places(one.others))
	})
	c.sort("Mentioned without a link to where it is treated", len(f.Unlinked), func(i int) string {
		one := &f.Unlinked[i]
		return fmt.Sprintf("%s in %s: see %s", code(one.form), c.place(&one.at), c.places(one.treated))
	})
	c.sort("Removed, but still named", len(f.Removed), func(i int) string {
		one := &f.Removed[i]
		more := ""
		if n := len(one.named) - documentsNamed; n > 0 {
			more = " and " + count(n, "more document")
		}
		return fmt.Sprintf("%s, which was in %s: named in %s%s", code(one.form), code(one.at.shown()), c.places(one.named[:min(len(one.named), documentsNamed)]), more)
	})
	c.sort("Named in no document", len(f.Undocumented), func(i int) string {
		one := &f.Undocumented[i]
		return fmt.Sprintf("%s in %s", code(one.form), c.place(&one.at))
	})
	if c.text.Len() == before {
		c.text.WriteString("\nNo keyword is new, and none that documents name was removed.\n")
	}
	return c.text.String()
}

// subject says what was compared.
func (r *review) subject() string {
	n := r.found.notes
	files := count(n.Documents, "document")
	if n.Sources > 0 {
		files += " and " + count(n.Sources, "source file")
	}
	verb := "differ"
	if n.Documents+n.Sources == 1 {
		verb = "differs"
	}
	if n.Documents+n.Sources == 0 {
		files = "no document"
		verb = "differs"
	}
	return fmt.Sprintf("%s %s from %s (%s)", strings.ToUpper(files[:1])+files[1:], verb, emit.Code(r.base, longestBase), emit.Code(r.mergeBase[:min(len(r.mergeBase), 12)], longestBase))
}

// comment is a comment that is being written.
type comment struct {
	review *review
	text   strings.Builder
}

// sort writes the entries of one sort, as many as fit.
func (c *comment) sort(title string, n int, entry func(i int) string) {
	if n == 0 {
		return
	}
	fmt.Fprintf(&c.text, "\n**%s** (%s)\n\n", title, number(n))
	limit := c.review.limit
	start := c.text.Len()
	for i := range n {
		one := ""
		if limit == 0 || i < limit {
			one = "- " + entry(i) + "\n"
		}
		if one == "" || limit > 0 && c.text.Len()-start+len(one) > sortBytes {
			fmt.Fprintf(&c.text, "- and %s more: %s\n", number(n-i), emit.Code("kwic review "+c.review.base+" --limit 0", longestBase+40))
			return
		}
		c.text.WriteString(one)
	}
}

func (c *comment) newWord(w *newWord) string {
	more := ""
	if w.files > 1 {
		more = " and " + count(w.files-1, "more file")
	}
	return fmt.Sprintf("%s in %s%s", code(w.form), c.place(&w.at), more)
}

// place writes where something stands, as a link.
func (c *comment) place(s *spot) string {
	text := code(s.shown())
	if url := c.review.url(s); len(url) <= longestURL {
		return "[" + text + "](" + url + ")"
	}
	return text
}

func (c *comment) places(all []spot) string {
	texts := make([]string, len(all))
	for i := range all {
		texts[i] = c.place(&all[i])
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

// shown names a place.
func (s *spot) shown() string { return s.path + ":" + strconv.Itoa(s.line) }

func code(text string) string { return emit.Code(text, longestShown) }
