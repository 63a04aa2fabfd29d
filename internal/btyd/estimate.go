package btyd

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// estimate turns an optimum into parameters with standard errors. weight is
// the number of customers over which the objective is a mean.
func estimate(name string, names []string, found optimum, weight float64) Estimate {
	spread, known := logErrors(found.hessian, weight)
	e := Estimate{
		Name: name, Customers: weight, Iterations: found.iterations,
		LogLikelihood: -found.value * weight,
	}
	var unknown []string
	for i, logValue := range found.logs {
		p := Parameter{Name: names[i], Value: math.Exp(logValue), AtLimit: !known[i]}
		if known[i] {
			p.StandardError = p.Value * spread[i]
		} else {
			unknown = append(unknown, names[i])
		}
		e.Parameters = append(e.Parameters, p)
	}
	steep := largest(found.gradient)
	switch {
	case len(unknown) > 0:
		e.Note = fmt.Sprintf("The data do not fix %s: the likelihood stays flat towards 0 or infinity.", strings.Join(unknown, ", "))
	case steep > gradientEnough:
		e.Note = fmt.Sprintf("The search ended where the likelihood still rises (slope %.1e a customer).", steep)
	default:
		e.Converged = true
	}
	return e
}

// logErrors are the standard errors of the logs. Parameters that the data do
// not fix are held, one after the other, the least known first, until those
// that remain have an error below unknownSpread.
func logErrors(h *mat.SymDense, weight float64) (spread []float64, known []bool) {
	n := h.SymmetricDim()
	spread, known = make([]float64, n), make([]bool, n)
	free := make([]int, n)
	for i := range free {
		free[i], known[i] = i, true
	}
	for len(free) > 0 {
		worst, ok := invertFree(h, weight, free, spread)
		if ok {
			return spread, known
		}
		known[free[worst]], spread[free[worst]] = false, 0
		free = append(free[:worst], free[worst+1:]...)
	}
	return spread, known
}

// invertFree fills the errors of the free parameters. Where one is unknown it
// answers false with the position of the least known: the largest share in
// the direction of the smallest curvature.
func invertFree(h *mat.SymDense, weight float64, free []int, spread []float64) (worst int, ok bool) {
	sub := mat.NewSymDense(len(free), nil)
	for i, p := range free {
		for j := i; j < len(free); j++ {
			sub.SetSym(i, j, h.At(p, free[j])*weight)
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(sub, true) {
		return 0, false
	}
	values := eigen.Values(nil)
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	for i := range free {
		if math.Abs(vectors.At(i, 0)) > math.Abs(vectors.At(worst, 0)) {
			worst = i
		}
	}
	if values[0] <= 0 {
		return worst, false
	}
	for i, p := range free {
		variance := 0.0
		for k, value := range values {
			variance += vectors.At(i, k) * vectors.At(i, k) / value
		}
		spread[p] = math.Sqrt(variance)
		if spread[p] > unknownSpread {
			return worst, false
		}
	}
	return 0, true
}
