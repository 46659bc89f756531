package source

import "bytes"

// comment is a comment, or a run of line comments on successive lines.
type comment struct {
	at, end     int32
	first, last int32 // lines
	block       bool
}

// lexComment passes the comment at s.pos, if one starts there.
func (s *Scanner) lexComment() bool {
	src, i := s.src, s.pos
	for k := range s.g.comments[src[i]] {
		f := &s.g.comments[src[i]][k]
		if !bytes.HasPrefix(src[i:], []byte(f.Open)) || f.Unless != 0 && i+len(f.Open) < len(src) && src[i+len(f.Open)] == f.Unless ||
			f.LineStart && i != s.lineStart || f.WordStart && !startsWord(src, i) {
			continue
		}
		line, own := s.line, s.first
		end := 0
		if !f.Brackets {
			end = s.commentEnd(f, i)
		} else if from := bracketOpens(src, i+len(f.Open)); from > 0 {
			end = bracketEnd(src, from, from-i-len(f.Open)-1)
			own = own && bytes.HasPrefix(src[from:], []byte(".rst:"))
		} else {
			continue
		}
		if f.Close == "" {
			s.pos = end
		} else {
			s.passLines(i, end)
		}
		s.note(comment{int32(i), int32(end), line, s.line, f.Close != ""}, own)
		return true
	}
	return false
}

// bracketOpens returns the place behind '=' and '[' at i, 0 if none are there.
func bracketOpens(src []byte, i int) int {
	for i < len(src) && src[i] == '=' {
		i++
	}
	if i < len(src) && src[i] == '[' {
		return i + 1
	}
	return 0
}

// bracketEnd returns the place behind the brackets with so many '=' between
// them that close what starts at from.
func bracketEnd(src []byte, from, equals int) int {
	for i := from; ; {
		n := bytes.IndexByte(src[i:], ']')
		if n < 0 {
			return len(src)
		}
		i += n + 1
		k := i
		for k < len(src) && src[k] == '=' {
			k++
		}
		if k-i == equals && k < len(src) && src[k] == ']' {
			return k + 1
		}
		i = k
	}
}

// startsWord reports whether a word could start at i.
func startsWord(src []byte, i int) bool {
	return i == 0 || bytes.IndexByte([]byte(" \t\n\r;|&()`"), src[i-1]) >= 0
}

// commentEnd returns where the comment at i ends: at the line end that ends
// it, or behind its Close.
func (s *Scanner) commentEnd(f *CommentForm, i int) int {
	src := s.src
	from := i + len(f.Open)
	switch {
	case f.Close == "":
		end := bytes.IndexByte(src[i:], '\n')
		if end < 0 {
			return len(src)
		}
		end += i
		if s.g.Islands {
			if n := bytes.Index(src[i:end], []byte("?>")); n >= 0 {
				return i + n
			}
		}
		for s.g.Preprocessor && end > i && end+1 < len(src) && src[end-1] == '\\' {
			// A spliced line belongs to the comment.
			s.line++
			s.lineStart = end + 1
			next := bytes.IndexByte(src[end+1:], '\n')
			if next < 0 {
				return len(src)
			}
			end += 1 + next
		}
		return end
	case f.LineStart:
		for {
			n := bytes.IndexByte(src[from:], '\n')
			if n < 0 {
				return len(src)
			}
			from += n + 1
			if bytes.HasPrefix(src[from:], []byte(f.Close)) {
				if n := bytes.IndexByte(src[from:], '\n'); n >= 0 {
					return from + n
				}
				return len(src)
			}
		}
	case !f.Nested:
		if n := bytes.Index(src[from:], []byte(f.Close)); n >= 0 {
			return from + n + len(f.Close)
		}
		return len(src)
	}
	depth := 1
	for from < len(src) {
		switch {
		case src[from] == f.Close[0] && bytes.HasPrefix(src[from:], []byte(f.Close)):
			from += len(f.Close)
			if depth--; depth == 0 {
				return from
			}
		case src[from] == f.Open[0] && bytes.HasPrefix(src[from:], []byte(f.Open)):
			from += len(f.Open)
			depth++
		default:
			from++
		}
	}
	return len(src)
}

// note keeps a comment for what it may document. own: it is the first thing
// on its line.
func (s *Scanner) note(c comment, own bool) {
	if s.uses {
		s.file.Symbols = append(s.file.Symbols, Symbol{Kind: Comment, Name: Range{c.at, c.end}, Line: c.first, LastLine: c.last, Parent: -1})
	}
	if !own {
		return
	}
	if s.isInner(c) {
		s.noteInner(c)
		return
	}
	if last := &s.doc; !c.block && !last.block && last.end > 0 && last.last == c.first-1 && s.marked(*last) == s.marked(c) {
		last.end, last.last = c.end, c.last
	} else {
		s.keepFileDoc()
		s.doc = c
	}
}

// keepFileDoc makes the run of comments that another one follows the file's
// own, if nothing but comments has come before and it can be.
func (s *Scanner) keepFileDoc() {
	if s.doc.end > 0 && s.opening && s.file.Doc.empty() && s.documents(s.doc) {
		s.file.Doc = Range{s.doc.at, s.doc.end}
	}
}

// isInner reports whether a comment documents what it stands in.
func (s *Scanner) isInner(c comment) bool {
	for _, m := range s.g.inner {
		if bytes.HasPrefix(s.src[c.at:c.end], []byte(m)) {
			return true
		}
	}
	return false
}

// noteInner adds a comment to the doc of the scope that it stands in.
func (s *Scanner) noteInner(c comment) {
	doc := &s.file.Doc
	if k := s.scopes[s.top].symbol; k >= 0 {
		doc = &s.file.Symbols[k].Doc
	}
	if doc.empty() {
		*doc = Range{c.at, c.end}
	} else if len(bytes.TrimSpace(s.src[doc.End:c.at])) == 0 {
		doc.End = c.end
	}
}

// marked reports whether a comment has the marks of a doc comment.
func (s *Scanner) marked(c comment) bool {
	if len(s.g.markers) == 0 {
		return true
	}
	text := s.src[c.at:c.end]
	for _, m := range s.g.markers {
		// "/***" and "////" are rulers, "/**/" is empty.
		if n := len(m); bytes.HasPrefix(text, []byte(m)) && len(text) > n && text[n] != m[n-1] && text[n] != '/' {
			return true
		}
	}
	return false
}

// documents reports whether a run of comments may be documentation: neither
// unmarked nor a licence, nor a single line for tools.
func (s *Scanner) documents(c comment) bool {
	return s.marked(c) && !isLicence(s.src[c.at:c.end]) && !(c.first == c.last && s.g.isPragma(s.src[c.at:c.end]))
}

// licenceReach is how many bytes of a comment are searched for the words of
// licences.
const licenceReach = 2048

var licenceWords = [][]byte{
	[]byte("copyright"), []byte("spdx-"), []byte("licensed under"), []byte("free software"), []byte("permission is hereby granted"),
	[]byte("redistribution and use"), []byte("all rights reserved"), []byte("public domain"),
}

// isLicence reports whether a comment tells a licence or a copyright.
func isLicence(text []byte) bool {
	text = text[:min(len(text), licenceReach)]
	for _, w := range licenceWords {
		for i := 0; i+len(w) <= len(text); i++ {
			if text[i]|0x20 == w[0] && bytes.EqualFold(text[i:i+len(w)], w) {
				return true
			}
		}
	}
	return false
}
