package corpus

import "strings"

// code writes a fenced block of about so many lines.
func (w *writer) code(lines int) {
	r := w.random
	language := []string{"cpp", "cpp", "cpp", "c", "python", "go", "sh", "json", ""}[r.below(9)]
	w.printf("```%s\n", language)
	switch language {
	case "json":
		for range lines {
			w.printf("{\"%s\": \"%s\", \"%s\": %d}\n", w.word(), w.word(), w.word(), r.below(1000))
		}
	case "sh":
		for range lines {
			w.printf("%s --%s %s/%s.txt\n", w.topics[0], w.topics[r.below(len(w.topics))], w.word(), w.word())
		}
	case "":
		for range lines {
			w.printf("%s %s: %d\n", w.word(), w.word(), r.below(100_000))
		}
	default:
		for written := 0; written < lines; {
			written += w.function(dialects[language], lines-written)
		}
	}
	w.printf("```\n\n")
}

// source writes a source file of about the size that is drawn for it.
func (w *writer) source(extension string) {
	size := drawBetween(sizes, w.random)
	w.topic()
	d := dialects[map[string]string{".c": "c", ".py": "python", ".go": "go"}[extension]]
	w.printf("%s ", d.comment)
	w.sentence(w.random.between(5, 12))
	w.printf("\n%s\n", strings.ReplaceAll(d.head, "$", w.aWord()))
	for len(w.b) < size {
		w.printf("\n%s ", d.comment)
		w.sentence(w.random.between(5, 14))
		w.b = append(w.b, '\n')
		w.function(d, w.random.between(4, 24))
	}
}

// dialect is how a language says what all of them can, as fill takes it.
type dialect struct {
	comment, head string
	begin, end    string   // of a function; "" where it has no line of its own
	lines         []string // of its body
}

var dialects = map[string]dialect{
	"c": {"//", "#include \"$.h\"\n", "int &(const char *$, int $)\n{", "}", []string{
		"    int $ = %;", "    if ($ < %)\n        return &($, %);", "    &($, \"$\");", "    $->$ += %;", "    // $ $ $",
	}},
	"cpp": {"//", "#include <$>\n", "void ^::&(const ^ *$)\n{", "}", []string{
		"    auto $ = std::make_unique<^>(%);", "    if ($.$() == %) return;", "    $->^($, %);", "    std::cout << \"$ $\" << $ << std::endl;", "    // $ $ $",
	}},
	"python": {"#", "import $\n", "def &($, $=%):", "", []string{
		"    $ = &(%)", "    if $ is None:\n        raise ValueError(\"$ $\")", "    self.$ = $.$($)", "    return {\"$\": $}", "    # $ $ $",
	}},
	"go": {"//", "package $\n", "func &($ string, $ int) error {", "}", []string{
		"\t$ := %", "\tif $ > % {\n\t\treturn errors.New(\"$ $\")\n\t}", "\t$.^($, %)", "\tfor $ := range % {\n\t\t_ = $\n\t}", "\t// $ $ $",
	}},
}

// function writes a function with a body of at most about so many lines, and
// returns how many lines it has.
func (w *writer) function(d dialect, most int) int {
	start := len(w.b)
	w.fill(d.begin)
	for range w.random.between(1, max(1, min(most, 20)-2)) {
		w.fill(d.lines[w.random.below(len(d.lines))])
	}
	if d.end != "" {
		w.fill(d.end)
	}
	return strings.Count(string(w.b[start:]), "\n")
}

// fill writes a line of code with words in it: any for "$", two with capitals for
// "^", a name that the file repeats for "&", and a number for "%".
func (w *writer) fill(line string) {
	for _, c := range []byte(line) {
		switch c {
		case '$':
			w.b = append(w.b, w.aWord()...)
		case '^':
			w.b = append(w.b, capital(w.aWord())+capital(w.aWord())...)
		case '&':
			w.b = append(w.b, strings.TrimSuffix(w.aName(), "()")...)
		case '%':
			w.printf("%d", w.random.below(1000))
		default:
			w.b = append(w.b, c)
		}
	}
	w.b = append(w.b, '\n')
}

// aWord draws a word that is no function word.
func (w *writer) aWord() string { return w.tree.words.word(w.random.content()) }
