package corpus

import (
	"fmt"
	"strings"
)

// writer writes one file.
type writer struct {
	tree   *Tree
	random *random
	name   string
	b      []byte

	topics  []string // words that the document repeats
	phrases []string // likewise
	names   []string // likewise names of programs
}

// document writes a Markdown document of about the size that is drawn for it.
func (w *writer) document() {
	r := w.random
	size := drawBetween(sizes, r)
	w.topic()
	title := capital(w.phrases[0])
	if r.percent(40) {
		w.printf("---\ntitle: \"%s\"\ndescription: \"Learn more about %s.\"\n", title, w.phrases[0])
		if r.percent(60) {
			w.printf("keywords: [\"%s\", \"%s\"]\n", w.phrases[1], w.names[0])
		}
		w.printf("---\n")
	}
	w.printf("# %s\n\n", title)
	w.paragraph()
	for len(w.b) < size {
		w.block(size - len(w.b))
	}
}

// topic draws what the document is about.
func (w *writer) topic() {
	r := w.random
	for range 12 {
		w.topics = append(w.topics, w.aWord())
	}
	for range 5 {
		w.phrases = append(w.phrases, w.tree.words.phrase(r.content()))
	}
	for range 6 {
		w.names = append(w.names, w.tree.words.name(r.content()))
	}
}

// block writes one block, headings now and then before it. left is how much of
// the document is to come.
func (w *writer) block(left int) {
	r := w.random
	if left > 300 && r.percent(28) {
		w.heading()
	}
	switch n := r.below(100); {
	case n < 62:
		w.paragraph()
	case n < 74 && left > 200:
		w.code(r.between(2, 18))
	case n < 84:
		w.list()
	case n < 92 && left > 400:
		w.table()
	default:
		w.paragraph()
	}
}

func (w *writer) heading() {
	r := w.random
	level := "##"
	if r.percent(48) {
		level = "###"
	}
	switch n := r.below(10); {
	case n < 3:
		w.printf("%s `%s`\n\n", level, w.aName())
	case n < 5:
		w.printf("%s %s\n\n", level, []string{"Remarks", "Examples", "See also", "Parameters", "Return value"}[r.below(5)])
	case n < 8:
		w.printf("%s %s\n\n", level, capital(w.phrase()))
	default:
		w.printf("%s %s %s\n\n", level, capital(w.word()), w.phrase())
	}
}

// paragraph writes one to four sentences on one line.
func (w *writer) paragraph() {
	for i := range w.random.between(1, 4) {
		if i > 0 {
			w.b = append(w.b, ' ')
		}
		w.sentence(w.random.between(7, 22))
	}
	w.b = append(w.b, "\n\n"...)
}

// sentence writes so many words, marked up here and there.
func (w *writer) sentence(words int) {
	r := w.random
	start := len(w.b)
	for i := range words {
		if i > 0 {
			w.b = append(w.b, ' ')
		}
		switch n := r.below(1000); {
		case n < 45:
			w.b = append(w.b, w.phrase()...)
		case n < 70:
			w.printf("`%s`", w.aName())
		case n < 77:
			w.printf("**%s**", w.phrase())
		case n < 82:
			w.printf("*%s*", w.word())
		case n < 97:
			w.link()
		default:
			w.b = append(w.b, w.word()...)
			if n > 985 {
				w.b = append(w.b, ',')
			}
		}
	}
	if c := w.b[start]; c >= 'a' && c <= 'z' {
		w.b[start] -= 'a' - 'A'
	}
	w.b = append(w.b, '.')
}

// link writes a link to another document, now and then into the world.
func (w *writer) link() {
	r := w.random
	if r.percent(12) {
		w.printf("[%s](https://example.org/%s)", w.phrase(), w.word())
		return
	}
	w.printf("[%s](%s)", w.phrase(), relative(w.name, w.tree.Path(r.below(w.tree.options.Documents))))
}

func (w *writer) list() {
	r := w.random
	numbered := r.percent(22)
	for i := range r.between(2, 7) {
		if numbered {
			w.printf("%d. ", i+1)
		} else {
			w.b = append(w.b, "- "...)
		}
		w.sentence(r.between(4, 14))
		w.b = append(w.b, '\n')
	}
	w.b = append(w.b, '\n')
}

func (w *writer) table() {
	r := w.random
	w.printf("| %s | %s |\n|---|---|\n", capital(w.word()), capital(w.word()))
	for range r.between(2, 12) {
		w.printf("| `%s` | ", w.aName())
		w.sentence(r.between(3, 12))
		w.b = append(w.b, " |\n"...)
	}
	w.b = append(w.b, '\n')
}

// word draws any word. Of those that are no function words, half are the
// document's own, and one in ten is in the plural.
func (w *writer) word() string {
	rank := w.random.rank()
	word := w.tree.words.word(rank)
	if rank < len(functionWords) {
		return word
	}
	if w.random.percent(50) {
		word = w.topics[w.random.below(len(w.topics))]
	}
	if w.random.percent(10) {
		return word + "s"
	}
	return word
}

func (w *writer) phrase() string { return w.phrases[w.random.below(len(w.phrases))] }

// aName draws a name of the topic; one in five is another one.
func (w *writer) aName() string {
	if w.random.percent(20) {
		return w.tree.words.name(w.random.content())
	}
	return w.names[w.random.below(len(w.names))]
}

func (w *writer) printf(format string, values ...any) { w.b = fmt.Appendf(w.b, format, values...) }

// capital returns a text whose first letter is a capital.
func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
