package extract

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"

	"kwic/scan/extract/source"
)

// definition is what program text tells of how a name is meant that it defines:
// for everybody, or for its own file.
type definition struct {
	node   int32
	next   int32 // index and one of another definition of the node, 0 for none
	kind   Kind
	order  float32 // its place among the file's definitions, from 0 to 1
	share  float32 // of the file's lines that its block takes, from 0 to 1
	words  uint8   // of the name: ReadAll and read_all have two
	shown  bool    // public, export
	hidden bool    // private, C's static
	under  bool    // starts with '_'
	magic  bool    // the language calls it: __init__
	small  bool    // starts with a small letter where a capital lets others use it
	owned  bool    // by a class that is not for others
	member bool    // a constant of an enum or a class
	doc    bool    // a comment documents it
}

// define sights the name that program text defines, or imports, with what the
// definition says of it.
func (r *reader) define(g *source.Grammar, symbols []source.Symbol, i int) {
	k := &symbols[i]
	name := k.In(r.src)
	from := len(r.bag.seen)
	if k.Kind != source.Import && k.Path == "" && !g.JoinsDots() && bytes.IndexByte(name, '.') >= 0 {
		r.sight(name, k.Line, markFence, Kind(k.Kind), true) // R's print.gauge is one word
	} else {
		r.sightName(name, k.Line, markFence, Kind(k.Kind), k.Kind != source.Import)
	}
	if k.Kind == source.Import {
		return
	}
	if k.Path != "" && bytes.IndexByte(name, ' ') >= 0 { // whose last part sightName does not take
		r.sightName(r.src[k.Name.At:k.Name.End], k.Line, markFence, Kind(k.Kind), true)
	}
	d := definition{
		kind: Kind(k.Kind), order: float32(i) / float32(len(symbols)), share: float32(k.LastLine-k.Line) / float32(max(r.doc.Lines, 1)),
		words: wordsOfName(name), shown: k.Reach == source.Shown, hidden: k.Reach == source.Hidden, doc: k.Doc.At < k.Doc.End,
	}
	d.under, d.magic, d.small = nameTells(g, name)
	if k.Parent >= 0 && symbols[k.Parent].Kind == source.Class {
		class := &symbols[k.Parent]
		d.member = k.Kind == source.Constant
		d.shown = d.shown || k.Reach == source.Unsaid && class.Reach == source.Shown
		d.owned = class.Reach == source.Hidden || isHidden(g, class.In(r.src))
	} else if owner := k.Owner; owner.At < owner.End {
		d.owned = isHidden(g, r.src[owner.At:owner.End])
	}
	for _, s := range r.bag.seen[from:] {
		if s.defines && groupOf(s.kind) == groupMain {
			d.node = s.node
			r.definitions = append(r.definitions, d)
		}
	}
}

// nameTells returns what the writing of a name says of whom it is for: it starts
// with '_', the language calls it, it starts with a small letter where that
// keeps it to its package.
func nameTells(g *source.Grammar, name []byte) (under, magic, small bool) {
	last := lastPart(name)
	if len(last) > 1 && last[0] == '_' {
		magic = len(last) > 4 && string(last[:2]) == "__" && string(last[len(last)-2:]) == "__"
		return !magic, magic, false
	}
	first, _ := utf8.DecodeRune(last)
	return false, false, g.Capitals && !unicode.IsUpper(first)
}

// isHidden reports whether a name is written as one that is not for others.
func isHidden(g *source.Grammar, name []byte) bool {
	under, _, small := nameTells(g, name)
	return under || small
}

// lastPart returns what stands behind the last scope of a qualified name.
func lastPart(name []byte) []byte {
	for i := len(name) - 1; i >= 0; i-- {
		if c := name[i]; (c == '.' || c == ':' || c == '\\') && i+1 < len(name) {
			return name[i+1:]
		}
	}
	return name
}

// maxNameWords bounds the words of a name that count.
const maxNameWords = 6

// wordsOfName counts the words that a name is written of, by its case and its
// '_', at most maxNameWords.
func wordsOfName(name []byte) uint8 {
	count, inWord, small := uint8(0), false, false
	for _, c := range lastPart(name) {
		switch {
		case c >= 'A' && c <= 'Z':
			if !inWord || small {
				count++
			}
			inWord, small = true, false
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 0x80:
			if !inWord {
				count++
			}
			inWord, small = true, true
		default:
			inWord, small = false, false
		}
	}
	return min(count, maxNameWords)
}

// definitionOf returns the most telling definition of a key as a kind by
// program text, nil for none.
func (r *reader) definitionOf(n int32, kind Kind) *definition {
	if len(r.definitions) == 0 {
		return nil
	}
	var best *definition
	for i := r.end.definition[n]; i > 0; {
		d := &r.definitions[i-1]
		if d.kind == kind && (best == nil || d.worth() > best.worth()) {
			best = d
		}
		i = d.next
	}
	return best
}

// linkDefinitions makes the definitions of each key a list.
func (r *reader) linkDefinitions() {
	if len(r.definitions) == 0 {
		return
	}
	f := &r.end
	f.definition = slices.Grow(f.definition[:0], len(r.bag.nodes))[:len(r.bag.nodes)]
	clear(f.definition)
	for i := range r.definitions {
		d := &r.definitions[i]
		d.next = f.definition[d.node]
		f.definition[d.node] = int32(i + 1)
	}
}

// worth is what a definition adds to the score of its name.
func (d *definition) worth() float32 {
	var v signalSet
	d.signals(&v)
	return v.sum(nameDefined)
}

// signals fills in the signals of a name that program text defines.
func (d *definition) signals(v *signalSet) {
	v.put(signalProgram, 1)
	v.put(signalNameWords, float32(d.words))
	v.put(signalOrder, d.order)
	v.set(signalShown, d.shown)
	v.set(signalHidden, d.hidden)
	v.set(signalHiddenName, d.under)
	v.set(signalMagic, d.magic)
	v.set(signalSmall, d.small)
	v.put(signalFileShare, d.share)
	v.set(signalOwned, d.owned)
	v.set(signalMember, d.member)
	v.set(signalDocumented, d.doc)
	v.set(signalMacro, d.kind == Macro)
	v.set(signalConstant, d.kind == Constant)
	v.set(signalNamespace, d.kind == Namespace)
	v.set(signalClass, d.kind == Class)
}
