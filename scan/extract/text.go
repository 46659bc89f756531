package extract

import "bytes"

// readText reads plain text: what its writers mark by blank lines, underlines,
// capitals, numbers and hyphens. Rules are strict rather than generous,
// because nothing tells a heading from a line that merely looks like one.
func (r *reader) readText() {
	s := &r.rst
	s.reset()
	s.front = front{}
	r.body = 0
	r.blockLines()
	s.left = len(r.src)
	switch r.textShape() {
	case textLicence:
		s.left, s.sparse, r.doc.Reading = 0, true, Simple
	case textData:
		s.left, s.sparse, r.doc.Reading = sparseBytes, true, Simple
	}
	for s.n < len(s.cols) {
		if s.cols[s.n] < 0 {
			s.n++
			continue
		}
		first := s.n
		for s.n < len(s.cols) && s.cols[s.n] >= 0 && s.n-first < maxRSTLines {
			s.n++
		}
		r.textBlock(first, s.n)
	}
	r.closeSections()
	if s.titled {
		r.chooseTitle()
	}
}

// textBlock reads the lines between two blank ones.
func (r *reader) textBlock(first, end int) {
	n := first
	for n < end {
		used := r.textHeading(n, first, end)
		if used == 0 {
			break
		}
		n += used
	}
	start := n
	for ; n < end && (!r.rst.sparse || r.rst.left > 0); n++ {
		if size := r.blockEnd(n) - int(r.rst.offs[n]); r.rst.sparse && size > r.rst.left {
			break
		} else {
			r.rst.left -= size
		}
	}
	if n, end = start, n; n == end {
		return
	}
	r.rst.plain = true
	if lang, is := r.textCode(n, end); is {
		r.rstCodeLines(n, end, lang)
		return
	}
	r.textItems(n, end)
}

// textCode reports whether a block is code: indented, and with a command's
// prompt, or the marks of code in half its lines.
func (r *reader) textCode(n, end int) (lang []byte, is bool) {
	s := &r.rst
	coded, lines := 0, 0
	for at := n; at < end; at++ {
		if s.cols[at] < 2 {
			return nil, false
		}
		text := r.blockText(at)
		if bytes.HasPrefix(text, []byte("$ ")) {
			return []byte("console"), true
		}
		lines++
		switch last := text[len(text)-1]; {
		case last == ';' || last == '{' || last == '}' || last == '\\' || bytes.HasPrefix(text, []byte("#include")) || bytes.HasPrefix(text, []byte("#define")),
			bytes.Contains(text, []byte(" = ")), bytes.Contains(text, []byte("();")), bytes.HasPrefix(text, []byte("//")), bytes.HasPrefix(text, []byte("/*")):
			coded++
		}
	}
	return nil, coded*2 >= lines
}

// textMarker returns the marker of an item that starts a line, with the space
// behind it.
func textMarker(text []byte) []byte {
	i := 0
	switch {
	case len(text) < 3:
		return nil
	case bytes.IndexByte([]byte("-*+o"), text[0]) >= 0:
		i = 1
	case bytes.HasPrefix(text, []byte("•")):
		i = len("•")
	default:
		i = rstNumber(text)
	}
	if i == 0 || i >= len(text) || !isSpace(text[i]) {
		return nil
	}
	for i < len(text) && isSpace(text[i]) {
		i++
	}
	return text[:i]
}

// textItems reads lines as paragraphs: each item of a list, each option and
// each explanation of a term is one of its own.
func (r *reader) textItems(n, end int) {
	explained := 0
	for at := n; at < end; at++ {
		if len(textMarker(r.blockText(at))) == 0 && textTerm(r.blockText(at), false) > 0 {
			explained++
		}
	}
	name := len(r.doc.Sections) > 1 && r.doc.Sections[r.current].Title == "NAME"
	r.blockStart()
	for at := n; at < end; at++ {
		text := r.blockText(at)
		from := int(r.rst.offs[at])
		if marker := textMarker(text); len(marker) > 0 {
			r.textFlush()
			from += len(marker)
			if term := textTerm(text[len(marker):], true); term > 0 {
				from = r.textDefine(from, term)
			}
		} else if option := r.textOption(at); option > 0 {
			from += option
		} else if term := textTerm(text, false); term > 0 && (explained > 1 || name) {
			r.textFlush()
			from = r.textDefine(from, term)
		}
		r.blockAdd(from, r.blockEnd(at))
	}
	r.textFlush()
}

// textOption records the options that start a line, each with what it does
// behind two spaces or on the next line, and returns their size.
func (r *reader) textOption(n int) int {
	text := r.blockText(n)
	if text[0] != '-' || len(text) < 2 {
		return 0
	}
	size := bytes.Index(text, []byte("  "))
	if size < 0 {
		if size = bytes.IndexByte(text, '\t'); size < 0 {
			size = len(text)
		}
	}
	if size > 100 || size == len(text) && r.blockCol(n+1) <= r.rst.cols[n] {
		return 0
	}
	for option := range bytes.SplitSeq(text[:size], []byte(", ")) {
		if len(rstOption(option)) == 0 {
			return 0
		}
	}
	r.textFlush()
	for option := range bytes.SplitSeq(text[:size], []byte(", ")) {
		r.rstSight(rstOption(option), n, Command, true)
	}
	return size
}

// textTerm returns the size of the term that a line explains: "term - what it
// is", in a list also "term: what it is"; 0 for none.
func textTerm(text []byte, item bool) int {
	const longest, most = 40, 3
	limit := text[:min(len(text), longest)]
	end := -1
	for _, mark := range []string{" - ", " -- ", " – ", " — ", "\t- "} {
		if i := bytes.Index(limit, []byte(mark)); i > 0 && (end < 0 || i < end) {
			end = i
		}
	}
	if i := bytes.Index(limit, []byte(": ")); item && end < 0 {
		end = i
	}
	if end < 2 {
		return 0
	}
	term := bytes.TrimRight(text[:end], " \t")
	if bytes.Count(term, []byte(" ")) > most || !isLetter(term[0]) && term[0] != '_' && term[0] != '`' && term[0] < 0x80 || bytes.ContainsAny(term, ".,;?!") && bytes.IndexByte(term, ' ') > 0 {
		return 0
	}
	return len(term)
}

// textDefine reads a term that is explained, and returns where it ends.
// Words that announce rather than name ("Note: …") are left in the text.
func (r *reader) textDefine(from, size int) int {
	term := r.src[from : from+size]
	if r.x.words.heading(string(term)) != headingOwn || r.x.words.class(bytes.ToLower(term)) >= wordFiller {
		return from
	}
	r.blockAdd(from, from+size)
	m := markDefined
	if bytes.IndexByte(term, ' ') < 0 && shapeOf(term).isName() {
		m |= markCode
	}
	start := r.startText()
	r.blockPut(0, len(r.rst.text), m)
	r.prose(start, m)
	r.blockStart()
	return from + size
}

// textFlush reads the paragraph so far and begins another one.
func (r *reader) textFlush() {
	s := &r.rst
	if len(bytes.TrimSpace(s.text)) > 0 {
		m := mark(0)
		if r.outline[r.current].reference {
			m = markRef
		}
		if !s.sparse { // data has no first sentence
			m |= r.blockFirst()
		}
		r.blockWindows(func() {
			from := r.startText()
			r.textInline(m)
			r.prose(from, m)
		})
	}
	r.blockStart()
}

// textInline appends the block's text to the arena, `names' in quotes marked
// as code.
func (r *reader) textInline(m mark) {
	const longest = 60
	text := r.rst.text
	plain := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '`' {
			continue
		}
		from := i + 1
		for from < len(text) && text[from] == '`' {
			from++
		}
		end := bytes.IndexAny(text[from:min(len(text), from+longest)], "`'\n")
		if end <= 0 || text[from+end] == '\n' || bytes.IndexByte(text[from:from+end], ' ') >= 0 {
			i = from - 1
			continue
		}
		r.blockPut(plain, i, m)
		r.blockPut(from, from+end, m|markCode)
		for plain = from + end; plain < len(text) && (text[plain] == '`' || text[plain] == '\''); plain++ {
		}
		i = plain - 1
	}
	r.blockPut(plain, len(text), m)
}
