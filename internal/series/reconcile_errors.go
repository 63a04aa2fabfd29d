package series

import "math"

// Weighing is what the weights of a reconciliation were measured on.
type Weighing string

const (
	// WeighMinT is by the sizes of the errors one step ahead and their correlations.
	WeighMinT Weighing = "errors and their correlations"
	// WeighSizes is by the sizes alone: too few errors for correlations.
	WeighSizes Weighing = "sizes of the errors"
	// WeighCounts is by how many parts a series is the sum of: nothing is known of errors.
	WeighCounts Weighing = "numbers of parts"
)

// fewestErrors of a series say something of its correlations with others.
const fewestErrors = 6

// jointErrors are the standard deviations of the series' errors one step ahead, and the
// correlations between them.
type jointErrors struct {
	weighing     Weighing
	shrinkage    float64
	deviations   []float64
	correlations [][]float64
}

// errorsOf measures them on the residuals, latest last, so that months are matched from
// the end. Series with too few residuals have the size that their bands say, and no
// correlations.
func errorsOf(base []Forecast, h Hierarchy) jointErrors {
	n := len(base)
	out := jointErrors{weighing: WeighSizes, deviations: make([]float64, n), correlations: identity(n)}
	known := make([][]float64, n)
	enough, widest := 0, 0.0
	for i, forecast := range base {
		if len(forecast.Residuals) >= fewestErrors {
			known[i] = forecast.Residuals
			out.deviations[i] = rootMeanSquare(forecast.Residuals)
			enough++
		} else if len(forecast.Mean) > 0 {
			const normal95 = 1.959964
			out.deviations[i] = math.Max(0, forecast.Hi95[0]-forecast.Mean[0]) / normal95
		}
		widest = math.Max(widest, out.deviations[i])
	}
	if widest == 0 {
		out.weighing = WeighCounts
		for i := range n {
			out.deviations[i] = math.Sqrt(float64(len(h.leaves([]int{i}, len(h.Sums)))))
		}
		return out
	}
	// A series that has never erred moves last, but it does where nothing else can.
	for i, deviation := range out.deviations {
		out.deviations[i] = math.Max(deviation, 1e-6*widest)
	}
	if enough > 1 {
		out.weighing = WeighMinT
		out.correlations, out.shrinkage = shrunkCorrelations(known)
	}
	return out
}

// covariance of errors with these standard deviations.
func (e jointErrors) covariance(deviations []float64) [][]float64 {
	out := make([][]float64, len(deviations))
	for i, row := range e.correlations {
		out[i] = make([]float64, len(row))
		for j, r := range row {
			out[i][j] = deviations[i] * r * deviations[j]
		}
	}
	return out
}

// shrunkCorrelations are the correlations of errors around 0, drawn to none by
//
//	λ = Σ Var(r_ij) / Σ r_ij²,  Var(r_ij) = Σ_t (w_tij − w̄_ij)² / (n(n−1)),  w_tij = z_ti z_tj
//
// over the pairs i ≠ j, at most 1; z are the errors in units of their root mean square.
// Schäfer & Strimmer, "A shrinkage approach to large-scale covariance matrix estimation
// and implications for functional genomics", Statistical Applications in Genetics and
// Molecular Biology 4 (2005), article 32, in the form of R's hts (shrink.estim), where
// errors are not centred.
//
// Series of different length are matched from the end. What a short one lacks counts as
// 0, so that the matrix stays one of correlations; its own are smaller by that.
func shrunkCorrelations(known [][]float64) (correlations [][]float64, lambda float64) {
	n := len(known)
	z := make([][]float64, n)
	for i, errors := range known {
		size := rootMeanSquare(errors)
		z[i] = make([]float64, len(errors))
		for t, e := range errors {
			if size > 0 {
				z[i][t] = e / size
			}
		}
	}
	correlations = identity(n)
	variances, squares := 0.0, 0.0
	for i := range n {
		for j := range i {
			r, variance := correlation(z[i], z[j])
			correlations[i][j], correlations[j][i] = r, r
			variances, squares = variances+variance, squares+r*r
		}
	}
	if squares > 0 {
		lambda = math.Min(1, variances/squares)
	}
	for i := range n {
		for j := range n {
			if i != j {
				correlations[i][j] *= 1 - lambda
			}
		}
	}
	return correlations, lambda
}

// correlation of two rows of errors with a root mean square of 1, and the variance of
// its estimate.
func correlation(a, b []float64) (r, variance float64) {
	common := min(len(a), len(b))
	if common < fewestErrors {
		return 0, 0
	}
	lacking := float64(common) / math.Sqrt(float64(len(a))*float64(len(b)))
	a, b = a[len(a)-common:], b[len(b)-common:]
	sum, squares := 0.0, 0.0
	for t := range common {
		w := a[t] * b[t]
		sum, squares = sum+w, squares+w*w
	}
	n := float64(common)
	return lacking * sum / n, lacking * lacking * math.Max(0, squares-sum*sum/n) / (n * (n - 1))
}

func identity(n int) [][]float64 {
	out := make([][]float64, n)
	for i := range n {
		out[i] = make([]float64, n)
		out[i][i] = 1
	}
	return out
}
