package extract

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// wordBytes are the bytes of a word of up to 16 bytes in registers, so that two
// such words compare without a look at memory; of a longer one they are the
// ends. Words of several sizes may have the same: "a" and "aa".
type wordBytes struct{ low, high uint64 }

// bytesOf packs the bytes of a word. The loads overlap where the word is
// shorter than they are together.
func bytesOf(word []byte) wordBytes {
	n := len(word)
	var in wordBytes
	switch {
	case n >= 8:
		in.low = binary.LittleEndian.Uint64(word)
		in.high = binary.LittleEndian.Uint64(word[n-8:])
	case n >= 4:
		in.low = uint64(binary.LittleEndian.Uint32(word)) | uint64(binary.LittleEndian.Uint32(word[n-4:]))<<32
	case n > 0:
		in.low = uint64(word[0]) | uint64(word[n/2])<<8 | uint64(word[n-1])<<16
	}
	return in
}

// wordSeed makes the hashes of a reader its own, so that no document can be
// written whose words collide.
type wordSeed struct {
	low, high uint64
	long      maphash.Seed
}

func newWordSeed() wordSeed {
	seed := maphash.MakeSeed()
	return wordSeed{low: maphash.String(seed, "low"), high: maphash.String(seed, "high"), long: seed}
}

// hash returns the hash of a word: of a short one the folded product of its
// halves, as wyhash has it.
func (s *wordSeed) hash(in wordBytes, word []byte) uint32 {
	if len(word) > 16 {
		return uint32(maphash.Bytes(s.long, word))
	}
	high, low := bits.Mul64(in.low^s.low, in.high^s.high^uint64(len(word)))
	x := high ^ low
	return uint32(x ^ x>>32)
}

// slot is an entry of a table with open addressing.
type slot struct {
	hash uint32
	next int32 // index+1 of what it stands for, 0 for none
}

// regrow returns a table of twice the size with the same entries.
func regrow(table []slot) []slot {
	larger := make([]slot, len(table)*2)
	mask := uint32(len(larger) - 1)
	for _, s := range table {
		if s.next == 0 {
			continue
		}
		i := s.hash & mask
		for larger[i].next != 0 {
			i = (i + 1) & mask
		}
		larger[i] = s
	}
	return larger
}

// looks are what the letters of a key tell, as a set: worked out once for a
// word that document after document has.
type looks uint8

const (
	looksKind      looks = 1 << iota // a word for kinds of names: class
	looksGerund                      // an English word in -ing
	looksAdjective                   // ends as adjectives do
	looksAbstract                    // ends as nouns do
	looksCode                        // has a sign or a digit: see shaped
	looksLiteral                     // a value that code writes: true
)

func looksOf(word []byte) looks {
	var l looks
	if len(word) == 0 {
		return l
	}
	set := func(bit looks, on bool) {
		if on {
			l |= bit
		}
	}
	_, kind := kindWord(word)
	set(looksKind, kind)
	set(looksGerund, len(word) > 5 && string(word[len(word)-3:]) == "ing")
	set(looksAdjective, endsIn(word, &adjectiveEnds))
	set(looksAbstract, endsIn(word, &nounEnds))
	set(looksLiteral, isLiteral(word))
	for _, c := range word {
		set(looksCode, c == '_' || c == ':' || c == '.' || isDigit(c))
	}
	return l
}
