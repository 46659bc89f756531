package scan

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// verdict is what a list of patterns says about a path.
type verdict uint8

const (
	silent  verdict = iota // no pattern matches
	matched                // the last pattern that matches is a plain one
	negated                // the last pattern that matches starts with '!'
)

// pattern is one line of an ignore file.
type pattern struct {
	glob     glob
	order    int  // its place among the file's patterns
	negate   bool // it started with '!'
	folder   bool // it ended in '/': folders only
	anywhere bool // it holds no other slash: compared with the last element
}

// rules are the patterns of one ignore file, or of one list in the
// configuration. Plain names and `*.extension`, the bulk of long lists, are
// found by hashing; the others are tried one by one, last first.
type rules struct {
	fold       bool
	names      map[string]*named
	extensions map[string]*named // with the dot; no other dot in them
	others     []pattern
}

// named is the last pattern for a name or an extension, for anything and for
// folders only.
type named struct{ any, folder *pattern }

// parseIgnore reads the content of an ignore file. It returns nil where no
// line is a pattern. Nothing in content is an error: as in git, a malformed
// pattern matches nothing.
func parseIgnore(content []byte, fold bool) *rules {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	var lines []string
	for len(content) > 0 {
		line, rest, _ := bytes.Cut(content, []byte("\n"))
		content = rest
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		line = bytes.TrimSuffix(line, []byte("\r"))
		if nul := bytes.IndexByte(line, 0); nul >= 0 {
			line = line[:nul] // git reads lines as C strings
		}
		lines = append(lines, string(line))
	}
	return compileRules(lines, fold)
}

// compileRules makes rules of lines without line ends, none of them a comment.
func compileRules(lines []string, fold bool) *rules {
	r := &rules{fold: fold}
	for i, line := range lines {
		if p, ok := parsePattern(trimBlanks(line), fold); ok {
			p.order = i
			r.add(p)
		}
	}
	if len(r.names)+len(r.extensions)+len(r.others) == 0 {
		return nil
	}
	return r
}

// trimBlanks cuts the spaces at the end, but for those behind a backslash.
func trimBlanks(line string) string {
	end := len(strings.TrimRight(line, " "))
	if end == len(line) {
		return line
	}
	slashes := 0
	for slashes < end && line[end-1-slashes] == '\\' {
		slashes++
	}
	if slashes%2 == 1 {
		end++
	}
	return line[:end]
}

// parsePattern compiles one line. It is false for a line that can match
// nothing.
func parsePattern(line string, fold bool) (pattern, bool) {
	var p pattern
	line, p.negate = strings.CutPrefix(line, "!")
	line, p.folder = strings.CutSuffix(line, "/")
	p.anywhere = strings.IndexByte(line, '/') < 0
	line = strings.TrimPrefix(line, "/")
	if line == "" {
		return p, false
	}
	p.glob = compileGlob(line, fold)
	return p, !p.glob.never
}

// add appends p; p.order must be the highest so far.
func (r *rules) add(p pattern) {
	switch {
	case p.anywhere && p.glob.rest == nil:
		r.names = put(r.names, p.glob.prefix, &p)
	case p.anywhere && p.glob.isEnd && strings.LastIndexByte(p.glob.suffix, '.') == 0:
		r.extensions = put(r.extensions, p.glob.suffix, &p)
	default:
		r.others = append(r.others, p)
	}
}

// put makes p the last pattern for a key.
func put(table map[string]*named, key string, p *pattern) map[string]*named {
	if table == nil {
		table = map[string]*named{}
	}
	n := table[key]
	if n == nil {
		n = new(named)
		table[key] = n
	}
	if p.folder {
		n.folder = p
	} else {
		n.any = p
	}
	return table
}

// later returns which of best and the patterns of n comes last in the file.
func (n *named) later(best *pattern, isFolder bool) *pattern {
	if n == nil {
		return best
	}
	if n.any != nil && (best == nil || best.order < n.any.order) {
		best = n.any
	}
	if isFolder && n.folder != nil && (best == nil || best.order < n.folder.order) {
		best = n.folder
	}
	return best
}

// match says what the rules tell about path, which is relative to the folder
// of their file and has no slash at its end. It does not look at the parents
// of path: a walk asks about them first.
func (r *rules) match(path string, isFolder bool) verdict {
	if r.fold {
		path = foldASCII(path)
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	best := r.names[name].later(nil, isFolder)
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 && len(r.extensions) > 0 {
		best = r.extensions[name[dot:]].later(best, isFolder)
	}
	for i := len(r.others) - 1; i >= 0; i-- {
		p := &r.others[i]
		if best != nil && p.order < best.order {
			break
		}
		if p.folder && !isFolder {
			continue
		}
		text := path
		if p.anywhere {
			text = name
		}
		if p.glob.match(text) {
			best = p
			break
		}
	}
	switch {
	case best == nil:
		return silent
	case best.negate:
		return negated
	default:
		return matched
	}
}

// mayMatchBelow reports whether a plain pattern could match something inside
// the folder, whose path ends in a slash. It may say yes too often, never no.
func (r *rules) mayMatchBelow(folder string) bool {
	if len(r.names)+len(r.extensions) > 0 {
		return true
	}
	folder = foldIf(folder, r.fold)
	for i := range r.others {
		p := &r.others[i]
		prefix := p.glob.prefix
		if !p.negate && (p.anywhere || strings.HasPrefix(folder, prefix) || strings.HasPrefix(prefix, folder)) {
			return true
		}
	}
	return false
}

// level is one ignore file in force, with those above it. Levels are shared
// by all folders below and never change.
type level struct {
	up    *level
	rules *rules
	base  int // length of the path of the file's folder, its last slash included
}

// push returns the level below l for an ignore file, or l for one that has no
// patterns.
func (l *level) push(r *rules, base int) *level {
	if r == nil {
		return l
	}
	return &level{up: l, rules: r, base: base}
}

// match asks the nearest ignore file first; the first that has an opinion is
// right. path has no slash at its end.
func (l *level) match(path string, isFolder bool) verdict {
	for ; l != nil; l = l.up {
		if v := l.rules.match(path[l.base:], isFolder); v != silent {
			return v
		}
	}
	return silent
}

// longestIgnore is the size of ignore file, in bytes, beyond which something
// other than a list of patterns must be meant.
const longestIgnore = 4 << 20

// readRules reads an ignore file, never through a symbolic link, as git. A
// file that is not there, or is no regular file, has no rules.
func readRules(path string, fold bool) (*rules, error) {
	content, _, err := readFile(path, longestIgnore)
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrNotRegular):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read ignore file: %w", err)
	}
	return parseIgnore(content, fold), nil
}
