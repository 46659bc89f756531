package extract

import "testing"

// TestNoise checks that what is written as names and words, and tells nothing,
// is no keyword: the notation is that of TestKeywords.
func TestNoise(t *testing.T) {
	x := newTestExtractor(t, Options{})
	for _, c := range []struct{ name, doc, want string }{
		{"globs", "Uses `*.md`, `{id}`, `src/**/*.vue`, `*ptr`, `vector<T>`.", "-md\n-id\n-vue\nidentifier ptr mention\nidentifier vector mention"},
		{"literals", "First.\n\nIt is **true** or *null*.\n\n- `false`: no\n", "-true\n-null\n-false"},
		{"units", "First.\n\n**MB** of memory, 3 MB and 5 MB more.", "-mb"},
		{"files", "See `index.md`, `config.yaml`, **main.py**, `linux-2.6.12.tar.gz`, `app.js`, README.md and config.yaml.", "-index.md\n-config.yaml\n-main.py\n-linux-2.6.12.tar.gz\n-app.js\n-readme.md"},
		{"products", "Uses Node.js, `Vue.js`, `three.js`, ADO.NET and ASP.NET; `#include <stdio.h>` and `os.path`.",
			"identifier node.js mention\nidentifier vue.js mention\nidentifier three.js mention\nidentifier ado.net mention\nidentifier asp.net mention\nimport stdio.h mention\nidentifier os.path mention"},
		{"stem of a path", "# Notes on `src/core/TideGaugeKernel.cpp`\n", "identifier tidegaugekernel title\n-src/core/tidegaugekernel.cpp"},
		{"badges", "# Kiln [![Build Status](https://ci.example/x.png)](https://ci.example)\n\n![Coverage percent](https://img.shields.io/x) ![firing speed](speed-badge.svg) ![Glaze chart](glaze.png)\n\n[![Downloads](a.svg) fire bricks](b)\n",
			"term kiln title\n-build status\n-build\n-status\n-coverage percent\n-coverage\n-firing speed\nterm glaze chart mention\nterm fire brick mention"},
		{"badges in HTML", "<p><img src=\"https://img.shields.io/y.svg\" alt=\"Coverage percent\"></p>\n", "-coverage percent"},
		{"signs around boilerplate", "# Kiln\n\n## License 📄\n\n## 参考资料\n\n## 使用例\n\n## 예제\n\n## 목차 📚\n\n## Clean up resources\n\n## Примеры использования:\n", "-license\n-参考\n-资料\n-参考资料\n-使用例\n-예제\n-목차\n-resource\n-пример"},
		{"bold boilerplate", "# Kiln\n\n**Table of contents**\n\n**Fire bricks**\n", "-table\n-content\nterm fire brick mention"},
		{"function words of German", "# Womit brennt der Ofen?\n\n**Außerdem** *bzw* **usw** *nie* *dürfen* *hierbei* *wozu*\n", "term ofen title\n-womit\n-außerdem\n-bzw\n-usw\n-nie\n-dürfen\n-hierbei\n-wozu"},
		{"of French", "# D'abord la céramique\n\n*quoique* **ici** *pouvez* **d’abord** **quelqu'un** **l'argile**\n", "term céramique title\nterm argile mention\n-d'abord\n-abord\n-quoique\n-ici\n-pouvez\n-un"},
		{"of the South", "**bisogna** **lì** **vari** **entretanto** **además** **cerámica**\n", "term cerámica mention\n-bisogna\n-lì\n-vari\n-entretanto\n-además"},
		{"of Dutch and Russian", "**bovendien** **verschillende** **daarnaast** **klei** **пока** **некоторые** **мало** **сначала** **необходимо** **глина**\n", "term klei mention\nterm глина mention\n-bovendien\n-verschillende\n-daarnaast\n-пока\n-некоторые\n-мало\n-сначала\n-необходимо"},
		{"of none in English", "**font** **link** **ensemble** **direct** **car** **note** **environ** **prime**\n", "term font mention\nterm link mention\nterm ensemble mention\nterm prime mention"},
		{"verbs at the end", "# Kiln\n\nThe clay quota allocated to it. A shelf plan showing the kiln.\n\nMore of clay quota allocated.\n\nA shelf plan showing the cones.\n\n- tile cracks detected\n",
			"term clay quota mention\nterm shelf plan mention\n-clay quota allocated\n-quota allocated\n-shelf plan showing\n-tile cracks detected\n-tile crack detected"},
		{"set off", "# Kiln\n\n## Glaze unmixed\n\nOf **cones stacked** and error handling. More error handling in it.", "term glaze unmixed heading\nterm cone stacked mention\nterm error handling mention"},
		{"emphasis left", "It _must_ go, and so must `__init__` and _name_x.", "-_must_\nidentifier __init__ mention\nidentifier _name_x mention"},
		{"kinds of neighbours", "JavaScript function calls. A size_t types list. The PyTorch function `go_x`. The FooBar class.",
			"identifier javascript mention\nidentifier size_t mention\nidentifier pytorch mention\nfunction go_x mention\nclass foobar mention"},
		{"names with signs", "# The I/O and TCP/IP of .NET\n\n**2FA** **5G** **4K** **R&D** **AT&T** **CPU/GPU** **.NET Framework** **ABC/x.txt** 5GB 0FA 3ABC 7MHZ **12ms** either/or N/A\n",
			"term i/o title\nterm tcp/ip title\nterm .net title\nterm 5g mention\nterm 4k mention\nidentifier 2fa mention\nterm r&d mention\nterm at&t mention\nterm cpu mention\nterm .net framework mention\n-5gb\n-0fa\n-3abc\n-7mhz\n-12ms\n-n/a\n-abc"},
	} {
		checkKeywords(t, c.name, x.Read(Markdown, []byte(c.doc)), c.want)
	}
}
