package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// What documents name places by, beside their sections, is kept: each once, and
// not what a section has.
func TestAnchorsBesideSections(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, test := range []struct {
		language Language
		text     string
		want     string
	}{
		{Markdown, "# Plum\n\nA <a name=\"pit\"></a>pit, a <span class='s' id='stone'>stone</span> and <a id=pit>it</a>.\n", "pit stone"},
		{Markdown, "<a name=\"top\"></a>\n\n# Plum\n\n<a id=\"own\"></a>\n## Own\n\n### <a name=\"in\"></a>Within\n", ""},
		{Markdown, "| a | b |\n|---|---|\n| <a name=\"cell\"></a> x | y |\n\n- <a name=\"item\"></a> x\n\n> <b id=quote>x</b>\n\nx[^1]\n\n[^1]: <i id=note>y</i>\n", "cell item note quote"},
		{Markdown, "<div id=\"block\">\n<p class=x id=inner>Text\n</p></div>\n\n<p name=\"none\">\n", "block inner"},
		{Markdown, "`<a name=\"code\"></a>` \\<a name=\"escaped\">\n\n```html\n<a name=\"fence\"></a>\n```\n\n<!-- <a name=\"comment\"></a> -->\n", ""},
		{Markdown, "<a name=\"\"></a><a name=x <a><a data-id=\"y\"></a>\n", ""},
		{HTML, "<html><body><nav id=nav><a name=n>x</a></nav><main><h1 id=head>Plum</h1><p id=para>Text <img id=pic name=no></p><div hidden><p id=hid></div></main>", "hid n nav para pic"},
		{AsciiDoc, "= Plum\n\n[[block]]\nText with [[inline]]a name and anchor:macro[].\n\n[#quoted]*x*\n\n[[sec]]\n== Section\n\nText\n", "block inline macro quoted"},
		{"go", "package a\n\n// <a name=\"x\"></a>\nfunc F() {}\n", ""},
	} {
		if got := strings.Join(x.Read(test.language, []byte(test.text)).Anchors, " "); got != test.want {
			t.Errorf("%s %q: anchors %q, want %q", test.language, test.text, got, test.want)
		}
	}
}

// A document of very many anchors keeps some of them, and says so.
func TestManyAnchors(t *testing.T) {
	x := newTestExtractor(t, Options{})
	var b strings.Builder
	for i := range maxAnchors + 100 {
		fmt.Fprintf(&b, "<i id=%d></i>", i)
	}
	for _, language := range []Language{Markdown, HTML} {
		d := x.Read(language, []byte(b.String()))
		if len(d.Anchors) > maxAnchors || d.Reading != Simple || !slices.IsSorted(d.Anchors) {
			t.Errorf("%s: %d anchors, reading %v", language, len(d.Anchors), d.Reading)
		}
	}
	if d := x.Read(HTML, []byte("<p id='"+strings.Repeat("x", maxAnchor+1)+"'>y")); len(d.Anchors) > 0 {
		t.Error("an anchor of any length is kept")
	}
}
