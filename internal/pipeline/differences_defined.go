package pipeline

import (
	"slices"

	"clientele/segments"
)

// definedFeatures are the features that a segment's rule is made of, and those
// of the segments that it names: in these its members differ because they must.
// Segments that name each other in a circle are refused before.
func (c *Config) definedFeatures(known []segments.Named, segment string) []string {
	var found []string
	for _, own := range c.ownSegments {
		if own.Name != segment {
			continue
		}
		for _, subject := range own.Rule.Subjects() {
			if subject.Of == "segment" {
				found = append(found, c.featuresOfNamed(known, subject.Name)...)
			} else {
				found = append(found, featuresOfSubject(subject)...)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// featuresOfNamed are those of the segments that a rule means by a name.
func (c *Config) featuresOfNamed(known []segments.Named, written string) []string {
	var found []string
	for _, one := range segments.Meant(known, "", written) {
		switch one.Kind {
		case kindOwn:
			found = append(found, c.definedFeatures(known, one.Key)...)
		case kindCluster:
			found = append(found, numberFeatures()[:clusterFeatures]...)
		default:
			found = append(found, rhythmFeatures()...)
		}
	}
	return found
}

// rhythmFeatures are those of which segments by recency, frequency and money, and
// stages of life, are made.
func rhythmFeatures() []string {
	return []string{"recency_days", "orders", "revenue", "orders_12m", "revenue_12m", "mean_gap_days", "trend"}
}

// featuresOfSubject are the features that follow from what a rule asks about.
func featuresOfSubject(subject segments.Subject) []string {
	const recency, orders, orders12, gap, revenue, revenue12, average = "recency_days", "orders", "orders_12m", "mean_gap_days", "revenue", "revenue_12m", "average_order"
	switch subject.Name {
	case "country", "city":
		return []string{"country", "city"}
	case "manager":
		return []string{"owner"}
	case "channel", "source":
		return []string{"channel", "top_channel_share"}
	case "category", "product":
		return []string{"product_group", "top_group_share", "product_groups"}
	case "first order":
		return []string{"tenure_days"}
	case "last order", "days since last order", "recency score", "days":
		if subject.Of == "measure" {
			return []string{orders, orders12, gap, revenue, revenue12}
		}
		return []string{recency, "trend", orders12, revenue12}
	case "orders", "frequency score", "times", "pieces":
		return []string{orders, orders12, gap, revenue, revenue12}
	case "revenue", "monetary score", "amount":
		return []string{revenue, revenue12, average, orders}
	case "average order":
		return []string{average, revenue, revenue12}
	case "rfm segment", "lifecycle stage":
		return rhythmFeatures()
	case "cluster":
		return numberFeatures()[:clusterFeatures]
	case "value to come", "chance to buy", "churn risk":
		return append(rhythmFeatures(), average)
	}
	return nil
}
