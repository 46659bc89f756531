package extract

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// shape says what a word's letters alone tell of it.
type shape uint8

const (
	shapeNone      shape = iota // digits, nothing
	shapeWord                   // a word as prose writes it
	shapeAcronym                // GPU, APIs
	shapeCamel                  // CamelCase, iPhone, CWnd
	shapeSnake                  // snake_case, _name
	shapeScream                 // SCREAMING_CASE
	shapeCode                   // C2403: capitals and digits
	shapeDotted                 // dotted.name
	shapeQualified              // ns::name
	shapeNoise                  // hash, GUID, number
)

// isName reports whether a word of this shape is code wherever it stands.
func (s shape) isName() bool { return s >= shapeCamel && s <= shapeQualified }

// What shapeOf counts, each in a byte of one number: a word has no more than
// maxName bytes.
const (
	countLower = 8 * iota
	countUpper
	countDigits
	countUnder
	countDots
	countColons
	countHyphens
	countHex
)

// byteCounts are what each byte adds to the counts.
var byteCounts = func() (table [256]uint64) {
	for c := range table {
		switch c := byte(c); {
		case isSmall(c), c >= utf8.RuneSelf: // near enough: shapes are about ASCII
			table[c] = 1 << countLower
		case isUpper(c):
			table[c] = 1 << countUpper
		case isDigit(c):
			table[c] = 1 << countDigits
		}
		if low := c | 0x20; low >= 'a' && low <= 'f' {
			table[c] += 1 << countHex
		}
	}
	table['_'], table['.'], table[':'], table['-'] = 1<<countUnder, 1<<countDots, 1<<countColons, 1<<countHyphens
	return table
}()

// shapeOf classifies a word of letters, digits, '_', and the connectors that
// join them inside a word.
func shapeOf(word []byte) shape {
	if len(word) > maxName {
		return shapeNoise
	}
	counts := uint64(0)
	for _, c := range word {
		counts += byteCounts[c]
	}
	count := func(of int) int { return int(counts >> of & 0xff) }
	lower, upper, digits, under := count(countLower), count(countUpper), count(countDigits), count(countUnder)
	dots, hyphens := count(countDots), count(countHyphens)
	letters := lower + upper
	switch {
	case dots == 1 && word[0] == '.' && upper > 1 && lower+digits+under == 0:
		return shapeAcronym // .NET
	case letters == 0:
		return shapeNoise
	case count(countColons) > 0:
		if isAddress(word) {
			return shapeNoise
		}
		return shapeQualified
	case isOpaque(word, lower, upper, digits):
		return shapeNoise
	case isNoise(word, letters, digits, count(countHex), hyphens):
		return shapeNoise
	case dots > 0:
		return shapeDotted
	case under > 0 && lower == 0:
		return shapeScream
	case under > 0:
		return shapeSnake
	case hyphens > 0:
		return shapeWord
	case lower > 0 && upper > 0 && hasHump(word):
		return shapeCamel
	case upper > 0 && digits > 0 && lower == 0 && letters+digits > 2:
		return shapeCode
	case upper > 1 && (lower == 0 || lower == 1 && word[len(word)-1] == 's'):
		return shapeAcronym
	}
	return shapeWord
}

// hasHump reports whether a capital follows a small letter, or capitals come
// before a capitalised rest: CWnd, XMLParser.
func hasHump(word []byte) bool {
	for i := 1; i < len(word); i++ {
		switch c, last := word[i], word[i-1]; {
		case isUpper(c) && isSmall(last):
			return true
		case isSmall(c) && isUpper(last) && i >= 2 && isUpper(word[i-2]) && !(c == 's' && i == len(word)-1):
			return true
		}
	}
	return false
}

// isNoise recognises hashes, GUIDs, numbers with a unit and words too long to
// be words.
func isNoise(word []byte, letters, digits, hex, hyphens int) bool {
	c := word[0]
	switch {
	case len(word) > maxWord:
		return true
	case c >= '0' && c <= '9':
		// 64-bit and 3D are words; 0x1F, 12ms and 4th are not.
		return !(hyphens == 1 && letters > 2) && !generation(word)
	case c|0x20 == 'v' && letters <= 4 && len(word) > 2 && isDigit(word[1]) && bytes.IndexByte(word, '.') > 0:
		return true // v1.2.0-rc.3
	case letters == hex && digits > 0 && len(word) >= 8:
		return true
	case letters == hex && len(word) == 7 && digits > 1 && c >= 'a' && isLetter(word[6]):
		return true // a commit's short name
	case digits > 6 && digits*2 > letters && len(word) > 16:
		return true
	}
	return false
}

// generation reports whether a word that starts with a digit is a name: 3D, 5G,
// 2FA, 3GPP. Numbers with a unit and hexadecimal ones are not.
func generation(word []byte) bool {
	hex := true
	for _, c := range word[1:] {
		if !isUpper(c) {
			return false
		}
		hex = hex && c <= 'F'
	}
	switch len(word) {
	case 2:
		return word[0] != '0' && (word[1] == 'D' || word[1] == 'G' || word[1] == 'K')
	case 3, 4, 5:
		switch string(word[1:]) {
		case "KB", "MB", "GB", "TB", "PB", "KIB", "MIB", "GIB", "HZ", "KHZ", "MHZ", "GHZ", "DB", "KV", "KW", "MW", "MS", "NS", "US", "MM", "CM", "KM", "KG", "PX",
			"TH", "ND", "ST", "RD", "AM", "PM", "UL", "LL", "ULL", "GBPS", "MBPS", "KBPS":
			return false
		}
		return word[0] != '0' && (!hex || len(word) == 3)
	}
	return false
}

// maxWord is the longest word that can be a keyword, in bytes. Chemistry and
// mangled names go beyond; base64 always does.
const maxWord = 80

// maxName is the longest qualified name that can be a keyword, in bytes.
const maxName = 200

// kindWord returns the kind that a folded word gives to the name next to it.
func kindWord(word []byte) (Kind, bool) {
	switch string(word) {
	case "class", "classes", "struct", "structs", "structure", "structures", "interface", "interfaces", "trait", "traits",
		"enum", "enums", "enumeration", "type", "types", "typedef", "union", "record", "exception", "widget":
		return Class, true
	case "function", "functions", "method", "methods", "procedure", "procedures", "routine", "routines", "constructor", "destructor", "subroutine", "func":
		return Function, true
	case "macro", "macros":
		return Macro, true
	case "constant", "constants", "enumerator", "flag", "flags":
		return Constant, true
	case "namespace", "namespaces", "package", "packages", "module", "modules", "crate":
		return Namespace, true
	case "command", "option", "switch":
		return Command, true
	}
	return 0, false
}

// wordRune reports whether a character beyond ASCII belongs to words.
func wordRune(r rune) bool {
	return r != '\ufe0f' && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r))
}

// byteKind sorts ASCII for the tokenizers.
type byteKind uint8

const (
	byteOther byteKind = iota
	byteSpace
	byteLetter // letters, digits, '_'
	byteHigh   // not ASCII
)

var byteKinds = func() (table [256]byteKind) {
	for c := range table {
		switch {
		case c >= utf8.RuneSelf:
			table[c] = byteHigh
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			table[c] = byteSpace
		case c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z':
			table[c] = byteLetter
		}
	}
	return table
}()

func isWordByte(c byte) bool { return byteKinds[c] == byteLetter }
