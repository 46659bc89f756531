package scan

import (
	"errors"
	"io/fs"
	"sync/atomic"
)

// examineChunk is how many files of one folder one task examines: about half
// a millisecond's work.
const examineChunk = 512

// examineAll examines the candidates of a folder, in several tasks if they
// are many, and closes it.
func (w *walk) examineAll(f folder, b *branch) {
	var open atomic.Int32
	open.Store(1)
	done := func() {
		if open.Add(-1) > 0 {
			return
		}
		if !b.top {
			f.close()
		}
		w.examined(b)
	}
	nodes, base := b.nodes, len(b.prefix)
	for len(nodes) > 2*examineChunk {
		chunk := nodes[:examineChunk]
		nodes = nodes[examineChunk:]
		open.Add(1)
		w.push(func(*names) {
			w.examine(f, base, chunk)
			done()
		})
	}
	w.examine(f, base, nodes)
	done()
}

// examine takes the stats of candidates, the only ones that need one.
func (w *walk) examine(f folder, base int, nodes []node) {
	for i := range nodes {
		n := &nodes[i]
		if n.kind != kindFile || n.drop || n.reason != "" {
			continue
		}
		var err error
		n.stat, n.kind, err = f.stat(n.path[base:])
		switch {
		case errors.Is(err, fs.ErrNotExist):
			n.drop = true
		case err != nil && w.strict:
			w.fail(&fs.PathError{Op: "lstat", Path: n.path, Err: err})
		case err != nil:
			n.reason = Unreadable
		case n.kind == kindLink:
			n.reason = SymbolicLink
		case n.kind != kindFile:
			n.reason = NotRegular
		case !w.strict:
			rules := w.rules.inForce(n.path[len(w.prefix):], w.options.SizeLimit)
			if limit := rules.SizeLimit; limit > 0 && n.stat.Size > limit {
				n.reason = TooLarge
			}
		}
	}
}
