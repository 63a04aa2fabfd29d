package series

// SBA is Croston without its bias, the approximation of Syntetos and Boylan: the mean of
// a ratio is more than the ratio of the means, so the rate is multiplied by 1 − alpha/2.
// Where every month has a demand, there was no bias, and SBA is too low by as much.
//
// Syntetos & Boylan, "The accuracy of intermittent demand estimates", International
// Journal of Forecasting 21 (2005) 303–314.
type SBA struct{}

// Name implements Model.
func (SBA) Name() string { return "sba" }

// Fit implements Model. It makes no use of the season.
func (SBA) Fit(y []float64, season int) (Fitted, error) {
	if err := checkFit(y, season); err != nil {
		return nil, err
	}
	return intermittentFit{method: debiasedRate}.run(y), nil
}
