package sentence

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// listed is a language with everything; plain one without.
func listed() Language {
	return Language{Symbols: "(),", Comparisons: "<>=!≥≤≠", Days: true, BeforeName: func(t Token) bool { return t.Is("is", ",", "(") }}
}

func plain() Language { return Language{Comparisons: "<>≤≥", Trimmed: ",;", PercentApart: true} }

// shown writes tokens as kind:text@place.
func shown(tokens []Token) string {
	names := map[Kind]string{End: "end", Word: "word", Quoted: "quoted", Number: "number", Day: "day", Month: "month", Symbol: "symbol"}
	var out []string
	for _, t := range tokens {
		out = append(out, fmt.Sprintf("%s:%s@%d", names[t.Kind], t.Text, t.At))
	}
	return strings.Join(out, " ")
}

func TestCut_MakesTokensOfWhatPeopleWrite(t *testing.T) {
	for _, one := range []struct {
		language       Language
		sentence, want string
	}{
		{listed(), "Город is 'O’Brien', «a»", "word:Город@0 word:is@6 quoted:O’Brien@9 symbol:,@18 quoted:a@20 end:@23"},
		{listed(), "x is 't Hooft", "word:x@0 word:is@2 word:'t@5 word:Hooft@8 end:@13"},
		{listed(), "Rock 'n' Roll", "word:Rock@0 word:'n'@5 word:Roll@9 end:@13"},
		{listed(), "p>=30 % and q≠-1.5", "word:p@0 symbol:>=@1 number:30%@3 word:and@8 word:q@12 symbol:!=@13 number:-1.5@14 end:@18"},
		{listed(), "since 2026-10-31<>2026-10", "word:since@0 day:2026-10-31@6 symbol:!=@16 month:2026-10@18 end:@25"},
		{listed(), "1,5", "number:1@0 symbol:,@1 number:5@2 end:@3"},
		{listed(), "30% %", "number:30%@0 word:%@4 end:@5"},
		{plain(), "fell by 20%, and ≥5;", "word:fell@0 word:by@5 number:20@8 word:%@10 word:and@13 symbol:>=@17 number:5@18 end:@20"},
		{plain(), "by 20 %", "word:by@0 number:20@3 word:%@6 end:@7"},
		{plain(), "1,5 <> 2026-10-31", "word:1,5@0 symbol:<@4 symbol:>@5 word:2026-10-31@7 end:@17"},
		{plain(), `"say ""hi""" „ja“ ,`, `quoted:say "hi"@0 quoted:ja@13 word:,@18 end:@19`},
		{plain(), "is 'no quote'", "word:is@0 word:'no@3 word:quote'@7 end:@13"},
		{plain(), "", "end:@0"},
	} {
		tokens, mistakes := one.language.Cut([]rune(one.sentence))
		if got := shown(tokens); got != one.want || len(mistakes) > 0 {
			t.Errorf("%s\n got %s\nwant %s %v", one.sentence, got, one.want, mistakes)
		}
	}
}

func TestCut_TellsAQuotationMarkWithoutItsOther(t *testing.T) {
	for sentence, want := range map[string]Mistake{
		`жук "a`: {At: 4, Text: `the closing " is missing`}, "«a": {At: 0, Text: "the closing » is missing"}, `"a" „b”`: {At: 4, Text: "the closing “ is missing"}, `x """`: {At: 2, Text: `the closing " is missing`},
	} {
		tokens, mistakes := plain().Cut([]rune(sentence))
		if len(mistakes) != 1 || mistakes[0] != want || tokens[len(tokens)-2].Kind != Quoted {
			t.Errorf("%s: %v, %s", sentence, mistakes, shown(tokens))
		}
	}
}

func TestToken_AQuotedKeywordIsNone(t *testing.T) {
	tokens, _ := listed().Cut([]rune(`AND "and" don’t 5`))
	for i, want := range []bool{true, false, true, false} {
		if got := tokens[i].Is("and", "don't", "5"); got != want {
			t.Errorf("%s: %v", tokens[i].Text, got)
		}
	}
}

func TestRewritten_ReadsBothDecimalMarksWhereTheyAreSure(t *testing.T) {
	for text, want := range map[string]string{
		"12,50": "12.50", "-3,5": "-3.5", "€1500": "1500", "1500₽": "1500", "1'500": "1500", "1.000,50": "1000.50", "1,000.50": "1000.50", "12.345.678,9": "12345678.9", "€1.000,5": "1000.5",
		"1,500": "", "1.000.50": "", "10,50,7": "", "1,00.5": "", "12,345": "", "a": "", "": "", "1 500": "", "1.2.3,4": "", "30%": "",
	} {
		got, ok := Rewritten(text)
		if got != want || ok != (want != "") || ok && !IsNumber(got) {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"€5": "; write 5, amounts", "12,5": "; write 12.5: numbers are", "1,500": "; numbers are written"} {
		if got := NumberHint(text); !strings.HasPrefix(got, want) {
			t.Errorf("%q: %s", text, got)
		}
	}
}

func TestReader_NeverPassesTheEnd(t *testing.T) {
	r := Reader{Most: 2}
	r.Tokens, r.Mistakes = listed().Cut([]rune("at least 5"))
	switch {
	case r.Phrase("at", "most") || r.Phrase("at least 6") || r.Pos != 0:
		t.Errorf("half a phrase is taken, to %d", r.Pos)
	case !r.Phrase("at least") || r.Pos != 2 || r.Accept("5"):
		t.Errorf("at least is not read, or a number is taken for a word: %d", r.Pos)
	case r.Next().Text != "5" || r.Next().Kind != End || r.Next().Kind != End || r.Ahead(7).Kind != End || r.Pos != 3:
		t.Errorf("the end is passed: %d", r.Pos)
	}
	for range 3 {
		r.Wrong(1, "%d", 1)
	}
	if len(r.Mistakes) != 2 {
		t.Errorf("%d mistakes are kept of at most 2", len(r.Mistakes))
	}
}

// Whatever a name is, written in quotes it is one token with that name.
func TestQuote_IsReadBackAsItself(t *testing.T) {
	letters := []rune(` "'«»“”„‘’a%,;()<>=1.٣жé` + "\t\n\x00\u00a0")
	for seed := range uint64(2000) {
		random := rand.New(rand.NewPCG(seed, 11))
		name := make([]rune, random.IntN(12))
		for i := range name {
			name[i] = letters[random.IntN(len(letters))]
		}
		for _, language := range []Language{listed(), plain()} {
			tokens, mistakes := language.Cut([]rune("is " + Quote(string(name)) + " 5"))
			if len(mistakes) > 0 || len(tokens) != 4 || tokens[1].Kind != Quoted || tokens[1].Text != string(name) {
				t.Fatalf("seed %d: %q is %s %v", seed, string(name), shown(tokens), mistakes)
			}
		}
	}
}

// FuzzCut cuts whatever comes: tokens stand in their order within the sentence,
// each where its text begins, and nothing that is written is lost.
func FuzzCut(f *testing.F) {
	for _, seed := range []string{
		`country is 'O'Brien', "a ""b""" or «c» >= 30 % (2026-10-31)`, "revenue this week fell by 20%, and at least 5;", `is "`, "‘a’ „b“ ≠≤≥!=<>", "is '' %% 1,5% -3.5", "\xff\x00٣ 1.23456", "20 % % %", ",;,; ;",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		runes := []rune(text)
		for _, language := range []Language{listed(), plain()} {
			tokens, mistakes := language.Cut(runes)
			if end := tokens[len(tokens)-1]; end.Kind != End || end.At != len(runes) || len(mistakes) > 1 {
				t.Fatalf("%q: %s %v", text, shown(tokens), mistakes)
			}
			covered := 0
			for i, token := range tokens[:len(tokens)-1] {
				if token.Kind == End || token.At < covered || token.At >= tokens[i+1].At {
					t.Fatalf("%q: token %d of %s", text, i, shown(tokens))
				}
				for _, r := range runes[covered:token.At] {
					if !unicode.IsSpace(r) && !strings.ContainsRune(language.Trimmed, r) {
						t.Fatalf("%q: %c is lost before token %d of %s", text, r, i, shown(tokens))
					}
				}
				covered = token.At + width(token, runes, tokens[i+1].At)
			}
		}
	})
}

// width is how many characters a token has at least: of one that is not written
// as it is read, all before the next.
func width(token Token, runes []rune, next int) int {
	n := utf8.RuneCountInString(token.Text)
	if token.Kind == Word || token.Kind == Number && string(runes[token.At:min(len(runes), token.At+n)]) == token.Text {
		return n
	}
	return next - token.At
}
