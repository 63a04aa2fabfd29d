package survival

import (
	"fmt"
	"math"
)

// Mean is a restricted mean with its standard error: the mean time until the
// end or until To, whichever is first. It is there also where the median is not
// reached.
type Mean struct {
	Value, Error, To float64
}

// RestrictedMean is the area under the curve from 0 to a time; its variance is
// Σ A_j² d_j / (n_j (n_j − d_j)) with A_j the area from t_j to that time [KM].
// It refuses with [ErrBeyond] a time to which the curve is not known.
func (c Curve) RestrictedMean(to float64) (Mean, error) {
	if _, err := c.At(to); err != nil {
		return Mean{}, fmt.Errorf("the mean restricted to %v: %w", to, err)
	}
	area, variance, until := 0.0, 0.0, to
	for i := len(c.Points) - 1; i >= 0; i-- {
		p := c.Points[i]
		if p.Time > to {
			continue
		}
		area += p.Survival * (until - p.Time)
		until = p.Time
		if n, d := float64(p.AtRisk), float64(p.Ended); n > d {
			variance += area * area * d / (n * (n - d))
		}
	}
	return Mean{Value: area + until, Error: math.Sqrt(variance), To: to}, nil
}
