package source

// The languages of build systems, and PowerShell.

var langCMake = Language{
	Name: "cmake", Fold: true, Inside: "-.+:", Escapes: true,
	Comments: []CommentForm{{Open: "#[", Close: "]", Brackets: true}, {Open: "#"}},
	Strings: []StringForm{
		{Open: "[[", Close: "]]", Lines: true}, {Open: "[=[", Close: "]=]", Lines: true}, {Open: "[==[", Close: "]==]", Lines: true},
		{Open: "${", Close: "}", Nested: true},
		{Open: `"`, Escape: '\\', Lines: true},
	},
	Docs:   DocForm{Above: true},
	Blocks: Lines, Locals: true, Newlines: true,
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "function add_custom_target", Form: Argument | Start},
		{Role: Define, Kind: Macro, Words: "macro", Form: Argument | Start},
		{Role: Define, Kind: Class, Words: "add_library add_executable", Form: Argument | Start},
		{Role: Define, Kind: Constant, Words: "option", Form: Argument | Start},
		{Role: Define, Kind: Namespace, Words: "project", Form: Argument | Start},
		{Role: Importer, Words: "include find_package add_subdirectory find_library", Form: Argument | Start},
		{Role: Plain, Words: `if elseif else endif foreach endforeach while endwhile endfunction endmacro return break continue set unset list string
			message install target_link_libraries target_include_directories target_compile_definitions target_sources set_target_properties
			configure_file execute_process add_custom_command cmake_minimum_required cmake_parse_arguments not and or matches defined exists on off
			true false public private interface`},
	},
}

var langMake = Language{
	Name: "make", Inside: "-.+/", WordBytes: ".",
	Comments: []CommentForm{{Open: "\t", LineStart: true}, {Open: "#"}},
	Strings: []StringForm{
		{Open: "$(", Close: ")", Nested: true, Lines: true}, {Open: "${", Close: "}", Nested: true, Lines: true},
		{Open: `"`, Escape: '\\'},
	},
	Docs:   DocForm{Above: true, Markers: "#"},
	Blocks: Lines, Locals: true, Newlines: true,
	Declares: Variables | Rules,
	Keywords: []Words{
		{Role: Define, Kind: Macro, Words: "define", Form: Start},
		{Role: Importer, Words: "include -include sinclude", Form: Line | Start},
		{Role: Modifier, Words: "export override private"},
		{Role: Plain, Words: "ifeq ifneq ifdef ifndef else endif endef unexport undefine vpath"},
		{Role: Common, Words: "all clean install"},
	},
}

var langStarlark = Language{
	Name:     "starlark",
	Comments: langPython.Comments, Strings: langPython.Strings,
	Docs:   DocForm{Strings: true},
	Blocks: Indent, Locals: true, Newlines: true,
	Declares: ScreamingConstants | NamedTargets,
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "def", Body: Code},
		{Role: Importer, Words: "load", Form: Argument | Quoted},
		{Role: Plain, Words: "False None True and break continue elif else for if in lambda not or pass return while"},
		{Role: Common, Words: "name deps srcs hdrs visibility glob select struct native ctx attr depset print len range str int list dict"},
	},
}

var langDockerfile = Language{
	Name: "dockerfile", Fold: true, Inside: "-.",
	Comments: []CommentForm{{Open: "#", WordStart: true}},
	Strings: []StringForm{
		{Open: "${", Close: "}", Nested: true},
		{Open: `"`, Escape: '\\'}, {Open: `'`},
	},
	Heredocs: ShellHeredoc,
	Docs:     DocForm{Above: true},
	Blocks:   Lines, Locals: true, Newlines: true,
	Keywords: []Words{
		{Role: Importer, Words: "from", Form: Line | Start | Staged},
		{Role: Define, Kind: Constant, Words: "arg env", Form: Start | Pairs},
		{Role: Plain, Words: `run cmd label maintainer expose add copy entrypoint volume user workdir onbuild stopsignal healthcheck shell as none`},
	},
}

var langPowerShell = Language{
	Name: "powershell", Hidden: "hidden", Fold: true, WordBytes: "$", Inside: "-",
	Comments: []CommentForm{{Open: "<#", Close: "#>"}, {Open: "#"}},
	Strings: []StringForm{
		{Open: `@"`, Close: "\n\"@", Lines: true}, {Open: `@'`, Close: "\n'@", Lines: true},
		{Open: `"`, Escape: '`', Doubled: true, Lines: true, Insert: "$("},
		{Open: `'`, Doubled: true, Lines: true},
	},
	Docs:   DocForm{Above: true},
	Locals: true, Newlines: true, NameJoints: ":",
	Declares: MemberFunctions | DotImports,
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "function filter workflow configuration", Form: Start, Body: Code},
		{Role: Define, Kind: Class, Words: "class", Form: Start, Body: Members},
		{Role: Define, Kind: Class, Words: "enum", Form: Start, Body: Constants},
		{Role: Importer, Words: "using", Form: Start},
		{Role: Importer, Words: "Import-Module", Form: Line | Start},
		{Role: Modifier, Words: "static hidden"},
		{Role: Plain, Words: `if elseif else switch for foreach while do until break continue return throw try catch finally trap param begin process end
			in data exit module namespace assembly $true $false $null`},
		{Role: Common, Words: "$_ $this Write-Host Write-Output Write-Verbose New-Object Get-Item $args"},
	},
}
