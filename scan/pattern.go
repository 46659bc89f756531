package scan

import (
	"strings"

	"kwic/scan/extract"
)

// Patterns choose paths as a list in the configuration does: each is a pattern
// of gitignore(5), the last that matches a path or a folder above it decides,
// and one that starts with '!' takes paths out again. Where the first pattern
// does so, all other paths are in.
type Patterns struct {
	rules *rules
	all   bool
}

// NewPatterns compiles patterns, and returns false for one that can match
// nothing.
func NewPatterns(patterns []string) (Patterns, bool) {
	for _, one := range patterns {
		if p, ok := parsePattern(trimBlanks(one), false); !ok || p.glob.never {
			return Patterns{}, false
		}
	}
	return Patterns{rules: compileRules(patterns, false), all: len(patterns) > 0 && patterns[0][0] == '!'}, true
}

// Match reports whether the patterns choose a file, by its slash path relative
// to the root.
func (p Patterns) Match(path string) bool {
	if p.rules == nil {
		return true
	}
	chosen := p.all
	for i := 0; i <= len(path); i++ {
		if i < len(path) && path[i] != '/' {
			continue
		}
		switch p.rules.match(path[:i], i < len(path)) {
		case matched:
			chosen = true
		case negated:
			chosen = false
		}
	}
	return chosen
}

// DocumentLanguage returns the language of a file that a walk would take for a
// document by its path alone, whatever ignore files and configuration say of it:
// a known name, none that generators or minifiers give, in no vendored folder.
func DocumentLanguage(path string) (extract.Language, bool) {
	at := path
	for {
		folder, rest, found := strings.Cut(at, "/")
		if !found {
			break
		}
		if vendoredFolders[folder] {
			return "", false
		}
		at = rest
	}
	language, _, reason := classify(at)
	return language, reason == "" && language != ""
}
