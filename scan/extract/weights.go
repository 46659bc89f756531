package extract

// column says which weights are a keyword's: what a title or a repetition is
// worth depends on what stands there.
type column uint8

const (
	nameTitle column = iota
	nameHeading
	nameElsewhere
	wordTitle
	wordHeading
	wordElsewhere
	phraseTitle
	phraseHeading
	phraseElsewhere
	nameDefined // by program text
	columns
)

// weights are the worth of each signal by column: a name, a word, a phrase,
// each in the title, in another heading, elsewhere; and a name that program text
// defines. A score is the logarithm of
// the odds that a technical writer would list the keyword, shifted so that most
// writers' terms are among a document's first ten. The weights were fitted on
// three quarters of a corpus whose writers gave index terms, and hold for the
// rest as well.
var weights = [signals][columns]float32{
	//                    name                   word                   phrase
	//                    title  head   else     title  head   else     title  head   else
	signalCount:        {0.26, -0.36, -0.29, 0.15, 0, 0.3, 0.21, 0.19, 0.05, 0.1},
	signalSpread:       {0.37, 0, 0.16, -0.19, 0.07, -0.22, -0.06, -0.27, 0.07},
	signalTitle:        {1.59, 0, 0, 0.84, 0, 0, -2.16, 0, 0},
	signalTitleWhole:   {0.39, 0, 0, 0, 0, 0, 1.39, 0, 0},
	signalTitleName:    {1.59, 0, 0, 0, 0, 0, 0, 0, 0},
	signalHeading:      {0, 0.67, 0, 0, -1.54, 0, 0, -0.68, 0},
	signalLevel:        {0, -0.26, 0, 0, -0.2, 0, 0, -0.38, 0},
	signalWhole:        {0.39, 0.2, 0.32, 0.8, 0.48, -0.13, 1.39, -0.3, -0.17},
	signalFirst:        {-0.14, 0.03, -0.16, -0.11, 0.42, 0.98, 0.41, 0.53, 0.29},
	signalEmphasis:     {-1.83, 0.14, -1.38, 0.16, 1.32, -1.89, 4.13, 1.04, 1.54},
	signalCell:         {1.06, 1.8, 3.38, -2.33, 2.24, -1.96, -3.79, -4.41, -2.19},
	signalLink:         {0, -0.7, 1.72, -1.35, -0.35, 1.7, 0.26, -0.54, 2.49},
	signalOnlyLinks:    {0, 0, 1.43, 0, 0, 0.67, 0, 0, 1.54},
	signalPhrase:       {0, 0, 0, 0, 0, 0, -2.16, -0.68, -2.2},
	signalLong:         {0, 0, 0, 0, 0, 0, -1.71, -1.09, -1.46},
	signalProper:       {0, 0, 0, 0, 0, 0, 0.6, -0.76, -1.19},
	signalName:         {1.62, 2.17, 0.27, 2.64, 3.65, -0.31, 0, 0, 0},
	signalShape:        {0.74, -0.34, 0.16, 0, 0, 0, 0, 0, 0},
	signalDefines:      {1, 1, 2.99, 1, 1, 1, 1, 1, 1},
	signalFenced:       {0, 0, -1.49, 0, 0, 0, 0, 0, 0},
	signalCalled:       {0, 0, -1.11, 0, 0, 0, 0, 0, 0},
	signalCommand:      {-19.34, -10.34, -2.68, 0, 0, 0, 0, 0, 0},
	signalImport:       {-1, -1, -1, -1, -1, -1, -1, -1, -1},
	signalWeak:         {-1.27, 0, 0, -2.57, -1.65, -1.46, 0, 0, 0},
	signalKind:         {-1.01, -1, -3.58, -3.29, -0.56, -2.13, 0, 0, 0},
	signalEarly:        {2.79, 0, 0, 0.99, 0.86, 1.15, 3.19, 3.36, 1.02},
	signalFront:        {1.49, 11.19, 10.05, 2.34, 0.3, -1.2, 0.3, 1.23, 5.44},
	signalAcronym:      {-5.82, -5.76, -0.26, 4.87, 3.56, 3.3, 0, 0, 0},
	signalInside:       {0, 0, 0, 0, -1.16, -3.18, 0, -1.86, -2.58},
	signalTitleInside:  {0, 0, 0, 0.59, 0, 0, -0.76, 0, 0},
	signalAside:        {-1.32, -11.9, -10.81, -4.13, 0.09, 0, -2.74, -6.2, 0},
	signalBody:         {0.3, 0, -0.29, 0.18, 0.12, -0.06, 0.29, 0.46, 0.05},
	signalTitleBody:    {0.3, 0, 0, 0.18, 0, 0, 0.29, 0, 0},
	signalGerund:       {0, 0, 0, 1.84, 3.43, 0.78, 0, 0, 0},
	signalCode:         {0.43, 0, -0.7, 4.66, -7.19, 2.99, 0, 0, 0},
	signalNameCount:    {0.41, 0.19, 0.12, 1.36, 3.83, -0.45, 0, 0, 0},
	signalLetter:       {0, -10.79, -4.76, 0, 0, 0, 0, 0, 0},
	signalChosen:       {2, 2, 2, 2, 2, 2, 2, 2, 2},
	signalIntro:        {0.3, -0.06, -0.03, -0.59, 0.48, -0.55, 2.55, 0.04, 0.35},
	signalLead:         {-1.25, 5.41, -0.54, 1.05, -0.84, 0, 0.93, -0.99, -0.58},
	signalNoun:         {3.74, -0.07, 3.72, -2.06, -0.23, 1.06, 0.63, -0.66, 0.35},
	signalVerb:         {-1.45, 26.65, -14.66, -9.63, -2.7, -7.67, 0.19, -1.67, 0.63},
	signalTitleOpens:   {-2.25, 0, 0, 0.85, 0, 0, 0.37, 0, 0},
	signalTitleCloses:  {-2.77, 0, 0, 0.35, 0, 0, 1.93, 0, 0},
	signalTitleLong:    {-0.7, 0, 0, -0.02, 0, 0, 0, 0, 0},
	signalTitleMany:    {0, 0, 0, 0, 0, 0, -2.29, 0, 0},
	signalJoined:       {0, 0, 0, 0, 0, 0, -6.56, -3.9, -6.02},
	signalGerundHead:   {0, 0, 0, 0, 0, 0, -6.28, -0.69, -0.68},
	signalWeakHead:     {0, 0, 0, 0, 0, 0, -0.68, -0.21, -1.52},
	signalWeakTail:     {0, 0, 0, 0, 0, 0, 2.69, 1.53, -0.09},
	signalKindTail:     {0, 0, 0, 0, 0, 0, 5.15, 0.94, 0.23},
	signalAdjective:    {0, 0, 0, 1.66, 1.16, -1.41, 0, 0, 0},
	signalAbstract:     {0, 0, 0, 0, 0.47, -0.42, 0, 0, 0},
	signalShare:        {0, 0, 0, -0.82, -1.07, -0.84, 1.11, 0.38, -0.93},
	signalCohesion:     {0, 0, 0, 0, 0, 0, -0.99, -3.06, -6.56},
	signalHeads:        {0.15, -1.2, 0, 0.73, -0.09, 0, 0.16, -0.11, 0},
	signalQualified:    {-4.61, -8.2, -1.97, 0, 0, 0, 0, 0, 0},
	signalClass:        {0.54, 0.09, 0, 0, 0, 0, 0, 0, 0, 0.2},
	signalFunction:     {0.35, 0, 0.93, 0, 0, 0, 0, 0, 0},
	signalShort:        {-8.55, 4.25, -0.08, -0.45, -1, -2.31, 0, 0, 0},
	signalRelative:     {1.62, 19.64, 2.48, 1.4, -2.41, 1.34, 2.65, -4.3, 2.01},
	signalLevelOne:     {0, -1.45, 0, 0, 0.67, 0, 0, 0.26, 0},
	signalConcept:      {-2.96, -1.25, 0.17, 1.77, 0.82, 0.07, 0.44, 2.47, 0.98},
	signalConceptHead:  {0, 0, 0, 0, 0, 0, -1.01, -0.22, -0.39},
	signalSize:         {-0.45, 0.03, -0.02, -0.08, 0.33, -0.09, 0.14, 0, -0.15},
	signalSections:     {0, -0.19, 0, 0, -0.3, 0, 0, -0.05, 0},
	signalOnce:         {-4.9, -3.12, -0.05, -0.04, -0.86, -1.7, -1.48, 0.06, -0.83},
	signalStem:         {0, 0, 0, 0, 0, 0, 2.4, -0.57, 1.18},
	signalInsideLink:   {-1.16, 0.51, -2.08, -1.22, 0.94, -0.2, -2.36, -0.52, -1.63},
	signalAlways:       {1.59, 0.67, -3.47, 0.84, -1.54, -6.83, -2.16, -0.68, -2.2},
	signalAfter:        {0, 0, 0, -0.24, -0.21, -0.05, -0.08, 1.07, 0.13},
	signalBefore:       {0, 0, 0, 0.46, -0.11, -0.07, 0, 0, 0},
	signalVerbHead:     {0, 0, 0, 0, 0, 0, -5.73, -9.64, -2.36},
	signalVerbTail:     {0, 0, 0, 0, 0, 0, 11.59, 3.1, -1.54},
	signalNounTail:     {0, 0, 0, 0, 0, 0, 1.34, -0.09, 0.64},
	signalFillsHead:    {0, 2.74, 0, 0, 0.26, 0, 0, 0.31, 0},
	signalFillsLink:    {-0.81, 0.04, -4.13, 0.7, 2.3, -0.49, 6.81, 2.58, -0.54},
	signalFillsStrong:  {2.29, 8.9, 1.37, 5.68, -0.44, -0.67, 0.91, -2.03, -1.62},
	signalFillsCell:    {0.94, 1.18, -0.33, -7.5, 0.13, 3.84, -0.77, 2.56, 2.48},
	signalCamel:        {0.97, -0.04, -0.26, 0, 0, 0, 0, 0, 0},
	signalScream:       {-0.46, -3.28, 0, 0, 0, 0, 0, 0, 0},
	signalUnder:        {-1.47, -1.23, 3.38, 0, 0, 0, 0, 0, 0},
	signalShared:       {0, 0, 0, 0, 0, 0, 0.62, 0.36, -7.87},
	signalNamed:        {-0.96, 2.85, 0.08, -4.63, -2.3, -1.02, 1.99, -1.91, -0.35},
	signalOutline:      {-0.17, -0.19, -0.59, -0.73, -0.3, 0.03, 0.63, -0.05, 0.2},
	signalCover:        {1.34, 0, 0, 0.64, 0, 0, 1.83, 0, 0},
	signalKin:          {0, 0, 0, 0, 0, 2, 0, 0, 0},
	signalNext:         {0, 0, 4, 0, 0, 1, 0, 0, 0},
	signalRowsTitle:    {-4, 0, 0, -2, 0, 0, -2, 0, 0},
	signalRows:         {0, 0, 0.25, 0, 0, 0, 0, 0, 0},
	signalHeadsMany:    {0, -4.95, 0, 2.85, 0.43, 0, 2.76, -0.06, 0},
	signalCountMany:    {0.31, -0.2, -0.07, 0.3, 0.18, 0.44, 1.13, 1.16, 0.5},
	signalSpreadMany:   {0.49, 0.02, 1.9, -0.4, 0.35, 0.2, 0.1, -0.42, 1.08},
	signalEarlyMore:    {3.01, 0, 0, 1.09, 1.23, 1.83, 3.9, 1.59, 1.66},
	signalBodyMany:     {0.34, 0.18, -0.33, 0.21, 0.11, 0.17, 1.13, 1.56, 0.63},
	signalNamesMany:    {0.52, -0.11, 0.6, 1.8, 3.38, -0.11, 0, 0, 0},
	signalSectionsMany: {0, -0.26, 0, 0, -0.34, 0, 0, 1, 0},
	signalSizeMore:     {0.19, -0.05, 0.46, -0.98, -0.38, -1.05, -1.6, -0.79, -0.4},
	signalSizeMost:     {1.31, 0.71, -0.76, 0.6, -0.5, -0.7, -7.96, -0.46, -5.8},
	signalRelativeMore: {0.52, 0.79, 2.59, 1.68, 3.61, 1.96, 6.39, 1.51, 5},
	signalShareMore:    {0, 0, 0, 0.18, 0.57, -1.57, -1.65, -4.85, -0.48},
	signalCohesionMore: {0, 0, 0, 0, 0, 0, -1.38, 3.14, 7.7},
	signalCountMost:    {0.34, -0.88, 0.07, -0.17, 0.16, -0.08, 0.68, 0.72, -0.33},
	signalSpreadMost:   {0.79, 0.03, -1.38, 1.41, -0.89, -0.49, -2.01, 0.97, -1.3},
	signalEarlyMost:    {4.17, -3.88, 9.06, 2.04, 4.61, 4.85, 7.38, 2.56, 0.36},
	signalBodyMost:     {0.27, 0.2, -0.6, -0.21, 0.19, 0.29, 0.28, 1.62, -0.46},
	signalSectionsMost: {0, -1, 0, 0, 2.08, 0, 0, 0.25, 0},
	signalLevelMore:    {0, 8.69, 0, 0, -0.91, 0, 0, -1.06, 0},
	signalDefined:      {2, 2, 2, 2, 2, 2, 2, 2, 2},

	// What program text defines: fitted by hand on the names that other files
	// use, see the README.
	signalProgram:    {nameDefined: 2.5},
	signalNameWords:  {nameDefined: -0.6},
	signalShown:      {nameDefined: 0.4},
	signalHidden:     {nameDefined: -1},
	signalHiddenName: {nameDefined: -1.6},
	signalSmall:      {nameDefined: -0.7},
	signalMagic:      {nameDefined: -1.8},
	signalOwned:      {nameDefined: -0.5},
	signalFileShare:  {nameDefined: 1},
	signalMacro:      {nameDefined: -0.6},
	signalConstant:   {nameDefined: -0.4},
	signalMember:     {nameDefined: -0.4},
	signalNamespace:  {nameDefined: -0.4},
	signalDocumented: {nameDefined: 0.1},
	signalOrder:      {nameDefined: -0.2},
}
