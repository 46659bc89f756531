package extract

import "strings"

// fenceLanguage is what the tokenizer of code needs to know of a language.
// The zero value reads names and nothing else.
type fenceLanguage struct {
	line     []string        // starts of comments up to the line's end
	block    [2]string       // start and end of other comments
	quotes   string          // quotation marks of strings
	triple   bool            // three quotation marks make a longer string
	raw      byte            // quotation mark of strings over several lines
	hash     bool            // preprocessor lines
	defines  map[string]Kind // keyword → what the name after it is
	imports  map[string]bool // keywords before what is imported
	keywords map[string]bool // words that are no names
	declares bool            // C's way: type, name, parentheses
	goBlocks bool            // Go's way: const ( … ), import ( … ), receivers
	shell    bool            // commands, not code
}

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}

// languageOfFence returns the language of an info string's first word, nil
// for one that is read for names only.
func languageOfFence(info []byte) *fenceLanguage {
	if len(info) > 20 {
		return nil
	}
	return fenceLanguages[strings.ToLower(string(info))]
}

var (
	cLike = fenceLanguage{
		line: []string{"//"}, block: [2]string{"/*", "*/"}, quotes: "\"'", hash: true, declares: true,
		defines: map[string]Kind{"class": Class, "struct": Class, "union": Class, "enum": Class, "namespace": Namespace,
			"interface": Class, "concept": Class, "__interface": Class},
		imports: map[string]bool{"import": true},
		keywords: words(`alignas alignof and asm auto bool break case catch char char8_t char16_t char32_t class co_await co_return co_yield const
			const_cast consteval constexpr constinit continue decltype default delete do double dynamic_cast else enum explicit export
			extern false final float for friend goto if import inline int int8_t int16_t int32_t int64_t long main module mutable namespace new noexcept nullptr operator
			override private protected public register reinterpret_cast requires restrict return short signed size_t sizeof ssize_t static static_assert
			static_cast std string struct switch template this thread_local throw true try typedef typeid typename uint8_t uint16_t uint32_t uint64_t union
			unsigned using virtual void volatile wchar_t while cout cin cerr endl NULL TRUE FALSE BOOL argc argv include define ifdef ifndef endif pragma
			std::cout std::cin std::cerr std::endl std::string std::size_t in out ref array gcnew each String Console WriteLine System using::namespace
			_In_ _Out_ _Inout_ _In_opt_ _Out_opt_ _Inout_opt_ __cdecl __stdcall UINT INT LONG WORD DWORD BYTE CHAR WCHAR LPCTSTR LPTSTR LPCSTR LPSTR`),
	}
	pythonLike = fenceLanguage{
		line: []string{"#"}, quotes: "\"'", triple: true,
		defines: map[string]Kind{"class": Class, "def": Function},
		imports: map[string]bool{"import": true, "from": true},
		keywords: words(`False None True and as assert async await break class continue def del elif else except finally for from global if import in is
			lambda match case nonlocal not or pass raise return try while with yield self cls print len range str int float bool list dict set tuple
			object super open type isinstance enumerate zip map filter sorted args kwargs __init__ __name__ __main__`),
	}
	goLike = fenceLanguage{
		line: []string{"//"}, block: [2]string{"/*", "*/"}, quotes: "\"'", raw: '`', goBlocks: true,
		defines: map[string]Kind{"func": Function, "type": Class, "package": Namespace, "const": Constant},
		imports: map[string]bool{"import": true},
		keywords: words(`any append bool break byte cap case chan close complex64 complex128 const continue copy default defer delete else error
			fallthrough false float32 float64 for func go goto if import int int8 int16 int32 int64 interface iota len main make map new nil package
			panic print println range recover return rune select string struct switch true type uint uint8 uint16 uint32 uint64 uintptr var err ctx ok`),
	}
	scriptLike = fenceLanguage{
		line: []string{"//"}, block: [2]string{"/*", "*/"}, quotes: "\"'", raw: '`',
		defines: map[string]Kind{"class": Class, "function": Function, "interface": Class, "enum": Class, "namespace": Namespace, "type": Class},
		imports: map[string]bool{"import": true, "from": true, "require": true},
		keywords: words(`abstract any as async await boolean break case catch class const console constructor continue debugger declare default delete do
			else enum export extends false finally for from function get if implements import in instanceof interface keyof let log module namespace new
			null number object of private protected public readonly require return set static string super switch symbol this throw true
			try type typeof undefined unknown var void while with yield exports document window Array Object String Number Boolean Promise JSON Math console.log module.exports`),
	}
	shellLike = fenceLanguage{line: []string{"#"}, quotes: "\"'", shell: true}
)

// fenceLanguages is the table by info string.
var fenceLanguages = map[string]*fenceLanguage{
	"c": &cLike, "c++": &cLike, "cpp": &cLike, "cxx": &cLike, "cc": &cLike, "h": &cLike, "hpp": &cLike, "objc": &cLike, "cuda": &cLike, "cu": &cLike,
	"objective-c": &cLike, "ino": &cLike, "arduino": &cLike,
	"python": &pythonLike, "py": &pythonLike, "python3": &pythonLike, "py3": &pythonLike, "pycon": &pythonLike,
	"go": &goLike, "golang": &goLike,
	"javascript": &scriptLike, "js": &scriptLike, "jsx": &scriptLike, "mjs": &scriptLike, "typescript": &scriptLike, "ts": &scriptLike, "tsx": &scriptLike,
	"sh": &shellLike, "bash": &shellLike, "shell": &shellLike, "zsh": &shellLike, "console": &shellLike, "shell-session": &shellLike,
	"cmd": &shellLike, "bat": &shellLike, "batch": &shellLike, "powershell": &shellLike, "ps1": &shellLike, "pwsh": &shellLike, "dos": &shellLike,
	"terminal": &shellLike, "shellsession": &shellLike, "sh-session": &shellLike,
}
