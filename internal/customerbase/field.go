package customerbase

import (
	"errors"
	"math"
	"sync"

	"clientele/internal/btyd"
)

// Names of the candidates that are no model of btyd's.
const (
	MeanOfModels = "mean of the models"
	OwnRate      = "own rate"
	Zero         = "zero"
)

// Candidate is a way to foretell purchases, or the reason why it could not
// take part.
type Candidate struct {
	Name     string
	Naive    bool
	Refused  string // why it did not take part, "" where it did
	Estimate *btyd.Estimate

	forecaster forecaster // nil where it did not take part
	draws      drawable
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

// Fit fits every model to a history. It refuses only where none can be fitted.
func Fit(history History, question Question) (Field, error) {
	families := btyd.Families()
	models, errs := make([]Candidate, len(families)+1), make([]error, len(families)+1)
	cohort, err := countedCohort(history, question)
	if err != nil {
		return Field{}, err
	}
	var fits sync.WaitGroup
	for i, family := range families {
		fits.Go(func() { models[i], errs[i] = fitFamily(family, cohort, question) })
	}
	fits.Go(func() { models[len(families)], errs[len(families)] = fitOccasions(history) })
	field := Field{History: history, Question: question}
	fits.Go(func() { field.Spend = fitSpend(history) })
	fits.Wait()
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
		customers[i] = m.customer(c)
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
	return Candidate{Name: family.Name, Estimate: &fit.Estimate, forecaster: newCounted(fit.Model, question.UnitDays), draws: drawable{fit: fit}}, nil
}

func fitOccasions(history History) (Candidate, error) {
	const name = "BG/BB"
	customers := make([]btyd.Customer, len(history.Customers))
	for i, c := range history.Customers {
		customers[i] = occasions{}.customer(c)
	}
	cohort, err := btyd.Compress(customers)
	if err != nil {
		return Candidate{Name: name}, err
	}
	fit, err := btyd.FitBGBB(cohort, btyd.Options{Seed: fitSeed})
	if err != nil {
		return Candidate{Name: name}, err
	}
	return Candidate{Name: name, Estimate: &fit.Estimate, forecaster: occasionsOf(fit.Model, history)}, nil
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
	for _, known := range []error{btyd.ErrTooFew, btyd.ErrNobodyRepeats, btyd.ErrAllSame, btyd.ErrNoOptimum} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return ""
}

// add lists the candidates that are made of others.
func (f *Field) add() {
	var members mixture
	for _, c := range f.Candidates {
		if c.forecaster != nil {
			members = append(members, c.forecaster)
		}
	}
	if len(members) > 1 {
		f.Candidates = append(f.Candidates, Candidate{Name: MeanOfModels, forecaster: members})
	}
	f.Candidates = append(f.Candidates,
		Candidate{Name: OwnRate, Naive: true, forecaster: ownRate{members[0]}},
		Candidate{Name: Zero, Naive: true, forecaster: zero{members[0]}})
}
