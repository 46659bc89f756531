package main

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// formatOptions adjusts the formats meant for reading.
type formatOptions struct {
	Width int // columns of the screen that a table is fitted to; 0 for unlimited
}

// rowFormats are the formats of writeRows, in the order that help lists them.
var rowFormats = []string{"table", "csv", "tsv", "json", "ndjson", "markdown"}

// nextRow returns the next row, one value a column, and io.EOF after the last.
// The row may be reused by the following call.
type nextRow func() ([]any, error)

// writeRows writes rows of SQL values (nil, int64, float64, string, []byte) in
// a format of rowFormats, as they come: only a table holds rows back, to
// measure columns (see writeTable).
//
//   - table: a header, a rule, aligned columns, numbers to the right; NULL is
//     NULL, and a text that says so stands in quotes. Control characters and line ends are shown escaped.
//   - csv: RFC 4180 with \n line ends and a header. NULL is nothing between
//     the commas, the empty string and the empty blob are "".
//   - tsv: a header; tab, line ends and backslash are \t, \n, \r and \\. NULL
//     is \N, the empty string is nothing.
//   - json: one array of objects, one a line; ndjson: the objects alone. Keys
//     are the columns in order; a column whose name is taken becomes name_2.
//     Bytes that are not UTF-8 become U+FFFD, an infinity 9e999 as in sqlite3.
//   - markdown: a GFM table whose cells show the text as it is; a line end is
//     <br>, NULL is *NULL*.
//
// On a terminal control characters are escaped in the other formats, too. Blobs
// are lower-case hexadecimal digits in all of them. A float64 always has
// a point or an exponent, so that it is told from an integer. When next fails,
// what came before is written and next's error returned.
func writeRows(w io.Writer, format string, columns []string, next func() ([]any, error), options formatOptions) error {
	write, ok := map[string]func(*bufio.Writer, []string, nextRow) error{
		"table":    func(w *bufio.Writer, c []string, next nextRow) error { return writeTable(w, c, next, options.Width) },
		"csv":      func(w *bufio.Writer, c []string, next nextRow) error { return writeLines(w, c, next, ",", appendCSV) },
		"tsv":      func(w *bufio.Writer, c []string, next nextRow) error { return writeLines(w, c, next, "\t", appendTSV) },
		"json":     writeJSON,
		"ndjson":   writeNDJSON,
		"markdown": writeMarkdown,
	}[format]
	if !ok {
		return checkFormat(format)
	}
	if format != "table" && format != "markdown" { // their cells are escaped, wherever they go
		w = escaped(w, options.Width > 0, strings.HasSuffix(format, "json"))
	}
	buffered := bufio.NewWriterSize(w, 64<<10)
	checked := func() ([]any, error) {
		row, err := next()
		if err == nil && len(row) != len(columns) {
			err = fmt.Errorf("a row of %d values for %d columns", len(row), len(columns))
		}
		return row, err
	}
	err := write(buffered, columns, checked)
	if flushed := buffered.Flush(); err == nil {
		err = flushed
	}
	return err
}

// checkFormat returns an error for a format that is none of rowFormats.
func checkFormat(format string) error {
	if slices.Contains(rowFormats, format) {
		return nil
	}
	return usageError{fmt.Sprintf("unknown format %q", format), meant(closest(format, rowFormats), "formats: "+strings.Join(rowFormats, ", "))}
}

// eachRow calls do for the rows that are left.
func eachRow(next nextRow, do func(row []any) error) error {
	for {
		row, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = do(row)
		}
		if err != nil {
			return err
		}
	}
}

// appendText appends a value as text; nil gives nothing.
func appendText(line []byte, value any) []byte {
	switch value := value.(type) {
	case nil:
		return line
	case string:
		return append(line, value...)
	case []byte:
		return hex.AppendEncode(line, value)
	case int64:
		return strconv.AppendInt(line, value, 10)
	case float64:
		return appendFloat(line, value)
	}
	return fmt.Append(line, value)
}

// appendFloat appends the shortest digits that read back as the same number.
func appendFloat(line []byte, value float64) []byte {
	start := len(line)
	line = strconv.AppendFloat(line, value, 'g', -1, 64)
	if !slices.ContainsFunc(line[start:], func(c byte) bool { return c == '.' || c == 'e' || c == 'I' || c == 'N' }) {
		line = append(line, ".0"...)
	}
	return line
}

// writeLines writes a header and one line a row.
func writeLines(w *bufio.Writer, columns []string, next nextRow, separator string, appendValue func([]byte, any) []byte) error {
	var line []byte
	writeLine := func(row []any) error {
		line = line[:0]
		for i, value := range row {
			if i > 0 {
				line = append(line, separator...)
			}
			line = appendValue(line, value)
		}
		_, err := w.Write(append(line, '\n'))
		return err
	}
	header := make([]any, len(columns))
	for i, column := range columns {
		header[i] = column
	}
	if err := writeLine(header); err != nil {
		return err
	}
	return eachRow(next, writeLine)
}

// appendCSV appends a field of RFC 4180.
func appendCSV(line []byte, value any) []byte {
	if blob, ok := value.([]byte); ok && len(blob) == 0 {
		value = "" // not nothing, which is NULL
	}
	text, ok := value.(string)
	if !ok || text != "" && !strings.ContainsAny(text, ",\"\r\n") && text[0] != ' ' && text[len(text)-1] != ' ' {
		return appendText(line, value)
	}
	line = append(line, '"')
	for i := 0; i < len(text); i++ {
		if text[i] == '"' {
			line = append(line, '"')
		}
		line = append(line, text[i])
	}
	return append(line, '"')
}

// appendTSV appends a field without tabs and line ends.
func appendTSV(line []byte, value any) []byte {
	text, ok := value.(string)
	switch {
	case value == nil:
		return append(line, `\N`...)
	case !ok:
		return appendText(line, value)
	}
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\t':
			line = append(line, `\t`...)
		case '\n':
			line = append(line, `\n`...)
		case '\r':
			line = append(line, `\r`...)
		case '\\':
			line = append(line, `\\`...)
		default:
			line = append(line, text[i])
		}
	}
	return line
}

func writeNDJSON(w *bufio.Writer, columns []string, next nextRow) error {
	return writeObjects(w, columns, next, "", "\n")
}

func writeJSON(w *bufio.Writer, columns []string, next nextRow) error {
	if _, err := w.WriteString("["); err != nil {
		return err
	}
	if err := writeObjects(w, columns, next, ",\n", ""); err != nil {
		return err
	}
	_, err := w.WriteString("]\n")
	return err
}

// writeObjects writes one JSON object a row, with a text between each two and
// one after each.
func writeObjects(w *bufio.Writer, columns []string, next nextRow, between, after string) error {
	var keys [][]byte
	for _, name := range uniqueNames(columns) {
		keys = append(keys, append(appendJSON(nil, name), ':'))
	}
	var line []byte
	first := true
	return eachRow(next, func(row []any) error {
		line = line[:0]
		if !first {
			line = append(line, between...)
		}
		first = false
		line = append(line, '{')
		for i, value := range row {
			if i > 0 {
				line = append(line, ',')
			}
			line = appendJSON(append(line, keys[i]...), value)
		}
		line = append(append(line, '}'), after...)
		_, err := w.Write(line)
		return err
	})
}

// uniqueNames numbers the names that stand before: a, a, b becomes a, a_2, b.
func uniqueNames(columns []string) []string {
	taken := map[string]bool{} // by a column itself
	for _, column := range columns {
		taken[column] = true
	}
	used, number := map[string]bool{}, map[string]int{}
	names := make([]string, len(columns))
	for i, column := range columns {
		name := column
		for used[name] || name != column && taken[name] {
			number[column] = max(2, number[column]+1)
			name = column + "_" + strconv.Itoa(number[column])
		}
		names[i], used[name] = name, true
	}
	return names
}

// appendJSON appends a value as JSON.
func appendJSON(line []byte, value any) []byte {
	switch value := value.(type) {
	case nil:
		return append(line, "null"...)
	case int64:
		return strconv.AppendInt(line, value, 10)
	case float64:
		switch {
		case math.IsNaN(value):
			return append(line, "null"...)
		case math.IsInf(value, 0):
			return append(line, map[bool]string{true: "9e999", false: "-9e999"}[value > 0]...)
		}
		return appendFloat(line, value)
	case string:
		return appendJSONText(line, value)
	}
	return appendJSONText(line, string(appendText(nil, value)))
}

// appendJSONText appends a string of RFC 8259. U+2028 and U+2029 are escaped,
// because some readers take them for line ends.
func appendJSONText(line []byte, text string) []byte {
	line = append(line, '"')
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case c == '"' || c == '\\':
			line = append(line, '\\', byte(c))
		case c == '\n':
			line = append(line, `\n`...)
		case c == '\t':
			line = append(line, `\t`...)
		case c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029:
			line = fmt.Appendf(line, `\u%04x`, c)
		default:
			line = utf8.AppendRune(line, c) // U+FFFD for what is not UTF-8
		}
		i += size
	}
	return append(line, '"')
}
