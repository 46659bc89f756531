package extract

import (
	"bytes"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/pelletier/go-toml/v2"
)

// yamlFields returns the wanted top-level fields of a YAML mapping. Lines
// count from 1. Most front matter is plain lines of "name: value", which are
// read here at a hundredth of the cost; whatever goes beyond is the parser's.
func yamlFields(text []byte, wanted func(string) bool) []frontField {
	fields, plain := plainFields(text, wanted)
	if plain {
		return fields
	}
	if len(text) > maxFront || tooDeep(text) {
		return nil
	}
	return parsedFields(text, wanted)
}

// tooDeep reports whether brackets may nest deeper than front matter has
// reason to: the parser's time grows with the square of the depth.
func tooDeep(text []byte) bool {
	depth := 0
	for _, c := range text {
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if depth > 40 {
			return true
		}
	}
	return false
}

// plainFields reads the fields of front matter that uses none of YAML's
// harder notations in the wanted fields; ok is false if it does.
func plainFields(text []byte, wanted func(string) bool) (fields []frontField, ok bool) {
	var open *frontField // the wanted field whose value is on the next lines
	skipping := false    // inside a field nobody wants
	for line := 1; len(text) > 0; line++ {
		row := text
		if i := bytes.IndexByte(text, '\n'); i >= 0 {
			row, text = text[:i], text[i+1:]
		} else {
			text = nil
		}
		row = trimEnd(row, " \t")
		if len(row) == 0 || row[0] == '#' {
			continue
		}
		if row[0] == ' ' || row[0] == '\t' || row[0] == '-' {
			if skipping && open == nil {
				continue
			}
			item := bytes.TrimLeft(row, " ")
			if open == nil || len(item) < 2 || item[0] != '-' || item[1] != ' ' {
				return nil, false
			}
			value, ok := plainScalar(bytes.TrimSpace(item[1:]))
			if !ok {
				return nil, false
			}
			open.list = true
			if len(open.values) <= maxTags { // one too many tells that there were more
				open.values = append(open.values, frontValue{value, line})
			}
			continue
		}
		open, skipping = nil, false
		colon := bytes.IndexByte(row, ':')
		if colon <= 0 || colon+1 < len(row) && row[colon+1] != ' ' {
			return nil, false
		}
		name := string(bytes.Trim(bytes.TrimSpace(row[:colon]), `"'`))
		if !wanted(name) {
			skipping = true
			continue
		}
		for _, f := range fields {
			if f.name == name {
				return nil, false
			}
		}
		fields = append(fields, frontField{name: name})
		field := &fields[len(fields)-1]
		value := bytes.TrimSpace(row[colon+1:])
		switch {
		case len(value) == 0:
			open = field
		case value[0] == '[':
			field.list = true
			if field.values, ok = plainList(value, line); !ok {
				return nil, false
			}
		default:
			s, ok := plainScalar(value)
			if !ok {
				return nil, false
			}
			field.values = append(field.values, frontValue{s, line})
		}
		// A value that goes on in the next line, indented, is not plain.
		if len(value) > 0 && len(text) > 1 && (text[0] == ' ' || text[0] == '\t') {
			return nil, false
		}
	}
	return fields, true
}

// plainScalar reads a scalar that means what it looks like.
func plainScalar(v []byte) (s string, ok bool) {
	if len(v) == 0 {
		return "", false
	}
	switch c := v[0]; c {
	case '"', '\'':
		if len(v) < 2 || v[len(v)-1] != c {
			return "", false
		}
		inside := v[1 : len(v)-1]
		if bytes.IndexByte(inside, c) >= 0 || c == '"' && bytes.IndexByte(inside, '\\') >= 0 {
			return "", false
		}
		return string(inside), true
	case '|', '>', '&', '*', '!', '{', '[', '%', '@', '`', '?', '-', ',', '#':
		return "", false
	}
	if bytes.Contains(v, []byte(": ")) || bytes.Contains(v, []byte(" #")) || v[len(v)-1] == ':' {
		return "", false
	}
	switch s := string(v); s {
	case "~", "null", "Null", "NULL":
		return "", false
	default:
		return s, true
	}
}

// plainList reads ["a", b, 'c'] on one line.
func plainList(v []byte, line int) (values []frontValue, ok bool) {
	if v[len(v)-1] != ']' {
		return nil, false
	}
	v = bytes.TrimSpace(v[1 : len(v)-1])
	for len(v) > 0 {
		end := 0
		if v[0] == '"' || v[0] == '\'' {
			i := bytes.IndexByte(v[1:], v[0])
			if i < 0 {
				return nil, false
			}
			end = i + 2
		} else if end = bytes.IndexByte(v, ','); end < 0 {
			end = len(v)
		}
		item := bytes.TrimSpace(v[:end])
		if bytes.ContainsAny(item, "[]{}") && item[0] != '"' && item[0] != '\'' {
			return nil, false
		}
		s, plain := plainScalar(item)
		if !plain {
			return nil, false
		}
		values = append(values, frontValue{s, line})
		v = bytes.TrimLeft(v[end:], " ")
		if len(v) > 0 {
			if v[0] != ',' {
				return nil, false
			}
			v = bytes.TrimLeft(v[1:], " ")
		}
	}
	return values, true
}

// parsedFields reads the wanted fields by the YAML parser's syntax tree.
// Aliases are not followed, so that a bomb of them stays small.
func parsedFields(text []byte, wanted func(string) bool) (fields []frontField) {
	// The parser has panicked on malformed input before; a document must not
	// stop a build, and front matter that breaks a parser is broken.
	defer func() {
		if recover() != nil {
			fields = nil
		}
	}()
	file, err := parser.ParseBytes(text, 0)
	if err != nil || len(file.Docs) == 0 {
		return nil
	}
	var pairs []*ast.MappingValueNode
	switch body := file.Docs[0].Body.(type) {
	case *ast.MappingNode:
		pairs = body.Values
	case *ast.MappingValueNode:
		pairs = append(pairs, body)
	}
	for _, pair := range pairs {
		name := pair.Key.GetToken().Value
		if !wanted(name) {
			continue
		}
		field := frontField{name: name}
		if list, ok := pair.Value.(*ast.SequenceNode); ok {
			field.list = true
			for _, item := range list.Values {
				field.addScalar(item)
			}
		} else {
			field.addScalar(pair.Value)
		}
		fields = append(fields, field)
	}
	return fields
}

// addScalar adds a node that is a scalar; others are left out.
func (f *frontField) addScalar(node ast.Node) {
	token := node.GetToken()
	if token == nil || token.Position == nil {
		return
	}
	switch n := node.(type) {
	case *ast.StringNode:
		f.values = append(f.values, frontValue{n.Value, token.Position.Line})
	case *ast.LiteralNode:
		f.values = append(f.values, frontValue{n.Value.Value, token.Position.Line})
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		f.values = append(f.values, frontValue{token.Value, token.Position.Line})
	case *ast.AnchorNode:
		f.addScalar(n.Value)
	}
}

// tomlFields returns the wanted top-level fields of TOML front matter. The
// library tells no lines, so that a value is looked for from its field on.
func tomlFields(text []byte, wanted func(string) bool) []frontField {
	if len(text) > maxFront {
		return nil
	}
	var table map[string]any
	if err := toml.Unmarshal(text, &table); err != nil {
		return nil
	}
	var fields []frontField
	seen := map[string]bool{}
	rest := text
	for line := 1; len(rest) > 0; line++ {
		row, after, _ := bytes.Cut(rest, []byte("\n"))
		key, _, found := bytes.Cut(row, []byte("="))
		if bytes.HasPrefix(bytes.TrimSpace(row), []byte("[")) {
			break // the tables below are not top-level
		}
		name := strings.Trim(strings.TrimSpace(string(key)), `"'`)
		value, known := table[name]
		if found && known && !seen[name] && wanted(name) {
			seen[name] = true
			fields = append(fields, tomlField(name, value, rest, line))
		}
		rest = after
	}
	return fields
}

func tomlField(name string, value any, text []byte, line int) frontField {
	field := frontField{name: name}
	items, list := value.([]any)
	if !list {
		items = []any{value}
	}
	field.list = list
	for _, item := range items {
		s, ok := item.(string)
		if !ok {
			continue
		}
		// Search goes on behind the value found last, so that a long list
		// costs one pass.
		if at := bytes.Index(text, []byte(s)); at >= 0 {
			line += bytes.Count(text[:at], []byte("\n"))
			text = text[at:]
		}
		field.values = append(field.values, frontValue{s, line})
	}
	return field
}
