package customerbase

import (
	"clientele/internal/btyd"
)

// Spend is the model of what a purchase brings. Without one a customer's own
// mean is the best there is.
type Spend struct {
	Fit  *btyd.Fit[btyd.GammaGamma] // nil where none could be fitted
	Note string                     // why not
}

// fitSpend fits the spend model to those who came back and paid.
func fitSpend(history History) Spend {
	var spends []btyd.Spend
	for _, c := range history.Customers {
		if c.Repeats > 0 && c.Spend > 0 {
			spends = append(spends, btyd.Spend{X: float64(c.Repeats), Mean: c.Spend})
		}
	}
	data, err := btyd.CompressSpends(spends)
	if err != nil {
		return Spend{Note: err.Error()}
	}
	fit, err := btyd.FitGammaGamma(data, btyd.Options{Seed: fitSeed})
	if err != nil {
		return Spend{Note: err.Error()}
	}
	return Spend{Fit: &fit}
}

// known is the customer's own spend as the model takes it: how many purchases,
// and their mean. Of who returned all nothing is known.
func known(c Customer) (x, mean float64) {
	if c.Repeats == 0 || !(c.Spend > 0) {
		return 0, 0
	}
	return float64(c.Repeats), c.Spend
}

// of is what the customer's purchases bring in the mean.
func (s Spend) of(c Customer) float64 {
	x, mean := known(c)
	if s.Fit == nil {
		return mean
	}
	model := s.Fit.Model
	spend, err := model.ExpectedSpend(x, mean)
	if err != nil { // no mean exists: what is spent at the mean rate
		return model.P * model.Scale(x, mean) / (model.P*x + model.Q)
	}
	return spend
}

// spending is what customers spend who are alike in how they buy: found for one
// of them, since the others' differs as their scales do.
type spending struct {
	spend   Spend
	chances []float64
	own     *Range // for a scale of 1, of those whose own spend is known
	others  *Range // of those of whom it is not
}

// of is the interval of one of them.
func (s *spending) of(c Customer) Range {
	x, mean := known(c)
	if s.spend.Fit == nil {
		if s.others == nil {
			s.others = moneyOf(btyd.EvenSpending(s.chances, 1), 1)
		}
		return s.others.times(mean)
	}
	model := s.spend.Fit.Model
	kept := &s.own
	if x == 0 {
		kept = &s.others
	}
	if *kept == nil {
		*kept = moneyOf(model.Spending(s.chances, x, mean), model.Scale(x, mean))
	}
	return (*kept).times(model.Scale(x, mean))
}

func moneyOf(s btyd.Spending, scale float64) *Range {
	var r Range
	r.Low80, r.High80 = s.Interval(0.80)
	r.Low90, r.High90 = s.Interval(0.90)
	r = r.times(1 / scale)
	return &r
}

// times is the range in another unit.
func (r Range) times(scale float64) Range {
	return Range{r.Low80 * scale, r.High80 * scale, r.Low90 * scale, r.High90 * scale}
}
