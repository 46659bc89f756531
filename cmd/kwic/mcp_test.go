package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// mcpSession starts the command and connects a client to it.
func mcpSession(t *testing.T) *mcp.ClientSession {
	t.Helper()
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	ended := make(chan string, 1)
	go func() {
		var said bytes.Buffer
		code := run(context.Background(), []string{"mcp"}, fromClient, toClient, &said)
		toClient.Close()
		ended <- fmt.Sprint(code, said.String())
	}()
	client := mcp.NewClient(&mcp.Implementation{Name: "tester", Version: "1"}, nil)
	session, err := client.Connect(context.Background(), &mcp.IOTransport{Reader: fromServer, Writer: toServer}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		session.Close()
		toServer.Close()
		if said := <-ended; said != "0" {
			t.Errorf("the server ends with %s", said)
		}
	})
	return session
}

func callTool(t *testing.T, session *mcp.ClientSession, name string, arguments map[string]any) (text string, isError bool) {
	t.Helper()
	result, err := session.CallTool(context.Background(), &mcp.CallToolParams{Name: name, Arguments: arguments})
	if err != nil {
		t.Fatalf("%s %v: %v", name, arguments, err)
	}
	for _, content := range result.Content {
		text += content.(*mcp.TextContent).Text
	}
	return text, result.IsError
}

func TestMCP(t *testing.T) {
	root := t.TempDir()
	files := map[string]string{"long.md": "# Long\n\n" + strings.Repeat("Sentences about a harbour. ", 400) + "\n", "twin.md": "# Twin\n\nOf `quay_7`.\n"}
	for i := range 40 {
		files[fmt.Sprintf("d/%02d.md", i)] = fmt.Sprintf("# Part %d\n\nThe **harbour wall** of part %d, its *bollard* and `quay_%d`.\n", i, i, i)
	}
	writeTree(t, root, files)
	mustBuild(t, buildOptions{Root: root})
	t.Chdir(root)
	session := mcpSession(t)
	list, err := session.ListTools(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
		if !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s is not said to be read-only", tool.Name)
		}
	}
	if got := strings.Join(names, " "); got != "find related show sql status" {
		t.Errorf("tools %s", got)
	}

	// find, page by page, every place once.
	places, cursor := make(map[string]bool), ""
	for pages := 0; ; pages++ {
		text, isError := callTool(t, session, "find", map[string]any{"words": "harbour wall", "max_bytes": 3000, "cursor": cursor})
		var answer struct {
			Total  int
			Next   *string
			Places []struct{ Path, Text string }
		}
		if err := json.Unmarshal([]byte(text), &answer); err != nil || isError || len(text) > 3000 {
			t.Fatalf("%d bytes, %v: %s", len(text), err, text)
		}
		for _, p := range answer.Places {
			if places[p.Path] || !strings.Contains(p.Text, "harbour wall") {
				t.Errorf("%v comes twice, or has no text", p)
			}
			places[p.Path] = true
		}
		if answer.Next == nil {
			if len(places) != answer.Total || answer.Total != 40 || pages < 2 {
				t.Errorf("%d places of %d on %d pages", len(places), answer.Total, pages+1)
			}
			break
		}
		cursor = *answer.Next
	}

	// show, part by part, gives the document.
	whole, offset := "", 0.0
	for {
		text, isError := callTool(t, session, "show", map[string]any{"path": "long.md", "max_bytes": 3000, "offset": offset})
		var section map[string]any
		if err := json.Unmarshal([]byte(text), &section); err != nil || isError {
			t.Fatalf("%v: %s", err, text)
		}
		whole += section["text"].(string)
		if section["next_offset"] == nil {
			break
		}
		offset = section["next_offset"].(float64)
	}
	if whole != files["long.md"] {
		t.Errorf("the parts of the document make %d bytes of %d", len(whole), len(files["long.md"]))
	}

	// sql, part by part, and never more than reading.
	rows, from := 0, 0.0
	for {
		text, isError := callTool(t, session, "sql", map[string]any{"query": "SELECT path, title FROM files WHERE path GLOB :glob", "parameters": map[string]string{"glob": "d/*"}, "max_bytes": 1000, "offset": from})
		var answer struct {
			Columns    []string
			NextOffset *float64 `json:"next_offset"`
			Rows       []map[string]any
		}
		if err := json.Unmarshal([]byte(text), &answer); err != nil || isError {
			t.Fatalf("%v: %s", err, text)
		}
		rows += len(answer.Rows)
		if answer.NextOffset == nil {
			break
		}
		from = *answer.NextOffset
	}
	if rows != 40 {
		t.Errorf("%d rows", rows)
	}

	for _, test := range []struct {
		tool    string
		given   map[string]any
		isError bool
		want    string
	}{
		{"sql", map[string]any{"query": "SELECT 1; SELECT nonsense"}, true, "more than one statement"},
		{"sql", map[string]any{"query": "DELETE FROM file"}, true, "can only be read"},
		{"sql", map[string]any{"query": "SELECT nonsense FROM files"}, true, "no such column"},
		{"sql", map[string]any{"query": " "}, true, "empty"},
		{"sql", map[string]any{"query": "SELECT :a"}, true, "has no value"},
		{"sql", map[string]any{"schema": true}, false, "keyword_files: "},
		{"sql", map[string]any{"query": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"}, false, `"next_offset":`},
		{"find", map[string]any{"words": "harbor wall"}, false, `"near":["harbour wall"`},
		{"find", map[string]any{"words": "wall", "kinds": []string{"nothing"}}, true, "there is no kind"},
		{"find", map[string]any{"words": "--count"}, false, `"total":`},
		{"find", map[string]any{"words": ""}, true, "WORD is empty"},
		{"show", map[string]any{"path": "d/07.md", "anchor": "part-7"}, false, `"text":"# Part 7`},
		{"show", map[string]any{"path": "d/07.md", "keywords": true}, false, "quay_7"},
		{"show", map[string]any{"path": "none.md"}, true, "not in the index"},
		{"related", map[string]any{"path": "twin.md"}, false, "d/07.md"},
		{"related", map[string]any{"path": "none.md"}, true, "not in the index"},
		{"status", nil, false, "up to date"},
	} {
		if text, isError := callTool(t, session, test.tool, test.given); isError != test.isError || !strings.Contains(text, test.want) {
			t.Errorf("%s %v: error %v, %s", test.tool, test.given, isError, text)
		}
	}
}
