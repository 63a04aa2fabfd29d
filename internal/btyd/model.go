package btyd

import (
	"math/rand/v2"
	"slices"
)

// Model is what every model of repeat purchases answers, whatever its
// parameters. A time below 0 counts as 0.
type Model interface {
	// LogLikelihood of a cohort.
	LogLikelihood(Cohort) float64
	// Expected purchases of a customer picked at random, in t after the first one.
	Expected(t float64) float64
	// ExpectedFor is the purchases to come in t after c.Age.
	ExpectedFor(c Customer, t float64) float64
	// PAlive is the chance that the customer has not left.
	PAlive(c Customer) float64
	// Probability that a customer picked at random makes n purchases in t.
	Probability(n int, t float64) float64
	// Interval holds the purchases to come in t with at least the chance level.
	Interval(c Customer, t, level float64) (lo, hi float64)
	// Chances of 0, 1, 2 … purchases to come in t after c.Age. They end where
	// less than 1e-12 is left.
	Chances(c Customer, t float64) []float64
	// Draw is one of the futures that the model sees: the purchases to come in t
	// after c.Age.
	Draw(random *rand.Rand, c Customer, t float64) float64
}

// Parameter is one estimated number.
type Parameter struct {
	Name  string
	Value float64
	// StandardError is from the Hessian of the log-likelihood on the log scale,
	// brought to the parameter's own scale by the delta method. It is 0 where
	// Unknown is true.
	StandardError float64
	// Unknown is true where the data do not fix the parameter: the likelihood is
	// flat over factors of 7, or still rises towards 0 or infinity. Predictions
	// hold, for they do not depend on it either.
	Unknown bool
}

// Estimate says what a fit found and how sure it is.
type Estimate struct {
	Name          string // of the model, as people write it
	Parameters    []Parameter
	LogLikelihood float64
	Customers     float64
	Converged     bool   // the likelihood is at its greatest value
	Iterations    int    // of the optimiser, over all starts
	Note          string // why, without a full stop, where Converged is false or a parameter Unknown
}

// Fit is a model with its estimate.
type Fit[M any] struct {
	Model M
	Estimate

	logs []float64   // of the parameters
	root [][]float64 // of their covariance
	at   func(logs []float64) M
	// likely is nil where the data are many, or not at hand.
	likely *likely
}

// Drawn is one of the models that the data leave likely: the logs of its
// parameters are a draw from the normal distribution around the estimate whose
// covariance is the inverse of the Hessian. Where a parameter is vague, places
// along the ridge of the likelihood take the place of the estimate. A Fit that
// no fit has made draws its own model.
func (f Fit[M]) Drawn(random *rand.Rand) M {
	if f.at == nil {
		return f.Model
	}
	if f.likely != nil {
		if logs := f.likely.draw(random); logs != nil {
			return f.at(logs)
		}
	}
	logs := slices.Clone(f.logs)
	shake(random, logs, f.root)
	return f.at(logs)
}

// Options are the choices of a fit. The zero value is good.
type Options struct {
	Seed   uint64 // of the random starting points
	Starts int    // starting points, the first from the data's means; 0 is 5
}

// defaultStarts: one start reached the published optimum of CDNOW in every
// trial; the others are there for cohorts that are less kind.
const defaultStarts = 5

func (o Options) starts() int {
	if o.Starts < 1 {
		return defaultStarts
	}
	return o.Starts
}
