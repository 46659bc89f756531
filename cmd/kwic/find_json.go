package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"

	"kwic/store"
)

// answer is the head of every JSON answer about the index.
type answer struct {
	Schema int64   `json:"schema"` // of the index, as in meta
	Commit *string `json:"commit"` // null without git
	Behind bool    `json:"behind"` // git has brought other files into the tree since
	Built  bool    `json:"built"`  // false while the first build has not ended: nothing is in the index yet
	Total  int     `json:"total"`  // of all places, whatever the limit
	Next   *string `json:"next"`   // the cursor of those that follow, null for the last
}

func (x *index) answer() answer {
	return answer{Schema: x.meta.Schema, Commit: orNull(x.meta.Commit), Behind: x.isBehind(), Built: x.meta.Built}
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// jsonPlace is a place in a JSON answer. Line and Text are null where the
// document changed since the build and does not hold the keyword any more.
type jsonPlace struct {
	Key     string  `json:"key"`
	Keyword string  `json:"keyword"`
	Match   string  `json:"match"`
	Kind    string  `json:"kind"`
	Role    string  `json:"role"`
	Defines bool    `json:"definition"`
	Path    string  `json:"path"`
	Title   string  `json:"title"`
	Section string  `json:"section"`
	Anchor  string  `json:"anchor"`
	Line    *int    `json:"line"`
	EndLine int     `json:"end_line"`
	Text    *string `json:"text"`
	URL     *string `json:"url"`
	Stale   bool    `json:"stale"`
}

func (o *findOptions) jsonPlaceOf(x *index, p *place) jsonPlace {
	match := p.Level.String()
	if o.search.Regexp != nil {
		match = "regexp"
	}
	j := jsonPlace{
		Key: p.Key, Keyword: p.Form, Match: match, Kind: p.Kind.String(), Role: p.Role.String(), Defines: p.Definition,
		Path: p.Path, Title: p.Title, Section: p.Section, Anchor: p.Anchor, EndLine: p.EndLine, URL: orNull(x.url(p.Path, p.Anchor)), Stale: p.stale,
	}
	if !p.gone {
		text := around(p.text, p.Form, p.Key, longestContext)
		j.Line, j.Text = &p.Line, &text
	}
	return j
}

// findHead is the head of an answer to a search.
type findHead struct {
	answer
	Near []string `json:"near"`
	See  []string `json:"see,omitempty"` // what the configuration refers to
}

// head tells what may have been meant, where nothing was found, and what else to
// look at.
func (o *findOptions) head(ctx context.Context, x *index, found *store.Found) (*findHead, error) {
	head := &findHead{answer: x.answer(), Near: []string{}}
	if found.Keywords == 0 && o.search.Regexp == nil {
		near, err := x.Near(ctx, o.text)
		if err != nil {
			return nil, err
		}
		for _, one := range near {
			head.Near = append(head.Near, one.Form)
		}
	}
	see, err := o.references(x)
	head.See = see
	return head, err
}

// writeJSON prints the places as one object, one place a line.
func (o *findOptions) writeJSON(ctx context.Context, x *index, found *store.Found, search store.Search, key uint32, stdout io.Writer) error {
	places, err := look(x, newSources(x), found, true)
	if err == nil {
		err = found.Wait()
	}
	if err != nil {
		return err
	}
	head, err := o.head(ctx, x, found)
	if err != nil {
		return err
	}
	head.Total = found.Total
	if found.More {
		head.Next = orNull(writeCursor(search.Offset+len(places), x.meta.Generation, key))
	}
	return streamAnswer(stdout, head, "places", len(places), func(i int) any { return o.jsonPlaceOf(x, &places[i]) })
}

// writeAnswer prints a JSON object that holds head's fields and a list, one
// element of it a line.
func writeAnswer(w io.Writer, head any, list string, rows []any) error {
	return streamAnswer(w, head, list, len(rows), func(i int) any { return rows[i] })
}

// streamAnswer is writeAnswer of n elements that are made as they are printed.
func streamAnswer(w io.Writer, head any, list string, n int, row func(i int) any) error {
	a, err := openAnswer(w, head, list)
	for i := 0; i < n && err == nil; i++ {
		err = a.add(row(i))
	}
	if err != nil {
		return err
	}
	return a.close()
}

// answerWriter prints a JSON object as writeAnswer does, element by element.
type answerWriter struct {
	b     *bufio.Writer
	after bool // elements stand before the next one
	inner bool // the same of the list within an element
}

func openAnswer(w io.Writer, head any, list string) (*answerWriter, error) {
	opening, err := compactJSON(head)
	if err != nil {
		return nil, err
	}
	a := &answerWriter{b: bufio.NewWriterSize(forTerminal(w), 64<<10)}
	a.b.Write(bytes.TrimSuffix(opening, []byte("}"))) // a failed write is told by Flush
	_, err = fmt.Fprintf(a.b, ",%q:[", list)
	return a, err
}

func (a *answerWriter) add(row any) error {
	one, err := compactJSON(row)
	if err != nil {
		return err
	}
	if a.after {
		a.b.WriteByte(',')
	}
	a.after = true
	a.b.WriteByte('\n')
	_, err = a.b.Write(one)
	return err
}

// begin starts an element that holds a list after its other fields. item prints an
// element of that list, and end ends both.
func (a *answerWriter) begin(row any, list string) error {
	one, err := compactJSON(row)
	if err != nil {
		return err
	}
	if a.after {
		a.b.WriteByte(',')
	}
	a.after, a.inner = true, false
	a.b.WriteByte('\n')
	a.b.Write(bytes.TrimSuffix(one, []byte("}")))
	_, err = fmt.Fprintf(a.b, ",%q:[", list)
	return err
}

func (a *answerWriter) item(row any) error {
	one, err := compactJSON(row)
	if err != nil {
		return err
	}
	if a.inner {
		a.b.WriteByte(',')
	}
	a.inner = true
	_, err = a.b.Write(one)
	return err
}

func (a *answerWriter) end() error {
	_, err := a.b.WriteString("]}")
	return err
}

func (a *answerWriter) close() error {
	a.b.WriteString("]}\n")
	return a.b.Flush()
}

// compactJSON encodes a value with <, > and & as they are.
func compactJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// cursorKey identifies the search that a cursor goes on with: the limit may
// change from page to page, nothing else.
func (o *findOptions) cursorKey() uint32 {
	mode := ""
	if o.files {
		mode = "documents"
	}
	return crc32.ChecksumIEEE(fmt.Appendf(nil, "%q %s %v %d %d %v %q", o.text, mode, o.search.Regexp != nil, o.search.Kinds, o.search.Roles, o.search.Definition, o.globs))
}

// A cursor says behind how many places of which search, in which state of the
// index, to go on.
func writeCursor(offset int, generation int64, key uint32) string {
	b := binary.BigEndian.AppendUint32(nil, key)
	b = binary.AppendUvarint(b, uint64(generation))
	b = binary.AppendUvarint(b, uint64(offset))
	return base64.RawURLEncoding.EncodeToString(b)
}

func readCursor(cursor string, generation int64, key uint32) (offset int, err error) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(b) < 6 || binary.BigEndian.Uint32(b) != key {
		return 0, usageError{errCursor.Error(), "give \"next\" of the answer before with the same words and flags, or leave --cursor out"}
	}
	made, n := binary.Uvarint(b[4:])
	at, m := binary.Uvarint(b[4+max(n, 0):])
	if n <= 0 || m <= 0 || at > 1<<40 {
		return 0, usageError{errCursor.Error(), "give \"next\" of the answer before with the same words and flags, or leave --cursor out"}
	}
	if int64(made) != generation {
		return 0, hinted{fmt.Errorf("the index has changed since the cursor was given"), "start again without --cursor"}
	}
	return int(at), nil
}
