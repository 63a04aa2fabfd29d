package series

import "math"

// Growth implements Fitted. With c[j] = alpha + beta·(phi + … + phi^j), plus gamma where
// j is a whole number of cycles and the form has a season, the variance h steps ahead is
//
//	σ²·(1 + Σ c[j]², j < h)    for additive errors,
//	(1+σ²)·θ[h] − μ[h]²        for relative errors, θ[h] = μ[h]² + σ²·Σ c[j]²·θ[h−j], j < h
//
// (Hyndman, Koehler, Ord & Snyder 2008, tables 6.2 and 6.4). Both are exact, but for
// relative errors with a season. There μ is taken without its season, so that a December
// does not leave its width to the months after it, and gamma, where the season has
// factors, weighs by μ[h], which its factor multiplies: a first-order approximation.
func (f *etsFit) Growth(horizon int) []float64 {
	if f.form.relative {
		return f.relativeGrowth(horizon)
	}
	out, sum := make([]float64, horizon), 1.0
	for i, phi := range f.weights.ahead(horizon) {
		out[i] = math.Sqrt(sum)
		c := f.weights.alpha + f.weights.beta*phi
		if f.wholeCycles(i + 1) {
			c += f.weights.gamma
		}
		sum += c * c
	}
	return out
}

func (f *etsFit) wholeCycles(steps int) bool {
	return f.form.season != seasonNone && steps%f.m == 0
}

func (f *etsFit) relativeGrowth(horizon int) []float64 {
	out, theta := make([]float64, horizon), make([]float64, horizon)
	slopes := f.weights.ahead(horizon)
	for i := range out {
		mu := f.final.level + slopes[i]*f.final.slope
		past := 0.0
		for j := 1; j <= i; j++ {
			part := (f.weights.alpha + f.weights.beta*slopes[j-1]) * math.Sqrt(theta[i-j])
			if f.wholeCycles(j) {
				part += f.weights.gamma * math.Abs(mu)
			}
			past += part * part
		}
		theta[i] = mu*mu + f.variance*past
		// (1+σ²)·θ − μ² over σ², without the difference of two large numbers.
		out[i] = past + theta[i]
	}
	return rootOfShares(out)
}

// rootOfShares are the square roots of shares of the first value, never falling and never
// infinite.
func rootOfShares(v []float64) []float64 {
	first := v[0]
	for i := range v {
		share := math.Sqrt(v[i] / first)
		if i == 0 {
			share = 1
		} else if !(share >= v[i-1] && share <= math.MaxFloat64) {
			share = v[i-1]
		}
		v[i] = share
	}
	return v
}
