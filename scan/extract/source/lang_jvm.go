package source

// Java, C#, Kotlin and Swift.

const (
	javaStatements = `if else for while do switch case default break continue return goto try catch finally throw new instanceof assert this super
		yield true false null`
	javaTypes = `void char short int long float double byte boolean var`
)

var langJava = Language{
	Name: "java", Shown: "public", Hidden: "private protected", Comments: lineAndBlockComments,
	Strings: []StringForm{
		{Open: `"""`, Escape: '\\', Lines: true},
		{Open: `"`, Escape: '\\'},
		{Open: `'`, Escape: '\\'},
	},
	Docs:     DocForm{Above: true, Markers: "/**"},
	Declares: CFunctions | ScreamingConstants | BlocksEnd | AnonymousClasses, NameJoints: ".", WordBytes: "$",
	Keywords: []Words{
		{Role: Define, Kind: Class, Words: "class interface record", Form: Typed, Body: Members},
		{Role: Define, Kind: Class, Words: "enum", Form: Typed, Body: Enumerated},
		{Role: Importer, Words: "import"},
		{Role: Define, Kind: Namespace, Words: "package"},
		{Role: Modifier, Words: `public private protected static final abstract native strictfp transient volatile default sealed synchronized`},
		{Role: Type, Words: javaTypes},
		{Role: Plain, Words: javaStatements + " extends implements throws"},
		{Role: Common, Words: `String Object Integer Long Boolean Double Float Byte Character Short Number Class System Override Deprecated List Map Set
			Exception RuntimeException Iterable Collection`},
	},
}

var langCSharp = Language{
	Name: "csharp", Shown: "public", Hidden: "private protected internal", Comments: lineAndBlockComments, Preprocessor: true, Raw: "@",
	Strings: []StringForm{
		{Open: `$"""`, Close: `"""`, Lines: true},
		{Open: `"""`, Lines: true},
		{Open: `@"`, Close: `"`, Doubled: true, Lines: true},
		{Open: `$@"`, Close: `"`, Doubled: true, Lines: true, Insert: "{"},
		{Open: `@$"`, Close: `"`, Doubled: true, Lines: true, Insert: "{"},
		{Open: `$"`, Close: `"`, Escape: '\\', Insert: "{"},
		{Open: `"`, Escape: '\\'},
		{Open: `'`, Escape: '\\', Character: true},
	},
	Docs:     DocForm{Above: true, Markers: "/// /**"},
	Declares: CFunctions | BlocksEnd, NameJoints: ".",
	Keywords: []Words{
		{Role: Define, Kind: Class, Words: "class struct interface record", Form: Typed, Body: Members},
		{Role: Define, Kind: Class, Words: "enum", Form: Typed, Body: Constants},
		{Role: Define, Kind: Namespace, Words: "namespace", Body: Space},
		{Role: Importer, Words: "using"},
		{Role: Modifier, Words: `public private protected internal static readonly const abstract virtual override sealed extern unsafe volatile partial async
			new fixed ref event implicit explicit required file global scoped`},
		{Role: Operator, Words: "operator"},
		{Role: Typedef, Words: "delegate"},
		{Role: Type, Words: `void bool byte sbyte short ushort int uint long ulong float double decimal char string object var dynamic nint nuint`},
		{Role: Plain, Words: `if else for foreach while do switch case default break continue return goto try catch finally throw is as in out params
			this base true false null typeof sizeof nameof stackalloc checked unchecked lock await yield when where get set init add remove`},
		{Role: Common, Words: `String Object Int32 Int64 Boolean Console WriteLine System Exception List Dictionary IEnumerable Task Action Func args`},
	},
}

var langKotlin = Language{
	Name: "kotlin", Shown: "public", Hidden: "private protected internal", Comments: []CommentForm{{Open: "//"}, {Open: "/*", Close: "*/", Nested: true}},
	Strings: []StringForm{
		{Open: `"""`, Lines: true, Insert: "${"},
		{Open: `"`, Escape: '\\', Insert: "${"},
		{Open: `'`, Escape: '\\', Character: true},
		{Open: "`", Name: true},
	},
	Docs: DocForm{Above: true, Markers: "/**"}, Newlines: true, NameJoints: ".", Declares: AnonymousClasses | HeaderMembers,
	Keywords: []Words{
		{Role: Define, Kind: Class, Words: "class interface", Form: Typed, Body: Members},
		{Role: Define, Kind: Class, Words: "enum", Form: Typed, Body: Enumerated}, // enum class Name
		{Role: Define, Kind: Class, Words: "object", Form: Typed, Body: Members},
		{Role: Define, Kind: Class, Words: "typealias", Form: Typed},
		{Role: Define, Kind: Function, Words: "fun", Form: Receiver | Quoted, Body: Code},
		{Role: Define, Kind: Constant, Words: "val", Form: Receiver},
		{Role: Define, Kind: Namespace, Words: "package"},
		{Role: Importer, Words: "import"},
		{Role: Modifier, Words: `public private protected internal open abstract final sealed inner data annotation companion override lateinit const
			suspend inline infix operator tailrec external expect actual vararg noinline crossinline reified value`},
		{Role: Plain, Words: `var if else for while do when try catch finally return throw break continue in is as this super null true false by where
			get set init constructor typeof out it`},
		{Role: Common, Words: `String Int Long Boolean Double Float Byte Short Char Any Unit Nothing List Map Set Array println main args`},
	},
}

var langSwift = Language{
	Name: "swift", Blank: "_", Shown: "public open", Hidden: "private fileprivate", Comments: []CommentForm{{Open: "//"}, {Open: "/*", Close: "*/", Nested: true}},
	Strings: []StringForm{
		{Open: `"""`, Escape: '\\', Lines: true, Insert: `\(`},
		{Open: `"`, Close: `"`, Hashes: true, Lines: true, Prefixes: "#"},
		{Open: `"`, Escape: '\\', Insert: `\(`},
		{Open: "`", Name: true},
	},
	Docs: DocForm{Above: true, Markers: "/// /**"}, Locals: true, Newlines: true, NameJoints: ".",
	Keywords: []Words{
		{Role: Define, Kind: Class, Words: "class struct protocol actor", Form: Typed, Body: Members},
		{Role: Define, Kind: Class, Words: "enum", Form: Typed, Body: Members},
		{Role: Define, Kind: Class, Words: "typealias associatedtype", Form: Typed},
		{Role: Define, Kind: Constant, Words: "case", Form: InEnum | Many, Body: Data},
		{Role: Define, Kind: Function, Words: "func", Body: Code},
		{Role: Define, Kind: Function, Words: "macro", Form: Typed, Body: Code},
		{Role: Define, Kind: Constant, Words: "let", Form: Static, Body: Code},
		{Role: Extend, Words: "extension", Body: Members},
		{Role: Importer, Words: "import"},
		{Role: Modifier, Words: `public private fileprivate internal open static final override mutating nonmutating indirect lazy weak unowned required
			convenience optional dynamic prefix postfix infix async nonisolated isolated package distributed borrowing consuming`},
		{Role: Plain, Words: `var if else for while repeat switch default break continue fallthrough return throw throws rethrows try catch do guard
			defer in is as where self Self super nil true false init deinit subscript get set willSet didSet inout some any await operator precedencegroup`},
		{Role: Common, Words: `String Int Bool Double Float Character Any AnyObject Void Array Dictionary Set Optional print`},
	},
}
