package extract

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"
)

// wordSort is what scanWord met.
type wordSort uint8

const (
	wordText wordSort = iota
	wordCall          // a name with () behind it
	wordRun           // a path, an address: not a word, up to the next space
	wordCJK           // characters of a script without spaces
)

// scanWord finds the end of the word that starts at i: letters, digits and
// '_', and what joins them inside a word: - . :: and apostrophes. shown is
// where the part ends that is kept: without 's and ().
func scanWord(text []byte, i int) (end, shown int, what wordSort) {
	start := i
	for i < len(text) {
		c := text[i]
		if isWordByte(c) {
			i++
			continue
		}
		if c == ' ' { // as behind most words
			return i, i, wordText
		}
		next := byte(0)
		if i+1 < len(text) {
			next = text[i+1]
		}
		switch c {
		case '\'':
			if !isLetter(next) {
				return i, i, wordText
			}
			if (next|0x20) == 's' && (i+2 == len(text) || !isWordByte(text[i+2])) {
				return i + 2, i, wordText
			}
			if elided(text[start:i]) {
				if whole := elidedWhole(text, start, i+1); whole > 0 {
					return whole, i, wordText
				}
				return i + 1, i, wordText
			}
			i++
		case '-', '.':
			if !isWordByte(next) && next < utf8.RuneSelf {
				return i, i, wordText
			}
			i++
		case ':':
			if next == ':' && i+2 < len(text) && (isWordByte(text[i+2]) || text[i+2] == '~') {
				i += 3
				continue
			}
			if next == '/' && i+2 < len(text) && text[i+2] == '/' {
				return runEnd(text, i), i, wordRun
			}
			if next == '\\' {
				return runEnd(text, i), i, wordRun
			}
			return i, i, wordText
		case '&':
			if end := signedEnd(text, start, i); end > 0 {
				return end, end, wordText
			}
			return i, i, wordText
		case '/', '\\':
			if end := signedEnd(text, start, i); end > 0 {
				return end, end, wordText
			}
			if isPath(text, start, i) {
				return runEnd(text, i), i, wordRun
			}
			return i, i, wordText
		case '@':
			if isWordByte(next) {
				return runEnd(text, i), i, wordRun
			}
			return i, i, wordText
		case '(':
			if next == ')' {
				return i + 2, i, wordCall
			}
			return i, i, wordText
		case '+':
			if next == '+' && i-start <= 2 {
				return i + 2, i + 2, wordText
			}
			return i, i, wordText
		case '#':
			if i-start == 1 && isUpper(text[start]) && !isWordByte(next) {
				return i + 1, i + 1, wordText
			}
			return i, i, wordText
		default:
			if c < utf8.RuneSelf {
				return i, i, wordText
			}
			ch, size := utf8.DecodeRune(text[i:])
			switch {
			case ch == '’' && elided(text[start:i]):
				if whole := elidedWhole(text, start, i+size); whole > 0 {
					return whole, i, wordText
				}
				return i + size, i, wordText
			case ch == '’':
				if i+size < len(text) && isLetter(text[i+size]) {
					if text[i+size]|0x20 == 's' && (i+size+1 == len(text) || !isWordByte(text[i+size+1])) {
						return i + size + 1, i, wordText
					}
					i += size
					continue
				}
				return i, i, wordText
			case spaceless(ch):
				if i > start {
					return i, i, wordText
				}
				for i < len(text) {
					ch, size := utf8.DecodeRune(text[i:])
					if !spaceless(ch) {
						break
					}
					i += size
				}
				return i, i, wordCJK
			case ch == '\u200c' || ch == '\u200d' || ch == '\u00ad':
				// Joiners that Persian and the scripts of India spell with, and
				// the soft hyphen, are inside of words only.
				if next, _ := utf8.DecodeRune(text[i+size:]); !wordRune(next) && !isWordByte(text[min(i+size, len(text)-1)]) || spaceless(next) {
					return i, i, wordText
				}
			case !wordRune(ch):
				return i, i, wordText
			}
			i += size
		}
	}
	return i, i, wordText
}

// elided reports whether what stands before an apostrophe is an article or
// the like that lost its vowel: l'index, dell'albero. English loses other
// letters, so that don't and we'll are one word.
func elided(word []byte) bool {
	switch len(word) {
	case 1:
		switch word[0] | 0x20 {
		case 'l', 'd', 'n', 's', 'j', 'c', 'm', 't':
			return true
		}
	case 2, 3, 4, 5, 6, 7:
		var low [7]byte
		for i, c := range word {
			low[i] = c | 0x20
		}
		switch string(low[:len(word)]) {
		case "qu", "un", "all", "dell", "nell", "sull", "dall", "coll", "quest", "quell", "jusqu", "lorsqu", "puisqu", "quelqu", "presqu":
			return true
		}
	}
	return false
}

// elidedWhole returns where a function word ends that keeps the word that lost
// its vowel (d'abord, quelqu'un), or 0 where the text after the apostrophe at
// next is a word of its own.
func elidedWhole(text []byte, start, next int) int {
	end := next
	for end < len(text) && end-start <= 16 && (isLetter(text[end]) || text[end] >= utf8.RuneSelf) {
		ch, size := utf8.DecodeRune(text[end:])
		if !wordRune(ch) {
			break
		}
		end += size
	}
	var low [24]byte
	word := append(low[:0], text[start:end]...)
	for i, c := range word {
		if isUpper(c) {
			word[i] = c | 0x20
		}
	}
	if word = bytes.Replace(word, []byte("’"), []byte("'"), 1); elidedWords()[string(word)] {
		return end
	}
	return 0
}

// elidedWords are function words with an apostrophe whose second half alone is
// none. They are made when the first is asked for: most commands read no document.
var elidedWords = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, word := range listed(functionWords) {
		if before, _, ok := strings.Cut(word, "'"); ok && elided([]byte(before)) {
			set[word] = true
		}
	}
	return set
})

// signedEnd returns where a short name of capitals with a sign at i in it ends,
// I/O, TCP/IP, AT&T, or 0 for none: of CPU/GPU each half is a name.
func signedEnd(text []byte, start, i int) int {
	end := i + 1
	for end < len(text) && end-start < 8 && (isUpper(text[end]) || isDigit(text[end])) {
		end++
	}
	if end == i+1 || end < len(text) && (isWordByte(text[end]) || text[end] >= utf8.RuneSelf || text[end] == text[i] || text[end] == '.' && end+1 < len(text) && isWordByte(text[end+1])) {
		return 0
	}
	for _, c := range text[start:i] {
		if !isUpper(c) {
			return 0
		}
	}
	switch name := text[start:end]; {
	case text[i] == '&':
		return end
	case string(name) == "N/A" || text[i] != '/':
		return 0
	case i-start == 1 || signedNames[string(name)]:
		return end
	}
	return 0
}

// signedNames are names with a slash whose halves are not two of a kind.
var signedNames = words("TCP/IP CI/CD OS/2 OS/390 PL/SQL PL/I HTTP/1 HTTP/2 HTTP/3")

// isPath reports whether the run of text around the slash at i is a path: a
// second slash, a dot in it, or a start like a folder's.
func isPath(text []byte, start, i int) bool {
	end := runEnd(text, i)
	rest := bytes.TrimRight(text[i+1:end], ".,;:!?)")
	return len(rest) == 0 || bytes.ContainsAny(rest, "/\\.") || bytes.IndexByte(text[start:i], '.') >= 0 || text[i] == '\\'
}

// runEnd returns where the text without spaces around i ends, punctuation at
// its end not included.
func runEnd(text []byte, i int) int {
	end := i
	for end < len(text) && byteKinds[text[end]] != byteSpace && text[end] != '<' && text[end] != '>' && text[end] != '"' {
		end++
	}
	for end > i+1 {
		switch text[end-1] {
		case '.', ',', ';', ':', '!', '?', ')', '\'', '*', ']':
			end--
			continue
		}
		break
	}
	return max(end, i+1)
}

// skipRun returns where the run of text without spaces at i ends.
func skipRun(text []byte, i int) int { return runEnd(text, i) }

// skipMath returns the end of a formula between dollar signs that starts at
// i, or the place after the sign if none does. A formula is on few lines.
func skipMath(text []byte, i int) int {
	sign := 1
	if i+1 < len(text) && text[i+1] == '$' {
		sign = 2
	}
	from := i + sign
	if from >= len(text) || sign == 1 && (isSpace(text[from]) || isDigit(text[from])) {
		return from
	}
	limit := min(len(text), from+2000)
	for at := from; at < limit; {
		k := bytes.IndexByte(text[at:limit], '$')
		if k < 0 {
			return from
		}
		at += k
		switch {
		case sign == 2 && at+1 < len(text) && text[at+1] == '$':
			return at + 2
		case sign == 1 && !isSpace(text[at-1]) && (at+1 == len(text) || !isDigit(text[at+1])):
			return at + 1
		case sign == 1:
			return from
		}
		at++
	}
	return from
}

// bareURL notes a URL that stands in the text without markup, and returns
// where it ends.
func (r *reader) bareURL(text []byte, i, end int) int {
	run := text[i:end]
	if bytes.HasPrefix(run, []byte("http://")) || bytes.HasPrefix(run, []byte("https://")) || bytes.HasPrefix(run, []byte("ftp://")) {
		if p := r.pieces[r.ctx.piece]; p.line == 0 && p.mark&(markLink|markImage) == 0 && !r.tooManyLinks() {
			r.doc.Links = append(r.doc.Links, Link{Line: int(r.lineOf(i)), Destination: string(run), Text: string(run)})
			r.linkAt = append(r.linkAt, r.placeOf(i))
			r.bare = true
		}
	}
	return end
}
