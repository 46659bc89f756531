package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Answers of the tools are bounded, because clients cap what they hand to a
// model. The bytes are those of the whole result, as JSON: it holds the answer
// twice, see tool.
const (
	defaultBytes  = 40_000
	leastBytes    = 2_000
	mostBytes     = 1_000_000
	envelopeBytes = 300 // of the message around the two
)

// How long a call may take: the server goes on answering others meanwhile.
const (
	defaultTime = 30 * time.Second
	longestTime = 10 * time.Minute
)

// bounded returns how many bytes an answer may have, both times together.
func bounded(asked int) int {
	if asked <= 0 {
		asked = defaultBytes
	}
	return min(max(asked, leastBytes), mostBytes) - envelopeBytes
}

// allowed returns how long a call may take, in the seconds that were asked for.
func allowed(seconds float64) time.Duration {
	if seconds > longestTime.Seconds() {
		return longestTime
	}
	if limit := time.Duration(seconds * float64(time.Second)); limit > 0 {
		return limit
	}
	return defaultTime
}

// tool adds a tool that only reads. Its answer is one JSON value of type Out,
// which goes to the client twice, as the protocol asks: as text, for models, and
// structured, described by a schema, for programs.
func tool[In, Out any](s *mcp.Server, name, title, description string, limit func(*In) time.Duration, do func(context.Context, *In) (*Out, error)) error {
	schema, err := jsonschema.For[Out](&jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{reflect.TypeFor[sqlRow](): {Type: "object"}}})
	if err != nil {
		return fmt.Errorf("the answers of %s: %w", name, err)
	}
	input, err := jsonschema.For[In](nil)
	if err != nil {
		return fmt.Errorf("what %s takes: %w", name, err)
	}
	for _, property := range input.Properties {
		if property.Type == "integer" || property.Type == "number" {
			property.Minimum = new(float64) // all are numbers of something
		}
	}
	mcp.AddTool(s, &mcp.Tool{
		Name: name, Title: title, Description: description, InputSchema: input, OutputSchema: schema,
		Annotations: &mcp.ToolAnnotations{Title: title, ReadOnlyHint: true, IdempotentHint: true, DestructiveHint: new(bool), OpenWorldHint: new(bool)},
	}, func(ctx context.Context, request *mcp.CallToolRequest, in In) (*mcp.CallToolResult, any, error) {
		// Once more, after the SDK has checked it: that makes floats of numbers.
		if err := decodeExactly(request.Params.Arguments, &in); err != nil {
			return failed(err), nil, nil
		}
		encoded, err := onTime(ctx, limit(&in), func(ctx context.Context) ([]byte, error) {
			answer, err := do(ctx, &in)
			if err != nil {
				return nil, err
			}
			return compactJSON(answer)
		})
		if err != nil {
			return failed(err), nil, nil
		}
		// Not by the value that the SDK would encode: that makes floats of numbers.
		return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: string(encoded)}}, StructuredContent: json.RawMessage(encoded)}, nil, nil
	})
	return nil
}

// decodeExactly decodes JSON, if there is any, into a value, whose fields of no
// type keep numbers as json.Number: all their digits.
func decodeExactly(encoded []byte, into any) error {
	if len(encoded) == 0 {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	return decoder.Decode(into)
}

// onTime calls do, and gives up waiting for it when its time is over.
func onTime(ctx context.Context, limit time.Duration, do func(context.Context) ([]byte, error)) (answer []byte, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, hinted{fmt.Errorf("the call was stopped after %v", limit), "ask for less, or for more time where the tool has timeout_seconds"})
	defer cancel()
	var nothing io.Writer = io.Discard
	var found []byte
	err = stoppable(ctx, &nothing, func() (err error) {
		found, err = do(ctx)
		return err
	})
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		return nil, err
	}
	return found, nil
}

// failed tells an error as the program would print it.
func failed(err error) *mcp.CallToolResult {
	var b strings.Builder
	var done said
	if errors.As(err, &done) {
		b.WriteString(string(done))
	} else {
		printError(&b, err)
	}
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: whole(strings.ToValidUTF8(b.String(), "\ufffd"), defaultBytes)}}, IsError: true}
}

// said is an error as it was printed, hints and all.
type said string

func (s said) Error() string { return strings.TrimPrefix(strings.TrimSpace(string(s)), "kwic: ") }

// ask runs a command of the program and decodes its JSON.
func ask(ctx context.Context, answer any, args ...string) error {
	var out, errOut bytes.Buffer
	if code := run(ctx, args, strings.NewReader(""), &out, &errOut); code == exitFailure {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return said(errOut.String())
	}
	return json.Unmarshal(out.Bytes(), answer)
}

// answerPart says which part of a long answer is wanted.
type answerPart struct {
	Offset   int `json:"offset,omitempty" jsonschema:"what to pass over, in documents, rows, keywords or bytes of the text: next_offset of the answer before"`
	MaxBytes int `json:"max_bytes,omitempty" jsonschema:"length of the whole result at most: the answer as text and as structured content; 40000 if not given"`
}

// sizeOf returns how many bytes a value takes in a result: as structured content,
// and once more as text, whose quotation marks are escaped there. <, > and & are
// escaped by the SDK in both.
func sizeOf(value any) int {
	encoded, err := compactJSON(value)
	if err != nil {
		return mostBytes + 1
	}
	structured, err := json.Marshal(json.RawMessage(encoded))
	if err != nil {
		return mostBytes + 1
	}
	text, err := json.Marshal(string(encoded))
	if err != nil {
		return mostBytes + 1
	}
	return len(structured) + len(text)
}

// fill adds what there is from an offset on as long as the answer that holds it
// fits in a number of bytes, and returns the offset of what follows, nil where
// nothing does. rows is a list within answer. A first one that does not fit is
// shortened: texts returns its texts.
func fill[Row any](answer any, rows *[]Row, all []Row, offset, room int, cut *bool, texts func(*Row) []*string) *int {
	*rows = []Row{}
	room -= sizeOf(answer) + 80 // for what the answer says of its end
	n := min(max(offset, 0), len(all))
	for ; n < len(all); n++ {
		row := all[n]
		size := sizeOf(row) + 2
		if size > room && len(*rows) == 0 {
			shorten(texts(&row), func() bool { return sizeOf(row)+2 <= room })
			*cut = true
		} else if size > room {
			return &n
		}
		room -= size
		*rows = append(*rows, row)
	}
	return nil
}

// shorten cuts texts, more and more, until what they are in fits.
func shorten(texts []*string, fits func() bool) {
	for most := 400; most >= 25 && !fits(); most /= 2 {
		for _, text := range texts {
			if text != nil {
				*text = clipped(*text, most)
			}
		}
	}
}

// clipped returns the beginning of a text, with an ellipsis where it was cut.
func clipped(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return whole(strings.TrimSuffix(text, "…"), most-len("…")) + "…"
}

// whole returns the beginning of a text, up to room bytes, without a part of a
// character at its end.
func whole(text string, room int) string {
	if len(text) <= room {
		return text
	}
	room = max(room, 0)
	for room > 0 && !utf8.RuneStart(text[room]) {
		room--
	}
	return text[:room]
}
