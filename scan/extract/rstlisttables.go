package extract

import (
	"strconv"
)

// rstListTable reads a table that is written as a list of lists.
func (r *reader) rstListTable(indent int32) {
	s := &r.rst
	headers, _ := strconv.Atoi(string(r.rstOptionValue("header-rows")))
	for row := 0; s.n < len(s.cols); {
		col := s.cols[s.n]
		switch {
		case col < 0:
			s.n++
			continue
		case col <= indent:
			return
		}
		if !rstBullet(r.blockText(s.n)) || s.depth >= maxRSTDepth {
			r.rstBody(indent, false)
			return
		}
		row++
		r.rstDedent(s.n, 1)
		for cell := 0; s.n < len(s.cols) && (s.cols[s.n] < 0 || s.cols[s.n] > col); {
			inner := s.cols[s.n]
			if inner < 0 {
				s.n++
				continue
			}
			if !rstBullet(r.blockText(s.n)) {
				r.rstBody(col, false)
				break
			}
			r.rstDedent(s.n, 1)
			kept := s.mark
			if cell++; cell == 1 && row > headers {
				s.mark |= markCell
			}
			r.rstBody(inner, false)
			s.mark = kept
		}
	}
}

func rstBullet(text []byte) bool {
	return len(text) > 0 && (text[0] == '*' || text[0] == '-' || text[0] == '+') && (len(text) == 1 || isSpace(text[1]))
}

// rstCSV reads a table of comma-separated values.
func (r *reader) rstCSV(indent int32) {
	s := &r.rst
	if file := r.rstOptionValue("file"); len(file) > 0 {
		r.rstLink(int(r.starts[max(s.n-1, 0)]), string(file), "")
	}
	headers, _ := strconv.Atoi(string(r.rstOptionValue("header-rows")))
	for ; s.n < len(s.cols) && (s.cols[s.n] < 0 || s.cols[s.n] > indent); s.n++ {
		text := r.blockText(s.n)
		if len(text) == 0 {
			continue
		}
		headers--
		for column := 0; len(text) > 0; column++ {
			field, rest := cutCSV(text)
			at := r.blockEnd(s.n) - len(text)
			r.blockStart()
			r.blockAdd(at, at+len(field))
			m := mark(0)
			if column == 0 && headers < 0 {
				m = markCell
			}
			r.rstProse(m)
			text = rest
		}
	}
}

// cutCSV cuts the first value off a line of comma-separated ones. A value over
// several lines is read line by line.
func cutCSV(text []byte) (field, rest []byte) {
	quoted := false
	for i, c := range text {
		if c == '"' {
			quoted = !quoted
		} else if c == ',' && !quoted {
			return text[:i], text[i+1:]
		}
	}
	return text, nil
}
