package source

import (
	"slices"
	"strings"
)

// A Grammar is a Language made ready for the scanner: tables instead of
// lists. It is read-only, and may be shared.
type Grammar struct {
	*Language
	class    [256]byteClass
	comments [256][]CommentForm // by first byte
	strings  [256][]stringForm  // by first byte
	prefixed [256]bool          // a string with a prefix may start with the byte
	inside   [256]bool
	tail     [256]bool
	sigil    [256]bool
	words    []wordEntry // open addressing, a power of two
	mask     uint32
	stop     []string
	markers  []string
	inner    []string
	makers   []string
	wrappers map[string]int
	exporter map[string]bool
	enums    []string
	joints   [opCount]bool
	dashed   bool // words may hold a byte of Inside
	anywhere bool // has imports of the form Anywhere
	assigns  bool // has definitions of the form name = value
}

// word is what a Grammar knows of a keyword.
type word struct {
	role  Role
	kind  Kind
	form  Form
	body  Body
	reach Reach
	after []string
}

type wordEntry struct {
	text string
	word word
}

type stringForm struct {
	StringForm
	close    string
	prefixes []string
}

// byteClass sorts bytes for the lexer's main loop.
type byteClass uint8

const (
	classPunct byteClass = iota
	classSpace
	classLine
	classWord
	classDigit
	classMark // may start a comment, a string, a heredoc: looked at closely
)

// Compile makes a language ready. l must not be changed afterwards.
func Compile(l *Language) *Grammar {
	g := &Grammar{Language: l}
	for c := range 256 {
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
			g.class[c] = classSpace
		case c == '\n':
			g.class[c] = classLine
		case c == '_' || c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z' || strings.IndexByte(l.WordBytes, byte(c)) >= 0:
			g.class[c] = classWord
		case c >= '0' && c <= '9':
			g.class[c] = classDigit
		}
	}
	for _, f := range l.Comments {
		g.comments[f.Open[0]] = append(g.comments[f.Open[0]], f)
		g.mark(f.Open[0])
	}
	for _, f := range l.Strings {
		form := stringForm{StringForm: f, close: f.Close, prefixes: strings.Fields(f.Prefixes)}
		if form.close == "" {
			form.close = f.Open
		}
		g.strings[f.Open[0]] = append(g.strings[f.Open[0]], form)
		if f.Prefixes != "" {
			g.prefixed[f.Open[0]] = true
		}
		if f.Hashes {
			g.prefixed['#'] = true
			g.mark('#')
		}
		g.mark(f.Open[0])
	}
	for i := range len(l.Inside) {
		g.inside[l.Inside[i]], g.dashed = true, true
	}
	for i := range len(l.Tail) {
		g.tail[l.Tail[i]] = true
	}
	for i := range len(l.Sigils) {
		g.sigil[l.Sigils[i]] = true
		g.mark(l.Sigils[i])
	}
	g.mark('\\')
	if l.Percents {
		g.mark('%')
	}
	if l.Preprocessor {
		g.mark('#')
	}
	if l.Heredocs != NoHeredocs {
		g.mark('<')
	}
	if l.Regexps {
		g.mark('/')
	}
	g.stop, g.markers, g.inner = strings.Fields(l.Stop), strings.Fields(l.Docs.Markers), strings.Fields(l.Docs.Inner)
	g.makers, g.enums = strings.Fields(l.Makers), strings.Fields(l.Enums)
	for _, joint := range strings.Fields(l.NameJoints) {
		if joint == "::" {
			g.joints[opScope] = true
		} else {
			g.joints[joint[0]] = true
		}
	}
	for _, f := range l.Wrappers {
		if g.wrappers == nil {
			g.wrappers = map[string]int{}
		}
		for _, name := range strings.Fields(f.Words) {
			g.wrappers[name] = f.Names
		}
	}
	for _, name := range strings.Fields(l.Exporters) {
		if g.exporter == nil {
			g.exporter = map[string]bool{}
		}
		g.exporter[name] = true
	}
	g.assigns = l.Declares&(FunctionValues|ScreamingConstants|CapitalConstants|Variables|Rules) != 0
	g.hashWords()
	return g
}

// JoinsDots reports whether a dot joins the parts of a name that the language
// defines, rather than being a letter of it, as in R.
func (g *Grammar) JoinsDots() bool { return g.joints['.'] }

// mark makes the lexer look closely at a byte, unless words start with it.
func (g *Grammar) mark(c byte) {
	if g.class[c] != classWord {
		g.class[c] = classMark
	}
}

// hashWords fills the table of keywords. A word that is listed twice keeps
// its first role.
func (g *Grammar) hashWords() {
	size := uint32(64)
	count := 0
	for _, group := range g.Keywords {
		count += len(strings.Fields(group.Words))
	}
	for size < uint32(count)*3 {
		size *= 2
	}
	g.words, g.mask = make([]wordEntry, size), size-1
	for _, group := range g.Keywords {
		g.anywhere = g.anywhere || group.Form&Anywhere != 0
		after := strings.Fields(group.After)
		for _, text := range strings.Fields(group.Words) {
			if g.Fold {
				text = strings.ToLower(text)
			}
			i := hashWord([]byte(text)) & g.mask
			for g.words[i].text != "" && g.words[i].text != text {
				i = (i + 1) & g.mask
			}
			if g.words[i].text == "" {
				g.words[i] = wordEntry{text, word{group.Role, group.Kind, group.Form, group.Body, g.reachOf(text), after}}
			}
		}
	}
}

// reachOf returns whom a keyword lets see what it defines.
func (g *Grammar) reachOf(keyword string) Reach {
	switch {
	case slices.Contains(strings.Fields(g.Shown), keyword):
		return Shown
	case slices.Contains(strings.Fields(g.Hidden), keyword):
		return Hidden
	}
	return Unsaid
}

// hashWord mixes the length, the ends and the middle of a word: keywords are
// told apart well enough by these.
func hashWord(text []byte) uint32 {
	n := len(text)
	h := uint32(n)*0x9e37 ^ uint32(text[0]|0x20)*0x85eb ^ uint32(text[n-1]|0x20)*0xc2b3 ^ uint32(text[n/2]|0x20)*0x27d5
	return h ^ h>>7
}

// longestKeyword bounds what lookup folds.
const longestKeyword = 32

// lookup returns the keyword that text is, as an index into words and one, 0
// for none.
func (g *Grammar) lookup(text []byte) uint16 {
	if len(text) > longestKeyword {
		return 0
	}
	var folded [longestKeyword]byte
	if g.Fold {
		for i, c := range text {
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			folded[i] = c
		}
		text = folded[:len(text)]
	}
	for i := hashWord(text) & g.mask; g.words[i].text != ""; i = (i + 1) & g.mask {
		if g.words[i].text == string(text) {
			return uint16(i + 1)
		}
	}
	return 0
}
