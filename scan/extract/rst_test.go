package extract

import (
	"fmt"
	"strings"
	"testing"
)

func TestSectionsRST(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct{ name, doc, title, outline string }{
		{"empty", "", "", ""},
		{"nested", "A\n=\n\nB\n-\ntext\n\nC\n~\n\nD\n-\n", "A", "1:A@1-12<0 2:B@4-10<1 3:C@8-10<2 2:D@11-12<1"},
		{"overline", "=====\n  A\n=====\n\nB\n=====\n", "A", "1:A@2-6<0 2:B@5-6<1"},
		{"short underline", "Long\n--\n\nTitle is here\n----\n", "Title is here", "1:Title is here@4-5<0"},
		{"transition", "A\n=\n\n----\n\ntext\n", "A", "1:A@1-6<0"},
		{"number", "1. A\n====\n\n1. item\n2. item\n", "1. A", "1:1. A@1-5<0"},
		{"no title in code", "::\n\n  A\n  ===\n\n.. code::\n\n   B\n   ===\n", "", ""},
		{"no title in a comment", "..\n  A\n  ===\n\nB\n=\n", "B", "1:B@5-6<0"},
		{"no title in an item", "- A\n  =\n\nB\n=\n", "B", "1:B@4-5<0"},
		{"only", ".. only:: html\n\n   A\n   =\n\nB\n=\n", "A", "1:A@3-5<0 1:B@6-7<0"},
		{"markup", ":mod:`~a.b` *c* ``d`` |e|_\n==========================\n\n.. |e| replace:: f\n", "b c d f", "1:b c d f@1-4<0"},
		{"wide", "日本\n====\n\n日本\n===\n\n訳者\n::\n", "日本", "1:日本@1-8<0"},
		{"table is no title", "== ==\na  b\n== ==\n\nA\n==\n", "A", "1:A@5-6<0"},
		{"front matter", "---\ntitle: T\n---\n\nA\n=\n", "T", "1:A@5-6<0"},
		{"crlf", "A\r\n=\r\n\r\nB\r\n-\r\n", "A", "1:A@1-5<0 2:B@4-5<1"},
	} {
		d := x.Read(ReStructuredText, []byte(c.doc))
		if d.Title != c.title || outlineOf(d) != c.outline {
			t.Errorf("%s: %q %q, want %q %q", c.name, d.Title, outlineOf(d), c.title, c.outline)
		}
	}
}

// TestAnchorsRST follows docutils: what takes a number, and what is taken.
func TestAnchorsRST(t *testing.T) {
	for _, c := range []struct{ site, doc, want string }{
		{"", "What's *new*?\n=============\n\nWhat's new\n==========\n", "what-s-new id1"},
		{"", "2.1 Größe & Łódź\n================\n\n日本\n====\n\n123\n===\n", "grosze-lodz id1 id2"},
		{"", "A_b  C\n======\n\n[1]_ [#x]_ [Kay]_\n\nA b c\n=====\n\n.. [1] n\n.. [#x] n\n\nX\n=\n", "a-b-c id4 id6"},
		{"", ".. _a:\n\nA\n=\n\n`B <http://c>`_ `D <http://e>`__\n\nB\n=\n", "id1 id2"},
		{"", "The |a| of |b|\n==============\n\n.. |a| replace:: knot\n", "the-a-of-b"},
		{"", "`A b <c_>`_\n\n.. _c: d\n\nA b\n===\n\nE [#f]_\n======\n\nE [1]_\n======\n\n\u6f22[1]_\u5b57\n\n\u6f22\n==\n", "a-b e e-1 id3"},
		{"", ".. _id1:\n\nA\n=\n\nA\n=\n", "a id2"},
		{"plain", "A\n=\n\n.. _b c:\n.. _d:\n\n.. comment\n\nB\n=\n\n.. _e:\n\ntext\n\nC\n=\n", " d "},
	} {
		d := newTestExtractor(t, Options{Site: c.site}).Read(ReStructuredText, []byte(c.doc))
		var got []string
		for _, s := range d.Sections[1:] {
			got = append(got, s.Anchor)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %q, want %q", c.doc, got, c.want)
		}
	}
}

// TestKeywordsRST checks what each construct gives, as TestKeywords does.
func TestKeywordsRST(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct{ name, doc, want string }{
		{"objects", ".. module:: loom\n.. class:: Beam(n=[1], *a)\n\n   .. method:: turn()\n   .. attribute:: width\n.. function:: lift(a)\n              drop()\n.. data:: MAX_X\n.. exception:: BeamError",
			"namespace loom definition\nclass beam definition\nclass loom.beam definition\nfunction turn definition\nfunction beam.turn definition\nidentifier beam.width definition\n" +
				"function lift definition\nfunction loom.lift definition\nfunction drop definition\nconstant max_x definition\nclass beamerror definition\n-loom.turn\n-n\n-a"},
		{"dotted names", ".. currentmodule:: m\n.. method:: Beam.turn(x)\n.. py:function:: async a.b(c)\n.. autoclass:: p.q.Reel\n   :members:\n",
			"function beam.turn definition\nfunction turn definition\nfunction a.b definition\nfunction b definition\nclass p.q.reel definition\nclass reel definition\n-members\n-m.beam.turn"},
		{"c", ".. c:function:: int tap(struct spool *s, size_t n)\n.. c:type:: void (*Tap_Handler)(int)\n.. c:macro:: TAP_X(x)\n.. c:struct:: spool\n\n   .. c:member:: int width[4]\n.. c:enumerator:: RED = 1\n.. c:var:: const char *tap_name",
			"function tap definition\nclass tap_handler definition\nmacro tap_x definition\nclass spool definition\nidentifier spool.width definition\nconstant red definition\nidentifier tap_name definition\nidentifier size_t mention"},
		{"c++", ".. cpp:class:: template <class T, class U = V<T>> ns::Reel : public Beam\n\n   .. cpp:function:: bool operator==(const Reel &r) const\n   .. cpp:function:: ~Reel()",
			"class ns::reel definition\nclass reel definition\nfunction ns::reel::~reel definition"},
		{"options", ".. option:: -l <n>, --lift=<n>, +x\n.. envvar:: LOOM_DIR\n.. describe:: pick[n]\n\n-v, --verbose  says more\n/F FILE\n   reads\n",
			"command -l definition\ncommand --lift definition\ncommand +x definition\nidentifier loom_dir definition\nidentifier pick definition\ncommand -v definition\ncommand --verbose definition\ncommand /f definition"},
		{"unknown objects", ".. signal:: thread_broke\n\n   Sent.\n\n.. tab:: Linux\n\n   x\n\n.. wide:: thing of two\n\n   y", "identifier thread_broke definition\n-tab\n-signal\n-wide"},
		{"free names", "Text.\n\n.. describe:: wide shed\n\n   Text.\n\n.. describe:: pick[n] = 1\n.. describe:: LOOM_X when set\n.. object:: del picks[n]\n.. object:: tap(x, y)\n", "term wide shed definition\nidentifier pick definition\nidentifier loom_x definition\nidentifier tap definition\n-del"},
		{"domains", ".. currentmodule:: loom\n.. js:function:: $.liftAll(a)\n.. function:: drop_all()\n   :module: reel.io\n.. js:module:: weft\n.. js:function:: pickUp()\n.. function:: let_off()\n",
			"function liftall definition\nfunction reel.io.drop_all definition\nfunction weft.pickup definition\nfunction let_off definition\n-loom.liftall\n-loom.drop_all\n-weft.let_off"},
		{"style classes", ".. class:: bigtext\n\nWords.\n\n.. class:: Beam\n\n   Text.", "-bigtext\nclass beam definition"},
		{"index", ".. index:: spinning wheel, !distaff\n.. index::\n   :name: x\n   single: glob; in file names\n   triple: a1; b1; c1\n   pair: ; (semicolon)\n   builtin: iter\n   see: yarn; thread\n\nAn :index:`odd bobbin <bobbin; odd>`.",
			"tag spinning wheel tag\ntag distaff tag\ntag glob tag\ntag file names tag\ntag a1 tag\ntag b1 tag\ntag c1 tag\ntag ; (semicolon) tag\ntag iter tag\ntag built-in function tag\ntag yarn tag\ntag bobbin tag\n-thread\n-x"},
		{"glossary", ".. glossary::\n   :sorted:\n\n   dent\n   reed space : d\n      A gap.\n\n      Between wires.\n   art of weaving\n      Old.\n", "term dent definition\nterm reed space definition\nterm art of weaving definition\n-sorted"},
		{"roles", ":func:`~a.pick` :class:`Beam[int]` :c:macro:`TAP` :data:`MAX_A` :mod:`!loom.io` :option:`loom -x` :pep:`8` :rfc:`822#s1` :envvar:`LOOM_A` `term:`:dfn: :meth:`run it <Beam.start>` :py:attr:`.wide`",
			"function a.pick mention\nfunction pick mention\nclass beam mention\nmacro tap mention\nconstant max_a mention\nnamespace loom.io mention\ncommand -x mention\nidentifier pep 8 mention\nidentifier rfc 822 mention\nidentifier loom_a mention\nfunction beam.start mention\nfunction start mention\nidentifier wide mention"},
		{"inline", "First.\n\n*dirty weft* **held beam** ``tap_it()`` `Reel_A` and :file:`/etc/passwd` \\*not this\\* |gone|", "term dirty weft mention\nterm held beam mention\nfunction tap_it mention\nidentifier reel_a mention\n-passwd\n-gone"},
		{"dfn", "First.\n\nA :dfn:`shed` opens.", "term shed definition"},
		{"definition list", "Sley\n  A beater.\n\n``BEAT_X`` : int\n  Times.\n\nIt is a sentence,\n  indented so often.\n", "term sley definition\nidentifier beat_x definition\n-often"},
		{"tables", "====== =====\nPart   Use\n====== =====\nHeddle holds\n\\      more\nTemple width\n====== =====\n\n+-----+---+\n| A   | B |\n+=====+===+\n| Sley| x |\n+-----+---+\n\n.. csv-table::\n\n   \"Fell, edge\", y\n   Raddle, z\n",
			"term heddle mention\nterm temple mention\nterm sley mention\nterm raddle mention\nterm fell mention"},
		{"code", ".. highlight:: c\n\nSo::\n\n   #define ONE_X 1\n\n.. code-block:: python\n   :linenos:\n\n   class Two: pass\n\n.. testcode::\n\n   def three(): pass\n\n$::\n\n> four_x\n",
			"macro one_x definition\nclass two definition\nfunction three definition\nidentifier four_x mention"},
		{"docinfo", "T\n=\n\n:Author: Ann Onym\n:tags: gear valve\n:keywords: - b\n:orphan:\n\nText.\n\n:tags: none\n", "tag gear tag\ntag valve tag\n-ann onym\n-none"},
		{"meta", ".. meta::\n   :keywords: big data, x\n   :description lang=en: Of *yarn*.\n\n.. tags:: c, b\n", "tag big data tag\ntag x tag\ntag c tag\ntag b tag"},
		{"fields", "Text.\n\n:param int width_x: wide\n:raises ReelError: often\n", "identifier width_x mention\nclass reelerror mention\n-param"},
		{"skipped", ".. comment HiddenA\n\n   HiddenB\n\n.. contents:: HiddenC\n\n.. raw:: html\n\n   HiddenD\n\n.. |s| replace:: HiddenE\n", "-hiddena\n-hiddenb\n-hiddenc\n-hiddend\n-hiddene"},
		{"kernel-doc", ".. kernel-doc:: lib/a.c\n   :functions: tap_one tap_two\n   :identifiers: spool_x\n", "function tap_one mention\nfunction tap_two mention\nidentifier spool_x mention"},
		{"autosummary", ".. autosummary::\n   :toctree: api/\n\n   ~loom.Reel\n   warp_up\n", "identifier loom.reel mention\nidentifier reel mention\nidentifier warp_up mention\n-api"},
		{"ignored", "A\n=\n\n.. kwic: ignore\n\n:func:`hidden`\n\n.. index:: secret\n\n.. kwic: end\n\n:func:`shown`\n", "function shown mention\n-hidden\n-secret"},
		{"malformed", "*open ``too `bad :role:`x\n\n.. class::\n\n.. [\n\n== ==\na b\n\n+--\n\n.. _\n\n:a\n\n**Strong thing**\n", "term strong thing mention"},
	} {
		checkKeywords(t, c.name, x.Read(ReStructuredText, []byte(c.doc)), c.want)
	}
}

func TestLinksRST(t *testing.T) {
	x := newTestExtractor(t, Options{})
	doc := ".. _top:\n\nA title\n=======\n\n:ref:`top`, :ref:`more <other label>`, :doc:`/guide/b`, :doc:`c <c.rst>`, :download:`d.zip`\n`e f`_, g_, h__ and `i <j k>`_, i_, `A title`_\nno_ `none`_ https://bare.org/x_y. int_\n\n" +
		".. _e f: https://e.org/\n.. _g: e f_\n__ https://h.org\n.. figure:: k.png\n   :alt: the K\n   :target: l.rst\n.. include:: m.txt\n.. literalinclude:: n.py\n.. kernel-doc:: lib/o.c\n" +
		".. toctree::\n   :maxdepth: 2\n\n   p\n   Q <q/index>\n   https://r.org\n   self\n   s*\n"
	var got []string
	for _, l := range x.Read(ReStructuredText, []byte(doc)).Links {
		got = append(got, fmt.Sprintf("%d %s %q", l.Line, l.Destination, l.Text))
	}
	want := []string{
		`6 #a-title "top"`, `6 ref:other%20label "more"`, `6 /guide/b.rst "/guide/b"`, `6 c.rst "c"`, `6 d.zip "d.zip"`,
		`7 https://e.org/ "e f"`, `7 https://e.org/ "g"`, `7 https://h.org "h"`, `7 jk "i"`, `7 jk "i"`, `7 #a-title "A title"`, `8 https://bare.org/x_y "https://bare.org/x_y"`,
		`13 k.png "the K"`, `13 l.rst "the K"`, `16 m.txt ""`, `17 n.py ""`, `18 /lib/o.c ""`, `22 p.rst ""`, `23 q/index.rst "Q"`, `24 https://r.org ""`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestIndexPlaces follows an entry of the index to its section and line, and
// its rank behind what the document defines.
func TestIndexPlaces(t *testing.T) {
	d := newTestExtractor(t, Options{}).Read(ReStructuredText, []byte("A\n=\n\n.. index:: weft\n\n.. function:: pick_up()\n\nB\n=\n\n.. index::\n   weft\n   Weft\n"))
	for i, k := range d.Keywords {
		if k.Kind != Tag {
			continue
		}
		if k.Form != "weft" || k.Line != 4 || k.Count != 3 || len(k.Places) != 2 || k.Places[1] != (Place{Section: 2, Line: 12, Count: 2, Role: IsTag}) {
			t.Errorf("got %+v", k)
		}
		if i == 0 || d.Keywords[i-1].Key != "pick_up" && d.Keywords[0].Key != "pick_up" {
			t.Errorf("the tag has rank %d of %q", i, keywordLines(d))
		}
		return
	}
	t.Errorf("no tag in %q", keywordLines(d))
}

// TestLongParagraph finds names behind the part of a paragraph that is read
// first, on their lines.
func TestLongParagraph(t *testing.T) {
	x := newTestExtractor(t, Options{})
	lines := strings.Repeat("the warp and the weft of it\n", 3000)
	long := strings.Repeat("x", maxBlock) + " of `loose_heddle'\n"
	for language, doc := range map[Language]string{
		ReStructuredText: lines + "or ``slack_selvedge`` too\n" + strings.Replace(long, "'", "`", 1),
		Text:             strings.ReplaceAll(lines, "\n", " ") + strings.Repeat("\nthe loom", 3) + "\nor `slack_selvedge' too\n" + long,
	} {
		first := 3001
		if language == Text {
			first = 5
		}
		found := map[string]int{}
		for _, k := range x.Read(language, []byte(doc)).Keywords {
			found[k.Key] = k.Line
		}
		if found["slack_selvedge"] != first || found["loose_heddle"] != first+1 {
			t.Errorf("%s: lines %d and %d, want %d and %d", language, found["slack_selvedge"], found["loose_heddle"], first, first+1)
		}
	}
}
