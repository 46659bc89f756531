package main

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"path"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kwic/scan/extract"

	"github.com/goccy/go-yaml/ast"
)

const sizeHint = "write a number of bytes, or one with a unit: 512 KB, 10MB"

// units are the units of sizes, in bytes. KB and KiB are both 1,024 bytes, as
// file managers on Windows and most size limits mean it.
var units = map[string]float64{
	"": 1, "b": 1,
	"k": 1 << 10, "kb": 1 << 10, "kib": 1 << 10,
	"m": 1 << 20, "mb": 1 << 20, "mib": 1 << 20,
	"g": 1 << 30, "gb": 1 << 30, "gib": 1 << 30,
}

var sizeForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?) *([A-Za-z]*)$`) })

// parseSize reads a size such as "512", "10MB" or "1.5 GiB" and returns bytes.
func parseSize(text string) (int64, error) {
	parts := sizeForm().FindStringSubmatch(strings.TrimSpace(text))
	if parts == nil {
		return 0, fmt.Errorf("%q is not a size", text)
	}
	unit, ok := units[strings.ToLower(parts[2])]
	if !ok {
		return 0, fmt.Errorf("unknown unit %q in the size %q", parts[2], text)
	}
	number, err := strconv.ParseFloat(parts[1], 64)
	size := number * unit
	if err != nil || size >= math.MaxInt64 {
		return 0, fmt.Errorf("the size %q is too large", text)
	}
	if size < 1 {
		return 0, fmt.Errorf("the size %q is less than one byte", text)
	}
	return int64(size), nil
}

// checkSite accepts the sites whose rules are built in.
func checkSite(text string) (string, error) {
	if sites := extract.Sites(); !slices.Contains(sites, text) {
		return "", hinted{fmt.Errorf("unknown site %q", text), meant(closest(text, sites), "sites: "+strings.Join(sites, ", "))}
	}
	return text, nil
}

// checkPageKind accepts the names in pageKinds.
func checkPageKind(text string) (string, error) {
	if !slices.Contains(pageKinds, text) {
		return "", hinted{fmt.Errorf("unknown page kind %q", text), meant(closest(text, pageKinds), "kinds: "+strings.Join(pageKinds, ", "))}
	}
	return text, nil
}

// checkWord accepts a name or a phrase on one line.
func checkWord(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", errors.New("the text is empty")
	}
	if strings.Contains(text, "\n") {
		return "", errors.New("the text has more than one line")
	}
	return text, nil
}

// checkQuery accepts any text that is not empty; what SQLite makes of it is seen
// when it is asked.
func checkQuery(text string) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", errors.New("the query is empty")
	}
	return text, nil
}

// checkPattern accepts gitignore-style patterns. Git takes any line and lets
// the broken ones match nothing; here they are errors, since a pattern in a
// list was meant to match something.
func checkPattern(text string) (string, error) {
	body := strings.TrimPrefix(text, "!")
	switch {
	case strings.TrimSpace(body) == "" || strings.Trim(body, "/") == "":
		return "", fmt.Errorf("the pattern %q names nothing", text)
	case strings.Contains(body, "\n"):
		return "", hinted{errors.New("the pattern has more than one line"), "write one pattern a list entry"}
	case strings.HasPrefix(text, "#"):
		return "", hinted{fmt.Errorf("the pattern %q is a comment to git", text), fmt.Sprintf("write '\\%s'", text)}
	}
	for _, part := range strings.Split(body, "/") {
		if part == ".." || part == "." {
			return "", hinted{fmt.Errorf("the pattern %q can match nothing: %q is no name", text, part), "patterns are relative to the root"}
		}
	}
	return text, balanced(text)
}

// balanced finds bracket expressions and escapes that do not end.
func balanced(pattern string) error {
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			if i++; i == len(pattern) {
				return hinted{fmt.Errorf("the pattern %q ends in a backslash", pattern), "separate folders by /"}
			}
		case '[':
			end := bracketEnd(pattern, i)
			if end < 0 {
				return hinted{fmt.Errorf("the pattern %q has a [ without its ]", pattern), `write \[ for the character itself`}
			}
			i = end
		}
	}
	return nil
}

// bracketEnd returns the index of the ] that ends the bracket expression at
// start, or -1. A ] that comes first stands for itself.
func bracketEnd(pattern string, start int) int {
	i := start + 1
	if i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^') {
		i++
	}
	for first := i; i < len(pattern) && pattern[i] != '/'; i++ {
		switch {
		case pattern[i] == ']' && i > first:
			return i
		case pattern[i] == '\\':
			i++
		case strings.HasPrefix(pattern[i:], "[:"):
			if end := strings.Index(pattern[i+2:], ":]"); end >= 0 {
				i += end + 3
			}
		}
	}
	return -1
}

// explainRegexp shortens the error of a regular expression that does not
// compile; nil stays nil.
func explainRegexp(err error) error {
	var syntaxError *syntax.Error
	if errors.As(err, &syntaxError) {
		return hinted{fmt.Errorf("the pattern is no regular expression: %s: `%s`", syntaxError.Code, syntaxError.Expr), "the syntax is https://golang.org/s/re2syntax"}
	}
	return err
}

// cleanOut accepts the path of the output folder.
func cleanOut(text string) (string, error) {
	if strings.ContainsAny(text, "\n") {
		return "", errors.New("the path has more than one line")
	}
	if strings.TrimSpace(text) == "" {
		return "", hinted{errors.New("the path is empty"), "leave the key out for .kwic/pages"}
	}
	return path.Clean(text), nil
}

var placeholder = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{[^{}]*\}|[{}]`) })

// checkPlaceholders refuses braces that hold none of the known names.
func checkPlaceholders(text string, known ...string) error {
	for _, found := range placeholder().FindAllString(text, -1) {
		if !slices.Contains(known, found) {
			return hinted{fmt.Errorf("unknown placeholder %q", found), meant(closest(found, known), "known: "+strings.Join(known, ", "))}
		}
	}
	return nil
}

// cleanSourceURL accepts an http or https URL and ends it with a slash, unless
// paths are to follow in a query.
func cleanSourceURL(text string) (string, error) {
	if err := checkPlaceholders(text, "{commit}"); err != nil {
		return "", err
	}
	parsed, err := url.Parse(strings.ReplaceAll(text, "{commit}", "0"))
	hint := "for example https://github.com/owner/name/blob/{commit}/"
	switch {
	case err != nil:
		return "", hinted{fmt.Errorf("%q is not a URL", text), hint}
	case parsed.Scheme != "http" && parsed.Scheme != "https", parsed.Hostname() == "":
		return "", hinted{fmt.Errorf("%q is not an http or https URL with a host", text), hint}
	case parsed.User != nil:
		return "", hinted{errors.New("the URL holds a user name or password, which pages would publish"), hint}
	case strings.Contains(text, "#"):
		return "", hinted{fmt.Errorf("%q has a fragment (#), behind which no path can follow", text), hint}
	case strings.ContainsAny(text, " \t\n<>\"'`()|\\"):
		return "", hinted{fmt.Errorf("%q holds characters that a URL must percent-encode", text), hint}
	}
	if parsed.RawQuery == "" && !parsed.ForceQuery && !strings.HasSuffix(text, "/") {
		text += "/"
	}
	return text, nil
}

// checkCompanion accepts a pattern for the path of a document's companion page
// relative to the root: {path} is the document's path, {folder} its folder,
// {name} its file name, {stem} the file name without its extension.
func checkCompanion(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	if err := checkPlaceholders(text, "{path}", "{folder}", "{name}", "{stem}"); err != nil {
		return "", err
	}
	if !strings.Contains(text, "{path}") && !strings.Contains(text, "{name}") && !strings.Contains(text, "{stem}") {
		return "", hinted{fmt.Errorf("the pattern %q gives every document the same companion", text), "use {path}, {name} or {stem}"}
	}
	if text == "{path}" || strings.HasPrefix(text, "/") || slices.Contains(strings.Split(text, "/"), "..") || strings.Contains(text, "\n") {
		return "", hinted{fmt.Errorf("the pattern %q does not lead to another file in the tree", text), "for example {path}_docs.md, or docs/{path}.md"}
	}
	return text, nil
}

// scalar returns the text of a node that YAML reads as text.
func scalar(node ast.Node) (string, bool) {
	switch node := node.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.LiteralNode:
		return node.Value.Value, true
	}
	return "", false
}

// describe names what YAML takes a node for.
func describe(node ast.Node) string {
	switch node.(type) {
	case *ast.StringNode, *ast.LiteralNode:
		return "text"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.BoolNode:
		return "true or false"
	case *ast.NullNode:
		return "nothing"
	case *ast.SequenceNode:
		return "a list"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "keys with values"
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		return "an anchor or alias, which are not supported"
	case *ast.TagNode:
		return "a tag, which are not supported"
	}
	return "something else"
}
