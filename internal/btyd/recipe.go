package btyd

import "fmt"

const (
	// minCustomers is five customers for each of the four parameters: fewer
	// give an optimum that says nothing.
	minCustomers = 20
	// minRepeaters is one repeat buyer for each parameter.
	minRepeaters = 4
	// coarseGroups is the size of the sample on which starts are tried. Each
	// further sample is by finer times as large.
	coarseGroups, finer = 250, 10
)

// recipe is what one kind of model brings to the fit that all kinds share: M
// is the model, D the data it is fitted to.
type recipe[M any, D sample[D]] struct {
	name       string   // as people write it
	parameters []string // in the order of the logs
	check      func(D) error
	// start is the logs of the first starting point, from the data's means, so
	// that the units do not matter. It is also the centre of the search.
	start func(D) []float64
	// other is one more starting point where the likelihood is known to have a
	// second summit, from the centre; nil where there is none.
	other func(centre []float64) []float64
	at    func(logs []float64) M
	// sum is the log-likelihood; a gradient that is not nil receives the
	// derivatives with respect to the logs of the parameters.
	sum func(m M, data D, gradient []float64) float64
}

// sample is what the search needs of data.
type sample[D any] interface {
	Customers() float64
	distinct() int      // groups
	thinned(size int) D // a sample of about so many groups, with the weight of the whole
}

// fit finds the parameters of greatest likelihood.
func (r recipe[M, D]) fit(data D, options Options) (Fit[M], error) {
	if err := r.check(data); err != nil {
		return Fit[M]{}, fmt.Errorf("fitting %s: %w", r.name, err)
	}
	centre := r.start(data)
	starts := scatter(centre, options)
	if r.other != nil {
		starts = append(starts, r.other(centre))
	}
	found, err := searchLevels(r.levels(data, centre), starts)
	if err != nil {
		return Fit[M]{}, fmt.Errorf("fitting %s: %w", r.name, err)
	}
	return r.foundIn(data, centre, found), nil
}

// foundIn is the fit, with what it takes to follow the likelihood around it. A
// search may come to rest anywhere beyond the bounds: what it has found there is
// the place on them. Of two parameters that run to infinity together one may be
// within them still, and where the other is taken to be decides on their ratio.
func (r recipe[M, D]) foundIn(data D, centre []float64, o optimum) Fit[M] {
	o.logs = insideBounds(centre, o.logs)
	fit := r.found(o, data.Customers())
	if data.distinct() <= explorable {
		fit.likely = &likely{f: r.objective(data, centre), from: o, centre: centre}
	}
	return fit
}

// levels are the objectives on samples of the data, the smallest first, and on
// all of them.
func (r recipe[M, D]) levels(data D, centre []float64) []objective {
	var levels []objective
	for size := coarseGroups; data.distinct() > 2*size; size *= finer {
		levels = append(levels, r.objective(data.thinned(size), centre))
	}
	return append(levels, r.objective(data, centre))
}

// objective is what the search makes small.
func (r recipe[M, D]) objective(data D, centre []float64) objective {
	return bounded(centre, func(logs, gradient []float64) float64 {
		value := r.sum(r.at(logs), data, gradient)
		for i := range gradient {
			gradient[i] = -gradient[i]
		}
		return -value
	})
}

// found is the fit that an optimum stands for.
func (r recipe[M, D]) found(o optimum, customers float64) Fit[M] {
	root, _ := errorRoot(o.hessian)
	return Fit[M]{
		Model:    r.at(o.logs),
		Estimate: estimate(r.name, r.parameters, o, customers),
		logs:     o.logs, root: root, at: r.at,
	}
}

// bounded makes the objective flat outside of centre ± logLimit, where a
// parameter that runs to 0 or infinity comes to rest.
func bounded(centre []float64, f objective) objective {
	return func(logs, gradient []float64) float64 {
		inside := insideBounds(centre, logs)
		value := f(inside, gradient)
		for i, v := range logs {
			if v != inside[i] {
				gradient[i] = 0
			}
		}
		return value
	}
}

// insideBounds is the place whose value a bounded objective has at these logs.
func insideBounds(centre, logs []float64) []float64 {
	inside := make([]float64, len(centre))
	for i, v := range logs {
		inside[i] = min(max(v, centre[i]-logLimit), centre[i]+logLimit)
	}
	return inside
}
