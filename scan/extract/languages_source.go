package extract

import "strings"

// The programming languages that are known. Which of them are read, their rows
// say.
const (
	C          Language = "c"
	CPlusPlus  Language = "cpp"
	CSharp     Language = "csharp"
	CUDA       Language = "cuda"
	CMake      Language = "cmake"
	Dockerfile Language = "dockerfile"
	Go         Language = "go"
	Java       Language = "java"
	JavaScript Language = "javascript"
	Kotlin     Language = "kotlin"
	Lua        Language = "lua"
	Make       Language = "make"
	Perl       Language = "perl"
	PHP        Language = "php"
	PowerShell Language = "powershell"
	Protobuf   Language = "protobuf"
	Python     Language = "python"
	R          Language = "r"
	Ruby       Language = "ruby"
	Rust       Language = "rust"
	Shell      Language = "shell"
	SQL        Language = "sql"
	Starlark   Language = "starlark"
	Swift      Language = "swift"
	TSX        Language = "tsx" // TypeScript with JSX, in which <T> never is a cast
	TypeScript Language = "typescript"
)

// list splits a row's cell at spaces.
func list(words string) []string { return strings.Fields(words) }

// sourceLanguages are the rows of programming languages. What several of them
// claim is in the table of ambiguous names instead.
func sourceLanguages() []languageRow {
	return []languageRow{
		{
			name: C, extensions: list(".c .cats .idc"),
			aliases: list("h ansi-c c89 c99 c11 c17 c23"),
		},
		{
			name: CPlusPlus, extensions: list(".cc .cp .cpp .cxx .c++ .cppm .ixx .mpp .hh .hp .hpp .hxx .h++ .inl .ipp .tcc .tpp .txx .ino"),
			exact:   list(".C .H .CPP .HPP"),
			aliases: list("c++ cxx cc c++98 c++11 c++14 c++17 c++20 c++23 hpp hh hxx h++ ino arduino cplusplus"),
		},
		{
			name: CUDA, extensions: list(".cu .cuh"),
			aliases: list("cu cuh cuda-c cuda-c++"),
		},
		{
			name: CSharp, extensions: list(".csx .cake"),
			interpreters: list("dotnet-script csi csharp"),
			aliases:      list("cs c# csx c-sharp"),
		},
		{
			name: Java, extensions: list(".java .jav .jsh .aidl"),
			interpreters: list("java jshell"),
			aliases:      list("jsh"),
		},
		{
			name: Kotlin, extensions: list(".kt .kts .ktm"),
			interpreters: list("kotlin kotlinc kscript"),
			aliases:      list("kt kts"),
		},
		{
			name: Go, extensions: list(".go"),
			interpreters: list("gorun yaegi"),
			aliases:      list("golang"),
		},
		{
			name: Rust, extensions: list(".rs"),
			interpreters: list("rust-script run-cargo-script cargo-script"),
			aliases:      list("rs rust-script"),
		},
		{
			name: Swift, extensions: list(".swift .swiftinterface"),
			interpreters: list("swift"),
		},
		{
			name: Python, extensions: list(".py .pyi .pyw .py3 .pyt .pyde .wsgi .gyp .gypi .tac .smk"),
			names:        list("sconscript sconstruct wscript snakefile .pythonrc .pythonstartup .gclient"),
			interpreters: list("python pypy ipython micropython circuitpython pythonw uv"),
			aliases:      list("py py2 py3 python2 python3 pycon ipython ipython3 sage gyp pyi"),
		},
		{
			name: Ruby, extensions: list(".rb .rbw .rbx .rbi .rake .gemspec .ru .thor .podspec .jbuilder .rabl .builder .prawn .god .mspec .watchr .eye"),
			names: list(`appraisals berksfile brewfile buildfile capfile dangerfile deliverfile fastfile gemfile guardfile jarfile mavenfile podfile puppetfile
				rakefile snapfile steepfile thorfile vagrantfile appfile matchfile scanfile cheffile .irbrc .pryrc .simplecov`),
			interpreters: list("ruby jruby macruby rbx rake mruby truffleruby irb rackup"),
			aliases:      list("rb jruby gemspec podspec rake irb rbcon thor enh-ruby"),
		},
		{
			name: PHP, extensions: list(".php3 .php4 .php5 .php7 .php8 .phps .phpt"),
			names:        list(".php_cs .php_cs.dist artisan"),
			interpreters: list("php php-cli php-cgi hhvm"),
			aliases:      list("php3 php4 php5 php7 php8 html+php"),
		},
		{
			name: Perl, extensions: list(".perl .ph .plx .psgi"),
			names:        list("cpanfile makefile.pl build.pl .latexmkrc latexmkrc rexfile"),
			interpreters: list("perl cperl plackup"),
			aliases:      list("pl pm cperl perl5 psgi"),
		},
		{
			name: Lua, extensions: list(".lua .luau .nse .wlua .rockspec"),
			names:        list(".luacheckrc .busted"),
			interpreters: list("lua luajit luau texlua resty"),
			aliases:      list("luau luajit nse"),
		},
		{
			name: JavaScript, extensions: list(".js .jsx .mjs .cjs .es6 .jsm .jscad .jsfl .jslib .jspre .jss .njs .ssjs .xsjs .xsjslib .sjs .pac"),
			names:        list("jakefile"),
			interpreters: list("node nodejs rhino gjs cjs qjs d8 js jsc jjs phantomjs zx"),
			aliases:      list("js jsx mjs cjs node ecmascript es6 js2 js3 javascriptreact react nodejs rjsx js-jsx"),
		},
		{
			name: TypeScript, extensions: list(".mts .cts"),
			interpreters: list("deno ts-node tsx bun ts-node-script ts-node-esm"),
			aliases:      list("ts mts cts deno"),
		},
		{
			name:    TSX,
			aliases: list("typescriptreact typescript-tsx"),
		},
		{
			name: Shell, extensions: list(".sh .bash .zsh .ksh .mksh .dash .ash .bats .ebuild .eclass .zsh-theme .zunit .bash_completion .shlib"),
			names: list(`.bashrc .bash_profile .bash_login .bash_logout .bash_aliases .bash_functions bash.bashrc .profile .envrc .kshrc .mkshrc .shrc .zshrc .zshenv
				.zprofile .zlogin .zlogout bashrc zshrc zshenv zprofile zlogin zlogout .xinitrc .xprofile .xsession .xsessionrc gradlew mvnw config.guess config.sub`),
			exact:        list("PKGBUILD APKBUILD"),
			interpreters: list("sh bash dash ash rbash ksh mksh pdksh oksh lksh zsh bats osh posh yash runscript openrc-run shellspec"),
			aliases: list(`sh bash zsh ksh ash dash shell-script shellscript posix-sh bats ebuild pkgbuild console shell-session shellsession sh-session bash-session terminal
				zsh-session session`),
		},
		{
			name: PowerShell, extensions: list(".ps1 .psm1 .psd1"),
			interpreters: list("pwsh powershell pwsh-preview"),
			aliases:      list("ps1 psm1 posh pwsh pwsh-session ps1con"),
		},
		{
			name: SQL, extensions: list(".sql .ddl .dml .plsql .pkb .pks .pck .prc .fnc .trg .viw .pgsql .psql .tsql .mysql .hql .cql .db2 .sqlx"),
			interpreters: list("psql mysql sqlite sqlcmd duckdb"),
			aliases: list(`ddl dml mysql mariadb pgsql postgres postgresql postgresql-console psql plpgsql pl/pgsql plsql pl/sql tsql t-sql transact-sql sqlite sqlite3 mssql oracle hql hiveql
				bigquery sparksql duckdb snowflake cql`),
		},
		{
			name: Protobuf, extensions: list(".proto .proto3 .protodevel"),
			aliases: list("proto proto2 proto3 protocol-buffer protocol-buffers protobuffer"),
		},
		{
			name: CMake, extensions: list(".cmake .cmakein"),
			names:        list("cmakelists.txt"),
			interpreters: list("cmake"),
			aliases:      list("cmakelists"),
		},
		{
			name: Make, extensions: list(".mk .mak .make .mkfile .am"),
			names:        list("makefile gnumakefile bsdmakefile kbuild mkfile makevars"),
			prefixes:     list("makefile. makefile- gnumakefile. makevars."),
			interpreters: list("make gmake bmake nmake remake"),
			aliases:      list("makefile mk mak bsdmake gmake gnumakefile makefile-gmake makefile-automake makefile-bsdmake kbuild mf automake"),
		},
		{
			name: Starlark, extensions: list(".bzl .bazel .sky .starlark"),
			names:        list("tiltfile build.bazel workspace.bazel workspace.bzlmod module.bazel repo.bazel"),
			exact:        list("BUCK"),
			interpreters: list("starlark"),
			aliases:      list("bazel bzl star tiltfile bazel-build bazel-workspace skylark"),
		},
		{
			name: Dockerfile, extensions: list(".dockerfile .containerfile"),
			names:    list("dockerfile containerfile"),
			prefixes: list("dockerfile. dockerfile- dockerfile_ containerfile."),
			aliases:  list("docker containerfile"),
		},
		{
			name: R, extensions: list(".rsx .rprofile"),
			names:        list(".rprofile rprofile.site expr-dist"),
			interpreters: list("rscript r littler"),
			aliases:      list("rscript splus rlang ess-r"),
		},
	}
}
