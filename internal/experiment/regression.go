package experiment

import "slices"

// regression is that of the values apart from the arms' means by covariates
// apart from theirs. The covariates are cleared of those before them, one after
// the other (Gram and Schmidt): a coefficient is then a quotient of two sums.
type regression struct {
	used     int
	cleared  [][]float64 // both arms; nil of a covariate of which the others leave nothing
	mixed    [][]float64 // what of those before was taken out
	squares  []float64
	loads    []float64
	together []float64 // mean of each covariate
	fitted   []float64 // of the values, what the covariates tell
}

func regress(c, t arm) *regression {
	count := len(c.before)
	f := &regression{cleared: make([][]float64, count), mixed: make([][]float64, count), squares: make([]float64, count), loads: make([]float64, count)}
	values := slices.Concat(c.apart, t.apart)
	f.fitted = make([]float64, len(values))
	nC, nT := float64(c.n), float64(t.n)
	for k := range count {
		f.together = append(f.together, (c.means[k]*nC+t.means[k]*nT)/(nC+nT))
		column := slices.Concat(c.before[k], t.before[k])
		// What lies between the arms counts: of a covariate that hardly differs
		// within them nothing can be said there.
		between := t.means[k] - c.means[k]
		whole := dot(column, column) + between*between*nC*nT/(nC+nT)
		f.clear(k, column)
		// A millionth of the deviation is what rounding leaves of a copy.
		left := dot(column, column)
		if !(left > 1e-12*whole) {
			continue
		}
		f.cleared[k], f.squares[k], f.loads[k] = column, left, dot(column, values)/left
		f.used++
		for i, x := range column {
			f.fitted[i] += f.loads[k] * x
		}
	}
	return f
}

// clear takes out of a covariate what those before it have of it.
func (f *regression) clear(k int, column []float64) {
	f.mixed[k] = make([]float64, k)
	for range 2 { // once more for the digits that the first lost
		for j := range k {
			if f.cleared[j] == nil {
				continue
			}
			share := dot(column, f.cleared[j]) / f.squares[j]
			f.mixed[k][j] += share
			for i, x := range f.cleared[j] {
				column[i] -= share * x
			}
		}
	}
}

// adjusted gives what the covariates leave of an arm's values, apart from their
// mean, and by how much they shift that mean: each customer by the coefficients
// of all others. Those differ from the common ones by the customer's own
// residual, as far as the covariates are out of the ordinary (leverage).
// from is the arm's first place in the regression.
func (f *regression) adjusted(a arm, from int) (left []float64, shift float64) {
	// How far the arm is from both together, cleared like the covariates.
	away := make([]float64, len(f.cleared))
	for k := range f.cleared {
		away[k] = a.means[k] - f.together[k]
		for j, share := range f.mixed[k] {
			away[k] -= share * away[j]
		}
		if f.cleared[k] != nil {
			shift += f.loads[k] * away[k]
		} else {
			away[k] = 0
		}
	}
	left = make([]float64, a.n)
	for i, value := range a.apart {
		left[i] = value - f.fitted[from+i]
		leverage, reach := 1/float64(a.n), 0.0
		for k, column := range f.cleared {
			if column != nil {
				x := column[from+i]
				leverage += x * x / f.squares[k]
				reach += x * (x + away[k]) / f.squares[k]
			}
		}
		if leverage < allLeverage {
			left[i] *= 1 + reach/(1-leverage)
		}
	}
	own := centre(left, left)
	return left, shift - own
}

// allLeverage is that of a customer without whom a coefficient could not be
// told; to leave such a one out is to leave the covariate out.
const allLeverage = 0.999

// shared is the variance of what the covariates' common mean adds to the means
// of both arms.
func (f *regression) shared() float64 {
	n := float64(len(f.fitted))
	return dot(f.fitted, f.fitted) / (n - 2) / n
}

func dot(a, b []float64) float64 {
	total := 0.0
	for i, x := range a {
		total += x * b[i]
	}
	return total
}
