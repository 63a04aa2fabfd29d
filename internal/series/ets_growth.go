package series

import "math"

// Growth implements Fitted. With c[j] = alpha + beta·(phi + … + phi^j), plus gamma where
// j is a whole number of cycles and the season additive, the variance h steps ahead is
//
//	σ²·(1 + Σ c[j]², j < h)                   for additive errors,
//	(1+σ²)·θ[h] − μ[h]²                       for relative errors,
//	(1+σ²)·(1+γ²σ²)^k·θ[h] − μ[h]²            with a season of factors besides
//
// with θ[h] = μ[h]² + σ²·Σ c[j]²·θ[h−j], j < h, and k complete cycles before h. The first
// two are exact, the third is an approximation for small σ (Hyndman, Koehler, Ord &
// Snyder 2008, tables 6.2 and 6.4.) The means μ are taken without their season, so that
// a December does not leave its width to the months after it.
func (f *etsFit) Growth(horizon int) []float64 {
	slopes := f.weights.ahead(horizon)
	c := make([]float64, horizon) // c[j-1] is that of j
	for i, phi := range slopes {
		c[i] = f.weights.alpha + f.weights.beta*phi
		if f.form.season == seasonAdditive && (i+1)%f.m == 0 {
			c[i] += f.weights.gamma
		}
	}
	out := make([]float64, horizon)
	if !f.form.relative {
		sum := 1.0
		for i := range out {
			out[i] = math.Sqrt(sum)
			sum += c[i] * c[i]
		}
		return out
	}
	return f.relativeGrowth(slopes, c)
}

func (f *etsFit) relativeGrowth(slopes, c []float64) []float64 {
	out, theta := make([]float64, len(c)), make([]float64, len(c))
	for i := range out {
		mu := f.final.level + slopes[i]*f.final.slope
		past := 0.0
		for j := 1; j <= i; j++ {
			past += c[j-1] * c[j-1] * theta[i-j]
		}
		theta[i] = mu*mu + f.variance*past
		season := 1.0
		if f.form.season == seasonMultiplicative {
			season = math.Pow(1+f.weights.gamma*f.weights.gamma*f.variance, float64(i/f.m))
		}
		// (1+σ²)·season·θ − μ², without the difference of two large numbers.
		out[i] = f.variance*past + ((1+f.variance)*season-1)*theta[i]
	}
	first := out[0]
	for i, v := range out {
		out[i] = 1
		if v > first {
			out[i] = math.Sqrt(v / first)
		}
		if i > 0 && !(out[i] >= out[i-1] && out[i] <= math.MaxFloat64) {
			out[i] = out[i-1]
		}
	}
	return out
}
