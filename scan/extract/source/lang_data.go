package source

// R, SQL and Protocol Buffers.

var langR = Language{
	Name: "r", WordBytes: ".",
	Comments: []CommentForm{{Open: "#"}},
	Strings: []StringForm{
		{Open: `"(`, Close: `)"`, Lines: true, Prefixes: "r R"}, {Open: `"[`, Close: `]"`, Lines: true, Prefixes: "r R"},
		{Open: `"`, Escape: '\\', Lines: true},
		{Open: `'`, Escape: '\\', Lines: true},
		{Open: "`", Escape: '\\'},
	},
	Docs:   DocForm{Above: true, Markers: "#'"},
	Locals: true, Newlines: true,
	Declares: FunctionValues | ScreamingConstants,
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "function", Form: Bodied},
		{Role: Define, Kind: Class, Words: "setClass setRefClass R6Class setClassUnion ggproto", Form: Argument | Quoted},
		{Role: Define, Kind: Function, Words: "setGeneric setMethod", Form: Argument | Quoted},
		{Role: Importer, Words: "library require requireNamespace loadNamespace source", Form: Argument | Anywhere},
		{Role: Plain, Words: "if else for while repeat in next break return TRUE FALSE NULL NA Inf NaN NA_integer_ NA_real_ NA_character_"},
		{Role: Common, Words: "c list print paste paste0 length names stop stopifnot data.frame x y"},
	},
}

var langSQL = Language{
	Name: "sql", Fold: true, Inside: "$#", Delimiters: true,
	Comments: []CommentForm{{Open: "--"}, {Open: "/*", Close: "*/", Nested: true}},
	Strings: []StringForm{
		{Open: "$$", Lines: true}, {Open: "$body$", Lines: true}, {Open: "$BODY$", Lines: true}, {Open: "$function$", Lines: true}, {Open: "$_$", Lines: true},
		{Open: "$func$", Lines: true}, {Open: "$do$", Lines: true}, {Open: "$sql$", Lines: true}, {Open: "$proc$", Lines: true}, {Open: "$q$", Lines: true},
		{Open: `'`, Doubled: true, Lines: true},
		{Open: `"`, Doubled: true},
		{Open: "`", Doubled: true},
		{Open: "[", Close: "]"},
	},
	Docs:     DocForm{Above: true},
	Declares: BareFunctions, NameJoints: ".",
	Keywords: []Words{
		{Role: Define, Kind: Class, Words: "table view type domain", Form: Quoted, After: "create"},
		{Role: Define, Kind: Function, Words: "function procedure trigger aggregate rule proc", Form: Quoted, After: "create function procedure"},
		{Role: Define, Kind: Namespace, Words: "schema database package extension", Form: Quoted, After: "create"},
		{Role: Define, Kind: Identifier, Words: "index sequence synonym", Form: Quoted, After: "create"},
		{Role: Modifier, Words: `create or replace alter temp temporary global local unique unlogged external foreign materialized recursive virtual
			clustered nonclustered bitmap fulltext spatial force noforce editionable noneditionable public private constraint transient secure
			definer algorithm sql security invoker`},
		{Role: Plain, Words: `select insert update delete drop from where join on and not null primary key references default values into set as if exists begin end
			declare return returns language is in out inout case when then else loop while for grant revoke commit rollback body concurrently only
			order by group having limit union all distinct with using check cascade`},
		{Role: Common, Words: "int integer bigint smallint varchar char text boolean date timestamp numeric decimal serial id name"},
	},
}

var langProtobuf = Language{
	Name: "protobuf", Comments: lineAndBlockComments,
	Strings: []StringForm{{Open: `"`, Escape: '\\'}, {Open: `'`, Escape: '\\'}},
	Docs:    DocForm{Above: true}, NameJoints: ".",
	Keywords: []Words{
		{Role: Define, Kind: Class, Words: "message service", Form: Bodied, Body: Members},
		{Role: Define, Kind: Class, Words: "enum", Form: Bodied, Body: Constants},
		{Role: Define, Kind: Function, Words: "rpc", Body: Data},
		{Role: Define, Kind: Namespace, Words: "package"},
		{Role: Extend, Words: "extend", Body: Data},
		{Role: Importer, Words: "import", Form: Quoted},
		{Role: Plain, Words: `option syntax edition optional required repeated oneof map reserved extensions returns stream group true false public weak
			to max double float int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string bytes`},
	},
}
