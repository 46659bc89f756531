package extract

import (
	"bytes"
	"unicode/utf8"
)

// readSimple reads r.src line by line, for documents that goldmark would
// spend too much on. It knows headings, fences, comments, code spans, bold
// text and inline links; what else there is, it reads as words.
func (r *reader) readSimple() {
	var block bytesRange // the lines of the paragraph so far
	first := r.lineAt(r.body)
	if r.body >= len(r.src) {
		return
	}
	comment := false
	for n := first; n <= len(r.starts); n++ {
		line := r.lineText(n)
		text := bytes.TrimLeft(line, " \t>")
		at := int(r.starts[n-1]) + len(line) - len(text)
		switch {
		case comment:
			comment = !bytes.Contains(text, []byte("-->"))
			continue
		case bytes.HasPrefix(text, []byte("<!--")):
			r.simpleBlock(&block)
			comment = !bytes.Contains(text[4:], []byte("-->"))
			continue
		case len(bytes.TrimSpace(text)) == 0:
			r.simpleBlock(&block)
			continue
		}
		if fence := fenceOf(text); fence > 0 {
			r.simpleBlock(&block)
			n = r.simpleFence(n, text, fence)
			continue
		}
		if level := atxLevel(text); level > 0 {
			r.simpleBlock(&block)
			title := bytes.TrimSpace(text[level:])
			if cut := bytes.TrimRight(title, "#"); len(cut) == 0 || isSpace(cut[len(cut)-1]) {
				title = bytes.TrimSpace(cut)
			}
			start := at + level + bytes.Index(text[level:], title)
			r.simpleHeading(level, n, start, start+len(title))
			continue
		}
		if level := setextLevel(text); level > 0 && block.lines == 1 && len(line)-len(text) < 4 {
			b := block
			block = bytesRange{}
			r.simpleHeading(level, b.line, b.from, b.to)
			continue
		}
		if block.lines == 0 {
			block = bytesRange{from: at, line: n}
		}
		block.to = at + len(text)
		block.lines++
		// A block is cut at a size that a paragraph never has.
		if block.to-block.from > 1<<16 {
			r.simpleBlock(&block)
		}
	}
	r.simpleBlock(&block)
}

// bytesRange is a stretch of r.src: whole lines from the given one on.
type bytesRange struct{ from, to, line, lines int }

// simpleBlock reads the words of a paragraph and empties it.
func (r *reader) simpleBlock(b *bytesRange) {
	if b.lines == 0 {
		return
	}
	m := mark(0)
	if r.fresh && !r.ignored(b.line) {
		r.fresh = false
		m = markFirst | markIntro
	}
	// A line may be longer than any paragraph: what is kept of its text is many
	// times its size, so that it is read in parts.
	for at := b.from; at < b.to; m &^= markFirst {
		end := min(at+maxBlock, b.to)
		if i := bytes.LastIndexAny(r.src[at:end], " \n"); end < b.to && i > 0 {
			end = at + i + 1
		}
		for end < b.to && !utf8.RuneStart(r.src[end]) {
			end++
		}
		from := r.startText()
		r.simpleInline(at, end, m)
		r.prose(from, m)
		at = end
	}
	*b = bytesRange{}
}

func (r *reader) simpleHeading(level, line, from, to int) {
	explicit := ""
	if i := bytes.Index(r.src[from:to], []byte("<a ")); i >= 0 {
		explicit, _ = cutAnchor(r.src[from+i : to])
	}
	at := r.startText()
	r.simpleInline(from, to, markHeading)
	r.last = append(r.last[:0], r.src[from:to]...)
	r.addHeading(level, line, at, explicit)
}

// simpleFence reads the fence that line n opens and returns the line that
// closes it.
func (r *reader) simpleFence(n int, open []byte, fence int) int {
	info := bytes.Fields(open[fence:])
	end := n + 1
	for ; end <= len(r.starts); end++ {
		text := bytes.TrimLeft(r.lineText(end), " \t>")
		if len(text) >= fence && text[0] == open[0] && fenceOf(text) >= fence && len(bytes.TrimSpace(bytes.TrimLeft(text, string(open[0])))) == 0 {
			break
		}
	}
	if end > n+1 {
		to := len(r.src)
		if end <= len(r.starts) {
			to = int(r.starts[end-1])
		}
		var lang []byte
		if len(info) > 0 {
			lang = info[0]
		}
		r.code(r.src[r.starts[n]:to], n+1, lang)
	}
	return end
}

// fenceOf returns the length of the fence that starts text, 0 for none.
func fenceOf(text []byte) int {
	if len(text) < 3 || text[0] != '`' && text[0] != '~' {
		return 0
	}
	n := 1
	for n < len(text) && text[n] == text[0] {
		n++
	}
	if n < 3 || text[0] == '`' && bytes.IndexByte(text[n:], '`') >= 0 {
		return 0
	}
	return n
}

// atxLevel returns the level of a heading that starts with #, 0 for none.
func atxLevel(text []byte) int {
	n := 0
	for n < len(text) && text[n] == '#' {
		n++
	}
	if n == 0 || n > 6 || n < len(text) && !isSpace(text[n]) {
		return 0
	}
	return n
}

// setextLevel returns the level that an underline gives, 0 for none.
func setextLevel(text []byte) int {
	text = bytes.TrimRight(text, " \t")
	if len(text) == 0 || text[0] != '=' && text[0] != '-' || len(bytes.Trim(text, string(text[0]))) > 0 {
		return 0
	}
	if text[0] == '=' {
		return 1
	}
	return 2
}

// simpleInline appends a stretch of r.src to the arena: code spans, strong
// text and links marked, tags left out.
func (r *reader) simpleInline(from, to int, m mark) {
	set := m
	plain := from
	put := func(end int) {
		if end > plain {
			r.addText(plain, end, set)
		}
	}
	missing := [3]int{} // lengths of backtick runs known to have no partner
	for i := from; i < to; {
		switch c := r.src[i]; {
		case c == '\\':
			i += 2
			continue
		case c == '`':
			n := i
			for n < to && r.src[n] == '`' {
				n++
			}
			run := n - i
			if run > len(missing) || missing[run-1] > 0 {
				i = n
				continue
			}
			end := closingRun(r.src[n:to], run)
			if end < 0 {
				missing[run-1] = 1
				i = n
				continue
			}
			put(i)
			r.add(n, n+end, set|markCode)
			i = n + end + run
			plain = i
			continue
		case c == '*' && i+1 < to && r.src[i+1] == '*':
			put(i)
			set ^= markStrong
			i += 2
			plain = i
			continue
		case c == '<':
			if end := bytes.IndexByte(r.src[i:min(to, i+300)], '>'); end > 0 && i+1 < to && (isLetter(r.src[i+1]) || r.src[i+1] == '/' || r.src[i+1] == '!') {
				put(i)
				r.arena = append(r.arena, ' ')
				i += end + 1
				plain = i
				continue
			}
		case c == '[':
			if end, ok := r.simpleLink(i, to, set, put); ok {
				i = end
				plain = i
				continue
			}
		}
		i++
	}
	i := to
	put(i)
}

// simpleLink reads [text](destination) at i, all within a short stretch, and
// returns where it ends. put appends what stands before it.
func (r *reader) simpleLink(i, to int, m mark, put func(int)) (end int, ok bool) {
	const reach = 500 // bytes of text, and of destination
	limit := min(to, i+reach)
	label := bytes.IndexAny(r.src[i+1:limit], "[]")
	if label < 0 || i+label+2 >= to || r.src[i+label+1] != ']' || r.src[i+label+2] != '(' {
		return 0, false
	}
	start := i + label + 3
	close := bytes.IndexByte(r.src[start:min(to, start+reach)], ')')
	if close < 0 {
		return 0, false
	}
	put(i)
	destination := bytes.TrimSpace(r.src[start : start+close])
	if n := bytes.IndexAny(destination, " \t\n"); n > 0 {
		destination = destination[:n]
	}
	slot := r.addLink(i, bytes.Trim(destination, "<>"))
	at := len(r.arena)
	r.addText(i+1, i+1+label, m|markLink)
	r.nameLink(slot, oneLine(string(bytes.Trim(r.arena[at:], "`*"))))
	return start + close + 1, true
}

// closingRun returns where the next run of exactly n backticks starts, or -1.
func closingRun(text []byte, n int) int {
	for i := 0; i < len(text); {
		k := bytes.IndexByte(text[i:], '`')
		if k < 0 {
			return -1
		}
		i += k
		start := i
		for i < len(text) && text[i] == '`' {
			i++
		}
		if i-start == n {
			return start
		}
	}
	return -1
}
