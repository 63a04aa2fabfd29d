package alerts

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParse_ReadsWhatPeopleWrite(t *testing.T) {
	for written, want := range map[string]string{
		"revenue this week below the forecast's lower band":                   "revenue this week below the forecast's lower band",
		"Revenue this week is below the forecast’s lower band.":               "",
		"revenue this week below forecast":                                    "revenue this week below the forecast's lower band",
		"sales last week above the upper limit of the forecast":               "revenue last week above the forecast's upper band",
		"orders this month above the forecast's upper band":                   "orders this month above the forecast's upper band",
		"revenue this month below plan by 10 %":                               "revenue this month below plan by 10 %",
		"revenue this month 10% below the plan":                               "revenue this month below plan by 10 %",
		"margin last month above target":                                      "margin last month above plan",
		"orders this week below 50":                                           "orders this week below 50",
		"number of orders this week < 50":                                     "orders this week below 50",
		"average order this month above 120.50":                               "average order this month above 120.5",
		"returns this week at least 1000":                                     "returns this week at least 1000",
		"buyers last week no more than 3":                                     "buyers last week at most 3",
		"revenue this week fell by 20 %":                                      "revenue this week fell by 20 %",
		"revenue this week fell by 20 % against a year before":                "revenue this week fell by 20 % than a year before",
		"new customers last month grew by 20 percent than a year ago":         "new customers last month grew by 20 % than a year before",
		"orders this week grew by 30":                                         "orders this week grew by 30",
		"orders this week fell by 20 % and at least 5":                        "orders this week fell by 20 % and at least 5",
		"orders this week fell by 20 % than a year before, and by at least 5": "orders this week fell by 20 % and at least 5 than a year before",
		"At risk grew by 20 %":                                                `segment "At risk" grew by 20 %`,
		"segment Sleeping coffee lovers fell by 10 %":                         `segment "Sleeping coffee lovers" fell by 10 %`,
		`segment "fell by 1 %" has at least 7`:                                `segment "fell by 1 %" at least 7`,
		"lifecycle stage lost at least 100":                                   `lifecycle stage "lost" at least 100`,
		"lifecycle stage is lost more than 100":                               `lifecycle stage "lost" above 100`,
		"rfm cannot_lose above 20":                                            `rfm segment "cannot_lose" above 20`,
		"cluster frequent spenders below 20":                                  `cluster "frequent spenders" below 20`,
		"Группа риска grew by 20 %":                                           `segment "Группа риска" grew by 20 %`,
		"«Группа 2» below 20":                                                 `segment "Группа 2" below 20`,
		"Group 2 below 20":                                                    `segment "Group 2" below 20`,
		`"say ""hi""" above 2`:                                                `segment "say ""hi""" above 2`,
		"money at stake above 50000":                                          "money at stake above 50000",
		"revenue of manager Anna Ivanova this week below 5":                   `revenue of manager "Anna Ivanova" this week below 5`,
		"revenue this week in country Spain fell by 20 %":                     `revenue in country "Spain" this week fell by 20 %`,
		"revenue last month below plan by 5 % of manager Anna":                `revenue of manager "Anna" last month below plan by 5 %`,
		"orders in category Tea last week above the forecast's upper band":    `orders in category "Tea" last week above the forecast's upper band`,
	} {
		rule, mistakes := Parse(written)
		if want == "" {
			if len(mistakes) == 0 {
				t.Errorf("%q is read as %s", written, rule)
			}
			continue
		}
		if len(mistakes) > 0 || rule.String() != want {
			t.Errorf("%q is %q, want %q: %v", written, rule, want, mistakes)
		}
	}
}

// Each mistake stands at its word, marked by ^ in the sentence.
func TestParse_TellsAMistakeAtItsWord(t *testing.T) {
	for _, one := range []struct{ marked, text string }{
		{"^", "the rule is empty"},
		{"^revenu this week below 5", `"revenu" is no figure; did you mean "revenue"?`},
		{"^averge order this month above 120", `did you mean "average order"?`},
		{"^At risk this week above 5", "the size of a segment is told of the day"},
		{"revenue ^below 5", "this week, last week, this month or last month is missing here"},
		{"revenue ^tis week below 5", `did you mean "this"?`},
		{"revenue this ^wek below 5", `did you mean "week"?`},
		{"revenue this week ^fel by 20 %", `did you mean "fell"?`},
		{"revenue this week ^belw 5", `did you mean "below"?`},
		{"revenue this week^", "below, above, at least, at most, fell by or grew by is missing here"},
		{"revenue this week below^", "a number, the plan or the forecast's band is missing here"},
		{"revenue this week below the ^forcast's lower band", `did you mean "forecast's"?`},
		{"revenue this week below the forecast's ^upper band", `"below" goes with the lower band`},
		{"revenue this week below the forecast's ^lowr band", `did you mean "lower"?`},
		{"revenue this week below the forecast's lower ^bnad", `did you mean "band"?`},
		{"revenue this week below ^1,500", "no mark between thousands"},
		{"revenue this week below ^1 500", `"1 500" is not read as one number`},
		{"revenue this week below ^€1500", "write 1500, amounts are in the currency of the reports"},
		{"revenue this week fell by ^-20 %", "a share lies between 0 % and 10000 %"},
		{"revenue this week ^fell by 120 %", "nothing falls by more than 100 %"},
		{"revenue this week fell by 20 % than a ^decade before", "a week, a month or a year before is wanted here"},
		{"revenue this week ^fell by 20 % than a month before", "a week is compared with the week before"},
		{"revenue this month ^fell by 20 % than a week before", "a month is compared with the month before"},
		{"revenue this week ^below plan", "targets are of months"},
		{"^returns this month below plan", "there are no targets of returns"},
		{"buyers ^this month below 50", "a month that has not ended is below any number at first"},
		{"revenue of manager Anna ^this month below 50", "is below any number at first"},
		{"buyers ^this month below the forecast's lower band", "what a month that has not ended will come to"},
		{"At risk ^below the forecast's lower band", "there is no forecast and no plan of this"},
		{"money at stake ^grew by 5 %", "what was at stake before is not kept"},
		{"^margin of manager Anna this week below 5", "margin is told of the whole company alone"},
		{"At risk grew by 20 % ^tomorrow", "the sentence should end here"},
		{"segment ^below 5", "the name of a segment is missing here"},
		{`segment ^"lost below 5`, `the closing " is missing`},
		{"^below 5", "a rule begins with a figure"},
		{"orders this week below 50 ^%", "a number and no share is wanted here"},
	} {
		before, after, _ := strings.Cut(one.marked, "^")
		_, mistakes := Parse(before + after)
		if len(mistakes) == 0 {
			t.Errorf("%s has no mistake", one.marked)
			continue
		}
		if at := utf8.RuneCountInString(before); mistakes[0].At != at || !strings.Contains(mistakes[0].Text, one.text) {
			t.Errorf("%s: at %d: %s", one.marked, mistakes[0].At, mistakes[0].Text)
		}
	}
	if _, mistakes := Parse("segment " + strings.Repeat("x", 2000) + " above 5"); len(mistakes) != 1 {
		t.Errorf("a long sentence: %v", mistakes)
	}
}

// Whatever is written, there is a rule or a mistake within the sentence, and a rule is
// read back from its own words as itself.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"revenue this week below the forecast's lower band", "At risk grew by 20 % and at least 5 than a year before", "revenue of manager «Анна» this month 10 % below plan",
		`segment "a""b" >= 5`, "lifecycle stage is lost ≤ 3", "money at stake over 9.5", "orders last week in country '' fell by 1 %", "\x00\xff at least", "rfm segment is is is below 5",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rule, mistakes := Parse(text)
		for _, mistake := range mistakes {
			if mistake.At < 0 || mistake.At > len([]rune(text)) || mistake.Text == "" {
				t.Fatalf("%q: %+v", text, mistake)
			}
		}
		if len(mistakes) > 0 {
			if rule != (Rule{}) {
				t.Fatalf("%q is a rule and a mistake", text)
			}
			return
		}
		again, mistakes := Parse(rule.String())
		if len(mistakes) > 0 || again != rule {
			t.Fatalf("%q is %q, which is %q: %v", text, rule, again, mistakes)
		}
	})
}
