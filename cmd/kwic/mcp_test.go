package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kwic/store"

	"github.com/google/jsonschema-go/jsonschema"
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

// callTool calls a tool and checks what holds for all answers: the text and the
// structured content say the same, and are as the tool's schema says.
func callTool(t *testing.T, session *mcp.ClientSession, name string, arguments map[string]any) (text string, isError bool) {
	t.Helper()
	result, err := session.CallTool(context.Background(), &mcp.CallToolParams{Name: name, Arguments: arguments})
	if err != nil {
		t.Fatalf("%s %v: %v", name, arguments, err)
	}
	for _, content := range result.Content {
		text += content.(*mcp.TextContent).Text
	}
	if result.IsError {
		if result.StructuredContent != nil {
			t.Errorf("%s %v: an error with structured content", name, arguments)
		}
		return text, true
	}
	var same any
	if err := json.Unmarshal([]byte(text), &same); err != nil {
		t.Fatalf("%s %v: %v: %s", name, arguments, err, text)
	}
	if !reflect.DeepEqual(same, result.StructuredContent) {
		t.Errorf("%s %v: the text says %v, the structured content %v", name, arguments, same, result.StructuredContent)
	}
	if err := schemaOf(t, session, name).Validate(same); err != nil {
		t.Errorf("%s %v: %v: %s", name, arguments, err, text)
	}
	message, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	if room, given := arguments["max_bytes"].(int); given && len(message) > room {
		t.Errorf("%s %v: %d bytes", name, arguments, len(message))
	}
	return text, false
}

// schemaOf returns the schema of a tool's answers.
func schemaOf(t *testing.T, session *mcp.ClientSession, name string) *jsonschema.Resolved {
	t.Helper()
	for tool, err := range session.Tools(context.Background(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		if tool.Name != name {
			continue
		}
		encoded, err := json.Marshal(tool.OutputSchema)
		if err != nil {
			t.Fatal(err)
		}
		var schema jsonschema.Schema
		if err := json.Unmarshal(encoded, &schema); err != nil {
			t.Fatal(err)
		}
		resolved, err := schema.Resolve(nil)
		if err != nil {
			t.Fatal(err)
		}
		return resolved
	}
	t.Fatalf("there is no tool %s", name)
	return nil
}

// pages calls a tool until nothing follows, and gathers what do returns of each
// answer.
func pages(t *testing.T, session *mcp.ClientSession, name string, arguments map[string]any, do func(answer map[string]any) []string) (all []string) {
	t.Helper()
	for range 1000 {
		text, isError := callTool(t, session, name, arguments)
		if isError {
			t.Fatalf("%s %v: %s", name, arguments, text)
		}
		var answer map[string]any
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			t.Fatal(err)
		}
		all = append(all, do(answer)...)
		next, byOffset := answer["next_offset"]
		if byOffset {
			arguments["offset"] = next
		} else {
			next = answer["next"]
			arguments["cursor"] = next
		}
		if next == nil {
			return all
		}
	}
	t.Fatalf("%s %v has no end", name, arguments)
	return nil
}

// listed returns a function that returns a field of the elements of a list.
func listed(list, field string) func(map[string]any) []string {
	return func(answer map[string]any) (all []string) {
		for _, one := range answer[list].([]any) {
			all = append(all, fmt.Sprint(one.(map[string]any)[field]))
		}
		return all
	}
}

func TestMCP(t *testing.T) {
	root := t.TempDir()
	files := map[string]string{
		"long.md": "# Long\n\n" + strings.Repeat("Sentences about a \"harbour\" & a quay.\t", 400) + "\n",
		"twin.md": "# Twin\n\nOf `quay_7`.\n",
		"wide.md": "# " + strings.Repeat("Very wide ", 300) + "\n\nA **lone harbour**.\n",
	}
	for i := range 40 {
		files[fmt.Sprintf("d/%02d.md", i)] = fmt.Sprintf("# Part %d\n\nThe **harbour wall** of part %d, its *bollard* and `quay_%d`.\n", i, i, i)
		files["many.md"] += fmt.Sprintf("The `lever_%d()`.\n", i)
		if i < 16 {
			files[fmt.Sprintf("d/%02d.md", i)] += "A `crane_arm`.\n"
		}
	}
	var wide []string // columns
	for i := range 80 {
		wide = append(wide, fmt.Sprintf("1 AS column_%d", i))
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
		hints := tool.Annotations
		if !hints.ReadOnlyHint || *hints.DestructiveHint || *hints.OpenWorldHint || hints.Title == "" || tool.Title == "" {
			t.Errorf("the hints of %s are %+v", tool.Name, hints)
		}
		if len(tool.Description) < 60 || tool.OutputSchema == nil {
			t.Errorf("%s is not described", tool.Name)
		}
		for _, view := range store.PublicViews() {
			if tool.Name == "sql" && !strings.Contains(tool.Description, view.Name) {
				t.Errorf("the description of sql does not name %s", view.Name)
			}
		}
	}
	if got := strings.Join(names, " "); got != "find related schema show sql status" {
		t.Errorf("tools %s", got)
	}

	places := pages(t, session, "find", map[string]any{"words": "harbour wall", "max_bytes": 3000}, listed("places", "path"))
	slices.Sort(places)
	if places = slices.Compact(places); len(places) != 40 {
		t.Errorf("%d documents are found", len(places))
	}
	whole := strings.Join(pages(t, session, "show", map[string]any{"path": "long.md", "max_bytes": 2000}, func(answer map[string]any) []string {
		return []string{answer["text"].(string)}
	}), "")
	if whole != files["long.md"] {
		t.Errorf("the parts of the document make %d bytes of %d", len(whole), len(files["long.md"]))
	}
	rows := pages(t, session, "sql", map[string]any{"query": "SELECT path, title FROM files WHERE path GLOB :glob", "parameters": map[string]any{"glob": "d/*"}, "max_bytes": 2000}, listed("rows", "path"))
	if len(rows) != 40 || rows[0] != "d/00.md" || rows[39] != "d/39.md" {
		t.Errorf("rows %q", rows)
	}
	words := pages(t, session, "show", map[string]any{"path": "many.md", "keywords": true, "max_bytes": 2000}, listed("keywords", "keyword"))
	if len(words) != 40 || !slices.Contains(words, "lever_39") {
		t.Errorf("keywords %q", words)
	}
	related := pages(t, session, "related", map[string]any{"path": "d/07.md", "max_bytes": 2000, "limit": 7}, listed("documents", "path"))
	if len(related) != 16 || related[0] != "twin.md" {
		t.Errorf("related are %q", related)
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
		{"sql", map[string]any{"query": "SELECT :a", "parameters": map[string]any{"a": []int{1}}}, true, "is a list"},
		{"sql", map[string]any{"query": "SELECT :a AS a, typeof(:b) AS b, :c IS NULL AS c, :d AS d, typeof(:e) AS e", "parameters": map[string]any{"a": 7, ":b": "7", "c": nil, "d": true, "e": 0.5}}, false, `{"a":7,"b":"text","c":1,"d":1,"e":"real"}`},
		{"sql", map[string]any{"query": "SELECT count(*) AS n FROM files WHERE size > :size", "parameters": map[string]any{"size": 10}}, false, `"rows":[{"n":44}]`},
		{"sql", map[string]any{"query": "SELECT :n AS n, :f AS f, typeof(:w) AS w", "parameters": map[string]any{"n": int64(9007199254740993), "f": 1.5, "w": json.RawMessage("7.0")}}, false, `{"n":9007199254740993,"f":1.5,"w":"integer"}`},
		{"sql", map[string]any{"query": "SELECT 1 AS n"}, false, `"behind":false,"built":true,`},
		{"sql", map[string]any{"query": "SELECT 9007199254740993 AS n, 9e999 AS f"}, false, `{"n":9007199254740993,"f":"Infinity"}`},
		{"sql", map[string]any{"query": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"}, false, `"next_offset":1`},
		{"sql", map[string]any{"query": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", "timeout_seconds": 0.1}, true, "stopped after 100ms"},
		{"sql", map[string]any{"query": "SELECT 7 AS n, printf('%.*c', 3000000, 'x') AS x, zeroblob(100000) AS z", "max_bytes": 2000}, false, `"n":7,"x":"xxx`},
		{"sql", map[string]any{"query": "SELECT " + strings.Join(wide, ", "), "max_bytes": 2000}, true, "does not fit"},
		{"schema", nil, false, `{"name":"keyword_files","about":`},
		{"schema", map[string]any{"view": "meta"}, false, `{"views":[{"name":"meta",`},
		{"schema", map[string]any{"view": "file"}, true, "files"},
		{"find", map[string]any{"words": "harbor wall"}, false, `"near":["harbour wall"`},
		{"find", map[string]any{"words": "wall", "kinds": []string{"nothing"}}, true, "kwic: there is no kind \"nothing\"\nhint: class, "},
		{"find", map[string]any{"words": "--count"}, false, `"total":`},
		{"find", map[string]any{"words": ""}, true, "WORD is empty"},
		{"find", map[string]any{"words": "lone harbour", "max_bytes": 2000}, false, `"cut":true`},
		{"show", map[string]any{"path": "d/07.md", "anchor": "part-7"}, false, `"text":"# Part 7`},
		{"show", map[string]any{"path": "d/07.md", "keywords": true}, false, "quay_7"},
		{"show", map[string]any{"path": "wide.md", "max_bytes": 2000}, false, `"cut":true`},
		{"show", map[string]any{"path": "none.md"}, true, "kwic: \"none.md\" is not in the index\nhint: "},
		{"related", map[string]any{"path": "twin.md"}, false, "d/07.md"},
		{"related", map[string]any{"path": "none.md"}, true, "not in the index"},
		{"status", nil, false, `"up_to_date":true`},
	} {
		if text, isError := callTool(t, session, test.tool, test.given); isError != test.isError || !strings.Contains(text, test.want) {
			t.Errorf("%s %v: error %v, %s", test.tool, test.given, isError, text)
		}
	}

	for tool, given := range map[string]map[string]any{
		"related": {"path": "twin.md", "limit": -3}, "show": {"path": "twin.md", "offset": -1}, "sql": {"query": "SELECT 1", "timeout_seconds": -1}, "find": {"words": "wall", "max_bytes": -1},
	} {
		result, err := session.CallTool(context.Background(), &mcp.CallToolParams{Name: tool, Arguments: given})
		if err == nil && !result.IsError {
			t.Errorf("%s takes %v", tool, given)
		}
	}

	for i := range 40 {
		files[fmt.Sprintf("d/%02d.md", i)] += "More.\n"
	}
	files["new.md"] = "# New\n"
	writeTree(t, root, files)
	changed := pages(t, session, "status", map[string]any{"max_bytes": 2000}, listed("documents", "path"))
	slices.Sort(changed)
	if changed = slices.Compact(changed); len(changed) != 41 {
		t.Errorf("%d documents have changed", len(changed))
	}
	if text, _ := callTool(t, session, "related", map[string]any{"path": "twin.md", "limit": 1}); !strings.Contains(text, `"stale":false,"gone":false,"total"`) || !strings.Contains(text, `"stale":true,"gone":false}]`) {
		t.Errorf("d/07.md has changed, and twin.md has not: %s", text)
	}
}

// What is no message is answered, and the session goes on.
func TestMCPLines(t *testing.T) {
	root := t.TempDir()
	writeTree(t, root, map[string]string{"a.md": "# Quay\n"})
	mustBuild(t, buildOptions{Root: root})
	t.Chdir(root)
	const parse, invalid = -32700, -32600
	type refused struct {
		line string
		code int
		id   any
	}
	lines := []refused{
		{"", 0, nil},
		{"  \r", 0, nil},
		{"not JSON", parse, nil},
		{`{"jsonrpc":"2.0","id":7,"method":"ping"`, parse, nil},
		{`{"jsonrpc":"2.0","id":7,"method":"ping"} {}`, parse, nil},
		{"\xff\xfe", parse, nil},
		{"42", invalid, nil},
		{"[]", invalid, nil},
		{`[{"jsonrpc":"2.0","id":7,"method":"ping"}]`, invalid, nil},
		{`{"jsonrpc":"1.0","id":7,"method":"ping"}`, invalid, 7.0},
		{`{"jsonrpc":"2.0","id":{},"method":"ping"}`, invalid, nil},
		{"{" + strings.Repeat(" ", longestMessage) + "}", invalid, nil},
	}
	var in strings.Builder
	in.WriteString("\ufeff" + `{"jsonrpc":"2.0","id":"start","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"tester","version":"1"}}}` + "\r\n")
	in.WriteString(`{"jsonrpc":"2.0","method":"notifications/initialized"}` + "\n")
	for _, one := range lines {
		in.WriteString(one.line + "\n")
	}
	in.WriteString(`{"jsonrpc":"2.0","id":"unknown","method":"no/such/method"}` + "\n")
	reader, writer := io.Pipe()
	go func() {
		io.WriteString(writer, in.String())
		io.WriteString(writer, `{"jsonrpc":"2.0","id":"end","method":"tools/call","params":{"name":"find","arguments":{"words":"quay"}}}`+"\n")
	}()
	fromServer, out := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(context.Background(), []string{"mcp"}, reader, out, io.Discard)
		out.Close()
	}()
	var refusals []refused
	answers := bufio.NewScanner(fromServer)
	answers.Buffer(nil, 1<<20)
	answered := make(map[any]bool)
	for answers.Scan() {
		var one struct {
			ID     any
			Result map[string]any
			Error  *struct{ Code int }
		}
		if err := json.Unmarshal(answers.Bytes(), &one); err != nil {
			t.Fatalf("%v: %s", err, answers.Text())
		}
		if one.Error != nil && one.ID != "unknown" {
			refusals = append(refusals, refused{code: one.Error.Code, id: one.ID})
		}
		answered[one.ID] = true
		if one.ID == "end" {
			if one.Result["isError"] == true || !strings.Contains(answers.Text(), `a.md`) {
				t.Errorf("at the end: %s", answers.Text())
			}
			writer.Close()
		}
	}
	if code := <-ended; code != exitDone {
		t.Errorf("exit code %d", code)
	}
	if !answered["start"] || !answered["unknown"] || !answered["end"] {
		t.Errorf("answered are %v", answered)
	}
	for i, one := range slices.DeleteFunc(lines, func(one refused) bool { return one.code == 0 }) {
		if one.line = ""; i >= len(refusals) || refusals[i] != one {
			t.Fatalf("refused are %v, want %v as number %d", refusals, one, i)
		}
	}
}

// While the first build goes on, the tools answer, and say that it does.
func TestMCPDuringFirstBuild(t *testing.T) {
	root := t.TempDir()
	writeTree(t, root, map[string]string{"a.md": "# Quay\n", ".kwic/.gitignore": "*\n"})
	t.Chdir(root)
	session := mcpSession(t)
	if text, isError := callTool(t, session, "find", map[string]any{"words": "quay"}); !isError || !strings.Contains(text, "there is no index") {
		t.Errorf("without an index: error %v, %s", isError, text)
	}
	s, err := store.Open(context.Background(), defaultDB(root))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, test := range []struct {
		tool    string
		given   map[string]any
		isError bool
		want    string
	}{
		{"find", map[string]any{"words": "quay"}, false, `"built":false,"total":0`},
		{"sql", map[string]any{"query": "SELECT count(*) AS n FROM keyword_sections WHERE role = 'title'"}, false, `"built":false,"columns":["n"],"next_offset":null,"cut":false,"rows":[{"n":0}]`},
		{"show", map[string]any{"path": "a.md"}, true, "the first build of this index has not ended"},
		{"status", nil, true, "the index is not built yet"},
	} {
		if text, isError := callTool(t, session, test.tool, test.given); isError != test.isError || !strings.Contains(text, test.want) {
			t.Errorf("%s %v: error %v, %s", test.tool, test.given, isError, text)
		}
	}
}
