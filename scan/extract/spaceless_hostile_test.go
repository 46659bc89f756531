package extract

import (
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

// TestHostileScripts reads text without spaces that has as many stretches,
// units or repeated sequences as its size allows.
func TestHostileScripts(t *testing.T) {
	oneGoroutine(t)
	x := newTestExtractor(t, Options{})
	hostile(t, x, Markdown, func(fill func(string) string) map[string]string {
		random := rand.New(rand.NewPCG(1, 2))
		var ideographs, syllables, few, paragraph strings.Builder
		size := len(fill("a"))
		for ideographs.Len() < size {
			ideographs.WriteRune('\u4e00' + rune(random.IntN(20000)))
		}
		for few.Len() < size {
			few.WriteRune('\u4e00' + rune(random.IntN(40)))
		}
		for syllables.Len() < size {
			syllables.WriteString(string('가'+rune(random.IntN(11000))) + "을 ")
		}
		for range 5000 {
			paragraph.WriteRune('\u4e00' + rune(random.IntN(3000)))
		}
		return map[string]string{
			"ideographs":       ideographs.String(),
			"few ideographs":   few.String(),
			"one ideograph":    fill("漢"),
			"alternating":      fill("漢字かカ"),
			"function words":   fill("的数据"),
			"copied text":      fill(paragraph.String()),
			"headings":         fill("# 数据库连接池的配置\n"),
			"emphasis":         fill("**数据** "),
			"quotation marks":  fill("「漢"),
			"quoted":           fill("「漢字」"),
			"open quotes":      fill("「"),
			"katakana":         fill("カ"),
			"katakana words":   fill("カキ漢"),
			"marks":            fill("ก้"),
			"leading vowels":   fill("เ"),
			"thai":             fill("ฐานข้อมูล"),
			"korean":           syllables.String(),
			"joiners":          fill("क्\u200dष"),
			"only joiners":     fill("a\u200c"),
			"soft hyphens":     fill("a\u00ad"),
			"hiragana":         "# " + fill("のを"),
			"inflected":        fill("# 読み込み書き込み\n"),
			"long inflection":  "# " + fill("読み込"),
			"halfwidth":        fill("ｶﾞ"),
			"combining":        fill("e\u0301"),
			"only combining":   fill("\u0301"),
			"direction change": fill("\u202ea\u202c"),
		}
	})
}

// A document of ideographs needs no more memory than a small multiple of one of
// words.
func TestScriptsInBoundedMemory(t *testing.T) {
	if raceEnabled || testing.Short() {
		t.Skip("as large as documents are")
	}
	random := rand.New(rand.NewPCG(3, 4))
	var text strings.Builder
	for text.Len() < 3<<20 {
		text.WriteRune('\u4e00' + rune(random.IntN(500)))
	}
	x := newTestExtractor(t, Options{})
	src := []byte(text.String())
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	d := x.Read(Markdown, src)
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 600 {
		t.Errorf("%d MB were allocated for a line of 3 MB", used)
	}
	t.Logf("%d keywords, %d MB allocated", len(d.Keywords), (after.TotalAlloc-before.TotalAlloc)>>20)
}

// Of text without spaces, a bounded number of characters is read, which is told.
func TestSpacelessIsBounded(t *testing.T) {
	if raceEnabled || testing.Short() {
		t.Skip("as large as documents are")
	}
	x := newTestExtractor(t, Options{})
	for over, want := range map[bool]Reading{false: Full, true: Simple} {
		filler := strings.Repeat("ฐ", maxSpaceless/2)
		text := filler + "\n\n" + filler[:len(filler)-30*3] + "\n\n**ข้อมูล**\n\n"
		if over {
			text += strings.Repeat("ก", 30) + "\n\n"
		}
		d := x.Read(Markdown, []byte(text+"**แม่น้ำ**\n"))
		found := map[string]bool{}
		for i := range d.Keywords {
			found[d.Keywords[i].Form] = true
		}
		if d.Reading != want || !found["ข้อมูล"] || found["แม่น้ำ"] == over {
			t.Errorf("over the bound %v: reading %v, keywords %v", over, d.Reading, found)
		}
	}
}
