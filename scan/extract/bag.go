package extract

import (
	"bytes"
	"unicode/utf8"
)

// A bag collects the words and phrases of one document.
//
// Words are interned twice over: a form is the bytes as they are written, a
// key is what folding leaves of them. Both stay from document to document,
// because the words of one are mostly those of the next; a node stands for a
// key, or a phrase, in the document being read. A phrase hangs on the node of
// the words before its last one, so that it costs one look-up a word. What
// stands where is a flat list of sightings; the rest is worked out from it
// once the document has been read.
type bag struct {
	lex   *lexicon
	seed  wordSeed
	epoch uint16 // number of the document
	words int    // forms that the document has
	bytes int    // of these forms
	text  []byte // the bytes of forms and keys
	forms []form
	names []int32 // of each form the key of names
	keys  []key
	nodes []node
	seen  []sighting
	tags  []tagged
	most  struct{ nodes, bytes int } // maxNodes and maxFormBytes, as the document's size has it
	full  bool                       // one of them was reached, new phrases were left out

	formTable, keyTable []slot
	phraseTable         []int32 // index+1 by hash, open addressing
	scratch             []byte
}

// form is a word as it is written. Each word of a text is looked up among
// them: they are of 32 bytes, so that one look at memory gets all of one.
type form struct {
	bytes wordBytes
	at    int32  // in bag.text
	term  int32  // the key of terms, plural folded
	epoch uint16 // the last document that has it
	size  uint8  // in bytes, maxName at most
	class wordClass
	cue   cue
	shape shape
	kind  Kind // what the word calls its neighbour: "class" says Class; noKind for none
	is    formSort
}

// formSort is what prose takes a form for, as a set: worked out once, because it
// is asked at each word of a text.
type formSort uint8

const (
	isCapital formSort = 1 << iota // starts with a capital, or is no lower case word
	isName                         // looks like code
	isStop                         // bounds phrases
	isArticle                      // a function word that an object starts with: what stands before it in -ing is a verb
	isNothing                      // noise, or a single character
)

// noKind is the kind of words that call their neighbours nothing.
const noKind Kind = 0xff

// kinds reports whether a word calls its neighbour something.
func (f *form) kinds() bool { return f.kind != noKind }

// key is a folded word.
type key struct {
	at    int32 // in bag.text
	size  int32
	node  int32  // its node, if epoch is the bag's
	epoch uint16 // the last document that has it
	class wordClass
	cue   cue
	looks looks
}

// node is a key of the document: a word, or a phrase of up to four.
type node struct {
	parent int32 // node of the words before the last, -1 for one word
	word   int32 // one word: its key, else the node of the last word
	words  uint8
}

// sighting is one occurrence of a node.
type sighting struct {
	node    int32
	section int32
	line    int32
	at      int32 // the form: in the arena, or below 0 in bag.text at ^at
	size    uint16
	kind    Kind
	defines bool
	mark    mark
}

// see records a sighting. A document with many has room made for all that it
// may have at once: growing step by step would hold most of them twice.
func (b *bag) see(s sighting) {
	if len(b.seen) == cap(b.seen) && len(b.seen) >= 1<<17 && len(b.seen) < 2*maxSightings {
		// New memory is not touched before it is used.
		b.seen = append(make([]sighting, 0, 2*maxSightings+maxChunk*maxPhrase), b.seen...)
	}
	b.seen = append(b.seen, s)
}

// maxNodes bounds the keys of one document, and so its memory: those that come
// later are left out. A megabyte of prose has about 60,000, most of which are no
// keywords.
const maxNodes = 1 << 17

// maxFormBytes bounds the bytes of a document's forms, which are held in several
// ways: half as many again as maxNodes names of usual length have.
const maxFormBytes = 4 << 20

// ordinaryBytes is the size of documents for which these limits are made.
const ordinaryBytes = 10 << 20

// roomFor returns what a limit is for a document of a size in bytes. Whoever has
// larger ones read than is usual, wants what is in them: each ordinaryBytes more
// give twice the limit, still in proportion to the size.
func roomFor(limit, size int) int {
	return limit + int(2*float64(limit)*float64(max(size-ordinaryBytes, 0))/ordinaryBytes)
}

// maxTags bounds the keywords that a document names itself: half of what is kept.
const maxTags = maxKeywords / 2

// maxSections bounds the sections of one document. Headings beyond are read as
// text.
const maxSections = 1 << 15

func (b *bag) init(lex *lexicon) {
	b.lex = lex
	b.seed = newWordSeed()
	b.reset()
}

// reset makes the bag ready for another document. Words are forgotten only
// when there are many; whether they are changes no result.
func (b *bag) reset() {
	b.nodes, b.seen, b.tags = b.nodes[:0], b.seen[:0], b.tags[:0]
	b.full, b.words, b.bytes = false, 0, 0
	if cap(b.phraseTable) > 1<<14 {
		b.phraseTable = nil // a large document has blown it up
	}
	b.phraseTable = emptied(b.phraseTable, 1<<10)
	b.epoch++
	if len(b.forms) > keepForms || len(b.forms) == 0 || len(b.text) > keepBytes || b.epoch == 0 {
		b.epoch = 1
		b.text, b.forms, b.names, b.keys = b.text[:0], b.forms[:0], b.names[:0], b.keys[:0]
		b.formTable, b.keyTable = cleared(b.formTable), cleared(b.keyTable)
	}
}

// keepForms is how many forms stay from document to document.
const keepForms = 1 << 14

// cleared empties a table, or replaces one that a large document has blown up
// beyond what keepForms fill.
func cleared[S ~[]E, E any](table S) S {
	if len(table) == 0 || len(table) > 4*keepForms {
		return make(S, 1<<10)
	}
	clear(table)
	return table
}

// emptied returns an empty table of the given size, in the memory of another one
// if that is large enough. A table that starts small in each document stays in
// the nearest cache: most documents have few phrases.
func emptied(table []int32, size int) []int32 {
	if cap(table) < size {
		return make([]int32, size)
	}
	table = table[:size]
	clear(table)
	return table
}

// form returns the index of the form of a word of at most maxName bytes, which
// it adds if it is new; -1 when the document has too many.
func (b *bag) form(word []byte) int32 {
	in := bytesOf(word)
	h := b.seed.hash(in, word)
	mask := uint32(len(b.formTable) - 1)
	i := h & mask
	for ; b.formTable[i].next != 0; i = (i + 1) & mask {
		if b.formTable[i].hash != h {
			continue
		}
		n := b.formTable[i].next - 1
		if f := &b.forms[n]; f.bytes == in && int(f.size) == len(word) && (len(word) <= 16 || bytes.Equal(b.text[f.at:int(f.at)+len(word)], word)) {
			if f.epoch != b.epoch && !b.admit(len(word)) {
				return -1
			}
			f.epoch = b.epoch
			return n
		}
	}
	if !b.admit(len(word)) {
		return -1
	}
	n := int32(len(b.forms))
	b.formTable[i] = slot{h, n + 1}
	b.addForm(in, word)
	if len(b.forms)*2 > len(b.formTable) {
		b.formTable = regrow(b.formTable)
	}
	return n
}

// admit counts a form of a size in bytes that is new in the document, if there is room for it.
func (b *bag) admit(size int) bool {
	if len(b.nodes) >= b.most.nodes || b.words >= b.most.nodes || b.bytes+size > b.most.bytes {
		b.full = true
		return false
	}
	b.words++
	b.bytes += size
	return true
}

// addForm adds the form of a word, with all that its letters tell.
func (b *bag) addForm(in wordBytes, word []byte) {
	f := form{bytes: in, at: int32(len(b.text)), epoch: b.epoch, size: uint8(len(word)), kind: noKind}
	b.text = append(b.text, word...)
	f.shape = shapeOf(word)
	b.scratch = appendFold(b.scratch[:0], word)
	name := b.key(b.scratch)
	f.class, f.cue = b.keys[name].class, b.keys[name].cue
	if f.class == wordForeign && f.shape != shapeAcronym {
		f.class = wordStop
	} else if f.class == wordForeign {
		f.class = wordPlain // COM, AI and OS are function words elsewhere
	}
	if kind, kinds := kindWord(b.scratch); kinds {
		f.kind = kind
	}
	f.term = name
	if one := termFold(word, b.scratch); !bytes.Equal(one, b.scratch) {
		f.term = b.key(one)
	}
	f.is = f.sort(word)
	b.forms, b.names = append(b.forms, f), append(b.names, name)
}

// sort returns what prose takes the form of a word for.
func (f *form) sort(word []byte) formSort {
	var s formSort
	if isUpper(word[0]) || f.shape.isName() {
		s |= isCapital
	}
	if f.shape.isName() && f.class <= wordWeak {
		s |= isName
	}
	if f.class == wordStop {
		s |= isStop
	}
	switch string(word) {
	case "a", "an", "the", "this", "these", "its", "their", "your":
		s |= isArticle
	}
	if f.shape == shapeNoise || len(word) <= utf8.UTFMax && utf8.RuneCount(word) == 1 {
		s |= isNothing
	}
	return s
}

// key returns the index of a folded word, which it adds if it is new.
func (b *bag) key(word []byte) int32 {
	i, n := b.findKey(word)
	if n >= 0 {
		return n
	}
	n = int32(len(b.keys))
	b.keyTable[i].next = n + 1
	known := b.lex.words[string(word)]
	b.keys = append(b.keys, key{
		at: int32(len(b.text)), size: int32(len(word)), class: b.lex.classOf(word, known), cue: known.cue, looks: looksOf(word),
	})
	b.text = append(b.text, word...)
	if len(b.keys)*2 > len(b.keyTable) {
		b.keyTable = regrow(b.keyTable)
	}
	return n
}

// findKey returns the key of a folded word and where it is in the table; for a
// word that has none -1, and where it belongs, with its hash there.
func (b *bag) findKey(word []byte) (at uint32, n int32) {
	h := b.seed.hash(bytesOf(word), word)
	mask := uint32(len(b.keyTable) - 1)
	i := h & mask
	for ; b.keyTable[i].next != 0; i = (i + 1) & mask {
		if b.keyTable[i].hash != h {
			continue
		}
		n := b.keyTable[i].next - 1
		if k := &b.keys[n]; bytes.Equal(b.text[k.at:k.at+k.size], word) {
			return i, n
		}
	}
	b.keyTable[i].hash = h
	return i, -1
}

// known returns the document's node of a word as a term, -1 for none. It adds
// nothing.
func (b *bag) known(word []byte) int32 {
	b.scratch = appendFold(b.scratch[:0], word)
	folded := termFold(word, b.scratch)
	if _, n := b.findKey(folded); n >= 0 && b.keys[n].epoch == b.epoch {
		return b.keys[n].node
	}
	return -1
}

// node returns the document's node of a key.
func (b *bag) node(n int32) int32 {
	k := &b.keys[n]
	if k.epoch != b.epoch {
		k.epoch, k.node = b.epoch, int32(len(b.nodes))
		b.nodes = append(b.nodes, node{parent: -1, word: n, words: 1})
	}
	return k.node
}

// word returns the key of a node of one word.
func (b *bag) word(n int32) []byte {
	k := &b.keys[b.nodes[n].word]
	return b.text[k.at : k.at+k.size]
}

// gerund reports whether a key is an English word in -ing.
func (b *bag) gerund(n int32) bool {
	return b.keys[n].looks&looksGerund != 0
}

// find returns the node of parent's words followed by word, -1 for none.
func (b *bag) find(parent, word int32) int32 {
	mask := uint32(len(b.phraseTable) - 1)
	for i := phraseHash(parent, word) & mask; b.phraseTable[i] != 0; i = (i + 1) & mask {
		n := b.phraseTable[i] - 1
		if p := &b.nodes[n]; p.parent == parent && p.word == word {
			return n
		}
	}
	return -1
}

// tail returns the node of a phrase without its first word, -1 for none.
func (b *bag) tail(n int32) int32 {
	k := b.nodes[n]
	if b.nodes[k.parent].parent < 0 {
		return k.word
	}
	head := b.tail(k.parent)
	if head < 0 {
		return -1
	}
	return b.find(head, k.word)
}

func phraseHash(parent, word int32) uint32 {
	x := (uint64(uint32(parent))<<32 | uint64(uint32(word))) * 0x9e3779b97f4a7c15
	return uint32(x>>32) ^ uint32(x)
}

// phrase returns the node of parent's words followed by word, -1 when the
// bag is full.
func (b *bag) phrase(parent, word int32) int32 {
	h := phraseHash(parent, word)
	mask := uint32(len(b.phraseTable) - 1)
	i := h & mask
	for b.phraseTable[i] != 0 {
		n := b.phraseTable[i] - 1
		if p := &b.nodes[n]; p.parent == parent && p.word == word {
			return n
		}
		i = (i + 1) & mask
	}
	if len(b.nodes) >= b.most.nodes {
		b.full = true
		return -1
	}
	n := int32(len(b.nodes))
	b.phraseTable[i] = n + 1
	b.nodes = append(b.nodes, node{parent: parent, word: word, words: b.nodes[parent].words + 1})
	if len(b.nodes)*2 > len(b.phraseTable) {
		b.phraseTable = emptied(b.phraseTable, len(b.phraseTable)*2)
		mask := uint32(len(b.phraseTable) - 1)
		for n := range b.nodes {
			if b.nodes[n].parent < 0 {
				continue
			}
			i := phraseHash(b.nodes[n].parent, b.nodes[n].word) & mask
			for b.phraseTable[i] != 0 {
				i = (i + 1) & mask
			}
			b.phraseTable[i] = int32(n) + 1
		}
	}
	return n
}

// tagged is a tag: of the document, or of the place where its text says so.
type tagged struct {
	text          string
	line, section int
	inText        bool
}

// tag notes a value of the front matter.
func (b *bag) tag(text string, line int) {
	if len(b.tags) >= maxTags {
		b.full = true
	} else if text != "" {
		b.tags = append(b.tags, tagged{text: text, line: line})
	}
}

// indexTag notes an entry that the text makes for an index. A document has no
// more of them than keys.
func (b *bag) indexTag(text string, line, section int) {
	if len(b.tags) >= maxTags {
		b.full = true
	} else if text != "" {
		b.tags = append(b.tags, tagged{text, line, section, true})
	}
}

// appendKey appends the key of a node to dst.
func (b *bag) appendKey(dst []byte, n int32) []byte {
	p := &b.nodes[n]
	if p.parent >= 0 {
		dst = append(b.appendKey(dst, p.parent), ' ')
		return append(dst, b.word(p.word)...)
	}
	return append(dst, b.word(n)...)
}
