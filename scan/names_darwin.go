package scan

import "golang.org/x/text/unicode/norm"

// composed returns a file's name in normalization form C, as git has it with
// core.precomposeunicode: macOS may hand out accents as characters of their
// own, and opens a file by either form.
func composed(name string) string { return norm.NFC.String(name) }
