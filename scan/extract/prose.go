package extract

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// proseState is what the tokenizer of prose keeps between words.
type proseState struct {
	chunk    []token // words since the last boundary
	line     []token // words since the last mark of punctuation, where function words join
	cue      cue     // what stands before the chunk
	name     int     // sighting of the name just read, -1 for none
	told     int     // sighting of the name that the kind word just read gave its kind, -1 for none
	toldTo   int     // where the name's sightings end
	before   bool    // the chunk that is flushed ends before an article
	kind     Kind    // what the kind word just read says of a name to come
	kinds    bool
	piece    int // index of the piece being read
	until    int // its line is lineHere for places before this one, 0 where that is not known
	lineHere int32
	first    bool
	parens   int // parentheses that are open
}

// token is a word of a phrase.
type token struct {
	form     int32
	at, size int32
	line     int32
	name     bool // set as code: it is a name, not a word
	stops    bool // a function word in proseState.line
}

// Phrases are cut at this many words; a longer run without a function word is
// a list that lost its commas.
const (
	maxPhrase      = 4
	maxPhraseBytes = 400 // white space between the words included
	maxChunk       = 256 // words without a boundary

	// maxSightings bounds the memory of one document: behind it, phrases of
	// unmarked text are left out, behind twice as many all words, and the
	// reading counts as simple. It is what 2 MB of prose hold.
	maxSightings = 1 << 20
)

// prose reads the words of the text in the arena since from, set as r.pieces
// say. m are the marks of the whole block.
func (r *reader) prose(from int, m mark) {
	if len(r.arena) == from || len(r.pieces) == 0 {
		return
	}
	since := len(r.bag.seen)
	p := &r.ctx
	p.chunk, p.line, p.cue, p.name, p.told, p.kinds, p.parens, p.first = p.chunk[:0], p.line[:0], 0, -1, -1, false, 0, m&markFirst != 0
	end := len(r.arena)
	for i := 0; i < len(r.pieces); {
		// Neighbours set alike read as one: a parser splits text at every
		// asterisk that turned out to be one.
		j := i + 1
		for j < len(r.pieces) && r.pieces[j].mark == r.pieces[i].mark {
			j++
		}
		to := end
		if j < len(r.pieces) {
			to = r.pieces[j].at
		}
		p.startPiece(i)
		set := (r.pieces[i].mark | m) &^ markFirst
		switch {
		case set&markSkip != 0:
			r.endLine(set)
			p.name = -1
		case set&markCode != 0:
			if kind := set >> markKind; kind > 0 {
				r.flush(set)
				r.roleName(r.arena[r.pieces[i].at:to], r.pieces[i].at, set&(1<<markKind-1), Kind(kind-1))
				break
			}
			r.codePiece(r.pieces[i].at, to, set)
			// `__asm` blocks is one phrase.
			if j == len(r.pieces) || r.pieces[j].mark|markCode != r.pieces[i].mark {
				r.flush(set &^ markCode)
			}
		default:
			r.stretch(r.pieces[i].at, to, set)
			if j == len(r.pieces) || r.pieces[j].mark != r.pieces[i].mark|markCode {
				r.flush(set)
			}
		}
		if m&joins == 0 && (j == len(r.pieces) || r.pieces[j].mark&^markCode != r.pieces[i].mark&^markCode) {
			r.endLine(set)
		}
		i = j
	}
	r.endLine(m &^ markFirst)
	if r.x.chosen != nil {
		r.sightChosen(from, since, m)
	}
	r.sortLinks()
}

// codePiece reads a code span. One that is a name is a word of the phrase that
// it stands in as well.
func (r *reader) codePiece(at, to int, m mark) {
	p := &r.ctx
	for at < to && r.arena[at] == ' ' {
		at++
	}
	for at < to && r.arena[to-1] == ' ' {
		to--
	}
	span := r.arena[at:to]
	f := int32(-1)
	if len(span) > 1 && len(span) <= maxWord && len(p.chunk) < maxChunk && plainName(span) {
		f = r.bag.form(span)
	}
	if f < 0 || r.bag.forms[f].shape == shapeNoise {
		r.endLine(m &^ markCode)
		r.spanCode(span, at, m)
		return
	}
	before := p.kinds
	r.spanCode(span, at, m)
	p.kinds = p.kinds && before
	p.chunk = append(p.chunk, token{form: f, at: int32(at), size: int32(len(span)), line: r.lineOf(at), name: true})
}

// plainName reports whether a code span is one name and nothing else.
func plainName(span []byte) bool {
	for _, c := range span {
		if !isWordByte(c) && c < utf8.RuneSelf {
			return false
		}
	}
	return !isDigit(span[0])
}

// startPiece goes on with a piece.
func (p *proseState) startPiece(i int) { p.piece, p.until = i, 0 }

// lineOf returns the line of a place in the arena. Places grow within a block.
func (r *reader) lineOf(at int) int32 {
	if at < r.ctx.until {
		return r.ctx.lineHere
	}
	return r.findLine(at)
}

// findLine goes on with the piece that holds a place, and returns its line.
func (r *reader) findLine(at int) int32 {
	p := &r.ctx
	for p.piece+1 < len(r.pieces) && r.pieces[p.piece+1].at <= at {
		p.piece++
	}
	if p.piece >= len(r.pieces) {
		return 1
	}
	p.until = len(r.arena)
	if p.piece+1 < len(r.pieces) {
		p.until = r.pieces[p.piece+1].at
	}
	piece := &r.pieces[p.piece]
	if p.lineHere = int32(piece.line); p.lineHere == 0 {
		p.lineHere = int32(r.lineAt(piece.src))
	}
	return p.lineHere
}

// placeOf returns where in the file the text at a place in the arena stands,
// as near as its piece tells.
func (r *reader) placeOf(at int) int {
	piece := &r.pieces[r.ctx.piece]
	return piece.src + at - piece.at
}

// stretch reads words set alike.
func (r *reader) stretch(from, to int, m mark) {
	p := &r.ctx
	text := r.arena[:to]
	for i := from; i < to; {
		switch c := text[i]; byteKinds[c] {
		case byteSpace:
			i++
		case byteLetter:
			if i = r.word(text, i, m); i < to && text[i] == ' ' {
				i++
			}
		case byteHigh:
			ch, size := utf8.DecodeRune(text[i:])
			switch {
			case wordRune(ch):
				i = r.word(text, i, m)
				continue
			case !unicode.IsSpace(ch) && ch != '\u200b':
				r.boundary(m)
			}
			i += size
		default:
			if p.first && i > from && (c == '.' || c == '!' || c == '?') && (i+1 == to || isSpace(text[i+1])) {
				r.flush(m)
				p.first = false
			}
			i = r.mark(text, i, from, m)
		}
	}
}

// mark reads a character that is neither space nor part of a word, and
// returns where reading goes on.
func (r *reader) mark(text []byte, i, from int, m mark) int {
	c := text[i]
	start := i == from || isSpace(text[i-1]) || text[i-1] == '(' || text[i-1] == ','
	switch {
	case c == '-' && start && i+2 < len(text) && text[i+1] == '-' && isLetter(text[i+2]):
		r.boundary(m)
		return r.flagName(text, i, m)
	case c == '/' && start && i+1 < len(text) && (isLetter(text[i+1]) || text[i+1] == '?'):
		r.boundary(m)
		return r.slashName(text, i, m)
	case c == '$':
		r.boundary(m)
		return skipMath(text, i)
	case c == '.' && start && bytes.HasPrefix(text[i:], []byte(".NET")) && (i+4 == len(text) || !isWordByte(text[i+4])):
		if f := r.bag.form(text[i : i+4]); f >= 0 {
			r.untell()
			r.ctx.name, r.ctx.kinds = -1, false
			r.ctx.chunk = append(r.ctx.chunk, token{form: f, at: int32(i), size: 4, line: r.lineOf(i)})
			if len(r.ctx.chunk) == maxChunk {
				r.flush(m)
			}
			return i + 4
		}
		r.boundary(m)
	case c == '/' || c == '\\' || c == '~' || c == '.' && i+1 < len(text) && (text[i+1] == '/' || text[i+1] == '\\'):
		r.boundary(m)
		if i+1 < len(text) && isWordByte(text[i+1]) && c != '~' || c == '.' {
			return skipRun(text, i)
		}
	case c == ':' && bytes.HasPrefix(text[i:], []byte(":::")):
		r.boundary(m) // a container of docfx, Docusaurus or pandoc: attributes, not words
		if end := bytes.IndexByte(text[i:], '\n'); end >= 0 {
			return i + end
		}
		return len(text)
	case c == '[' && i+2 < len(text) && text[i+1] == '!' && isLetter(text[i+2]):
		r.boundary(m) // [!NOTE], [!code-cpp[…](…)]
		return skipRun(text, i)
	case c == '#' || c == '@':
		r.boundary(m)
		const named = markHeading | markTitle | markStrong | markDefined | markCell
		if start && i+1 < len(text) && isWordByte(text[i+1]) && m&named == 0 {
			return skipRun(text, i) // #123, @somebody
		}
	default:
		r.boundary(m)
		if c == '(' {
			r.ctx.parens++
		} else if c == ')' && r.ctx.parens > 0 {
			r.ctx.parens--
		}
	}
	return i + 1
}

// boundary ends a phrase, and what adjacent words say of each other.
func (r *reader) boundary(m mark) {
	r.endLine(m)
	r.ctx.name, r.ctx.told, r.ctx.kinds = -1, -1, false
}

// stopWord ends a phrase at a function word, which a heading may read across.
func (r *reader) stopWord(t token, m mark) {
	p := &r.ctx
	f := &r.bag.forms[t.form]
	p.before = f.is&isArticle != 0
	r.flush(m)
	p.before = false
	p.name, p.told, p.kinds = -1, -1, false
	p.cue = f.cue
	if m&joins != 0 && len(p.line) > 0 {
		t.stops = true
		p.line = append(p.line, t)
	}
}

// word reads the word at i and returns where it ends.
func (r *reader) word(text []byte, i int, m mark) int {
	end, shown, what := scanWord(text, i)
	switch what {
	case wordRun:
		r.boundary(m)
		return r.bareURL(text, i, end)
	case wordCJK:
		r.cjk(text, i, end, m)
		return end
	}
	word := text[i:shown]
	if end < len(text) && (text[end] == '+' || text[end] == '/' || text[end] == '=') {
		if behind := opaqueEnd(text, i, end); behind > end {
			r.boundary(m)
			return behind
		}
	}
	if what == wordText && emphasised(word) {
		word = word[1 : len(word)-1]
		i++ // shown is settled below
	}
	stem := hangulStem(word)
	inflected := stem < len(word)
	word = word[:stem]
	shown = i + stem
	f := int32(-1)
	if len(word) <= maxName {
		f = r.bag.form(word)
	}
	if f < 0 {
		r.boundary(m)
		return end
	}
	form := &r.bag.forms[f]
	line := r.lineOf(i)
	p := &r.ctx
	switch {
	case what == wordCall || form.is&isName != 0:
		kind := Identifier
		if what == wordCall {
			kind = Function
		}
		if form.shape == shapeDotted && !dottedName(word, m) {
			r.boundary(m)
			return end
		}
		if form.shape == shapeCamel || form.shape == shapeCode {
			p.chunk = append(p.chunk, token{form: f, at: int32(i), size: int32(shown - i), line: line})
		} else {
			r.flush(m)
		}
		r.sightName(word, line, m, kind, false)
		if len(p.chunk) >= maxChunk {
			r.flush(m)
		}
		return end
	case form.is&isStop != 0:
		r.stopWord(token{form: f, at: int32(i), size: int32(shown - i), line: line}, m)
		return end
	case form.is&isNothing != 0:
		r.boundary(m)
		return end
	}
	r.untell()
	if form.kinds() {
		if !bytes.HasSuffix(word, []byte("s")) || bytes.HasSuffix(word, []byte("ss")) {
			r.nameIsA(form.kind)
		}
		p.name = -1
		p.kind, p.kinds = form.kind, true
	} else {
		p.name, p.kinds = -1, false
	}
	p.chunk = append(p.chunk, token{form: f, at: int32(i), size: int32(shown - i), line: line})
	if len(p.chunk) >= maxChunk || inflected {
		r.flush(m)
	}
	return end
}

// emphasised reports whether a word stands between underscores that are
// emphasis to people: _must_.
func emphasised(word []byte) bool {
	n := len(word)
	if n == 0 || word[0] != '_' || n < 4 || word[n-1] != '_' {
		return false
	}
	for i, c := range word[1 : n-1] {
		if !isLetter(c) || isUpper(c) && i > 0 {
			return false
		}
	}
	return true
}

// dottedName reports whether a word with dots is a name rather than a
// sentence without a space after it, a domain or a document.
func dottedName(word []byte, m mark) bool {
	last := word[bytes.LastIndexByte(word, '.')+1:]
	if string(last) == "NET" {
		return true // ADO.NET
	}
	switch string(bytes.ToLower(last)) {
	case "com", "org", "net", "edu", "gov", "md", "html", "htm", "png", "jpg", "jpeg", "gif", "svg", "pdf", "txt", "e", "g", "m", "":
		return false
	}
	if m&(markHeading|markTitle|markCode) == 0 && isUpper(last[0]) {
		first := word[:bytes.IndexByte(word, '.')]
		return len(first) > 0 && isUpper(first[0]) && len(first) > 1
	}
	return true
}

func isUpper(c byte) bool  { return c >= 'A' && c <= 'Z' }
func isSmall(c byte) bool  { return c >= 'a' && c <= 'z' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
