package btyd

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// estimate turns an optimum into parameters with standard errors.
func estimate(name string, names []string, found optimum, customers float64) Estimate {
	spread, known := logErrors(found.hessian)
	e := Estimate{
		Name: name, Customers: customers, Iterations: found.iterations,
		LogLikelihood: -found.value,
	}
	var unknown []string
	for i, logValue := range found.logs {
		p := Parameter{Name: names[i], Value: math.Exp(logValue), Unknown: !known[i]}
		if known[i] {
			p.StandardError = p.Value * spread[i]
		} else {
			unknown = append(unknown, names[i])
		}
		e.Parameters = append(e.Parameters, p)
	}
	e.Converged = arrived(found)
	switch {
	case !e.Converged:
		e.Note = fmt.Sprintf("the search ended where the likelihood still rises (slope %.1e)", largest(found.gradient))
	case len(unknown) > 0:
		e.Note = fmt.Sprintf("the data do not fix %s: the likelihood is nearly the same over a wide range, as far as 0 or infinity", strings.Join(unknown, ", "))
	}
	return e
}

// arrived is true where the likelihood is level in each direction that the
// data leave open, and at the bottom of a bowl in the others.
func arrived(found optimum) bool {
	left, ok := slopesOf(found.hessian, found.gradient)
	return ok && left.done()
}

// level is the slope of a plateau: a step by a factor of e gains no more.
const level = 1e-3

// leastCurvature of a direction that is known: below it the standard error on
// the logs is above 2, a factor of 7 either way.
const leastCurvature = 1.0 / (2 * 2)

func submatrix(h *mat.SymDense, free []int) *mat.SymDense {
	sub := mat.NewSymDense(len(free), nil)
	for i, p := range free {
		for j := i; j < len(free); j++ {
			sub.SetSym(i, j, h.At(p, free[j]))
		}
	}
	return sub
}

// logErrors are the standard errors of the logs. Where the data leave a
// direction open, the parameters that make it up are held, and the errors of
// the others are those given these; so on until every direction that remains
// is known well enough (leastCurvature).
func logErrors(h *mat.SymDense) (spread []float64, known []bool) {
	n := h.SymmetricDim()
	spread, known = make([]float64, n), make([]bool, n)
	free := make([]int, n)
	for i := range free {
		free[i], known[i] = i, true
	}
	for len(free) > 0 {
		open := invertFree(h, free, spread)
		if len(open) == 0 {
			return spread, known
		}
		for _, p := range open {
			known[p], spread[p] = false, 0
		}
		free = slices.DeleteFunc(free, func(p int) bool { return !known[p] })
	}
	return spread, known
}

// invertFree fills the errors of the free parameters. Where the flattest
// direction is not known it answers with the parameters in it: usually two, a
// shape and a scale that run to infinity together while their ratio is known.
func invertFree(h *mat.SymDense, free []int, spread []float64) (open []int) {
	var eigen mat.EigenSym
	if !eigen.Factorize(submatrix(h, free), true) {
		return free
	}
	values := eigen.Values(nil) // the smallest first
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	if values[0] < leastCurvature {
		most := largest(mat.Col(nil, 0, &vectors))
		for i, p := range free {
			if math.Abs(vectors.At(i, 0)) >= most/2 {
				open = append(open, p)
			}
		}
		return open
	}
	for i, p := range free {
		variance := 0.0
		for k, value := range values {
			variance += vectors.At(i, k) * vectors.At(i, k) / value
		}
		spread[p] = math.Sqrt(variance)
	}
	return nil
}
