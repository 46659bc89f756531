package extract

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"

	"kwic/scan/extract/source"
)

// codeState is what reading a block of code keeps.
type codeState struct {
	line int32  // the line being read
	buf  []byte // the text of a block that is not in one piece
}

// words makes a set of a list.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}

// commandFences are info strings of commands besides those of a shell's
// language.
var commandFences = words("cmd bat batch batchfile dos doscon cmd-session")

// fence reads a code block by the rules of its language.
func (r *reader) fence(n ast.Node, info []byte) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	from, to := lines.At(0).Start, lines.At(0).Stop
	whole := true
	for i := 1; i < lines.Len(); i++ {
		whole = whole && lines.At(i).Start == to
		to = lines.At(i).Stop
	}
	line := r.lineAt(r.body + from)
	if whole {
		r.code(r.src[r.body+from:r.body+to], line, info)
		return
	}
	buf := r.lex.buf[:0]
	for i := range lines.Len() {
		seg := lines.At(i)
		buf = append(buf, r.src[r.body+seg.Start:r.body+seg.Stop]...)
	}
	r.lex.buf = buf
	r.code(buf, line, info)
}

// code reads the text of a code block that starts on the given line: what it
// defines, imports and uses. A block of no known language is read for names
// alone.
func (r *reader) code(text []byte, line int, info []byte) {
	r.lex.line = int32(line)
	r.ctx.first, r.ctx.kinds, r.ctx.parens = false, false, 0
	alias := fenceAlias(info)
	language, known := LanguageByAlias(alias)
	commands := language == Shell || language == PowerShell || commandFences[alias]
	if commands {
		r.shell(text)
	}
	if !known || !source.Knows(string(language)) {
		if !commands {
			r.codeNames(text)
		}
		return
	}
	for len(text) > maxCode {
		end := maxCode
		if i := bytes.LastIndexByte(text[:end], '\n'); i > 0 {
			end = i + 1
		}
		r.codePart(language, text[:end], line, commands)
		line += bytes.Count(text[:end], []byte("\n"))
		text, r.bag.full = text[end:], true
	}
	r.codePart(language, text, line, commands)
}

// maxCode is how many bytes of a code block are read at a time, as if each part
// were a block: what the scanner keeps of one is many times its size. A block
// of more is data, and the reading counts as simple.
const maxCode = 1 << 20

func (r *reader) codePart(language Language, text []byte, line int, commands bool) {
	file := r.scanner.Scan(source.ByName(string(language)), text, line, !commands)
	for i := range file.Symbols {
		// Commands are told by the lines; of a script the functions are left.
		if k := &file.Symbols[i]; !commands || k.Definition && k.Kind <= source.Function {
			r.codeSymbol(text, k)
		}
	}
}

// fenceAlias returns the language's name in an info string: its first word,
// without the attributes that some tools write behind it or around it:
// "js{1,3}", "{.python", "c,ignore".
func fenceAlias(info []byte) string {
	info = bytes.TrimLeft(info, "{.")
	if end := bytes.IndexAny(info, "{},:; \t"); end >= 0 {
		info = info[:end]
	}
	if len(info) > longestSuffix {
		return ""
	}
	return strings.ToLower(string(info))
}

// isPlaceholder reports whether a name is one that examples give to what has none.
func isPlaceholder(name []byte) bool {
	switch string(name) {
	case "foo", "bar", "baz", "qux", "quux", "Foo", "Bar", "Baz", "FOO", "BAR", "foobar", "tmp", "temp":
		return true
	}
	return false
}

// codeSymbol records what the scanner found in a code block.
func (r *reader) codeSymbol(text []byte, k *source.Symbol) {
	name := text[k.Name.At:k.Name.End]
	m := mark(markFence)
	switch {
	case k.Kind == source.Comment:
		r.lex.line = k.Line
		r.commentText(name)
		return
	case len(name) < 2 || len(name) > maxName || isPlaceholder(name):
		return
	case k.Kind == source.Import:
		r.sightName(name, k.Line, m, Import, false)
		return
	case k.Definition:
	case k.Kind == source.Function:
		m |= markCall
	default:
		if sh := shapeOf(name); !sh.isName() || sh == shapeCode {
			return
		}
	}
	r.sightName(name, k.Line, m, Kind(k.Kind), k.Definition)
}

// codeNames keeps the shaped names of a comment, or of code in a language
// that is not known. It counts lines as it goes.
func (r *reader) codeNames(text []byte) {
	s := &r.lex
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\n':
			s.line++
		case c == '/' || c == '\\' || c == '<':
			if i+1 < len(text) && isWordByte(text[i+1]) && (i == 0 || isSpace(text[i-1])) {
				i = skipRun(text, i)
				continue
			}
		case isWordByte(c):
			end, shown, what := scanWord(text, i)
			if word := text[i:shown]; what == wordText || what == wordCall {
				if sh := shapeOf(word); sh == shapeCamel || sh == shapeSnake || sh == shapeScream || sh == shapeQualified {
					kind := Identifier
					if what == wordCall {
						kind = Function
					}
					r.sightName(word, s.line, markFence, kind, false)
				}
			}
			i = end
			continue
		}
		i++
	}
}
