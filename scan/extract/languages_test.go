package extract

import (
	"slices"
	"strings"
	"testing"
)

// wantedLanguages are those that kwic is for, each with a file name, a name
// that fences use, and what else tells it.
var wantedLanguages = []struct {
	language Language
	names    string // of files
	aliases  string
	bangs    string // interpreters, separated by '|'
}{
	{Markdown, "README.md notes.MARKDOWN", "md Markdown", ""},
	{C, "main.c src/Main.c list.c.in", "c h", ""},
	{CPlusPlus, "a.cpp a.cc a.cxx a.hpp a.hh a.C a.H a.ipp sketch.ino", "cpp c++ C++ cxx hpp arduino", ""},
	{CUDA, "kernel.cu kernel.cuh", "cuda cu", ""},
	{CSharp, "build.csx build.cake", "cs csharp c#", "dotnet-script"},
	{Java, "Main.java", "java", "/usr/bin/java --source 17"},
	{Kotlin, "a.kt build.gradle.kts", "kotlin kt kts", "/usr/bin/env kotlin"},
	{Go, "main.go", "go golang", "/usr/bin/env gorun"},
	{Rust, "lib.rs", "rust rs", "/usr/bin/env rust-script"},
	{Swift, "Package.swift", "swift", "/usr/bin/swift"},
	{Python, "a.py a.pyi a.pyw SConstruct wscript setup.py.in Snakefile", "python py python3 pycon", "/usr/bin/python|/usr/bin/env python3.11|/usr/bin/env -S python3 -u|/opt/pypy3/bin/pypy3|/usr/bin/env -S uv run --script"},
	{Ruby, "a.rb Rakefile Gemfile a.gemspec Vagrantfile config.ru lib/tasks/x.rake", "ruby rb", "/usr/bin/ruby2.7|/usr/bin/env ruby -w|/usr/bin/env jruby"},
	{PHP, "a.php5 a.phpt artisan", "php", "/usr/bin/env php8.2"},
	{Perl, "Makefile.PL cpanfile a.psgi", "perl pl", "/usr/bin/perl -w|/usr/bin/env perl5.36.0"},
	{Lua, "init.lua a.rockspec", "lua luau", "/usr/bin/lua5.4|/usr/bin/env luajit"},
	{JavaScript, "a.js a.jsx a.mjs a.cjs", "javascript js jsx node", "/usr/bin/env node|/usr/bin/env NODE_OPTIONS=x node18|/usr/bin/nodejs"},
	{TypeScript, "a.mts a.cts", "typescript ts", "/usr/bin/env -S deno run --allow-net|/usr/bin/env bun"},
	{TSX, "", "tsx", ""},
	{Shell, "a.sh a.bash .bashrc PKGBUILD a.ebuild run.sh.in .zshrc setup.BATS", "sh bash zsh shell console shell-session", "/bin/sh|/bin/bash -e|/usr/bin/env bash|/bin/busybox sh|C:\\bin\\bash.exe|/bin/ksh93"},
	{PowerShell, "a.ps1 a.psm1", "powershell ps1 pwsh", "/usr/bin/env pwsh"},
	{SQL, "a.sql schema.pgsql body.pkb", "sql mysql pgsql plsql tsql", "/usr/bin/env psql -f"},
	{Protobuf, "a.proto", "protobuf proto", ""},
	{CMake, "CMakeLists.txt a.cmake Config.cmake.in CMakeLists.txt.in", "cmake", "/usr/bin/cmake -P"},
	{Make, "Makefile GNUmakefile Kbuild rules.mk Makefile.am Makefile.in Makefile.inc makefile.win", "make makefile mk", "/usr/bin/make -f"},
	{Starlark, "BUILD.bazel WORKSPACE.bazel defs.bzl Tiltfile MODULE.bazel BUCK", "starlark bazel bzl", ""},
	{Dockerfile, "Dockerfile Dockerfile.dev web.dockerfile Containerfile dev.Dockerfile Dockerfile.template", "dockerfile docker", ""},
	{R, ".Rprofile a.rsx", "r splus", "/usr/bin/Rscript --vanilla|/usr/bin/env Rscript"},
}

func TestLanguageByName(t *testing.T) {
	for _, want := range wantedLanguages {
		for _, name := range strings.Fields(want.names) {
			if got, asks := byName(name[strings.LastIndexByte(name, '/')+1:], wrappers); got != want.language || asks != nil {
				t.Errorf("%s: %q, asks %v, not %q", name, got, asks, want.language)
			}
		}
		for _, alias := range strings.Fields(want.aliases) {
			if got, ok := LanguageByAlias(alias); got != want.language || !ok {
				t.Errorf("fence %s: %q, not %q", alias, got, want.language)
			}
		}
		for bang := range strings.SplitSeq(want.bangs, "|") {
			if got := byContent("tool", []byte("#!"+bang+"\ncode\n"), nil); bang != "" && got != want.language {
				t.Errorf("#!%s: %q, not %q", bang, got, want.language)
			}
		}
		if want.language.Class() == "" {
			t.Errorf("%s has no row", want.language)
		}
	}
}

// TestNamesWithoutLanguage has names that tell none, or leave it to the
// content.
func TestNamesWithoutLanguage(t *testing.T) {
	for _, name := range strings.Fields(".md .py . a. photo.png a.o .gitignore data.bin README.md.in a.unknown.in m.m " + strings.Repeat("x", 300) + ".pyy") {
		if l, asks := byName(name, wrappers); l != "" || asks != nil {
			t.Errorf("%s: %q, asks %v", name, l, asks)
		}
	}
	for _, name := range strings.Fields("configure tool v1.2 configure-2.13 pre-commit.sample status.cgi build workspace configure.in a.postinst") {
		if l, asks := byName(name, wrappers); l != "" || asks == nil || len(asks) > 0 {
			t.Errorf("%s: %q, asks %v", name, l, asks)
		}
	}
	for _, name := range strings.Fields("a.h a.inc a.ts a.tsx a.pl a.pm a.r a.R a.cs a.php BUILD WORKSPACE config.h.in page.php.dist") {
		if l, asks := byName(name, wrappers); l != "" || len(asks) == 0 {
			t.Errorf("%s: %q, asks %v", name, l, asks)
		}
	}
}

// TestTableIsSound finds keys that could never match, and keys of two rows.
func TestTableIsSound(t *testing.T) {
	owner := map[string]Language{}
	for _, l := range languages() {
		if l.class != ClassDoc && l.class != ClassSource {
			t.Errorf("%s: class %q", l.name, l.class)
		}
		for what, keys := range map[string][]string{"extension": l.extensions, "name": l.names, "prefix": l.prefixes, "interpreter": l.interpreters, "alias": append(l.aliases, string(l.name)), "exact": l.exact} {
			for i, key := range keys {
				if other, taken := owner[what+key]; taken {
					t.Errorf("%s %q is of %s and %s", what, key, other, l.name)
				}
				owner[what+key] = l.name
				switch {
				case len(key) > longestSuffix, slices.Contains(keys[:i], key),
					what != "exact" && key != strings.ToLower(key),
					what == "extension" && (key[0] != '.' || strings.Count(key, ".") > 2),
					what == "prefix" && !strings.ContainsAny(key[len(key)-1:], ".-_"):
					t.Errorf("%s: %s %q never matches", l.name, what, key)
				}
			}
		}
	}
	if len(rowOf) != len(languages()) || len(wantedLanguages) > len(rowOf) {
		t.Errorf("%d rows, %d languages", len(rowOf), len(languages()))
	}
}

// TestEachLanguageDefines has one definition of each language: that it is read,
// under the name that its row has, and by the name that fences use.
func TestEachLanguageDefines(t *testing.T) {
	texts := map[Language]string{
		C: "int read_gauge(void) { return 0; }", CPlusPlus: "class read_gauge { };", CUDA: "__global__ void read_gauge(int *x) { }", CSharp: "class read_gauge { }",
		Java: "class read_gauge { }", Kotlin: "fun read_gauge() = 1", Go: "package x\n\nfunc read_gauge() {}\n", Rust: "fn read_gauge() {}", Swift: "func read_gauge() { }",
		Python: "def read_gauge():\n    pass\n", Ruby: "def read_gauge\nend\n", PHP: "<?php\nfunction read_gauge() { }\n", Perl: "sub read_gauge { 1 }",
		Lua: "function read_gauge() end", JavaScript: "const read_gauge = () => 1", TypeScript: "function read_gauge(x: number): void { }", TSX: "const read_gauge = () => <p>it's</p>",
		Shell: "read_gauge() {\n  true\n}\n", PowerShell: "function read_gauge { }", SQL: "CREATE TABLE read_gauge (x int);", Protobuf: "message read_gauge { }",
		CMake: "function(read_gauge)\nendfunction()", Make: "read_gauge:\n\ttrue\n", Starlark: "def read_gauge(name):\n    pass\n", Dockerfile: "ARG read_gauge=1\n", R: "read_gauge <- function(x) x\n",
	}
	x, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defined := func(language Language, text string) bool {
		for _, k := range x.Read(language, []byte(text)).Keywords {
			if k.Form == "read_gauge" && k.Definition {
				return true
			}
		}
		return false
	}
	for _, l := range languages() {
		if l.class != ClassSource {
			continue
		}
		text := texts[l.name]
		if text == "" || l.read == nil || !defined(l.name, text) {
			t.Errorf("%s: nothing is defined in %q", l.name, text)
		}
		for _, fence := range append(l.aliases, string(l.name)) {
			if !defined(Markdown, "# A\n\n```"+fence+"\n"+text+"\n```\n") && l.name != Shell && l.name != PowerShell { // whose blocks are commands as often
				t.Errorf("%s: nothing is defined in a fence of %s", l.name, fence)
				break
			}
		}
	}
}
