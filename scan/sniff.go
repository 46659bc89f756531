package scan

import (
	"bytes"
	"unicode/utf8"
)

// Marker is the line by which kwic knows its own pages. It stands within the
// first MarkerWithin bytes, on a line of its own.
const Marker = "<!-- kwic: generated page, do not edit -->"

// MarkerWithin is how far from a file's start, in bytes, the marker counts.
const MarkerWithin = 4 << 10

// IsPage reports whether a file that starts with head bears the marker. Only
// the first MarkerWithin bytes are looked at, which must hold the whole line.
func IsPage(head []byte) bool {
	return hasLine(head[:min(len(head), MarkerWithin)], Marker)
}

// hasLine reports whether text holds line on a line of its own, blanks aside.
func hasLine(text []byte, line string) bool {
	for len(text) > 0 {
		var l []byte
		l, text, _ = bytes.Cut(text, []byte("\n"))
		if string(bytes.TrimSpace(bytes.TrimPrefix(l, []byte("\xef\xbb\xbf")))) == line {
			return true
		}
	}
	return false
}

// Sniff says by its content why a file is no document: a kwic page, an LFS
// pointer, data that shares its extension with documents, binary, or not
// UTF-8. It is false for one that can be read. A byte
// order mark of UTF-8 is fine.
func Sniff(content []byte) (Reason, bool) {
	switch {
	case IsPage(content):
		return KwicPage, true
	case isPointer(content):
		return LFSPointer, true
	case isArmour(content), isGrid(content):
		return DataFile, true
	case bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")):
		return NotUTF8, true // UTF-16, whose zero bytes are no sign of a binary
	case bytes.IndexByte(content, 0) >= 0:
		return Binary, true
	case !utf8.Valid(content):
		return NotUTF8, true
	}
	return "", false
}

// longestPointer is the size in bytes that git-lfs allows a pointer.
const longestPointer = 1024

// isPointer reports whether the file stands for one that git-lfs keeps.
func isPointer(content []byte) bool {
	return len(content) < longestPointer &&
		bytes.HasPrefix(content, []byte("version https://git-lfs.github.com/spec/")) &&
		bytes.Contains(content, []byte("\noid sha256:")) && bytes.Contains(content, []byte("\nsize "))
}

// isArmour reports whether the file is a key or a signature of OpenPGP, which
// are named .asc as AsciiDoc is. A signed text is a text.
func isArmour(content []byte) bool {
	kind, ok := bytes.CutPrefix(bytes.TrimLeft(content[:min(len(content), 256)], " \t\r\n"), []byte("-----BEGIN PGP "))
	return ok && !bytes.HasPrefix(kind, []byte("SIGNED MESSAGE"))
}

// isGrid reports whether the file is a grid of numbers in the ASCII format of
// geographic information systems, another .asc.
func isGrid(content []byte) bool {
	first, rest, ok := bytes.Cut(content[:min(len(content), 256)], []byte("\n"))
	second, _, _ := bytes.Cut(rest, []byte("\n"))
	a, b := bytes.Fields(bytes.ToLower(first)), bytes.Fields(bytes.ToLower(second))
	return ok && len(a) == 2 && len(b) == 2 && string(a[0]) == "ncols" && string(b[0]) == "nrows"
}

// generatedLines is in how many first lines a source file says that it is
// generated: behind a licence, but before its code.
const generatedLines = 40

// IsGenerated reports whether a source file says in its first lines that a
// program wrote it: `@generated`, or `generated` and `DO NOT EDIT` on one line,
// letter case aside but for these capitals. It is not for documents, which may
// well talk about such lines.
func IsGenerated(source []byte) bool {
	for range generatedLines {
		line, rest, more := bytes.Cut(source, []byte("\n"))
		line = line[:min(len(line), 1000)]
		if bytes.Contains(line, []byte("@generated")) ||
			bytes.Contains(line, []byte("DO NOT EDIT")) && bytes.Contains(bytes.ToLower(line), []byte("generated")) {
			return true
		}
		if !more {
			break
		}
		source = rest
	}
	return false
}

// sniffSource says why the content of a source file is left out unless it is
// included on purpose, "" for no reason.
func sniffSource(source []byte) Reason {
	switch {
	case IsGenerated(source):
		return Generated
	case isSqueezed(source):
		return Minified
	}
	return ""
}

// What the output of a minifier looks like: most of it in lines that nobody
// writes, with hardly a blank in them. Minified libraries have 1 to 6 blanks in
// 100 bytes of such lines, code and prose on one line 12 to 20, tables of
// numbers 8 or more. A line that goes on for screens is a program's output
// however many blanks it has: a bundler's, with string tables and templates.
const (
	squeezedWithin = 256 << 10 // bytes that are looked at
	squeezedLine   = 500       // bytes of a line that is too long to be written by hand
	squeezedScreen = 20 << 10  // bytes of a line that is too long whatever stands in it
	squeezedLeast  = 2 << 10   // bytes of such lines; fewer are a long string
)

// isSqueezed reports whether source looks minified: three fifths of it in long
// lines, with less than 7 blanks in 100 bytes of them or of squeezedScreen
// bytes and more.
func isSqueezed(source []byte) bool {
	source = source[:min(len(source), squeezedWithin)]
	all, long, blanks, screens := len(source), 0, 0, 0
	if all < squeezedLeast {
		return false
	}
	for len(source) > 0 {
		line, rest, _ := bytes.Cut(source, []byte("\n"))
		source = rest
		if len(line) >= squeezedLine {
			long += len(line)
			if len(line) >= squeezedScreen {
				screens += len(line)
				continue
			}
			blanks += bytes.Count(line, []byte(" ")) + bytes.Count(line, []byte("\t"))
		}
	}
	return long >= squeezedLeast && long >= all/5*3 && blanks < max(long-screens, 100)/100*7
}
