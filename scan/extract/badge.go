package extract

import "bytes"

// badgeHosts serve images that say how a project fares today.
var badgeHosts = [...]string{"shields.io", "badgen.net", "badge.fury.io", "travis-ci.", "codecov.io", "coveralls.io"}

// isBadge reports whether an image's address is a badge's: its description
// ("build passing") is no text of the document.
func isBadge(address []byte) bool {
	if bytes.Contains(address, []byte("://")) {
		for _, host := range badgeHosts {
			if bytes.Contains(address, []byte(host)) {
				return true
			}
		}
	}
	if i := bytes.IndexAny(address, "?#"); i >= 0 {
		address = address[:i]
	}
	name := address[bytes.LastIndexByte(address, '/')+1:]
	name, _, _ = bytes.Cut(name, []byte("."))
	return bytes.Equal(name, []byte("badge")) || bytes.HasSuffix(name, []byte("-badge")) || bytes.HasSuffix(name, []byte("_badge"))
}

// onlyImages reports whether a link with the given text shows images and no
// text.
func (r *reader) onlyImages(first int32) bool {
	images := false
	for i := first; i > 0; i = r.tree.nodes[i].next {
		switch n := &r.tree.nodes[i]; n.kind {
		case inlineImage:
			images = true
		case inlineText, inlineRaw:
			if n.from < n.to {
				return false
			}
		default:
			return false
		}
	}
	return images
}
