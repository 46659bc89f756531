package extract

import (
	"bytes"
	"sort"
	"strings"
)

// rstNames is what a document gives names to, wherever it does so: links are
// mostly written before their targets.
type rstNames struct {
	targets   map[string]string // folded name → destination, "" for a place in the document
	anonymous []string          // destinations of targets without a name, in order
	next      int               // the one that the next anonymous link has
	replaced  map[string]string // substitution → its text
	heads     map[string]bool   // titles
}

// Destinations that are known once the document has been read are kept as a
// name behind one of these.
const (
	rstByName  = '\x00' // name_
	rstByLabel = '\x01' // :ref:`label`
)

// maxRstNames bounds the names that one document gives. It is then read without
// those that come later: links to them stay unresolved.
const maxRstNames = 1 << 16

// rstNames finds all hyperlink targets and substitutions. What looks like one
// in code does no harm.
func (r *reader) rstNames() {
	s := &r.rst
	s.names = rstNames{targets: map[string]string{}, anonymous: s.names.anonymous[:0], replaced: map[string]string{}, heads: map[string]bool{}}
	for n := range s.cols {
		if len(s.names.targets)+len(s.names.anonymous)+len(s.names.replaced) > maxRstNames || len(s.names.heads) > maxSections {
			r.doc.Reading = Simple
			break
		}
		text := r.blockText(n)
		switch {
		case len(text) > 0 && len(text) <= maxName && rstAdorned(r.blockText(n+1)) >= len(text):
			s.names.heads[rstName(text)] = true
		case len(text) < 4 || text[0] != '.' && text[0] != '_':
		case bytes.HasPrefix(text, []byte(".. _")):
			r.rstTargetName(n, bytes.TrimLeft(text[3:], " "))
		case bytes.HasPrefix(text, []byte(".. __:")):
			s.names.anonymous = append(s.names.anonymous, r.rstDestination(n, text[6:]))
		case bytes.HasPrefix(text, []byte("__ ")):
			s.names.anonymous = append(s.names.anonymous, r.rstDestination(n, text[3:]))
		case bytes.HasPrefix(text, []byte(".. |")):
			name, rest, ok := bytes.Cut(text[4:], []byte("|"))
			if value, is := bytes.CutPrefix(bytes.TrimLeft(rest, " "), []byte("replace::")); ok && is {
				s.names.replaced[rstName(name)] = string(bytes.TrimSpace(value))
			}
		}
	}
}

// rstTargetName notes the target that text, from its underscore on, defines at
// line n.
func (r *reader) rstTargetName(n int, text []byte) {
	names := &r.rst.names
	if rest, ok := bytes.CutPrefix(text, []byte("__:")); ok {
		names.anonymous = append(names.anonymous, r.rstDestination(n, rest))
		return
	}
	name, rest, ok := rstCutTarget(text)
	if !ok {
		return
	}
	if key := rstName(name); names.targets[key] == "" {
		names.targets[key] = r.rstDestination(n, rest)
	}
}

// rstCutTarget cuts _name: or _`name`: off text.
func rstCutTarget(text []byte) (name, rest []byte, ok bool) {
	if len(text) < 3 || text[0] != '_' {
		return nil, nil, false
	}
	text = text[1:]
	if text[0] == '`' {
		end := bytes.IndexByte(text[1:], '`')
		if end < 1 || end+2 >= len(text) || text[end+2] != ':' {
			return nil, nil, false
		}
		return text[1 : end+1], text[end+3:], true
	}
	for i := 1; i < len(text); i++ {
		if text[i] == '\\' {
			i++
		} else if text[i] == ':' && (i+1 == len(text) || text[i+1] == ' ') {
			return bytes.ReplaceAll(text[:i], []byte("\\"), nil), text[i+1:], true
		}
	}
	return nil, nil, false
}

// rstDestination returns where a target leads: what follows its name, on its
// line and on indented ones below it.
func (r *reader) rstDestination(n int, rest []byte) string {
	s := &r.rst
	url := string(bytes.TrimSpace(rest))
	for below := n + 1; below < n+10 && r.blockCol(below) > s.cols[n]; below++ {
		url += string(bytes.TrimSpace(r.blockText(below)))
	}
	if name, ok := strings.CutSuffix(url, "_"); ok && !strings.HasSuffix(name, "\\") {
		return string(rstByName) + rstName([]byte(strings.Trim(name, "`")))
	}
	return strings.ReplaceAll(strings.ReplaceAll(url, "\\", ""), " ", "")
}

// rstName folds the name of a target as docutils does: case and white space.
func rstName(name []byte) string {
	return strings.ToLower(oneLine(string(name)))
}

// rstLink notes a link that starts at an offset of r.src.
func (r *reader) rstLink(src int, destination, text string) {
	if r.tooManyLinks() {
		return
	}
	r.doc.Links = append(r.doc.Links, Link{Line: r.lineAt(src), Destination: destination, Text: oneLine(text)})
	r.linkAt = append(r.linkAt, src)
}

// rstResolve gives links by name their destinations. A name that the document
// does not know was no link, but for labels: they may stand in any document of
// the tree, and stay as "ref:label".
func (r *reader) rstResolve() {
	anchors := make(map[string]string, len(r.rst.labels))
	for _, l := range r.rst.labels {
		anchors[l.name] = l.anchor
	}
	found := map[string]string{} // names are looked up once each
	links, at := r.doc.Links[:0], r.linkAt[:0]
	for i, l := range r.doc.Links {
		if l.Destination != "" && l.Destination[0] <= rstByLabel {
			destination, known := found[l.Destination]
			if !known {
				destination = r.rstFind(l.Destination, anchors)
				found[l.Destination] = destination
			}
			l.Destination = destination
		}
		if l.Destination != "" {
			links, at = append(links, l), append(at, r.linkAt[i])
		}
	}
	r.doc.Links, r.linkAt = links, at
	sort.Stable(linksByPlace{links, at}) // tables are read cell by cell
	if len(links) == 0 {
		r.doc.Links = nil
	}
}

// rstFind follows a name to its destination; "" if there is none.
func (r *reader) rstFind(destination string, anchors map[string]string) string {
	const hops = 8 // targets that name targets
	by := destination[0]
	for range hops {
		name := destination[1:]
		if anchor, ok := anchors[name]; ok && anchor != "" {
			return "#" + anchor
		}
		if by == rstByLabel {
			return "ref:" + strings.ReplaceAll(name, " ", "%20")
		}
		url, ok := r.rst.names.targets[name]
		if !ok {
			if anchor := r.rst.titles[name]; anchor != "" {
				return "#" + anchor
			}
			return ""
		}
		if url == "" || url[0] != rstByName {
			return url
		}
		destination = url
	}
	return ""
}
