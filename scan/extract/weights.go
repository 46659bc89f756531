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
// defines. A score is the logarithm of the odds that a technical writer would
// list the keyword, shifted so that most writers' terms are among a document's
// first ten. The weights were fitted on a corpus whose writers gave index terms:
// first on three quarters of it, to see that they hold for the rest as well, and
// then on all of it.
var weights = [signals][columns]float32{
	//                    name                   word                   phrase
	//                    title  head   else     title  head   else     title  head   else
	signalCount:        {0.23, -0.21, -0.28, 0.13, 0, 0.24, 0.18, 0.21, 0.2, 0.1},
	signalSpread:       {0.33, 0, 0.2, -0.17, 0.11, -0.2, -0.07, -0.23, 0.01},
	signalTitle:        {1.43, 0, 0, 0.73, 0, 0, -1.97, 0, 0},
	signalTitleWhole:   {0.36, 0, 0, 0, 0, 0, 1.42, 0, 0},
	signalTitleName:    {1.43, 0, 0, 0, 0, 0, 0, 0, 0},
	signalHeading:      {0, 0.63, 0, 0, -1.2, 0, 0, -0.56, 0},
	signalLevel:        {0, -0.23, 0, 0, -0.1, 0, 0, -0.33, 0},
	signalWhole:        {0.36, 0.96, 0.16, 0.99, 0.63, 0.01, 1.42, -0.18, -0.2},
	signalFirst:        {-0.14, 0.39, 0.3, 0.16, 0.2, 0.82, 0, 0.54, 0.34},
	signalEmphasis:     {-1.67, -0.95, -2.24, -1.18, 0.94, -1.31, 3.27, 1.85, 1.21},
	signalCell:         {0.96, 1.71, 4.77, -2.43, 1, -1.62, -5.12, -4.65, -3.19},
	signalLink:         {0, -0.67, 1.75, -1.19, 0, 1.29, 0.35, -0.3, 2.88},
	signalOnlyLinks:    {0, 0, -0.4, 0, 0, -0.29, 0, 0, 1},
	signalPhrase:       {0, 0, 0, 0, 0, 0, -1.97, -0.56, -2.13},
	signalLong:         {0, 0, 0, 0, 0, 0, -1.64, -0.62, -0.86},
	signalProper:       {0, 0, 0, 0, 0, 0, 0.14, -0.34, 0.48},
	signalName:         {1.46, 2.04, 0.41, 2.31, 2.99, -1.2, 0, 0, 0},
	signalShape:        {0.66, -0.91, 0.05, 0, 0, 0, 0, 0, 0},
	signalDefines:      {1, 1, 2.99, 1, 1, 1, 1, 1, 1},
	signalFenced:       {0, 0, -1.49, 0, 0, 0, 0, 0, 0},
	signalCalled:       {0, 0, -1.25, 0, 0, 0, 0, 0, 0},
	signalCommand:      {-19.34, -10.34, -2.68, 0, 0, 0, 0, 0, 0},
	signalImport:       {-1, -1, -1, -1, -1, -1, -1, -1, -1},
	signalWeak:         {-1, 0, 0, -2.36, -2.07, -1.72, 0, 0, 0},
	signalKind:         {-0.92, -1.39, -2.35, -2.31, -0.51, -0.8, 0, 0, 0},
	signalEarly:        {2.51, 0, 0, 0.87, 0.9, 1.25, 2.97, 3.26, 2.21},
	signalFront:        {1.34, 9.08, 14.09, 2.17, -1.19, -0.19, 0.11, 0.95, 5.79},
	signalAcronym:      {-5.29, -4.99, -1.68, 4.59, 3.03, 3.45, 0, 0, 0},
	signalInside:       {0, 0, 0, 0, -1.23, -3.42, 0, -2.64, -2.47},
	signalTitleInside:  {0, 0, 0, -0.38, 0, 0, -0.76, 0, 0},
	signalAside:        {-1.15, -11.58, -11.73, -2.98, 1.38, 0, -2.38, -6.02, 0},
	signalBody:         {0.27, 0, -0.28, 0.17, 0.16, -0.1, 0.23, 0.5, 0.2},
	signalTitleBody:    {0.27, 0, 0, 0.17, 0, 0, 0.23, 0, 0},
	signalGerund:       {0, 0, 0, 2.81, 4.31, 1.49, 0, 0, 0},
	signalCode:         {0.39, 0, -0.99, 4.14, -6.01, 1.83, 0, 0, 0},
	signalNameCount:    {0.37, 0.31, 0.42, 1.19, 3.01, -0.89, 0, 0, 0},
	signalLetter:       {0, -9.82, -4.82, 0, 0, 0, 0, 0, 0},
	signalChosen:       {2, 2, 2, 2, 2, 2, 2, 2, 2},
	signalIntro:        {0.25, 0.82, -0.47, -0.36, 0.45, -0.41, 2.28, 0.1, 0.04},
	signalLead:         {-1.19, 4.47, -1.43, 1.13, -0.04, 0, -0.4, 0.39, -0.58},
	signalNoun:         {3.29, -2.52, 2.18, -0.69, 0.79, 0.69, 1.2, -0.52, -0.1},
	signalVerb:         {-1.32, 23.52, -7.15, -12.45, -4.76, -7.16, -1.03, -1.78, -2.17},
	signalTitleOpens:   {-1.93, 0, 0, 0.68, 0, 0, 0.36, 0, 0},
	signalTitleCloses:  {-2.41, 0, 0, 0.65, 0, 0, 2.02, 0, 0},
	signalTitleLong:    {-0.64, 0, 0, -0.04, 0, 0, 0, 0, 0},
	signalTitleMany:    {0, 0, 0, 0, 0, 0, -2.13, 0, 0},
	signalJoined:       {0, 0, 0, 0, 0, 0, -4.83, -4.21, -5.47},
	signalGerundHead:   {0, 0, 0, 0, 0, 0, -5.62, -0.71, -0.23},
	signalWeakHead:     {0, 0, 0, 0, 0, 0, -0.1, -0.09, -1.17},
	signalWeakTail:     {0, 0, 0, 0, 0, 0, 1.54, 1.44, -0.15},
	signalKindTail:     {0, 0, 0, 0, 0, 0, 3.29, 1.3, -1.32},
	signalAdjective:    {0, 0, 0, 1.79, 0.55, -0.67, 0, 0, 0},
	signalAbstract:     {0, 0, 0, 0, 0.84, -0.31, 0, 0, 0},
	signalShare:        {0, 0, 0, -1.49, -1.49, -0.54, 1, 0.09, -0.48},
	signalCohesion:     {0, 0, 0, 0, 0, 0, -1, -2.52, -6.22},
	signalHeads:        {0.13, -1.09, 0, 0.49, 0.1, 0, 0.12, -0.04, 0},
	signalQualified:    {-3.94, -8.06, -1.96, 0, 0, 0, 0, 0, 0},
	signalClass:        {0.51, -2.68, 0, 0, 0, 0, 0, 0, 0, 0.2},
	signalFunction:     {0.32, 0, 1.37, 0, 0, 0, 0, 0, 0},
	signalShort:        {-7.86, 1.58, 0.85, -1.37, -0.79, -1.87, 0, 0, 0},
	signalRelative:     {1.45, 16.22, 2.22, 1.26, -2.74, 1.32, 2.35, -5.06, 4.25},
	signalLevelOne:     {0, -1.31, 0, 0, 0.95, 0, 0, 0.08, 0},
	signalConcept:      {-2.55, -2.49, 0.92, 1.38, 0.95, 0.47, 0.41, 2.58, 0.63},
	signalConceptHead:  {0, 0, 0, 0, 0, 0, -0.33, -0.16, 0.3},
	signalSize:         {-0.42, 0.03, -0.07, -0.02, 0.36, -0.19, 0.2, 0, -0.26},
	signalSections:     {0, -0.17, 0, 0, -0.24, 0, 0, -0.02, 0},
	signalOnce:         {-4.12, -1.69, 0.37, -1.43, -0.91, -2.11, -0.75, -0.14, -1.73},
	signalStem:         {0, 0, 0, 0, 0, 0, 2.08, 0.42, 0.97},
	signalInsideLink:   {-1.15, 0.21, -4.17, -1.44, 0.91, -0.65, -1.93, -1.17, -1.89},
	signalAlways:       {1.43, 0.63, -3.18, 0.73, -1.2, -6.52, -1.97, -0.56, -2.13},
	signalAfter:        {0, 0, 0, -0.27, -0.06, 0.23, -0.34, 0.93, 0.01},
	signalBefore:       {0, 0, 0, 0.51, -0.19, 0.28, 0, 0, 0},
	signalVerbHead:     {0, 0, 0, 0, 0, 0, -3.51, -5.41, -2.41},
	signalVerbTail:     {0, 0, 0, 0, 0, 0, 6.94, 4.08, -2.96},
	signalNounTail:     {0, 0, 0, 0, 0, 0, 0.6, -0.17, 0.43},
	signalFillsHead:    {0, 2.66, 0, 0, 0.08, 0, 0, 0.49, 0},
	signalFillsLink:    {-0.7, -0.14, -5.95, 0.83, 2.38, -0.65, 5.86, 2.54, -1.04},
	signalFillsStrong:  {2.08, 7.65, 0.93, 4.52, 0.05, -0.19, -0.02, -1.18, -3.73},
	signalFillsCell:    {0.86, 0.4, -0.54, -3.55, -1.31, 3.63, -1.63, 2.25, 3.36},
	signalCamel:        {0.87, -0.11, -0.35, 0, 0, 0, 0, 0, 0},
	signalScream:       {-0.59, -2.98, 0, 0, 0, 0, 0, 0, 0},
	signalUnder:        {-1.32, -2.67, 3.24, 0, 0, 0, 0, 0, 0},
	signalShared:       {0, 0, 0, 0, 0, 0, -3.46, -0.27, -7.15},
	signalNamed:        {-0.89, 3.1, 0.23, -4.16, -2.32, -1.12, 1.69, -2.41, -0.52},
	signalOutline:      {-0.16, -0.17, -0.54, -0.63, -0.24, 0.02, 0.64, -0.02, 0.04},
	signalCover:        {1.21, 0, 0, 0.49, 0, 0, 1.75, 0, 0},
	signalKin:          {0, 0, 0, 0, 0, 3.41, 0, 0, 0},
	signalNext:         {0, 0, 7.18, 0, 0, 1.52, 0, 0, 0},
	signalRowsTitle:    {-3.67, 0, 0, -1.42, 0, 0, -1.79, 0, 0},
	signalRows:         {0, 0, 0.29, 0, 0, 0, 0, 0, 0},
	signalHeadsMany:    {0, -6.27, 0, 1.87, 0.93, 0, 1.95, 0.12, 0},
	signalCountMany:    {0.27, 0.38, 0.18, 0.26, 0.2, 0.43, 1.05, 1.08, 1.2},
	signalSpreadMany:   {0.44, 0.14, 2.06, -0.35, 0.29, 0.51, 0.02, -0.42, 1},
	signalEarlyMore:    {2.71, 0, 0, 0.96, 1.13, 2.07, 3.63, 1.38, 3.51},
	signalBodyMany:     {0.3, 0.65, -0.39, 0.18, 0.12, 0.15, 1.08, 1.46, 1.34},
	signalNamesMany:    {0.46, 1.06, 2.02, 1.61, 1.53, 0.65, 0, 0, 0},
	signalSectionsMany: {0, -0.14, 0, 0, 0.32, 0, 0, 1.58, 0},
	signalSizeMore:     {0.03, -0.04, 0.01, -0.5, -0.34, -1.84, -0.76, -0.54, -1.44},
	signalSizeMost:     {-0.19, 0.26, -4.26, 7.21, 1.77, -2.08, -8.67, -0.42, -7.15},
	signalRelativeMore: {0.43, 0.51, 0.59, 1.47, 1.98, 1.46, 5.86, -2.85, -0.88},
	signalShareMore:    {0, 0, 0, -2.21, -0.84, -2.04, -1.57, -3.77, -0.92},
	signalCohesionMore: {0, 0, 0, 0, 0, 0, -1.02, 3.44, 5.81},
	signalCountMost:    {0.29, -1.16, -0.16, -0.18, 0.23, -0.07, 0.58, -0.22, -1.43},
	signalSpreadMost:   {0.7, -0.82, -1.4, 0.95, -1.06, -0.78, -2.21, -0.93, -2.38},
	signalEarlyMost:    {3.73, -4.57, 9.73, 1.83, 2.57, 6.18, 6.88, 1.57, 1.41},
	signalBodyMost:     {0.22, -0.03, -1.31, -0.28, 0.23, 0.4, 0.1, 0.81, -0.82},
	signalSectionsMost: {0, -0.91, 0, 0, 1.89, 0, 0, 0.23, 0},
	signalLevelMore:    {0, 8.11, 0, 0, -1, 0, 0, -0.95, 0},
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
