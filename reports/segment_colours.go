package reports

import (
	"slices"

	"clientele/internal/table"
)

// segmentColour is a group's colour in all charts and tables of the document:
// that of its meaning, or, where the report knows none, that of its place.
func (b *builder) segmentColour(kind, key string) Colour {
	if colour, ok := knownColour(kind, key); ok {
		return colour
	}
	return PlaceColour(max(0, slices.Index(b.segmentKeys(kind), key)))
}

// segmentKeys are the groups of a kind in the order in which the report lists
// them.
func (b *builder) segmentKeys(kind string) []string {
	t, column := b.ofKind(kind), "segment"
	switch kind {
	case "rfm":
		t = sortedBy(b.answers.RFMSegments, "position", false)
	case "cluster":
		t, column = sortedBy(b.answers.ClusterProfiles, "position", false), "cluster"
	}
	var keys []string
	for r := range length(t) {
		if key := t.Text(r, column); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// swatches are the colours of the groups whose keys stand in a column.
func (b *builder) swatches(kind string, t *table.Table, column string) []Colour {
	out := make([]Colour, t.Len())
	for r := range out {
		out[r] = b.segmentColour(kind, t.Text(r, column))
	}
	return out
}

// segmentSwatches are the colours of rows that name their kind themselves.
// Where kinds are mixed, places would give two groups one colour: only groups
// with a meaning have theirs then, and the others are grey.
func (b *builder) segmentSwatches(t *table.Table) []Colour {
	if t.Index("segment") < 0 {
		return nil
	}
	out, told := make([]Colour, t.Len()), false
	for r := range out {
		kind := "rfm"
		if t.Index("kind") >= 0 && t.Text(r, "kind") != "" {
			kind = t.Text(r, "kind")
		}
		colour, ok := knownColour(kind, t.Text(r, "segment"))
		if !ok || t.Text(r, "segment") == "" {
			colour = Muted
		}
		out[r], told = colour, told || colour != Muted
	}
	if !told {
		return nil
	}
	return out
}
