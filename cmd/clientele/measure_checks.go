package main

import (
	"fmt"
	"math"
	"strings"

	"clientele/internal/pipeline"
)

// checkSentence says what a check found.
func checkSentence(c pipeline.CampaignCheckAnswer) string {
	value := math.NaN()
	if c.Value != nil {
		value = *c.Value
	}
	n, percent := whole(int64(c.Customers)), fmt.Sprintf("%.1f %%", 100*value)
	switch c.Check {
	case "sample_ratio":
		expected := "as drawn"
		if c.Expected != nil {
			expected = fmt.Sprintf("%.1f %%", 100**c.Expected)
		}
		return fmt.Sprintf("%s are held out, and %s were drawn: somebody is missing from one of the arms", percent, expected)
	case "balance":
		return fmt.Sprintf("the arms differed before by %.2f standard deviations in %s: were they drawn by chance?", value, strings.ReplaceAll(c.Subject, "_", " "))
	case "control_reached":
		return fmt.Sprintf("%s customers of the control group were addressed all the same (%s): the effect is a little greater than it looks", n, percent)
	case "merged_arms":
		return fmt.Sprintf("%s customers are in both arms, since two ids turned out to be one customer; they are left out", n)
	case "reached_twice":
		return fmt.Sprintf("%s customers were addressed more than once (%s)", n, percent)
	case "no_touch":
		return fmt.Sprintf("%s customers of the treated were never reached (%s); they count as treated, since the arms would not be alike otherwise", n, percent)
	case "unknown_members":
		if c.Subject != "" {
			return fmt.Sprintf("%s members were nobody that was known before, and none such was held out: they are left out of the comparison", n)
		}
		return fmt.Sprintf("%s members were nobody that was known before (%s); some were held out like everybody, so they count, and who is not known yet bought nothing", n, percent)
	case "before_start":
		return fmt.Sprintf("%s members were addressed before the first day", n)
	case "unplanned":
		return fmt.Sprintf("%s members are in the lists and were not drawn; they are left out", n)
	case "overlap":
		return fmt.Sprintf("the campaign %s met the two arms unequally meanwhile (%s customers)", c.Subject, n)
	}
	return c.Check
}
