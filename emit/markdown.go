package emit

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A document's words come from anybody. Everything here turns them into
// Markdown that shows them and does nothing else: no markup, no HTML, no
// template of a site generator ("{{", "{%"), no control characters.

// Bounds on what a page shows of one name, in bytes. Nobody reads more, and a
// heading of a megabyte must not fill the pages of a whole folder. Links without
// an anchor lead to the document.
const (
	longestTitle  = 400
	longestForm   = 400
	longestAnchor = 1000
)

// shortened returns s, or its start and "…".
func shortened(s string, longest int) string {
	if len(s) <= longest {
		return s
	}
	return cut(s, longest) + "…"
}

// appendTitle writes a title, or the titles of a section and those around it.
func appendTitle(b []byte, s string) []byte { return appendText(b, shortened(s, longestTitle)) }

// appendForm writes a keyword.
func appendForm(b []byte, s string) []byte { return appendCode(b, shortened(s, longestForm)) }

// Text that is written from right to left is set apart from what stands around
// it, so that commas, colons and the next keyword stay where they belong. The
// marks for that are kwic's alone: those of documents are made visible.
const (
	isolateStart = "\u2068" // first strong isolate
	isolateEnd   = "\u2069" // pop directional isolate
)

// isRightToLeft reports whether a text holds a letter of Hebrew, Arabic or
// another script that is written from right to left.
func isRightToLeft(s string) bool {
	at := 0
	for at < len(s) && s[at] < 0xd6 { // the first byte of U+0590
		at++
	}
	for _, r := range s[at:] {
		if (r >= 0x0590 && r <= 0x08ff || r >= 0xfb1d && r <= 0xfeff || r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff) && unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

// appendText writes s as plain text of a paragraph or a link's text.
func appendText(b []byte, s string) []byte {
	if isRightToLeft(s) {
		return append(appendPlain(append(b, isolateStart...), s), isolateEnd...)
	}
	return appendPlain(b, s)
}

// inText and inURL tell which bytes stand for themselves wherever they are.
var (
	inText = bytesOf(func(c byte) bool {
		return c >= ' ' && c < 0x7f && strings.IndexByte("\\`*_{}[]<>&~$|@#!%:.", c) < 0
	})
	inURL = bytesOf(func(c byte) bool { return isWord(c) || c < utf8.RuneSelf && strings.IndexByte("_-.~/+,=@", c) >= 0 })
)

func bytesOf(is func(byte) bool) (set [256]bool) {
	for c := range set {
		set[c] = is(byte(c))
	}
	return set
}

// leading returns how many of the first bytes of s are in a set.
func leading(s string, set *[256]bool) int {
	for i := 0; i < len(s); i++ {
		if !set[s[i]] {
			return i
		}
	}
	return len(s)
}

func appendPlain(b []byte, s string) []byte {
	b = slices.Grow(b, len(s))
	for i := 0; i < len(s); {
		if n := leading(s[i:], &inText); n > 0 {
			b = append(b, s[i:i+n]...)
			i += n
			continue
		}
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			b = appendRune(b, r, s[i:i+n])
			i += n
			continue
		}
		switch {
		case c < ' ' || c == 0x7f:
			b = append(b, controlPicture(rune(c))...)
		case c == '_' && i > 0 && i+1 < len(s) && isWord(s[i-1]) && isWord(s[i+1]):
			b = append(b, c) // no emphasis inside a word; next to another '_' there might be
		case c == '&' && (i+1 == len(s) || !isWord(s[i+1]) && s[i+1] != '#'), c == '>' && i > 0:
			b = append(b, c) // no entity, no quotation
		case strings.IndexByte("\\`*_{}[]<>&~$|@#!", c) >= 0, c == '%' && i > 0 && s[i-1] == '{':
			b = append(b, '\\', c)
		case c == ':' && strings.HasPrefix(s[i:], "://"), c == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"):
			b = append(b, '\\', c) // no bare URL becomes a link
		default:
			b = append(b, c)
		}
		i++
	}
	return b
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func appendRune(b []byte, r rune, encoded string) []byte {
	if r == utf8.RuneError && len(encoded) == 1 || isControl(r) {
		return append(b, controlPicture(r)...)
	}
	return append(b, encoded...)
}

// controlPicture returns a visible stand-in for a control character.
func controlPicture(r rune) string {
	switch {
	case r >= 0 && r < 0x20:
		return string('\u2400' + r)
	case r == 0x7f:
		return "\u2421"
	}
	return "\ufffd"
}

// appendCode writes s as a code span, or as text where no code span can hold
// it safely: templates are expanded inside code spans too, and entities are
// not.
func appendCode(b []byte, s string) []byte {
	if strings.Contains(s, "{{") || strings.Contains(s, "{%") || strings.Contains(s, "{#") || hasControl(s) {
		return appendText(b, s)
	}
	if s == "" {
		return b
	}
	if isRightToLeft(s) {
		return append(appendCodeSpan(append(b, isolateStart...), s), isolateEnd...)
	}
	return appendCodeSpan(b, s)
}

func appendCodeSpan(b []byte, s string) []byte {
	fence := 1 + longestRun(s, '`')
	padded := s[0] == ' ' && s[len(s)-1] == ' ' && strings.Trim(s, " ") != "" // one space on both sides is not shown
	if fence == 1 && !padded {
		b = append(slices.Grow(b, len(s)+2), '`')
		b = append(b, s...)
		return append(b, '`')
	}
	for range fence {
		b = append(b, '`')
	}
	b = append(b, ' ')
	b = append(b, s...)
	b = append(b, ' ')
	for range fence {
		b = append(b, '`')
	}
	return b
}

func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r == utf8.RuneError || isControl(r) })
}

// isControl reports whether a character would act on the text around it:
// control characters, line and paragraph separators, and those that set the
// direction of what follows.
func isControl(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// longestRun returns the length of the longest run of c in s.
func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	return longest
}

// appendURL writes a path or a fragment as part of a link's destination:
// letters and digits of any script and the signs that mean nothing to
// Markdown, to URLs or to a shell stand as they are, all else as %XX.
func appendURL(b []byte, s string) []byte {
	b = slices.Grow(b, len(s))
	for i := 0; i < len(s); {
		n := leading(s[i:], &inURL)
		b = append(b, s[i:i+n]...)
		if i += n; i == len(s) {
			break
		}
		if s[i] < utf8.RuneSelf {
			b = appendEscaped(b, s[i])
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if n > 1 && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)) {
			b = append(b, s[i:i+n]...)
		} else {
			for _, one := range []byte(s[i : i+n]) {
				b = appendEscaped(b, one)
			}
		}
		i += n
	}
	return b
}

func appendEscaped(b []byte, c byte) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, '%', digits[c>>4], digits[c&15])
}
