package segments

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What marketers write, and what it means.
func TestParseRule_ReadsSentences(t *testing.T) {
	for _, c := range []struct{ written, means string }{
		{`bought in category "Coffee" at least 2 times within 30 days of the first order and not (country is Spain or in segment VIP)`,
			`bought in category "Coffee" at least 2 times within 30 days of the first order and not (country is "Spain" or in segment "VIP")`},
		{`no event of type visit in the last 60 days`, `not event of type "visit" in the last 60 days`},
		{`opened campaign A and did not buy within 14 days of campaign A`, `opened campaign "A" and not bought within 14 days of campaign "A"`},
		{`event of type call with subject contains delivery more than once`, `event of type "call" of subject contains "delivery" more than 1 times`},
		{`was in campaign Spring Sale, "Autumn, late"`, `was in campaign "Spring Sale", "Autumn, late"`},
		{`was held out of campaign A but clicked in any campaign in the last 2 weeks`, `was held out of campaign "A" and clicked any campaign in the last 2 weeks`},
		{`Country IS NOT one of Spain, Portugal`, `not country is one of "Spain", "Portugal"`},
		{`country is none of Spain, "Portugal" or "Italy"`, `not country is one of "Spain", "Portugal", "Italy"`},
		{`email contains «@gmail.com» and phone is unknown and city is known`, `email contains "@gmail.com" and not phone is known and city is known`},
		{`revenue > 100.50 and orders <= 3 and average order is between 10 and 20`, `revenue more than 100.5 and orders at most 3 and average order between 10 and 20`},
		{`bought ≥ 2 times in category Coffee, Tea or bought twice of product 85123A`, `bought in category "Coffee", "Tea" at least 2 times or bought in product "85123A" exactly 2 times`},
		{`spent at least 500 in category Tea since 2026-01`, `bought in category "Tea" for at least 500 since 2026-01-01`},
		{`bought for more than 99.9 in 2025 through channel web`, `bought in channel "web" for more than 99.9 between 2025-01-01 and 2025-12-31`},
		{`bought 10 or more pieces from category Beans`, `bought in category "Beans" at least 10 pieces`},
		{`first order in 2026-02 and last order before 2026-03-01`, `first order between 2026-02-01 and 2026-02-28 and last order until 2026-02-28`},
		{`last order more than 3 months ago or last order is unknown`, `last order more than 3 months ago or not last order is known`},
		{`orders at least 2 in the last year`, `bought at least 2 times in the last 1 year`},
		{`revenue over 100 between 2026-01-01 and 2026-06-30`, `bought for more than 100 between 2026-01-01 and 2026-06-30`},
		{`rfm segment is Champions and lifecycle stage is one of at risk, lost`, `rfm segment is "Champions" and lifecycle stage is one of "at risk", "lost"`},
		{`chance to buy at least 30 % and churn risk under 0.25`, `chance to buy at least 0.3 and churn risk less than 0.25`},
		{`has tag wholesale and has no email and email consent is yes`, `tag is "wholesale" and not email is known and email consent is yes`},
		{`never bought or has not bought in the last 90 days`, `not bought or not bought in the last 90 days`},
		{`did not receive campaign A`, `not received campaign "A"`},
		{`in segments VIP, At risk and not in segment Loyal`, `in segment "VIP", "At risk" and not in segment "Loyal"`},
		{`everybody and not (tag is x)`, `everybody and not tag is "x"`},
		{`bought after campaign A and bought within 2 months before the last order`, `bought after campaign "A" and bought within 2 months before the last order`},
		{`country is Spain and city is Vigo or orders is 1`, `(country is "Spain" and city is "Vigo") or orders exactly 1`},
		{`customer starts with "O""Neil"`, `customer starts with "O""Neil"`},
		{`bought at most 2 times`, `bought at most 2 times`},
		{`in segment Group 2 or bought in category Tea 3 times`, `in segment "Group 2" or bought in category "Tea" exactly 3 times`},
		{`first order at least 2 weeks ago and recency score is 5`, `first order at least 2 weeks ago and recency score exactly 5`},
		{`tag contains vi and tag does not start with old`, `tag contains "vi" and not tag starts with "old"`},
		{`bought in category 'Чай, травы', 'O'Brien''s' or ‘a b’`, `bought in category "Чай, травы", "O'Brien's", "a b"`},
		{`customer is O'Brien or customer is 't Hooft or country='Spain'`, `customer is "O'Brien" or customer is "'t Hooft" or country is "Spain"`},
		{`bought in category Rock 'n' Roll`, `bought in category "Rock 'n' Roll"`},
		{`bought at least -2 pieces and revenue over -10`, `bought at least -2 pieces and revenue more than -10`},
	} {
		rule, mistakes := ParseRule(c.written)
		if len(mistakes) > 0 {
			t.Errorf("%s: %v", c.written, mistakes)
			continue
		}
		if diff := cmp.Diff(c.means, rule.String()); diff != "" {
			t.Errorf("%s\n%s", c.written, diff)
		}
	}
}

// Each mistake stands at its word, here marked by ^, and says what was meant.
func TestParseRule_TellsEveryMistakeAtItsWord(t *testing.T) {
	for _, c := range []struct {
		written string
		texts   []string
	}{
		{`^contry is Spain`, []string{`did you mean "country"?`}},
		{`country ^iss Spain`, []string{`did you mean "is"?`}},
		{`country is Spain ^revenue > 5`, nil},
		{`country is Spain or ^Portugal`, []string{"separated by commas"}},
		{`country is ^and city is Vigo`, []string{"name of a country is missing"}},
		{`^contry is Spain and orders at least ^two and ^tga is x`, []string{`"country"`, "a number is missing here", `"tag"`}},
		{`bought at least 2 ^in category Coffee`, []string{"what is counted?"}},
		{`bought in category Coffee within 30 ^dayz of the first order`, []string{`did you mean "days"?`}},
		{`bought within 30 days ^`, []string{"of what?"}},
		{`(country is Spain ^`, nil},
		{`^(country is Spain`, []string{"the ) to this ( is missing"}},
		{`country is Spain^)`, []string{"no ( to this )"}},
		{`country is ^"Spain`, []string{"closing \" is missing"}},
		{`first order before ^2026-02-30`, []string{"is no day"}},
		{`first order before ^31.10.2026`, []string{"days are written like 2026-10-31"}},
		{`chance to buy at least ^30`, []string{"did you mean 30 %?"}},
		{`revenue at least ^€500`, []string{"write 500"}},
		{`revenue ^between 9 and 5`, []string{"the lower one stands first"}},
		{`first order ^between 2026-03-01 and 2026-02-01`, []string{"the earlier one stands first"}},
		{`^`, []string{"the rule is empty"}},
		{`country is Spain and ^`, []string{"a condition is missing here"}},
		{`country is Spain, ^or city is Vigo`, nil},
		{`opened the ^newsletter`, []string{`"campaign"`}},
		{`was in ^kampain A`, nil},
		{`country is Spain orders > 3 ^^`, nil},
		{`bought 2 times at least ^3 times`, nil},
		{`in segment ^`, []string{"name of a segment is missing"}},
		{`recency score ^at least 2.5`, []string{"whole number"}},
		{`recency score ^is 9 or monetary score ^at least 0`, []string{"between 1 and 5", "between 1 and 5"}},
		{`orders ^at least -1 and bought more than -1 ^times and event ^at most -1 times`, []string{"never less than 0", "never less than 0", "never less than 0"}},
		{`revenue ^atleast 500`, []string{`did you mean "at least"?`}},
		{`revenue ^less-than 500 and orders ^atmost 5`, []string{`"less than"`, `"at most"`}},
		{`revenue over ^1 000 and revenue over ^10,50`, []string{`"1 000" is not read as one number; numbers are written like 1500`, `"10,50" is not`}},
		{`revenue between ^1,000.50 and ^1.000,50 and orders > 3`, []string{`"1,000.50"`, `"1.000,50"`}},
		{`bought in the last ^99999999999999999999 days`, []string{"is no number of days"}},
		{`manager is Bob and ^Co`, []string{`is put in quotes: "Bob and Co"`}},
		{`product is ^x`, nil},
	} {
		if c.texts == nil {
			if _, mistakes := ParseRule(strings.ReplaceAll(c.written, "^", "")); len(mistakes) == 0 {
				t.Errorf("%s: no mistake", c.written)
			}
			continue
		}
		var places []int
		plain := ""
		for _, r := range c.written {
			if r == '^' {
				places = append(places, len([]rune(plain)))
			} else {
				plain += string(r)
			}
		}
		_, mistakes := ParseRule(plain)
		var got []int
		for i, mistake := range mistakes {
			got = append(got, mistake.At)
			if i < len(c.texts) && !strings.Contains(mistake.Text, c.texts[i]) {
				t.Errorf("%s: %q says nothing of %q", c.written, mistake.Text, c.texts[i])
			}
		}
		if diff := cmp.Diff(places, got); diff != "" {
			t.Errorf("%s: %v\n%s", c.written, mistakes, diff)
		}
	}
}

// Nesting, length and lists are bounded; what is beyond is told in one sentence.
func TestParseRule_RefusesWhatIsHostile(t *testing.T) {
	for what, text := range map[string]string{
		"deep":        strings.Repeat("(", 5000) + "everybody" + strings.Repeat(")", 4000),
		"negated":     strings.Repeat("not ", 2000) + "everybody",
		"long":        "country is " + strings.Repeat("x", 20_000),
		"long name":   "country is " + strings.Repeat("x", 300),
		"many":        strings.TrimSuffix(strings.Repeat("everybody or ", 700), " or "),
		"long list":   "country is one of " + strings.TrimSuffix(strings.Repeat("a,", 300), ","),
		"open quotes": strings.Repeat(`country is "a `, 300),
	} {
		_, mistakes := ParseRule(text)
		if len(mistakes) == 0 || len(mistakes) > 200 {
			t.Errorf("%s: %d mistakes", what, len(mistakes))
		}
		if (what == "deep" || what == "many" || what == "negated") && len(mistakes) > 2 {
			t.Errorf("%s: %d mistakes, the first: %v", what, len(mistakes), mistakes[0])
		}
	}
	// Just within the bounds.
	for _, text := range []string{
		strings.Repeat("(", 40) + "everybody" + strings.Repeat(")", 40),
		strings.TrimSuffix(strings.Repeat("everybody or ", 500), " or "),
	} {
		if _, mistakes := ParseRule(text); len(mistakes) > 0 {
			t.Error(mistakes)
		}
	}
}

func TestOrder_PutsWhatIsNamedFirstAndFindsCircles(t *testing.T) {
	own := func(name, rule string) Own {
		made, mistakes := ParseRule(rule)
		if len(mistakes) > 0 {
			t.Fatal(mistakes)
		}
		return Own{name, made}
	}
	order, circles := Order([]Own{own("a", "in segment C and in segment champions"), own("b", "everybody"), own("c", "not in segment b")})
	if fmt.Sprint(order, circles) != "[1 2 0] []" {
		t.Error(order, circles)
	}
	_, circles = Order([]Own{own("x", "everybody"), own("a", "in segment b"), own("b", "orders > 1 or not in segment c"), own("c", "in segment A"), own("self", "in segment Self")})
	if fmt.Sprint(circles) != "[[1 2 3] [4]]" {
		t.Error(circles)
	}
}
