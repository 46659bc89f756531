package extract

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// anchorsOf prints sections as "level:title#anchor@line".
func anchorsOf(d *Document) string {
	var s []string
	for _, c := range d.Sections[1:] {
		s = append(s, fmt.Sprintf("%d:%s#%s@%d", c.Level, c.Title, c.Anchor, c.Line))
	}
	return strings.Join(s, " ")
}

func TestHTMLSections(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct{ name, doc, title, sections string }{
		{"empty", "", "", ""},
		{"title alone", "<title>A &amp;\n B</title>", "A & B", ""},
		{"h1 before title", "<title>A - Site</title><h1>A</h1>", "A", "1:A#@1"},
		{"h2 and title", "<title>A</title>\n<h2 id=b>B</h2>", "A", "2:B#b@2"},
		{"no anchor", "<h1>A</h1><h2>B</h2>", "A", "1:A#@1 2:B#@1"},
		{"id", "<h2 id=\"a&amp;b\" class=x>\nA\n</h2>", "A", "2:A#a&b@1"},
		{"name inside", "<h2><a name=a></a>A</h2>", "A", "2:A#a@1"},
		{"name around", "<h2><a name=a>A</a></h2>", "A", "2:A#a@1"},
		{"before", "<a id=a></a>\n<h2>A</h2>", "A", "2:A#a@2"},
		{"before text", "<a id=a></a>text<h2>A</h2>", "A", "2:A#@1"},
		{"section", "<section id=a><h2>A</h2><p>text</p><h3>B</h3></section>", "A", "2:A#a@1 3:B#@1"},
		{"old section", "<div class=section id=a>\n<span id=b></span><h2 id=c>A</h2></div>", "A", "2:A#c@2"},
		{"permalink", "<h2>A<a class=headerlink href=#a>#</a></h2>", "A", "2:A#a@1"},
		{"self link", "<h2><span class=permalink><a href=#a>x</a></span>f()</h2>", "f()", "2:f()#a@1"},
		{"number", "<h1><span class=section-number>1. </span>A</h1>", "A", "1:A#@1"},
		{"markup", "<h1><div>A <code>b</code><br><img src=x alt=y>c</div></h1>", "A b c", "1:A b c#@1"},
		{"empty heading", "<h1 id=a></h1><h2>B</h2>", "B", "2:B#a@1"},
		{"unclosed", "<h1>A\n<p>text\n<h2>B", "A", "1:A#@1 2:B#@3"},
		{"chrome", "<body><header><h1>A</h1><p>x</p></header><nav><h2>N</h2></nav><h2>B</h2><footer><h2>F</h2></footer>", "A", "1:A#@1 2:B#@1"},
		{"main", "<h2>Out</h2><main><h1>A</h1></main><h2>Out</h2>", "A", "1:A#@1"},
		{"role", "<h2>Out</h2><div role=\"main\"><h1>A</h1></div>", "A", "1:A#@1"},
		{"main in a script", "<script>'<main>'</script><h1>A</h1>", "A", "1:A#@1"},
		{"comment", "<!-- <h1>no</h1> --><h1>A</h1>", "A", "1:A#@1"},
		{"hidden", "<div hidden><h1>no</h1></div><h2 style='display:none'>no</h2><h1>A</h1>", "A", "1:A#@1"},
		{"template", "<template><h1>no</h1></template><h1>A</h1>", "A", "1:A#@1"},
		{"doxygen", "<div class=header><div class=headertitle><div class=title>Gear Class</div></div></div><a id=a1 name=a1></a>\n<h2 class=memtitle>spin()</h2>",
			"Gear Class", "1:Gear Class#@1 2:spin()#a1@2"},
		{"javadoc", "<main><h1 class=title>Class Gear</h1><section class=detail id=\"spin(int)\">\n<h3>spin</h3></section></main>", "Class Gear", "1:Class Gear#@1 3:spin#spin(int)@2"},
		{"objects", "<h1>A</h1>\n<dl class='c function'>\n<dt id=c.f><span class=descname>f</span>(int x)</dt><dd>\n<dl class='py method'><dt id=g><span class=descname>g</span></dt></dl>\n</dd></dl>\n<h2>B</h2>",
			"A", "1:A#@1 2:f#c.f@3 3:g#g@4 2:B#@6"},
		{"xhtml", "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x\">\n<html><head><script src='x'/><title/></head><body><h1>A</h1></body></html>", "A", "1:A#@3"},
		{"quote left open", "<h1>A</h1><a href=\"x>text", "A", "1:A#@1"},
		{"headings on one line", "<h1>A</h1><h2>B</h2>\n<h3>C</h3><h2>D</h2><h1>E</h1>", "A", "1:A#@1 2:B#@1 3:C#@2 2:D#@2 1:E#@2"},
		{"crlf", "<p>x\r\n<h1>A</h1>\r\n", "A", "1:A#@2"},
	} {
		d := x.Read(HTML, []byte(c.doc))
		checkDocument(t, d)
		if got := anchorsOf(d); d.Title != c.title || got != c.sections {
			t.Errorf("%s: %q %q, want %q %q", c.name, d.Title, got, c.title, c.sections)
		}
	}
}

func TestHTMLKeywords(t *testing.T) {
	x := newTestExtractor(t, Options{TagFields: []TagField{{Name: "audience"}}})
	for _, c := range []struct{ name, doc, want string }{
		{"marks", "<p><b>red gear</b> <i>blue gear</i> <dfn>green gear</dfn> <a href=x>grey gear</a>", "term red gear mention 1\nterm blue gear mention 1\nterm green gear definition 1\nterm grey gear mention 1"},
		{"code", "<p>\n<code>spin()</code><kbd>--fast</kbd> <samp>GearBox</samp> <tt><span>ns::</span><span>gear</span></tt>", "function spin mention 2\ncommand --fast mention 2\nidentifier gearbox mention 2\nidentifier ns::gear mention 2"},
		{"lines", "<p>one\nGearBox\n&lt;GearTwo&gt;", "identifier gearbox mention 2\nidentifier geartwo mention 3"},
		{"code block", "<pre class='brush: cpp; toolbar: false'>\nclass\n\nGear {};\n</pre>", "class gear definition 4"},
		{"tags in code", "<pre><code class=\"language-python\"><b\nx=y>def</b> spin_it(): pass<br>class Gear: pass</code></pre>", "function spin_it definition 2\nclass gear definition 2"},
		{"pandoc", "<div class=\"sourceCode\"><pre class=\"sourceCode go\"><code>func Spin() {}\n</code></pre></div>", "function spin definition 1"},
		{"doxygen code", "<div class=fragment><div class=line><span>#define</span> GEAR_MAX 1</div>\n<div class=line>#define GEAR_MIN 0</div></div>", "identifier gear_max mention 1\nidentifier gear_min mention 2"},
		{"cells", "<table><tr><th>Head word<th>x<tr><td>Pinion shaft<td>Body word</table>", "term pinion shaft mention 1\n-head word\n-body word"},
		{"row heads", "<table><tr><th>x<tr><th>Pinion shaft<td>y</table>", "term pinion shaft mention 1"},
		{"layout table", "<table><tr><td><p>" + strings.Repeat("Some long prose in a page's frame. ", 9) + "or lone gear</table>", "-lone gear"},
		{"definitions", "<dl><dt>Idler gear<dd>text<dt>Returns:<dd>x</dl>", "term idler gear definition 1\n-returns"},
		{"meta", "<meta name=Keywords content='a b, c'>\n<meta name=audience content=smiths><meta property=article:tag content='d e'>", "tag a b tag 1\ntag c tag 1\ntag smiths tag 2\ntag d e tag 2"},
		{"meta without commas", "<meta name=keywords content='Pinion shafts'><meta name=keywords content='All gears (1)'><title>All gears (1)</title>", "tag pinion shafts tag 1\n-all gears (1)\n-all"},
		{"description", "<meta name=description content='The pinion shaft.'>", "-description"},
		{"title words", "<title>Pinion shafts</title><h2>x</h2>", "term pinion shaft title 1"},
		{"no words", "<style>GearOne{}</style><p class=GearTwo title=GearThree>x<!-- GearFour --><span aria-hidden=true>GearFive</span>", "-gearone\n-geartwo\n-gearthree\n-gearfour\n-gearfive"},
		{"contents", "<ul><li><a href=#a>Red gear</a><ul><li><a href=#b>Blue gear</a></ul></ul><div id=toc><b>Grey gear</b></div>", "-red gear\n-blue gear\n-grey gear"},
		{"links in text", "<ul><li><a href=#a>Red gear</a>, turning<li><a href=#b>Blue gear</a></ul>", "term red gear mention 1\nterm blue gear mention 1"},
		{"templates", "<p>{{ GearOne }} <b>{% if GearTwo %}gear train</b> <% GearThree %>{{ open", "term gear train mention 1\n-gearone\n-geartwo\n-gearthree"},
		{"soft hyphen", "<p><b>gear&shy;box</b> Gear<wbr>Train", "term gearbox mention 1\nidentifier geartrain mention 1"},
		{"objects", "<h1>x</h1><dl class='py function'><dt class=sig id=a.spin_it>\n<span class=sig-prename><span>a.</span></span><span class=sig-name><span>spin_it</span></span>(<em>speed_limit</em>)</dt></dl>" +
			"<dl class='std option'><dt><span class=descname>--fast</span> <span class=descclassname>&lt;n&gt;</span></dt></dl>", "function spin_it heading 1\ncommand --fast heading 2\n-speed_limit"},
		{"doxygen members", "<h1>x</h1><h2>Macro Definition Documentation</h2>\n<h2 class=memtitle>GEAR_MAX</h2><h2>Member Function Documentation</h2>\n<h2 class=memtitle>spin() <span class=overload>[1/2]</span></h2>", "macro gear_max heading 2\nfunction spin heading 3"},
		{"javadoc members", "<h2 class=title>Class Gear</h2><h3>Method Detail</h3>\n<a name=spin-int-></a><h4>spin&#8203;</h4><h3>Methods inherited from class java.lang.Object</h3><code>hashCode</code>" +
			"<dl><dt>Enclosing class:<dd>x</dl><dl class=notes><dt>Pinion shafts:<dd>y</dl>", "function spin heading 2\nclass gear title 1\n-enclosing\n-enclosing class\n-pinion shaft\n-inherited"},
		{"image", "<p><img src=x alt='Red gear'>", "-red"},
		{"boilerplate", "<h1>Gears</h1><h2>See Also</h2>", "-see also"},
	} {
		d := x.Read(HTML, []byte(c.doc))
		checkDocument(t, d)
		wantKeywords(t, c.name, d, c.want)
	}
}

// wantKeywords compares with lines of "kind key role line", or "-key" for what
// must be no keyword.
func wantKeywords(t *testing.T, name string, d *Document, want string) {
	t.Helper()
	var got []string
	for _, k := range d.Keywords {
		got = append(got, fmt.Sprintf("%v %s %v %d", k.Kind, k.Key, k.Role, k.Line))
	}
	all := "\n" + strings.Join(got, "\n") + "\n"
	for line := range strings.SplitSeq(want, "\n") {
		if key, absent := strings.CutPrefix(line, "-"); absent {
			for _, k := range d.Keywords {
				if k.Key == key {
					t.Errorf("%s: %q is a keyword", name, key)
				}
			}
		} else if !strings.Contains(all, "\n"+line+"\n") {
			t.Errorf("%s: %q is missing in%s", name, line, all)
		}
	}
}

// linksOf prints links as "line destination text".
func linksOf(d *Document) string {
	var s []string
	for _, l := range d.Links {
		s = append(s, fmt.Sprintf("%d %s %q", l.Line, l.Destination, l.Text))
	}
	return strings.Join(s, "\n")
}

func TestHTMLLinks(t *testing.T) {
	x := newTestExtractor(t, Options{})
	d := x.Read(HTML, []byte("<p><a href='a.html?x=1&amp;y'>one <b>two</b></a>\n<a\nhref=b>three <img src=c.png alt=four></a> <a href='javascript:x'>no</a> <a name=z>no</a>\n"+
		"<a href=d>open <a href=e>next</a> <img src='data:x'> https://f.org/ <nav><a href=no>no</a></nav><h1 id=x>H <a class=headerlink href=#x>p</a></h1>"+
		"<ul><li><a href=#g>G</a><li><a href=#h>H</a></ul><a href=i><div>block</div></a>"))
	want := `1 a.html?x=1&y "one two"
2 b "three four"
3 c.png "four"
4 d "open"
4 e "next"
4 https://f.org/ "https://f.org/"
4 #g "G"
4 #h "H"
4 i "block"`
	if got := linksOf(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// fuzzReader fuzzes the reader of a language with seeds.
func fuzzReader(f *testing.F, language Language, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	x := newTestExtractor(f, Options{TagFields: []TagField{{Name: "x"}}})
	f.Fuzz(func(t *testing.T, src []byte) {
		before := string(src)
		d := x.Read(language, src)
		checkDocument(t, d)
		if string(src) != before {
			t.Error("the source was changed")
		}
		if again := newReader(x).read(src, rowOf[language].read); !reflect.DeepEqual(d, again) {
			t.Error("a fresh reader gives another document")
		}
		for i := 1; i < len(d.Links); i++ {
			if d.Links[i].Line < d.Links[i-1].Line {
				t.Errorf("links are out of order: %+v", d.Links)
			}
		}
	})
}

func FuzzHTML(f *testing.F) {
	fuzzReader(f, HTML, "", "<", "</", "<a", "<h1", "<h1>a<h2>b</h1>c</h2>", "<title>a<h1>b", "<!--", "<![CDATA[a]]>", "<?xml?><a/>", "<pre>\n\na<br>b</pre>", "<pre><h1>a</pre>",
		"<dl class='py class'><dt id=a><span class=descname>a</span><dd><dl class='c macro'><dt>b</dl><h1>c</h1></dl>d", "<table><tr><td>a<th>b<table></td></tr></table>",
		"<ul><li><a href=#a>a</a><li><a href=#b>b</a></ul>", "<b><i>a</b>b</i>", "<p><div></p></div>", "<main>a</main>b", "<script>a", "<textarea><b>", "<svg><title>a</title></svg>",
		"{{a}}{%b%}<%c%>{{", "&amp;&#0;&#x110000;&nope;&shy;", "<a href=a>b<p>c</a>", "<meta name=keywords content=a,b><meta property=article:tag content=c>", "<h1 id=a></h1>b", "<div class=title>a</div>",
		"<div class=fragment><div class=line>a</div><div class=line>b</div></div>", strings.Repeat("<div>", 300)+"a"+strings.Repeat("</div>", 300)+"<h1>b", "\ufeff<h1>\r\na\r</h1>", "\x00<\xff>\xc3<h1>\xe2\x82</h1>",
		"<header><h1>a</h1></header>", "<h1>a<a href=#b class=headerlink>c</a></h1>", "<code>a</code><code>b</code>", "<dl class='std option'><dt><span class=descname>\xff</span></dt></dl>")
}

func TestHostileHTML(t *testing.T) {
	oneGoroutine(t)
	x := newTestExtractor(t, Options{})
	object := "<dt id=a><span class=descname>a_b</span></dt>"
	hostile(t, x, HTML, func(fill func(string) string) map[string]string {
		return map[string]string{
			"nested":          fill("<div>a "),
			"nested inline":   fill("<b>a"),
			"nested lists":    fill("<ul><li>"),
			"nested tables":   fill("<table><tr><td>a"),
			"open angles":     fill("<"),
			"attributes":      fill("<a " + strings.Repeat("b ", 1000) + ">"),
			"open tag":        "<h1>a</h1><a " + fill("b=c "),
			"open comment":    "<!--" + fill("-- "),
			"open title":      "<title>" + fill("a "),
			"open link":       "<a href=b>" + fill("word other "),
			"open heading":    "<h1>" + fill("word other "),
			"open code":       "<pre>" + fill("a_b\n"),
			"breaks in code":  "<pre>" + fill("a<br>"),
			"end tags":        strings.Repeat("<div><b><td>", 80) + fill("</p></td></b>"),
			"rows":            strings.Repeat("<div>", 250) + fill("<tr><td>"),
			"headings":        fill("<h1>a</h1>"),
			"objects":         "<dl class='py function'>" + fill(object),
			"nested objects":  fill("<dl class='py function'>" + object + "<dd>"),
			"links":           fill("<a href=b>a</a> "),
			"images":          fill("<img src=a alt=b>"),
			"contents":        "<ul>" + fill("<li><a href=#b>a</a>"),
			"templates":       fill("{{ a {% <% "),
			"main in script":  "<script>" + fill("<main>"),
			"headers":         fill("<header><b>"),
			"entities":        fill("&#x41;"),
			"one line":        fill("word and other thing "),
			"paragraphs":      fill("<p>alpha beta gamma delta"),
			"ids":             fill("<a id=b></a>"),
			"code spans":      fill("<code>a_b</code>"),
			"keywords":        fill("<meta name=keywords content=a>"),
			"end of elements": fill("</div>"),
		}
	})
}

// TestHTMLNesting reads a page that nests deeper than is followed: what stands
// there is read, and its headings too.
func TestHTMLNesting(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct {
		depth   int
		reading Reading
	}{{maxHTMLDepth - 10, Full}, {maxHTMLDepth + 10, Simple}} {
		d := x.Read(HTML, []byte(strings.Repeat("<div>", c.depth)+"<h1>A</h1><p>GearBox"+strings.Repeat("</div>", c.depth)+"\n<h2>B</h2>"))
		checkDocument(t, d)
		if got := anchorsOf(d); d.Reading != c.reading || got != "1:A#@1 2:B#@2" {
			t.Errorf("%d deep: %q, %v", c.depth, got, d.Reading)
		}
		wantKeywords(t, "nested", d, "identifier gearbox mention 1")
	}
}

// TestHTMLLongTokens shows what is read of a page behind a tag, a comment, a
// script and a text that are longer than a token may be.
func TestHTMLLongTokens(t *testing.T) {
	x := newTestExtractor(t, Options{})
	attributes := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, " a%d=b", i)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		between string
		reading Reading
	}{
		"attributes":   {"<p" + attributes(200_000) + ">", Simple},
		"never closed": {"<p" + attributes(200_000), Simple},
		"in a comment": {"<!-- " + strings.Repeat("<h2>Hidden</h2> ", 100_000) + "-->", Full},
		"in a script":  {"<script>" + strings.Repeat("a('<h2>Hidden</h2>'); </ ", 100_000) + "</script>", Full},
		"in a style":   {"<STYLE>" + strings.Repeat("<h2>Hidden</h2>", 100_000) + "</Style>", Full},
		"an image":     {`<img alt=a src="data:` + strings.Repeat("A", maxHTMLToken) + `">`, Simple},
		"text":         {"<p>" + strings.Repeat("more ", 300_000) + "</p>", Full},
	} {
		d := x.Read(HTML, []byte("<h1>First</h1>\n"+c.between+"\n<h2>Second</h2>\n<p>The <b>slack water</b>.\n"))
		var titles []string
		for _, s := range d.Sections {
			titles = append(titles, s.Title)
		}
		want := "First, First, Second"
		if name == "never closed" { // the next tag is a part of it
			want = "First, First"
		}
		if got := strings.Join(titles, ", "); got != want || d.Reading != c.reading {
			t.Errorf("%s: sections %q, read %v", name, got, d.Reading)
		}
		checkDocument(t, d)
	}
}
