package scan

import "strings"

// A glob is the matching half of one pattern of gitignore(5), compiled. It
// follows git's own matcher to the letter, its surprises included, because a
// tree must have the same members for kwic as for git:
//
//   - matching goes by bytes: `?` is one byte, not one character;
//   - everything before the first special byte is compared as it stands, and
//     what follows counts as a pattern's start, so that `foo**/bar` crosses
//     folders while `f?o**/bar` does not;
//   - a class that is not closed, an unknown [:class:] and a backslash at the
//     end make a pattern that matches nothing.
//
// Matching never backtracks further than to the last star, of a segment and
// of the path, so its time is bounded by the product of the lengths of pattern
// and path, whatever either holds.
type glob struct {
	prefix string    // literal bytes before the first special one
	rest   []segment // what follows, cut at slashes; nil for a literal pattern
	least  int       // bytes that rest needs at least
	suffix string    // for the commonest shape, a star and a literal
	isEnd  bool      // prefix is empty and rest is a star and suffix
	never  bool      // malformed: matches nothing
}

// segment is the part of a pattern between two slashes.
type segment struct {
	tokens []token
	double bool // `**`: any number of whole segments
	some   bool // with double: one at least
	last   bool // with double: nothing follows
}

type tokenKind uint8

const (
	literal tokenKind = iota
	anyByte
	star
	class
)

type token struct {
	kind tokenKind
	b    byte
	set  *byteSet
}

// compileGlob compiles pattern, which has lost its `!`, its leading slash and
// its trailing one. With fold, matches must be given folded text (see
// foldASCII).
func compileGlob(pattern string, fold bool) glob {
	special := strings.IndexAny(pattern, `*?[\`)
	if special < 0 {
		return glob{prefix: foldIf(pattern, fold)}
	}
	g := glob{prefix: foldIf(pattern[:special], fold)}
	c := compiler{in: pattern[special:], fold: fold}
	if !c.run() {
		return glob{never: true}
	}
	g.rest, g.least = c.out, c.least
	if special == 0 && len(g.rest) == 1 && !g.rest[0].double {
		g.suffix, g.isEnd = endOf(g.rest[0].tokens)
	}
	return g
}

// endOf returns the literal that follows a single star.
func endOf(tokens []token) (string, bool) {
	if len(tokens) == 0 || tokens[0].kind != star {
		return "", false
	}
	var b strings.Builder
	for _, t := range tokens[1:] {
		if t.kind != literal {
			return "", false
		}
		b.WriteByte(t.b)
	}
	return b.String(), true
}

// compiler turns what follows the literal prefix into segments.
type compiler struct {
	in    string
	at    int
	fold  bool
	out   []segment
	now   []token
	least int
}

// run compiles all of the input and reports whether it is well formed.
func (c *compiler) run() bool {
	for c.at < len(c.in) {
		b := c.in[c.at]
		switch b {
		case '*':
			c.stars()
			continue
		case '?':
			c.add(token{kind: anyByte})
		case '[':
			set, end, ok := parseClass(c.in, c.at, c.fold)
			if !ok {
				return false
			}
			c.at = end
			c.add(token{kind: class, set: set})
		case '\\':
			c.at++
			if c.at == len(c.in) {
				return false
			}
			// git does not fold an escaped letter, so that \A matches nothing
			// where case is folded.
			c.add(token{kind: literal, b: c.in[c.at]})
		default:
			if c.fold {
				b = foldByte(b)
			}
			c.add(token{kind: literal, b: b})
		}
		c.at++
	}
	if n := len(c.out); n == 0 || !c.out[n-1].last {
		c.cut()
	}
	return true
}

// add appends a token; a slash ends the segment.
func (c *compiler) add(t token) {
	c.least++
	if t.kind == literal && t.b == '/' {
		c.cut()
		return
	}
	c.now = append(c.now, t)
}

// cut ends a segment. The last one is empty when the pattern ends in an
// escaped slash, which no path does.
func (c *compiler) cut() {
	c.out = append(c.out, segment{tokens: c.now})
	c.now = nil
}

// stars reads a run of stars. Two or more between slashes cross folders; all
// other runs are worth one star.
func (c *compiler) stars() {
	start := c.at
	for c.at < len(c.in) && c.in[c.at] == '*' {
		c.at++
	}
	rest := c.in[c.at:]
	slash, escaped := strings.HasPrefix(rest, "/"), strings.HasPrefix(rest, `\/`)
	if c.at-start < 2 || start > 0 && c.in[start-1] != '/' || rest != "" && !slash && !escaped {
		if n := len(c.now); n == 0 || c.now[n-1].kind != star {
			c.now = append(c.now, token{kind: star})
		}
		return
	}
	c.out = append(c.out, segment{double: true, some: !slash})
	switch {
	case slash:
		c.at++
	case escaped:
		c.at += 2
	default:
		c.out[len(c.out)-1].some, c.out[len(c.out)-1].last = true, true
	}
}

// match reports whether the glob matches all of name.
func (g *glob) match(name string) bool {
	if g.never || len(name) < len(g.prefix)+g.least || name[:len(g.prefix)] != g.prefix {
		return false
	}
	name = name[len(g.prefix):]
	if g.rest == nil {
		return name == ""
	}
	if g.isEnd {
		return strings.HasSuffix(name, g.suffix) && strings.IndexByte(name, '/') < 0
	}
	return matchSegments(g.rest, name)
}

// matchSegments matches whole segments. It remembers the last `**` only:
// whatever an earlier one could take, this one can take too.
func matchSegments(pattern []segment, name string) bool {
	p, at := 0, 0 // at is len(name)+1 when all segments are taken
	backP, backAt := -1, 0
	for {
		if p == len(pattern) && at > len(name) {
			return true
		}
		if p < len(pattern) && pattern[p].double {
			if pattern[p].some {
				if at > len(name) {
					return false
				}
				at = nextSegment(name, at)
			}
			p++
			backP, backAt = p, at
			continue
		}
		if p < len(pattern) && at <= len(name) {
			next := nextSegment(name, at)
			if matchTokens(pattern[p].tokens, name[at:next-1]) {
				p++
				at = next
				continue
			}
		}
		if backP < 0 || backAt > len(name) {
			return false
		}
		backAt = nextSegment(name, backAt)
		p, at = backP, backAt
	}
}

// nextSegment returns where the segment after the one at `at` starts.
func nextSegment(name string, at int) int {
	if i := strings.IndexByte(name[at:], '/'); i >= 0 {
		return at + i + 1
	}
	return len(name) + 1
}

// matchTokens matches one segment, which holds no slash.
func matchTokens(tokens []token, text string) bool {
	t, at := 0, 0
	backT, backAt := -1, 0
	for at < len(text) || t < len(tokens) {
		if t < len(tokens) {
			if tokens[t].kind == star {
				t++
				backT, backAt = t, at
				continue
			}
			if at < len(text) && tokens[t].matches(text[at]) {
				t++
				at++
				continue
			}
		}
		if backT < 0 || backAt >= len(text) {
			return false
		}
		backAt++
		t, at = backT, backAt
	}
	return true
}

// matches reports whether a token other than a star takes b.
func (t token) matches(b byte) bool {
	switch t.kind {
	case anyByte:
		return true
	case class:
		return t.set.has(b)
	default:
		return t.b == b
	}
}
