package extract

import (
	"net/url"
	"path"
	"strings"
)

// Resolve says where a link in the document at path leads: a slash-separated
// path in the tree, cleaned, percent-decoded and without query, or the URL as
// it stands when it names a scheme or a host. A destination that starts with
// "/" is taken from the tree's root. The fragment is percent-decoded and has
// no '#'; a URL keeps its own and gets none. A bare "#x" leads to the document itself; a path
// out of the tree keeps its leading "..".
func Resolve(path_, destination string) (target, fragment string) {
	destination = strings.TrimSpace(destination)
	if isURL(destination) {
		return destination, ""
	}
	rest, fragment, _ := strings.Cut(destination, "#")
	fragment = unescape(fragment)
	rest, _, _ = strings.Cut(rest, "?")
	rest = unescape(rest)
	switch {
	case rest == "":
		return path_, fragment
	case strings.HasPrefix(rest, "/"):
		rest = strings.TrimLeft(path.Clean(rest), "/")
	default:
		rest = path.Join(path.Dir(path_), rest)
	}
	if rest == "" {
		rest = "."
	}
	return rest, fragment
}

// isURL reports whether a destination starts with a scheme or with "//". One
// letter is no scheme but a drive.
func isURL(s string) bool {
	if strings.HasPrefix(s, "//") {
		return true
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
		case i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return c == ':' && i > 1
		}
	}
	return false
}

// unescape decodes %XX, and leaves text alone where that is not possible.
func unescape(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}
