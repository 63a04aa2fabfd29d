package segments

import (
	"cmp"
	"slices"
)

// Subject is something that a rule asks about, whatever it asks of it.
type Subject struct {
	// Of is field, filter (of what was bought), measure (times, pieces, days or
	// amount), window (of purchases), segment, event or campaign.
	Of string
	// Name is that of the field, the filter, the measure or the segment; of windows
	// "first order", "last order", "campaign" or "days".
	Name string
}

// Subjects are what a rule asks about, also under "not" and in every branch,
// each once, sorted.
func (r Rule) Subjects() []Subject {
	var found []Subject
	add := func(of, name string) { found = append(found, Subject{of, name}) }
	each(r.root, func(part node) {
		switch part := part.(type) {
		case fieldTest:
			add("field", part.field)
		case boughtTest:
			add("measure", part.measure)
			for _, one := range part.filters {
				add("filter", one.of)
			}
			for _, one := range part.windows {
				add("window", cmp.Or(one.around.what, "days"))
			}
		case segmentTest:
			for _, one := range part.names {
				add("segment", one.text)
			}
		case eventTest:
			add("event", "")
		case campaignTest:
			add("campaign", "")
		}
	})
	slices.SortFunc(found, func(a, b Subject) int { return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Name, b.Name)) })
	return slices.Compact(found)
}
