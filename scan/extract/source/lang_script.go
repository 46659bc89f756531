package source

const (
	scriptPlain = `as async await break case catch continue debugger delete do else extends finally for get if in instanceof new of return set switch
		throw try typeof void while with yield`
	scriptValues = `this super true false null undefined NaN Infinity`
	scriptCommon = `Array Boolean Date Error JSON Map Math Number Object Promise RegExp Set String Symbol arguments console constructor document exports
		length module prototype require self window global globalThis process`
)

var (
	scriptStrings = []StringForm{
		{Open: "`", Escape: '\\', Lines: true, Insert: "${"},
		{Open: `"`, Escape: '\\'},
		{Open: `'`, Escape: '\\'},
	}
	scriptDocs = DocForm{Above: true, Markers: "/**"}
)

var (
	langTypeScript = typeScript("typescript")
	langTSX        = markedUp(typeScript("tsx"))
)

func markedUp(l Language) Language {
	l.Markup = true
	return l
}

func typeScript(name string) Language {
	return Language{
		Name: name, WordBytes: "$", Shown: "export", Hidden: "private protected",
		Comments: lineAndBlockComments, Strings: scriptStrings, Regexps: true, Docs: scriptDocs,
		Newlines: true, Declares: Script | TypeMembers, NameJoints: ".",
		Keywords: []Words{
			{Role: Define, Kind: Function, Words: "function"},
			{Role: Define, Kind: Class, Words: "class", Body: Members},
			{Role: Define, Kind: Class, Words: "interface", Form: Typed, Body: Members},
			{Role: Define, Kind: Class, Words: "enum", Form: Typed, Body: Constants},
			{Role: Define, Kind: Class, Words: "type", Form: Typed | Assigned, Body: Members},
			{Role: Define, Kind: Namespace, Words: "namespace module", Form: Typed | Quoted, Body: Space},
			{Role: Define, Kind: Constant, Words: "const", Form: Valued},
			{Role: Plain, Words: "let var", Form: Valued},
			{Role: Importer, Words: "import", Form: Quoted},
			{Role: Modifier, Words: "export default static async declare abstract public private protected readonly override accessor"},
			{Role: Plain, Words: "from implements is keyof infer asserts satisfies unique " + scriptPlain},
			{Role: Common, Words: scriptCommon + " " + scriptValues + " any bigint boolean never number object string symbol undefined unknown Record Partial Readonly"},
		},
	}
}

var langJavaScript = Language{
	Name: "javascript", Shown: "export",
	WordBytes: "$", Markup: true,
	Comments: lineAndBlockComments, Strings: scriptStrings, Regexps: true, Docs: scriptDocs,
	Newlines: true, Declares: Script, NameJoints: ".",
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "function"},
		{Role: Define, Kind: Class, Words: "class", Body: Members},
		{Role: Define, Kind: Constant, Words: "const", Form: Valued},
		{Role: Plain, Words: "let var", Form: Valued},
		{Role: Importer, Words: "import", Form: Quoted},
		{Role: Modifier, Words: "export default static async"},
		{Role: Plain, Words: "from " + scriptPlain},
		{Role: Common, Words: scriptCommon + " " + scriptValues},
	},
}
