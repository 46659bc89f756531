package extract

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkDocument reports what breaks the contract of a Document.
func checkDocument(t *testing.T, d *Document) {
	t.Helper()
	if len(d.Sections) == 0 || d.Sections[0].Parent != -1 || d.Sections[0].Title != d.Title {
		t.Fatalf("section 0 is wrong: %+v", d.Sections)
	}
	last := max(d.Lines, 1)
	for i, s := range d.Sections {
		if s.Line < 1 || s.EndLine < s.Line || s.EndLine > last {
			t.Errorf("section %d: lines %d-%d of %d", i, s.Line, s.EndLine, last)
		}
		if i == 0 {
			continue
		}
		p := d.Sections[s.Parent]
		if s.Parent >= i || p.Level >= s.Level || s.Line < p.Line || s.EndLine > p.EndLine || s.Line < d.Sections[i-1].Line {
			t.Errorf("section %d %+v does not nest in %+v", i, s, p)
		}
		if strings.Contains(s.Title, "\n") {
			t.Errorf("title %q has lines", s.Title)
		}
	}
	seen := map[string]bool{}
	for _, k := range d.Keywords {
		id := k.Kind.String() + " " + k.Key
		if seen[id] || k.Key == "" || k.Form == "" || len(k.Places) == 0 {
			t.Errorf("keyword %+v is twice or empty", k)
		}
		seen[id] = true
		count, line, role := 0, 0, IsMention
		for i, p := range k.Places {
			if i > 0 && p.Section <= k.Places[i-1].Section || p.Section < 0 || p.Section >= len(d.Sections) || p.Count < 1 || p.Line < 1 || p.Line > last {
				t.Errorf("keyword %+v has a wrong place", k)
			}
			count += p.Count
			role = min(role, p.Role)
			if line == 0 || p.Line < line {
				line = p.Line
			}
		}
		if count != k.Count || line != k.Line || role != k.Role {
			t.Errorf("keyword %+v: places say count %d, line %d, role %v", k, count, line, role)
		}
	}
	for _, l := range d.Links {
		if l.Line < 1 || l.Line > last {
			t.Errorf("link %+v beyond line %d", l, last)
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add([]byte(generatedDocument(1)))
	for _, seed := range []string{
		"", "#", "---\n", "---\n---\n", "---\na: b\n---", "+++\n+++\n", "---\ntags: [a, \"b\"]\n---\n# x {#y}\n", "\ufeff# a\r\n\rb",
		"# a\n\n- # b\n> ## c\n\na\n===\n", "[a](b \"c\")[d][e]\n\n[e]: f\n", "![a](b)<c@d.e> `f` ``g`h``", "|a|b|\n|-|-|\n|`c\\|d`|e\n",
		"a\n: b\n\n[^1]: c\n\nd[^1]\n", "```c\n#define A(x) x\nclass B : C {};\n```\n", "```sh\n$ git -x --yy\n```\n", "```go\nimport (\n\"a\"\n)\nfunc (r R) F() {}\n```",
		"$a$ $$b$$ /c d/e \\f C:\\g --h @i #j k::l() m.n", "<!-- a\n# b\n-->\n<div>c</div>\n<a name=x></a>\n# d", "`class A` `#include <b>` `f(int)` `--x` `/y`",
		"# 「漢字」の《カナ》\n**取り消し**と漢字、漢\n字カナ『ひら』。数据库的数据库。ฐานข้อมูล ข้อมูล เ ｶﾞ 데이터베이스를 쓰는 क्\u200dष a\u00adb", "漢字カナひら Привет naïve İ ς ﬁ \u200d \u0301", "\x00\xff\xfe# \xc3\n`\xe2\x82`", "# \xff\n# \xff\n", "- [a](#a)\n- [b](#b)\n", "> - 1. > a\n", "::: x\n[!code[a](b)]\n",
		"---\ntitle: &a [*a, *a]\n---\n", "````py\n\"\"\"a\n'''\ndef f(): pass\n", "~~a~~ **b *c* d** ***e***", "a\\\nb  \nc<br>d", "`" + strings.Repeat("a", 500) + "`",
	} {
		f.Add([]byte(seed))
	}
	x := newTestExtractor(f, Options{TagFields: []TagField{{Name: "x"}}})
	f.Fuzz(func(t *testing.T, src []byte) {
		before := string(src)
		d := x.Read(Markdown, src)
		checkDocument(t, d)
		if string(src) != before {
			t.Error("the source was changed")
		}
		if again := x.Read(Markdown, src); !reflect.DeepEqual(d, again) {
			t.Error("a second reading gives another document")
		}
		if fresh := newReader(x).read(src, (*reader).readMarkdown); !reflect.DeepEqual(d, fresh) {
			t.Error("a fresh reader gives another document")
		}
		if !utf8.Valid(src) {
			return
		}
		r := newReader(x)
		r.simply = true
		checkDocument(t, r.read(src, (*reader).readMarkdown))
		for _, k := range d.Keywords {
			if !utf8.ValidString(k.Key) || !utf8.ValidString(k.Form) {
				t.Errorf("keyword %q is not UTF-8", k.Form)
			}
		}
	})
}

// Every host gives any headings anchors that differ, and the same again.
func FuzzHosts(f *testing.F) {
	f.Add("a\na_1\na\n\n_1\nA-1\n{#x}\nÜ½ İΣ {.y z=1}")
	f.Fuzz(func(t *testing.T, text string) {
		for _, site := range Sites() {
			h, _ := hostOf(site)
			one, two := &slugger{host: &h}, &slugger{host: &h}
			one.reset()
			two.reset()
			seen := map[string]bool{}
			for _, heading := range strings.Split(text, "\n") {
				anchor := one.slug(heading)
				if anchor != two.slug(heading) {
					t.Errorf("%s: %q has two anchors", site, heading)
				}
				if seen[anchor] && h.slug != nil {
					t.Errorf("%s: %q has the anchor %q of another heading", site, heading, anchor)
				}
				seen[anchor] = true
			}
		}
	})
}
