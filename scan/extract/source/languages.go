package source

import (
	"strings"
	"sync"
)

// languages lists every language that is known. A new one is a row here and
// its data in a file beside this one.
var languages = []*Language{
	&langC, &langCPP, &langGo, &langPython,
}

// registry is the languages by name and by info string, compiled when one is
// first asked for.
type registry struct {
	byName, byFence map[string]func() *Grammar
}

var registered = sync.OnceValue(func() *registry {
	r := &registry{byName: map[string]func() *Grammar{}, byFence: map[string]func() *Grammar{}}
	for _, l := range languages {
		compiled := sync.OnceValue(func() *Grammar { return Compile(l) })
		r.byName[l.Name] = compiled
		for _, alias := range strings.Fields(l.Fences) {
			r.byFence[alias] = compiled
		}
	}
	return r
})

// ByName returns the grammar of a language, nil for one that is not known.
func ByName(name string) *Grammar {
	if compiled := registered().byName[name]; compiled != nil {
		return compiled()
	}
	return nil
}

// ByFence returns the grammar that fenced code with an info string is read
// by, nil for none. Letter case counts: info is in lower case.
func ByFence(info string) *Grammar {
	if compiled := registered().byFence[info]; compiled != nil {
		return compiled()
	}
	return nil
}
