package html

import "clientele/reports"

// marks are places of X that a series marks: a line, or an area from one to
// another.
type marks struct {
	Silent bool       `json:"silent"`
	Symbol string     `json:"symbol,omitempty"`
	Label  visible    `json:"label"`
	Style  *opacity   `json:"itemStyle,omitempty"`
	Line   *lineStyle `json:"lineStyle,omitempty"`
	Data   []any      `json:"data"`
}

type visible struct {
	Show bool `json:"show"`
}

// place is a place on the X axis, by its number.
type place struct {
	X int `json:"xAxis"`
}

// shade is a series without values: the legend's mark of the ground that it
// lays behind a part of X, from the place before on, where the last value stands
// that was known.
func shade(c *reports.Chart) []series {
	first, last, ok := c.Shaded()
	if !ok {
		return nil
	}
	first = max(first-1, 0)
	return []series{{
		Type: "line", Name: c.Shade.Label, Color: "@muted", Symbol: "none", Silent: true, Data: []any{}, Z: 0,
		Line: &lineStyle{Type: "solid"}, Style: &opacity{0.4},
		Ground: &marks{Silent: true, Style: &opacity{0.18}, Data: []any{[]place{{first}, {last}}}},
		Cut:    &marks{Silent: true, Symbol: "none", Line: &lineStyle{Width: 1.5, Opacity: 1, Type: "dashed"}, Data: []any{place{first}}},
	}}
}
