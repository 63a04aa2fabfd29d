package btyd

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// estimate turns an optimum into parameters with standard errors.
func estimate(name string, names []string, found optimum, customers float64) Estimate {
	root, known := errorRoot(found.hessian)
	e := Estimate{
		Name: name, Customers: customers, Iterations: found.iterations,
		LogLikelihood: -found.value,
	}
	var unknown []string
	for i, logValue := range found.logs {
		p := Parameter{Name: names[i], Value: math.Exp(logValue), Unknown: !known[i]}
		if known[i] {
			p.StandardError = p.Value * floats.Norm(root[i], 2)
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

// errorRoot is a root of the covariance of the logs: rows times themselves give
// it, and their lengths are the standard errors. Where the data leave a
// direction open, the parameters that make it up are held (their rows are 0),
// and the errors of the others are those given these; so on until every
// direction that remains is known well enough (leastCurvature).
func errorRoot(h *mat.SymDense) (root [][]float64, known []bool) {
	n := h.SymmetricDim()
	root, known = make([][]float64, n), make([]bool, n)
	free := make([]int, n)
	for i := range free {
		free[i], known[i], root[i] = i, true, make([]float64, n)
	}
	for len(free) > 0 {
		open := openAmong(h, free)
		if len(open) == 0 {
			fillRoot(h, free, root)
			break
		}
		for _, p := range open {
			known[p] = false
		}
		free = slices.DeleteFunc(free, func(p int) bool { return !known[p] })
	}
	return root, known
}

// openAmong answers with the parameters in the flattest direction where that
// is not known: usually two, a shape and a scale that run to infinity together
// while their ratio is known.
func openAmong(h *mat.SymDense, free []int) (open []int) {
	var eigen mat.EigenSym
	if !eigen.Factorize(submatrix(h, free), true) {
		return free
	}
	if eigen.Values(nil)[0] >= leastCurvature { // the smallest first
		return nil
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	most := largest(mat.Col(nil, 0, &vectors))
	for i, p := range free {
		if math.Abs(vectors.At(i, 0)) >= most/2 {
			open = append(open, p)
		}
	}
	return open
}

// fillRoot writes the rows of the free parameters: the Hessian is UᵀU, so the
// covariance U⁻¹U⁻ᵀ.
func fillRoot(h *mat.SymDense, free []int, root [][]float64) {
	var factor mat.Cholesky
	if !factor.Factorize(submatrix(h, free)) {
		panic("btyd: a matrix with positive eigenvalues has no Cholesky factor")
	}
	var upper, inverse mat.TriDense
	factor.UTo(&upper)
	// An error is a bad condition. The least curvature bounds what it can do.
	_ = inverse.InverseTri(&upper)
	for i, p := range free {
		for j := i; j < len(free); j++ {
			root[p][free[j]] = inverse.At(i, j)
		}
	}
}
