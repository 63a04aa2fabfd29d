package dealflow

import "slices"

// amounts say what a won deal brings.
type amounts struct {
	won    map[string][]float64 // of the last won deals, by pipeline
	all    []float64            // of all pipelines
	ratios []float64            // final to expected amounts, where both are known
}

const (
	// lastWon deals say what one brings of which no amount is known; a pipeline
	// with fewer than fewestWon is asked with all others.
	lastWon   = 200
	fewestWon = 20
	// enoughRatios of a final to an expected amount make a rule of it.
	enoughRatios = FewestClosed
)

func newAmounts(deals []Deal) (amounts, error) {
	a := amounts{won: map[string][]float64{}}
	var won []Deal
	for _, d := range deals {
		if d.Outcome == Won && d.Amount == d.Amount {
			won = append(won, d)
		}
	}
	if len(won) == 0 {
		return a, ErrNoAmounts
	}
	slices.SortStableFunc(won, func(x, y Deal) int { return y.Closed - x.Closed })
	brought := false
	for _, d := range won {
		if of := a.won[d.Pipeline]; len(of) < lastWon {
			a.won[d.Pipeline] = append(of, d.Amount)
		}
		if len(a.all) < lastWon {
			a.all = append(a.all, d.Amount)
		}
		if seen, ok := d.seenOn(d.Closed - 1); ok && seen.Amount > 0 {
			a.ratios = append(a.ratios, d.Amount/seen.Amount)
		}
		brought = brought || d.Amount != 0
	}
	if !brought {
		return a, ErrNoAmounts
	}
	return a, nil
}

// drawn is what a deal brings if it is won: its own amount, by the ratio that
// final amounts had to expected ones where that is known, else the amount of one
// that was won.
func (a amounts) drawn(c chance, d Deal) float64 {
	if d.Amount > 0 {
		if len(a.ratios) >= enoughRatios {
			return d.Amount * pick(c, a.ratios)
		}
		return d.Amount
	}
	if of := a.won[d.Pipeline]; len(of) >= fewestWon {
		return pick(c, of)
	}
	return pick(c, a.all)
}
