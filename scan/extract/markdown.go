package extract

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// A mark says what a stretch of text is: how it is set and where it stands.
type mark uint32

const (
	markTitle   mark = 1 << iota // front matter's title
	markFront                    // front matter's description
	markHeading                  // a heading
	markStrong                   // strong emphasis
	markEmph                     // emphasis
	markCode                     // a code span
	markLink                     // a link's text
	markDefined                  // the term of a definition list
	markCell                     // the first column of a table
	markFirst                    // the first sentence of a section
	markRef                      // in a section that lists other documents
	markFence                    // a code block
	markSkip                     // text that is no words: a URL
	markImage                    // an image's description
	markWhole                    // a phrase that fills what bounds it
	markCall                     // called as a function in a code block
	markProper                   // a phrase whose words are all capitalised
	markAside                    // in parentheses
	markChosen                   // the configuration asks for it
	markNoun                     // ends a stretch that an article or a preposition opens
	markVerb                     // stands where a verb does: after to, can, you
	markOpens                    // starts a stretch between boundaries
	markCloses                   // ends one
	markJoined                   // a phrase across a function word: scope of names; of a word, see markAlone
	markIntro                    // the first paragraph of a section
	markStem                     // a phrase whose words are all capitalised, with one more such word behind it
	markShared                   // a phrase whose words stand apart: stack and queue collections
	markLead                     // the first paragraph of the document

	// markKind is where the bits begin that hold one more than the kind of a
	// name whose markup tells it, 0 for none.
	markKind = iota

	// markAlone is a word that is all of a heading, but for a word for its
	// kind. The bit is free, for one word joins nothing.
	markAlone = markJoined
)

// readMarkdown reads a Markdown document: CommonMark with GitHub's extensions,
// definition lists, footnotes, and front matter between --- (YAML) or +++
// (TOML) lines.
func (r *reader) readMarkdown() {
	front := r.frontMatter()
	r.doc.Title = front.title
	if r.simply || tooMuchWork(r.src[r.body:]) {
		r.doc.Reading = Simple
		r.readSimple()
	} else {
		r.blocks(r.tree.parse(r.x.parser, r.src[r.body:]), 0)
	}
	r.closeSections()
	r.chooseTitle()
	r.frontWords(front)
}

// blocks reads the blocks inside a node. It calls itself as deep as blocks
// nest, which tooMuchWork limits.
func (r *reader) blocks(parent ast.Node, m mark) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			r.heading(n)
		case *ast.Paragraph, *ast.TextBlock:
			r.paragraph(n, m)
		case *ast.List:
			if _, nested := n.Parent().(*ast.ListItem); !nested && r.isContents(n) {
				r.contents(n)
			} else {
				r.blocks(n, m)
			}
		case *ast.FencedCodeBlock:
			r.fence(n, n.Language(r.src[r.body:]))
		case *ast.CodeBlock:
			r.fence(n, nil)
		case *ast.HTMLBlock:
			r.htmlBlock(n)
		case *extast.Table:
			r.table(n, m)
		case *extast.DefinitionTerm:
			r.inlineBlock(n, m|markDefined)
		case *extast.FootnoteList:
			r.footnotes(n, m)
		default:
			r.blocks(n, m)
		}
	}
}

func (r *reader) paragraph(n ast.Node, m mark) {
	if lines := n.Lines(); lines.Len() == 1 && contentsMarker(r.src[r.body+lines.At(0).Start:r.body+lines.At(0).Stop]) {
		return
	}
	if program, comment := r.moduleLine(n); program || comment {
		if program {
			r.fence(n, []byte("jsx"))
		}
		return
	}
	if r.fresh && (len(r.ignoring.lines) == 0 || !r.ignored(r.lineAt(r.body+max(firstOffset(n), 0)))) {
		r.fresh = false
		m |= markFirst | markIntro
		if r.current <= 1 {
			m |= markLead
		}
	}
	first := r.tree.of(n, r.src[r.body:])
	if only := &r.tree.nodes[first]; only.kind == inlineStrong && only.next == 0 {
		// A paragraph in bold stands in for a heading, and may say as little.
		from, links := r.startText(), len(r.doc.Links)
		r.inline(only.child, m|markStrong)
		if len(r.doc.Links) > links || r.x.words.heading(string(r.arena[from:])) == headingOwn {
			r.prose(from, m)
		}
		return
	}
	r.inlines(first, m)
}

// inlineBlock reads the text of a block that holds inline markup.
func (r *reader) inlineBlock(n ast.Node, m mark) { r.inlines(r.tree.of(n, r.src[r.body:]), m) }

// inlines reads the text of a block whose first inline is given.
func (r *reader) inlines(first int32, m mark) {
	if r.outline[r.current].reference {
		m |= markRef
	}
	from := r.startText()
	r.inline(first, m)
	r.prose(from, m)
}

func (r *reader) heading(n *ast.Heading) {
	if inFootnote(n) {
		r.inlineBlock(n, markStrong)
		return
	}
	at := n.Pos()
	if n.Lines().Len() > 0 {
		at = n.Lines().At(0).Start
	}
	from := r.startText()
	first := r.tree.of(n, r.src[r.body:])
	r.inline(first, markHeading)
	line := r.lineAt(r.body + max(at, 0))
	r.last = r.last[:0]
	if lines := n.Lines(); lines.Len() > 0 {
		last := lines.At(lines.Len() - 1)
		r.last = append(r.last, last.Value(r.src[r.body:])...)
	}
	r.addHeading(n.Level, line, from, r.headingAnchor(first))
}

// addHeading starts the section of a heading whose text is in the arena since
// from, and reads its words.
func (r *reader) addHeading(level, line, from int, explicit string) {
	if r.sectionsFull() {
		r.prose(from, markStrong)
		return
	}
	text, title := r.headingText(from)
	switch h := &r.x.host; {
	case h.source && !r.inHTML:
		text = cutAttributes(string(r.last))
	case h.images || h.lineEnd != 0:
		text = r.pieceText(h.images)
		if h.lineEnd != 0 {
			text = strings.ReplaceAll(text, "\n", string(h.lineEnd))
		}
		if h.takes {
			text = cutAttributes(text)
		}
	}
	section := r.addSection(level, line, text, title, explicit)
	if r.outline[section].home == section {
		r.dropAttribute()
	}
	r.headingWords(section, from)
}

// headingText returns the text of a heading that is in the arena since from,
// as GitHub makes anchors of it, which leaves out what describes images, and as
// people read it, on one line.
func (r *reader) headingText(from int) (text, title string) {
	text = r.pieceText(false)
	if title = oneLine(text); title == "" {
		title = oneLine(string(r.arena[from:]))
	}
	return text, title
}

// headingWords reads the words of a section's heading.
func (r *reader) headingWords(section, from int) {
	if r.outline[section].home == section { // boilerplate says nothing
		r.prose(from, markHeading)
	}
}

// pieceText returns the text of the pieces, with or without what describes
// images.
func (r *reader) pieceText(images bool) string {
	seen := r.labels[:0]
	for i, p := range r.pieces {
		to := len(r.arena)
		if i+1 < len(r.pieces) {
			to = r.pieces[i+1].at
		}
		if images || p.mark&markImage == 0 {
			seen = append(seen, r.arena[p.at:to]...)
		}
	}
	r.labels = seen
	return string(seen)
}

// dropAttribute takes a {#id} off the end of the text that was added last.
func (r *reader) dropAttribute() {
	for i := len(r.arena) - 1; i >= 0 && len(r.pieces) > 0 && i >= r.pieces[0].at; i-- {
		if c := r.arena[i]; c == '{' {
			if _, id := cutAttribute(string(r.arena[i:])); id != "" {
				r.arena = r.arena[:i]
			}
			return
		} else if c == '`' || i < len(r.arena)-200 {
			return
		}
	}
}

// headingAnchor returns the explicit anchor among the inlines of a heading, or
// "".
func (r *reader) headingAnchor(first int32) string {
	for i := first; i > 0; i = r.tree.nodes[i].next {
		n := &r.tree.nodes[i]
		if n.kind == inlineTag {
			if id, _ := cutAnchor(r.tree.values[n.value]); id != "" {
				return id
			}
		} else if id := r.headingAnchor(n.child); id != "" {
			return id
		}
	}
	return ""
}

func inFootnote(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == extast.KindFootnote {
			return true
		}
	}
	return false
}

// isContents reports whether a list is a table of contents: nothing but links
// into the document itself, at least two, or, under a heading that announces
// one, links alone, which may go by the file's own name.
func (r *reader) isContents(list ast.Node) bool {
	links := 0
	return r.onlyOwnLinks(list, r.outline[r.current].contents, &links) && links > 1
}

// contents notes the links of a table of contents, and leaves out its words.
func (r *reader) contents(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			r.startText()
			r.inlineOf(n, 0)
		default:
			r.contents(n)
		}
	}
}

// contentsMarker reports whether a paragraph is where a site's generator puts a
// table of contents: [[_TOC_]] of GitLab, [TOC] of Python-Markdown, {:toc} of
// kramdown and their like.
func contentsMarker(line []byte) bool {
	line = bytes.TrimSpace(line)
	if len(line) < 3 || len(line) > 12 || isWordByte(line[0]) {
		return false
	}
	switch string(bytes.ToLower(bytes.Trim(line, "[]{}$:_%<> "))) {
	case "toc", "!toc", "tableofcontents":
		return true
	}
	return false
}

func (r *reader) onlyOwnLinks(list ast.Node, announced bool, links *int) bool {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		for block := item.FirstChild(); block != nil; block = block.NextSibling() {
			switch block := block.(type) {
			case *ast.List:
				if !r.onlyOwnLinks(block, announced, links) {
					return false
				}
			case *ast.Paragraph, *ast.TextBlock:
				link := &r.tree.nodes[r.tree.of(block, r.src[r.body:])]
				if link.kind != inlineLink || link.next > 0 {
					return false
				}
				target := r.tree.values[link.value]
				if len(target) == 0 || target[0] != '#' && !(announced && bytes.IndexByte(target, '#') > 0) {
					return false
				}
				*links++
			default:
				return false
			}
		}
	}
	return true
}

// table reads a table cell by cell; a first column names what its row tells.
func (r *reader) table(table ast.Node, m mark) {
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		head := row.Kind() == extast.KindTableHeader
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if cell.FirstChild() == nil {
				continue
			}
			if cell == row.FirstChild() && !head {
				r.inlineBlock(cell, m|markCell)
			} else {
				r.inlineBlock(cell, m)
			}
		}
	}
}

// footnotes reads footnotes in the sections in which they are written: the
// parser moves them to the end, as the page does.
func (r *reader) footnotes(list ast.Node, m mark) {
	current := r.current
	for note := list.FirstChild(); note != nil; note = note.NextSibling() {
		if at := firstOffset(note); at >= 0 {
			r.current = r.sectionAt(r.lineAt(r.body + at))
		}
		r.fresh = false
		r.blocks(note, m)
	}
	r.current = current
}

// firstOffset returns where the first text inside a block stands, or -1.
func firstOffset(n ast.Node) int {
	for ; n != nil; n = n.FirstChild() {
		if n.Type() != ast.TypeBlock {
			return -1
		}
		if lines := n.Lines(); lines != nil && lines.Len() > 0 {
			return lines.At(0).Start
		}
	}
	return -1
}
