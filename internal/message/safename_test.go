package message_test

import (
	"math/rand"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"clientele/internal/message"
)

func TestSafeName_KeepsLettersAndTakesAwayTraps(t *testing.T) {
	for text, want := range map[string]string{
		"Отчёт — ноябрь 2026.xlsx":    "Отчёт — ноябрь 2026.xlsx",
		"Ñandú & Söhne (Madrid).csv":  "Ñandú & Söhne (Madrid).csv",
		"报告 🦜.html":                   "报告 🦜.html",
		"../../etc/passwd":            "_.._etc_passwd",
		`..\..\boot.ini`:              "_.._boot.ini",
		"/abs":                        "_abs",
		`C:\x`:                        "C__x",
		"":                            "file",
		"..":                          "file",
		" . . ":                       "file",
		"a.csv. . ":                   "a.csv",
		".profile":                    "profile",
		"CON":                         "_CON",
		"con.txt":                     "_con.txt",
		"Aux .txt":                    "_Aux .txt",
		"LPT9.a.b":                    "_LPT9.a.b",
		"COM¹":                        "_COM¹",
		"COM10.txt":                   "COM10.txt",
		"COM12.txt":                   "COM12.txt",
		"COMA.txt":                    "COMA.txt",
		"CONTRACT.xlsx":               "CONTRACT.xlsx",
		"a\r\nb\x00c\x1b.csv":         "a__b_c_.csv",
		"invoice\u202Excod.exe":       "invoice_xcod.exe",
		"a\u2028b\u00A0c":             "a_b c",
		"a\xff\xed\xa0\x80b":          "a_b",
		"e\u0301.csv":                 "é.csv",
		"e\u00ad\u0301.csv":           "é.csv",
		`a"b<c>d|e?f*g:h.csv`:         "a_b_c_d_e_f_g_h.csv",
		"👨\u200d👩\u200d👧 family.xlsx": "👨\u200d👩\u200d👧 family.xlsx",
	} {
		if got := message.SafeName(text, 0); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestSafeName_CutsTheStemAndNotTheExtension(t *testing.T) {
	for _, test := range []struct {
		text    string
		longest int
		want    string
	}{
		{"abcdefgh.xlsx", 10, "abcde.xlsx"},
		{"яяяя.csv", 9, "яя.csv"},
		{"яяяя.csv", 8, "яя.csv"},
		{"abc.averyveryverylongextension", 10, "abc.averyv"},
		{"ab  cd.csv", 8, "ab.csv"},
		{"abcd", 3, "abc"},
		{"abcdefgh.abcdefghijklmnop", 20, "abcdefgh.abcdefghijk"},
		{"abcdefgh.abcdefghijklmno", 20, "abcd.abcdefghijklmno"},
		{"con.x", 5, "_con"},
	} {
		if got := message.SafeName(test.text, test.longest); got != test.want {
			t.Errorf("%q in %d: %q, want %q", test.text, test.longest, got, test.want)
		}
	}
}

func TestSafeName_HoldsForEveryText(t *testing.T) {
	random := rand.New(rand.NewSource(9))
	for range 20_000 {
		checkSafeName(t, hostile(random), 5+random.Intn(60))
	}
}

func checkSafeName(t *testing.T, text string, longest int) {
	t.Helper()
	got := message.SafeName(text, longest)
	switch {
	case got == "", !utf8.ValidString(got), len(got) > longest:
		t.Fatalf("%q: %q", text, got)
	case message.SafeName(got, longest) != got:
		t.Fatalf("%q: %q, again %q", text, got, message.SafeName(got, longest))
	case strings.ContainsAny(got, "/\\:*?\"<>|\x00\r\n"), strings.Trim(got, ". ") != got, got != filepath.Base(got):
		t.Fatalf("%q: %q", text, got)
	}
	for _, r := range got {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == 0x2028 || r == 0x2029 {
			t.Fatalf("%q: %q has %U", text, got, r)
		}
	}
}

func TestLine_MakesOneLineOfWhatComesFromOutside(t *testing.T) {
	for text, want := range map[string]string{
		"Отчёт за ноябрь":                                    "Отчёт за ноябрь",
		" a\r\n\t b\u00a0\u2028c\x00d\x1b\x7f":               "a b c d",
		"a\xff\xfeb":                                         "a\uFFFDb",
		"a\u061c\u200e\u200f\u202a\u202e\u2066\u2069\ufeffb": "ab",
		"👨\u200d👩":                                           "👨\u200d👩",
		strings.Repeat("я", 200):                             strings.Repeat("я", 200),
		strings.Repeat("я", 198) + " яя":                     strings.Repeat("я", 198) + "…",
	} {
		if got := message.Line(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// hostile is a text of pieces that each have broken some mail or some folder.
func hostile(random *rand.Rand) string {
	pieces := []string{
		"\r\n", "\n", "\r", "\r\nBcc: x@example.org\r\n\r\n", "\x00", "\u202e", "\u2066", "\ufeff", "\u2028", "\u0085", "\"", "\\", "\\\"",
		"<x@y>", "(c)", ",", ";", ":", "@", "=?UTF-8?B?", "?=", "=?UTF-8?Q?=0D=0A?=", "=", "--", "--=_mixed_", "..", "/", "\\", ".", " ", "  ", "\t",
		"CON", "nul.txt", "LPT1", "%0d%0a", "''", "UTF-8''", "*0*=", "\xed\xa0\x80", "\xff", "\xc3", "\xf4\x90\x80\x80", "e\u0301", "\u0301",
		"👨\u200d👩\u200d👧", "🦜", "Анна", "報告", "\u00ad", "\x7f", "\x1b[31m", "a", "bc", ".xlsx", "\u00a0", "ﷺ", "\U000E0041", "K\u212a", "\u037e",
	}
	var text strings.Builder
	for range random.Intn(8) {
		piece := pieces[random.Intn(len(pieces))]
		if random.Intn(12) == 0 {
			piece = strings.Repeat(piece, random.Intn(400))
		}
		text.WriteString(piece)
	}
	return text.String()
}
