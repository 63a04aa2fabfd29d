package reports_test

import (
	"math"
	"testing"

	"clientele/internal/table"
	"clientele/reports"
)

// Each range stacks up, from nought, to its two borders.
func TestRanges_LayersReachFromBorderToBorder(t *testing.T) {
	for _, c := range []struct {
		low, high any
		base      float64
		bars      []float64 // what is stacked on the base
		colour    reports.Colour
	}{
		{2.0, 5.0, 2, []float64{3}, reports.Rise}, {-5.0, -2.0, -2, []float64{-3}, reports.Fall},
		{-1.0, 4.0, 0, []float64{4, -1}, reports.Muted}, {0.0, 4.0, 0, []float64{4}, reports.Muted}, {-4.0, 0.0, 0, []float64{-4}, reports.Muted},
		{0.0, 0.0, 0, nil, 0}, {nil, 4.0, 0, nil, 0}, {1.0, nil, 0, nil, 0}, {math.Inf(-1), 2.0, 0, nil, 0}, {3.0, math.NaN(), 0, nil, 0}, {5.0, 2.0, 0, nil, 0},
	} {
		chart := reports.Chart{Kind: reports.Ranges, Bands: []reports.Band{{Low: "low", High: "high"}}, Data: &table.Table{
			Columns: []table.Column{{Name: "low", Kind: table.Float}, {Name: "high", Kind: table.Float}}, Rows: [][]any{{c.low, c.high}},
		}}
		base, bars := 0.0, []float64(nil)
		for _, layer := range reports.RangeLayers(&chart) {
			switch v := layer.Values[0]; {
			case v == nil:
			case layer.Hidden:
				base = v.InexactFloat64()
			default:
				bars = append(bars, v.InexactFloat64())
				if layer.Colour != c.colour {
					t.Errorf("%v to %v has colour %d", c.low, c.high, layer.Colour)
				}
			}
		}
		if base != c.base || len(bars) != len(c.bars) {
			t.Errorf("%v to %v: %v on %v", c.low, c.high, bars, base)
			continue
		}
		for i := range bars {
			if bars[i] != c.bars[i] {
				t.Errorf("%v to %v: %v on %v", c.low, c.high, bars, base)
			}
		}
	}
}
