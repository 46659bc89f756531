package emit

import (
	"slices"
	"unicode/utf8"
)

// splitter cuts the entries of a list, which come in the order of their keys, into
// pages, and holds no more of them than may still share a page.
//
// It builds the tree of the keys' common starts from left to right: every node is a
// start that several keys share, and its parts are what shares one more character.
// The nodes of the last key are open, the innermost last; where a key shares less
// with the one before, those that it does not share are complete, and closed. A node
// with more than splitOver is a split page: of such a node the large parts are
// written as soon as they are complete, and the small ones held until it is.
type splitter struct {
	list  *list
	name  string // the prefix of the outermost page
	open  []*node
	block []byte // bodies are cut from blocks, for fewer allocations
}

// node is the entries that share a start. One without parts has a single key.
type node struct {
	shared string  // what the keys share
	own    []entry // whose key it is
	parts  []part  // the others, in order
	length int     // bytes of all entries, those written already among them
	small  int     // bytes of own and of the parts that are too small for a page
	split  bool    // parts become pages of their own
}

// part is the entries of a node that share one more character.
type part struct {
	prefix  string
	entries []entry // nil once they are written
	length  int     // bytes
	written bool
}

// add takes the next entry. Its body is the caller's.
func (s *splitter) add(e entry) error {
	e.body = s.keep(e.body)
	if len(s.open) == 0 {
		s.begin(e.key)
	} else if last := s.innermost(); last.shared != e.key {
		if err := s.closeBelow(sharedPrefix(last.shared, e.key)); err != nil {
			return err
		}
		s.begin(e.key)
	}
	n := s.innermost()
	n.own = append(n.own, e)
	n.length += len(e.body)
	n.small += len(e.body)
	return nil
}

// finish writes what is held. There is no page where there was no entry.
func (s *splitter) finish() error {
	if len(s.open) == 0 {
		return nil
	}
	for len(s.open) > 1 {
		if err := s.close(s.open[len(s.open)-2]); err != nil {
			return err
		}
	}
	root := s.open[0]
	if root.split {
		return s.writeSplit(s.name, root)
	}
	return s.list.emitPage(s.name, root.entries(), nil, false)
}

func (s *splitter) innermost() *node { return s.open[len(s.open)-1] }

func (s *splitter) begin(shared string) { s.open = append(s.open, &node{shared: shared}) }

// closeBelow closes the nodes that share more than the next key does, and leaves
// the one that shares as much as the innermost.
func (s *splitter) closeBelow(shared string) error {
	for len(s.innermost().shared) > len(shared) {
		last := len(s.open) - 1
		if last == 0 || len(s.open[last-1].shared) < len(shared) {
			above := &node{shared: shared}
			s.open = append(s.open[:last], above, s.open[last])
		}
		if err := s.close(s.open[len(s.open)-2]); err != nil {
			return err
		}
	}
	return nil
}

// close makes the innermost node a part of the one above it.
func (s *splitter) close(above *node) error {
	n := s.innermost()
	s.open = s.open[:len(s.open)-1]
	p := part{prefix: longer(above.shared, n.shared), length: n.length}
	if n.split {
		if err := s.writeSplit(p.prefix, n); err != nil {
			return err
		}
		p.written = true
	} else {
		p.entries = n.entries()
	}
	above.parts = append(above.parts, p)
	above.length += p.length
	crowded := above.small > splitOver
	if p.length < smallUnder {
		above.small += p.length
	}
	from := len(above.parts) - 1
	if !above.split && above.length > splitOver || !crowded && above.small > splitOver {
		from = 0 // what was held so far has to be looked at again
	}
	above.split = above.split || above.length > splitOver
	if !above.split {
		return nil
	}
	for i := from; i < len(above.parts); i++ {
		if err := s.settle(above, &above.parts[i]); err != nil {
			return err
		}
	}
	return nil
}

// settle writes a part of a split node, or sees to it that it can be held cheaply.
func (s *splitter) settle(above *node, p *part) error {
	switch {
	case p.written:
		return nil
	case p.length < smallUnder && above.small <= splitOver:
		p.compact()
		return nil
	}
	entries := p.entries
	p.entries, p.written = nil, true
	return s.list.emitPage(p.prefix, entries, nil, false)
}

// compact gives the bodies a block of their own: what lies between them in the old
// ones is not held with them.
func (p *part) compact() {
	block := make([]byte, 0, p.length)
	for i := range p.entries {
		at := len(block)
		block = append(block, p.entries[i].body...)
		p.entries[i].body = block[at:len(block):len(block)]
	}
}

// writeSplit writes the page of a split node whose large parts are written.
func (s *splitter) writeSplit(prefix string, n *node) error {
	var links []string
	for i := range n.parts {
		if n.parts[i].written {
			links = append(links, n.parts[i].prefix)
		}
	}
	return s.list.emitPage(prefix, n.entries(), links, true)
}

// entries returns all entries that the node holds, in order.
func (n *node) entries() []entry {
	all := slices.Clip(n.own)
	for i := range n.parts {
		all = append(all, n.parts[i].entries...)
	}
	return all
}

// keep copies a body, as the list's site wants it.
func (s *splitter) keep(body []byte) []byte {
	body = s.list.site.dress(body)
	if len(s.block)+len(body) > cap(s.block) {
		s.block = make([]byte, 0, max(min(2*cap(s.block), 64<<10), 2<<10, len(body)))
	}
	at := len(s.block)
	s.block = append(s.block, body...)
	return s.block[at:len(s.block):len(s.block)]
}

// longer returns a prefix of key with one more character than prefix, or the
// key itself where there is none.
func longer(prefix, key string) string {
	_, n := utf8.DecodeRuneInString(key[len(prefix):])
	return key[:len(prefix)+n]
}

// sharedPrefix returns the whole characters with which both strings start. Of
// the first and the last of sorted keys, it is what all of them share.
func sharedPrefix(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	if n == len(a) || n == len(b) {
		return a[:n]
	}
	for n > 0 && !utf8.RuneStart(a[n]) {
		n--
	}
	return a[:n]
}
