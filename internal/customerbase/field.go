package customerbase

import (
	"errors"
	"math"
	"slices"
	"sync"

	"clientele/internal/btyd"
)

// Names of the candidates that are no model of btyd's.
const (
	MeanOfModels = "mean of the models"
	OwnRate      = "own rate"
	Zero         = "zero"
)

// byWeeks is the model of occasions.
const byWeeks = "BG/BB"

// Candidate is a way to foretell purchases, or the reason why it could not
// take part.
type Candidate struct {
	Name     string
	Naive    bool
	Refused  string // why it did not take part, "" where it did
	Estimate *btyd.Estimate

	forecaster forecaster // nil where it did not take part
	averaged   bool       // a member of the mean of the models
}

// Field is all candidates, fitted to a history.
type Field struct {
	History    History
	Question   Question
	Candidates []Candidate // models, their mean, naive rules
	Spend      Spend
}

// fitSeed starts the optimisers the same way in every run.
const fitSeed = 1

// Fit fits every model to a history, or only those that are named. It refuses
// only where none can be fitted.
func Fit(history History, question Question, only ...string) (Field, error) {
	cohort, err := countedCohort(history, question)
	if err != nil {
		return Field{}, err
	}
	asked := func(name string) bool { return len(only) == 0 || slices.Contains(only, name) }
	var wanted []func() (Candidate, error)
	for _, family := range btyd.Families() {
		if asked(family.Name) || asked(family.Name+firstOrder) {
			wanted = append(wanted, func() (Candidate, error) { return fitFamily(family, cohort, question) })
		}
	}
	if asked(byWeeks) {
		wanted = append(wanted, func() (Candidate, error) { return fitOccasions(history) })
	}
	models, errs := make([]Candidate, len(wanted)), make([]error, len(wanted))
	var fits sync.WaitGroup
	for i, fit := range wanted {
		fits.Go(func() { models[i], errs[i] = fit() })
	}
	field := Field{History: history, Question: question}
	fits.Go(func() { field.Spend = fitSpend(history) })
	fits.Wait()
	models, errs = withFirstOrders(history, models, errs, asked)
	if err := refuseTogether(models, errs); err != nil {
		return Field{}, err
	}
	field.Candidates = models
	field.add()
	return field, nil
}

func countedCohort(history History, question Question) (btyd.Cohort, error) {
	m := counted{unit: question.UnitDays}
	customers := make([]btyd.Customer, len(history.Customers))
	for i, c := range history.Customers {
		customers[i] = m.customer(c.Habit)
	}
	cohort, err := btyd.Compress(customers)
	if err != nil {
		return cohort, err
	}
	var rhythm btyd.Rhythm
	for _, gap := range history.Gaps {
		rhythm.Intervals += float64(gap.Count)
		rhythm.SumLog += float64(gap.Count) * math.Log(question.units(float64(gap.Days)))
	}
	return cohort.WithRhythm(rhythm), nil
}

func fitFamily(family btyd.Family, cohort btyd.Cohort, question Question) (Candidate, error) {
	fit, err := family.Fit(cohort, btyd.Options{Seed: fitSeed})
	if err != nil {
		return Candidate{Name: family.Name}, err
	}
	estimate := fit.Estimate
	k, kinds := phases(fit.Model)
	if kinds {
		estimate.Name = family.Name
		estimate.Parameters = append(slices.Clone(estimate.Parameters), btyd.Parameter{Name: "k", Value: float64(k), Unknown: true})
	}
	// With k = 1 it is a model that stands in the field already.
	twin := kinds && k == 1
	return Candidate{Name: family.Name, Estimate: &estimate, forecaster: newCounted(fit, question.UnitDays), averaged: !twin}, nil
}

// phases is the k of the models that have one: they are known by one name
// whatever it is, and it stands among the parameters.
func phases(model btyd.Model) (k int, kinds bool) {
	switch m := model.(type) {
	case btyd.BGCNBD:
		return m.K, true
	case btyd.MBGCNBD:
		return m.K, true
	}
	return 0, false
}

func fitOccasions(history History) (Candidate, error) {
	customers := make([]btyd.Customer, len(history.Customers))
	for i, c := range history.Customers {
		customers[i] = occasions{}.customer(c.Habit)
	}
	cohort, err := btyd.Compress(customers)
	if err != nil {
		return Candidate{Name: byWeeks}, err
	}
	fit, err := btyd.FitBGBB(cohort, btyd.Options{Seed: fitSeed})
	if err != nil {
		return Candidate{Name: byWeeks}, err
	}
	return Candidate{Name: byWeeks, Estimate: &fit.Estimate, forecaster: occasionsOf(fit, history), averaged: true}, nil
}

// refuseTogether turns errors into reasons; where no model is left it is the
// first one's error. A fit that did not converge takes part only where no
// other did.
func refuseTogether(models []Candidate, errs []error) error {
	left, converged := 0, 0
	for i := range models {
		if errs[i] != nil {
			if Refusal(errs[i]) == "" {
				return errs[i]
			}
			models[i].Refused = Refusal(errs[i])
			continue
		}
		left++
		if models[i].Estimate.Converged {
			converged++
		}
	}
	if left == 0 {
		return errs[0]
	}
	for i := range models {
		if estimate := models[i].Estimate; estimate != nil && converged > 0 && !estimate.Converged {
			models[i].Refused, models[i].forecaster = "the search did not converge", nil
		}
	}
	return nil
}

// Refusal is why a model declines to be fitted, in a few words that are the
// same whatever the figures; "" for any other error.
func Refusal(err error) string {
	for _, known := range []error{btyd.ErrTooFew, btyd.ErrNobodyRepeats, btyd.ErrAllSame, btyd.ErrNoOptimum, errOneSize} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return ""
}

// add lists the candidates that are made of others. A naive rule borrows from a
// model what it cannot say itself; from which is said by the choice.
func (f *Field) add() {
	var members mixture
	var first forecaster
	for _, c := range f.Candidates {
		if c.forecaster == nil {
			continue
		}
		if first == nil {
			first = c.forecaster
		}
		if c.averaged {
			members = append(members, c.forecaster)
		}
	}
	if len(members) > 1 {
		f.Candidates = append(f.Candidates, Candidate{Name: MeanOfModels, forecaster: members})
	}
	f.Candidates = append(f.Candidates,
		Candidate{Name: OwnRate, Naive: true, forecaster: ownRate{forecaster: first}},
		Candidate{Name: Zero, Naive: true, forecaster: zero{forecaster: first}})
}
