package pipeline

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"clientele/internal/btyd"
	"clientele/internal/table"
)

// buyer is what the models need to know of one customer, in days.
type buyer struct {
	id          string
	frequency   int64 // repeat purchase days
	recencyDays int64 // from the first purchase to the last
	ageDays     int64 // from the first purchase to the end
	spend       float64
}

// study is one fit of the customer-base models: in which unit, how far ahead,
// at which discount a unit.
type study struct {
	unitDays float64
	horizon  float64
	discount float64
}

// valuation is what a study found.
type valuation struct {
	purchases btyd.Fit[btyd.BGNBD]
	spend     *btyd.Fit[btyd.GammaGamma] // nil where no spend model could be fitted
	spendNote string                     // why not
	customers []valued
}

// valued is a customer with what is expected of them within the horizon.
type valued struct {
	buyer
	alive, expected, low, high float64
	spend                      float64 // a purchase
	lifetime                   float64 // discounted money within the horizon
}

// intervalLevel is the share of futures that a customer's interval holds.
const intervalLevel = 0.90

func buyersOf(rows *table.Table) []buyer {
	base := make([]buyer, rows.Len())
	for i := range base {
		base[i] = buyer{
			id: rows.Text(i, "customer_id"), frequency: rows.Integer(i, "x"),
			recencyDays: rows.Integer(i, "t_x_days"), ageDays: rows.Integer(i, "age_days"), spend: rows.Float(i, "repeat_spend"),
		}
	}
	return base
}

func (s study) customer(b buyer) btyd.Customer {
	return btyd.Customer{X: float64(b.frequency), Recency: float64(b.recencyDays) / s.unitDays, Age: float64(b.ageDays) / s.unitDays}
}

// run fits the models and values every customer.
func (s study) run(base []buyer) (valuation, error) {
	fit, err := s.fit(base)
	if err != nil {
		return valuation{}, err
	}
	found := valuation{purchases: fit}
	found.spend, found.spendNote = fitSpend(base)
	for _, b := range base {
		one, err := s.value(found, b)
		if err != nil {
			return valuation{}, err
		}
		found.customers = append(found.customers, one)
	}
	return found, nil
}

func (s study) fit(base []buyer) (btyd.Fit[btyd.BGNBD], error) {
	customers := make([]btyd.Customer, len(base))
	for i, b := range base {
		customers[i] = s.customer(b)
	}
	cohort, err := btyd.Compress(customers)
	if err != nil {
		return btyd.Fit[btyd.BGNBD]{}, err
	}
	return btyd.FitBGNBD(cohort, btyd.Options{Seed: fitSeed})
}

// fitSeed starts the optimiser the same way in every run.
const fitSeed = 1

// fitSpend fits the spend model to those who came back and paid.
func fitSpend(base []buyer) (*btyd.Fit[btyd.GammaGamma], string) {
	var spends []btyd.Spend
	for _, b := range base {
		if b.frequency > 0 && b.spend > 0 {
			spends = append(spends, btyd.Spend{X: float64(b.frequency), Mean: b.spend})
		}
	}
	data, err := btyd.CompressSpends(spends)
	if err != nil {
		return nil, err.Error()
	}
	fit, err := btyd.FitGammaGamma(data, btyd.Options{Seed: fitSeed})
	if err != nil {
		return nil, err.Error()
	}
	return &fit, ""
}

func (s study) value(found valuation, b buyer) (valued, error) {
	model, c := found.purchases.Model, s.customer(b)
	one := valued{buyer: b, alive: model.PAlive(c), expected: model.ExpectedFor(c, s.horizon)}
	one.low, one.high = model.Interval(c, s.horizon, intervalLevel)
	// Without a spend model the customer's own mean is the best there is.
	one.spend = max(0, b.spend)
	if found.spend != nil {
		x := float64(b.frequency)
		if b.spend <= 0 {
			x = 0 // all returned: nothing is known of what this customer spends
		}
		spend, err := found.spend.Model.ExpectedSpend(x, max(0, b.spend))
		switch {
		case err == nil:
			one.spend = spend
		case !errors.Is(err, btyd.ErrNoMean):
			return valued{}, err
		}
	}
	var err error
	one.lifetime, err = btyd.LifetimeValue(model, c, one.spend, s.horizon, s.discount)
	return one, err
}

// byValue lists the customers, the most valuable first.
func (v valuation) byValue() []valued {
	sorted := slices.Clone(v.customers)
	slices.SortFunc(sorted, func(a, b valued) int {
		return cmp.Or(cmp.Compare(b.lifetime, a.lifetime), cmp.Compare(a.id, b.id))
	})
	return sorted
}

func (v valuation) estimates() []btyd.Estimate {
	estimates := []btyd.Estimate{v.purchases.Estimate}
	if v.spend != nil {
		estimates = append(estimates, v.spend.Estimate)
	}
	return estimates
}

// unfinished is the first model that did not converge, nil where all did.
func (v valuation) unfinished() error {
	for _, estimate := range v.estimates() {
		if !estimate.Converged {
			return &ConvergenceError{Model: estimate.Name, Note: estimate.Note}
		}
	}
	return nil
}

// rule is one way to predict the holdout, and how it did: the total, and the
// errors of the single customers.
type rule struct {
	name      string
	predicted float64
	actual    int
	mae, rmse float64
	chosen    bool
}

// judge predicts what customers did in the horizon behind their history, by
// the model and by the naive rule that each goes on at the own rate.
func (s study) judge(fit btyd.Fit[btyd.BGNBD], base []buyer, later map[string]int64) []rule {
	rules := []rule{
		s.score(fit.Name, base, later, func(b buyer) float64 { return fit.Model.ExpectedFor(s.customer(b), s.horizon) }),
		s.score(ownRate, base, later, func(b buyer) float64 {
			if b.ageDays == 0 {
				return 0
			}
			return float64(b.frequency) / float64(b.ageDays) * s.unitDays * s.horizon
		}),
	}
	best := 0
	for i := range rules {
		if rules[i].mae < rules[best].mae {
			best = i
		}
	}
	rules[best].chosen = true
	return rules
}

// ownRate is the naive rule: a customer goes on as before.
const ownRate = "own rate"

func (s study) score(name string, base []buyer, later map[string]int64, predict func(buyer) float64) rule {
	scored := rule{name: name}
	var absolute, squared float64
	for _, b := range base {
		expected, came := predict(b), later[b.id]
		scored.predicted += expected
		scored.actual += int(came)
		difference := expected - float64(came)
		absolute += math.Abs(difference)
		squared += difference * difference
	}
	if n := float64(len(base)); n > 0 {
		scored.mae, scored.rmse = absolute/n, math.Sqrt(squared/n)
	}
	return scored
}

func boughtLater(rows *table.Table) map[string]int64 {
	later := make(map[string]int64, rows.Len())
	for i := range rows.Len() {
		later[rows.Text(i, "customer_id")] = rows.Integer(i, "purchases")
	}
	return later
}

// isRefusal tells a model that declines from one that fails.
func isRefusal(err error) bool {
	for _, known := range []error{btyd.ErrTooFew, btyd.ErrNobodyRepeats, btyd.ErrAllSame, btyd.ErrNoOptimum} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}
