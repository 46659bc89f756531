package source

import "bytes"

// DocLines calls line with the range of the text of each line of a doc
// comment, in order: the comment's marks, and the blanks around them, are left
// out, as are lines that tools read (//go:generate).
func (g *Grammar) DocLines(src []byte, doc Range, line func(from, to int)) {
	for at := int(doc.At); at < int(doc.End); {
		end := int(doc.End)
		if n := bytes.IndexByte(src[at:end], '\n'); n >= 0 {
			end = at + n
		}
		from, to := g.docLine(src, at, end)
		if !g.isPragma(src[at:end]) {
			line(from, to)
		}
		at = end + 1
	}
}

// docLine takes the marks off one line of a doc comment.
func (g *Grammar) docLine(src []byte, from, to int) (int, int) {
	blank := func() {
		for from < to && (src[from] == ' ' || src[from] == '\t' || src[from] == '\r') {
			from++
		}
	}
	blank()
	if g.Docs.Strings {
		return from, to
	}
	for k := range g.Comments {
		f := &g.Comments[k]
		if bytes.HasPrefix(src[from:to], []byte(f.Open)) {
			from += len(f.Open)
			for from < to && (src[from] == f.Open[len(f.Open)-1] || src[from] == '!' || src[from] == '<') {
				from++ // ///, /**, //!
			}
			break
		}
	}
	if from < to && src[from] == '*' && !bytes.HasPrefix(src[from:to], []byte("**")) {
		from++ // the left edge of a block
	}
	for k := range g.Comments {
		if close := g.Comments[k].Close; close != "" && bytes.HasSuffix(src[from:to], []byte(close)) {
			to -= len(close)
		}
	}
	for to > from && (src[to-1] == ' ' || src[to-1] == '*' || src[to-1] == '\t') {
		to--
	}
	blank()
	return from, to
}

// isPragma reports whether a comment line is for tools: //go:embed,
// //nolint, # shellcheck, # vim: and the like.
func (g *Grammar) isPragma(line []byte) bool {
	line = bytes.TrimSpace(line)
	if bytes.HasPrefix(line, []byte("//")) && len(line) > 3 && line[2] != ' ' && line[2] != '/' && line[2] != '!' {
		colon := bytes.IndexByte(line, ':')
		return colon > 0 && bytes.IndexByte(line[:colon], ' ') < 0 && colon+1 < len(line) && line[colon+1] != ' ' || bytes.HasPrefix(line, []byte("//nolint"))
	}
	if bytes.Contains(line, []byte("-*-")) || bytes.HasSuffix(line, []byte("[.rst:")) {
		return true // an editor's modeline, the mark of CMake's documentation
	}
	if bare := bytes.TrimLeft(line, "#/;-\"* \t"); len(bare) < len(line) && (bytes.HasPrefix(bare, []byte("vim:")) || bytes.HasPrefix(bare, []byte("coding:")) || bytes.HasPrefix(bare, []byte("coding=")) || bytes.HasPrefix(bare, []byte("frozen_string_literal:"))) {
		return true
	}
	return bytes.HasPrefix(line, []byte("# shellcheck ")) || bytes.HasPrefix(line, []byte("# rubocop:")) || bytes.HasPrefix(line, []byte("## no critic"))
}
