package segments

import (
	"fmt"
	"strings"
	"testing"
)

func TestSubjects_AreFoundUnderNotAndInEveryBranch(t *testing.T) {
	for sentence, want := range map[string]string{
		"not country is Spain":                                   "field/country",
		"country is not Spain":                                   "field/country",
		"manager is X and tag is Y":                              "field/manager field/tag",
		"revenue between 10 and 20":                              "field/revenue",
		"first order in 2026-02":                                 "field/first order",
		"bought in category Coffee":                              "filter/category measure/times",
		"(city is Bonn or not in segment VIP) and has tag x":     "field/city field/tag segment/VIP",
		"bought through channel web in the last 30 days":         "filter/channel measure/times window/days",
		"rfm segment is champions or lifecycle stage is at risk": "field/lifecycle stage field/rfm segment",
		"everybody": "",
	} {
		rule, mistakes := ParseRule(sentence)
		if len(mistakes) > 0 {
			t.Errorf("%s: %v", sentence, mistakes)
			continue
		}
		var got []string
		for _, one := range rule.Subjects() {
			got = append(got, fmt.Sprintf("%s/%s", one.Of, one.Name))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", sentence, got, want)
		}
	}
}
