// Package source finds what program text defines, imports and uses.
//
// A language is data: a Language says what its comments and strings look
// like, which words define what, and how blocks are told. One scanner reads
// all of them. It goes over the bytes once, from left to right:
//
//   - the lexer cuts the text into words, numbers, strings and punctuation.
//     Comments, preprocessor lines and heredocs end there, so that nothing
//     behind it is ever confused by them;
//   - the tokens of a statement are collected until something ends it: a
//     semicolon, a line's end, the brace that opens its block. What has been
//     collected, its header, is then read for what it defines;
//   - a block is a scope, whose Body says how the statements inside are read.
//
// There is no grammar of expressions and no table of symbols: a header tells
// enough. What the scanner does not understand, it skips up to the next
// statement, so that unclosed and broken text costs a name, not the rest.
package source

// Kind says what sort of thing a symbol is. The order is that of the kinds
// of keywords in package extract, up to Identifier.
type Kind uint8

const (
	Class      Kind = iota // classes, structs, interfaces, traits, enums, type names
	Function               // functions, methods, procedures
	Macro                  // macros
	Constant               // constants and enum members
	Namespace              // namespaces, packages, modules
	Import                 // what an include or an import names
	Command                // no language yields it
	Identifier             // a use of unknown kind
	Comment                // no symbol but the text of a comment or of a preprocessor line; with uses only
)

// Reach says who may use what is defined, as far as words before its name tell.
type Reach uint8

const (
	Unsaid Reach = iota // no word tells
	Shown               // those outside: public, export
	Hidden              // its class or its file: private, C's static
)

// Language is what the scanner knows of one language. The zero value of each
// field means that the language does not have the thing.
type Language struct {
	Name string // as the views show it: "go"

	// Words are runs of letters, digits, '_' and bytes beyond ASCII, and of
	// these. Inside lists bytes that may stand in a word but neither start
	// nor end it ("-" in Verb-Noun).
	WordBytes string
	Inside    string
	Tail      string // bytes that may end a word: Ruby's "?!"
	Raw       string // makes the word behind it a name, whatever it is: Rust's r#, C#'s @
	Blank     string // the word that stands where a name does and is none: Go's _
	Sigils    string // bytes before names of one mark, which neither quote nor start a comment: Perl's $' and $#
	Fold      bool   // keywords count in any letter case
	Stop      string // words that end the program's text: "__END__"

	Comments     []CommentForm
	Strings      []StringForm // those that start alike: the longest first
	Heredocs     HeredocForm
	Regexps      bool // a slash where no value stands before it starts a regular expression
	Percents     bool // Ruby's %w(…), %q[…] and the like
	Markup       bool // elements are values (JSX)
	Islands      bool // code stands between <? and ?> (PHP)
	Quoting      bool // Perl's q qq qw m qr s tr y with any delimiter
	Escapes      bool // outside of strings too, a backslash takes away the meaning of the next byte
	Modules      bool // C++'s module and import lines
	Preprocessor bool // C's lines that start with '#'
	Docs         DocForm
	Shown        string // keywords, separated by spaces, that let others use what they define: "public"
	Capitals     bool   // names that start with a capital letter are for others, the rest is not
	Hidden       string // those that keep it to a class or a file: "private"
	Delimiters   bool   // the word delimiter at a line's start says what ends statements; so do GO and / alone on a line (SQL)

	Blocks     BlockForm
	Wrappers   []WrapperForm
	Makers     string // functions that make a class where what they return gets a name: Python's namedtuple
	Exporters  string // macros that let others use the function that is their first argument: EXPORT_SYMBOL(f);
	Enums      string // classes whose sub-classes are enums: all that they assign is a constant (Python)
	Locals     bool   // what functions define inside of them counts
	Newlines   bool   // a line's end ends a statement, where one can end
	Keywords   []Words
	Declares   Declarators
	NameJoints string // what joins the parts of a defined name, separated by spaces: ":: ."
}

// CommentForm is one form of comments.
type CommentForm struct {
	Open  string
	Close string // "" for one that ends with the line
	// Nested comments close as often as they open.
	Nested bool
	// LineStart comments start in the first column only, and their Close is
	// a word in the first column too: "=begin", "=cut".
	LineStart bool
	// Unless is a byte that must not follow Open, 0 for any.
	Unless byte
	// Brackets: after Open come any number of '=' and '[', which as many '='
	// between ']' close. They document something only if they say ".rst:" (CMake).
	Brackets bool
	// WordStart comments start where a word could: '#' in a shell.
	WordStart bool
}

// WrapperForm is macros that make a function of the block behind them, and
// whose first arguments are its name: TEST(Suite, Case) { … } is Suite.Case.
type WrapperForm struct {
	Words string // separated by spaces
	Names int    // how many arguments are the name, at most
}

// StringForm is one form of strings.
type StringForm struct {
	Open  string
	Close string // "" for Open
	// Prefixes are words, separated by spaces, one of which stands directly
	// before Open. A form without comes into play whatever stands there.
	Prefixes string
	Escape   byte // takes away the meaning of the byte behind it
	Doubled  bool // Close, written twice, stands for itself
	Lines    bool // goes on over line ends; others end there if they are not closed
	// Insert opens code inside of the string, which a brace closes: "${". One
	// of a single byte stands for itself where it is written twice.
	Insert string
	Nested bool // Open and Close nest
	Quotes bool // in quotes inside of the string Close is text (shell)
	// Hashes: as many '#' as stand before Open follow Close (Rust, Swift).
	Hashes bool
	// Delimited: what stands between Open and '(' follows ')' (C++).
	Delimited bool
	// Name: what is quoted is a name, as any word that is no keyword.
	Name bool
	// Character: holds one character, else Open is mere punctuation.
	Character bool
}

// HeredocForm says how a language writes heredocs.
type HeredocForm uint8

const (
	NoHeredocs   HeredocForm = iota
	ShellHeredoc             // <<EOF, <<-EOF, <<'EOF'
	PerlHeredoc              // the same and <<~EOF, but no space before a bare word (Perl, Ruby)
	PHPHeredoc               // <<<EOF, <<<'EOF'
)

// DocForm says which comments document what.
type DocForm struct {
	// Above: a comment directly above a definition documents it.
	Above bool
	// Markers are how such comments start, separated by spaces; "" for any.
	Markers string
	// Inner are the starts of comments that document what they stand in.
	Inner string
	// Strings: a string that is the first statement of a body documents it.
	Strings bool
}

// BlockForm says how a language tells where blocks are.
type BlockForm uint8

const (
	Braces BlockForm = iota // { … }
	Indent                  // by indentation
	Ends                    // from Opener words to Closer words
	Lines                   // there are none: each line is a statement
)

// Declarators are the ways, besides keywords, in which a language defines
// things. A language has any number of them.
type Declarators uint32

const (
	// CFunctions: type name(parameters), where things are declared, followed
	// by a block or a semicolon; typedefs; constants after const.
	CFunctions Declarators = 1 << iota
	// BareFunctions: name(parameters) and a block, anywhere (shell).
	BareFunctions
	// MemberFunctions: the same, in the body of a class or an object.
	MemberFunctions
	// FunctionValues: name = function, name: function, name = (…) =>,
	// name <- function.
	FunctionValues
	// ScreamingConstants: NAME = value outside of functions, in capitals.
	ScreamingConstants
	// CapitalConstants: Name = value outside of functions.
	CapitalConstants
	// Variables: NAME = value, whatever the letters, at a line's start (Make).
	Variables
	// Rules: name: prerequisites, at a line's start (Make).
	Rules
	// Script: functions and classes are values (JavaScript); see script.go.
	Script
	// BlocksEnd: the block of a class, of a property, ends its statement, while
	// C's waits for a semicolon.
	BlocksEnd
	// AnonymousClasses: new Name(arguments) and a block of members (Java).
	AnonymousClasses
	// HeaderMembers: parameters of a class may be constants of it (Kotlin).
	HeaderMembers
	// NamedTargets: a call outside of functions defines its argument "name"
	// (Starlark).
	NamedTargets
	// DotImports: a dot, or an import's word, before a command's only argument
	// imports a file, wherever a command may start (shell, PowerShell).
	DotImports
	// TypeMembers: members of interfaces, types behind colons (TypeScript).
	TypeMembers
)

// Role says what a word of a language does.
type Role uint8

const (
	// Plain words are no names: they start no definition and are no use.
	Plain Role = iota
	// Common words are names like any other, but too common for a use.
	Common
	// Type words are built-in types.
	Type
	// Modifier words stand before a definition and change nothing of it.
	Modifier
	// Define words come before the name that they define.
	Define
	// Extend words come before the name of a type whose members follow.
	Extend
	// Importer words come before what is imported.
	Importer
	// Typedef: the last name of the statement is a type (C).
	Typedef
	// Template: angle brackets follow that belong to no name (C++).
	Template
	// Attribute: parentheses follow that belong to no name (C).
	Attribute
	// Operator: what follows is the name of an operator, not kept (C++).
	Operator
	// Opener words open a block up to a Closer (BlockForm Ends).
	Opener
	// Loop words open one too, and swallow a Joiner of their statement.
	Loop
	// Joiner words open a block unless a Loop word of the statement did: do.
	Joiner
	// Closer words close a block: end.
	Closer
)

// Words gives words of a language a Role.
type Words struct {
	Role  Role
	Kind  Kind   // of what Define words define
	Words string // separated by spaces
	Form  Form
	Body  Body   // how the block behind it is read
	After string // counts only in a statement that starts with one of these words
}

// Form says how the name stands behind a Define, Extend or Importer word.
type Form uint32

const (
	// Receiver: parentheses may come before the name (Go).
	Receiver Form = 1 << iota
	// Group: parentheses may hold several, a line each (Go).
	Group
	// Many: several names, separated by commas.
	Many
	// Argument: the name is the first argument in parentheses (CMake, R).
	Argument
	// Bang: an exclamation mark comes before the name (Rust's macro_rules!).
	Bang
	// Bodied: no definition without a block (C's struct).
	Bodied
	// Inline: also a type without a name, inside a header (Go's interface {}).
	Inline
	// Quoted: the name may be a string.
	Quoted
	// Path: takes all up to the statement's end, not only a name (imports).
	Path
	// Line: all of it is on this line, whatever the tokens are.
	Line
	// Start: only as a statement's first word.
	Start
	// InEnum: only in the body of an enum (Swift's case).
	InEnum
	// Valued: a value must follow: name =.
	Valued
	// Forward: without a block it defines nothing that the text defines with
	// one (Perl).
	Forward
	// AfterType: a type may stand before the name (PHP).
	AfterType
	// Symbols: the names are symbols or strings, separated by commas (Ruby).
	Symbols
	// Tree: several paths, which braces may part: a::{b, c::d} (Rust, PHP).
	Tree
	// Anywhere: counts wherever in a statement it stands, before a string or
	// parentheses (Lua, R).
	Anywhere
	// List: each word of each string is imported (Perl's use base).
	List
	// From: what is imported stands behind a later "from", if there is one.
	From
	// Opens: the word also opens a block up to a Closer (BlockForm Ends).
	Opens
	// Pairs: several names, each with = and a value behind it (Dockerfile).
	Pairs
	// Static: in a class only behind the word static (Swift).
	Static
	// Staged: behind the import may stand "as" and the name of a stage
	// (Dockerfile).
	Staged
	// Typed: only where a name follows, else the word is a name itself.
	Typed
	// Assigned: defined by an equals sign rather than a block (type X = …).
	Assigned
)

// Body says how the statements of a block are read.
type Body uint8

const (
	Code       Body = iota // statements of a function; what is defined there is local
	Members                // members of a class
	Constants              // members of an enum, separated by commas or semicolons
	Space                  // as outside of all blocks
	Data                   // nothing there is defined: initialisers, fields
	Object                 // properties of an object literal, separated by commas
	Enumerated             // constants up to a semicolon, then members (Java)
)
