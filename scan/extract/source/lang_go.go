package source

var langGo = Language{
	Name: "go", Capitals: true, Blank: "_",
	Comments: lineAndBlockComments,
	Strings: []StringForm{
		{Open: "`", Lines: true},
		{Open: `"`, Escape: '\\'},
		{Open: `'`, Escape: '\\', Character: true},
	},
	Docs: DocForm{Above: true}, Newlines: true,
	Keywords: []Words{
		{Role: Define, Kind: Function, Words: "func", Form: Receiver, Body: Code},
		{Role: Define, Kind: Class, Words: "type", Form: Group, Body: Data},
		{Role: Define, Kind: Constant, Words: "const", Form: Group | Many, Body: Data},
		{Role: Define, Kind: Namespace, Words: "package"},
		{Role: Importer, Words: "import", Form: Group | Quoted},
		{Role: Type, Words: "interface struct", Form: Inline},
		{Role: Plain, Words: "break case chan continue default defer else fallthrough for go goto if map range return select switch", Form: 0},
		{Role: Plain, Words: "var", Form: Group},
		{Role: Common, Words: `any append bool byte cap close complex64 complex128 copy delete error false float32 float64 int int8 int16 int32 int64
			iota len main make new nil panic print println recover rune string true uint uint8 uint16 uint32 uint64 uintptr err ctx ok`},
	},
}
