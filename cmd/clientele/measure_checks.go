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
	percent := fmt.Sprintf("%.1f %%", 100*value)
	customers, are, were, members, count := counted(c.Customers, "customer"), "are", "were", counted(c.Customers, "member"), "count"
	if c.Customers == 1 {
		are, were, count = "is", "was", "counts"
	}
	switch c.Check {
	case "sample_ratio":
		expected := "as drawn"
		if c.Expected != nil {
			expected = fmt.Sprintf("%.1f %%", 100**c.Expected)
		}
		return fmt.Sprintf("%s are held out, and %s were drawn: somebody is missing from one of the arms", percent, expected)
	case "balance":
		return fmt.Sprintf("the arms differed before by %.2f standard deviations in %s: were they drawn by chance?", value, knownBefore(c.Subject))
	case "control_reached":
		return fmt.Sprintf("%s of the control group %s addressed all the same (%s): the effect is a little greater than it looks", customers, were, percent)
	case "merged_arms":
		return fmt.Sprintf("%s %s in both arms, since two ids turned out to be one customer: left out", customers, are)
	case "reached_twice":
		return fmt.Sprintf("%s %s addressed more than once (%s)", customers, were, percent)
	case "no_touch":
		return fmt.Sprintf("%s of the treated %s never reached (%s), and nevertheless %s as treated, since the arms would not be alike otherwise", customers, were, percent, count)
	case "unknown_members":
		if c.Subject != "" {
			return fmt.Sprintf("%s %s nobody that was known before, and none such was held out: left out of the comparison", members, were)
		}
		return fmt.Sprintf("%s %s nobody that was known before (%s); some were held out like everybody, so all such count, and who is not known yet bought nothing", members, were, percent)
	case "before_start":
		return fmt.Sprintf("%s %s addressed before the first day", members, were)
	case "unplanned":
		return fmt.Sprintf("%s %s in the lists without being drawn: left out", members, are)
	case "overlap":
		return fmt.Sprintf("the campaign %s met the two arms unequally meanwhile (%s)", c.Subject, customers)
	}
	return c.Check
}

// knownBefore is what was known of customers before a campaign.
func knownBefore(subject string) string {
	switch subject {
	case "revenue_year":
		return "revenue of the year before"
	case "orders_year":
		return "orders of the year before"
	case "revenue_before":
		return "revenue shortly before"
	case "orders_before":
		return "orders shortly before"
	case "recency_days":
		return "days since the last order"
	}
	return strings.ReplaceAll(subject, "_", " ")
}
