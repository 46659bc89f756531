package source

import "testing"

func TestRust(t *testing.T) {
	checkRules(t, "rust", []rule{
		{"items", "//! Turns wood.\n\nuse std::io::{self, Read};\nextern crate serde;\n\n/// A lathe.\n/// It turns.\n#[derive(Debug)]\npub struct Lathe<'a> {\n    name: &'a str,\n}\n\n" +
			"pub(crate) enum Speed { Slow, Fast(u32), Exact { rpm: u32 } }\n\nimpl<'a> Turn for Lathe<'a> where Self: Sized {\n    /// Turns.\n    pub const fn turn(&self) -> u8 { b'{' }\n}\n\n" +
			"macro_rules! spin { ($x:expr) => { fn no() {} } }\nconst MAX: u32 = 3;\nmod inner { pub trait Cut { fn cut(); } }\n/* /* nested */ fn no() {} */\nfn last() { let s = r#\"\"fn no() {\"#; const LOCAL: u8 = 1; }\n",
			`3 import std::io
3 import std::io::Read
4 import serde
9 class Lathe "/// A lathe. /// It turns."
13 class Speed
  13 constant Slow
  13 constant Fast
  13 constant Exact
15 class Lathe scope
  17 function turn "/// Turns."
20 macro spin
21 constant MAX
22 namespace inner
  22 class Cut
    22 function cut
24 function last
doc "//! Turns wood."`},
		{"imports", "use std::{collections::HashMap, io::{self, Read as R}};\nuse a::b::{Cee, Dee};\nuse x::y as z;\nuse g::*;\nuse crate::foo::Bar;\nuse super::q::{self};\npub(crate) use ::serde::{\n    de,\n    ser::{A, B},\n};\nuse broken::{a,\nfn f() {}\n",
			"1 import std::collections::HashMap\n1 import std::io\n1 import std::io::Read\n2 import a::b::Cee\n2 import a::b::Dee\n3 import x::y\n4 import g\n5 import foo::Bar\n6 import q\n8 import serde::de\n9 import serde::ser::A\n9 import serde::ser::B\n11 import broken::a\n12 function f"},
		{"extern block", "extern \"C\" {\n    fn f(x: i32);\n}\nfn g() {}\n", "2 function f\n4 function g"},
	})
}

func TestShell(t *testing.T) {
	checkRules(t, "shell", []rule{
		{"functions", "#!/bin/sh\n# Copyright nobody\n\n# Turns the lathe.\nturn_lathe() {\n  echo \"} $(date \"+%s\") # no\" '}'\n  cat <<EOF; cat <<-'END'\nno() {\nEOF\n\tno2() {\n\tEND\n}\n\nfunction stop-it {\n  : ${x#\\}} ${#y}\n}\n" +
			"function a::b() (\n  true\n)\nreadonly MAX=3\nsource lib/common.sh\nif true; then c() { case $x in a) echo;; b|c) ;; esac; }; fi\n",
			`5 function turn_lathe "# Turns the lathe."
14 function stop-it
17 function a::b
20 constant MAX
21 import lib/common.sh
22 function c`},
		{"brace on the next line", "a()\n{\n}\nb ()\n{\n  local readonly x=1\n}\n", "1 function a\n4 function b"},
		{"shift", "x=$((1<<n))\ny=$(( 2 << m ))\nf() { :; }\n", "3 function f"},
		{"quotes in expansions", "a() { echo ${x:-\"}\"}; }\nx=${x:-\"a}b\"} y=${x#'}'} z=${x//\\'/} w=${x:-it's}\nb() { :; }\n", "1 function a\n3 function b"},
		{"files", ". \"$DIR/other.sh\"\n. ./o.sh # more\nsource \"$(dirname \"$0\")\"/lib/x.sh\nif true; then . y; fi\n[ -f z ] && . z\nfind . -name n\n. $x\n. a$x\ncp x . && source -- w\n",
			"1 import other.sh\n2 import ./o.sh\n3 import lib/x.sh\n4 import y\n5 import z\n9 import w"},
		{"functions in branches", "case $1 in\n  a) one() { :; } ;;\n  b|c) two() { :; } ;;\n  (d)\n    three() { :; }\nesac\nfour() { :; }\n", "2 function one\n3 function two\n5 function three\n7 function four"},
		{"unclosed heredoc", "cat <<NEVER\nf() { :; }\n", "2 function f"},
	})
}

func TestPerl(t *testing.T) {
	checkRules(t, "perl", []rule{
		{"subroutines", "#!/usr/bin/perl\npackage Shop::Lathe;\nuse strict;\nuse Shop::Tool qw(turn { );\nuse constant MAX => 3;\nuse constant { SLOW => 1, FAST => 2 };\n\n# Turns.\nsub turn {\n  my ($x) = @_;\n" +
			"  $x =~ s{a{2}}{\"}g; $x =~ m/[\"'{]/; my $n = $#x + $#{$x} + 4 / 2; y/a-z/{/;\n  print <<\"A\", <<B;\nsub no {\nA\nsub no {\nB\n  return q(});\n}\n\n=pod\n\nsub no {\n\n=cut\n\nsub Shop::stop($$) { my $f = sub { 1 }; }\nsub later;\n__END__\nsub no {}\n",
			`2 namespace Shop::Lathe
3 import strict
4 import Shop::Tool
5 constant MAX
6 constant SLOW
6 constant FAST
9 function turn "# Turns."
26 function Shop::stop`},
	})
}

func TestPerlImports(t *testing.T) {
	checkRules(t, "perl", []rule{
		{"formats", "format STDOUT =\n@<<< it's @>>>\n$a, $b\n.\nsub two { }\nmy %h = (format => 1);\nformat =\n{\n.\nsub three { }\n", "5 function two\n10 function three"},
		{"bases", "use parent -norequire, 'Base';\nuse base qw(Exporter\n  Other);\nuse parent ('Par', \"Ent\");\nsub base { }\n", "1 import Base\n2 import Exporter\n3 import Other\n4 import Par\n4 import Ent\n5 function base"},
	})
}

func TestRNames(t *testing.T) {
	checkRules(t, "r", []rule{
		{"quoted", "\"strname\" <- function() 1\n`my odd` <- function(x) x\n'sq' = function() { 1 }\n`f<-` <- function(x, value) x\n", "1 function strname\n2 function my odd\n3 function sq\n4 function f<-"},
		{"short", "f2 <- \\(x) x\nfoo2 <<- function() 2\nf3 = \\(x) { x }\nlast <- function() 1\n", "1 function f2\n2 function foo2\n3 function f3\n4 function last"},
		{"classes that calls define", "Person <- R6::R6Class(\"Person\", public = list(\n  initialize = function(name) { self$name <- name },\n  greet = function(x) cat(x),\n  \"odd one\" = \\(x) x\n))\n" +
			"methods::setClass(\"Plain\", representation(x = \"numeric\"))\nsetRefClass(\"Account\", methods = list(deposit = function(x) x))\nf(\"no\", g = function(x) x)\n",
			"  2 function initialize\n1 class Person\n  3 function greet\n  4 function odd one\n6 class Plain\n7 class Account\n  7 function deposit"},
		{"imports inside", "suppressPackageStartupMessages(library(tidyr))\nif (!require(pkg1)) stop('x')\nlocal({ library(inner)\n  g <- function() 1 })\n", "1 import tidyr\n2 import pkg1\n3 import inner\n4 function g"},
	})
}

func TestSQL(t *testing.T) {
	checkRules(t, "sql", []rule{
		{"quoted names", "CREATE TABLE IF NOT EXISTS `tab3` (a int);\nCREATE TABLE IF NOT EXISTS \"tab4\" (a int);\nCREATE TABLE IF NOT EXISTS [tab5] (a int);\nCREATE TABLE public.\"My Table\" (a int);\n" +
			"CREATE TABLE IF NOT EXISTS `sch`.`tab``6` (a int);\nCREATE UNIQUE INDEX IF NOT EXISTS \"idx\" ON x (y);\nCREATE OR REPLACE TEMPORARY VIEW IF NOT EXISTS v AS SELECT 1;\nCREATE TABLE a.b.\"c\"\"d\" (x int[]);\n",
			"1 class tab3\n2 class tab4\n3 class tab5\n4 class public.My Table\n5 class sch.tab``6\n6 identifier idx\n7 class v\n8 class a.b.c\"\"d"},
		{"delimiters", "DELIMITER //\nCREATE PROCEDURE one()\nBEGIN\n  SELECT 1;\nEND //\ndelimiter ;\nCREATE TABLE two (x int);\nDELIMITER $$\nCREATE DEFINER=`root`@`localhost` TRIGGER three BEFORE INSERT ON x FOR EACH ROW BEGIN\n  SET x = 1;\nEND$$\n" +
			"CREATE FUNCTION four() RETURNS INT BEGIN\n  RETURN 1;\nEND $$ CREATE VIEW five AS SELECT 1 $$\nDELIMITER ;\nCREATE ALGORITHM=UNDEFINED SQL SECURITY DEFINER VIEW six AS SELECT 1;\n",
			"2 function one\n7 class two\n9 function three\n12 function four\n14 class five\n16 class six"},
		{"packages", "CREATE OR REPLACE PACKAGE BODY pkg AS\n  g NUMBER;\n  PROCEDURE p1 (a IN NUMBER) IS\n  BEGIN\n    NULL;\n  END p1;\n  FUNCTION f2 RETURN NUMBER IS\n  BEGIN\n    RETURN 1;\n  END f2;\nEND pkg;\n/\n" +
			"CREATE PACKAGE pkg AS\n  PROCEDURE p1;\nEND;\n/\nALTER TABLE t ADD x int\n/\nDROP PROCEDURE no;\nGRANT EXECUTE ON PROCEDURE no TO x;\n",
			"1 namespace pkg\n3 function p1\n7 function f2\n13 namespace pkg\n14 function p1"},
		{"batches", "CREATE PROC dbo.one AS SELECT 1\nGO\nCREATE TABLE two (x int)\nGO\nSET x ON\ngo\ncreate view three as select 1\n", "1 function dbo.one\n3 class two\n7 class three"},
		{"dollar quotes", "CREATE FUNCTION f() RETURNS int AS $$\nBEGIN\n  x;\n  CREATE TABLE hidden (a int);\nEND $$ LANGUAGE plpgsql;\nCREATE VIEW v$x AS SELECT $1;\n", "1 function f\n6 class v$x"},
	})
}

func TestRubyAttributes(t *testing.T) {
	checkRules(t, "ruby", []rule{
		{"accessors", "class A\n  attr_accessor :name,\n    :other\n  attr_writer(:w, \"s\")\n  private attr_reader :r\n  attr_reader *NAMES\n  def x; end\nend\n", "1 class A\n  2 function name\n  3 function other\n  4 function w\n  4 function s\n  5 function r\n  7 function x"},
	})
}

func TestCMakeComments(t *testing.T) {
	checkRules(t, "cmake", []rule{
		{"brackets", "#[[ include(no)\nfunction(no)\n]]\n#[==[ x ]=] ]]\ninclude(no)\n]==]\n#[===[.rst:\nTells the tide.\n#]===]\nfunction(yes)\nendfunction()\n#[[ unclosed\nfunction(no)\n", "10 function yes \"#[===[.rst: Tells the tide. #]===]\""},
	})
}

func TestCUDA(t *testing.T) {
	checkRules(t, "cuda", []rule{
		{"kernels", "__global__ void __launch_bounds__(256) add(float *a) { a[0] = 1; }\ntemplate <int N> __device__ __forceinline__ float half(float x);\nvoid run() { add<<<1, 2>>>(a); }\n",
			"1 function add\n2 function half\n3 function run"},
	})
}

// TestUses lists what a code block uses besides what it defines.
func TestUses(t *testing.T) {
	src := "#if HAS_X\n#endif\nint f() { return ns::g(Kind::One, h); } // see Other\nstd::vector<std::string> v;\n"
	var s Scanner
	var got string
	for _, k := range s.Scan(ByName("cpp"), []byte(src), 1, true).Symbols {
		got += kindName[k.Kind] + " " + src[k.Name.At:k.Name.End]
		if k.Definition {
			got += " defined"
		}
		got += "\n"
	}
	if want := "comment  HAS_X\nfunction f defined\nfunction ns::g\nidentifier Kind::One\nidentifier h\ncomment // see Other\nidentifier std::vector\nidentifier v\n"; got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}
