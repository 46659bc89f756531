package extract

import (
	"bytes"
	"encoding/json"
)

// jsonCursor walks over JSON that json.Valid has found to be valid, to tell
// where in the file each value stands, and to leave out large ones without a
// copy. On other input it ends early, but does no harm.
type jsonCursor struct {
	src []byte
	at  int
}

// next returns the first byte of the value that follows, 0 at the end.
func (c *jsonCursor) next() byte {
	for c.at < len(c.src) {
		switch b := c.src[c.at]; b {
		case ' ', '\t', '\n', '\r', ',', ':':
			c.at++
		default:
			return b
		}
	}
	return 0
}

// skip passes over a value, and returns where it starts and ends.
func (c *jsonCursor) skip() (from, to int) {
	first := c.next()
	from = c.at
	switch first {
	case 0:
	case '"':
		c.skipString()
	case '{', '[':
		depth := 0
		for c.at < len(c.src) {
			switch c.src[c.at] {
			case '"':
				c.skipString()
				continue
			case '{', '[':
				depth++
			case '}', ']':
				depth--
			}
			c.at++
			if depth == 0 {
				break
			}
		}
	default:
		c.at++
		for c.at < len(c.src) && bytes.IndexByte([]byte(" \t\n\r,:]}"), c.src[c.at]) < 0 {
			c.at++
		}
	}
	return from, c.at
}

// skipString passes over a string.
func (c *jsonCursor) skipString() {
	for c.at++; c.at < len(c.src); {
		quote := bytes.IndexByte(c.src[c.at:], '"')
		if quote < 0 {
			break
		}
		for end := c.at + quote; c.at <= end; {
			escape := bytes.IndexByte(c.src[c.at:end], '\\')
			if escape < 0 {
				c.at = end + 1
				return
			}
			c.at += escape + 2
		}
	}
	c.at = len(c.src)
}

// object calls read with each key of an object; read passes over the value. A
// value that is no object is passed over.
func (c *jsonCursor) object(read func(key string)) {
	if c.next() != '{' {
		c.skip()
		return
	}
	for c.at++; c.next() == '"'; {
		from, to := c.skip()
		key := jsonString(c.src[from:to])
		if b := c.next(); b == 0 || b == '}' {
			break
		}
		read(key)
	}
	c.at = min(c.at+1, len(c.src))
}

// array calls read for each value of an array; read passes over it. A value
// that is no array is passed over.
func (c *jsonCursor) array(read func()) {
	if c.next() != '[' {
		c.skip()
		return
	}
	for c.at++; c.next() != ']' && c.next() != 0; {
		before := c.at
		if read(); c.at <= before {
			break
		}
	}
	c.at = min(c.at+1, len(c.src))
}

// text returns the value that follows if it is a string, else "".
func (c *jsonCursor) text() string {
	from, to := c.skip()
	return jsonString(c.src[from:to])
}

// jsonString returns the string that a literal stands for, "" for one that is
// none.
func jsonString(literal []byte) string {
	if len(literal) < 2 || literal[0] != '"' || literal[len(literal)-1] != '"' {
		return ""
	}
	if inside := literal[1 : len(literal)-1]; bytes.IndexByte(inside, '\\') < 0 {
		return string(inside)
	}
	var s string
	if json.Unmarshal(literal, &s) != nil {
		return ""
	}
	return s
}
