package series

import (
	"math"
	"math/cmplx"
)

// A lag polynomial is kept by its coefficients from lag 1 on: AR ones a stand for
// 1 − Σ a[j]·B^j, MA ones b for 1 + Σ b[j]·B^j, as in R.

// lagTerm is one coefficient of a lag polynomial that has few.
type lagTerm struct {
	lag    int
	weight float64
}

// appendProduct appends the product of a plain and a seasonal polynomial; sign is −1 for
// AR and +1 for MA ones.
func appendProduct(terms []lagTerm, plain, seasonal []float64, season int, sign float64) []lagTerm {
	for i, a := range plain {
		terms = append(terms, lagTerm{i + 1, a})
	}
	for j, b := range seasonal {
		terms = append(terms, lagTerm{(j + 1) * season, b})
		for i, a := range plain {
			terms = append(terms, lagTerm{(j+1)*season + i + 1, sign * a * b})
		}
	}
	return terms
}

// spread writes the terms into a slice by their lags, from lag 1 on.
func spreadTerms(terms []lagTerm, dense []float64) {
	clear(dense)
	for _, term := range terms {
		dense[term.lag-1] += term.weight
	}
}

// fromPartial turns numbers of any size into AR coefficients of a stationary process:
// tanh makes them partial autocorrelations, from which the Durbin-Levinson recursion
// builds the polynomial. Monahan, "A note on enforcing stationarity in
// autoregressive-moving average models", Biometrika 71 (1984) 403–404.
func fromPartial(raw, ar []float64) {
	for j, v := range raw {
		a := math.Tanh(v)
		for low, high := 0, j-1; low <= high; low, high = low+1, high-1 {
			x, y := ar[low], ar[high]
			ar[low], ar[high] = x-a*y, y-a*x
		}
		ar[j] = a
	}
}

// toPartial is the inverse of fromPartial, in place; false where the process is not
// stationary.
func toPartial(ar []float64) bool {
	if !stepDown(ar) {
		return false
	}
	for j, v := range ar {
		ar[j] = math.Atanh(v)
	}
	return true
}

// stepDown turns AR coefficients into partial autocorrelations, in place, and says
// whether all of them are inside (−1, 1): whether the process is stationary.
func stepDown(ar []float64) bool {
	stationary := true
	for j := len(ar) - 1; j >= 0; j-- {
		a := ar[j]
		if !(math.Abs(a) < 1) {
			stationary = false
			break
		}
		for low, high := 0, j-1; low <= high; low, high = low+1, high-1 {
			x, y := ar[low], ar[high]
			ar[low], ar[high] = (x+a*y)/(1-a*a), (y+a*x)/(1-a*a)
		}
	}
	return stationary
}

// rootsBeyond says whether all roots of 1 − Σ ar[j]·z^j lie farther from 0 than bound:
// whether the polynomial with its argument stretched by the bound is stationary.
func rootsBeyond(bound float64, ar []float64) bool {
	scratch := make([]float64, len(ar))
	stretch := 1.0
	for j, v := range ar {
		stretch *= bound
		scratch[j] = v * stretch
	}
	return stepDown(scratch)
}

// negated turns MA coefficients into AR ones with the same roots.
func negated(ma []float64) []float64 {
	out := make([]float64, len(ma))
	for i, v := range ma {
		out[i] = -v
	}
	return out
}

// invertible replaces the roots of the MA polynomial that lie inside the unit circle by
// their inverses: the likelihood is the same, and the errors can be recovered from the
// past. It is in place and says whether anything was changed.
func invertible(ma []float64) bool {
	degree := len(ma)
	for degree > 0 && ma[degree-1] == 0 {
		degree--
	}
	if degree == 0 || rootsBeyond(1, negated(ma[:degree])) {
		return false
	}
	product := make([]complex128, 1, degree+1)
	product[0] = 1
	changed := false
	for _, root := range polynomialRoots(ma[:degree]) {
		if cmplx.Abs(root) < 1 {
			root = 1 / root
			changed = true
		}
		product = append(product, 0)
		for i := len(product) - 1; i > 0; i-- {
			product[i] -= product[i-1] / root
		}
	}
	for i := range degree {
		ma[i] = real(product[i+1])
	}
	return changed
}

// polynomialRoots are the roots of 1 + Σ c[j]·z^j, c's last not 0, by the simultaneous
// iteration of Durand and Kerner on the reversed polynomial, whose roots are inverses.
func polynomialRoots(c []float64) []complex128 {
	n := len(c)
	inverse := make([]complex128, n)
	for i := range inverse {
		inverse[i] = cmplx.Pow(complex(0.4, 0.9), complex(float64(i), 0))
	}
	for range 500 {
		moved := 0.0
		for i, z := range inverse {
			value := complex(1, 0)
			for _, v := range c {
				value = value*z + complex(v, 0)
			}
			for j, other := range inverse {
				if j != i {
					value /= z - other
				}
			}
			inverse[i] = z - value
			moved = math.Max(moved, cmplx.Abs(value))
		}
		if !(moved > 1e-14) {
			break
		}
	}
	for i, z := range inverse {
		inverse[i] = 1 / z
	}
	return inverse
}
