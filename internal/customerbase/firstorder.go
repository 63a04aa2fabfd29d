package customerbase

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"clientele/internal/btyd"
)

// Who begins with a large order buys more often, as a rule, and that is known
// of those too who never came back, of whom the models know nothing else.
//
// The size of a first order is the log of what was sold on the first day, less
// its mean over the customers: a factor, the same in every currency. It is
// rounded to halves (a factor of 1.6) and goes no farther than two either way
// (7.4), so that few sizes are told apart, customers with one history stay
// together, and a single huge order (a reseller's, a mistake in the books) does
// not decide how much the size counts. Whose first day brought nothing (gifts,
// samples) counts as in the middle.
const (
	sizesAUnit  = 2
	largestSize = 2 * sizesAUnit
)

// sizeFirstOrders sets the customers' FirstOrder.
func sizeFirstOrders(customers []Customer) {
	var sum, payers float64
	for _, c := range customers {
		if c.FirstSpend > 0 {
			sum += math.Log(c.FirstSpend)
			payers++
		}
	}
	for i := range customers {
		c := &customers[i]
		c.FirstOrder = 0
		if c.FirstSpend > 0 {
			size := math.Round(sizesAUnit * (math.Log(c.FirstSpend) - sum/payers))
			c.FirstOrder = int64(min(max(size, -largestSize), largestSize))
		}
	}
}

// firstOrder is added to the name of a model that goes by the size of the first
// order too.
const firstOrder = ", first order"

func goesByFirstOrder(name string) bool { return strings.HasSuffix(name, firstOrder) }

// firstOrderFamilies have such a model ([btyd.Covariate]): Pareto/NBD, and
// BG/CNBD-k for who buys by the calendar. The others foretell much as one of these two.
func firstOrderFamilies() []string { return []string{"Pareto/NBD", "BG/CNBD-k"} }

// errOneSize is the reason where the size of the first order tells nothing.
var errOneSize = errors.New("all first orders are of one size")

// withFirstOrders adds the models that go by the size of the first order too,
// each behind the plain one from which it starts.
func withFirstOrders(history History, plain []Candidate, refused []error, asked func(name string) bool) (models []Candidate, errs []error) {
	more, wrong := make([]Candidate, len(plain)), make([]error, len(plain))
	var fits sync.WaitGroup
	for i, candidate := range plain {
		name := candidate.Name + firstOrder
		if slices.Contains(firstOrderFamilies(), candidate.Name) && asked(name) {
			more[i].Name, wrong[i] = name, refused[i]
			if refused[i] == nil {
				fits.Go(func() { more[i], wrong[i] = fitFirstOrder(history, candidate) })
			}
		}
	}
	fits.Wait()
	for i := range plain {
		models, errs = append(models, plain[i]), append(errs, refused[i])
		if more[i].Name != "" {
			models, errs = append(models, more[i]), append(errs, wrong[i])
		}
	}
	return models, errs
}

func fitFirstOrder(history History, plain Candidate) (Candidate, error) {
	candidate := Candidate{Name: plain.Name + firstOrder}
	model := plain.forecaster.(counted)
	m, strata, err := stratified(history, model)
	if err != nil {
		return candidate, err
	}
	if m.fit, err = btyd.FitCovariate(model.fit, strata); err != nil {
		return candidate, err
	}
	estimate := m.fit.Estimate
	estimate.Name = candidate.Name
	if k, kinds := phases(m.fit.Model.Model); kinds {
		estimate.Parameters = append(slices.Clone(estimate.Parameters), btyd.Parameter{Name: "k", Value: float64(k), Unknown: true})
	}
	candidate.Estimate, candidate.forecaster = &estimate, m.with(m.fit.Model)
	return candidate, nil
}

// stratified parts the customers by the size of their first order.
func stratified(history History, model counted) (sized, btyd.Strata, error) {
	sizes, customers := make([][]btyd.Customer, 2*largestSize+1), float64(len(history.Customers))
	for _, c := range history.Customers {
		sizes[c.FirstOrder+largestSize] = append(sizes[c.FirstOrder+largestSize], model.customer(c.Habit))
	}
	m := sized{unit: model.unit, shares: make([]float64, len(sizes))}
	var strata []btyd.Stratum
	for i, members := range sizes {
		cohort, err := btyd.Compress(members)
		if err != nil {
			return m, btyd.Strata{}, err
		}
		if len(members) > 0 {
			strata = append(strata, btyd.Stratum{Z: sizeAt(i), Cohort: cohort})
		}
		m.shares[i] = float64(len(members)) / customers
	}
	if len(strata) == 1 {
		return m, btyd.Strata{}, errOneSize
	}
	data, err := btyd.Stratify("first_order", strata)
	return m, data, err
}

func sizeAt(i int) float64 { return float64(i-largestSize) / sizesAUnit }

// sized is a model for each size of the first order.
type sized struct {
	fit    btyd.Fit[btyd.Covariate[btyd.Model]]
	unit   float64   // days
	models []counted // from the smallest to the largest
	shares []float64 // of the customers
}

func (m sized) with(model btyd.Covariate[btyd.Model]) sized {
	m.models = make([]counted, len(m.shares))
	for i := range m.models {
		there := model.At(sizeAt(i))
		m.models[i] = counted{model: there, unit: m.unit, blind: blind(there)}
	}
	return m
}

func (m sized) of(h Habit) counted { return m.models[h.FirstOrder+largestSize] }

func (m sized) alive(h Habit) float64                   { return m.of(h).alive(h) }
func (m sized) expected(h Habit, days float64) float64  { return m.of(h).expected(h, days) }
func (m sized) chances(h Habit, days float64) []float64 { return m.of(h).chances(h, days) }

func (m sized) silence(h Habit) func(days float64) float64 { return m.of(h).silence(h) }

// newcomer is the mean over the sizes, as often as they came.
func (m sized) newcomer(days float64) float64 {
	total := 0.0
	for i, share := range m.shares {
		if share > 0 {
			total += share * m.models[i].newcomer(days)
		}
	}
	return total
}

func (m sized) drawn(random *rand.Rand) forecaster { return m.with(m.fit.Drawn(random)) }
