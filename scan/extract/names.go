package extract

import (
	"bytes"
)

// sightName records a name that stands in text: whole, and by its last part
// where it is qualified. word is in the arena, or is copied there.
func (r *reader) sightName(word []byte, line int32, m mark, kind Kind, defines bool) {
	if r.outline[r.current].reference {
		m |= markRef
	}
	if r.ctx.first {
		m |= markFirst
	}
	if r.ctx.parens > 0 && m&markFence == 0 {
		m |= markAside
	}
	if r.ctx.kinds && kind == Identifier && m&markFence == 0 {
		kind = r.ctx.kind
	}
	r.ctx.kinds = false
	r.ctx.name = len(r.bag.seen)
	r.sight(word, line, m, kind, defines)
	r.sightParts(word, line, m&^markWhole, kind, defines)
}

// sightParts records the last part of a qualified name, and what qualifies it
// as far as that looks like a name of its own.
func (r *reader) sightParts(word []byte, line int32, m mark, kind Kind, defines bool) {
	if kind == Import || kind == Command || bytes.IndexByte(word, ' ') >= 0 {
		return
	}
	last := true
	for end := len(word); end > 0; {
		start := end
		for start > 0 && word[start-1] != ':' && word[start-1] != '.' {
			start--
		}
		if start == 0 && last || start > 0 && last && word[start-1] == '.' && fileName(word) {
			return
		}
		if part := word[start:end]; len(part) > 2 && !isDigit(part[0]) {
			if last {
				r.sight(part, line, m, kind, defines)
			} else if sh := shapeOf(part); sh == shapeCamel || sh == shapeSnake || sh == shapeScream {
				r.sight(part, line, m, Identifier, false)
			}
		}
		last = false
		end = start
		for end > 0 && (word[end-1] == ':' || word[end-1] == '.') {
			end--
		}
	}
}

// sight records one sighting of a name.
func (r *reader) sight(word []byte, line int32, m mark, kind Kind, defines bool) {
	b := &r.bag
	if len(b.seen) >= 2*maxSightings {
		b.full = true
		return
	}
	f := int32(-1)
	if len(word) <= maxName {
		f = b.form(word)
	}
	if f < 0 {
		return
	}
	form := &b.forms[f]
	if form.shape == shapeNoise && kind != Command && !(defines && r.defined) {
		return
	}
	b.seen = append(b.seen, sighting{
		node: b.node(form.name), section: int32(r.current), line: line, at: ^form.at, size: uint16(form.size),
		mark: m, kind: kind, defines: defines,
	})
}

// fileName reports whether a dotted name ends as files do.
func fileName(word []byte) bool {
	i := bytes.LastIndexByte(word, '.')
	switch string(bytes.ToLower(word[i+1:])) {
	case "h", "hpp", "hxx", "hh", "c", "cc", "cpp", "cxx", "inl", "idl", "rc", "py", "go", "js", "ts", "tsx", "jsx", "java", "cs", "rs", "rb", "sh",
		"dll", "exe", "lib", "obj", "so", "a", "o", "pdb", "def", "json", "yaml", "yml", "toml", "xml", "ini", "cfg", "conf", "bat", "cmd", "ps1", "css", "sql",
		"md", "html", "htm", "txt", "png", "jpg", "jpeg", "gif", "svg", "pdf", "zip", "gz", "tar", "lock", "mod", "sum", "cmake", "asm", "res", "tlb", "ocx", "vcxproj", "sln", "props", "targets":
		return true
	}
	return false
}
