package pipeline

import (
	"fmt"
	"testing"

	"clientele/segments"
)

func TestNeedsOf_IsWhatTheRuleAndThoseBehindItAskFor(t *testing.T) {
	config, err := readSegments(t, `segments:
  - {name: far, who: in segment near and not in segment dear}
  - {name: dear, who: value to come at least 10}
  - {name: near, who: country is Spain}
  - {name: grouped, who: cluster is known}
  - {name: old, who: everybody}
`)
	if err != nil {
		t.Fatal(err)
	}
	w := &work{config: config}
	for rule, want := range map[string]string{
		"country is Spain":                           "{false false []}",
		"chance to buy at least 30 %":                "{true false []}",
		"orders > 1 or not churn risk over 0.5":      "{true false []}",
		"in segment Near":                            "{false false [2]}",
		"in segment far":                             "{true false [2 1 0]}",
		"in segment grouped":                         "{false true [3]}",
		"cluster is frequent_big":                    "{false true []}",
		"in segment frequent big":                    "{false true []}", // a cluster's words
		"in segment average b":                       "{false true []}",
		"in segment nobody's":                        "{false true []}", // so that a cluster may be suggested
		"in segment champions or in segment at risk": "{false false []}",
		"in segment old":                             "{false false [4]}", // an own one is meant before a cluster of the name
		"in segment own near":                        "{false false [2]}",
		"in segment own old":                         "{false false [4]}",
		"in segment Лучшие":                          "{false false []}",
		"in segment Campeones":                       "{false false []}",
		"in segment rfm champions":                   "{false false []}",
		"in segment активные":                        "{false false []}",
		"in segment new":                             "{false true []}", // a stage, and perhaps a cluster
		"in segment покупают часто":                  "{false true []}", // a cluster's name in a report
	} {
		read, mistakes := segments.ParseRule(rule)
		if len(mistakes) > 0 {
			t.Fatal(mistakes)
		}
		needs, err := w.needsOf(read)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(needs); got != want {
			t.Errorf("%s: %s, want %s", rule, got, want)
		}
	}
}
