package extract

import (
	"strings"
	"testing"
)

func TestIdentifyByModeLine(t *testing.T) {
	for _, c := range []struct {
		want Language
		text string
	}{
		{Perl, "# -*- perl -*-\n"},
		{CPlusPlus, "// -*- mode: c++; tab-width: 4 -*-\n"},
		{CPlusPlus, "/* -*- tab-width: 4; mode: C++ -*- */\n"},
		{Ruby, "#!/bin/sh\n# -*- ruby -*-\n"},
		{Shell, "#!/bin/sh\n# -*- coding: utf-8 -*-\n"},
		{Shell, "#!/bin/sh\n# -*- utf-8 -*-\n"},
		{"", "#!/bin/sh\n# -*- mode: tcl -*-\n"}, // a language that is none of ours
		{Python, "text\n# vim: set ft=python ts=4:\n"},
		{Shell, "text\n\n\n# vi: syntax=sh\n"},
		{Shell, strings.Repeat("line\n", 20) + "# vim:ft=bash:sw=2\n"},
		{"", strings.Repeat("line\n", 7) + "# vim: ft=bash\n" + strings.Repeat("line\n", 7)},
		{Make, "rules\n# Local Variables:\n# tab-width: 8\n# mode: makefile\n# End:\n"},
		{"", "rules\n# mode: makefile\n"},
		{Markdown, "notes\n<!-- vim: set ft=markdown : -->"},
		{Make, "# vim: ft=make.kbuild\n"},
		{"", "no mode at all, see vim: for ft= settings\n"},
		{"", "\x00# -*- perl -*-\n"},
		{Perl, "\xef\xbb\xbf# -*- perl -*-\r\n"},
		{Perl, "# -*- cperl-mode -*-\r"},
	} {
		if got := byContent("tool", []byte(c.text), []byte(c.text)); got != c.want {
			t.Errorf("%q: %q, not %q", c.text, got, c.want)
		}
	}
}

func TestIdentifyByInterpreter(t *testing.T) {
	for text, want := range map[string]Language{
		"#!/usr/bin/tclsh\n":                              "",
		"#!":                                              "",
		"#!\n/bin/sh":                                     "",
		"# !/bin/sh":                                      "",
		"#!/usr/bin/env\n":                                "",
		"#! /usr/bin/env -i PATH=/bin bash -eu":           Shell,
		"#!/usr/bin/env -Snode --no-warnings":             JavaScript,
		"#!/usr/bin/env --split-string=ruby -w":           Ruby,
		"#!/bin/sh\nexec python3 \"$0\" \"$@\"\n":         Python,
		"#!/bin/sh\n''':'\n'exec' python3 -u \"$0\"\n'''": Python,
		"#!/bin/sh\nexec python3 other.py\n":              Shell,
		"#!/bin/sh\nexec tclsh \"$0\"\n":                  Shell,
	} {
		if got := byContent("tool", []byte(text), nil); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

func TestIdentifyByEvidence(t *testing.T) {
	for _, c := range []struct {
		want Language
		name string
		text string
	}{
		{C, "a.h", ""},
		{C, "a.h", "#ifndef A_H\n#define A_H\nstruct class *class_of(struct device *d);\n#endif\n"},
		{C, "a.h", "#ifdef __cplusplus\nnamespace x {\nclass A;\ntemplate <class T> struct B;\n#endif\nint f(void);\n#if defined(__cplusplus)\nextern \"C\" {\n#else\nint g(void);\n#endif\n"},
		{C, "a.h", "/* The following says what\nclass a driver is of, and the\nnamespace that it lives in.\n*/\nint f(void);\n"},
		{CPlusPlus, "a.h", "#pragma once\n#include <vector>\nint f(std::vector<int> v);\n"},
		{CPlusPlus, "a.h", "#ifndef __cplusplus\n#error C++ only\n#endif\nnamespace tide {\nclass Gauge {};\n}\n"},
		{CPlusPlus, "a.h", "// -*- C++ -*-\nint f();\n"},
		{CPlusPlus, "config.h.in", "class Gauge {\npublic:\n  @MEMBERS@\n};\n"},
		{"", "a.h", "#import <Foundation/Foundation.h>\n@interface Gauge : NSObject\n@property int level;\n@end\n"},
		{C, "a.inc", "#define LEVEL 1\nstatic int level;\n"},
		{PHP, "a.inc", "<html>\n<?php function level() {} ?>\n"},
		{"", "a.inc", "; registers\n%macro push 1\n  mov ax, bx\n%endmacro\n"},
		{"", "a.inc", "require recipe.inc\nSRC_URI += \"file://x\"\nS := \"${WORKDIR}\"\n"},
		{TypeScript, "a.ts", "export const x = 1\n"},
		{"", "de.ts", "<?xml version=\"1.0\"?>\n<!DOCTYPE TS>\n<TS></TS>\n"},
		{"", "film.ts", "G\x00\x00"},
		{TSX, "a.tsx", "export const X = () => <p/>\n"},
		{"", "tiles.tsx", "<?xml version=\"1.0\"?>\n<tileset/>\n"},
		{Perl, "a.pl", "use strict;\nmy $x = 1;\n"},
		{Perl, "a.pl", "print 1\n"},
		{Perl, "a.pm", "package A;\n=head1 NAME\n\n :- is no clause here\n\n=cut\n1;\n"},
		{"", "a.pl", ":- module(tide, [level/1]).\nlevel(X) :- gauge(X).\n"},
		{"", "a.pm", "/* XPM */\nstatic char *x[] = {};\n"},
		{Perl, "a.t", "use Test::More;\nok 1;\n"},
		{"", "a.t", "some text\n"},
		{R, "a.R", "level <- function(x) x\n"},
		{"", "a.r", "REBOL [\n  Title: \"Tide\"\n]\n"},
		{CSharp, "a.cs", "namespace Tide;\nclass Gauge {}\n"},
		{"", "a.cs", "Object subclass: #Gauge!\n!Gauge methodsFor: 'level'!\n"},
		{PHP, "a.php", "<p><?= level() ?></p>\n"},
		{"", "a.php", "<p>nothing else</p>\n"},
		{Starlark, "BUILD", "# rules\nload(\"//x:y.bzl\", \"z\")\n\ncc_library(\n    name = \"tide\",\n)\n"},
		{"", "BUILD", "How to build\n\nRun make. Then install.\n"},
	} {
		if got := byContent("src/"+c.name, []byte(c.text), []byte(c.text)); got != c.want {
			t.Errorf("%s %q: %q, not %q", c.name, c.text, got, c.want)
		}
	}
}

func FuzzIdentify(f *testing.F) {
	f.Add("a.h", "#ifdef __cplusplus\n#endif\n/*", "x")
	f.Add("tool", "#!/usr/bin/env -S", "# Local Variables:\n# mode:")
	f.Add("BUILD", "-*-", "-*- mode: -*-")
	f.Fuzz(func(t *testing.T, name, head, tail string) {
		l := Identify(name, []byte(head), []byte(tail))
		if l != "" && !l.isRead() {
			t.Fatalf("%q is not read", l)
		}
		if again := Identify(name, []byte(head), []byte(tail)); again != l {
			t.Fatalf("%q, then %q", l, again)
		}
		LanguageOf(name)
	})
}
