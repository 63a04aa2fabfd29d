package pipeline

import (
	"slices"

	"clientele/internal/difference"
	"clientele/internal/table"
)

// pairedSegments is how many own segments are compared with each other: with
// more there are more pairs than anybody reads.
const pairedSegments = 12

const (
	// wrongly is the chance of a single wrong claim in a comparison.
	wrongly = 0.05
	// strongestTold of a comparison, and so many of them that are so by definition.
	strongestTold  = 8
	definitionTold = 3
)

// comparison is a segment against everybody else, or against another one.
type comparison struct {
	segment, against int // against is -1 for everybody else
	found            []difference.Contrast
}

// differences compares segments with everybody else, and the own ones with each
// other.
func (c *compared) differences(models []likeness, workers int) *table.Table {
	var all []comparison
	for i := range c.segments {
		all = append(all, comparison{segment: i, against: -1})
	}
	own := 0
	for i, s := range c.segments {
		if !s.isOwn() {
			continue
		}
		if own++; own > pairedSegments {
			break
		}
		for j := i + 1; j < len(c.segments) && own+j-i <= pairedSegments && c.segments[j].isOwn(); j++ {
			all = append(all, comparison{segment: i, against: j})
		}
	}
	sideBySide(len(all), workers, func(i int) {
		if of := &all[i]; of.against < 0 {
			of.found = difference.Compare(c.features, c.segments[of.segment].inside, c.outside(of.segment))
		} else {
			of.found = difference.Compare(c.features, c.but(of.segment, of.against), c.but(of.against, of.segment))
		}
	})
	out := &table.Table{Columns: differencesColumns()}
	for _, of := range all {
		c.tell(out, of, models)
	}
	return out
}

// tell adds the strongest of a comparison's sure differences, with how many
// customers were compared.
func (c *compared) tell(out *table.Table, of comparison, models []likeness) {
	s, against := c.segments[of.segment], any(nil)
	if of.against >= 0 {
		against = c.segments[of.against].segment
	}
	told, byDefinition := 0, 0
	for _, contrast := range of.found {
		defines := isDefinition(s, contrast.Feature, models) || of.against >= 0 && isDefinition(c.segments[of.against], contrast.Feature, models)
		if contrast.Adjusted >= wrongly || told == strongestTold || defines && byDefinition == definitionTold {
			continue
		}
		told++
		if defines {
			byDefinition++
		}
		var level any
		if contrast.Level != "" {
			level = contrast.Level
		}
		out.Rows = append(out.Rows, []any{
			s.kind, s.segment, against, contrast.Feature, level, known(contrast.Inside), known(contrast.Outside),
			known(contrast.Effect), known(contrast.Lo), known(contrast.Hi), contrast.P, contrast.Adjusted,
			int64(contrast.Members), int64(contrast.Others), int64(told), defines,
		})
	}
}

// isDefinition reports whether a segment differs by a feature because it is made
// of it.
func isDefinition(s comparedSegment, feature string, models []likeness) bool {
	switch s.kind {
	case kindRFM:
		return slices.Contains([]string{"recency_days", "orders", "revenue", "orders_12m", "revenue_12m"}, feature)
	case kindCluster:
		return slices.Contains(numberFeatures()[:clusterFeatures], feature)
	}
	if slices.Contains(s.definedBy, feature) {
		return true
	}
	for _, m := range models {
		if m.segment.segment == s.segment && m.segment.kind == s.kind && m.model != nil {
			return slices.Contains(m.model.DefinedBy, feature)
		}
	}
	return false
}
