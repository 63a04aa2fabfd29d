package series

import (
	"errors"
	"math"
)

// Hierarchy says which series are sums of which others: a company of its regions, once
// more of its product groups, a region of its towns. No series need be at the bottom of
// all sums.
type Hierarchy struct {
	Sums []Sum
	// Held series keep their forecasts, and the others are moved: a total that is judged
	// by itself, say. Zhang, Kang, Panagiotelis & Li, "Optimal reconciliation with
	// immutable forecasts", European Journal of Operational Research 308 (2023) 650–660.
	Held []int
	// NonNegative marks the series that cannot be below 0; nil where all can.
	NonNegative []bool
}

// Sum is one series that is the sum of others, by their positions.
type Sum struct {
	Whole int
	Parts []int
}

// BottomUp holds what one of the sums is made of in the end, so that its whole becomes
// the sum of its parts, and the parts of other sums are moved to add up to that.
func (h Hierarchy) BottomUp(sum int) Hierarchy {
	h.Held = h.leaves(h.Sums[sum].Parts, len(h.Sums))
	return h
}

// leaves are the parts' own parts where they are sums themselves; depth ends a circle.
func (h Hierarchy) leaves(parts []int, depth int) (found []int) {
	for _, part := range parts {
		below := []int{part}
		for _, sum := range h.Sums {
			if sum.Whole == part && depth > 0 {
				below = h.leaves(sum.Parts, depth-1)
				break
			}
		}
		found = append(found, below...)
	}
	return found
}

// ErrIncoherent refuses held forecasts that no others can make add up.
var ErrIncoherent = errors.New("the forecasts that are held do not add up, and nothing else can make them")

// Reconciled are forecasts that add up.
type Reconciled struct {
	// Forecasts stand in the order of the base ones; mean and bands are new.
	Forecasts []Forecast
	// Weights says what the errors' sizes and correlations were measured on.
	Weights Weighing
	// Shrinkage is how far the correlations were drawn to 0, from 0 to 1.
	Shrinkage float64
}

// Reconcile makes base forecasts add up by the smallest change, measured in the errors
// that each is known to make:
//
//	ỹ = ŷ − W Cᵀ (C W Cᵀ)⁻¹ C ŷ
//
// where each row of C says "whole less its parts is 0" and W is the covariance of the
// errors one step ahead. It is the minimum trace estimate MinT(shrink) of Wickramasuriya,
// Athanasopoulos & Hyndman, "Optimal forecast reconciliation for hierarchical and grouped
// time series through trace minimization", Journal of the American Statistical Association
// 114 (2019) 804–819, in the form that needs no bottom series: of all changes by which an
// honest W leaves the least variance.
//
// Where a mean would fall below 0 that cannot, it is set to 0 and the others are moved
// again. Bands have the widths of the base ones, times what M W Mᵀ leaves of them, with
// M = I − W Cᵀ (C W Cᵀ)⁻¹ C; W there has the base widths of that step, and the same
// correlations. Forecasts that add up already stay as they are, but for their bands.
//
// A series must stand in the base for each position, all of one horizon.
func (h Hierarchy) Reconcile(base []Forecast) (Reconciled, error) {
	if err := h.check(base); err != nil {
		return Reconciled{}, err
	}
	joint := errorsOf(base, h)
	out := Reconciled{Weights: joint.weighing, Shrinkage: joint.shrinkage, Forecasts: make([]Forecast, len(base))}
	for i, forecast := range base {
		out.Forecasts[i] = forecast.copied()
	}
	moved := newProjection(h.Sums, joint.covariance(joint.deviations), held(h.Held, len(base)))
	steps := 0
	if len(base) > 0 {
		steps = len(base[0].Mean)
	}
	for step := range steps {
		means := make([]float64, len(base))
		for i, forecast := range base {
			means[i] = forecast.Mean[step]
		}
		coherent, err := h.solve(means, moved, joint)
		if err != nil {
			return Reconciled{}, err
		}
		h.setStep(out.Forecasts, base, step, coherent, moved.spread(joint, widthsOf(base, step)))
	}
	return out, nil
}

func (h Hierarchy) check(base []Forecast) error {
	for _, sum := range h.Sums {
		for _, i := range append([]int{sum.Whole}, sum.Parts...) {
			if err := checkRange("position of a series in a sum", i, 0, len(base)-1); err != nil {
				return err
			}
		}
	}
	for _, i := range h.Held {
		if err := checkRange("position of a held series", i, 0, len(base)-1); err != nil {
			return err
		}
	}
	for _, forecast := range base {
		if err := checkRange("horizon", len(forecast.Mean), len(base[0].Mean), len(base[0].Mean)); err != nil {
			return err
		}
	}
	return nil
}

func held(positions []int, n int) []bool {
	marks := make([]bool, n)
	for _, i := range positions {
		marks[i] = true
	}
	return marks
}

// solve projects the means, and again with those at 0 that would fall below it; the
// number of these only grows, so it ends.
func (h Hierarchy) solve(means []float64, moved projection, joint jointErrors) ([]float64, error) {
	fixed, start := held(h.Held, len(means)), append([]float64(nil), means...)
	for range len(means) + 1 {
		coherent := moved.apply(start)
		if !moved.holds(coherent) {
			return nil, ErrIncoherent
		}
		below := false
		for i, v := range coherent {
			if v < 0 && h.cannotBeNegative(i) && !fixed[i] {
				fixed[i], start[i], below = true, 0, true
			}
		}
		if !below {
			return coherent, nil
		}
		moved = newProjection(h.Sums, joint.covariance(joint.deviations), fixed)
	}
	return nil, ErrIncoherent
}

func (h Hierarchy) cannotBeNegative(i int) bool { return i < len(h.NonNegative) && h.NonNegative[i] }

// widthsOf are the bands of 95 % above the mean; those below may be cut at 0.
func widthsOf(base []Forecast, step int) []float64 {
	widths := make([]float64, len(base))
	for i, forecast := range base {
		widths[i] = math.Max(0, forecast.Hi95[step]-forecast.Mean[step])
	}
	return widths
}

// setStep writes the means and the bands of one step; shares are what is left of the
// widths of the bands.
func (h Hierarchy) setStep(out, base []Forecast, step int, means, shares []float64) {
	for i := range out {
		from, to := base[i], out[i]
		for _, band := range []struct{ from, to []float64 }{
			{from.Lo80, to.Lo80}, {from.Hi80, to.Hi80}, {from.Lo95, to.Lo95}, {from.Hi95, to.Hi95},
		} {
			band.to[step] = means[i] + (band.from[step]-from.Mean[step])*shares[i]
			if h.cannotBeNegative(i) {
				band.to[step] = math.Max(0, band.to[step])
			}
		}
		to.Mean[step] = means[i]
	}
}

// copied has bands and means of its own.
func (f Forecast) copied() Forecast {
	for _, values := range []*[]float64{&f.Mean, &f.Lo80, &f.Hi80, &f.Lo95, &f.Hi95} {
		*values = append([]float64(nil), *values...)
	}
	return f
}
