package extract

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// A slugger makes the anchors that GitHub gives headings, by the rule that
// the npm package github-slugger records: lower case, only letters, marks,
// decimal digits, connectors, '-' and ' ' kept, spaces turned into '-', and a
// number appended to an anchor that is taken.
type slugger struct {
	taken map[string]int // the last number tried after each anchor
	buf   []byte
}

func (s *slugger) reset() {
	if s.taken == nil || len(s.taken) > 1<<12 {
		s.taken = make(map[string]int)
		return
	}
	clear(s.taken)
}

// slug returns the anchor of the next heading. n equal headings cost n steps
// in all, because the counter starts where it stopped last.
func (s *slugger) slug(text string) string {
	s.buf = appendSlug(s.buf[:0], text)
	plain := string(s.buf)
	result := plain
	for {
		if _, taken := s.taken[result]; !taken {
			break
		}
		s.taken[plain]++
		s.buf = strconv.AppendInt(append(append(s.buf[:0], plain...), '-'), int64(s.taken[plain]), 10)
		result = string(s.buf)
	}
	s.taken[result] = 0
	return result
}

func appendSlug(dst []byte, text string) []byte {
	if strings.ContainsAny(text, "\u03a3\u0130") {
		// A sigma at a word's end and a dotted I have lower case forms that
		// depend on their neighbours, or are longer.
		text = cases.Lower(language.Und).String(text)
	}
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-':
				dst = append(dst, c)
			case c >= 'A' && c <= 'Z':
				dst = append(dst, c|0x20)
			case c == ' ':
				dst = append(dst, '-')
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if r == utf8.RuneError {
			continue
		}
		if r = unicode.ToLower(r); slugKeeps(r) {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

// slugKeeps reports whether a character beyond ASCII stays in an anchor.
func slugKeeps(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Nl, unicode.Pc, unicode.Other_Alphabetic) &&
		!unicode.Is(unknownToSlugger, r)
}
