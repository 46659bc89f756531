package extract

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// foldKey returns the key of a name: its case folded, in NFC.
func foldKey(s string) string { return string(appendFold(nil, []byte(s))) }

// appendFold appends the case-folded NFC form of text to dst.
func appendFold(dst, text []byte) []byte {
	for i, c := range text {
		if c >= utf8.RuneSelf {
			return append(dst[:len(dst)-i], foldUnicode(text)...)
		}
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}

// foldUnicode folds text beyond ASCII: case, and the width of Latin letters and
// of Katakana in East Asian text. Folding can undo a composition, so that
// composing comes last. A soft hyphen is no part of a word.
func foldUnicode(text []byte) []byte {
	text = norm.NFC.Bytes(cases.Fold().Bytes(norm.NFC.Bytes(width.Fold.Bytes(text))))
	return bytes.ReplaceAll(text, []byte("\u00ad"), nil)
}

// termFold returns the key that a word has in terms: folded is its key as a
// name. Letter case tells GPUs, a plural, from DNS, which is none.
func termFold(word, folded []byte) []byte {
	n := len(word)
	if n < 3 || len(folded) != n || word[n-1]|0x20 != 's' || !isUpper(word[0]) || !isUpper(word[n-2]) {
		return singular(folded)
	}
	for _, c := range word[:n-1] {
		if !isUpper(c) && !isDigit(c) {
			return singular(folded)
		}
	}
	switch {
	case word[n-1] == 's':
		return folded[:n-1] // APIs, CPUs
	case n <= 4 || !bytes.ContainsAny(folded[:n-1], "aeiouy"):
		return folded // DNS, IOPS, HTTPS
	}
	return singular(folded) // a heading in capitals
}

// singular returns the folded word without a plural s, by the spelling rules
// of English: libraries → library, classes → class, vectors → vector. Words
// that end in s by nature stay: this, class, bus, analysis.
func singular(word []byte) []byte {
	n := len(word)
	if n < 4 || word[n-1] != 's' {
		if one := irregular[string(word)]; one != "" {
			return []byte(one)
		}
		return word
	}
	ends := func(suffix string) bool {
		return n > len(suffix) && string(word[n-len(suffix):]) == suffix
	}
	switch one := irregular[string(word)]; {
	case one != "":
		return []byte(one)
	case ends("ss"), ends("us"), ends("is"), ends("'s"):
		return word
	case ends("ies"):
		if n == 4 { // dies, ties
			return word[:n-1]
		}
		// The y takes the place of the i in a copy: word is the caller's.
		return append(append(make([]byte, 0, n), word[:n-3]...), 'y')
	case ends("sses"), ends("xes"), ends("ches"), ends("shes"), ends("zzes"):
		if ends("aches") { // caches, not beaches
			return word[:n-1]
		}
		return word[:n-2]
	case ends("iases"), ends("tuses"): // aliases, statuses
		return word[:n-2]
	}
	return word[:n-1]
}

// irregular holds the singular of words that the rules would cut wrongly, and
// of those that end in s in the singular.
var irregular = func() map[string]string {
	m := map[string]string{
		"indices": "index", "matrices": "matrix", "vertices": "vertex", "vortices": "vortex", "appendices": "appendix", "codices": "codex",
		"criteria": "criterion", "phenomena": "phenomenon", "automata": "automaton", "schemata": "schema", "formulae": "formula", "polyhedra": "polyhedron",
		"axes": "axis", "analyses": "analysis", "hypotheses": "hypothesis", "parentheses": "parenthesis", "syntheses": "synthesis", "theses": "thesis",
		"synopses": "synopsis", "diagnoses": "diagnosis", "ellipses": "ellipsis", "crises": "crisis", "emphases": "emphasis", "oases": "oasis", "metamorphoses": "metamorphosis",
		"children": "child", "mice": "mouse", "feet": "foot", "halves": "half", "leaves": "leaf", "shelves": "shelf", "lives": "life", "wolves": "wolf", "calves": "calf",
		"radii": "radius", "nuclei": "nucleus", "foci": "focus", "stimuli": "stimulus", "loci": "locus", "moduli": "modulus", "quizzes": "quiz",
		"buses": "bus", "viruses": "virus", "campuses": "campus", "bonuses": "bonus", "focuses": "focus", "radiuses": "radius", "corpuses": "corpus", "surpluses": "surplus",
		"canvases": "canvas", "lenses": "lens", "gases": "gas", "atlases": "atlas", "zeroes": "zero", "echoes": "echo", "heroes": "hero", "potatoes": "potato",
		"cookies": "cookie", "movies": "movie", "zombies": "zombie", "selfies": "selfie", "newbies": "newbie", "calories": "calorie", "genies": "genie", "caches": "cache", "niches": "niche",
		"menus": "menu", "cpus": "cpu", "gpus": "gpu", "vcpus": "vcpu", "tpus": "tpu", "npus": "npu", "pdus": "pdu", "skus": "sku", "emus": "emu",
		"apis": "api", "guis": "gui", "uris": "uri", "skis": "ski", "taxis": "taxi", "emojis": "emoji", "kanjis": "kanji",
	}
	for _, word := range strings.Fields(`
		alias always atlas bias canvas chaos ethos pathos cosmos cos dos gas has kudos lens news perhaps plus series species yes does goes means whereas
		physics mathematics economics robotics genetics electronics mechanics dynamics semantics analytics ergonomics
		kubernetes nodejs pandas postgres jenkins redis rails windows macos ios ipados tvos watchos chromeos vmos nixos centos qnxos bios
		https tls dns css aws gps cms nfs ntfs os sas saas paas iaas sans iis ms sms rss xss cors vfs zfs btrfs xfs tmpfs sysfs procfs debugfs
		configfs squashfs devfs hugetlbfs cifs gfs hdfs ipfs jffs ubifs overlayfs futimens sqs sns ecs eks rds dds tfs tss cbs gcs s3fs sshfs lfs efs afs ceres
		travis keras axios vitess emacs tetris paris texas james jones nas ras gas ups dss ics mips rms fips aes des`) {
		m[word] = word
	}
	return m
}()

// TermKey returns the key of a term: its words folded, without 's and
// plural s, joined by single spaces.
func TermKey(text string) string { return joinWords(text, true) }

// NameKey returns the key of a name or a tag: its case folded, in NFC, its
// words joined by single spaces.
func NameKey(text string) string { return joinWords(text, false) }

// KeyOf returns the key that a keyword has by its looks: that of a name where a
// word looks like code or holds signs, else that of a term.
func KeyOf(text string) string {
	if looksLikeName(text) {
		return NameKey(text)
	}
	return TermKey(text)
}

func joinWords(text string, term bool) string {
	words := strings.Fields(text)
	for i, word := range words {
		if end, shown, what := scanWord([]byte(word), 0); end == len(word) && shown > 0 && what != wordRun {
			word = word[:shown]
		}
		key := appendFold(nil, []byte(word))
		if term {
			key = termFold([]byte(word), key)
		}
		words[i] = string(key)
	}
	return strings.Join(words, " ")
}

// looksLikeName reports whether a word of a text is written as code is.
func looksLikeName(text string) bool {
	for word := range strings.FieldsSeq(text) {
		end, _, what := scanWord([]byte(word), 0)
		if end < len(word) || what == wordCall || what == wordRun || shapeOf([]byte(word)).isName() {
			return true
		}
	}
	return false
}
