package main

import (
	"errors"
	"strings"

	"kwic/scan"

	"github.com/goccy/go-yaml/ast"
)

const ruleHint = `for example {files: "docs/api/**", kinds: [class, function]}`

// rules reads a list of {files: …, kinds: …, size_limit: …} mappings.
func (r *configReader) rules(node ast.Node) []rule {
	sequence, ok := node.(*ast.SequenceNode)
	if !ok {
		r.mistype(node, "the value", "a list", ruleHint)
		return nil
	}
	var all []rule
	for _, value := range sequence.Values {
		if _, ok := value.(*ast.MappingNode); !ok {
			r.mistype(value, "a rule", "keys with values", ruleHint)
			continue
		}
		all = append(all, r.rule(value))
	}
	return all
}

func (r *configReader) rule(node ast.Node) rule {
	var one rule
	files, says := false, false
	r.mapping(node, "a rule", []string{"files", "kinds", "size_limit"}, func(key string, value ast.Node) {
		switch key {
		case "files":
			files = true
			if _, many := value.(*ast.SequenceNode); many {
				one.Files = r.list(value, checkRulePattern)
			} else {
				one.Files = []string{r.text(value, checkRulePattern)}
			}
		case "kinds":
			says = true
			one.Kinds = r.list(value, checkKind)
			if sequence, ok := value.(*ast.SequenceNode); ok && len(sequence.Values) == 0 {
				r.mistake(value.GetToken(), "the list of kinds is empty", "to leave files out, name them under exclude")
			}
		case "size_limit":
			says = true
			one.SizeLimit = r.size(value)
		}
	})
	switch {
	case !files || len(one.Files) == 0:
		r.mistake(node.GetToken(), "the rule names no files", ruleHint)
	case !says:
		r.mistake(node.GetToken(), "the rule says nothing of its files", "add kinds or size_limit")
	}
	return one
}

// checkRulePattern accepts the patterns of checkPattern that do not negate.
func checkRulePattern(text string) (string, error) {
	if strings.HasPrefix(text, "!") {
		return "", hinted{errors.New("a rule cannot name the files that it does not hold for"), "write a further rule below it: the last one counts"}
	}
	return checkPattern(text)
}

// scanRules returns the rules as the walk takes them.
func (c *config) scanRules() []scan.Rule {
	var all []scan.Rule
	for _, r := range c.Rules {
		one := scan.Rule{Files: r.Files, SizeLimit: r.SizeLimit}
		for _, name := range r.Kinds {
			if kind, ok := kindOf(name); ok {
				one.Kinds = one.Kinds.With(kind)
			}
		}
		all = append(all, one)
	}
	return all
}
