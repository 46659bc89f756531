package extract

// String says why there is no keyword, as people read it.
func (v verdict) String() string { return verdictNames[v] }

var verdictNames = [...]string{
	kept:         "",
	leftStop:     "the configuration has it among the stop words",
	leftComment:  "only comments of code have it, too few times",
	leftUse:      "program text that uses it does not define it",
	leftCall:     "code calls it once, and nothing else tells of it",
	leftLists:    "only lists of other documents have it",
	leftWeak:     "a general word, which no heading, emphasis or definition sets off",
	leftHalf:     "it never stands outside of a longer phrase, and nothing sets it off",
	leftUnmarked: "it stands once, and nothing sets it off",
	leftInside:   "it never stands outside of a longer phrase",
}

// markNames name the marks of a sighting, in the order in which they are shown.
var markNames = []struct {
	mark mark
	name string
}{
	{markTitle, "title"}, {markFront, "description"}, {markHeading, "heading"}, {markDefined, "defined term"}, {markCell, "first column"},
	{markStrong, "strong"}, {markEmph, "emphasis"}, {markCode, "code span"}, {markFence, "code block"}, {markLink, "link text"}, {markImage, "image"},
	{markFirst, "first sentence"}, {markProper, "capitalised"}, {markWhole, "whole phrase"}, {markAside, "in parentheses"}, {markCall, "call"},
	{markRef, "list of documents"}, {markChosen, "chosen"},
}

func marksOf(m mark, defines bool) []string {
	var names []string
	if defines {
		names = append(names, "definition")
	}
	for _, one := range markNames {
		if m&one.mark != 0 {
			names = append(names, one.name)
		}
	}
	return names
}

// signalNames are the signals' names in explanations.
var signalNames = [signals]string{
	signalCount:        "count",
	signalSpread:       "sections",
	signalTitle:        "in title",
	signalTitleWhole:   "title part",
	signalTitleName:    "name in title",
	signalHeading:      "in heading",
	signalLevel:        "heading level",
	signalWhole:        "whole phrase",
	signalFirst:        "first sentence",
	signalEmphasis:     "emphasis",
	signalDefined:      "defined term",
	signalCell:         "first column",
	signalLink:         "link text",
	signalOnlyLinks:    "only lists",
	signalPhrase:       "phrase",
	signalLong:         "long phrase",
	signalProper:       "capitalised",
	signalName:         "name in text",
	signalShape:        "looks like code",
	signalDefines:      "defined in code",
	signalFenced:       "only code",
	signalCalled:       "only called",
	signalCommand:      "command",
	signalImport:       "import",
	signalWeak:         "general word",
	signalKind:         "word for a kind",
	signalEarly:        "early",
	signalFront:        "description",
	signalAcronym:      "acronym",
	signalInside:       "inside longer",
	signalTitleInside:  "inside title part",
	signalAside:        "in parentheses",
	signalBody:         "in body",
	signalTitleBody:    "title in body",
	signalGerund:       "gerund",
	signalCode:         "code span",
	signalNameCount:    "count as name",
	signalLetter:       "one letter",
	signalConcept:      "concept",
	signalConceptHead:  "concept before the last word",
	signalSize:         "document's size",
	signalSections:     "document's sections",
	signalOnce:         "stands once",
	signalStem:         "capitalised stem",
	signalInsideLink:   "inside link text",
	signalAlways:       "base",
	signalAfter:        "phrases it starts",
	signalBefore:       "phrases it ends",
	signalVerbHead:     "verb first",
	signalVerbTail:     "verb last",
	signalNounTail:     "noun last",
	signalFillsHead:    "fills a heading",
	signalFillsLink:    "fills a link",
	signalFillsStrong:  "fills an emphasis",
	signalFillsCell:    "fills a cell",
	signalCamel:        "CamelCase",
	signalScream:       "capitals",
	signalUnder:        "leading underscore",
	signalShared:       "words apart",
	signalNamed:        "named",
	signalOutline:      "outline",
	signalCover:        "cover",
	signalHeadsMany:    "headings, excess",
	signalCountMany:    "count, excess",
	signalSpreadMany:   "sections, excess",
	signalEarlyMore:    "early, excess",
	signalBodyMany:     "in body, excess",
	signalNamesMany:    "count as name, excess",
	signalSectionsMany: "document's sections, excess",
	signalSizeMore:     "document's size, excess",
	signalSizeMost:     "document's size, second excess",
	signalRelativeMore: "relative count, excess",
	signalShareMore:    "share inside longer, excess",
	signalCohesionMore: "cohesion, excess",
	signalCountMost:    "count, second excess",
	signalSpreadMost:   "sections, second excess",
	signalEarlyMost:    "early, second excess",
	signalBodyMost:     "in body, second excess",
	signalSectionsMost: "document's sections, second excess",
	signalLevelMore:    "heading level, excess",
	signalChosen:       "chosen",
	signalIntro:        "first paragraph of a section",
	signalLead:         "first paragraph",
	signalNoun:         "after an article",
	signalVerb:         "where verbs stand",
	signalTitleOpens:   "starts title",
	signalTitleCloses:  "ends title",
	signalTitleLong:    "one of many title words",
	signalTitleMany:    "part of a long title",
	signalJoined:       "across function words",
	signalGerundHead:   "starts with a gerund",
	signalWeakHead:     "starts with a general word",
	signalWeakTail:     "ends with a general word",
	signalKindTail:     "ends with a word for a kind",
	signalAdjective:    "adjective ending",
	signalAbstract:     "noun ending",
	signalShare:        "share inside longer",
	signalCohesion:     "words stand together",
	signalHeads:        "headings",
	signalQualified:    "with its scope",
	signalClass:        "class",
	signalFunction:     "function",
	signalHas:          "holds a name",
	signalSpelled:      "spelled as a name too",
	signalComment:      "only comments",
	signalShort:        "short word",
	signalRelative:     "beside the commonest",
	signalLevelOne:     "in a main heading",
}
