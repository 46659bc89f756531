package extract

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// A slugger makes the anchors that a host gives the headings of one document.
type slugger struct {
	host  *host
	taken map[string]int    // the last number tried after each anchor
	next  map[string]string // where counting goes on after an anchor that is taken, by host.underscore
	buf   []byte
}

func (s *slugger) reset() {
	if s.taken == nil || len(s.taken)+len(s.next) > 1<<12 {
		s.taken, s.next = make(map[string]int), make(map[string]string)
		return
	}
	clear(s.taken)
	clear(s.next)
}

// slug returns the anchor of the next heading, "" where the host makes none. n
// equal headings cost n steps in all, because counting goes on where it
// stopped last.
func (s *slugger) slug(text string) string {
	if s.host.slug == nil {
		return ""
	}
	s.buf = s.host.slug(s.buf[:0], text)
	plain := string(s.buf)
	if plain == "" {
		plain = s.host.none
	}
	if s.host.underscore {
		return s.countOn(plain)
	}
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

// take notes an anchor that a heading has without asking.
func (s *slugger) take(anchor string) {
	if s.host.underscore {
		s.next[anchor] = countOn(anchor)
	} else if _, taken := s.taken[anchor]; !taken {
		s.taken[anchor] = 0
	}
}

// countOn returns anchor, or the first free one that counting on from it finds.
// The way that was gone is shortened for whoever goes it next.
func (s *slugger) countOn(anchor string) string {
	result := anchor
	if result == "" {
		result = "_1"
	}
	first := result
	for s.next[result] != "" {
		result = s.next[result]
	}
	for at := first; at != result; {
		at, s.next[at] = s.next[at], result
	}
	s.next[result] = countOn(result)
	return result
}

// appendSlug is the rule of GitHub as the npm package github-slugger records
// it: lower case, only letters, marks, decimal digits, connectors, '-' and ' '
// kept, spaces turned into '-'.
func appendSlug(dst []byte, text string) []byte {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			if strings.ContainsAny(text, oddLower) {
				text = lower(text)
			}
			break
		}
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

// oddLower are a sigma, which has another lower case at a word's end, and a
// dotted I, whose lower case is longer.
const oddLower = "\u03a3\u0130"

// lower returns text in lower case, by the rules of no language.
func lower(text string) string {
	if strings.ContainsAny(text, oddLower) {
		return cases.Lower(language.Und).String(text)
	}
	return strings.ToLower(text)
}

// slugKeeps reports whether a character beyond ASCII stays in an anchor.
func slugKeeps(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Nl, unicode.Pc, unicode.Other_Alphabetic) &&
		!unicode.Is(unknownToSlugger, r)
}
