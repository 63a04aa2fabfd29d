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
		"in segment old":                             "{false true [4]}", // a cluster can be called so too
	} {
		read, mistakes := segments.ParseRule(rule)
		if len(mistakes) > 0 {
			t.Fatal(mistakes)
		}
		if got := fmt.Sprint(w.needsOf(read)); got != want {
			t.Errorf("%s: %s, want %s", rule, got, want)
		}
	}
}
