package extract

import "testing"

func FuzzRST(f *testing.F) {
	fuzzReader(f, ReStructuredText,
		"", ".", "..", "=", "==\n==", "a\n=", "===\na\n===\n\nb\n---\n", "a\n-\n\n=\nb\n=", "====\n\n====", "- - - * 1. a\n", "a::\n\n  b\n\n> c\n> d", "::\n\n> c\n>",
		".. _a:\n.. _`b c`: d\n.. __: e\n\n__ f\n\na_ `b c`_ g__ `h`__ `i <j>`_ `k <a_>`__\n", ".. [#a] b\n.. [1]\n\n[#a]_ [1]_ [*]_ [b]_",
		".. |a| replace:: b *c*\n.. |d| image:: e\n\n|a|_ |d| |f|", ".. class:: a.B(c=[d], *e)\n          f\n   :g: h\n\n   .. method:: i(j\n       k)\n\n      l :func:`~m.n` :meth:`.o` :class:`p <q>`",
		".. c:function:: int (*a)(b *c)\n.. cpp:class:: template<class T> a::b<T> final : c\n.. c:macro:: D\n", ".. index::\n   single: a; b\n   triple: c; d; e\n   ! f, !g;h\n   see: i; j\n.. index:: !",
		".. glossary::\n\n   a : b\n   c\n     d\n   .. e\n", "+---+---+\n| a | b |\n+===+===+\n| c     |\n+---+---+\n", "=== ===\na   b\n=== ===\nc   \n    d\n=== ===\n", "== ==\n== ==",
		".. list-table:: a\n   :header-rows: 1\n\n   * - b\n     - c\n   * - d\n", ".. csv-table::\n\n   \"a\",b\n   \"", ":a: b\n:c d:\n  e\n:`f`:\n", ":tags: a, b\n:keywords:\n  - c\n\nd\n=\n", "-a  b\n--c=d, -e F  g\n/h\n  i\n",
		"| a\n| b\n  c\n|", ">>> a\n... b\nc\n", ".. code-block:: c\n   :linenos:\n\n   #define A\n\n.. highlight:: python\n\n::\n\n  def a(): pass", ".. toctree::\n   :maxdepth: 1\n\n   a <b>\n   c\n   *\n", "a\n  b\n    c\n   d\n e\n",
		".. meta::\n   :keywords: a, b\n   :description lang=en: c\n", ".. kernel-doc:: a.c\n   :identifiers: b c\n", "*a **b ``c `d |e _`f [1]_ :g:`h `i`:j: \\*k\\* l\\", "*\n**\n``\n`\n|\n_\n:\n[\n", "a\\ b *c*\\ d", "\ta\n        b\n \t c\n", "\ufeff.. a::\r\n\r\n\tb\r", "漢字\n====\n\n:ref:`漢 <字>` ``カ``", ".. pdbcommand:: h(elp)\n.. option:: -a, --b=<c>\n.. envvar:: D\n", ".. only:: a\n\n   b\n   ===\n\n   c\n", "---\ntitle: a\n---\nb\n=\n", ".. a:: b\n\n   c\n.. note:: d::\n\n     e\n", "\x00\xff\xfe\n==\n", "a\n\x01_ `\x00`_\n",
	)
}
