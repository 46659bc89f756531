package extract

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// addSection starts the section of a heading. text is the heading's text as
// the host sees it, from which its anchor is made; title is the same for
// people; before tells anchors that stand in the heading itself.
func (r *reader) addSection(level, line int, text, title, explicit string) int {
	title, id := cutAttribute(title)
	anchor := r.anchor(text, id)
	switch {
	case id != "":
		anchor = id
	case explicit != "":
		anchor = explicit
	default:
		if above := r.anchorAbove(line); above != "" {
			anchor = above
		}
	}
	return r.openSection(level, line, title, anchor)
}

// sectionsFull reports whether the document has as many sections as are kept of
// one, or as much in their titles and anchors, and notes that it has more.
func (r *reader) sectionsFull() bool {
	full := len(r.doc.Sections) > maxSections || r.titleBytes > maxTitleBytes
	if full {
		r.doc.Reading = Simple
	}
	return full
}

// Titles and anchors stand on pages beside the keywords of their sections, and
// are compared with each.
const (
	maxTitle  = 1000 // bytes; the rest is not shown
	maxAnchor = 4000 // bytes; a longer one is none

	maxTitleBytes = 6 << 20 // of all of a document: maxSections of usual length have less
)

// shortTitle cuts a title that is longer than maxTitle.
func (r *reader) shortTitle(title string) string {
	if len(title) <= maxTitle {
		return title
	}
	r.doc.Reading = Simple
	end := maxTitle - len("…")
	for !utf8.RuneStart(title[end]) {
		end--
	}
	return strings.TrimSpace(title[:end]) + "…"
}

// openSection starts a section whose title and anchor are settled, and ends
// those that cannot hold it.
func (r *reader) openSection(level, line int, title, anchor string) int {
	doc := r.doc
	end := line - 1
	for len(r.stack) > 1 && (doc.Sections[r.stack[len(r.stack)-1]].Level >= level || len(r.stack) > maxSectionDepth) {
		if doc.Sections[r.stack[len(r.stack)-1]].Level < level {
			doc.Reading = Simple
		}
		// Headings may share a line: none ends before one that it holds.
		end = max(end, doc.Sections[r.stack[len(r.stack)-1]].Line)
		doc.Sections[r.stack[len(r.stack)-1]].EndLine = end
		r.stack = r.stack[:len(r.stack)-1]
	}
	parent := r.stack[len(r.stack)-1]
	n := len(doc.Sections)
	if title = r.shortTitle(title); len(anchor) > maxAnchor {
		anchor = "" // no link is that long
		doc.Reading = Simple
	}
	doc.Sections = append(doc.Sections, Section{Parent: parent, Level: level, Title: title, Anchor: anchor, Line: line})
	r.titleBytes += len(title) + len(anchor)
	r.stack = append(r.stack, n)
	o := outline{home: n}
	class := r.x.words.heading(title)
	if class == headingEmpty && n == 1 && level == 1 {
		class = headingOwn // the title says what the document is: "Variables", "Changelog"
	}
	switch class {
	case headingContents:
		o.contents = true
		fallthrough
	case headingEmpty:
		o.home = r.outline[parent].home
		o.reference = r.outline[parent].reference
	case headingReference:
		o.home, o.reference = r.outline[parent].home, true
	}
	r.outline = append(r.outline, o)
	r.current, r.fresh = n, true
	return n
}

// closeTo ends the sections that were started since section n was read, with
// the line before which they end, and goes on with n. It does nothing if n
// itself has ended.
func (r *reader) closeTo(n, line int) {
	if !slices.Contains(r.stack, n) {
		return
	}
	for top := r.stack[len(r.stack)-1]; top != n; top = r.stack[len(r.stack)-1] {
		r.doc.Sections[top].EndLine = max(line, r.doc.Sections[top].Line)
		r.stack = r.stack[:len(r.stack)-1]
	}
	r.current, r.fresh = n, false
}

// anchor returns the anchor that the host makes of a heading's text. id is the
// one that the heading asks for, if it does.
func (r *reader) anchor(text, id string) string {
	h := &r.x.host
	switch {
	case r.inNotebook && h.slug != nil:
		return r.notebookAnchor(text)
	case r.inHTML && !h.html, id != "" && h.skips:
		return ""
	case id != "" && h.takes:
		r.slugs.take(id)
		return ""
	}
	// The counter moves even when the heading has an explicit anchor: the
	// other hosts give it both.
	return r.slugs.slug(text)
}

// closeSections ends the sections that are still open with the file.
func (r *reader) closeSections() {
	for _, n := range r.stack {
		r.doc.Sections[n].EndLine = max(r.doc.Lines, r.doc.Sections[n].Line)
	}
	r.stack = r.stack[:0]
}

// chooseTitle settles the document's title when front matter has none: the
// first heading of level 1, else the first heading.
func (r *reader) chooseTitle() {
	doc := r.doc
	if doc.Title == "" && len(doc.Sections) > 1 {
		if n := r.mainHeading(); n > 0 {
			doc.Title = doc.Sections[n].Title
		} else {
			doc.Title = doc.Sections[1].Title
		}
	}
	doc.Title = r.shortTitle(doc.Title)
	doc.Sections[0].Title = doc.Title
}

// mainHeading returns the first section of level 1 with a title, or 0.
func (r *reader) mainHeading() int {
	for i, s := range r.doc.Sections {
		if s.Level == 1 && s.Title != "" {
			return i
		}
	}
	return 0
}

// sectionAt returns the innermost section that holds a line: the last one
// that starts at or before it, because sections are in line order.
func (r *reader) sectionAt(line int) int {
	low, high := 0, len(r.doc.Sections)
	for low+1 < high {
		mid := (low + high) / 2
		if r.doc.Sections[mid].Line <= line {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// cutAttribute cuts a {#id …} block from the end of a heading.
func cutAttribute(title string) (rest, id string) {
	title = strings.TrimSpace(title)
	if !strings.HasSuffix(title, "}") {
		return title, ""
	}
	open := strings.LastIndex(title, "{")
	if open < 0 {
		return title, ""
	}
	block := strings.TrimSpace(title[open+1 : len(title)-1])
	block = strings.TrimSpace(strings.TrimPrefix(block, ":")) // kramdown writes {: #id}
	if !strings.HasPrefix(block, "#") {
		return title, ""
	}
	id, _, _ = strings.Cut(block[1:], " ")
	if id == "" || strings.ContainsAny(id, "{}<>\"'`#") {
		return title, ""
	}
	return strings.TrimSpace(title[:open]), id
}

// cutAttributes cuts a block of attributes without an id, {.wide key=value},
// from the end of a heading: what goldmark reads as one is no text.
func cutAttributes(line string) string {
	line = strings.TrimRight(line, " \t\n")
	open := strings.LastIndexByte(line, '{')
	if open < 0 || !strings.HasSuffix(line, "}") {
		return line
	}
	for attribute := range strings.FieldsSeq(line[open+1 : len(line)-1]) {
		if attribute[0] != '.' && attribute[0] != '#' && strings.IndexByte(attribute, '=') < 1 {
			return line
		}
	}
	return line[:open]
}

// anchorAbove returns the anchor that stands alone on the lines directly
// before a heading, one blank line allowed. The nearest one wins.
func (r *reader) anchorAbove(line int) string {
	blank := 0
	for n := line - 1; n >= 1 && int(r.starts[n-1]) >= r.body; n-- {
		text := bytes.TrimSpace(r.lineText(n))
		if len(text) == 0 {
			if blank++; blank > 1 {
				return ""
			}
			continue
		}
		if text[0] != '<' {
			return ""
		}
		id, rest := cutAnchor(text)
		if id == "" || len(bytes.TrimSpace(rest)) > 0 {
			return ""
		}
		return id
	}
	return ""
}

// cutAnchor reads <a name="x"></a>, <a id=x/> and the like at the start of
// text and returns its name and what follows it.
func cutAnchor(text []byte) (id string, rest []byte) {
	if len(text) < 4 || text[0] != '<' || text[1]|0x20 != 'a' || !isSpace(text[2]) {
		return "", text
	}
	end := bytes.IndexByte(text, '>')
	if end < 0 {
		return "", text
	}
	id = attribute(text[2:end], "id")
	if id == "" {
		id = attribute(text[2:end], "name")
	}
	rest = bytes.TrimLeft(text[end+1:], " \t")
	if len(rest) >= 4 && bytes.EqualFold(rest[:4], []byte("</a>")) {
		rest = rest[4:]
	}
	return id, rest
}

// attribute returns the value of an attribute in a tag's inside, "" if it is
// not there or not valid UTF-8.
func attribute(tag []byte, name string) string {
	for i := 0; i+len(name) < len(tag); i++ {
		if !isSpace(tag[i]) || !bytes.EqualFold(tag[i+1:i+1+len(name)], []byte(name)) {
			continue
		}
		value := bytes.TrimLeft(tag[i+1+len(name):], " \t\n")
		if len(value) == 0 || value[0] != '=' {
			continue
		}
		value = bytes.TrimLeft(value[1:], " \t\n")
		if len(value) == 0 {
			return ""
		}
		var end int
		if quote := value[0]; quote == '"' || quote == '\'' {
			value = value[1:]
			end = bytes.IndexByte(value, quote)
		} else {
			end = bytes.IndexAny(value, " \t\n/>")
			if end < 0 {
				end = len(value)
			}
		}
		if end < 0 || !utf8.Valid(value[:end]) {
			return ""
		}
		return string(value[:end])
	}
	return ""
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
