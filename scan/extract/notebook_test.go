package extract

import (
	"slices"
	"strings"
	"testing"
)

// v4 makes a notebook of cells, each in JSON on lines of its own.
func v4(metadata string, cells ...string) string {
	return "{\"cells\": [\n" + strings.Join(cells, ",\n") + "\n],\n\"metadata\": {" + metadata + "}, \"nbformat\": 4}\n"
}

func TestNotebookSections(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct{ name, doc, title, sections string }{
		{"empty object", "{}", "", ""},
		{"no cells", v4(""), "", ""},
		{"lines", "{\"cells\": [{\"cell_type\": \"markdown\",\n\"source\": [\n\"# A\\n\",\n\"\\n\",\n\"## B c\"\n]}]}", "A", "1:A#A@3 2:B c#B-c@5"},
		{"one string", v4("", `{"cell_type": "markdown", "source": "# A\n\n## B"}`, `{"cell_type": "markdown", "source": "## C"}`), "A", "1:A#A@2 2:B#B@2 2:C#C@3"},
		{"source before the type", v4("", `{"source": "# A", "cell_type": "markdown"}`), "A", "1:A#A@2"},
		{"anchors", v4("", `{"cell_type": "markdown", "source": "# The **big** `+"`x`"+` & Ü?\n# <a id=\"y\"></a>Z\n\n# Same\n# Same"}`), "The big x & Ü?", "1:The big x & Ü?#The-big-x-&-Ü?@2 1:Z#y@2 1:Same#Same@2 1:Same#@2"},
		{"anchor in the cell before", v4("", `{"cell_type": "markdown", "source": "<a id=\"y\"></a>"}`, `{"cell_type": "markdown", "source": "# A"}`), "A", "1:A#A@3"},
		{"fence left open", v4("", `{"cell_type": "markdown", "source": "`+"```"+`\n# no"}`, `{"cell_type": "markdown", "source": "# A"}`), "A", "1:A#A@3"},
		{"code is no heading", v4("", `{"cell_type": "code", "source": "# no", "outputs": [{"source": ["# no"], "cell_type": "markdown"}]}`), "", ""},
		{"title", v4(`"title": "T"`, `{"cell_type": "markdown", "source": "## A"}`), "T", "2:A#A@2"},
		{"title and heading", v4(`"title": "T"`, `{"cell_type": "markdown", "source": "# A"}`), "A", "1:A#A@2"},
		{"front matter", v4("", "{\"cell_type\": \"raw\", \"source\": [\n\"---\\n\",\n\"title: T\\n\",\n\"tags: [a]\\n\",\n\"---\"]}", `{"cell_type": "markdown", "source": "## A"}`), "T", "2:A#A@7"},
		{"format 3", "{\"nbformat\": 3, \"worksheets\": [{\"cells\": [\n{\"cell_type\": \"heading\", \"level\": 2, \"source\": [\"A\\n\",\n\"b\"]},\n{\"cell_type\": \"markdown\", \"source\": [\"# C\"]}]}]}", "C", "2:A b#A-b@2 1:C#C@4"},
		{"raw markdown", v4("", `{"cell_type": "raw", "metadata": {"format": "text/markdown"}, "source": "# A"}`), "A", "1:A#A@2"},
		{"escapes", v4("", `{"cell_type": "markdown", "source": "# \"A\" \\ \u00dc \ud83d\ude00\r\n\r\ntext"}`), "\"A\" \\ Ü 😀", "1:\"A\" \\ Ü 😀#\"A\"-\\-Ü-😀@2"},
		{"crlf", "{\"cells\": [\r\n{\"cell_type\": \"markdown\",\r\n\"source\": [\r\n\"# A\"]}]}\r\n", "A", "1:A#A@4"},
		{"wrong types", `{"cells": {"source": 1}, "metadata": [], "worksheets": "x"}`, "", ""},
		{"wrong cells", `{"cells": [1, "x", null, [], {"cell_type": 1, "source": {"a": "# no"}, "level": {}}, {"cell_type": "markdown", "source": ["# A", 2, null]}]}`, "A", "1:A#A@1"},
	} {
		d := x.Read(Notebook, []byte(c.doc))
		checkDocument(t, d)
		if got := anchorsOf(d); d.Title != c.title || got != c.sections || d.Reading != Full {
			t.Errorf("%s: %q %q %v, want %q %q", c.name, d.Title, got, d.Reading, c.title, c.sections)
		}
	}
}

func TestNotebookKeywords(t *testing.T) {
	x := newTestExtractor(t, Options{})
	code := func(lines ...string) string {
		return "{\"cell_type\": \"code\", \"source\": [\n" + strings.Join(lines, ",\n") + "]}"
	}
	for _, c := range []struct{ name, doc, want string }{
		{"markdown", v4("", "{\"cell_type\": \"markdown\", \"source\": [\n\"*Red gear*\\n\",\n\"`spin()`\"]}"), "term red gear mention 3\nfunction spin mention 4"},
		{"python", v4("", code(`"\n"`, `"class Gear:\n"`, `"    def spin_it(self): pass"`)), "class gear definition 4\nfunction spin_it definition 5"},
		{"kernel", v4(`"kernelspec": {"language": "go"}, "language_info": {"name": "go"}`, code(`"func Spin() {}"`)), "function spin definition 3"},
		{"kernel's name", v4(`"kernelspec": {"name": "xcpp17"}`, code(`"class Gear {};"`)), "class gear definition 3"},
		{"format 3", "{\"worksheets\": [{\"cells\": [{\"cell_type\": \"code\", \"language\": \"javascript\",\n\"input\": [\"class Gear {}\"]}]}]}", "class gear definition 2"},
		{"shell", v4("", code(`"%%bash\n"`, `"spinner --fast"`)), "command spinner mention 4\ncommand --fast mention 4"},
		{"script", v4("", code(`"%%script /usr/bin/node\n"`, `"let GearOne = 1"`)), "identifier gearone mention 4"},
		{"file", v4("", code(`"%%writefile src/gear.go\n"`, `"func Spin() {}"`)), "function spin definition 4"},
		{"timed", v4("", code(`"%%time GearNo\n"`, `"def spin_it(): pass"`)), "function spin_it definition 4\n-gearno"},
		{"html", v4("", code(`"%%latex\n"`, `"GearOne"`)), "-gearone"},
		{"lines", v4("", code(`"!spinner --fast\n"`, `"%pip install gearlib\n"`, `"%matplotlib GearNo\n"`, `"def spin_it(): pass"`)), "command spinner mention 3\ncommand --fast mention 3\ncommand pip mention 4\nfunction spin_it definition 6\n-gearno"},
		{"outputs", v4("", `{"cell_type": "code", "outputs": [{"text": ["GearOne \"]}"], "data": {"x": "GearTwo"}}], "source": "x"}`), "-gearone\n-geartwo"},
		{"raw", v4("", `{"cell_type": "raw", "metadata": {"format": "text/html"}, "source": "GearOne"}`), "-gearone"},
		{"cell's own", v4("", `{"cell_type": "code", "metadata": {"vscode": {"languageId": "sql"}}, "source": "CREATE TABLE gear_wheel (id int)"}`), "class gear_wheel definition 2"},
		{"polyglot", v4(`"kernelspec": {"language": "C#"}`, `{"cell_type": "code", "metadata": {"polyglot_notebook": {"kernelName": "pwsh"}}, "source": "function Get-Gear {}"}`, code(`"#!javascript\n"`, `"function spinIt() {}"`), code(`"class Gear {}"`)), "function get-gear definition 2\nfunction spinit definition 5\nclass gear definition 7"},
		{"no spaces", v4(`"title": "歯車"`, "{\"cell_type\": \"markdown\", \"source\": [\n\"# 水位传感器\\n\",\n\"*潮汐预报*\"]}", `{"cell_type": "markdown", "source": "歯車"}`), "term 水位传感器 title 3\nterm 潮汐预报 mention 4\nterm 歯車 mention 5"},
		{"fields", v4("\"keywords\": [\"a b\",\n\"c\"], \"tags\": \"d, e\""), "tag a b tag 4\ntag c tag 5\ntag d tag 5\ntag e tag 5"},
	} {
		d := x.Read(Notebook, []byte(c.doc))
		checkDocument(t, d)
		wantKeywords(t, c.name, d, c.want)
	}
}

// TestBrokenNotebook reads what is left of notebooks that are not JSON.
func TestBrokenNotebook(t *testing.T) {
	x := newTestExtractor(t, Options{})
	whole := "{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n   \"metadata\": {},\n   \"source\": [\n    \"# A\\n\",\n    \"*Red gear*\\n\"\n   ]\n  },\n" +
		"  {\n   \"cell_type\": \"code\",\n   \"metadata\": {},\n   \"source\": [\n    \"class Lathe:\\n\"\n   ]\n  }\n ]\n}\n"
	for _, c := range []struct{ name, doc, title, want string }{
		{"merge", strings.Replace(whole, "  {\n   \"cell_type\": \"code\"", "<<<<<<< HEAD\n=======\n  {\n   \"cell_type\": \"code\"", 1), "A", "term red gear mention 8\nclass lathe definition 17"},
		{"cut off", whole[:strings.Index(whole, "code")], "A", "term red gear mention 8"},
		{"cut off in a string", whole[:strings.Index(whole, "Red")], "A", "-red"},
		{"on one line", `{"cells": [{"cell_type": "markdown", "source": ["# A\n", "*Red gear*"]}, {"cell`, "A", "term red gear mention 1"},
		{"cells on lines", "{\"cells\": [\n{\"cell_type\": \"markdown\",\n\"source\": [\"# A\\n\", \"*Red gear*\"]},\n{\"cell_type\": \"code\",\n\"source\": [\"class Lathe:\"], \"x", "A", "term red gear mention 3"},
		{"no notebook", "hello\n# world\n", "", "-hello"},
	} {
		d := x.Read(Notebook, []byte(c.doc))
		checkDocument(t, d)
		if d.Title != c.title || d.Reading != Simple {
			t.Errorf("%s: title %q, %v", c.name, d.Title, d.Reading)
		}
		wantKeywords(t, c.name, d, c.want)
	}
}

// TestNotebookIgnores leaves out lines of cells, whatever the lines of the file.
func TestNotebookIgnores(t *testing.T) {
	x := newTestExtractor(t, Options{})
	text := `{"cell_type": "markdown", "source": "# A\n\n*Red gear*\n\n<!-- kwic: ignore -->\n\n*Rusty nail* 歯車歯車\n\n<!-- kwic: end -->\n\n*Blue gear*"}`
	code := `{"cell_type": "code", "source": "def one(): pass\n# kwic: ignore\ndef two(): pass\n# kwic: end\ndef three(): pass\ns = '''\n# kwic: ignore\n'''\ndef four(): pass"}`
	const want = "term red gear mention\nterm blue gear mention\nfunction one definition\nfunction three definition\nfunction four definition\ntag wheel tag\n-rusty nail\n-歯車\n-two"
	for name, doc := range map[string]string{
		"lines":    v4(`"tags": ["wheel"]`, text, code),
		"one line": strings.ReplaceAll(v4(`"tags": ["wheel"]`, text, code), "\n", ""),
		"to the end": v4(`"tags": ["wheel"]`, `{"cell_type": "markdown", "source": "*Red gear*\n\n*Blue gear*"}`, strings.ReplaceAll(code, "two", "one"),
			`{"cell_type": "markdown", "source": "<!-- kwic: ignore -->\n"}`, `{"cell_type": "markdown", "source": "*Rusty nail*"}`, `{"cell_type": "code", "source": "def two(): pass"}`),
	} {
		d := x.Read(Notebook, []byte(doc))
		checkDocument(t, d)
		checkWants(t, name, d, want)
	}
	e := x.Explain(Notebook, []byte(v4("", text, code)))
	if !slices.Equal(e.Ignored, []Lines{{2, 2}, {3, 3}}) || e.Unclosed || len(e.Oddities) > 0 {
		t.Errorf("explained: %+v", e)
	}
	if got := slices.Collect(e.Find("rusty nail")[0].Sightings); len(got) != 1 || got[0].Line != 2 || !got[0].Ignored {
		t.Errorf("sightings on ignored lines: %+v", got)
	}
}

func TestNotebookLinks(t *testing.T) {
	x := newTestExtractor(t, Options{})
	d := x.Read(Notebook, []byte(v4("", "{\"cell_type\": \"markdown\", \"source\": [\n\"[a](b.md)\\n\",\n\"https://c.org/d\"]}", `{"cell_type": "markdown", "source": "![e](attachment:f.png)"}`)))
	want := "3 b.md \"a\"\n4 https://c.org/d \"https://c.org/d\"\n5 attachment:f.png \"e\""
	if got := linksOf(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func FuzzNotebook(f *testing.F) {
	fuzzReader(f, Notebook, "", "{", "{}", "[]", "\"", v4(""), v4(`"title": "T", "tags": ["a"], "kernelspec": {"language": "go"}`, `{"cell_type": "markdown", "source": ["# A\n", "b"]}`, `{"cell_type": "code", "source": "%%bash\n!a\nls -l"}`),
		`{"worksheets": [{"cells": [{"cell_type": "heading", "level": 9, "source": "a\nb"}, {"cell_type": "code", "input": ["%a\n", "!b"], "language": "c"}]}]}`,
		v4("", `{"cell_type": "raw", "source": "---\ntitle: a\ntags: [b]\n---\n"}`), v4("", `{"cell_type": "markdown", "source": "\ud800 \r\n\r# \u0000"}`), "{\"cells\": [\n{\"cell_type\": \"markdown\",\n\"source\": [\n\"# a\\n\",\n<<<",
		"{\"cell_type\": \"code\",\n\"source\": \"a\"", `{"cells": [{"source": "\`, `{"cells": [[[{"a": "b\\"}]]]}`, "\ufeff{\"cells\": []}", "\xff{\"cells\": [{\"source\": \"\xff\"}]}", `{"cells":[{"cell_type":"markdown","source":["a","b\n","","c"]}]}`)
}

func TestHostileNotebook(t *testing.T) {
	oneGoroutine(t)
	hostile(t, newTestExtractor(t, Options{}), Notebook, hostileNotebooks)
}

func hostileNotebooks(fill func(string) string) map[string]string {
	markdown := func(text string) string { return `{"cells": [{"cell_type": "markdown", "source": "` + text + `"}]}` }
	return map[string]string{
		"nested arrays":     fill("["),
		"nested objects":    fill(`{"cells":`),
		"deep but valid":    `{"cells": ` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `, "x": "` + fill("a") + `"}`,
		"large output":      v4("", `{"cell_type": "code", "outputs": [{"data": {"image/png": "`+fill("aGVsbG8")+`"}}], "source": "a"}`),
		"open string":       `{"cells": [{"source": "` + fill("a"),
		"escaped quotes":    markdown(fill(`\"`)),
		"escapes":           markdown(fill(`\u00e4`)),
		"backslashes":       markdown(fill(`\\`)),
		"many cells":        `{"cells": [` + strings.Repeat(`{"cell_type": "markdown", "source": "# A"},`, 100000) + `{}]}`,
		"many sources":      `{"cells": [{"cell_type": "markdown", "source": [` + fill(`"a ",`) + `""]}]}`,
		"many strings":      fill("\"a\",\n"),
		"broken cells":      fill("{\n\"cell_type\": \"markdown\",\n\"source\": [\n\"a\"\n]\n"),
		"emphasis":          markdown(fill("*a_ ")),
		"emphasis in cells": `{"cells": [` + strings.Repeat(`{"cell_type": "markdown", "source": "`+strings.Repeat("*a_ ", 2500)+`"},`, 800) + `{}]}`,
		"equal headings":    markdown(fill(`# a\n`)),
		"code":              `{"cells": [{"cell_type": "code", "source": "` + fill(`a_b(\n`) + `"}]}`,
		"magics":            `{"cells": [{"cell_type": "code", "source": "` + fill(`!a\n`) + `"}]}`,
		"keys":              "{" + strings.Repeat(`"cells": [], `, 300000) + `"x": 1}`,
		"fields":            `{"metadata": {"tags": [` + strings.Repeat(`"a",`, 300000) + `"b"]}}`,
	}
}
