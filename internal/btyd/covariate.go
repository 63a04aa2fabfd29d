package btyd

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mathext"
)

// Covariate is a model in which one thing that is known of a customer from the
// first day on, z, bears on how fast they buy, [COV]: those with z buy
// e^(Gamma·z) times as fast, their rates are Gamma(R, rate Alpha·e^(−Gamma·z)).
// It does not bear on when they leave.
type Covariate[M Model] struct {
	Model M // of the customers with z = 0
	Gamma float64
}

// At is the model of the customers with z. The model must be one of
// [Families], as all are that [FitCovariate] gives.
func (c Covariate[M]) At(z float64) M {
	return any(c.Model).(rated).hastened(c.Gamma * z).(M)
}

// rated is a model in which Alpha is the scale of the buying rates, and log
// Alpha the second of the logs.
type rated interface {
	// hastened is the model of those who buy e^by times as fast.
	hastened(by float64) Model
	sum(c Cohort, gradient []float64) float64
}

const alphaAt = 1

func (m BGNBD) hastened(by float64) Model {
	m.Alpha *= math.Exp(-by)
	return m
}

func (m MBGNBD) hastened(by float64) Model {
	m.Alpha *= math.Exp(-by)
	return m
}

func (m ParetoNBD) hastened(by float64) Model {
	m.Alpha *= math.Exp(-by)
	return m
}

func (m BGCNBD) hastened(by float64) Model {
	m.Alpha *= math.Exp(-by)
	return m
}

func (m MBGCNBD) hastened(by float64) Model {
	m.Alpha *= math.Exp(-by)
	return m
}

// FitCovariate finds the parameters of greatest likelihood, from those of the
// plain fit, to the same customers, with Gamma 0; the k of a regular model
// stays as it is. The last Parameter is Gamma, by the name of the covariate;
// the others are of the customers with z = 0.
//
// Where all customers have the same z, or the data leave it open, Gamma is
// Unknown; in the first case it is 0. The log-likelihood is to be compared with
// the plain fit's: see [LikelihoodRatio].
func FitCovariate[M Model](plain Fit[M], data Strata) (Fit[Covariate[M]], error) {
	name := plain.Name + ", " + data.name
	if _, known := any(plain.Model).(rated); !known || plain.at == nil {
		return Fit[Covariate[M]]{}, fmt.Errorf("fitting %s: %w", name, ErrNoRate)
	}
	if math.Abs(data.customers-plain.Customers) > 1e-9*plain.Customers {
		return Fit[Covariate[M]]{}, fmt.Errorf("fitting %s: %w: %v customers with it, %v in the plain fit", name, ErrBadStatistics, data.customers, plain.Customers)
	}
	if len(data.strata) == 1 {
		return ungraded(plain, name, data.name), nil
	}
	r := covariateRecipe(plain, data)
	start, centre := r.start(data), r.start(data)
	if plain.likely != nil {
		copy(centre, plain.likely.centre)
	}
	levels := r.levels(data, centre)
	found, err := searchLevels(levels, [][]float64{start})
	// The plain fit may have ended far out on a plateau, where sums lose their
	// digits, or where what parts the customers by their size has another
	// optimum far below the one that there is near the centre.
	if err == nil {
		other, no := searchLevels(levels, [][]float64{centre})
		if no == nil && (arrived(other) && !arrived(found) || other.value < found.value-enough) {
			found = other
		}
	}
	if err != nil {
		return Fit[Covariate[M]]{}, fmt.Errorf("fitting %s: %w", name, err)
	}
	fit := r.foundIn(data, centre, found)
	setAtZero(&fit.Estimate, fit.logs, fit.root, data)
	// The rhythm that the plain fit knows adds a constant; so the gain is what
	// is compared.
	fit.LogLikelihood = plain.LogLikelihood + fit.LogLikelihood - r.sum(r.at(start), data, nil)
	return fit, nil
}

// ungraded is the fit to customers who are all alike: the plain one.
func ungraded[M Model](plain Fit[M], name, covariate string) Fit[Covariate[M]] {
	fit := Fit[Covariate[M]]{
		Model: Covariate[M]{Model: plain.Model}, Estimate: plain.Estimate,
		logs: plain.logs, root: plain.root, likely: plain.likely,
		at: func(logs []float64) Covariate[M] { return Covariate[M]{Model: plain.at(logs)} },
	}
	fit.Name = name
	fit.Parameters = append(slices.Clone(plain.Parameters), Parameter{Name: covariate, Unknown: true})
	if fit.Note == "" {
		fit.Note = fmt.Sprintf("%s is the same for all customers", covariate)
	}
	return fit
}

// covariateRecipe fits the logs of the plain model's parameters where z is at
// its mean, and at the end Gamma times the spread of z, so that neither its
// origin nor its unit matters.
func covariateRecipe[M Model](plain Fit[M], data Strata) recipe[Covariate[M], Strata] {
	var names []string
	for _, p := range plain.Parameters {
		names = append(names, p.Name)
	}
	n := len(plain.logs)
	mean, spread := data.moments()
	return recipe[Covariate[M], Strata]{
		name: plain.Name + ", " + data.name, parameters: append(names, data.name),
		start: func(Strata) []float64 { return append(slices.Clone(plain.logs), 0) },
		at: func(logs []float64) Covariate[M] {
			gamma := logs[n] / spread
			there := slices.Clone(logs[:n])
			there[alphaAt] += gamma * mean
			return Covariate[M]{Model: plain.at(there), Gamma: gamma}
		},
		sum: func(c Covariate[M], data Strata, gradient []float64) float64 {
			return c.sum(data, gradient, mean, spread)
		},
	}
}

// sum is the log-likelihood of the strata, each by its own model. Gamma moves
// log Alpha by −z, so its derivative is that of log Alpha times −z. A gradient
// that is not nil receives the derivatives with respect to the logs of the
// recipe.
func (c Covariate[M]) sum(data Strata, gradient []float64, mean, spread float64) float64 {
	total := 0.0
	var slopes []float64
	if gradient != nil {
		clear(gradient)
		slopes = make([]float64, len(gradient)-1)
	}
	for _, s := range data.strata {
		total += any(c.At(s.Z)).(rated).sum(s.Cohort, slopes)
		if gradient != nil {
			floats.Add(gradient[:len(slopes)], slopes)
			gradient[len(slopes)] -= (s.Z - mean) / spread * slopes[alphaAt]
		}
	}
	return total
}

// setAtZero brings Alpha and Gamma from the recipe's scale to those of the
// model, with their errors (delta method).
func setAtZero(e *Estimate, logs []float64, root [][]float64, data Strata) {
	mean, spread := data.moments()
	last := len(logs) - 1
	alpha, gamma := &e.Parameters[alphaAt], &e.Parameters[last]
	gamma.Value, gamma.StandardError = logs[last]/spread, floats.Norm(root[last], 2)/spread
	alpha.Value = math.Exp(logs[alphaAt] + gamma.Value*mean)
	if !alpha.Unknown {
		there := slices.Clone(root[alphaAt])
		floats.AddScaled(there, mean/spread, root[last])
		alpha.StandardError = alpha.Value * floats.Norm(there, 2)
	}
}

// LikelihoodRatio is twice what a fit with more parameters gains over the one
// that it holds as a special case, and the chance of at least so much where
// the latter is right (Wilks: χ², a degree of freedom for each parameter more).
func LikelihoodRatio(special, general Estimate) (statistic, p float64) {
	statistic = max(0, 2*(general.LogLikelihood-special.LogLikelihood))
	degrees := len(general.Parameters) - len(special.Parameters)
	return statistic, mathext.GammaIncRegComp(float64(degrees)/2, statistic/2)
}
