package extract

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

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

// onlyImages reports whether a link shows images and no text.
func onlyImages(link ast.Node) bool {
	images := false
	for n := link.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Image:
			images = true
		case *ast.Text:
			if !n.Segment.IsEmpty() {
				return false
			}
		default:
			return false
		}
	}
	return images
}
