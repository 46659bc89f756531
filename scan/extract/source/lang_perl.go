package source

var langPerl = Language{
	Name: "perl",
	Stop: "__END__ __DATA__",
	Comments: []CommentForm{
		{Open: "#"},
		{Open: "=head", Close: "=cut", LineStart: true}, {Open: "=pod", Close: "=cut", LineStart: true},
		{Open: "=over", Close: "=cut", LineStart: true}, {Open: "=item", Close: "=cut", LineStart: true},
		{Open: "=begin", Close: "=cut", LineStart: true}, {Open: "=for", Close: "=cut", LineStart: true},
		{Open: "=encoding", Close: "=cut", LineStart: true}, {Open: "=back", Close: "=cut", LineStart: true},
		{Open: "=end", Close: "=cut", LineStart: true},
	},
	Strings: []StringForm{
		{Open: `"`, Escape: '\\', Lines: true},
		{Open: `'`, Escape: '\\', Lines: true},
		{Open: "`", Escape: '\\', Lines: true},
	},
	Heredocs: PerlHeredoc, Regexps: true, Quoting: true, Sigils: "$",
	Docs:   DocForm{Above: true},
	Locals: true, NameJoints: "::",
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "sub", Form: Forward, Body: Code},
		{Role: Define, Kind: Function, Words: "method", Form: Bodied, Body: Code},
		{Role: Define, Kind: Namespace, Words: "package class role", Form: Start, Body: Space},
		{Role: Define, Kind: Constant, Words: "constant", After: "use", Body: Constants},
		{Role: Importer, Words: "base parent", Form: List, After: "use"},
		{Role: Importer, Words: "use require no", Form: Quoted | Path},
		{Role: Plain, Words: `my our local state if elsif else unless while until for foreach do return and or not xor eq ne lt gt le ge cmp x last next redo
			split grep map join push unshift print printf die warn say sort keys values each when given defined ref wantarray`},
		{Role: Common, Words: "shift pop open close chomp length substr sprintf scalar exit eval self"},
	},
}
