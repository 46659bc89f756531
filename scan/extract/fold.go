package extract

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// foldKey returns the key of a name: its case folded, in NFC.
func foldKey(s string) string { return string(appendFold(nil, []byte(s))) }

// appendFold appends the case-folded NFC form of text to dst.
func appendFold(dst, text []byte) []byte {
	for i, c := range text {
		if c >= utf8.RuneSelf {
			return append(dst[:len(dst)-i], foldUnicode(text)...)
		}
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}

// foldUnicode folds text beyond ASCII: case, and the width of Latin letters and
// of Katakana in East Asian text. Folding can undo a composition, so that
// composing comes last. A soft hyphen is no part of a word.
func foldUnicode(text []byte) []byte {
	text = norm.NFC.Bytes(cases.Fold().Bytes(norm.NFC.Bytes(width.Fold.Bytes(text))))
	return bytes.ReplaceAll(text, []byte("\u00ad"), nil)
}

// singular returns the folded word without a plural s, by the spelling rules
// of English: libraries → library, classes → class, vectors → vector. Words
// that end in s by nature stay: this, class, bus, analysis.
func singular(word []byte) []byte {
	n := len(word)
	if n < 4 || word[n-1] != 's' {
		return word
	}
	ends := func(suffix string) bool {
		return n > len(suffix) && string(word[n-len(suffix):]) == suffix
	}
	switch {
	case ends("ss"), ends("us"), ends("is"), ends("'s"):
		return word
	case singularS[string(word)]:
		return word
	case ends("ies"):
		if n == 4 { // dies, ties
			return word[:n-1]
		}
		// The y takes the place of the i in a copy: word is the caller's.
		return append(append(make([]byte, 0, n), word[:n-3]...), 'y')
	case ends("sses"), ends("xes"), ends("ches"), ends("shes"), ends("zzes"):
		if ends("aches") { // caches, not beaches
			return word[:n-1]
		}
		return word[:n-2]
	}
	return word[:n-1]
}

// singularS holds words of one number that the rules would cut.
var singularS = map[string]bool{
	"alias": true, "always": true, "atlas": true, "bias": true, "canvas": true, "chaos": true, "cos": true,
	"dos": true, "gas": true, "has": true, "ios": true, "kubernetes": true, "kudos": true, "lens": true, "macos": true,
	"news": true, "nodejs": true, "pandas": true, "perhaps": true, "physics": true, "mathematics": true, "series": true, "species": true,
	"redis": true, "rails": true, "windows": true, "postgres": true, "jenkins": true, "https": true, "tls": true,
	"dns": true, "css": true, "aws": true, "gps": true, "cms": true, "nfs": true, "ntfs": true, "os": true, "sas": true, "saas": true,
	"sans": true, "does": true, "goes": true, "plus": true, "yes": true, "iis": true, "ms": true,
}
