package extract

import "bytes"

// Lengths of macros, in bytes: longer ones are text.
const (
	maxMacroName = 20
	maxMacro     = 4000
)

// macro reads what a colon at i makes of the word before it: a URL, or a
// macro such as link:target[text].
func (p *adocInline) macro(i int) int {
	start := i
	for start > p.plain && i-start <= maxMacroName && (isWordByte(p.text[start-1]) || p.text[start-1] == '-') {
		start--
	}
	name := p.text[start:i]
	if len(name) == 0 || len(name) > maxMacroName || i+1 >= len(p.text) {
		return i + 1
	}
	if p.text[i+1] == '/' && startsURL(p.text[start:]) {
		return p.address(start, i)
	}
	if p.text[i+1] == ':' || p.tired() {
		return i + 1
	}
	limit := min(p.limit(), i+maxMacro)
	open := i + 1
	for open < limit && p.text[open] != '[' && !isSpace(p.text[open]) && p.text[open] != ']' {
		open++
	}
	if open >= limit || p.text[open] != '[' {
		p.work += open - i
		return i + 1
	}
	end := p.closingBracket(open, limit)
	if end < 0 {
		return open + 1
	}
	return p.call(string(name), start, i+1, open, end)
}

// closingBracket returns where the bracket at open closes, an escaped one
// aside, or -1. What is quoted inside counts as any other text.
func (p *adocInline) closingBracket(open, limit int) int {
	if p.tired() {
		return -1
	}
	text, depth := p.text[:limit], 0
	for i := open; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i
			}
		case '\n':
			if i+1 < len(text) && text[i+1] == '\n' {
				return -1
			}
		}
	}
	p.work += limit - open
	return -1
}

// address reads a URL that starts at start, with its text in brackets.
func (p *adocInline) address(start, i int) int {
	limit := p.limit()
	end := i
	for end < limit && !isSpace(p.text[end]) && p.text[end] != '[' && p.text[end] != '<' && p.text[end] != '>' && p.text[end] != '"' {
		end++
	}
	if end < limit && p.text[end] == '[' {
		if closes := p.closingBracket(end, min(limit, end+maxMacro)); closes > 0 {
			from, to := linkLabel(p.text, end+1, closes)
			return p.link(start, string(p.text[start:end]), from, to, closes+1)
		}
	}
	for end > i && bytes.IndexByte([]byte(".,;:!?)'*_`"), p.text[end-1]) >= 0 {
		end--
	}
	return p.link(start, string(p.text[start:end]), end, end, end)
}

// linkLabel returns where the text of a link stands inside its brackets:
// without quotation marks, the caret that opens a window, and attributes.
func linkLabel(text []byte, from, end int) (int, int) {
	if from < end && text[from] == '"' {
		if n := bytes.IndexByte(text[from+1:end], '"'); n >= 0 {
			return from + 1, from + 1 + n
		}
	}
	if equals := bytes.LastIndexByte(text[from:end], '='); equals >= 0 {
		if comma := bytes.IndexByte(text[from:from+equals], ','); comma >= 0 {
			end = from + comma
		}
	}
	if from < end && text[end-1] == '^' {
		end--
	}
	return from, end
}

// call reads name:target[attributes]. start is where the name starts, at
// where the target does, open and end where the brackets stand. It returns
// where reading goes on.
func (p *adocInline) call(name string, start, at, open, end int) int {
	target := p.text[at:open]
	line := p.a.r.lineAt(p.offset(start))
	switch name {
	case "link", "xref":
		destination := string(target)
		if name == "xref" {
			destination = adocReference(target)
		}
		from, to := linkLabel(p.text, open+1, end)
		return p.link(start, destination, from, to, end+1)
	case "mailto":
		from, to := linkLabel(p.text, open+1, end)
		return p.link(start, "mailto:"+string(target), from, to, end+1)
	case "image":
		p.image(start, string(target), open+1, end)
	case "kbd", "btn", "menu":
		p.put(start)
		p.putAs(at, open, p.set)
		p.skip(p.plain, open+1)
		p.putAs(open+1, end, p.set)
	case "footnote", "footnoteref":
		p.skip(start, open+1)
		p.putAs(open+1, end, p.set)
	case "anchor":
		p.anchor(target)
		p.drop(start, end+1)
	case "indexterm":
		p.a.indexTerms(p.text[open+1:end], line)
		p.drop(start, end+1)
	case "indexterm2":
		p.a.indexTerms(p.text[open+1:end], line)
		p.drop(start, open+1)
		p.putAs(open+1, end, p.set|markEmph)
	case "pass", "stem", "latexmath", "asciimath", "icon", "counter", "counter2", "include", "ifdef", "ifndef", "ifeval", "endif":
		p.skip(start, end+1)
	default: // an extension's: linkgit:git-add[1]
		p.put(start)
		if len(target) == 0 {
			p.putAs(open+1, end, p.set)
		} else {
			p.putAs(at, open, p.set|markCode)
		}
	}
	p.plain = max(p.plain, end+1)
	return end + 1
}

// image notes an image, whose description is the first of its attributes.
func (p *adocInline) image(start int, target string, from, end int) {
	r := p.a.r
	p.put(start)
	slot := r.addDestination(p.offset(start), target)
	at := len(r.arena)
	label, _ := cutAttributeValue(p.text[from:end])
	if !bytes.Contains(label, []byte("=")) {
		quoted := bytes.Trim(label, "\"")
		from += bytes.Index(label, quoted)
		p.putAs(from, from+len(quoted), p.set|markImage)
		r.nameLink(slot, oneLine(string(r.arena[at:])))
	}
}
