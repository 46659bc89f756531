package emit

import "strings"

// Code returns a name as it is shown in a comment on a code host: as a code span
// in every case, however odd the name, because there alone names after @ call
// nobody, numbers after # refer to nothing, and hashes, URLs and HTML are text.
// Control characters are made visible, and no more than longest bytes are shown.
func Code(name string, longest int) string {
	name = shortened(name, longest)
	if hasControl(name) {
		var b strings.Builder
		for _, r := range name { // what is not UTF-8 comes as U+FFFD
			if isControl(r) {
				b.WriteString(controlPicture(r))
			} else {
				b.WriteRune(r)
			}
		}
		name = b.String()
	}
	switch {
	case name == "":
		return ""
	case isRightToLeft(name):
		return isolateStart + string(appendCodeSpan(nil, name)) + isolateEnd
	}
	return string(appendCodeSpan(nil, name))
}

// URLPart returns a path or a fragment as a part of a link's destination that
// means nothing else to Markdown.
func URLPart(text string) string { return string(appendURL(nil, text)) }
