package extract

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// Bounds of what is kept of a document's anchors, beside those of its sections. A
// page of a manual has some hundreds.
const (
	maxAnchors     = 1 << 16
	maxAnchorBytes = 2 << 20 // of all of them
)

// noteAnchor notes what the document names a place of its text by.
func (r *reader) noteAnchor(id string) {
	switch {
	case id == "" || len(id) > maxAnchor || !utf8.ValidString(id):
	case len(r.doc.Anchors) >= maxAnchors || r.anchorBytes+len(id) > maxAnchorBytes:
		r.doc.Reading = Simple
	default:
		r.doc.Anchors = append(r.doc.Anchors, id)
		r.anchorBytes += len(id)
	}
}

// tagAnchor notes what a tag of HTML names its place by: its id, or the name of an
// <a>.
func (r *reader) tagAnchor(tag []byte) {
	if len(tag) < 4 || tag[0] != '<' || !isLetter(tag[1]) {
		return
	}
	if end := bytes.IndexByte(tag, '>'); end >= 0 {
		tag = tag[:end]
	}
	id := attribute(tag[1:], "id")
	if id == "" && tag[1]|0x20 == 'a' && isSpace(tag[2]) {
		id = attribute(tag[1:], "name")
	}
	r.noteAnchor(id)
}

// settleAnchors leaves of the anchors those that no section has, each once, in
// their order.
func (r *reader) settleAnchors() {
	doc := r.doc
	if len(doc.Anchors) == 0 {
		return
	}
	of := make(map[string]bool, len(doc.Sections))
	for i := range doc.Sections {
		of[doc.Sections[i].Anchor] = true
	}
	slices.Sort(doc.Anchors)
	doc.Anchors = slices.Compact(slices.DeleteFunc(doc.Anchors, func(id string) bool { return of[id] }))
	if len(doc.Anchors) == 0 {
		doc.Anchors = nil
	}
}
