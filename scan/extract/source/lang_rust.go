package source

var langRust = Language{
	Name: "rust", Shown: "pub", Blank: "_",
	Comments: []CommentForm{{Open: "//"}, {Open: "/*", Close: "*/", Nested: true}},
	Strings: []StringForm{
		{Open: `"`, Lines: true, Hashes: true, Prefixes: "r br cr"},
		{Open: `"`, Escape: '\\', Lines: true, Prefixes: "b c"},
		{Open: `'`, Escape: '\\', Character: true, Prefixes: "b"},
		{Open: `"`, Escape: '\\', Lines: true},
		{Open: `'`, Escape: '\\', Character: true},
	},
	Raw:    "r#",
	Docs:   DocForm{Above: true, Markers: "/// /**", Inner: "//! /*!"},
	Locals: true,
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "fn", Body: Code},
		{Role: Define, Kind: Class, Words: "struct union", Body: Data},
		{Role: Define, Kind: Class, Words: "trait", Body: Members},
		{Role: Define, Kind: Class, Words: "enum", Body: Constants},
		{Role: Define, Kind: Class, Words: "type"},
		{Role: Define, Kind: Namespace, Words: "mod", Body: Space},
		{Role: Define, Kind: Macro, Words: "macro_rules", Form: Bang, Body: Data},
		{Role: Define, Kind: Constant, Words: "const static", Body: Data},
		{Role: Extend, Words: "impl", Body: Members},
		{Role: Importer, Words: "use", Form: Tree},
		{Role: Importer, Words: "crate", Form: Path, After: "extern"},
		{Role: Modifier, Words: "pub async unsafe extern default auto mut"},
		{Role: Plain, Words: `as await break continue dyn else false for if in let loop match move ref return self super true where while yield`},
		{Role: Common, Words: `Self String Vec Option Some None Result Ok Err Box Default Clone Copy Debug println format vec assert assert_eq main
			bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize`},
	},
}
