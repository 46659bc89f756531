package extract

import (
	"fmt"
	"strings"
	"testing"
)

func TestSectionsText(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct{ name, doc, title, outline string }{
		{"empty", "", "", ""},
		{"title", "The kiln\n\nIt fires.\n", "The kiln", "1:The kiln@1-3<0"},
		{"no title", "It fires pots.\n\nMore.\n", "", ""},
		{"no title in two lines", "It fires\npots\n\nMore.\n", "", ""},
		{"underlines", "Kiln\n====\n\nFiring\n------\ntext\n\nGlaze\n-----\n", "Kiln", "1:Kiln@1-9<0 2:Firing@4-7<1 2:Glaze@8-9<1"},
		{"box", "********\n  Kiln\n********\n\ntext\n", "Kiln", "1:Kiln@2-5<0"},
		{"rule", "text\n\n-----\n\nmore\n", "text", "1:text@1-5<0"},
		{"numbers", "Kiln\n\n1. Parts\n\nSome.\n\n1.1 Door\n\nIt opens.\n\n2. Fuel\n\nGas.\n", "Kiln", "1:Kiln@1-13<0 2:1. Parts@3-10<1 3:1.1 Door@7-10<2 2:2. Fuel@11-13<1"},
		{"items are no headings", "1. Open the door\n\n2. Close the door\n\n3. Fire\n", "", ""},
		{"sentences are no headings", "Kiln\n\n1. It is fired.\n\ntext\n", "Kiln", "1:Kiln@1-5<0"},
		{"manual", "KILN(1)\n\nNAME\n       kiln - fires pots\n\nSEE ALSO\n       pot(1)\n", "KILN(1)", "1:KILN(1)@1-7<0 2:NAME@3-5<1 2:SEE ALSO@6-7<1"},
		{"capitals in text", "Kiln\n\nNEVER OPEN IT\nwhile it is hot.\n\nFOO_BAR\n\nX\n\ntext\n", "Kiln", "1:Kiln@1-10<0"},
		{"late heading", "It fires pots, and\nglazes them.\n\nUSE\n\nFire.\n", "", "1:USE@4-6<0"},
		{"table", "a   b\n--- ---\n1   2\n", "", ""},
		{"asciidoc", "kiln(1)\n=======\n\n[[use]]\nUse\n---\ntext\n\n-----\n$ kiln --hot now\n-----\n", "kiln(1)", "1:kiln(1)@1-11<0 2:Use@5-11<1"},
		{"spdx", "SPDX-License-Identifier: MIT\n\nKiln\n\ntext\n", "Kiln", "1:Kiln@3-5<0"},
	} {
		d := x.Read(Text, []byte(c.doc))
		if d.Title != c.title || outlineOf(d) != c.outline {
			t.Errorf("%s: %q %q, want %q %q", c.name, d.Title, outlineOf(d), c.title, c.outline)
		}
		for _, s := range d.Sections {
			if s.Anchor != "" {
				t.Errorf("%s: a text has the anchor %q", c.name, s.Anchor)
			}
		}
	}
}

func TestKeywordsText(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct{ name, doc, want string }{
		{"quotes", "First.\n\nThe `ramp_up' call, ``soak'' and `not this one', with KILN_DIR and fire().", "identifier ramp_up mention\nidentifier soak mention\nidentifier kiln_dir mention\nfunction fire mention\n-one"},
		{"explained", "First.\n\ncone - what melts\nsoak time - how long\nramp_up -- heats\n", "term cone definition\nterm soak time definition\nidentifier ramp_up definition"},
		{"one dash explains nothing", "First.\n\nthe pots - all of them - were broken.\n", "-pots"},
		{"items", "First.\n\n- damper: closes the flue\n- Note: it is hot\n* see the manual: it tells\n", "term damper definition\n-note"},
		{"name", "KILN(1)\n\nNAME\n   pyrometer - reads heat\n", "term pyrometer definition"},
		{"options", "First.\n\n-c, --curve=FILE  reads it\n--hot\n      heats\n- x\n-5  below\n", "command -c definition\ncommand --curve definition\ncommand --hot definition"},
		{"code", "First.\n\n    int x = KILN_HOT;\n    y = x;\n\n    $ kiln-run --hot\n    done\n", "identifier kiln_hot mention\ncommand kiln-run mention\n-done"},
		{"repetition", "First.\n\nThe flue gas rises.\n\nIt cools the flue gas.", "term flue gas mention"},
		{"wrapped", "First.\n\nThe flue\ngas rises. It cools\nthe flue gas.", "term flue gas mention"},
	} {
		checkKeywords(t, c.name, x.Read(Text, []byte(c.doc)), c.want)
	}
}

// TestDataIsReadSparsely makes sure that files of data, whose names end as
// those of texts do, give few keywords, and that texts of all sorts do not
// count as data.
func TestDataIsReadSparsely(t *testing.T) {
	x := newTestExtractor(t, Options{})
	lines := func(n int, line func(int) string) string {
		var s strings.Builder
		for i := range n {
			s.WriteString(line(i) + "\n")
		}
		return s.String()
	}
	word := func(i int) string {
		return string([]byte{'a' + byte(i%26), 'a' + byte(i/26%26), 'a' + byte(i/7%26), 'a' + byte(i/3%26), 'k', 'o'})
	}
	for name, src := range map[string]string{
		"numbers": lines(5000, func(i int) string { return fmt.Sprint(i*i, " ", i) }),
		"words":   lines(5000, word),
		"names":   lines(5000, func(i int) string { return "Some_" + word(i) + "_Name" }),
		"log": lines(5000, func(i int) string {
			return fmt.Sprintf("2024-05-0%d 12:00:01 INFO Worker%s started job %d", i%9, word(i), i)
		}),
		"table":     lines(5000, func(i int) string { return fmt.Sprintf("%04X ; KILN LETTER %s", i, strings.ToUpper(word(i))) }),
		"one line":  strings.Repeat("1,2,3,", 100000),
		"base64":    lines(2000, func(i int) string { return "TG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQsIGNvbnNlY3RldHVy" + word(i) }),
		"one block": lines(5000, func(i int) string { return "the " + word(i) + " and Name" + word(i*31) + " of the " + word(i*7) }),
	} {
		d := x.Read(Text, []byte(src))
		if d.Reading != Simple || len(d.Keywords) > 150 {
			t.Errorf("%s: %v reading, %d keywords", name, d.Reading, len(d.Keywords))
		}
		checkDocument(t, d)
	}
	for name, src := range map[string]string{
		"prose":   strings.Repeat("The kiln fires the pots,\nand they are glazed in it.\n\n", 300),
		"terse":   strings.Repeat("Kiln properties:\n - compatible : \"acme,kiln\"\n - reg : base of the registers, and size\n\n", 100),
		"changes": lines(400, func(i int) string { return fmt.Sprintf("* kiln: fix the %s of the door when it is hot\n", word(i)) }),
		"german":  strings.Repeat("Der Ofen brennt die Töpfe,\nund sie werden glasiert.\n\n", 300),
		"chinese": strings.Repeat("窯で壺を焼く。釉薬をかける。\n\n", 300),
		"short":   "1 2 3\n4 5 6\n",
	} {
		if d := x.Read(Text, []byte(src)); d.Reading != Full {
			t.Errorf("%s counts as data", name)
		}
	}
}

func TestLicence(t *testing.T) {
	d := newTestExtractor(t, Options{}).Read(Text, []byte("The Kiln Licence\n\nPermission is hereby granted, free of charge, to any\nperson obtaining a copy of this software.\n\nTHE SOFTWARE is provided `AS_IS'.\n"))
	if d.Reading != Simple || len(d.Keywords) > 0 {
		t.Errorf("%v reading, keywords %q", d.Reading, keywordLines(d))
	}
}

func FuzzText(f *testing.F) {
	fuzzReader(f, Text,
		"", "a", "a\n=", "===\na\n===\n\nb\n---\nc", "1. A\n\nb\n\n1.1 C\n\nd\n\n2) E\n", "NAME\n  a - b\n\nSEE ALSO\n", "- a: b\n* c - d\no e\n\nf -- g\nh — i\n", "-a, --b=C  d\n--e\n   f\n",
		"    $ a --b\n\n    c = d;\n", "`a' ``b'' `c` `d\ne'", "A_B\n\nC\nD\n", "12 34\n", "[[a]]\nb\n---\n", "SPDX-License-Identifier: a\n\nb\n", strings.Repeat("a\n", 50), strings.Repeat("1 2 3\n", 50)+"\nA\n=\n",
		"\ufeffa\r\n===\r\rb", "\x00\xff\n=\n", "漢字\n====\n\n仮名", "\f\n\v a\n\t- b\n",
	)
}

func TestHostileText(t *testing.T) {
	oneGoroutine(t)
	fill := filler()
	cases := map[string]string{
		"one line":     fill("word other thing and "),
		"one word":     fill("a"),
		"backticks":    fill("`"),
		"quotes":       fill("`a "),
		"quoted":       fill("`a' "),
		"underlines":   fill("the a\n=====\n"),
		"rules":        fill("====\n"),
		"boxes":        fill("====\nthe\n====\n"),
		"numbers":      fill("1.1 And the\n\n"),
		"capitals":     fill("AND OF THE\n\n"),
		"items":        fill("- a: of\n"),
		"dashes":       fill("a - "),
		"terms":        fill("of it - the\n"),
		"options":      fill("-a, --the  of\n"),
		"option line":  fill("-a, "),
		"code":         fill("   the = of;\n"),
		"prompts":      fill("   $ the of\n"),
		"one block":    fill("the house of the man\n"),
		"blank lines":  fill("a\n\n"),
		"stairs":       fill("a\n b\n  c\n"),
		"no text":      fill("\xff\x00"),
		"carriage":     fill("\r"),
		"no spaces":    fill("漢かカ"),
		"numbers only": fill("1 "),
	}
	hostile(t, newTestExtractor(t, Options{}), Text, func(func(string) string) map[string]string { return cases })
}
