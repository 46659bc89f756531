package extract

import (
	"bytes"
	"cmp"
	"strings"
	"unicode/utf8"
)

// title starts the section of a heading on line n, or reads the document's
// header.
func (a *adoc) title(n, level int, line []byte) int {
	text := bytes.TrimLeft(line[level:], " \t")
	from := int(a.r.starts[n-1]) + len(line) - len(text)
	if rest, ok := bytes.CutSuffix(text, line[:level]); ok && bytes.HasSuffix(rest, []byte(" ")) {
		text = bytes.TrimRight(rest, " ") // == Title ==
	}
	a.section(level, n, from, from+len(text))
	if level == 1 && !a.headed {
		n = a.header(n)
	}
	a.headed = true
	return n
}

// section starts a section whose title stands between two offsets.
func (a *adoc) section(level, line, from, to int) {
	r, block := a.r, a.block
	a.flush()
	a.block, a.asks = adocBlock{}, false
	a.add(from, to)
	at := r.startText()
	anchor := a.inline(markHeading)
	if r.sectionsFull() {
		r.prose(at, markStrong)
		return
	}
	text, title := r.headingText(at)
	title = typeset(title, false)
	// An anchor in the title stands beside the one that is made of it, one
	// before it in its place.
	auto := a.autoAnchor(text, level, block.id)
	anchor = cmp.Or(block.id, anchor, auto)
	section := r.openSection(level, line, title, anchor)
	if r.outline[section].home == section {
		r.prose(at, markHeading)
	}
}

// adocSymbols are what Asciidoctor makes of characters that stand for others.
var adocSymbols = strings.NewReplacer("->", "→", "=>", "⇒", "<-", "←", "<=", "⇐", "...", "…", "(C)", "©", "(R)", "®", "(TM)", "™")

// typeset returns a title with dashes and arrows. Spaces around a dash are
// thin, which tight says to leave out, as no anchor has them.
func typeset(title string, tight bool) string {
	dash := " — "
	if tight {
		dash = "—"
	}
	title = adocSymbols.Replace(strings.ReplaceAll(title, " -- ", dash))
	if !strings.Contains(title, "--") {
		return title
	}
	set := make([]byte, 0, len(title))
	for i := 0; i < len(title); i++ {
		if title[i] == '-' && i > 0 && i+2 < len(title) && title[i+1] == '-' && isWordByte(title[i-1]) && isWordByte(title[i+2]) {
			set = append(set, "—"...)
			i++
			continue
		}
		set = append(set, title[i])
	}
	return string(set)
}

// autoAnchor returns the anchor that the host makes of a title. GitHub leaves
// Asciidoctor's ids out and makes its own, by the rule that it has for
// Markdown (github/markup, issue 596 and pull request 875); GitLab sets how
// Asciidoctor makes them. explicit is the id that the title has.
func (a *adoc) autoAnchor(text string, level int, explicit string) string {
	host := &a.r.x.host
	switch {
	case host.slug == nil:
		return ""
	case host.name == "github":
		return a.r.slugs.slug(typeset(text, true))
	case explicit != "":
		a.ids[explicit] = 1
		return ""
	case a.noIDs || level == 1 && host.name != "gitlab": // the document's title has none
		return ""
	case host.name == "gitlab":
		return a.sectionID(strings.TrimSpace(text), "", "-")
	}
	prefix, separator := "_", "_"
	if v, ok := a.attributes["idprefix"]; ok {
		prefix = v
	}
	if v, ok := a.attributes["idseparator"]; ok {
		_, size := utf8.DecodeRuneInString(v)
		separator = v[:size]
	}
	return a.sectionID(strings.TrimSpace(text), prefix, separator)
}

// header reads what follows the document's title: its author and revision,
// which are no text. It returns the last line read.
func (a *adoc) header(n int) int {
	plain := 0
	for n < len(a.r.starts) {
		line := bytes.TrimRight(a.r.lineText(n+1), " \t")
		switch {
		case len(line) == 0:
			return n
		case bytes.HasPrefix(line, []byte("//")) || a.directive(n+1, line):
			n++
			continue
		}
		if last := a.attributeEntry(n+1, line); last > 0 {
			n = last
			continue
		}
		if plain++; plain > 2 || adocLevel(line) > 0 || line[0] == '[' || delimiterOf(line) != "" {
			return n
		}
		n++
	}
	return n
}
