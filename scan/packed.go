package scan

import "encoding/binary"

// packedNodes are the nodes of a folder that List has read, without those that are
// dropped. Each is
//
//	kind, length of the name, the name
//
// and of a regular file
//
//	size, modification time less that of the file before, change time less
//	modification time, inode less that before
//
// with numbers as varints, signed for differences.
type packedNodes struct {
	bytes   []byte
	count   int
	names   int       // bytes of all names
	folders []*branch // below, in the order of the nodes
}

// packNodes packs the nodes of a folder.
func packNodes(b *branch) *packedNodes {
	p := &packedNodes{}
	var before Stat
	var packed []byte
	for i := range b.nodes {
		n := &b.nodes[i]
		if n.drop {
			continue
		}
		name := n.path[len(b.prefix):]
		p.count++
		p.names += len(name)
		packed = binary.AppendUvarint(append(packed, byte(n.kind)), uint64(len(name)))
		packed = append(packed, name...)
		switch n.kind {
		case kindFolder:
			p.folders = append(p.folders, n.below)
		case kindFile:
			packed = binary.AppendUvarint(packed, uint64(n.stat.Size))
			packed = binary.AppendVarint(packed, n.stat.ModTime-before.ModTime)
			packed = binary.AppendVarint(packed, n.stat.ChangeTime-n.stat.ModTime)
			packed = binary.AppendVarint(packed, int64(n.stat.Inode-before.Inode))
			before = n.stat
		}
	}
	p.bytes = append(make([]byte, 0, len(packed)), packed...)
	return p
}

// nodes returns them as they were. Their paths share one string.
func (p *packedNodes) nodes(prefix string) []node {
	text := make([]byte, 0, p.count*len(prefix)+p.names)
	nodes := make([]node, p.count)
	ends := make([]int, p.count)
	folders, rest := p.folders, p.bytes
	uvarint := func() uint64 {
		v, n := binary.Uvarint(rest)
		rest = rest[n:]
		return v
	}
	varint := func() int64 {
		v, n := binary.Varint(rest)
		rest = rest[n:]
		return v
	}
	var stat Stat
	for i := range nodes {
		n := &nodes[i]
		n.kind, rest = kind(rest[0]), rest[1:]
		length := int(uvarint())
		text = append(append(text, prefix...), rest[:length]...)
		ends[i], rest = len(text), rest[length:]
		switch n.kind {
		case kindFolder:
			n.below, folders = folders[0], folders[1:]
		case kindFile:
			stat.Size = int64(uvarint())
			stat.ModTime += varint()
			stat.ChangeTime = stat.ModTime + varint()
			stat.Inode += uint64(varint())
			n.stat = stat
		}
	}
	paths, start := string(text), 0
	for i, end := range ends {
		nodes[i].path, start = paths[start:end], end
	}
	return nodes
}
