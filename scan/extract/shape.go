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

// shapeOf classifies a word of letters, digits, '_', and the connectors that
// join them inside a word.
func shapeOf(word []byte) shape {
	var lower, upper, digits, under, dots, colons, hyphens, humps, hex int
	var last byte
	for i, c := range word {
		switch {
		case c >= 'a' && c <= 'z':
			lower++
			if c <= 'f' {
				hex++
			}
		case c >= 'A' && c <= 'Z':
			upper++
			if last >= 'a' && last <= 'z' {
				humps++
			}
			if c <= 'F' {
				hex++
			}
		case c >= '0' && c <= '9':
			digits++
		case c == '_':
			under++
		case c == '.':
			dots++
		case c == ':':
			colons++
		case c == '-':
			hyphens++
		case c >= utf8.RuneSelf:
			lower++ // near enough: shapes are about ASCII
		}
		// Capitals before a capitalised rest: CWnd, XMLParser.
		if c >= 'a' && c <= 'z' && i >= 2 && last >= 'A' && last <= 'Z' && word[i-2] >= 'A' && word[i-2] <= 'Z' &&
			!(c == 's' && i == len(word)-1) {
			humps++
		}
		last = c
	}
	letters := lower + upper
	switch {
	case dots == 1 && word[0] == '.' && upper > 1 && lower+digits+under == 0:
		return shapeAcronym // .NET
	case letters == 0 || len(word) > maxName:
		return shapeNoise
	case colons > 0:
		if isAddress(word) {
			return shapeNoise
		}
		return shapeQualified
	case isOpaque(word, lower, upper, digits):
		return shapeNoise
	case isNoise(word, letters, digits, hex, hyphens):
		return shapeNoise
	case dots > 0:
		return shapeDotted
	case under > 0 && lower == 0:
		return shapeScream
	case under > 0:
		return shapeSnake
	case hyphens > 0:
		return shapeWord
	case humps > 0:
		return shapeCamel
	case upper > 0 && digits > 0 && lower == 0 && letters+digits > 2:
		return shapeCode
	case upper > 1 && (lower == 0 || lower == 1 && last == 's'):
		return shapeAcronym
	}
	return shapeWord
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
