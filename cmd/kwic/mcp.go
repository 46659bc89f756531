package main

import (
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/urfave/cli/v2"
)

func mcpCommand(stdin io.Reader, stdout io.Writer) *cli.Command {
	return &cli.Command{
		Name:  "mcp",
		Usage: "answer over the Model Context Protocol on standard input and output",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "db", Usage: "ask the database `FILE`"},
		},
		Description: "Tools: find, show, sql (read-only), schema, related, status, for the tree around\n" +
			"the current folder. A client starts it by itself: {\"command\": \"kwic\", \"args\": [\"mcp\"]}",
		Action: func(c *cli.Context) error {
			server, err := newTools(c.String("db")).server()
			if err != nil {
				return err
			}
			out := &oneWriter{w: stdout}
			err = server.Run(c.Context, &mcp.IOTransport{Reader: newMessages(stdin, out), Writer: out, MaxLineLength: -1})
			if errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) {
				return nil // the client has gone
			}
			return err
		},
	}
}

// tools are the questions that a client can ask. Each is answered over an index
// that is opened for it: builds may go on meanwhile.
type tools struct{ db string } // as given

func newTools(db string) *tools { return &tools{db} }

// command returns the arguments of a command over the database.
func (t *tools) command(name string, flags ...string) []string {
	args := append([]string{name}, flags...)
	if t.db != "" {
		args = append(args, "--db", t.db)
	}
	return args
}

const instructions = `kwic indexes the keywords of this repository's documents and source files: where each is defined, treated and mentioned. ` +
	`Start with find, which takes a word or a phrase, and read what it found with show, by path and anchor. ` +
	`related names documents about the same. sql answers any other question over the views that schema lists; keys are lower case. ` +
	`Results are bounded by max_bytes, which counts the answer as text and as structured content: where next, next_offset is not null, there is more. ` +
	`"stale": true means that the document changed since the index was built; "behind": true that another commit has been checked out since, and the answer may be stale as a whole; ` +
	`"built": false that the first build has not ended, and nothing is found yet. ` +
	`status tells what changed. No tool changes anything.`

func (t *tools) server() (*mcp.Server, error) {
	s := mcp.NewServer(&mcp.Implementation{Name: "kwic", Title: "kwic keyword index", Version: version()}, &mcp.ServerOptions{
		Instructions: instructions,
		Capabilities: &mcp.ServerCapabilities{Tools: &mcp.ToolCapabilities{}},
	})
	return s, errors.Join(
		tool(s, "find", "Find a keyword",
			"Find where a keyword stands: the sections that treat it (title, heading, definition, tag) first, then those that mention it. "+
				"Finds other cases and plurals, keywords that begin so, and words within names (Dispatch finds DispatchKeySet). "+
				"Each place has path, anchor, line and the line's text. Where nothing is found, near holds similar keywords.", usual, t.find),
		tool(s, "show", "Read a section",
			"Read a section of a document, its subsections included, or the whole document; or list its keywords, the most telling first. "+
				"A long text comes in parts: ask again with offset = next_offset.", usual, t.show),
		tool(s, "sql", "Ask in SQL",
			"Run one SELECT of SQLite over the index, read-only. Views: files, sections, keywords, variants, keyword_files, keyword_sections, links, anchors, "+
				"folders, skipped, pages, synonyms, meta, runs; schema lists their columns. "+
				"WHERE key = …, path = …, kind = … and role = … are fast. Example: SELECT path, line FROM keyword_files WHERE key = :key AND definition = 1.",
			func(in *sqlInput) time.Duration { return allowed(in.Seconds) }, t.sql),
		tool(s, "schema", "List the views", "List the views that sql can ask, with what each row and each column holds.", usual, t.schema),
		tool(s, "related", "Find related documents",
			"List the documents that share the most telling keywords with one document, best first.", usual, t.related),
		tool(s, "status", "Compare with the tree",
			"Tell whether the index follows the tree: lists the documents that are new, changed, moved, copied or removed since the last build.", usual, t.status),
	)
}

// usual is how long a call may take that says nothing about it.
func usual[In any](*In) time.Duration { return defaultTime }

type findInput struct {
	Words      string   `json:"words" jsonschema:"the keyword: a word, a name or a phrase"`
	Kinds      []string `json:"kinds,omitempty" jsonschema:"only these kinds: class, function, macro, constant, namespace, import, command, identifier, term, tag"`
	Roles      []string `json:"roles,omitempty" jsonschema:"only these roles: title, heading, definition, tag, mention"`
	In         []string `json:"in,omitempty" jsonschema:"only documents that match these patterns, as in .gitignore: docs/, *.md, !*.draft.md"`
	Definition bool     `json:"definition,omitempty" jsonschema:"only documents that define the keyword"`
	Regexp     bool     `json:"regexp,omitempty" jsonschema:"words is a regular expression"`
	Cursor     string   `json:"cursor,omitempty" jsonschema:"next of the answer before, with the same words, for the places that follow"`
	MaxBytes   int      `json:"max_bytes,omitempty" jsonschema:"length of the whole result at most: the answer as text and as structured content; 40000 if not given"`
}

type findAnswer struct {
	answer
	Near   []string    `json:"near" jsonschema:"keywords that may have been meant, where nothing was found"`
	See    []string    `json:"see,omitempty" jsonschema:"keywords that the configuration refers to from this one"`
	Places []jsonPlace `json:"places"`
	Cut    bool        `json:"cut" jsonschema:"texts were shortened, to fit in max_bytes"`
}

func (t *tools) find(ctx context.Context, in *findInput) (*findAnswer, error) {
	args := t.command("find", "--json")
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
	for limit := defaultPlaces; ; {
		var found findAnswer
		if err := ask(ctx, &found, append(args, "--limit", strconv.Itoa(limit), "--", in.Words)...); err != nil {
			return nil, err
		}
		size := sizeOf(found)
		if size <= room {
			return &found, nil
		}
		if limit == 1 {
			found.Cut = true
			shorten(found.texts(), func() bool { return sizeOf(found) <= room })
			return &found, nil
		}
		limit = max(1, min(limit/2, limit*room/size)) // fewer places: next leads to the others
	}
}

// texts are what can be shortened of an answer.
func (a *findAnswer) texts() []*string {
	var texts []*string
	for i := range a.Places {
		p := &a.Places[i]
		texts = append(texts, &p.Key, &p.Keyword, &p.Path, &p.Title, &p.Section, &p.Anchor, p.Text, p.URL)
	}
	for _, list := range [][]string{a.Near, a.See} {
		for i := range list {
			texts = append(texts, &list[i])
		}
	}
	return texts
}

func appendAll(args []string, flag string, values []string) []string {
	for _, value := range values {
		args = append(args, flag, value)
	}
	return args
}
