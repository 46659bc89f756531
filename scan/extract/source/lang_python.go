package source

var langPython = Language{
	Name:     "python",
	Comments: []CommentForm{{Open: "#"}},
	Strings: []StringForm{
		{Open: `"""`, Escape: '\\', Lines: true, Prefixes: pythonPrefixes},
		{Open: `'''`, Escape: '\\', Lines: true, Prefixes: pythonPrefixes},
		{Open: `"`, Escape: '\\', Prefixes: pythonPrefixes},
		{Open: `'`, Escape: '\\', Prefixes: pythonPrefixes},
		{Open: `"""`, Escape: '\\', Lines: true},
		{Open: `'''`, Escape: '\\', Lines: true},
		{Open: `"`, Escape: '\\'},
		{Open: `'`, Escape: '\\'},
	},
	Docs:   DocForm{Strings: true},
	Blocks: Indent, Locals: true, Newlines: true,
	Declares: ScreamingConstants,
	Makers:   "namedtuple NamedTuple NewType TypeVar TypeVarTuple ParamSpec TypedDict",
	Enums:    "Enum IntEnum StrEnum ReprEnum Flag IntFlag",
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "def", Body: Code},
		{Role: Define, Kind: Class, Words: "class", Body: Members},
		{Role: Define, Kind: Class, Words: "type", Form: Typed | Assigned | Start},
		{Role: Modifier, Words: "async"},
		{Role: Importer, Words: "import", Form: Many},
		{Role: Importer, Words: "from"},
		{Role: Plain, Words: `False None True and as assert await break continue del elif else except finally for global if in is lambda nonlocal not
			or pass raise return try while with yield`},
		{Role: Common, Words: `self cls print len range str int float bool list dict set tuple object super open type isinstance enumerate zip map
			filter sorted args kwargs __init__ __name__ __main__ match case`},
	},
}

const pythonPrefixes = "r R b B u U f F t T rb rB Rb RB br bR Br BR fr fR Fr FR rf rF Rf RF rt tr"
