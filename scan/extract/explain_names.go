package extract

// String says why there is no keyword, as people read it.
func (v verdict) String() string { return verdictNames[v] }

var verdictNames = [...]string{
	kept:         "",
	leftStop:     "the configuration has it among the stop words",
	leftUse:      "program text that uses it does not define it",
	leftCall:     "code calls it once, and nothing else tells of it",
	leftLists:    "only lists of other documents have it",
	leftWeak:     "a general word, which no heading, emphasis or definition sets off",
	leftHalf:     "it never stands outside of a longer phrase, and nothing sets it off",
	leftUnmarked: "it stands once, and nothing sets it off",
	leftInside:   "it never stands outside of a longer phrase",
	leftComment:  "comments of code blocks have it, and little else tells of it",
}

// markNames name the marks of a sighting, in the order in which they are shown.
var markNames = []struct {
	mark mark
	name string
}{
	{markTitle, "title"}, {markFront, "description"}, {markHeading, "heading"}, {markDefined, "defined term"}, {markCell, "first column"},
	{markStrong, "strong"}, {markEmph, "emphasis"}, {markCode, "code span"}, {markFence, "code block"}, {markLink, "link text"}, {markImage, "image"},
	{markFirst, "first sentence"}, {markProper, "capitalised"}, {markWhole, "whole phrase"}, {markAside, "in parentheses"}, {markCall, "call"},
	{markRef, "list of documents"}, {markChosen, "chosen"}, {markNoun, "after an article"}, {markVerb, "where a verb stands"}, {markJoined, "across function words, or alone"},
	{markShared, "with the last word of the next part"},
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
	signalConcept:      "subject of computing",
	signalConceptHead:  "starts with a subject of computing",
	signalSize:         "size of the document",
	signalSections:     "in one of many headings",
	signalOnce:         "stands once",
	signalStem:         "capitalised, goes on",
	signalInsideLink:   "part of link text",
	signalAlways:       "always",
	signalAfter:        "starts phrases",
	signalBefore:       "ends phrases",
	signalVerbHead:     "starts where verbs stand",
	signalVerbTail:     "ends where verbs stand",
	signalNounTail:     "last word after articles",
	signalFillsHead:    "fills a heading",
	signalFillsLink:    "fills link text",
	signalFillsStrong:  "fills emphasis",
	signalFillsCell:    "fills a cell",
	signalCamel:        "CamelCase",
	signalScream:       "capitals",
	signalUnder:        "starts with _",
	signalShared:       "words stand apart",
	signalNamed:        "title has a name",
	signalOutline:      "sections of the document",
	signalCover:        "share of the title",
	signalKin:          "akin to a title's word",
	signalNext:         "first of a list of documents",
	signalRows:         "one of many rows",
	signalRowsTitle:    "title of many rows",
	signalHeadsMany:    "headings, more",
	signalCountMany:    "count, more",
	signalSpreadMany:   "sections, more",
	signalEarlyMore:    "early, more",
	signalBodyMany:     "in body, more",
	signalNamesMany:    "count as name, more",
	signalSectionsMany: "in one of many headings, more",
	signalSizeMore:     "size of the document, more",
	signalSizeMost:     "size of the document, most",
	signalRelativeMore: "beside the commonest, more",
	signalShareMore:    "share inside longer, more",
	signalCohesionMore: "words stand together, more",
	signalCountMost:    "count, most",
	signalSpreadMost:   "sections, most",
	signalEarlyMost:    "early, most",
	signalBodyMost:     "in body, most",
	signalSectionsMost: "in one of many headings, most",
	signalLevelMore:    "heading level, more",
}
