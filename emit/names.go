package emit

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Names of pages, all below the output folder:
//
//	index.md                          landing
//	keywords/k-<letter>.md            a letter of the keyword index, or a longer prefix of it
//	keywords/k-letters-<hex>.md       links letters of a block of code points
//	keywords/k-<letter>-rare.md       the same for keywords that one file merely mentions
//	files/<path>_kw.md                file; _kw-<n>.md its further parts
//	files/<folder>/index.md           folder; index-<prefix>.md its parts
//	files/<folder>/sub.md             subtree index; sub-<prefix>.md its parts, sub-of-<hash>…md those of one entry
//
// A prefix is spelt with a-z and 0-9; every other character is its code point
// in hex between hyphens.

const (
	landingPage    = "index.md"
	keywordsFolder = "keywords"
	filesFolder    = "files"
	symbols        = "symbols" // the letter of keywords that start with none
	maxName        = 255       // bytes of a file name, on all common file systems
)

// spell writes a prefix for a page's name.
func spell(prefix string) string {
	var b strings.Builder
	for _, r := range prefix {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else {
			b.WriteByte('-')
			b.WriteString(strconv.FormatInt(int64(r), 16))
			b.WriteByte('-')
		}
	}
	if b.Len() > 100 {
		sum := sha256.Sum256([]byte(prefix))
		return b.String()[:60] + "--" + hex.EncodeToString(sum[:8])
	}
	return b.String()
}

// letterPage is the name of a part of a letter of the keyword index; prefix ""
// is the letter itself.
func letterPage(letter, prefix string, rare bool) string {
	name := spell(letter)
	switch {
	case letter == symbols:
		name = symbols
		if prefix != "" {
			name += "--" + spell(prefix) // no spelling of a prefix of s holds "s--"
		}
	case prefix == letter: // the keys that start with that very letter, among others
		name += "--" + name
	case prefix == symbols: // the letter s, split down to that very word
		name = "s-79-mbols"
	case prefix != "":
		name = spell(prefix)
	}
	if rare {
		name += "-rare"
	}
	return keywordsFolder + "/k-" + name + ".md"
}

// blockPage is the name of the page that links the letters of a block.
func blockPage(block rune) string {
	return keywordsFolder + "/k-letters-" + strconv.FormatInt(int64(block), 16) + ".md"
}

// filePage is the name of a document's page; part 0 is the page itself.
func filePage(document string, part int) string {
	suffix := "_kw.md"
	if part > 0 {
		suffix = "_kw-" + strconv.Itoa(part) + ".md"
	}
	folder, name := path.Split(document)
	name = escapeControl(name)
	var short [256]byte
	b := append(appendPageFolder(short[:0], folder), shortName(name, maxName-len(suffix))...)
	return string(append(b, suffix...))
}

// folderPage is the name of a folder's page or of its part for names that
// start with prefix.
func folderPage(folder, prefix string) string {
	name := "index.md"
	if prefix != "" {
		name = "index-" + spell(prefix) + ".md"
	}
	return pageFolder(folder+"/") + name
}

// subtreePage is the name of a folder's subtree index or of its part.
func subtreePage(folder, prefix string) string {
	name := "sub.md"
	if prefix != "" {
		name = "sub-" + spell(prefix) + ".md"
	}
	return pageFolder(folder+"/") + name
}

// entryPage is the name of a part of a single entry of a subtree index.
func entryPage(folder, key, prefix string) string {
	sum := sha256.Sum256([]byte(key))
	name := "sub-of-" + hex.EncodeToString(sum[:8])
	if prefix != "" {
		name += "-" + spell(prefix)
	}
	return pageFolder(folder+"/") + name + ".md"
}

// pageFolder returns where the pages of a folder stand, with a slash at the
// end; the given path ends in one too.
func pageFolder(folder string) string { return string(appendPageFolder(nil, folder)) }

func appendPageFolder(b []byte, folder string) []byte {
	b = append(b, filesFolder+"/"...)
	if folder == "" || folder == "./" {
		return b
	}
	for part := range strings.SplitSeq(strings.TrimSuffix(folder, "/"), "/") {
		b = append(append(b, escapeFolder(part)...), '/')
	}
	return b
}

// escapeFolder keeps a folder of the tree from standing where a page stands: a
// folder that is named like a page has its first '.' escaped.
func escapeFolder(name string) string {
	name = escapeControl(name)
	if lower := strings.ToLower(name); isOwnName(lower) {
		name = strings.Replace(name, ".", "%2e", 1)
	}
	return shortName(name, maxName)
}

// Names that are too long keep that many bytes, at least three less where a
// character would be split, and get a hyphen and a hash.
const (
	keptOfName = 200
	hashDigits = 16
)

// shortName returns a name of at most longest bytes. One that looks as if it had
// been shortened is hashed too, so that no two names come out alike.
func shortName(name string, longest int) string {
	if len(name) <= longest && !looksShort(name) {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	return cut(name, keptOfName) + "-" + hex.EncodeToString(sum[:hashDigits/2])
}

func looksShort(name string) bool {
	at := len(name) - hashDigits - 1
	return at >= keptOfName-3 && at <= keptOfName && name[at] == '-' && strings.Trim(name[at+1:], "0123456789abcdef") == ""
}

// isOwnName reports whether a lower-case name could be one of a page below
// files/.
func isOwnName(lower string) bool {
	switch lower {
	case "index.md", "readme.md", "_index.md", "sub.md":
		return true
	}
	if !strings.HasSuffix(lower, ".md") {
		return false
	}
	return strings.HasPrefix(lower, "index-") || strings.HasPrefix(lower, "sub-") || strings.HasSuffix(lower, "_kw.md") || partSuffix(lower)
}

// partSuffix reports whether a name ends like a further part of a file's page.
func partSuffix(name string) bool {
	at := strings.LastIndex(name, "_kw-")
	if at < 0 {
		return false
	}
	_, err := strconv.Atoi(strings.TrimSuffix(name[at+len("_kw-"):], ".md"))
	return err == nil
}

// escapeControl writes control characters as %XX, which file systems and
// archives take more kindly, and a '%' that would look like one as %25.
func escapeControl(name string) string {
	if !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || r == '%' }) {
		return name
	}
	var b []byte
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case c < ' ' || c == 0x7f, c == '%' && i+2 < len(name) && isLowerHex(name[i+1]) && isLowerHex(name[i+2]):
			b = append(b, '%')
			b = append(b, hex.EncodeToString([]byte{c})...)
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

func isLowerHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' }

// cut shortens s to at most n bytes without splitting a character.
func cut(s string, n int) string {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
