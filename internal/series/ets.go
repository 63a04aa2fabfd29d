package series

// ETS is exponential smoothing in state-space form: the error additive or relative, a
// trend or none, damped or not, a season of terms or of factors or none, chosen by AICc
// among all stable forms. It is R's forecast::ets with its default arguments: the same
// forms, guesses, bounds and likelihood.
//
// Hyndman, Koehler, Snyder & Grose, "A state space framework for automatic forecasting
// using exponential smoothing methods", International Journal of Forecasting 18 (2002)
// 439–454. Hyndman, Koehler, Ord & Snyder, Forecasting with Exponential Smoothing (2008).
type ETS struct{}

// Name implements Model.
func (ETS) Name() string { return "ets" }

const (
	// fewestETS is the least history among which forms are compared; below it there is
	// a level alone.
	fewestETS = 7
	// longestETSSeason bounds the season: more initial states than this are not estimated
	// from the histories there are. Longer seasons are left out, as R does.
	longestETSSeason = 24
)

// Fit implements Model. A season takes more than a cycle of history.
func (ETS) Fit(y []float64, season int) (Fitted, error) {
	if err := checkFit(y, season); err != nil {
		return nil, err
	}
	if isConstant(y) || len(y) < fewestETS {
		return fitETSLevel(y), nil
	}
	return fitETS(y, season, standardised(y)), nil
}

// fitETS chooses among the forms on a scale.
func fitETS(y []float64, season int, scale etsScale) *etsFit {
	best := race(etsForms(positive(y), canSmoothSeason(len(y), season)), scale.values(y), season)
	if best == nil {
		return fitETSLevel(y)
	}
	return best.fit(y, scale)
}

func canSmoothSeason(n, season int) bool {
	return season > 1 && season <= longestETSSeason && n > season
}

// fitETSLevel is ETS(A,N,N) with the least squares of simple smoothing, which has a
// closed form for the initial level and so takes any history.
func fitETSLevel(y []float64) *etsFit {
	s := fitSmoothing(y)
	return newETSFit(etsFit{m: 1, weights: etsWeights{alpha: s.alpha, phi: 1}, initial: etsState{level: s.initial}, scale: etsScale{unit: 1}}, y)
}

func isConstant(y []float64) bool {
	for _, v := range y {
		if v != y[0] {
			return false
		}
	}
	return true
}

func positive(y []float64) bool {
	for _, v := range y {
		if !(v > 0) {
			return false
		}
	}
	return true
}
