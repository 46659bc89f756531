package extract

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParts(t *testing.T) {
	for form, want := range map[string]string{
		"":                        "",
		"valve":                   "valve",
		"Slack waters":            "slack water",
		"DispatchKeySet":          "dispatch key set",
		"CWnd":                    "wnd",
		"IDispatch":               "dispatch",
		"iPhone":                  "phone",
		"HTTPServer2":             "http server2",
		"parseHTTP":               "parse http",
		"APIs":                    "api",
		"listAPIs":                "list api",
		"Int32Array":              "int32 array",
		"MAX_PATH_LEN":            "max path len",
		"std::vector<bool>":       "std vector bool",
		"--config-file":           "config file",
		"afxwin.h":                "afxwin h",
		"vitamin C":               "vitamin c",
		"C2403":                   "c2403",
		"x86_64":                  "x86 64",
		"ÉcoleNormale":            "école normale",
		"E\u0301COLE":             "école",
		"潮汐":                      "潮汐 汐",
		"潮汐表":                     "潮汐 汐表 表",
		"API設計":                   "api 設計 計",
		"キーワード索引":                 "キー ーワ ワー ード ド索 索引 引",
		"한국어":                     "한국 국어 어",
		"น้ำ":                     "น้ ้ำ ำ",
		"key key":                 "key key",
		"a\x00b \xff c\u2028d":    "a b c d",
		"Grüße":                   "grüsse",
		"classes":                 "class",
		"ΣΊΣΥΦΟΣ":                 "σίσυφοσ",
		"wait_for::Parameters.on": "wait for parameter on",
	} {
		if got := strings.Join(AppendParts(nil, form), " "); got != want {
			t.Errorf("%q has the parts %q, want %q", form, got, want)
		}
	}
}

func TestKeys(t *testing.T) {
	for text, want := range map[string][]string{
		"Slack Water":     {"slack water"},
		" Low  waters ":   {"low waters", "low water"},
		"MFC":             {"mfc"},
		"stations' files": {"stations' files", "stations' file"},
		"":                {""},
	} {
		if got := Keys(text); !slices.Equal(got, want) {
			t.Errorf("%q has the keys %q, want %q", text, got, want)
		}
	}
}

// Whatever a form holds, its parts are found again by a form that is the part,
// and there are no more of them than characters.
func FuzzParts(f *testing.F) {
	for _, form := range []string{"DispatchKeySet", "潮汐表 API", "a__b", "İI", "ǅungla", "é\u0301", "ﬁne"} {
		f.Add(form)
	}
	f.Fuzz(func(t *testing.T, form string) {
		parts := AppendParts(nil, form)
		if len(parts) > utf8.RuneCountInString(form) {
			t.Errorf("%q has %d parts", form, len(parts))
		}
		for _, part := range parts {
			if part == "" || strings.ContainsAny(part, " _-./") {
				t.Errorf("%q has the part %q", form, part)
			}
		}
	})
}
