package extract

import (
	"fmt"
	"strings"
	"testing"
)

func TestAsciiDocSections(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct{ name, doc, title, sections string }{
		{"empty", "", "", ""},
		{"header", "= A title\nAuthor Name <a@b.c>\nv1, 2020\n:x: y\n\ntext\n\n== B\n", "A title", "1:A title#a-title@1 2:B#b@8"},
		{"no header", "text\n\n== B\n=== C\n", "B", "2:B#b@3 3:C#c@4"},
		{"symmetric", "== A ==\n", "A", "2:A#a@1"},
		{"markdown", "# A\n\n## B\n", "A", "1:A#a@1 2:B#b@3"},
		{"two lines", "Title\n=====\n\nPart\n----\n\nText that is\nlonger\n----\nx\n----\n\nSub\n~~~\n", "Title", "1:Title#title@1 2:Part#part@4 3:Sub#sub@13"},
		{"listing below text", "Some text\n----\ncode\n----\n", "", ""},
		{"repeats", "== A\n\n== A\n", "A", "2:A#a@1 2:A#a-1@3"},
		{"ids", "[[x]]\n== A\n\n[#y.role]\n== B\n\n[id=z]\n== C\n\n[[v,text]]\n[role]\n== D\n\n== [[w]]E\n", "A", "2:A#x@2 2:B#y@5 2:C#z@8 2:D#v@12 2:E#w@14"},
		{"markup", ":n: Name\n\n== The {n} of `code`, *b* & https://e.org[link] ((term))\n", "The Name of code, b & link term", "2:The Name of code, b & link term#the-name-of-code-b--link-term@3"},
		{"symbols", "== A -- B -> C... (C) d--e\n", "A — B → C… © d—e", "2:A — B → C… © d—e#ab--c--de@1"},
		{"discrete", "[discrete]\n== A\n", "A", "2:A#a@2"},
		{"inside", "====\n== no\n====\n\n----\n== no\n----\n\n////\n== no\n////\n\n--\n== no\n--\n== Yes\n", "Yes", "2:Yes#yes@16"},
		{"block left open", "====\ntext\n\n== A\n", "A", "2:A#a@4"},
		{"listing left open", "----\n== no\n", "", ""},
		{"literal", "text\n\n  == no\n--\n== A\n", "A", "2:A#a@5"},
		{"no space", "==A\n\n== \n\n=\n", "", ""},
		{"front matter", "---\ntitle: T\n---\n= A\n", "T", "1:A#a@4"},
		{"conditions", "ifdef::a[]\n== A\nendif::[]\nifndef::a[]\n== B\nendif::[]\n", "A", "2:A#a@2 2:B#b@5"},
		{"comment before", "// x\n////\nx\n////\n= A\n:y: z\n", "A", "1:A#a@5"},
		{"crlf", "= A\r\n\r\n== B\r\n", "A", "1:A#a@1 2:B#b@3"},
	} {
		d := x.Read(AsciiDoc, []byte(c.doc))
		checkDocument(t, d)
		if got := anchorsOf(d); d.Title != c.title || got != c.sections {
			t.Errorf("%s: %q %q, want %q %q", c.name, d.Title, got, c.title, c.sections)
		}
	}
}

// TestAsciidoctorIDs compares with what Asciidoctor 2.0.18 makes of titles of
// our own.
func TestAsciidoctorIDs(t *testing.T) {
	for _, c := range []struct{ prefix, separator, title, id string }{
		{"_", "_", "Wiley & Sons, Inc.", "_wiley_sons_inc"},
		{"_", "-", "Wiley & Sons, Inc.", "_wiley-sons-inc"},
		{"", "-", "A.B c-d  e", "a-b-c-d-e"},
		{"_", "_", "It's a \"quoted\" -- thing", "_its_a_quotedthing"},
		{"_", "_", "Ünïcode 中文", "_ünïcode_中文"},
		{"_", "-", "a_b_c", "_a_b_c"},
		{"_", "_", "What...", "_what"},
		{"", "-", "A -> B => C <- D <= E...", "a-b-c-d-e"},
		{"id_", "_", "1. Number", "id_1_number"},
		{"", "", "a b-c.d", "ab-c.d"},
	} {
		a := &adoc{ids: map[string]int{}}
		if got := a.sectionID(c.title, c.prefix, c.separator); got != c.id {
			t.Errorf("id of %q with %q and %q = %q, want %q", c.title, c.prefix, c.separator, got, c.id)
		}
	}
	a := &adoc{ids: map[string]int{}}
	got := ""
	for _, title := range []string{"Same", "Same", "Same 2", "Same"} {
		got += a.sectionID(title, "_", "_") + " "
	}
	if got != "_same _same_2 _same_2_2 _same_3 " {
		t.Errorf("ids of equal titles are %q", got)
	}
}

func TestAsciiDocHosts(t *testing.T) {
	doc := []byte("= T\n:idprefix: id_\n\n== A -- b\n\n[#x]\n== C\n\n== [[y]]C\n\n== C\n\n:!sectids:\n== D\n")
	for site, want := range map[string]string{"github": "t ab x y c-2 d", "gitlab": "t ab x y c-2 ", "hugo": " id_ab x y id_c_2 ", "plain": "  x y  "} {
		var got []string
		for _, s := range newTestExtractor(t, Options{Site: site}).Read(AsciiDoc, doc).Sections[1:] {
			got = append(got, s.Anchor)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", site, got, want)
		}
	}
}

func TestAsciiDocKeywords(t *testing.T) {
	x := newTestExtractor(t, Options{TagFields: []TagField{{Name: "audience"}}})
	for _, c := range []struct{ name, doc, want string }{
		{"marks", "*red gear* _blue gear_ #green gear# b**lack** `spin()` `+--fast+` ``GearBox``es", "term red gear mention 1\nterm blue gear mention 1\nterm green gear mention 1\nfunction spin mention 1\ncommand --fast mention 1\nidentifier gearbox mention 1"},
		{"over lines", "x\n*red\ngear* and\nGearBox", "term red gear mention 2\nidentifier gearbox mention 4"},
		{"nested", "*red _gear `spin()`_*", "function spin mention 1"},
		{"compat", "Title\n=====\n\n'red gear' and +spin()+", "term red gear mention 4\nfunction spin mention 4"},
		{"attributes", ":gear: Pinion Shaft\n:name: spin_it\n\n*{gear}* {nope} `{name}()`", "term pinion shaft mention 4\nfunction spin_it mention 4\n-nope"},
		{"attribute lines", ":gear: Pinion \\\n  Shaft\n\n*{gear}*", "term pinion shaft mention 4"},
		{"header tags", "= A\n:keywords: a b, c\n:audience: smiths\n:page-tags: d\n", "tag a b tag 2\ntag c tag 2\ntag smiths tag 3\ntag d tag 4"},
		{"author", "= A\nPinion Shaft <p@s.org>\nv1, 2020\n\ntext", "-pinion"},
		{"source", "[source,cpp]\n----\n\nclass Gear {};\n----", "class gear definition 4"},
		{"source by default", ":source-language: go\n\n[source]\nfunc Spin() {}\n", "function spin definition 4"},
		{"short source", "[,python]\n----\ndef spin_it(): pass\n----\n", "function spin_it definition 3"},
		{"fence", "```go\nfunc Spin() {}\n```\n", "function spin definition 2"},
		{"callouts", "[source,sh]\n----\n$ spinner --fast <1>\n$ grinder \\ <2>\n----\n<1> Fast.", "command spinner mention 3\ncommand --fast mention 3\ncommand grinder mention 4"},
		{"literal", "....\nGearBox\n....\n\n  GearTwo\n", "identifier gearbox mention 2\nidentifier geartwo mention 5"},
		{"definitions", "Idler gear:: text\nReturns:: x\n--fast::\n  Pinion shafts spin. Pinion shafts stop.\n`grind()`:::\n\n  And *late gear*\n", "term idler gear definition 1\n-returns\ncommand --fast definition 3\nfunction grind definition 5\nterm pinion shaft mention 4\nterm late gear mention 7"},
		{"questions", "[qanda]\nWhat gear?:: This one.\n", "term gear mention 2"},
		{"scope", "a std::vector::at call", "identifier std::vector::at mention 1"},
		{"index", "((Red gear)) (((gear, \"blue, big\"))) indexterm2:[grey gear] indexterm:[a,b]", "tag red gear tag 1\ntag gear tag 1\ntag blue, big tag 1\ntag grey gear tag 1\ntag a tag 1\nterm red gear mention 1"},
		{"table", "It turns.\n\n|===\n|Head word |x\n\n|Pinion shaft |Other word\n|Idler gear\n|y\n|===", "term pinion shaft mention 6\nterm idler gear mention 7\n-head word\n-other word"},
		{"columns", "[cols=\"2*\",options=header]\n|===\n|Head word\n|x\na|Pinion shaft\n2+|y\n.2+^.>s|Idler gear |z\n|===", "term pinion shaft mention 5\nterm idler gear mention 7\n-head word"},
		{"nested table", "[cols=\"1,1\"]\n|===\n|x\na|\n!===\n!Pinion shaft !z\n!===\n|Idler gear|y\n|===", "term idler gear mention 8"},
		{"records", "[%header,format=csv]\n,===\nHead word,x\n\"Pinion shaft\",y\n,===", "term pinion shaft mention 4\n-head word"},
		{"macros", "kbd:[Ctrl+K] btn:[OK] menu:File[GearBox] footnote:[See GearTwo.] linkgit:spin_it[1] pass:[GearNo] stem:[gear_sum] icon:gear_icon[]", "identifier gearbox mention 1\nidentifier geartwo mention 1\nidentifier spin_it mention 1\n-gearno\n-gear_sum\n-gear_icon"},
		{"left out", "// GearOne\n////\nGearTwo\n////\n\n++++\nGearThree\n++++\n\n[comment]\nGearFour\n\n+++GearFive+++\n", "-gearone\n-geartwo\n-gearthree\n-gearfour\n-gearfive"},
		{"conditions", "a\nifdef::x[GearOne]\nifndef::x[]\nGearTwo\nendif::[]", "identifier gearone mention 2\nidentifier geartwo mention 4"},
		{"admonition", "WARNING: Hot GearBox\n\n[TIP]\n====\nGearTwo\n====\n", "identifier gearbox mention 1\nidentifier geartwo mention 5\n-warning\n-tip"},
		{"block title", ".Red gear\n----\nx\n----", "term red gear mention 1"},
		{"lists", "* [ ] GearOne\n* GearTwo\nGearThree\n. GearFour\n1. GearFive\n- GearSix\n<1> GearSeven", "identifier gearone mention 1\nidentifier gearthree mention 3\nidentifier gearfour mention 4\nidentifier gearfive mention 5\nidentifier gearsix mention 6\nidentifier gearseven mention 7"},
		{"image", "image::x.png[Red gear,100]\n", "-100"},
	} {
		d := x.Read(AsciiDoc, []byte(c.doc))
		checkDocument(t, d)
		wantKeywords(t, c.name, d, c.want)
	}
}

func TestAsciiDocLinks(t *testing.T) {
	x := newTestExtractor(t, Options{})
	d := x.Read(AsciiDoc, []byte(":u: https://u.org\n\nlink:a.html[one *two*] xref:b.adoc#c[three], xref:d[] <<e>>\n<<f.adoc#g,four\nfive>> {u}/x[six^] {u}[\"se,ven\",role=x] https://h.org/i_j. <https://k.org>\n"+
		"mailto:l@m.org[eight] image:n.png[nine,10] \\link:no[no]\n\ninclude::dir/{u2}.adoc[]\n\nimage::o.svg[ten]\n"))
	want := `3 a.html "one two"
3 b.adoc#c "three"
3 #d ""
3 #e ""
4 f.adoc#g "four five"
5 https://u.org/x "six"
5 https://u.org "se,ven"
5 https://h.org/i_j "https://h.org/i_j"
5 https://k.org "https://k.org"
6 mailto:l@m.org "eight"
6 n.png "nine"
8 dir/{u2}.adoc ""
10 o.svg "ten"`
	if got := linksOf(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestAsciiDocLimits passes what a document may define, and what its
// references may add.
func TestAsciiDocLimits(t *testing.T) {
	x := newTestExtractor(t, Options{})
	value := strings.Repeat("x", maxAdocValue)
	for _, c := range []struct {
		name, doc string
		reading   Reading
	}{
		{"value", ":a: " + value + "\n\n{a}\n", Full},
		{"long value", ":a: " + value + "x\n\n{a}\n", Simple},
		{"references", ":a: " + value + "\n\n" + strings.Repeat("{a} ", maxAdocExpansion/maxAdocValue), Full},
		{"many references", ":a: " + value + "\n\n" + strings.Repeat("{a} ", maxAdocExpansion/maxAdocValue+1), Simple},
		{"loop", ":a: {a}\n\n{a}\n", Simple},
	} {
		d := x.Read(AsciiDoc, []byte(c.doc+"\n\n== GearBox\n"))
		checkDocument(t, d)
		if d.Reading != c.reading {
			t.Errorf("%s: %v, want %v", c.name, d.Reading, c.reading)
		}
		wantKeywords(t, c.name, d, fmt.Sprintf("identifier gearbox title %d", d.Lines))
	}
}

func FuzzAsciiDoc(f *testing.F) {
	fuzzReader(f, AsciiDoc, "", "=", "= A\n", "= A\nB\nC\nD\n", "A\n=\n", "Aa\n--\nb\n--\n", "[[a]]\n", "[a\n", "[,]\n== B", "[]\n", ":a: b\n:!a:\n{a}{b}", ":a: {a}\n{a}", ":a: \\\n \\\nb", "----\n", "----\na <1>\n<.>\n----",
		"```a\n```", "|===\n|a|b\n\n2+|c\\|d\n|===", ",===\n\"a,b\n,===", "[cols=\"3*,a\"]\n!===\n!a\n!===", "a::\nb;;\n  c\n\n d", "* a\n+\nb\n", "*a* **b** _c_ __d__ `e` ``f`` +g+ ++h++ +++i+++ #j# ##k## ^l^ ~m~",
		"`a+`b+`", "*_`+#", "\\*a* \\[[b]] \\link:c[d] \\", "<<a,b>> <<", "<https://a> <https://", "https://a[b] https://a[", "link:a[b,c=d^] xref:e[] image:f[g,h]", "((a)) (((b,c))) ((", "indexterm:[a] indexterm2:[b]",
		"kbd:[a] footnote:[b] x:y[z] :[", "[.a]#b# [#c]*d*", "ifdef::a[b]\nifndef::c[]\nendif::[]", "include::a[]\ninclude::[]", "image::a[b]\nvideo::c[]\nx::y[]", "////\n", "++++\na\n++++", "====\n****\n====\n****", "--\na\n--",
		"[source,c]\na\n\n[listing]\nb", "NOTE: a\n", ".a\n.b", "'''\n<<<\n---\n***", "---\na: b\n---\n= C\n", "a -- b--c...", "\ufeff= A\r\nb\rc", "\x00=\xff\n== \xc3\n[[\xff]]\n== a", "{nbsp}{cpp}{empty}", "$$a$$", "[discrete]\n== A\n====\n== B\n====",
		fmt.Sprint("*", strings.Repeat("_*", 40)))
}
