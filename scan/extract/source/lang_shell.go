package source

var langShell = Language{
	Name:   "shell",
	Inside: "-.:+@", Escapes: true,
	Comments: []CommentForm{{Open: "#", WordStart: true}},
	Strings: []StringForm{
		{Open: `${`, Close: "}", Escape: '\\', Lines: true, Nested: true, Quotes: true},
		{Open: `$'`, Close: "'", Escape: '\\', Lines: true},
		{Open: `"`, Escape: '\\', Lines: true, Insert: "$("},
		{Open: `'`, Lines: true},
	},
	Heredocs: ShellHeredoc, Docs: DocForm{Above: true},
	Locals: true, Newlines: true,
	Declares: BareFunctions | DotImports,
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "function", Body: Code},
		{Role: Define, Kind: Constant, Words: "readonly", Form: Valued | Pairs},
		{Role: Importer, Words: "source", Form: Line | Start},
		{Role: Modifier, Words: "if then else elif do while until time"},
		{Role: Plain, Words: "fi for in done case esac select return exit export local declare typeset set unset shift break continue eval exec trap"},
		{Role: Common, Words: "echo cd test true false printf read"},
	},
}
