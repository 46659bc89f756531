package source

import "sync"

// languages lists every language that is known. A new one is a row here and
// its data in a file beside this one.
var languages = []*Language{
	&langC, &langCPP, &langCUDA,
	&langGo, &langRust,
	&langPython,
	&langShell, &langPerl,
	&langJavaScript, &langTypeScript, &langTSX,
	&langJava, &langCSharp, &langKotlin, &langSwift,
	&langPHP, &langRuby, &langLua,
	&langR, &langSQL, &langProtobuf,
	&langCMake, &langMake, &langStarlark, &langDockerfile, &langPowerShell,
}

// compiled is the languages by name, each made ready when it is first asked for.
var compiled = sync.OnceValue(func() map[string]func() *Grammar {
	byName := map[string]func() *Grammar{}
	for _, l := range languages {
		byName[l.Name] = sync.OnceValue(func() *Grammar { return Compile(l) })
	}
	return byName
})

// ByName returns the grammar of a language, nil for one that is not known.
func ByName(name string) *Grammar {
	if grammar := compiled()[name]; grammar != nil {
		return grammar()
	}
	return nil
}

// Knows reports whether ByName would return a grammar.
func Knows(name string) bool {
	for _, l := range languages {
		if l.Name == name {
			return true
		}
	}
	return false
}
