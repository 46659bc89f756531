package source

var langPHP = Language{
	Name: "php", Shown: "public", Hidden: "private protected", WordBytes: `$\`, Fold: true, Islands: true,
	Comments: []CommentForm{{Open: "//"}, {Open: "/*", Close: "*/"}, {Open: "#", Unless: '['}},
	Strings: []StringForm{
		{Open: `"`, Escape: '\\', Lines: true, Insert: "{$"},
		{Open: `'`, Escape: '\\', Lines: true},
		{Open: "`", Escape: '\\', Lines: true},
	},
	Heredocs: PHPHeredoc,
	Docs:     DocForm{Above: true, Markers: "/**"},
	Locals:   true,
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "function fn"},
		{Role: Define, Kind: Class, Words: "class interface trait", Body: Members},
		{Role: Define, Kind: Class, Words: "enum", Form: Typed, Body: Members},
		{Role: Define, Kind: Constant, Words: "case", Form: InEnum | Many, Body: Data},
		{Role: Define, Kind: Constant, Words: "const", Form: Many | Valued | AfterType, Body: Data},
		{Role: Define, Kind: Constant, Words: "define", Form: Argument | Quoted | Start},
		{Role: Define, Kind: Namespace, Words: "namespace", Body: Space},
		{Role: Importer, Words: "use", Form: Tree},
		{Role: Importer, Words: "include include_once require require_once", Form: Quoted},
		{Role: Modifier, Words: "abstract final public protected private static readonly var"},
		{Role: Plain, Words: `and array as break callable catch clone continue declare default do echo else elseif empty enddeclare endfor endforeach
			endif endswitch endwhile exit extends finally for foreach global goto if implements instanceof insteadof isset list match new or print
			return switch throw try unset while xor yield die true false null`},
		{Role: Common, Words: "self parent int string bool float mixed void iterable object never $this strict_types"},
	},
}
