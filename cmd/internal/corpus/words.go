package corpus

// vocabulary spells words by their rank, the commonest first.
type vocabulary struct {
	common []string // of the first ranks, spelled in advance
}

// functionWords are the first ranks: words that are no keywords, and the commonest
// verbs and adverbs of manuals, which stand between keywords.
var functionWords = []string{
	"the", "of", "to", "a", "and", "is", "in", "for", "that", "you", "this", "or", "are", "be", "with", "as", "by", "on", "if", "an",
	"it", "can", "from", "not", "when", "which", "your", "at", "have", "these", "must", "use", "has", "will", "one", "all", "than", "into", "only",
	"its", "other", "any", "but", "also", "each", "they", "between", "after", "returns", "uses", "specifies", "contains", "provides", "does", "see", "called", "used", "following",
	"because", "may", "should", "then", "there", "where", "without", "both", "such", "was", "been", "were", "no", "how", "what", "while", "through", "until",
	"creates", "calls", "makes", "shows", "allows", "sets", "gets", "adds", "removes", "requires", "happens", "occurs", "becomes", "depends", "applies", "always", "never", "often", "usually",
	"however", "therefore", "about", "above", "below", "over", "under", "again", "once", "here", "later", "instead", "either", "neither", "during", "within", "against", "whether", "although", "since",
}

// ranks is the number of words there are.
const ranks = 1 << 31

// The law of ranks: of all words, those of rank r and beyond are
// sqrt(offset / (offset + r)), which is a power law with exponent 1.5.
const offset = 10

// spelled is how many words are spelled in advance: nearly all that are drawn.
const spelled = 1 << 15

func newVocabulary() *vocabulary {
	v := &vocabulary{common: make([]string, spelled)}
	for rank := range v.common {
		v.common[rank] = spell(rank)
	}
	return v
}

// word returns the word of a rank.
func (v *vocabulary) word(rank int) string {
	if rank < len(v.common) {
		return v.common[rank]
	}
	return spell(rank)
}

// phrase returns the phrase of a rank, of one to three words. Like words, phrases
// and names are common or rare, and documents share them.
func (v *vocabulary) phrase(rank int) string {
	r := random{mix(uint64(rank))}
	phrase := v.word(r.content())
	for range r.below(3) {
		phrase += " " + v.word(r.content())
	}
	return phrase
}

// name returns the name of a rank: a_b, AB, or a_b().
func (v *vocabulary) name(rank int) string {
	r := random{^mix(uint64(rank))}
	a, b := v.word(r.content()), v.word(r.content())
	switch r.below(6) {
	case 0:
		return a + "_" + b + "()"
	case 1, 2:
		return capital(a) + capital(b)
	}
	return a + "_" + b
}

// Syllables: an onset and a vowel, so that every word can be taken apart in one
// way, and no two ranks have one spelling.
var (
	onsets = []string{"b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st"}
	vowels = []string{"a", "e", "i", "o", "u"}
)

const syllables = 14 * 5

// stride is coprime to the number of syllables: neighbours in rank are not alike.
const stride = 1_000_003

// spell makes a word of two syllables from the first ranks that are no function
// words, of three from those that follow, and so on.
func spell(rank int) string {
	if rank < len(functionWords) {
		return functionWords[rank]
	}
	n := uint64(rank - len(functionWords))
	length, words := 2, uint64(syllables*syllables)
	for n >= words {
		n -= words
		length++
		words *= syllables
	}
	n = n * stride % words
	var b []byte
	for range length {
		syllable := int(n % syllables)
		n /= syllables
		b = append(append(b, onsets[syllable/len(vowels)]...), vowels[syllable%len(vowels)]...)
	}
	if string(b) == "goto" {
		return "got" // a name in code must be none of a language's own
	}
	return string(b)
}

// rank draws a word. Divisions and products of IEEE 754 are the same on all
// machines, as long as the conversions keep them from being fused.
func (r *random) rank() int {
	for {
		u := float64(r.next()>>11+1) / (1 << 53) // above 0, up to 1
		if rank := offset * (1/float64(u*u) - 1); rank < ranks {
			return int(rank)
		}
	}
}

// content draws a word that is no function word.
func (r *random) content() int {
	for {
		if rank := r.rank(); rank >= len(functionWords) {
			return rank
		}
	}
}
