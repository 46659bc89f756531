package source

var langRuby = Language{
	Name: "ruby", Tail: "?!", Stop: "__END__",
	Comments: []CommentForm{{Open: "#"}, {Open: "=begin", Close: "=end", LineStart: true}},
	Strings: []StringForm{
		{Open: `"`, Escape: '\\', Lines: true, Insert: "#{"},
		{Open: "`", Escape: '\\', Lines: true, Insert: "#{"},
		{Open: `'`, Escape: '\\', Lines: true},
	},
	Heredocs: PerlHeredoc, Regexps: true, Percents: true, Sigils: "$?",
	Docs:   DocForm{Above: true},
	Blocks: Ends, Locals: true, Newlines: true, NameJoints: ":: .",
	Declares: CapitalConstants,
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "def", Form: Opens},
		{Role: Define, Kind: Function, Words: "alias alias_method", Form: Start},
		{Role: Define, Kind: Function, Words: "attr_reader attr_writer attr_accessor cattr_accessor mattr_accessor", Form: Start | Symbols},
		{Role: Define, Kind: Class, Words: "class", Form: Opens, Body: Members},
		{Role: Define, Kind: Namespace, Words: "module", Form: Opens, Body: Space},
		{Role: Importer, Words: "require require_relative load autoload", Form: Quoted | Start},
		{Role: Opener, Words: "if unless", Form: Start},
		{Role: Opener, Words: "case begin"}, // no modifiers
		{Role: Loop, Words: "while until for", Form: Start},
		{Role: Joiner, Words: "do"},
		{Role: Closer, Words: "end"},
		{Role: Modifier, Words: "private protected public private_class_method module_function public_class_method"},
		{Role: Plain, Words: `and break else elsif ensure in next nil not or redo rescue retry return super then true false undef when yield BEGIN END
			__FILE__ __LINE__ __method__ defined?`},
		{Role: Common, Words: "self puts print p raise new lambda proc include extend initialize nil? each map"},
	},
}

var langLua = Language{
	Name: "lua",
	Comments: []CommentForm{
		{Open: "--[[", Close: "]]"}, {Open: "--[=[", Close: "]=]"}, {Open: "--[==[", Close: "]==]"}, {Open: "--[===[", Close: "]===]"},
		{Open: "--[====[", Close: "]====]"}, {Open: "--[=====[", Close: "]=====]"}, {Open: "--"},
	},
	Strings: []StringForm{
		{Open: "[[", Close: "]]", Lines: true}, {Open: "[=[", Close: "]=]", Lines: true}, {Open: "[==[", Close: "]==]", Lines: true},
		{Open: "[===[", Close: "]===]", Lines: true}, {Open: "[====[", Close: "]====]", Lines: true}, {Open: "[=====[", Close: "]=====]", Lines: true},
		{Open: `"`, Escape: '\\'}, {Open: `'`, Escape: '\\'},
	},
	Docs:   DocForm{Above: true},
	Blocks: Ends, Locals: true, Newlines: true, NameJoints: ". :",
	Declares: FunctionValues | ScreamingConstants,
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "function", Form: Opens},
		{Role: Importer, Words: "require", Form: Quoted | Path | Anywhere},
		{Role: Opener, Words: "if repeat"},
		{Role: Loop, Words: "while for"},
		{Role: Joiner, Words: "do"},
		{Role: Closer, Words: "end until"},
		{Role: Modifier, Words: "local"},
		{Role: Plain, Words: "and break else elseif false goto in nil not or return then true"},
		{Role: Common, Words: "self print pairs ipairs tostring tonumber type table string math os io error assert setmetatable getmetatable"},
	},
}
