package scan

import (
	"strings"

	"kwic/scan/extract"
)

// Rule says what holds for the files that it names.
type Rule struct {
	// Files are patterns of gitignore(5) relative to Root, none with a `!`; one
	// that matches a folder covers all in it.
	Files []string

	Kinds     extract.KindSet // kinds of keywords to keep; 0 where the rule says nothing of them
	SizeLimit int64           // bytes; 0 where the rule says nothing of it
}

// InForce is what holds for one file.
type InForce struct {
	Kinds     extract.KindSet // kinds of keywords to keep; 0 for all
	SizeLimit int64           // bytes; 0 for no limit
}

// pathRules are Rules made ready for matching.
type pathRules struct {
	rules []Rule
	files []*rules // patterns of each
}

// compilePathRules returns nil for no rules.
func compilePathRules(list []Rule, fold bool) *pathRules {
	if len(list) == 0 {
		return nil
	}
	p := &pathRules{rules: list}
	for i := range list {
		p.files = append(p.files, compileRules(list[i].Files, fold))
	}
	return p
}

// inForce returns what holds for a path relative to Root, given the size limit
// of files that no rule has one for.
func (p *pathRules) inForce(path string, limit int64) InForce {
	now := InForce{SizeLimit: limit}
	if p == nil {
		return now
	}
	kinds, size := false, false
	for i := len(p.rules) - 1; i >= 0 && !(kinds && size); i-- {
		r := &p.rules[i]
		if (kinds || r.Kinds == 0) && (size || r.SizeLimit == 0) || !covers(p.files[i], path) {
			continue
		}
		if !kinds && r.Kinds != 0 {
			now.Kinds, kinds = r.Kinds, true
			if r.Kinds == extract.AllKinds {
				now.Kinds = 0
			}
		}
		if !size && r.SizeLimit != 0 {
			now.SizeLimit, size = r.SizeLimit, true
		}
	}
	return now
}

// covers reports whether patterns match a file or a folder that it is in.
func covers(r *rules, path string) bool {
	if r == nil {
		return false
	}
	if r.match(path, false) == matched {
		return true
	}
	for i := 0; i < len(path); i++ {
		slash := strings.IndexByte(path[i:], '/')
		if slash < 0 {
			return false
		}
		i += slash
		if r.match(path[:i], true) == matched {
			return true
		}
	}
	return false
}
