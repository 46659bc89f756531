package extract

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// rawTagParser reads tags inside of text as goldmark's own parser does, which
// it asks for all that is not a tag within one line: that one tries a regular
// expression over a reader of characters, which costs as much as all words of
// the paragraph.
type rawTagParser struct{ rest parser.InlineParser }

// inlineParsers are our own, which comes before all others, and those of
// CommonMark, with the one for tags replaced.
func inlineParsers() []util.PrioritizedValue {
	all := append(parser.DefaultInlineParsers(), util.Prioritized(inlineParser{}, -1))
	own := parser.NewRawHTMLParser()
	for i := range all {
		if all[i].Value == any(own) {
			all[i].Value = &rawTagParser{own}
		}
	}
	return all
}

// Trigger implements parser.InlineParser.
func (p *rawTagParser) Trigger() []byte { return p.rest.Trigger() }

// Parse implements parser.InlineParser.
func (p *rawTagParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	end, whole := rawTag(line)
	switch {
	case whole && end < 0:
		return nil
	case !whole || end == len(line) || !utf8.Valid(line[:end]):
		return p.rest.Parse(parent, block, pc)
	}
	node := ast.NewRawHTML()
	node.Segments.Append(text.NewSegment(segment.Start, segment.Start+end))
	block.Advance(end)
	return node
}

// rawTag returns the end of the tag that a line starts with, -1 for none. It
// is not whole where the line's end decides, or where no letter makes it a tag:
// comments and the like.
func rawTag(line []byte) (end int, whole bool) {
	i, closing := 1, false
	if len(line) > 1 && line[1] == '/' {
		i, closing = 2, true
	}
	if i >= len(line) || !isLetter(line[i]) {
		return -1, false
	}
	for i < len(line) && (isLetter(line[i]) || isDigit(line[i]) || line[i] == '-') {
		i++
	}
	for {
		start := i
		i = skipBlanks(line, i)
		switch {
		case i >= len(line):
			return -1, false
		case line[i] == '>':
			return i + 1, true
		case closing:
			return -1, true
		case line[i] == '/':
			if i+1 >= len(line) {
				return -1, false
			}
			if line[i+1] == '>' {
				return i + 2, true
			}
			return -1, true
		case i == start || !isLetter(line[i]) && line[i] != '_' && line[i] != ':':
			return -1, true
		}
		for i < len(line) && (isWordByte(line[i]) || line[i] == ':' || line[i] == '.' || line[i] == '-') {
			i++
		}
		at := skipBlanks(line, i)
		if at >= len(line) {
			return -1, false
		}
		if line[at] != '=' {
			continue
		}
		if i = skipBlanks(line, at+1); i >= len(line) {
			return -1, false
		}
		if quote := line[i]; quote == '"' || quote == '\'' {
			for i++; i < len(line) && line[i] != quote; i++ {
			}
			if i >= len(line) {
				return -1, false
			}
			i++
			continue
		}
		from := i
		for i < len(line) && line[i] > ' ' && line[i] != '"' && line[i] != '\'' && line[i] != '=' && line[i] != '<' && line[i] != '>' && line[i] != '`' {
			i++
		}
		if i == from {
			return -1, true
		}
	}
}

// skipBlanks returns where the white space at i ends, which a line's end is too.
func skipBlanks(line []byte, i int) int {
	for i < len(line) && isSpace(line[i]) {
		i++
	}
	return i
}
