package series

// TSB smooths the probability of a demand, month by month, where Croston smooths the
// interval when one comes: so the forecast falls while nothing is sold, and a product
// that nobody buys any more dies out. The probability starts from whether the first month
// had a demand, as in statsforecast's TSB.
//
// Teunter, Syntetos & Babai, "Intermittent demand: linking forecasting to inventory
// obsolescence", European Journal of Operational Research 214 (2011) 606–615.
type TSB struct{}

// Name implements Model.
func (TSB) Name() string { return "tsb" }

// Fit implements Model. It makes no use of the season.
func (TSB) Fit(y []float64, season int) (Fitted, error) {
	if err := checkFit(y, season); err != nil {
		return nil, err
	}
	return intermittentFit{method: probableRate}.run(y), nil
}
