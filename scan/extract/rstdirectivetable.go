package extract

import "strings"

// rstDirectiveAct says how a directive is read.
type rstDirectiveAct uint8

const (
	dirUnknown  rstDirectiveAct = iota // its argument and its content are text
	dirObject                          // describes what its arguments name
	dirModule                          // says which module the objects below are in, and defines it
	dirCurrent                         // the same, defined elsewhere
	dirNote                            // text from its first line on
	dirAlso                            // text about other documents
	dirVersion                         // a version, then text
	dirHead                            // its argument is emphasised text, its content text
	dirBody                            // its argument is nothing, its content text
	dirWhole                           // the same, and its content may have sections
	dirSkip                            // nothing
	dirCode                            // code in the language that its argument names
	dirPython                          // code in Python
	dirOutput                          // code in no language
	dirLanguage                        // says what language literal blocks are in
	dirIndex                           // entries of the index
	dirGlossary                        // terms and what they mean
	dirFile                            // its argument is a file
	dirTree                            // a list of documents
	dirList                            // a table as lists
	dirCSV                             // a table of comma-separated values
	dirMeta                            // front matter
	dirTags                            // the document's tags
	dirKernel                          // a file of C whose comments are put in
	dirNames                           // a list of names
)

type rstDirectiveRow struct {
	act  rstDirectiveAct
	kind Kind
	sig  rstSignature

	domain string // that the directive names; "" for none and for Python's
}

// rstDirectives is the table of directives. Those of a domain that is not
// Python's are looked up with it first.
var rstDirectives = func() map[string]rstDirectiveRow {
	table := map[string]rstDirectiveRow{}
	set := func(names string, row rstDirectiveRow) {
		for _, name := range strings.Fields(names) {
			table[name] = row
		}
	}
	object := func(names string, kind Kind, sig rstSignature) {
		set(names, rstDirectiveRow{act: dirObject, kind: kind, sig: sig})
	}
	object("class exception interface autoclass autoexception js:class rb:class php:class", Class, sigDotted)
	object("function method coroutinefunction coroutinemethod awaitablefunction awaitablemethod staticmethod classmethod abstractmethod decorator"+
		" decoratormethod property autofunction automethod autodecorator", Function, sigDotted)
	table["property"] = rstDirectiveRow{act: dirObject, kind: Identifier, sig: sigDotted}
	object("attribute autoattribute autoproperty js:attribute", Identifier, sigDotted)
	object("data autodata js:data", Identifier, sigData)
	object("c:function", Function, sigC)
	object("c:macro", Macro, sigC)
	object("c:type c:struct c:union c:enum", Class, sigC)
	object("c:member c:var c:data", Identifier, sigC)
	object("c:enumerator", Constant, sigC)
	object("cpp:function", Function, sigCPP)
	object("cpp:class cpp:struct cpp:union cpp:type cpp:enum cpp:enum-class cpp:enum-struct cpp:concept type", Class, sigCPP)
	object("cpp:member cpp:var", Identifier, sigCPP)
	object("cpp:enumerator", Constant, sigCPP)
	object("option cmdoption", Command, sigOption)
	object("program", Command, sigProgram)
	object("envvar opcode confval setting rst:directive rst:role rst:directive:option directive role token", Identifier, sigWord)
	object("describe object", Identifier, sigFree)
	object("pdbcommand", Command, sigOptional)
	set("module automodule", rstDirectiveRow{act: dirModule, kind: Namespace, sig: sigDotted})
	set("currentmodule", rstDirectiveRow{act: dirCurrent})
	set("note warning tip hint important caution danger error attention todo impl-detail epigraph highlights pull-quote centered availability",
		rstDirectiveRow{act: dirNote})
	set("seealso", rstDirectiveRow{act: dirAlso})
	set("versionadded versionchanged versionremoved deprecated deprecated-removed", rstDirectiveRow{act: dirVersion})
	set("rubric topic sidebar admonition table tab tab-item dropdown card grid-item-card collapse details centered", rstDirectiveRow{act: dirHead})
	set("container compound tabs tab-set grid ifconfig hlist acks flat-list", rstDirectiveRow{act: dirBody})
	set("only", rstDirectiveRow{act: dirWhole})
	set(`contents sectnum raw tabularcolumns sectionauthor moduleauthor codeauthor cssclass rst-class math graphviz digraph graph mermaid plantuml
		default-role default-domain role title target-notes header footer unicode replace date testcleanup restructuredtext-test-directive
		audit-event audit-event-table limited-api-list c:namespace c:namespace-push c:namespace-pop cpp:namespace cpp:namespace-push cpp:namespace-pop
		c:alias cpp:alias deprecated-list miscnews kernel-abi kernel-feat`, rstDirectiveRow{act: dirSkip})
	set("code-block code sourcecode prompt", rstDirectiveRow{act: dirCode})
	set("testcode testsetup doctest ipython", rstDirectiveRow{act: dirPython})
	set("testoutput parsed-literal productionlist kernel-render", rstDirectiveRow{act: dirOutput})
	set("highlight", rstDirectiveRow{act: dirLanguage})
	set("index", rstDirectiveRow{act: dirIndex})
	set("glossary", rstDirectiveRow{act: dirGlossary})
	set("include literalinclude image figure kernel-include kernel-figure video thumbnail", rstDirectiveRow{act: dirFile})
	set("toctree", rstDirectiveRow{act: dirTree})
	set("list-table flat-table", rstDirectiveRow{act: dirList})
	set("csv-table", rstDirectiveRow{act: dirCSV})
	set("meta", rstDirectiveRow{act: dirMeta})
	set("tags", rstDirectiveRow{act: dirTags})
	set("kernel-doc", rstDirectiveRow{act: dirKernel})
	set("autosummary", rstDirectiveRow{act: dirNames})
	return table
}()

// rstDirectiveRowOf looks a directive up: with its domain, then without it.
func rstDirectiveRowOf(name string) rstDirectiveRow {
	row, ok := rstDirectives[name]
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		if !ok {
			row = rstDirectives[name[i+1:]]
		}
		if row.domain = name[:i]; row.domain == "py" {
			row.domain = ""
		}
	}
	return row
}
