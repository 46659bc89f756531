package extract

import (
	"bytes"
	"strings"
)

// Values that machines made: hashes, keys, encoded data. They are long and look
// like names at first, but change between capitals, small letters and digits at
// random, where a name changes once a word.

// shortestOpaque is the length in bytes from which a word without the
// structure of words is encoded data; below, GetProcAddressA and I2C1Mode are
// names.
const shortestOpaque = 16

// shortestStart is the same for a word that starts as encoded data does.
const shortestStart = 10

// opaqueStarts are how certificates, SSH keys, JSON in base64 and access keys
// start: from shortestStart bytes on they tell enough.
var opaqueStarts = [...]string{"MII", "AAAA", "eyJ"}

// isOpaque reports whether a word of letters and digits is encoded data: in
// base64 a run of letters or digits of one sort is two characters long on
// average, in names the part between two capitals is four or more.
func isOpaque(word []byte, lower, upper, digits int) bool {
	if upper == 0 || len(word) < shortestStart || lower+upper+digits != len(word) {
		return false
	}
	if len(word) == 20 && lower == 0 && (bytes.HasPrefix(word, []byte("AKIA")) || bytes.HasPrefix(word, []byte("ASIA"))) {
		return true // access keys
	}
	shortest := shortestOpaque
	for _, start := range opaqueStarts {
		if bytes.HasPrefix(word, []byte(start)) {
			shortest = shortestStart
		}
	}
	if len(word) < shortest || lower == 0 || upper == 0 || digits == 0 && len(word) < 24 && shortest == shortestOpaque {
		return false
	}
	return 10*len(word) < 27*humpCount(word)
}

// humpCount counts the parts of a name: HTTPServer2 has three.
func humpCount(word []byte) int {
	n := 1
	for i := 1; i < len(word); i++ {
		last, c := word[i-1], word[i]
		switch {
		case isDigit(c) != isDigit(last):
			n++
		case isUpper(c) && !isUpper(last) && !isDigit(last):
			n++
		case !isUpper(c) && !isDigit(c) && isUpper(last) && i > 1 && isUpper(word[i-2]):
			n++ // the capital before belongs to this part
		}
	}
	return n
}

// isAddress reports whether a word with colons is an address of IPv6, or a
// digest with the name of its algorithm before it: parts of a name never start
// with a digit.
func isAddress(word []byte) bool {
	algorithm, rest, _ := bytes.Cut(word, []byte(":"))
	switch strings.ToLower(string(algorithm)) {
	case "sha1", "sha224", "sha256", "sha384", "sha512", "md5":
		if len(rest) > 0 && rest[0] != ':' {
			return true
		}
	}
	hex, digits := true, 0
	for i, c := range word {
		switch {
		case isDigit(c):
			digits++
			if i > 0 && word[i-1] == ':' {
				return true
			}
		case c != ':' && (c|0x20 < 'a' || c|0x20 > 'f'):
			hex = false
		}
	}
	return hex && digits > 0 && len(algorithm) == 4
}

// opaqueEnd returns where the encoded data ends that goes on behind a word with
// the signs of base64, or end where there is none.
func opaqueEnd(text []byte, start, end int) int {
	i := end
	for i < len(text) && (isWordByte(text[i]) || text[i] == '+' || text[i] == '/' || text[i] == '=') {
		i++
	}
	if i-start < 40 {
		return end
	}
	run := bytes.TrimRight(text[start:i], "=")
	var lower, upper, digits int
	for _, c := range run {
		switch {
		case isDigit(c):
			digits++
		case isUpper(c):
			upper++
		case isLetter(c):
			lower++
		}
	}
	if lower == 0 || upper == 0 || digits == 0 || 10*len(run) >= 27*humpCount(run) {
		return end
	}
	return i
}

// isOpaqueTag reports whether a value of the front matter is no keyword: a
// number, a hash, a GUID, a function word. Words that languages reserve are
// tags of documents about them.
func (l *lexicon) isOpaqueTag(text string) bool {
	letters, digits, hex := 0, 0, true
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '-' || c == '.' || c == ',' || c == ' ' || c == '{' || c == '}':
			hex = hex && c != '.' && c != ' '
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			letters++
		default:
			letters++
			hex = false
		}
	}
	switch {
	case letters == 0:
		return digits > 0
	case hex && digits > 2 && letters+digits > 6:
		return true
	case strings.ContainsAny(text, " +#"):
		return false
	}
	if key := foldKey(text); !reservedWords[key] && l.words[key].class == wordStop {
		return true
	}
	return len(text) >= 10 && !isDigit(text[0]) && shapeOf([]byte(text)) == shapeNoise
}

// reservedWords are function words that programming languages reserve.
var reservedWords = words("and as do else for from if in is not or this until while with")
