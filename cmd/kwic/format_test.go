package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// rowsOf returns a function that gives the rows one by one.
func rowsOf(rows ...[]any) nextRow {
	return func() ([]any, error) {
		if len(rows) == 0 {
			return nil, io.EOF
		}
		row := rows[0]
		rows = rows[1:]
		return row, nil
	}
}

func formatted(t *testing.T, format string, width int, columns []string, rows ...[]any) string {
	t.Helper()
	var out bytes.Buffer
	if err := writeRows(&out, format, columns, rowsOf(rows...), formatOptions{Width: width}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var awkward = [][]any{
	{"a,b", int64(1), 1.0, nil},
	{`say "hi"`, int64(-20), 0.5, []byte{0xca, 0xfe}},
	{"", nil, math.Inf(1), ""},
	{"tab\there\nnext\\", int64(300), 1e21, "*x* | <b>`c`"},
	{"x", int64(0), 0.25, []byte{}},
}

func TestFormats(t *testing.T) {
	columns := []string{"text", "n", "f", "n"}
	tests := map[string]string{
		"csv": "text,n,f,n\n\"a,b\",1,1.0,\n\"say \"\"hi\"\"\",-20,0.5,cafe\n\"\",,+Inf,\"\"\n\"tab\there\nnext\\\",300,1e+21,*x* | <b>`c`\nx,0,0.25,\"\"\n",
		"tsv": "text\tn\tf\tn\na,b\t1\t1.0\t\\N\nsay \"hi\"\t-20\t0.5\tcafe\n\t\\N\t+Inf\t\ntab\\there\\nnext\\\\\t300\t1e+21\t*x* | <b>`c`\nx\t0\t0.25\t\n",
		"json": `[{"text":"a,b","n":1,"f":1.0,"n_2":null},` + "\n" +
			`{"text":"say \"hi\"","n":-20,"f":0.5,"n_2":"cafe"},` + "\n" +
			`{"text":"","n":null,"f":9e999,"n_2":""},` + "\n" +
			`{"text":"tab\there\nnext\\","n":300,"f":1e+21,"n_2":"*x* | <b>` + "`c`" + `"},` + "\n" +
			`{"text":"x","n":0,"f":0.25,"n_2":""}]` + "\n",
		"markdown": "| text | n | f | n |\n| --- | --- | --- | --- |\n| a,b | 1 | 1.0 | *NULL* |\n| say \"hi\" | -20 | 0.5 | cafe |\n|  | *NULL* | +Inf |  |\n" +
			"| tab\\there<br>next\\\\ | 300 | 1e+21 | \\*x\\* \\| \\<b\\>\\`c\\` |\n| x | 0 | 0.25 |  |\n",
	}
	tests["ndjson"] = strings.NewReplacer("[{", "{", "},\n", "}\n", "}]\n", "}\n").Replace(tests["json"])
	for format, want := range tests {
		if got := formatted(t, format, 0, columns, awkward...); got != want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", format, got, want)
		}
	}
}

func TestTable(t *testing.T) {
	got := formatted(t, "table", 0, []string{"name", "n", "f", "x"},
		[]any{"a", int64(1), 1.0, nil}, []any{"日本語", int64(-2000), nil, []byte{1, 2}}, []any{"e\u0301\n", nil, 0.25, "it|'s"})
	want := "" +
		"name        n     f  x\n" +
		"------  -----  ----  -----\n" +
		"a           1   1.0  NULL\n" +
		"日本語  -2000  NULL  0102\n" +
		"e\u0301\\n      NULL  0.25  it|'s\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestTableFitsWidth(t *testing.T) {
	row := []any{"a short one", strings.Repeat("wide 日本語 ", 20), int64(123456), strings.Repeat("👩‍👩‍👧", 30)}
	for width := 22; width < 120; width += 7 {
		for line := range strings.Lines(formatted(t, "table", width, []string{"a", "b", "c", "d"}, row, row)) {
			if w := uniseg.StringWidth(strings.TrimSuffix(line, "\n")); w > width {
				t.Errorf("width %d: a line of %d columns: %s", width, w, line)
			}
		}
	}
	if got := formatted(t, "table", 10, []string{"a", "b"}, []any{"abcdefgh", "12"}); got != "a       b\n------  --\nabcde…  12\n" {
		t.Errorf("got\n%s", got)
	}
	if got := formatted(t, "table", 1, []string{"abcdefgh", "b"}, []any{"x", "y"}); got != "abc…  b\n----  -\nx     y\n" {
		t.Errorf("a screen too narrow: got\n%s", got)
	}
}

// Rows beyond the measured ones are shortened where the screen has no room alone.
func TestTableGrows(t *testing.T) {
	var rows [][]any
	for i := range measuredRows + 2 {
		rows = append(rows, []any{int64(i), "short"})
	}
	rows = append(rows, []any{int64(123456789), "a little longer"}, []any{int64(7), strings.Repeat("wide ", 20)}, []any{int64(1234567890), "end"})
	got := formatted(t, "table", 40, []string{"n", "x"}, rows...)
	want := "1000  short\n1001  short\n123456789  a little longer\n" +
		"        7  wide wide wide wide wide wid…\n1234567890  end\n"
	if !strings.HasSuffix(got, "\n"+want) {
		t.Errorf("got\n%s\nwant\n%s", got[len(got)-len(want):], want)
	}
}

// TestTableStreams checks that rows beyond the measured ones are written, and
// that memory does not hold them.
func TestTableStreams(t *testing.T) {
	const rows = 5000
	n := 0
	pending := 0
	var out countingWriter
	next := func() ([]any, error) {
		if n == rows {
			return nil, io.EOF
		}
		n++
		pending = max(pending, n-out.lines)
		return []any{int64(n), strings.Repeat("x", n/100)}, nil
	}
	if err := writeRows(&out, "table", []string{"n", "x"}, next, formatOptions{}); err != nil {
		t.Fatal(err)
	}
	if out.lines != rows+2 || pending > 4*measuredRows {
		t.Errorf("%d lines, up to %d rows pending", out.lines, pending)
	}
}

type countingWriter struct{ lines int }

func (w *countingWriter) Write(p []byte) (int, error) {
	w.lines += bytes.Count(p, []byte{'\n'})
	return len(p), nil
}

func TestFormatsWithoutRows(t *testing.T) {
	for format, want := range map[string]string{
		"csv": "a,b\n", "tsv": "a\tb\n", "json": "[]\n", "ndjson": "",
		"markdown": "| a | b |\n| --- | --- |\n", "table": "a  b\n-  -\n",
	} {
		if got := formatted(t, format, 80, []string{"a", "b"}); got != want {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
		formatted(t, format, 80, nil)
		formatted(t, format, 80, nil, []any{})
	}
}

func TestFormatsRoundTrip(t *testing.T) {
	texts := []string{"", "a", `"`, ",", "\n", "\r", "a\r\nb", "\t", "\\", "\\n", `\N`, " x ", "日本", "\x00\x01", "NULL", "'"}
	for _, text := range texts {
		columns := []string{"k", "text"}
		row := []any{"k", text}
		records, err := csv.NewReader(strings.NewReader(formatted(t, "csv", 0, columns, row))).ReadAll()
		if err != nil || len(records) != 2 || records[1][1] != strings.ReplaceAll(text, "\r\n", "\n") { // as encoding/csv reads it
			t.Errorf("csv %q: %q, %v", text, records, err)
		}
		var objects []map[string]any
		if err := json.Unmarshal([]byte(formatted(t, "json", 0, columns, row)), &objects); err != nil || objects[0]["text"] != text {
			t.Errorf("json %q: %v, %v", text, objects, err)
		}
		line := strings.TrimSuffix(formatted(t, "tsv", 0, columns, row), "\n")
		_, line, _ = strings.Cut(line, "\n")
		field := strings.Split(line, "\t")[1]
		if back := strings.NewReplacer(`\\`, `\`, `\t`, "\t", `\n`, "\n", `\r`, "\r").Replace(field); back != text {
			t.Errorf("tsv %q: %q", text, back)
		}
	}
}

// TestMarkdownShowsText checks with a Markdown parser that no cell breaks out
// of its row or is taken for markup.
func TestMarkdownShowsText(t *testing.T) {
	texts := []string{"*a*", "`b` | c", "<script>", "[x](y)", "a_b_c", "![i](j)", "&amp;", "~~s~~", `\`, `a\|b`, "``", "$x$"}
	var rows [][]any
	for _, text := range texts {
		rows = append(rows, []any{text})
	}
	var page bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	if err := md.Convert([]byte(formatted(t, "markdown", 0, []string{"a|b"}, rows...)), &page); err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		shown := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
		if !strings.Contains(page.String(), "<td>"+shown+"</td>") {
			t.Errorf("%q is not shown as it is:\n%s", text, page.String())
		}
	}
}

func TestFormatFailures(t *testing.T) {
	broken := errors.New("broken")
	for _, format := range rowFormats {
		n := 0
		next := func() ([]any, error) {
			if n++; n > 3 {
				return nil, broken
			}
			return []any{int64(n)}, nil
		}
		var out bytes.Buffer
		if err := writeRows(&out, format, []string{"number"}, next, formatOptions{}); !errors.Is(err, broken) || !strings.Contains(out.String(), "3") {
			t.Errorf("%s: %v after %q", format, err, out.String())
		}
		if err := writeRows(io.Discard, format, []string{"a", "b"}, rowsOf([]any{"x"}), formatOptions{}); err == nil {
			t.Errorf("%s: a short row is no error", format)
		}
		calls := 0
		endless := func() ([]any, error) { calls++; return []any{"some text"}, nil }
		if err := writeRows(failingWriter{}, format, []string{"a"}, endless, formatOptions{}); err == nil || calls > 100_000 {
			t.Errorf("%s: a closed pipe ends after %d rows: %v", format, calls, err)
		}
	}
	err := writeRows(io.Discard, "jsn", nil, rowsOf(), formatOptions{})
	if err == nil || err.Error() != `unknown format "jsn"` || !slices.Equal(hints(err), []string{`did you mean "json"?`}) {
		t.Errorf("%v %q", err, hints(err))
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("closed") }

func TestUniqueNames(t *testing.T) {
	for _, test := range [][2][]string{
		{{"a", "b"}, {"a", "b"}},
		{{"a", "a", "a"}, {"a", "a_2", "a_3"}},
		{{"a", "a", "a_2"}, {"a", "a_3", "a_2"}},
		{{"a_2", "a", "a", "a_2"}, {"a_2", "a", "a_3", "a_2_2"}},
		{{"", ""}, {"", "_2"}},
	} {
		if got := uniqueNames(test[0]); !reflect.DeepEqual(got, test[1]) {
			t.Errorf("%q: %q, want %q", test[0], got, test[1])
		}
	}
}

func FuzzJSON(f *testing.F) {
	f.Add("a\"\\\x00\xff\u2028", "b")
	f.Fuzz(func(t *testing.T, text, column string) {
		out := formatted(t, "json", 0, []string{column}, []any{text})
		var objects []map[string]string
		if err := json.Unmarshal([]byte(out), &objects); err != nil {
			t.Fatalf("%q: %v", out, err)
		}
		if got := objects[0][strings.ToValidUTF8(column, "\ufffd")]; len(objects) != 1 || strings.ToValidUTF8(got, "") != got {
			t.Errorf("%q", objects)
		}
	})
}

func BenchmarkFormats(b *testing.B) {
	row := []any{"docs/reference/tokenizer.md", int64(17), 0.25, "Tokenizer options, explained"}
	for _, format := range rowFormats {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			next := func() ([]any, error) {
				if n++; n > b.N {
					return nil, io.EOF
				}
				return row, nil
			}
			if err := writeRows(io.Discard, format, []string{"path", "n", "f", "title"}, next, formatOptions{}); err != nil {
				b.Fatal(err)
			}
		})
	}
}
