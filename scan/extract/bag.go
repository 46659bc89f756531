package extract

import (
	"bytes"
	"hash/maphash"
)

// A bag collects the words and phrases of one document.
//
// Words are interned twice over: a form is the bytes as they are written, a
// node is a key. A node of several words hangs on the node of the words
// before its last one, so that a phrase costs one look-up a word. What stands
// where is a flat list of sightings; the rest is worked out from it once the
// document has been read.
type bag struct {
	lex   *lexicon
	seed  maphash.Seed
	text  []byte // the bytes of forms and keys
	forms []form
	nodes []node
	seen  []sighting
	tags  []frontValue
	full  bool // maxNodes was reached, new phrases were left out

	formTable, keyTable, phraseTable []int32 // index+1 by hash, open addressing
	scratch                          []byte
}

// form is a word as it is written.
type form struct {
	hash  uint32
	at    int32 // in bag.text
	size  int32
	term  int32 // node by the key of terms, plural folded; -1 for none
	name  int32 // node by the key of names
	class wordClass
	shape shape
	kind  Kind // what the word calls its neighbour: "class" says Class
	kinds bool // kind is meant

	capital bool // starts with a capital, or is no lower case word
}

// node is a key: a word, or a phrase of up to four.
type node struct {
	hash   uint32
	parent int32 // node of the words before the last, -1 for one word
	word   int32 // node of the last word
	at     int32 // one word: the key in bag.text
	size   int32
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

// maxNodes bounds the keys of one document, and so its memory. A megabyte of
// prose has about 60,000.
const maxNodes = 1 << 18

func (b *bag) init(lex *lexicon) {
	b.lex = lex
	b.seed = maphash.MakeSeed()
	b.reset()
}

func (b *bag) reset() {
	b.text, b.forms, b.nodes, b.seen, b.tags = b.text[:0], b.forms[:0], b.nodes[:0], b.seen[:0], b.tags[:0]
	b.full = false
	b.formTable = cleared(b.formTable)
	b.keyTable = cleared(b.keyTable)
	b.phraseTable = cleared(b.phraseTable)
}

// cleared empties a table, or replaces one that a large document has blown up.
func cleared(table []int32) []int32 {
	if len(table) == 0 || len(table) > 1<<14 {
		return make([]int32, 1<<10)
	}
	clear(table)
	return table
}

func (b *bag) hash(word []byte) uint32 { return uint32(maphash.Bytes(b.seed, word)) }

// form returns the index of a word's form, which it adds if it is new; -1
// when the bag is full.
func (b *bag) form(word []byte) int32 {
	h := b.hash(word)
	mask := uint32(len(b.formTable) - 1)
	i := h & mask
	for b.formTable[i] != 0 {
		n := b.formTable[i] - 1
		if f := &b.forms[n]; f.hash == h && bytes.Equal(b.text[f.at:f.at+f.size], word) {
			return n
		}
		i = (i + 1) & mask
	}
	if len(b.nodes) >= maxNodes || len(b.forms) >= maxNodes {
		b.full = true
		return -1
	}
	n := int32(len(b.forms))
	b.formTable[i] = n + 1
	b.forms = append(b.forms, b.newForm(h, word))
	if len(b.forms)*2 > len(b.formTable) {
		b.formTable = regrow(b.formTable, len(b.forms), func(n int) uint32 { return b.forms[n].hash })
	}
	return n
}

func (b *bag) newForm(h uint32, word []byte) form {
	f := form{hash: h, at: int32(len(b.text)), size: int32(len(word)), term: -1}
	b.text = append(b.text, word...)
	f.shape = shapeOf(word)
	f.capital = isUpper(word[0]) || f.shape.isName()
	b.scratch = appendFold(b.scratch[:0], word)
	f.name = b.key(b.scratch)
	f.class = b.lex.class(b.scratch)
	if f.class == wordForeign && f.shape != shapeAcronym {
		f.class = wordStop
	} else if f.class == wordForeign {
		f.class = wordPlain // COM, AI and OS are function words elsewhere
	}
	f.kind, f.kinds = kindWord(b.scratch)
	f.term = f.name
	if one := singular(b.scratch); len(one) != len(b.scratch) {
		f.term = b.key(one)
	}
	return f
}

// key returns the node of a folded word.
func (b *bag) key(word []byte) int32 {
	h := b.hash(word)
	mask := uint32(len(b.keyTable) - 1)
	i := h & mask
	for b.keyTable[i] != 0 {
		n := b.keyTable[i] - 1
		if k := &b.nodes[n]; k.hash == h && bytes.Equal(b.text[k.at:k.at+k.size], word) {
			return n
		}
		i = (i + 1) & mask
	}
	n := int32(len(b.nodes))
	b.keyTable[i] = n + 1
	b.nodes = append(b.nodes, node{hash: h, parent: -1, word: n, at: int32(len(b.text)), size: int32(len(word)), words: 1})
	b.text = append(b.text, word...)
	b.growKeys()
	return n
}

func (b *bag) growKeys() {
	if len(b.nodes)*2 > len(b.keyTable) {
		b.keyTable = make([]int32, len(b.keyTable)*2)
		mask := uint32(len(b.keyTable) - 1)
		for n := range b.nodes {
			if b.nodes[n].parent >= 0 {
				continue
			}
			i := b.nodes[n].hash & mask
			for b.keyTable[i] != 0 {
				i = (i + 1) & mask
			}
			b.keyTable[i] = int32(n) + 1
		}
	}
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
	if len(b.nodes) >= maxNodes {
		b.full = true
		return -1
	}
	n := int32(len(b.nodes))
	b.phraseTable[i] = n + 1
	b.nodes = append(b.nodes, node{hash: h, parent: parent, word: word, words: b.nodes[parent].words + 1})
	if len(b.nodes)*2 > len(b.phraseTable) {
		b.phraseTable = make([]int32, len(b.phraseTable)*2)
		mask := uint32(len(b.phraseTable) - 1)
		for n := range b.nodes {
			if b.nodes[n].parent < 0 {
				continue
			}
			i := b.nodes[n].hash & mask
			for b.phraseTable[i] != 0 {
				i = (i + 1) & mask
			}
			b.phraseTable[i] = int32(n) + 1
		}
	}
	return n
}

// regrow returns a table of twice the size that holds n entries.
func regrow(table []int32, n int, hash func(int) uint32) []int32 {
	table = make([]int32, len(table)*2)
	mask := uint32(len(table) - 1)
	for k := range n {
		i := hash(k) & mask
		for table[i] != 0 {
			i = (i + 1) & mask
		}
		table[i] = int32(k) + 1
	}
	return table
}

// tag notes a value of the front matter.
func (b *bag) tag(text string, line int) {
	if text != "" {
		b.tags = append(b.tags, frontValue{text, line})
	}
}

// appendKey appends the key of a node to dst.
func (b *bag) appendKey(dst []byte, n int32) []byte {
	p := &b.nodes[n]
	if p.parent >= 0 {
		dst = append(b.appendKey(dst, p.parent), ' ')
		p = &b.nodes[p.word]
	}
	return append(dst, b.text[p.at:p.at+p.size]...)
}
