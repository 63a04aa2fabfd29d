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

// of is what the customer's purchases bring in the mean.
func (s Spend) of(c Customer) float64 {
	own := max(0, c.Spend)
	if s.Fit == nil {
		return own
	}
	x := float64(c.Repeats)
	if own == 0 {
		x = 0 // all returned: nothing is known of what this customer spends
	}
	spend, err := s.Fit.Model.ExpectedSpend(x, own)
	if err != nil {
		return own // the population has no mean
	}
	return spend
}

// ranges is what the purchases bring.
func (s Spend) ranges(chances []float64, c Customer, one Outlook) Range {
	return unknownRange()
}
