package scan

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// escape writes a name that is not UTF-8 so that it is, and printable. No two
// names are written alike.
func escape(name string) string {
	var out []byte
	for len(name) > 0 {
		r, size := utf8.DecodeRuneInString(name)
		switch {
		case r == utf8.RuneError && size == 1:
			const hex = "0123456789abcdef"
			out = append(out, '\\', 'x', hex[name[0]>>4], hex[name[0]&15])
		case r == '\\':
			out = append(out, `\\`...)
		case strconv.IsPrint(r):
			out = append(out, name[:size]...)
		default:
			quoted := strconv.QuoteRune(r)
			out = append(out, quoted[1:len(quoted)-1]...)
		}
		name = name[size:]
	}
	return string(out)
}

// settleEscapes makes the escaped paths of a folder differ from those of all
// other entries.
func settleEscapes(b *branch) {
	var taken map[string]bool
	for i := range b.nodes {
		n := &b.nodes[i]
		if n.reason != NameNotUTF8 {
			continue
		}
		if taken == nil {
			taken = make(map[string]bool, len(b.nodes))
			for j := range b.nodes {
				if b.nodes[j].reason != NameNotUTF8 {
					taken[b.nodes[j].path] = true
				}
			}
		}
		for taken[n.path] {
			stem, isFolder := strings.CutSuffix(n.path, "/")
			if n.path = stem + `\`; isFolder {
				n.path += "/"
			}
		}
		taken[n.path] = true
	}
}
