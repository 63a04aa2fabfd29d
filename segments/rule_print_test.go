package segments

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// compareNodes compares rules but for the places of their names.
func compareNodes() cmp.Options {
	return cmp.Options{
		cmp.AllowUnexported(allOf{}, anyOf{}, notOf{}, fieldTest{}, boughtTest{}, eventTest{}, campaignTest{}, segmentTest{}, interval{}, filter{}, window{}, period{}, length{}, around{}),
		cmp.Comparer(func(a, b name) bool { return a.text == b.text }),
	}
}

func TestString_IsReadAsTheSameRule(t *testing.T) {
	for seed := range uint64(20) {
		maker := ruleMaker{newDice(seed), newSmallWorld(seed)}
		for range 100 {
			want := Rule{root: maker.rule(maker.IntN(5))}
			got, mistakes := ParseRule(want.String())
			if len(mistakes) > 0 {
				t.Fatalf("%s: %s\n%v", seeded(seed), want, mistakes)
			}
			if diff := cmp.Diff(want.root, got.root, compareNodes()); diff != "" {
				t.Fatalf("%s: %s\n%s", seeded(seed), want, diff)
			}
		}
	}
}

// FuzzParseRule reads whatever comes: it ends, and what it reads without a
// mistake is written so that it is read the same again.
func FuzzParseRule(f *testing.F) {
	for _, sentence := range []string{
		`bought in category "Coffee" at least 2 times within 30 days of the first order and not (country is Spain or in segment VIP)`,
		`no event of type visit in the last 60 days`, `opened campaign A and did not buy within 14 days of campaign A`,
		`revenue between 10 and 20.50 but chance to buy >= 30 %`, `first order in 2026-10 or last order more than 2 months ago`,
		`tag is one of "a", b, «c»`, `((((`, `not not everybody`, `bought once twice`, `country is "`, `tag contains 'a, b' or city is 's-Hertogenbosch`, `revenue over 1 000,50,7 % and city is ''`, "spent at least 5 in the last", `1 2 3 , ) (`,
	} {
		f.Add(sentence)
	}
	f.Fuzz(func(t *testing.T, sentence string) {
		rule, mistakes := ParseRule(sentence)
		for _, mistake := range mistakes {
			if mistake.At < 0 || mistake.At > len([]rune(sentence)) || mistake.Text == "" {
				t.Errorf("%q: %+v", sentence, mistake)
			}
		}
		if len(mistakes) > 0 {
			return
		}
		again, mistakes := ParseRule(rule.String())
		if len(mistakes) > 0 {
			t.Fatalf("%q is written as %q: %v", sentence, rule, mistakes)
		}
		if diff := cmp.Diff(rule.root, again.root, compareNodes()); diff != "" {
			t.Errorf("%q is written as %q\n%s", sentence, rule, diff)
		}
	})
}
