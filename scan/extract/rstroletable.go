package extract

// rstAct says what becomes of interpreted text.
type rstAct uint8

const (
	rstText    rstAct = iota // words
	rstObject                // a name, of the row's kind
	rstData                  // a name of data: a constant if it is in capitals
	rstCommand               // a command, a program or an option
	rstCode                  // a code span
	rstTerm                  // the name of an entry in a glossary
	rstDefine                // a term that the text defines
	rstIgnore                // no words: a path, a key, an address
	rstRef                   // a label
	rstDoc                   // a document
	rstPEP                   // the number of a document: PEP 8, RFC 822
	rstRFC
	rstIndexed // words that go into the index
)

// rstRoles is the table of roles by name, without the domain ("c:func" is
// func). Of others the text is read: as code if it is one word, else as words.
var rstRoles = map[string]struct {
	act  rstAct
	kind Kind
}{
	"func": {rstObject, Function}, "meth": {rstObject, Function}, "function": {rstObject, Function}, "method": {rstObject, Function},
	"deco": {rstObject, Function}, "class": {rstObject, Class}, "exc": {rstObject, Class}, "type": {rstObject, Class}, "struct": {rstObject, Class},
	"union": {rstObject, Class}, "enum": {rstObject, Class}, "concept": {rstObject, Class}, "mod": {rstObject, Namespace}, "module": {rstObject, Namespace},
	"macro": {rstObject, Macro}, "const": {rstObject, Constant}, "enumerator": {rstObject, Constant}, "attr": {rstObject, Identifier},
	"attribute": {rstObject, Identifier}, "member": {rstObject, Identifier}, "obj": {rstObject, Identifier}, "any": {rstObject, Identifier},
	"envvar": {rstObject, Identifier}, "opcode": {rstObject, Identifier}, "keyword": {rstObject, Identifier}, "token": {rstObject, Identifier},
	"confval": {rstObject, Identifier}, "setting": {rstObject, Identifier}, "dir": {rstObject, Identifier}, "directive": {rstObject, Identifier}, "role": {rstObject, Identifier},
	"data": {rstData, Identifier}, "var": {rstData, Identifier},
	"option": {rstCommand, Command}, "program": {rstCommand, Command}, "command": {rstCommand, Command}, "pdbcmd": {rstCommand, Command},
	"code": {rstCode, 0}, "samp": {rstCode, 0}, "expr": {rstCode, 0}, "texpr": {rstCode, 0}, "literal": {rstCode, 0}, "makevar": {rstCode, 0},
	"term": {rstTerm, 0}, "dfn": {rstDefine, 0}, "emphasis": {rstText, 0}, "strong": {rstText, 0}, "title": {rstText, 0}, "title-reference": {rstText, 0},
	"abbr": {rstText, 0}, "guilabel": {rstText, 0}, "menuselection": {rstText, 0}, "mailheader": {rstText, 0}, "subscript": {rstIgnore, 0},
	"superscript": {rstIgnore, 0}, "sub": {rstIgnore, 0}, "sup": {rstIgnore, 0}, "math": {rstIgnore, 0}, "eq": {rstIgnore, 0}, "file": {rstIgnore, 0},
	"kbd": {rstIgnore, 0}, "mimetype": {rstIgnore, 0}, "newsgroup": {rstIgnore, 0}, "regexp": {rstIgnore, 0}, "issue": {rstIgnore, 0}, "gh": {rstIgnore, 0},
	"source": {rstIgnore, 0}, "cve": {rstIgnore, 0}, "cwe": {rstIgnore, 0}, "raw": {rstIgnore, 0}, "cspan": {rstIgnore, 0}, "rspan": {rstIgnore, 0},
	"manpage": {rstCode, 0}, "ref": {rstRef, 0}, "numref": {rstRef, 0}, "doc": {rstDoc, 0}, "download": {rstDoc, 0},
	"pep": {rstPEP, 0}, "rfc": {rstRFC, 0}, "index": {rstIndexed, 0},
}

// kindMark is the mark of a name whose markup says its kind.
func kindMark(kind Kind) mark { return markCode | mark(kind+1)<<markKind }
