package segments

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// Dimension is one of the three things that RFM scores.
type Dimension string

// The dimensions, as configs and tables call them.
const (
	Recency   Dimension = "recency"
	Frequency Dimension = "frequency"
	Monetary  Dimension = "monetary"
)

// Thresholds are a company's own bounds of the scores, by dimension four rising
// ones: recency 30, 90, 180, 365 means that up to 30 days is 5 and more than 365
// is 1; frequency 2, 3, 5, 9 that 9 and more is 5 and less than 2 is 1. A
// dimension without any is scored by fifths of customers.
type Thresholds struct {
	bounds map[Dimension][]decimal.Decimal
}

// ThresholdFault is what is wrong with a bound, by its place; −1 is all of them.
type ThresholdFault struct {
	Bound int
	Text  string
}

// Read takes the bounds of a dimension as they are written, and says what is
// wrong with them.
func (t *Thresholds) Read(dimension Dimension, texts []string) []ThresholdFault {
	if len(texts) != Scores-1 {
		return []ThresholdFault{{-1, fmt.Sprintf("five scores have four bounds between them, as in %s, not %d", example(dimension), len(texts))}}
	}
	var faults []ThresholdFault
	bounds := make([]decimal.Decimal, len(texts))
	for i, text := range texts {
		bound, err := decimal.NewFromString(strings.TrimSpace(text))
		switch {
		case err != nil || strings.ContainsAny(text, "eE"):
			faults = append(faults, ThresholdFault{i, fmt.Sprintf("%q is no number", text)})
			continue
		case dimension != Monetary && (!bound.IsInteger() || bound.IsNegative()):
			faults = append(faults, ThresholdFault{i, fmt.Sprintf("%s is no number of %s", text, counted(dimension))})
		case bound.Abs().GreaterThanOrEqual(decimal.New(1, 12)) || !bound.Equal(bound.Round(2)):
			faults = append(faults, ThresholdFault{i, fmt.Sprintf("%s is no amount below a million million with at most two digits behind the point", text)})
		case i > 0 && len(faults) == 0 && !bound.GreaterThan(bounds[i-1]):
			faults = append(faults, ThresholdFault{i, fmt.Sprintf("bounds rise: %s does not come after %s", text, strings.TrimSpace(texts[i-1]))})
		}
		bounds[i] = bound
	}
	if len(faults) == 0 {
		if t.bounds == nil {
			t.bounds = map[Dimension][]decimal.Decimal{}
		}
		t.bounds[dimension] = bounds
	}
	return faults
}

func example(dimension Dimension) string {
	switch dimension {
	case Recency:
		return "30, 90, 180, 365 (days)"
	case Frequency:
		return "2, 3, 5, 9 (purchases)"
	}
	return "100, 300, 1000, 3000 (money)"
}

func counted(dimension Dimension) string {
	if dimension == Recency {
		return "days"
	}
	return "purchases"
}

// Table is the table rfm_thresholds that queries read: dimension, the score
// that a bound gives, and the bound.
func (t Thresholds) Table() *table.Table {
	rows := &table.Table{Columns: []table.Column{
		{Name: "dimension", Kind: table.Text}, {Name: "score", Kind: table.Integer}, {Name: "bound", Kind: table.Decimal, Scale: 4},
	}}
	for _, dimension := range []Dimension{Recency, Frequency, Monetary} {
		for i, bound := range t.bounds[dimension] {
			score := i + 2
			if dimension == Recency {
				score = Scores - i // the fewest days are the best
			}
			rows.Rows = append(rows.Rows, []any{string(dimension), int64(score), bound})
		}
	}
	return rows
}
