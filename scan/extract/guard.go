package extract

import "bytes"

// tooMuchWork reports whether goldmark would spend too much on text. Some
// inputs cost it time that grows with the square of their size, or memory that
// is many times as large; this counts, in one pass, what such inputs are made of. Limits count work, never time,
// so that every machine decides alike.
func tooMuchWork(text []byte) bool {
	// Most documents and their blocks are so small that not even marks alone
	// could pass a limit: then the starts of lines tell enough.
	return countWork(text, false) && countWork(text, true)
}

// countWork reports whether a limit is passed: exactly, or as if all bytes
// were those marks that cost most.
func countWork(text []byte, exact bool) bool {
	g := guard{exact: exact}
	for len(text) > 0 {
		line := text
		if i := bytes.IndexByte(text, '\n'); i >= 0 {
			line, text = text[:i], text[i+1:]
		} else {
			text = nil
		}
		if g.line(line) {
			return true
		}
	}
	g.endBlock()
	return g.over()
}

// The limits, in units that took about a nanosecond each when they were
// measured on goldmark 1.8.7: a document at a limit takes around half a
// second more than its size alone would.
const (
	maxGuardWork   = 400e6 // steps of all kinds together
	maxGuardDepth  = 60    // containers opened by one line
	maxGuardIndent = 240   // spaces before a list item: half as many lists
	maxGuardBlocks = 500e3 // lines that start a block, and cells
	maxGuardInline = 1.5e6 // marks that start something inside a block
	maxGuardMemory = 50e6  // bytes that goldmark holds of lines, see countLine
)

// What goldmark 1.8.7 holds of a line, in bytes, with what is left of lists when
// they grow: its segment; a text node, unless it is blank; and for each block that
// is open on it, two for a list item, whether it is blank.
const (
	guardLine    = 126
	guardText    = 160
	guardOpening = 108
	guardRow     = 250 // of a table, for each of its columns, which are one less than counted, and itself
)

// guard counts the work that lies in a document, a block at a time. A block
// here is a stretch of lines that goldmark may read as one paragraph.
type guard struct {
	exact bool // marks are counted, not taken for granted

	work   float64
	blocks float64
	inline float64
	memory float64
	open   int // containers that may be open

	size     int       // bytes of the block
	delims   int       // runs of * _ ~
	brackets int       // [ ] ! <
	runs     [8]uint64 // lengths of backtick runs under 512
	longRuns int       // longer ones
	ticks    int       // different lengths
	columns  int       // of a table's delimiter row
	ordered  bool      // the block starts with a numbered item
	indent   int       // of the marker that starts the block
}

// line counts a line, and reports whether a limit was passed.
func (g *guard) line(line []byte) bool {
	rest, indent, depth, ordered := cutMarkers(line)
	if depth > maxGuardDepth || depth > 0 && indent > maxGuardIndent {
		return true
	}
	g.countLine(indent, depth, len(rest) == 0)
	g.work += float64(50 + (indent/2+depth)*(indent/2+depth)/4)
	g.blocks += float64(depth)
	if len(rest) == 0 {
		g.endBlock()
		return g.over()
	}
	if rest[0] == '#' || rest[0] == '=' || rest[0] == '-' {
		// A heading, or a line that makes one of the lines above.
		g.blocks++
	}
	if depth > 0 && (!ordered || g.ordered || bytes.HasPrefix(bytes.TrimLeft(line, " >"), []byte("1"))) && indent < g.indent+6 {
		g.endBlock()
		g.ordered, g.indent = ordered, indent
	} else if g.columns > 0 {
		g.endRow()
	}
	g.size += len(line)
	if g.exact || delimitsTable(rest) {
		g.count(rest)
	}
	if !g.exact {
		g.delims += len(line)
		g.blocks += float64(len(line)) / 4 // as if all were cells
	}
	return g.size > 1<<16 && g.over()
}

// countLine counts what is held of a line. A list item stays open over blank
// lines, and over others that are indented by two or more.
func (g *guard) countLine(indent, depth int, blank bool) {
	if !blank || depth > 0 {
		g.open = min(indent/2, g.open) + depth
	}
	g.memory += float64(guardLine + guardOpening*g.open)
	if !blank {
		g.memory += guardText
	}
}

// cutMarkers takes the markers of quotes and list items off a line.
func cutMarkers(line []byte) (rest []byte, indent, depth int, ordered bool) {
	rest = line
	for {
		i := 0
		for i < len(rest) && (rest[i] == ' ' || rest[i] == '\t') {
			if rest[i] == '\t' {
				indent += 3
			}
			i++
		}
		indent += i
		rest = rest[i:]
		switch {
		case len(rest) == 0 || depth > maxGuardDepth:
			return rest, indent, depth, ordered
		case rest[0] == '>':
			rest = rest[1:]
		case (rest[0] == '-' || rest[0] == '*' || rest[0] == '+') && (len(rest) == 1 || isSpace(rest[1])):
			rest, ordered = rest[1:], false
		case rest[0] == ':' && len(rest) > 1 && isSpace(rest[1]):
			rest, ordered = rest[1:], false
		case isDigit(rest[0]):
			n := 1
			for n < len(rest) && n < 10 && isDigit(rest[n]) {
				n++
			}
			if n+1 >= len(rest) || rest[n] != '.' && rest[n] != ')' || !isSpace(rest[n+1]) {
				return rest, indent, depth, ordered
			}
			rest, ordered = rest[n+1:], true
		default:
			return rest, indent, depth, ordered
		}
		depth++
	}
}

// guardBytes says which bytes count tells apart.
var guardBytes = func() (table [256]uint8) {
	for _, c := range "*_~" {
		table[c] = 1
	}
	for _, c := range "[]<" {
		table[c] = 2
	}
	table['`'] = 3
	table['|'] = 4
	return table
}()

// delimitsTable reports whether a line may be the one below the head of a table.
func delimitsTable(line []byte) bool {
	for _, c := range line {
		if c != '-' && c != '|' && c != ':' && c != ' ' && c != '\t' {
			return false
		}
	}
	return true
}

// count counts the marks of a line.
func (g *guard) count(line []byte) {
	delimiters, pipes, dashes := true, 0, 0
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch guardBytes[c] {
		case 1:
			g.delims++
			for i+1 < len(line) && line[i+1] == c {
				i++
			}
			delimiters = false
		case 2:
			g.brackets++
			delimiters = false
		case 3:
			n := 1
			for i+1 < len(line) && line[i+1] == '`' {
				i++
				n++
			}
			g.run(n)
			delimiters = false
		case 4:
			pipes++
		default:
			if delimiters {
				if c == '-' {
					dashes++
				} else if c != ':' && c != ' ' && c != '\t' {
					delimiters = false
				}
			}
		}
	}
	g.blocks += float64(pipes) / 4
	if delimiters && dashes > 0 && pipes > 0 {
		g.endRow()
		g.columns = pipes + 1
	}
}

// run notes a run of n backticks.
func (g *guard) run(n int) {
	g.inline += 0.5
	if n >= 512 {
		g.longRuns++
		g.ticks++
		return
	}
	if bit := uint64(1) << (n % 64); g.runs[n/64]&bit == 0 {
		g.runs[n/64] |= bit
		g.ticks++
	}
}

// endRow ends a row of a table, which is a block of its own and is filled up
// to the columns of the delimiter row.
func (g *guard) endRow() {
	g.work += float64(g.columns) * 300
	g.memory += float64(g.columns) * guardRow
	columns := g.columns
	g.endBlock()
	g.columns = columns
}

// endBlock adds what the block costs: each delimiter may be compared with
// each other, each bracket and each unpaired run of backticks may be looked
// for up to the block's end.
func (g *guard) endBlock() {
	delims, size := float64(g.delims), float64(g.size)
	g.work += delims*delims*4 + float64(g.brackets)*size*0.6 + float64(g.ticks)*size*0.6
	g.inline += delims + float64(g.brackets)
	if g.size > 0 {
		g.blocks++
	}
	if g.ticks > 0 {
		g.runs = [8]uint64{}
	}
	g.size, g.delims, g.brackets, g.ticks, g.longRuns, g.columns = 0, 0, 0, 0, 0, 0
}

func (g *guard) over() bool {
	size := float64(g.size)
	now := float64(g.delims)*float64(g.delims)*4 + float64(g.brackets+g.ticks)*size*0.6
	return g.work+now > maxGuardWork || g.blocks > maxGuardBlocks || g.inline > maxGuardInline || g.memory > maxGuardMemory
}
