package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/urfave/cli/v2"
)

// Answers of the tools are bounded, because clients cap what they hand to a
// model: in bytes of text.
const (
	defaultBytes = 20_000
	leastBytes   = 1_000
	mostBytes    = 1_000_000
)

func mcpCommand(stdin io.Reader, stdout io.Writer) *cli.Command {
	return &cli.Command{
		Name:  "mcp",
		Usage: "answer over the Model Context Protocol on standard input and output",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "db", Usage: "ask the database `FILE`"},
		},
		Description: "Tools: find, show, sql (read-only), related, status, for the tree around the\n" +
			"current folder. A client starts it by itself: {\"command\": \"kwic\", \"args\": [\"mcp\"]}",
		Action: func(c *cli.Context) error {
			err := newTools(c.String("db")).server().Run(c.Context, &mcp.IOTransport{Reader: io.NopCloser(stdin), Writer: writeCloser{stdout}})
			if errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) {
				return nil // the client has gone
			}
			return err
		},
	}
}

// writeCloser is standard output, which is not ours to close.
type writeCloser struct{ io.Writer }

func (writeCloser) Close() error { return nil }

// tools are the questions that a client can ask. Each is answered by the command
// of its name, over an index that is opened for it: builds may go on meanwhile.
type tools struct{ db []string } // flags

func newTools(db string) *tools {
	if db == "" {
		return &tools{}
	}
	return &tools{[]string{"--db", db}}
}

const instructions = `kwic indexes the keywords of this repository's documents. Start with find: it says where a keyword is treated and mentioned. ` +
	`show prints a section by the path and anchor that find gave. sql asks the index itself; its views are listed by {"schema": true}. ` +
	`Where "stale" is true, the document changed since the index was built.`

func (t *tools) server() *mcp.Server {
	s := mcp.NewServer(&mcp.Implementation{Name: "kwic", Version: version()}, &mcp.ServerOptions{Instructions: instructions})
	readOnly := &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true}
	mcp.AddTool(s, &mcp.Tool{Name: "find", Description: "Find where a keyword is treated (title, heading, definition, tag) and mentioned; best places first.", Annotations: readOnly}, t.find)
	mcp.AddTool(s, &mcp.Tool{Name: "show", Description: "Print a section of a document, or its keywords.", Annotations: readOnly}, t.show)
	mcp.AddTool(s, &mcp.Tool{Name: "sql", Description: "Ask the index in read-only SQL (SQLite), one statement; or list its views and columns.", Annotations: readOnly}, t.sql)
	mcp.AddTool(s, &mcp.Tool{Name: "related", Description: "List documents that are about the same as one document.", Annotations: readOnly}, t.related)
	mcp.AddTool(s, &mcp.Tool{Name: "status", Description: "List the documents that changed since the index was built.", Annotations: readOnly}, t.status)
	return s
}

type findInput struct {
	Words      string   `json:"words" jsonschema:"the keyword: a word or a phrase"`
	Kinds      []string `json:"kinds,omitempty" jsonschema:"only these kinds, such as class, function, term"`
	Roles      []string `json:"roles,omitempty" jsonschema:"only these roles: title, heading, definition, tag, mention"`
	In         []string `json:"in,omitempty" jsonschema:"only documents that match these patterns, as in .gitignore"`
	Definition bool     `json:"definition,omitempty" jsonschema:"only documents that define the keyword"`
	Regexp     bool     `json:"regexp,omitempty" jsonschema:"words is a regular expression"`
	Cursor     string   `json:"cursor,omitempty" jsonschema:"next of the answer before, for the places that follow"`
	MaxBytes   int      `json:"max_bytes,omitempty" jsonschema:"length of the answer at most, 20000 if not given"`
}

func (t *tools) find(ctx context.Context, _ *mcp.CallToolRequest, in findInput) (*mcp.CallToolResult, any, error) {
	args := append([]string{"find", "--json"}, t.db...)
	args = appendAll(args, "--kind", in.Kinds)
	args = appendAll(args, "--role", in.Roles)
	args = appendAll(args, "--in", in.In)
	if in.Definition {
		args = append(args, "--definition")
	}
	if in.Regexp {
		args = append(args, "--regexp")
	}
	if in.Cursor != "" {
		args = append(args, "--cursor", in.Cursor)
	}
	room := bounded(in.MaxBytes)
	for limit := 100; ; {
		result := answerOf(ctx, append(args, "--limit", strconv.Itoa(limit), "--", in.Words)...)
		text := textOf(result)
		if result.IsError || len(text) <= room || limit == 1 {
			return cut(result, room), nil, nil
		}
		limit = max(1, min(limit/2, limit*room/len(text))) // fewer places: next leads to the others
	}
}

type showInput struct {
	Path     string `json:"path" jsonschema:"the document, from the root"`
	Anchor   string `json:"anchor,omitempty" jsonschema:"the section's anchor; without it, the whole document"`
	Keywords bool   `json:"keywords,omitempty" jsonschema:"the keywords instead of the text"`
	Offset   int    `json:"offset,omitempty" jsonschema:"bytes of the text to pass over: next_offset of the answer before"`
	MaxBytes int    `json:"max_bytes,omitempty" jsonschema:"length of the text at most, 20000 if not given"`
}

func (t *tools) show(ctx context.Context, _ *mcp.CallToolRequest, in showInput) (*mcp.CallToolResult, any, error) {
	args := append([]string{"show", "--json"}, t.db...)
	if in.Keywords {
		args = append(args, "--keywords")
	}
	name := in.Path
	if in.Anchor != "" {
		name += "#" + in.Anchor
	}
	result := answerOf(ctx, append(args, "--", name)...)
	if result.IsError || in.Keywords {
		return cut(result, bounded(in.MaxBytes)), nil, nil
	}
	var section map[string]any
	if err := json.Unmarshal([]byte(textOf(result)), &section); err != nil {
		return nil, nil, err
	}
	text, _ := section["text"].(string)
	from := min(max(in.Offset, 0), len(text))
	part := whole(text[from:], bounded(in.MaxBytes))
	section["text"], section["next_offset"] = part, nil
	if from+len(part) < len(text) {
		section["next_offset"] = from + len(part)
	}
	encoded, err := compactJSON(section)
	if err != nil {
		return nil, nil, err
	}
	return told(string(encoded)), nil, nil
}

type sqlInput struct {
	Query      string            `json:"query,omitempty" jsonschema:"one SELECT"`
	Schema     bool              `json:"schema,omitempty" jsonschema:"list the views and their columns instead"`
	Parameters map[string]string `json:"parameters,omitempty" jsonschema:"values of :name in the query"`
	Offset     int               `json:"offset,omitempty" jsonschema:"rows to pass over: next_offset of the answer before"`
	MaxBytes   int               `json:"max_bytes,omitempty" jsonschema:"length of the answer at most, 20000 if not given"`
}

func (t *tools) sql(ctx context.Context, _ *mcp.CallToolRequest, in sqlInput) (*mcp.CallToolResult, any, error) {
	if in.Schema {
		return cut(answerOf(ctx, "sql", "--schema"), bounded(in.MaxBytes)), nil, nil
	}
	given := make([]string, 0, len(in.Parameters))
	for name, value := range in.Parameters {
		given = append(given, name+"="+value)
	}
	text, err := t.rows(ctx, in, given)
	if err != nil {
		return failed(err), nil, nil
	}
	return told(text), nil, nil
}

// rows runs one statement and tells as many rows as there is room for.
func (t *tools) rows(ctx context.Context, in sqlInput, given []string) (text string, err error) {
	parameters, err := parametersOf(given)
	if err != nil {
		return "", err
	}
	db := ""
	if len(t.db) > 0 {
		db = t.db[1]
	}
	err = withIndex(ctx, db, io.Discard, func(x *index) error {
		o := sqlOptions{text: in.Query, parameters: parameters}
		if err := o.foldKeys(ctx, x); err != nil {
			return err
		}
		if err := o.checkParameters(x); err != nil {
			return err
		}
		script, err := x.Script(in.Query)
		if err != nil {
			return explainSQL(x, err)
		}
		defer script.Close()
		rows, err := script.Next(ctx, o.parameters)
		if errors.Is(err, io.EOF) {
			return usageError{"the query is empty", ""}
		}
		if err != nil {
			return explainSQL(x, err)
		}
		defer rows.Close()
		if !script.Ended() {
			return usageError{"the query holds more than one statement", "ask one question a call"}
		}
		text, err = someRows(x, rows.Columns(), rows.Next, in.Offset, bounded(in.MaxBytes))
		return err
	})
	return text, err
}

// someRows tells the rows behind an offset, as JSON objects, up to room bytes.
func someRows(x *index, columns []string, next nextRow, offset, room int) (string, error) {
	var lines []any
	size, n := 0, 0
	var following *int
	for ; ; n++ {
		row, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", explainSQL(x, err)
		}
		if n < offset {
			continue
		}
		var line bytes.Buffer
		if err := writeRows(&line, "ndjson", columns, nextOf([][]any{row}), formatOptions{}); err != nil {
			return "", err
		}
		if size += line.Len(); size > room && len(lines) > 0 {
			following = &n
			break
		}
		lines = append(lines, json.RawMessage(bytes.TrimSpace(line.Bytes())))
	}
	head := struct {
		Schema     int64    `json:"schema"`
		Commit     *string  `json:"commit"`
		Columns    []string `json:"columns"`
		NextOffset *int     `json:"next_offset"`
	}{x.meta.Schema, orNull(x.meta.Commit), columns, following}
	var out strings.Builder
	err := writeAnswer(&out, head, "rows", lines)
	return out.String(), err
}

type relatedInput struct {
	Path  string `json:"path" jsonschema:"the document, from the root"`
	Limit int    `json:"limit,omitempty" jsonschema:"how many documents, 10 if not given"`
}

func (t *tools) related(ctx context.Context, _ *mcp.CallToolRequest, in relatedInput) (*mcp.CallToolResult, any, error) {
	limit := min(max(in.Limit, 0), 1000)
	if limit == 0 {
		limit = defaultRelated
	}
	args := append([]string{"related", "--format", "json", "--limit", strconv.Itoa(limit)}, t.db...)
	return cut(answerOf(ctx, append(args, "--", in.Path)...), mostBytes), nil, nil
}

type statusInput struct {
	MaxBytes int `json:"max_bytes,omitempty" jsonschema:"length of the answer at most, 20000 if not given"`
}

func (t *tools) status(ctx context.Context, _ *mcp.CallToolRequest, in statusInput) (*mcp.CallToolResult, any, error) {
	return cut(answerOf(ctx, append([]string{"status"}, t.db...)...), bounded(in.MaxBytes)), nil, nil
}

func appendAll(args []string, flag string, values []string) []string {
	for _, value := range values {
		args = append(args, flag, value)
	}
	return args
}

// bounded returns how many bytes an answer may have.
func bounded(asked int) int {
	if asked <= 0 {
		return defaultBytes
	}
	return min(max(asked, leastBytes), mostBytes)
}

// answerOf runs a command of the program. What it prints is the answer; where it
// fails, its messages are.
func answerOf(ctx context.Context, args ...string) *mcp.CallToolResult {
	var out, errOut bytes.Buffer
	code := run(ctx, args, strings.NewReader(""), &out, &errOut)
	if code == exitFailure || code == exitFindings && out.Len() == 0 {
		result := told(errOut.String())
		result.IsError = code == exitFailure
		return result
	}
	return told(out.String())
}

func told(text string) *mcp.CallToolResult {
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: strings.ToValidUTF8(text, "\ufffd")}}}
}

func failed(err error) *mcp.CallToolResult {
	var b strings.Builder
	printError(&b, err)
	result := told(b.String())
	result.IsError = true
	return result
}

func textOf(result *mcp.CallToolResult) string {
	if text, ok := result.Content[0].(*mcp.TextContent); ok {
		return text.Text
	}
	return ""
}

// cut shortens an answer that is too long at the end of a line, and says so.
func cut(result *mcp.CallToolResult, room int) *mcp.CallToolResult {
	text := textOf(result)
	if len(text) <= room {
		return result
	}
	part := whole(text, room)
	if end := strings.LastIndexByte(part, '\n'); end > 0 {
		part = part[:end+1]
	}
	short := told(part)
	short.Content = append(short.Content, &mcp.TextContent{Text: fmt.Sprintf("(%d of %d bytes: ask for more with max_bytes)", len(part), len(text))})
	short.IsError = result.IsError
	return short
}

// whole returns the beginning of a text, up to room bytes, without a part of a
// character at its end.
func whole(text string, room int) string {
	if len(text) <= room {
		return text
	}
	return strings.ToValidUTF8(text[:room], "")
}
