package source

// The parts that the languages of C's family share.
var (
	lineAndBlockComments = []CommentForm{{Open: "//"}, {Open: "/*", Close: "*/"}}
	cStrings             = []StringForm{
		{Open: `"`, Delimited: true, Prefixes: "R LR u8R uR UR"},
		{Open: `"`, Escape: '\\', Prefixes: "L u8 u U"},
		{Open: `'`, Escape: '\\', Prefixes: "L u8 u U"},
		{Open: `"`, Escape: '\\'},
		{Open: `'`, Escape: '\\'},
	}
	slashDocs = DocForm{Above: true, Markers: "/** /// //! /*!"}
)

const (
	cStatements = `if else for while do switch case default break continue return goto sizeof typeof __typeof__ typeof_unqual asm __asm__ __asm
		_Generic _Static_assert static_assert`
	cTypes = `void char short int long float double signed unsigned __signed__ _Bool bool _Complex __int128`
	cFixed = `static extern inline __inline __inline__ const volatile register restrict auto __restrict __restrict__ __const __volatile__
		_Noreturn _Thread_local __extension__ _Atomic thread_local constexpr`
	cAttributes = `__attribute__ __attribute __declspec _Alignas alignas __aligned __printf __scanf __section __alloc_size __malloc
		__acquires __releases __must_hold __cond_acquires __cond_lock __guarded_by __counted_by __nonnull __bf_shf DECLSPEC_ALIGN`
	cCommon = `std size_t ssize_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t main argc argv NULL TRUE FALSE BOOL
		string cout cin cerr endl _In_ _Out_ _Inout_ _In_opt_ _Out_opt_ _Inout_opt_ __cdecl __stdcall UINT INT LONG WORD DWORD BYTE CHAR WCHAR
		LPCTSTR LPTSTR LPCSTR LPSTR`
)

// cWrappers are those of GoogleTest and its like, and Linux's.
var cWrappers = []WrapperForm{
	{Words: "TEST TEST_F TEST_P TYPED_TEST TYPED_TEST_P BENCHMARK_F BENCHMARK_DEFINE_F", Names: 2},
	{Words: "BOOST_AUTO_TEST_CASE BOOST_FIXTURE_TEST_CASE", Names: 1},
	{Words: `SYSCALL_DEFINE0 SYSCALL_DEFINE1 SYSCALL_DEFINE2 SYSCALL_DEFINE3 SYSCALL_DEFINE4 SYSCALL_DEFINE5 SYSCALL_DEFINE6
		COMPAT_SYSCALL_DEFINE0 COMPAT_SYSCALL_DEFINE1 COMPAT_SYSCALL_DEFINE2 COMPAT_SYSCALL_DEFINE3 COMPAT_SYSCALL_DEFINE4
		COMPAT_SYSCALL_DEFINE5 COMPAT_SYSCALL_DEFINE6`, Names: 1},
}

var langC = Language{
	Name: "c", Hidden: "static",
	Comments: lineAndBlockComments, Strings: cStrings[1:], Preprocessor: true, Docs: slashDocs,
	Declares: CFunctions, Wrappers: cWrappers,
	Exporters: "EXPORT_SYMBOL EXPORT_SYMBOL_GPL EXPORT_SYMBOL_NS EXPORT_SYMBOL_NS_GPL EXPORT_SYMBOL_FOR_TESTS_ONLY", // Linux
	Keywords: []Words{
		{Role: Define, Kind: Class, Words: "struct union", Body: Members},
		{Role: Define, Kind: Class, Words: "enum", Body: Constants},
		{Role: Typedef, Words: "typedef"},
		{Role: Attribute, Words: cAttributes},
		{Role: Modifier, Words: cFixed},
		{Role: Type, Words: cTypes},
		{Role: Plain, Words: cStatements + " true false nullptr"},
		{Role: Common, Words: cCommon},
	},
}

var langCPP = Language{
	Name:     "cpp",
	Comments: lineAndBlockComments, Strings: cStrings, Preprocessor: true, Docs: slashDocs,
	Declares: CFunctions, NameJoints: "::", Modules: true, Wrappers: cWrappers,
	Keywords: []Words{
		{Role: Define, Kind: Class, Words: "class struct union __interface", Body: Members},
		{Role: Define, Kind: Class, Words: "enum", Body: Constants},
		{Role: Define, Kind: Namespace, Words: "namespace", Body: Space},
		{Role: Typedef, Words: "typedef"},
		{Role: Template, Words: "template"},
		{Role: Operator, Words: "operator"},
		{Role: Attribute, Words: cAttributes + " noexcept decltype explicit requires"},
		{Role: Modifier, Words: cFixed + ` virtual friend mutable constinit consteval public private protected export final override
			__forceinline signals slots Q_SIGNALS Q_SLOTS`},
		{Role: Type, Words: cTypes + " wchar_t char8_t char16_t char32_t using concept typename"},
		{Role: Plain, Words: cStatements + ` catch const_cast delete dynamic_cast false new not and or nullptr reinterpret_cast static_cast this throw
			true try typeid co_await co_return co_yield import module gcnew`},
		{Role: Common, Words: cCommon},
	},
}
