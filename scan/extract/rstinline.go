package extract

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Inline marks, each with an end that may be missing in a block.
const (
	rstEmphasis = iota
	rstStrong
	rstLiteral
	rstInterpreted
	rstSubstitution
	rstMarks
)

var rstEnds = [rstMarks]string{"*", "**", "``", "`", "|"}

// rstProse reads the block's text as a paragraph.
func (r *reader) rstProse(m mark) {
	if len(r.rst.text) == 0 {
		return
	}
	m |= r.rst.mark
	if r.outline[r.current].reference {
		m |= markRef
	}
	if m&(markDefined|markCell) == 0 {
		m |= r.blockFirst()
	}
	r.blockWindows(func() {
		from := r.startText()
		r.rstInline(m)
		r.prose(from, m)
	})
}

// rstLinesProse reads whole lines as a paragraph.
func (r *reader) rstLinesProse(first, end int, m mark) {
	r.blockStart()
	for n := first; n < end; n++ {
		if r.rst.cols[n] >= 0 {
			r.blockAddLine(n)
		}
	}
	r.rst.plain = true
	r.rstProse(m)
}

// rstUnescape appends text without its backslashes; escaped white space is
// nothing.
func rstUnescape(dst, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			if i++; isSpace(text[i]) {
				continue
			}
		}
		dst = append(dst, text[i])
	}
	return dst
}

// rstInline appends the block's text to the arena, its inline markup resolved.
// Each mark looks for its end once; where there is none, none is looked for
// again in this block.
func (r *reader) rstInline(m mark) {
	s := &r.rst
	s.missing = [rstMarks]bool{}
	text := s.text
	plain := 0
	for i := 0; i < len(text); {
		next := i + 1
		switch text[i] {
		case '\\':
			next = i + 2
		case '*', '`', '|', ':', '_', '[':
			if end := r.rstMarkup(i, plain, m); end > i {
				i, plain = end, end
				continue
			}
			for text[i] != '_' && next < len(text) && text[next] == text[i] && text[i] != ':' {
				next++ // a run of marks is one
			}
		}
		i = next
	}
	r.blockPut(plain, len(text), m)
}

// rstMarkup reads the markup that starts at i and returns where it ends, or i
// if there is none. The text from plain on is not in the arena yet.
func (r *reader) rstMarkup(i, plain int, m mark) int {
	text := r.rst.text
	rest := text[i:]
	switch text[i] {
	case '*':
		if bytes.HasPrefix(rest, []byte("**")) {
			return r.rstSpan(i, plain, rstStrong, m, markStrong)
		}
		return r.rstSpan(i, plain, rstEmphasis, m, markEmph)
	case '`':
		if bytes.HasPrefix(rest, []byte("``")) {
			return r.rstSpan(i, plain, rstLiteral, m, markCode)
		}
		return r.rstInterpreted(i, i, plain, nil, m)
	case ':':
		if role := rstRole(rest); role != nil && r.rstOpens(i, 1) {
			return r.rstInterpreted(i, i+len(role)+2, plain, role, m)
		}
	case '|':
		return r.rstSubstitute(i, plain, m)
	case '_':
		if bytes.HasPrefix(rest, []byte("_`")) && r.rstOpens(i, 2) {
			if end := r.rstFindEnd(i+2, rstInterpreted); end > 0 {
				r.blockPut(plain, i, m)
				r.rst.ids.id(string(text[i+2 : end]))
				r.blockPut(i+2, end, m|markStrong)
				return end + 1
			}
			return i
		}
		return r.rstNamed(i, plain, m)
	case '[':
		return r.rstNote(i, plain, m)
	}
	return i
}

// rstSpan reads text between a mark and its end.
func (r *reader) rstSpan(i, plain, sort int, m, set mark) int {
	size := len(rstEnds[sort])
	if !r.rstOpens(i, size) {
		return i
	}
	end := r.rstFindEnd(i+size, sort)
	if end < 0 {
		return i
	}
	r.blockPut(plain, i, m)
	r.blockPut(i+size, end, m|set)
	return end + size
}

// rstOpens reports whether a mark of the given size may start at i: behind
// white space or an opening mark, before text, and not alone in quotes.
func (r *reader) rstOpens(i, size int) bool {
	text := r.rst.text
	if i+size >= len(text) || isSpace(text[i+size]) {
		return false
	}
	if i == 0 {
		return true
	}
	before, after := text[i-1], text[i+size]
	switch before {
	case ' ', '\n', '\t', '-', '/', ':':
		return true
	case '\'', '"':
		return after != before
	case '(':
		return after != ')'
	case '[':
		return after != ']'
	case '{':
		return after != '}'
	case '<':
		return after != '>'
	}
	if before < utf8.RuneSelf {
		return isSpace(before)
	}
	ch, _ := utf8.DecodeLastRune(text[:i])
	return unicode.IsSpace(ch) || unicode.In(ch, unicode.Ps, unicode.Pi, unicode.Pf, unicode.Pd, unicode.Po)
}

// rstFindEnd returns where the end of a mark stands whose text starts at i, -1
// if nowhere.
func (r *reader) rstFindEnd(i, sort int) int {
	s := &r.rst
	if s.missing[sort] {
		return -1
	}
	text, end := s.text, rstEnds[sort]
	for at := i; at < len(text); {
		k := bytes.Index(text[at:], []byte(end))
		if k < 0 {
			break
		}
		at += k
		if at > i && !isSpace(text[at-1]) && (sort == rstLiteral || !rstEscaped(text, at)) {
			// The last of a run of marks is the end: ```a``` and ***a***.
			for sort != rstEmphasis && sort != rstInterpreted && at+len(end) < len(text) && text[at+len(end)] == end[0] {
				at++
			}
			if r.rstCloses(at+len(end), sort) {
				return at
			}
		}
		at++
	}
	s.missing[sort] = true
	return -1
}

// rstEscaped reports whether a backslash makes the character at i text.
func rstEscaped(text []byte, i int) bool {
	n := 0
	for i-n > 0 && text[i-n-1] == '\\' {
		n++
	}
	return n%2 == 1
}

// rstCloses reports whether a mark may end before i.
func (r *reader) rstCloses(i, sort int) bool {
	text := r.rst.text
	if i >= len(text) || isSpace(text[i]) {
		return true
	}
	switch text[i] {
	case '\'', '"', ')', ']', '}', '>', '-', '/', '\\', ':', '.', ',', ';', '!', '?':
		return true
	case '_':
		return sort == rstInterpreted || sort == rstSubstitution
	}
	if text[i] < utf8.RuneSelf {
		return false
	}
	ch, _ := utf8.DecodeRune(text[i:])
	return unicode.IsSpace(ch) || unicode.IsPunct(ch)
}

// rstSubstitute reads |name|: its text, where the document defines one.
func (r *reader) rstSubstitute(i, plain int, m mark) int {
	if !r.rstOpens(i, 1) {
		return i
	}
	s := &r.rst
	end := i + 1
	for limit := min(len(s.text), i+maxWord); end < limit && (s.text[end] != '|' || isSpace(s.text[end-1]) || !r.rstCloses(end+1, rstSubstitution)); end++ {
	}
	if end >= len(s.text) || s.text[end] != '|' || end == i+1 {
		return i
	}
	r.blockPut(plain, i, m)
	// Many uses must not make much of a long text.
	text, ok := s.names.replaced[rstName(s.text[i+1:end])]
	if s.replaced += len(text); ok && len(text) <= maxPhraseBytes && s.replaced <= len(r.src) {
		r.pieces = append(r.pieces, piece{at: len(r.arena), line: r.lineAt(r.blockSrc(i)), mark: m})
		if m&markHeading != 0 {
			s.swapped = append(s.swapped, rstSwap{len(r.arena), len(r.arena) + len(text), string(s.text[i+1 : end])})
		}
		r.arena = append(r.arena, text...)
	} else {
		r.blockPut(i+1, end, m|markSkip)
	}
	for end++; end < len(s.text) && s.text[end] == '_'; end++ {
	}
	return end
}

// rstNote reads a reference to a footnote or citation: [1]_, [#name]_, [Kay]_.
func (r *reader) rstNote(i, plain int, m mark) int {
	text := r.rst.text
	if !r.rstOpens(i, 1) {
		return i
	}
	end := bytes.IndexByte(text[i:min(len(text), i+60)], ']')
	if end < 2 || i+end+1 >= len(text) || text[i+end+1] != '_' || bytes.IndexByte(text[i:i+end], ' ') >= 0 || !r.rstCloses(i+end+2, rstEmphasis) {
		return i
	}
	r.blockPut(plain, i, m)
	switch {
	case m&markHeading == 0:
		r.blockPut(i, i+end+2, m|markSkip)
	case text[i+1] != '#' && text[i+1] != '*': // those have no text before they are numbered
		r.blockPut(i+1, i+end, m|markSkip)
	}
	r.rst.ids.number()
	return i + end + 2
}

// rstNamed reads name_ or name__ that ends with the underscore at i.
func (r *reader) rstNamed(i, plain int, m mark) int {
	s := &r.rst
	text := s.text
	end := i + 1
	anonymous := end < len(text) && text[end] == '_'
	if anonymous {
		end++
	}
	if i == plain || !anonymous && len(s.names.targets)+len(s.names.heads) == 0 || !r.rstCloses(end, rstEmphasis) || end < len(text) && text[end] == '/' {
		return i
	}
	from := i
	for from > max(plain, i-maxWord) && (isWordByte(text[from-1]) || text[from-1] >= utf8.RuneSelf ||
		from < i && (text[from-1] == '-' || text[from-1] == '.' || text[from-1] == '+' || text[from-1] == ':')) {
		from--
	}
	if from == i || text[i-1] == '_' || from > 0 && (text[from-1] == '\\' || text[from-1] == '`' || text[from-1] == '*') {
		return i
	}
	if !anonymous {
		// Without a target of that name it is a word that ends so: int_.
		name := rstName(text[from:i])
		_, known := s.names.targets[name]
		if !known && !s.names.heads[name] {
			return i
		}
	}
	r.blockPut(plain, from, m)
	at := len(r.arena)
	r.blockPut(from, i, m|markLink)
	r.rstReferTo(from, text[from:i], string(r.arena[at:]), anonymous)
	return end
}

// rstReferTo notes a link by name, or to the next anonymous target.
func (r *reader) rstReferTo(at int, name []byte, shown string, anonymous bool) {
	names := &r.rst.names
	if !anonymous {
		r.rstLink(r.blockSrc(at), string(rstByName)+rstName(name), shown)
		return
	}
	if names.next < len(names.anonymous) {
		r.rstLink(r.blockSrc(at), names.anonymous[names.next], shown)
	}
	names.next++
}
