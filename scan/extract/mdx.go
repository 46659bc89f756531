package extract

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// moduleLine reports whether a paragraph is a module's line or comment that MDX
// puts among the text: import X from 'y', export const x =, {/* … */}. Prose
// starts with such words too, so that the sign behind them counts.
func (r *reader) moduleLine(n ast.Node) (program, comment bool) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return false, false
	}
	first, last := lines.At(0), lines.At(lines.Len()-1)
	line := r.src[r.body+first.Start : r.body+first.Stop]
	switch {
	case bytes.HasPrefix(line, []byte("import ")):
		rest := bytes.TrimSpace(line[len("import "):])
		if len(rest) > 0 && (rest[0] == '\'' || rest[0] == '"') {
			return bytes.LastIndexByte(rest, rest[0]) > 0 && len(bytes.Trim(rest[bytes.LastIndexByte(rest, rest[0])+1:], "; ")) == 0, false
		}
		return bytes.Contains(rest, []byte(" from '")) || bytes.Contains(rest, []byte(` from "`)) ||
			len(rest) > 0 && rest[0] == '{' && lines.Len() > 1 && bytes.IndexByte(rest, '}') < 0, false
	case bytes.HasPrefix(line, []byte("export ")):
		rest := bytes.TrimPrefix(line[len("export "):], []byte("default "))
		word, behind, _ := bytes.Cut(rest, []byte(" "))
		switch string(word) {
		case "const", "let", "var":
			return bytes.Contains(behind, []byte(" = ")), false
		case "function", "async":
			return bytes.IndexByte(behind, '(') > 0, false
		}
		return bytes.Contains(rest, []byte(") =>")) || len(rest) > 0 && rest[0] == '{', false
	case bytes.HasPrefix(line, []byte("{/*")):
		return false, bytes.HasSuffix(bytes.TrimSpace(r.src[r.body+last.Start:r.body+last.Stop]), []byte("*/}"))
	}
	return false, false
}
